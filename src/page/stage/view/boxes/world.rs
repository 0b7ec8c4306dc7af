//! The outside world: every effect, in the order in which it happened.

use yew::{Html, html};

use crate::model::{Consumer, Event};
use crate::page::stage::glyph::{Style, rounded};
use crate::page::stage::layout::{Label, Point, Rect};
use crate::page::stage::picture::Place;
use crate::page::stage::view::part::{Part, explained, plus, rect, text};
use crate::page::stage::view::shapes;
use crate::page::stage::words;
use crate::tell::{self, interface};

/// The outside world, and the ways of effects to it.
pub fn world(part: &Part) -> Html {
    let (place, lang) = (&part.layout.world, part.lang);
    let kind = part.run.setup().effects.kind;
    let effects = &part.picture.scene.effects;
    let numbers = words::numbers(effects.iter().map(|effect| effect.message), lang);
    let heading = tell::effects_heading(kind, lang);
    let count = effects.len();
    let shown = count - place.grid.shown(count)..count;
    let content = html! {
        <>
            { rect(&place.rect, "border", 3.0) }
            { text(place.caption, "cap", heading) }
            <g>{ place.setting.map(|label| text(label, "ann", kind.name())).unwrap_or_default() }</g>
            { for shown.map(|index| row(part, index)) }
            { plus(&place.grid, count, 0) }
        </>
    };
    html! {
        <g>
            { ways(part) }
            { explained(words::about(heading, &numbers, words::world(lang), lang), "box", content) }
            { text(place.title, "lane", interface::outside_world(lang)) }
            { last_ways(part) }
        </g>
    }
}

fn row(part: &Part, index: usize) -> Html {
    let (place, picture, lang) = (&part.layout.world, part.picture, part.lang);
    let effect = picture.scene.effects[index];
    let at = place.grid.last_of(index, picture.scene.effects.len());
    let again = effect.times > 1;
    let step = part.story.effect_steps.get(index).copied().unwrap_or_default();
    let area = Rect::new(at.x + place.tint.x, at.y + place.tint.y + 1.0, place.tint.w, place.tint.h - 2.0);
    let tip = words::about(&words::message(effect.message, lang), &interface::step(step, lang), "", lang);
    // Where rows stand close, the badge is small.
    let size = if place.grid.pitch.y < 30.0 { "scale(.8)" } else { "" };
    let badge = html! { <g transform={size}>{ shapes::badge(usize::from(effect.times)) }</g> };
    let badge = shapes::message_at(at.plus(place.badge), badge);
    html! {
        <g>
            { rect(&area, if again { "again" } else { "once" }, 3.0) }
            { shapes::message_at(at, shapes::message(effect.message, picture.keys, Style::LIVE, place.grid.radius, Some(tip))) }
            { text(Label::start(at.x + place.text.x, at.y + place.text.y), "cap", interface::step(step, lang)) }
            { if again { badge } else { html! { <g></g> } } }
        </g>
    }
}

/// The quiet ways from every consumer to the outside world.
fn ways(part: &Part) -> Html {
    let world = &part.layout.world.rect;
    let all = part.layout.consumers.iter().map(|consumer| {
        let from = consumer.leaves;
        let to = if part.layout.tall { Point::new(from.x, world.y) } else { Point::new(world.x, from.y) };
        arrow(&[from, to], "rail", "head")
    });
    html! { <g class="ways">{ for all }</g> }
}

/// The ways that the last step's effects took.
fn last_ways(part: &Part) -> Html {
    let picture = part.picture;
    let events = part.run.events(picture.position);
    let applied: Vec<Consumer> = events
        .iter()
        .filter_map(|event| match event {
            Event::Applied { consumer, .. } => Some(*consumer),
            _ => None,
        })
        .collect();
    let first = picture.scene.effects.len() - applied.len().min(picture.scene.effects.len());
    let all = applied.into_iter().enumerate().filter_map(|(index, consumer)| {
        let place = part.layout.consumers.get(usize::from(consumer.0))?;
        let row = picture.spot(part.story, part.layout, Place::Effect(first + index))?;
        Some(arrow(&part.layout.effect_way(place, row), "eff", "effh"))
    });
    html! { <g>{ for all }</g> }
}

/// A way of straight pieces with an arrow-head at its end.
fn arrow(points: &[Point], line: &'static str, head: &'static str) -> Html {
    let [.., before, end] = points else { return html! { <g></g> } };
    // The last piece may have no length; then the arrow keeps the direction of the one before.
    let from = points.iter().rev().find(|point| point.distance(*end) > 1.0).unwrap_or(before);
    let length = from.distance(*end).max(1.0);
    let unit = Point::new((end.x - from.x) / length, (end.y - from.y) / length);
    let tip = Point::new(end.x - unit.x * 1.5, end.y - unit.y * 1.5);
    let neck = Point::new(tip.x - unit.x * 8.5, tip.y - unit.y * 8.5);
    let side = Point::new(-unit.y * 4.2, unit.x * 4.2);
    let mut way = String::new();
    for (index, point) in points[..points.len() - 1].iter().chain([&neck]).enumerate() {
        let letter = if index == 0 { 'M' } else { 'L' };
        way += &format!("{letter}{} {}", rounded(point.x), rounded(point.y));
    }
    let corner = |point: Point| format!("{} {}", rounded(point.x), rounded(point.y));
    let shape = format!(
        "M{}L{}L{}Z",
        corner(tip),
        corner(neck.plus(side)),
        corner(Point::new(neck.x - side.x, neck.y - side.y))
    );
    html! { <g><path class={line} d={way} /><path class={head} d={shape} /></g> }
}
