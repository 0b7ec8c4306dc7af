//! The small signs on the timeline.

use yew::Html;

use crate::model::Message;
use crate::page::stage::glyph::Style;
use crate::page::stage::message_sign;
use crate::page::svg::{self, Shape, Way};
use crate::tell::interface;

/// A point of the timeline.
pub type Point = (f64, f64);

/// A message at a point.
pub fn message(message: Message, keys: u8, point: Point, radius: f64) -> Html {
    Shape::new("g").at(point).with(message_sign(message, keys, Style::LIVE, radius, None)).done()
}

/// An answer that is sent.
pub fn envelope(point: Point, hot: bool) -> Html {
    let class = if hot { "mini hot" } else { "mini" };
    let paper = Shape::new("path").word("d", "M-6.5 -4.5H6.5V4.5H-6.5ZL0 .8L6.5 -4.5");
    Shape::new("g").word("class", class).at(point).with(paper.done()).done()
}

/// Something arrives.
pub fn dot((x, y): Point) -> Html {
    Shape::new("circle").word("class", "dot").number("cx", x).number("cy", y).number("r", 2.4).done()
}

/// Something ends badly.
pub fn cross((x, y): Point) -> Html {
    let way = Way::from((x - 5.0, y - 5.0)).to((x + 5.0, y + 5.0)).jump((x + 5.0, y - 5.0)).to((x - 5.0, y + 5.0));
    svg::path("tcutx", way)
}

/// How often something has happened.
pub fn times(point: Point, times: usize) -> Html {
    let pill = Shape::new("rect").number("x", -10.0).number("y", -7.0).number("width", 20.0).number("height", 14.0);
    let words = svg::words("", (0.0, 3.6), interface::times(times));
    Shape::new("g").word("class", "x2").at(point).with(pill.number("rx", 7.0).done()).with(words).done()
}
