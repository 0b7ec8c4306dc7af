//! Which single setting would have changed an outcome, and whether other runs under that setting still come to it.

use super::question::Case;
use super::report::{Alternative, News, Report};
use crate::explore::{Ending, Limits, Progress, Search};
use crate::play::{self, Run, WhatIf};
use crate::tell::verdict::Elsewhere;
use crate::tell::{self, Lang, Piece};

/// What each setting's other runs may take.
const LIMITS: Limits = Limits { states: 400_000, memory: 80 << 20 };

/// The settings that would have changed the outcome by the same schedule, each checked in all its runs: one that only
/// moves the message out of the fault's way is told apart from one that keeps the promise.
pub struct WhatIfJob {
    number: u32,
    case: Case,
    lang: Lang,
    changes: Vec<WhatIf>,
    checked: Vec<Elsewhere>,
    search: Option<Search>,
    over: bool,
}

impl WhatIfJob {
    /// Nothing has been checked yet. A case that is no run has no alternatives.
    pub fn new(number: u32, case: Case, lang: Lang) -> Self {
        let run = Run::replay(&case.setup, &case.actions);
        let changes = run.map_or_else(|_| Vec::new(), |run| play::what_if(&run, case.flag, case.message));
        Self { number, case, lang, changes, checked: Vec::new(), search: None, over: false }
    }

    pub const fn is_over(&self) -> bool {
        self.over
    }

    pub fn work(&mut self, worlds: usize) -> Option<Report> {
        let Some(change) = self.changes.get(self.checked.len()) else {
            self.over = true;
            return Some(Report { number: self.number, news: News::Alternatives(self.alternatives()) });
        };
        let flag = self.case.flag;
        let mut search = self.search.take().unwrap_or_else(|| Search::new(change.run.setup(), LIMITS, &[flag]));
        match search.run(worlds) {
            Progress::Going => self.search = Some(search),
            Progress::Over(ending) => self.checked.push(match (search.steps(flag), ending) {
                (Some(steps), _) => Elsewhere::Possible(steps),
                (None, Ending::Limited) => Elsewhere::Unknown,
                (None, Ending::Complete | Ending::Answered) => Elsewhere::Never,
            }),
        }
        None
    }

    /// Those that keep the promise in every run first; else in the order that `play` gives.
    fn alternatives(&self) -> Vec<Alternative> {
        let mut all: Vec<(&WhatIf, Elsewhere)> = self.changes.iter().zip(self.checked.iter().copied()).collect();
        all.sort_by_key(|(_, elsewhere)| match elsewhere {
            Elsewhere::Never => 0,
            Elsewhere::Unknown => 1,
            Elsewhere::Possible(_) => 2,
        });
        all.into_iter().map(|(change, elsewhere)| self.alternative(change, elsewhere)).collect()
    }

    fn alternative(&self, change: &WhatIf, elsewhere: Elsewhere) -> Alternative {
        let mut words = tell::what_if(change, self.case.flag, self.lang);
        words.push(Piece::Text(tell::verdict::elsewhere(elsewhere, self.lang).into()));
        Alternative { setup: *change.run.setup(), actions: change.run.actions().collect(), words }
    }
}
