//! The boxes: producer, broker, consumers, outside world.

mod broker;
mod consumer;
mod logs;
mod producer;
mod world;

pub use broker::broker;
pub use consumer::consumers;
pub use producer::producer;
pub use world::world;

use yew::{AttrValue, Html};

use super::part::{circle, group, moved, or_nothing, plus, text};
use crate::model::{Consumer, Message};
use crate::page::stage::layout::{Grid, Row};
use crate::page::stage::picture::Picture;
use crate::page::stage::words;
use crate::page::svg::{Way, path};
use crate::setup::FaultKind;
use crate::tell::Lang;

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
        | FaultKind::ClusterPowerLoss
        | FaultKind::FollowerLag => target == Target::Broker,
        FaultKind::ConsumerCrashBeforeEffect
        | FaultKind::ConsumerCrashAfterEffect
        | FaultKind::ZombieConsumer
        | FaultKind::ConsumerNack
        | FaultKind::ConsumerCancel
        | FaultKind::Rebalance
        | FaultKind::HandlerException => consumer.map(Target::Consumer) == Some(target),
        FaultKind::PublishLost | FaultKind::ConfirmLost | FaultKind::DeliveryLost | FaultKind::AckLost => false,
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
    or_nothing(row.caption.map(|label| text(label, "cap", words)))
}

/// The dimension line of a limit, and its text.
#[inline(never)]
fn dimension(row: &Row, limit: Option<usize>, words: String) -> Html {
    let Some((line, limit)) = row.dimension.zip(limit.filter(|limit| *limit > 0)) else { return group(Vec::new()) };
    let first = row.grid.at(0).x - row.grid.radius;
    let last = row.grid.at(limit.min(row.grid.columns) - 1).x + row.grid.radius;
    let way = Way::from((first, line.y - line.tick)).down(line.y + line.tick);
    let way = way.jump((last, line.y - line.tick)).down(line.y + line.tick).jump((first, line.y)).across(last);
    group(vec![path("dim", way), or_nothing(line.text.map(|label| text(label, "dimt", words)))])
}

/// Messages of a row, the first ones where there is no room for all.
fn first_ones(grid: &Grid, count: usize, draw: &dyn Fn(usize) -> Html) -> Html {
    let mut all: Vec<Html> =
        (0..grid.shown(count)).map(|index| moved(grid.first_of(index, count), draw(index))).collect();
    all.push(plus(grid, count, grid.fits() - 1));
    group(all)
}

/// The same, the last ones.
fn last_ones(grid: &Grid, count: usize, draw: &dyn Fn(usize) -> Html) -> Html {
    let shown = count - grid.shown(count)..count;
    let mut all: Vec<Html> = shown.map(|index| moved(grid.last_of(index, count), draw(index))).collect();
    all.push(plus(grid, count, 0));
    group(all)
}

/// A small dot where a copy could be.
fn slot(grid: &Grid, place: usize) -> Html {
    circle(grid.at(place), 1.6, "slot")
}

/// Numbers of messages after their heading, where there are any: `to send 3, 4`.
fn holds(list: &mut Vec<String>, heading: &str, messages: &[Message], lang: Lang) {
    if !messages.is_empty() {
        list.push(format!("{heading} {}", words::numbers(messages, lang)));
    }
}

/// What a part holds, as one text.
fn listed(list: &[String], lang: Lang) -> String {
    list.join(lang.pick("; ", "；"))
}
