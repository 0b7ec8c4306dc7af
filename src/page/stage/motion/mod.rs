//! What moves between two positions: flights on the wires, and what the step does elsewhere. Worked out once a step,
//! so a frame only asks where each thing is by now.

mod acts;
mod mover;
mod scar;
mod stream;
#[cfg(test)]
mod tests;

pub use mover::{Mover, Sprite, Timing};
pub use scar::{Scar, scar, scars};
pub use stream::{OnWire, on_wire};

use super::layout::{Layout, Point, Track, WirePlace};
use super::picture::{Picture, Place};
use super::story::Story;
use crate::model::{Line, Way};
use crate::play::{Landing, Run};

/// Everything that moves from one position to the next.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Plan {
    /// What moves, lowest first.
    pub movers: Vec<Mover>,
    /// Places whose things are under way and must not be drawn at rest.
    pub hidden: Vec<Place>,
    /// Where wires were cut, as far as the tray still shows what fell from there.
    pub scars: Vec<Scar>,
    /// Where things came to rest that the step before moved.
    pub changed: Vec<Point>,
}

/// What a plan is made from.
#[derive(Clone, Copy)]
pub struct Scenery<'run> {
    /// The run.
    pub run: &'run Run,
    /// The same, seen as a drawing.
    pub story: &'run Story,
    /// The drawing's places.
    pub layout: &'run Layout,
}

impl Plan {
    /// What moves between a position and the next one; nothing does at the end of the run.
    pub fn new(scenery: &Scenery, before: &Picture, after: &Picture) -> Self {
        let mut plan = Self::default();
        if after.position != before.position + 1 {
            return plan;
        }
        acts::add(scenery, before, after, &mut plan);
        for (line, wire) in lines(scenery) {
            for way in [Way::ToBroker, Way::ToClient] {
                add_stream(scenery, before, after, (line, way), track(wire, line, way), &mut plan);
            }
        }
        plan
    }

    /// Where things come to rest that this plan moves, in the drawing itself.
    pub fn goals(&self) -> Vec<Point> {
        let rests = |mover: &&Mover| !matches!(mover.timing, Timing::Through | Timing::Fall) && !mover.fades;
        self.movers.iter().filter(rests).map(Mover::goal).collect()
    }

    /// What this plan destroys was hanging somewhere by then: another plan knows where.
    pub fn hang(&mut self, other: &Self, part: f64) {
        for mover in self.movers.iter_mut().filter(|mover| mover.timing == Timing::Fall) {
            let same = other.movers.iter().find(|other| other.stream.is_some() && other.stream == mover.stream);
            if let Some(same) = same {
                let at = same.at(part);
                mover.begin_at(at, part);
            }
        }
    }

    /// The same things again and again until there are so many: for the benchmark of a frame.
    #[cfg(feature = "bench")]
    pub fn crowd(&mut self, count: usize) {
        let own = std::mem::take(&mut self.movers);
        self.movers = own.into_iter().cycle().take(count).collect();
    }

    /// The tray is further down than was thought.
    pub fn lower(&mut self, from: f64, by: f64) {
        self.movers.iter_mut().for_each(|mover| mover.lower(from, by));
    }
}

fn lines<'run>(scenery: &Scenery<'run>) -> impl Iterator<Item = (Line, &'run WirePlace)> {
    scenery.layout.wires.iter().enumerate().map(|(index, wire)| (line_at(index), wire))
}

/// The connection of that place in a scene: the producer's first, then the consumers'.
pub fn line_at(index: usize) -> Line {
    match index.checked_sub(1) {
        None => Line::Producer,
        Some(consumer) => Line::Consumer(crate::model::Consumer(consumer as u8)),
    }
}

/// The way that a stream takes over a wire.
pub const fn track(wire: &WirePlace, line: Line, way: Way) -> Track {
    match (line, way) {
        (Line::Producer, Way::ToBroker) | (Line::Consumer(_), Way::ToClient) => wire.forward,
        (Line::Producer, Way::ToClient) | (Line::Consumer(_), Way::ToBroker) => wire.back,
    }
}

/// What flies on through this step. What begins or ends in it belongs to what the step does.
fn add_stream(
    scenery: &Scenery,
    before: &Picture,
    after: &Picture,
    stream: (Line, Way),
    track: Track,
    plan: &mut Plan,
) {
    let flights = scenery.run.flights();
    let at = |position: usize| on_wire(flights, scenery.run.steps(), position, stream, track.length());
    let later = at(after.position);
    for now in at(before.position).iter().rev() {
        let flight = &flights[now.flight];
        let from = now.travelled.map(|travelled| track.at(travelled));
        let sprite = || Sprite::of_envelope(flight.envelope.kind, flight.envelope.messages, before.keys);
        let (line, way) = stream;
        let goal = later.iter().find(|later| later.flight == now.flight).and_then(|later| later.travelled);
        match (flight.landing, from) {
            (Landing::Read(step), _) if step == after.position => {
                let from = from.unwrap_or_else(|| track.start());
                let mover = acts::land(scenery, (before, after), flight, (from, track.end()));
                plan.movers.push(mover.on(line, way, now.place));
            }
            (Landing::Destroyed(step), Some(from)) if step == after.position => {
                let fall = Mover::new(sprite().torn(), Timing::Fall, &[from, scenery.layout.falls_to(from)]);
                plan.movers.push(fall.fading(scenery.layout.tall).on(line, way, now.place));
            }
            (Landing::Destroyed(step), None) if step == after.position => {}
            (_, from) => {
                let Some(goal) = goal else { continue };
                let from = from.unwrap_or_else(|| track.start());
                let mover = Mover::new(sprite(), Timing::Through, &[from, track.at(goal)]);
                let trail = flight.envelope.kind.carries_message().then(|| track.start());
                plan.movers.push(mover.trailing(trail).on(line, way, now.place));
            }
        }
    }
}
