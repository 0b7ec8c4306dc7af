//! What if one setting had been another, under the same schedule?
//!
//! The rule of "the same schedule":
//!
//! 1. What the run did is done again in its order and at its times, each thing to the same message, whoever does it now.
//! 2. What can't happen yet waits, and happens as soon as it can; what never can is left out.
//! 3. What only the change makes possible happens in its own time.
//! 4. A fault strikes when its turn comes and it finds what it found: a cut waits until it would destroy the same
//!    message or an answer about it; a refusal, a timer or a nack waits for its message; everything else waits until the
//!    messages in question have come as far, and the producer believes as much of them, as then. While it waits,
//!    what happens is first what waits, then what the change adds, then what leaves those messages where they are, and
//!    only then the rest. A fault that finds nothing before the end of the run is left out, with its waiting.
//! 5. Then the run goes on calmly to its end.
//!
//! So under the unchanged setup the same run comes out, which a test holds it to, and nothing that the run did happens
//! sooner than it did. What the change adds has a time of its own, so a change may help in this run and not in another:
//! who tells of it explores the others too (`worker/alternatives`). Where a fault was left out, `struck` says so.

mod fault;
mod subject;

use self::fault::Blow;
use self::subject::Subject;
use super::run::Run;
use super::schedule::Schedule;
use crate::model::{Action, Event, Flag, Flags, Message, Messages, Pace};
use crate::setup::{Field, FieldKind, Setup, Value};

/// A single changed setting under which a flag is not raised.
#[derive(Clone, Debug)]
pub struct WhatIf {
    /// The setting.
    pub field: Field,
    /// What it would have to be.
    pub value: Value,
    /// The run with it.
    pub run: Run,
    /// The flags that this run raises.
    pub flags: Flags,
    /// Flags of it that the run as it was does not raise.
    pub instead: Vec<Flag>,
    /// Whether this run, unlike the run as it was, ends with messages that nobody will read.
    pub unread: bool,
    /// How many faults struck.
    pub struck: usize,
    /// How many had struck in the run as it was.
    pub faults: usize,
}

/// Every single change of a setting under which, by the same schedule, no message raises the flag that this message
/// raises here: first those under which every fault strikes, and of these those that bring nothing else. Nothing if it
/// is not raised here.
pub fn what_if(run: &Run, flag: Flag, message: Message) -> Vec<WhatIf> {
    let setup = run.setup();
    let actions: Vec<Action> = run.actions().collect();
    let Ok(base) = Run::replay_and_go_on(setup, &actions) else { return Vec::new() };
    let raised = base.ledger(base.steps()).flags;
    if !raised.of(flag).contains(message) {
        return Vec::new();
    }
    let faults = base.actions().filter(|action| action.pace() == Pace::Fault).count();
    let script = Script::of(&base);
    let watched = watched(&base, flag, message);
    let mut found: Vec<WhatIf> = Vec::new();
    for (field, value) in alternatives(setup) {
        let Ok(changed) = setup.with(field, value) else { continue };
        let Repeat { run, struck, .. } = Again::play(&base, &script, &changed, watched);
        let flags = run.ledger(run.steps()).flags;
        if !flags.has(flag) {
            let instead = flags.iter().filter(|new| !raised.has(*new)).collect();
            let unread = run.is_left_unread() && !base.is_left_unread();
            found.push(WhatIf { field, value, run, flags, instead, unread, struck, faults });
        }
    }
    found.sort_by_key(|what_if| (what_if.struck < what_if.faults, what_if.instead.len() + usize::from(what_if.unread)));
    found
}

/// A run played again under another setup.
#[derive(Clone, Debug)]
pub struct Repeat {
    /// The run.
    pub run: Run,
    /// How many of the faults struck.
    pub struck: usize,
    /// Steps of the run as it was, and those in which the same was done here, in no order.
    pub pairs: Vec<(usize, usize)>,
}

/// The run under another setup by the same schedule. `watched` are the messages that faults wait for; those that the
/// other setup does not send count for nothing.
pub fn same_schedule(run: &Run, setup: &Setup, watched: Messages) -> Repeat {
    let sent = |message: &Message| message.0 <= setup.messages && message.0 <= run.setup().messages;
    Again::play(run, &Script::of(run), setup, watched.iter().filter(sent).collect())
}

/// The messages of which the run breaks a promise, and whatever faults have to wait for besides to break it again.
pub fn concerned(run: &Run) -> Messages {
    let flags = run.ledger(run.steps()).flags;
    let mut all = Messages::NONE;
    for (flag, message) in flags.iter().flat_map(|flag| flags.of(flag).iter().map(move |message| (flag, message))) {
        watched(run, flag, message).iter().for_each(|message| all.insert(message));
    }
    all
}

/// The messages that faults wait for where this is in question: the message, and where order is in question the newer one
/// whose effect came before it.
pub fn watched(base: &Run, flag: Flag, message: Message) -> Messages {
    let mut watched = Messages::one(message);
    if matches!(flag, Flag::Reordered | Flag::StaleReplay) {
        let keys = base.setup().keys;
        let events =
            base.all_events().map(|(_, event)| *event).take_while(|event| *event != Event::Raised { flag, message });
        let newer = events.filter_map(|event| match event {
            Event::Applied { message: of, times: 1, .. } if of > message && of.key(keys) == message.key(keys) => {
                Some(of)
            }
            _ => None,
        });
        newer.last().into_iter().for_each(|newer| watched.insert(newer));
    }
    watched
}

/// Every other value of every setting of the broker's section that makes a difference and could have been chosen.
fn alternatives(setup: &Setup) -> Vec<(Field, Value)> {
    let useful = |field: &Field| !field.is_circumstance() && setup.obstacle(*field).is_none();
    let fields = setup.section().fields().chain([Field::Dedup, Field::VersionGuard]).filter(useful);
    fields.flat_map(|field| others(setup, field).into_iter().map(move |value| (field, value))).collect()
}

fn others(setup: &Setup, field: Field) -> Vec<Value> {
    let now = field.get(setup);
    let mut values: Vec<Value> = match (field.kind(), now) {
        (FieldKind::Bool, Value::Bool(on)) => vec![Value::Bool(!on)],
        // Only what fits the effect helps anybody.
        _ if field == Field::Dedup => {
            setup.effects.kind.strategies().iter().map(|dedup| Value::Choice(dedup.name())).collect()
        }
        (FieldKind::Choice(names), _) => names.iter().copied().map(Value::Choice).collect(),
        // More threads are never a remedy.
        _ if field == Field::Workers => vec![Value::Number(1)],
        // Of numbers, the least and one more than now tell what there is to tell.
        (FieldKind::Number { .. }, Value::Number(number)) => vec![Value::Number(1), Value::Number(number + 1)],
        _ => Vec::new(),
    };
    let differs = |value: Value| value != now && setup.obstacle_to(field, value).is_none();
    values.retain(|value| field.kind().admits(*value) && differs(*value) && !field.is_weakened_by(setup, *value));
    values
}

/// What a run did, step by step.
struct Script {
    /// Of step n + 1, what it did and to which message.
    subjects: Vec<Subject>,
    /// What could have happened after n steps.
    possible: Vec<Vec<Subject>>,
}

impl Script {
    fn of(run: &Run) -> Self {
        let steps = 0..run.steps();
        let subject = |step: usize| {
            let events = run.events(step + 1);
            run.moment(step + 1).action.map(|action| Subject::of(action, events))
        };
        let subjects = steps.clone().filter_map(subject).collect();
        let possible = |position| now_after(run, position).into_iter().map(|(_, subject)| subject).collect();
        Self { subjects, possible: steps.map(possible).collect() }
    }
}

/// What may happen after that many steps, and to which message.
fn now_after(run: &Run, position: usize) -> Vec<(Action, Subject)> {
    let subject = |action| run.foretell(position, action).map(|events| (action, Subject::of(action, &events)));
    run.possible(position).into_iter().filter_map(subject).collect()
}

/// A run being played again under another setup.
struct Again<'base> {
    base: &'base Run,
    script: &'base Script,
    watched: Messages,
    run: Run,
    /// Steps of the base that are overdue.
    waiting: Vec<usize>,
    struck: usize,
    /// Steps of the base, and those in which they were done again.
    pairs: Vec<(usize, usize)>,
}

impl<'base> Again<'base> {
    fn play(base: &'base Run, script: &'base Script, setup: &Setup, watched: Messages) -> Repeat {
        let (run, waiting, pairs) = (Run::begin(setup), Vec::new(), Vec::new());
        let mut again = Self { base, script, watched, run, waiting, struck: 0, pairs };
        for step in 1..=base.steps() {
            again.add(step);
            again.turn(step);
        }
        again.run.go_on();
        again.pair_the_rest();
        let Self { run, struck, pairs, .. } = again;
        Repeat { run, struck, pairs }
    }

    /// The turn of a step of the base.
    fn turn(&mut self, step: usize) {
        self.run.wait_until(self.base.moment(step).time);
        match self.base.moment(step).action {
            Some(action) if action.pace() == Pace::Fault => self.strike(step, action),
            _ => {
                self.waiting.push(step);
                self.catch_up();
            }
        }
    }

    /// Does what has had its turn, as far as it can happen by now.
    fn catch_up(&mut self) {
        while self.do_waiting() {}
    }

    /// Strikes as soon as the fault finds what it found, if it ever does.
    fn strike(&mut self, step: usize, action: Action) {
        let blow = Blow::of(self.base, step, action, self.watched);
        let (run, waiting, pairs) = (self.run.clone(), self.waiting.clone(), self.pairs.len());
        loop {
            self.catch_up();
            if let Some(action) = blow.ready(&self.run, self.watched) {
                if self.run.act(action).is_ok() {
                    self.struck += 1;
                    self.pairs.push((step, self.run.steps()));
                }
                return;
            }
            let watched = self.watched;
            let went_on = self.go_on_with(u32::MAX, |again, subject| again.is_new(subject, step))
                || self.go_on_with(u32::MAX, |_, subject| !subject.moves(watched))
                || self.run.go_on_by(Schedule::next);
            if !went_on {
                (self.run, self.waiting) = (run, waiting);
                self.pairs.truncate(pairs);
                return;
            }
        }
    }

    fn do_waiting(&mut self) -> bool {
        if self.waiting.is_empty() {
            return false;
        }
        let now = now_after(&self.run, self.run.steps());
        let found = self.waiting.iter().enumerate().find_map(|(place, step)| Some((place, self.doing(&now, *step)?)));
        let Some((place, action)) = found else { return false };
        let step = self.waiting.remove(place);
        let done = self.run.act(action).is_ok();
        if done {
            self.pairs.push((step, self.run.steps()));
        }
        done
    }

    /// The action that does now what the base did in that step: its own if possible, else that of another consumer.
    fn doing(&self, now: &[(Action, Subject)], step: usize) -> Option<Action> {
        let (own, wanted) = (self.base.moment(step).action, self.script.subjects[step - 1]);
        let fits = |found: &&(Action, Subject)| found.1 == wanted;
        let found = now.iter().filter(fits).find(|(action, _)| Some(*action) == own).or_else(|| now.iter().find(fits));
        found.map(|(action, _)| *action)
    }

    /// What only the change makes possible, as far as it is due before the base's next step.
    fn add(&mut self, step: usize) {
        let until = self.base.moment(step).time;
        while self.go_on_with(until, |again, subject| again.is_new(subject, step)) {
            self.catch_up();
        }
    }

    /// Does the next thing of that kind that is due by that time; answers whether there was one.
    fn go_on_with(&mut self, until: u32, wanted: impl Fn(&Self, Subject) -> bool) -> bool {
        let now = now_after(&self.run, self.run.steps());
        let wanted = now.into_iter().filter(|(_, subject)| wanted(self, *subject));
        let actions: Vec<Action> = wanted.map(|(action, _)| action).collect();
        self.run.go_on_by(|schedule, machine, world| {
            schedule.next_of(machine, world, until, |action| actions.contains(&action))
        })
    }

    /// What went by itself may have been in the base too: it is what the base did to the same message and has no pair yet.
    fn pair_the_rest(&mut self) {
        let (mut old, mut new) = (vec![true; self.base.steps() + 1], vec![true; self.run.steps() + 1]);
        for (base, step) in &self.pairs {
            (old[*base], new[*step]) = (false, false);
        }
        let mut left: Vec<usize> = (1..old.len()).filter(|step| old[*step]).collect();
        for step in (1..new.len()).filter(|step| new[*step]) {
            let Some(action) = self.run.moment(step).action else { continue };
            let subject = Subject::of(action, self.run.events(step));
            if let Some(place) = left.iter().position(|base| self.script.subjects[base - 1] == subject) {
                self.pairs.push((left.remove(place), step));
            }
        }
    }

    /// Whether the base neither could do this before its step nor ever does it from there on.
    fn is_new(&self, subject: Subject, step: usize) -> bool {
        let later = &self.script.subjects[step - 1..];
        let waits = self.waiting.iter().any(|waiting| self.script.subjects[waiting - 1] == subject);
        !waits && !later.contains(&subject) && !self.script.possible[step - 1].contains(&subject)
    }
}
