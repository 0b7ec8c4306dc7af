//! The challenge: every level can be done on the page by what it allows, its best is what the explorer proves, the levels
//! become harder by a counted measure, and what they say is true of them.

use ackscope::explore::{Best, Ending, Limits, Par, Repair, Search, flags};
use ackscope::model::{Action, Consumer, Flag, Line, Pace, Way};
use ackscope::page::challenge::standing::{Standing, standing};
use ackscope::page::show::{Frame, Outcome, Show};
use ackscope::page::verdict::Verdict;
use ackscope::play::{Chance, Run};
use ackscope::setup::{Broker, Dedup, FaultKind, Field, Goal, Level, Link, Setup, Value, level, level_names};
use ackscope::tell::{Lang, hints, level_words, plain};
use ackscope::worker::{Found, State};

const LIMITS: Limits = Limits { states: 2_000_000, memory: 300 << 20 };

fn levels() -> Vec<Level> {
    level_names().into_iter().map(|name| level(name).expect(name)).collect()
}

fn best(level: &Level) -> Best {
    let mut par = Par::new(level, LIMITS);
    let (best, ending) = par.finish();
    assert_eq!(ending, Ending::Complete, "{}", level.name);
    best.unwrap_or_else(|| panic!("{} has no way", level.name)).clone()
}

/// What a reader may do here in a level: press the button of an allowed kind, or pluck an envelope where that is one.
fn strikes(level: &Level, run: &Run, position: usize) -> Vec<Action> {
    let kinds = level.setup.faults.kinds;
    let mut strikes = run.possible_faults(position);
    strikes.retain(|action| matches!(action, Action::Fault(fault) if kinds.contains(fault.kind)));
    let producer = [(FaultKind::PublishLost, Way::ToBroker), (FaultKind::ConfirmLost, Way::ToClient)];
    let consumer = [(FaultKind::DeliveryLost, Way::ToClient), (FaultKind::AckLost, Way::ToBroker)];
    let of_consumers = (0..level.setup.consumers())
        .flat_map(|number| consumer.map(|(kind, way)| (kind, Line::Consumer(Consumer(number)), way)));
    let cuts = producer.into_iter().map(|(kind, way)| (kind, Line::Producer, way)).chain(of_consumers);
    for (_, line, way) in cuts.filter(|(kind, ..)| kinds.contains(*kind)) {
        strikes.extend((0..4).map(|place| Action::Pluck { line, way, place }));
    }
    strikes
}

/// The fewest strikes into the level's calm run that do the harm, up to what the level allows.
fn by_hand(level: &Level) -> Option<usize> {
    let broken = |run: &Run| run.ledger(run.steps()).flags.has(flags(level)[0]);
    let mut runs = vec![(Run::free(&level.setup, Chance::Calm), 0)];
    for faults in 0..=usize::from(level.setup.faults.budget) {
        if runs.iter().any(|(run, _)| broken(run)) {
            return Some(faults);
        }
        let struck = |(run, from): &(Run, usize)| {
            let mut struck = Vec::new();
            for position in *from..=run.steps() {
                for action in strikes(level, run, position) {
                    let mut other = run.clone();
                    if other.fork(position, action).is_ok() {
                        struck.push((other, position + 1));
                    }
                }
            }
            struck
        };
        runs = runs.iter().flat_map(struck).collect();
    }
    None
}

/// What the page knows once every run is searched.
fn verdict(setup: &Setup) -> Verdict {
    let mut search = Search::new(setup, LIMITS, &[]);
    assert_eq!(search.finish(), Ending::Complete);
    let mut verdict = Verdict::default();
    verdict.ask(1, setup);
    let found =
        Found { state: State::Complete, states: search.states(), depth: search.depth(), findings: search.findings() };
    verdict.hear(1, found);
    verdict
}

#[test]
fn there_are_twelve_of_two_sorts_and_of_both_brokers() {
    let levels = levels();
    assert_eq!(levels.len(), 12);
    let breaks = levels.iter().filter(|level| matches!(level.goal, Goal::Break(_))).count();
    assert_eq!(breaks, 6);
    for (place, level) in levels.iter().enumerate() {
        let sort = if matches!(level.goal, Goal::Break(_)) { "break" } else { "safe" };
        assert_eq!(level.name, format!("{sort}-{}", place / 2 + 1));
        let free = level.free();
        assert!(free.iter().all(|field| field.is_there_for(level.setup.broker) && !field.is_circumstance()));
    }
    let has = |is: &dyn Fn(&Level) -> bool| levels.iter().any(is);
    assert!(Broker::ALL.iter().all(|broker| has(&|level| level.setup.broker == *broker)));
    assert!(has(&|level| level.setup.effects.dedup != Dedup::None));
    for flag in [Flag::Lost, Flag::EffectTwice, Flag::Reordered] {
        assert!(has(&|level| matches!(level.goal, Goal::Break(harm) if Flag::from(harm) == flag)));
        assert!(has(&|level| matches!(level.goal, Goal::Protect { .. }) && flags(level).contains(&flag)));
    }
}

/// The best is a real one, and the page counts it as done; with one fault less no run does it.
#[test]
fn the_best_does_it_and_less_does_not() {
    for level in levels() {
        let best = best(&level);
        match &best {
            Best::Run { faults, actions } => {
                let run = Run::replay(&level.setup, actions).expect("it plays");
                assert!(run.ledger(run.steps()).flags.has(flags(&level)[0]), "{}", level.name);
                let struck = actions.iter().filter(|action| action.pace() == Pace::Fault).count();
                assert_eq!((struck, best.size()), (*faults, *faults));
                let mut fewer = level.setup;
                fewer.faults.budget = u8::try_from(faults - 1).expect("few");
                let mut search = Search::new(&fewer, LIMITS, &flags(&level));
                assert_eq!((search.finish(), search.finding(flags(&level)[0])), (Ending::Complete, None));
            }
            Best::Changes(changes) => {
                assert!(!changes.is_empty(), "{} is safe as it is", level.name);
                let safe = best.setup(&level);
                let named: Vec<Field> = changes.iter().map(|(field, _)| *field).collect();
                assert_eq!((level.departs(&safe), level.changes(&safe).len()), (None, named.len()));
                let played = standing(&level, &Show::of(safe), 0, &verdict(&safe));
                assert_eq!(played, Standing::Done(best.size()), "{}", level.name);
                let at_first = standing(&level, &Show::of(level.setup), 0, &verdict(&level.setup));
                assert_eq!(at_first, Standing::Open(0), "{}", level.name);
            }
        }
    }
}

/// A reader strikes into one schedule. That is enough, and no envelope plucked does it with fewer.
#[test]
fn every_break_can_be_done_by_hand_with_as_few_faults() {
    for level in levels().iter().filter(|level| matches!(level.goal, Goal::Break(_))) {
        assert_eq!(by_hand(level), Some(best(level).size()), "{}", level.name);
    }
}

/// Breaking: by the fewest faults, and among equals by the steps of the shortest run. Protecting: by the fewest changes,
/// and among equals by the sets of changes that there are to try.
#[test]
fn each_level_is_harder_than_the_one_of_its_sort_before_it() {
    let (mut breaks, mut protects) = (Vec::new(), Vec::new());
    for level in levels() {
        match (best(&level), level.goal) {
            (Best::Run { faults, actions }, _) => breaks.push((faults, actions.len())),
            (Best::Changes(changes), _) => {
                let mut repair = Repair::new(&level.setup, &flags(&level), LIMITS).only(level.free());
                protects.push((changes.len(), repair.finish().tried));
            }
        }
    }
    assert!(breaks.is_sorted_by(|one, next| one < next), "{breaks:?}");
    assert!(protects.is_sorted_by(|one, next| one < next), "{protects:?}");
}

#[test]
fn what_a_level_says_is_said_in_both_languages_and_true() {
    for level in levels() {
        let best = best(&level);
        for lang in Lang::ALL {
            let words = level_words(&level, lang);
            for text in [&words.title, &words.goal, &words.faults, &words.look, &words.remember] {
                assert!(!text.is_empty(), "{} in {lang:?}", level.name);
                assert!(lang == Lang::En || text.chars().any(|letter| letter > '\u{2e80}'), "{text}");
            }
            let told = hints(&level, &best, lang);
            assert_eq!(told.len(), 2, "{}", level.name);
            if let Best::Changes(changes) = &best {
                let last = plain(&told[1]);
                assert!(changes.iter().all(|(field, _)| last.contains(field.name())), "{last}");
            }
        }
    }
    let can = |name: &str, flag: Flag| {
        let setup = level(name).expect(name).setup;
        verdict(&setup).run(flag).is_some()
    };
    // "Nothing gets lost", "one fault alone is not enough", "only the leader is in sync", "five requests on the way".
    assert!(!can("break-4", Flag::Lost));
    assert_eq!(best(&level("break-6").expect("a level")).size(), 2);
    assert_eq!(level("safe-3").expect("a level").setup.kafka.in_sync, 1);
    let fifth = level("break-5").expect("a level").setup.kafka;
    assert_eq!((fifth.max_in_flight, fifth.enable_idempotence), (5, false));
    // "One setting is enough", and it is that of the answers.
    let Best::Changes(first) = best(&level("safe-1").expect("a level")) else { panic!("changes") };
    assert_eq!(first.iter().map(|(field, _)| *field).collect::<Vec<_>>(), [Field::Publish]);
    // "The same producer, and the same cut."
    assert_eq!(level("safe-1").map(|level| level.setup), level("break-1").map(|level| level.setup));
}

fn opened(link: &str) -> (Show, Frame) {
    let (show, frame, outcome) = Show::open(link);
    assert!(matches!(outcome, Outcome::Plain | Outcome::Reproduced), "{link}: {outcome:?}");
    (show, frame)
}

#[test]
fn a_level_has_a_link_and_what_was_done_in_it_too() {
    for level in levels() {
        let link = format!("challenge={}", level.name);
        let (show, frame) = opened(&link);
        assert_eq!((show.setup, frame.level, show.link(frame)), (level.setup, Some(level.name), link));
        assert_eq!(standing(&level, &show, 0, &Verdict::default()).size(), 0);
    }
    let (show, frame) = opened("challenge=break-1");
    let level = level("break-1").expect("a level");
    let struck =
        |position| strikes(&level, &show.run, position).into_iter().find_map(|action| show.fork(position, action).ok());
    let (position, struck) = (0..).find_map(|at| Some((at, struck(at)?))).expect("it strikes somewhere");
    let (again, frame) = opened(&struck.link(frame));
    let end = again.run.steps();
    assert_eq!(standing(&level, &again, end, &Verdict::default()), Standing::Done(1));
    assert_eq!(standing(&level, &again, position, &Verdict::default()), Standing::Open(1), "not before it is shown");
    let changed = opened("challenge=safe-1").0.with(Field::Publish, Value::Choice("tx")).expect("possible");
    assert_eq!(changed.link(Frame { level: Some("safe-1"), ..frame }), "challenge=safe-1&publish=tx");
}

#[test]
fn a_run_that_was_found_is_nobody_s_own() {
    for level in levels() {
        if let Best::Run { actions, .. } = best(&level) {
            let found = Show::replay(&level.setup, &actions).expect("it plays");
            let end = found.run.steps();
            assert_eq!(standing(&level, &found, end, &Verdict::default()), Standing::Shown, "{}", level.name);
        }
    }
}

#[test]
fn a_search_that_stopped_protects_nothing() {
    let level = level("safe-1").expect("a level");
    let safe = best(&level).setup(&level);
    let mut verdict = Verdict::default();
    verdict.ask(1, &safe);
    assert_eq!(standing(&level, &Show::of(safe), 0, &verdict), Standing::Searching(1));
    verdict.hear(1, Found { state: State::Limited, states: 9, depth: 1, findings: Vec::new() });
    assert_eq!(standing(&level, &Show::of(safe), 0, &verdict), Standing::Undecided(1));
}

#[test]
fn a_link_that_no_level_can_be_in_is_refused_by_name() {
    let refused = |text: &str| Link::parse(text, &|_| Some(Setup::default())).expect_err(text).to_string();
    let unknown = refused("challenge=break-7");
    assert!(unknown.starts_with("challenge: break-7 is not allowed; break-1, safe-1, "), "{unknown}");
    assert_eq!(refused("challenge=safe-1&messages=9"), "messages: 9 is not allowed; 2 is");
    assert_eq!(refused("challenge=break-1&publish=confirm"), "publish: confirm is not allowed; fire_and_forget is");
    for (text, key) in [("&scenario=log", "scenario: log"), ("&twin.durable=true", "twin.durable: true")] {
        let said = refused(&format!("challenge=break-1{text}"));
        assert!(said.starts_with(&format!("{key} is not allowed, for there is no such field")), "{said}");
    }
    assert!(refused("challenge=break-1&challenge=break-1").ends_with("one is allowed"));
}
