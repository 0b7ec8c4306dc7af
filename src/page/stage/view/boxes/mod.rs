//! The boxes: producer, broker, consumers, outside world.

mod broker;
mod consumer;
mod producer;
mod world;

pub use broker::broker;
pub use consumer::consumers;
pub use producer::producer;
pub use world::world;

use yew::{AttrValue, Html, html};

use super::part::{number, plus, text};
use crate::model::{Consumer, Message};
use crate::page::stage::glyph::rounded;
use crate::page::stage::layout::{Grid, Row};
use crate::page::stage::picture::Picture;
use crate::setup::FaultKind;

/// A part that a fault can strike.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Target {
    Producer,
    Broker,
    Consumer(Consumer),
}

/// The class of a box: whether its part stands still, and whether the last step struck it.
fn box_class(picture: &Picture, target: Target, stands: bool) -> &'static str {
    let struck = picture.fault.is_some_and(|(kind, consumer)| match kind {
        FaultKind::ResendTimer => target == Target::Producer,
        FaultKind::PublishRefused
        | FaultKind::ProcessCrash
        | FaultKind::PowerLoss
        | FaultKind::DiskLoss
        | FaultKind::ClusterPowerLoss => target == Target::Broker,
        FaultKind::ConsumerCrashBeforeEffect
        | FaultKind::ConsumerCrashAfterEffect
        | FaultKind::ZombieConsumer
        | FaultKind::ConsumerNack
        | FaultKind::ConsumerCancel => consumer.map(Target::Consumer) == Some(target),
        FaultKind::PublishLost
        | FaultKind::ConfirmLost
        | FaultKind::DeliveryLost
        | FaultKind::AckLost
        | FaultKind::Rebalance
        | FaultKind::FollowerLag
        | FaultKind::HandlerException => false,
    });
    match (struck, stands) {
        (false, false) => "box",
        (false, true) => "box off",
        (true, false) => "box struck",
        (true, true) => "box off struck",
    }
}

/// The caption of a row.
fn caption(row: &Row, words: impl Into<AttrValue>) -> Html {
    let words: AttrValue = words.into();
    html! { <g>{ row.caption.map(|label| text(label, "cap", words)).unwrap_or_default() }</g> }
}

/// The dimension line of a limit, and its text.
fn dimension(row: &Row, limit: Option<usize>, words: String) -> Html {
    let drawn = row.dimension.zip(limit.filter(|limit| *limit > 0)).map(|(line, limit)| {
        let first = row.grid.at(0).x - row.grid.radius;
        let last = row.grid.at(limit.min(row.grid.columns) - 1).x + row.grid.radius;
        let (y, up, down) = (rounded(line.y), rounded(line.y - line.tick), rounded(line.y + line.tick));
        let (first, last) = (rounded(first), rounded(last));
        let d = format!("M{first} {up}V{down}M{last} {up}V{down}M{first} {y}H{last}");
        html! {
            <>
                <path class="dim" {d} />
                { line.text.map(|label| text(label, "dimt", words)).unwrap_or_default() }
            </>
        }
    });
    html! { <g>{ drawn.unwrap_or_default() }</g> }
}

/// Messages of a row, the first ones where there is no room for all.
fn first_ones(grid: &Grid, count: usize, draw: impl Fn(usize) -> Html) -> Html {
    let shown = grid.shown(count);
    let all = (0..shown).map(|index| super::shapes::message_at(grid.first_of(index, count), draw(index)));
    html! { <g>{ for all }{ plus(grid, count, grid.fits() - 1) }</g> }
}

/// The same, the last ones.
fn last_ones(grid: &Grid, count: usize, draw: impl Fn(usize) -> Html) -> Html {
    let all = (count - grid.shown(count)..count)
        .map(|index| super::shapes::message_at(grid.last_of(index, count), draw(index)));
    html! { <g>{ for all }{ plus(grid, count, 0) }</g> }
}

/// A small dot where a copy could be.
fn slot(grid: &Grid, place: usize) -> Html {
    let at = grid.at(place);
    html! { <circle class="slot" cx={number(at.x)} cy={number(at.y)} r="1.6" /> }
}

/// Numbers of messages with their heading, where there are any: `to send: 3, 4`.
fn holds(heading: &str, messages: &[Message], lang: crate::tell::Lang) -> Option<String> {
    let numbers = crate::page::stage::words::numbers(messages.iter().copied(), lang);
    (!messages.is_empty()).then(|| format!("{heading} {numbers}"))
}
