//! Why a promise broke in this run: the few steps that led to it, and which single setting would have changed that.

use yew::Html;

use super::app::Ask;
use super::element::{Element, empty, told};
use super::panel::{Panel, button};
use super::seen::raised;
use super::sentence::fill;
use super::thoughts::{Broken, Thoughts, Why};
use super::twin;
use super::words;
use crate::model::{Event, Flag};
use crate::tell::{self, Reason};
use crate::worker::Alternative;

/// The loud flags first: a message that took effect twice was delivered twice too.
const ORDER: [Flag; 6] =
    [Flag::Lost, Flag::EffectTwice, Flag::Reordered, Flag::ReportedFailure, Flag::StaleReplay, Flag::DeliveredTwice];
/// More changes than this say no more.
const CHANGES: usize = 4;

/// Every promise that is broken up to the furthest step that was shown.
fn broken(panel: &Panel) -> Vec<Broken> {
    let flags = panel.run.ledger(panel.step).flags;
    ORDER.iter().flat_map(|flag| flags.of(*flag).iter().map(|message| (*flag, message))).collect()
}

/// The one that is told about: the chosen one, or the first of those that broke last.
pub fn told_about(panel: &Panel, chosen: Option<Broken>) -> Option<Broken> {
    let broken = broken(panel);
    let step = |(flag, message): &Broken| raised(panel.run, panel.step, *flag, Some(*message));
    let last = broken.iter().map(step).max()?;
    chosen.filter(|chosen| broken.contains(chosen)).or_else(|| broken.iter().find(|one| step(one) == last).copied())
}

/// The panel.
pub fn why(panel: &Panel, chosen: Option<Broken>, thoughts: &Thoughts) -> Html {
    let place = Element::of("section", "why").word("aria-labelledby", "why");
    let Some((flag, message)) = told_about(panel, chosen) else {
        let heading = Element::new("h2").word("id", "why").say(words::why_nothing(panel.lang)).done();
        let about = Element::of("p", "about").say(words::why_about(panel.lang)).done();
        return place.with(heading).with(about).with(empty("div")).done();
    };
    let (before, after) = tell::verdict::why_heading(flag, panel.lang);
    let heading = Element::new("h2").word("id", "why");
    let heading = heading.say(before).with(panel.glyph(message, 21.0)).say(after).done();
    let question = Why { run: panel.run.clone(), broken: (flag, message), lang: panel.lang };
    let reasons = thoughts.reasons.answer(&question).map_or(&[][..], Vec::as_slice);
    place
        .with(heading)
        .with(choices(panel, (flag, message)))
        .with(chain(panel, reasons))
        .with(what_if(panel, &question, thoughts))
        .done()
}

/// A button for each broken promise, where there are several.
fn choices(panel: &Panel, shown: Broken) -> Html {
    let broken = broken(panel);
    if broken.len() < 2 {
        return empty("div");
    }
    let chip = |one: &Broken| {
        let (flag, message) = *one;
        let on = *one == shown;
        button(panel.ask, Ask::Why(flag, message))
            .word("class", if on { "chip on" } else { "chip" })
            .flag("aria-pressed", on)
            .with(panel.glyph(message, 15.0))
            .say(" ")
            .say(tell::flag(flag, panel.lang))
            .done()
    };
    Element::of("div", "chips").each(broken.iter().map(chip)).done()
}

fn chain(panel: &Panel, reasons: &[Reason]) -> Html {
    let reason = |reason: &Reason| {
        let events = panel.run.events(reason.step);
        let fault = events.iter().any(|event| matches!(event, Event::Fault { .. } | Event::Plucked { .. }));
        let step = panel.step_link(reason.step, told(reason.step.to_string()));
        let words = fill(Element::new("p"), panel, &reason.words, 17.0);
        Element::of("li", if fault { "struck" } else { "" }).with(step).with(words).done()
    };
    Element::of("ol", "chain").each(reasons.iter().map(reason)).done()
}

/// Which single setting would have changed this.
fn what_if(panel: &Panel, question: &Why, thoughts: &Thoughts) -> Html {
    let lang = panel.lang;
    let place = Element::of("div", "whatif").word("aria-live", "polite");
    if !thoughts.alternatives.is_about(question) {
        let ask = button(panel.ask, Ask::WhatIf).word("class", "go").word("data-do", "what-if");
        return place.with(ask.say(words::ask_what_if(lang)).done()).done();
    }
    let heading = Element::new("h3").say(words::what_if(lang)).done();
    match thoughts.alternatives.answer(question) {
        None => place.with(heading).done(),
        Some(none) if none.is_empty() => {
            place.with(Element::of("p", "about").say(words::no_single_setting(lang)).done()).done()
        }
        Some(all) => {
            let list = all.iter().take(CHANGES).enumerate().map(|one| alternative(panel, one));
            place.with(heading).with(Element::new("ul").each(list).done()).done()
        }
    }
}

fn alternative(panel: &Panel, (number, change): (usize, &Alternative)) -> Html {
    let words = fill(Element::new("p"), panel, &change.words, 17.0);
    let try_it = button(panel.ask, Ask::TryChange(number)).word("class", "go").say(words::try_it(panel.lang)).done();
    let beside = button(panel.ask, Ask::SideBySide(number)).word("class", "go").word("data-do", "side-by-side");
    let beside = beside.say(twin::words::side_by_side(panel.lang)).done();
    let ways = Element::of("span", "ways").with(try_it).with(beside).done();
    Element::new("li").with(words).with(ways).done()
}
