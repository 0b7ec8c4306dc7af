//! What broke, on the view by actor: a cross where it struck, and its name.

use yew::Html;

use super::lanes::Lanes;
use super::marks::{self, Point};
use super::view::Drawing;
use crate::page::svg::{self, Shape, Way};
use crate::page::words;
use crate::play::{Landing, Struck};
use crate::tell::{self, interface};

/// Room that a label needs; nearer to the right end it stands at the left of its cross.
const LABEL: f64 = 120.0;

/// Everything that broke in the steps that are drawn.
pub fn draw(drawing: &Drawing, lanes: &Lanes) -> Html {
    let steps = drawing.drawn.0..=drawing.drawn.1;
    let mut labels = Labels::default();
    Shape::of("g", "broke").each(steps.filter_map(|step| fault(drawing, lanes, step, &mut labels))).done()
}

/// Labels that stand already: from where to where, and on which line.
#[derive(Default)]
struct Labels(Vec<(f64, f64, f64)>);

impl Labels {
    /// The height of a label, and how far it may be from where it belongs.
    const HEIGHT: f64 = 13.0;
    const LINES: [f64; 5] = [0.0, -1.0, 1.0, -2.0, 2.0];

    /// The nearest line on which this one covers no other.
    fn place(&mut self, left: f64, right: f64, baseline: f64) -> f64 {
        let free =
            |y: &f64| self.0.iter().all(|(from, to, at)| right < *from || left > *to || (at - y).abs() >= Self::HEIGHT);
        let lines = Self::LINES.iter().map(|line| baseline + line * Self::HEIGHT);
        let y = lines.into_iter().find(|y| *y >= Self::HEIGHT && free(y)).unwrap_or(baseline);
        self.0.push((left, right, y));
        y
    }
}

fn fault(drawing: &Drawing, lanes: &Lanes, step: usize, labels: &mut Labels) -> Option<Html> {
    let (course, lang) = (drawing.course, drawing.lang);
    let (kind, struck) = Struck::in_step(course.run.events(step))?;
    let is_cut = matches!(struck, Struck::Wire(_));
    let text = match kind {
        Some(kind) if !is_cut => tell::fault_label(kind, course.run.setup().broker, lang),
        _ => interface::connection_cut(lang),
    };
    let y = match struck {
        Struck::Wire(line) => lanes.client(line).midpoint(lanes.broker),
        Struck::Client(line) => lanes.client(line),
        Struck::Broker => lanes.broker,
    };
    let x = drawing.scale.middle(step);
    // A cut is marked at what it destroyed, if it destroyed anything.
    let destroyed = course.run.flights().iter().any(|flight| flight.landing == Landing::Destroyed(step));
    // On a lane the label stands above it, where no message covers it.
    let baseline = if is_cut { y + 4.0 } else { y - 10.0 };
    let mut marks = Shape::new("g").with(label(drawing, (x, baseline), text, labels));
    if !(is_cut && destroyed) {
        marks = marks.with(marks::cross((x, y)));
    }
    if course.broken.contains(&step) {
        marks = marks.with(svg::path("brokenl", Way::from((x, 20.0)).down(6.0)));
        // Where a person broke several things in a row, one label has room.
        let column = drawing.scale.column;
        let near = |other: &usize| *other < step && (step - other) as f64 * column < LABEL;
        if !course.broken.iter().any(near) {
            marks = marks.with(label(drawing, (x - 4.0, 17.0), words::you_broke_it(lang), labels));
        }
    }
    Some(marks.keyed(step))
}

fn label(drawing: &Drawing, (x, y): Point, text: &'static str, labels: &mut Labels) -> Html {
    let at_left = x > drawing.scale.total() - LABEL && x > LABEL;
    let width = width(text);
    let (class, x, left) = if at_left { ("tc end", x - 9.0, x - 9.0 - width) } else { ("tc", x + 9.0, x + 9.0) };
    let y = labels.place(left, left + width, y);
    svg::words(class, (x, y), text)
}

/// How wide a label is, at most.
fn width(text: &str) -> f64 {
    text.chars().map(|letter| if letter.is_ascii() { 6.4 } else { 11.8 }).sum()
}
