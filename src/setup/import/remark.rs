//! What is to be said of an entry of a settings file, or of one that is missing.

/// What is to be said of an entry, or of one that is missing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Remark {
    /// The number is more than is explored here; this is the most.
    Capped(u64),
    /// A placeholder without a default: as if the key were not there.
    Placeholder,
    /// A placeholder with a default, which is taken.
    PlaceholderDefault,
    /// The same key stands in this line too, and that one holds.
    Overridden(usize),
    /// This line lets the number grow, and the most counts.
    GrowsIn(usize),
    /// Spring's container may start as many consumers.
    Grows,
    /// The client's own default.
    ClientDefault,
    /// Java's default for acks, which was another before 3.0 (B26).
    AcksSince,
    /// Java's default for idempotence, which was another in some versions (B26).
    IdempotenceSince,
    /// The client's own default, which is more than is explored here; the number is the default.
    DefaultCapped(u64),
    /// The broker's own default.
    BrokerDefault,
    /// No file of a client says this; a usual value.
    NotInFile,
    /// Java turns it off silently beside another setting (B26).
    SilentlyOff,
    /// Transactions turn it on.
    ByTransactions,
    /// Spring's container acks once the listener has returned.
    ContainerAcks,
    /// The program itself acks; taken as after the effect.
    ProgramAcks,
    /// The program itself commits; taken as after each batch.
    ProgramCommits,
    /// Spring's container commits once a batch is done, where nobody says otherwise.
    ContainerCommits,
    /// Nobody waits for confirms that are correlated: as many as are explored may be out.
    NobodyWaits,
    /// Spring sends nothing again by itself.
    NothingResent,
    /// What Spring declares and publishes is durable and persistent unless the code says otherwise.
    SpringIsDurable,
    /// There is no key of a consumer: the verdict is about the log.
    NoConsumer,
    /// Returns are listened for, but only mandatory makes a message come back.
    NeedsMandatory,
    /// Listening for returns makes Spring's messages mandatory.
    ReturnsAreMandatory,
    /// Only 1 means after each message.
    OnlyEach,
    /// It says which of Spring's documents hold.
    Chooses,
    /// Only what is older than the time is left out: the nearest is earliest.
    ByDuration,
    /// Spring's listener is one of streams, which are no queues.
    Streams,
    /// A message whose listener threw isn't requeued: to the dead-letter queue, or dropped (A37).
    NotRequeued,
    /// Spring retries in place, and drops or dead-letters what never works.
    RetriedInPlace,
    /// The producer's partitioner may not go by the key (B48).
    Partitioner,
    /// Records that failed come back behind their successors (B51).
    RetryTopic,
    /// Older records of a key are removed.
    Compacted,
    /// Spring Kafka gives a record up after ten attempts.
    GivesUp,
}
