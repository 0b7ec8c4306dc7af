//! Why a promise broke under Kafka, told step by step.
//!
//! `UPDATE_GOLDEN=1 cargo test --test why_kafka` writes the chains in tests/golden anew; read them before you keep them.

mod support;

use std::fmt::Write;
use std::{env, fs};

use ackscope::explore::{Limits, Search};
use ackscope::model::{Event, Flag, Message};
use ackscope::play::Run;
use ackscope::setup::FaultKind::{self, *};
use ackscope::setup::{
    Acks, AutoOffsetReset, Broker, Client, Commit, FaultKinds, Faults, Kafka, Processing, Setup, preset,
};
use ackscope::tell::{Lang, Piece, Reason, plain, sentence, truth, why, why_steps};
use support::kafka::{answer_sheet, findings, random_run, random_transactions, walk};
use support::{Rng, is_about};

/// Every flag of the run, with its message and the step that raised it.
fn raised(run: &Run) -> Vec<(usize, Flag, Message)> {
    let flags = run.all_events().filter_map(|(step, event)| match *event {
        Event::Raised { flag, message } => Some((step, flag, message)),
        _ => None,
    });
    flags.collect()
}

fn is_chinese(text: &str) -> bool {
    text.chars().any(|character| ('\u{4e00}'..='\u{9fff}').contains(&character))
}

/// Words that the Chinese text shares with Kafka's settings and methods.
const SHARED: [&str; 11] = [
    "acks",
    "all",
    "auto",
    "offset",
    "reset",
    "latest",
    "close",
    "poll",
    "NOT_ENOUGH_REPLICAS",
    "NOT_ENOUGH_REPLICAS_AFTER_APPEND",
    "OUT_OF_ORDER_SEQUENCE_NUMBER",
];

fn foreign_word(text: &str) -> Option<&str> {
    let words = text.split(|character: char| !character.is_ascii_alphabetic() && character != '_');
    words.filter(|word| !word.is_empty()).find(|word| !SHARED.contains(word))
}

/// Whether the event tells of what befell a node, a connection, or the group's reading.
fn is_about_all(event: &Event) -> bool {
    matches!(
        event,
        Event::NodeDown { .. }
            | Event::Fault { .. }
            | Event::Cut { .. }
            | Event::Leads { .. }
            | Event::Assigned { .. }
            | Event::Revoked { .. }
            | Event::OffsetReset { .. }
            | Event::OffsetCommitted { .. }
    )
}

fn messages_of(reason: &Reason) -> Vec<Message> {
    let messages = reason.words.iter().filter_map(|piece| match piece {
        Piece::Message(message) => Some(*message),
        Piece::Text(_) | Piece::Step(..) => None,
    });
    let mut messages: Vec<Message> = messages.collect();
    messages.sort();
    messages.dedup();
    messages
}

fn assert_chain(run: &Run, end: usize, flag: Flag, message: Message) {
    let [english, chinese] = Lang::ALL.map(|lang| why(run, flag, message, lang));
    let chain = || english.iter().map(|one| format!("{} {}\n", one.step, plain(&one.words))).collect::<String>();
    let story = || format!("{flag:?} {message:?} at {end} of {:?}\n{}{}", run.setup(), chain(), told(run));
    let steps: Vec<usize> = english.iter().map(|reason| reason.step).collect();
    assert!((2..=6).contains(&steps.len()), "{} reasons: {}", steps.len(), story());
    assert!(steps.is_sorted_by(|one, next| one < next) && steps[0] > 0, "{}", story());
    assert_eq!(steps.last(), Some(&end), "{}", story());
    assert_eq!(steps, why_steps(run, flag, message));
    assert_eq!(steps, chinese.iter().map(|reason| reason.step).collect::<Vec<_>>());
    let mut known: Vec<String> = Vec::new();
    for (one, other) in english.iter().zip(&chinese) {
        assert_eq!(messages_of(one), messages_of(other), "{}", story());
        let named = messages_of(one);
        let concerns = |event: &Event| is_about_all(event) || named.iter().any(|named| is_about(event, *named));
        assert!(run.events(one.step).iter().any(concerns), "{}: {}", one.step, story());
        let (one, other) = (plain(&one.words), plain(&other.words));
        assert!(!is_chinese(&one) && one.ends_with('.') && !one.contains(['{', '}']), "{one}\n{}", story());
        assert!(is_chinese(&other) && other.ends_with('。') && !other.contains(['{', '}']), "{other}\n{}", story());
        assert!(!one.contains("  ") && !other.contains("  "), "{one}\n{other}");
        assert!(one.chars().next().is_some_and(|first| !first.is_lowercase()), "{one}");
        assert_eq!(foreign_word(&other), None, "{other}");
        known.push(other);
    }
    let sentences: usize = known.iter().map(|text| text.matches('。').count()).sum();
    assert!((2..=6).contains(&sentences), "{}", known.join("\n"));
    known.sort();
    known.dedup();
    assert_eq!(known.len(), english.len(), "{known:?}");
}

/// The run in words, for a failure's message.
fn told(run: &Run) -> String {
    let mut text = String::new();
    for step in 1..=run.steps() {
        writeln!(text, "{step:3} {}", plain(&sentence(run, step, Lang::En))).expect("a string takes everything");
    }
    text
}

/// Chains that only say that it began and that it ended say nothing.
fn says_why(run: &Run, flag: Flag, message: Message) -> bool {
    why(run, flag, message, Lang::En).len() > 2
        || why(run, flag, message, Lang::En).iter().all(|reason| !plain(&reason.words).starts_with("It began"))
        || why(run, flag, message, Lang::Zh).last().is_some_and(|last| plain(&last.words).matches('。').count() > 1)
}

#[test]
fn every_flag_of_every_run_has_its_reasons() {
    let mut rng = Rng::new(11);
    let mut counts = [0; 6];
    for _ in 0..6_000 {
        let run = random_run(&mut rng);
        for (end, flag, message) in raised(&run) {
            assert_chain(&run, end, flag, message);
            assert!(says_why(&run, flag, message), "{flag:?} {message:?} at {end} {:?}\n{}", run.setup(), told(&run));
            counts[flag as usize] += 1;
        }
    }
    assert!(counts.iter().all(|count| *count > 50), "{counts:?}");
}

#[test]
fn every_flag_of_every_run_with_transactions_has_its_reasons() {
    let mut rng = Rng::new(12);
    let mut found = 0;
    for _ in 0..2_000 {
        let run = random_transactions(&mut rng);
        for (end, flag, message) in raised(&run) {
            assert_chain(&run, end, flag, message);
            found += 1;
        }
    }
    assert!(found > 100, "{found}");
}

#[test]
fn every_finding_of_the_answer_sheet_has_its_reasons() {
    let mut found = 0;
    for setup in answer_sheet() {
        for (flag, run) in findings(&setup) {
            for (end, flag, message) in raised(&run).into_iter().filter(|(_, raised, _)| *raised == flag) {
                assert_chain(&run, end, flag, message);
                assert!(says_why(&run, flag, message), "{flag:?} of {setup:?}\n{}", told(&run));
                found += 1;
            }
        }
    }
    assert!(found > 100, "{found}");
}

#[test]
fn a_flag_that_is_not_raised_has_no_reasons() {
    let setup = Setup { broker: Broker::Kafka, ..Setup::default() };
    let run = Run::free(&setup, ackscope::play::Chance::Calm);
    assert!(why(&run, Flag::Lost, Message(1), Lang::En).is_empty());
    assert!(why_steps(&run, Flag::Lost, Message(1)).is_empty());
}

/// Every counterexample of semantics §E.3 and §E.4 that has a chain of its own, and what it is about.
fn counterexamples() -> Vec<(&'static str, Kafka, Option<FaultKind>, Flag)> {
    let plain = Kafka { enable_idempotence: false, ..Kafka::default() };
    let log = |kafka: Kafka| Kafka { consumers: 0, ..kafka };
    let two = |commit: Commit| Kafka { commit, consumers: 2, ..Kafka::default() };
    let librdkafka = Kafka { client: Client::Librdkafka, ..two(Commit::AutoBackground) };
    let pool = Kafka { processing: Processing::ThreadPool, ..two(Commit::OwnOffset) };
    let keyed = Kafka { processing: Processing::PerKeyQueues, ..two(Commit::Contiguous) };
    let unclean = Kafka { in_sync: 1, unclean_leader_election: true, ..Kafka::default() };
    let latest = Kafka { auto_offset_reset: AutoOffsetReset::Latest, ..two(Commit::AutoOnPoll) };
    let before = two(Commit::SyncBeforeProcessing);
    let one = Kafka { acks: Acks::One, ..plain };
    vec![
        ("acks=0 and a cut", log(Kafka { acks: Acks::Zero, ..plain }), Some(PublishLost), Flag::Lost),
        ("acks=0 and a refusal", log(Kafka { acks: Acks::Zero, ..plain }), Some(PublishRefused), Flag::Lost),
        ("acks=0 and a leader's crash", log(Kafka { acks: Acks::Zero, ..plain }), Some(ProcessCrash), Flag::Lost),
        ("acks=1 and a leader's crash", log(one), Some(ProcessCrash), Flag::Lost),
        ("acks=1 and a leader's disk", log(one), Some(DiskLoss), Flag::Lost),
        ("the youngest goes first", log(plain), Some(PublishLost), Flag::Reordered),
        ("one of two refused", log(plain), Some(PublishRefused), Flag::Reordered),
        ("a lost response", log(Kafka { max_in_flight: 1, ..plain }), Some(ConfirmLost), Flag::DeliveredTwice),
        ("two lost responses", log(plain), Some(ConfirmLost), Flag::StaleReplay),
        ("a leader's crash before the response", log(plain), Some(ProcessCrash), Flag::DeliveredTwice),
        ("all nodes lose power", log(Kafka::default()), Some(ClusterPowerLoss), Flag::Lost),
        ("an unclean election", log(unclean), Some(ProcessCrash), Flag::Lost),
        ("an unclean election under readers", Kafka { consumers: 1, ..unclean }, Some(PowerLoss), Flag::Lost),
        (
            "too few in sync after the append",
            Kafka { replication_factor: 2, in_sync: 2, min_insync_replicas: 2, ..log(plain) },
            Some(FollowerLag),
            Flag::DeliveredTwice,
        ),
        ("no retries, no response", Kafka { retries: false, ..plain }, Some(ConfirmLost), Flag::ReportedFailure),
        ("no retries, an error", Kafka { retries: false, ..plain }, Some(PublishRefused), Flag::ReportedFailure),
        ("a stored repeat takes effect", plain, Some(ConfirmLost), Flag::EffectTwice),
        ("a late one takes effect", plain, Some(PublishRefused), Flag::Reordered),
        ("auto-commit and a crash", two(Commit::AutoOnPoll), Some(ConsumerCrashAfterEffect), Flag::StaleReplay),
        (
            "auto-commit and a crash before",
            two(Commit::AutoOnPoll),
            Some(ConsumerCrashBeforeEffect),
            Flag::DeliveredTwice,
        ),
        ("auto-commit in close()", two(Commit::AutoOnPoll), Some(HandlerException), Flag::Lost),
        ("handed over, committed, crashed", librdkafka, Some(ConsumerCrashBeforeEffect), Flag::Lost),
        ("handed over, committed, kicked", librdkafka, Some(ZombieConsumer), Flag::Reordered),
        ("a batch is done twice", two(Commit::SyncPerBatch), Some(ConsumerCrashAfterEffect), Flag::EffectTwice),
        ("a batch and an exception", two(Commit::SyncPerBatch), Some(HandlerException), Flag::EffectTwice),
        ("a zombie", two(Commit::SyncPerBatch), Some(ZombieConsumer), Flag::EffectTwice),
        ("committed before the work", before, Some(ConsumerCrashBeforeEffect), Flag::Lost),
        ("committed before the work, kicked", before, Some(ZombieConsumer), Flag::Reordered),
        ("a pool of threads", pool, None, Flag::Reordered),
        ("a pool of threads and a crash", pool, Some(ConsumerCrashBeforeEffect), Flag::Lost),
        ("a pool of threads and a rebalance", pool, Some(Rebalance), Flag::EffectTwice),
        ("queues by key", keyed, Some(Rebalance), Flag::EffectTwice),
        ("latest", latest, Some(ConsumerCrashBeforeEffect), Flag::Lost),
        ("one transaction", two(Commit::InEffectTransaction), Some(ConsumerCrashBeforeEffect), Flag::DeliveredTwice),
    ]
}

/// The shortest of all runs of these settings that raises the flag.
fn found(kafka: Kafka, kind: Option<FaultKind>, flag: Flag) -> Run {
    let faults = Faults { budget: kind.is_some() as u8, kinds: kind.into_iter().collect::<FaultKinds>() };
    let setup = Setup { broker: Broker::Kafka, messages: 2, kafka, faults, ..Setup::default() };
    let mut search = Search::new(&setup, Limits::TERMINAL, &[flag]);
    search.finish();
    let finding = search.finding(flag).unwrap_or_else(|| panic!("{kafka:?} never raises {flag:?}"));
    Run::replay(&setup, &finding.actions).expect("what was found is possible")
}

fn chains(run: &Run, wanted: Flag) -> String {
    let mut text = String::new();
    for (end, flag, message) in raised(run).into_iter().filter(|(_, flag, _)| *flag == wanted) {
        assert_chain(run, end, flag, message);
        writeln!(text, "{} {}", flag.name(), message.0).expect("a string takes everything");
        for (one, other) in why(run, flag, message, Lang::En).iter().zip(why(run, flag, message, Lang::Zh)) {
            let (english, chinese) = (plain(&one.words), plain(&other.words));
            writeln!(text, "{:3} {english}\n    {chinese}", one.step).expect("a string takes everything");
        }
    }
    text
}

/// A run of any schedule whose chain has these words: for what a shortest run does not come to.
fn walked(kafka: Kafka, kinds: &[FaultKind], flag: Flag, words: &str) -> Run {
    let faults = Faults { budget: 2, kinds: kinds.iter().copied().collect() };
    let setup = Setup { broker: Broker::Kafka, messages: 3, kafka, faults, ..Setup::default() };
    let mut runs =
        (1..50_000).map(|seed| Run::replay(&setup, &walk(&setup, &mut Rng::new(seed))).expect("a walk is possible"));
    runs.find(|run| chains(run, flag).contains(words)).unwrap_or_else(|| panic!("no run says {words:?}"))
}

/// Chains that only longer runs have.
fn longer_runs() -> Vec<(&'static str, Flag, Run)> {
    let pool =
        Kafka { processing: Processing::ThreadPool, commit: Commit::OwnOffset, consumers: 2, ..Kafka::default() };
    let unclean = Kafka { in_sync: 1, unclean_leader_election: true, enable_idempotence: false, ..Kafka::default() };
    let per_record = Kafka { commit: Commit::SyncPerRecord, ..unclean };
    let handed_off = Kafka { processing: Processing::HandOff, commit: Commit::SyncPerBatch, ..Kafka::default() };
    let stops = Kafka { in_sync: 1, consumers: 2, auto_offset_reset: AutoOffsetReset::None, ..handed_off };
    vec![
        (
            "a late commit",
            Flag::EffectTwice,
            walked(pool, &[Rebalance], Flag::EffectTwice, "set the stored offset back"),
        ),
        (
            "the log ended before the position",
            Flag::DeliveredTwice,
            walked(per_record, &[ProcessCrash], Flag::DeliveredTwice, "ended before the position"),
        ),
        ("appended below the position", Flag::Lost, walked(stops, &[DiskLoss], Flag::Lost, "had passed already")),
        (
            "came back first",
            Flag::Lost,
            walked(Kafka { in_sync: 2, ..Kafka::default() }, &[ClusterPowerLoss], Flag::Lost, "came back first"),
        ),
    ]
}

#[test]
fn reasons_read_as_they_were_edited() {
    let mut text = String::new();
    let shortest =
        counterexamples().into_iter().map(|(name, kafka, kind, flag)| (name, flag, found(kafka, kind, flag)));
    for (name, flag, run) in shortest.chain(longer_runs()) {
        assert!(
            raised(&run).iter().filter(|(_, of, _)| *of == flag).all(|(_, _, message)| says_why(&run, flag, *message)),
            "{name}"
        );
        writeln!(text, "# {name}\n{}", chains(&run, flag)).expect("a string takes everything");
    }
    let path = format!("{}/tests/golden/why_kafka.txt", env!("CARGO_MANIFEST_DIR"));
    if env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, &text).expect("tests/golden can be written");
    }
    let golden = fs::read_to_string(&path).expect("the golden reasons are there");
    for (line, (now, then)) in text.lines().zip(golden.lines()).enumerate() {
        assert_eq!(now, then, "line {}", line + 1);
    }
    assert_eq!(text.lines().count(), golden.lines().count());
}

/// What only the dead leader's log still has is lost by the change of leader, not by who read past it.
#[test]
fn a_copy_off_the_leader_does_not_count() {
    let preset = preset("acks_one_and_a_dead_leader").expect("the story exists");
    let run = Run::staged(&preset.setup, preset.strikes);
    let lost = raised(&run).into_iter().find(|(_, flag, _)| *flag == Flag::Lost);
    let (end, _, message) = lost.expect("the story loses one");
    let text = chains(&run, Flag::Lost);
    for told in ["at once, before any other node had it", "left the lead to", "the leader's log did not have it"] {
        assert!(text.contains(told), "{told}: {text}");
    }
    assert_eq!(truth(&run, end, message, Lang::En), "lost: the leader does not have it");
    assert_eq!(truth(&run, run.steps(), message, Lang::En), "lost: the new leader did not have it");
}
