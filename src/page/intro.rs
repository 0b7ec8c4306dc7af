//! Under the bar: the page's question, the story's question, and what this run has done so far.

use yew::Html;

use super::app::Ask;
use super::element::{Element, said, told};
use super::panel::{Panel, button, heading};
use super::seen::raised;
use super::show::Show;
use super::tales::{self, Tales};
use super::words;
use crate::model::{Flag, Pace};
use crate::tell::{Lang, interface};

/// The page's question and this run's answer so far. `can_return`: something was shown before a found run.
pub fn intro(panel: &Panel, show: &Show, tales: Option<&Tales>, can_return: bool) -> Html {
    let lang = panel.lang;
    let question = Element::new("h1").say(words::question(lang)).done();
    let back = if can_return && show.is_recorded() {
        let back = button(panel.ask, Ask::Return).word("class", "steplink").word("data-do", "return");
        back.say(words::back(lang)).done()
    } else {
        said("")
    };
    let line = Element::new("p").with(told(line(panel, show, tales))).say(" ").with(back).done();
    let asked = Element::new("div").with(question).with(line).done();
    Element::of("div", "intro").with(asked).with(so_far(panel)).done()
}

/// The story's question, and at its end what to remember; but of a run that is no longer the story's, what became of it.
fn line(panel: &Panel, show: &Show, tales: Option<&Tales>) -> String {
    let lang = panel.lang;
    if show.is_recorded() && !show.is_broken() {
        return words::found_run(lang).to_owned();
    }
    let Some(words) = show.story.and_then(|story| tales::words(story.name, tales, lang)) else {
        return interface::intro(lang).to_owned();
    };
    if let Some(step) = show.broken_steps().first() {
        return words::broken_story(*step, lang);
    }
    match (show.has_changed_settings(), panel.step == panel.run.steps()) {
        (true, _) if panel.run.actions().any(|action| action.pace() == Pace::Fault) => words::changed_story(lang),
        (true, _) if show.story.is_some_and(|story| story.strikes.is_empty()) => words::other_story(lang),
        (true, _) => words::calm_story(lang),
        (false, true) => words.remember,
        (false, false) => words.question,
    }
    .to_owned()
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
pub fn so_far(panel: &Panel) -> Html {
    let flags = panel.run.ledger(panel.step).flags;
    let over = panel.step == panel.run.steps();
    let stopped = over && panel.run.is_left_unread();
    let mut said_so = false;
    let mut answers = Element::new("ul");
    for Answer { well, loud, quiet } in &ANSWERS {
        let mut answer = Element::new("li");
        if flags.has(loud.0) {
            answer = answer.with(broken(panel, loud, "no"));
        } else if stopped {
            // Nothing is settled: what nobody reads can't come twice.
            let words = if said_so { well(panel.lang) } else { words::nobody_reads_on(panel.lang) };
            answer = answer.with(Element::of("span", if said_so { "well" } else { "stopped" }).say(words).done());
            said_so = true;
        } else {
            answer = answer.with(Element::of("span", if over { "ok" } else { "well" }).say(well(panel.lang)).done());
        }
        if flags.has(quiet.0) {
            answer = answer.with(broken(panel, quiet, "also"));
        }
        answers = answers.with(answer.done());
    }
    let heading = heading(if over { words::in_this_run(panel.lang) } else { words::so_far(panel.lang) });
    Element::of("div", "sofar").with(heading).with(answers.done()).done()
}

/// The most glyphs that stand in a line; further messages are counted.
const GLYPHS: usize = 3;

/// A broken promise: a button that leads to the step in which it broke.
fn broken(panel: &Panel, (flag, what): &(Flag, Words), class: &'static str) -> Html {
    let messages = panel.run.ledger(panel.step).flags.of(*flag);
    let step = raised(panel.run, panel.step, *flag, None).unwrap_or(panel.step);
    let glyphs = messages.iter().take(GLYPHS).map(|message| panel.glyph(message, 17.0));
    let more = messages.len().saturating_sub(GLYPHS);
    let more = if more == 0 { said("") } else { told(format!("+{more} ")) };
    let button =
        button(panel.ask, Ask::Seek(step)).word("class", class).text("title", interface::step(step, panel.lang));
    button.each(glyphs).with(more).say(what(panel.lang)).done()
}
