//! Messages and envelopes as elements.

use yew::{AttrValue, Html, Properties, classes, component, html};

use super::part::{at, number};
use crate::model::{EnvelopeKind, Message, Messages};
use crate::page::stage::glyph::{Border, ENVELOPE, Look, Paper, Seals, Style, is_refusal, rounded};
use crate::page::stage::layout::Point;
use crate::tell::interface;

/// What a glyph in a text is.
#[derive(Properties, Clone, PartialEq)]
pub struct GlyphProps {
    /// The message.
    pub message: Message,
    /// How many keys there are.
    pub keys: u8,
    /// Its height in pixels.
    pub size: f64,
}

/// A message in a text, a table or a diagram: the same glyph as in the drawing.
#[component(Glyph)]
pub fn glyph(props: &GlyphProps) -> Html {
    let size = number(props.size);
    html! {
        <svg class="ig" width={size.clone()} height={size} viewBox="-12.5 -12.5 25 25" role="img" aria-label={props.message.0.to_string()}>
            { message(props.message, props.keys, Style::LIVE, 10.6, None) }
        </svg>
    }
}

/// A message around the origin.
pub fn message(message: Message, keys: u8, style: Style, radius: f64, tip: Option<String>) -> Html {
    let look = Look::of(message, keys);
    let (fill, border) = style.classes();
    let dashes =
        style.border.dashes(look.perimeter(radius)).map(|(dash, gap)| AttrValue::from(format!("{dash:.2} {gap:.2}")));
    let digits = if message.0 < 10 { 1 } else { 2 };
    let faint = style.faint.then_some("faint");
    // A border lies half inside, so that all states are equally large.
    let inner = if style.border == Border::None { radius } else { radius - 0.9 };
    html! {
        <g class={classes!("m", look.class(), fill, border, faint)} data-tip={tip.map(AttrValue::from)}>
            <path d={look.outline(inner)} stroke-dasharray={dashes} />
            <text y={number(look.baseline(radius, digits))} font-size={number(look.font_size(radius, digits))}>
                { message.0 }
            </text>
        </g>
    }
}

/// A message at a place.
pub fn message_at(point: Point, glyph: Html) -> Html {
    html! { <g transform={at(point)}>{ glyph }</g> }
}

/// An envelope around the origin, of this half-width.
pub fn envelope(kind: EnvelopeKind, messages: Messages, keys: u8, paper: Paper, half: f64) -> Html {
    let scale = half / ENVELOPE;
    let class = match paper {
        Paper::Sent => "env",
        Paper::Owed => "env owed",
        Paper::Torn => "env torn",
    };
    let paths = paper.paths().iter().map(|(border, flap)| {
        html! { <><path class="b" d={*border} /><path class="flap" d={*flap} /></> }
    });
    let transform =
        ((scale - 1.0).abs() > 0.01).then(|| AttrValue::from(format!("scale({})", rounded(scale * 10.0) / 10.0)));
    html! {
        <g {class} {transform}>
            { for paths }
            { if paper == Paper::Torn { html! { <g></g> } } else { seals(&Seals::of(messages), keys, is_refusal(kind)) } }
        </g>
    }
}

/// A badge with a word, around the origin.
pub fn pill(word: &'static str) -> Html {
    html! { <g class="x2"><rect x="-15" y="-7" width="30" height="14" rx="7" /><text y="3.6">{ word }</text></g> }
}

/// A message that fell from its way: broken in two, around the origin.
pub fn fallen(of: Message, keys: u8) -> Html {
    let look = Look::of(of, keys);
    html! {
        <g class={classes!("fallen", look.class())}>
            <path class="piece" d={look.outline(12.5)} />
            <path class="crack" d="M-2 -17L2 -8L-4 -1L3 6L-1 17" />
        </g>
    }
}

fn seals(seals: &Seals, keys: u8, refusal: bool) -> Html {
    let content: Html = match seals {
        Seals::None => html! { <path class="bar" d="M-5 3.5H5" /> },
        Seals::Each(messages) => {
            let (radius, places) = Seals::places(messages.len());
            messages
                .iter()
                .zip(places)
                .map(|(seal, place)| message_at(place, message(*seal, keys, Style::LIVE, radius, None)))
                .collect()
        }
        Seals::Range(first, last) => html! {
            <>
                <rect class="pill" x="-13" y="-6.5" width="26" height="14" rx="7" />
                <text class="pilltext" y="4">{ format!("{}-{}", first.0, last.0) }</text>
            </>
        },
    };
    html! { <g class="seals">{ content }<path class="no" d={if refusal { "M-9 10L9 -8" } else { "" }} /></g> }
}

/// The badge of something repeated, around the origin.
pub fn badge(times: usize) -> Html {
    html! {
        <g class="x2">
            <rect x="-11.5" y="-8" width="23" height="16" rx="8" />
            <text y="4">{ interface::times(times) }</text>
        </g>
    }
}
