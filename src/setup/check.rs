//! Which setups are possible, and which settings have no effect beside others.

use super::error::{Problem, SetupError, shortened};
use super::{Ack, Dedup, Field, Publish, QueueType, Setup, Value};

/// Why a setting, or one of its values, can't be chosen or makes no difference under the other settings.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Obstacle {
    /// Can't be chosen: its machine is not there yet.
    NotThereYet,
    /// Can't be chosen: a quorum queue is always durable.
    QuorumIsDurable,
    /// No effect: a quorum queue stores every message on disk, persistent or not (A62).
    QuorumIgnoresPersistent,
    /// No effect: a quorum queue always writes to the disk before it confirms (A16).
    QuorumAlwaysSyncs,
    /// No effect: the queue itself does not survive a restart (A20).
    QueueIsNotDurable,
    /// No effect: nothing waits for the disk unless the queue is durable and the messages are persistent (A7).
    NothingWaitsForDisk,
    /// No effect: without answers nothing is ever outstanding.
    NoAnswersToWaitFor,
    /// No effect: without answers nothing is ever sent again.
    NothingToResend,
    /// No effect: with automatic acks the consumer never acknowledges (A31).
    AutoAck,
    /// No effect: with a prefetch of 1 there is never more than one message to acknowledge (A38).
    HoldsOne,
    /// No effect: there is only one consumer.
    OneConsumer,
    /// No effect: there is only one thread.
    OneWorker,
    /// No effect: the queue's length has no limit.
    NoLimit,
    /// No effect: only `upsert` compares versions.
    NeedsUpsert,
    /// No effect: no fault is allowed at all.
    NoFaults,
}

impl Obstacle {
    /// Whether it forbids the choice; otherwise the choice is accepted and makes no difference.
    pub const fn forbids(self) -> bool {
        matches!(self, Self::NotThereYet | Self::QuorumIsDurable)
    }
}

impl Setup {
    /// Whether this setup is possible and everything in it is there.
    ///
    /// # Errors
    /// The first setting that is out of range, not there yet, or impossible beside another.
    pub fn check(&self) -> Result<(), SetupError> {
        self.check_as(|field| field.name().to_owned(), |value| value.to_string())
    }

    /// The same, with fields and values as the reader knows them.
    pub(super) fn check_as(
        &self,
        name: impl Fn(Field) -> String,
        show: impl Fn(Value) -> String,
    ) -> Result<(), SetupError> {
        match self.first_problem() {
            None => Ok(()),
            Some((field, problem)) => {
                Err(SetupError { field: name(field), value: shortened(&show(field.get(self))), problem })
            }
        }
    }

    fn first_problem(&self) -> Option<(Field, Problem)> {
        let of = |field: Field| self.out_of_range(field).or_else(|| self.not_there_yet(field));
        let first = Field::ALL.iter().find_map(|field| of(*field).map(|problem| (*field, problem)));
        first.or_else(|| self.impossible())
    }

    fn out_of_range(&self, field: Field) -> Option<Problem> {
        let value = field.get(self);
        let known = match value {
            Value::FaultKinds(kinds) => kinds.iter().all(|kind| kind.known_to(self.broker)),
            _ => field.kind().admits(value),
        };
        (!known).then(|| Problem::NotAllowed(field.allowed()))
    }

    fn not_there_yet(&self, field: Field) -> Option<Problem> {
        let differs = field.is_not_there_yet() && field.get(self) != field.get(&Self::default());
        differs.then(|| Problem::NotYet(field.allowed()))
    }

    fn impossible(&self) -> Option<(Field, Problem)> {
        let quorum = self.rabbitmq.queue_type == QueueType::Quorum;
        (quorum && !self.rabbitmq.durable).then(|| {
            let (beside, allowed) = (Field::QueueType, Value::Bool(true));
            (Field::Durable, Problem::Impossible { beside, is: beside.get(self), allowed })
        })
    }

    /// The setup with one setting changed. What that change makes impossible follows (a queue that becomes a quorum
    /// queue becomes durable); everything else stays.
    ///
    /// # Errors
    /// The value is not one that the setting takes, or the result is impossible or not there yet.
    pub fn with(&self, field: Field, value: Value) -> Result<Self, SetupError> {
        let mut changed = *self;
        field.set(&mut changed, value)?;
        changed.settle(self, &[field]);
        changed.check()?;
        Ok(changed)
    }

    /// Gives every setting outside `named` the value that follows from the others, all having started from `start`.
    pub(super) fn settle(&mut self, start: &Self, named: &[Field]) {
        for field in [Field::Durable, Field::FaultKinds] {
            if !named.contains(&field) {
                let implied = field.implied(start, self);
                // An implied value is always one that the setting takes.
                let _ = field.set(self, implied);
            }
        }
    }

    /// Why a setting as a whole can't be changed or makes no difference now; nothing if it does.
    pub fn obstacle(&self, field: Field) -> Option<Obstacle> {
        let quorum = self.rabbitmq.queue_type == QueueType::Quorum;
        match field {
            Field::Window | Field::Resend => self.obstacle_to_answers(field),
            Field::Durable if quorum => Some(Obstacle::QuorumIsDurable),
            Field::Persistent | Field::FsyncBeforeConfirm => self.obstacle_to_disk(field),
            Field::Prefetch | Field::MultipleAck => self.obstacle_to_acks(field),
            Field::SingleActiveConsumer if self.rabbitmq.consumers == 1 => Some(Obstacle::OneConsumer),
            Field::Dispatch if self.rabbitmq.workers == 1 => Some(Obstacle::OneWorker),
            Field::Overflow if self.rabbitmq.max_length.is_none() => Some(Obstacle::NoLimit),
            Field::VersionGuard if self.effects.dedup != Dedup::Upsert => Some(Obstacle::NeedsUpsert),
            Field::FaultKinds if self.faults.budget == 0 => Some(Obstacle::NoFaults),
            // A list of names stays open: each name tells for itself.
            Field::Broker | Field::Dedup => None,
            _ => field.is_not_there_yet().then_some(Obstacle::NotThereYet),
        }
    }

    fn obstacle_to_answers(&self, field: Field) -> Option<Obstacle> {
        match (self.rabbitmq.publish, field) {
            (Publish::FireAndForget, Field::Window) => Some(Obstacle::NoAnswersToWaitFor),
            (Publish::FireAndForget, _) => Some(Obstacle::NothingToResend),
            (Publish::Tx | Publish::Confirm, _) => None,
        }
    }

    fn obstacle_to_disk(&self, field: Field) -> Option<Obstacle> {
        let queue = &self.rabbitmq;
        match (queue.queue_type, field) {
            (QueueType::Quorum, Field::Persistent) => Some(Obstacle::QuorumIgnoresPersistent),
            (QueueType::Quorum, _) => Some(Obstacle::QuorumAlwaysSyncs),
            (QueueType::Classic, Field::Persistent) => (!queue.durable).then_some(Obstacle::QueueIsNotDurable),
            (QueueType::Classic, _) => (!queue.durable || !queue.persistent).then_some(Obstacle::NothingWaitsForDisk),
        }
    }

    fn obstacle_to_acks(&self, field: Field) -> Option<Obstacle> {
        let consumer = &self.rabbitmq;
        if consumer.ack == Ack::Auto {
            return Some(Obstacle::AutoAck);
        }
        (field == Field::MultipleAck && consumer.prefetch == 1).then_some(Obstacle::HoldsOne)
    }

    /// Why one value can't be chosen for a setting now; nothing if it can, whether or not it makes a difference.
    pub fn obstacle_to(&self, field: Field, value: Value) -> Option<Obstacle> {
        let quorum = self.rabbitmq.queue_type == QueueType::Quorum;
        if field.is_not_there_yet() && value != field.get(&Self::default()) {
            return Some(Obstacle::NotThereYet);
        }
        (field == Field::Durable && quorum && value == Value::Bool(false)).then_some(Obstacle::QuorumIsDurable)
    }
}
