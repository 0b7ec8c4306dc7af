//! The stories to begin with: a setup each, and where what breaks. Titles and words are in `tell`; a test plays
//! every story and holds it to its flags.

use super::{
    Ack, Acks, Broker, Client, Commit, FaultKind, FaultKinds, Faults, Kafka, Processing, Publish, Rabbitmq, Setup,
};

/// A story that ends in what its name says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Preset {
    /// Its name in links and in the page.
    pub name: &'static str,
    /// The settings it is about.
    pub setup: Setup,
    /// What breaks: after so many steps, this kind, at this consumer if it strikes one. In the order of steps.
    pub strikes: &'static [Strike],
}

/// One thing that breaks in a story.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Strike {
    /// After how many steps of the run so far.
    pub after: usize,
    /// What kind of fault.
    pub kind: FaultKind,
    /// Which consumer, for kinds that strike one.
    pub consumer: Option<u8>,
}

/// Every story, in the order in which they are offered: RabbitMQ's, then Kafka's.
pub fn presets() -> Vec<Preset> {
    of_rabbitmq().into_iter().chain(of_kafka()).collect()
}

fn of_rabbitmq() -> Vec<Preset> {
    let both = Rabbitmq { durable: true, persistent: true, ..Rabbitmq::default() };
    let careful = Rabbitmq { publish: Publish::Confirm, window: 2, ack: Ack::AfterEffect, ..both };
    vec![
        story("lost_on_the_wire", Rabbitmq::default(), const { &[strike(4, FaultKind::PublishLost)] }),
        story(
            "saved_by_a_confirm",
            Rabbitmq { publish: Publish::Confirm, ..Rabbitmq::default() },
            const { &[strike(7, FaultKind::PublishLost)] },
        ),
        story(
            "saved_by_a_transaction",
            Rabbitmq { publish: Publish::Tx, window: 3, ..Rabbitmq::default() },
            const { &[strike(5, FaultKind::PublishLost)] },
        ),
        story(
            "restart_without_persistence",
            Rabbitmq { durable: false, persistent: false, window: 4, ..careful },
            const { &[strike(17, FaultKind::ProcessCrash)] },
        ),
        story(
            "only_half_persistent",
            Rabbitmq { persistent: false, window: 4, ..careful },
            const { &[strike(17, FaultKind::ProcessCrash)] },
        ),
        story(
            "crash_before_the_flush",
            Rabbitmq { publish: Publish::FireAndForget, ..careful },
            const { &[strike(10, FaultKind::ProcessCrash)] },
        ),
        story(
            "auto_ack_and_a_crash",
            Rabbitmq { ack: Ack::Auto, ..careful },
            const { &[strike_consumer(20, FaultKind::ConsumerCrashBeforeEffect)] },
        ),
        story(
            "manual_ack_and_a_repeat",
            careful,
            const { &[strike_consumer(20, FaultKind::ConsumerCrashAfterEffect)] },
        ),
    ]
}

fn of_kafka() -> Vec<Preset> {
    let plain = Kafka { enable_idempotence: false, max_in_flight: 1, ..Kafka::default() };
    let alone = Kafka { in_sync: 1, ..Kafka::default() };
    let group = Kafka { consumers: 2, min_insync_replicas: 2, ..Kafka::default() };
    vec![
        kafka(
            "acks_zero_and_a_cut",
            Kafka { acks: Acks::Zero, ..plain },
            const { &[strike(5, FaultKind::PublishLost)] },
        ),
        kafka(
            "acks_one_and_a_dead_leader",
            Kafka { acks: Acks::One, ..plain },
            const { &[strike(10, FaultKind::ProcessCrash)] },
        ),
        kafka("acks_all_of_one", alone, const { &[strike(14, FaultKind::DiskLoss)] }),
        kafka(
            "unclean_election",
            Kafka { unclean_leader_election: true, ..alone },
            const { &[strike(14, FaultKind::ProcessCrash)] },
        ),
        kafka("retry_without_idempotence", plain, const { &[strike(11, FaultKind::ConfirmLost)] }),
        kafka("five_in_flight", Kafka { max_in_flight: 5, ..plain }, const { &[strike(2, FaultKind::PublishLost)] }),
        kafka(
            "crash_before_the_commit",
            Kafka { commit: Commit::SyncPerBatch, ..group },
            const { &[strike_consumer(17, FaultKind::ConsumerCrashAfterEffect)] },
        ),
        kafka(
            "auto_commit_and_a_hand_off",
            Kafka { processing: Processing::HandOff, ..group },
            const { &[strike_consumer(21, FaultKind::ConsumerCrashBeforeEffect)] },
        ),
        kafka(
            "librdkafka_as_it_comes",
            Kafka { client: Client::Librdkafka, commit: Commit::AutoBackground, enable_idempotence: false, ..group },
            const { &[strike_consumer(14, FaultKind::ConsumerCrashBeforeEffect)] },
        ),
        kafka(
            "threads_that_commit",
            Kafka { processing: Processing::ThreadPool, commit: Commit::OwnOffset, ..group },
            const { &[strike_consumer(30, FaultKind::ConsumerCrashBeforeEffect)] },
        ),
        kafka(
            "offset_with_the_effect",
            Kafka { commit: Commit::InEffectTransaction, ..group },
            const { &[strike_consumer(20, FaultKind::ZombieConsumer)] },
        ),
    ]
}

/// The story of that name.
pub fn preset(name: &str) -> Option<Preset> {
    presets().into_iter().find(|preset| preset.name == name)
}

fn story(name: &'static str, rabbitmq: Rabbitmq, strikes: &'static [Strike]) -> Preset {
    Preset { name, setup: Setup { messages: 4, rabbitmq, ..Setup::default() }, strikes }
}

fn kafka(name: &'static str, kafka: Kafka, strikes: &'static [Strike]) -> Preset {
    let faults = Faults { kinds: FaultKinds::all(Broker::Kafka), ..Faults::default() };
    Preset { name, setup: Setup { broker: Broker::Kafka, messages: 4, kafka, faults, ..Setup::default() }, strikes }
}

const fn strike(after: usize, kind: FaultKind) -> Strike {
    Strike { after, kind, consumer: None }
}

const fn strike_consumer(after: usize, kind: FaultKind) -> Strike {
    Strike { after, kind, consumer: Some(0) }
}
