//! The settings that the machine obeys, taken from a setup once.

use crate::model::effects::Strategy;
use crate::model::name::{Message, Partition};
use crate::setup::{Acks, AutoOffsetReset, Client, Commit, FaultKinds, IsolationLevel, Processing, Setup};

/// What the machine obeys.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rules {
    pub messages: u8,
    pub keys: u8,
    pub acks: Acks,
    pub retries: bool,
    pub max_in_flight: usize,
    pub idempotent: bool,
    /// Whether the producer writes in transactions, each of up to `max_in_flight` messages.
    pub transactional: bool,
    /// Whether consumers see only what committed transactions wrote (B29).
    pub read_committed: bool,
    pub replicas: u8,
    /// In-sync replicas below which nothing is committed, capped at the number of replicas (B17).
    pub min_in_sync: usize,
    pub in_sync: u8,
    pub unclean: bool,
    pub flush: bool,
    pub partitions: u8,
    pub consumers: u8,
    pub client: Client,
    pub commit: Commit,
    pub processing: Processing,
    pub drain: bool,
    pub max_poll: usize,
    pub reset: AutoOffsetReset,
    pub strategy: Strategy,
    pub budget: u8,
    pub kinds: FaultKinds,
}

impl Rules {
    /// The rules of a setup.
    #[inline(never)]
    pub fn new(setup: &Setup) -> Self {
        let kafka = &setup.kafka;
        Self {
            messages: setup.messages,
            keys: setup.keys,
            acks: kafka.acks,
            retries: kafka.retries,
            max_in_flight: kafka.max_in_flight as usize,
            idempotent: kafka.enable_idempotence,
            transactional: kafka.transactional,
            read_committed: kafka.isolation_level == IsolationLevel::ReadCommitted,
            replicas: kafka.replication_factor,
            min_in_sync: kafka.min_insync_replicas.min(kafka.replication_factor) as usize,
            in_sync: kafka.in_sync,
            unclean: kafka.unclean_leader_election,
            flush: kafka.flush_every_message,
            partitions: kafka.partitions,
            consumers: kafka.consumers,
            client: kafka.client,
            commit: kafka.commit,
            processing: kafka.processing,
            drain: kafka.drain_on_revoke,
            max_poll: kafka.max_poll_records as usize,
            reset: kafka.auto_offset_reset,
            strategy: Strategy::of(setup),
            budget: setup.faults.budget,
            kinds: setup.faults.kinds,
        }
    }

    /// The partition of a message: its key mod their number, so a key never changes its partition (B2).
    pub const fn partition(&self, message: Message) -> Partition {
        Partition(message.key(self.keys).0 % self.partitions)
    }

    /// The sequence number of a message's batch in its partition (B21). The producer never skips one: it never gives
    /// a batch up.
    pub fn sequence(&self, message: Message) -> usize {
        let partition = self.partition(message);
        (1..message.0).filter(|earlier| self.partition(Message(*earlier)) == partition).count()
    }

    /// Every partition.
    pub fn partition_ids(&self) -> impl Iterator<Item = Partition> + use<> {
        (0..self.partitions).map(Partition)
    }

    /// Whether records are worked on one after the other, in the order in which they were polled.
    pub const fn sequential(&self) -> bool {
        matches!(self.processing, Processing::PollLoop | Processing::HandOff)
    }

    /// Whether whoever has finished a record commits its offset before it goes on.
    pub const fn commits_each(&self) -> bool {
        matches!(self.commit, Commit::SyncPerRecord | Commit::OwnOffset)
    }

    /// Whether the client library commits by itself.
    pub const fn commits_by_itself(&self) -> bool {
        matches!(self.commit, Commit::AutoOnPoll | Commit::AutoBackground | Commit::AutoBackgroundStoredAfter)
    }
}
