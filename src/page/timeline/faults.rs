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
    Shape::of("g", "broke").each(steps.filter_map(|step| fault(drawing, lanes, step))).done()
}

fn fault(drawing: &Drawing, lanes: &Lanes, step: usize) -> Option<Html> {
    let props = drawing.props;
    let (kind, struck) = Struck::in_step(props.run.events(step))?;
    let is_cut = matches!(struck, Struck::Wire(_));
    let text = match kind {
        Some(kind) if !is_cut => tell::fault_label(kind, props.run.setup().broker, props.lang),
        _ => interface::connection_cut(props.lang),
    };
    let y = match struck {
        Struck::Wire(line) => lanes.client(line).midpoint(lanes.broker),
        Struck::Client(line) => lanes.client(line),
        Struck::Broker => lanes.broker,
    };
    let x = drawing.scale.middle(step);
    // A cut is marked at what it destroyed, if it destroyed anything.
    let destroyed = props.run.flights().iter().any(|flight| flight.landing == Landing::Destroyed(step));
    // On a lane the label stands above it, where no message covers it.
    let baseline = if is_cut { y + 4.0 } else { y - 10.0 };
    let mut marks = Shape::new("g").with(label(drawing, (x, baseline), text));
    if !(is_cut && destroyed) {
        marks = marks.with(marks::cross((x, y)));
    }
    if props.broken.contains(&step) {
        marks = marks.with(svg::path("brokenl", Way::from((x, 20.0)).down(6.0)));
        // Where a person broke several things in a row, one label has room.
        let column = drawing.scale.column;
        let near = |other: &usize| *other < step && (step - other) as f64 * column < LABEL;
        if !props.broken.iter().any(near) {
            marks = marks.with(label(drawing, (x - 4.0, 17.0), words::you_broke_it(props.lang)));
        }
    }
    Some(marks.keyed(step))
}

fn label(drawing: &Drawing, (x, y): Point, text: &'static str) -> Html {
    let at_left = x > drawing.scale.total() - LABEL && x > LABEL;
    let (class, x) = if at_left { ("tc end", x - 9.0) } else { ("tc", x + 9.0) };
    svg::words(class, (x, y), text)
}
