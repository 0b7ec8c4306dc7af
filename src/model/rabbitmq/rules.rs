//! The settings that the machine obeys, taken from a setup once.

use crate::model::Message;
use crate::model::effects::Strategy;
use crate::setup::{Ack, Dispatch, FaultKinds, Publish, QueueType, Resend, Setup};

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
