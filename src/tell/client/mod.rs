//! In your client: a setup as code and configuration for a real client library, with the traps beside it.
//!
//! Every file is a template with gaps (`text`), filled by what the setup says; there is one folder a client, with who sends
//! and who receives. What belongs to the broker stands in commands for the broker (`rabbit`, `topic`), and what recognises
//! a repeat in comments where it has to be done (`dedup`). The worker and the command line write these; the page only shows them.

mod dedup;
mod java;
mod kafka_java;
mod lapin;
mod librdkafka;
mod pika;
mod rabbit;
mod spring;
mod text;
mod topic;

use super::Lang;
use crate::setup::{Broker, Setup, choice};

choice! {
    /// A client library.
    Library, default Pika {
        /// Python's for RabbitMQ.
        Pika = "pika",
        /// Java's for RabbitMQ, amqp-client.
        Java = "java",
        /// Spring AMQP with Spring Boot, for RabbitMQ.
        Spring = "spring",
        /// Rust's for RabbitMQ.
        Lapin = "lapin",
        /// Java's for Kafka, kafka-clients.
        KafkaJava = "kafka-java",
        /// C's for Kafka, and its Rust wrapper rdkafka.
        Librdkafka = "librdkafka",
    }
}

impl Library {
    /// Whose client it is.
    pub const fn broker(self) -> Broker {
        match self {
            Self::Pika | Self::Java | Self::Spring | Self::Lapin => Broker::Rabbitmq,
            Self::KafkaJava | Self::Librdkafka => Broker::Kafka,
        }
    }

    /// Its own name.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Pika => "pika (Python)",
            Self::Java => "Java (amqp-client)",
            Self::Spring => "Spring AMQP, Boot",
            Self::Lapin => "lapin (Rust)",
            Self::KafkaJava => "Java (kafka-clients)",
            Self::Librdkafka => "librdkafka, rdkafka (Rust)",
        }
    }

    /// The clients of this broker.
    pub fn of(broker: Broker) -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(move |library| library.broker() == broker)
    }
}

/// A setup in a client.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct InClient {
    /// What to copy.
    pub files: Vec<File>,
    /// What to know beside it.
    pub notes: Vec<Note>,
}

/// A file to copy.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct File {
    /// Its name.
    pub name: String,
    /// What is in it; every line ends.
    pub text: String,
}

choice! {
    /// What a note warns of.
    Warning, default Trap {
        /// The client does something else than one expects, most of all where nothing is said.
        Trap = "trap",
        /// The client can't do what the setup says.
        Cannot = "cannot",
    }
}

/// Something to know beside the code.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Note {
    /// What it warns of.
    pub warning: Warning,
    /// Its words.
    pub words: String,
}

impl InClient {
    fn file(&mut self, name: &str, text: String) {
        if !text.is_empty() {
            self.files.push(File { name: name.to_owned(), text });
        }
    }

    /// A warning, if it is one under this setup. Both languages stand in the words as in the templates.
    fn warn(&mut self, when: bool, warning: Warning, words: &str, lang: Lang) {
        if when {
            self.notes.push(Note { warning, words: text::write(lang, words, &[]).trim_end().to_owned() });
        }
    }
}

/// The setup in this client; nothing if that is no client of its broker.
pub fn in_client(setup: &Setup, library: Library, lang: Lang) -> Option<InClient> {
    if library.broker() != setup.broker {
        return None;
    }
    Some(match library {
        Library::Pika => pika::code(setup, lang),
        Library::Java => java::code(setup, lang),
        Library::Spring => spring::code(setup, lang),
        Library::Lapin => lapin::code(setup, lang),
        Library::KafkaJava => kafka_java::code(setup, lang),
        Library::Librdkafka => librdkafka::code(setup, lang),
    })
}
