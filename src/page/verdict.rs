//! What the page knows about the verdict on the setup that is shown.

use crate::explore::Limits;
use crate::model::{Action, Flag};
use crate::setup::Setup;
use crate::worker::{Question, Report, State, Task};

/// Where a page's search pauses and asks: seconds of work, and memory that a phone has.
const LIMITS: Limits = Limits { states: 2_000_000, memory: 200 << 20 };
/// Where it gives up for good: a browser gives a program no more memory than this.
const LAST: Limits = Limits { states: usize::MAX, memory: 1 << 30 };

/// What is known about one flag.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Answer {
    /// The search goes on.
    Searching,
    /// It can happen, in so many steps at least.
    Possible(usize),
    /// It can't, within the bounds.
    Impossible,
    /// Not found before the search was stopped.
    Bounded,
}

impl Answer {
    /// The name in the page's `data-verdict`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Searching => "searching",
            Self::Possible(_) => "possible",
            Self::Impossible => "impossible",
            Self::Bounded => "bounded",
        }
    }
}

/// What is known about the setup that is shown.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Verdict {
    number: u32,
    setup: Option<Setup>,
    report: Option<Report>,
    further: bool,
}

impl Verdict {
    /// The question to ask, if this setup is another than the last. The seed picks one of the runs, so it makes no other
    /// question.
    pub fn ask(&mut self, setup: &Setup) -> Option<Question> {
        let setup = Setup { seed: Setup::default().seed, ..*setup };
        if self.setup == Some(setup) {
            return None;
        }
        *self = Self { number: self.number + 1, setup: Some(setup), report: None, further: false };
        Some(self.question(Task::Verdict(setup, LIMITS)))
    }

    /// The question again, for a worker that has only just begun to listen.
    pub fn ask_again(&self) -> Option<Question> {
        self.setup.map(|setup| self.question(Task::Verdict(setup, LIMITS)))
    }

    /// Asks to go on where a limit, or a person, has stopped the search.
    pub fn ask_further(&mut self) -> Question {
        self.further = true;
        self.question(Task::Further(LAST))
    }

    /// Asks to stop.
    pub fn ask_to_stop(&self) -> Question {
        self.question(Task::Stop)
    }

    fn question(&self, task: Task) -> Question {
        Question { number: self.number, task }
    }

    /// Hears a report; answers whether it is about the setup that is shown.
    pub fn hear(&mut self, report: Report) -> bool {
        let current = report.number == self.number;
        if current {
            self.report = Some(report);
        }
        current
    }

    /// The last report.
    pub const fn report(&self) -> Option<&Report> {
        self.report.as_ref()
    }

    /// Whether the search could still go on.
    pub fn can_go_further(&self) -> bool {
        match self.state() {
            State::Stopped => true,
            State::Limited => !self.further,
            State::Going | State::Complete => false,
        }
    }

    /// How far the search is.
    pub fn state(&self) -> State {
        self.report.as_ref().map_or(State::Going, |report| report.state)
    }

    /// The answer about a flag.
    pub fn answer(&self, flag: Flag) -> Answer {
        if let Some(run) = self.run(flag) {
            return Answer::Possible(run.len());
        }
        match self.state() {
            State::Going => Answer::Searching,
            State::Complete => Answer::Impossible,
            State::Limited | State::Stopped => Answer::Bounded,
        }
    }

    /// A shortest run that raises the flag.
    pub fn run(&self, flag: Flag) -> Option<&[Action]> {
        self.report.as_ref().and_then(|report| report.run(flag))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explore::Finding;

    fn report(number: u32, state: State) -> Report {
        let findings = vec![Finding { flag: Flag::Lost, actions: vec![Action::Publish; 2] }];
        Report { number, state, states: 5, depth: 1, findings }
    }

    #[test]
    fn an_answer_of_another_question_is_not_heard() {
        let mut verdict = Verdict::default();
        let first = verdict.ask(&Setup::default()).expect("a question").number;
        let second = verdict.ask(&Setup { messages: 2, ..Setup::default() }).expect("a question").number;
        assert!(!verdict.hear(report(first, State::Complete)));
        assert_eq!(verdict.answer(Flag::Lost), Answer::Searching);
        assert!(verdict.hear(report(second, State::Going)));
        assert_eq!(verdict.answer(Flag::Lost), Answer::Possible(2));
        assert_eq!(verdict.answer(Flag::Reordered), Answer::Searching);
    }

    #[test]
    fn another_seed_is_no_other_question() {
        let mut verdict = Verdict::default();
        assert!(verdict.ask(&Setup::default()).is_some());
        assert_eq!(verdict.ask(&Setup { seed: 9, ..Setup::default() }), None);
    }

    #[test]
    fn only_a_complete_search_says_no() {
        for (state, answer) in [
            (State::Going, Answer::Searching),
            (State::Complete, Answer::Impossible),
            (State::Limited, Answer::Bounded),
            (State::Stopped, Answer::Bounded),
        ] {
            let mut verdict = Verdict::default();
            let number = verdict.ask(&Setup::default()).expect("a question").number;
            verdict.hear(report(number, state));
            assert_eq!(verdict.answer(Flag::EffectTwice), answer);
        }
    }
}
