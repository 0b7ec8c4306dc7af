//! One thing on a wire, as a button: to pluck it is to cut the connection there.

use wasm_bindgen::JsCast;
use web_sys::{Event, KeyboardEvent};
use yew::virtual_dom::ListenerKind;
use yew::{Callback, Html};

use super::part::{Part, circle, group};
use super::{Role, shapes};
use crate::model::{Action, Envelope, Line, Way};
use crate::page::stage::glyph::{ENVELOPE, Look, Paper, Style};
use crate::page::stage::layout::{Point, Track};
use crate::page::stage::motion::{Mover, OnWire};
use crate::page::stage::words;
use crate::page::svg::{self, Shape, nothing};

/// The button of what is on this stream here; none if it can't be plucked.
pub fn button(part: &Part, (line, way): (Line, Way), here: &OnWire, track: &Track) -> Option<Html> {
    let flying = |mover: &&Mover| mover.stream == Some((line, way, here.place));
    let point = match part.plan.movers.iter().find(flying).filter(|_| part.part > 0.0) {
        // What has left the wire is painted, and can't be plucked any more.
        Some(mover) if !mover.is_on_wire(part.part) => return None,
        Some(mover) => mover.at(part.part),
        None => track.at(here.travelled?),
    };
    let envelope = part.run.flights()[here.flight].envelope;
    if part.role == Role::Watched {
        return Some(
            Shape::new("g").at((point.x, point.y)).with(drawn(part, envelope, track.start(), point)).keyed(here.flight),
        );
    }
    let place = u8::try_from(here.place).ok()?;
    let action = Action::Pluck { line, way, place };
    let tip = words::pluck(envelope.kind, envelope.messages, part.lang);
    let pluck = part.on_action.clone();
    let clicked = Callback::from(move |event: Event| {
        event.stop_propagation();
        pluck.emit(action);
    });
    let pluck = part.on_action.clone();
    let pressed = Callback::from(move |event: Event| {
        let key = event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key).unwrap_or_default();
        if matches!(key.as_str(), "Enter" | " ") {
            event.prevent_default();
            event.stop_propagation();
            pluck.emit(action);
        }
    });
    let button = Shape::of("g", "pluck")
        .word("role", "button")
        .word("tabindex", "0")
        .text("aria-label", tip.clone())
        .text("data-tip", tip)
        .text("data-envelope", format!("{line}:{}:{place}", way.name()))
        .at((point.x, point.y))
        .on(|| ListenerKind::onclick, clicked)
        .on(|| ListenerKind::onkeydown, pressed)
        .with(circle(Point::default(), 17.0, "reach"))
        .with(circle(Point::default(), 20.0, "ring"))
        .with(drawn(part, envelope, track.start(), point))
        .with(scissors());
    Some(button.keyed(here.flight))
}

fn drawn(part: &Part, envelope: Envelope, start: Point, point: Point) -> Html {
    let keys = part.picture.keys;
    match envelope.messages.iter().next() {
        Some(message) if envelope.kind.carries_message() => group(vec![
            trail(Look::of(message, keys), start, point),
            shapes::message(message, keys, Style::LIVE, 13.0, None),
        ]),
        _ => shapes::envelope(envelope.kind, envelope.messages, keys, Paper::Sent, ENVELOPE),
    }
}

/// The line behind a message on the wire, as far as it has come.
fn trail(look: Look, start: Point, point: Point) -> Html {
    let come = start.distance(point);
    if come < 4.0 {
        return nothing();
    }
    let back = point.towards(start, (come + 4.0).min(34.0) / come);
    let way = svg::Way::from((0.0, 0.0)).to((back.x - point.x, back.y - point.y));
    Shape::new("path").classes(&["trail", look.class()]).way(way).done()
}

/// The sign of a cut, beside what it would cut.
fn scissors() -> Html {
    Shape::of("g", "snip").word("transform", "translate(19 -8)").with(shapes::fixed("", SCISSORS)).done()
}

/// Two blades and two handles, in a square of 16.
pub const SCISSORS: &str = "M5.4 4.6L14 11.4M5.4 11.4L14 4.6M1.5 3.4a2.1 2.1 0 1 1 4.2 0a2.1 2.1 0 1 1 -4.2 0M1.5 12.6a2.1 2.1 0 1 1 4.2 0a2.1 2.1 0 1 1 -4.2 0";
