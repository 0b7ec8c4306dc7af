//! The settings in a client: which one, and its files to copy.

use yew::Html;

use super::{App, Ask};
use crate::page::browser;
use crate::page::client::Client;
use crate::setup::{Broker, Client as KafkaClient, Setup};
use crate::tell::client::Library;

impl App {
    /// The client in which the settings are shown: the one that was chosen, or another of the broker that is shown.
    pub(super) fn client(&self) -> Option<Library> {
        let setup = &self.shown().setup;
        self.client.map(|library| if library.broker() == setup.broker { library } else { self.usual(setup) })
    }

    pub(super) fn toggle_client(&mut self) {
        self.client = match self.client {
            Some(_) => None,
            None => Some(self.usual(&self.shown().setup)),
        };
    }

    pub(super) fn copy_code(&self, place: usize) {
        let asked = self.client().map(|library| (self.shown().setup, library, self.lang()));
        let code = asked.and_then(|asked| self.thoughts.in_client.answer(&asked));
        if let Some(file) = code.and_then(|code| code.files.get(place)) {
            let ask = self.ask.clone();
            browser::copy(file.text.clone(), move |well| {
                if well {
                    ask.emit(Ask::CodeCopied(place));
                }
            });
        }
    }

    /// The client that is shown first.
    fn usual(&self, setup: &Setup) -> Library {
        self.spoken.filter(|library| library.broker() == setup.broker).unwrap_or_else(|| usual(setup))
    }

    #[inline(never)]
    pub(super) fn in_client(&self) -> Html {
        let client = Client {
            lang: self.lang(),
            setup: &self.shown().setup,
            library: self.client(),
            copied: self.code_copied,
            thoughts: &self.thoughts,
            ask: &self.ask,
        };
        client.draw()
    }
}

/// The client that is shown first where nobody checked another's settings.
const fn usual(setup: &Setup) -> Library {
    match (setup.broker, setup.kafka.client) {
        (Broker::Rabbitmq, _) => Library::Pika,
        (Broker::Kafka, KafkaClient::Java) => Library::KafkaJava,
        (Broker::Kafka, KafkaClient::Librdkafka) => Library::Librdkafka,
    }
}
