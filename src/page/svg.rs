//! Small drawn things that every drawing is made of.

use yew::{AttrValue, Html};

pub use super::element::Element as Shape;
use super::number::push;

impl Shape {
    /// Along this way.
    pub fn way(self, way: Way) -> Self {
        self.text("d", way.0)
    }
}

/// A group of this class.
#[inline(never)]
pub fn group(class: &'static str, children: Vec<Html>) -> Html {
    Shape::of("g", class).all(children).done()
}

/// An empty place.
#[inline(never)]
pub fn nothing() -> Html {
    Shape::new("g").done()
}

/// A line of this class.
#[inline(never)]
pub fn path(class: &'static str, way: Way) -> Html {
    Shape::of("path", class).way(way).done()
}

/// Words of this class, anchored as its style says.
#[inline(never)]
pub fn words(class: &'static str, (x, y): (f64, f64), words: impl Into<AttrValue>) -> Html {
    let words: AttrValue = words.into();
    Shape::of("text", class).number("x", x).number("y", y).with(Html::from(words)).done()
}

/// The way of a line: SVG path data.
#[derive(Default)]
pub struct Way(String);

impl Way {
    /// Begins here.
    pub fn from(point: (f64, f64)) -> Self {
        Self::default().jump(point)
    }

    /// Goes on from here.
    #[inline(never)]
    pub fn jump(self, point: (f64, f64)) -> Self {
        self.step('M', &[point.0, point.1])
    }

    /// Straight to this point.
    #[inline(never)]
    pub fn to(self, point: (f64, f64)) -> Self {
        self.step('L', &[point.0, point.1])
    }

    /// Across to this x.
    #[inline(never)]
    pub fn across(self, x: f64) -> Self {
        self.step('H', &[x])
    }

    /// Up or down to this y.
    #[inline(never)]
    pub fn down(self, y: f64) -> Self {
        self.step('V', &[y])
    }

    #[inline(never)]
    fn step(mut self, letter: char, numbers: &[f64]) -> Self {
        self.0.push(letter);
        for (place, number) in numbers.iter().enumerate() {
            if place > 0 {
                self.0.push(' ');
            }
            push(&mut self.0, *number);
        }
        self
    }
}
