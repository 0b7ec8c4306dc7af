//! The shapes of messages and envelopes, as plain outlines around a middle. The drawing, the canvas layer, sentences,
//! ledger and timeline all use these.

#[cfg(test)]
mod tests;

use super::layout::Point;
use crate::model::{CopyScene, CopyState, EnvelopeKind, Message, Messages, RecordScene, ShelfKind};
pub use crate::tell::look::{LOOKS, Look, Outline};

/// How a message is drawn.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Style {
    /// Its inside.
    pub fill: Fill,
    /// Its border.
    pub border: Border,
    /// Whether it is hardly there any more.
    pub faint: bool,
}

/// The inside of a message.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Fill {
    /// The key's colour: on the way, in hand, in the outside world.
    Key,
    /// The key's tint: a stored copy, or something done with.
    Tint,
    /// None: handed out and not acked.
    Sheet,
}

/// The border of a message: it closes as safety grows.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Border {
    /// None.
    None,
    /// Short dashes: only in memory.
    Short,
    /// Long dashes: in the page cache.
    Long,
    /// Solid: on disk.
    Solid,
}

impl Border {
    /// Dash and gap that close evenly around an outline of this length.
    pub fn dashes(self, perimeter: f64) -> Option<(f64, f64)> {
        let (dash, gap) = match self {
            Self::None | Self::Solid => return None,
            Self::Short => (2.6, 2.6),
            Self::Long => (8.2, 3.4),
        };
        let stretch = perimeter / ((perimeter / (dash + gap)).round().max(1.0) * (dash + gap));
        Some((dash * stretch, gap * stretch))
    }
}

impl Style {
    /// On the way, in hand, or in the outside world.
    pub const LIVE: Self = Self { fill: Fill::Key, border: Border::None, faint: false };
    /// Done with.
    pub const DONE: Self = Self { fill: Fill::Tint, border: Border::None, faint: false };
    /// Kept in a program's memory.
    pub const KEPT: Self = Self { fill: Fill::Tint, border: Border::Short, faint: false };

    /// A stored copy in this place.
    pub const fn stored(shelf: ShelfKind, copy: &CopyScene) -> Self {
        let border = match (shelf, copy.state) {
            (ShelfKind::Memory, _) | (_, CopyState::Uncommitted) => Border::Short,
            (ShelfKind::PageCache, _) => Border::Long,
            (ShelfKind::Disk | ShelfKind::Replica { .. }, _) => Border::Solid,
        };
        let fill = match copy.state {
            CopyState::Ready | CopyState::Leftover | CopyState::Uncommitted => Fill::Tint,
            CopyState::Unacked(_) | CopyState::Settling => Fill::Sheet,
        };
        Self { fill, border, faint: matches!(copy.state, CopyState::Leftover | CopyState::Settling) }
    }

    /// A record in a replica's log: its border is closed once it is committed.
    pub const fn record(record: &RecordScene) -> Self {
        let border = if record.committed { Border::Solid } else { Border::Short };
        Self { fill: Fill::Tint, border, faint: false }
    }

    /// The classes that draw it so.
    pub const fn classes(self) -> (&'static str, &'static str) {
        let fill = match self.fill {
            Fill::Key => "full",
            Fill::Tint => "tint",
            Fill::Sheet => "hollow",
        };
        let border = match self.border {
            Border::None => "",
            Border::Short | Border::Long | Border::Solid => "lined",
        };
        (fill, border)
    }
}

/// How an envelope is drawn.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Paper {
    /// Sent: solid.
    Sent,
    /// Owed: dashed.
    Owed,
    /// Destroyed: torn in two.
    Torn,
}

/// The seals of an envelope: the messages that it answers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Seals {
    /// It answers no message.
    None,
    /// Up to three messages, one seal each.
    Each(Vec<Message>),
    /// More: from the first to the last.
    Range(Message, Message),
}

impl Seals {
    /// The seals for these messages.
    pub fn of(messages: Messages) -> Self {
        let all: Vec<Message> = messages.iter().collect();
        match all.as_slice() {
            [] => Self::None,
            [first, _, _, .., last] if all.len() > 3 => Self::Range(*first, *last),
            _ => Self::Each(all),
        }
    }

    /// Radius of each of so many seals, and where their middles are in an envelope of half-width [`ENVELOPE`].
    pub const fn places(count: usize) -> (f64, [Point; 3]) {
        const fn at(x: f64) -> Point {
            Point::new(x, 1.0)
        }
        match count {
            0 | 1 => (8.0, [at(0.0), at(0.0), at(0.0)]),
            2 => (6.6, [at(-7.4), at(7.4), at(0.0)]),
            _ => (5.2, [at(-10.9), at(0.0), at(10.9)]),
        }
    }
}

/// Whether the seal is crossed out: the answer is no.
pub const fn is_refusal(kind: EnvelopeKind) -> bool {
    matches!(
        kind,
        EnvelopeKind::Refusal
            | EnvelopeKind::Nack
            | EnvelopeKind::Reject
            | EnvelopeKind::CommitFailed
            | EnvelopeKind::ProduceError
    )
}

/// Half the width of the marker that ends a transaction.
pub const MARKER: f64 = 4.5;

/// Half the width of an envelope as drawn by [`Paper::paths`].
pub const ENVELOPE: f64 = 17.0;

impl Paper {
    /// Its outlines, each with its flap, for a half-width of [`ENVELOPE`]: one, or two halves.
    pub const fn paths(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Sent | Self::Owed => &[(
                "M-15 -12H15a2 2 0 0 1 2 2V10a2 2 0 0 1 -2 2H-15a2 2 0 0 1 -2 -2V-10a2 2 0 0 1 2 -2Z",
                "M-16.4 -11.4L0 2L16.4 -11.4",
            )],
            Self::Torn => &[
                ("M-20 -12H0l-4 5 4 4 -4 5 4 5 -3 5H-20Z", "M-19.4 -11.4L-4 -1"),
                ("M20 -10H6l-4 5 4 4 -4 5 4 5 -3 5H20Z", "M19.4 -9.4L6.4 -.6"),
            ],
        }
    }
}
