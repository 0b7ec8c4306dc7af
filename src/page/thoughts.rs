//! What the page has asked its worker, and what it knows from it.

use std::rc::Rc;

use super::show::SharedRun;
use super::verdict::Verdict;
use crate::explore::{Finding, Limits, table};
use crate::model::{Flag, Message};
use crate::play::Side;
use crate::play::race::{Contestant, Race};
use crate::setup::{Client, Costs, Setup};
use crate::tell::check::Checked;
use crate::tell::client::{InClient, Library};
use crate::tell::export::Export;
use crate::tell::{Lang, LevelWords, Piece, Reason};
use crate::worker::{Alternative, Case, Cell, News, Par, Parcel, Question, Repairs, Report, State, Task};

/// A promise broken for a message.
pub type Broken = (Flag, Message);

/// The last question of a kind, and its answer once there is one.
pub struct Asked<Q, A> {
    number: u32,
    question: Option<Q>,
    answer: Option<A>,
}

impl<Q, A> Default for Asked<Q, A> {
    fn default() -> Self {
        Self { number: 0, question: None, answer: None }
    }
}

impl<Q: PartialEq, A> Asked<Q, A> {
    /// Whether this was not asked yet; from now on it is.
    fn is_new(&mut self, number: u32, question: Q) -> bool {
        let new = self.question.as_ref() != Some(&question);
        if new {
            *self = Self { number, question: Some(question), answer: None };
        }
        new
    }

    fn hear(&mut self, number: u32, answer: A) -> bool {
        let current = number == self.number;
        if current {
            self.answer = Some(answer);
        }
        current
    }

    /// Whether this is what was asked last.
    pub fn is_about(&self, question: &Q) -> bool {
        self.question.as_ref() == Some(question)
    }

    /// The answer, if this is what was asked last.
    pub fn answer(&self, question: &Q) -> Option<&A> {
        self.answer.as_ref().filter(|_| self.is_about(question))
    }
}

/// A run, told in a language.
#[derive(Clone, PartialEq)]
pub struct Told {
    /// The run.
    pub run: SharedRun,
    /// The language.
    pub lang: Lang,
}

/// What each step did, as far as that is known. Components share it; equal to itself alone.
#[derive(Clone, Default)]
pub struct Sentences {
    known: Rc<Vec<Vec<Piece>>>,
    /// Up to this step it is known.
    until: usize,
}

impl Sentences {
    /// What the step did; nothing while that is not known.
    pub fn of(&self, step: usize) -> &[Piece] {
        self.known.get(step).filter(|_| step <= self.until).map_or(&[], Vec::as_slice)
    }
}

impl PartialEq for Sentences {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.known, &other.known) && self.until == other.until
    }
}

/// A broken promise of a run, told in a language.
#[derive(Clone, PartialEq)]
pub struct Why {
    /// The run.
    pub run: SharedRun,
    /// The promise and the message.
    pub broken: Broken,
    /// The language.
    pub lang: Lang,
}

impl Why {
    fn case(&self) -> Case {
        let (flag, message) = self.broken;
        Case { setup: *self.run.setup(), actions: self.run.actions().collect(), flag, message }
    }
}

/// A run, and how a reader wants to take it home.
#[derive(Clone, PartialEq)]
pub struct Wish {
    /// The run.
    pub run: SharedRun,
    /// As what, in which language and colours, under which title.
    pub export: Export,
}

/// Promises to be kept under a setup's bounds by changing its settings.
#[derive(Clone, PartialEq, Debug)]
pub struct Wanted {
    /// The setup.
    pub setup: Setup,
    /// The flags that no run may raise.
    pub flags: Vec<Flag>,
}

/// What the steps of a run did.
#[derive(Default)]
struct Telling {
    sentences: Asked<Told, Rc<Vec<Vec<Piece>>>>,
    /// Those of the run before.
    before: Option<(Told, Rc<Vec<Vec<Piece>>>)>,
}

/// What a way to send is worth when something breaks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Bought {
    /// No run loses a message.
    Safe,
    /// None was found, but not every run was looked at.
    Open,
    /// The shortest run that loses one has so many steps.
    LostIn(usize),
}

/// What the page has asked and knows.
#[derive(Default)]
pub struct Thoughts {
    count: u32,
    /// What the steps of each of the two runs did, or of the only one.
    tellings: [Telling; 2],
    /// What can happen under the settings shown.
    pub verdict: Verdict,
    /// Why a promise broke.
    pub reasons: Asked<Why, Vec<Reason>>,
    /// Which settings would have changed that.
    pub alternatives: Asked<Why, Vec<Alternative>>,
    /// The smallest changes.
    pub repairs: Asked<Wanted, Repairs>,
    /// What a settings file says.
    pub checked: Asked<(String, Option<Client>, Lang), Checked>,
    /// The settings in a client.
    pub in_client: Asked<(Setup, Library, Lang), InClient>,
    /// The table's cells, those of a row together.
    cells: Asked<Setup, Vec<Option<Cell>>>,
    /// What each contestant of the race can break.
    lanes: Asked<(), Vec<Option<Cell>>>,
    /// What the challenge's levels say.
    pub levels: Asked<Lang, Vec<LevelWords>>,
    /// The best that can be done in the level of this place.
    pub par: Asked<(usize, Lang), Par>,
    /// The file to take home.
    pub file: Asked<Wish, String>,
    /// How they fare at these costs.
    costs: Asked<Costs, ()>,
    /// The last race that was run, which stays until the next one is.
    race: Option<Rc<Race>>,
}

/// What each exploration of a repair may take.
const REPAIR: Limits = Limits { states: 8_000_000, memory: 500 << 20 };

impl Thoughts {
    fn question(&self, task: Task) -> Question {
        Question { number: self.count, task }
    }

    /// Asks for the verdict on a setup, unless that was the last question.
    pub fn ask_verdict(&mut self, setup: &Setup) -> Option<Question> {
        self.count += 1;
        let task = self.verdict.ask(self.count, setup)?;
        // The worker leaves a repair that is under way.
        if self.repairs.answer.as_ref().is_none_or(|repairs| repairs.state == State::Going) {
            self.repairs = Asked::default();
        }
        Some(self.question(task))
    }

    /// Asks to go on with the search.
    pub fn ask_further(&mut self) -> Question {
        self.count += 1;
        let task = self.verdict.go_further(self.count);
        self.question(task)
    }

    /// Asks to stop the search.
    pub fn ask_to_stop(&mut self) -> Question {
        self.count += 1;
        let task = self.verdict.stop(self.count);
        self.question(task)
    }

    /// Asks what each step did, unless that was the last question.
    pub fn ask_sentences(&mut self, side: Side, told: &Told) -> Option<Question> {
        let telling = &mut self.tellings[side as usize];
        if telling.sentences.is_about(told) {
            return None;
        }
        let Asked { question, answer, .. } = std::mem::take(&mut telling.sentences);
        telling.before = question.zip(answer).or(telling.before.take());
        self.count += 1;
        let task = Task::Tell(*told.run.setup(), told.run.actions().collect(), told.lang);
        telling.sentences.is_new(self.count, told.clone()).then(|| self.question(task))
    }

    /// What each step did. While the worker thinks about a new run, as much of it is known as it shares with the last.
    pub fn sentences(&self, side: Side, told: &Told) -> Sentences {
        let telling = &self.tellings[side as usize];
        if let Some(known) = telling.sentences.answer(told) {
            return Sentences { known: Rc::clone(known), until: usize::MAX };
        }
        match &telling.before {
            Some((before, known)) if before.lang == told.lang && before.run.setup() == told.run.setup() => {
                let until =
                    before.run.actions().zip(told.run.actions()).take_while(|(one, other)| one == other).count();
                Sentences { known: Rc::clone(known), until }
            }
            _ => Sentences::default(),
        }
    }

    /// Asks why a promise broke, unless that was the last question.
    pub fn ask_why(&mut self, why: Why) -> Option<Question> {
        self.count += 1;
        let new = self.reasons.is_new(self.count, why.clone());
        new.then(|| self.question(Task::Why(why.case(), why.lang)))
    }

    /// Asks which settings would have changed that.
    pub fn ask_what_if(&mut self, why: Why) -> Option<Question> {
        self.count += 1;
        let new = self.alternatives.is_new(self.count, why.clone());
        new.then(|| self.question(Task::WhatIf(why.case(), why.lang)))
    }

    /// Asks for the smallest changes.
    pub fn ask_repair(&mut self, wanted: Wanted) -> Option<Question> {
        self.count += 1;
        let task = Task::Repair(wanted.setup, wanted.flags.clone(), REPAIR);
        self.repairs.is_new(self.count, wanted).then(|| self.question(task))
    }

    /// Asks to stop looking for them.
    pub fn stop_repair(&mut self) -> Question {
        self.count += 1;
        self.repairs = Asked::default();
        self.question(Task::Repair(Setup::default(), Vec::new(), REPAIR))
    }

    /// Asks for a file to take home, unless that was the last question.
    pub fn ask_file(&mut self, wish: Wish) -> Option<Question> {
        self.count += 1;
        let parcel =
            || Parcel { setup: *wish.run.setup(), actions: wish.run.actions().collect(), export: wish.export.clone() };
        self.file.is_new(self.count, wish.clone()).then(|| self.question(Task::Export(parcel())))
    }

    /// Asks for the table with this setup in it.
    pub fn ask_table(&mut self, setup: &Setup) -> Option<Question> {
        self.count += 1;
        let own = table::own_row(setup);
        self.cells.is_new(self.count, own).then(|| self.question(Task::Table(own)))
    }

    /// Asks what the contestants of the race can break, unless that was asked before: it is always the same.
    pub fn ask_race(&mut self) -> Option<Question> {
        self.count += 1;
        self.lanes.is_new(self.count, ()).then(|| self.question(Task::Race))
    }

    /// Asks what a settings file says, unless that was the last question.
    pub fn ask_check(&mut self, text: String, client: Option<Client>, lang: Lang) -> Option<Question> {
        self.count += 1;
        let new = self.checked.is_new(self.count, (text.clone(), client, lang));
        new.then(|| self.question(Task::Check(text, client, lang)))
    }

    /// Asks for a setup in a client, unless that was the last question.
    pub fn ask_in_client(&mut self, setup: &Setup, library: Library, lang: Lang) -> Option<Question> {
        self.count += 1;
        let new = self.in_client.is_new(self.count, (*setup, library, lang));
        new.then(|| self.question(Task::InClient(*setup, library, lang)))
    }

    /// Asks what the challenge's levels say, unless that was the last question.
    pub fn ask_levels(&mut self, lang: Lang) -> Option<Question> {
        self.count += 1;
        self.levels.is_new(self.count, lang).then(|| self.question(Task::Levels(lang)))
    }

    /// Asks for the best that can be done in the level of this place, unless that was the last question.
    pub fn ask_par(&mut self, (place, lang): (usize, Lang)) -> Option<Question> {
        self.count += 1;
        self.par.is_new(self.count, (place, lang)).then(|| self.question(Task::Par(place, lang)))
    }

    /// Asks how they fare at these costs, unless that was the last question.
    pub fn ask_lanes(&mut self, costs: Costs) -> Option<Question> {
        self.count += 1;
        self.costs.is_new(self.count, costs).then(|| self.question(Task::Lanes(costs)))
    }

    /// How they fared, at these costs or, until that is known, at the last ones.
    pub const fn race(&self) -> Option<&Rc<Race>> {
        self.race.as_ref()
    }

    fn lane(&self, contestant: Contestant) -> Option<&Cell> {
        self.lanes.answer(&())?.get(contestant as usize)?.as_ref()
    }

    /// What a way to send is worth, as far as that is known.
    pub fn bought(&self, contestant: Contestant) -> Option<Bought> {
        let cell = self.lane(contestant)?;
        Some(match self.loss(contestant) {
            Some(loss) => Bought::LostIn(loss.actions.len()),
            None if cell.complete => Bought::Safe,
            None => Bought::Open,
        })
    }

    /// The shortest run in which a way to send loses a message.
    pub fn loss(&self, contestant: Contestant) -> Option<&Finding> {
        self.lane(contestant)?.findings.iter().find(|finding| finding.flag == Flag::Lost)
    }

    /// Hears a report; answers whether that is news.
    pub fn hear(&mut self, report: Report) -> bool {
        let Report { number, news } = report;
        match news {
            News::Verdict(found) => self.verdict.hear(number, found),
            News::Sentences(sentences) => {
                let asked = self.tellings.iter_mut().find(|telling| telling.sentences.number == number);
                asked.is_some_and(|telling| telling.sentences.hear(number, Rc::new(sentences)))
            }
            News::Reasons(reasons) => self.reasons.hear(number, reasons),
            News::Alternatives(alternatives) => self.alternatives.hear(number, alternatives),
            News::Repairs(repairs) => self.repairs.hear(number, repairs),
            News::Checked(checked) => self.checked.hear(number, checked),
            News::InClient(code) => self.in_client.hear(number, code),
            News::File(text) => self.file.hear(number, text),
            News::Cell(cell) => self.hear_cell(number, cell),
            News::Levels(words) => self.levels.hear(number, words),
            News::Par(par) => self.par.hear(number, par),
            News::Lanes(race) => {
                let current = self.costs.hear(number, ());
                if current {
                    self.race = Some(Rc::new(race));
                }
                current
            }
        }
    }

    /// What is known of a cell of the table with this setup in it.
    pub fn cell(&self, setup: &Setup, row: usize, column: usize) -> Option<&Cell> {
        let columns = table::columns(setup.broker).len();
        self.cells.answer(&table::own_row(setup))?.get(row * columns + column)?.as_ref()
    }

    fn hear_cell(&mut self, number: u32, cell: Cell) -> bool {
        if self.lanes.question.is_some() && self.lanes.number == number {
            let lanes = self.lanes.answer.get_or_insert_with(|| vec![None; Contestant::ALL.len()]);
            return lanes.get_mut(cell.row).map(|known| *known = Some(cell)).is_some();
        }
        let Some(own) = self.cells.question.filter(|_| self.cells.number == number) else { return false };
        let columns = table::columns(own.broker).len();
        let place = cell.row * columns + cell.column;
        let cells = self.cells.answer.get_or_insert_with(|| vec![None; columns * table::rows(&own).len()]);
        let known = cells.get_mut(place);
        known.map(|known| *known = Some(cell)).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::setup::Cost;

    #[test]
    fn only_the_last_question_of_a_kind_is_answered() {
        let mut thoughts = Thoughts::default();
        let wanted = |messages| Wanted { setup: Setup { messages, ..Setup::default() }, flags: vec![Flag::Lost] };
        let first = thoughts.ask_repair(wanted(1)).expect("a question").number;
        assert_eq!(thoughts.ask_repair(wanted(1)), None);
        let second = thoughts.ask_repair(wanted(2)).expect("a question").number;
        let repairs = Repairs {
            state: State::Complete,
            tried: 1,
            size: 0,
            states: 1,
            sets: vec![Vec::new()],
            prices: Vec::new(),
            open: Vec::new(),
        };
        let report = |number| Report { number, news: News::Repairs(repairs.clone()) };
        assert!(!thoughts.hear(report(first)));
        assert!(thoughts.hear(report(second)));
        assert_eq!(thoughts.repairs.answer(&wanted(1)), None);
        assert_eq!(thoughts.repairs.answer(&wanted(2)), Some(&repairs));
    }

    #[test]
    fn a_race_stays_until_the_next_one_is_run() {
        let mut thoughts = Thoughts::default();
        let (usual, slow) = (Costs::default(), Costs::default().with(Cost::Flush, 9_000));
        let ask = |thoughts: &mut Thoughts, costs| thoughts.ask_lanes(costs).expect("a question").number;
        let report = |number, costs| Report { number, news: News::Lanes(Race::run(&costs)) };
        let shown = |thoughts: &Thoughts| thoughts.race().map(|race| race.costs);
        let first = ask(&mut thoughts, usual);
        assert!(thoughts.hear(report(first, usual)));
        assert_eq!(thoughts.ask_lanes(usual), None);
        let second = ask(&mut thoughts, slow);
        assert!(!thoughts.hear(report(first, usual)));
        assert_eq!(shown(&thoughts), Some(usual));
        assert!(thoughts.hear(report(second, slow)));
        assert_eq!(shown(&thoughts), Some(slow));
    }

    #[test]
    fn cells_come_one_by_one_and_a_cell_of_nowhere_is_ignored() {
        let mut thoughts = Thoughts::default();
        let number = thoughts.ask_table(&Setup::default()).expect("a question").number;
        let cell = |row| Cell { row, column: 1, complete: true, states: 1, findings: Vec::new() };
        assert!(thoughts.hear(Report { number, news: News::Cell(cell(2)) }));
        assert!(!thoughts.hear(Report { number, news: News::Cell(cell(200)) }));
        let setup = Setup::default();
        assert!(thoughts.cell(&setup, 2, 1).is_some());
        let known = thoughts.cells.answer(&table::own_row(&setup)).map_or(0, |cells| cells.iter().flatten().count());
        assert_eq!(known, 1);
    }
}
