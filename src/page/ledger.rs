//! What the producer believes of each message, beside what is true and what the outside world shows.

use yew::Html;

use super::element::{Element, told};
use super::panel::Panel;
use super::seen::{learnt, raised};
use crate::model::{Belief, Fate, Flag, Message};
use crate::tell::{self, interface};

/// The ledger.
pub fn ledger(panel: &Panel) -> Html {
    let lang = panel.lang;
    let columns = [
        interface::column_message(lang),
        interface::column_believes(lang),
        interface::column_true(lang),
        interface::column_world(lang),
    ];
    let heads = columns.into_iter().map(|column| Element::new("th").word("scope", "col").say(column).done());
    let head = Element::new("thead").with(Element::new("tr").each(heads).done());
    let count = usize::from(panel.run.setup().messages);
    let rows = (0..count).map(|index| row(panel, Message::at(index)));
    let table = Element::new("table").with(head.done()).with(Element::new("tbody").each(rows).done());
    let heading = Element::new("h2").word("id", "ledger").say(interface::ledger(lang)).done();
    let ledger = Element::of("section", "ledger").word("aria-labelledby", "ledger");
    ledger.with(heading).with(table.done()).done()
}

fn row(panel: &Panel, message: Message) -> Html {
    let Panel { lang, run, step, .. } = *panel;
    let ledger = run.ledger(step);
    let record = ledger.record(message);
    let loud = [Flag::Lost, Flag::EffectTwice, Flag::Reordered];
    let broken = loud.into_iter().find(|flag| ledger.flags.of(*flag).contains(message));
    let mut believes = Element::new("td")
        .with(belief(record.belief))
        .say(tell::belief_under(panel.run.setup(), record.belief, lang))
        .say(" ");
    if let Some(step) = learnt(run, step, message) {
        let link = panel.step_link(step, told(interface::step(step, lang)));
        believes = believes.with(Element::new("small").with(link).done());
    }
    let fate = ledger.fate(message);
    let truth = Element::of("td", if fate == Fate::Lost { "badtext" } else { "" });
    let mut truth = truth.with(told(tell::truth(run, step, message, lang))).say(" ");
    // Where the promise was broken, and why, is told in that step.
    if let Some(step) = broken.and_then(|flag| raised(run, step, flag, Some(message))) {
        let link = panel.step_link(step, told(interface::step(step, lang)));
        truth = truth.with(Element::new("small").with(link).done());
    }
    let mut world = Element::new("td").with(told(tell::outside_world(run, step, message, lang))).say(" ");
    if record.applied > 1 {
        let times = told(interface::times(record.applied.into()));
        world = world.with(Element::of("i", "x2h").with(times).done());
    }
    let row = Element::of("tr", if broken.is_some() { "hot" } else { "" }).text("data-message", message.0.to_string());
    row.word("data-fate", fate.name())
        .with(Element::new("td").with(panel.glyph(message, 24.0)).done())
        .with(believes.done())
        .with(truth.done())
        .with(world.done())
        .keyed(message.index())
}

/// The sign before a belief.
pub fn belief(belief: Belief) -> Html {
    let (class, sign) = match belief {
        Belief::Unsent => ("bel none", "–"),
        Belief::Unknown => ("bel un", "?"),
        Belief::Acked => ("bel ok", "✓"),
        Belief::Failed => ("bel no", "✕"),
    };
    Element::of("span", class).word("aria-hidden", "true").say(sign).done()
}
