//! What a level of the challenge takes at least: the fewest faults with which some run does the harm, and among those
//! the shortest such run; or the smallest set of changes that keeps every run from it.

use super::repair::Repair;
use super::search::{Ending, Limits, Progress, Search};
use super::{Changes, Finding};
use crate::model::{Action, Flag};
use crate::setup::{Goal, Level, Setup};

/// The best that can be done in a level.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Best {
    /// This run, with so many faults in it. None has fewer, and of those that have no more, none is shorter.
    Run {
        /// Its faults.
        faults: usize,
        /// What happens.
        actions: Vec<Action>,
    },
    /// These changes. No smaller set is enough.
    Changes(Changes),
}

impl Best {
    /// How many faults or changes that is.
    pub fn size(&self) -> usize {
        match self {
            Self::Run { faults, .. } => *faults,
            Self::Changes(changes) => changes.len(),
        }
    }

    /// The level's setup with the changes made.
    pub fn setup(&self, level: &Level) -> Setup {
        let changes = match self {
            Self::Run { .. } => &[][..],
            Self::Changes(changes) => changes,
        };
        changes.iter().fold(level.setup, |setup, (field, value)| setup.with(*field, *value).unwrap_or(setup))
    }
}

/// The search for it. It goes on where it stopped.
pub struct Par {
    level: Level,
    limits: Limits,
    work: Work,
    best: Option<Best>,
}

enum Work {
    /// Runs with so many faults at most.
    Break(Box<Search>, u8),
    Protect(Box<Repair>),
}

impl Par {
    /// A search that has not begun. The limits are those of each exploration.
    pub fn new(level: &Level, limits: Limits) -> Self {
        let work = match level.goal {
            Goal::Break(_) => Work::Break(Box::new(search_of(level, 0, limits)), 0),
            Goal::Protect { by, .. } => {
                Work::Protect(Box::new(Repair::new(&level.setup, &flags(level), limits).only(by)))
            }
        };
        Self { level: *level, limits, work, best: None }
    }

    /// Looks at about so many worlds more. Over and complete: the best is proven, and if there is none, then nothing does
    /// it within the level's bounds.
    pub fn run(&mut self, worlds: usize) -> Progress {
        match &mut self.work {
            Work::Break(search, budget) => {
                let progress = search.run(worlds);
                let found = flags(&self.level).into_iter().find_map(|flag| search.finding(flag));
                if let (Progress::Over(_), Some(Finding { actions, .. })) = (progress, found) {
                    self.best = Some(Best::Run { faults: usize::from(*budget), actions });
                    return Progress::Over(Ending::Complete);
                }
                if progress == Progress::Over(Ending::Complete) && *budget < self.level.setup.faults.budget {
                    *budget += 1;
                    **search = search_of(&self.level, *budget, self.limits);
                    return Progress::Going;
                }
                progress
            }
            Work::Protect(repair) => {
                let progress = repair.run(worlds);
                if let Progress::Over(_) = progress {
                    self.best = repair.answer().repairs.first().cloned().map(Best::Changes);
                }
                progress
            }
        }
    }

    /// All of it.
    pub fn finish(&mut self) -> (Option<&Best>, Ending) {
        loop {
            if let Progress::Over(ending) = self.run(1 << 16) {
                return (self.best.as_ref(), ending);
            }
        }
    }

    /// The best, once it is known.
    pub const fn best(&self) -> Option<&Best> {
        self.best.as_ref()
    }

    /// The level.
    pub const fn level(&self) -> &Level {
        &self.level
    }
}

/// The flags that a level is about.
pub fn flags(level: &Level) -> Vec<Flag> {
    level.harms().iter().map(|harm| Flag::from(*harm)).collect()
}

fn search_of(level: &Level, budget: u8, limits: Limits) -> Search {
    let mut setup = level.setup;
    setup.faults.budget = budget;
    Search::new(&setup, limits, &flags(level)).for_any()
}
