//! What is being worked on: the last question of each kind, the verdict before all else.

use super::talk::{Question, Report, State, Task};
use crate::explore::{Ending, Progress, Search};
use crate::model::Flag;

/// Worlds between two reports, if nothing new is found: often enough for a moving number.
const WORLDS_A_REPORT: usize = 40_000;

/// What is being worked on.
#[derive(Default)]
pub struct Desk {
    verdict: Option<Verdict>,
}

/// A search that answers the question of this number.
struct Verdict {
    number: u32,
    search: Search,
    state: State,
    /// Worlds and flags of the last report.
    told: (usize, usize),
}

impl Desk {
    /// Takes a question. A new one of a kind takes the place of the old one, and its memory.
    pub fn take(&mut self, question: Question) {
        let Question { number, task } = question;
        match task {
            Task::Verdict(setup, limits) => {
                let search = match self.verdict.take() {
                    Some(old) => old.search.again(&setup, limits, &[]),
                    None => Search::new(&setup, limits, &[]),
                };
                self.verdict = Some(Verdict { number, search, state: State::Going, told: (0, 0) });
            }
            Task::Further(limits) => {
                if let Some(verdict) = &mut self.verdict {
                    (verdict.number, verdict.told) = (number, (0, 0));
                    if verdict.state != State::Complete {
                        verdict.search.allow(limits);
                        verdict.state = State::Going;
                    }
                }
            }
            Task::Stop => {
                if let Some(verdict) = self.verdict.as_mut().filter(|verdict| verdict.state == State::Going) {
                    (verdict.number, verdict.told) = (number, (0, 0));
                    verdict.state = State::Stopped;
                }
            }
        }
    }

    /// Works on, for about so many worlds; answers what is new.
    pub fn work(&mut self, worlds: usize) -> Option<Report> {
        let verdict = self.verdict.as_mut()?;
        if verdict.state == State::Going {
            verdict.state = match verdict.search.run(worlds) {
                Progress::Going => State::Going,
                Progress::Over(Ending::Complete | Ending::Answered) => State::Complete,
                Progress::Over(Ending::Limited) => State::Limited,
            };
        }
        verdict.news()
    }

    /// Whether nothing is left to do.
    pub fn is_idle(&self) -> bool {
        self.verdict.as_ref().is_none_or(Verdict::is_told)
    }
}

/// A mark that nothing will ever be told again, unless there is another question.
const TOLD: (usize, usize) = (usize::MAX, 0);

impl Verdict {
    fn is_told(&self) -> bool {
        self.told == TOLD
    }

    fn news(&mut self) -> Option<Report> {
        if self.is_told() {
            return None;
        }
        let found = Flag::ALL.iter().filter(|flag| self.search.steps(**flag).is_some()).count();
        let states = self.search.states();
        let going = self.state == State::Going;
        if going && found == self.told.1 && states < self.told.0 + WORLDS_A_REPORT {
            return None;
        }
        self.told = if going { (states, found) } else { TOLD };
        let findings = Flag::ALL.iter().filter_map(|flag| self.search.finding(*flag)).collect();
        Some(Report { number: self.number, state: self.state, states, depth: self.search.depth(), findings })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explore::Limits;
    use crate::setup::Setup;

    const LIMITS: Limits = Limits { states: 1_000_000, memory: 1 << 28 };

    fn asked(desk: &mut Desk, number: u32, task: Task) -> Vec<Report> {
        desk.take(Question { number, task });
        let mut reports = Vec::new();
        while !desk.is_idle() {
            reports.extend(desk.work(50));
        }
        reports
    }

    #[test]
    fn reports_grow_and_the_last_one_is_final() {
        let setup = Setup::default();
        let reports = asked(&mut Desk::default(), 4, Task::Verdict(setup, LIMITS));
        let last = reports.last().expect("a report");
        assert_eq!((last.number, last.state), (4, State::Complete));
        assert_eq!(last.run(Flag::Lost).map(<[_]>::len), Some(2));
        assert!(reports.windows(2).all(|pair| pair[0].states < pair[1].states));
        let mut search = Search::new(&setup, LIMITS, &[]);
        search.finish();
        assert_eq!(last.states, search.states());
    }

    #[test]
    fn a_limited_search_goes_on_where_it_stopped() {
        let mut desk = Desk::default();
        let few = Limits { states: 100, ..LIMITS };
        let setup = Setup::default();
        let limited = asked(&mut desk, 1, Task::Verdict(setup, few)).pop().expect("a report");
        assert_eq!(limited.state, State::Limited);
        let whole = asked(&mut desk, 2, Task::Further(LIMITS)).pop().expect("a report");
        assert_eq!((whole.number, whole.state), (2, State::Complete));
        let fresh = asked(&mut Desk::default(), 2, Task::Verdict(setup, LIMITS)).pop().expect("a report");
        assert_eq!(whole, fresh);
    }

    #[test]
    fn a_stopped_search_says_so_and_can_go_on() {
        let mut desk = Desk::default();
        desk.take(Question { number: 1, task: Task::Verdict(Setup::default(), LIMITS) });
        desk.work(10);
        let stopped = asked(&mut desk, 2, Task::Stop);
        assert_eq!(stopped.iter().map(|report| report.state).collect::<Vec<_>>(), [State::Stopped]);
        let last = asked(&mut desk, 3, Task::Further(LIMITS)).pop().expect("a report");
        assert_eq!(last.state, State::Complete);
    }

    #[test]
    fn a_new_question_takes_the_place_of_the_old_one() {
        let mut desk = Desk::default();
        desk.take(Question { number: 1, task: Task::Verdict(Setup::default(), LIMITS) });
        desk.work(10);
        let reports = asked(&mut desk, 2, Task::Verdict(Setup { messages: 2, ..Setup::default() }, LIMITS));
        assert!(reports.iter().all(|report| report.number == 2));
    }
}
