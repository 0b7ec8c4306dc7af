//! What the host is told.

use crate::model::{Event, Flag};
use crate::page::verdict::{Answer, Verdict};
use crate::play::Run;
use crate::worker::State;

/// What the host is told.
pub enum News {
    /// Whether there is anything to see.
    Shown(bool),
    /// The run has come to a step.
    Step {
        /// How many steps are done.
        step: usize,
        /// How many there are.
        steps: usize,
        /// What the last one did.
        sentence: String,
    },
    /// A step broke a promise.
    Flag {
        /// Which promise.
        flag: Flag,
        /// For which message.
        message: u8,
        /// In which step.
        step: usize,
    },
    /// What can happen under these settings, once that is known.
    Verdict {
        /// Whether every world within the bounds was visited.
        complete: bool,
        /// How many were.
        states: usize,
        /// What is known about each promise.
        answers: Vec<(Flag, Answer)>,
    },
    /// An attribute can't be as it is.
    Trouble {
        /// Which.
        attribute: &'static str,
        /// What it says.
        value: String,
        /// Which attribute, which value, and what is allowed.
        words: String,
    },
    /// The figure wants this link's settings explored.
    Search {
        /// The question's number.
        number: u32,
        /// The link.
        fragment: String,
    },
}

impl News {
    /// The promises that these steps of the run break.
    pub fn flags(run: &Run, from: usize, to: usize) -> Vec<Self> {
        let steps = (from + 1)..=to.min(run.steps());
        let events = steps.flat_map(|step| run.events(step).iter().map(move |event| (step, event)));
        let flag = |(step, event): (usize, &Event)| match *event {
            Event::Raised { flag, message } => Some(Self::Flag { flag, message: message.0, step }),
            _ => None,
        };
        events.filter_map(flag).collect()
    }

    /// What is known at the end of a search; nothing while it goes on.
    pub fn verdict(verdict: &Verdict) -> Option<Self> {
        let found = verdict.found().filter(|found| found.state != State::Going)?;
        let answers = Flag::ALL.iter().map(|flag| (*flag, verdict.answer(*flag))).collect();
        Some(Self::Verdict { complete: found.state == State::Complete, states: found.states, answers })
    }
}
