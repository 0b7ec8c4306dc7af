//! One link of a chain: what happened to the message in a step, as far as it matters for the flag.

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
