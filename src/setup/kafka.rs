//! Settings of Kafka: its producer, its topic, its consumer group.

use super::choice::choice;

choice! {
    /// Whose answer the producer waits for (B13–B15).
    Acks, default All {
        /// Nobody's: a send counts as done once it is in the socket.
        Zero = "0",
        /// The leader's, once it has appended the record.
        One = "1",
        /// The leader's, once every in-sync replica has the record.
        All = "all",
    }
}
choice! {
    /// The client library of producer and consumers (B27).
    Client, default Java {
        /// The Java client.
        Java = "java",
        /// librdkafka and what is built on it.
        Librdkafka = "librdkafka",
    }
}
choice! {
    /// When a consumer commits its offsets (B32–B38).
    Commit, default AutoOnPoll {
        /// Java's auto-commit: inside poll, before a rebalance, in close (B34).
        AutoOnPoll = "auto_on_poll",
        /// librdkafka's auto-commit: a background thread commits what was handed over (B37).
        AutoBackground = "auto_background",
        /// The same with what was stored after the work (B37).
        AutoBackgroundStoredAfter = "auto_background_stored_after",
        /// commitSync right after poll, before any work.
        SyncBeforeProcessing = "sync_before_processing",
        /// commitSync once the loop is done with what a poll returned.
        SyncPerBatch = "sync_per_batch",
        /// commitSync after each record.
        SyncPerRecord = "sync_per_record",
        /// Whoever has finished a record commits its offset + 1, in whatever order (B33).
        OwnOffset = "own_offset",
        /// The highest finished offset + 1.
        Maximum = "maximum",
        /// The first offset that is not finished (B50).
        Contiguous = "contiguous",
        /// The offset is stored in the transaction of the effect, outside Kafka (B31).
        InEffectTransaction = "in_effect_transaction",
    }
}
choice! {
    /// Who works on what a poll returned (B50).
    Processing, default PollLoop {
        /// The loop itself, before it polls again.
        PollLoop = "poll_loop",
        /// One other thread, in order, while the loop polls on.
        HandOff = "hand_off",
        /// Any thread of a pool.
        ThreadPool = "thread_pool",
        /// A thread for each key, each in order.
        PerKeyQueues = "per_key_queues",
    }
}
choice! {
    /// Where a consumer begins if there is no committed offset, or none that the log still has (B39).
    AutoOffsetReset, default Earliest {
        /// With the oldest record.
        Earliest = "earliest",
        /// With what comes next.
        Latest = "latest",
        /// Nowhere: it stops with an error.
        None = "none",
    }
}
choice! {
    /// Which records of a transaction a consumer sees (B29).
    IsolationLevel, default ReadUncommitted {
        /// All of them.
        ReadUncommitted = "read_uncommitted",
        /// Those of committed transactions.
        ReadCommitted = "read_committed",
    }
}

/// Settings of Kafka, its producer and its consumer group.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Kafka {
    /// Whose answer the producer waits for.
    pub acks: Acks,
    /// Whether the producer sends a failed batch again.
    pub retries: bool,
    /// Requests without an answer on the producer's connection, 1..=5.
    pub max_in_flight: u8,
    /// Whether the broker recognises a batch that it has already (B21).
    pub enable_idempotence: bool,
    /// Replicas of each partition, 1..=3.
    pub replication_factor: u8,
    /// acks=all: in-sync replicas below which the leader refuses to write, 1..=3 (B16).
    pub min_insync_replicas: u8,
    /// In-sync replicas when the run starts, 1..=`replication_factor`.
    pub in_sync: u8,
    /// Whether a replica outside the in-sync set may lead (B8).
    pub unclean_leader_election: bool,
    /// Whether each append is forced to the disk (B7).
    pub flush_every_message: bool,
    /// Partitions, 1..=4; a message's partition is its key mod their number.
    pub partitions: u8,
    /// Members of the consumer group, 0..=4.
    pub consumers: u8,
    /// The client library.
    pub client: Client,
    /// When offsets are committed.
    pub commit: Commit,
    /// Who works on what a poll returned.
    pub processing: Processing,
    /// Whether a consumer finishes and commits what it holds before it gives a partition up.
    pub drain_on_revoke: bool,
    /// Records that one poll returns at most, 1..=16.
    pub max_poll_records: u8,
    /// Where a consumer begins without a usable committed offset.
    pub auto_offset_reset: AutoOffsetReset,
    /// Whether the producer writes in transactions (B28).
    pub transactional: bool,
    /// Which records of a transaction the consumers see.
    pub isolation_level: IsolationLevel,
}

impl Default for Kafka {
    fn default() -> Self {
        Self {
            acks: Acks::default(),
            retries: true,
            max_in_flight: 5,
            enable_idempotence: true,
            replication_factor: 3,
            min_insync_replicas: 1,
            in_sync: 3,
            unclean_leader_election: false,
            flush_every_message: false,
            partitions: 1,
            consumers: 1,
            client: Client::default(),
            commit: Commit::default(),
            processing: Processing::default(),
            drain_on_revoke: false,
            max_poll_records: 2,
            auto_offset_reset: AutoOffsetReset::default(),
            transactional: false,
            isolation_level: IsolationLevel::default(),
        }
    }
}
