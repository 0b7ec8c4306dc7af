//! In your client: the settings as code and configuration of a client library, and its traps.

use yew::virtual_dom::ListenerKind;
use yew::{Callback, Html};

use super::app::Ask;
use super::element::{Element, empty, told};
use super::panel::{button, choice, heard, list};
use super::thinker::of_this_build;
use super::thoughts::Thoughts;
use super::words;
use crate::setup::Setup;
use crate::tell::Lang;
use crate::tell::client::{File, InClient, Library, Note, Warning};

/// What the panel shows.
pub struct Client<'page> {
    /// The language.
    pub lang: Lang,
    /// The settings.
    pub setup: &'page Setup,
    /// The client, if the panel is open.
    pub library: Option<Library>,
    /// The file that was copied last.
    pub copied: Option<usize>,
    /// What is known.
    pub thoughts: &'page Thoughts,
    /// Where wishes go.
    pub ask: &'page Callback<Ask>,
}

impl Client<'_> {
    /// The panel.
    pub fn draw(&self) -> Html {
        let (lang, open) = (self.lang, self.library.is_some());
        let toggle = button(self.ask, Ask::InClient).word("class", "go").word("data-do", "client");
        let words = if open { words::close_client(lang) } else { words::open_client(lang) };
        Element::of("section", "grid client")
            .word("aria-labelledby", "client")
            .with(Element::new("link").word("rel", "stylesheet").text("href", of_this_build("./client.css")).done())
            .with(Element::new("h2").word("id", "client").say(words::in_client(lang)).done())
            .with(Element::of("p", "about").say(words::in_client_about(lang)).done())
            .with(toggle.flag("aria-expanded", open).say(words).done())
            .with(self.library.map_or_else(|| empty("div"), |library| self.body(library)))
            .done()
    }

    fn body(&self, library: Library) -> Html {
        let code = self.thoughts.in_client.answer(&(*self.setup, library, self.lang));
        let body = Element::of("div", "code").with(self.libraries(library));
        match code {
            None => body.with(Element::of("p", "about late").say(words::trying(self.lang)).done()),
            Some(code) => body.with(self.notes(code)).with(self.files(code)),
        }
        .done()
    }

    fn libraries(&self, chosen: Library) -> Html {
        let choose = |name: String| Ask::Client(Library::named(&name).unwrap_or_default());
        let select = Element::new("select")
            .word("data-do", "client-choice")
            .word("aria-label", words::client_choice(self.lang))
            .on(|| ListenerKind::onchange, heard(self.ask, choose))
            .each(Library::of(self.setup.broker).map(|library| {
                choice(library.name().to_owned(), told(library.title().to_owned()), library == chosen)
                    .word("data-value", library.name())
                    .done()
            }));
        list("sel pick", select)
    }

    fn files(&self, code: &InClient) -> Html {
        let files = code.files.iter().enumerate().map(|(place, file)| self.file(place, file));
        Element::of("div", "files").each(files).done()
    }

    fn file(&self, place: usize, file: &File) -> Html {
        let words =
            if self.copied == Some(place) { words::code_copied(self.lang) } else { words::copy_code(self.lang) };
        let copy = button(self.ask, Ask::CopyCode(place)).word("class", "steplink").word("data-do", "copy-code");
        let copy = copy.text("aria-label", format!("{words} {}", file.name)).say(words).done();
        let name = Element::new("h3").with(Element::new("code").with(told(file.name.clone())).done()).done();
        let text =
            Element::new("pre").word("tabindex", "0").text("aria-label", file.name.clone()).word("role", "region");
        let text = text.with(Element::new("code").with(told(file.text.clone())).done()).done();
        let head = Element::new("header").with(name).with(copy).done();
        Element::new("article").text("data-file", file.name.clone()).with(head).with(text).done()
    }

    fn notes(&self, code: &InClient) -> Html {
        let heading = Element::new("h3").say(words::traps(self.lang)).done();
        let notes = code.notes.iter().map(|one| note(one, self.lang));
        Element::of("div", "traps").with(heading).with(Element::new("ul").each(notes).done()).done()
    }
}

/// A warning; the name of the setting that it is about stands before a colon.
fn note(note: &Note, lang: Lang) -> Html {
    let (name, words) = match note.words.split_once(": ") {
        Some((name, words)) if name.is_ascii() && !name.contains(' ') => (name, words),
        _ => ("", note.words.as_str()),
    };
    let cannot = if note.warning == Warning::Cannot { words::cannot(lang) } else { "" };
    Element::new("li")
        .word("data-note", note.warning.name())
        .with(Element::new("b").say(cannot).done())
        .with(Element::new("code").with(told(name.to_owned())).done())
        .with(Element::new("p").with(told(words.to_owned())).done())
        .done()
}
