//! How a consumer brings the effect of a message about, and what recognises a repeat (C0–C10): a strategy is a few
//! steps, and a crash, a zombie or another consumer may come between any two of them.
//!
//! | strategy | steps |
//! |---|---|
//! | none, `redis_incr` | act |
//! | `memory_set` | look into the process's set, act, add to the set |
//! | `query_then_insert` | query the effects, act |
//! | `unique_constraint`, `inbox` | act, unless it is there: one step of the database |
//! | `upsert` | write an absolute value; with a version guard unless the row is as new or newer |
//! | `redis_get_set` | read the total, write the total plus one's own |
//! | `redis_check_act_mark` | look for the mark, act, mark |
//! | `redis_mark_act`, `marker_row_first` | mark, unless it is marked: one step of the store; act |
//!
//! The store and its marks survive every fault; a process's set dies with the process (C-R1).

use super::event::{Event, Listener};
use super::ledger::{Flag, Ledger};
use super::name::{Consumer, Message, Messages};
use super::outcome::Outcome;
use super::scene::EffectScene;
use crate::setup::{Dedup, Setup};

/// How effects come about under a setup.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Strategy {
    /// What recognises a repeat.
    pub dedup: Dedup,
    /// Whether an absolute write is left out where the row is as new or newer (C-R4).
    pub version_guard: bool,
    /// Number of keys.
    pub keys: u8,
}

/// How far the work on a message in hand has come.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Work {
    /// Nothing is done.
    #[default]
    Untouched,
    /// It was looked for, and not known.
    Looked,
    /// The total was read (C5).
    Read(Reading),
    /// The message is marked, and its effect is still to come (C8, C9).
    Marked,
    /// The effect has happened, and the mark is still to come (C1, C7).
    Acted,
}

/// A total that was read and is not written back yet.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Reading(u8);

/// Who works, and whether it is for a channel or a membership that is gone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Worker {
    /// Which process.
    pub consumer: Consumer,
    /// Whether the work is not its own any more (N5).
    pub orphan: bool,
}

/// What recognises repeats, beside the effects themselves.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Store {
    /// Ids that are marked in the shared store.
    pub marks: Messages,
    /// Ids that each process remembers.
    pub remembered: Vec<Messages>,
    /// Totals that were read and are not written back.
    readings: Vec<Option<Total>>,
}

/// What a total is made of: how often each message was added, up to three times, as two bits of a number a message.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Total {
    pub ones: Messages,
    pub twos: Messages,
}

impl Total {
    /// Three times is as good as more: no verdict asks how much more than once.
    fn of(ledger: &Ledger) -> Self {
        let mut total = Self::default();
        for (index, record) in ledger.records.iter().enumerate() {
            let (message, count) = (Message::at(index), record.applied.min(3));
            if count & 1 != 0 {
                total.ones.insert(message);
            }
            if count & 2 != 0 {
                total.twos.insert(message);
            }
        }
        total
    }

    const fn count(self, message: Message) -> u8 {
        self.ones.contains(message) as u8 + 2 * self.twos.contains(message) as u8
    }
}

/// Where it is looked for, or marked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Memory {
    /// The process's own set.
    Process,
    /// The marks in the shared store.
    Marks,
    /// The effects themselves.
    Effects,
}

/// One step.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Task {
    Look(Memory),
    /// Marks it, unless it is marked.
    Claim,
    Act,
    /// Acts, unless it is there.
    Insert,
    /// Writes an absolute value.
    Write,
    ReadTotal,
    WriteTotal(Reading),
    Mark(Memory),
}

impl Strategy {
    /// That of a setup.
    pub const fn of(setup: &Setup) -> Self {
        Self { dedup: setup.effects.dedup, version_guard: setup.effects.version_guard, keys: setup.keys }
    }

    const fn next(self, work: Work) -> Task {
        match (self.dedup, work) {
            (Dedup::None | Dedup::RedisIncr, _) => Task::Act,
            (Dedup::UniqueConstraint | Dedup::Inbox, _) => Task::Insert,
            (Dedup::Upsert, _) => Task::Write,
            (Dedup::MemorySet, Work::Untouched) => Task::Look(Memory::Process),
            (Dedup::MemorySet, Work::Acted) => Task::Mark(Memory::Process),
            (Dedup::QueryThenInsert, Work::Untouched) => Task::Look(Memory::Effects),
            (Dedup::RedisGetSet, Work::Read(reading)) => Task::WriteTotal(reading),
            (Dedup::RedisGetSet, _) => Task::ReadTotal,
            (Dedup::RedisCheckActMark, Work::Untouched) => Task::Look(Memory::Marks),
            (Dedup::RedisCheckActMark, Work::Acted) => Task::Mark(Memory::Marks),
            (Dedup::RedisMarkAct | Dedup::MarkerRowFirst, Work::Marked) => Task::Act,
            (Dedup::RedisMarkAct | Dedup::MarkerRowFirst, _) => Task::Claim,
            (Dedup::MemorySet | Dedup::QueryThenInsert | Dedup::RedisCheckActMark, _) => Task::Act,
        }
    }

    /// Whether the next step is the effect, or would be if the message were new.
    pub const fn acts_next(self, work: Work) -> bool {
        match self.next(work) {
            Task::Act | Task::Insert | Task::Write | Task::WriteTotal(_) => true,
            Task::Look(_) | Task::Claim | Task::ReadTotal | Task::Mark(_) => false,
        }
    }

    /// Whether work can stand between two steps.
    pub const fn has_steps(self) -> bool {
        !matches!(self.dedup, Dedup::None | Dedup::RedisIncr | Dedup::UniqueConstraint | Dedup::Inbox | Dedup::Upsert)
    }

    /// Whether processes remember what they have done.
    pub const fn remembers(self) -> bool {
        matches!(self.dedup, Dedup::MemorySet)
    }

    /// Whether ids are marked in the store.
    pub const fn marks(self) -> bool {
        self.dedup.marks_in_store()
    }

    /// Whether an effect can be undone by one that had read an older total.
    pub const fn totals(self) -> bool {
        matches!(self.dedup, Dedup::RedisGetSet)
    }

    /// Whether an older value can be left out for a newer one.
    pub const fn guards(self) -> bool {
        matches!(self.dedup, Dedup::Upsert) && self.version_guard
    }
}

impl Work {
    /// Whether, whatever the marks say by now, the effect comes next.
    pub const fn acts_next(self) -> bool {
        matches!(self, Self::Looked | Self::Marked)
    }

    /// Whether the effect has happened and only a mark is to come.
    pub const fn has_acted(self) -> bool {
        matches!(self, Self::Acted)
    }
}

impl Store {
    /// Nothing is known yet to any of so many processes.
    pub fn new(consumers: u8) -> Self {
        Self { remembered: vec![Messages::NONE; consumers as usize], ..Self::default() }
    }

    /// Whether the message is marked, or some process remembers it.
    #[cfg(not(feature = "figure"))]
    pub fn knows(&self, message: Message) -> bool {
        self.marks.contains(message) || self.remembered.iter().any(|remembered| remembered.contains(message))
    }

    /// Keeps a total that was read.
    pub(super) fn keep(&mut self, total: Total) -> Reading {
        let free = self.readings.iter().position(Option::is_none).unwrap_or_else(|| {
            self.readings.push(None);
            self.readings.len() - 1
        });
        self.readings[free] = Some(total);
        Reading(free as u8)
    }

    /// The total that was read.
    pub(super) fn total(&self, Reading(place): Reading) -> Total {
        self.readings.get(place as usize).copied().flatten().unwrap_or_default()
    }

    /// Nobody comes back to this total.
    fn close(&mut self, Reading(place): Reading) {
        if let Some(reading) = self.readings.get_mut(place as usize) {
            *reading = None;
        }
        // Equal worlds have equal stores, whatever was read before.
        while self.readings.last() == Some(&None) {
            self.readings.pop();
        }
    }

    /// No total is being worked on.
    pub(super) fn forget_readings(&mut self) {
        self.readings.clear();
    }
}

impl Outcome {
    /// The next step of the work on a message. Answers how far it has come, or nothing once it is done.
    pub fn work(
        &mut self,
        strategy: Strategy,
        worker: Worker,
        message: Message,
        work: Work,
        listener: &mut impl Listener,
    ) -> Option<Work> {
        let consumer = worker.consumer;
        match strategy.next(work) {
            Task::Act => {
                self.apply(strategy.keys, worker, message, listener);
                return strategy.dedup.marks_last().then_some(Work::Acted);
            }
            // C-R3: the error of the constraint means that it is done.
            Task::Insert if !self.is_known(Memory::Effects, consumer, message) => {
                self.apply(strategy.keys, worker, message, listener);
            }
            Task::Look(memory) if !self.is_known(memory, consumer, message) => {
                listener.hear(Event::NotKnown { consumer, message });
                return Some(Work::Looked);
            }
            Task::Claim if !self.is_known(Memory::Marks, consumer, message) => {
                self.mark(Memory::Marks, consumer, message, listener);
                return Some(Work::Marked);
            }
            Task::Insert | Task::Look(_) | Task::Claim => listener.hear(Event::Repeat { consumer, message }),
            Task::Mark(memory) => self.mark(memory, consumer, message, listener),
            Task::Write => self.write(strategy, worker, message, listener),
            Task::ReadTotal => {
                listener.hear(Event::TotalRead { consumer, message });
                return Some(Work::Read(self.store.keep(Total::of(&self.ledger))));
            }
            Task::WriteTotal(reading) => self.write_total(strategy.keys, worker, message, reading, listener),
        }
        None
    }

    /// Nobody goes on with this work.
    pub fn abandon(&mut self, work: Work) {
        if let Work::Read(reading) = work {
            self.store.close(reading);
        }
    }

    /// The process is gone, and with it what it remembered (C-R1).
    pub fn forget_process(&mut self, consumer: Consumer) {
        self.store.remembered[consumer.0 as usize] = Messages::NONE;
    }

    fn is_known(&self, memory: Memory, consumer: Consumer, message: Message) -> bool {
        match memory {
            Memory::Process => self.store.remembered[consumer.0 as usize].contains(message),
            Memory::Marks => self.store.marks.contains(message),
            Memory::Effects => self.ledger.record(message).applied > 0,
        }
    }

    fn mark(&mut self, memory: Memory, consumer: Consumer, message: Message, listener: &mut impl Listener) {
        match memory {
            Memory::Process => self.store.remembered[consumer.0 as usize].insert(message),
            Memory::Marks => self.store.marks.insert(message),
            Memory::Effects => {}
        }
        listener.hear(Event::Marked { consumer, message });
    }

    /// C-R4: a repeat writes what is there already, or, after a newer value, brings the old one back.
    fn write(&mut self, strategy: Strategy, worker: Worker, message: Message, listener: &mut impl Listener) {
        let consumer = worker.consumer;
        let overtaken = self.ledger.overtaken(message, strategy.keys);
        let repeated = self.ledger.record(message).applied > 0;
        if strategy.version_guard && (overtaken || repeated) {
            if !repeated {
                self.ledger.outdate(message);
            }
            return listener.hear(Event::Outdated { consumer, message });
        }
        if !repeated {
            return self.apply(strategy.keys, worker, message, listener);
        }
        self.effects.push(EffectScene { message, consumer, times: 1, undone: false });
        listener.hear(Event::Rewritten { consumer, message });
        if overtaken {
            self.raise(Flag::StaleReplay, message, listener);
        }
    }

    /// C-R5: the total becomes what was read and one's own. What was added in between is gone, and what another such write
    /// had undone is back.
    fn write_total(
        &mut self,
        keys: u8,
        worker: Worker,
        message: Message,
        reading: Reading,
        listener: &mut impl Listener,
    ) {
        let read = self.store.total(reading);
        self.store.close(reading);
        for index in 0..self.ledger.records.len() {
            let other = Message::at(index);
            while self.ledger.record(other).applied.min(3) > read.count(other) {
                self.undo(other, listener);
            }
            while self.ledger.record(other).applied < read.count(other) {
                self.restore(other, listener);
            }
        }
        self.apply(keys, worker, message, listener);
    }

    fn undo(&mut self, message: Message, listener: &mut impl Listener) {
        self.ledger.undo(message);
        self.mark_undone(message, true);
        listener.hear(Event::Undone { message });
    }

    fn restore(&mut self, message: Message, listener: &mut impl Listener) {
        let times = self.ledger.apply(message);
        self.mark_undone(message, false);
        listener.hear(Event::Restored { message, times });
        if times > 1 {
            self.raise(Flag::EffectTwice, message, listener);
        }
    }

    fn mark_undone(&mut self, message: Message, undone: bool) {
        let of_message = |effect: &&mut EffectScene| effect.message == message && effect.undone != undone;
        if let Some(effect) = self.effects.iter_mut().rev().find(of_message) {
            effect.undone = undone;
        }
    }
}
