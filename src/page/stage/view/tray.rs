//! The tray under the drawing: what was lost on the way, why, and in which step.

use yew::{AttrValue, Callback, Html, html};

use super::part::Part;
use super::shapes;
use crate::model::{Flag, Message};
use crate::page::stage::glyph::{Paper, Style};
use crate::page::stage::motion::{Scenery, scar};
use crate::page::stage::story::{Loss, Lost};
use crate::page::stage::words;
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
pub fn tray(part: &Part, on_step: &Callback<usize>) -> Html {
    let lang = part.lang;
    let losses = part.story.losses_until(part.picture.position);
    let first = losses.len().saturating_sub(SHOWN);
    let shown = &losses[first..];
    let columns = columns(part, shown);
    let end = |column: usize| columns.iter().copied().filter(|other| *other > column).min().unwrap_or(COLUMNS);
    let entries = shown.iter().zip(&columns).map(|(loss, column)| entry(part, loss, (*column, end(*column)), on_step));
    let (messages, answers) = counts(losses);
    let holds = if losses.is_empty() {
        interface::tray_empty(lang).to_owned()
    } else {
        interface::tray_holds(messages, answers, lang)
    };
    let earlier = (first > 0).then(|| words::earlier(first, lang));
    html! {
        <section class="tray" aria-label={interface::tray(lang)}>
            <div class="trayhead">
                <b>{ interface::tray(lang) }</b>
                <span>{ holds }</span>
                <span>{ earlier.unwrap_or_default() }</span>
            </div>
            <ol>{ for entries }</ol>
        </section>
    }
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
    let mut order: Vec<(usize, usize)> = wanted.enumerate().map(|(index, column)| (column, index)).collect();
    order.sort_unstable();
    let mut columns = vec![HEADING_COLUMNS; losses.len()];
    let mut free = HEADING_COLUMNS;
    for (rank, (wanted, index)) in order.iter().copied().enumerate() {
        let behind = order.len() - 1 - rank;
        let column = wanted.max(free).min(last - behind * LOSS_COLUMNS);
        columns[index] = column;
        free = column + LOSS_COLUMNS;
    }
    columns
}

fn entry(part: &Part, loss: &Loss, (column, end): (usize, usize), on_step: &Callback<usize>) -> Html {
    let lang = part.lang;
    let keys = part.picture.keys;
    let all = loss.messages.iter().collect::<Vec<_>>();
    let glyphs = all.iter().take(GLYPHS).map(|message| glyph(shapes::message(*message, keys, Style::LIVE, 8.0, None)));
    let more = if all.len() > GLYPHS { words::plus(all.len() - GLYPHS) } else { String::new() };
    let gone = |message: &Message| part.picture.lost.contains(*message);
    let for_good = loss.what.is_message() && !all.is_empty() && all.iter().all(gone);
    let spoken = words::numbers(all.iter().copied(), lang);
    html! {
        <li class="loss" data-column={column.to_string()} data-end={end.to_string()} key={format!("{}-{column}-{}", loss.step, spoken)}>
            { sign(part, loss, for_good) }
            <p>
                <span class="what">
                    <span class="hidden">{ spoken }</span>
                    { for glyphs }
                    <span>{ more }</span>
                    { words::loss(loss, lang) }
                </span>
                { cause(loss, lang, on_step) }
            </p>
        </li>
    }
}

/// What was lost, as a picture: a torn envelope, or the message itself.
fn sign(part: &Part, loss: &Loss, for_good: bool) -> Html {
    let content = match (loss.what, loss.messages.iter().next()) {
        (Lost::OnWire { kind, .. }, _) if !kind.carries_message() => {
            shapes::envelope(kind, loss.messages, part.picture.keys, Paper::Torn, 17.0)
        }
        (_, Some(message)) => shapes::fallen(message, part.picture.keys),
        (_, None) => html! { <g></g> },
    };
    let lost = tell::flag(Flag::Lost, part.lang);
    let label = if for_good { Some(lost) } else { None };
    html! {
        <svg class="sign" viewBox="-22 -18 44 38" role="img" aria-label={label} aria-hidden={if for_good { "false" } else { "true" }}>
            { content }
            <g transform="translate(0 13)">{ if for_good { shapes::pill(lost) } else { Html::default() } }</g>
        </svg>
    }
}

fn glyph(content: Html) -> Html {
    html! { <svg class="ig small" viewBox="-9.6 -9.6 19.2 19.2" aria-hidden="true">{ content }</svg> }
}

fn cause(loss: &Loss, lang: Lang, on_step: &Callback<usize>) -> Html {
    let step = loss.step;
    let onclick = on_step.reform(move |_| step);
    let link = html! { <button class="steplink" {onclick}>{ interface::step(step, lang) }</button> };
    let why = AttrValue::Static(words::loss_cause(loss.what, lang));
    html! { <span class="why">{ why }{ lang.pick(", ", "，") }{ link }</span> }
}
