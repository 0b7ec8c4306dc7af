//! The timeline by actor: one lane each, what travels between them as slanted lines.

use yew::{Html, classes, html};

use super::lanes::{self, Lanes};
use super::view::{Drawing, Sheet};
use super::{faults, marks};
use crate::model::{Action, EnvelopeKind, Event, Messages};
use crate::page::stage::glyph::Look;
use crate::play::{Flight, Landing};

/// The radius of a message on the timeline.
const RADIUS: f64 = 7.8;

/// The timeline by actor.
pub fn draw(drawing: &Drawing) -> Sheet {
    let setup = drawing.props.run.setup();
    let lanes = Lanes::new(usize::from(setup.rabbitmq.consumers), !drawing.props.broken.is_empty());
    let (lines, signs) = flights(drawing, &lanes);
    let inner = html! {
        <>
            <g>{ lanes::draw(drawing, &lanes) }</g>
            <g>{ for lines }</g>
            <g>{ for works(drawing, &lanes) }</g>
            <g>{ for effects(drawing, &lanes, false) }</g>
            <g>{ for signs }</g>
            <g>{ for effects(drawing, &lanes, true) }</g>
            { faults::draw(drawing, &lanes) }
        </>
    };
    let height = lanes.bottom;
    Sheet { left: lanes::names(drawing, &lanes), inner, right: Html::default(), height }
}

/// The lines of all flights, and the signs at their ends; bold ones last, so that they lie on top.
fn flights(drawing: &Drawing, lanes: &Lanes) -> (Vec<Html>, Vec<Html>) {
    let run = &drawing.props.run;
    let end = |flight: &Flight| flight.landing.step().unwrap_or(run.steps());
    let all = run.flights().iter().enumerate();
    let mut seen: Vec<(usize, &Flight)> = all.filter(|(_, flight)| drawing.shows(flight.sent, end(flight))).collect();
    seen.sort_by_key(|(_, flight)| drawing.follows(flight.envelope.messages));
    seen.into_iter().map(|(index, flight)| (line(drawing, lanes, index, flight), sign(drawing, lanes, index, flight))).unzip()
}

/// Where a flight ends: at the far lane, or between the lanes if it was destroyed there.
fn landing(drawing: &Drawing, lanes: &Lanes, flight: &Flight) -> (f64, f64) {
    let (from, to) = lanes.ends(flight.line, flight.way);
    match flight.landing {
        Landing::Read(step) => (drawing.scale.middle(step), to),
        Landing::Destroyed(step) => {
            let part = part_of_way(drawing, flight, step);
            (drawing.scale.middle(step), from + (to - from) * part)
        }
        Landing::Flying => (drawing.scale.total(), from + (to - from) * 0.7),
    }
}

/// How far a destroyed envelope had come: those that were sent earlier had come further.
fn part_of_way(drawing: &Drawing, flight: &Flight, step: usize) -> f64 {
    let stream = drawing.props.run.flights().iter();
    let with_it = stream.filter(|other| {
        (other.line, other.way, other.landing) == (flight.line, flight.way, Landing::Destroyed(step))
    });
    let (mut count, mut before) = (0.0, 0.0);
    for other in with_it {
        count += 1.0;
        before += f64::from(u8::from(other.sent < flight.sent));
    }
    0.25 + 0.5 * (count - before) / (count + 1.0)
}

fn line(drawing: &Drawing, lanes: &Lanes, index: usize, flight: &Flight) -> Html {
    let envelope = &flight.envelope;
    let hot = drawing.follows(envelope.messages);
    let keys = drawing.props.run.setup().keys;
    let key = envelope.messages.iter().next().map(|message| Look::of(message, keys).class());
    let class = match envelope.kind.carries_message() {
        true => classes!("w", key, hot.then_some("hot")),
        false => classes!("w", "ans", hot.then_some("hotans")),
    };
    let (from, (x, y)) = (lanes.ends(flight.line, flight.way).0, landing(drawing, lanes, flight));
    let path = format!("M{} {from}L{x} {y}", drawing.scale.middle(flight.sent));
    let drop = match flight.landing {
        Landing::Destroyed(_) => html! { <path class="tdrop" d={format!("M{x} {}V{}", y + 9.0, lanes.bottom)} /> },
        Landing::Read(_) | Landing::Flying => html! { <g /> },
    };
    html! { <g key={index}><path {class} d={path} />{ drop }</g> }
}

fn sign(drawing: &Drawing, lanes: &Lanes, index: usize, flight: &Flight) -> Html {
    let envelope = &flight.envelope;
    let keys = drawing.props.run.setup().keys;
    let start = (drawing.scale.middle(flight.sent), lanes.ends(flight.line, flight.way).0);
    let end = landing(drawing, lanes, flight);
    let at_start = match (envelope.kind, envelope.messages.iter().next()) {
        (EnvelopeKind::Publish, Some(message)) => marks::message(message, keys, start, RADIUS),
        (EnvelopeKind::Delivery, _) => html! { <g /> },
        _ => marks::envelope(start, drawing.follows(envelope.messages)),
    };
    let at_end = match (flight.landing, envelope.kind, envelope.messages.iter().next()) {
        (Landing::Destroyed(_), ..) => marks::cross(end),
        (Landing::Flying, ..) => html! { <g /> },
        (Landing::Read(_), EnvelopeKind::Delivery, Some(message)) => marks::message(message, keys, end, RADIUS),
        (Landing::Read(_), ..) => marks::dot(end),
    };
    html! { <g key={index}>{ at_start }{ at_end }</g> }
}

/// What the broker does by itself, so that no step is empty.
fn works(drawing: &Drawing, lanes: &Lanes) -> Vec<Html> {
    let works = |step: &usize| {
        let action = drawing.props.run.moment(*step).action;
        action.is_some_and(|action| {
            matches!(
                action,
                Action::Flush
                    | Action::WriteBack
                    | Action::ApplyCommit
                    | Action::Replicate(_)
                    | Action::Elect(_)
                    | Action::NodeStarts(_)
            )
        })
    };
    let steps = (drawing.drawn.0..=drawing.drawn.1).filter(works);
    let dot = |step: usize| marks::dot((drawing.scale.middle(step), lanes.broker));
    steps.map(|step| html! { <g key={step}>{ dot(step) }</g> }).collect()
}

/// The effects: first their lines, later their signs.
fn effects(drawing: &Drawing, lanes: &Lanes, signs: bool) -> Vec<Html> {
    let keys = drawing.props.run.setup().keys;
    let steps = drawing.drawn.0..=drawing.drawn.1;
    let effect = |step: usize| {
        drawing.props.run.events(step).iter().find_map(move |event| match *event {
            Event::Applied { consumer, message, times, .. } => Some((step, consumer, message, times)),
            _ => None,
        })
    };
    let draw = |(step, consumer, message, times): (usize, _, _, u8)| {
        let x = drawing.scale.middle(step);
        let key = Look::of(message, keys).class();
        let content = match (signs, times) {
            (false, _) => {
                let hot = drawing.follows(Messages::one(message)).then_some("hot");
                let from = lanes.client(crate::model::Line::Consumer(consumer));
                html! { <path class={classes!("w", key, hot)} d={format!("M{x} {from}V{}", lanes.world)} /> }
            }
            (true, 0 | 1) => marks::message(message, keys, (x, lanes.world), RADIUS),
            (true, _) => html! {
                <>
                    { marks::message(message, keys, (x, lanes.world), RADIUS) }
                    { marks::times((x + 11.0, lanes.world - 13.0), times.into()) }
                </>
            },
        };
        html! { <g key={step}>{ content }</g> }
    };
    steps.filter_map(effect).map(draw).collect()
}
