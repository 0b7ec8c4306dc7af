//! The broker's side of consuming: who is subscribed, hand-out, acks and requeues.

use super::queue::{Memory, Slot};
use super::rules::Rules;
use super::state::{State, Step};
use crate::model::{Cause, Consumer, CopyId, Envelope, EnvelopeKind, Event, Line, Listener, Messages, Way};
use crate::setup::Ack;

/// Who is subscribed.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Subscriptions {
    /// Whoever is first gets the next message, if it may take one, and goes to the back (A43).
    pub turns: Vec<Consumer>,
    /// The single active consumer, where the queue has one (A44).
    pub active: Option<Consumer>,
}

impl Subscriptions {
    /// Every consumer, in order.
    pub fn new(rules: &Rules) -> Self {
        let active = (rules.single_active_consumer).then_some(Consumer(0));
        Self { turns: (0..rules.consumers).map(Consumer).collect(), active }
    }
}

/// The consumer that the queue's head would go to.
pub fn next_consumer(rules: &Rules, state: &State) -> Option<Consumer> {
    let has_room = |consumer: &Consumer| {
        let limit = rules.prefetch_limit();
        limit.is_none_or(|limit| state.queue.unacked_by(*consumer) < limit)
    };
    let may_take = |consumer: &Consumer| !rules.single_active_consumer || state.subscriptions.active == Some(*consumer);
    state.subscriptions.turns.iter().copied().find(|consumer| may_take(consumer) && has_room(consumer))
}

impl<L: Listener> Step<'_, L> {
    /// The head of the queue goes to the next consumer. With auto-ack it is forgotten as it is written (A30).
    pub fn dispatch(&mut self) {
        let (Some(consumer), Some(index)) = (next_consumer(self.rules, self.state), self.state.queue.head()) else {
            return;
        };
        self.take_turn(consumer);
        self.consumer(consumer).tagged += 1;
        let tag = self.consumer(consumer).tagged;
        let Slot { message, copy, redelivered, .. } = self.state.queue.slots[index];
        let messages = Messages::one(message);
        let envelope =
            Envelope { kind: EnvelopeKind::Delivery, messages, number: tag, multiple: false, again: redelivered };
        let line = &mut self.state.consumers[consumer.0 as usize].line;
        line.send(Line::Consumer(consumer), Way::ToClient, envelope, self.listener);
        self.state.queue.slots[index].redelivered = true;
        if let Some(cluster) = &mut self.state.cluster {
            cluster.note_handed_out(copy);
        }
        match (self.rules.ack, &mut self.state.cluster) {
            (Ack::Auto, None) => self.consume(index, Cause::AutoAck),
            (Ack::Auto, Some(cluster)) => {
                cluster.append_settle(copy);
                self.state.queue.slots[index].memory = Memory::Settling(None);
            }
            (Ack::BeforeEffect | Ack::AfterEffect, _) => {
                self.state.queue.slots[index].memory = Memory::Unacked { consumer, tag };
            }
        }
    }

    /// Round robin over messages (A43). A single active consumer needs no turns: the list is its succession.
    fn take_turn(&mut self, consumer: Consumer) {
        if !self.rules.single_active_consumer {
            let turns = &mut self.state.subscriptions.turns;
            turns.retain(|turn| *turn != consumer);
            turns.push(consumer);
        }
    }

    /// The broker reads the next thing from a consumer.
    pub fn broker_reads_from(&mut self, consumer: Consumer) {
        let line = &mut self.state.consumers[consumer.0 as usize].line;
        let Some(envelope) = line.read(Line::Consumer(consumer), Way::ToBroker, self.listener) else { return };
        match envelope.kind {
            EnvelopeKind::Ack => self.settle(consumer, envelope, Self::settle_ack),
            EnvelopeKind::Nack => self.settle(consumer, envelope, Self::settle_requeue),
            EnvelopeKind::Cancel => {
                self.tell(Event::Cancelled { consumer });
                self.unsubscribe(consumer);
            }
            EnvelopeKind::Publish
            | EnvelopeKind::Commit
            | EnvelopeKind::Confirm
            | EnvelopeKind::Refusal
            | EnvelopeKind::Return
            | EnvelopeKind::CommitOk
            | EnvelopeKind::CommitFailed
            | EnvelopeKind::Delivery
            | EnvelopeKind::Produce
            | EnvelopeKind::Produced
            | EnvelopeKind::ProduceError => unreachable!("a consumer never writes {:?}", envelope.kind),
        }
    }

    /// Every unacked delivery of this channel that the tag covers (A34).
    fn settle(&mut self, consumer: Consumer, envelope: Envelope, how: fn(&mut Self, Consumer, usize)) {
        let covered = |memory: Memory| match memory {
            Memory::Unacked { consumer: holder, tag } => holder == consumer && envelope.covers(tag),
            Memory::Ready | Memory::Returned | Memory::Settling(_) | Memory::Forgotten | Memory::Died => false,
        };
        while let Some(index) = self.state.queue.slots.iter().position(|slot| covered(slot.memory)) {
            how(self, consumer, index);
        }
    }

    fn settle_ack(&mut self, consumer: Consumer, index: usize) {
        let copy = self.state.queue.slots[index].copy;
        match &mut self.state.cluster {
            None => self.consume(index, Cause::Acked),
            Some(cluster) => {
                cluster.append_settle(copy);
                self.state.queue.slots[index].memory = Memory::Settling(Some(consumer));
            }
        }
    }

    fn settle_requeue(&mut self, consumer: Consumer, index: usize) {
        let Slot { copy, message, .. } = self.state.queue.slots[index];
        match &mut self.state.cluster {
            None => {
                self.state.queue.slots[index].memory = Memory::Ready;
                self.tell(Event::Requeued { message, copy, to_back: false });
            }
            Some(cluster) => {
                cluster.append_requeue(copy);
                self.state.queue.slots[index].memory = Memory::Settling(Some(consumer));
            }
        }
    }

    /// A channel is gone: all that it held is ready again (A35), in its place (A39), or behind what other dead channels
    /// gave back and before everything else in a quorum queue (A40).
    pub fn requeue_unacked(&mut self, consumer: Consumer) {
        let slots = &self.state.queue.slots;
        let held = slots.iter().filter(|slot| slot.memory.held_by() == Some(consumer)).map(|slot| slot.copy);
        for copy in held.collect::<Vec<_>>() {
            self.requeue(copy);
        }
    }

    fn requeue(&mut self, copy: CopyId) {
        let Some(index) = self.state.queue.position(copy) else { return };
        let slot = &mut self.state.queue.slots[index];
        let message = slot.message;
        if let Memory::Settling(_) = slot.memory {
            slot.memory = Memory::Settling(None);
            return;
        }
        slot.memory = if self.rules.quorum() { Memory::Returned } else { Memory::Ready };
        if self.rules.quorum() {
            let slot = self.state.queue.slots.remove(index);
            let slots = &mut self.state.queue.slots;
            let behind = slots.iter().rposition(|slot| slot.memory == Memory::Returned).map_or(0, |last| last + 1);
            slots.insert(behind, slot);
        }
        self.tell(Event::Requeued { message, copy, to_back: false });
    }

    /// Takes the consumer off the list. Was it the single active one, the next is activated (A44, A45).
    pub fn unsubscribe(&mut self, consumer: Consumer) {
        let subscriptions = &mut self.state.subscriptions;
        subscriptions.turns.retain(|turn| *turn != consumer);
        if subscriptions.active == Some(consumer) {
            subscriptions.active = None;
            self.activate_next();
        }
    }

    /// Puts the consumer at the end of the list, if there is a queue to subscribe to.
    pub fn subscribe(&mut self, consumer: Consumer) {
        if self.state.queue.gone || !self.state.serving() {
            return;
        }
        self.state.subscriptions.turns.push(consumer);
        self.activate_next();
    }

    fn activate_next(&mut self) {
        let subscriptions = &mut self.state.subscriptions;
        if !self.rules.single_active_consumer || subscriptions.active.is_some() {
            return;
        }
        if let Some(consumer) = subscriptions.turns.first().copied() {
            subscriptions.active = Some(consumer);
            self.tell(Event::Activated { consumer });
        }
    }
}
