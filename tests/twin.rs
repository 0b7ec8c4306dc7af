//! Two runs by the same schedule beside each other: every step of both has its moment, and the first difference is one.

mod support;

use ackscope::model::{Event, Flag, Messages, Pace};
use ackscope::play::{Chance, Run, Side, Twin, concerned};
use ackscope::setup::{Broker, Field, FieldKind, Link, Preset, Publish, Setup, Value, preset, presets};
use support::{Rng, any_setup};

fn setup(link: &str) -> Setup {
    Link::parse(link, &|_| None).unwrap_or_else(|error| panic!("{link}: {error}")).setup
}

fn staged(story: &Preset) -> Run {
    Run::staged(&story.setup, story.strikes)
}

fn story(name: &str) -> Run {
    staged(&preset(name).expect(name))
}

/// Every other value of every setting that makes a possible setup; of numbers the neighbours and the ends.
fn neighbours(setup: &Setup) -> Vec<Setup> {
    let others = |field: &Field| -> Vec<(Field, Value)> {
        let values: Vec<Value> = match (field.kind(), field.get(setup)) {
            (FieldKind::Bool, _) => vec![Value::Bool(false), Value::Bool(true)],
            (FieldKind::Choice(names), _) => names.iter().copied().map(Value::Choice).collect(),
            (FieldKind::Number { min, max }, Value::Number(now)) => {
                [min, now.saturating_sub(1), now + 1, max.min(16)].into_iter().map(Value::Number).collect()
            }
            _ => Vec::new(),
        };
        values.into_iter().map(|value| (*field, value)).collect()
    };
    let changes = Field::ALL.iter().filter(|field| **field != Field::Broker).flat_map(others);
    let mut setups: Vec<Setup> = changes.filter_map(|(field, value)| setup.with(field, value).ok()).collect();
    setups.extend(Broker::ALL.iter().map(|broker| setup.carried_to(*broker).setup));
    setups.sort_by_key(|setup| format!("{setup:?}"));
    setups.dedup();
    setups
}

fn advances(twin: &Twin, moment: usize) -> [usize; 2] {
    Side::BOTH.map(|side| twin.step(side, moment) - twin.step(side, moment - 1))
}

fn events<'run>(run: &'run Run, twin: &'run Twin, side: Side, moment: usize) -> &'run [Event] {
    match side {
        Side::First => run.events(twin.step(side, moment)),
        Side::Second => twin.run.events(twin.step(side, moment)),
    }
}

/// What was told, but for the numbers that channels give to their envelopes.
fn told(events: &[Event]) -> String {
    let text = format!("{events:?}");
    let mut parts = text.split("number: ");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |told, part| told + part.trim_start_matches(|letter: char| letter.is_ascii_digit()))
}

/// Moments run from start to end of both, one step at a time, and the first difference is where it first differs.
fn assert_aligned(run: &Run, twin: &Twin) {
    let about = format!("{:?}\n{:?}", run.setup(), twin.run.setup());
    let runs = [run, &twin.run];
    for (side, run) in Side::BOTH.into_iter().zip(runs) {
        assert_eq!((twin.step(side, 0), twin.step(side, twin.moments())), (0, run.steps()), "{about}");
        assert_eq!(twin.step(side, usize::MAX), run.steps());
        for step in 0..=run.steps() {
            let moment = twin.moment(side, step);
            assert_eq!(twin.step(side, moment), step);
            assert!(moment == 0 || twin.step(side, moment - 1) < step, "{about}");
        }
        assert_eq!(twin.moment(side, usize::MAX), twin.moments());
    }
    for moment in 1..=twin.moments() {
        let moved = advances(twin, moment);
        assert!(moved.iter().all(|steps| *steps <= 1) && moved != [0, 0], "{about}");
        let told = |side| told(events(run, twin, side, moment));
        let same = moved == [1, 1] && told(Side::First) == told(Side::Second);
        match twin.first_difference() {
            Some(first) if first == moment => assert!(!same, "{about}"),
            Some(first) if first < moment => {}
            _ => assert!(same, "moment {moment} of {about}"),
        }
    }
    assert!(twin.struck <= twin.faults);
}

#[test]
fn the_same_setup_has_no_difference() {
    for story in presets() {
        let run = staged(&story);
        for watched in [concerned(&run), Messages::NONE] {
            let twin = Twin::of(&run, run.setup(), watched);
            assert_eq!((twin.first_difference(), twin.moments()), (None, run.steps()), "{}", story.name);
            assert_eq!(twin.run.digest(), run.digest());
            assert_eq!(twin.struck, twin.faults);
            assert_aligned(&run, &twin);
        }
    }
}

#[test]
fn every_story_stands_beside_every_neighbour_of_its_setup() {
    for story in presets() {
        let run = staged(&story);
        for other in neighbours(run.setup()) {
            assert_aligned(&run, &Twin::of(&run, &other, concerned(&run)));
        }
    }
}

/// Until the crash a durable queue does what one that is not does.
#[test]
fn the_first_difference_is_where_the_setting_matters() {
    let run = story("restart_without_persistence");
    let durable = run.setup().with(Field::Durable, Value::Bool(true)).expect("possible");
    let twin = Twin::of(&run, &durable, concerned(&run));
    let first = twin.first_difference().expect("they differ");
    let crash = [run.moment(twin.step(Side::First, first)), twin.run.moment(twin.step(Side::Second, first))];
    assert!(crash.iter().all(|moment| moment.action.is_some_and(|action| action.pace() == Pace::Fault)));
    assert!(crash[0].events.contains(&Event::QueueGone) && !crash[1].events.contains(&Event::QueueGone));
    assert_eq!((first, twin.struck), (crash_of(&run), 1));
}

fn crash_of(run: &Run) -> usize {
    1 + run.actions().position(|action| action.pace() == Pace::Fault).expect("something breaks")
}

/// With confirms and a window of 1 the producer waits where it did not.
#[test]
fn what_only_one_of_them_does_is_a_difference() {
    let run = story("lost_on_the_wire");
    let confirm = run.setup().with(Field::Publish, Value::Choice(Publish::Confirm.name())).expect("possible");
    let twin = Twin::of(&run, &confirm, concerned(&run));
    let first = twin.first_difference().expect("they differ");
    assert_eq!((first, advances(&twin, first)), (2, [1, 0]));
    let lost = [&run, &twin.run].map(|run| run.ledger(run.steps()).flags.has(Flag::Lost));
    assert_eq!((lost, twin.struck), ([true, false], 1));
}

/// The same messages are sent and the same connection is cut, at whichever broker.
#[test]
fn the_other_broker_has_the_same_schedule_as_far_as_it_goes() {
    let run = story("lost_on_the_wire");
    let twin = Twin::of(&run, &run.setup().carried_to(Broker::Kafka).setup, concerned(&run));
    assert_eq!((advances(&twin, 1), twin.struck), ([1, 1], 1));
    let lost = [&run, &twin.run].map(|run| run.ledger(run.steps()).flags.has(Flag::Lost));
    assert_eq!(lost, [true, true], "neither asks for answers");
}

#[test]
fn a_fault_stands_beside_itself() {
    for story in presets() {
        let run = staged(&story);
        for other in neighbours(run.setup()).into_iter().filter(|other| other.broker == run.setup().broker) {
            let twin = Twin::of(&run, &other, concerned(&run));
            let fault = |run: &Run, step: usize| run.moment(step).action.is_some_and(|one| one.pace() == Pace::Fault);
            let struck = (1..=twin.run.steps()).filter(|step| fault(&twin.run, *step)).count();
            assert_eq!(struck, twin.struck, "{}", story.name);
        }
    }
}

/// Any two setups, of any brokers and with any numbers of messages.
#[test]
fn any_two_setups_stand_beside_each_other() {
    let mut rng = Rng::new(31);
    for _ in 0..300 {
        let (mut one, mut other) = (any_setup(&mut rng), any_setup(&mut rng));
        (one.messages, other.messages) = (one.messages.min(5), other.messages.min(5));
        let chance = if rng.below(2) == 0 { Chance::Calm } else { Chance::Faults };
        let run = Run::free(&one, chance);
        let watched = if rng.below(2) == 0 { concerned(&run) } else { Messages::from_bits(u64::MAX) };
        assert_aligned(&run, &Twin::of(&run, &other, watched));
    }
}

#[test]
fn between_two_moments_whoever_has_no_step_stands_still() {
    let run = story("lost_on_the_wire");
    let twin = Twin::of(&run, &setup("messages=4&publish=confirm"), concerned(&run));
    let [one, other] = Side::BOTH.map(|side| twin.position(side, 1.5));
    assert_eq!((advances(&twin, 2), one, other), ([1, 0], 1.5, 1.0));
    assert_eq!(twin.position(Side::First, twin.moments() as f64), run.steps() as f64);
}
