//! What every part of the drawing is made from, and the small elements that all of them use.

use yew::{AttrValue, Callback, Html};

use super::Role;
use crate::model::Action;
use crate::page::stage::layout::{Anchor, Grid, Label, Layout, Point, Rect};
use crate::page::stage::motion::Plan;
use crate::page::stage::picture::{Picture, Place};
use crate::page::stage::story::Story;
use crate::page::stage::words;
use crate::page::svg::{Shape, Way, nothing, path};
use crate::play::Run;
use crate::tell::Lang;

/// What a part of the drawing is made from.
pub struct Part<'view> {
    pub lang: Lang,
    pub run: &'view Run,
    pub story: &'view Story,
    pub layout: &'view Layout,
    pub picture: &'view Picture,
    pub plan: &'view Plan,
    /// How much of the next step is done.
    pub part: f64,
    /// Whether what the step moves is painted, and so must not be drawn.
    pub moving: bool,
    pub role: Role,
    pub on_action: &'view Callback<Action>,
}

impl Part<'_> {
    /// The thing, unless it is under way from its place.
    pub fn resting(&self, place: Place, thing: impl FnOnce() -> Html) -> Html {
        if self.moving && self.plan.hidden.contains(&place) { nothing() } else { thing() }
    }
}

/// The thing, or an empty place that keeps its neighbours where they are.
pub fn or_nothing(thing: Option<Html>) -> Html {
    thing.unwrap_or_else(nothing)
}

/// A group without a class.
#[inline(never)]
pub fn group(children: Vec<Html>) -> Html {
    Shape::new("g").all(children).done()
}

/// A thing whose origin is at this point.
#[inline(never)]
pub fn moved(point: Point, thing: Html) -> Html {
    Shape::new("g").at((point.x, point.y)).with(thing).done()
}

/// A text.
#[inline(never)]
pub fn text(label: Label, class: &'static str, words: impl Into<AttrValue>) -> Html {
    let anchor = match label.anchor {
        Anchor::Start => "start",
        Anchor::Middle => "middle",
        Anchor::End => "end",
    };
    let words: AttrValue = words.into();
    let text = Shape::of("text", class).word("text-anchor", anchor);
    text.number("x", label.at.x).number("y", label.at.y).with(Html::from(words)).done()
}

/// A box.
#[inline(never)]
pub fn rect(area: &Rect, class: &'static str, round: f64) -> Html {
    let rect = Shape::of("rect", class).number("x", area.x).number("y", area.y);
    rect.number("width", area.w).number("height", area.h).number("rx", round).done()
}

/// A circle.
#[inline(never)]
pub fn circle(at: Point, radius: f64, class: &'static str) -> Html {
    let circle = Shape::of("circle", class).number("cx", at.x).number("cy", at.y);
    circle.number("r", radius).done()
}

/// The mark that counts what there is no room for in a row.
#[inline(never)]
pub fn plus(grid: &Grid, count: usize, place: usize) -> Html {
    let hidden = count - grid.shown(count);
    let at = grid.at(place);
    if hidden == 0 { nothing() } else { text(Label::middle(at.x, at.y + 4.0), "plus", words::plus(hidden)) }
}

/// Something that explains itself to whoever points at it or reaches it by keyboard.
#[inline(never)]
pub fn explained(tip: String, class: &'static str, children: Vec<Html>) -> Html {
    let group = Shape::of("g", class).word("tabindex", "0").word("role", "img");
    group.text("aria-label", tip.clone()).text("data-tip", tip).all(children).done()
}

/// A way of straight pieces with an arrow-head at its end; the classes of both.
#[inline(never)]
pub fn arrow(points: &[Point], [line, head]: [&'static str; 2]) -> Html {
    let Some((end, before)) = points.split_last() else { return nothing() };
    // The last piece may have no length; then the arrow keeps the direction of the one before.
    let from = before.iter().rev().find(|point| point.distance(*end) > 1.0).unwrap_or(end);
    let length = from.distance(*end).max(1.0);
    let unit = Point::new((end.x - from.x) / length, (end.y - from.y) / length);
    let back = |by: f64, side: f64| (end.x - unit.x * by - unit.y * side, end.y - unit.y * by + unit.x * side);
    let mut way = Way::default();
    for (index, point) in before.iter().enumerate() {
        way = if index == 0 { way.jump((point.x, point.y)) } else { way.to((point.x, point.y)) };
    }
    let tip = Way::from(back(1.5, 0.0)).to(back(9.7, 4.1)).to(back(9.7, -4.1)).to(back(1.5, 0.0));
    group(vec![path(line, way.to(back(9.7, 0.0))), path(head, tip)])
}
