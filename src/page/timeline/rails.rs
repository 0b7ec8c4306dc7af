//! The timeline by message: each message's life as a track with four rails, and at its end what the producer believes
//! and what is true.

use yew::{Html, classes, html};

use super::marks;
use super::trace::{Kept, Life, Stretch};
use super::view::{Drawing, Sheet};
use crate::model::{Belief, Event, Line, Message, Messages, Way};
use crate::page::ledger::belief;
use crate::page::stage::glyph::Look;
use crate::play::{Flight, Landing};
use crate::tell::{self, interface};

/// The height of a track; the style sheet knows it too.
const ROW: f64 = 50.0;
/// From the top of a track to each of its rails: producer, broker, consumer, world.
const RAILS: [f64; 4] = [10.0, 20.0, 30.0, 40.0];

/// The timeline by message.
pub fn draw(drawing: &Drawing) -> Sheet {
    let run = &drawing.props.run;
    let lives = drawing.trace.lives.iter().enumerate();
    let tracks = lives.map(|(index, life)| track(drawing, Message::at(index), life, ROW * index as f64));
    let count = drawing.trace.lives.len();
    let left = (0..count).map(|index| {
        let middle = ROW * index as f64 + ROW / 2.0;
        html! { <g key={index}>{ marks::message(Message::at(index), run.setup().keys, (14.0, middle), 11.0) }{ names(drawing, index) }</g> }
    });
    let right = (0..count).map(|index| ends(drawing, Message::at(index)));
    Sheet {
        left: html! { <>{ for left }</> },
        inner: html! { <>{ for tracks }</> },
        right: html! { <>{ for right }</> },
        height: ROW * count as f64 + 4.0,
    }
}

/// The rails' names, beside the track that is followed.
fn names(drawing: &Drawing, index: usize) -> Html {
    if drawing.props.followed != Some(Message::at(index)) {
        return html! { <g /> };
    }
    let lang = drawing.props.lang;
    let names = [interface::producer(lang), interface::broker(lang), interface::consumer(lang), interface::world(lang)];
    let name = |(name, rail): (&'static str, f64)| {
        html! { <text class="raillab" x="90" y={(ROW * index as f64 + rail + 3.4).to_string()}>{ name }</text> }
    };
    html! { <g>{ for names.into_iter().zip(RAILS).map(name) }</g> }
}

/// What the producer believes and what is true, at the end of a track.
fn ends(drawing: &Drawing, message: Message) -> Html {
    let props = drawing.props;
    let record = props.run.ledger(props.step).record(message).belief;
    html! {
        <div key={message.0} class="ends">
            <span>{ belief(record) }{ tell::belief(record, props.lang) }</span>
            <span>{ tell::truth(&props.run, props.step, message, props.lang) }</span>
        </div>
    }
}

fn track(drawing: &Drawing, message: Message, life: &Life, top: f64) -> Html {
    let rails = RAILS.map(|rail| top + rail);
    let hot = drawing.follows(Messages::one(message));
    let key = Look::of(message, drawing.props.run.setup().keys).class();
    let total = drawing.scale.total();
    let back = if hot {
        html! { <rect class="hotrow" x="0" y={top.to_string()} width={total.to_string()} height={ROW.to_string()} /> }
    } else {
        html! { <path class="rowline" d={format!("M0 {}H{total}", top + ROW)} /> }
    };
    html! {
        <g key={message.0} class={classes!("track", key)}>
            { back }
            <path class="tl" d={rails.map(|y| format!("M0 {y}H{total}")).concat()} />
            { stretches(drawing, &life.waiting, rails[0], |()| "waits") }
            { beliefs(drawing, message, rails[0]) }
            { stretches(drawing, &life.kept, rails[1], kept) }
            { stretches(drawing, &life.held, rails[2], |()| "holds") }
            { for travels(drawing, message, rails) }
            { for effects(drawing, life, rails) }
        </g>
    }
}

const fn kept(kept: Kept) -> &'static str {
    match kept {
        Kept::Memory => "kept memory",
        Kept::PageCache => "kept cache",
        Kept::Disk => "kept disk",
    }
}

fn stretches<T: Copy>(drawing: &Drawing, all: &[Stretch<T>], y: f64, class: fn(T) -> &'static str) -> Html {
    let scale = &drawing.scale;
    let end = |step: usize| if step == scale.steps { scale.total() } else { scale.middle(step) };
    let shown = all.iter().filter(|stretch| drawing.shows(stretch.from, stretch.to));
    let draw = |stretch: &Stretch<T>| {
        let path = format!("M{} {y}H{}", scale.middle(stretch.from), end(stretch.to));
        html! { <path key={stretch.from} class={class(stretch.what)} d={path} /> }
    };
    html! { <g>{ for shown.map(draw) }</g> }
}

/// On the producer's rail: since when it believes to know.
fn beliefs(drawing: &Drawing, message: Message, y: f64) -> Html {
    let run = &drawing.props.run;
    let learnt = run.all_events().filter_map(|(step, event)| match *event {
        Event::Believes { message: of, belief } if of == message => Some((step, belief)),
        _ => None,
    });
    let draw = |(step, belief): (usize, Belief)| {
        let class = match belief {
            Belief::Acked => "knows ok",
            Belief::Failed => "knows no",
            Belief::Unsent | Belief::Unknown => return html! { <g key={step} /> },
        };
        let x = drawing.scale.middle(step);
        html! {
            <g key={step} {class}>
                <path d={format!("M{x} {y}H{}", drawing.scale.total())} /><circle cx={x.to_string()} cy={y.to_string()} r="3" />
            </g>
        }
    };
    html! { <g>{ for learnt.map(draw) }</g> }
}

/// The message on its way, and answers about it.
fn travels(drawing: &Drawing, message: Message, rails: [f64; 4]) -> Vec<Html> {
    let run = &drawing.props.run;
    let mine = run.flights().iter().enumerate().filter(|(_, flight)| {
        let end = flight.landing.step().unwrap_or(run.steps());
        flight.envelope.messages.contains(message) && drawing.shows(flight.sent, end)
    });
    mine.map(|(index, flight)| html! { <g key={index}>{ travel(drawing, flight, rails) }</g> }).collect()
}

fn travel(drawing: &Drawing, flight: &Flight, rails: [f64; 4]) -> Html {
    let client = match flight.line {
        Line::Producer => rails[0],
        Line::Consumer(_) => rails[2],
    };
    let (from, to) = match flight.way {
        Way::ToBroker => (client, rails[1]),
        Way::ToClient => (rails[1], client),
    };
    let class = if flight.envelope.kind.carries_message() { "goes" } else { "answers" };
    let scale = &drawing.scale;
    let (x, y) = match flight.landing {
        Landing::Read(step) => (scale.middle(step), to),
        Landing::Destroyed(step) => (scale.middle(step), from.midpoint(to)),
        Landing::Flying => (scale.total(), from.midpoint(to)),
    };
    let end = match flight.landing {
        Landing::Destroyed(_) => marks::cross((x, y)),
        Landing::Read(_) | Landing::Flying => html! { <g /> },
    };
    html! { <><path {class} d={format!("M{} {from}L{x} {y}", scale.middle(flight.sent))} />{ end }</> }
}

fn effects(drawing: &Drawing, life: &Life, rails: [f64; 4]) -> Vec<Html> {
    let scale = &drawing.scale;
    let draw = |(index, step): (usize, &usize)| {
        let (x, y, again) = (scale.middle(*step), rails[3], index > 0);
        let diamond = format!("M{x} {}l5 5l-5 5l-5 -5z", y - 5.0);
        let badge = if again { marks::times((x + 16.0, y - 1.0), index + 1) } else { html! { <g /> } };
        html! {
            <g key={*step}>
                <path class="goes" d={format!("M{x} {}V{y}", rails[2])} />
                <path class={if again { "effect again" } else { "effect" }} d={diamond} />
                { badge }
            </g>
        }
    };
    let shown = life.effects.iter().enumerate().filter(|(_, step)| drawing.shows(**step, **step));
    shown.map(draw).collect()
}
