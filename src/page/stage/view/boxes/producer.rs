//! The producer's box.

use yew::{Html, html};

use super::{Target, box_class, caption, dimension, first_ones, holds, last_ones};
use crate::model::{Belief, Message};
use crate::page::stage::glyph::{Border, Fill, Style};
use crate::page::stage::picture::Place;
use crate::page::stage::view::part::{Part, explained, rect, text};
use crate::page::stage::view::shapes;
use crate::page::stage::words;
use crate::tell::{self, Lang, interface};

/// What the producer has still to send, what it waits for, and what it believes of the rest.
pub fn producer(part: &Part) -> Html {
    let (place, picture, lang) = (&part.layout.producer, part.picture, part.lang);
    let publish = part.run.setup().rabbitmq.publish;
    let content = html! {
        <>
            { rect(&place.rect, "border", 3.0) }
            { waiting(part) }
            { sent(part) }
            { settled(part) }
            <g>{ place.setting.map(|label| text(label, "ann", publish.name())).unwrap_or_default() }</g>
        </>
    };
    html! {
        <g>
            { text(place.title, "lane", interface::producer(lang)) }
            { explained(about(part), box_class(picture, Target::Producer, false), content) }
        </g>
    }
}

fn about(part: &Part) -> String {
    let (picture, lang) = (part.picture, part.lang);
    let publish = part.run.setup().rabbitmq.publish;
    let waiting: Vec<Message> = picture.waiting.iter().map(|waiting| waiting.message).collect();
    let settled = |belief: Belief| -> Vec<Message> {
        picture.settled.iter().filter(|(_, its)| *its == belief).map(|(message, _)| *message).collect()
    };
    let parts = [
        holds(interface::unsent(lang), &waiting, lang),
        holds(words::sent(publish, lang), &picture.sent, lang),
        holds(tell::belief(Belief::Acked, lang), &settled(Belief::Acked), lang),
        holds(tell::belief(Belief::Failed, lang), &settled(Belief::Failed), lang),
        holds(tell::belief(Belief::Unknown, lang), &settled(Belief::Unknown), lang),
    ];
    let holds = parts.into_iter().flatten().collect::<Vec<_>>().join(lang.pick("; ", "；"));
    words::about(interface::producer(lang), &holds, words::producer(lang), lang)
}

fn tip(message: Message, what: &str, lang: Lang) -> Option<String> {
    Some(words::about(&words::message(message, lang), what, "", lang))
}

fn waiting(part: &Part) -> Html {
    let (row, picture, lang) = (&part.layout.producer.waiting, part.picture, part.lang);
    let draw = |index: usize| {
        let waiting = picture.waiting[index];
        let (style, what) = if waiting.again {
            (Style::KEPT, interface::to_resend(lang))
        } else {
            (Style::DONE, interface::unsent(lang))
        };
        let tip = tip(waiting.message, what, lang);
        let glyph = shapes::message(waiting.message, picture.keys, style, row.grid.radius, tip);
        html! { <g>{ if part.rests(Place::Waiting(waiting.message)) { glyph } else { Html::default() } }</g> }
    };
    let again = picture.waiting.iter().any(|waiting| waiting.again);
    let heading = if again { interface::to_resend(lang) } else { interface::unsent(lang) };
    html! { <g>{ caption(row, heading) }{ first_ones(&row.grid, picture.waiting.len(), draw) }</g> }
}

fn sent(part: &Part) -> Html {
    let (row, picture, lang) = (&part.layout.producer.sent, part.picture, part.lang);
    let publish = part.run.setup().rabbitmq.publish;
    let window = picture.scene.producer.window.map(usize::from);
    let style = if window.is_some() { Style::KEPT } else { Style::DONE };
    let draw = |index: usize| {
        let message = picture.sent[index];
        let glyph = shapes::message(
            message,
            picture.keys,
            style,
            row.grid.radius,
            tip(message, words::sent(publish, lang), lang),
        );
        html! { <g>{ if part.rests(Place::Sent(message)) { glyph } else { Html::default() } }</g> }
    };
    let count = picture.sent.len();
    let messages =
        if window.is_some() { first_ones(&row.grid, count, draw) } else { last_ones(&row.grid, count, draw) };
    let used = |setting: &str| window.map(|window| interface::filled(setting, count, window, lang)).unwrap_or_default();
    let heading = match (row.dimension.and_then(|line| line.text), window) {
        (None, Some(_)) => used(words::sent(publish, lang)),
        _ => words::sent(publish, lang).to_owned(),
    };
    html! { <g>{ caption(row, heading) }{ messages }{ dimension(row, window, used("window")) }</g> }
}

fn settled(part: &Part) -> Html {
    let (row, picture, lang) = (&part.layout.producer.settled, part.picture, part.lang);
    let setup = part.run.setup();
    let draw = |index: usize| {
        let (message, belief) = picture.settled[index];
        let unknown = Style { fill: Fill::Sheet, border: Border::Short, faint: true };
        let style = if belief == Belief::Unknown { unknown } else { Style::DONE };
        let glyph = shapes::message(
            message,
            picture.keys,
            style,
            row.grid.radius,
            tip(message, tell::belief(belief, lang), lang),
        );
        let cross = if belief == Belief::Failed { "M-8 8L8 -8" } else { "" };
        let all = html! { <>{ glyph }<path class="failed" d={cross} /></> };
        html! { <g>{ if part.rests(Place::Settled(message)) { all } else { Html::default() } }</g> }
    };
    let words = words::settled(setup.rabbitmq.publish, &picture.settled, lang);
    let answers = picture.scene.producer.window.is_some() || setup.rabbitmq.mandatory;
    html! {
        <g>
            { if answers { caption(row, words) } else { html! { <g></g> } } }
            { last_ones(&row.grid, picture.settled.len(), draw) }
        </g>
    }
}
