//! Every step of every run has a sentence in both languages that says the same, and every setting, fault and thing in
//! the drawing has its words.
//!
//! `UPDATE_GOLDEN=1 cargo test --test words` writes the sentences in tests/golden anew; read them before you keep them.

mod support;

use std::fmt::Write;
use std::{env, fs};

use ackscope::model::{
    Belief, Consumer, ConsumerStatus, CopyState, Death, EnvelopeKind, Fate, Flag, Member, Message, ShelfKind, Stage,
};
use ackscope::play::{Chance, RecordError, Run};
use ackscope::setup::{
    Allowed, Broker, FaultKinds, Field, FieldKind, Language, Link, Obstacle, Problem, Setup, SetupError, Value,
    presets, recipes,
};
use ackscope::tell::{self, Hop, Lang, Piece, interface, plain, sentence};
use support::{Rng, pluck, random_rabbitmq};

/// Whether the text has a Chinese character.
fn is_chinese(text: &str) -> bool {
    text.chars().any(|character| ('\u{4e00}'..='\u{9fff}').contains(&character))
}

/// A text that a reader of this language can be shown.
fn assert_fit(text: &str, lang: Lang) {
    assert!(!text.trim().is_empty());
    assert!(!text.contains(['{', '}', '\n']) && !text.contains("  "), "{text:?}");
    assert_eq!(is_chinese(text), lang == Lang::Zh, "{text:?}");
}

/// As [`assert_fit`], for a phrase that the Chinese may share with the English.
fn assert_short(text: &str) {
    assert!(!text.trim().is_empty() && !text.contains(['{', '}', '\n']), "{text:?}");
}

fn both(text: impl Fn(Lang) -> String) {
    for lang in Lang::ALL {
        assert_fit(&text(lang), lang);
    }
}

/// Messages and links that a sentence names, each once.
fn named(pieces: &[Piece]) -> (Vec<Message>, Vec<usize>) {
    let messages = pieces.iter().filter_map(|piece| match piece {
        Piece::Message(message) => Some(*message),
        Piece::Text(_) | Piece::Step(..) => None,
    });
    let steps = pieces.iter().filter_map(|piece| match piece {
        Piece::Step(step, _) => Some(*step),
        Piece::Text(_) | Piece::Message(_) => None,
    });
    let (mut messages, mut steps): (Vec<_>, Vec<_>) = (messages.collect(), steps.collect());
    messages.sort();
    messages.dedup();
    steps.sort_unstable();
    steps.dedup();
    (messages, steps)
}

fn assert_sentence(run: &Run, step: usize) {
    let [english, chinese] = Lang::ALL.map(|lang| sentence(run, step, lang));
    assert_fit(&plain(&english), Lang::En);
    assert_fit(&plain(&chinese), Lang::Zh);
    assert!(plain(&english).ends_with('.'), "{}", plain(&english));
    assert!(plain(&chinese).ends_with('。'), "{}", plain(&chinese));
    assert!(!plain(&english).contains("Nothing changes"), "step {step} of {:?}", run.setup());
    let (messages, steps) = named(&english);
    assert!(steps.iter().all(|earlier| (1..step).contains(earlier)), "a link leads back: {}", plain(&english));
    assert_eq!(steps, named(&chinese).1, "{} / {}", plain(&english), plain(&chinese));
    assert_eq!(messages, named(&chinese).0, "{} / {}", plain(&english), plain(&chinese));
    assert!(messages.iter().all(|message| message.0 <= run.setup().messages), "{}", plain(&english));
}

fn assert_ledger(run: &Run, position: usize) {
    for message in (1..=run.setup().messages).map(Message) {
        both(|lang| tell::truth(run, position, message, lang));
        both(|lang| tell::outside_world(run, position, message, lang));
    }
}

/// A run of any setup, with faults by the seed and sometimes one connection cut by hand.
fn random_run(rng: &mut Rng) -> Run {
    let mut setup = random_rabbitmq(rng);
    setup.messages = 1 + setup.messages % 5;
    setup.faults.budget = 1 + setup.faults.budget % 3;
    setup.seed = rng.next() % 1000;
    let mut run = Run::free(&setup, Chance::Faults);
    pluck(&mut run, rng);
    run
}

#[test]
fn every_step_of_every_run_has_a_sentence_in_both_languages() {
    let mut rng = Rng::new(1);
    for _ in 0..300 {
        let run = random_run(&mut rng);
        (0..=run.steps()).for_each(|step| assert_sentence(&run, step));
        assert_ledger(&run, rng.below(run.steps() + 1));
        assert_ledger(&run, run.steps());
    }
}

#[test]
fn a_step_beyond_the_end_is_the_last_one() {
    let run = Run::free(&Setup::default(), Chance::Calm);
    assert_eq!(sentence(&run, 10_000, Lang::En), sentence(&run, run.steps(), Lang::En));
    assert_eq!(tell::truth(&run, 10_000, Message(1), Lang::En), tell::truth(&run, run.steps(), Message(1), Lang::En));
}

#[test]
fn a_second_effect_tells_of_the_first_and_links_to_it() {
    let mut rng = Rng::new(2);
    let mut told = 0;
    while told < 200 {
        let run = random_run(&mut rng);
        for (step, event) in run.all_events() {
            let ackscope::model::Event::Applied { message, times, .. } = *event else { continue };
            if times < 2 {
                continue;
            }
            let earlier = |(earlier, event): &(usize, &ackscope::model::Event)| {
                *earlier < step
                    && matches!(event, ackscope::model::Event::Applied { message: of, .. } if *of == message)
            };
            let (last, _) = run.all_events().filter(earlier).last().expect("it had an effect before");
            let (_, links) = named(&sentence(&run, step, Lang::En));
            assert!(links.contains(&last), "{}", plain(&sentence(&run, step, Lang::En)));
            assert!(links.len() > 1, "no reason: {}", plain(&sentence(&run, step, Lang::En)));
            told += 1;
        }
    }
}

#[test]
fn a_loss_is_told_in_the_step_that_makes_it() {
    let mut rng = Rng::new(3);
    for _ in 0..200 {
        let run = random_run(&mut rng);
        for (step, event) in run.all_events() {
            if matches!(event, ackscope::model::Event::Raised { flag: Flag::Lost, .. }) {
                assert!(plain(&sentence(&run, step, Lang::En)).contains(" lost"));
                assert!(plain(&sentence(&run, step, Lang::Zh)).contains("丢失"));
            }
        }
    }
}

/// Runs whose sentences are kept for reading: the stories, and what they leave out.
fn golden_runs() -> Vec<(String, Run)> {
    let stories =
        presets().into_iter().map(|preset| (preset.name.to_owned(), Run::staged(&preset.setup, preset.strikes)));
    let others = [
        (
            "zombie",
            "publish=confirm&durable=true&persistent=true&ack=after_effect&prefetch=2&consumers=2&faults=zombie_consumer&seed=5",
        ),
        ("ack_lost", "durable=true&persistent=true&ack=after_effect&faults=ack_lost&seed=2"),
        (
            "confirm_lost",
            "publish=confirm&window=2&durable=true&persistent=true&ack=after_effect&faults=confirm_lost&seed=4",
        ),
        ("power_loss", "publish=confirm&durable=true&persistent=true&ack=after_effect&faults=power_loss&seed=6"),
        ("quorum", "publish=confirm&queue_type=quorum&ack=after_effect&faults=disk_loss&seed=3"),
        ("unroutable", "publish=confirm&mandatory=true&ack=after_effect&faults=process_crash&seed=5"),
    ];
    let others = others.into_iter().map(|(name, link)| {
        let setup = Link::parse(link, &|_| None).expect("the link is right").setup;
        (name.to_owned(), Run::free(&setup, Chance::Faults))
    });
    stories.chain(others).collect()
}

#[test]
fn sentences_read_as_they_were_edited() {
    for (name, run) in golden_runs() {
        let mut text = String::new();
        for step in 0..=run.steps() {
            let [english, chinese] = Lang::ALL.map(|lang| plain(&sentence(&run, step, lang)));
            writeln!(text, "{step:3} {english}\n    {chinese}").expect("a string takes everything");
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

#[test]
fn every_setting_and_value_has_words() {
    for field in Field::ALL.iter().copied() {
        both(|lang| tell::field_about(field, lang).to_owned());
        both(|lang| Hop::of(field).heading(Broker::Rabbitmq, lang).to_owned());
        let values: Vec<Value> = match field.kind() {
            FieldKind::Bool => vec![Value::Bool(true), Value::Bool(false)],
            FieldKind::Choice(names) => names.iter().copied().map(Value::Choice).collect(),
            FieldKind::OptionalChoice(names) => names.iter().copied().map(Value::Choice).chain([Value::Null]).collect(),
            FieldKind::OptionalNumber { .. } => vec![Value::Null],
            FieldKind::Number { .. } | FieldKind::FaultKinds => vec![],
        };
        for value in values {
            both(|lang| {
                tell::choice_about(field, value, lang).unwrap_or_else(|| panic!("{field:?} {value}")).to_owned()
            });
        }
        assert_eq!(tell::choice_about(field, Value::Number(1), Lang::En), None);
    }
    assert_eq!(tell::choice_about(Field::Ack, Value::Choice("nonsense"), Lang::En), None);
}

#[test]
fn every_fault_has_a_label_of_its_own_and_a_sentence() {
    for broker in Broker::ALL.iter().copied() {
        for kind in FaultKinds::all(broker).iter() {
            both(|lang| tell::fault_label(kind, broker, lang).to_owned());
            both(|lang| tell::fault_about(kind, broker, lang).to_owned());
        }
        for lang in Lang::ALL {
            let mut labels: Vec<&str> =
                FaultKinds::all(broker).iter().map(|kind| tell::fault_label(kind, broker, lang)).collect();
            let count = labels.len();
            labels.sort_unstable();
            labels.dedup();
            assert_eq!(labels.len(), count);
        }
    }
}

#[test]
fn every_recipe_has_words() {
    for broker in Broker::ALL.iter().copied() {
        for recipe in recipes(broker) {
            both(|lang| tell::recipe(recipe.name, lang).to_owned());
            assert_ne!(tell::recipe(recipe.name, Lang::Zh), recipe.name);
        }
    }
}

#[test]
fn a_setting_of_kafka_has_its_real_name() {
    assert_eq!(tell::property(Field::MaxInFlight), Some("max.in.flight.requests.per.connection"));
    assert_eq!(tell::property(Field::InSync), None);
    assert_eq!(tell::property(Field::Durable), None);
    assert_eq!(
        (Hop::Queue.heading(Broker::Kafka, Lang::En), Hop::Queue.heading(Broker::Kafka, Lang::Zh)),
        ("Topic", "主题")
    );
}

#[test]
fn everything_in_the_drawing_is_explained() {
    for kind in EnvelopeKind::ALL {
        both(|lang| tell::envelope(kind, lang).to_owned());
        both(|lang| tell::explain_envelope(kind, lang).to_owned());
    }
    let replica = |leader| ShelfKind::Replica { member: Member(1), leader };
    for kind in [ShelfKind::Memory, ShelfKind::PageCache, ShelfKind::Disk, replica(true), replica(false)] {
        both(|lang| tell::shelf(kind, lang));
        both(|lang| tell::shelf_about(kind, lang).to_owned());
        both(|lang| tell::explain_shelf(kind, lang).to_owned());
    }
    let unacked = CopyState::Unacked(Consumer(0));
    for state in [CopyState::Ready, unacked, CopyState::Settling, CopyState::Leftover, CopyState::Uncommitted] {
        both(|lang| tell::explain_copy(state, lang).to_owned());
    }
    for death in [Death::Rejected, Death::Expired, Death::TooLong, Death::TooOften] {
        both(|lang| tell::explain_dead(death, lang).to_owned());
        both(|lang| tell::death(death, lang).to_owned());
    }
    for stage in [Stage::Received, Stage::AckedFirst, Stage::Applied, Stage::Orphan] {
        both(|lang| tell::explain_stage(stage, lang).to_owned());
    }
    for status in [ConsumerStatus::Running, ConsumerStatus::Down, ConsumerStatus::Cancelled] {
        both(|lang| tell::explain_consumer(status, lang).to_owned());
    }
    for flag in Flag::ALL.iter().copied() {
        both(|lang| tell::flag(flag, lang).to_owned());
        both(|lang| tell::explain_flag(flag, lang).to_owned());
    }
    for belief in [Belief::Unsent, Belief::Unknown, Belief::Acked, Belief::Failed] {
        both(|lang| tell::belief(belief, lang).to_owned());
    }
    for fate in [Fate::Waiting, Fate::Done, Fate::Lost, Fate::Failed, Fate::Twice] {
        both(|lang| tell::fate(fate, lang).to_owned());
    }
}

#[test]
fn every_story_has_words() {
    for preset in presets() {
        for lang in Lang::ALL {
            let words = tell::preset(preset.name, lang).unwrap_or_else(|| panic!("{} has no words", preset.name));
            [words.title, words.question, words.remember].iter().for_each(|text| assert_fit(text, lang));
        }
    }
    assert_eq!(tell::preset("no_such_story", Lang::En), None);
}

#[test]
fn every_obstacle_and_refusal_is_told() {
    use Obstacle::*;
    let obstacles = [
        DeliveryLimitNeedsQuorum,
        AtLeastOnceNeedsQuorum,
        AtLeastOnceNeedsReject,
        OnlyClassicBuriesRefused,
        NoDeadLetters,
        NoDeadLetterQueue,
        OneKeyOneQueue,
        QuorumIsDurable,
        QuorumIgnoresPersistent,
        QuorumAlwaysSyncs,
        QueueIsNotDurable,
        NothingWaitsForDisk,
        NoAnswersToWaitFor,
        NothingToResend,
        AutoAck,
        HoldsOne,
        OneConsumer,
        OneWorker,
        NoLimit,
        NeedsUpsert,
        NoFaults,
        IdempotenceNeedsAcks,
        IdempotenceNeedsRetries,
        MoreThanReplicas,
        TransactionsAreIdempotent,
        TransactionsNeedAcks,
        TransactionsNeedRetries,
        NoTransactions,
        OnlyInJava,
        OnlyInLibrdkafka,
        NoAcks,
        OnlyAcksAll,
        OneReplica,
        CappedAtReplicas,
        OneKey,
        NoConsumers,
        LoopHoldsNothing,
    ];
    for obstacle in obstacles {
        both(|lang| tell::obstacle(obstacle, lang).to_owned());
    }
    let impossible = Problem::Impossible {
        beside: Field::QueueType,
        is: Value::Choice("quorum"),
        allowed: Allowed::Only(Value::Bool(true)),
    };
    let problems = [
        Problem::NotAllowed(Allowed::Bool),
        Problem::NotAllowed(Allowed::Whole { min: 1, max: 16 }),
        Problem::NotAllowed(Allowed::WholeOrNull { min: 1, max: 16 }),
        Problem::NotAllowed(Allowed::Names(vec!["a", "b"])),
        Problem::NotAllowed(Allowed::NamesOrNull(vec!["a", "b"])),
        Problem::NotAllowed(Allowed::ListOf(vec!["a", "b"])),
        Problem::NotAllowed(Allowed::Object),
        Problem::NotAllowed(Allowed::Parts),
        Problem::NotAllowed(Allowed::Encoding),
        Problem::NotAllowed(Allowed::Scenario),
        Problem::NotAllowed(Allowed::PackedRun),
        Problem::NotAllowed(Allowed::Steps),
        impossible,
        Problem::Missing(Allowed::Bool),
        Problem::Repeated,
        Problem::RepeatedInList,
        Problem::NoSuchField { nearest: Some("ack".to_owned()), names: vec!["ack"] },
        Problem::NotJson { line: 1, column: 2, reason: "a brace is missing".to_owned() },
        Problem::NotUtf8,
    ];
    for problem in problems {
        let error = SetupError { field: "window".to_owned(), value: "0".to_owned(), problem };
        both(|lang| tell::setup_error(&error, lang));
    }
    let errors = [
        RecordError::Parts,
        RecordError::Version("x".to_owned()),
        RecordError::Digest("x".to_owned()),
        RecordError::Character('!'),
        RecordError::Code(7),
        RecordError::Length,
    ];
    for error in errors {
        both(|lang| tell::record_error(&error, lang));
    }
}

#[test]
fn the_page_s_words_are_there() {
    both(|lang| interface::page_title(lang).to_owned());
    both(|lang| interface::intro(lang).to_owned());
    both(|lang| interface::legend(lang).to_owned());
    assert_eq!(interface::position(17, 23, Lang::En), "17 of 23");
    assert_eq!(interface::position(17, 23, Lang::Zh), "17 / 23");
    assert_eq!(interface::step(8, Lang::Zh), "第 8 步");
    assert_eq!(interface::tray_holds(0, 1, Lang::En), "1 answer");
    assert_eq!(interface::tray_holds(2, 0, Lang::Zh), "2 份消息");
    assert_eq!(interface::tray_holds(3, 2, Lang::En), "3 copies, 2 answers");
    Lang::ALL.iter().for_each(|lang| assert_short(&interface::filled("window", 2, 2, *lang)));
}

#[test]
fn a_language_survives_its_tag_and_its_link() {
    for lang in Lang::ALL {
        assert_eq!(Lang::of_tag(lang.tag()), lang);
        assert_eq!(Lang::from(Language::from(lang)), lang);
        assert_eq!(Language::from(lang).name(), lang.tag());
        assert_eq!(lang.other().other(), lang);
    }
}
