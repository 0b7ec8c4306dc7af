//! The tray under the drawing: what was lost on the way, why, and in which step.

use yew::virtual_dom::ListenerKind;
use yew::{Callback, Html};

use super::part::Part;
use super::shapes;
use crate::model::{Flag, Message};
use crate::page::element::{Element, told};
use crate::page::stage::glyph::{ENVELOPE, Paper};
use crate::page::stage::motion::{Scenery, scar};
use crate::page::stage::story::{Loss, Lost};
use crate::page::stage::words;
use crate::page::svg::{Shape, nothing};
use crate::tell::{self, Lang, interface};

/// How many losses are shown, the latest ones.
pub const SHOWN: usize = 3;
/// How many messages of a loss are shown.
const GLYPHS: usize = 3;
/// The wide tray has so many columns; a loss takes some, and the heading the first ones.
const COLUMNS: usize = 16;
const LOSS_COLUMNS: usize = 4;
const HEADING_COLUMNS: usize = 3;

/// The tray.
#[inline(never)]
pub fn tray(part: &Part, on_step: &Callback<usize>) -> Html {
    let lang = part.lang;
    let losses = part.story.losses_until(part.picture.position);
    let first = losses.len().saturating_sub(SHOWN);
    let shown = &losses[first..];
    let columns = columns(part, shown);
    let end = |column: usize| columns.iter().copied().filter(|other| *other > column).min().unwrap_or(COLUMNS);
    let entries = shown.iter().zip(&columns).map(|(loss, column)| entry(part, loss, (*column, end(*column)), on_step));
    let (messages, answers) = counts(losses);
    let over = part.picture.position == part.run.steps();
    let holds = match losses.is_empty() {
        true if over => interface::tray_unused(lang).to_owned(),
        true => interface::tray_empty(lang).to_owned(),
        false => interface::tray_holds(messages, answers, lang),
    };
    let earlier = if first > 0 { words::earlier(first, lang) } else { String::new() };
    let head = Element::of("div", "trayhead")
        .with(Element::new("b").say(interface::tray(lang)).done())
        .with(Element::new("span").with(told(holds)).done())
        .with(Element::new("span").with(told(earlier)).done());
    // No landmark: two drawings beside each other have one each.
    let tray = Element::of("div", "tray").word("role", "group").word("aria-label", interface::tray(lang));
    tray.with(head.done()).with(Element::new("ol").all(entries.collect()).done()).done()
}

/// How many messages and answers were lost.
fn counts(losses: &[Loss]) -> (usize, usize) {
    let of =
        |message: bool| losses.iter().filter(|loss| loss.what.is_message() == message).map(|loss| loss.count).sum();
    (of(true), of(false))
}

/// The columns of these entries: under the place where each fell, as far as they don't push each other aside.
fn columns(part: &Part, losses: &[Loss]) -> Vec<usize> {
    let scenery = Scenery { run: part.run, story: part.story, layout: part.layout };
    let unit = part.layout.width / COLUMNS as f64;
    let last = COLUMNS - LOSS_COLUMNS;
    let wanted = losses.iter().map(|loss| {
        let x = scar(&scenery, loss).map_or(part.layout.broker.rect.x, |scar| scar.at.x);
        ((x / unit - 0.4) as usize).clamp(HEADING_COLUMNS, last)
    });
    let wanted: Vec<usize> = wanted.collect();
    let rank = |index: usize| {
        let before = |other: &usize| (wanted[*other], *other) < (wanted[index], index);
        (0..wanted.len()).filter(before).count()
    };
    let mut columns = wanted.clone();
    let mut free = HEADING_COLUMNS;
    for place in 0..wanted.len() {
        let Some(index) = (0..wanted.len()).find(|index| rank(*index) == place) else { continue };
        let behind = wanted.len() - 1 - place;
        columns[index] = wanted[index].max(free).min(last - behind * LOSS_COLUMNS);
        free = columns[index] + LOSS_COLUMNS;
    }
    columns
}

fn entry(part: &Part, loss: &Loss, (column, end): (usize, usize), on_step: &Callback<usize>) -> Html {
    let lang = part.lang;
    let keys = part.picture.keys;
    let all: Vec<Message> = loss.messages.iter().collect();
    let glyphs = all.iter().take(GLYPHS).map(|message| shapes::small(*message, keys)).collect();
    let hidden = all.len().saturating_sub(GLYPHS);
    let more = if hidden > 0 { words::plus(hidden) + " " } else { String::new() };
    let what = Element::of("span", "what")
        .with(Element::of("span", "hidden").with(told(words::numbers(&all, lang))).done())
        .all(glyphs)
        .with(told(more))
        .with(told(words::loss(loss, lang)));
    let words = Element::new("p").with(what.done()).with(cause(loss, lang, on_step));
    let gone = |message: &Message| part.picture.lost.contains(*message);
    let for_good = loss.what.is_message() && !all.is_empty() && all.iter().all(gone);
    let entry = Element::of("li", "loss").text("data-column", column.to_string()).text("data-end", end.to_string());
    entry.with(sign(part, loss, for_good)).with(words.done()).done()
}

/// What was lost, as a picture: a torn envelope, or the message itself; with a word if nothing will bring it back.
fn sign(part: &Part, loss: &Loss, for_good: bool) -> Html {
    let drawn = match (loss.what, loss.messages.iter().next()) {
        (Lost::OnWire { kind, .. }, _) if !kind.carries_message() => {
            shapes::envelope(kind, loss.messages, part.picture.keys, Paper::Torn, ENVELOPE)
        }
        (_, Some(message)) => shapes::fallen(message, part.picture.keys),
        (_, None) => nothing(),
    };
    let lost = if for_good { tell::flag(Flag::Lost, part.lang) } else { "" };
    let badge = if for_good { shapes::word(lost) } else { nothing() };
    let badge = Shape::new("g").word("transform", "translate(0 13)").with(badge).done();
    let sign = Element::of("svg", "sign").word("viewBox", "-22 -18 44 38").word("role", "img").word("aria-label", lost);
    sign.flag("aria-hidden", !for_good).with(drawn).with(badge).done()
}

fn cause(loss: &Loss, lang: Lang, on_step: &Callback<usize>) -> Html {
    let step = loss.step;
    let link = Element::of("button", "steplink").on(|| ListenerKind::onclick, on_step.reform(move |_| step));
    let why = Element::of("span", "why").say(words::loss_cause(loss.what, lang)).say(lang.pick(", ", "，"));
    why.with(link.with(told(interface::step(step, lang))).done()).done()
}
