//! Two setups beside each other: what differs, and each side's run with what it has come to.

pub mod words;

use yew::{Callback, Html};

use super::app::Ask;
use super::element::{Element, told};
use super::intro::so_far;
use super::panel::{Panel, button};
use super::sentence::fill;
use crate::play::{Side, Twin};
use crate::setup::{Field, Second, Setup};
use crate::tell::{Lang, interface};

/// What the head over the two says.
pub struct Head<'page> {
    /// The language.
    pub lang: Lang,
    /// The first settings.
    pub first: &'page Setup,
    /// The second settings.
    pub second: &'page Second,
    /// The two runs.
    pub twin: &'page Twin,
    /// The side whose settings and answers are shown.
    pub side: Side,
    /// Where wishes go.
    pub ask: &'page Callback<Ask>,
}

impl Head<'_> {
    /// The head, with the choice of the side in it where that has no other place.
    pub fn draw(&self, detail: Html) -> Html {
        let heading = Element::new("h1").say(words::heading(self.lang)).done();
        let left = Element::new("div").with(heading).with(self.line()).with(self.differences()).done();
        let right = Element::of("div", "sides").with(detail).with(self.keep()).done();
        Element::of("div", "intro pair").with(left).with(right).done()
    }

    /// How far the runs are the same, and the way to where they part.
    fn line(&self) -> Html {
        let Self { lang, twin, ask, .. } = *self;
        let first = twin.first_difference();
        let how = match first {
            Some(moment) => words::same_until(moment - 1, lang),
            None if self.second.differences(self.first).is_empty() => words::nothing_changed(lang).to_owned(),
            None => words::no_difference(lang).to_owned(),
        };
        let struck = words::struck(twin.struck, twin.faults, lang);
        let line = Element::new("p").with(told(how)).with(told(struck)).say(" ");
        let go = |moment: usize| {
            let go = button(ask, Ask::To(moment)).word("class", "steplink").word("data-do", "first-difference");
            go.say(words::to_difference(lang)).done()
        };
        line.each(first.map(go).into_iter()).done()
    }

    /// The settings that differ, each with the way back.
    fn differences(&self) -> Html {
        let fields = self.second.differences(self.first);
        Element::of("ul", "differs").each(fields.into_iter().map(|field| self.difference(field))).done()
    }

    fn difference(&self, field: Field) -> Html {
        let values = [field.get(self.first), field.get(&self.second.setup)];
        // A setting of the other broker has no value in A.
        let there = field.is_there_for(self.first.broker);
        let words = match there {
            true => format!("{} → {}", values[0], values[1]),
            false => values[1].to_string(),
        };
        let back = button(self.ask, Ask::LikeFirst(field)).word("data-do", "like-first");
        let label = words::like_a(field.name(), self.lang);
        let back = back.text("aria-label", label.clone()).text("title", label).say("×").done();
        let code = Element::new("code").say(field.name()).with(told(format!(" {words}"))).done();
        Element::new("li").with(code).with(back).keyed(field as usize)
    }

    fn keep(&self) -> Html {
        let keep = button(self.ask, Ask::Compare).word("class", "quiet").word("data-do", "keep");
        keep.say(words::keep(self.side, self.lang)).done()
    }
}

/// The choice of the side whose settings and answers are shown.
pub fn detail(side: Side, lang: Lang, ask: &Callback<Ask>) -> Html {
    let choice = |of: Side| {
        let chosen = side == of;
        button(ask, Ask::Detail(of))
            .word("class", if chosen { "on" } else { "" })
            .flag("aria-pressed", chosen)
            .word("data-do", if of == Side::First { "detail-a" } else { "detail-b" })
            .say(words::tag(of))
            .done()
    };
    let group = Element::of("span", "seg2").word("role", "group").word("aria-label", words::detail(lang));
    let label = Element::new("span").say(words::detail(lang)).done();
    Element::of("span", "detail").with(label).with(group.each(Side::BOTH.map(choice).into_iter()).done()).done()
}

/// One side: its drawing, and around it what it has come to and what its step does.
pub struct Half<'page> {
    /// Which side.
    pub side: Side,
    /// Its run, as far as it is done.
    pub panel: Panel<'page>,
    /// The step that is told.
    pub told: usize,
    /// What this side does in this moment.
    pub doing: Doing,
    /// The values of the settings that differ.
    pub settings: Vec<String>,
}

/// What a side does in the moment that is told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Doing {
    /// A step.
    Step,
    /// Nothing: the other side does a step alone.
    Nothing,
}

/// Whether the moment that is told is the first in which the two differ.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Here {
    /// It is.
    FirstDifference,
    /// It is another one.
    Elsewhere,
}

impl Half<'_> {
    /// The side's name, the settings that tell it from the other, and what its run has come to.
    pub fn head(&self) -> Html {
        let tag = Element::of("b", "tag").say(words::tag(self.side)).done();
        let code = |setting: &String| Element::new("code").with(told(setting.clone())).done();
        let settings = Element::of("span", "its").each(self.settings.iter().map(code)).done();
        Element::of("div", "halfhead").with(tag).with(settings).with(so_far(&self.panel)).done()
    }

    /// What its step does.
    pub fn sentence(&self, here: Here) -> Html {
        let Panel { lang, run, .. } = self.panel;
        let place = told(interface::position(self.told, run.steps(), lang));
        let waits = if self.doing == Doing::Nothing { words::waits(lang) } else { "" };
        let mark = if here == Here::FirstDifference { words::here(lang) } else { "" };
        let about = Element::of("span", "about")
            .with(Element::new("b").with(place).done())
            .with(Element::new("span").say(waits).done())
            .with(Element::new("em").say(mark).done());
        let class = if self.doing == Doing::Nothing { "saying still" } else { "saying" };
        let sentence = fill(Element::of("p", "said"), &self.panel, self.panel.sentences.of(self.told), 20.0);
        Element::of("div", class).with(about.done()).with(sentence).done()
    }

    /// The whole side around its drawing.
    pub fn around(&self, drawing: Html, here: Here) -> Html {
        self.place().with(self.head()).with(drawing).with(self.sentence(here)).done()
    }

    /// Where the side stands.
    pub fn place(&self) -> Element {
        let name = if self.side == Side::First { "first" } else { "second" };
        Element::of("section", "half")
            .word("data-twin", name)
            .text("data-twin-step", self.panel.step.to_string())
            .word("aria-label", words::tag(self.side))
    }
}
