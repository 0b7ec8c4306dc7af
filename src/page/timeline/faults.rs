//! What broke, on the view by actor: a cross where it struck, and its name.

use yew::{Html, html};

use super::lanes::Lanes;
use super::marks;
use super::view::Drawing;
use crate::model::{Event, Line};
use crate::page::words;
use crate::play::Landing;
use crate::setup::FaultKind;
use crate::tell::{self, interface};

/// Room that a label needs; nearer to the right end it stands at the left of its cross.
const LABEL: f64 = 120.0;

/// Everything that broke in the steps that are drawn.
pub fn draw(drawing: &Drawing, lanes: &Lanes) -> Html {
    let steps = drawing.drawn.0..=drawing.drawn.1;
    html! { <g>{ for steps.filter_map(|step| fault(drawing, lanes, step)) }</g> }
}

fn fault(drawing: &Drawing, lanes: &Lanes, step: usize) -> Option<Html> {
    let props = drawing.props;
    let (text, y, is_cut) = props.run.events(step).iter().find_map(|event| match *event {
        Event::Fault { kind, consumer } => {
            let text = if is_cut(kind) { interface::connection_cut(props.lang) } else { tell::fault_label(kind, props.lang) };
            Some((text, lane_of(kind, consumer.map(Line::Consumer), lanes), is_cut(kind)))
        }
        Event::Plucked { line } => Some((interface::connection_cut(props.lang), lanes.client(line).midpoint(lanes.broker), true)),
        _ => None,
    })?;
    let x = drawing.scale.middle(step);
    // A cut is marked at what it destroyed, if it destroyed anything.
    let destroyed = props.run.flights().iter().any(|flight| flight.landing == Landing::Destroyed(step));
    let mark = if is_cut && destroyed { html! { <g /> } } else { marks::cross((x, y)) };
    // On a lane the label stands above it, where no message covers it.
    let baseline = if is_cut { y + 4.0 } else { y - 10.0 };
    Some(html! { <g key={step}>{ mark }{ label(drawing, (x, baseline), text) }{ broken(drawing, step, x) }</g> })
}

fn label(drawing: &Drawing, (x, y): (f64, f64), text: &'static str) -> Html {
    let at_left = x > drawing.scale.total() - LABEL && x > LABEL;
    let (x, anchor) = if at_left { (x - 9.0, "end") } else { (x + 9.0, "start") };
    html! { <text class="tc" x={x.to_string()} y={y.to_string()} text-anchor={anchor}>{ text }</text> }
}

/// Says where a person broke something.
fn broken(drawing: &Drawing, step: usize, x: f64) -> Html {
    if !drawing.props.broken.contains(&step) {
        return html! { <g /> };
    }
    let at_left = x > drawing.scale.total() - LABEL && x > LABEL;
    let (text_x, anchor) = if at_left { (x - 5.0, "end") } else { (x + 5.0, "start") };
    html! {
        <g>
            <path class="brokenl" d={format!("M{x} 20V6")} />
            <text class="tc" x={text_x.to_string()} y="17" text-anchor={anchor}>{ words::you_broke_it(drawing.props.lang) }</text>
        </g>
    }
}

/// Whether a fault is nothing but a cut of a connection.
const fn is_cut(kind: FaultKind) -> bool {
    matches!(kind, FaultKind::PublishLost | FaultKind::ConfirmLost | FaultKind::DeliveryLost | FaultKind::AckLost)
}

/// At which height a fault strikes.
fn lane_of(kind: FaultKind, consumer: Option<Line>, lanes: &Lanes) -> f64 {
    match (kind, consumer) {
        (FaultKind::PublishLost | FaultKind::ConfirmLost, _) => lanes.producer.midpoint(lanes.broker),
        (FaultKind::DeliveryLost | FaultKind::AckLost, Some(line)) => lanes.client(line).midpoint(lanes.broker),
        (FaultKind::ResendTimer, _) => lanes.producer,
        (_, Some(line)) => lanes.client(line),
        (_, None) => lanes.broker,
    }
}
