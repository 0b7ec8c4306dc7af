//! The outside world: every effect, in the order in which it happened, and what that amounts to.

use yew::Html;

use crate::model::{Consumer, Event, Message};
use crate::page::stage::glyph::Style;
use crate::page::stage::layout::{Label, Point, Rect};
use crate::page::stage::picture::Place;
use crate::page::stage::view::part::{Part, arrow, explained, group, moved, or_nothing, plus, rect, text};
use crate::page::stage::view::shapes;
use crate::page::stage::words;
use crate::page::svg::{Shape, Way, nothing, path};
use crate::setup::EffectKind;
use crate::tell::{self, Standing, interface};

/// The outside world, and the ways of effects to it.
#[inline(never)]
pub fn world(part: &Part) -> Html {
    let (place, lang) = (&part.layout.world, part.lang);
    let setup = part.run.setup();
    let kind = tell::written(&setup.effects);
    let effects = &part.picture.scene.effects;
    let messages: Vec<Message> = effects.iter().map(|effect| effect.message).collect();
    let heading = tell::effects_heading(kind, lang);
    let count = effects.len();
    let ledger = part.run.ledger(part.picture.position);
    let standings = tell::standings(effects, kind, ledger, part.picture.keys);
    let rows = (count - place.grid.shown(count)..count).map(|index| row(part, index, standings[index]));
    let content = vec![
        rect(&place.rect, "border", 3.0),
        text(place.caption, "cap", heading),
        or_nothing(
            place.setting.map(|label| text(label, setting_class(setup.effects.kind), setup.effects.kind.name())),
        ),
        group(rows.collect()),
        plus(&place.grid, count, 0),
    ];
    let sum = tell::outside(effects, kind, ledger, part.picture.keys, lang);
    let listed = format!("{} {}", words::numbers(&messages, lang), sum.words);
    let tip = words::about(heading, listed.trim(), words::world(kind, lang), lang);
    group(vec![
        ways(part),
        explained(tip, "box", content),
        text(place.sum, if sum.wrong { "trouble" } else { "cap" }, sum.words),
        marks(part),
        text(place.title, "lane", interface::outside_world(lang)),
        last_ways(part, kind),
    ])
}

/// The longest name has room only in small letters.
const fn setting_class(kind: EffectKind) -> &'static str {
    match kind {
        EffectKind::InsertKeyedRow => "ann narrow",
        EffectKind::AppendRow | EffectKind::Increment | EffectKind::SetValue | EffectKind::ExternalCall => "ann",
    }
}

fn row(part: &Part, index: usize, standing: Standing) -> Html {
    let (place, picture, lang) = (&part.layout.world, part.picture, part.lang);
    let effect = picture.scene.effects[index];
    let at = place.grid.last_of(index, picture.scene.effects.len());
    let step = part.story.effect_steps.get(index).copied().unwrap_or_default();
    let area = Rect::new(at.x + place.tint.x, at.y + place.tint.y + 1.0, place.tint.w, place.tint.h - 2.0);
    let step = interface::step(step, lang);
    let tip = words::about(&words::message(effect.message, lang), &step, words::standing(standing, lang), lang);
    let (tint, style) = match standing {
        Standing::There => ("once", Style::LIVE),
        Standing::Again | Standing::Stale => ("again", Style::LIVE),
        Standing::Past | Standing::Undone => ("once", Style::DONE),
    };
    group(vec![
        rect(&area, tint, 3.0),
        moved(at, shapes::message(effect.message, picture.keys, style, place.grid.radius, Some(tip))),
        text(Label::start(at.x + place.text.x, at.y + place.text.y), "cap", step),
        if standing == Standing::Undone { struck(part, at) } else { nothing() },
        if standing == Standing::Again { badge(part, at, effect.times) } else { nothing() },
    ])
}

/// The line through what is not there any more.
fn struck(part: &Part, at: Point) -> Html {
    let (place, reach) = (&part.layout.world, 42.0);
    path("struck", Way::from((at.x - place.grid.radius, at.y)).to((at.x + place.text.x + reach, at.y)))
}

/// The badge of a repeated effect; where rows stand close, a small one.
fn badge(part: &Part, at: Point, times: u8) -> Html {
    let place = &part.layout.world;
    let size = if place.grid.pitch.y < 30.0 { "scale(.8)" } else { "" };
    let badge = Shape::new("g").word("transform", size).with(shapes::badge(usize::from(times))).done();
    moved(at.plus(place.badge), badge)
}

/// The ids that are marked in the store that recognises repeats.
fn marks(part: &Part) -> Html {
    let (picture, lang) = (part.picture, part.lang);
    let Some(row) = &part.layout.world.marks else { return nothing() };
    let marked = &picture.scene.marks;
    let count = marked.len();
    let draw = |index: usize| {
        let message = marked[index];
        let shape = || shapes::message(message, picture.keys, Style::KEPT, row.grid.radius, None);
        moved(row.grid.last_of(index, count), part.resting(Place::Mark(message), shape))
    };
    let content = vec![
        or_nothing(row.caption.map(|label| text(label, "cap", interface::marked(lang)))),
        group((count - row.grid.shown(count)..count).map(draw).collect()),
        plus(&row.grid, count, 0),
    ];
    let tip = words::about(interface::marked(lang), &words::numbers(marked, lang), words::marks(lang), lang);
    explained(tip, "", content)
}

/// The quiet ways from every consumer to the outside world.
fn ways(part: &Part) -> Html {
    let world = &part.layout.world.rect;
    let all = part.layout.consumers.iter().map(|consumer| {
        let from = consumer.leaves;
        let to = if part.layout.tall { Point::new(from.x, world.y) } else { Point::new(world.x, from.y) };
        // Where the way leads past other boxes, it begins beside its own.
        let beside = Point::new(consumer.rect.right().min(from.x), from.y);
        let begins = if part.layout.broker.spine.is_some() { beside } else { from };
        arrow(&[begins, from, to], ["rail", "head"])
    });
    Shape::of("g", "ways").all(all.collect()).done()
}

/// The ways that the last step's effects took.
fn last_ways(part: &Part, kind: EffectKind) -> Html {
    let picture = part.picture;
    let events = part.run.events(picture.position);
    let of = |event: &Event| match event {
        Event::Applied { consumer, .. } => Some(*consumer),
        Event::Rewritten { consumer, .. } if kind == EffectKind::SetValue => Some(*consumer),
        _ => None,
    };
    let applied: Vec<Consumer> = events.iter().filter_map(of).collect();
    let first = picture.scene.effects.len() - applied.len().min(picture.scene.effects.len());
    let all = applied.into_iter().enumerate().filter_map(|(index, consumer)| {
        let place = part.layout.consumers.get(usize::from(consumer.0))?;
        let row = picture.spot(part.story, part.layout, Place::Effect(first + index))?;
        Some(arrow(&part.layout.effect_way(place, row), ["eff", "effh"]))
    });
    group(all.collect())
}
