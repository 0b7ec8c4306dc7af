//! Points, boxes, rows of equal places, and ways.

pub use crate::tell::look::Point;

/// A box.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Rect {
    /// Left.
    pub x: f64,
    /// Top.
    pub y: f64,
    /// Width.
    pub w: f64,
    /// Height.
    pub h: f64,
}

impl Rect {
    /// A box.
    pub const fn new(x: f64, y: f64, w: f64, h: f64) -> Self {
        Self { x, y, w, h }
    }

    /// The box around a point.
    pub const fn around(at: Point, half_width: f64, half_height: f64) -> Self {
        Self { x: at.x - half_width, y: at.y - half_height, w: 2.0 * half_width, h: 2.0 * half_height }
    }

    /// Its right side.
    pub const fn right(&self) -> f64 {
        self.x + self.w
    }

    /// Its lower side.
    pub const fn bottom(&self) -> f64 {
        self.y + self.h
    }

    /// Its middle.
    pub const fn centre(&self) -> Point {
        Point { x: self.x + self.w / 2.0, y: self.y + self.h / 2.0 }
    }

    /// Whether the other box lies inside it.
    pub fn contains(&self, other: &Self) -> bool {
        other.x >= self.x && other.y >= self.y && other.right() <= self.right() && other.bottom() <= self.bottom()
    }

    /// Whether the two share any area.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.x < other.right() && other.x < self.right() && self.y < other.bottom() && other.y < self.bottom()
    }
}

/// Equal places in lines, for things of one kind. What does not fit is counted in the last place.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Grid {
    /// The middle of the first place.
    pub first: Point,
    /// From one place to the next in a line, and from one line to the next.
    pub pitch: Point,
    /// Places in a line.
    pub columns: usize,
    /// Lines.
    pub lines: usize,
    /// The radius of a message here; half the width of an envelope.
    pub radius: f64,
}

impl Grid {
    /// How many places there are.
    pub const fn fits(&self) -> usize {
        self.columns * self.lines
    }

    /// The middle of a place.
    pub fn at(&self, place: usize) -> Point {
        let (line, column) = (place / self.columns.max(1), place % self.columns.max(1));
        Point::new(self.first.x + self.pitch.x * column as f64, self.first.y + self.pitch.y * line as f64)
    }

    /// How many of so many things are shown: all, or all but those that one place counts.
    pub const fn shown(&self, count: usize) -> usize {
        if count <= self.fits() { count } else { self.fits().saturating_sub(1) }
    }

    /// Where the thing at `index` of `count` is when the first ones are shown: those that don't fit share the last place.
    pub fn first_of(&self, index: usize, count: usize) -> Point {
        self.at(index.min(if count <= self.fits() { count } else { self.fits().saturating_sub(1) }))
    }

    /// Where it is when the last ones are shown: those that don't fit share the first place.
    pub fn last_of(&self, index: usize, count: usize) -> Point {
        let hidden = count - self.shown(count);
        if hidden == 0 { self.at(index) } else { self.at((index + 1).saturating_sub(hidden)) }
    }

    /// The places' box.
    pub fn bounds(&self) -> Rect {
        let last = self.at(self.fits().saturating_sub(1));
        let right = self.first.x + self.pitch.x * (self.columns.max(1) - 1) as f64;
        let (x, y) = (self.first.x - self.radius, self.first.y - self.radius);
        Rect::new(x, y, right + self.radius - x, last.y + self.radius - y)
    }
}

/// A way over a wire, for the middles of what travels on it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Track {
    /// The border of the box where it begins.
    pub from: Point,
    /// The border of the box where it ends.
    pub to: Point,
}

/// How far the middle of what travels stays away from the boxes.
const INSET: f64 = 18.0;

impl Track {
    /// The length that the middle of something travels.
    pub fn length(&self) -> f64 {
        (self.from.distance(self.to) - 2.0 * INSET).max(1.0)
    }

    /// The place after so much of that length.
    pub fn at(&self, travelled: f64) -> Point {
        let whole = self.from.distance(self.to).max(1.0);
        self.from.towards(self.to, (INSET + travelled) / whole)
    }

    /// Where travelling begins.
    pub fn start(&self) -> Point {
        self.at(0.0)
    }

    /// Where it ends.
    pub fn end(&self) -> Point {
        self.at(self.length())
    }
}
