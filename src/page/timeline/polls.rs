//! A consumer group on the view by actor: what a poll brings down to a consumer, and what a commit takes up to the
//! broker, each within one step.

use super::actors::Layers;
use super::lanes::Lanes;
use super::marks;
use super::view::Drawing;
use crate::model::{Event, Line, Message, Messages};
use crate::page::stage::glyph::Look;
use crate::page::svg::{Shape, Way};

/// The radius of a message, and how far apart those of one poll stand.
const RADIUS: f64 = 7.8;
const APART: f64 = 11.0;

/// Adds what the event says of a poll or a commit.
pub fn add(drawing: &Drawing, lanes: &Lanes, step: usize, event: &Event, layers: &mut Layers) {
    let x = drawing.scale.middle(step);
    match *event {
        Event::Polled { consumer, .. } => {
            let y = lanes.client(Line::Consumer(consumer));
            let got: Vec<Message> = drawing.course.run.events(step).iter().filter_map(taken).collect();
            layers.effects.push(polled(drawing, (x, lanes.broker), y, &got).keyed(step * 4));
        }
        // Stored with the effect, an offset does not go to the broker.
        Event::OffsetCommitted { .. } if drawing.course.run.events(step).iter().any(is_effect) => {}
        Event::OffsetCommitted { consumer, .. } | Event::CommitRefused { consumer, .. } => {
            let y = lanes.client(Line::Consumer(consumer));
            let line = Shape::new("path").classes(&["w", "ans"]).way(Way::from((x, y)).down(lanes.broker)).done();
            let end = match event {
                Event::CommitRefused { .. } => marks::cross((x, lanes.broker)),
                _ => marks::dot((x, lanes.broker)),
            };
            let commit = Shape::new("g").with(line).with(marks::envelope((x, y), false)).with(end);
            layers.effects.push(commit.keyed(step * 4 + 1));
        }
        _ => {}
    }
}

const fn is_effect(event: &Event) -> bool {
    matches!(event, Event::Applied { .. })
}

const fn taken(event: &Event) -> Option<Message> {
    match *event {
        Event::Took { message, .. } => Some(message),
        _ => None,
    }
}

fn polled(drawing: &Drawing, (x, broker): marks::Point, y: f64, got: &[Message]) -> Shape {
    let keys = drawing.course.run.setup().keys;
    let all: Messages = got.iter().copied().collect();
    let hot = if drawing.follows(all) { "hot" } else { "" };
    let key = got.first().map_or("", |message| Look::of(*message, keys).class());
    let line = Shape::new("path").classes(&["w", key, hot]).way(Way::from((x, broker)).down(y)).done();
    let signs = got
        .iter()
        .enumerate()
        .map(|(index, message)| marks::message(*message, keys, (x + APART * index as f64, y), RADIUS));
    Shape::new("g").with(line).each(signs)
}
