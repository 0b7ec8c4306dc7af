//! A small picture of where every message is at one moment: a box an actor, what travels between the boxes on wires.

use super::ink::{Anchor, Area, Ink, Kind};
use crate::model::{
    BrokerScene, Consumer, ConsumerStatus, CopyState, Envelope, Event, Line, Message, Messages, Scene, Way,
};
use crate::play::Run;
use crate::tell::look::Point;
use crate::tell::{Lang, interface};

/// Between two messages in a box.
const PITCH: f64 = 15.0;
const RADIUS: f64 = 6.2;
const PAD: f64 = 6.0;
/// Above each box: its name.
const NAME: f64 = 13.0;
const NAME_SIZE: f64 = 10.5;
/// Between two consumers.
const GAP: f64 = 4.0;
/// The widths of the boxes and of the wires between them.
const PRODUCER: f64 = 74.0;
const WIRE: f64 = 62.0;
const BROKER: f64 = 96.0;
const CONSUMER: f64 = 74.0;
const WORLD: f64 = 74.0;
/// How wide a picture is.
pub const WIDTH: f64 = PRODUCER + WIRE + BROKER + WIRE + CONSUMER + 22.0 + WORLD;
/// So many envelopes have room on a wire, one way.
const ON_A_WIRE: usize = 3;

/// A message in a box.
type Thing = (Message, Kind);

/// What is in the boxes at one moment.
struct Contents {
    producer: Vec<Thing>,
    broker: Vec<Thing>,
    consumers: Vec<Vec<Thing>>,
    world: Vec<Thing>,
}

impl Contents {
    fn of(scene: &Scene) -> Self {
        let producer = &scene.producer;
        let stored = |messages: &[Message]| messages.iter().map(|message| (*message, Kind::Stored)).collect::<Vec<_>>();
        let kept = [&producer.unanswered, &producer.to_resend, &producer.unsent].map(|some| stored(some));
        let consumers = scene
            .consumers
            .iter()
            .map(|consumer| consumer.holding.iter().map(|held| (held.message, Kind::Live)).collect::<Vec<_>>());
        let effects = scene.effects.iter().filter(|effect| !effect.undone);
        Self {
            producer: kept.concat(),
            broker: in_broker(&scene.broker),
            consumers: consumers.collect(),
            world: effects.map(|effect| (effect.message, Kind::Live)).collect(),
        }
    }
}

/// What the broker has, each copy once, as its leader has it where there is one.
fn in_broker(broker: &BrokerScene) -> Vec<Thing> {
    let mut things: Vec<(u16, Thing)> = Vec::new();
    let led = broker.logs.iter().any(|log| log.leader);
    let records = broker.logs.iter().filter(|log| log.leader || !led).flat_map(|log| &log.records);
    for record in records {
        let known = things.iter().any(|(copy, _)| *copy == record.copy.0);
        if let Some(message) = record.message.filter(|_| !known) {
            things.push((record.copy.0, (message, Kind::Stored)));
        }
    }
    let here = broker.shelves.iter().flat_map(|shelf| &shelf.copies).filter(|copy| copy.state != CopyState::Leftover);
    for copy in here {
        let kind = match copy.state {
            CopyState::Unacked(_) | CopyState::Settling => Kind::Handed,
            CopyState::Ready | CopyState::Leftover | CopyState::Uncommitted => Kind::Stored,
        };
        match things.iter().any(|(known, _)| *known == copy.copy.0) {
            true => {}
            false => things.push((copy.copy.0, (copy.message, kind))),
        }
    }
    let buffered = broker.buffered.iter().map(|message| (*message, Kind::Handed));
    things.into_iter().map(|(_, thing)| thing).chain(buffered).collect()
}

/// Where the boxes are, so that all moments of a run fit.
pub struct Layout {
    producer: Area,
    broker: Area,
    consumers: Vec<Area>,
    world: Area,
    /// How high a picture is.
    pub height: f64,
}

impl Layout {
    /// The boxes for these moments of a run.
    pub fn new(run: &Run, steps: impl Iterator<Item = usize>) -> Self {
        let all: Vec<Contents> = steps.map(|step| Contents::of(&run.scene(step))).collect();
        let most = |count: &dyn Fn(&Contents) -> usize| all.iter().map(count).max().unwrap_or_default();
        let consumers = usize::from(run.setup().consumers());
        let heights: Vec<f64> = (0..consumers)
            .map(|index| {
                let held = most(&|contents| contents.consumers.get(index).map_or(0, Vec::len));
                box_height(held, CONSUMER).max(36.0) + NAME
            })
            .collect();
        let stacked = heights.iter().sum::<f64>() + GAP * heights.len().saturating_sub(1) as f64;
        let alone = [
            box_height(most(&|contents| contents.producer.len()), PRODUCER),
            box_height(most(&|contents| contents.broker.len()), BROKER),
            box_height(most(&|contents| contents.world.len()), WORLD),
        ];
        let height = alone.into_iter().fold(40.0, f64::max).max(stacked - NAME) + NAME;
        let area = |x: f64, w: f64| Area { x, y: NAME, w, h: height - NAME };
        let left = PRODUCER + WIRE + BROKER + WIRE;
        let (mut y, spare) = (0.0, (height - stacked) / consumers.max(1) as f64);
        let consumers = heights.into_iter().map(|high| {
            let area = Area { x: left, y: y + NAME, w: CONSUMER, h: high + spare - NAME };
            y += high + spare + GAP;
            area
        });
        Self {
            producer: area(0.0, PRODUCER),
            broker: area(PRODUCER + WIRE, BROKER),
            consumers: consumers.collect(),
            world: area(WIDTH - WORLD, WORLD),
            height,
        }
    }

    /// The two ends of a connection's direction: forward above, back below.
    pub fn wire(&self, line: Line, way: Way) -> (Point, Point) {
        let (left, right, middle) = match line {
            Line::Producer => {
                (self.producer.x + self.producer.w, self.broker.x, self.producer.y + self.producer.h / 2.0)
            }
            Line::Consumer(consumer) => {
                let area = self.consumers.get(usize::from(consumer.0)).unwrap_or(&self.world);
                (self.broker.x + self.broker.w, area.x, area.y + area.h / 2.0)
            }
        };
        let forward = matches!((line, way), (Line::Producer, Way::ToBroker) | (Line::Consumer(_), Way::ToClient));
        let y = if forward { middle - 9.0 } else { middle + 9.0 };
        let (from, to) = (Point::new(left, y), Point::new(right, y));
        if forward { (from, to) } else { (to, from) }
    }
}

impl Layout {
    /// From a consumer to the outside world.
    pub fn effect(&self, consumer: Consumer) -> (Point, Point) {
        let area = self.consumers.get(usize::from(consumer.0)).unwrap_or(&self.world);
        let y = area.y + area.h / 2.0;
        (Point::new(area.x + area.w, y), Point::new(self.world.x, y))
    }
}

fn box_height(count: usize, wide: f64) -> f64 {
    count.div_ceil(per_row(wide)).max(1) as f64 * PITCH + 2.0 * PAD
}

fn per_row(wide: f64) -> usize {
    ((wide - 2.0 * PAD) / PITCH) as usize
}

/// Draws moments of one run.
pub struct Picture<'run> {
    pub run: &'run Run,
    pub layout: Layout,
    pub lang: Lang,
    /// Where the upper left corner is.
    pub at: Point,
}

impl Picture<'_> {
    fn keys(&self) -> u8 {
        self.run.setup().keys
    }

    fn moved(&self, area: &Area) -> Area {
        Area { x: area.x + self.at.x, y: area.y + self.at.y, ..*area }
    }

    /// The names of the boxes, and the wires.
    pub fn draw_frame(&self, ink: &mut Ink) {
        let layout = &self.layout;
        let consumers = layout.consumers.len();
        let consumer = |index| match consumers {
            1 => interface::consumer(self.lang).to_owned(),
            _ => interface::consumer_numbered(index, self.lang),
        };
        let mut named = vec![
            (layout.producer, interface::producer(self.lang).to_owned()),
            (layout.broker, interface::broker(self.lang).to_owned()),
            (layout.world, interface::world(self.lang).to_owned()),
        ];
        named.extend(layout.consumers.iter().enumerate().map(|(index, area)| (*area, consumer(index))));
        for (area, name) in named {
            let area = self.moved(&area);
            ink.words("ink2", Point::new(area.x, area.y - 4.0), NAME_SIZE, Anchor::Start, &name);
        }
        let lines = (0..consumers as u8).map(|index| Line::Consumer(Consumer(index)));
        for line in [Line::Producer].into_iter().chain(lines) {
            for way in [Way::ToBroker, Way::ToClient] {
                let (from, to) = self.layout.wire(line, way);
                ink.line("line-s lane", from.plus(self.at), to.plus(self.at));
            }
        }
    }

    /// The boxes after that many steps, with what is in them.
    pub fn draw_boxes(&self, ink: &mut Ink, step: usize) {
        let (scene, layout) = (self.run.scene(step), &self.layout);
        let contents = Contents::of(&scene);
        self.draw_box(ink, &layout.producer, &contents.producer, true);
        self.draw_box(ink, &layout.broker, &contents.broker, scene.broker.up);
        for ((area, things), consumer) in layout.consumers.iter().zip(&contents.consumers).zip(&scene.consumers) {
            self.draw_box(ink, area, things, consumer.status != ConsumerStatus::Down);
        }
        self.draw_box(ink, &layout.world, &contents.world, true);
    }

    /// A box whose actor is not there is dashed, with a cross in its corner.
    fn draw_box(&self, ink: &mut Ink, area: &Area, things: &[Thing], up: bool) {
        let area = self.moved(area);
        ink.rect(if up { "sheet line-s" } else { "inset bad-s away" }, area, 3.0);
        for (place, (message, kind)) in things.iter().enumerate() {
            let (row, column) = (place / per_row(area.w), place % per_row(area.w));
            let x = area.x + PAD + PITCH * (column as f64 + 0.5);
            let y = area.y + PAD + PITCH * (row as f64 + 0.5);
            ink.thing(*message, self.keys(), Point::new(x, y), RADIUS, *kind);
        }
    }

    /// What is on the wires after that many steps, and what the step destroyed.
    pub fn draw_wires(&self, ink: &mut Ink, step: usize) {
        for line in self.run.scene(step).lines {
            for (way, envelopes) in [(Way::ToBroker, line.to_broker), (Way::ToClient, line.to_client)] {
                let on_it: Vec<(Envelope, bool)> = envelopes.into_iter().map(|envelope| (envelope, false)).collect();
                let lost = self.run.events(step).iter().filter_map(|event| match *event {
                    Event::Destroyed { line: of, way: its, envelope } if (of, its) == (line.line, way) => {
                        Some((envelope, true))
                    }
                    _ => None,
                });
                let all: Vec<(Envelope, bool)> = lost.chain(on_it).collect();
                self.draw_wire(ink, line.line, way, &all);
            }
        }
    }

    /// What is next to arrive stands nearest to where it goes.
    fn draw_wire(&self, ink: &mut Ink, line: Line, way: Way, envelopes: &[(Envelope, bool)]) {
        let (from, to) = self.layout.wire(line, way);
        let count = envelopes.len().min(ON_A_WIRE);
        for (place, (envelope, lost)) in envelopes.iter().take(count).enumerate() {
            let part = (count - place) as f64 / (count + 1) as f64;
            let at = from.towards(to, part).plus(self.at);
            self.draw_envelope(ink, envelope.kind.carries_message(), envelope.messages, at);
            if *lost {
                ink.struck_out(at);
            }
        }
    }

    /// A message on its way, or an answer.
    pub fn draw_envelope(&self, ink: &mut Ink, carries: bool, about: Messages, at: Point) {
        match about.iter().next().filter(|_| carries) {
            Some(message) => ink.thing(message, self.keys(), at, RADIUS, Kind::Live),
            None => ink.envelope(about, self.keys(), at),
        }
    }
}
