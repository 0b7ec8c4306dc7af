//! Belief against truth for each message, and the six flags.

use super::name::{Message, Messages};
use crate::setup::{Harm, choice};

choice! {
    /// A promise that can be broken. The meaning of each is fixed in semantics §0.2 and ARCHITECTURE.md.
    Flag, default Lost {
        /// No effect, no copy left, and the producer was never told.
        Lost = "lost",
        /// The producer received an error for the message.
        ReportedFailure = "reported_failure",
        /// A consumer's code received the message at least twice.
        DeliveredTwice = "delivered_twice",
        /// The effect ran at least twice.
        EffectTwice = "effect_twice",
        /// First effects within a key are not in sending order.
        Reordered = "reordered",
        /// An effect came after that of a newer message of the same key.
        StaleReplay = "stale_replay",
    }
}

impl From<Harm> for Flag {
    fn from(harm: Harm) -> Self {
        match harm {
            Harm::Lost => Self::Lost,
            Harm::Twice => Self::EffectTwice,
            Harm::OutOfOrder => Self::Reordered,
        }
    }
}

/// For each flag, the messages that raised it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Flags {
    /// A bit for each flag that is raised: the explorer asks in every world whether any is.
    raised: u8,
    messages: [Messages; 6],
}

impl Flags {
    /// The messages that raised the flag.
    pub const fn of(&self, flag: Flag) -> Messages {
        self.messages[flag as usize]
    }

    /// Whether any message raised it.
    pub const fn has(&self, flag: Flag) -> bool {
        self.raised & 1 << flag as u8 != 0
    }

    /// Raises it; answers whether that is news for this message.
    pub fn raise(&mut self, flag: Flag, message: Message) -> bool {
        let news = !self.of(flag).contains(message);
        self.messages[flag as usize].insert(message);
        self.raised |= 1 << flag as u8;
        news
    }

    /// Takes all of them down.
    pub fn clear(&mut self) {
        if self.raised != 0 {
            *self = Self::default();
        }
    }

    /// The raised flags, in the order of `Flag::ALL`.
    pub fn iter(&self) -> impl Iterator<Item = Flag> {
        let mut left = self.raised;
        std::iter::from_fn(move || {
            let first = left.trailing_zeros() as usize;
            // There is a first one as long as there is any.
            left &= left.checked_sub(1)?;
            Flag::ALL.get(first).copied()
        })
    }
}

/// What the producer believes of a message.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Belief {
    /// It has not sent it yet.
    #[default]
    Unsent,
    /// Sent, and no answer: it knows nothing.
    Unknown,
    /// The broker said yes (confirm or commit-ok).
    Acked,
    /// The broker said no, or sent it back.
    Failed,
}

/// What has become of a message, for the ledger's row.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Fate {
    /// Not settled yet.
    Waiting,
    /// Its effect happened once.
    Done,
    /// It is lost.
    Lost,
    /// The producer was told that it failed, and it has no effect.
    Failed,
    /// Its effect happened more than once.
    Twice,
}

impl Fate {
    /// The name in the page's `data-fate`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Done => "done",
            Self::Lost => "lost",
            Self::Failed => "failed",
            Self::Twice => "twice",
        }
    }
}

/// One message's line in the ledger.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Record {
    /// What the producer believes.
    pub belief: Belief,
    /// How often a consumer's code received it.
    pub taken: u8,
    /// How often its effect happened, without those that were overwritten.
    pub applied: u8,
    /// Whether its effect was left out because a newer one of its key was there (C-R4).
    pub outdated: bool,
}

/// Every message's record and the flags raised so far.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Ledger {
    /// One record a message, message 1 first.
    pub records: Vec<Record>,
    /// The flags raised so far.
    pub flags: Flags,
}

impl Ledger {
    /// A ledger of messages of which nothing has happened yet.
    pub fn new(messages: u8) -> Self {
        Self { records: vec![Record::default(); messages as usize], flags: Flags::default() }
    }

    /// The message's record.
    pub fn record(&self, message: Message) -> &Record {
        &self.records[message.index()]
    }

    /// What has become of the message.
    pub fn fate(&self, message: Message) -> Fate {
        let record = self.record(message);
        match record.applied {
            0 if self.flags.of(Flag::Lost).contains(message) => Fate::Lost,
            0 if record.outdated => Fate::Done,
            0 if record.belief == Belief::Failed => Fate::Failed,
            0 => Fate::Waiting,
            1 => Fate::Done,
            _ => Fate::Twice,
        }
    }
}

impl Ledger {
    /// A consumer's code received the message; answers how often that has happened now.
    pub fn take(&mut self, message: Message) -> u8 {
        let taken = &mut self.records[message.index()].taken;
        *taken = taken.saturating_add(1);
        *taken
    }

    /// The effect of the message happened; answers how often that has happened now.
    pub fn apply(&mut self, message: Message) -> u8 {
        let applied = &mut self.records[message.index()].applied;
        *applied = applied.saturating_add(1);
        *applied
    }

    /// One effect of the message was overwritten.
    pub fn undo(&mut self, message: Message) {
        let applied = &mut self.records[message.index()].applied;
        *applied = applied.saturating_sub(1);
    }

    /// Its effect was left out for that of a newer one.
    pub fn outdate(&mut self, message: Message) {
        self.records[message.index()].outdated = true;
    }

    /// Changes what the producer believes; answers whether that is news.
    pub fn believe(&mut self, message: Message, belief: Belief) -> bool {
        let old = &mut self.records[message.index()].belief;
        let news = *old != belief;
        *old = belief;
        news
    }

    /// Whether an effect of a newer message of the same key has happened.
    pub fn overtaken(&self, message: Message, keys: u8) -> bool {
        let newer = self.records.iter().enumerate().skip(message.index() + 1);
        newer
            .filter(|(_, record)| record.applied > 0)
            .any(|(index, _)| Message::at(index).key(keys) == message.key(keys))
    }
}
