//! The timeline by actor: one lane each, what travels between them as slanted lines.

use yew::Html;

use super::lanes::{self, Lanes};
use super::marks::Point;
use super::view::{Drawing, Sheet};
use super::{faults, marks, polls};
use crate::model::{Action, EnvelopeKind, Event, Line, Messages};
use crate::page::stage::glyph::Look;
use crate::page::svg::{self, Shape, Way};
use crate::play::{Flight, Landing};

/// The radius of a message on the timeline.
const RADIUS: f64 = 7.8;

/// What is drawn, from the lowest layer to the highest.
#[derive(Default)]
pub struct Layers {
    /// Lines under everything.
    pub lines: Vec<Html>,
    /// The lines of the story that is followed.
    bold: Vec<Html>,
    signs: Vec<Html>,
    /// What happens in one step, over everything else.
    pub effects: Vec<Html>,
}

/// The timeline by actor.
pub fn draw(drawing: &Drawing) -> Sheet {
    let setup = drawing.course.run.setup();
    let lanes = Lanes::new(usize::from(setup.consumers()), !drawing.course.broken.is_empty());
    let mut layers = Layers::default();
    for (index, flight) in drawing.course.run.flights().iter().enumerate() {
        if drawing.shows(flight.sent, flight.landing.step().unwrap_or(drawing.scale.steps)) {
            add_flight(drawing, &lanes, index, flight, &mut layers);
        }
    }
    for step in drawing.drawn.0..=drawing.drawn.1 {
        add_step(drawing, &lanes, step, &mut layers);
    }
    let inner = vec![
        lanes::draw(drawing, &lanes),
        svg::group("lines", layers.lines),
        svg::group("bold", layers.bold),
        svg::group("signs", layers.signs),
        svg::group("effects", layers.effects),
        faults::draw(drawing, &lanes),
    ];
    Sheet { left: lanes::names(drawing, &lanes), inner, right: Vec::new(), height: lanes.bottom }
}

fn add_flight(drawing: &Drawing, lanes: &Lanes, index: usize, flight: &Flight, layers: &mut Layers) {
    let (kind, messages) = (flight.envelope.kind, flight.envelope.messages);
    let (hot, keys) = (drawing.follows(messages), drawing.course.run.setup().keys);
    let start = (drawing.scale.middle(flight.sent), lanes.ends(flight.line, flight.way).0);
    let end = landing(drawing, lanes, flight);
    let first = messages.iter().next();
    let key = first.map_or("", |message| Look::of(message, keys).class());
    let classes = match kind.carries_message() {
        true => ["w", key, if hot { "hot" } else { "" }],
        false => ["w", "ans", if hot { "hotans" } else { "" }],
    };
    let mut line = Shape::new("g").with(colour(&classes, Way::from(start).to(end)));
    if let Landing::Destroyed(_) = flight.landing {
        line = line.with(svg::path("tdrop", Way::from((end.0, end.1 + 9.0)).down(lanes.bottom)));
    }
    let mut sign = Shape::new("g");
    match (kind, first) {
        (EnvelopeKind::Publish | EnvelopeKind::Produce, Some(message)) => {
            sign = sign.with(marks::message(message, keys, start, RADIUS))
        }
        (EnvelopeKind::Delivery, _) => {}
        _ => sign = sign.with(marks::envelope(start, hot)),
    }
    match (flight.landing, kind, first) {
        (Landing::Destroyed(_), ..) => sign = sign.with(marks::cross(end)),
        (Landing::Flying, ..) => {}
        (Landing::Read(_), EnvelopeKind::Delivery, Some(message)) => {
            sign = sign.with(marks::message(message, keys, end, RADIUS));
        }
        (Landing::Read(_), ..) => sign = sign.with(marks::dot(end)),
    }
    let layer = if hot { &mut layers.bold } else { &mut layers.lines };
    layer.push(line.keyed(index));
    layers.signs.push(sign.keyed(index));
}

fn colour(classes: &[&'static str], way: Way) -> Html {
    Shape::new("path").classes(classes).way(way).done()
}

/// Where a flight ends: at the far lane, or between the lanes if it was destroyed there.
fn landing(drawing: &Drawing, lanes: &Lanes, flight: &Flight) -> Point {
    let (from, to) = lanes.ends(flight.line, flight.way);
    match flight.landing {
        Landing::Read(step) => (drawing.scale.middle(step), to),
        Landing::Destroyed(step) => {
            let part = part_of_way(drawing, flight, step);
            (drawing.scale.middle(step), from + (to - from) * part)
        }
        Landing::Flying => (drawing.scale.total(), from + (to - from) * 0.7),
    }
}

/// How far a destroyed envelope had come: those that were sent earlier had come further.
fn part_of_way(drawing: &Drawing, flight: &Flight, step: usize) -> f64 {
    let (mut count, mut before) = (0.0, 0.0);
    for other in drawing.course.run.flights() {
        if (other.line, other.way, other.landing) == (flight.line, flight.way, Landing::Destroyed(step)) {
            count += 1.0;
            before += f64::from(u8::from(other.sent < flight.sent));
        }
    }
    0.25 + 0.5 * (count - before) / (count + 1.0)
}

/// What happens in a step beside flights: the broker's own work, so that no step is empty, and effects.
fn add_step(drawing: &Drawing, lanes: &Lanes, step: usize, layers: &mut Layers) {
    let x = drawing.scale.middle(step);
    if drawing.course.run.moment(step).action.is_some_and(Action::is_inner_work) {
        layers.effects.push(Shape::new("g").with(marks::dot((x, lanes.broker))).keyed(step));
    }
    for event in drawing.course.run.events(step) {
        polls::add(drawing, lanes, step, event, layers);
        if let Some(consumer) = event.work_of() {
            let dot = marks::dot((x, lanes.client(Line::Consumer(consumer))));
            layers.effects.push(Shape::new("g").with(dot).keyed(step));
        }
        let effect = match *event {
            Event::Applied { consumer, message, times, .. } => Some((consumer, message, times)),
            Event::Rewritten { consumer, message } => Some((consumer, message, 1)),
            _ => None,
        };
        if let Some((consumer, message, times)) = effect {
            let keys = drawing.course.run.setup().keys;
            let hot = if drawing.follows(Messages::one(message)) { "hot" } else { "" };
            let from = (x, lanes.client(Line::Consumer(consumer)));
            let line = colour(&["w", Look::of(message, keys).class(), hot], Way::from(from).down(lanes.world));
            let mut effect = Shape::new("g").with(line).with(marks::message(message, keys, (x, lanes.world), RADIUS));
            if times > 1 {
                effect = effect.with(marks::times((x + 11.0, lanes.world - 13.0), times.into()));
            }
            layers.effects.push(effect.keyed(step));
        }
    }
}
