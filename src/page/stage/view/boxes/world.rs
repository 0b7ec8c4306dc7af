//! The outside world: every effect, in the order in which it happened.

use yew::Html;

use crate::model::{Consumer, Event, Message};
use crate::page::stage::glyph::Style;
use crate::page::stage::layout::{Label, Point, Rect};
use crate::page::stage::picture::Place;
use crate::page::stage::view::part::{Part, arrow, explained, group, moved, or_nothing, plus, rect, text};
use crate::page::stage::view::shapes;
use crate::page::stage::words;
use crate::page::svg::{Shape, nothing};
use crate::tell::{self, interface};

/// The outside world, and the ways of effects to it.
#[inline(never)]
pub fn world(part: &Part) -> Html {
    let (place, lang) = (&part.layout.world, part.lang);
    let kind = part.run.setup().effects.kind;
    let effects = &part.picture.scene.effects;
    let messages: Vec<Message> = effects.iter().map(|effect| effect.message).collect();
    let heading = tell::effects_heading(kind, lang);
    let count = effects.len();
    let rows = (count - place.grid.shown(count)..count).map(|index| row(part, index));
    let content = vec![
        rect(&place.rect, "border", 3.0),
        text(place.caption, "cap", heading),
        or_nothing(place.setting.map(|label| text(label, "ann", kind.name()))),
        group(rows.collect()),
        plus(&place.grid, count, 0),
    ];
    let tip = words::about(heading, &words::numbers(&messages, lang), words::world(lang), lang);
    group(vec![
        ways(part),
        explained(tip, "box", content),
        text(place.title, "lane", interface::outside_world(lang)),
        last_ways(part),
    ])
}

fn row(part: &Part, index: usize) -> Html {
    let (place, picture, lang) = (&part.layout.world, part.picture, part.lang);
    let effect = picture.scene.effects[index];
    let at = place.grid.last_of(index, picture.scene.effects.len());
    let again = effect.times > 1;
    let step = part.story.effect_steps.get(index).copied().unwrap_or_default();
    let area = Rect::new(at.x + place.tint.x, at.y + place.tint.y + 1.0, place.tint.w, place.tint.h - 2.0);
    let step = interface::step(step, lang);
    let tip = words::about(&words::message(effect.message, lang), &step, "", lang);
    group(vec![
        rect(&area, if again { "again" } else { "once" }, 3.0),
        moved(at, shapes::message(effect.message, picture.keys, Style::LIVE, place.grid.radius, Some(tip))),
        text(Label::start(at.x + place.text.x, at.y + place.text.y), "cap", step),
        if again { badge(part, at, effect.times) } else { nothing() },
    ])
}

/// The badge of a repeated effect; where rows stand close, a small one.
fn badge(part: &Part, at: Point, times: u8) -> Html {
    let place = &part.layout.world;
    let size = if place.grid.pitch.y < 30.0 { "scale(.8)" } else { "" };
    let badge = Shape::new("g").word("transform", size).with(shapes::badge(usize::from(times))).done();
    moved(at.plus(place.badge), badge)
}

/// The quiet ways from every consumer to the outside world.
fn ways(part: &Part) -> Html {
    let world = &part.layout.world.rect;
    let all = part.layout.consumers.iter().map(|consumer| {
        let from = consumer.leaves;
        let to = if part.layout.tall { Point::new(from.x, world.y) } else { Point::new(world.x, from.y) };
        arrow(&[from, to], ["rail", "head"])
    });
    Shape::of("g", "ways").all(all.collect()).done()
}

/// The ways that the last step's effects took.
fn last_ways(part: &Part) -> Html {
    let picture = part.picture;
    let events = part.run.events(picture.position);
    let of = |event: &Event| match event {
        Event::Applied { consumer, .. } => Some(*consumer),
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
