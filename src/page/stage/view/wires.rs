//! Wires, and what hangs on them while the run stands still.

use yew::Html;

use super::part::{Part, arrow, circle, explained, group, moved, text};
use super::pluck;
use super::shapes::fixed;
use crate::model::{Line, LineScene, Way};
use crate::page::stage::layout::{Label, Point, Track, WirePlace};
use crate::page::stage::motion::{OnWire, on_wire, track};
use crate::page::stage::words;
use crate::page::svg::{self, Shape, nothing, path};

/// Every connection.
#[inline(never)]
pub fn wires(part: &Part) -> Html {
    let all = part.layout.wires.iter().zip(&part.picture.scene.lines);
    group(all.map(|(place, line)| wire(part, place, line)).collect())
}

fn wire(part: &Part, place: &WirePlace, line: &LineScene) -> Html {
    let (terms, lang) = (&part.picture.terms, part.lang);
    let (names, out, home) = match line.line {
        Line::Producer => (&terms.producer, Way::ToBroker, Way::ToClient),
        Line::Consumer(_) => (&terms.consumer, Way::ToClient, Way::ToBroker),
    };
    let way = |way: Way, quiet: bool, track: &Track| {
        let class = if quiet { "way quiet" } else { "way" };
        explained(words::wire(line.line, way, lang).to_owned(), class, rail(track))
    };
    let label =
        |place: Option<Label>, words: &'static str| place.map_or_else(nothing, |place| text(place, "rl", words));
    let children = vec![
        way(out, false, &place.forward),
        way(home, names.quiet, &place.back),
        label(place.forward_label, names.forward.in_lang(lang)),
        label(place.back_label, names.back.in_lang(lang)),
        waiting(part, line, place, out),
        waiting(part, line, place, home),
    ];
    Shape::of("g", if line.up { "wire" } else { "wire off" }).all(children).done()
}

/// A line from border to border with an arrow-head, and around it an area that is easy to point at.
fn rail(track: &Track) -> Vec<Html> {
    let reach = svg::Way::from((track.from.x, track.from.y)).to((track.to.x, track.to.y));
    vec![path("reach", reach), arrow(&[track.from, track.to], ["rail", "head"])]
}

/// Everything on one stream, next to arrive first.
pub fn stream(part: &Part, line: Line, way: Way, track: &Track) -> Vec<OnWire> {
    on_wire(part.run.flights(), part.run.steps(), part.picture.position, (line, way), track.length())
}

/// What has no room on the wire yet, counted at its start.
fn waiting(part: &Part, line: &LineScene, place: &WirePlace, way: Way) -> Html {
    let track = track(place, line.line, way);
    let all = stream(part, line.line, way, &track);
    let hidden = all.iter().filter(|here| here.travelled.is_none()).count();
    let start = track.start();
    let beside = if part.layout.is_on_level_wire(start) {
        Label::middle(start.x, start.y - 17.0)
    } else {
        Label::start(start.x + 19.0, start.y + 4.0)
    };
    if hidden == 0 { nothing() } else { text(beside, "plus", words::plus(hidden)) }
}

/// What is on the wires, as buttons: to pluck one is to cut the connection there.
#[inline(never)]
pub fn envelopes(part: &Part) -> Html {
    let mut buttons = Vec::new();
    for (line, place) in part.picture.scene.lines.iter().zip(&part.layout.wires) {
        for way in [Way::ToBroker, Way::ToClient] {
            let track = track(place, line.line, way);
            // The one that arrives next lies on top, so it comes last.
            for here in stream(part, line.line, way, &track).iter().rev() {
                buttons.extend(pluck::button(part, (line.line, way), here, &track));
            }
        }
    }
    group(buttons)
}

/// Where wires were cut: two strokes, and a dotted line to where what hung there fell. A cut is loud until the next step:
/// by then the connection is another one.
#[inline(never)]
pub fn scars(part: &Part) -> Html {
    let drawn = part.plan.scars.iter().map(|scar| {
        let class = if scar.step == part.picture.position { "scar" } else { "scar old" };
        let goal = part.layout.falls_to(scar.at);
        let (gap, cut) = if part.layout.is_on_level_wire(scar.at) {
            ("M-6 0h12", "M-5 6l4 -12m2 12l4 -12")
        } else {
            ("M0 -6v12", "M-6 5l12 -4m-12 -6l12 -4")
        };
        let drop = if part.layout.tall {
            Point::new(goal.x - scar.at.x, 0.0)
        } else {
            // Down to the tray's rim.
            Point::new(0.0, goal.y - scar.at.y - 28.0)
        };
        let part_of = 12.0 / drop.x.abs().max(drop.y.abs()).max(12.0);
        let way = svg::Way::from((drop.x * part_of, drop.y * part_of)).to((drop.x, drop.y));
        let parts = vec![fixed("gap", gap), fixed("cut", cut), path("drop", way)];
        moved(scar.at, Shape::of("g", class).all(parts).done())
    });
    group(drawn.collect())
}

/// Rings around what the last step changed, for readers who see no motion.
pub fn changes(part: &Part) -> Html {
    group(part.plan.changed.iter().map(|point| circle(*point, 17.0, "")).collect())
}
