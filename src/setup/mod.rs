//! What the user chose: toggles, effects, faults, bounds, and what things cost in a race. Plain data; `field` knows every setting by
//! name, `json` and `link` read and write them, `check` says which combinations are impossible, `follow` what follows
//! from what, `obstacle` what makes no difference.

mod analogy;
mod check;
mod choice;
mod costs;
mod error;
mod faults;
mod field;
mod follow;
pub mod import;
mod json;
mod kafka;
mod level;
mod link;
mod nearest;
mod obstacle;
mod preset;
mod recipe;
mod value;

pub use analogy::{Carried, Counterpart, Likeness};
pub(crate) use choice::choice;
pub use choice::{Ack, Broker, DeadLetter, Dedup, Dispatch, EffectKind, Overflow, Publish, QueueType, Resend};
pub use costs::{Cost, Costs, Unit, milliseconds};
pub use error::{Allowed, Problem, SetupError};
pub use faults::{FaultKind, FaultKinds, Faults};
pub use field::{Field, Section};
pub use json::{parse_setup, parse_setup_bytes, to_json, to_json_brief};
pub use kafka::{Acks, AutoOffsetReset, Client, Commit, IsolationLevel, Kafka, Processing};
pub use level::{Goal, Harm, Level, level, level_names};
pub use link::{Language, Link, Scenarios, Second, Theme, steps};
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use nearest::nearest;
pub use obstacle::Obstacle;
pub use preset::{FIRST_STORY, Preset, Strike, preset, presets};
pub use recipe::{Recipe, recipes};
pub use value::{FieldKind, Value};

/// Everything that decides what can happen. Two equal setups have equal runs for equal seeds.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Setup {
    /// Which broker stands between the programs.
    pub broker: Broker,
    /// How many messages the producer sends, 1..=64.
    pub messages: u8,
    /// How many ordering keys there are, 1..=8; message i has key i mod keys.
    pub keys: u8,
    /// Settings of RabbitMQ, its producer and its consumers.
    pub rabbitmq: Rabbitmq,
    /// Settings of Kafka, its producer and its consumer group.
    pub kafka: Kafka,
    /// What the consumer does to the outside world.
    pub effects: Effects,
    /// Which faults may happen, and how many in one run.
    pub faults: Faults,
    /// Seed of the player's latencies and of the faults it places, 0..2^53.
    pub seed: u64,
}

/// Settings of RabbitMQ, its producer and its consumers (AMQP 0-9-1).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Rabbitmq {
    /// How the producer learns what became of a publish.
    pub publish: Publish,
    /// confirm: unanswered publishes allowed; tx: publishes per commit. 1..=16.
    pub window: u8,
    /// What the producer sends first after a cut or a nack.
    pub resend: Resend,
    /// Whether an unroutable message comes back to the producer.
    pub mandatory: bool,
    /// Classic, or quorum with three members.
    pub queue_type: QueueType,
    /// Whether the queue itself survives a restart.
    pub durable: bool,
    /// Whether messages are published with delivery mode 2.
    pub persistent: bool,
    /// Whether a flush goes through to the disk before the confirm (A16).
    pub fsync_before_confirm: bool,
    /// Queues that share the keys by hash, 1..=4.
    pub queues: u8,
    /// Limit of ready messages, if any.
    pub max_length: Option<u32>,
    /// What happens beyond `max_length`.
    pub overflow: Overflow,
    /// Time to live in milliseconds, if any.
    pub message_ttl: Option<u32>,
    /// Where rejected and expired messages go, if anywhere.
    pub dead_letter: Option<DeadLetter>,
    /// Failed deliveries allowed before a message is dropped, if limited.
    pub delivery_limit: Option<u32>,
    /// Consumers per queue, 1..=4.
    pub consumers: u8,
    /// Whether one consumer gets everything and the others wait.
    pub single_active_consumer: bool,
    /// When the consumer acknowledges.
    pub ack: Ack,
    /// Whether one ack answers for all that the consumer holds.
    pub multiple_ack: bool,
    /// Deliveries a consumer may hold without an ack, 0..=16; 0 = unlimited.
    pub prefetch: u8,
    /// Threads inside one consumer, 1..=4.
    pub workers: u8,
    /// How those threads share the work.
    pub dispatch: Dispatch,
}

/// What the consumer does to the outside world, and what recognises a repeat.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Effects {
    /// What one message does.
    pub kind: EffectKind,
    /// What recognises a repeated message.
    pub dedup: Dedup,
    /// Whether `upsert` compares versions before it writes.
    pub version_guard: bool,
}

impl Setup {
    /// Where the chosen broker's settings stand.
    pub const fn section(&self) -> Section {
        match self.broker {
            Broker::Rabbitmq => Section::Rabbitmq,
            Broker::Kafka => Section::Kafka,
        }
    }

    /// How many consumers the chosen broker has.
    pub const fn consumers(&self) -> u8 {
        match self.broker {
            Broker::Rabbitmq => self.rabbitmq.queues * self.rabbitmq.consumers,
            Broker::Kafka => self.kafka.consumers,
        }
    }

    /// Whether the producer hears what became of what it sent.
    pub const fn has_answers(&self) -> bool {
        match self.broker {
            Broker::Rabbitmq => !matches!(self.rabbitmq.publish, Publish::FireAndForget),
            Broker::Kafka => !matches!(self.kafka.acks, Acks::Zero),
        }
    }
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            broker: Broker::default(),
            messages: 3,
            keys: 1,
            rabbitmq: Rabbitmq::default(),
            kafka: Kafka::default(),
            effects: Effects::default(),
            faults: Faults::default(),
            seed: 1,
        }
    }
}

impl Setup {
    /// The default setup of this broker: any one fault of those that it knows.
    pub fn of(broker: Broker) -> Self {
        let faults = Faults { kinds: FaultKinds::all(broker), ..Faults::default() };
        Self { broker, faults, ..Self::default() }
    }
}

impl Default for Rabbitmq {
    fn default() -> Self {
        Self {
            publish: Publish::default(),
            window: 1,
            resend: Resend::default(),
            mandatory: false,
            queue_type: QueueType::default(),
            durable: false,
            persistent: false,
            fsync_before_confirm: false,
            queues: 1,
            max_length: None,
            overflow: Overflow::default(),
            message_ttl: None,
            dead_letter: None,
            delivery_limit: None,
            consumers: 1,
            single_active_consumer: false,
            ack: Ack::default(),
            multiple_ack: false,
            prefetch: 1,
            workers: 1,
            dispatch: Dispatch::default(),
        }
    }
}
