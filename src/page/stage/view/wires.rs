//! Wires, and what hangs on them while the run stands still.

use yew::{AttrValue, Html, KeyboardEvent, MouseEvent, classes, html};

use super::part::{Part, at, explained, number, text};
use super::shapes;
use crate::model::{Action, Envelope, Line, LineScene, Way};
use crate::page::stage::glyph::{Look, Paper, Style, rounded};
use crate::page::stage::layout::{Label, Layout, Point, Track, WirePlace};
use crate::page::stage::motion::{self, Mover, on_wire, track};
use crate::page::stage::words;
use crate::setup::{Ack, Publish};
use crate::tell::interface;

/// Every connection.
pub fn wires(part: &Part) -> Html {
    let all = part.layout.wires.iter().zip(&part.picture.scene.lines);
    html! { <g class="wires">{ for all.map(|(place, line)| wire(part, place, line)) }</g> }
}

fn wire(part: &Part, place: &WirePlace, line: &LineScene) -> Html {
    let rabbitmq = &part.run.setup().rabbitmq;
    let lang = part.lang;
    let (forward, back, quiet) = match line.line {
        Line::Producer => (
            interface::wire_publish(lang),
            words::producer_back(rabbitmq.publish, rabbitmq.mandatory, lang),
            rabbitmq.publish == Publish::FireAndForget && !rabbitmq.mandatory,
        ),
        Line::Consumer(_) => {
            let acks = rabbitmq.ack != Ack::Auto;
            (interface::wire_deliver(lang), words::consumer_back(acks, lang), !acks)
        }
    };
    let class = |quiet: bool| classes!("wire", (!line.up).then_some("off"), quiet.then_some("quiet"));
    let way = |way: Way| words::wire(line.line, way, lang).to_owned();
    let (out, home) = match line.line {
        Line::Producer => (Way::ToBroker, Way::ToClient),
        Line::Consumer(_) => (Way::ToClient, Way::ToBroker),
    };
    html! {
        <g class={class(false)}>
            { explained(way(out), "way", rail(&place.forward)) }
            <g class={class(quiet)}>{ explained(way(home), "way", rail(&place.back)) }</g>
            { label(place.forward_label, forward) }
            { label(place.back_label, back) }
            { waiting(part, line, place, out) }
            { waiting(part, line, place, home) }
        </g>
    }
}

fn label(place: Option<Label>, words: &'static str) -> Html {
    html! { <g>{ place.map(|place| text(place, "rl", words)).unwrap_or_default() }</g> }
}

/// A line from border to border with an arrow-head, and around it an area that is easy to point at.
fn rail(track: &Track) -> Html {
    let Track { from, to } = track;
    let (x, y) = (to.x - from.x, to.y - from.y);
    let length = from.distance(*to).max(1.0);
    let unit = Point::new(x / length, y / length);
    let tip = Point::new(to.x - unit.x * 1.5, to.y - unit.y * 1.5);
    let neck = Point::new(tip.x - unit.x * 8.0, tip.y - unit.y * 8.0);
    let side = Point::new(-unit.y * 4.0, unit.x * 4.0);
    let shaft = format!("M{} {}L{} {}", n(from.x), n(from.y), n(neck.x), n(neck.y));
    let head = format!(
        "M{} {}L{} {}L{} {}Z",
        n(tip.x),
        n(tip.y),
        n(neck.x + side.x),
        n(neck.y + side.y),
        n(neck.x - side.x),
        n(neck.y - side.y)
    );
    html! { <><path class="reach" d={shaft.clone()} /><path class="rail" d={shaft} /><path class="head" d={head} /></> }
}

fn n(value: f64) -> AttrValue {
    number(value)
}

/// What has no room on the wire yet, counted at its start.
fn waiting(part: &Part, line: &LineScene, place: &WirePlace, way: Way) -> Html {
    let track = track(place, line.line, way);
    let run = part.run;
    let all = on_wire(run.flights(), run.steps(), part.picture.position, (line.line, way), track.length());
    let hidden = all.iter().filter(|here| here.travelled.is_none()).count();
    let start = track.start();
    let beside = if part.layout.tall {
        Label::start(start.x + 19.0, start.y + 4.0)
    } else {
        Label::middle(start.x, start.y - 17.0)
    };
    html! { <g>{ if hidden == 0 { Html::default() } else { text(beside, "plus", words::plus(hidden)) } }</g> }
}

/// What is on the wires, as buttons: to pluck one is to cut the connection there.
pub fn envelopes(part: &Part) -> Html {
    let buttons =
        part.picture.scene.lines.iter().zip(&part.layout.wires).enumerate().flat_map(|(index, (line, place))| {
            [Way::ToBroker, Way::ToClient].into_iter().flat_map(move |way| stream(part, line, place, way, index))
        });
    html! { <g>{ for buttons }</g> }
}

fn stream(part: &Part, line: &LineScene, place: &WirePlace, way: Way, index: usize) -> Vec<Html> {
    let track = track(place, line.line, way);
    let run = part.run;
    let all = on_wire(run.flights(), run.steps(), part.picture.position, (line.line, way), track.length());
    let visible = all.into_iter().filter_map(|here| here.travelled.map(|travelled| (here, travelled)));
    let button = |(here, travelled): (motion::OnWire, f64)| {
        let flying = |mover: &&Mover| mover.stream == Some((line.line, way, here.place));
        let point = match part.plan.movers.iter().find(flying).filter(|_| part.part > 0.0) {
            // What has left the wire is painted, and can't be plucked any more.
            Some(mover) if !mover.is_on_wire(part.part) => return None,
            Some(mover) => mover.at(part.part),
            None => track.at(travelled),
        };
        let envelope = run.flights()[here.flight].envelope;
        Some(envelope_button(part, (line.line, way, here.place), envelope, (track.start(), point), index))
    };
    // The one that arrives next lies on top, so it comes last.
    visible.filter_map(button).collect::<Vec<_>>().into_iter().rev().collect()
}

fn envelope_button(
    part: &Part,
    (line, way, place): (Line, Way, usize),
    envelope: Envelope,
    (start, point): (Point, Point),
    index: usize,
) -> Html {
    let tip = AttrValue::from(words::pluck(envelope.kind, envelope.messages, part.lang));
    let hook = format!("{line}:{}:{place}", way.name());
    let action = Action::Pluck { line, way, place: u8::try_from(place).unwrap_or(u8::MAX) };
    let onclick = {
        let pluck = part.on_action.clone();
        move |event: MouseEvent| {
            event.stop_propagation();
            pluck.emit(action);
        }
    };
    let onkeydown = {
        let pluck = part.on_action.clone();
        move |event: KeyboardEvent| {
            if matches!(event.key().as_str(), "Enter" | " ") {
                event.prevent_default();
                event.stop_propagation();
                pluck.emit(action);
            }
        }
    };
    let key = format!("{index}{hook}");
    let keys = part.picture.keys;
    let glyph = match envelope.messages.iter().next() {
        Some(message) if envelope.kind.carries_message() => {
            html! { <>{ trail(Look::of(message, keys), start, point) }{ shapes::message(message, keys, Style::LIVE, 13.0, None) }</> }
        }
        _ => shapes::envelope(envelope.kind, envelope.messages, keys, Paper::Sent, 17.0),
    };
    html! {
        <g
            {key}
            class="pluck"
            role="button"
            tabindex="0"
            aria-label={tip.clone()}
            data-tip={tip}
            data-envelope={hook}
            transform={at(point)}
            {onclick}
            {onkeydown}
        >
            <circle class="reach" r="17" />
            <circle class="ring" r="20" />
            { glyph }
            <g class="snip" transform="translate(19 -8)">
                <path d="M5.4 4.6L14 11.4M5.4 11.4L14 4.6" /><circle cx="3.6" cy="3.4" r="2.1" /><circle cx="3.6" cy="12.6" r="2.1" />
            </g>
        </g>
    }
}

/// The line behind a message on the wire, as far as it has come.
fn trail(look: Look, start: Point, point: Point) -> Html {
    let come = start.distance(point);
    let length = (come + 4.0).min(34.0);
    let d = if come < 4.0 {
        AttrValue::Static("")
    } else {
        let back = point.towards(start, length / come);
        AttrValue::from(format!("M0 0L{} {}", n(back.x - point.x), n(back.y - point.y)))
    };
    html! { <path class={classes!("trail", look.class())} {d} /> }
}

/// Where wires were cut: two strokes, and a dotted line to where what hung there fell. The latest cut is the loudest.
pub fn scars(part: &Part) -> Html {
    let last = part.plan.scars.iter().map(|scar| scar.step).max();
    let drawn = part.plan.scars.iter().map(|scar| {
        let class = if Some(scar.step) == last { "scar" } else { "scar old" };
        let (gap, strokes, drop) = scar_paths(part.layout, scar.at);
        html! { <g {class}><path class="gap" d={gap} /><path class="cut" d={strokes} /><path class="drop" d={drop} /></g> }
    });
    html! { <g>{ for drawn }</g> }
}

fn scar_paths(layout: &Layout, at: Point) -> (String, String, String) {
    let (x, y) = (rounded(at.x), rounded(at.y));
    let goal = layout.falls_to(at);
    if layout.tall {
        let drop = format!("M{} {y}H{}", x + 10.0, rounded(goal.x));
        (format!("M{x} {}v12", y - 6.0), format!("M{} {}l12 -4m-12 -6l12 -4", x - 6.0, y + 5.0), drop)
    } else {
        // Down to the tray's rim.
        let drop = format!("M{x} {}V{}", y + 12.0, rounded(goal.y - 28.0));
        (format!("M{} {y}h12", x - 6.0), format!("M{} {}l4 -12m2 12l4 -12", x - 5.0, y + 6.0), drop)
    }
}

/// Rings around what the last step changed, for readers who see no motion.
pub fn changes(part: &Part) -> Html {
    let rings = part.plan.changed.iter().map(|point| html! { <circle cx={n(point.x)} cy={n(point.y)} r="17" /> });
    html! { <g>{ for rings }</g> }
}
