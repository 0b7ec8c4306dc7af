//! The consumers' boxes.

use yew::{Html, html};

use super::{Target, box_class, caption, dimension, first_ones, holds};
use crate::model::{ConsumerScene, ConsumerStatus, EnvelopeKind, HeldScene, Message, Messages, Stage};
use crate::page::stage::glyph::{Paper, Style};
use crate::page::stage::layout::{ConsumerPlace, Rect};
use crate::page::stage::picture::Place;
use crate::page::stage::view::part::{Part, explained, rect, text};
use crate::page::stage::view::shapes;
use crate::page::stage::words;
use crate::setup::Ack;
use crate::tell::{self, interface};

/// Every consumer, and the lane's name.
pub fn consumers(part: &Part) -> Html {
    let title = part.layout.consumers_title().map(|label| text(label, "lane", interface::consumers(part.lang)));
    let all = part.layout.consumers.iter().zip(&part.picture.scene.consumers);
    html! { <g><g>{ title.unwrap_or_default() }</g>{ for all.map(|(place, scene)| consumer(part, place, scene)) }</g> }
}

fn consumer(part: &Part, place: &ConsumerPlace, scene: &ConsumerScene) -> Html {
    let picture = part.picture;
    let down = scene.status == ConsumerStatus::Down;
    let ack = part.run.setup().rabbitmq.ack;
    let content = html! {
        <>
            { rect(&place.rect, "border", 3.0) }
            { holding(part, place, scene) }
            <g>{ if ack == Ack::Auto { Html::default() } else { acks(part, place, scene) } }</g>
            <g>{ place.setting.map(|label| text(label, "ann", ack.name())).unwrap_or_default() }</g>
        </>
    };
    let class = box_class(picture, Target::Consumer(scene.consumer), down);
    html! {
        <g>
            { explained(about(part, scene), class, content) }
            { name(part, place, scene) }
            { text(place.status, status_class(scene), status(part, scene)) }
        </g>
    }
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

const fn status_class(scene: &ConsumerScene) -> &'static str {
    match scene.status {
        ConsumerStatus::Running => "cap",
        ConsumerStatus::Down | ConsumerStatus::Cancelled => "trouble",
    }
}

fn status(part: &Part, scene: &ConsumerScene) -> &'static str {
    match (scene.status, scene.active) {
        (ConsumerStatus::Down, _) => interface::down(part.lang),
        (ConsumerStatus::Cancelled, _) => interface::cancelled(part.lang),
        (ConsumerStatus::Running, Some(true)) => interface::active(part.lang),
        (ConsumerStatus::Running, Some(false)) => interface::waiting(part.lang),
        (ConsumerStatus::Running, None) => "",
    }
}

fn about(part: &Part, scene: &ConsumerScene) -> String {
    let lang = part.lang;
    let number = usize::from(scene.consumer.0);
    let several = part.picture.scene.consumers.len() > 1;
    let name = if several { interface::consumer_numbered(number, lang) } else { interface::consumer(lang).to_owned() };
    let held: Vec<Message> = scene.holding.iter().map(|held| held.message).collect();
    let owed = part.picture.acks.get(number).map_or(&[][..], Vec::as_slice);
    let status = Some(status(part, scene).to_owned()).filter(|status| !status.is_empty());
    let parts = [status, holds(interface::holding(lang), &held, lang), holds(interface::acks_owed(lang), owed, lang)];
    let holds = parts.into_iter().flatten().collect::<Vec<_>>().join(lang.pick("; ", "；"));
    words::about(&name, &holds, tell::explain_consumer(scene.status, lang), lang)
}

fn holding(part: &Part, place: &ConsumerPlace, scene: &ConsumerScene) -> Html {
    let (picture, lang, row) = (part.picture, part.lang, &place.holding);
    let work = picture.at_work(scene).filter(|_| scene.status != ConsumerStatus::Down);
    let draw = |index: usize| {
        let held = scene.holding[index];
        let drawn = part.rests(Place::Held(scene.consumer, held.message));
        html! { <g>{ if drawn { drawn_held(part, held, row.grid.radius, work == Some(index)) } else { Html::default() } }</g> }
    };
    let limit = scene.prefetch.map(usize::from);
    let used = |name: &str| {
        limit.map(|limit| interface::filled(name, usize::from(scene.unacked), limit, lang)).unwrap_or_default()
    };
    let badge = |index: usize| {
        let held = scene.holding[index];
        let times = usize::from(picture.times_taken(held.message));
        let shown = times > 1 && part.rests(Place::Held(scene.consumer, held.message));
        let transform = format!("translate({} {})", row.grid.radius, -row.grid.radius - 1.0);
        html! { <g {transform}>{ if shown { shapes::badge(times) } else { Html::default() } }</g> }
    };
    let count = scene.holding.len();
    let badges =
        (0..row.grid.shown(count)).map(|index| shapes::message_at(row.grid.first_of(index, count), badge(index)));
    let beside = row.dimension.and_then(|line| line.text).is_none();
    let heading =
        if beside && limit.is_some() { used(interface::holding(lang)) } else { interface::holding(lang).to_owned() };
    html! {
        <g>
            { caption(row, heading) }
            { first_ones(&row.grid, count, draw) }
            { for badges }
            { dimension(row, limit, used("prefetch")) }
        </g>
    }
}

/// A message in hand. One that is done with is pale, the one that is worked on is framed.
fn drawn_held(part: &Part, held: HeldScene, radius: f64, works: bool) -> Html {
    let (picture, lang) = (part.picture, part.lang);
    let style = if held.stage == Stage::Applied { Style::DONE } else { Style::LIVE };
    let tip = words::about(&words::message(held.message, lang), "", tell::explain_stage(held.stage, lang), lang);
    let half = radius + 4.0;
    let frame = Rect::new(-half, -half, 2.0 * half, 2.0 * half);
    let class = match (works, held.stage) {
        (_, Stage::Orphan) => "work orphan",
        (true, _) => "work",
        (false, _) => "work none",
    };
    html! { <>{ rect(&frame, class, 7.0) }{ shapes::message(held.message, picture.keys, style, radius, Some(tip)) }</> }
}

fn acks(part: &Part, place: &ConsumerPlace, scene: &ConsumerScene) -> Html {
    let (picture, lang, row) = (part.picture, part.lang, &place.acks);
    let owed = picture.acks.get(usize::from(scene.consumer.0)).map_or(&[][..], Vec::as_slice);
    let draw = |index: usize| {
        let message = owed[index];
        let drawn = part.rests(Place::Ack(scene.consumer, message));
        let envelope =
            shapes::envelope(EnvelopeKind::Ack, Messages::one(message), picture.keys, Paper::Owed, row.grid.radius);
        html! { <g>{ if drawn { envelope } else { Html::default() } }</g> }
    };
    html! { <g>{ caption(row, interface::acks_owed(lang)) }{ first_ones(&row.grid, owed.len(), draw) }</g> }
}
