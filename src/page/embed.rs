//! Embed: the lines that put what is shown into somebody's page, what the author can choose of it, and a look at it.

use yew::virtual_dom::ListenerKind;
use yew::{Callback, Html};

use super::app::Ask;
use super::element::{Element, empty, said, told};
use super::panel::{button, choice, heard, list};
use super::thinker::of_this_build;
use super::words;
use crate::setup::{Language, SetupError, Theme};
use crate::tell::embed::{Control, Subject, Wanted, Way};
use crate::tell::{self, Lang};

/// What an author chooses.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Choice {
    /// How the figure stands in the page.
    Way(Way),
    /// Readers can act on this, or no longer.
    Control(Control),
    /// Words below it, or none.
    Caption,
    /// The steps that this text means.
    Steps(String),
    /// The language of this name; that of the page around for none.
    Language(String),
    /// The colours of this name.
    Theme(String),
    /// Copy the lines.
    Copy,
    /// They are in the clipboard, or not.
    Copied(bool),
    /// Make the picture that the author's page needs.
    Picture,
}

/// What the author has chosen, once the panel is open.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Chosen {
    /// What is wanted.
    pub wanted: Wanted,
    /// Why the steps that were typed last can't be.
    pub refused: Option<SetupError>,
    /// Whether the lines were copied, once somebody tried.
    pub copied: Option<bool>,
}

/// What the panel shows.
pub struct Embed<'page> {
    /// The language.
    pub lang: Lang,
    /// What is chosen and what the figure is of, if the panel is open.
    pub open: Option<(&'page Chosen, Subject<'page>)>,
    /// Where wishes go.
    pub ask: &'page Callback<Ask>,
}

/// What stands in the panel once it is open.
struct Body<'panel, 'page> {
    lang: Lang,
    chosen: &'page Chosen,
    subject: &'panel Subject<'page>,
    ask: &'page Callback<Ask>,
}

impl Embed<'_> {
    /// The panel.
    pub fn draw(&self) -> Html {
        let lang = self.lang;
        let ways = Element::of("div", "seg2 forms").word("role", "group").word("aria-labelledby", "embed");
        Element::of("section", "grid embedding")
            .word("aria-labelledby", "embed")
            .with(Element::new("h2").word("id", "embed").say(words::embed(lang)).done())
            .with(Element::of("p", "about").say(words::embed_about(lang)).done())
            .with(ways.each(Way::ALL.iter().map(|way| self.way(*way))).done())
            .with(self.open.as_ref().map_or_else(|| empty("div"), |open| self.body(open)))
            .done()
    }

    fn body(&self, (chosen, subject): &(&Chosen, Subject<'_>)) -> Html {
        Body { lang: self.lang, chosen, subject, ask: self.ask }.draw()
    }

    fn way(&self, way: Way) -> Html {
        let on = self.open.as_ref().is_some_and(|(chosen, _)| chosen.wanted.way == way);
        button(self.ask, Ask::Embed(Choice::Way(way)))
            .word("class", if on { "on" } else { "" })
            .word("data-way", way.name())
            .flag("aria-pressed", on)
            .say(words::way(way, self.lang))
            .done()
    }
}

impl Body<'_, '_> {
    fn draw(&self) -> Html {
        let wanted = &self.chosen.wanted;
        let lines = Element::new("pre").word("tabindex", "0").word("role", "region").word("data-do", "lines");
        let lines = lines.word("aria-label", words::embed_lines(self.lang));
        let lines = lines.with(told(self.subject.lines(wanted))).done();
        let pair = self.subject.is_pair();
        let preview = if pair { empty("div") } else { self.preview(wanted) };
        Element::of("div", "made")
            .with(self.choices(pair))
            .with(self.acts(self.chosen.copied))
            .with(lines)
            .with(self.notes())
            .with(preview)
            .done()
    }

    /// What is missing before the lines work where they are pasted.
    fn notes(&self) -> Html {
        let lang = self.lang;
        let notes = Element::of("div", "notes");
        let notes = match self.subject.is_local() {
            true => notes.with(Element::new("p").say(words::embed_local(lang)).done()),
            false => notes,
        };
        let missing =
            self.chosen.wanted.way == Way::Element && !self.subject.is_pair() && self.subject.told().is_none();
        if !missing {
            return notes.done();
        }
        let make = button(self.ask, Ask::Embed(Choice::Picture)).word("class", "steplink").word("data-do", "picture");
        let name = Element::new("code").with(told(self.subject.picture(lang))).done();
        let words = Element::new("p").say(words::embed_picture(lang)).say(" ").with(name).say(" ");
        notes.with(words.with(make.say(words::embed_make(lang)).done()).done()).done()
    }

    fn acts(&self, copied: Option<bool>) -> Html {
        let copy = button(self.ask, Ask::Embed(Choice::Copy)).word("class", "go").word("data-do", "copy-lines");
        let said = match copied {
            None => "",
            Some(true) => words::file_copied(self.lang),
            Some(false) => words::lines_not_copied(self.lang),
        };
        Element::of("p", "acts")
            .with(copy.say(words::copy_lines(self.lang)).done())
            .with(Element::of("span", "about").word("role", "status").say(said).done())
            .done()
    }

    fn choices(&self, pair: bool) -> Html {
        let wanted = &self.chosen.wanted;
        let place = Element::of("div", "asks");
        let place = if pair { place } else { place.with(self.controls(wanted)) };
        place.with(self.steps()).with(self.language(wanted)).with(self.theme(wanted)).done()
    }

    fn controls(&self, wanted: &Wanted) -> Html {
        let worded = !self.subject.words.is_empty();
        let tick = |name: &'static str, on, choice: Choice, words: &'static str| {
            let input = Element::new("input").word("type", "checkbox").word("data-embed", name).property("checked", on);
            let input = input.on(|| ListenerKind::onchange, heard(self.ask, move |_| Ask::Embed(choice.clone())));
            // A run of one's own has no words to stand below it.
            let input = input.has("disabled", name == "caption" && !worded);
            Element::new("label").with(input.done()).say(words).done()
        };
        let control = |control: &Control| {
            let on = wanted.controls.contains(control);
            tick(control.name(), on, Choice::Control(*control), words::control(*control, self.lang))
        };
        Element::of("fieldset", "promises")
            .with(Element::new("legend").say(words::embed_controls(self.lang)).done())
            .each(Control::ALL.iter().map(control))
            .with(tick("caption", wanted.caption && worded, Choice::Caption, words::embed_caption(self.lang)))
            .done()
    }

    fn steps(&self) -> Html {
        let (lang, chosen) = (self.lang, self.chosen);
        let written = chosen.wanted.steps.map_or_else(String::new, |(first, last)| format!("{first}-{last}"));
        let input = Element::new("input")
            .word("type", "text")
            .word("data-embed", "steps")
            .word("placeholder", words::embed_all(lang))
            .word("autocomplete", "off")
            .word("size", "11")
            .flag("aria-invalid", chosen.refused.is_some())
            .on(|| ListenerKind::onchange, heard(self.ask, |text| Ask::Embed(Choice::Steps(text))))
            // As an attribute, it leaves alone what is being typed while the page moves.
            .text("value", written);
        let why = chosen.refused.as_ref().map_or_else(String::new, |error| tell::setup_error(error, lang));
        let why = Element::of("span", "badtext").word("role", "alert").with(told(why)).done();
        let label = Element::new("label").say(words::embed_steps(lang)).with(input.done()).done();
        Element::of("span", "asked").with(label).with(why).done()
    }

    fn language(&self, wanted: &Wanted) -> Html {
        let around = choice(String::new(), said(words::embed_around(self.lang)), wanted.lang.is_none()).done();
        let one = |language: &Language| {
            let lang = Lang::from(*language);
            choice(language.name().to_owned(), said(lang.name()), wanted.lang == Some(lang)).done()
        };
        let all = Element::new("select").with(around).each(Language::ALL.iter().map(one));
        self.select("lang", words::embed_language(self.lang), Choice::Language, all)
    }

    fn theme(&self, wanted: &Wanted) -> Html {
        let one = |theme: &Theme| {
            let words = said(words::theme(*theme, self.lang));
            choice(theme.name().to_owned(), words, wanted.theme == *theme).done()
        };
        let all = Element::new("select").each(Theme::ALL.iter().map(one));
        self.select("theme", words::embed_theme(self.lang), Choice::Theme, all)
    }

    fn select(&self, name: &'static str, words: &'static str, make: fn(String) -> Choice, all: Element) -> Html {
        let change = heard(self.ask, move |value| Ask::Embed(make(value)));
        let all = all.word("data-embed", name).on(|| ListenerKind::onchange, change);
        Element::of("label", "asked").say(words).with(list("sel pick", all)).done()
    }

    /// The figure itself, as it will stand in the author's page.
    fn preview(&self, wanted: &Wanted) -> Html {
        let script = Element::new("script").word("type", "module").text("src", of_this_build("./embed.js")).done();
        let figure = self
            .subject
            .attributes(wanted)
            .into_iter()
            .fold(Element::new("ack-scope").word("data-do", "preview"), |figure, (name, value)| {
                figure.text(name, value)
            });
        Element::of("div", "preview")
            .with(Element::new("h3").say(words::embed_preview(self.lang)).done())
            .with(script)
            .with(figure.done())
            .done()
    }
}
