//! The shapes of messages, as plain outlines around a middle: the page and the exports draw the same ones.

use crate::model::Message;
use crate::tell::number::push;

/// A place in the drawing.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Point {
    /// To the right.
    pub x: f64,
    /// Down.
    pub y: f64,
}

impl Point {
    /// A place.
    pub const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    /// The place so far on the way to another one.
    pub fn towards(self, to: Self, part: f64) -> Self {
        Self { x: self.x + (to.x - self.x) * part, y: self.y + (to.y - self.y) * part }
    }

    /// How far it is to another place.
    pub fn distance(self, to: Self) -> f64 {
        (to.x - self.x).hypot(to.y - self.y)
    }

    /// The place moved by so much.
    pub fn plus(self, by: Self) -> Self {
        Self { x: self.x + by.x, y: self.y + by.y }
    }
}

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

    /// Its shape as a character, for words.
    pub const fn sign(self) -> char {
        match self.0 {
            0 => '●',
            1 => '■',
            2 => '▲',
            3 => '◆',
            4 => '⬢',
            5 => '⬟',
            6 => '▼',
            _ => '✚',
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
