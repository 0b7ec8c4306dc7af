//! Every story ends in what its name says, and plays as it did when it was written.
//!
//! `UPDATE_GOLDEN=1 cargo test --test presets` writes the recordings in tests/golden anew.

use std::fmt::Write;
use std::{env, fs};

use ackscope::model::{Belief, Cause, Consumer, Death, Event, Fate, Flag, Message, Messages};
use ackscope::play::Run;
use ackscope::setup::{
    Ack, Acks, Commit, Dedup, FaultKind, Field, Preset, Processing, Publish, Setup, Strike, Value, presets,
};
use ackscope::tell::trace;

fn played(name: &str) -> (Preset, Run) {
    let preset = ackscope::setup::preset(name).expect("the story exists");
    let run = Run::staged(&preset.setup, preset.strikes);
    (preset, run)
}

fn flags(run: &Run) -> Vec<Flag> {
    run.ledger(run.steps()).flags.iter().collect()
}

fn fates(run: &Run) -> Vec<Fate> {
    let ledger = run.ledger(run.steps());
    (0..ledger.records.len()).map(|index| ledger.fate(Message::at(index))).collect()
}

fn told(run: &Run, wanted: impl Fn(&Event) -> bool) -> bool {
    run.all_events().any(|(_, event)| wanted(event))
}

fn vanished(run: &Run, why: Cause) -> bool {
    told(run, |event| matches!(event, Event::Vanished { cause, .. } if *cause == why))
}

#[test]
fn lost_on_the_wire() {
    let (preset, run) = played("lost_on_the_wire");
    assert_eq!(preset.setup.rabbitmq.publish, Publish::FireAndForget);
    assert_eq!(flags(&run), [Flag::Lost]);
    assert!(told(&run, |event| matches!(event, Event::Destroyed { .. })));
}

#[test]
fn saved_by_a_confirm() {
    let (preset, run) = played("saved_by_a_confirm");
    assert_eq!(preset.setup.rabbitmq.publish, Publish::Confirm);
    assert_eq!((flags(&run), fates(&run)), (vec![], vec![Fate::Done; 4]));
    assert!(told(&run, |event| matches!(event, Event::ToResend { .. })));
}

#[test]
fn saved_by_a_transaction() {
    let (preset, run) = played("saved_by_a_transaction");
    assert_eq!(preset.setup.rabbitmq.publish, Publish::Tx);
    assert_eq!((flags(&run), fates(&run)), (vec![], vec![Fate::Done; 4]));
    assert!(told(&run, |event| matches!(event, Event::Unbuffered { .. })));
}

#[test]
fn restart_without_persistence() {
    let (_, run) = played("restart_without_persistence");
    assert_eq!(flags(&run), [Flag::Lost]);
    assert!(vanished(&run, Cause::QueueNotDurable) && told(&run, |event| *event == Event::QueueGone));
}

#[test]
fn only_half_persistent() {
    let (preset, run) = played("only_half_persistent");
    assert!(preset.setup.rabbitmq.durable != preset.setup.rabbitmq.persistent);
    assert_eq!(flags(&run), [Flag::Lost]);
    assert!(vanished(&run, Cause::Transient) && !told(&run, |event| *event == Event::QueueGone));
}

#[test]
fn crash_before_the_flush() {
    let (preset, run) = played("crash_before_the_flush");
    assert!(preset.setup.rabbitmq.durable && preset.setup.rabbitmq.persistent);
    assert_eq!(flags(&run), [Flag::Lost]);
    assert!(vanished(&run, Cause::NotFlushed));
}

#[test]
fn auto_ack_and_a_crash() {
    let (preset, run) = played("auto_ack_and_a_crash");
    assert_eq!(preset.setup.rabbitmq.ack, Ack::Auto);
    assert_eq!(flags(&run), [Flag::Lost]);
    assert!(told(&run, |event| matches!(event, Event::Dropped { cause: Cause::ProcessDied, .. })));
}

#[test]
fn manual_ack_and_a_repeat() {
    let (preset, run) = played("manual_ack_and_a_repeat");
    assert_eq!(preset.setup.rabbitmq.ack, Ack::AfterEffect);
    assert_eq!(flags(&run), [Flag::DeliveredTwice, Flag::EffectTwice]);
    assert!(!fates(&run).contains(&Fate::Lost));
}

#[test]
fn acks_zero_and_a_cut() {
    let (preset, run) = played("acks_zero_and_a_cut");
    assert_eq!(preset.setup.kafka.acks, Acks::Zero);
    assert_eq!(flags(&run), [Flag::Lost]);
    assert!(told(&run, |event| matches!(event, Event::Destroyed { .. })));
}

#[test]
fn acks_one_and_a_dead_leader() {
    let (preset, run) = played("acks_one_and_a_dead_leader");
    assert_eq!(preset.setup.kafka.acks, Acks::One);
    assert_eq!(flags(&run), [Flag::Lost]);
    assert!(vanished(&run, Cause::Truncated) && told(&run, |event| matches!(event, Event::Leads { clean: true, .. })));
}

#[test]
fn acks_all_of_one() {
    let (preset, run) = played("acks_all_of_one");
    assert_eq!((preset.setup.kafka.acks, preset.setup.kafka.in_sync), (Acks::All, 1));
    assert_eq!(flags(&run), [Flag::Lost]);
    assert!(vanished(&run, Cause::DiskGone));
}

#[test]
fn unclean_election() {
    let (preset, run) = played("unclean_election");
    assert!(preset.setup.kafka.unclean_leader_election);
    assert_eq!(flags(&run), [Flag::Lost]);
    assert!(told(&run, |event| matches!(event, Event::Leads { clean: false, .. })));
}

#[test]
fn retry_without_idempotence() {
    let (preset, run) = played("retry_without_idempotence");
    assert!(!preset.setup.kafka.enable_idempotence);
    assert_eq!(flags(&run), [Flag::DeliveredTwice, Flag::EffectTwice]);
    let idempotent = preset.setup.with(Field::EnableIdempotence, Value::Bool(true)).expect("possible");
    assert_eq!(flags(&Run::staged(&idempotent, preset.strikes)), []);
}

#[test]
fn five_in_flight() {
    let (preset, run) = played("five_in_flight");
    assert_eq!(preset.setup.kafka.max_in_flight, 5);
    assert_eq!(flags(&run), [Flag::Reordered, Flag::StaleReplay]);
    let one = preset.setup.with(Field::MaxInFlight, Value::Number(1)).expect("possible");
    assert_eq!(flags(&Run::staged(&one, preset.strikes)), []);
}

#[test]
fn crash_before_the_commit() {
    let (preset, run) = played("crash_before_the_commit");
    assert_eq!(preset.setup.kafka.commit, Commit::SyncPerBatch);
    assert_eq!(flags(&run), [Flag::DeliveredTwice, Flag::EffectTwice]);
    assert!(!fates(&run).contains(&Fate::Lost));
}

#[test]
fn auto_commit_and_a_hand_off() {
    let (preset, run) = played("auto_commit_and_a_hand_off");
    assert_eq!((preset.setup.kafka.commit, preset.setup.kafka.processing), (Commit::AutoOnPoll, Processing::HandOff));
    assert_eq!(flags(&run), [Flag::Lost]);
    assert!(told(&run, |event| matches!(event, Event::Dropped { cause: Cause::ProcessDied, .. })));
}

#[test]
fn librdkafka_as_it_comes() {
    let (preset, run) = played("librdkafka_as_it_comes");
    let start = Setup::default().with(Field::Broker, Value::Choice("kafka")).expect("possible");
    let usual = start.with(Field::Client, Value::Choice("librdkafka")).expect("possible").kafka;
    let kafka = preset.setup.kafka;
    assert_eq!((kafka.client, kafka.commit, kafka.enable_idempotence), (usual.client, usual.commit, false));
    assert_eq!(flags(&run), [Flag::Lost]);
}

#[test]
fn threads_that_commit() {
    let (preset, run) = played("threads_that_commit");
    assert_eq!(preset.setup.kafka.processing, Processing::ThreadPool);
    assert!(flags(&run).contains(&Flag::Lost));
}

#[test]
fn offset_with_the_effect() {
    let (preset, run) = played("offset_with_the_effect");
    assert_eq!(preset.setup.kafka.commit, Commit::InEffectTransaction);
    assert_eq!((flags(&run), fates(&run)), (vec![Flag::DeliveredTwice], vec![Fate::Done; 4]));
    assert!(told(&run, |event| matches!(event, Event::Skipped { .. })));
}

const ORDER: &[Flag] = &[Flag::Reordered, Flag::StaleReplay];
const REPEATED_IN_ORDER: &[Flag] = &[Flag::DeliveredTwice];
const REPEATED_LATER: &[Flag] = &[Flag::DeliveredTwice, Flag::Reordered, Flag::StaleReplay];
const TWICE: &[Flag] = &[Flag::DeliveredTwice, Flag::EffectTwice];

/// A story that breaks a promise, one that keeps it, and all that they differ in: settings, or what breaks.
struct Pair {
    broken: (&'static str, &'static [Flag]),
    kept: (&'static str, &'static [Flag]),
    settings: &'static [Field],
    /// What is told in the broken one alone.
    shows: fn(&Event) -> bool,
}

const fn pair(
    broken: (&'static str, &'static [Flag]),
    kept: (&'static str, &'static [Flag]),
    settings: &'static [Field],
    shows: fn(&Event) -> bool,
) -> Pair {
    Pair { broken, kept, settings, shows }
}

/// A consumer other than the first has done something.
fn by_another(event: &Event) -> bool {
    matches!(event, Event::Applied { consumer, .. } if *consumer != Consumer(0))
}

fn applied_again(event: &Event) -> bool {
    matches!(event, Event::Applied { times: 2.., .. })
}

fn raised(event: &Event, wanted: Flag) -> bool {
    matches!(event, Event::Raised { flag, .. } if *flag == wanted)
}

const PAIRS: &[Pair] = &[
    // D1, D3
    pair(("two_consumers", ORDER), ("single_active_consumer", &[]), &[Field::SingleActiveConsumer], by_another),
    pair(("single_active_and_a_cancel", ORDER), ("single_active_consumer", &[]), &[], |event| {
        matches!(event, Event::Cancelled { .. })
    }),
    // D2
    pair(
        ("three_consumers_two_keys", ORDER),
        ("a_queue_for_each_key", &[]),
        &[Field::Queues, Field::Consumers],
        |event| matches!(event, Event::Applied { consumer: Consumer(2), .. }),
    ),
    // D4
    pair(("threads_take_any", ORDER), ("threads_by_key", &[]), &[Field::Dispatch], |event| {
        raised(event, Flag::Reordered)
    }),
    // D5
    pair(
        ("nack_with_two_in_hand", REPEATED_LATER),
        ("nack_with_one_in_hand", REPEATED_IN_ORDER),
        &[Field::Prefetch],
        |event| raised(event, Flag::Reordered),
    ),
    // D6
    pair(
        ("retry_by_dead_letter", REPEATED_LATER),
        ("nack_with_one_in_hand", REPEATED_IN_ORDER),
        &[Field::DeadLetter],
        |event| matches!(event, Event::DeadLettered { death: Death::Rejected, .. }),
    ),
    // A59
    pair(("refused_of_two_on_the_way", ORDER), ("refused_one_by_one", &[]), &[Field::Window], |event| {
        raised(event, Flag::Reordered)
    }),
    // A48, A47
    pair(("full_queue_drops", &[Flag::Lost]), ("full_queue_refuses", &[]), &[Field::Overflow], |event| {
        matches!(event, Event::Removed { cause: Cause::Discarded(Death::TooLong), .. })
    }),
    pair(("expired_and_gone", &[Flag::Lost]), ("expired_and_kept", &[]), &[Field::DeadLetter], |event| {
        raised(event, Flag::Lost)
    }),
    // C1, C2, C4, C5
    pair(
        ("set_in_memory_and_a_crash", TWICE),
        ("inbox_and_a_crash", REPEATED_IN_ORDER),
        &[Field::Dedup],
        applied_again,
    ),
    pair(("query_and_a_race", TWICE), ("unique_key_in_the_race", REPEATED_IN_ORDER), &[Field::Dedup], applied_again),
    pair(
        ("upsert_of_an_old_value", &[Flag::DeliveredTwice, Flag::StaleReplay]),
        ("upsert_with_a_version", REPEATED_IN_ORDER),
        &[Field::VersionGuard],
        |event| matches!(event, Event::Rewritten { .. }),
    ),
    pair(("read_and_written_back", &[Flag::Lost]), ("incremented_in_place", &[]), &[Field::Dedup], |event| {
        matches!(event, Event::Undone { .. })
    }),
    // D8, D7
    pair(("five_in_flight", ORDER), ("five_in_flight_idempotent", &[]), &[Field::EnableIdempotence], |event| {
        raised(event, Flag::Reordered)
    }),
    pair(("threads_out_of_order", ORDER), ("a_thread_for_each_key", &[]), &[Field::Processing], |event| {
        raised(event, Flag::Reordered)
    }),
];

#[test]
fn what_breaks_a_promise_stands_beside_what_keeps_it() {
    for Pair { broken: (broken, flagged), kept: (kept, left), settings, shows } in PAIRS {
        let ((one, first), (other, second)) = (played(broken), played(kept));
        assert_eq!(flags(&first), *flagged, "{broken}");
        assert_eq!(flags(&second), *left, "{kept}");
        assert!(told(&first, shows) && !told(&second, shows), "{broken} shows why");
        let changed = |field: &Field| field.get(&one.setup) != field.get(&other.setup);
        let changed: Vec<Field> = Field::ALL.iter().copied().filter(changed).collect();
        assert_eq!(changed, *settings, "{broken} beside {kept}");
        assert_eq!(one.strikes == other.strikes, !settings.is_empty(), "{broken} beside {kept}");
        assert_eq!(one.setup.seed, other.setup.seed, "{broken} beside {kept}");
    }
}

/// A closed channel gives back what it holds, in order; a cancelled subscription does not.
#[test]
fn a_single_active_consumer_that_dies_keeps_the_order() {
    let (preset, _) = played("single_active_and_a_cancel");
    let crash = preset.strikes.iter().map(|strike| Strike { kind: FaultKind::ConsumerCrashBeforeEffect, ..*strike });
    assert_eq!(flags(&Run::staged(&preset.setup, &crash.collect::<Vec<_>>())), REPEATED_IN_ORDER);
}

#[test]
fn what_a_full_queue_drops_was_confirmed() {
    for name in ["full_queue_drops", "expired_and_gone"] {
        let (_, run) = played(name);
        let mut safe = Messages::NONE;
        for (_, event) in run.all_events() {
            match event {
                Event::Believes { message, belief: Belief::Acked, .. } => safe.insert(*message),
                Event::Removed { message, cause: Cause::Discarded(_), .. } => {
                    assert!(safe.contains(*message), "{name}")
                }
                event => assert!(!matches!(event, Event::Fault { .. }), "{name}"),
            }
        }
    }
    let (_, run) = played("full_queue_refuses");
    assert_eq!(fates(&run), [Fate::Done; 6]);
    assert!(told(&run, |event| matches!(event, Event::RefusedByBroker { told: true, .. })));
    assert!(fates(&played("expired_and_kept").1).contains(&Fate::Waiting));
}

/// C-R6: each order of the two steps goes wrong where the other does not; one transaction never does.
#[test]
fn the_order_of_mark_and_act_chooses_what_goes_wrong() {
    let stories = [
        ("mark_before_the_act", vec![Flag::Lost, Flag::DeliveredTwice], Dedup::RedisCheckActMark),
        ("mark_after_the_act", TWICE.to_vec(), Dedup::RedisMarkAct),
    ];
    for (name, broken, other) in stories {
        let (preset, run) = played(name);
        assert_eq!(flags(&run), broken, "{name}");
        let other = preset.setup.with(Field::Dedup, Value::Choice(other.name())).expect("possible");
        assert_eq!(flags(&Run::staged(&other, preset.strikes)), REPEATED_IN_ORDER, "{name}");
    }
}

/// B50: a thread for each key keeps the order within each, and commits up to the first that is not finished.
#[test]
fn threads_that_commit_are_repaired_by_a_contiguous_commit() {
    let (preset, _) = played("threads_that_commit");
    let by_key = preset.setup.with(Field::Processing, Value::Choice(Processing::PerKeyQueues.name()));
    let contiguous = by_key.and_then(|setup| setup.with(Field::Commit, Value::Choice(Commit::Contiguous.name())));
    let run = Run::staged(&contiguous.expect("possible"), preset.strikes);
    assert!(!flags(&run).contains(&Flag::Lost));
}

#[test]
fn every_story_has_a_possible_setup_and_all_its_strikes_happen() {
    for Preset { name, setup, strikes } in presets() {
        assert_eq!(setup.check(), Ok(()), "{name}");
        let run = Run::staged(&setup, strikes);
        let faults = run.all_events().filter(|(_, event)| matches!(event, Event::Fault { .. })).count();
        assert_eq!(faults, strikes.len(), "{name}");
    }
}

/// The whole of a run stands in `tests/golden` where such a file exists, and of every run there is a line with its digest.
#[test]
fn every_story_plays_as_it_was_recorded() {
    let update = env::var_os("UPDATE_GOLDEN").is_some();
    let mut digests = String::new();
    for Preset { name, setup, strikes } in presets() {
        let run = Run::staged(&setup, strikes);
        writeln!(digests, "{} {name}", run.digest()).expect("writing to a string");
        let path = format!("{}/tests/golden/{name}.jsonl", env!("CARGO_MANIFEST_DIR"));
        if fs::exists(&path).expect("the folder can be read") {
            compare(&path, &recording(&run), update);
        }
    }
    compare(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/stories.txt"), &digests, update);
}

fn recording(run: &Run) -> String {
    let mut text = String::new();
    for line in trace::event_lines(run) {
        writeln!(text, "{line}").expect("writing to a string");
    }
    writeln!(text, "{}", trace::outcome(run, "")).expect("writing to a string");
    text
}

fn compare(path: &str, text: &str, update: bool) {
    if update {
        fs::write(path, text).expect("the recording can be written");
    }
    let recorded = fs::read_to_string(path).expect("the recording exists");
    assert!(recorded == text, "{path} plays differently now; see the head of this file");
}
