//! A run and its history. The whole run is worked out at once; a position is a number of steps done, so stepping,
//! going back and jumping are reads, and a fork replaces the future.

use super::digest::Digest;
use super::flight::{Flight, flights};
use super::round::Rounds;
use super::schedule::Schedule;
use crate::model::{
    Action, Consumer, ConsumerScene, ConsumerStatus, Event, Fate, Fault, Impossible, Ledger, Machine, Message, Pace,
    Scene, World,
};
use crate::setup::{Preset, Setup, Strike};

/// A run stops here even if something could still happen; no run of a checked setup comes near.
const STEPS_MAX: usize = 20_000;

/// Whether the seed also places faults, within the setup's budget and kinds.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Chance {
    /// Nothing breaks by itself.
    Calm,
    /// The seed places faults.
    Faults,
}

/// What one step did, and the world after it.
#[derive(Clone, Debug)]
pub struct Moment {
    /// What happened; none for the start.
    pub action: Option<Action>,
    /// Virtual time in milliseconds.
    pub time: u32,
    /// What the action told.
    pub events: Vec<Event>,
    world: World,
    schedule: Schedule,
}

/// One run under one setup, from its start to its end.
#[derive(Clone, Debug)]
pub struct Run {
    setup: Setup,
    machine: Machine,
    /// `moments[n]` is the world after n steps; `moments[0]` always exists.
    moments: Vec<Moment>,
    flights: Vec<Flight>,
    /// The first step of the round in which it goes on for ever.
    round: Option<usize>,
}

impl Run {
    /// The run that goes by itself, to its end. The setup must have passed its check.
    pub fn free(setup: &Setup, chance: Chance) -> Self {
        let mut run = Self::begin(setup);
        if chance == Chance::Faults {
            let chances = Self::free(setup, Chance::Calm).chances();
            run.moments[0].schedule.place_faults(setup, &chances);
        }
        run.go_on();
        run
    }

    /// Numbers of steps after which one of the setup's faults could strike.
    fn chances(&self) -> Vec<u32> {
        let mut actions = Vec::new();
        let could_break = |world: &World| {
            actions.clear();
            self.machine.enabled(world, &mut actions);
            actions.iter().any(|action| action.pace() == Pace::Fault)
        };
        let breakable: Vec<bool> = self.moments.iter().map(|moment| &moment.world).map(could_break).collect();
        (0..).zip(breakable).filter(|(_, breakable)| *breakable).map(|(step, _)| step).collect()
    }

    /// A recorded run: exactly these actions and nothing after them.
    ///
    /// # Errors
    /// How many steps could be done, and the action that could not follow them.
    pub fn replay(setup: &Setup, actions: &[Action]) -> Result<Self, (usize, Impossible)> {
        let mut run = Self::begin(setup);
        for (step, action) in actions.iter().enumerate() {
            let Moment { world, schedule, .. } = &mut run.moments[step];
            schedule.reach(&run.machine, world, *action);
            run.act(*action).map_err(|impossible| (step, impossible))?;
        }
        run.look_for_a_round();
        run.trace_flights();
        Ok(run)
    }

    /// A recorded beginning that then goes on by itself, calmly, to its end.
    ///
    /// # Errors
    /// As [`Run::replay`].
    pub fn replay_and_go_on(setup: &Setup, actions: &[Action]) -> Result<Self, (usize, Impossible)> {
        let mut run = Self::replay(setup, actions)?;
        run.go_on();
        Ok(run)
    }

    /// A story: the calm run with these strikes in it, each where it can still happen. Then it goes on by itself.
    pub fn staged(setup: &Setup, strikes: &[Strike]) -> Self {
        let mut run = Self::free(setup, Chance::Calm);
        for Strike { after, kind, consumer } in strikes.iter().copied() {
            let fault = Fault { kind, consumer: consumer.map(Consumer), member: None };
            // Under other settings than the story's the fault may be impossible there; the run then goes on without.
            let _ = run.fork(after, Action::Fault(fault));
        }
        run
    }

    /// The run of a link that holds no recorded one: the story's; where faults are named, one by chance; else a calm one.
    pub fn plain(setup: &Setup, story: Option<&Preset>, faults_named: bool) -> Self {
        match story {
            Some(story) => Self::staged(setup, story.strikes),
            None if faults_named => Self::free(setup, Chance::Faults),
            None => Self::free(setup, Chance::Calm),
        }
    }

    /// The same run up to `position`, then this action, then what follows by itself.
    ///
    /// # Errors
    /// [`Impossible`] if the action can't happen there; the run is unchanged.
    pub fn fork(&mut self, position: usize, action: Action) -> Result<(), Impossible> {
        let position = position.min(self.steps());
        let future = self.moments.split_off(position + 1);
        if let Err(impossible) = self.act(action) {
            self.moments.extend(future);
            return Err(impossible);
        }
        if let Some(last) = self.moments.last_mut() {
            last.schedule.calm();
        }
        self.go_on();
        Ok(())
    }

    /// A run in which nothing has happened yet.
    pub(super) fn begin(setup: &Setup) -> Self {
        let machine = Machine::new(setup);
        let (world, schedule) = (machine.start(), Schedule::new(setup));
        let start = Moment { action: None, time: 0, events: Vec::new(), world, schedule };
        Self { setup: *setup, machine, moments: vec![start], flights: Vec::new(), round: None }
    }

    fn last(&self) -> &Moment {
        &self.moments[self.moments.len() - 1]
    }

    /// Does one more thing.
    pub(super) fn act(&mut self, action: Action) -> Result<(), Impossible> {
        let Moment { world, schedule, .. } = self.last();
        let (mut world, mut schedule, mut events) = (world.clone(), schedule.clone(), Vec::new());
        self.machine.apply(&mut world, action, &mut events)?;
        schedule.done(action, &events);
        let time = schedule.now();
        self.moments.push(Moment { action: Some(action), time, events, world, schedule });
        Ok(())
    }

    /// Lets things happen by themselves until nothing more would, or until the run only goes round.
    pub(super) fn go_on(&mut self) {
        let mut rounds = self.look_for_a_round();
        while self.round.is_none() && self.go_on_by(Schedule::next) {
            self.round = rounds.as_mut().and_then(|rounds| rounds.see(self));
        }
        self.trace_flights();
    }

    /// Looks at every world so far; the run goes round if the last one closes a round.
    fn look_for_a_round(&mut self) -> Option<Rounds> {
        self.round = None;
        let mut rounds = self.machine.can_go_round().then(Rounds::default)?;
        let future = self.moments.split_off(1);
        self.round = rounds.see(self);
        for moment in future {
            self.moments.push(moment);
            self.round = rounds.see(self);
        }
        Some(rounds)
    }

    /// The world after that many steps as bytes.
    pub(super) fn packed(&self, position: usize) -> Vec<u8> {
        let mut bytes = Vec::new();
        self.machine.pack(&self.moment(position).world, &mut bytes);
        bytes
    }

    /// Whether the seed might still place a fault from there on that has not been waited for in vain.
    pub(super) fn expects_faults(&self, position: usize) -> bool {
        self.moment(position).schedule.expects_faults()
    }

    /// The first step of the round in which the run goes on for ever after its last step, if it does.
    pub const fn goes_round(&self) -> Option<usize> {
        self.round
    }

    /// Does the one thing that `next` picks by the schedule; answers whether there was one.
    pub(super) fn go_on_by(&mut self, next: impl FnOnce(&mut Schedule, &Machine, &World) -> Option<Action>) -> bool {
        let Moment { world, schedule, .. } = self.last();
        let mut schedule = schedule.clone();
        let Some(action) = next(&mut schedule, &self.machine, world).filter(|_| self.steps() < STEPS_MAX) else {
            return false;
        };
        if let Some(last) = self.moments.last_mut() {
            last.schedule = schedule;
        }
        self.act(action).is_ok()
    }

    /// Time moves on, if it is not that late yet.
    pub(super) fn wait_until(&mut self, time: u32) {
        if let Some(last) = self.moments.last_mut() {
            last.schedule.wait_until(time);
        }
    }

    /// What may happen after that many steps, faults by chance left out.
    pub(super) fn possible(&self, position: usize) -> Vec<Action> {
        let mut actions = Vec::new();
        self.machine.enabled(&self.moment(position).world, &mut actions);
        actions.retain(|action| action.pace() != Pace::Fault);
        actions
    }

    /// What an action would tell after that many steps, if it can happen there.
    pub(super) fn foretell(&self, position: usize, action: Action) -> Option<Vec<Event>> {
        let (mut world, mut events) = (self.moment(position).world.clone(), Vec::new());
        self.machine.apply(&mut world, action, &mut events).ok()?;
        Some(events)
    }

    pub(super) fn trace_flights(&mut self) {
        self.flights = flights(self.moments[1..].iter().map(|moment| moment.events.as_slice()));
    }

    /// The setup it runs under.
    pub const fn setup(&self) -> &Setup {
        &self.setup
    }

    /// The rules it runs by.
    pub const fn machine(&self) -> &Machine {
        &self.machine
    }

    /// How many steps it has.
    pub const fn steps(&self) -> usize {
        self.moments.len() - 1
    }

    /// The moment after that many steps; beyond the end, the end.
    pub fn moment(&self, position: usize) -> &Moment {
        &self.moments[position.min(self.steps())]
    }

    /// The events of a step, counted from 1.
    pub fn events(&self, step: usize) -> &[Event] {
        &self.moment(step).events
    }

    /// Every event, with its step.
    pub fn all_events(&self) -> impl Iterator<Item = (usize, &Event)> {
        self.moments.iter().enumerate().flat_map(|(step, moment)| moment.events.iter().map(move |event| (step, event)))
    }

    /// What can be seen after that many steps.
    pub fn scene(&self, position: usize) -> Scene {
        self.machine.scene(&self.moment(position).world)
    }

    /// Belief, truth and flags after that many steps.
    pub fn ledger(&self, position: usize) -> &Ledger {
        self.machine.ledger(&self.moment(position).world)
    }

    /// Whether it ends with messages that nobody will ever read: no consumer runs, and none has anything left to do.
    pub fn is_left_unread(&self) -> bool {
        let (end, scene) = (self.steps(), self.scene(self.steps()));
        let reads = |consumer: &ConsumerScene| consumer.status == ConsumerStatus::Running;
        if scene.consumers.is_empty() || scene.consumers.iter().any(reads) {
            return false;
        }
        let ledger = self.ledger(end);
        let waits = (0..ledger.records.len()).any(|index| ledger.fate(Message::at(index)) == Fate::Waiting);
        waits && !self.possible(end).into_iter().any(Action::is_a_consumers)
    }

    /// The ways of all envelopes, in the order in which they were sent.
    pub fn flights(&self) -> &[Flight] {
        &self.flights
    }

    /// The actions, in order.
    pub fn actions(&self) -> impl Iterator<Item = Action> {
        self.moments.iter().filter_map(|moment| moment.action)
    }

    /// Every fault that could strike after that many steps.
    pub fn possible_faults(&self, position: usize) -> Vec<Action> {
        let mut actions = Vec::new();
        self.machine.faults(&self.moment(position).world, &mut actions);
        actions
    }

    /// The fingerprint of the whole run.
    pub fn digest(&self) -> Digest {
        Digest::of(self.moments.iter().flat_map(|moment| &moment.events))
    }
}
