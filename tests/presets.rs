//! Every story ends in what its name says, and plays as it did when it was written.
//!
//! `UPDATE_GOLDEN=1 cargo test --test presets` writes the recordings in tests/golden anew.

use std::fmt::Write;
use std::{env, fs};

use ackscope::model::{Cause, Event, Fate, Flag, Message};
use ackscope::play::Run;
use ackscope::setup::{Ack, Acks, Commit, Field, Preset, Processing, Publish, Setup, Value, presets};
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

#[test]
fn every_story_has_a_possible_setup_and_all_its_strikes_happen() {
    for Preset { name, setup, strikes } in presets() {
        assert_eq!(setup.check(), Ok(()), "{name}");
        let run = Run::staged(&setup, strikes);
        let faults = run.all_events().filter(|(_, event)| matches!(event, Event::Fault { .. })).count();
        assert_eq!(faults, strikes.len(), "{name}");
    }
}

#[test]
fn every_story_plays_as_it_was_recorded() {
    let update = env::var_os("UPDATE_GOLDEN").is_some();
    for Preset { name, setup, strikes } in presets() {
        let run = Run::staged(&setup, strikes);
        let mut text = String::new();
        for line in trace::event_lines(&run) {
            writeln!(text, "{line}").expect("writing to a string");
        }
        writeln!(text, "{}", trace::outcome(&run, "")).expect("writing to a string");
        let path = format!("{}/tests/golden/{name}.jsonl", env!("CARGO_MANIFEST_DIR"));
        if update {
            fs::write(&path, &text).expect("the recording can be written");
        }
        let recorded = fs::read_to_string(&path).expect("the recording exists");
        assert!(recorded == text, "{name} plays differently now; see the head of this file");
    }
}
