//! The broker's box: its places with the copies in them, and the answers it owes.

use yew::Html;

use super::{Target, box_class, first_ones, logs, slot};
use crate::model::{CopyScene, EnvelopeKind, Message, Shelf, ShelfKind};
use crate::page::stage::glyph::{Paper, Style};
use crate::page::stage::layout::{BrokerPlace, Label, Rect, ShelfPlace};
use crate::page::stage::picture::Place;
use crate::page::stage::view::part::{Part, explained, group, moved, rect, text};
use crate::page::stage::view::shapes;
use crate::page::stage::words;
use crate::page::svg::{Way, nothing, path};
use crate::tell::{self, interface};

/// The broker.
#[inline(never)]
pub fn broker(part: &Part) -> Html {
    let (place, picture, lang) = (&part.layout.broker, part.picture, part.lang);
    let scene = &picture.scene.broker;
    let shelves = scene.shelves.iter().enumerate().filter_map(|(index, shelf)| {
        let place = place.shelves.get(picture.shelf_place(index))?;
        Some(drawn_shelf(part, index, shelf, place))
    });
    let about = picture.terms.about.in_lang(lang);
    let about = words::about(interface::broker(lang), trouble(part).unwrap_or_default(), about, lang);
    // Where the nodes are drawn, a fault is marked on those that it strikes.
    let class = match (scene.logs.is_empty(), scene.up) {
        (true, up) => box_class(picture, Target::Broker, !up),
        (false, true) => "box",
        (false, false) => "box off",
    };
    let mut all = vec![
        text(place.title, "lane", interface::broker(lang)),
        heading(part),
        explained(about, class, border(place)),
        buffered(part),
    ];
    all.extend(shelves);
    all.extend(place.shelves.iter().skip(1).map(rule));
    all.extend(place.partitions.iter().enumerate().map(|(index, place)| logs::partition(part, index, place)));
    all.push(owed(part));
    group(all)
}

/// Its outline.
fn border(place: &BrokerPlace) -> Vec<Html> {
    place.spine.iter().chain([&place.rect]).map(|rect| self::rect(rect, "border", 3.0)).collect()
}

fn trouble(part: &Part) -> Option<&'static str> {
    let scene = &part.picture.scene.broker;
    match (scene.up, scene.queue_exists) {
        (false, _) => Some(part.picture.terms.trouble.in_lang(part.lang)),
        (true, false) => Some(interface::no_queue(part.lang)),
        (true, true) => None,
    }
}

/// Beside the lane's name: what is wrong with the broker, the leader's epoch, or the settings that decide most.
fn heading(part: &Part) -> Html {
    let (place, scene) = (&part.layout.broker, &part.picture.scene.broker);
    let beside = place.setting.unwrap_or(Label::end(place.rect.right(), place.title.at.y));
    match (trouble(part), place.setting) {
        (Some(words), _) => text(beside, "trouble", words),
        (None, _) if !scene.logs.is_empty() => {
            let label = text(beside, "cap", words::log::epoch(scene.epoch, part.lang));
            explained(tell::explain_epoch(part.lang).to_owned(), "", vec![label])
        }
        (None, Some(_)) => text(beside, "ann", part.picture.terms.settings[1]),
        (None, None) => nothing(),
    }
}

fn drawn_shelf(part: &Part, index: usize, shelf: &Shelf, place: &ShelfPlace) -> Html {
    let lang = part.lang;
    let column = |copy: &CopyScene| part.story.column(copy.copy, part.picture.position);
    let mut slots: Vec<Html> = (0..place.grid.fits()).map(|column| slot(&place.grid, column)).collect();
    let mut without = 0;
    for copy in &shelf.copies {
        match column(copy).and_then(|column| slots.get_mut(column).zip(Some(column))) {
            None => without += 1,
            Some((slot, column)) => {
                let glyph = part.resting(Place::Copy(index, copy.copy), || drawn_copy(part, shelf, copy, place));
                *slot = moved(place.grid.at(column), glyph);
            }
        }
    }
    let leads = matches!(shelf.kind, ShelfKind::Replica { leader: true, .. });
    let name = tell::shelf(shelf.kind, lang);
    let messages: Vec<Message> = shelf.copies.iter().map(|copy| copy.message).collect();
    let tip = words::about(&name, &words::numbers(&messages, lang), tell::explain_shelf(shelf.kind, lang), lang);
    let content = vec![
        rect(&place.rect, "area", 0.0),
        rect(&Rect { w: if leads { 4.0 } else { 0.0 }, ..place.rect }, "leads", 0.0),
        text(place.name, "shn", name),
        text(place.about, "cap", words::shelf_about(shelf.kind, shelf.up, lang)),
        group(lane_names(part, place)),
        group(slots),
        if without == 0 { nothing() } else { text(place.more, "more", words::more(without, lang)) },
    ];
    explained(tip, if shelf.up { "shelf" } else { "shelf off" }, content)
}

/// The names of the queues, where a place holds several.
fn lane_names(part: &Part, place: &ShelfPlace) -> Vec<Html> {
    let (terms, several) = (&part.picture.terms, place.lanes > 1);
    let lanes = if several { 0..place.lanes } else { 0..0 };
    let name = |lane: usize| words::lane(lane, terms.lanes, terms.dead_letters, part.lang);
    lanes.map(|lane| text(place.lane_name(lane), "cap", name(lane))).collect()
}

fn drawn_copy(part: &Part, shelf: &Shelf, copy: &CopyScene, place: &ShelfPlace) -> Html {
    let lang = part.lang;
    let alive = || tell::explain_copy(copy.state, lang);
    let explanation = copy.death.map_or_else(alive, |death| tell::explain_dead(death, lang));
    let tip = words::about(&words::message(copy.message, lang), &tell::shelf(shelf.kind, lang), explanation, lang);
    shapes::message(copy.message, part.picture.keys, Style::stored(shelf.kind, copy), place.grid.radius, Some(tip))
}

/// Publishes that wait for their commit.
fn buffered(part: &Part) -> Html {
    let (picture, lang) = (part.picture, part.lang);
    let Some(place) = part.layout.broker.shelves.first().filter(|_| picture.terms.buffers) else { return nothing() };
    let buffered = &picture.scene.broker.buffered;
    let draw = |index: usize| {
        let message = buffered[index];
        part.resting(Place::Buffered(message), || {
            let tip = words::about(&words::message(message, lang), interface::buffered(lang), "", lang);
            shapes::message(message, picture.keys, Style::KEPT, place.grid.radius, Some(tip))
        })
    };
    let slots = (buffered.len()..place.grid.fits()).map(|index| slot(&place.grid, index)).collect();
    let content = vec![
        rect(&place.rect, "area", 0.0),
        text(place.name, "shn", words::transaction(lang)),
        text(place.about, "cap", words::until_commit(lang)),
        group(slots),
        first_ones(&place.grid, buffered.len(), &draw),
    ];
    let numbers = words::numbers(buffered, lang);
    explained(words::about(words::transaction(lang), &numbers, words::buffered_about(lang), lang), "shelf", content)
}

/// The line above a place.
fn rule(place: &ShelfPlace) -> Html {
    path("rule", Way::from((place.rect.x + 0.5, place.rect.y)).across(place.rect.right() - 0.5))
}

/// The answers that the broker owes, as one envelope beside its way back.
fn owed(part: &Part) -> Html {
    let (place, picture, lang) = (&part.layout.broker, part.picture, part.lang);
    let owed = &picture.scene.broker.owed;
    if owed.is_empty() {
        return nothing();
    }
    part.resting(Place::Owed, || {
        let messages = owed.iter().copied().collect();
        let envelope = shapes::envelope(EnvelopeKind::Confirm, messages, picture.keys, Paper::Owed, 17.0);
        let tip = words::about(interface::owed(lang), &words::numbers(owed, lang), words::owed_about(lang), lang);
        let label = text(place.owed_label, "cap", words::owed(owed.len(), lang));
        explained(tip, "owing", vec![moved(place.owed, envelope), label])
    })
}
