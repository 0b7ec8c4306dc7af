//! Every step of every run of Kafka has a sentence in both languages that says the same.
//!
//! `UPDATE_GOLDEN=1 cargo test --test words_kafka` writes the sentences in tests/golden anew; read them before you keep
//! them.

mod support;

use std::fmt::Write;
use std::{env, fs};

use ackscope::explore::{Limits, Search};
use ackscope::model::{Belief, ConsumerStatus, Event, Flag, Message, Stage};
use ackscope::play::{Chance, Run};
use ackscope::setup::{
    Acks, AutoOffsetReset, Broker, Client, Commit, FaultKind, FaultKinds, Faults, IsolationLevel, Kafka, Processing,
    Setup, Strike,
};
use ackscope::tell::{self, Lang, Piece, plain, sentence};
use support::Rng;
use support::kafka::{answer_sheet, findings, random_run, random_transactions, walk};

/// Whether the text has a Chinese character.
fn is_chinese(text: &str) -> bool {
    text.chars().any(|character| ('\u{4e00}'..='\u{9fff}').contains(&character))
}

/// Words that the Chinese text shares with Kafka's settings and methods.
const SHARED: [&str; 22] = [
    "acks",
    "all",
    "min",
    "insync",
    "replicas",
    "auto",
    "offset",
    "reset",
    "earliest",
    "latest",
    "none",
    "max",
    "poll",
    "interval",
    "ms",
    "close",
    "librdkafka",
    "NOT_ENOUGH_REPLICAS",
    "NOT_ENOUGH_REPLICAS_AFTER_APPEND",
    "OUT_OF_ORDER_SEQUENCE_NUMBER",
    "latest",
    "acks",
];

fn foreign_word(text: &str) -> Option<&str> {
    let words = text.split(|character: char| !character.is_ascii_alphabetic() && character != '_');
    words.filter(|word| !word.is_empty()).find(|word| !SHARED.contains(word))
}

/// A text that a reader of this language can be shown.
fn assert_fit(text: &str, lang: Lang) {
    assert!(!text.trim().is_empty());
    assert!(!text.contains(['{', '}', '\n', '\u{1}']) && !text.contains("  "), "{text:?}");
    assert!(!text.contains(" .") && !text.contains(" ,") && !text.contains(".."), "{text:?}");
    assert_eq!(is_chinese(text), lang == Lang::Zh, "{text:?}");
    if lang == Lang::Zh {
        assert_eq!(foreign_word(text), None, "{text}");
    }
}

/// Messages and links that a sentence names, each once.
fn named(pieces: &[Piece]) -> (Vec<Message>, Vec<usize>) {
    let (mut messages, mut steps) = (Vec::new(), Vec::new());
    for piece in pieces {
        match piece {
            Piece::Message(message) => messages.push(*message),
            Piece::Step(step, _) => steps.push(*step),
            Piece::Text(_) => {}
        }
    }
    messages.sort();
    messages.dedup();
    steps.sort_unstable();
    steps.dedup();
    (messages, steps)
}

fn assert_sentence(run: &Run, step: usize) {
    let [english, chinese] = Lang::ALL.map(|lang| sentence(run, step, lang));
    let story = || format!("step {step}\n{}\n{}\n{:?}\n{}", plain(&english), plain(&chinese), run.setup(), told(run));
    assert_fit(&plain(&english), Lang::En);
    assert_fit(&plain(&chinese), Lang::Zh);
    assert!(plain(&english).ends_with('.') && plain(&chinese).ends_with('。'), "{}", story());
    assert!(plain(&english).chars().next().is_some_and(|first| !first.is_lowercase()), "{}", story());
    assert!(!plain(&english).contains("Nothing changes"), "{}", story());
    for word in ["queue is", "into the queue", "confirm", "channel", "deliver "] {
        assert!(!plain(&english).contains(word), "{word} is RabbitMQ's: {}", story());
    }
    let (messages, steps) = named(&english);
    assert!(steps.iter().all(|earlier| (1..step).contains(earlier)), "a link leads back: {}", story());
    assert_eq!(steps, named(&chinese).1, "{}", story());
    assert_eq!(messages, named(&chinese).0, "{}", story());
}

fn assert_ledger(run: &Run, position: usize) {
    for message in (1..=run.setup().messages).map(Message) {
        for lang in Lang::ALL {
            assert_fit(&tell::truth(run, position, message, lang), lang);
            assert_fit(&tell::outside_world(run, position, message, lang), lang);
        }
    }
}

/// The run in words, for a failure's message.
fn told(run: &Run) -> String {
    let mut text = String::new();
    for step in 0..=run.steps() {
        writeln!(text, "{step:3} {}", plain(&sentence(run, step, Lang::En))).expect("a string takes everything");
    }
    text
}

#[test]
fn every_step_of_every_run_has_a_sentence_in_both_languages() {
    let mut rng = Rng::new(1);
    for _ in 0..4_000 {
        let run = random_run(&mut rng);
        (0..=run.steps()).for_each(|step| assert_sentence(&run, step));
        assert_ledger(&run, rng.below(run.steps() + 1));
        assert_ledger(&run, run.steps());
    }
}

#[test]
fn every_step_of_a_transaction_has_a_sentence_in_both_languages() {
    let mut rng = Rng::new(4);
    let mut ended = 0;
    for _ in 0..2_000 {
        let run = random_transactions(&mut rng);
        (0..=run.steps()).for_each(|step| assert_sentence(&run, step));
        assert_ledger(&run, rng.below(run.steps() + 1));
        ended += run.all_events().filter(|(_, event)| matches!(event, Event::TransactionEnded { .. })).count();
    }
    assert!(ended > 1_000, "{ended}");
}

#[test]
fn every_step_of_the_answer_sheet_has_its_sentence() {
    for run in answer_sheet().iter().flat_map(findings).map(|(_, run)| run) {
        (0..=run.steps()).for_each(|step| assert_sentence(&run, step));
        assert_ledger(&run, run.steps());
    }
}

#[test]
fn a_loss_is_told_in_the_step_that_makes_it() {
    let mut rng = Rng::new(3);
    for _ in 0..2_000 {
        let run = random_run(&mut rng);
        for (step, event) in run.all_events() {
            if matches!(event, Event::Raised { flag: Flag::Lost, .. }) {
                assert!(plain(&sentence(&run, step, Lang::En)).contains(" lost"));
                assert!(plain(&sentence(&run, step, Lang::Zh)).contains("丢失"));
            }
        }
    }
}

#[test]
fn a_second_effect_links_to_the_first() {
    let mut rng = Rng::new(2);
    let mut found = 0;
    while found < 100 {
        let run = random_run(&mut rng);
        for (step, event) in run.all_events() {
            let Event::Applied { message, times, .. } = *event else { continue };
            if times < 2 {
                continue;
            }
            let earlier = |(_, event): &(usize, &Event)| matches!(event, Event::Applied { message: of, times: before, .. } if *of == message && before + 1 == times);
            let (first, _) = run.all_events().find(earlier).expect("it had an effect before");
            let (_, links) = named(&sentence(&run, step, Lang::En));
            assert!(links.contains(&first) && links.len() > 1, "{step}\n{}", told(&run));
            found += 1;
        }
    }
}

#[test]
fn a_commit_that_set_the_offset_back_is_named_where_it_did_harm() {
    let pool =
        Kafka { processing: Processing::ThreadPool, commit: Commit::OwnOffset, consumers: 2, ..Kafka::default() };
    let setup = setup_of(pool, 3, Some(FaultKind::Rebalance));
    let walked = |seed: u64| Run::replay(&setup, &walk(&setup, &mut Rng::new(seed))).expect("a walk is possible");
    let named = |run: &Run| (1..=run.steps()).any(|step| sets_back(run, step));
    let run = (1..20_000).map(walked).find(named).expect("some run comes to it");
    (0..=run.steps()).for_each(|step| assert_sentence(&run, step));
}

fn sets_back(run: &Run, step: usize) -> bool {
    let [english, chinese] = Lang::ALL.map(|lang| plain(&sentence(run, step, lang)));
    english.contains("a late commit had set the stored offset back") && chinese.contains("迟到的提交把位移退回")
}

#[test]
fn everything_in_the_drawing_is_explained() {
    let both = |text: &dyn Fn(Lang) -> &'static str| Lang::ALL.iter().for_each(|lang| assert_fit(text(*lang), *lang));
    for bits in 0..8_u8 {
        let [leader, in_sync, up] = [1, 2, 4].map(|bit| bits & bit != 0);
        both(&|lang| tell::log_about(leader, in_sync, up, lang));
        both(&|lang| tell::explain_log(leader, in_sync, up, lang));
        both(&|lang| tell::explain_record(leader, in_sync, lang));
    }
    let others: [fn(Lang) -> &'static str; 6] = [
        tell::explain_high_watermark,
        tell::explain_log_end,
        tell::explain_in_sync,
        tell::explain_epoch,
        tell::explain_position,
        tell::explain_committed_offset,
    ];
    others.iter().for_each(|other| both(other));
    for status in [ConsumerStatus::Running, ConsumerStatus::Down, ConsumerStatus::Kicked] {
        both(&|lang| tell::explain_member(status, true, lang));
        both(&|lang| tell::explain_member(status, false, lang));
    }
    for stage in [Stage::Received, Stage::Applied, Stage::Orphan] {
        both(&|lang| tell::explain_held(stage, lang));
    }
    for consumers in 0..2 {
        let setup = Setup { kafka: Kafka { consumers, ..Kafka::default() }, ..setup_of(base(), 1, None) };
        for flag in Flag::ALL.iter().copied() {
            both(&|lang| tell::explain_flag_under(&setup, flag, lang));
            both(&|lang| tell::verdict::question_under(&setup, flag, lang));
            let [(before, after), (vor, nach)] =
                Lang::ALL.map(|lang| tell::verdict::why_heading_under(&setup, flag, lang));
            assert!(!is_chinese(before) && !is_chinese(after) && is_chinese(nach) && vor.is_empty());
        }
        for acks in Acks::ALL.iter().copied() {
            let setup = Setup { kafka: Kafka { acks, consumers, ..base() }, ..setup };
            for belief in [Belief::Unsent, Belief::Unknown, Belief::Acked, Belief::Failed] {
                both(&|lang| tell::belief_under(&setup, belief, lang));
            }
        }
    }
}

#[test]
fn every_fault_has_a_label_of_its_own_and_a_sentence() {
    for lang in Lang::ALL {
        let known = FaultKind::ALL.iter().copied().filter(|kind| kind.known_to(Broker::Kafka));
        let mut labels: Vec<&str> = known.clone().map(|kind| tell::fault_label(kind, Broker::Kafka, lang)).collect();
        known.for_each(|kind| assert_fit(tell::fault_about(kind, Broker::Kafka, lang), lang));
        let count = labels.len();
        labels.sort_unstable();
        labels.dedup();
        assert_eq!(labels.len(), count);
    }
}

fn base() -> Kafka {
    Kafka { enable_idempotence: false, ..Kafka::default() }
}

fn setup_of(kafka: Kafka, messages: u8, kind: Option<FaultKind>) -> Setup {
    let faults = Faults { budget: kind.is_some() as u8, kinds: kind.into_iter().collect::<FaultKinds>() };
    Setup { broker: Broker::Kafka, messages, kafka, faults, ..Setup::default() }
}

/// The shortest run that raises the flag, played on to its end.
fn found(kafka: Kafka, messages: u8, kind: Option<FaultKind>, flag: Flag) -> Run {
    let setup = setup_of(kafka, messages, kind);
    let mut search = Search::new(&setup, Limits::TERMINAL, &[flag]);
    search.finish();
    let finding = search.finding(flag).unwrap_or_else(|| panic!("{kafka:?} never raises {flag:?}"));
    Run::replay_and_go_on(&setup, &finding.actions).expect("what was found is possible")
}

/// Runs whose sentences are kept for reading.
fn golden_runs() -> Vec<(&'static str, Run)> {
    use FaultKind::*;
    let two = |kafka: Kafka| Kafka { consumers: 2, ..kafka };
    let log = |kafka: Kafka| Kafka { consumers: 0, ..kafka };
    let own = Kafka { commit: Commit::OwnOffset, processing: Processing::ThreadPool, ..Kafka::default() };
    let librdkafka = Kafka { client: Client::Librdkafka, commit: Commit::AutoBackground, ..Kafka::default() };
    let seed = |kafka: Kafka, kind: FaultKind, seed: u64| {
        Run::free(&Setup { seed, ..setup_of(kafka, 3, Some(kind)) }, Chance::Faults)
    };
    vec![
        ("kafka_calm", Run::free(&setup_of(Kafka::default(), 3, None), Chance::Calm)),
        ("kafka_acks_0", found(Kafka { acks: Acks::Zero, ..base() }, 2, Some(PublishLost), Flag::Lost)),
        ("kafka_acks_1_leader_dies", found(Kafka { acks: Acks::One, ..base() }, 2, Some(ProcessCrash), Flag::Lost)),
        ("kafka_youngest_first", found(log(base()), 2, Some(PublishLost), Flag::Reordered)),
        ("kafka_response_lost", found(log(base()), 2, Some(ConfirmLost), Flag::StaleReplay)),
        ("kafka_response_lost_idempotent", seed(Kafka::default(), ConfirmLost, 4)),
        ("kafka_refused_once", found(base(), 2, Some(PublishRefused), Flag::Reordered)),
        ("kafka_all_power", found(Kafka::default(), 1, Some(ClusterPowerLoss), Flag::Lost)),
        (
            "kafka_unclean",
            found(
                Kafka { in_sync: 1, unclean_leader_election: true, ..Kafka::default() },
                1,
                Some(PowerLoss),
                Flag::Lost,
            ),
        ),
        ("kafka_disk_loss", seed(Kafka { min_insync_replicas: 2, ..Kafka::default() }, DiskLoss, 3)),
        (
            "kafka_too_few",
            Run::free(
                &Setup {
                    seed: 5,
                    ..setup_of(
                        Kafka { replication_factor: 2, in_sync: 2, min_insync_replicas: 2, ..base() },
                        3,
                        Some(FollowerLag),
                    )
                },
                Chance::Faults,
            ),
        ),
        (
            "kafka_crash_before_commit",
            found(two(Kafka::default()), 3, Some(ConsumerCrashAfterEffect), Flag::StaleReplay),
        ),
        ("kafka_close", found(two(Kafka::default()), 3, Some(HandlerException), Flag::Lost)),
        ("kafka_librdkafka", found(two(librdkafka), 3, Some(ConsumerCrashBeforeEffect), Flag::Lost)),
        (
            "kafka_zombie",
            found(
                two(Kafka { commit: Commit::SyncPerBatch, ..Kafka::default() }),
                3,
                Some(ZombieConsumer),
                Flag::EffectTwice,
            ),
        ),
        ("kafka_rebalance", found(two(own), 3, Some(Rebalance), Flag::EffectTwice)),
        ("kafka_thread_pool", found(two(own), 3, Some(ConsumerCrashBeforeEffect), Flag::Lost)),
        (
            "kafka_latest",
            found(
                two(Kafka { auto_offset_reset: AutoOffsetReset::Latest, ..Kafka::default() }),
                2,
                Some(ConsumerCrashBeforeEffect),
                Flag::Lost,
            ),
        ),
        (
            "kafka_transactional",
            Run::free(
                &setup_of(
                    Kafka {
                        transactional: true,
                        max_in_flight: 2,
                        isolation_level: IsolationLevel::ReadCommitted,
                        ..Kafka::default()
                    },
                    3,
                    None,
                ),
                Chance::Calm,
            ),
        ),
        (
            "kafka_transaction",
            found(
                two(Kafka { commit: Commit::InEffectTransaction, ..Kafka::default() }),
                3,
                Some(ZombieConsumer),
                Flag::DeliveredTwice,
            ),
        ),
        ("kafka_no_retries", found(Kafka { retries: false, ..base() }, 2, Some(ConfirmLost), Flag::ReportedFailure)),
    ]
}

#[test]
fn sentences_read_as_they_were_edited() {
    for (name, run) in golden_runs() {
        let mut text = String::new();
        for step in 0..=run.steps() {
            assert_sentence(&run, step);
            let [english, chinese] = Lang::ALL.map(|lang| plain(&sentence(&run, step, lang)));
            writeln!(text, "{step:3} {english}\n    {chinese}").expect("a string takes everything");
        }
        for message in (1..=run.setup().messages).map(Message) {
            let [english, chinese] = Lang::ALL.map(|lang| tell::truth(&run, run.steps(), message, lang));
            writeln!(text, "  {} {english} / {chinese}", message.0).expect("a string takes everything");
        }
        let path = format!("{}/tests/golden/{name}.words.txt", env!("CARGO_MANIFEST_DIR"));
        if env::var_os("UPDATE_GOLDEN").is_some() {
            fs::write(&path, &text).expect("tests/golden can be written");
        }
        let golden = fs::read_to_string(&path).expect("the golden sentences are there");
        for (line, (now, then)) in text.lines().zip(golden.lines()).enumerate() {
            assert_eq!(now, then, "{name}, line {}", line + 1);
        }
        assert_eq!(text.lines().count(), golden.lines().count(), "{name}");
    }
}

/// With one member that ends, "it can't come twice" is true because nothing comes again; the page has to say so.
#[test]
fn nobody_follows_an_only_member() {
    let setup = |consumers, kinds: FaultKinds, budget| {
        let kafka = Kafka { consumers, ..Kafka::default() };
        Setup { broker: Broker::Kafka, kafka, faults: Faults { budget, kinds }, ..Setup::default() }
    };
    let all = FaultKinds::all(Broker::Kafka);
    let calm: FaultKinds = [FaultKind::PublishLost, FaultKind::Rebalance].into_iter().collect();
    assert!(tell::verdict::nobody_would_follow(&setup(1, all, 1)));
    for other in [setup(2, all, 1), setup(0, all, 1), setup(1, calm, 1), setup(1, all, 0)] {
        assert!(!tell::verdict::nobody_would_follow(&other), "{other:?}");
    }
    assert!(!tell::verdict::nobody_would_follow(&Setup::default()));

    let crash = [Strike { after: 9, kind: FaultKind::ConsumerCrashBeforeEffect, consumer: Some(0) }];
    let ends = [1, 2].map(|consumers| {
        let setup = Setup { messages: 3, ..setup(consumers, all, 1) };
        let run = (1..40).map(|after| Run::staged(&setup, &[Strike { after, ..crash[0] }]));
        let struck = |run: &Run| run.all_events().any(|(_, event)| matches!(event, Event::ConsumerDown { .. }));
        run.into_iter().find(struck).expect("it strikes somewhere").is_left_unread()
    });
    assert_eq!(ends, [true, false]);
    assert!(!Run::free(&setup(1, all, 1), Chance::Calm).is_left_unread());
}
