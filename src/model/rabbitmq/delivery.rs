//! The broker's side of consuming: who is subscribed, hand-out, acks and requeues.

use super::queue::{Memory, Slot};
use super::rules::{Rules, TimeToLive};
use super::state::{State, Step};
use crate::model::{
    Cause, Consumer, CopyId, Death, Envelope, EnvelopeKind, Event, Line, Listener, Messages, Queue, Way,
};
use crate::setup::Ack;

/// Who is subscribed to a queue.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Subscriptions {
    /// Whoever is first gets the next message, if it may take one, and goes to the back (A43).
    pub turns: Vec<Consumer>,
    /// The single active consumer, where the queue has one (A44).
    pub active: Option<Consumer>,
}

impl Subscriptions {
    /// Every consumer of the queue, in order.
    pub fn new(rules: &Rules, queue: Queue) -> Self {
        let first = queue.0 * rules.consumers;
        let active = (rules.single_active_consumer).then_some(Consumer(first));
        Self { turns: (first..first + rules.consumers).map(Consumer).collect(), active }
    }
}

/// The consumer that the queue's head would go to.
pub fn next_consumer(rules: &Rules, state: &State, queue: Queue) -> Option<Consumer> {
    let subscriptions = state.subscriptions.get(queue.index())?;
    let has_room = |consumer: &Consumer| {
        let limit = rules.prefetch_limit();
        limit.is_none_or(|limit| state.queues.unacked_by(*consumer) < limit)
    };
    let may_take = |consumer: &Consumer| !rules.single_active_consumer || subscriptions.active == Some(*consumer);
    subscriptions.turns.iter().copied().find(|consumer| may_take(consumer) && has_room(consumer))
}

impl<L: Listener> Step<'_, L> {
    /// The head of the queue goes to the next consumer. With auto-ack it is forgotten as it is written (A30).
    pub fn dispatch(&mut self, queue: Queue) {
        let consumer = next_consumer(self.rules, self.state, queue);
        let (Some(consumer), Some(index)) = (consumer, self.state.queues.head(queue)) else { return };
        self.take_turn(consumer);
        self.consumer(consumer).tagged += 1;
        let tag = self.consumer(consumer).tagged;
        let Slot { message, copy, redelivered, .. } = self.state.queues.slots[index];
        let messages = Messages::one(message);
        let envelope =
            Envelope { kind: EnvelopeKind::Delivery, messages, number: tag, multiple: false, again: redelivered };
        let line = &mut self.state.consumers[consumer.0 as usize].line;
        line.send(Line::Consumer(consumer), Way::ToClient, envelope, self.listener);
        self.state.queues.slots[index].redelivered = true;
        if let Some(cluster) = &mut self.state.cluster {
            cluster.note_handed_out(copy);
        }
        match (self.rules.ack, &mut self.state.cluster) {
            (Ack::Auto, None) => self.consume(index, Cause::AutoAck),
            (Ack::Auto, Some(cluster)) => {
                cluster.append_settle(copy);
                self.state.queues.slots[index].memory = Memory::Settling(None);
            }
            (Ack::BeforeEffect | Ack::AfterEffect, _) => {
                self.state.queues.slots[index].memory = Memory::Unacked { consumer, tag };
            }
        }
    }

    /// Round robin over messages (A43). A single active consumer needs no turns: the list is its succession.
    fn take_turn(&mut self, consumer: Consumer) {
        if !self.rules.single_active_consumer {
            let turns = &mut self.subscriptions_of(consumer).turns;
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
            EnvelopeKind::Nack => {
                self.settle(consumer, envelope, Self::settle_requeue);
                self.after_requeue(self.rules.queue_of_consumer(consumer));
            }
            EnvelopeKind::Reject => {
                self.settle(consumer, envelope, |step, _, index| step.discard(index, Death::Rejected))
            }
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
            Memory::Ready
            | Memory::Returned
            | Memory::Settling(_)
            | Memory::Leaving
            | Memory::Forgotten
            | Memory::Died => false,
        };
        while let Some(index) = self.state.queues.slots.iter().position(|slot| covered(slot.memory)) {
            how(self, consumer, index);
        }
    }

    fn settle_ack(&mut self, consumer: Consumer, index: usize) {
        let copy = self.state.queues.slots[index].copy;
        match &mut self.state.cluster {
            None => self.consume(index, Cause::Acked),
            Some(cluster) => {
                cluster.append_settle(copy);
                self.state.queues.slots[index].memory = Memory::Settling(Some(consumer));
            }
        }
    }

    fn settle_requeue(&mut self, consumer: Consumer, index: usize) {
        let Slot { copy, message, .. } = self.state.queues.slots[index];
        // A41: a nack is a failed delivery. One too many, and the queue gives the message up.
        if self.rules.delivery_limit.is_some() && self.delivery_failed(message, copy) {
            return self.discard(index, Death::TooOften);
        }
        match &mut self.state.cluster {
            None => {
                self.make_ready(index);
                self.tell(Event::Requeued { message, copy, to_back: false });
            }
            Some(cluster) => {
                cluster.append_requeue(copy);
                self.state.queues.slots[index].memory = Memory::Settling(Some(consumer));
            }
        }
    }

    fn make_ready(&mut self, index: usize) {
        let slot = &mut self.state.queues.slots[index];
        slot.memory = Memory::Ready;
        slot.aged = self.rules.time_to_live != TimeToLive::NoEnd;
    }

    /// A channel is gone: all that it held is ready again (A35), in its place (A39), or behind what other dead channels
    /// gave back and before everything else in a quorum queue (A40).
    pub fn requeue_unacked(&mut self, consumer: Consumer) {
        let slots = &self.state.queues.slots;
        let held = slots.iter().filter(|slot| slot.memory.held_by() == Some(consumer)).map(|slot| slot.copy);
        for copy in held.collect::<Vec<_>>() {
            self.requeue(copy);
        }
    }

    fn requeue(&mut self, copy: CopyId) {
        let Some(index) = self.state.queues.position(copy) else { return };
        let slot = &mut self.state.queues.slots[index];
        let message = slot.message;
        if let Memory::Settling(_) = slot.memory {
            slot.memory = Memory::Settling(None);
            return;
        }
        if self.rules.delivery_limit.is_some() && self.delivery_failed(message, copy) {
            self.make_ready(index);
            return self.discard(index, Death::TooOften);
        }
        if self.rules.quorum() {
            self.return_to_front(index);
        } else {
            self.make_ready(index);
        }
        self.tell(Event::Requeued { message, copy, to_back: false });
    }

    /// Behind what else was returned, and before everything that is ready (A40).
    pub fn return_to_front(&mut self, index: usize) {
        let mut slot = self.state.queues.slots.remove(index);
        slot.memory = Memory::Returned;
        slot.aged = self.rules.time_to_live != TimeToLive::NoEnd;
        let slots = &mut self.state.queues.slots;
        let of_queue = |other: &Slot| other.queue == slot.queue;
        let returned = slots.iter().rposition(|other| of_queue(other) && other.memory == Memory::Returned);
        let front = || slots.iter().position(|other| other.queue >= slot.queue).unwrap_or(slots.len());
        let place = returned.map_or_else(front, |last| last + 1);
        slots.insert(place, slot);
    }

    pub fn is_subscribed(&self, consumer: Consumer) -> bool {
        let queue = self.rules.queue_of_consumer(consumer);
        self.state.subscriptions[queue.index()].turns.contains(&consumer)
    }

    fn subscriptions_of(&mut self, consumer: Consumer) -> &mut Subscriptions {
        let queue = self.rules.queue_of_consumer(consumer);
        &mut self.state.subscriptions[queue.index()]
    }

    /// Takes the consumer off the list. Was it the single active one, the next is activated (A44, A45).
    pub fn unsubscribe(&mut self, consumer: Consumer) {
        let subscriptions = self.subscriptions_of(consumer);
        subscriptions.turns.retain(|turn| *turn != consumer);
        if subscriptions.active == Some(consumer) {
            subscriptions.active = None;
            self.activate_next(consumer);
        }
    }

    /// Puts the consumer at the end of the list, if there is a queue to subscribe to.
    pub fn subscribe(&mut self, consumer: Consumer) {
        if self.state.queues.gone || !self.state.serving() {
            return;
        }
        self.subscriptions_of(consumer).turns.push(consumer);
        self.activate_next(consumer);
    }

    /// The next of those that share a queue with this consumer is the active one, if there is none.
    fn activate_next(&mut self, consumer: Consumer) {
        let single = self.rules.single_active_consumer;
        let subscriptions = self.subscriptions_of(consumer);
        if !single || subscriptions.active.is_some() {
            return;
        }
        if let Some(consumer) = subscriptions.turns.first().copied() {
            subscriptions.active = Some(consumer);
            self.tell(Event::Activated { consumer });
        }
    }
}
