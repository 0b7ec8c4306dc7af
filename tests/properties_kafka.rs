//! The invariants J10–J15 and a few more, over random setups of Kafka and random schedules.

mod support;

use std::collections::BTreeMap;

use ackscope::explore::{Ending, Limits, Search};
use ackscope::model::{
    Action, Belief, BrokerScene, CopyId, EnvelopeKind, Event, Flag, Line, LogScene, Machine, Message, Partition,
    ReaderScene, Way, World,
};
use ackscope::setup::{
    Acks, AutoOffsetReset, Broker, Commit, Dedup, FaultKind, FaultKinds, Faults, Kafka, Processing, Setup,
};
use support::walk::{Stride, walk_up_to};
use support::{Rng, random_setup_of};

const WALKS: u64 = 1_500;
/// Far beyond the end of every walk that has one.
const STRIDES: usize = 600;

/// Walks under random setups that `wanted` accepts, small enough to be quick.
fn walks(salt: u64, wanted: impl Fn(&mut Setup) -> bool, check: impl Fn(&Setup, &[Stride])) {
    let mut checked = 0;
    for seed in 0..WALKS {
        let mut rng = Rng::new(salt << 32 | seed);
        let mut setup = random_setup_of(Broker::Kafka, &mut rng);
        setup.messages = setup.messages.min(8);
        if wanted(&mut setup) {
            check(&setup, &walk_up_to(&setup, &mut rng, STRIDES));
            checked += 1;
        }
    }
    assert!(checked > WALKS / 40, "only {checked} walks were of that kind");
}

fn any(_: &mut Setup) -> bool {
    true
}

/// Elections are clean, and no log loses its tail on every node at once.
fn clean(setup: &mut Setup) -> bool {
    setup.kafka.unclean_leader_election = false;
    setup.faults.kinds = setup.faults.kinds.with(FaultKind::ClusterPowerLoss, false);
    true
}

fn events(strides: &[Stride]) -> impl Iterator<Item = &Event> {
    strides.iter().flat_map(|stride| &stride.events)
}

fn broker(setup: &Setup, world: &World) -> BrokerScene {
    Machine::new(setup).scene(world).broker
}

fn leader(broker: &BrokerScene, partition: Partition) -> Option<&LogScene> {
    broker.logs.iter().find(|log| log.leader && log.partition == partition)
}

fn copies(log: &LogScene) -> Vec<CopyId> {
    log.records.iter().map(|record| record.copy).collect()
}

fn end(log: &LogScene) -> u16 {
    u16::try_from(log.records.len()).expect("logs are short")
}

/// J10: within one epoch the high watermark only moves up, and every in-sync replica has all that is below it.
#[test]
fn j10_the_high_watermark_moves_up_and_is_on_every_in_sync_replica() {
    walks(1, clean, |setup, strides| {
        let mut marks: BTreeMap<(u8, u32), u16> = BTreeMap::new();
        let mut epoch = 0;
        for stride in strides {
            for event in &stride.events {
                if let Event::Leads { epoch: new, .. } = event {
                    assert!(*new > epoch, "epochs grow");
                    epoch = *new;
                }
            }
            let scene = broker(setup, &stride.world);
            for log in &scene.logs {
                let last = marks.entry((log.partition.0, epoch)).or_default();
                assert!(*last <= log.high_watermark, "{setup:?}");
                *last = log.high_watermark;
                // With the only replica in sync gone, its disk may be gone too.
                assert!(!scene.up || !log.in_sync || !log.up || log.high_watermark <= end(log), "{setup:?}");
            }
        }
    });
}

/// J10: nobody reads a record at or above the high watermark, or one that the leader's log does not hold there.
#[test]
fn j10_consumers_read_below_the_high_watermark() {
    walks(2, any, |setup, strides| {
        for stride in strides {
            let scene = broker(setup, &stride.world);
            for event in &stride.events {
                if let Event::Polled { partition, offset, count, .. } = *event {
                    let log = leader(&scene, partition).expect("polls need a leader");
                    assert!(offset + count <= log.high_watermark && count > 0, "{setup:?}");
                }
            }
        }
    });
}

/// J11: replicas agree below what is committed and both have, and a follower that has fetched has the leader's log.
#[test]
fn j11_replicas_agree_on_what_is_committed() {
    walks(3, clean, |setup, strides| {
        for stride in strides {
            let scene = broker(setup, &stride.world);
            for log in scene.logs.iter().filter(|log| log.in_sync && log.up) {
                let Some(leading) = leader(&scene, log.partition) else { continue };
                let common = usize::from(log.high_watermark);
                assert_eq!(copies(log)[..common], copies(leading)[..common], "{setup:?}");
            }
            if let Action::Replicate(member) = stride.action {
                for log in scene.logs.iter().filter(|log| log.member == member) {
                    let leading = leader(&scene, log.partition).expect("it was fetched from a leader");
                    assert_eq!(copies(log), copies(leading), "{setup:?}");
                }
            }
        }
    });
}

/// J12: with acks=all a yes means that every in-sync replica has the record, and that enough are in sync.
#[test]
fn j12_a_yes_of_acks_all_is_on_every_in_sync_replica() {
    let wanted = |setup: &mut Setup| {
        setup.kafka.acks = Acks::All;
        setup.kafka.enable_idempotence &= setup.kafka.retries;
        true
    };
    walks(4, wanted, |setup, strides| {
        let kafka = &setup.kafka;
        let least = usize::from(kafka.min_insync_replicas.min(kafka.replication_factor));
        for stride in strides {
            let scene = broker(setup, &stride.world);
            for event in &stride.events {
                let Event::Sent { line: Line::Producer, way: Way::ToClient, envelope } = event else { continue };
                if envelope.kind != EnvelopeKind::Produced {
                    continue;
                }
                let message = envelope.messages.iter().next().expect("an answer is about a message");
                let partition = Partition(message.key(setup.keys).0 % kafka.partitions);
                let in_sync: Vec<_> =
                    scene.logs.iter().filter(|log| log.in_sync && log.partition == partition).collect();
                assert!(in_sync.len() >= least, "{setup:?}");
                let holds = |log: &&LogScene| log.records.iter().any(|record| record.message == Some(message));
                assert!(in_sync.iter().all(holds), "{setup:?}");
            }
        }
    });
}

/// J13: with an idempotent producer every log holds the batches of its partition in order, without gaps or repeats.
#[test]
fn j13_an_idempotent_producer_leaves_no_gaps_and_no_repeats() {
    walks(
        5,
        |setup| setup.kafka.enable_idempotence,
        |setup, strides| {
            let partition = |message: &Message| message.key(setup.keys).0 % setup.kafka.partitions;
            for stride in strides {
                for log in &broker(setup, &stride.world).logs {
                    let sent =
                        (1..=setup.messages).map(Message).filter(|message| partition(message) == log.partition.0);
                    let held: Vec<Message> = log.records.iter().filter_map(|record| record.message).collect();
                    assert!(held.iter().copied().eq(sent.take(held.len())), "{setup:?}");
                }
            }
        },
    );
}

/// J14: a partition has one owner, a live member, and nobody else commits for it. With the offset in the transaction of
/// the effect it is the transaction that decides, not the group.
#[test]
fn j14_only_the_owner_commits() {
    walks(6, any, |setup, strides| {
        let outside = setup.kafka.commit == Commit::InEffectTransaction;
        let mut owners = BTreeMap::new();
        let scene = broker(setup, &Machine::new(setup).start());
        owners.extend(scene.readers.iter().map(|reader| (reader.partition, reader.owner)));
        for event in events(strides) {
            match *event {
                Event::Revoked { consumer, partition } => {
                    assert_eq!(owners.insert(partition, None), Some(Some(consumer)));
                }
                Event::Assigned { consumer, partition, .. } => {
                    assert_eq!(owners.insert(partition, Some(consumer)), Some(None));
                }
                Event::OffsetCommitted { consumer, partition, .. } if !outside => {
                    assert_eq!(owners[&partition], Some(consumer), "{setup:?}");
                }
                Event::CommitRefused { consumer, partition, .. } => assert_ne!(owners[&partition], Some(consumer)),
                Event::Polled { consumer, partition, .. } => assert_eq!(owners[&partition], Some(consumer)),
                _ => {}
            }
        }
    });
}

/// J15: Java's auto-commit in a loop never commits beyond the position, and not beyond what the loop has finished.
#[test]
fn j15_auto_commit_in_a_poll_loop_stays_behind_the_work() {
    let wanted = |setup: &mut Setup| {
        setup.kafka.processing = Processing::PollLoop;
        setup.faults.kinds = setup.faults.kinds.with(FaultKind::HandlerException, false);
        setup.kafka.commit == Commit::AutoOnPoll
    };
    walks(7, wanted, |setup, strides| {
        let mut unfinished: Vec<(u8, Message)> = Vec::new();
        for stride in strides {
            for event in &stride.events {
                match *event {
                    Event::Took { consumer, message, .. } => unfinished.push((consumer.0, message)),
                    Event::Applied { consumer, message, .. } => {
                        let done = unfinished.iter().position(|held| *held == (consumer.0, message));
                        unfinished.remove(done.expect("it was taken"));
                    }
                    Event::ConsumerDown { consumer } => unfinished.retain(|(holder, _)| *holder != consumer.0),
                    Event::OffsetCommitted { consumer, .. } => {
                        assert!(unfinished.iter().all(|(holder, _)| *holder != consumer.0), "{setup:?}");
                    }
                    _ => {}
                }
            }
            for ReaderScene { owner, position, committed, .. } in broker(setup, &stride.world).readers {
                assert!(owner.is_none() || committed.is_none_or(|committed| committed <= position), "{setup:?}");
            }
        }
    });
}

/// The policies that lose, each with one fault that shows it.
fn losing() -> [(Kafka, FaultKind); 3] {
    let with = |commit: Commit, processing: Processing| Kafka { consumers: 2, commit, processing, ..Kafka::default() };
    let background = with(Commit::AutoBackground, Processing::PollLoop);
    let background = Kafka { client: ackscope::setup::Client::Librdkafka, ..background };
    [
        (background, FaultKind::ConsumerCrashBeforeEffect),
        (with(Commit::SyncBeforeProcessing, Processing::PollLoop), FaultKind::ConsumerCrashBeforeEffect),
        (with(Commit::OwnOffset, Processing::ThreadPool), FaultKind::ConsumerCrashBeforeEffect),
    ]
}

/// J15: what is lost was below the committed offset before its effect had happened.
#[test]
fn j15_a_loss_has_committed_past_the_work() {
    for (kafka, kind) in losing() {
        let faults = Faults { budget: 1, kinds: [kind].into_iter().collect::<FaultKinds>() };
        let setup = Setup { messages: 3, kafka, faults, ..Setup::of(Broker::Kafka) };
        let mut search = Search::new(&setup, Limits::TERMINAL, &[Flag::Lost]);
        assert_eq!(search.finish(), Ending::Answered);
        let finding = search.finding(Flag::Lost).expect("it loses");
        let (machine, mut world, mut past) = (Machine::new(&setup), Machine::new(&setup).start(), false);
        for action in finding.actions {
            machine.apply(&mut world, action, &mut ()).expect("the run is real");
            let scene = machine.scene(&world).broker;
            let unfinished = |offset: usize| {
                let log = &scene.logs[0].records;
                let message = log.get(offset).and_then(|record| record.message);
                message.is_none_or(|message| machine.ledger(&world).record(message).applied == 0)
            };
            let committed = scene.readers[0].committed.unwrap_or(0);
            past |= (0..usize::from(committed)).any(unfinished);
        }
        assert!(past, "{kafka:?}");
    }
}

/// Whether a log may end before it did: then the group may begin anew, and read what it had passed.
fn shortens_a_log(event: &Event) -> bool {
    match event {
        Event::Leads { clean, .. } => !clean,
        Event::Fault { kind, .. } => {
            matches!(kind, FaultKind::ClusterPowerLoss | FaultKind::PowerLoss | FaultKind::DiskLoss)
        }
        _ => false,
    }
}

/// A lost message never gets an effect, and nobody is told later that it failed; unless a later fault shortens a log.
#[test]
fn lost_is_final() {
    walks(8, any, |setup, strides| {
        let machine = Machine::new(setup);
        let mut lost = Vec::new();
        for stride in strides {
            for event in &stride.events {
                match event {
                    event if shortens_a_log(event) => lost.clear(),
                    Event::Raised { flag: Flag::Lost, message } => lost.push(*message),
                    Event::Applied { message, .. } => assert!(!lost.contains(message), "{setup:?}"),
                    _ => {}
                }
            }
            let ledger = machine.ledger(&stride.world);
            assert!(lost.iter().all(|message| ledger.record(*message).belief != Belief::Failed), "{setup:?}");
        }
    });
}

/// Without a fault nothing is lost or repeated, whatever the settings; only a thread pool reorders, and only a producer
/// that tries once and meets too few replicas in sync is refused.
#[test]
fn a_calm_run_keeps_every_promise_but_the_order_of_a_thread_pool() {
    let calm = |setup: &mut Setup| {
        setup.faults.budget = 0;
        setup.kafka.retries || setup.kafka.in_sync >= setup.kafka.min_insync_replicas
    };
    walks(9, calm, |setup, strides| {
        let machine = Machine::new(setup);
        let Some(last) = strides.last() else { return };
        let allowed = [Flag::Reordered, Flag::StaleReplay];
        let threads = matches!(setup.kafka.processing, Processing::ThreadPool | Processing::PerKeyQueues);
        let shares = setup.kafka.partitions > 1 && setup.kafka.consumers > 1;
        for flag in machine.ledger(&last.world).flags.iter() {
            let order = setup.kafka.processing == Processing::ThreadPool && allowed.contains(&flag);
            // C5: whoever reads and writes a total at once with others loses what it overwrites.
            let total = flag == Flag::Lost && setup.effects.dedup == Dedup::RedisGetSet && (threads || shares);
            assert!(order || total, "{flag:?}: {setup:?}");
        }
    });
}

/// A copy has one place in the log for ever: the same copy never stands at two offsets.
#[test]
fn a_copy_stands_at_one_offset() {
    walks(10, any, |setup, strides| {
        let mut places = BTreeMap::new();
        for stride in strides {
            for log in broker(setup, &stride.world).logs {
                for (offset, record) in log.records.iter().enumerate() {
                    let place = *places.entry(record.copy).or_insert((log.partition, offset));
                    assert_eq!(place, (log.partition, offset), "{setup:?}");
                }
            }
        }
    });
}

/// `latest` skips; the others do not.
#[test]
fn b39_only_latest_skips_what_is_there() {
    let lost = |reset: AutoOffsetReset| {
        let kafka = Kafka { consumers: 2, auto_offset_reset: reset, ..Kafka::default() };
        let faults = Faults { budget: 1, kinds: [FaultKind::ConsumerCrashBeforeEffect].into_iter().collect() };
        let setup = Setup { messages: 2, kafka, faults, ..Setup::of(Broker::Kafka) };
        let mut search = Search::new(&setup, Limits::TERMINAL, &[]);
        assert_eq!(search.finish(), Ending::Complete);
        search.steps(Flag::Lost).is_some()
    };
    assert!(lost(AutoOffsetReset::Latest));
    assert!(!lost(AutoOffsetReset::Earliest));
    assert!(!lost(AutoOffsetReset::None));
}
