//! How far a level is: read from the run as far as it was shown, or from the verdict.

use crate::model::{Event, Flag, Message, Pace};
use crate::page::show::Show;
use crate::page::verdict::{Answer, Verdict};
use crate::setup::{Goal, Level};

/// How far a level is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// So many faults are placed, or settings changed, and it is not done.
    Open(usize),
    /// The faults that were placed did not do it, up to the run's end.
    Missed(usize),
    /// The run on the page is not the reader's own.
    Shown,
    /// Nobody knows yet whether these changes are enough.
    Searching(usize),
    /// The search stopped before it could say so.
    Undecided(usize),
    /// It is done, with so many.
    Done(usize),
}

impl Standing {
    /// Faults placed or settings changed.
    pub const fn size(self) -> usize {
        match self {
            Self::Shown => 0,
            Self::Open(size)
            | Self::Missed(size)
            | Self::Searching(size)
            | Self::Undecided(size)
            | Self::Done(size) => size,
        }
    }
}

/// How far a level is where the run was shown up to this step.
pub fn standing(level: &Level, show: &Show, shown: usize, verdict: &Verdict) -> Standing {
    match level.goal {
        Goal::Break(harm) => broken(Flag::from(harm), show, shown),
        Goal::Protect { .. } => protected(level, show, verdict),
    }
}

/// When the run first did the level's harm, and to which message.
pub fn harmed(flag: Flag, show: &Show, shown: usize) -> Option<(usize, Message)> {
    show.run.all_events().take_while(|(step, _)| *step <= shown).find_map(|(step, event)| match event {
        Event::Raised { flag: raised, message } if *raised == flag => Some((step, *message)),
        _ => None,
    })
}

fn broken(flag: Flag, show: &Show, shown: usize) -> Standing {
    if !show.is_own() {
        return Standing::Shown;
    }
    let faults = |steps: usize| show.run.actions().take(steps).filter(|action| action.pace() == Pace::Fault).count();
    match harmed(flag, show, shown) {
        Some((step, _)) => Standing::Done(faults(step)),
        None if shown == show.run.steps() && faults(shown) > 0 => Standing::Missed(faults(shown)),
        None => Standing::Open(faults(show.run.steps())),
    }
}

fn protected(level: &Level, show: &Show, verdict: &Verdict) -> Standing {
    let size = level.changes(&show.setup).len();
    let answers = || level.harms().iter().map(|harm| verdict.answer(Flag::from(*harm)));
    if answers().any(|answer| matches!(answer, Answer::Possible(_))) {
        Standing::Open(size)
    } else if answers().any(|answer| answer == Answer::Searching) {
        Standing::Searching(size)
    } else if answers().any(|answer| answer == Answer::Bounded) {
        Standing::Undecided(size)
    } else {
        Standing::Done(size)
    }
}
