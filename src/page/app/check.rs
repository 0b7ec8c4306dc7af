//! Check my settings: what was pasted, and the setup that it makes.

use web_sys::Event as BrowserEvent;
use yew::{Callback, Html};

use super::{App, Ask};
use crate::page::browser;
use crate::page::check::{AS, Check, TEXT};
use crate::page::show::Show;
use crate::setup::Client;
use crate::tell::Lang;

impl App {
    /// Asks the worker about what stands in the panel.
    pub(super) fn check_settings(&mut self) {
        let client = Client::named(&browser::typed(AS));
        self.pasted = Some((browser::typed(TEXT), client));
        self.awaits_check = true;
        self.show_checked();
    }

    /// What the worker is asked about the settings file, once one was checked.
    pub(super) fn asked_check(&self) -> Option<(String, Option<Client>, Lang)> {
        self.pasted.clone().map(|(text, client)| (text, client, self.lang()))
    }

    /// Once the settings file is read that was asked about: shows the setup that it makes, and keeps what it takes the
    /// place of.
    pub(super) fn show_checked(&mut self) {
        if !self.awaits_check {
            return;
        }
        let Some(checked) = self.asked_check().and_then(|asked| self.thoughts.checked.answer(&asked)) else { return };
        let (setup, library) = (checked.setup, checked.library);
        self.awaits_check = false;
        if let Some(setup) = setup {
            self.keep_what_is_left();
            self.spoken = library;
            self.play(Show::of(setup));
            self.say_link();
        }
    }

    #[inline(never)]
    pub(super) fn check_panel(&self) -> Html {
        let asked = self.asked_check();
        let checked = asked.as_ref().and_then(|asked| self.thoughts.checked.answer(asked));
        let shown = self.shown().setup;
        let check = Check {
            lang: self.lang(),
            open: self.checks,
            asked: asked.is_some(),
            checked,
            verdict: checked.filter(|checked| checked.setup == Some(shown)).map(|_| &self.thoughts.verdict),
            ask: &self.ask,
            file: file(&self.ask),
        };
        check.draw()
    }
}

/// Reads a file that was chosen or dropped into the panel, and asks about it. A file that is only dragged over it must not
/// open in the page's place.
fn file(ask: &Callback<Ask>) -> Callback<BrowserEvent> {
    let ask = ask.clone();
    Callback::from(move |event: BrowserEvent| {
        let Some(file) = browser::file_of(&event) else {
            // Text that is dropped goes where texts go.
            return browser::allow_files(&event);
        };
        event.prevent_default();
        let ask = ask.clone();
        browser::read(&file, move |text| {
            browser::type_into(TEXT, &text);
            ask.emit(Ask::Check);
        });
    })
}
