//! A race: the same hundred messages, sent in several ways at once, in virtual time. Each contestant is a run of the real
//! machine by the real schedule; only the latencies are the race's own, without chance. There is no formula here: what a
//! way to send costs is read from the events.
//!
//! - The unit of time is the microsecond.
//! - Nobody consumes: the queue hands nothing out, for a message that is consumed before it is on the disk is confirmed
//!   at once (A8), and the race would be won by the consumer. So it was in the measured runs too.
//! - A contestant that gets answers is through once its producer knows of every message. One that gets none is through once
//!   the broker has them all; its producer never knows.

mod contestant;
mod measured;

pub use contestant::Contestant;
pub use measured::{Measured, TX_IN_MEMORY, as_measured, measured};

use super::schedule::{Latencies, Schedule};
use crate::model::{Action, Belief, EnvelopeKind, Event, Line, Machine, Message, Pace, Way};
use crate::setup::{Cost, Costs, Setup};

/// A race that was run to its end.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Race {
    /// What things cost in it.
    pub costs: Costs,
    /// One lane a contestant, in the order of `Contestant::ALL`.
    pub lanes: Vec<Lane>,
}

/// How one contestant fared. Times are microseconds from the start; message 1 is first.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lane {
    /// Who.
    pub contestant: Contestant,
    /// When each message was first written.
    pub written: Vec<u32>,
    /// When each was through, by the contestant's own standard.
    pub through: Vec<u32>,
    /// Whether the producer gets answers.
    pub answered: bool,
    /// Copies that the broker has stored.
    pub stored: usize,
    /// Flushes that wrote messages.
    pub flushes: usize,
    /// What was written to the broker, and what it wrote back.
    pub sent: [usize; 2],
}

impl Race {
    /// Runs it.
    pub fn run(costs: &Costs) -> Self {
        let lanes = Contestant::ALL.iter().map(|contestant| Lane::run(*contestant, costs)).collect();
        Self { costs: *costs, lanes }
    }

    /// The contestant's lane.
    pub fn lane(&self, contestant: Contestant) -> &Lane {
        &self.lanes[contestant as usize]
    }

    /// When the last contestant is through.
    pub fn end(&self) -> u32 {
        self.lanes.iter().map(Lane::end).max().unwrap_or(0)
    }

    /// How many times as long as fire and forget the contestant takes.
    pub fn times_as_long(&self, contestant: Contestant) -> f64 {
        let end = |contestant| f64::from(self.lane(contestant).end());
        end(contestant) / end(Contestant::FireAndForget)
    }
}

fn latencies(costs: &Costs) -> Latencies {
    Latencies::exact(|pace| match pace {
        // The broker's answer is written as a client's publish is.
        Pace::Write | Pace::Broker => costs.get(Cost::Write),
        Pace::Wire => costs.get(Cost::Network),
        Pace::Commit => costs.get(Cost::Commit),
        Pace::Flush => costs.get(Cost::Flush),
        Pace::Replication => costs.get(Cost::Replication),
        // Nothing is left for the system to write back, nobody works, nothing expires and nothing starts again.
        Pace::WriteBack | Pace::Work | Pace::Restart | Pace::Fault | Pace::Expiry | Pace::Retry => 0,
    })
}

impl Lane {
    fn run(contestant: Contestant, costs: &Costs) -> Self {
        let setup = contestant.setup(costs);
        let mut lane = Self::new(contestant, &setup);
        let (machine, mut schedule) = (Machine::new(&setup), Schedule::with(&setup, latencies(costs)));
        let (mut world, mut events) = (machine.start(), Vec::new());
        let wanted = |action: Action| !matches!(action, Action::Dispatch(_));
        while let Some(action) = schedule.next_of(&machine, &world, u32::MAX, wanted) {
            events.clear();
            if machine.apply(&mut world, action, &mut events).is_err() {
                break;
            }
            schedule.done(action, &events);
            lane.hear(schedule.now(), &events);
        }
        lane
    }

    fn new(contestant: Contestant, setup: &Setup) -> Self {
        let times = vec![0; setup.messages as usize];
        let (written, through, answered) = (times.clone(), times, setup.has_answers());
        Self { contestant, written, through, answered, stored: 0, flushes: 0, sent: [0; 2] }
    }

    /// What one step told.
    fn hear(&mut self, now: u32, events: &[Event]) {
        let mut flushed = false;
        for event in events {
            match *event {
                Event::Sent { line: Line::Producer, way, envelope } => {
                    self.sent[way as usize] += 1;
                    let carries = matches!(envelope.kind, EnvelopeKind::Publish | EnvelopeKind::Produce);
                    if carries && way == Way::ToBroker {
                        envelope.messages.iter().for_each(|message| self.written[message.index()] = now);
                    }
                }
                Event::Stored { message, .. } => {
                    self.stored += 1;
                    self.arrived(message, now, !self.answered);
                }
                Event::Believes { message, belief: Belief::Acked } => self.arrived(message, now, self.answered),
                Event::Flushed { .. } => flushed = true,
                _ => {}
            }
        }
        self.flushes += usize::from(flushed);
    }

    fn arrived(&mut self, message: Message, now: u32, counts: bool) {
        if counts {
            self.through[message.index()] = now;
        }
    }

    /// When it is through.
    pub fn end(&self) -> u32 {
        self.through.iter().copied().max().unwrap_or(0)
    }

    /// How many messages were written by that time.
    pub fn written_by(&self, time: u32) -> usize {
        self.written.iter().filter(|written| **written <= time).count()
    }

    /// How many were through by that time.
    pub fn through_by(&self, time: u32) -> usize {
        self.through.iter().filter(|through| **through <= time).count()
    }

    /// For how long the producer does not know what became of a message, in the middle of them all; a producer without
    /// answers never knows.
    pub fn median_wait(&self) -> Option<u32> {
        if !self.answered {
            return None;
        }
        let mut waits: Vec<u32> = self.through.iter().zip(&self.written).map(|(end, start)| end - start).collect();
        waits.sort_unstable();
        waits.get(waits.len() / 2).copied()
    }

    /// Messages a second.
    pub fn rate(&self) -> f64 {
        self.through.len() as f64 * 1e6 / f64::from(self.end())
    }
}
