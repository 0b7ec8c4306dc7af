//! What every part of the drawing is made from, and the small elements that all of them use.

use yew::{AttrValue, Callback, Html, html};

use crate::model::Action;
use crate::page::stage::glyph::rounded;
use crate::page::stage::layout::{Anchor, Grid, Label, Layout, Point, Rect};
use crate::page::stage::motion::Plan;
use crate::page::stage::picture::{Picture, Place};
use crate::page::stage::story::Story;
use crate::page::stage::words;
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
    pub on_action: &'view Callback<Action>,
}

impl Part<'_> {
    /// Whether the thing at this place is drawn: it is not if it is under way.
    pub fn rests(&self, place: Place) -> bool {
        !self.moving || !self.plan.hidden.contains(&place)
    }
}

/// A number for an attribute.
pub fn number(number: f64) -> AttrValue {
    AttrValue::from(rounded(number).to_string())
}

/// Moves an element's origin.
pub fn at(point: Point) -> AttrValue {
    AttrValue::from(format!("translate({} {})", rounded(point.x), rounded(point.y)))
}

/// A text.
pub fn text(label: Label, class: &'static str, words: impl Into<AttrValue>) -> Html {
    let anchor = match label.anchor {
        Anchor::Start => "start",
        Anchor::Middle => "middle",
        Anchor::End => "end",
    };
    let words: AttrValue = words.into();
    html! { <text {class} x={number(label.at.x)} y={number(label.at.y)} text-anchor={anchor}>{ words }</text> }
}

/// A box.
pub fn rect(area: &Rect, class: impl Into<AttrValue>, round: f64) -> Html {
    let class: AttrValue = class.into();
    html! {
        <rect {class} x={number(area.x)} y={number(area.y)} width={number(area.w)} height={number(area.h)} rx={number(round)} />
    }
}

/// The mark that counts what there is no room for in a row.
pub fn plus(grid: &Grid, count: usize, place: usize) -> Html {
    let hidden = count - grid.shown(count);
    let at = grid.at(place);
    let label = Label::middle(at.x, at.y + 4.0);
    html! { <g>{ if hidden == 0 { Html::default() } else { text(label, "plus", words::plus(hidden)) } }</g> }
}

/// Something that explains itself to whoever points at it or reaches it by keyboard.
pub fn explained(tip: String, class: impl Into<AttrValue>, content: Html) -> Html {
    let class: AttrValue = class.into();
    let tip = AttrValue::from(tip);
    html! { <g {class} tabindex="0" role="img" aria-label={tip.clone()} data-tip={tip}>{ content }</g> }
}
