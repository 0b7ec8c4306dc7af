//! In the tall drawing, consumers that have no room side by side: one below the other, each as wide as the drawing allows.
//! The broker reaches down beside them, their wires run from it to the right, and their effects go down at the right edge.

use super::{ConsumerPlace, Dimension, Grid, Label, Point, Rect, Row, Track, WirePlace};

/// The part of the broker that reaches down.
pub const SPINE: f64 = 12.0;
/// Left and right sides of the boxes, and their height.
const SIDES: (f64, f64) = (140.5, 344.5);
const HEIGHT: f64 = 54.0;
/// From one box's top to the next one's.
const APART: f64 = 60.0;
/// From a box's top to its wires.
const FORWARD: f64 = 14.0;
const BACK: f64 = 41.0;
/// Where effects go down.
const EFFECTS: f64 = 351.5;

/// The box of one of them.
pub fn consumer(index: usize, top: f64) -> ConsumerPlace {
    let rect = Rect::new(SIDES.0, top + APART * index as f64, SIDES.1 - SIDES.0, HEIGHT);
    let line = |x: f64, pitch: f64, columns: usize, radius: f64| Grid {
        first: Point::new(x, rect.y + 35.0),
        pitch: Point::new(pitch, 0.0),
        columns,
        lines: 1,
        radius,
    };
    ConsumerPlace {
        rect,
        name: Label::start(rect.x + 8.0, rect.y + 15.0),
        alone: false,
        status: Label::end(rect.right() - 8.0, rect.y + 15.0),
        setting: None,
        holding: Row {
            caption: None,
            grid: line(rect.x + 20.0, 24.0, 4, 10.0),
            dimension: Some(Dimension { y: rect.y + 49.5, tick: 3.0, text: None }),
        },
        acks: Row { caption: None, grid: line(rect.right() - 50.0, 29.0, 2, 13.0), dimension: None },
        leaves: Point::new(EFFECTS, rect.centre().y),
    }
}

/// Its connection.
pub fn wire(spine: &Rect, place: &ConsumerPlace) -> WirePlace {
    let between = |y: f64| (Point::new(spine.right(), place.rect.y + y), Point::new(place.rect.x, place.rect.y + y));
    let ((from, to), (end, start)) = (between(FORWARD), between(BACK));
    WirePlace {
        forward: Track { from, to },
        back: Track { from: start, to: end },
        forward_label: None,
        back_label: None,
    }
}
