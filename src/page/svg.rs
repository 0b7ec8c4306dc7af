//! Elements of drawings, put together by a few functions rather than by the macro at each place: a drawing has so many
//! of them that the macro's code would make up a good part of the page.

use yew::virtual_dom::{Key, VTag};
use yew::{AttrValue, Html};

/// An element of a drawing.
pub struct Shape(Box<VTag>);

impl Shape {
    /// An element with this tag.
    #[inline(never)]
    pub fn new(tag: &'static str) -> Self {
        Self(Box::new(VTag::new(tag)))
    }

    /// With an attribute that never changes.
    #[inline(never)]
    pub fn word(mut self, name: &'static str, value: &'static str) -> Self {
        self.0.add_attribute(name, AttrValue::Static(value));
        self
    }

    /// With an attribute.
    #[inline(never)]
    pub fn text(mut self, name: &'static str, value: String) -> Self {
        self.0.add_attribute(name, AttrValue::from(value));
        self
    }

    /// With an attribute that is a number.
    #[inline(never)]
    pub fn number(self, name: &'static str, value: f64) -> Self {
        let mut text = String::new();
        push(&mut text, value);
        self.text(name, text)
    }

    /// With these classes.
    #[inline(never)]
    pub fn classes(self, classes: &[&'static str]) -> Self {
        self.text("class", classes.join(" "))
    }

    /// Along this way.
    pub fn way(self, way: Way) -> Self {
        self.text("d", way.0)
    }

    /// Moved to this point.
    #[inline(never)]
    pub fn at(self, (x, y): (f64, f64)) -> Self {
        let mut text = String::from("translate(");
        push(&mut text, x);
        text.push(' ');
        push(&mut text, y);
        text.push(')');
        self.text("transform", text)
    }

    /// With a child.
    #[inline(never)]
    pub fn with(mut self, child: Html) -> Self {
        self.0.add_child(child);
        self
    }

    /// With children.
    #[inline(never)]
    pub fn all(mut self, children: Vec<Html>) -> Self {
        self.0.add_children(children);
        self
    }

    /// Known by this number among its neighbours.
    #[inline(never)]
    pub fn keyed(mut self, key: usize) -> Html {
        self.0.key = Some(Key::from(key));
        self.done()
    }

    /// The element.
    #[inline(never)]
    pub fn done(self) -> Html {
        (*self.0).into()
    }
}

/// A group of this class.
pub fn group(class: &'static str, children: Vec<Html>) -> Html {
    Shape::new("g").word("class", class).all(children).done()
}

/// An empty place.
pub fn nothing() -> Html {
    Shape::new("g").done()
}

/// A line of this class.
pub fn path(class: &'static str, way: Way) -> Html {
    Shape::new("path").word("class", class).way(way).done()
}

/// Words of this class, anchored as its style says.
pub fn words(class: &'static str, (x, y): (f64, f64), words: impl Into<AttrValue>) -> Html {
    let words: AttrValue = words.into();
    Shape::new("text").word("class", class).number("x", x).number("y", y).with(Html::from(words)).done()
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

/// A number with one digit after the point at most; the library's own way of writing numbers is much larger.
#[inline(never)]
pub fn push(text: &mut String, number: f64) {
    let tenths = (number * 10.0).round() as i64;
    if tenths < 0 {
        text.push('-');
    }
    let tenths = tenths.unsigned_abs();
    text.push_str(&(tenths / 10).to_string());
    if !tenths.is_multiple_of(10) {
        text.push('.');
        text.push(char::from(b'0' + (tenths % 10) as u8));
    }
}
