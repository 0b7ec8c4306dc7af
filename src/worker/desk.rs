//! What is being worked on: the last question of each kind, in turns.

use std::collections::VecDeque;

use super::alternatives::WhatIfJob;
use super::jobs::{ParJob, RepairJob, TableJob, VerdictJob};
use super::question::{Question, Task};
use super::report::{News, Report};
use crate::play::Run;
use crate::play::race::Race;
use crate::setup::{Level, level, level_names};
use crate::tell;
use crate::tell::check::check;
use crate::tell::client::in_client;

/// What is being worked on.
#[derive(Default)]
pub struct Desk {
    /// What takes no search comes before all else.
    at_once: VecDeque<Question>,
    verdict: Option<VerdictJob>,
    what_if: Option<WhatIfJob>,
    repair: Option<RepairJob>,
    table: Option<TableJob>,
    race: Option<TableJob>,
    par: Option<ParJob>,
    /// Whose turn it is.
    turn: usize,
}

impl Desk {
    /// Takes a question. A new search of a kind takes the place of the old one.
    pub fn take(&mut self, question: Question) {
        let number = question.number;
        match question.task {
            Task::Tell(..)
            | Task::Why(..)
            | Task::InClient(..)
            | Task::Check(..)
            | Task::Levels(_)
            | Task::Export(_)
            | Task::Lanes(_) => self.at_once.push_back(question),
            Task::Verdict(setup, limits) => {
                // Nobody waits for what another setup needs.
                self.repair = None;
                self.verdict = Some(VerdictJob::new(number, &setup, limits, self.verdict.take()));
            }
            Task::Further(limits) => {
                if let Some(verdict) = &mut self.verdict {
                    verdict.go_further(number, limits);
                }
            }
            Task::Stop => {
                if let Some(verdict) = &mut self.verdict {
                    verdict.stop(number);
                }
            }
            Task::WhatIf(case, lang) => self.what_if = Some(WhatIfJob::new(number, case, lang)),
            Task::Race => self.race = Some(TableJob::of_race(number)),
            Task::Par(place, lang) => {
                let level = levels().get(place).copied();
                self.par = level.map(|level| ParJob::new(number, &level, lang));
            }
            Task::Table(setup) => self.table = Some(TableJob::new(number, &setup)),
            Task::Repair(_, flags, _) if flags.is_empty() => self.repair = None,
            Task::Repair(setup, flags, limits) => self.repair = Some(RepairJob::new(number, &setup, &flags, limits)),
        }
    }

    /// Works on, for about so many worlds; answers what is new.
    pub fn work(&mut self, worlds: usize) -> Option<Report> {
        if let Some(question) = self.at_once.pop_front() {
            return answer(question);
        }
        for _ in 0..6 {
            self.turn = (self.turn + 1) % 6;
            let report = match self.turn {
                0 => self.verdict.as_mut().filter(|job| !job.is_over()).map(|job| job.work(worlds)),
                1 => self.what_if.as_mut().filter(|job| !job.is_over()).map(|job| job.work(worlds)),
                2 => self.repair.as_mut().filter(|job| !job.is_over()).map(|job| job.work(worlds)),
                3 => self.table.as_mut().filter(|job| !job.is_over()).map(|job| job.work(worlds)),
                4 => self.par.as_mut().filter(|job| !job.is_over()).map(|job| job.work(worlds)),
                _ => self.race.as_mut().filter(|job| !job.is_over()).map(|job| job.work(worlds)),
            };
            if let Some(report) = report {
                return report;
            }
        }
        None
    }

    /// Whether nothing is left to do.
    pub fn is_idle(&self) -> bool {
        self.at_once.is_empty()
            && self.verdict.as_ref().is_none_or(VerdictJob::is_over)
            && self.what_if.as_ref().is_none_or(WhatIfJob::is_over)
            && self.repair.as_ref().is_none_or(RepairJob::is_over)
            && self.table.as_ref().is_none_or(TableJob::is_over)
            && self.race.as_ref().is_none_or(TableJob::is_over)
            && self.par.as_ref().is_none_or(ParJob::is_over)
    }
}

/// Every level of the challenge.
fn levels() -> Vec<Level> {
    level_names().into_iter().filter_map(level).collect()
}

/// The answer to a question that takes no search.
fn answer(Question { number, task }: Question) -> Option<Report> {
    let news = match task {
        Task::Tell(setup, actions, lang) => {
            let run = Run::replay(&setup, &actions).ok()?;
            News::Sentences((0..=run.steps()).map(|step| tell::sentence(&run, step, lang)).collect())
        }
        Task::Why(case, lang) => {
            let run = Run::replay(&case.setup, &case.actions).ok()?;
            News::Reasons(tell::why(&run, case.flag, case.message, lang))
        }
        Task::Check(text, client, lang) => News::Checked(check(&text, client, lang)),
        Task::InClient(setup, library, lang) => News::InClient(in_client(&setup, library, lang)?),
        Task::Levels(lang) => News::Levels(levels().iter().map(|level| tell::level_words(level, lang)).collect()),
        Task::Export(parcel) => {
            let run = Run::replay(&parcel.setup, &parcel.actions).ok()?;
            News::File(parcel.export.of(&run))
        }
        Task::Lanes(costs) => News::Lanes(Race::run(&costs)),
        Task::Verdict(..)
        | Task::Further(_)
        | Task::Stop
        | Task::WhatIf(..)
        | Task::Table(_)
        | Task::Race
        | Task::Par(..)
        | Task::Repair(..) => {
            return None;
        }
    };
    Some(Report { number, news })
}

#[cfg(test)]
mod tests {
    use super::super::question::Case;
    use super::super::report::{Found, Repairs, State};
    use super::*;
    use crate::explore::{Limits, Search, table};
    use crate::model::{Flag, Message};
    use crate::play::race::Contestant;
    use crate::setup::{Setup, preset};
    use crate::tell::Lang;

    const LIMITS: Limits = Limits { states: 1_000_000, memory: 1 << 28 };

    fn asked(desk: &mut Desk, number: u32, task: Task) -> Vec<Report> {
        desk.take(Question { number, task });
        let mut reports = Vec::new();
        while !desk.is_idle() {
            reports.extend(desk.work(50));
        }
        reports
    }

    fn found(report: &Report) -> &Found {
        let News::Verdict(found) = &report.news else { panic!("{report:?} is no verdict") };
        found
    }

    fn last(reports: Vec<Report>) -> Report {
        reports.into_iter().next_back().expect("a report")
    }

    #[test]
    fn verdicts_grow_and_the_last_one_is_final() {
        let setup = Setup::default();
        let reports = asked(&mut Desk::default(), 4, Task::Verdict(setup, LIMITS));
        assert!(reports.windows(2).all(|pair| found(&pair[0]).states < found(&pair[1]).states));
        let last = last(reports);
        assert_eq!((last.number, found(&last).state), (4, State::Complete));
        assert_eq!(found(&last).findings.iter().map(|finding| finding.flag).collect::<Vec<_>>(), [Flag::Lost]);
        let mut search = Search::new(&setup, LIMITS, &[]);
        search.finish();
        assert_eq!(found(&last).states, search.states());
    }

    #[test]
    fn a_limited_search_goes_on_where_it_stopped() {
        let mut desk = Desk::default();
        let setup = Setup::default();
        let limited = last(asked(&mut desk, 1, Task::Verdict(setup, Limits { states: 100, ..LIMITS })));
        assert_eq!(found(&limited).state, State::Limited);
        let whole = last(asked(&mut desk, 2, Task::Further(LIMITS)));
        assert_eq!((whole.number, found(&whole).state), (2, State::Complete));
        assert_eq!(whole, last(asked(&mut Desk::default(), 2, Task::Verdict(setup, LIMITS))));
    }

    #[test]
    fn a_stopped_search_says_so_and_can_go_on() {
        let mut desk = Desk::default();
        desk.take(Question { number: 1, task: Task::Verdict(Setup::default(), LIMITS) });
        desk.work(10);
        let stopped = asked(&mut desk, 2, Task::Stop);
        assert_eq!(stopped.iter().map(|report| found(report).state).collect::<Vec<_>>(), [State::Stopped]);
        assert_eq!(found(&last(asked(&mut desk, 3, Task::Further(LIMITS)))).state, State::Complete);
    }

    #[test]
    fn a_new_question_takes_the_place_of_the_old_one() {
        let mut desk = Desk::default();
        desk.take(Question { number: 1, task: Task::Verdict(Setup::default(), LIMITS) });
        desk.work(10);
        let reports = asked(&mut desk, 2, Task::Verdict(Setup { messages: 2, ..Setup::default() }, LIMITS));
        assert!(reports.iter().all(|report| report.number == 2));
    }

    #[test]
    fn the_table_has_a_cell_for_every_row_and_column() {
        let setup = Setup::default();
        let reports = asked(&mut Desk::default(), 5, Task::Table(setup));
        let cells = reports.iter().map(|report| match &report.news {
            News::Cell(cell) => cell,
            news => panic!("{news:?} is no cell"),
        });
        let (rows, columns) = (table::rows(&setup), table::columns(setup.broker));
        assert_eq!(reports.len(), rows.len() * columns.len());
        assert!(cells.clone().all(|cell| cell.complete));
        for cell in cells.step_by(7) {
            let setup = table::cell(&rows[cell.row], columns[cell.column]);
            for finding in &cell.findings {
                let run = Run::replay(&setup, &finding.actions).expect("a finding plays");
                assert!(run.ledger(run.steps()).flags.has(finding.flag));
            }
        }
    }

    /// What the race's ways to send are worth: who waits for an answer from where the message is safe loses none.
    #[test]
    fn the_race_says_who_can_lose_a_message() {
        let reports = asked(&mut Desk::default(), 6, Task::Race);
        let mut can_lose = Vec::new();
        for report in reports {
            let News::Cell(cell) = report.news else { panic!("no cell") };
            assert!(cell.complete);
            if let Some(finding) = cell.findings.iter().find(|finding| finding.flag == Flag::Lost) {
                let run = Run::replay(&Contestant::ALL[cell.row].explored(), &finding.actions).expect("it plays");
                assert!(run.ledger(run.steps()).flags.has(Flag::Lost));
                can_lose.push(Contestant::ALL[cell.row]);
            }
        }
        assert_eq!(can_lose, [Contestant::FireAndForget, Contestant::AcksZero, Contestant::AcksOne]);
    }

    #[test]
    fn reasons_and_alternatives_are_told() {
        let story = preset("lost_on_the_wire").expect("a story");
        let run = Run::staged(&story.setup, story.strikes);
        let message = run.ledger(run.steps()).flags.of(Flag::Lost).iter().next().expect("a lost message");
        let case = Case { setup: story.setup, actions: run.actions().collect(), flag: Flag::Lost, message };
        let mut desk = Desk::default();
        let News::Reasons(reasons) = last(asked(&mut desk, 1, Task::Why(case.clone(), Lang::Zh))).news else {
            panic!()
        };
        assert_eq!(reasons, tell::why(&run, Flag::Lost, message, Lang::Zh));
        let what_if = Task::WhatIf(case.clone(), Lang::En);
        let News::Alternatives(all) = last(asked(&mut desk, 2, what_if)).news else { panic!() };
        assert!(!all.is_empty());
        let no_run = Case { actions: vec![crate::model::Action::Answer], message: Message(1), ..case };
        assert_eq!(asked(&mut desk, 3, Task::Why(no_run, Lang::En)), []);
    }

    #[test]
    fn the_levels_of_the_challenge_are_told_and_each_has_its_best() {
        let mut desk = Desk::default();
        let News::Levels(words) = last(asked(&mut desk, 1, Task::Levels(Lang::Zh))).news else { panic!() };
        assert_eq!(words.len(), levels().len());
        let News::Par(par) = last(asked(&mut desk, 2, Task::Par(0, Lang::En))).news else { panic!() };
        assert!(par.complete && par.size == Some(1) && par.hints.len() == 2);
        let run = Run::replay(&par.setup, &par.actions).expect("the best run plays");
        assert!(run.ledger(run.steps()).flags.has(Flag::Lost));
        assert_eq!(asked(&mut desk, 3, Task::Par(99, Lang::En)), []);
    }

    #[test]
    fn repairs_are_found() {
        let setup = Setup { messages: 1, ..Setup::default() };
        let task = Task::Repair(setup, vec![Flag::Lost], LIMITS);
        let News::Repairs(Repairs { state, sets, .. }) = last(asked(&mut Desk::default(), 1, task)).news else {
            panic!()
        };
        assert_eq!(state, State::Complete);
        assert!(!sets.is_empty());
    }

    /// With tx or confirms the cut publish is sent again, and without another fault nothing else can lose it; a change
    /// that only this schedule forgives comes after those.
    #[test]
    fn what_keeps_the_promise_in_every_run_comes_first() {
        let mut setup = Setup { messages: 2, ..Setup::default() };
        setup.faults.kinds = [crate::setup::FaultKind::PublishLost].into_iter().collect();
        let mut search = Search::new(&setup, LIMITS, &[]);
        search.finish();
        let actions = search.finding(Flag::Lost).expect("it can be lost").actions;
        let message = Run::replay(&setup, &actions).map(|run| run.ledger(run.steps()).flags.of(Flag::Lost));
        let message = message.ok().and_then(|lost| lost.iter().next()).expect("a lost message");
        let case = Case { setup, actions, flag: Flag::Lost, message };
        let News::Alternatives(all) = last(asked(&mut Desk::default(), 1, Task::WhatIf(case, Lang::En))).news else {
            panic!()
        };
        let words: Vec<String> = all.iter().map(|one| tell::plain(&one.words)).collect();
        assert!(words[0].contains("Nor would any other run"), "{words:?}");
        let kept = words.iter().map(|words| words.contains("Nor would any other run")).collect::<Vec<_>>();
        assert!(kept.is_sorted_by(|one, next| one >= next), "{words:?}");
    }
}
