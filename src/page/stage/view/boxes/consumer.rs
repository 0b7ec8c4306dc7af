//! The consumers' boxes.

use yew::Html;

use super::{Target, box_class, caption, dimension, first_ones, holds, listed};
use crate::model::{ConsumerScene, ConsumerStatus, EnvelopeKind, HeldScene, Message, Messages, Stage};
use crate::page::stage::glyph::{Paper, Style};
use crate::page::stage::layout::{ConsumerPlace, Label, Point, Rect};
use crate::page::stage::picture::Place;
use crate::page::stage::view::part::{Part, explained, group, moved, or_nothing, rect, text};
use crate::page::stage::view::shapes;
use crate::page::stage::words;
use crate::page::svg::nothing;
use crate::tell::{self, interface};

/// Every consumer, and the lane's name.
#[inline(never)]
pub fn consumers(part: &Part) -> Html {
    let title = part.layout.consumers_title().map(|label| text(label, "lane", interface::consumers(part.lang)));
    let all = part.layout.consumers.iter().zip(&part.picture.scene.consumers);
    let nobody = part.layout.consumers_title().filter(|_| part.picture.scene.consumers.is_empty());
    let nobody = nobody.map(|Label { at, .. }| text(Label::start(at.x, at.y + 32.0), "cap", words::nobody(part.lang)));
    let mut children = vec![or_nothing(title), or_nothing(nobody)];
    children.extend(all.map(|(place, scene)| consumer(part, place, scene)));
    group(children)
}

fn consumer(part: &Part, place: &ConsumerPlace, scene: &ConsumerScene) -> Html {
    let terms = &part.picture.terms;
    let content = vec![
        rect(&place.rect, "border", 3.0),
        holding(part, place, scene),
        if terms.reports { acks(part, place, scene) } else { nothing() },
        or_nothing(place.setting.map(|label| text(label, "ann", terms.settings[2]))),
    ];
    let down = scene.status == ConsumerStatus::Down;
    let class = box_class(part.picture, Target::Consumer(scene.consumer), down);
    let status_class = if scene.status == ConsumerStatus::Running { "cap" } else { "trouble" };
    group(vec![
        explained(about(part, scene), class, content),
        name(part, place, scene),
        text(place.status, status_class, status(part, scene)),
    ])
}

fn name(part: &Part, place: &ConsumerPlace, scene: &ConsumerScene) -> Html {
    let lang = part.lang;
    let number = usize::from(scene.consumer.0);
    match (place.alone, part.layout.tall) {
        (true, _) => text(place.name, "lane", interface::consumer(lang)),
        (false, true) => text(place.name, "shn", interface::consumer_numbered(number, lang)),
        (false, false) => text(place.name, "shn", (number + 1).to_string()),
    }
}

fn status(part: &Part, scene: &ConsumerScene) -> String {
    let lang = part.lang;
    match (scene.status, scene.active) {
        (ConsumerStatus::Down, _) => part.picture.terms.down.in_lang(lang).to_owned(),
        (ConsumerStatus::Cancelled, _) => interface::cancelled(lang).to_owned(),
        (ConsumerStatus::Kicked, _) => words::kicked(lang).to_owned(),
        (ConsumerStatus::Running, Some(true)) => interface::active(lang).to_owned(),
        (ConsumerStatus::Running, Some(false)) => interface::waiting(lang).to_owned(),
        (ConsumerStatus::Running, None) => reads(part, scene),
    }
}

/// Which partitions a consumer of several reads.
fn reads(part: &Part, scene: &ConsumerScene) -> String {
    let (broker, several) = (&part.picture.scene.broker, part.picture.scene.consumers.len() > 1);
    let mine: Vec<String> = broker
        .readers
        .iter()
        .filter(|reader| reader.owner == Some(scene.consumer))
        .map(|reader| reader.partition.0.to_string())
        .collect();
    match (broker.readers.len(), mine.is_empty()) {
        (0, _) => String::new(),
        (_, true) => interface::waiting(part.lang).to_owned(),
        (1, false) if several => words::reads(part.lang).to_owned(),
        (1, false) => String::new(),
        (_, false) => format!("{} {}", words::partitions(part.lang), mine.join(part.lang.pick(", ", "、"))),
    }
}

/// The messages whose ack a consumer owes.
fn owed<'view>(part: &'view Part, scene: &ConsumerScene) -> &'view [Message] {
    part.picture.acks.get(usize::from(scene.consumer.0)).map_or(&[], Vec::as_slice)
}

fn about(part: &Part, scene: &ConsumerScene) -> String {
    let lang = part.lang;
    let number = usize::from(scene.consumer.0);
    let several = part.picture.scene.consumers.len() > 1;
    let name = if several { interface::consumer_numbered(number, lang) } else { interface::consumer(lang).to_owned() };
    let held: Vec<Message> = scene.holding.iter().map(|held| held.message).collect();
    let mut list = vec![status(part, scene)];
    list.retain(|status| !status.is_empty());
    holds(&mut list, interface::holding(lang), &held, lang);
    holds(&mut list, part.picture.terms.owed.in_lang(lang), owed(part, scene), lang);
    if !scene.remembers.is_empty() {
        holds(&mut list, words::remembers(lang), &scene.remembers, lang);
    }
    let follows = |other: &ConsumerScene| other.consumer != scene.consumer && other.status == ConsumerStatus::Running;
    let follower = part.picture.scene.consumers.iter().any(follows);
    words::about(&name, &listed(&list, lang), part.picture.terms.explain_consumer(scene.status, follower, lang), lang)
}

fn holding(part: &Part, place: &ConsumerPlace, scene: &ConsumerScene) -> Html {
    let (picture, lang, row) = (part.picture, part.lang, &place.holding);
    let runs = scene.status != ConsumerStatus::Down;
    let here = |index: usize| Place::in_hand(scene, index);
    let draw = |index: usize| {
        let works = runs && picture.works_on(scene, index);
        part.resting(here(index), || drawn_held(part, scene.holding[index], row.grid.radius, works))
    };
    let count = scene.holding.len();
    let badge = |index: usize| {
        let times = usize::from(picture.times_taken(scene.holding[index].message));
        // In a small box of a group's member its standing is above; no limit is drawn below.
        let side = if picture.terms.group && !place.alone { 1.0 } else { -1.0 };
        let corner = Point::new(row.grid.radius, side * (row.grid.radius + 1.0));
        let drawn = times > 1;
        let badge = part.resting(here(index), || if drawn { shapes::badge(times) } else { nothing() });
        moved(row.grid.first_of(index, count).plus(corner), badge)
    };
    let limit = scene.prefetch.map(usize::from);
    let used = |name: &str| {
        limit.map(|limit| interface::filled(name, usize::from(scene.unacked), limit, lang)).unwrap_or_default()
    };
    let beside = row.dimension.is_none_or(|line| line.text.is_none()) && limit.is_some();
    let heading = if beside { used(interface::holding(lang)) } else { interface::holding(lang).to_owned() };
    group(vec![
        caption(row, heading),
        first_ones(&row.grid, count, &draw),
        group((0..row.grid.shown(count)).map(badge).collect()),
        dimension(row, limit, used("prefetch")),
    ])
}

/// A message in hand. One that is done with is pale, the one that is worked on is framed.
fn drawn_held(part: &Part, held: HeldScene, radius: f64, works: bool) -> Html {
    let (picture, lang) = (part.picture, part.lang);
    let done = held.stage == Stage::Applied || held.work.has_acted();
    let style = if done { Style::DONE } else { Style::LIVE };
    let progress = tell::explain_work(held.work, lang);
    let about = if progress.is_empty() { picture.terms.explain_held(held.stage, lang) } else { progress };
    let tip = words::about(&words::message(held.message, lang), "", about, lang);
    let class = match (works, held.stage) {
        (_, Stage::Orphan) => "work orphan",
        (true, _) => "work",
        (false, _) => "work none",
    };
    let frame = rect(&Rect::around(Point::default(), radius + 4.0, radius + 4.0), class, 7.0);
    group(vec![frame, shapes::message(held.message, picture.keys, style, radius, Some(tip))])
}

fn acks(part: &Part, place: &ConsumerPlace, scene: &ConsumerScene) -> Html {
    let (picture, row) = (part.picture, &place.acks);
    let owed = owed(part, scene);
    let draw = |index: usize| {
        let (message, half) = (owed[index], row.grid.radius);
        part.resting(Place::Ack(scene.consumer, message), || {
            shapes::envelope(EnvelopeKind::Ack, Messages::one(message), picture.keys, Paper::Owed, half)
        })
    };
    group(vec![caption(row, picture.terms.owed.in_lang(part.lang)), first_ones(&row.grid, owed.len(), &draw)])
}
