//! The consuming client: one process, single-threaded. It finishes what it has in hand before it touches newer
//! deliveries.

use super::rules::Rules;
use super::state::Step;
use crate::model::connection::Connection;
use crate::model::{Cause, Consumer, Envelope, EnvelopeKind, Event, Line, Listener, Message, Messages, Stage, Way};
use crate::setup::Ack;

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
    pub orphans: Vec<Message>,
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
        self.orphans.contains(&message) || self.unapplied().any(|held| held.message == message)
    }

    /// What came by this channel and has had no effect yet.
    pub fn unapplied(&self) -> impl Iterator<Item = &Held> {
        self.held.iter().filter(|held| held.stage != Stage::Applied)
    }

    /// The place in hand of the delivery whose effect comes next, if it is not an orphan's turn.
    pub fn next_effect(&self, rules: &Rules) -> Option<usize> {
        if !self.orphans.is_empty() {
            return None;
        }
        match rules.ack {
            Ack::Auto => (!self.held.is_empty()).then_some(0),
            Ack::BeforeEffect => self.held.first().filter(|held| held.stage == Stage::AckedFirst).map(|_| 0),
            Ack::AfterEffect if rules.multiple_ack => self.held.iter().position(|held| held.stage == Stage::Received),
            Ack::AfterEffect => self.held.first().filter(|held| held.stage == Stage::Received).map(|_| 0),
        }
    }

    /// The ack that is due, as tag and whether it answers for all up to it (A34).
    pub fn next_ack(&self, rules: &Rules) -> Option<(u32, bool)> {
        if !self.orphans.is_empty() {
            return None;
        }
        let due = match rules.ack {
            Ack::Auto => return None,
            Ack::BeforeEffect => Stage::Received,
            Ack::AfterEffect => Stage::Applied,
        };
        if !rules.multiple_ack {
            return self.held.first().filter(|held| held.stage == due).map(|held| (held.tag, false));
        }
        let all_due = self.held.iter().all(|held| held.stage == due);
        self.held.last().filter(|_| all_due).map(|held| (held.tag, self.held.len() > 1))
    }
}

impl<L: Listener> Step<'_, L> {
    pub fn consumer_reads(&mut self, consumer: Consumer) {
        let line = &mut self.state.consumers[consumer.0 as usize].line;
        let Some(envelope) = line.read(Line::Consumer(consumer), Way::ToClient, self.listener) else { return };
        for message in envelope.messages.iter() {
            let held = Held { message, tag: envelope.number, redelivered: envelope.again, stage: Stage::Received };
            self.consumer(consumer).held.push(held);
            self.take(consumer, message);
        }
    }

    /// The effect of the oldest message in hand happens.
    pub fn effect(&mut self, consumer: Consumer) {
        let rules = *self.rules;
        let consuming = self.consumer(consumer);
        if !consuming.orphans.is_empty() {
            consuming.may_forget = false;
            let message = consuming.orphans.remove(0);
            return self.take_effect(consumer, message, true);
        }
        let Some(place) = consuming.next_effect(&rules) else { return };
        let message = consuming.held[place].message;
        match rules.ack {
            Ack::Auto | Ack::BeforeEffect => {
                consuming.held.remove(place);
            }
            Ack::AfterEffect => consuming.held[place].stage = Stage::Applied,
        }
        self.take_effect(consumer, message, false);
    }

    pub fn acknowledge(&mut self, consumer: Consumer) {
        let rules = *self.rules;
        let consuming = self.consumer(consumer);
        let Some((number, multiple)) = consuming.next_ack(&rules) else { return };
        let mut messages = Messages::NONE;
        for held in consuming.held.iter_mut().filter(|held| held.tag == number || multiple && held.tag < number) {
            messages.insert(held.message);
            held.stage = if rules.ack == Ack::BeforeEffect { Stage::AckedFirst } else { Stage::Applied };
        }
        if rules.ack == Ack::AfterEffect {
            consuming.held.retain(|held| !(held.tag == number || multiple && held.tag < number));
        }
        self.write_from(consumer, EnvelopeKind::Ack, messages, number, multiple);
    }

    /// In place of the effect, the message is handed back with requeue, or to the dead-letter queue if there is one (A37).
    pub fn nack(&mut self, consumer: Consumer) {
        let rules = *self.rules;
        let consuming = self.consumer(consumer);
        let Some(place) = consuming.next_effect(&rules) else { return };
        let held = consuming.held.remove(place);
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

    /// The channel is gone but the process works on: what it received it will apply, and cannot ack (N5). Effects
    /// whose ack was not written stay unacked.
    pub fn orphan(&mut self, consumer: Consumer) {
        let held = std::mem::take(&mut self.consumer(consumer).held);
        for Held { message, .. } in held.into_iter().filter(|held| held.stage != Stage::Applied) {
            self.consumer(consumer).orphans.push(message);
            self.tell(Event::Orphaned { consumer, message });
        }
    }

    /// The consumer drops what it has in hand.
    pub fn drop_orphans(&mut self, consumer: Consumer, cause: Cause) {
        self.consumer(consumer).may_forget = false;
        for message in std::mem::take(&mut self.consumer(consumer).orphans) {
            self.tell(Event::Dropped { consumer, message, cause });
        }
    }

    /// The process dies with everything in its memory.
    pub fn kill_consumer(&mut self, consumer: Consumer) {
        self.tell(Event::ConsumerDown { consumer });
        let held = std::mem::take(&mut self.consumer(consumer).held);
        for Held { message, .. } in held.into_iter().filter(|held| held.stage != Stage::Applied) {
            self.tell(Event::Dropped { consumer, message, cause: Cause::ProcessDied });
        }
        self.drop_orphans(consumer, Cause::ProcessDied);
        self.consumer(consumer).running = false;
    }
}
