//! Random setups of Kafka, and runs of them: by the seed, by any schedule, or plucked by hand.

use ackscope::explore::{Limits, Search};
use ackscope::model::{Action, Flag, Machine};
use ackscope::play::{Chance, Run};
use ackscope::setup::{
    Acks, AutoOffsetReset, Broker, Client, Commit, FaultKind, FaultKinds, Faults, IsolationLevel, Kafka, Processing,
    Setup,
};

use super::{Rng, pluck};

/// Any setup of Kafka that makes sense: idempotence beside acks=all and retries, a client with its own policies.
pub fn random_kafka(rng: &mut Rng) -> Setup {
    let client = rng.pick(Client::ALL);
    let replication_factor = 1 + rng.below(3) as u8;
    let (acks, retries) = (rng.pick(Acks::ALL), rng.below(5) > 0);
    let kafka = Kafka {
        acks,
        retries,
        max_in_flight: 1 + rng.below(5) as u8,
        enable_idempotence: acks == Acks::All && retries && rng.coin(),
        replication_factor,
        min_insync_replicas: 1 + rng.below(3) as u8,
        in_sync: 1 + rng.below(replication_factor.into()) as u8,
        unclean_leader_election: rng.coin(),
        flush_every_message: rng.coin(),
        partitions: 1 + (rng.below(6) / 4) as u8,
        consumers: rng.below(4) as u8,
        client,
        commit: random_commit(rng, client),
        processing: rng.pick(Processing::ALL),
        drain_on_revoke: rng.coin(),
        max_poll_records: 1 + rng.below(4) as u8,
        auto_offset_reset: rng.pick(AutoOffsetReset::ALL),
        ..Kafka::default()
    };
    let all = FaultKinds::all(Broker::Kafka);
    let kinds = if rng.coin() { all } else { all.iter().filter(|_| rng.coin()).collect() };
    let messages = 1 + rng.below(4) as u8;
    let faults = Faults { budget: 1 + rng.below(3) as u8, kinds };
    let (keys, seed) = (1 + rng.below(2) as u8, rng.next() % 1000);
    Setup { broker: Broker::Kafka, messages, keys, kafka, faults, seed, ..Setup::default() }
}

fn random_commit(rng: &mut Rng, client: Client) -> Commit {
    loop {
        let commit = rng.pick(Commit::ALL);
        let other = match commit {
            Commit::AutoOnPoll => client == Client::Librdkafka,
            Commit::AutoBackground | Commit::AutoBackgroundStoredAfter => client == Client::Java,
            _ => false,
        };
        if !other {
            return commit;
        }
    }
}

/// A run of such a setup.
pub fn random_run(rng: &mut Rng) -> Run {
    let setup = random_kafka(rng);
    if may_go_on_for_ever(&setup) || rng.coin() {
        return Run::replay(&setup, &walk(&setup, rng)).expect("a walk is possible");
    }
    let mut run = Run::free(&setup, Chance::Faults);
    if rng.coin() {
        pluck(&mut run, rng);
    }
    run
}

/// A run of such a setup with a producer that writes in transactions.
pub fn random_transactions(rng: &mut Rng) -> Run {
    let setup = random_kafka(rng);
    let producing = Kafka { acks: Acks::All, retries: true, enable_idempotence: true, ..setup.kafka };
    let kafka = Kafka { transactional: true, isolation_level: rng.pick(IsolationLevel::ALL), ..producing };
    let setup = Setup { kafka, ..setup };
    Run::replay(&setup, &walk(&setup, rng)).expect("a walk is possible")
}

/// A producer that is refused each time tries again without end: where too few are in sync and nothing brings more, and
/// where an earlier batch is gone from the log and so its sequence number is missing for good.
fn may_go_on_for_ever(setup: &Setup) -> bool {
    let kafka = &setup.kafka;
    kafka.enable_idempotence || kafka.min_insync_replicas > kafka.in_sync
}

/// A walk is cut off here.
const STRIDES_MAX: usize = 160;

/// Any of the actions that may happen, one after the other.
pub fn walk(setup: &Setup, rng: &mut Rng) -> Vec<Action> {
    let machine = Machine::new(setup);
    let (mut world, mut actions, mut done) = (machine.start(), Vec::new(), Vec::new());
    while done.len() < STRIDES_MAX {
        actions.clear();
        machine.enabled(&world, &mut actions);
        if actions.is_empty() {
            break;
        }
        let action = rng.pick(&actions);
        machine.apply(&mut world, action, &mut ()).expect("enabled actions are possible");
        done.push(action);
    }
    done
}

/// The setups of semantics §E.3 and §E.4, each with one fault of each kind of its table.
pub fn answer_sheet() -> Vec<Setup> {
    use FaultKind::*;
    let plain = Kafka { enable_idempotence: false, ..Kafka::default() };
    let (one, idempotent) = (Kafka { max_in_flight: 1, ..plain }, Kafka::default());
    let logs = [
        Kafka { acks: Acks::Zero, ..plain },
        Kafka { acks: Acks::One, ..plain },
        plain,
        Kafka { min_insync_replicas: 2, ..one },
        idempotent,
        Kafka { in_sync: 1, unclean_leader_election: true, ..idempotent },
        Kafka { in_sync: 2, min_insync_replicas: 2, ..plain },
    ];
    let group = |commit: Commit, processing: Processing| Kafka { commit, processing, consumers: 2, ..idempotent };
    let groups = [
        group(Commit::AutoOnPoll, Processing::PollLoop),
        Kafka { client: Client::Librdkafka, ..group(Commit::AutoBackground, Processing::PollLoop) },
        group(Commit::SyncPerBatch, Processing::PollLoop),
        group(Commit::SyncBeforeProcessing, Processing::PollLoop),
        group(Commit::OwnOffset, Processing::ThreadPool),
        group(Commit::Contiguous, Processing::PerKeyQueues),
        group(Commit::InEffectTransaction, Processing::PollLoop),
    ];
    let with = |messages: u8, kafka: Kafka, kind: Option<FaultKind>| {
        let faults = Faults { budget: kind.is_some() as u8, kinds: kind.into_iter().collect() };
        Setup { broker: Broker::Kafka, messages, kafka, faults, ..Setup::default() }
    };
    let at_producer = [PublishLost, ConfirmLost, PublishRefused, ProcessCrash, PowerLoss, DiskLoss, ClusterPowerLoss];
    let at_consumer =
        [ConsumerCrashBeforeEffect, ConsumerCrashAfterEffect, Rebalance, ZombieConsumer, HandlerException];
    let logs = logs.into_iter().map(|kafka| Kafka { consumers: 0, ..kafka });
    let logs = logs.flat_map(|kafka| at_producer.map(|kind| with(2, kafka, Some(kind))));
    let calm = groups.map(|kafka| with(3, kafka, None));
    let groups = groups.into_iter().flat_map(|kafka| at_consumer.map(|kind| with(3, kafka, Some(kind))));
    logs.chain(calm).chain(groups).collect()
}

/// The shortest run for each flag that the setup can raise.
pub fn findings(setup: &Setup) -> Vec<(Flag, Run)> {
    let mut search = Search::new(setup, Limits::TERMINAL, &[]);
    search.finish();
    let found = Flag::ALL.iter().filter_map(|flag| search.finding(*flag).map(|finding| (*flag, finding)));
    found
        .map(|(flag, finding)| (flag, Run::replay(setup, &finding.actions).expect("what was found is possible")))
        .collect()
}
