//! What is the least to change so that some promises hold? Every set of changes is tried, smallest first, and the
//! first size that has an answer has all of its answers.

use super::change::{Candidates, Changes};
use super::search::{Ending, Limits, Progress, Search};
use crate::model::{Action, Flag, Machine};
use crate::setup::{Field, Setup};

/// What is known about the smallest changes that keep the promises.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Answer {
    /// Every smallest set of changes that keeps the promises; an empty set if the setup keeps them as it is.
    pub repairs: Vec<Changes>,
    /// Whether that is all and proven: no smaller set and no other of this size will do, and if there is none, then no
    /// settings of this broker keep the promises within the setup's bounds.
    pub complete: bool,
    /// Changes in the sets that are being tried.
    pub size: usize,
    /// Sets tried so far.
    pub tried: usize,
    /// Those among them that had to be explored; a run that was known already refuted the others.
    pub explored: usize,
    /// Those among them that a limit left open: they may keep the promises or not.
    pub open: Vec<Changes>,
    /// Worlds visited by all explorations.
    pub states: usize,
}

/// One repair of one setup. It goes on where it stopped.
pub struct Repair {
    flags: Vec<Flag>,
    limits: Limits,
    candidates: Candidates,
    /// Runs that broke a promise under some set of changes, the one that was last of use first.
    runs: Vec<Vec<Action>>,
    /// The set that is being explored.
    trying: Option<Changes>,
    /// Its search; otherwise a spent one, for its memory.
    search: Option<Search>,
    answer: Answer,
    over: bool,
}

impl Repair {
    /// A repair that has not begun: no run may raise one of these flags. The limits are those of each exploration.
    pub fn new(setup: &Setup, flags: &[Flag], limits: Limits) -> Self {
        Self {
            flags: flags.to_vec(),
            limits,
            candidates: Candidates::new(setup, flags),
            runs: Vec::new(),
            trying: None,
            search: None,
            answer: Answer::default(),
            over: false,
        }
    }

    /// The same, where nothing but these settings may be changed.
    #[must_use]
    pub fn only(mut self, fields: &[Field]) -> Self {
        self.candidates = self.candidates.only(fields);
        self
    }

    /// Looks at about so many worlds more. Over and complete: the answer is proven.
    pub fn run(&mut self, worlds: usize) -> Progress {
        let mut looked_at = 0;
        while !self.over && looked_at < worlds {
            looked_at += match self.trying.take() {
                Some(changes) => self.explore(changes, worlds - looked_at),
                None => self.try_next(),
            };
        }
        match (self.over, self.answer.complete) {
            (false, _) => Progress::Going,
            (true, true) => Progress::Over(Ending::Complete),
            (true, false) => Progress::Over(Ending::Limited),
        }
    }

    /// Tries all there is.
    pub fn finish(&mut self) -> &Answer {
        while self.run(1 << 16) == Progress::Going {}
        &self.answer
    }

    /// Worlds visited so far, those of the exploration under way among them.
    pub fn states(&self) -> usize {
        let under_way = self.search.as_ref().filter(|_| self.trying.is_some()).map_or(0, Search::states);
        self.answer.states + under_way
    }

    /// What is known so far.
    pub const fn answer(&self) -> &Answer {
        &self.answer
    }

    /// Takes up the next set of changes; answers what that cost.
    fn try_next(&mut self) -> usize {
        let next = self.candidates.next();
        let answered =
            |changes: &Changes| self.answer.repairs.first().is_some_and(|repair| repair.len() < changes.len());
        let Some((changes, setup)) = next.filter(|(changes, _)| !answered(changes)) else {
            self.over = true;
            self.answer.complete = self.answer.open.is_empty();
            return 1;
        };
        self.answer.size = changes.len();
        self.answer.tried += 1;
        let (refuted, cost) = self.refuted(&setup);
        if !refuted {
            self.answer.explored += 1;
            let search = Search::in_memory_of(self.search.take(), &setup, self.limits, &self.flags);
            self.search = Some(search.for_any());
            self.trying = Some(changes);
        }
        cost
    }

    /// Whether a known run breaks a promise under this setup too, and the steps it took to say so.
    fn refuted(&mut self, setup: &Setup) -> (bool, usize) {
        let machine = Machine::new(setup);
        let found = self.runs.iter().position(|run| breaks(&machine, run, &self.flags));
        let replayed = &self.runs[..found.map_or(self.runs.len(), |place| place + 1)];
        let cost = 1 + replayed.iter().map(Vec::len).sum::<usize>();
        if let Some(place) = found {
            self.runs[..=place].rotate_right(1);
        }
        (found.is_some(), cost)
    }

    /// Goes on exploring under these changes; answers how many worlds it may have looked at.
    fn explore(&mut self, changes: Changes, worlds: usize) -> usize {
        let Some(search) = &mut self.search else { return 0 };
        let Progress::Over(ending) = search.run(worlds) else {
            self.trying = Some(changes);
            return worlds;
        };
        self.answer.states += search.states();
        // A run that breaks a promise counts however the search ended.
        match (self.flags.iter().find_map(|flag| search.finding(*flag)), ending) {
            (Some(finding), _) => self.runs.insert(0, finding.actions),
            (None, Ending::Complete) => self.answer.repairs.push(changes),
            (None, _) => self.answer.open.push(changes),
        }
        worlds.min(search.states())
    }
}

/// Whether these actions, without those that are impossible here, break one of the promises. What is left is a real run
/// under this setup: each action was possible when it was done, and its faults are among those of the whole run, which
/// was found within the same budget and kinds. So one that raises a flag refutes the setup, as one that a search found
/// would.
fn breaks(machine: &Machine, run: &[Action], flags: &[Flag]) -> bool {
    let mut world = machine.start();
    for action in run {
        // Impossible here: the world is unchanged.
        let _ = machine.apply(&mut world, *action, &mut ());
    }
    flags.iter().any(|flag| machine.ledger(&world).flags.has(*flag))
}
