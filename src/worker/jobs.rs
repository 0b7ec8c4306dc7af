//! The searches behind the answers. Each goes on where it stopped, and tells what is new.

use super::report::{Cell, Found, News, Par, Repairs, Report, State};
use crate::explore::{self, Best, Ending, Limits, Progress, Repair, Search, table};
use crate::model::Flag;
use crate::play::race::Contestant;
use crate::setup::{Field, Level, Setup, Value};
use crate::tell::{self, Lang};

/// Worlds between two reports, if nothing new is found: often enough for a moving number.
const WORLDS_A_REPORT: usize = 40_000;
/// No recipe's cell comes near; one of the settings at hand may, and then says so.
const CELL: Limits = Limits { states: 500_000, memory: 100 << 20 };

/// The search behind a verdict.
pub struct VerdictJob {
    number: u32,
    search: Search,
    state: State,
    /// Worlds and flags of the last report.
    told: (usize, usize),
    over: bool,
}

impl VerdictJob {
    /// A search that has not begun, in the memory of the last one.
    pub fn new(number: u32, setup: &Setup, limits: Limits, last: Option<Self>) -> Self {
        let search = Search::in_memory_of(last.map(|last| last.search), setup, limits, &[]);
        Self { number, search, state: State::Going, told: (0, 0), over: false }
    }

    /// Whether there is nothing left to look at.
    pub const fn is_over(&self) -> bool {
        self.over
    }

    pub(super) fn go_further(&mut self, number: u32, limits: Limits) {
        (self.number, self.told, self.over) = (number, (0, 0), false);
        if self.state != State::Complete {
            self.search.allow(limits);
            self.state = State::Going;
        }
    }

    pub(super) fn stop(&mut self, number: u32) {
        // One that has just come to its end says so again, under the number that is waited for.
        (self.number, self.over) = (number, false);
        if self.state == State::Going {
            self.state = State::Stopped;
        }
    }

    pub(super) fn work(&mut self, worlds: usize) -> Option<Report> {
        let found = self.look(worlds)?;
        Some(Report { number: self.number, news: News::Verdict(found) })
    }

    /// Looks at about so many worlds; answers what is new.
    pub fn look(&mut self, worlds: usize) -> Option<Found> {
        if self.state == State::Going {
            self.state = state_of(self.search.run(worlds));
        }
        let (states, found) = (self.search.states(), self.search.flags().count());
        self.over = self.state != State::Going;
        if !self.over && found == self.told.1 && states < self.told.0 + WORLDS_A_REPORT {
            return None;
        }
        self.told = (states, found);
        let findings = self.search.findings();
        Some(Found { state: self.state, states, depth: self.search.depth(), findings })
    }
}

const fn state_of(progress: Progress) -> State {
    match progress {
        Progress::Going => State::Going,
        Progress::Over(Ending::Complete | Ending::Answered) => State::Complete,
        Progress::Over(Ending::Limited) => State::Limited,
    }
}

/// A table, cell by cell.
pub struct TableJob {
    number: u32,
    /// Rows, columns and what is explored for them.
    cells: Vec<(usize, usize, Setup)>,
    /// Cells that are done.
    done: usize,
    search: Option<Search>,
    /// Whether the search belongs to the next cell, or is a spent one.
    begun: bool,
}

impl TableJob {
    /// What every recipe, and this setup, can break under each kind of fault.
    pub fn new(number: u32, own: &Setup) -> Self {
        let (rows, columns) = (table::rows(own), table::columns(own.broker));
        let place = |row, column| (row, column, table::cell(&rows[row], columns[column]));
        let of_row = |row| (0..columns.len()).map(move |column| (row, column));
        let cells = (0..rows.len()).flat_map(of_row).map(|(row, column)| place(row, column)).collect();
        Self::of(number, cells)
    }

    /// What every contestant of the race can break, a row each.
    pub fn of_race(number: u32) -> Self {
        let setups = Contestant::ALL.iter().map(|contestant| contestant.explored());
        Self::of(number, setups.enumerate().map(|(row, setup)| (row, 0, setup)).collect())
    }

    const fn of(number: u32, cells: Vec<(usize, usize, Setup)>) -> Self {
        Self { number, cells, done: 0, search: None, begun: false }
    }

    pub const fn is_over(&self) -> bool {
        self.done == self.cells.len()
    }

    pub fn work(&mut self, worlds: usize) -> Option<Report> {
        let (row, column, setup) = self.cells[self.done];
        let mut search = match self.search.take() {
            Some(search) if self.begun => search,
            spent => Search::in_memory_of(spent, &setup, CELL, &[]),
        };
        let progress = search.run(worlds);
        self.begun = progress == Progress::Going;
        if self.begun {
            self.search = Some(search);
            return None;
        }
        let (states, findings) = (search.states(), search.findings());
        self.search = Some(search);
        self.done += 1;
        let complete = progress == Progress::Over(Ending::Complete);
        Some(Report { number: self.number, news: News::Cell(Cell { row, column, complete, states, findings }) })
    }
}

/// Sets whose price is looked for, and what that may take each.
const PRICED: usize = 6;
const PRICE: Limits = Limits { states: 300_000, memory: 60 << 20 };

/// The search for the smallest changes, and then for what can still break with each.
pub struct RepairJob {
    number: u32,
    setup: Setup,
    repair: Repair,
    /// Worlds visited at the last report, and sets found.
    told: (usize, usize),
    /// Its end, once it has one.
    ended: Option<State>,
    prices: Vec<Vec<Flag>>,
    pricing: Option<Search>,
    over: bool,
}

impl RepairJob {
    pub fn new(number: u32, setup: &Setup, flags: &[Flag], limits: Limits) -> Self {
        let repair = Repair::new(setup, flags, limits);
        Self {
            number,
            setup: *setup,
            repair,
            told: (0, 0),
            ended: None,
            prices: Vec::new(),
            pricing: None,
            over: false,
        }
    }

    pub const fn is_over(&self) -> bool {
        self.over
    }

    pub fn work(&mut self, worlds: usize) -> Option<Report> {
        if let Some(state) = self.ended {
            return self.price(worlds).then(|| self.report(state));
        }
        let state = state_of(self.repair.run(worlds));
        let (states, sets) = (self.repair.states(), self.repair.answer().repairs.len());
        if state != State::Going {
            self.ended = Some(state);
            self.over = sets == 0;
        } else if sets == self.told.1 && states < self.told.0 + WORLDS_A_REPORT {
            return None;
        }
        self.told = (states, sets);
        Some(self.report(state))
    }

    /// Looks on for what can break with the sets that were found; answers whether one more is known.
    fn price(&mut self, worlds: usize) -> bool {
        let sets = &self.repair.answer().repairs;
        let Some(set) = sets.iter().take(PRICED).nth(self.prices.len()) else {
            self.over = true;
            return false;
        };
        let mut search = self.pricing.take().unwrap_or_else(|| {
            let step = |setup: Setup, (field, value): &(Field, Value)| setup.with(*field, *value).unwrap_or(setup);
            Search::new(&set.iter().fold(self.setup, step), PRICE, &[])
        });
        if search.run(worlds) == Progress::Going {
            self.pricing = Some(search);
            return false;
        }
        self.prices.push(search.flags().collect());
        true
    }

    fn report(&self, state: State) -> Report {
        let answer = self.repair.answer();
        let repairs = Repairs {
            state,
            tried: answer.tried,
            size: answer.size,
            states: self.repair.states(),
            sets: answer.repairs.clone(),
            prices: self.prices.clone(),
            open: answer.open.clone(),
        };
        Report { number: self.number, news: News::Repairs(repairs) }
    }
}

/// What each exploration for a level's best may take. No level comes near.
const PAR: Limits = Limits { states: 2_000_000, memory: 200 << 20 };

/// The search for the best that can be done in a level.
pub struct ParJob {
    number: u32,
    lang: Lang,
    par: explore::Par,
    over: bool,
}

impl ParJob {
    pub fn new(number: u32, level: &Level, lang: Lang) -> Self {
        Self { number, lang, par: explore::Par::new(level, PAR), over: false }
    }

    pub const fn is_over(&self) -> bool {
        self.over
    }

    pub fn work(&mut self, worlds: usize) -> Option<Report> {
        let Progress::Over(ending) = self.par.run(worlds) else { return None };
        self.over = true;
        let (level, best) = (self.par.level(), self.par.best());
        let actions = match best {
            Some(Best::Run { actions, .. }) => actions.clone(),
            Some(Best::Changes(_)) | None => Vec::new(),
        };
        let par = Par {
            complete: ending == Ending::Complete,
            size: best.map(Best::size),
            setup: best.map_or(level.setup, |best| best.setup(level)),
            actions,
            hints: best.map_or_else(Vec::new, |best| tell::hints(level, best, self.lang)),
        };
        Some(Report { number: self.number, news: News::Par(par) })
    }
}
