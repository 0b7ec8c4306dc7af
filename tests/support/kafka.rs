//! Random setups of Kafka, and runs of them: by the seed, by any schedule, or plucked by hand.

use ackscope::model::{Action, Machine};
use ackscope::play::{Chance, Run};
use ackscope::setup::{Acks, AutoOffsetReset, Broker, Client, Commit, FaultKinds, Faults, Kafka, Processing, Setup};

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
