//! The consuming client: one process with one or more threads. A thread finishes what it has in hand before it touches
//! newer deliveries.

use super::rules::Rules;
use super::state::Step;
use crate::model::connection::Connection;
use crate::model::effects::{Work, Worker};
use crate::model::{Cause, Consumer, Envelope, EnvelopeKind, Event, Line, Listener, Message, Messages, Stage, Way};
use crate::setup::{Ack, Dispatch};

/// The consuming client and its connection.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Consuming {
    pub line: Connection,
    /// The process runs.
    pub running: bool,
    /// It has cancelled its subscription and keeps its channel (A35).
    pub cancelled: bool,
    /// Deliveries so far on the broker's side of this channel; tags count from 1 (A32).
    pub tagged: u32,
    /// Received on this channel and not finished, oldest first.
    pub held: Vec<Held>,
    /// Received on a channel that is gone, and not applied yet (N5).
    pub orphans: Vec<Orphan>,
    /// After a broker fault it may drop the orphans instead of finishing them.
    pub may_forget: bool,
}

/// A delivery in hand.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Held {
    pub message: Message,
    pub tag: u32,
    pub redelivered: bool,
    pub stage: Stage,
    pub work: Work,
}

impl Held {
    /// Whether its effect has happened.
    pub fn is_applied(&self) -> bool {
        self.stage == Stage::Applied || self.work.has_acted()
    }
}

/// A message in hand whose channel is gone.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Orphan {
    pub message: Message,
    pub work: Work,
}

impl Default for Consuming {
    fn default() -> Self {
        Self {
            line: Connection::default(),
            running: true,
            cancelled: false,
            tagged: 0,
            held: Vec::new(),
            orphans: Vec::new(),
            may_forget: false,
        }
    }
}

impl Consuming {
    /// Whether the message is in hand with its effect still to come.
    pub fn may_still_apply(&self, message: Message) -> bool {
        let of_orphans = self.orphans.iter().any(|orphan| orphan.message == message && !orphan.work.has_acted());
        of_orphans || self.unapplied().any(|held| held.message == message)
    }

    /// What came by this channel and has had no effect yet.
    pub fn unapplied(&self) -> impl Iterator<Item = &Held> {
        self.held.iter().filter(|held| !held.is_applied())
    }

    /// Whether anything that came by this channel is not done: its effect is still to come, or the mark after it.
    pub fn is_working(&self) -> bool {
        self.held.iter().any(|held| held.stage != Stage::Applied)
    }

    /// How many messages are in hand. The places count the orphans first.
    pub fn places(&self) -> usize {
        self.orphans.len() + self.held.len()
    }

    /// What stands at a place and came by this channel.
    fn own(&self, place: usize) -> Option<&Held> {
        place.checked_sub(self.orphans.len()).and_then(|place| self.held.get(place))
    }

    /// The message at a place, if a thread is still busy with it or will be: one that waits for the common ack is not.
    fn unfinished(&self, rules: &Rules, place: usize) -> Option<Message> {
        let held = match self.orphans.get(place) {
            Some(orphan) => return Some(orphan.message),
            None => self.own(place)?,
        };
        let waits = rules.multiple_ack && held.stage == Stage::Applied;
        (!waits).then_some(held.message)
    }

    /// Whether a thread is at this place. One thread takes what it holds in order; of several, each takes the next of
    /// all, or the next of its own keys (D4, D7).
    fn is_turn(&self, rules: &Rules, place: usize) -> bool {
        let Some(message) = self.unfinished(rules, place) else { return false };
        if place == 0 {
            return true;
        }
        let mut earlier = (0..place).filter_map(|place| self.unfinished(rules, place));
        match rules.dispatch {
            Dispatch::Any => earlier.count() < rules.workers as usize,
            Dispatch::ByKey => earlier.all(|earlier| rules.thread(earlier) != rules.thread(message)),
        }
    }

    /// Whether the thread at this place may go on with the work: what it must ack first is acked.
    pub fn can_work(&self, rules: &Rules, place: usize) -> bool {
        let ready = match self.own(place).map(|held| held.stage) {
            None => true,
            Some(Stage::Received) => rules.ack != Ack::BeforeEffect,
            Some(Stage::AckedFirst) => true,
            Some(Stage::Applied | Stage::Orphan) => false,
        };
        ready && self.is_turn(rules, place)
    }

    /// The places where threads can be. One thread is at the first that is not finished.
    fn turns(&self, rules: &Rules) -> std::ops::Range<usize> {
        if rules.workers > 1 {
            return 0..self.places();
        }
        let first = (0..self.places()).find(|place| self.unfinished(rules, *place).is_some());
        first.map_or(0..0, |place| place..place + 1)
    }

    /// The first place where a thread may go on with the work.
    #[inline]
    pub fn next_work(&self, rules: &Rules) -> Option<usize> {
        self.turns(rules).find(|place| self.can_work(rules, *place))
    }

    /// The first place where the effect of a delivery of this channel comes next.
    pub fn next_effect(&self, rules: &Rules) -> Option<usize> {
        let acts_next = |place: &usize| self.own(*place).is_some_and(|held| rules.strategy.acts_next(held.work));
        self.turns(rules).filter(acts_next).find(|place| self.can_work(rules, *place))
    }

    /// Whether the thread at this place has an ack of its own to write.
    pub fn can_acknowledge(&self, rules: &Rules, place: usize) -> bool {
        let due = self.own(place).is_some_and(|held| Some(held.stage) == ack_stage(rules));
        due && !rules.multiple_ack && self.is_turn(rules, place)
    }

    /// The ack that is due, as tag and whether it answers for all up to it (A34).
    pub fn next_ack(&self, rules: &Rules) -> Option<(u32, bool)> {
        let due = ack_stage(rules)?;
        if !rules.multiple_ack {
            let place = self.turns(rules).find(|place| self.can_acknowledge(rules, *place))?;
            return self.own(place).map(|held| (held.tag, false));
        }
        let all_due = self.orphans.is_empty() && self.held.iter().all(|held| held.stage == due);
        self.held.last().filter(|_| all_due).map(|held| (held.tag, self.held.len() > 1))
    }
}

/// What a delivery has come to when its ack is written (A30).
const fn ack_stage(rules: &Rules) -> Option<Stage> {
    match rules.ack {
        Ack::Auto => None,
        Ack::BeforeEffect => Some(Stage::Received),
        Ack::AfterEffect => Some(Stage::Applied),
    }
}

impl<L: Listener> Step<'_, L> {
    pub fn consumer_reads(&mut self, consumer: Consumer) {
        let line = &mut self.state.consumers[consumer.0 as usize].line;
        let Some(envelope) = line.read(Line::Consumer(consumer), Way::ToClient, self.listener) else { return };
        for message in envelope.messages.iter() {
            let (tag, redelivered) = (envelope.number, envelope.again);
            let held = Held { message, tag, redelivered, stage: Stage::Received, work: Work::Untouched };
            self.consumer(consumer).held.push(held);
            self.take(consumer, message);
        }
    }

    /// The only thread goes on with its work.
    pub fn effect(&mut self, consumer: Consumer) {
        let rules = *self.rules;
        if let Some(place) = self.consumer(consumer).next_work(&rules) {
            self.work_on(consumer, place);
        }
    }

    /// The next step of the work on the message at this place in the hand.
    pub fn work_on(&mut self, consumer: Consumer, place: usize) {
        match place.checked_sub(self.consumer(consumer).orphans.len()) {
            None => self.work_on_orphan(consumer, place),
            Some(place) => self.work_on_held(consumer, place),
        }
    }

    fn work_on_orphan(&mut self, consumer: Consumer, place: usize) {
        let consuming = self.consumer(consumer);
        consuming.may_forget = false;
        let Orphan { message, work } = consuming.orphans[place];
        match self.work(Worker { consumer, orphan: true }, message, work) {
            Some(work) => self.consumer(consumer).orphans[place].work = work,
            None => drop(self.consumer(consumer).orphans.remove(place)),
        }
    }

    fn work_on_held(&mut self, consumer: Consumer, place: usize) {
        let Held { message, work, .. } = self.consumer(consumer).held[place];
        let more = self.work(Worker { consumer, orphan: false }, message, work);
        let acks_later = self.rules.ack == Ack::AfterEffect;
        let held = &mut self.consumer(consumer).held;
        match more {
            Some(work) => held[place].work = work,
            None if acks_later => (held[place].stage, held[place].work) = (Stage::Applied, Work::Untouched),
            None => drop(held.remove(place)),
        }
    }

    /// The first ack that is due.
    pub fn acknowledge(&mut self, consumer: Consumer) {
        let rules = *self.rules;
        if let Some((number, multiple)) = self.consumer(consumer).next_ack(&rules) {
            self.write_ack(consumer, number, multiple);
        }
    }

    /// The ack of the thread at this place.
    pub fn acknowledge_of(&mut self, consumer: Consumer, place: usize) {
        if let Some(tag) = self.consumer(consumer).own(place).map(|held| held.tag) {
            self.write_ack(consumer, tag, false);
        }
    }

    fn write_ack(&mut self, consumer: Consumer, number: u32, multiple: bool) {
        let first = self.rules.ack == Ack::BeforeEffect;
        let covered = |held: &Held| held.tag == number || multiple && held.tag < number;
        let mut messages = Messages::NONE;
        let held = &mut self.consumer(consumer).held;
        for held in held.iter_mut().filter(|held| covered(held)) {
            messages.insert(held.message);
            held.stage = if first { Stage::AckedFirst } else { Stage::Applied };
        }
        if !first {
            held.retain(|held| !covered(held));
        }
        self.write_from(consumer, EnvelopeKind::Ack, messages, number, multiple);
    }

    /// In place of the effect, the message is handed back with requeue, or to the dead-letter queue if there is one (A37).
    pub fn nack(&mut self, consumer: Consumer) {
        let rules = *self.rules;
        let consuming = self.consumer(consumer);
        let Some(place) = consuming.next_effect(&rules) else { return };
        let held = consuming.held.remove(place - consuming.orphans.len());
        self.state.outcome.abandon(held.work);
        let kind = if rules.dead_letter.is_some() { EnvelopeKind::Reject } else { EnvelopeKind::Nack };
        self.write_from(consumer, kind, Messages::one(held.message), held.tag, false);
    }

    /// basic.cancel: what it holds stays with its channel (A35).
    pub fn cancel(&mut self, consumer: Consumer) {
        self.consumer(consumer).cancelled = true;
        self.write_from(consumer, EnvelopeKind::Cancel, Messages::NONE, 0, false);
    }

    fn write_from(&mut self, from: Consumer, kind: EnvelopeKind, messages: Messages, number: u32, multiple: bool) {
        let envelope = Envelope { kind, messages, number, multiple, again: false };
        let line = &mut self.state.consumers[from.0 as usize].line;
        line.send(Line::Consumer(from), Way::ToBroker, envelope, self.listener);
    }

    /// The channel is gone but the process works on: what it received it will finish, and cannot ack (N5). Effects
    /// whose ack was not written stay unacked.
    pub fn orphan(&mut self, consumer: Consumer) {
        let held = std::mem::take(&mut self.consumer(consumer).held);
        for Held { message, work, .. } in held.into_iter().filter(|held| held.stage != Stage::Applied) {
            self.consumer(consumer).orphans.push(Orphan { message, work });
            self.tell(Event::Orphaned { consumer, message });
        }
    }

    /// The consumer drops what it has in hand.
    pub fn drop_orphans(&mut self, consumer: Consumer, cause: Cause) {
        self.consumer(consumer).may_forget = false;
        for Orphan { message, work } in std::mem::take(&mut self.consumer(consumer).orphans) {
            self.drop_work(consumer, message, work, cause);
        }
    }

    fn drop_work(&mut self, consumer: Consumer, message: Message, work: Work, cause: Cause) {
        self.state.outcome.abandon(work);
        if !work.has_acted() {
            self.tell(Event::Dropped { consumer, message, cause });
        }
    }

    /// The process dies with everything in its memory.
    pub fn kill_consumer(&mut self, consumer: Consumer) {
        self.tell(Event::ConsumerDown { consumer });
        let held = std::mem::take(&mut self.consumer(consumer).held);
        for Held { message, work, .. } in held.into_iter().filter(|held| held.stage != Stage::Applied) {
            self.drop_work(consumer, message, work, Cause::ProcessDied);
        }
        self.drop_orphans(consumer, Cause::ProcessDied);
        self.state.outcome.forget_process(consumer);
        self.consumer(consumer).running = false;
    }
}
