//! The lanes of the space-time diagram: the page's, with room between them for what the busiest column holds.

use super::signs::{Lane, Signs};
use crate::model::{Line, Way};
use crate::play::{Landing, Run};
use crate::tell::look::Point;

/// Between two lanes, at least.
const APART: f64 = 46.0;
/// Between two signs of one lane and one step.
pub const STACKED: f64 = 17.0;
/// Between two crosses of one step.
pub const CROSSES_APART: f64 = 11.5;

/// How high each lane is.
pub struct Lanes {
    consumers: usize,
    /// The producer's, the broker's, the consumers', the outside world's.
    ys: Vec<f64>,
}

impl Lanes {
    /// The lanes of a run, the first one at this height.
    pub fn new(run: &Run, signs: &Signs, top: f64) -> Self {
        let consumers = usize::from(run.setup().consumers());
        let apart = APART.max(CROSSES_APART * (most_destroyed(run) + 2) as f64);
        let (mut ys, mut y) = (Vec::new(), top);
        for index in 0..consumers + 3 {
            ys.push(y);
            y += apart + STACKED * signs.highest(lane_at(index, consumers)).saturating_sub(1) as f64;
        }
        Self { consumers, ys }
    }

    /// Every lane, from the top.
    pub fn all(&self) -> impl Iterator<Item = Lane> + use<> {
        let consumers = self.consumers;
        (0..consumers + 3).map(move |index| lane_at(index, consumers))
    }

    /// How high a lane is.
    pub fn y(&self, lane: Lane) -> f64 {
        let index = match lane {
            Lane::Client(Line::Producer) => 0,
            Lane::Broker => 1,
            Lane::Client(Line::Consumer(consumer)) => 2 + usize::from(consumer.0),
            Lane::World => self.consumers + 2,
        };
        self.ys[index.min(self.ys.len() - 1)]
    }

    /// From which lane to which a connection's direction goes.
    pub const fn ends(line: Line, way: Way) -> (Lane, Lane) {
        match way {
            Way::ToBroker => (Lane::Client(line), Lane::Broker),
            Way::ToClient => (Lane::Broker, Lane::Client(line)),
        }
    }

    /// Where the sign at this place of a lane's stack stands.
    pub fn sign(&self, lane: Lane, x: f64, slot: usize) -> Point {
        Point::new(x, self.y(lane) + STACKED * slot as f64)
    }
}

const fn lane_at(index: usize, consumers: usize) -> Lane {
    match index {
        0 => Lane::Client(Line::Producer),
        1 => Lane::Broker,
        _ if index < consumers + 2 => Lane::Client(Line::Consumer(crate::model::Consumer(index as u8 - 2))),
        _ => Lane::World,
    }
}

/// How many envelopes one step destroyed at most.
fn most_destroyed(run: &Run) -> usize {
    let mut counts = vec![0_usize; run.steps() + 1];
    for flight in run.flights() {
        if let Landing::Destroyed(step) = flight.landing {
            counts[step] += 1;
        }
    }
    counts.into_iter().max().unwrap_or_default()
}
