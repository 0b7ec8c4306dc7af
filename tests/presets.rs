//! Every story ends in what its name says, and plays as it did when it was written.
//!
//! `UPDATE_GOLDEN=1 cargo test --test presets` writes the recordings in tests/golden anew.

use std::fmt::Write;
use std::{env, fs};

use ackscope::model::{Cause, Event, Fate, Flag, Message};
use ackscope::play::Run;
use ackscope::setup::{Ack, Preset, Publish, presets};
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
