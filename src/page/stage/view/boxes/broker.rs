//! The broker's box: its places with the copies in them, and the answers it owes.

use yew::{Html, html};

use super::{Target, box_class, first_ones, slot};
use crate::model::{CopyScene, Message, Shelf, ShelfKind};
use crate::page::stage::glyph::{Paper, Style};
use crate::page::stage::layout::{Label, Rect, ShelfPlace};
use crate::page::stage::picture::Place;
use crate::page::stage::view::part::{Part, at, explained, rect, text};
use crate::page::stage::view::shapes;
use crate::page::stage::words;
use crate::setup::QueueType;
use crate::tell::{self, interface};

/// The broker.
pub fn broker(part: &Part) -> Html {
    let (place, picture, lang) = (&part.layout.broker, part.picture, part.lang);
    let scene = &picture.scene.broker;
    let shelves = scene.shelves.iter().enumerate().filter_map(|(index, shelf)| {
        let place = place.shelves.get(picture.shelf_place(index))?;
        Some(drawn_shelf(part, index, shelf, place))
    });
    let border = explained(
        words::about(interface::broker(lang), trouble(part).unwrap_or_default(), words::broker(lang), lang),
        box_class(picture, Target::Broker, !scene.up),
        rect(&place.rect, "border", 3.0),
    );
    html! {
        <g>
            { text(place.title, "lane", interface::broker(lang)) }
            { heading(part) }
            { border }
            { buffered(part) }
            { for shelves }
            { rules(part) }
            { owed(part) }
        </g>
    }
}

fn trouble(part: &Part) -> Option<&'static str> {
    let scene = &part.picture.scene.broker;
    match (scene.up, scene.queue_exists) {
        (false, _) => Some(interface::broker_down(part.lang)),
        (true, false) => Some(interface::no_queue(part.lang)),
        (true, true) => None,
    }
}

/// Beside the lane's name: what is wrong with the broker, or the settings that decide most.
fn heading(part: &Part) -> Html {
    let place = &part.layout.broker;
    let rabbitmq = &part.run.setup().rabbitmq;
    let settings = match (rabbitmq.queue_type, rabbitmq.durable, rabbitmq.persistent) {
        (QueueType::Quorum, ..) => "quorum",
        (QueueType::Classic, true, true) => "durable, persistent",
        (QueueType::Classic, true, false) => "durable",
        (QueueType::Classic, false, true) => "persistent",
        (QueueType::Classic, false, false) => "",
    };
    let beside = place.setting.unwrap_or(Label::end(place.rect.right(), place.title.at.y));
    let content = match (trouble(part), place.setting) {
        (Some(words), _) => text(beside, "trouble", words),
        (None, Some(_)) => text(beside, "ann", settings),
        (None, None) => html! { <g></g> },
    };
    html! { <g>{ content }</g> }
}

fn drawn_shelf(part: &Part, index: usize, shelf: &Shelf, place: &ShelfPlace) -> Html {
    let (picture, lang) = (part.picture, part.lang);
    let copies = shelf.copies.iter().filter_map(|copy| {
        let column = part.story.column(copy.copy, picture.position)?;
        let drawn = part.rests(Place::Copy(index, copy.copy));
        let glyph =
            html! { <g>{ if drawn { drawn_copy(part, shelf, copy, place.grid.radius) } else { Html::default() } }</g> };
        Some(shapes::message_at(place.grid.at(column), glyph))
    });
    let taken =
        |column: usize| shelf.copies.iter().any(|copy| part.story.column(copy.copy, picture.position) == Some(column));
    let slots = (0..place.grid.fits()).filter(|column| !taken(*column)).map(|column| slot(&place.grid, column));
    let without = shelf.copies.iter().filter(|copy| part.story.column(copy.copy, picture.position).is_none()).count();
    let more = if without == 0 {
        html! { <g></g> }
    } else {
        text(place.more, "more", words::more(without, lang))
    };
    let leads = matches!(shelf.kind, ShelfKind::Replica { leader: true, .. });
    let mark = Rect { w: if leads { 4.0 } else { 0.0 }, ..place.rect };
    let content = html! {
        <>
            { rect(&place.rect, "area", 0.0) }
            { rect(&mark, "leads", 0.0) }
            { text(place.name, "shn", tell::shelf(shelf.kind, lang)) }
            { text(place.about, "cap", words::shelf_about(shelf.kind, shelf.up, lang)) }
            { for slots }
            { for copies }
            { more }
        </>
    };
    let messages: Vec<Message> = shelf.copies.iter().map(|copy| copy.message).collect();
    let numbers = words::numbers(messages, lang);
    let tip = words::about(&tell::shelf(shelf.kind, lang), &numbers, tell::explain_shelf(shelf.kind, lang), lang);
    explained(tip, if shelf.up { "shelf" } else { "shelf off" }, content)
}

fn drawn_copy(part: &Part, shelf: &Shelf, copy: &CopyScene, radius: f64) -> Html {
    let lang = part.lang;
    let explanation = tell::explain_copy(copy.state, lang);
    let tip = words::about(&words::message(copy.message, lang), &tell::shelf(shelf.kind, lang), explanation, lang);
    let style = Style::stored(shelf.kind, copy);
    shapes::message(copy.message, part.picture.keys, style, radius, Some(tip))
}

/// Publishes that wait for their commit.
fn buffered(part: &Part) -> Html {
    let (picture, lang) = (part.picture, part.lang);
    let Some(place) = part.layout.broker.shelves.first().filter(|_| picture.buffers) else { return html! { <g></g> } };
    let buffered = &picture.scene.broker.buffered;
    let draw = |index: usize| {
        let message = buffered[index];
        let tip = words::about(&words::message(message, lang), interface::buffered(lang), "", lang);
        let glyph = shapes::message(message, picture.keys, Style::KEPT, place.grid.radius, Some(tip));
        html! { <g>{ if part.rests(Place::Buffered(message)) { glyph } else { Html::default() } }</g> }
    };
    let content = html! {
        <>
            { rect(&place.rect, "area", 0.0) }
            { text(place.name, "shn", words::transaction(lang)) }
            { text(place.about, "cap", words::until_commit(lang)) }
            { for (buffered.len()..place.grid.fits()).map(|index| slot(&place.grid, index)) }
            { first_ones(&place.grid, buffered.len(), draw) }
        </>
    };
    let numbers = words::numbers(buffered.iter().copied(), lang);
    explained(words::about(words::transaction(lang), &numbers, words::buffered_about(lang), lang), "shelf", content)
}

/// The lines between the places.
fn rules(part: &Part) -> Html {
    let shelves = &part.layout.broker.shelves;
    let line = |shelf: &ShelfPlace| {
        let d = format!("M{} {:.1}H{}", shelf.rect.x + 0.5, shelf.rect.y, shelf.rect.right() - 0.5);
        html! { <path class="rule" {d} /> }
    };
    html! { <g>{ for shelves.iter().skip(1).map(line) }</g> }
}

/// The answers that the broker owes, as one envelope beside its way back.
fn owed(part: &Part) -> Html {
    let (place, picture, lang) = (&part.layout.broker, part.picture, part.lang);
    let owed = &picture.scene.broker.owed;
    if owed.is_empty() || !part.rests(Place::Owed) {
        return html! { <g></g> };
    }
    let kind = crate::model::EnvelopeKind::Confirm;
    let envelope = shapes::envelope(kind, owed.iter().copied().collect(), picture.keys, Paper::Owed, 17.0);
    let numbers = words::numbers(owed.iter().copied(), lang);
    let content = html! {
        <>
            <g transform={at(place.owed)}>{ envelope }</g>
            { text(place.owed_label, "cap", words::owed(owed.len(), lang)) }
        </>
    };
    explained(words::about(interface::owed(lang), &numbers, words::owed_about(lang), lang), "owing", content)
}
