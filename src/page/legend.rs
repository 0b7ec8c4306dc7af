//! How to read the drawing: its signs, drawn by the drawing itself.

use yew::{Html, Properties, component, html};

use super::stage::glyph::{Border, Fill, Paper, Style};
use super::stage::{badge, envelope, message_sign};
use crate::model::{EnvelopeKind, Message, Messages};
use crate::tell::{Lang, interface};

/// The legend's language.
#[derive(Properties, Clone, PartialEq)]
pub struct Props {
    /// The language.
    pub lang: Lang,
}

/// Two keys are enough to show what a key is.
const KEYS: u8 = 2;
const RADIUS: f64 = 11.5;
const HALF: f64 = 17.0;

/// How to read the drawing.
#[component(Legend)]
pub fn legend(props: &Props) -> Html {
    let lang = props.lang;
    let stored = |border| Style { fill: Fill::Tint, border, faint: false };
    let handed_out = Style { fill: Fill::Sheet, border: Border::Solid, faint: false };
    let answer = |kind, paper, of| envelope(kind, Messages::one(Message(of)), KEYS, paper, HALF);
    let lines = [
        (vec![of(1, Style::LIVE), of(2, Style::LIVE)], interface::legend_message(lang)),
        (
            vec![of(1, stored(Border::Short)), of(2, stored(Border::Long)), of(3, stored(Border::Solid))],
            interface::legend_stored(lang),
        ),
        (vec![of(2, handed_out)], interface::legend_unacked(lang)),
        (vec![answer(EnvelopeKind::Confirm, Paper::Sent, 1)], interface::legend_answer(lang)),
        (vec![answer(EnvelopeKind::Confirm, Paper::Owed, 2)], interface::legend_owed(lang)),
        (vec![answer(EnvelopeKind::Refusal, Paper::Sent, 1)], interface::legend_refusal(lang)),
        (vec![answer(EnvelopeKind::Ack, Paper::Torn, 1)], interface::legend_destroyed(lang)),
        (vec![badge(2)], interface::legend_repeated(lang)),
    ];
    html! {
        <section class="read" aria-labelledby="legend">
            <h2 id="legend">{ interface::legend(lang) }</h2>
            <ul>{ for lines.into_iter().map(|(signs, text)| line(signs, text)) }</ul>
        </section>
    }
}

fn of(number: u8, style: Style) -> Html {
    message_sign(Message(number), KEYS, style, RADIUS, None)
}

fn line(signs: Vec<Html>, text: &'static str) -> Html {
    let places = signs.into_iter().enumerate().map(|(index, sign)| {
        html! { <g transform={format!("translate({} 16)", 21 + 31 * index)}>{ sign }</g> }
    });
    html! {
        <li>
            <svg width="106" height="32" aria-hidden="true">{ for places }</svg>
            <span>{ text }</span>
        </li>
    }
}
