//! The small signs on the timeline.

use yew::{Html, classes, html};

use crate::model::Message;
use crate::page::stage::glyph::Look;
use crate::tell::interface;

/// A message at a point.
pub fn message(message: Message, keys: u8, (x, y): (f64, f64), radius: f64) -> Html {
    let look = Look::of(message, keys);
    let digits = if message.0 < 10 { 1 } else { 2 };
    html! {
        <g class={classes!("m", "full", look.class())} transform={format!("translate({x} {y})")}>
            <path d={look.outline(radius)} />
            <text y={look.baseline(radius, digits).to_string()} font-size={look.font_size(radius, digits).to_string()}>
                { message.0 }
            </text>
        </g>
    }
}

/// An answer that is sent.
pub fn envelope((x, y): (f64, f64), hot: bool) -> Html {
    html! {
        <g class={if hot { "mini hot" } else { "mini" }} transform={format!("translate({x} {y})")}>
            <rect x="-6.5" y="-4.5" width="13" height="9" rx="1" /><path d="M-6 -4L0 .8L6 -4" />
        </g>
    }
}

/// Something arrives.
pub fn dot((x, y): (f64, f64)) -> Html {
    html! { <circle class="dot" cx={x.to_string()} cy={y.to_string()} r="2.4" /> }
}

/// Something ends badly.
pub fn cross((x, y): (f64, f64)) -> Html {
    html! { <path class="tcutx" d={format!("M{} {}l10 10m0 -10l-10 10", x - 5.0, y - 5.0)} /> }
}

/// How often something has happened.
pub fn times((x, y): (f64, f64), times: usize) -> Html {
    html! {
        <g class="x2" transform={format!("translate({x} {y})")}>
            <rect x="-10" y="-7" width="20" height="14" rx="7" /><text y="3.6">{ interface::times(times) }</text>
        </g>
    }
}
