//! Messages and envelopes as elements.

use yew::Html;

use super::part::{group, moved};
use crate::model::{EnvelopeKind, Message, Messages};
use crate::page::number::push;
use crate::page::stage::glyph::{Border, ENVELOPE, Look, Paper, Seals, Style, is_refusal};
use crate::page::stage::layout::Point;
use crate::page::svg::{Shape, nothing};
use crate::tell::interface;

/// A message in a text, a table or a diagram, so many pixels high: the same glyph as in the drawing.
pub fn glyph(of: Message, keys: u8, size: f64) -> Html {
    let drawn = message(of, keys, Style::LIVE, 10.6, None);
    let svg = Shape::of("svg", "ig").word("viewBox", "-12.5 -12.5 25 25").word("role", "img");
    svg.number("width", size).number("height", size).text("aria-label", of.0.to_string()).with(drawn).done()
}

/// A message around the origin.
pub fn message(message: Message, keys: u8, style: Style, radius: f64, tip: Option<String>) -> Html {
    let look = Look::of(message, keys);
    let (fill, border) = style.classes();
    let digits = if message.0 < 10 { 1 } else { 2 };
    // A border lies half inside, so that all states are equally large.
    let inner = if style.border == Border::None { radius } else { radius - 0.9 };
    let mut path = Shape::new("path").text("d", look.outline(inner));
    if let Some((dash, gap)) = style.border.dashes(look.perimeter(radius)) {
        let mut dashes = String::new();
        push(&mut dashes, dash);
        dashes.push(' ');
        push(&mut dashes, gap);
        path = path.text("stroke-dasharray", dashes);
    }
    let number = Shape::new("text").number("y", look.baseline(radius, digits));
    let number = number.number("font-size", look.font_size(radius, digits));
    let glyph = Shape::new("g").classes(&["m", look.class(), fill, border, if style.faint { "faint" } else { "" }]);
    let glyph = match tip {
        Some(tip) => glyph.text("data-tip", tip),
        None => glyph,
    };
    glyph.with(path.done()).with(number.with(Html::from(message.0.to_string())).done()).done()
}

/// A line of this class that never changes.
#[inline(never)]
pub fn fixed(class: &'static str, way: &'static str) -> Html {
    Shape::of("path", class).word("d", way).done()
}

/// An envelope around the origin, of this half-width.
pub fn envelope(kind: EnvelopeKind, messages: Messages, keys: u8, paper: Paper, half: f64) -> Html {
    let class = match paper {
        Paper::Sent => "env",
        Paper::Owed => "env owed",
        Paper::Torn => "env torn",
    };
    let paths = paper.paths().iter().flat_map(|(border, flap)| [fixed("b", border), fixed("flap", flap)]);
    let mut children: Vec<Html> = paths.collect();
    if paper != Paper::Torn {
        children.push(seals(&Seals::of(messages), keys, is_refusal(kind)));
    }
    let envelope = Shape::of("g", class).all(children);
    // The small ones are drawn three quarters as large.
    if half < ENVELOPE { envelope.word("transform", "scale(.76)").done() } else { envelope.done() }
}

fn seals(seals: &Seals, keys: u8, refusal: bool) -> Html {
    let mut children = match seals {
        Seals::None => vec![fixed("bar", "M-5 3.5H5")],
        Seals::Each(messages) => {
            let (radius, places) = Seals::places(messages.len());
            let seal = |(seal, place): (&Message, Point)| moved(place, message(*seal, keys, Style::LIVE, radius, None));
            messages.iter().zip(places).map(seal).collect()
        }
        Seals::Range(first, last) => vec![
            fixed("pill", "M-6 -6.5H6a7 7 0 0 1 0 14H-6a7 7 0 0 1 0 -14Z"),
            pill_text(format!("{}-{}", first.0, last.0), "pilltext", 4.0),
        ],
    };
    children.push(if refusal { fixed("no", "M-9 10L9 -8") } else { nothing() });
    group(children)
}

fn pill_text(words: String, class: &'static str, y: f64) -> Html {
    Shape::of("text", class).number("y", y).with(Html::from(words)).done()
}

/// A badge with these words around the origin, of this half-width.
fn pill(words: String, way: &'static str, y: f64) -> Html {
    Shape::of("g", "x2").with(fixed("", way)).with(pill_text(words, "", y)).done()
}

/// The badge of something repeated, around the origin.
pub fn badge(times: usize) -> Html {
    pill(interface::times(times), "M-3.5 -8H3.5a8 8 0 0 1 0 16H-3.5a8 8 0 0 1 0 -16Z", 4.0)
}

/// A badge with a word, around the origin.
pub fn word(word: &'static str) -> Html {
    pill(word.to_owned(), "M-8 -7H8a7 7 0 0 1 0 14H-8a7 7 0 0 1 0 -14Z", 3.6)
}

/// A message that fell from its way: broken in two, around the origin.
pub fn fallen(of: Message, keys: u8) -> Html {
    let look = Look::of(of, keys);
    let piece = Shape::of("path", "piece").text("d", look.outline(12.5)).done();
    let crack = fixed("crack", "M-2 -17L2 -8L-4 -1L3 6L-1 17");
    Shape::new("g").classes(&["fallen", look.class()]).with(piece).with(crack).done()
}

/// A small message in a line of words.
pub fn small(of: Message, keys: u8) -> Html {
    let glyph = message(of, keys, Style::LIVE, 8.0, None);
    let svg = Shape::of("svg", "ig small").word("viewBox", "-9.6 -9.6 19.2 19.2").word("aria-hidden", "true");
    svg.with(glyph).done()
}
