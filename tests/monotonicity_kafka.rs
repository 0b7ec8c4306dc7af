//! What Kafka's toggles promise under every setup (rules named at each test), the way `monotonicity` asks it of RabbitMQ.
//! In the log nobody reads, and the flags describe what is committed; in the group one or two consumers read one
//! partition.
//!
//! What is not here does not hold. One replica more, or one more in sync, adds a loss with `acks=1` or where elections may
//! be unclean: a leader that is alone comes back with all that it had. It also adds one where it satisfies a minimum that
//! had refused every write. Under readers a repeat in the log can be what lets several threads commit past a message, so
//! there neither acks=all nor retries nor a minimum of 2 in sync is safe from adding a loss: all of them send again. Under
//! `latest` what is read and not committed is lost with its reader, so even a commit after the work adds a loss there to
//! one before it.

mod support;

use ackscope::model::Flag;
use ackscope::setup::{
    Acks, AutoOffsetReset, Broker, Client, Commit, FaultKind, IsolationLevel, Kafka, Processing, Setup,
};
use support::toggle::{self, ordered, with};
use support::{Rng, small_setup_of};

/// Two messages of one key, and nobody reads.
fn in_the_log(salt: u64, flags: &[Flag], change: impl Fn(&mut Rng, Kafka) -> (Kafka, Kafka)) {
    let draw = |rng: &mut Rng| ordered(small_setup_of(Broker::Kafka, rng, 2));
    toggle::never_adds(salt, flags, draw, |rng, setup| {
        let (before, after) = change(rng, Kafka { consumers: 0, ..setup.kafka });
        Some((Setup { kafka: before, ..setup }, Setup { kafka: after, ..setup }))
    });
}

/// One or two consumers, and few enough replicas to look at every run.
fn in_the_group(salt: u64, flags: &[Flag], change: impl Fn(&mut Rng, Kafka) -> (Kafka, Kafka)) {
    toggle::never_adds(salt, flags, group, |rng, setup| {
        let (before, after) = change(rng, setup.kafka);
        Some((Setup { kafka: before, ..setup }, Setup { kafka: after, ..setup }))
    });
}

fn group(rng: &mut Rng) -> Setup {
    let setup = small_setup_of(Broker::Kafka, rng, 2);
    let (replicas, consumers) = (1 + rng.below(2) as u8, 1 + rng.below(2) as u8);
    with(setup, |setup| {
        (setup.messages, setup.kafka.partitions, setup.kafka.consumers) = (2, 1, consumers);
        (setup.kafka.replication_factor, setup.kafka.in_sync) = (replicas, replicas);
    })
}

fn plain(kafka: Kafka) -> Kafka {
    Kafka { transactional: false, enable_idempotence: false, ..kafka }
}

fn idempotent(kafka: Kafka) -> Kafka {
    Kafka { acks: Acks::All, retries: true, enable_idempotence: true, ..kafka }
}

/// B21 to B23: the log of an idempotent producer has every message once and in its order, whatever it had without.
#[test]
fn idempotence_never_adds_anything_to_the_log() {
    in_the_log(101, Flag::ALL, |rng, kafka| {
        let before = Kafka { acks: rng.pick(Acks::ALL), ..plain(kafka) };
        (before, idempotent(before))
    });
}

/// The same under readers, beside a producer that asks and sends again just as often.
#[test]
fn idempotence_never_adds_anything_under_readers() {
    in_the_group(102, Flag::ALL, |_, kafka| {
        let before = Kafka { acks: Acks::All, retries: true, ..plain(kafka) };
        (before, idempotent(before))
    });
}

/// B13 to B15. The price is a repeat, a failure or disorder: what was not answered is reported or sent again.
#[test]
fn more_acks_never_add_a_loss_to_the_log() {
    in_the_log(103, &[Flag::Lost], |rng, kafka| {
        let before = Kafka { acks: rng.pick(&[Acks::Zero, Acks::One]), ..plain(kafka) };
        (before, Kafka { acks: Acks::All, ..before })
    });
}

/// B16. The price is a failure, or a repeat where the error comes after the append.
#[test]
fn two_that_must_be_in_sync_never_add_a_loss_to_the_log() {
    in_the_log(104, &[Flag::Lost], |_, kafka| {
        let before = Kafka { min_insync_replicas: 1, ..kafka };
        (before, Kafka { min_insync_replicas: 2, ..before })
    });
}

/// B18.
#[test]
fn retries_never_add_a_loss_or_a_failure_to_the_log() {
    in_the_log(105, &[Flag::Lost, Flag::ReportedFailure], |_, kafka| {
        let before = Kafka { retries: false, ..plain(kafka) };
        (before, Kafka { retries: true, ..before })
    });
}

/// B20. In transactions the number is also how many messages one has, so there it is another question.
#[test]
fn one_request_in_flight_never_adds_anything_to_the_log() {
    in_the_log(106, Flag::ALL, |rng, kafka| {
        let before = Kafka { transactional: false, max_in_flight: 2 + rng.below(4) as u8, ..kafka };
        (before, Kafka { max_in_flight: 1, ..before })
    });
}

/// B7: what is on the disk could have been there anyway.
#[test]
fn a_flush_of_every_message_never_adds_anything() {
    let draw = |rng: &mut Rng| {
        with(if rng.coin() { group(rng) } else { ordered(small_setup_of(Broker::Kafka, rng, 2)) }, |setup| {
            setup.faults.kinds = setup.faults.kinds.with(FaultKind::ClusterPowerLoss, true);
            setup.kafka.flush_every_message = false;
        })
    };
    toggle::never_adds(107, Flag::ALL, draw, |_, setup| {
        Some((setup, with(setup, |setup| setup.kafka.flush_every_message = true)))
    });
}

/// B8. The price is waiting: a partition without a leader.
#[test]
fn clean_elections_never_add_a_loss() {
    let change = |_: &mut Rng, kafka: Kafka| {
        let before = Kafka { unclean_leader_election: true, ..kafka };
        (before, Kafka { unclean_leader_election: false, ..before })
    };
    in_the_log(108, &[Flag::Lost, Flag::Reordered], change);
    in_the_group(109, &[Flag::Lost], change);
}

/// B15 with B8: whoever leads after a clean election has what all answered for.
#[test]
fn a_second_replica_never_adds_a_loss_to_what_all_must_have() {
    in_the_log(110, &[Flag::Lost], |_, kafka| {
        let strict = Kafka { acks: Acks::All, unclean_leader_election: false, ..kafka };
        let before = Kafka { replication_factor: 1, in_sync: 1, ..strict };
        (before, Kafka { replication_factor: 2, in_sync: 2, ..before })
    });
}

/// B19: librdkafka puts failed batches back in their order.
#[test]
fn librdkafka_never_adds_anything_to_the_log() {
    in_the_log(111, Flag::ALL, |_, kafka| {
        let before = Kafka { client: Client::Java, commit: Commit::SyncPerBatch, ..kafka };
        (before, Kafka { client: Client::Librdkafka, ..before })
    });
}

/// B28, B29: a transactional producer is an idempotent one.
#[test]
fn transactions_never_add_anything_to_the_log() {
    in_the_log(112, Flag::ALL, |_, kafka| {
        let before = Kafka { transactional: false, ..idempotent(kafka) };
        (before, Kafka { transactional: true, ..before })
    });
}

/// B29. Nothing is aborted here, so who waits for the marker reads the same, later.
#[test]
fn reading_only_what_is_committed_never_adds_anything() {
    in_the_group(113, Flag::ALL, |_, kafka| {
        let before =
            Kafka { transactional: true, isolation_level: IsolationLevel::ReadUncommitted, ..idempotent(kafka) };
        (before, Kafka { isolation_level: IsolationLevel::ReadCommitted, ..before })
    });
}

/// B35: a loop that commits what it has done.
#[test]
fn commits_after_the_work_of_a_loop_never_add_a_loss() {
    in_the_group(114, &[Flag::Lost, Flag::Reordered], |rng, kafka| {
        let reset = rng.pick(&[AutoOffsetReset::Earliest, AutoOffsetReset::None]);
        let looped = Kafka { processing: Processing::PollLoop, auto_offset_reset: reset, ..kafka };
        let after = rng.pick(&[Commit::SyncPerBatch, Commit::SyncPerRecord, Commit::InEffectTransaction]);
        (Kafka { commit: Commit::SyncBeforeProcessing, ..looped }, Kafka { commit: after, ..looped })
    });
}

/// B37.
#[test]
fn offsets_stored_after_the_work_never_add_a_loss() {
    in_the_group(115, &[Flag::Lost, Flag::Reordered], |_, kafka| {
        let before = Kafka { client: Client::Librdkafka, commit: Commit::AutoBackground, ..kafka };
        (before, Kafka { commit: Commit::AutoBackgroundStoredAfter, ..before })
    });
}

/// B50: the first offset that is not finished is committed, whoever works.
#[test]
fn a_contiguous_commit_never_adds_a_loss() {
    in_the_group(116, &[Flag::Lost, Flag::Reordered], |rng, kafka| {
        let before = Kafka { commit: rng.pick(&[Commit::OwnOffset, Commit::Maximum]), ..kafka };
        (before, Kafka { commit: Commit::Contiguous, ..before })
    });
}

/// B31: the offset that is stored with the effect. The price is deliveries that are rolled back.
#[test]
fn an_offset_stored_with_the_effect_never_adds_a_loss_or_a_second_effect_to_a_loop() {
    in_the_group(117, &[Flag::Lost, Flag::EffectTwice, Flag::Reordered, Flag::StaleReplay], |rng, kafka| {
        let looped = Kafka { processing: Processing::PollLoop, ..kafka };
        let commit = rng.pick(&[Commit::SyncPerRecord, Commit::SyncPerBatch]);
        (Kafka { commit, ..looped }, Kafka { commit: Commit::InEffectTransaction, ..looped })
    });
}

/// B47, B50.
#[test]
fn a_loop_never_adds_a_loss_or_disorder_to_threads() {
    in_the_group(118, &[Flag::Lost, Flag::Reordered, Flag::StaleReplay], |rng, kafka| {
        let threads = rng.pick(&[Processing::HandOff, Processing::ThreadPool, Processing::PerKeyQueues]);
        (Kafka { processing: threads, ..kafka }, Kafka { processing: Processing::PollLoop, ..kafka })
    });
}

/// B50: a pool might happen to work in the order of each key.
#[test]
fn queues_by_key_never_add_anything_to_a_pool() {
    in_the_group(119, Flag::ALL, |_, kafka| {
        let before = Kafka { processing: Processing::ThreadPool, ..kafka };
        (before, Kafka { processing: Processing::PerKeyQueues, ..before })
    });
}

/// B45: what is finished and committed before the partition goes is not read again.
#[test]
fn draining_before_a_rebalance_never_adds_anything() {
    let draw = |rng: &mut Rng| {
        with(group(rng), |setup| {
            setup.faults.kinds = setup.faults.kinds.with(FaultKind::Rebalance, true);
            setup.kafka.consumers = 2;
            setup.kafka.processing = rng.pick(&[Processing::HandOff, Processing::ThreadPool, Processing::PerKeyQueues]);
            setup.kafka.drain_on_revoke = false;
        })
    };
    toggle::never_adds(120, Flag::ALL, draw, |_, setup| {
        Some((setup, with(setup, |setup| setup.kafka.drain_on_revoke = true)))
    });
}

/// B39. The price is that everything may be read again.
#[test]
fn beginning_at_the_oldest_never_adds_a_loss() {
    in_the_group(121, &[Flag::Lost], |_, kafka| {
        let before = Kafka { auto_offset_reset: AutoOffsetReset::Latest, ..kafka };
        (before, Kafka { auto_offset_reset: AutoOffsetReset::Earliest, ..before })
    });
}

/// J16: one consumer more takes nothing away. With one there is nobody to read again what it had.
#[test]
fn fewer_consumers_never_add_anything() {
    in_the_group(122, Flag::ALL, |_, kafka| (Kafka { consumers: 2, ..kafka }, Kafka { consumers: 1, ..kafka }));
}

/// J16 for what is asked of every broker: fewer faults, fewer kinds of them, fewer messages.
#[test]
fn less_of_the_question_never_adds_anything() {
    let less = |rng: &mut Rng, setup: Setup| {
        let kinds: Vec<FaultKind> = setup.faults.kinds.iter().collect();
        with(setup, |setup| match rng.below(3) {
            0 => setup.faults.budget = setup.faults.budget.saturating_sub(1),
            1 if !kinds.is_empty() => setup.faults.kinds = setup.faults.kinds.with(rng.pick(&kinds), false),
            _ => setup.messages = 1,
        })
    };
    toggle::never_adds(123, Flag::ALL, group, |rng, setup| Some((setup, less(rng, setup))));
}

/// N4: what was in the page cache may have reached the disk.
#[test]
fn a_process_crash_never_adds_anything_to_power_loss() {
    toggle::never_adds(124, Flag::ALL, group, |_, setup| {
        let only = |kind: FaultKind| with(setup, |setup| setup.faults.kinds = [kind].into_iter().collect());
        Some((only(FaultKind::PowerLoss), only(FaultKind::ProcessCrash)))
    });
}
