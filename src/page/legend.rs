//! How to read the drawing: its signs, drawn by the drawing itself.

use yew::Html;

use super::element::Element;
use super::stage::glyph::{Border, Fill, Paper, Style};
use super::stage::{badge, envelope, message_sign};
use super::words;
use crate::model::{EnvelopeKind, Message, Messages};
use crate::setup::Broker;
use crate::tell::{Lang, interface};

/// Two keys are enough to show what a key is.
const KEYS: u8 = 2;
const RADIUS: f64 = 11.5;
const HALF: f64 = 17.0;

/// How to read the drawing.
pub fn legend(broker: Broker, lang: Lang) -> Html {
    let answer_words = match broker {
        Broker::Rabbitmq => interface::legend_answer(lang),
        Broker::Kafka => words::legend_answer(lang),
    };
    let stored = |border| Style { fill: Fill::Tint, border, faint: false };
    let handed_out = Style { fill: Fill::Sheet, border: Border::Solid, faint: false };
    let message = line(vec![of(1, Style::LIVE), of(2, Style::LIVE)], interface::legend_message(lang));
    let kept = match broker {
        Broker::Rabbitmq => vec![
            line(
                vec![of(1, stored(Border::Short)), of(2, stored(Border::Long)), of(3, stored(Border::Solid))],
                interface::legend_stored(lang),
            ),
            line(vec![of(2, handed_out)], interface::legend_unacked(lang)),
        ],
        Broker::Kafka => vec![
            line(vec![of(1, stored(Border::Short)), of(2, stored(Border::Solid))], words::legend_record(lang)),
            line(vec![of(2, stored(Border::Solid)), flushed()], words::legend_flushed(lang)),
            line(vec![letters("HW"), letters("LEO"), letters("ISR")], words::legend_letters(lang)),
            line(vec![offset_mark("mark"), offset_mark("mark stored")], words::legend_marks(lang)),
        ],
    };
    let answers = vec![
        line(vec![answer(EnvelopeKind::Confirm, Paper::Sent, 1)], answer_words),
        line(vec![answer(EnvelopeKind::Confirm, Paper::Owed, 2)], interface::legend_owed(lang)),
        line(vec![answer(EnvelopeKind::Refusal, Paper::Sent, 1)], interface::legend_refusal(lang)),
        line(vec![answer(EnvelopeKind::Ack, Paper::Torn, 1)], interface::legend_destroyed(lang)),
        line(vec![badge(2)], interface::legend_repeated(lang)),
    ];
    let lines: Vec<Html> = std::iter::once(message).chain(kept).chain(answers).collect();
    let heading = Element::new("h2").word("id", "legend").say(interface::legend(lang)).done();
    let legend = Element::of("section", "read").word("aria-labelledby", "legend");
    legend.with(heading).with(Element::new("ul").all(lines).done()).done()
}

fn of(number: u8, style: Style) -> Html {
    message_sign(Message(number), KEYS, style, RADIUS, None)
}

/// The line under a record that is on the disk.
fn flushed() -> Html {
    Element::of("path", "ondisk").word("d", "M-36 14.5h10").done()
}

fn letters(letters: &'static str) -> Html {
    Element::of("text", "letters").word("text-anchor", "middle").word("y", "4").say(letters).done()
}

fn offset_mark(class: &'static str) -> Html {
    let point = Element::new("path").word("d", "M-4 -5L0 -9.5L4 -5").done();
    Element::of("g", class).with(point).with(Element::new("circle").word("r", "6.8").done()).done()
}

fn answer(kind: EnvelopeKind, paper: Paper, number: u8) -> Html {
    envelope(kind, Messages::one(Message(number)), KEYS, paper, HALF)
}

fn line(signs: Vec<Html>, text: &'static str) -> Html {
    let mut drawn = Element::new("svg").word("width", "106").word("height", "32").word("aria-hidden", "true");
    for (index, sign) in signs.into_iter().enumerate() {
        drawn = drawn.with(Element::new("g").at((21.0 + 31.0 * index as f64, 16.0)).with(sign).done());
    }
    Element::new("li").with(drawn.done()).with(Element::new("span").say(text).done()).done()
}
