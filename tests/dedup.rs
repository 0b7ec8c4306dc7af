//! Strategies against repeats: the table at the head of semantics §C cell by cell, what catches which repeat (§E.6), and
//! what removes which flags (§E.7, J16).

mod support;

use std::collections::{BTreeSet, HashSet};

use ackscope::explore::{Ending, Limits, Search};
use ackscope::model::{Action, Fault, Flag, Machine, Message, Scene, Stage, World};
use ackscope::setup::{
    Ack, Broker, Commit, Dedup, FaultKind, FaultKinds, Faults, Kafka, Publish, Rabbitmq, Setup, Value,
};
use support::{Rng, small_setup_of};

/// How a message comes to be run twice.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Column {
    /// Two copies, one after the other in one process.
    SameProcess,
    /// The process dies when it is done and has not acked.
    OtherProcess,
    /// Two copies, two consumers.
    TwoAtOnce,
    /// The process dies at any moment in which it has the message.
    CrashInside,
}

const COLUMNS: [Column; 4] = [Column::SameProcess, Column::OtherProcess, Column::TwoAtOnce, Column::CrashInside];

/// The rows of the table: what can be there in the end, in the order of the columns. The start of `upsert`'s row is what the
/// final state amounts to.
const TABLE: [(Dedup, [&[u8]; 4]); 11] = [
    (Dedup::None, [&[2], &[2], &[2], &[1, 2]]),
    (Dedup::MemorySet, [&[1], &[2], &[2], &[1, 2]]),
    (Dedup::QueryThenInsert, [&[1], &[1], &[1, 2], &[1]]),
    (Dedup::UniqueConstraint, [&[1], &[1], &[1], &[1]]),
    (Dedup::Upsert, [&[1], &[1], &[1], &[1]]),
    (Dedup::RedisGetSet, [&[2], &[2], &[1, 2], &[1, 2]]),
    (Dedup::RedisIncr, [&[2], &[2], &[2], &[1, 2]]),
    (Dedup::RedisCheckActMark, [&[1], &[1], &[1, 2], &[1, 2]]),
    (Dedup::RedisMarkAct, [&[1], &[1], &[1], &[0, 1]]),
    (Dedup::MarkerRowFirst, [&[1], &[1], &[1], &[0, 1]]),
    (Dedup::Inbox, [&[1], &[1], &[1], &[1]]),
];

fn faults(kinds: &[FaultKind]) -> Faults {
    Faults { budget: 1, kinds: kinds.iter().copied().collect::<FaultKinds>() }
}

/// One message that is run twice, in RabbitMQ: its confirm is lost, so it is stored twice; or its consumer dies.
fn rabbitmq(dedup: Dedup, column: Column) -> Setup {
    let twice = matches!(column, Column::SameProcess | Column::TwoAtOnce);
    let rabbitmq = Rabbitmq {
        publish: if twice { Publish::Confirm } else { Publish::FireAndForget },
        ack: Ack::AfterEffect,
        consumers: if column == Column::TwoAtOnce { 2 } else { 1 },
        ..Rabbitmq::default()
    };
    let kinds: &[FaultKind] = match column {
        Column::SameProcess | Column::TwoAtOnce => &[FaultKind::ConfirmLost],
        Column::OtherProcess | Column::CrashInside => {
            &[FaultKind::ConsumerCrashBeforeEffect, FaultKind::ConsumerCrashAfterEffect]
        }
    };
    of(Setup { messages: 1, rabbitmq, faults: faults(kinds), ..Setup::default() }, dedup)
}

/// The same in Kafka: the answer to a producer without idempotence is lost; or its consumer dies, or works on as a zombie.
fn kafka(dedup: Dedup, column: Column) -> Setup {
    let kafka = Kafka {
        enable_idempotence: column != Column::SameProcess,
        replication_factor: 1,
        in_sync: 1,
        consumers: if column == Column::SameProcess { 1 } else { 2 },
        commit: Commit::SyncPerRecord,
        ..Kafka::default()
    };
    let kinds: &[FaultKind] = match column {
        Column::SameProcess => &[FaultKind::ConfirmLost],
        Column::TwoAtOnce => &[FaultKind::ZombieConsumer],
        Column::OtherProcess | Column::CrashInside => {
            &[FaultKind::ConsumerCrashBeforeEffect, FaultKind::ConsumerCrashAfterEffect]
        }
    };
    let start = Setup::of(Broker::Kafka);
    of(Setup { messages: 1, kafka, faults: faults(kinds), ..start }, dedup)
}

fn of(mut setup: Setup, dedup: Dedup) -> Setup {
    setup.effects.dedup = dedup;
    setup.check().expect("every strategy is possible");
    setup
}

/// Whether the action belongs to what the column tells of.
fn belongs(column: Column, scene: &Scene, action: Action) -> bool {
    let crash = matches!(action, Action::Fault(Fault { consumer: Some(_), .. }));
    if !crash || column != Column::OtherProcess {
        return true;
    }
    let busy = |stage: Stage| stage != Stage::Applied;
    scene.consumers.iter().all(|consumer| consumer.holding.iter().all(|held| !busy(held.stage)))
}

/// How often the effect of a message that was received twice can be there in the end.
fn counts(setup: &Setup, column: Column) -> Vec<u8> {
    let machine = Machine::new(setup);
    let start = machine.start();
    let mut seen: HashSet<World> = HashSet::from([start.clone()]);
    let (mut open, mut found, mut actions) = (vec![start], BTreeSet::new(), Vec::new());
    while let Some(world) = open.pop() {
        actions.clear();
        machine.enabled(&world, &mut actions);
        let record = machine.ledger(&world).record(Message(1));
        if actions.is_empty() && record.taken >= 2 {
            found.insert(record.applied);
        }
        let scene = machine.scene(&world);
        for action in actions.iter().filter(|action| belongs(column, &scene, **action)) {
            let mut next = world.clone();
            machine.apply(&mut next, *action, &mut ()).expect("enabled actions are possible");
            if seen.insert(next.clone()) {
                open.push(next);
            }
        }
    }
    found.into_iter().collect()
}

#[test]
fn the_table_of_strategies_in_rabbitmq() {
    for (dedup, row) in TABLE {
        for (column, expected) in COLUMNS.into_iter().zip(row) {
            assert_eq!(counts(&rabbitmq(dedup, column), column), expected, "{dedup:?}, {column:?}");
        }
    }
}

#[test]
fn the_table_of_strategies_in_kafka() {
    for (dedup, row) in TABLE {
        for (column, expected) in COLUMNS.into_iter().zip(row) {
            assert_eq!(counts(&kafka(dedup, column), column), expected, "{dedup:?}, {column:?}");
        }
    }
}

fn explored(setup: &Setup) -> Search {
    let mut search = Search::new(setup, Limits::TERMINAL, &[]);
    assert_eq!(search.finish(), Ending::Complete);
    search
}

fn possible(search: &Search, flag: Flag) -> bool {
    search.steps(flag).is_some()
}

/// J16: with an inbox no effect happens twice, and what is lost or delivered twice is so as before.
#[test]
fn an_inbox_removes_every_second_effect_and_nothing_else() {
    const SMALL: Limits = Limits { states: 20_000, ..Limits::TERMINAL };
    let (mut compared, mut twice) = (0, 0);
    for seed in 0..120 {
        let mut rng = Rng::new(11 << 32 | seed);
        let broker = rng.pick(Broker::ALL);
        let plain = of(small_setup_of(broker, &mut rng, 2), Dedup::None);
        let inbox = of(plain, Dedup::Inbox);
        let searches = [plain, inbox].map(|setup| {
            let mut search = Search::new(&setup, SMALL, &[]);
            (search.finish() == Ending::Complete).then_some(search)
        });
        let [Some(plain), Some(inbox)] = searches else { continue };
        compared += 1;
        twice += u32::from(possible(&plain, Flag::EffectTwice));
        assert!(!possible(&inbox, Flag::EffectTwice), "seed {seed}");
        for flag in [Flag::Lost, Flag::ReportedFailure, Flag::DeliveredTwice] {
            assert_eq!(plain.steps(flag), inbox.steps(flag), "{flag:?}, seed {seed}");
        }
    }
    assert!(compared >= 30 && twice >= 10, "{compared} compared, {twice} with a second effect");
}

/// C-R4: an absolute value is safe against repeats, and not against an old copy after a newer message.
#[test]
fn an_old_copy_brings_the_old_value_back_and_a_version_guard_stops_it() {
    let rabbitmq = Rabbitmq { publish: Publish::Confirm, window: 2, ack: Ack::AfterEffect, ..Rabbitmq::default() };
    let base = Setup { messages: 2, rabbitmq, faults: faults(&[FaultKind::ConfirmLost]), ..Setup::default() };
    let upsert = of(base, Dedup::Upsert);
    let guarded = upsert.with(ackscope::setup::Field::VersionGuard, Value::Bool(true)).expect("it can be guarded");
    for (setup, stale) in [(upsert, true), (guarded, false), (of(base, Dedup::Inbox), false)] {
        let search = explored(&setup);
        assert_eq!(possible(&search, Flag::StaleReplay), stale, "{:?}", setup.effects);
        assert!(!possible(&search, Flag::EffectTwice) && possible(&search, Flag::DeliveredTwice));
    }
}

/// C-R4: what the guard leaves out for a newer value is not lost, and not out of order either.
#[test]
fn a_version_that_is_left_out_is_not_lost() {
    let rabbitmq = Rabbitmq { ack: Ack::AfterEffect, consumers: 2, ..Rabbitmq::default() };
    let base = Setup { messages: 2, rabbitmq, faults: faults(&[]), ..Setup::default() };
    assert!(possible(&explored(&of(base, Dedup::Upsert)), Flag::Reordered));
    let mut guarded = of(base, Dedup::Upsert);
    guarded.effects.version_guard = true;
    let search = explored(&guarded);
    assert!(Flag::ALL.iter().all(|flag| !possible(&search, *flag)));
}

/// C5: two consumers that read the same total lose one of two different messages, without any fault.
#[test]
fn reading_and_writing_a_total_loses_an_increment() {
    let rabbitmq = Rabbitmq { ack: Ack::AfterEffect, consumers: 2, ..Rabbitmq::default() };
    let base = Setup { messages: 2, rabbitmq, faults: faults(&[]), ..Setup::default() };
    assert!(possible(&explored(&of(base, Dedup::RedisGetSet)), Flag::Lost));
    assert!(!possible(&explored(&of(base, Dedup::RedisIncr)), Flag::Lost));
}

/// C-R6: a nack in place of the effect loses the message where it is marked before, and only there.
#[test]
fn a_mark_before_the_effect_loses_what_is_handed_back() {
    for (dedup, _) in TABLE {
        let rabbitmq = Rabbitmq { ack: Ack::AfterEffect, ..Rabbitmq::default() };
        let base = Setup { messages: 1, rabbitmq, faults: faults(&[FaultKind::ConsumerNack]), ..Setup::default() };
        let marks_first = matches!(dedup, Dedup::RedisMarkAct | Dedup::MarkerRowFirst);
        assert_eq!(possible(&explored(&of(base, dedup)), Flag::Lost), marks_first, "{dedup:?}");
    }
}

/// E.6: what is stored beside the effect by its offset catches a repeat of the offset, and not a second copy.
#[test]
fn an_offset_beside_the_effect_does_not_recognise_a_second_copy() {
    let stored = |idempotent: bool, dedup: Dedup| {
        let mut setup = kafka(dedup, Column::SameProcess);
        setup.kafka.commit = Commit::InEffectTransaction;
        setup.kafka.enable_idempotence = idempotent;
        explored(&setup)
    };
    assert!(possible(&stored(false, Dedup::None), Flag::EffectTwice));
    assert!(!possible(&stored(true, Dedup::None), Flag::EffectTwice));
    assert!(!possible(&stored(false, Dedup::Inbox), Flag::EffectTwice));
}
