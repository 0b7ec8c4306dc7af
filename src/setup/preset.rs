//! The stories to begin with: a setup each, and where what breaks. Titles and words are in `tell`; a test plays
//! every story and holds it to its flags.

use super::{
    Ack, Acks, Broker, Client, Commit, DeadLetter, Dedup, Dispatch, EffectKind, Effects, FaultKind, FaultKinds, Faults,
    Kafka, Overflow, Processing, Publish, Rabbitmq, Setup,
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
    let rabbitmq = of_the_way().into_iter().chain(of_order()).chain(of_limits()).chain(of_repeats());
    rabbitmq.chain(of_kafka()).collect()
}

/// Confirms, a durable queue, persistent messages, and acks after the effect.
fn careful() -> Rabbitmq {
    Rabbitmq {
        publish: Publish::Confirm,
        window: 2,
        durable: true,
        persistent: true,
        ack: Ack::AfterEffect,
        ..Rabbitmq::default()
    }
}

/// What becomes of a message between the two programs.
fn of_the_way() -> Vec<Preset> {
    let careful = careful();
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

/// How messages of one key get out of order, and what keeps them in order (D1–D6). Their seeds are such that it shows
/// where nothing breaks.
fn of_order() -> Vec<Preset> {
    let careful = careful();
    let four = Rabbitmq { window: 4, ..careful };
    let two = Rabbitmq { consumers: 2, prefetch: 2, ..four };
    let active = Rabbitmq { single_active_consumer: true, ..two };
    let three = Rabbitmq { window: 8, consumers: 3, ..careful };
    let threads = Rabbitmq { prefetch: 4, workers: 3, ..four };
    vec![
        story("two_consumers", two, &[]).seed(3),
        story("single_active_consumer", active, &[]).seed(3),
        story("single_active_and_a_cancel", active, const { &[strike_consumer(9, FaultKind::ConsumerCancel)] }).seed(3),
        story("three_consumers_two_keys", three, &[]).keys(2).messages(6).seed(2),
        story("a_queue_for_each_key", Rabbitmq { queues: 2, consumers: 1, ..three }, &[]).keys(2).messages(6).seed(2),
        story("threads_take_any", Rabbitmq { dispatch: Dispatch::Any, ..threads }, &[]).keys(2).seed(4),
        story("threads_by_key", Rabbitmq { dispatch: Dispatch::ByKey, ..threads }, &[]).keys(2).seed(4),
        story("nack_with_two_in_hand", Rabbitmq { prefetch: 2, ..careful }, NACK),
        story("nack_with_one_in_hand", careful, NACK),
        story("retry_by_dead_letter", Rabbitmq { dead_letter: Some(DeadLetter::AtMostOnce), ..careful }, NACK),
        story("refused_of_two_on_the_way", careful, REFUSED),
        story("refused_one_by_one", Rabbitmq { window: 1, ..careful }, REFUSED),
    ]
}

/// What a queue gives up by itself (A47, A48).
fn of_limits() -> Vec<Preset> {
    let full = Rabbitmq { max_length: Some(2), ..careful() };
    let brief = Rabbitmq { message_ttl: Some(300), ..careful() };
    vec![
        story("full_queue_drops", full, &[]).messages(6),
        story("full_queue_refuses", Rabbitmq { overflow: Overflow::RejectPublish, ..full }, &[]).messages(6),
        story("expired_and_gone", brief, &[]),
        story("expired_and_kept", Rabbitmq { dead_letter: Some(DeadLetter::AtMostOnce), ..brief }, &[]),
    ]
}

/// What recognises a repeat, and where it does not (C1–C10).
fn of_repeats() -> Vec<Preset> {
    let one = careful();
    let two = Rabbitmq { consumers: 2, ..one };
    vec![
        story("set_in_memory_and_a_crash", one, DIES_LATE).dedup(EffectKind::AppendRow, Dedup::MemorySet),
        story("inbox_and_a_crash", one, DIES_LATE).dedup(EffectKind::AppendRow, Dedup::Inbox),
        story("query_and_a_race", two, TIMER).dedup(EffectKind::AppendRow, Dedup::QueryThenInsert).keys(4),
        story("unique_key_in_the_race", two, TIMER).dedup(EffectKind::AppendRow, Dedup::UniqueConstraint).keys(4),
        story("upsert_of_an_old_value", one, UNHEARD).dedup(EffectKind::SetValue, Dedup::Upsert),
        story("upsert_with_a_version", one, UNHEARD).dedup(EffectKind::SetValue, Dedup::Upsert).guarded(),
        story("read_and_written_back", two, &[]).dedup(EffectKind::Increment, Dedup::RedisGetSet).keys(4),
        story("incremented_in_place", two, &[]).dedup(EffectKind::Increment, Dedup::RedisIncr).keys(4),
        story("mark_before_the_act", one, const { &[strike_consumer(9, FaultKind::ConsumerCrashBeforeEffect)] })
            .dedup(EffectKind::ExternalCall, Dedup::RedisMarkAct),
        story("mark_after_the_act", one, const { &[strike_consumer(12, FaultKind::ConsumerCrashAfterEffect)] })
            .dedup(EffectKind::ExternalCall, Dedup::RedisCheckActMark),
    ]
}

const NACK: &[Strike] = &[strike_consumer(7, FaultKind::ConsumerNack)];
const REFUSED: &[Strike] = &[strike(1, FaultKind::PublishRefused)];
const DIES_LATE: &[Strike] = &[strike_consumer(34, FaultKind::ConsumerCrashAfterEffect)];
const TIMER: &[Strike] = &[strike(1, FaultKind::ResendTimer)];
const CUT: &[Strike] = &[strike(2, FaultKind::PublishLost)];
const UNHEARD: &[Strike] = &[strike(5, FaultKind::ConfirmLost)];

fn of_kafka() -> Vec<Preset> {
    let pool = Kafka {
        processing: Processing::ThreadPool,
        commit: Commit::Contiguous,
        max_poll_records: 8,
        ..Kafka::default()
    };
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
        kafka("five_in_flight", Kafka { max_in_flight: 5, ..plain }, CUT),
        kafka("five_in_flight_idempotent", Kafka { max_in_flight: 5, enable_idempotence: true, ..plain }, CUT),
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
        kafka("threads_out_of_order", pool, &[]).keys(2).messages(6).seed(406),
        kafka("a_thread_for_each_key", Kafka { processing: Processing::PerKeyQueues, ..pool }, &[])
            .keys(2)
            .messages(6)
            .seed(406),
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

impl Preset {
    const fn seed(mut self, seed: u64) -> Self {
        self.setup.seed = seed;
        self
    }

    const fn keys(mut self, keys: u8) -> Self {
        self.setup.keys = keys;
        self
    }

    const fn messages(mut self, messages: u8) -> Self {
        self.setup.messages = messages;
        self
    }

    const fn dedup(mut self, kind: EffectKind, dedup: Dedup) -> Self {
        self.setup.effects = Effects { kind, dedup, version_guard: false };
        self
    }

    const fn guarded(mut self) -> Self {
        self.setup.effects.version_guard = true;
        self
    }
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
