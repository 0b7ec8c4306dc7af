//! Recipes: settings worth comparing, by name. Their words are in `tell`; what each can break is computed, never written.

use super::{Ack, Acks, Broker, Client, Commit, FaultKinds, Faults, Kafka, Processing, Publish, QueueType, Rabbitmq};
use super::{Resend, Setup};

/// Settings with a name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Recipe {
    /// Its name.
    pub name: &'static str,
    /// The settings.
    pub setup: Setup,
}

/// Every recipe of this broker.
pub fn recipes(broker: Broker) -> Vec<Recipe> {
    match broker {
        Broker::Rabbitmq => of_rabbitmq(),
        Broker::Kafka => of_kafka(),
    }
}

/// From the careless to the careful, then those about order.
fn of_rabbitmq() -> Vec<Recipe> {
    let careless = Rabbitmq::default();
    let stored = Rabbitmq { durable: true, persistent: true, ..careless };
    let manual = Rabbitmq { ack: Ack::AfterEffect, ..stored };
    let confirm = Rabbitmq { publish: Publish::Confirm, ..manual };
    let window = Rabbitmq { window: 2, ..confirm };
    let quorum = Rabbitmq { queue_type: QueueType::Quorum, persistent: false, ..confirm };
    let recipe = |name, rabbitmq| Recipe { name, setup: Setup { rabbitmq, ..Setup::default() } };
    vec![
        recipe("careless", careless),
        recipe("stored", stored),
        recipe("manual_ack", manual),
        recipe("at_most_once", Rabbitmq { ack: Ack::BeforeEffect, ..careless }),
        recipe("queue_not_durable", Rabbitmq { durable: false, ..confirm }),
        recipe("confirm", confirm),
        recipe("confirm_fsync", Rabbitmq { fsync_before_confirm: true, ..confirm }),
        recipe("transaction", Rabbitmq { publish: Publish::Tx, window: 2, ..manual }),
        recipe("quorum", quorum),
        recipe("confirm_window", window),
        recipe("new_first", Rabbitmq { resend: Resend::NewFirst, ..window }),
        recipe("prefetch", Rabbitmq { prefetch: 2, ..confirm }),
        recipe("two_consumers", Rabbitmq { consumers: 2, ..confirm }),
        recipe("single_active", Rabbitmq { consumers: 2, single_active_consumer: true, ..confirm }),
    ]
}

/// From the careless to the careful producer with one consumer, then groups of two behind a careful producer.
fn of_kafka() -> Vec<Recipe> {
    let usual = Kafka::default();
    let plain = Kafka { enable_idempotence: false, ..usual };
    let careful = Kafka { min_insync_replicas: 2, ..usual };
    let alone = Kafka { in_sync: 1, ..usual };
    let rdkafka = Kafka { client: Client::Librdkafka, commit: Commit::AutoBackground, consumers: 2, ..plain };
    let group = Kafka { consumers: 2, ..careful };
    let stored_after = Commit::AutoBackgroundStoredAfter;
    let by_key = Kafka { processing: Processing::PerKeyQueues, commit: Commit::Contiguous, ..group };
    let faults = Faults { kinds: FaultKinds::all(Broker::Kafka), ..Faults::default() };
    let start = Setup { broker: Broker::Kafka, faults, ..Setup::default() };
    let recipe = |name, kafka| Recipe { name, setup: Setup { kafka, ..start } };
    let two_keys = |name, kafka| Recipe { name, setup: Setup { kafka, keys: 2, ..start } };
    vec![
        recipe("acks_zero", Kafka { acks: Acks::Zero, ..plain }),
        recipe("acks_one", Kafka { acks: Acks::One, ..plain }),
        recipe("acks_all", plain),
        recipe("one_in_flight", Kafka { max_in_flight: 1, ..plain }),
        recipe("idempotent", usual),
        recipe("unclean", Kafka { unclean_leader_election: true, ..alone }),
        recipe("short_isr", alone),
        recipe("short_isr_min_two", Kafka { in_sync: 2, ..careful }),
        recipe("min_isr_two", careful),
        recipe("flushed", Kafka { flush_every_message: true, ..careful }),
        recipe("librdkafka", rdkafka),
        recipe("stored_after", Kafka { enable_idempotence: true, commit: stored_after, ..rdkafka }),
        recipe("auto_commit", group),
        recipe("hand_off", Kafka { processing: Processing::HandOff, ..group }),
        recipe("commit_before", Kafka { commit: Commit::SyncBeforeProcessing, ..group }),
        recipe("commit_batch", Kafka { commit: Commit::SyncPerBatch, ..group }),
        recipe("thread_pool", Kafka { processing: Processing::ThreadPool, commit: Commit::OwnOffset, ..group }),
        two_keys("per_key_contiguous", by_key),
        two_keys("per_key_drained", Kafka { drain_on_revoke: true, ..by_key }),
        recipe("effect_transaction", Kafka { commit: Commit::InEffectTransaction, ..group }),
    ]
}
