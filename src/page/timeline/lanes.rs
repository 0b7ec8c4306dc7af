//! The lanes of the view by actor: where each is, and when its actor was not there.

use yew::Html;

use super::marks::Point;
use super::view::Drawing;
use crate::model::{Line, Way};
use crate::page::svg;
use crate::play::Stretch;
use crate::tell::interface;

/// Between two lanes of different actors.
const APART: f64 = 44.0;
/// Between two consumers.
const CONSUMERS_APART: f64 = 30.0;

/// Where the lanes are.
#[derive(Clone, PartialEq, Debug)]
pub struct Lanes {
    /// The producer's.
    pub producer: f64,
    /// The broker's.
    pub broker: f64,
    /// One for each consumer.
    pub consumers: Vec<f64>,
    /// The outside world's.
    pub world: f64,
    /// Where the lanes end.
    pub bottom: f64,
}

impl Lanes {
    /// The lanes for so many consumers, with room above them for a mark if there is one.
    pub fn new(consumers: usize, marked: bool) -> Self {
        let producer = if marked { 40.0 } else { 26.0 };
        let broker = producer + APART;
        let first = broker + APART;
        let consumers: Vec<f64> = (0..consumers).map(|index| first + CONSUMERS_APART * index as f64).collect();
        let world = consumers.last().copied().unwrap_or(first) + APART;
        Self { producer, broker, consumers, world, bottom: world + 16.0 }
    }

    /// The lane of the client at the far end of a connection.
    pub fn client(&self, line: Line) -> f64 {
        match line {
            Line::Producer => self.producer,
            Line::Consumer(consumer) => self.consumers.get(usize::from(consumer.0)).copied().unwrap_or(self.world),
        }
    }

    /// From which lane to which a connection's direction goes.
    pub fn ends(&self, line: Line, way: Way) -> (f64, f64) {
        match way {
            Way::ToBroker => (self.client(line), self.broker),
            Way::ToClient => (self.broker, self.client(line)),
        }
    }
}

/// The lanes' names.
pub fn names(drawing: &Drawing, lanes: &Lanes) -> Vec<Html> {
    let lang = drawing.lang;
    let mut names = vec![
        name(lanes.producer, interface::producer(lang).to_owned()),
        name(lanes.broker, interface::broker(lang).to_owned()),
        name(lanes.world, interface::world(lang).to_owned()),
    ];
    for (index, y) in lanes.consumers.iter().enumerate() {
        let text = match lanes.consumers.len() {
            1 => interface::consumer(lang).to_owned(),
            _ => interface::consumer_numbered(index, lang),
        };
        names.push(name(*y, text));
    }
    names
}

fn name(y: f64, text: String) -> Html {
    svg::words("tlab", (0.0, y + 4.0), text)
}

/// The lanes themselves, dotted while their actor is not there.
pub fn draw(drawing: &Drawing, lanes: &Lanes) -> Html {
    let mut lines = Vec::new();
    lane(drawing, lanes.producer, &[], &mut lines);
    lane(drawing, lanes.broker, &drawing.lives.broker_down, &mut lines);
    for (y, down) in lanes.consumers.iter().zip(&drawing.lives.consumer_down) {
        lane(drawing, *y, down, &mut lines);
    }
    lane(drawing, lanes.world, &[], &mut lines);
    svg::group("lanes", lines)
}

fn lane(drawing: &Drawing, y: f64, down: &[Stretch<()>], lines: &mut Vec<Html>) {
    let scale = &drawing.scale;
    let (mut on, mut off) = (svg::Way::from((0.0, y)), svg::Way::default());
    for stretch in down {
        let (start, end): (Point, Point) = ((scale.middle(stretch.from), y), (scale.middle(stretch.to), y));
        on = on.across(start.0).jump(end);
        off = off.jump(start).across(end.0);
    }
    lines.push(svg::path("tl", on.across(scale.total())));
    lines.push(svg::path("tl off", off));
}
