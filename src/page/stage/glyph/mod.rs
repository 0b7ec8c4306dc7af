//! The shapes of messages and envelopes, as plain outlines around a middle. The drawing, the canvas layer, sentences,
//! ledger and timeline all use these.

#[cfg(test)]
mod tests;

use super::layout::Point;
use crate::model::{CopyScene, CopyState, EnvelopeKind, Message, Messages, RecordScene, ShelfKind};
use crate::page::number::push;

/// How many looks there are: one for each key.
pub const LOOKS: usize = 8;

/// A piece of an outline.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Outline {
    /// All of it, if it is a circle.
    Circle,
    /// It begins here.
    Start(Point),
    /// A straight line to here.
    Line(Point),
    /// A rounded corner: over this point to that one.
    Bend(Point, Point),
}

/// How far corners are rounded, for radius 1.
const ROUNDING: f64 = 0.2;

/// What shows a message's key: a shape and a colour, never the colour alone.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Look(u8);

impl Look {
    /// The look of a message's key. Message 1 always has the first look.
    pub const fn of(message: Message, keys: u8) -> Self {
        let keys = if keys == 0 { 1 } else { keys };
        Self((message.0.wrapping_sub(1) % keys) % LOOKS as u8)
    }

    /// Every look.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..LOOKS as u8).map(Self)
    }

    /// Its number, from 0: `--key0`, `.key0` in the style sheet.
    pub const fn index(self) -> usize {
        self.0 as usize
    }

    /// The class that gives a thing this look's colours.
    pub const fn class(self) -> &'static str {
        match self.0 {
            0 => "key0",
            1 => "key1",
            2 => "key2",
            3 => "key3",
            4 => "key4",
            5 => "key5",
            6 => "key6",
            _ => "key7",
        }
    }

    /// The corners of its shape for radius 1; none for the circle.
    const fn corners(self) -> &'static [(f64, f64)] {
        match self.0 {
            0 => &[],
            1 => &[(-0.95, -0.95), (0.95, -0.95), (0.95, 0.95), (-0.95, 0.95)],
            2 => &[(0.0, -1.16), (1.15, 0.86), (-1.15, 0.86)],
            3 => &[(0.0, -1.16), (1.16, 0.0), (0.0, 1.16), (-1.16, 0.0)],
            4 => &[(-0.58, -1.0), (0.58, -1.0), (1.14, 0.0), (0.58, 1.0), (-0.58, 1.0), (-1.14, 0.0)],
            5 => &[(0.0, -1.1), (1.1, -0.28), (0.68, 0.96), (-0.68, 0.96), (-1.1, -0.28)],
            6 => &[(-1.15, -0.86), (1.15, -0.86), (0.0, 1.16)],
            _ => &CROSS,
        }
    }

    /// Its outline around the origin.
    pub fn pieces(self, radius: f64) -> impl Iterator<Item = Outline> {
        let corners = self.corners();
        let circle = corners.is_empty().then_some(Outline::Circle);
        let sides = (0..corners.len()).flat_map(move |index| {
            let corner = corners[index];
            let before = corners[(index + corners.len() - 1) % corners.len()];
            let after = corners[(index + 1) % corners.len()];
            let at = |(x, y): (f64, f64)| Point::new(x * radius, y * radius);
            let from = at(near(corner, before, ROUNDING));
            let start = if index == 0 { Outline::Start(from) } else { Outline::Line(from) };
            [start, Outline::Bend(at(corner), at(near(corner, after, ROUNDING)))]
        });
        circle.into_iter().chain(sides)
    }

    /// The same as SVG path data.
    pub fn outline(self, radius: f64) -> String {
        let mut path = String::new();
        for piece in self.pieces(radius) {
            match piece {
                Outline::Circle => {
                    step(&mut path, 'M', &[-radius, 0.0]);
                    step(&mut path, 'a', &[radius, radius, 0.0, 1.0, 1.0, 2.0 * radius, 0.0]);
                    step(&mut path, 'a', &[radius, radius, 0.0, 1.0, 1.0, -2.0 * radius, 0.0]);
                }
                Outline::Start(at) => step(&mut path, 'M', &[at.x, at.y]),
                Outline::Line(to) => step(&mut path, 'L', &[to.x, to.y]),
                Outline::Bend(over, to) => step(&mut path, 'Q', &[over.x, over.y, to.x, to.y]),
            }
        }
        path.push('Z');
        path
    }

    /// The length of its outline, roughly.
    pub fn perimeter(self, radius: f64) -> f64 {
        let corners = self.corners();
        if corners.is_empty() {
            return std::f64::consts::TAU * radius;
        }
        let point = |index: usize| corners[index % corners.len()];
        let sides = (0..corners.len()).map(|index| {
            let ((x, y), (to_x, to_y)) = (point(index), point(index + 1));
            (to_x - x).hypot(to_y - y)
        });
        (sides.sum::<f64>() - 0.1 * corners.len() as f64) * radius
    }

    /// From the middle of its shape to the baseline of its number.
    pub fn baseline(self, radius: f64, digits: usize) -> f64 {
        let drop = match self.0 {
            2 => 0.16,
            5 => 0.06,
            6 => -0.14,
            _ => 0.0,
        };
        drop * radius + self.font_size(radius, digits) * 0.355
    }

    /// The size of its number.
    pub fn font_size(self, radius: f64, digits: usize) -> f64 {
        let one: f64 = match self.0 {
            2 | 6 => 0.9,
            3 | 5 => 1.0,
            _ => 1.06,
        };
        let part = if digits < 2 { one } else { one.min(0.95) * 0.9 };
        rounded(part * radius)
    }
}

const CROSS: [(f64, f64); 12] = [
    (-0.52, -1.1),
    (0.52, -1.1),
    (0.52, -0.52),
    (1.1, -0.52),
    (1.1, 0.52),
    (0.52, 0.52),
    (0.52, 1.1),
    (-0.52, 1.1),
    (-0.52, 0.52),
    (-1.1, 0.52),
    (-1.1, -0.52),
    (-0.52, -0.52),
];

fn near((x, y): (f64, f64), (to_x, to_y): (f64, f64), by: f64) -> (f64, f64) {
    let length = (to_x - x).hypot(to_y - y);
    (x + (to_x - x) * by / length, y + (to_y - y) * by / length)
}

/// A piece of path data: a letter, then numbers.
fn step(path: &mut String, letter: char, numbers: &[f64]) {
    path.push(letter);
    for number in numbers {
        path.push(' ');
        push(path, *number);
    }
}

/// One digit after the point is enough.
fn rounded(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

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
