//! Under the bar: the page's question, the story's question, and what this run has done so far.

use yew::Html;

use super::element::{Element, said, told};
use super::panel::{Panel, heading};
use super::words;
use crate::model::{Flag, Messages};
use crate::tell::{self, Lang, interface};

/// The page's question and this run's answer so far.
pub fn intro(panel: &Panel, story: Option<&'static str>) -> Html {
    let lang = panel.lang;
    let question = Element::new("h1").say(words::question(lang)).done();
    let line = Element::new("p").say(line(story, panel.step == panel.run.steps(), lang)).done();
    let asked = Element::new("div").with(question).with(line).done();
    Element::of("div", "intro").with(asked).with(so_far(panel)).done()
}

/// The story's question; at its end, what to remember.
fn line(story: Option<&'static str>, at_end: bool, lang: Lang) -> &'static str {
    match story.and_then(|story| tell::preset(story, lang)) {
        None => interface::intro(lang),
        Some(words) if at_end => words.remember,
        Some(words) => words.question,
    }
}

type Words = fn(Lang) -> &'static str;

/// One question's answer: if all is well, and for each broken promise, the loud one first, its words.
struct Answer {
    well: Words,
    loud: (Flag, Words),
    quiet: (Flag, Words),
}

const ANSWERS: [Answer; 3] = [
    Answer {
        well: words::nothing_lost,
        loud: (Flag::Lost, words::lost),
        quiet: (Flag::ReportedFailure, words::reported),
    },
    Answer {
        well: words::nothing_twice,
        loud: (Flag::EffectTwice, words::effect_twice),
        quiet: (Flag::DeliveredTwice, words::delivered_twice),
    },
    Answer {
        well: words::in_order,
        loud: (Flag::Reordered, words::out_of_order),
        quiet: (Flag::StaleReplay, words::stale),
    },
];

/// What this run has done to the promises so far.
fn so_far(panel: &Panel) -> Html {
    let flags = panel.run.ledger(panel.step).flags;
    let mut answers = Element::new("ul");
    for Answer { well, loud, quiet } in &ANSWERS {
        let mut answer = Element::new("li");
        if flags.has(loud.0) {
            answer = answer.with(broken(panel, flags.of(loud.0), loud.1, "no"));
        } else {
            answer = answer.with(Element::of("span", "ok").say(well(panel.lang)).done());
        }
        if flags.has(quiet.0) {
            answer = answer.with(broken(panel, flags.of(quiet.0), quiet.1, "also"));
        }
        answers = answers.with(answer.done());
    }
    let heading = heading(words::in_this_run(panel.lang));
    Element::of("div", "sofar").with(heading).with(answers.done()).done()
}

/// The most glyphs that stand in a line; further messages are counted.
const GLYPHS: usize = 3;

fn broken(panel: &Panel, messages: Messages, what: Words, class: &'static str) -> Html {
    let glyphs = messages.iter().take(GLYPHS).map(|message| panel.glyph(message, 17.0));
    let more = messages.len().saturating_sub(GLYPHS);
    let more = if more == 0 { said("") } else { told(format!("+{more} ")) };
    Element::of("span", class).each(glyphs).with(more).say(what(panel.lang)).done()
}
