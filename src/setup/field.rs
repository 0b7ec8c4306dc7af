//! The table of every setting. The page builds its controls from it, setup files and links are read and written
//! through it, and whoever changes one setting changes it through it.

use super::error::{Allowed, Problem, SetupError, shortened};
use super::faults::FaultKind;
use super::value::Stored;
use super::{Ack, Broker, DeadLetter, Dedup, Dispatch, EffectKind, FieldKind, Overflow, Publish, QueueType, Resend};
use super::{Acks, AutoOffsetReset, Client, Commit, IsolationLevel, Processing};
use super::{Setup, Value};

/// The largest seed: whole numbers up to here are exact in every JSON reader.
const SEED_MAX: u64 = (1 << 53) - 1;
const LIMIT_MAX: u64 = u32::MAX as u64;

/// Where a setting stands in a setup file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Section {
    /// At the top.
    Setup,
    /// In the object `rabbitmq`.
    Rabbitmq,
    /// In the object `kafka`.
    Kafka,
    /// In the object `effects`.
    Effects,
    /// In the object `faults`.
    Faults,
}

/// What stands in front of a setting's name in its path, and the object's name where there is one.
macro_rules! object {
    (Setup) => {
        ""
    };
    (Rabbitmq) => {
        "rabbitmq."
    };
    (Kafka) => {
        "kafka."
    };
    (Effects) => {
        "effects."
    };
    (Faults) => {
        "faults."
    };
}

impl Section {
    /// The objects inside a setup file.
    pub const OBJECTS: [Self; 4] = [Self::Rabbitmq, Self::Kafka, Self::Effects, Self::Faults];

    /// The object's name in setup files; nothing for the top.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Setup => "",
            Self::Rabbitmq => "rabbitmq",
            Self::Kafka => "kafka",
            Self::Effects => "effects",
            Self::Faults => "faults",
        }
    }

    /// The broker whose settings it holds; nothing if it is there for both.
    pub const fn broker(self) -> Option<Broker> {
        match self {
            Self::Rabbitmq => Some(Broker::Rabbitmq),
            Self::Kafka => Some(Broker::Kafka),
            Self::Setup | Self::Effects | Self::Faults => None,
        }
    }

    /// Its settings, in the table's order.
    pub fn fields(self) -> impl Iterator<Item = Field> {
        Field::ALL.iter().copied().filter(move |field| field.section() == self)
    }
}

/// One line of the table.
struct Row {
    name: &'static str,
    path: &'static str,
    section: Section,
    kind: FieldKind,
    get: fn(&Setup) -> Value,
    /// Whether the value fitted the type.
    put: fn(&mut Setup, Value) -> bool,
}

macro_rules! table {
    ($($(#[$doc:meta])* $field:ident, $name:literal in $section:ident, $kind:expr => $($path:ident).+;)+) => {
        /// One setting.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Field { $($(#[$doc])* $field,)+ }

        impl Field {
            /// Every setting, in the order in which they are written.
            pub const ALL: &'static [Self] = &[$(Self::$field,)+];
        }

        /// The line of each setting, in the order of `Field::ALL`.
        static TABLE: &[Row] = &[$(Row {
            name: $name,
            path: concat!(object!($section), $name),
            section: Section::$section,
            kind: $kind,
            get: |setup| setup.$($path).+.value(),
            put: |setup, value| match Stored::stored(value) {
                Some(stored) => { setup.$($path).+ = stored; true }
                None => false,
            },
        },)+];
    };
}

const fn number(min: u64, max: u64) -> FieldKind {
    FieldKind::Number { min, max }
}

const fn limit(min: u64) -> FieldKind {
    FieldKind::OptionalNumber { min, max: LIMIT_MAX }
}

table! {
    /// Which broker stands between the programs.
    Broker, "broker" in Setup, FieldKind::Choice(Broker::NAMES) => broker;
    /// How many messages the producer sends.
    Messages, "messages" in Setup, number(1, 64) => messages;
    /// How many ordering keys there are.
    Keys, "keys" in Setup, number(1, 8) => keys;
    /// How the producer learns what became of a publish.
    Publish, "publish" in Rabbitmq, FieldKind::Choice(Publish::NAMES) => rabbitmq.publish;
    /// Unanswered publishes allowed, or publishes per commit.
    Window, "window" in Rabbitmq, number(1, 16) => rabbitmq.window;
    /// What the producer sends first after a cut or a nack.
    Resend, "resend" in Rabbitmq, FieldKind::Choice(Resend::NAMES) => rabbitmq.resend;
    /// Whether an unroutable message comes back.
    Mandatory, "mandatory" in Rabbitmq, FieldKind::Bool => rabbitmq.mandatory;
    /// Classic or quorum.
    QueueType, "queue_type" in Rabbitmq, FieldKind::Choice(QueueType::NAMES) => rabbitmq.queue_type;
    /// Whether the queue survives a restart.
    Durable, "durable" in Rabbitmq, FieldKind::Bool => rabbitmq.durable;
    /// Whether messages are published as persistent.
    Persistent, "persistent" in Rabbitmq, FieldKind::Bool => rabbitmq.persistent;
    /// Whether a flush goes through to the disk before the confirm.
    FsyncBeforeConfirm, "fsync_before_confirm" in Rabbitmq, FieldKind::Bool => rabbitmq.fsync_before_confirm;
    /// Queues that share the keys.
    Queues, "queues" in Rabbitmq, number(1, 4) => rabbitmq.queues;
    /// Limit of ready messages.
    MaxLength, "max_length" in Rabbitmq, limit(1) => rabbitmq.max_length;
    /// What happens beyond that limit.
    Overflow, "overflow" in Rabbitmq, FieldKind::Choice(Overflow::NAMES) => rabbitmq.overflow;
    /// Time to live in milliseconds; 0 means at once or never.
    MessageTtl, "message_ttl" in Rabbitmq, limit(0) => rabbitmq.message_ttl;
    /// Where rejected and expired messages go.
    DeadLetter, "dead_letter" in Rabbitmq, FieldKind::OptionalChoice(DeadLetter::NAMES) => rabbitmq.dead_letter;
    /// Failed deliveries allowed before a message is dropped.
    DeliveryLimit, "delivery_limit" in Rabbitmq, limit(1) => rabbitmq.delivery_limit;
    /// Consumers per queue.
    Consumers, "consumers" in Rabbitmq, number(1, 4) => rabbitmq.consumers;
    /// Whether one consumer gets everything and the others wait.
    SingleActiveConsumer, "single_active_consumer" in Rabbitmq, FieldKind::Bool => rabbitmq.single_active_consumer;
    /// When the consumer acknowledges.
    Ack, "ack" in Rabbitmq, FieldKind::Choice(Ack::NAMES) => rabbitmq.ack;
    /// Whether one ack answers for all that the consumer holds.
    MultipleAck, "multiple_ack" in Rabbitmq, FieldKind::Bool => rabbitmq.multiple_ack;
    /// Deliveries a consumer may hold without an ack; 0 means no limit.
    Prefetch, "prefetch" in Rabbitmq, number(0, 16) => rabbitmq.prefetch;
    /// Threads inside one consumer.
    Workers, "workers" in Rabbitmq, number(1, 4) => rabbitmq.workers;
    /// How those threads share the work.
    Dispatch, "dispatch" in Rabbitmq, FieldKind::Choice(Dispatch::NAMES) => rabbitmq.dispatch;
    /// Whose answer Kafka's producer waits for.
    Acks, "acks" in Kafka, FieldKind::Choice(Acks::NAMES) => kafka.acks;
    /// Whether that producer sends a failed batch again.
    Retries, "retries" in Kafka, FieldKind::Bool => kafka.retries;
    /// Its requests without an answer.
    MaxInFlight, "max_in_flight" in Kafka, number(1, 5) => kafka.max_in_flight;
    /// Whether the broker recognises a batch that it has.
    EnableIdempotence, "enable_idempotence" in Kafka, FieldKind::Bool => kafka.enable_idempotence;
    /// Replicas of each partition.
    ReplicationFactor, "replication_factor" in Kafka, number(1, 3) => kafka.replication_factor;
    /// In-sync replicas below which the leader refuses to write.
    MinInsyncReplicas, "min_insync_replicas" in Kafka, number(1, 3) => kafka.min_insync_replicas;
    /// In-sync replicas when the run starts.
    InSync, "in_sync" in Kafka, number(1, 3) => kafka.in_sync;
    /// Whether a replica outside the in-sync set may lead.
    UncleanLeaderElection, "unclean_leader_election" in Kafka, FieldKind::Bool => kafka.unclean_leader_election;
    /// Whether each append is forced to the disk.
    FlushEveryMessage, "flush_every_message" in Kafka, FieldKind::Bool => kafka.flush_every_message;
    /// Partitions that share the keys.
    Partitions, "partitions" in Kafka, number(1, 4) => kafka.partitions;
    /// Members of the consumer group.
    Members, "consumers" in Kafka, number(0, 4) => kafka.consumers;
    /// The client library.
    Client, "client" in Kafka, FieldKind::Choice(Client::NAMES) => kafka.client;
    /// When offsets are committed.
    Commit, "commit" in Kafka, FieldKind::Choice(Commit::NAMES) => kafka.commit;
    /// Who works on what a poll returned.
    Processing, "processing" in Kafka, FieldKind::Choice(Processing::NAMES) => kafka.processing;
    /// Whether a consumer finishes and commits what it holds before it gives a partition up.
    DrainOnRevoke, "drain_on_revoke" in Kafka, FieldKind::Bool => kafka.drain_on_revoke;
    /// Records that one poll returns at most.
    MaxPollRecords, "max_poll_records" in Kafka, number(1, 16) => kafka.max_poll_records;
    /// Where a consumer begins without a usable committed offset.
    AutoOffsetReset, "auto_offset_reset" in Kafka, FieldKind::Choice(AutoOffsetReset::NAMES) => kafka.auto_offset_reset;
    /// Whether the producer writes in transactions.
    Transactional, "transactional" in Kafka, FieldKind::Bool => kafka.transactional;
    /// Which records of a transaction the consumers see.
    IsolationLevel, "isolation_level" in Kafka, FieldKind::Choice(IsolationLevel::NAMES) => kafka.isolation_level;
    /// What one message does to the outside world.
    EffectKind, "kind" in Effects, FieldKind::Choice(EffectKind::NAMES) => effects.kind;
    /// What recognises a repeated message.
    Dedup, "dedup" in Effects, FieldKind::Choice(Dedup::NAMES) => effects.dedup;
    /// Whether `upsert` compares versions before it writes.
    VersionGuard, "version_guard" in Effects, FieldKind::Bool => effects.version_guard;
    /// How many faults one run may have.
    Budget, "budget" in Faults, number(0, 4) => faults.budget;
    /// Which kinds of faults may happen.
    FaultKinds, "kinds" in Faults, FieldKind::FaultKinds => faults.kinds;
    /// Seed of latencies and of the faults that the player places.
    Seed, "seed" in Setup, number(0, SEED_MAX) => seed;
}

impl Field {
    fn row(self) -> &'static Row {
        &TABLE[self as usize]
    }

    /// Its name in setup files and in the page.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// Its place in setup files, such as `rabbitmq.window`.
    pub fn path(self) -> &'static str {
        self.row().path
    }

    /// Its key in links to a setup with this broker: the name, or the path if it is a setting of the other broker. But
    /// `kind` is `effect` there, and budget and kinds share `faults`.
    pub fn link_name(self, broker: Broker) -> &'static str {
        match self {
            Self::EffectKind => "effect",
            Self::Budget | Self::FaultKinds => Section::Faults.name(),
            _ if self.is_there_for(broker) => self.name(),
            _ => self.path(),
        }
    }

    /// Whether it is a setting of this broker or of both.
    pub fn is_there_for(self, broker: Broker) -> bool {
        self.section().broker().is_none_or(|own| own == broker)
    }

    /// The setting that goes by this name in some place; if there are two, the one that is there for this broker.
    pub(super) fn known_as(name: &str, broker: Broker) -> Option<Self> {
        let named = |field: &Self| [field.name(), field.path(), field.link_name(broker)].contains(&name);
        Self::ALL.iter().copied().filter(named).min_by_key(|field| !field.is_there_for(broker))
    }

    /// Where it stands in a setup file.
    pub fn section(self) -> Section {
        self.row().section
    }

    /// Which values it takes.
    pub fn kind(self) -> FieldKind {
        self.row().kind
    }

    /// Its value.
    pub fn get(self, setup: &Setup) -> Value {
        (self.row().get)(setup)
    }

    /// Changes it and nothing else; [`Setup::check`] then says whether the whole is possible, and [`Setup::with`]
    /// does both.
    ///
    /// # Errors
    /// The value is not one that this setting takes.
    pub fn set(self, setup: &mut Setup, value: Value) -> Result<(), SetupError> {
        if self.kind().admits(value) && (self.row().put)(setup, value) {
            return Ok(());
        }
        Err(self.refuses(self.name(), &value.to_string()))
    }

    /// The value that a text means, written as in links; what a person typed into the page, for one.
    ///
    /// # Errors
    /// The text is not a value that this setting takes.
    pub fn read(self, text: &str) -> Result<Value, SetupError> {
        self.kind().read(text).ok_or_else(|| self.refuses(self.name(), text))
    }

    /// Whether it is given by the situation: what it is may decide a promise, but changing it is no way to keep one.
    /// Fewer members of a group would only leave a partition without a reader once one of them is gone.
    pub const fn is_circumstance(self) -> bool {
        matches!(self, Self::InSync | Self::Queues | Self::Partitions | Self::Members | Self::Client)
    }

    /// Whether it is a number of which more is safer.
    pub const fn is_safer_with_more(self) -> bool {
        matches!(self, Self::ReplicationFactor | Self::MinInsyncReplicas)
    }

    /// Whether the value is less than the setup has of what more is safer: a promise that it keeps, it keeps only because
    /// there is nothing left that could take over (B8) or refuse (B16), and nobody should be told to do that.
    pub fn is_weakened_by(self, setup: &Setup, value: Value) -> bool {
        self.is_safer_with_more() && value.number() < self.get(setup).number()
    }

    /// What can be chosen, whatever the other settings are.
    pub(super) fn allowed(self) -> Allowed {
        match self.kind() {
            FieldKind::Bool => Allowed::Bool,
            FieldKind::Choice(names) => Allowed::Names(names.to_vec()),
            FieldKind::OptionalChoice(names) => Allowed::NamesOrNull(names.to_vec()),
            FieldKind::Number { min, max } => Allowed::Whole { min, max },
            FieldKind::OptionalNumber { min, max } => Allowed::WholeOrNull { min, max },
            FieldKind::FaultKinds => Allowed::ListOf(FaultKind::NAMES.to_vec()),
        }
    }

    /// The error for a value that this setting does not take, under the name by which the reader knows it.
    pub(super) fn refuses(self, name: &str, value: &str) -> SetupError {
        SetupError { field: name.to_owned(), value: shortened(value), problem: Problem::NotAllowed(self.allowed()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_settings_share_a_place_and_only_faults_share_a_key() {
        for (place, field) in Field::ALL.iter().enumerate() {
            for other in &Field::ALL[place + 1..] {
                assert_ne!(field.path(), other.path());
                let both_faults = field.section() == Section::Faults && other.section() == Section::Faults;
                for broker in Broker::ALL.iter().copied() {
                    let key = field.link_name(broker);
                    assert_eq!(key == other.link_name(broker), both_faults, "{key}");
                }
            }
        }
    }

    #[test]
    fn every_value_that_is_set_is_got_and_every_default_is_a_value() {
        for field in Field::ALL.iter().copied() {
            let mut setup = Setup::default();
            let value = field.get(&setup);
            assert!(field.kind().admits(value), "{}", field.name());
            assert_eq!(field.read(&value.to_string()), Ok(value));
            assert_eq!(field.set(&mut setup, value), Ok(()));
            assert_eq!(setup, Setup::default());
        }
    }
}
