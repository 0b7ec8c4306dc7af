//! Which settings, and which values of them, can't be chosen or make no difference beside the others.

use super::{Ack, Acks, AutoOffsetReset, Client, Dedup, Field, Overflow, Processing, Publish, QueueType};
use super::{Section, Setup, Value};

/// Why a setting, or one of its values, can't be chosen or makes no difference under the other settings.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Obstacle {
    /// Can't be chosen: a quorum queue is always durable.
    QuorumIsDurable,
    /// No effect: a quorum queue stores every message on disk, persistent or not (A62).
    QuorumIgnoresPersistent,
    /// No effect: a quorum queue always writes to the disk before it confirms (A16).
    QuorumAlwaysSyncs,
    /// Can't be chosen: only a quorum queue counts failed deliveries (A41).
    DeliveryLimitNeedsQuorum,
    /// Can't be chosen: only a quorum queue keeps a dead letter until it is safe elsewhere (A50).
    AtLeastOnceNeedsQuorum,
    /// Can't be chosen: a queue that keeps dead letters may only refuse (A50).
    AtLeastOnceNeedsReject,
    /// Can't be chosen: only a classic queue dead-letters what it refuses (A48).
    OnlyClassicBuriesRefused,
    /// Can't be chosen: without `acks=all` the producer is never idempotent (B26).
    IdempotenceNeedsAcks,
    /// Can't be chosen: without retries the producer is never idempotent (B26).
    IdempotenceNeedsRetries,
    /// Can't be chosen: a transactional producer is always idempotent.
    TransactionsAreIdempotent,
    /// Can't be chosen: transactions need `acks=all`.
    TransactionsNeedAcks,
    /// Can't be chosen: transactions need retries.
    TransactionsNeedRetries,
    /// Can't be chosen: only a replica can be in sync.
    MoreThanReplicas,
    /// Can't be chosen: only the Java client commits like this (B34).
    OnlyInJava,
    /// Can't be chosen: only librdkafka commits like this (B37).
    OnlyInLibrdkafka,
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
    /// No effect: nothing is ever rejected, and nothing expires or has to leave (A49).
    NoDeadLetters,
    /// No effect: there is nowhere to put what is refused.
    NoDeadLetterQueue,
    /// No effect: with a single key all messages go to the same queue (D2).
    OneKeyOneQueue,
    /// No effect: only `upsert` compares versions.
    NeedsUpsert,
    /// No effect: `acks=0` counts everything as sent, nothing is outstanding or sent again (B13).
    NoAcks,
    /// No effect: only `acks=all` asks how many replicas are in sync, and nobody reads what is committed (B16, B4).
    OnlyAcksAll,
    /// No effect: there are no other replicas.
    OneReplica,
    /// No effect: more than all replicas means all of them (B17).
    CappedAtReplicas,
    /// No effect: with a single key all messages go to the same partition.
    OneKey,
    /// No effect: there are no transactions.
    NoTransactions,
    /// No effect: nobody reads the log.
    NoConsumers,
    /// No effect: what the loop polled is done before it polls again, and a rebalance happens in a poll (B46).
    LoopHoldsNothing,
    /// No effect: no fault is allowed at all.
    NoFaults,
}

impl Obstacle {
    /// Whether it forbids the choice; otherwise the choice is accepted and makes no difference.
    pub const fn forbids(self) -> bool {
        matches!(
            self,
            Self::QuorumIsDurable
                | Self::DeliveryLimitNeedsQuorum
                | Self::AtLeastOnceNeedsQuorum
                | Self::AtLeastOnceNeedsReject
                | Self::OnlyClassicBuriesRefused
                | Self::IdempotenceNeedsAcks
                | Self::IdempotenceNeedsRetries
                | Self::TransactionsAreIdempotent
                | Self::TransactionsNeedAcks
                | Self::TransactionsNeedRetries
                | Self::MoreThanReplicas
                | Self::OnlyInJava
                | Self::OnlyInLibrdkafka
        )
    }

    /// Only this client can.
    pub(super) const fn of_client(client: Client) -> Self {
        match client {
            Client::Java => Self::OnlyInJava,
            Client::Librdkafka => Self::OnlyInLibrdkafka,
        }
    }
}

impl Setup {
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
            Field::Queues if self.keys == 1 => Some(Obstacle::OneKeyOneQueue),
            Field::Overflow if self.rabbitmq.max_length.is_none() => Some(Obstacle::NoLimit),
            Field::DeadLetter if !self.has_dead_letters() => Some(Obstacle::NoDeadLetters),
            Field::DeliveryLimit if !quorum => Some(Obstacle::DeliveryLimitNeedsQuorum),
            Field::DeliveryLimit if self.rabbitmq.ack == Ack::Auto => Some(Obstacle::AutoAck),
            Field::VersionGuard if self.effects.dedup != Dedup::Upsert => Some(Obstacle::NeedsUpsert),
            Field::FaultKinds if self.faults.budget == 0 => Some(Obstacle::NoFaults),
            _ if field.section() == Section::Kafka => self.obstacle_in_kafka(field),
            Field::EffectKind | Field::Dedup if self.consumers() == 0 => Some(Obstacle::NoConsumers),
            _ => None,
        }
    }

    /// Whether a queue may give anything up: a consumer that acknowledges after the effect may reject (A37, A49).
    const fn has_dead_letters(&self) -> bool {
        let queue = &self.rabbitmq;
        let drops = queue.max_length.is_some() && !matches!(queue.overflow, Overflow::RejectPublish);
        matches!(queue.ack, Ack::AfterEffect) || queue.message_ttl.is_some() || queue.delivery_limit.is_some() || drops
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

    fn obstacle_in_kafka(&self, field: Field) -> Option<Obstacle> {
        let kafka = &self.kafka;
        let (nobody, alone) = (kafka.consumers == 0, kafka.replication_factor == 1);
        let when = |so: bool, obstacle: Obstacle| so.then_some(obstacle);
        match field {
            Field::Retries | Field::MaxInFlight => when(kafka.acks == Acks::Zero, Obstacle::NoAcks),
            Field::EnableIdempotence if kafka.transactional => Some(Obstacle::TransactionsAreIdempotent),
            Field::EnableIdempotence | Field::Transactional => {
                self.conflict(field, Value::Bool(true)).map(|(obstacle, _)| obstacle)
            }
            Field::IsolationLevel if nobody => Some(Obstacle::NoConsumers),
            Field::IsolationLevel => when(!kafka.transactional, Obstacle::NoTransactions),
            Field::InSync | Field::UncleanLeaderElection | Field::MinInsyncReplicas if alone => {
                Some(Obstacle::OneReplica)
            }
            // Below the minimum nothing is committed, and consumers read only what is, whatever acks says (B4).
            Field::MinInsyncReplicas => when(kafka.acks != Acks::All && nobody, Obstacle::OnlyAcksAll),
            // With `none` a new owner stops at an empty partition too, and reads no other either.
            Field::Partitions if kafka.auto_offset_reset == AutoOffsetReset::None => None,
            Field::Partitions => when(self.keys == 1, Obstacle::OneKey),
            Field::Client => when(nobody && kafka.acks == Acks::Zero, Obstacle::NoAcks),
            Field::Commit | Field::Processing | Field::MaxPollRecords | Field::AutoOffsetReset => {
                when(nobody, Obstacle::NoConsumers)
            }
            Field::DrainOnRevoke if nobody => Some(Obstacle::NoConsumers),
            Field::DrainOnRevoke if kafka.consumers == 1 => Some(Obstacle::OneConsumer),
            Field::DrainOnRevoke => when(kafka.processing == Processing::PollLoop, Obstacle::LoopHoldsNothing),
            _ => None,
        }
    }

    /// Why one value of a setting can't be chosen now, or is the same as another one; nothing otherwise, whether or not
    /// the setting makes a difference at all.
    pub fn obstacle_to(&self, field: Field, value: Value) -> Option<Obstacle> {
        let is_capped =
            field == Field::MinInsyncReplicas && value.number() > Some(self.kafka.replication_factor.into());
        let buries = (field, value) == (Field::Overflow, Value::Choice(Overflow::RejectPublishDlx.name()));
        let is_same = match (is_capped, buries && self.rabbitmq.dead_letter.is_none()) {
            (true, _) => Some(Obstacle::CappedAtReplicas),
            (_, true) => Some(Obstacle::NoDeadLetterQueue),
            (false, false) => None,
        };
        self.conflict(field, value).map(|(obstacle, _)| obstacle).or(is_same)
    }
}
