//! The lanes of the view by actor: where each is, and when its actor was not there.

use yew::{Html, html};

use super::trace::Stretch;
use super::view::Drawing;
use crate::model::{Line, Way};
use crate::tell::interface;

/// Between two lanes of different actors.
const APART: f64 = 44.0;
/// Between two consumers.
const CONSUMERS_APART: f64 = 30.0;

/// Where the lanes are.
#[derive(Clone, PartialEq, Debug)]
pub struct Lanes {
    /// The producer's.
    pub producer: f64,
    /// The broker's.
    pub broker: f64,
    /// One for each consumer.
    pub consumers: Vec<f64>,
    /// The outside world's.
    pub world: f64,
    /// Where the lanes end.
    pub bottom: f64,
}

impl Lanes {
    /// The lanes for so many consumers, with room above them for a mark if there is one.
    pub fn new(consumers: usize, marked: bool) -> Self {
        let producer = if marked { 40.0 } else { 26.0 };
        let broker = producer + APART;
        let first = broker + APART;
        let consumers: Vec<f64> = (0..consumers).map(|index| first + CONSUMERS_APART * index as f64).collect();
        let world = consumers.last().copied().unwrap_or(first) + APART;
        Self { producer, broker, consumers, world, bottom: world + 16.0 }
    }

    /// The lane of the client at the far end of a connection.
    pub fn client(&self, line: Line) -> f64 {
        match line {
            Line::Producer => self.producer,
            Line::Consumer(consumer) => self.consumers.get(usize::from(consumer.0)).copied().unwrap_or(self.world),
        }
    }

    /// From which lane to which a connection's direction goes.
    pub fn ends(&self, line: Line, way: Way) -> (f64, f64) {
        match way {
            Way::ToBroker => (self.client(line), self.broker),
            Way::ToClient => (self.broker, self.client(line)),
        }
    }
}

/// The lanes' names.
pub fn names(drawing: &Drawing, lanes: &Lanes) -> Html {
    let lang = drawing.props.lang;
    let name = |y: f64, text: String| html! { <text class="tlab" x="0" y={(y + 4.0).to_string()}>{ text }</text> };
    let consumers = lanes.consumers.iter().enumerate().map(|(index, y)| match lanes.consumers.len() {
        1 => name(*y, interface::consumer(lang).to_owned()),
        _ => name(*y, interface::consumer_numbered(index, lang)),
    });
    html! {
        <>
            { name(lanes.producer, interface::producer(lang).to_owned()) }
            { name(lanes.broker, interface::broker(lang).to_owned()) }
            { for consumers }
            { name(lanes.world, interface::world(lang).to_owned()) }
        </>
    }
}

/// The lanes themselves, dotted while their actor is not there.
pub fn draw(drawing: &Drawing, lanes: &Lanes) -> Html {
    let none = Vec::new();
    let consumers = lanes.consumers.iter().enumerate().map(|(index, y)| {
        lane(drawing, *y, drawing.trace.consumer_down.get(index).unwrap_or(&none))
    });
    html! {
        <>
            { lane(drawing, lanes.producer, &none) }
            { lane(drawing, lanes.broker, &drawing.trace.broker_down) }
            { for consumers }
            { lane(drawing, lanes.world, &none) }
        </>
    }
}

fn lane(drawing: &Drawing, y: f64, down: &[Stretch<()>]) -> Html {
    let scale = &drawing.scale;
    let (mut on, mut off, mut from) = (String::new(), String::new(), scale.end(0.0));
    for stretch in down {
        let (start, end) = (scale.middle(stretch.from), scale.middle(stretch.to));
        on += &format!("M{from} {y}H{start}");
        off += &format!("M{start} {y}H{end}");
        from = end;
    }
    on += &format!("M{from} {y}H{}", scale.total());
    html! { <><path class="tl" d={on} /><path class="tl off" d={off} /></> }
}
