//! Virtual time: when each thing that could happen would happen. A person, a record or the explorer may do anything
//! that is possible; this is only how a run goes by itself.

use std::collections::VecDeque;

use super::random::Random;
use crate::model::{Action, CopyId, Event, Line, Machine, Pace, Way, World};
use crate::setup::Setup;

/// What is due when. Times are virtual, in whatever unit the latencies are; the player's is the millisecond.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Schedule {
    now: u32,
    latencies: Latencies,
    random: Random,
    fault_random: Random,
    due: Vec<(Action, u32)>,
    streams: Vec<Stream>,
    /// How long a message may be ready, if that is limited; and then when each copy was stored.
    time_to_live: Option<u32>,
    stored: Vec<(CopyId, u32)>,
    /// Steps after which the seed wants a fault, the next one last.
    fault_steps: Vec<u32>,
    steps: u32,
}

/// Arrival times of what is on one stream.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Stream {
    line: Line,
    way: Way,
    arrivals: VecDeque<u32>,
}

/// How long things take: the shortest time of each pace, and how much chance adds at most.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Latencies([(u32, u32); Pace::ALL.len()]);

impl Latencies {
    /// The player's, in milliseconds: slow enough to be watched. Frozen: links name seeds, and a seed means these.
    pub const PLAYER: Self = {
        let mut times = [(0, 0); Pace::ALL.len()];
        let mut place = 0;
        while place < times.len() {
            times[place] = of_the_player(Pace::ALL[place]);
            place += 1;
        }
        Self(times)
    };

    /// Each pace takes exactly so long; nothing is left to chance.
    pub fn exact(time: impl Fn(Pace) -> u32) -> Self {
        let mut times = [(0, 0); Pace::ALL.len()];
        for pace in Pace::ALL.iter().copied() {
            times[pace as usize].0 = time(pace);
        }
        Self(times)
    }
}

const fn of_the_player(pace: Pace) -> (u32, u32) {
    match pace {
        Pace::Write => (40, 20),
        Pace::Wire => (60, 20),
        Pace::Broker | Pace::Commit => (8, 6),
        Pace::Flush => (150, 60),
        Pace::WriteBack => (900, 400),
        Pace::Replication => (70, 40),
        Pace::Work => (90, 60),
        Pace::Restart => (400, 100),
        // When a copy was stored decides.
        Pace::Expiry => (0, 0),
        Pace::Retry => (1500, 300),
        Pace::Fault => (0, 0),
    }
}

/// Longer ones make no difference: everything else has happened by then. So virtual time stays far from its end.
const TIME_TO_LIVE_MAX: u32 = 3_600_000;

/// Keeps the stream that places faults apart from the one that varies latencies: up to its first fault a run is the
/// calm one.
const FAULT_STREAM: u64 = 0x5EED_FA17;

impl Schedule {
    /// The schedule of a calm run that has not begun.
    pub fn new(setup: &Setup) -> Self {
        Self::with(setup, Latencies::PLAYER)
    }

    /// The same with other latencies.
    pub fn with(setup: &Setup, latencies: Latencies) -> Self {
        Self {
            now: 0,
            latencies,
            random: Random::new(setup.seed),
            fault_random: Random::new(setup.seed ^ FAULT_STREAM),
            due: Vec::new(),
            streams: Vec::new(),
            time_to_live: setup.rabbitmq.message_ttl.map(|time| time.min(TIME_TO_LIVE_MAX)),
            stored: Vec::new(),
            fault_steps: Vec::new(),
            steps: 0,
        }
    }

    /// Lets the seed place the setup's budget of faults, each after one of these numbers of steps or as soon as one can
    /// strike from then on.
    pub fn place_faults(&mut self, setup: &Setup, chances: &[u32]) {
        let Some(bound) = u32::try_from(chances.len()).ok().filter(|bound| *bound > 0) else { return };
        for _ in 0..setup.faults.budget {
            let step = chances[self.fault_random.below(bound) as usize];
            let place = self.fault_steps.iter().position(|later| *later < step).unwrap_or(self.fault_steps.len());
            self.fault_steps.insert(place, step);
        }
    }

    /// The present.
    pub const fn now(&self) -> u32 {
        self.now
    }

    /// The same schedule without faults of its own from now on.
    pub fn calm(&mut self) {
        self.fault_steps.clear();
    }

    /// Whether the seed wants a fault that is not due yet. One that is due and has not struck could not.
    pub fn expects_faults(&self) -> bool {
        self.fault_steps.last().is_some_and(|step| *step > self.steps)
    }

    /// The next thing to happen by itself, if anything ever will; time moves on to it.
    pub fn next(&mut self, machine: &Machine, world: &World) -> Option<Action> {
        let mut enabled = Vec::new();
        machine.enabled(world, &mut enabled);
        if let Some(fault) = self.fault_of_the_seed(&enabled) {
            return Some(fault);
        }
        self.refresh(machine, world, &enabled);
        // Ties fall to what was enabled first: the list keeps that order.
        let (action, time) = self.due.iter().copied().min_by_key(|(_, time)| *time)?;
        self.now = self.now.max(time);
        Some(action)
    }

    /// As [`Schedule::next`], of what is wanted and due by that time.
    pub fn next_of(
        &mut self,
        machine: &Machine,
        world: &World,
        until: u32,
        wanted: impl Fn(Action) -> bool,
    ) -> Option<Action> {
        let mut enabled = Vec::new();
        machine.enabled(world, &mut enabled);
        self.refresh(machine, world, &enabled);
        let due = self.due.iter().copied().filter(|(action, time)| *time <= until && wanted(*action));
        let (action, time) = due.min_by_key(|(_, time)| *time)?;
        self.now = self.now.max(time);
        Some(action)
    }

    /// Time moves on, if it is not that late yet.
    pub fn wait_until(&mut self, time: u32) {
        self.now = self.now.max(time);
    }

    /// Somebody says what happens next: time moves on to when it would have happened by itself.
    pub fn reach(&mut self, machine: &Machine, world: &World, action: Action) {
        if action.pace() == Pace::Fault {
            return;
        }
        let mut enabled = Vec::new();
        machine.enabled(world, &mut enabled);
        self.refresh(machine, world, &enabled);
        let due = self.due.iter().find(|(due, _)| *due == action);
        self.now = due.map_or(self.now, |(_, time)| self.now.max(*time));
    }

    /// A fault, when its step has come; where none can strike yet it waits.
    fn fault_of_the_seed(&mut self, enabled: &[Action]) -> Option<Action> {
        let step = *self.fault_steps.last()?;
        if step > self.steps {
            return None;
        }
        let faults: Vec<Action> = enabled.iter().copied().filter(|action| action.pace() == Pace::Fault).collect();
        let count = u32::try_from(faults.len()).unwrap_or(0);
        if count == 0 {
            return None;
        }
        self.fault_steps.pop();
        Some(faults[self.fault_random.below(count) as usize])
    }

    /// Drops what can't happen any more and gives a time to what has become possible.
    fn refresh(&mut self, machine: &Machine, world: &World, enabled: &[Action]) {
        // Which copy expires next may be another one than a step ago.
        self.due.retain(|(action, _)| enabled.contains(action) && action.pace() != Pace::Expiry);
        for action in enabled.iter().copied().filter(|action| action.pace() != Pace::Fault) {
            if self.due.iter().all(|(due, _)| *due != action) {
                let known = self.arrival(action).or_else(|| self.expiry(machine, world, action));
                let time = known.unwrap_or_else(|| self.after(action.pace()));
                self.due.push((action, time));
            }
        }
    }

    fn after(&mut self, pace: Pace) -> u32 {
        let (shortest, spread) = self.latencies.0[pace as usize];
        self.now + shortest + self.random.below(spread + 1)
    }

    /// When the next envelope of the stream that the action reads arrives.
    fn arrival(&self, action: Action) -> Option<u32> {
        let (line, way) = action.reads()?;
        let stream = self.streams.iter().find(|stream| (stream.line, stream.way) == (line, way))?;
        stream.arrivals.front().copied()
    }

    /// When the copy expires that the action is about: it has been stored for so long then, wherever it was meanwhile.
    fn expiry(&self, machine: &Machine, world: &World, action: Action) -> Option<u32> {
        let Action::Expire(queue) = action else { return None };
        let copy = machine.expiring(world, queue)?;
        let stored = self.stored.iter().rev().find(|(stored, _)| *stored == copy);
        Some(stored.map_or(self.now, |(_, since)| since + self.time_to_live.unwrap_or_default()))
    }

    /// An action was done, by itself or because somebody said so.
    pub fn done(&mut self, action: Action, events: &[Event]) {
        self.steps += 1;
        self.due.retain(|(due, _)| *due != action);
        for event in events {
            match *event {
                Event::Sent { line, way, .. } => self.takes_off(line, way),
                Event::Received { line, way, .. } | Event::Destroyed { line, way, .. } => self.lands(line, way),
                Event::Stored { copy, .. } | Event::CameBack { copy, .. } if self.time_to_live.is_some() => {
                    self.stored.push((copy, self.now));
                }
                _ => {}
            }
        }
    }

    /// First in, first out: nothing arrives before what was written earlier.
    fn takes_off(&mut self, line: Line, way: Way) {
        let time = self.after(Pace::Wire);
        let stream = self.stream(line, way);
        let time = stream.arrivals.back().map_or(time, |last| time.max(last + 1));
        stream.arrivals.push_back(time);
    }

    fn lands(&mut self, line: Line, way: Way) {
        self.stream(line, way).arrivals.pop_front();
        self.due.retain(|(due, _)| due.reads() != Some((line, way)));
    }

    fn stream(&mut self, line: Line, way: Way) -> &mut Stream {
        let known = self.streams.iter().position(|stream| (stream.line, stream.way) == (line, way));
        let place = known.unwrap_or_else(|| {
            self.streams.push(Stream { line, way, arrivals: VecDeque::new() });
            self.streams.len() - 1
        });
        &mut self.streams[place]
    }
}
