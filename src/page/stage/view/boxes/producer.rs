//! The producer's box.

use yew::Html;

use super::{Target, box_class, caption, dimension, first_ones, holds, last_ones, listed};
use crate::model::{Belief, Message};
use crate::page::stage::glyph::{Border, Fill, Style};
use crate::page::stage::picture::Place;
use crate::page::stage::view::part::{Part, explained, group, or_nothing, rect, text};
use crate::page::stage::view::shapes;
use crate::page::stage::words;
use crate::page::svg::nothing;
use crate::tell::{self, Lang, interface};

/// What the producer has still to send, what it waits for, and what it believes of the rest.
#[inline(never)]
pub fn producer(part: &Part) -> Html {
    let (place, lang) = (&part.layout.producer, part.lang);
    let content = vec![
        rect(&place.rect, "border", 3.0),
        waiting(part),
        sent(part),
        settled(part),
        or_nothing(place.setting.map(|label| text(label, "ann", part.picture.terms.settings[0]))),
    ];
    let class = box_class(part.picture, Target::Producer, false);
    group(vec![text(place.title, "lane", interface::producer(lang)), explained(about(part), class, content)])
}

fn about(part: &Part) -> String {
    let (picture, lang) = (part.picture, part.lang);
    let mut list = Vec::new();
    let waiting: Vec<Message> = picture.waiting.iter().map(|waiting| waiting.message).collect();
    holds(&mut list, interface::unsent(lang), &waiting, lang);
    holds(&mut list, picture.terms.sent.in_lang(lang), &picture.sent, lang);
    for belief in [Belief::Acked, Belief::Failed, Belief::Unknown] {
        let of = picture.settled.iter().filter(|(_, its)| *its == belief);
        let messages: Vec<Message> = of.map(|(message, _)| *message).collect();
        holds(&mut list, tell::belief_under(part.run.setup(), belief, lang), &messages, lang);
    }
    words::about(interface::producer(lang), &listed(&list, lang), words::producer(lang), lang)
}

fn tip(message: Message, what: &str, lang: Lang) -> Option<String> {
    Some(words::about(&words::message(message, lang), what, "", lang))
}

fn waiting(part: &Part) -> Html {
    let (row, picture, lang) = (&part.layout.producer.waiting, part.picture, part.lang);
    let heading = |again: bool| if again { interface::to_resend(lang) } else { interface::unsent(lang) };
    let draw = |index: usize| {
        let waiting = picture.waiting[index];
        let style = if waiting.again { Style::KEPT } else { Style::DONE };
        part.resting(Place::Waiting(waiting.message), || {
            let tip = tip(waiting.message, heading(waiting.again), lang);
            shapes::message(waiting.message, picture.keys, style, row.grid.radius, tip)
        })
    };
    let again = picture.waiting.iter().any(|waiting| waiting.again);
    group(vec![caption(row, heading(again)), first_ones(&row.grid, picture.waiting.len(), &draw)])
}

fn sent(part: &Part) -> Html {
    let (row, picture, lang) = (&part.layout.producer.sent, part.picture, part.lang);
    let words = picture.terms.sent.in_lang(lang);
    let window = picture.scene.producer.window.map(usize::from);
    let style = if window.is_some() { Style::KEPT } else { Style::DONE };
    let draw = |index: usize| {
        let message = picture.sent[index];
        part.resting(Place::Sent(message), || {
            shapes::message(message, picture.keys, style, row.grid.radius, tip(message, words, lang))
        })
    };
    let count = picture.sent.len();
    let ones = if window.is_some() { first_ones } else { last_ones };
    let used = |setting: &str| window.map(|window| interface::filled(setting, count, window, lang)).unwrap_or_default();
    let beside = row.dimension.is_some_and(|line| line.text.is_none()) && window.is_some();
    let heading = if beside { used(words) } else { words.to_owned() };
    group(vec![
        caption(row, heading),
        ones(&row.grid, count, &draw),
        dimension(row, window, used(picture.terms.window.in_lang(lang))),
    ])
}

fn settled(part: &Part) -> Html {
    let (row, picture, lang) = (&part.layout.producer.settled, part.picture, part.lang);
    let draw = |index: usize| {
        let (message, belief) = picture.settled[index];
        let unknown = Style { fill: Fill::Sheet, border: Border::Short, faint: true };
        let style = if belief == Belief::Unknown { unknown } else { Style::DONE };
        let cross = if belief == Belief::Failed { shapes::fixed("failed", "M-8 8L8 -8") } else { nothing() };
        part.resting(Place::Settled(message), || {
            let tip = tip(message, tell::belief_under(part.run.setup(), belief, lang), lang);
            group(vec![shapes::message(message, picture.keys, style, row.grid.radius, tip), cross])
        })
    };
    let answers = picture.terms.answers || picture.terms.returns || !picture.settled.is_empty();
    let words = words::settled(&picture.terms, &picture.settled, lang);
    let heading = if answers { caption(row, words) } else { nothing() };
    group(vec![heading, last_ones(&row.grid, picture.settled.len(), &draw)])
}
