//! The settings that the machine obeys, taken from a setup once.

use crate::model::effects::Strategy;
use crate::model::{Consumer, Message, Queue};
use crate::setup::{Ack, DeadLetter, Dispatch, FaultKinds, Overflow, Publish, QueueType, Resend, Setup};

/// What the machine obeys.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rules {
    pub messages: u8,
    pub keys: u8,
    pub publish: Publish,
    pub window: usize,
    pub resend: Resend,
    pub mandatory: bool,
    pub queue_type: QueueType,
    pub durable: bool,
    pub persistent: bool,
    pub fsync: bool,
    pub queues: u8,
    pub max_length: Option<u32>,
    pub overflow: Overflow,
    pub time_to_live: TimeToLive,
    pub dead_letter: Option<DeadLetter>,
    pub delivery_limit: Option<u32>,
    /// Consumers of each queue.
    pub consumers: u8,
    pub single_active_consumer: bool,
    pub ack: Ack,
    pub multiple_ack: bool,
    pub prefetch: u8,
    pub workers: u8,
    pub dispatch: Dispatch,
    pub strategy: Strategy,
    pub budget: u8,
    pub kinds: FaultKinds,
}

/// How long a message may be ready.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TimeToLive {
    /// For ever.
    NoEnd,
    /// For some time; a machine without a clock leaves open how long.
    Limited,
    /// Not at all: a consumer takes it at once, or nobody does.
    Nothing,
}

impl Rules {
    /// The rules of a setup.
    pub fn new(setup: &Setup) -> Self {
        let rabbitmq = &setup.rabbitmq;
        Self {
            messages: setup.messages,
            keys: setup.keys,
            publish: rabbitmq.publish,
            window: rabbitmq.window as usize,
            resend: rabbitmq.resend,
            mandatory: rabbitmq.mandatory,
            queue_type: rabbitmq.queue_type,
            durable: rabbitmq.durable,
            persistent: rabbitmq.persistent,
            fsync: rabbitmq.fsync_before_confirm,
            queues: rabbitmq.queues,
            max_length: rabbitmq.max_length,
            overflow: rabbitmq.overflow,
            time_to_live: match rabbitmq.message_ttl {
                None => TimeToLive::NoEnd,
                Some(0) => TimeToLive::Nothing,
                Some(_) => TimeToLive::Limited,
            },
            dead_letter: rabbitmq.dead_letter,
            delivery_limit: rabbitmq.delivery_limit,
            consumers: rabbitmq.consumers,
            single_active_consumer: rabbitmq.single_active_consumer,
            ack: rabbitmq.ack,
            multiple_ack: rabbitmq.multiple_ack,
            prefetch: rabbitmq.prefetch,
            workers: rabbitmq.workers,
            dispatch: rabbitmq.dispatch,
            strategy: Strategy::of(setup),
            budget: setup.faults.budget,
            kinds: setup.faults.kinds,
        }
    }

    /// Whether the classic queue writes its messages: both the queue and the message must survive a restart (A8, A20).
    /// What recovery would discard anyway is never counted as stored.
    pub fn stored(&self) -> bool {
        self.durable && self.persistent
    }

    /// The queue of a message: its key decides, so a key has one (D2).
    pub const fn queue_of(&self, message: Message) -> Queue {
        // Mostly there is only one, and a division is dear where copies are packed and unpacked.
        if self.queues == 1 { Queue::FIRST } else { Queue(message.key(self.keys).0 % self.queues) }
    }

    /// The queue that a consumer is subscribed to.
    pub const fn queue_of_consumer(&self, consumer: Consumer) -> Queue {
        Queue(consumer.0 / self.consumers)
    }

    /// The queues that publishes go to.
    pub fn queues(&self) -> impl Iterator<Item = Queue> + use<> {
        (0..self.queues).map(Queue)
    }

    /// Where dead letters go, if anywhere.
    pub fn dead_letter_queue(&self) -> Option<Queue> {
        self.dead_letter.map(|_| Queue(self.queues))
    }

    /// The queues that publishes go to, then the dead-letter queue.
    pub fn all_queues(&self) -> impl Iterator<Item = Queue> + use<> {
        (0..self.queues + u8::from(self.dead_letter.is_some())).map(Queue)
    }

    /// Whether a dead letter stays in its queue until the dead-letter queue has it on a majority (A50).
    pub fn keeps_dead_letters(&self) -> bool {
        self.dead_letter == Some(DeadLetter::AtLeastOnce)
    }

    /// Whether the queue is replicated.
    pub fn quorum(&self) -> bool {
        self.queue_type == QueueType::Quorum
    }

    /// Whether the producer sends again what was not answered.
    pub fn resends(&self) -> bool {
        self.publish != Publish::FireAndForget && self.resend != Resend::Never
    }

    /// The thread of a consumer to which the message falls where threads have their own keys (D4).
    pub const fn thread(&self, message: Message) -> u8 {
        message.key(self.keys).0 % self.workers
    }

    /// Unacked deliveries that a consumer may hold, if that is limited. Prefetch does not apply to auto-ack (A31).
    pub fn prefetch_limit(&self) -> Option<usize> {
        (self.ack != Ack::Auto && self.prefetch > 0).then_some(self.prefetch as usize)
    }
}
