//! What the page knows about the verdict on the setup that is shown.

use crate::explore::Limits;
use crate::model::{Action, Flag};
use crate::setup::Setup;
use crate::worker::{Found, State, Task};

/// Where a page's search pauses and asks: seconds of work, and memory that a phone has.
pub const LIMITS: Limits = Limits { states: 2_000_000, memory: 200 << 20 };
/// Where it gives up for good: a browser gives a program no more memory than this.
const LAST: Limits = Limits { states: usize::MAX, memory: 700 << 20 };

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
    found: Option<Found>,
    further: bool,
}

impl Verdict {
    /// What to ask, if this setup is another than the last. The seed picks one of the runs, so it makes no other question.
    pub fn ask(&mut self, number: u32, setup: &Setup) -> Option<Task> {
        let setup = Setup { seed: Setup::default().seed, ..*setup };
        if self.setup == Some(setup) {
            return None;
        }
        *self = Self { number, setup: Some(setup), found: None, further: false };
        Some(Task::Verdict(setup, LIMITS))
    }

    /// To go on where a limit, or a person, has stopped the search.
    pub const fn go_further(&mut self, number: u32) -> Task {
        (self.number, self.further) = (number, true);
        Task::Further(LAST)
    }

    /// To stop it.
    pub const fn stop(&mut self, number: u32) -> Task {
        self.number = number;
        Task::Stop
    }

    /// Hears what was found; answers whether it is about the setup that is shown.
    pub fn hear(&mut self, number: u32, found: Found) -> bool {
        let current = number == self.number;
        if current {
            self.found = Some(found);
        }
        current
    }

    /// What was found so far.
    pub const fn found(&self) -> Option<&Found> {
        self.found.as_ref()
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
        self.found.as_ref().map_or(State::Going, |found| found.state)
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
        self.found
            .as_ref()?
            .findings
            .iter()
            .find(|finding| finding.flag == flag)
            .map(|finding| finding.actions.as_slice())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explore::Finding;

    fn found(state: State) -> Found {
        let findings = vec![Finding { flag: Flag::Lost, actions: vec![Action::Publish; 2] }];
        Found { state, states: 5, depth: 1, findings }
    }

    #[test]
    fn an_answer_of_another_question_is_not_heard() {
        let mut verdict = Verdict::default();
        assert!(verdict.ask(1, &Setup::default()).is_some());
        assert!(verdict.ask(2, &Setup { messages: 2, ..Setup::default() }).is_some());
        assert!(!verdict.hear(1, found(State::Complete)));
        assert_eq!(verdict.answer(Flag::Lost), Answer::Searching);
        assert!(verdict.hear(2, found(State::Going)));
        assert_eq!(verdict.answer(Flag::Lost), Answer::Possible(2));
        assert_eq!(verdict.answer(Flag::Reordered), Answer::Searching);
    }

    #[test]
    fn another_seed_is_no_other_question() {
        let mut verdict = Verdict::default();
        assert!(verdict.ask(1, &Setup::default()).is_some());
        assert_eq!(verdict.ask(2, &Setup { seed: 9, ..Setup::default() }), None);
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
            verdict.ask(1, &Setup::default());
            verdict.hear(1, found(state));
            assert_eq!(verdict.answer(Flag::EffectTwice), answer);
        }
    }
}
