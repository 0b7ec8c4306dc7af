//! Why a promise broke, told step by step, and which setting would have kept it.
//!
//! `UPDATE_GOLDEN=1 cargo test --test why` writes the chains in tests/golden anew; read them before you keep them.

mod support;

use std::fmt::Write;
use std::{env, fs};

use ackscope::explore::{Ending, Limits, Search};
use ackscope::model::{Action, Event, Flag, Message, Messages, Pace};
use ackscope::play::{Chance, Repeat, Run, same_schedule, what_if};
use ackscope::setup::{FaultKind, Link, Setup, presets};
use ackscope::tell::{self, Lang, Piece, Reason, plain, sentence, why, why_steps};
use support::walk::walk;
use support::{Rng, is_about, pluck, random_rabbitmq};

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

/// Words that the Chinese text shares with the protocol.
const PROTOCOL: [&str; 1] = ["mandatory"];

fn foreign_word(text: &str) -> Option<&str> {
    let words = text.split(|character: char| !character.is_ascii_alphabetic());
    words.filter(|word| !word.is_empty()).find(|word| !PROTOCOL.contains(word))
}

/// Whether the event tells of what befell all messages in the broker, on a connection or in a subscription.
fn is_about_the_broker(event: &Event) -> bool {
    matches!(
        event,
        Event::QueueGone
            | Event::NodeDown { .. }
            | Event::Replicated { .. }
            | Event::Fault { .. }
            | Event::Cut { .. }
            | Event::Cancelled { .. }
    )
}

fn assert_chain(run: &Run, end: usize, flag: Flag, message: Message) {
    let story = || format!("{flag:?} {message:?} at {end} of {:?}\n{}", run.setup(), told(run));
    let [english, chinese] = Lang::ALL.map(|lang| why(run, flag, message, lang));
    let steps: Vec<usize> = english.iter().map(|reason| reason.step).collect();
    assert!((2..=6).contains(&steps.len()), "{} reasons: {}", steps.len(), story());
    assert!(steps.is_sorted_by(|one, next| one < next) && steps[0] > 0, "{}", story());
    assert_eq!(steps.last(), Some(&end), "{}", story());
    assert_eq!(steps, why_steps(run, flag, message));
    assert_eq!(steps, chinese.iter().map(|reason| reason.step).collect::<Vec<_>>());
    let mut known: Vec<String> = Vec::new();
    for (one, other) in english.iter().zip(&chinese) {
        let (one, other) = (plain(&one.words), plain(&other.words));
        assert!(!is_chinese(&one) && one.ends_with('.') && !one.contains(['{', '}']), "{one}\n{}", story());
        assert!(is_chinese(&other) && other.ends_with('。') && !other.contains(['{', '}']), "{other}\n{}", story());
        assert!(!one.contains("  ") && !other.contains("  "), "{one}\n{other}");
        assert!(one.chars().next().is_some_and(|first| !first.is_lowercase()), "{one}");
        assert_eq!(foreign_word(&other), None, "{other}");
        known.push(one);
    }
    let named = |reason: &Reason| -> Vec<Message> {
        let messages = reason.words.iter().filter_map(|piece| match piece {
            Piece::Message(message) => Some(*message),
            Piece::Text(_) | Piece::Step(..) => None,
        });
        messages.collect()
    };
    for (one, other) in english.iter().zip(&chinese) {
        let mut both = [one, other].map(named);
        both.iter_mut().for_each(|messages| {
            messages.sort();
            messages.dedup();
        });
        assert_eq!(both[0], both[1], "{} / {}", plain(&one.words), plain(&other.words));
        let concerns =
            |event: &Event| is_about_the_broker(event) || both[0].iter().any(|named| is_about(event, *named));
        assert!(run.events(one.step).iter().any(concerns), "{}: {}", one.step, story());
    }
    let sentences: usize = known.iter().map(|text| text.matches('.').count()).sum();
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

/// A run of any setup: by the seed, or any that is possible at all.
fn random_run(rng: &mut Rng) -> Run {
    let mut setup = random_rabbitmq(rng);
    setup.messages = 1 + setup.messages % 5;
    setup.faults.budget = 1 + setup.faults.budget % 4;
    setup.seed = rng.next() % 1000;
    if rng.coin() {
        let actions: Vec<Action> = walk(&setup, rng).iter().map(|stride| stride.action).collect();
        return Run::replay(&setup, &actions).expect("a walk is possible");
    }
    let mut run = Run::free(&setup, Chance::Faults);
    for _ in 0..rng.below(3) {
        pluck(&mut run, rng);
    }
    run
}

#[test]
fn every_flag_of_every_run_has_its_reasons() {
    let mut rng = Rng::new(11);
    let mut counts = [0; 6];
    for _ in 0..1_500 {
        let run = random_run(&mut rng);
        for (end, flag, message) in raised(&run) {
            assert_chain(&run, end, flag, message);
            counts[flag as usize] += 1;
        }
    }
    assert!(counts.iter().all(|count| *count > 50), "{counts:?}");
}

#[test]
fn a_flag_that_is_not_raised_has_no_reasons() {
    let run = Run::free(&Setup::default(), Chance::Calm);
    assert_eq!(why(&run, Flag::Lost, Message(1), Lang::En), vec![]);
    assert_eq!(why_steps(&run, Flag::Lost, Message(1)), Vec::<usize>::new());
}

/// Its name, the flag, the settings with the kind of fault, and words that its chain must have.
type Counterexample = (&'static str, Flag, &'static str, &'static str);

/// The counterexamples of RabbitMQ's guarantees, each as settings with the kind of fault, and the flag that it raises.
const COUNTEREXAMPLES: [Counterexample; 29] = [
    (
        "a queue that is gone is still confirmed",
        Flag::Lost,
        "publish=confirm&persistent=true&ack=after_effect&faults=process_crash",
        "",
    ),
    (
        "confirmed, and in the page cache",
        Flag::Lost,
        "publish=confirm&durable=true&persistent=true&ack=after_effect&faults=power_loss",
        "",
    ),
    (
        "the only disk",
        Flag::Lost,
        "publish=confirm&durable=true&persistent=true&ack=after_effect&faults=disk_loss",
        "stored nowhere else",
    ),
    (
        "acked before the work",
        Flag::Lost,
        "publish=confirm&durable=true&persistent=true&ack=before_effect&faults=consumer_crash_before_effect",
        "",
    ),
    ("automatic acks and a cut", Flag::Lost, "publish=confirm&durable=true&persistent=true&faults=delivery_lost", ""),
    (
        "never sent again",
        Flag::Lost,
        "publish=confirm&resend=never&durable=true&persistent=true&ack=after_effect&faults=publish_lost",
        "",
    ),
    (
        "a commit cut, never sent again",
        Flag::Lost,
        "publish=tx&window=2&resend=never&durable=true&persistent=true&ack=after_effect&faults=publish_lost",
        "",
    ),
    (
        "a lost confirm",
        Flag::EffectTwice,
        "publish=confirm&durable=true&persistent=true&ack=after_effect&faults=confirm_lost",
        "",
    ),
    (
        "two lost confirms",
        Flag::StaleReplay,
        "publish=confirm&window=2&durable=true&persistent=true&ack=after_effect&faults=confirm_lost",
        "",
    ),
    (
        "an impatient timer",
        Flag::EffectTwice,
        "publish=confirm&durable=true&persistent=true&ack=after_effect&faults=resend_timer",
        "",
    ),
    (
        "a lost commit-ok",
        Flag::StaleReplay,
        "publish=tx&window=2&durable=true&persistent=true&ack=after_effect&faults=confirm_lost",
        "",
    ),
    (
        "a lost ack",
        Flag::EffectTwice,
        "publish=confirm&durable=true&persistent=true&ack=after_effect&faults=ack_lost",
        "",
    ),
    (
        "acks that were not written out",
        Flag::StaleReplay,
        "publish=confirm&durable=true&persistent=true&ack=after_effect&faults=process_crash",
        "",
    ),
    (
        "automatic acks that were not written out",
        Flag::StaleReplay,
        "durable=true&persistent=true&faults=process_crash",
        "",
    ),
    (
        "a crash before the effect",
        Flag::DeliveredTwice,
        "publish=confirm&durable=true&persistent=true&ack=after_effect&faults=consumer_crash_before_effect",
        "",
    ),
    (
        "a cut with two in hand",
        Flag::EffectTwice,
        "publish=confirm&durable=true&persistent=true&ack=after_effect&prefetch=2&faults=delivery_lost",
        "",
    ),
    (
        "competing consumers",
        Flag::Reordered,
        "publish=confirm&window=2&durable=true&persistent=true&ack=after_effect&consumers=2&faults=none",
        "",
    ),
    (
        "a zombie",
        Flag::StaleReplay,
        "publish=confirm&durable=true&persistent=true&ack=after_effect&consumers=2&single_active_consumer=true&faults=zombie_consumer",
        "",
    ),
    (
        "a single active consumer cancels",
        Flag::Reordered,
        "publish=confirm&durable=true&persistent=true&ack=after_effect&consumers=2&single_active_consumer=true&faults=consumer_cancel",
        "",
    ),
    (
        "one of two publishes refused",
        Flag::Reordered,
        "publish=confirm&window=2&durable=true&persistent=true&ack=after_effect&faults=publish_refused",
        "",
    ),
    (
        "new messages first",
        Flag::Reordered,
        "publish=confirm&window=2&resend=new_first&durable=true&persistent=true&ack=after_effect&faults=publish_lost",
        "",
    ),
    (
        "handed back with two in hand",
        Flag::Reordered,
        "publish=confirm&durable=true&persistent=true&ack=after_effect&prefetch=2&faults=consumer_nack",
        "",
    ),
    (
        "handed back to a quorum queue",
        Flag::Reordered,
        "publish=confirm&queue_type=quorum&ack=after_effect&faults=consumer_nack",
        "",
    ),
    (
        "a leader that had the ack",
        Flag::EffectTwice,
        "publish=confirm&queue_type=quorum&ack=after_effect&faults=process_crash",
        "second node had the ack",
    ),
    (
        "a hand-out that one node knew of",
        Flag::EffectTwice,
        "publish=confirm&queue_type=quorum&faults=process_crash",
        "second node knew",
    ),
    (
        "a leader's crash before the ack",
        Flag::EffectTwice,
        "publish=confirm&queue_type=quorum&ack=after_effect&faults=process_crash",
        "",
    ),
    (
        "refused, never sent again",
        Flag::ReportedFailure,
        "publish=confirm&resend=never&durable=true&persistent=true&ack=after_effect&faults=publish_refused",
        "",
    ),
    (
        "one refusal fails the commit",
        Flag::ReportedFailure,
        "publish=tx&window=2&durable=true&persistent=true&ack=after_effect&faults=publish_refused",
        "",
    ),
    ("returned", Flag::ReportedFailure, "publish=confirm&mandatory=true&ack=after_effect&faults=process_crash", ""),
];

/// The first run of these settings that raises the flag: of the player's, and if it never does, of all that is possible.
fn counterexample(link: &str, flag: Flag, words: &str) -> Run {
    let mut setup = Link::parse(link, &|_| None).expect("the link is right").setup;
    setup.messages = 2;
    let raises = |run: &Run| run.ledger(run.steps()).flags.has(flag) && chains(run, Some(flag)).contains(words);
    let played = |seed: u64| Run::free(&Setup { seed, ..setup }, Chance::Faults);
    let walked = |seed: u64| {
        let actions: Vec<Action> = walk(&setup, &mut Rng::new(seed)).iter().map(|stride| stride.action).collect();
        Run::replay(&setup, &actions).expect("a walk is possible")
    };
    let mut runs = (1..300).map(played).chain((1..50_000).map(walked));
    runs.find(raises).unwrap_or_else(|| panic!("{link} never raises {flag:?}"))
}

/// Runs whose chains are kept for reading, and the flag that each is about.
fn golden_runs() -> Vec<(&'static str, Option<Flag>, Run)> {
    let stories = presets().into_iter().map(|preset| (preset.name, None, Run::staged(&preset.setup, preset.strikes)));
    let others = COUNTEREXAMPLES
        .iter()
        .map(|(name, flag, link, words)| (*name, Some(*flag), counterexample(link, *flag, words)));
    stories.chain(others).collect()
}

/// The first message that raised each flag of the run.
fn first_of_each(run: &Run) -> Vec<(Flag, Message)> {
    let flags = run.ledger(run.steps()).flags;
    flags.iter().filter_map(|flag| flags.of(flag).iter().next().map(|message| (flag, message))).collect()
}

#[test]
fn the_same_schedule_under_the_same_setup_is_the_same_run() {
    let mut rng = Rng::new(12);
    for _ in 0..400 {
        let run = random_run(&mut rng);
        let message = Message(1 + u8::try_from(rng.below(run.setup().messages.into())).expect("few messages"));
        let Repeat { run: again, struck, .. } = same_schedule(&run, run.setup(), Messages::one(message));
        assert_eq!(struck, run.actions().filter(|action| action.pace() == Pace::Fault).count());
        assert_eq!(told(&again), told(&run), "{:?}", run.setup());
        assert_eq!(again.digest(), run.digest());
    }
}

#[test]
fn what_would_have_helped_is_a_run_without_the_flag() {
    let mut rng = Rng::new(13);
    let (mut found, mut missed) = (0, 0);
    for _ in 0..60 {
        let run = random_run(&mut rng);
        for (flag, message) in first_of_each(&run) {
            for what_if in what_if(&run, flag, message) {
                let setup = run.setup().with(what_if.field, what_if.value).expect("it is a possible change");
                assert_eq!(what_if.run.setup(), &setup);
                assert_ne!(what_if.field.get(run.setup()), what_if.value);
                let actions: Vec<Action> = what_if.run.actions().collect();
                let again = Run::replay_and_go_on(&setup, &actions).expect("it is possible");
                assert_eq!(again.digest(), what_if.run.digest(), "it is a whole run");
                assert!(!what_if.flags.has(flag) && again.ledger(again.steps()).flags == what_if.flags);
                assert!(what_if.struck <= what_if.faults);
                let strikes = actions.iter().filter(|action| action.pace() == Pace::Fault).count();
                assert_eq!(strikes, what_if.struck);
                for lang in Lang::ALL {
                    let words = plain(&tell::what_if(&what_if, flag, lang));
                    assert_eq!(is_chinese(&words), lang == Lang::Zh, "{words}");
                    assert!(words.contains(what_if.field.name()) && !words.contains("  "), "{words}");
                }
                found += 1;
                missed += usize::from(what_if.struck < what_if.faults);
            }
        }
    }
    assert!(found > 100 && missed * 2 < found, "{found} found, {missed} of them with a fault that did not strike");
}

#[test]
fn a_flag_that_is_not_raised_needs_no_other_setting() {
    let run = Run::free(&Setup::default(), Chance::Calm);
    assert!(what_if(&run, Flag::Lost, Message(1)).is_empty());
}

/// What the page says under a chain: which settings would have helped the first message.
fn changes(run: &Run, flag: Flag, message: Message) -> String {
    let mut text = String::new();
    for what_if in what_if(run, flag, message) {
        let [english, chinese] = Lang::ALL.map(|lang| plain(&tell::what_if(&what_if, flag, lang)));
        writeln!(text, "  ? {english}\n    {chinese}").expect("a string takes everything");
    }
    text
}

fn chains(run: &Run, wanted: Option<Flag>) -> String {
    let mut text = String::new();
    let told = raised(run).into_iter().filter(|(_, flag, _)| wanted.is_none_or(|wanted| wanted == *flag));
    for (_, flag, message) in told {
        writeln!(text, "{} {}", flag.name(), message.0).expect("a string takes everything");
        for (one, other) in why(run, flag, message, Lang::En).iter().zip(why(run, flag, message, Lang::Zh)) {
            let (english, chinese) = (plain(&one.words), plain(&other.words));
            writeln!(text, "{:3} {english}\n    {chinese}", one.step).expect("a string takes everything");
        }
        if first_of_each(run).contains(&(flag, message)) {
            text.push_str(&changes(run, flag, message));
        }
    }
    text
}

#[test]
fn reasons_read_as_they_were_edited() {
    let mut text = String::new();
    for (name, flag, run) in golden_runs() {
        writeln!(text, "# {name}\n{}", chains(&run, flag)).expect("a string takes everything");
    }
    let path = format!("{}/tests/golden/why.txt", env!("CARGO_MANIFEST_DIR"));
    if env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, &text).expect("tests/golden can be written");
    }
    let golden = fs::read_to_string(&path).expect("the golden reasons are there");
    for (line, (now, then)) in text.lines().zip(golden.lines()).enumerate() {
        assert_eq!(now, then, "line {}", line + 1);
    }
    assert_eq!(text.lines().count(), golden.lines().count());
}

/// The shortest of all runs of these settings that raises the flag, and its chain for the first message.
fn found(link: &str, flag: Flag) -> (Run, Vec<(usize, String, String)>) {
    let setup = Link::parse(link, &|_| None).expect("the link is right").setup;
    let mut search = Search::new(&setup, Limits::TERMINAL, &[flag]);
    assert_eq!(search.finish(), Ending::Answered, "{link} never raises {flag:?}");
    let finding = search.finding(flag).expect("it was found");
    let run = Run::replay(&setup, &finding.actions).expect("what was found is possible");
    let told = told_chain(&run, flag);
    (run, told)
}

/// The chain of the first message that raised the flag, in both languages.
fn told_chain(run: &Run, flag: Flag) -> Vec<(usize, String, String)> {
    let (end, _, message) = raised(run).into_iter().find(|(_, raised, _)| *raised == flag).expect("the flag is raised");
    assert_chain(run, end, flag, message);
    let [english, chinese] = Lang::ALL.map(|lang| why(run, flag, message, lang));
    let both = english.iter().zip(&chinese);
    both.map(|(one, other)| (one.step, plain(&one.words), plain(&other.words))).collect()
}

/// The steps in which a fault of this kind struck.
fn strikes(run: &Run, kind: FaultKind) -> Vec<usize> {
    let struck = run.all_events().filter(|(_, event)| matches!(event, Event::Fault { kind: of, .. } if *of == kind));
    struck.map(|(step, _)| step).collect()
}

#[test]
fn every_disk_that_had_the_message_is_told() {
    let link = "messages=1&publish=confirm&queue_type=quorum&ack=after_effect&faults=disk_loss:2";
    let (run, chain) = found(link, Flag::Lost);
    let disks = strikes(&run, FaultKind::DiskLoss);
    assert_eq!(disks.len(), 2);
    let first = chain.iter().find(|(step, ..)| *step == disks[0]).unwrap_or_else(|| panic!("{chain:#?}"));
    assert!(first.1.contains("left 1 on one node") && first.2.contains("只剩一个节点"), "{chain:#?}");
    assert!(chain.iter().any(|(step, english, _)| *step == disks[1] && english.contains("nowhere else")), "{chain:#?}");
}

#[test]
fn what_was_put_behind_the_newer_one_is_told() {
    let link =
        "messages=2&publish=fire_and_forget&queue_type=quorum&ack=after_effect&prefetch=0&faults=delivery_lost:2";
    let (run, chain) = found(link, Flag::Reordered);
    let back = chain.iter().find(|(_, english, _)| english.contains("put 1 back, behind 2"));
    let (back, _, chinese) = back.unwrap_or_else(|| panic!("{chain:#?}\n{}", told(&run)));
    assert!(chinese.contains("排在 2 之后"), "{chain:#?}");
    let cut = strikes(&run, FaultKind::DeliveryLost).into_iter().filter(|cut| cut <= back).max();
    assert!(chain.iter().any(|(step, ..)| Some(*step) == cut), "{chain:#?}\n{}", told(&run));
}

#[test]
fn what_became_of_the_first_hand_is_told() {
    let link = "publish=tx&window=2&messages=2&durable=true&persistent=true&consumers=2&single_active_consumer=true\
        &ack=auto&faults=power_loss,consumer_crash_before_effect:2";
    let (run, chain) = found(link, Flag::Reordered);
    let crashes = strikes(&run, FaultKind::ConsumerCrashBeforeEffect);
    let crash = chain.iter().find(|(step, ..)| crashes.contains(step));
    let (_, english, chinese) = crash.unwrap_or_else(|| panic!("{chain:#?}\n{}", told(&run)));
    assert!(english.contains("crashed with 1 in hand") && chinese.contains("手中的 1"), "{chain:#?}");
}

#[test]
fn another_consumer_did_nothing_again() {
    let link = "messages=2&publish=confirm&durable=true&persistent=true&ack=after_effect&consumers=2\
        &single_active_consumer=true&faults=zombie_consumer";
    let (run, chain) = found(link, Flag::StaleReplay);
    let (_, english, chinese) = chain.last().expect("a chain has an end");
    assert!(english.contains("Consumer 1 processed the old 1 as well, on top of the newer 2"), "{english}");
    assert!(chinese.contains("消费者 1 这才处理旧的 1") && !chinese.contains("一遍"), "{chinese}");
    let too = |(_, english, chinese): &(usize, String, String)| {
        english.contains("Consumer 2 received 1 too") && chinese.contains("消费者 2 也收到了 1")
    };
    assert!(chain.iter().any(too), "{chain:#?}\n{}", told(&run));
    assert!(!chain.iter().any(|(_, english, _)| english.contains("once more")), "{chain:#?}");
}

#[test]
fn a_commit_from_memory_has_its_reason() {
    let link = "messages=1&publish=tx&durable=false&ack=after_effect&faults=process_crash";
    let (run, chain) = found(link, Flag::Lost);
    let reason = |(_, english, _): &(usize, String, String)| english.contains("only in memory; as it need not survive");
    assert!(chain.iter().any(reason), "{chain:#?}\n{}", told(&run));
}

#[test]
fn a_lost_disk_leaves_the_copies_of_the_others() {
    let link = "messages=1&publish=confirm&queue_type=quorum&ack=after_effect&faults=disk_loss";
    let (run, chain) = found(link, Flag::EffectTwice);
    let survives = |(_, english, chinese): &(usize, String, String)| {
        english.contains("a copy on the other nodes survived") && chinese.contains("其他节点上的副本")
    };
    assert!(chain.iter().any(survives), "{chain:#?}\n{}", told(&run));
}
