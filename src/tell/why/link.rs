//! One link of a chain: what happened to the message in a step, as far as it matters for the flag.

use super::choice::Choosable;
use super::known::Note;
pub use super::what::What;
use crate::model::{Consumer, Member, Message};

/// One link of a chain.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Link {
    pub step: usize,
    pub what: What,
    pub then: Then,
    /// Who did it, or to whom.
    pub consumer: Consumer,
    /// The other message that it is about.
    pub other: Message,
    pub node: Member,
}

impl Link {
    pub const fn new(step: usize, what: What) -> Self {
        Self { step, what, then: Then::Nothing, consumer: Consumer(0), other: Message(1), node: Member(0) }
    }

    pub const fn of(note: Note) -> Self {
        Self::new(note.step, What::Known(note.known)).by(note.consumer).about(note.other)
    }

    pub const fn then(self, then: Then) -> Self {
        Self { then, ..self }
    }

    pub const fn by(self, consumer: Consumer) -> Self {
        Self { consumer, ..self }
    }

    pub const fn about(self, other: Message) -> Self {
        Self { other, ..self }
    }

    pub const fn at(self, node: Member) -> Self {
        Self { node, ..self }
    }
}

impl Choosable for Link {
    type Said = What;
    type Place = What;

    fn step(&self) -> usize {
        self.step
    }

    fn rank(&self) -> u8 {
        self.what.row().rank
    }

    fn said(&self) -> What {
        self.what
    }

    fn place(&self) -> What {
        self.what
    }
}

/// What followed in the same step.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Then {
    Nothing,
    SendAgain,
    NeverAgain,
    NobodyNoticed,
    Untold,
    Returned,
    CountsAsDone,
    PutBack,
    PutBehind,
    StillUnacked,
    YetStored,
}
