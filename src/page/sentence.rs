//! What the step did, in a sentence whose messages are glyphs and whose steps are links.

use yew::Html;

use super::element::{Element, told};
use super::panel::Panel;
use super::words;
use crate::tell::{Piece, interface};

/// What the step did; at the end of a run that goes round, that too.
pub fn sentence(panel: &Panel, told: usize) -> Html {
    saying(panel, told, panel.sentences.of(told).to_vec())
}

/// The same where these are the step's words.
pub fn saying(panel: &Panel, told: usize, mut pieces: Vec<Piece>) -> Html {
    let round = panel.run.goes_round().filter(|_| told == panel.run.steps());
    if let Some(first) = round.filter(|_| !pieces.is_empty()) {
        pieces.push(Piece::Text(words::and_so_on(panel.lang).into()));
        pieces.push(Piece::Step(first, interface::step(first, panel.lang).into()));
        pieces.push(Piece::Text(words::for_ever(panel.lang).into()));
    }
    fill(Element::of("p", "sentence"), panel, &pieces, 21.0)
}

/// The element with a step's sentence in it, and glyphs of this size.
pub fn pieces(element: Element, panel: &Panel, step: usize, size: f64) -> Html {
    fill(element, panel, panel.sentences.of(step), size)
}

/// The element with a sentence in it, and glyphs of this size.
pub fn fill(mut element: Element, panel: &Panel, pieces: &[Piece], size: f64) -> Html {
    for piece in pieces {
        element = element.with(match piece {
            Piece::Text(text) => told(text.to_string()),
            Piece::Message(message) => panel.glyph(*message, size),
            Piece::Step(to, text) => panel.step_link(*to, told(text.to_string())),
        });
    }
    element.done()
}
