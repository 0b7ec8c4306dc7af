//! The explorer against the plainest possible search, which keeps whole worlds: the same flags, the same lengths. And
//! against itself: as many worlds as ever.
//!
//! `UPDATE_GOLDEN=1 cargo test --test explorer` counts the worlds of tests/data/state-counts.txt anew.

#[path = "support/explore.rs"]
mod plain;
mod support;

use std::fmt::Write;
use std::{env, fs};

use ackscope::explore::{Ending, Finding, Limits, Progress, Search};
use ackscope::model::Flag;
use ackscope::play::Run;
use ackscope::setup::{Broker, Faults, Link, Setup};
use support::{Rng, small_setup_of};

fn explored(setup: &Setup) -> Search {
    let mut search = Search::new(setup, Limits::TERMINAL, &[]);
    assert_eq!(search.finish(), Ending::Complete);
    search
}

/// What the plain search can do in a moment.
const SMALL: Limits = Limits { states: 1_500, ..Limits::TERMINAL };

#[test]
fn it_finds_what_the_plain_search_finds_in_as_many_steps() {
    let mut compared = 0;
    for (seed, broker) in (0..400).zip(Broker::ALL.iter().copied().cycle()) {
        let setup = small_setup_of(broker, &mut Rng::new(91 << 32 | seed), 1);
        let mut search = Search::new(&setup, SMALL, &[]);
        if search.finish() != Ending::Complete {
            continue;
        }
        compared += 1;
        let lengths = plain::shortest_lengths(&setup);
        for flag in Flag::ALL.iter().copied() {
            assert_eq!(search.steps(flag), lengths[flag as usize], "{flag:?} under {setup:?}");
        }
    }
    assert!(compared > 120, "only {compared} were small enough");
}

#[test]
fn every_finding_plays_and_breaks_its_promise_in_its_last_step_and_not_before() {
    for (seed, broker) in (0..400).zip(Broker::ALL.iter().copied().cycle()) {
        let setup = small_setup_of(broker, &mut Rng::new(92 << 32 | seed), 1);
        let mut search = Search::new(&setup, Limits { states: 20_000, ..Limits::TERMINAL }, &[]);
        search.finish();
        for Finding { flag, actions } in Flag::ALL.iter().filter_map(|flag| search.finding(*flag)) {
            assert_eq!(Some(actions.len()), search.steps(flag));
            let run = Run::replay(&setup, &actions).expect("a finding plays");
            assert!(run.ledger(run.steps()).flags.has(flag));
            assert!(!run.ledger(run.steps() - 1).flags.has(flag));
        }
    }
}

#[test]
fn slices_and_spent_memory_change_nothing() {
    let setup = Setup { messages: 2, ..Setup::default() };
    let whole = explored(&setup);
    let mut sliced = explored(&Setup { messages: 1, ..setup }).again(&setup, Limits::TERMINAL, &[]);
    let mut slices = 0;
    while sliced.run(7) == Progress::Going {
        slices += 1;
    }
    assert!(slices > 10);
    assert_eq!(sliced.run(7), Progress::Over(Ending::Complete));
    assert_eq!(sliced.states(), whole.states());
    let findings = |search: &Search| Flag::ALL.iter().map(|flag| search.finding(*flag)).collect::<Vec<_>>();
    assert_eq!(findings(&sliced), findings(&whole));
}

#[test]
fn a_limit_is_never_taken_for_an_answer() {
    let setup = Setup { messages: 2, ..Setup::default() };
    let states = explored(&setup).states();
    let mut stopped = Search::new(&setup, Limits { states: states - 1, ..Limits::TERMINAL }, &[]);
    assert_eq!(stopped.finish(), Ending::Limited);
    let mut enough = Search::new(&setup, Limits { states, ..Limits::TERMINAL }, &[]);
    assert_eq!(enough.finish(), Ending::Complete);
    let mut cramped = Search::new(&setup, Limits { memory: 1, ..Limits::TERMINAL }, &[]);
    assert_eq!(cramped.finish(), Ending::Limited);
}

#[test]
fn what_a_search_took_is_not_held_against_the_next() {
    let setup = Setup { messages: 2, ..Setup::default() };
    let calm = Setup { faults: Faults { budget: 0, ..setup.faults }, ..setup };
    let limits = Limits { memory: explored(&calm).memory(), ..Limits::TERMINAL };
    let mut search = Search::new(&setup, limits, &[]);
    assert_eq!(search.finish(), Ending::Limited);
    assert_eq!(search.again(&calm, limits, &[]).finish(), Ending::Complete);
}

#[test]
fn a_search_for_some_flags_ends_with_the_last_of_them() {
    let setup = Setup { messages: 2, ..Setup::default() };
    let mut search = Search::new(&setup, Limits::TERMINAL, &[Flag::Lost]);
    assert_eq!(search.finish(), Ending::Answered);
    assert_eq!(search.finding(Flag::Lost), explored(&setup).finding(Flag::Lost));
    let mut search = Search::new(&setup, Limits::TERMINAL, &[Flag::Lost, Flag::ReportedFailure]);
    assert_eq!(search.finish(), Ending::Complete);
}

#[test]
fn a_search_for_any_of_some_flags_ends_with_the_first_of_them() {
    let setup = Setup { messages: 2, ..Setup::default() };
    let both = [Flag::Lost, Flag::ReportedFailure];
    let mut search = Search::new(&setup, Limits::TERMINAL, &both).for_any();
    assert_eq!(search.finish(), Ending::Answered);
    assert_eq!(search.finding(Flag::Lost), explored(&setup).finding(Flag::Lost));
    let calm = Setup { faults: Faults { budget: 0, ..setup.faults }, ..setup };
    let mut search = search.again(&calm, Limits::TERMINAL, &both).for_any();
    assert_eq!(search.finish(), Ending::Complete);
    // Nothing asked for is never answered.
    assert_eq!(Search::new(&setup, Limits::TERMINAL, &[]).for_any().finish(), Ending::Complete);
}

/// Each line is a number of worlds and a link. The browser counts the same in wasm, where numbers are narrower.
#[test]
fn there_are_as_many_worlds_as_ever() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/state-counts.txt");
    let golden = fs::read_to_string(path).expect("the counts are there");
    let mut counted = String::new();
    for line in golden.lines() {
        let (_, link) = line.split_once(' ').expect("a number and a link");
        let setup = Link::parse(link, &|_| None).expect("a link that can be played").setup;
        writeln!(counted, "{} {link}", explored(&setup).states()).expect("a string takes everything");
    }
    if env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(path, &counted).expect("tests/data can be written");
    } else {
        assert_eq!(counted, golden);
    }
}
