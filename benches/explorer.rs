//! The explorer against stateright, on one thread of the same machine: worlds a second, in turns, and the memory that the
//! explorer takes for a world. Ratios are the medians of those of each turn, with the lowest and the highest.
//! `cargo bench --bench explorer`.
//!
//! Stateright gets the model as one would write it first: cloned worlds, `enabled` and `apply`. Its worlds say more than
//! packed ones (flags, logs, absolute numbers), so there are more of them, and each is cheaper to tell apart; `time`
//! is how much longer it takes until every run has been looked at.

use std::time::{Duration, Instant};

use ackscope::explore::{Ending, Limits, Search};
use ackscope::model::{Action, Flag, Machine, World};
use ackscope::setup::{Link, Setup};
use stateright::{Checker, Model, Property};

/// The setups that are explored. tests/browser/verdict-bench.mjs explores the same in wasm.
const LINKS: &str = include_str!("explorer-links.txt");
const REPEATS: usize = 5;

/// The machine as a model of stateright.
struct Plain {
    machine: Machine,
}

impl Model for Plain {
    type State = World;
    type Action = Action;

    fn init_states(&self) -> Vec<World> {
        vec![self.machine.start()]
    }

    fn actions(&self, world: &World, actions: &mut Vec<Action>) {
        self.machine.enabled(world, actions);
    }

    fn next_state(&self, world: &World, action: Action) -> Option<World> {
        let mut next = world.clone();
        self.machine.apply(&mut next, action, &mut ()).ok()?;
        Some(next)
    }

    /// None of the setups can break this promise, so every world is looked at.
    fn properties(&self) -> Vec<Property<Self>> {
        let condition = |model: &Self, world: &World| model.machine.ledger(world).flags.has(Flag::ReportedFailure);
        vec![Property::sometimes("reported_failure", condition)]
    }
}

/// The same search again and again for a while, to its end each time.
struct Race {
    worlds: usize,
    searches: usize,
    seconds: f64,
}

/// Long enough that what else the machine does disturbs both sides alike.
const WHILE: Duration = Duration::from_millis(400);

impl Race {
    /// `search` answers how many worlds it looked at.
    fn run(search: impl Fn() -> usize) -> Self {
        let (mut worlds, mut searches, start) = (0, 0, Instant::now());
        while start.elapsed() < WHILE {
            worlds += search();
            searches += 1;
        }
        Self { worlds, searches, seconds: start.elapsed().as_secs_f64() }
    }

    fn rate(&self) -> f64 {
        self.worlds as f64 / self.seconds
    }

    fn time(&self) -> f64 {
        self.seconds / self.searches as f64
    }
}

fn explored(setup: &Setup) -> Search {
    let mut search = Search::new(setup, Limits::TERMINAL, &[]);
    assert_eq!(search.finish(), Ending::Complete);
    search
}

fn checked(setup: &Setup) -> usize {
    let checker = Plain { machine: Machine::new(setup) }.checker().threads(1).spawn_bfs().join();
    assert!(checker.discoveries().is_empty(), "every world was looked at");
    checker.unique_state_count()
}

/// The lowest, the median and the highest.
fn spread(values: impl Iterator<Item = f64>) -> [f64; 3] {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    [values[0], values[values.len() / 2], values[values.len() - 1]]
}

fn main() {
    println!("  worlds  B/world  worlds/s  stateright  ratio               time");
    for link in LINKS.lines() {
        let setup = Link::parse(link, &|_| None).expect("a link of the benchmark").setup;
        let search = explored(&setup);
        let (worlds, bytes) = (search.states(), search.memory() as f64 / search.states() as f64);
        let race = || (Race::run(|| explored(&setup).states()), Race::run(|| checked(&setup)));
        let races: Vec<(Race, Race)> = (0..REPEATS).map(|_| race()).collect();
        let [_, ours, _] = spread(races.iter().map(|(ours, _)| ours.rate()));
        let [_, theirs, _] = spread(races.iter().map(|(_, theirs)| theirs.rate()));
        let [_, time, _] = spread(races.iter().map(|(ours, theirs)| theirs.time() / ours.time()));
        let [low, ratio, high] = spread(races.iter().map(|(ours, theirs)| ours.rate() / theirs.rate()));
        let figures = format!("{worlds:>8}{bytes:>9.1}{ours:>10.0}{theirs:>12.0}");
        println!("{figures}{ratio:>7.2} ({low:.2} to {high:.2}){time:>5.1}x  {link}");
    }
}
