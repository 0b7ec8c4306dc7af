//! The timeline by message: each message's life as a track with four rails, and at its end what the producer believes
//! and what is true.

use yew::Html;

use super::marks;
use super::view::{Drawing, Sheet};
use crate::model::{Belief, Event, Line, Message, Messages, Way as Direction};
use crate::page::element::{Element, told};
use crate::page::ledger::belief;
use crate::page::stage::glyph::Look;
use crate::page::svg::{self, Shape, Way};
use crate::play::{Flight, Kept, Landing, Life, Stretch};
use crate::tell::{self, interface};

/// The height of a track; the style sheet knows it too.
const ROW: f64 = 50.0;
/// From the top of a track to each of its rails: producer, broker, consumer, world.
const RAILS: [f64; 4] = [10.0, 20.0, 30.0, 40.0];

/// The timeline by message.
pub fn draw(drawing: &Drawing) -> Sheet {
    let mut sheet = Sheet { height: ROW * drawing.lives.messages.len() as f64 + 4.0, ..Sheet::default() };
    for (index, life) in drawing.lives.messages.iter().enumerate() {
        let (message, top) = (Message::at(index), ROW * index as f64);
        sheet.inner.push(Track { drawing, message, life, top }.draw(index));
        sheet.left.push(name(drawing, message, top));
        sheet.right.push(ends(drawing, message));
    }
    sheet
}

/// A message, and beside the one that is followed its rails' names.
fn name(drawing: &Drawing, message: Message, top: f64) -> Html {
    let (lang, keys) = (drawing.lang, drawing.course.run.setup().keys);
    let mut name = Shape::new("g").with(marks::message(message, keys, (14.0, top + ROW / 2.0), 11.0));
    if drawing.course.followed == Some(message) {
        let names = [interface::producer, interface::broker, interface::consumer, interface::world];
        for (rail, word) in RAILS.into_iter().zip(names) {
            name = name.with(svg::words("raillab", (90.0, top + rail + 3.4), word(lang)));
        }
    }
    name.keyed(message.index())
}

/// What the producer believes and what is true, at the end of a track.
fn ends(drawing: &Drawing, message: Message) -> Html {
    let (course, lang) = (drawing.course, drawing.lang);
    let record = course.run.ledger(course.step).record(message).belief;
    let believes =
        Element::new("span").with(belief(record)).say(tell::belief_under(course.run.setup(), record, lang)).done();
    let truth = told(tell::truth(&course.run, course.step, message, lang));
    Element::of("div", "ends").with(believes).with(Element::new("span").with(truth).done()).keyed(message.index())
}

/// One message's track.
struct Track<'t> {
    drawing: &'t Drawing<'t>,
    message: Message,
    life: &'t Life,
    top: f64,
}

impl Track<'_> {
    fn rail(&self, rail: usize) -> f64 {
        self.top + RAILS[rail]
    }

    fn x(&self, step: usize) -> f64 {
        self.drawing.scale.middle(step)
    }

    fn draw(&self, index: usize) -> Html {
        let drawing = self.drawing;
        let key = Look::of(self.message, drawing.course.run.setup().keys).class();
        let mut rails = Way::default();
        for rail in 0..RAILS.len() {
            rails = rails.jump((0.0, self.rail(rail))).across(drawing.scale.total());
        }
        let mut parts = vec![self.back(), svg::path("tl", rails)];
        self.stretches(&self.life.waiting, 0, |()| "waits", &mut parts);
        self.stretches(&self.life.kept, 1, kept, &mut parts);
        self.stretches(&self.life.held, 2, |()| "holds", &mut parts);
        self.beliefs(&mut parts);
        for flight in drawing.course.run.flights() {
            let end = flight.landing.step().unwrap_or(drawing.scale.steps);
            if flight.envelope.messages.contains(self.message) && drawing.shows(flight.sent, end) {
                self.travel(flight, &mut parts);
            }
        }
        self.effects(&mut parts);
        Shape::new("g").classes(&["track", key]).all(parts).keyed(index)
    }

    /// The ground of the track that is followed; the line under any other.
    fn back(&self) -> Html {
        let total = self.drawing.scale.total();
        if !self.drawing.follows(Messages::one(self.message)) {
            return svg::path("rowline", Way::from((0.0, self.top + ROW)).across(total));
        }
        let ground = Shape::new("rect").word("class", "hotrow").number("x", 0.0).number("y", self.top);
        ground.number("width", total).number("height", ROW).done()
    }

    fn stretches<T: Copy>(&self, all: &[Stretch<T>], rail: usize, class: fn(T) -> &'static str, parts: &mut Vec<Html>) {
        let scale = &self.drawing.scale;
        for stretch in all.iter().filter(|stretch| self.drawing.shows(stretch.from, stretch.to)) {
            let end = if stretch.to == scale.steps { scale.total() } else { self.x(stretch.to) };
            let way = Way::from((self.x(stretch.from), self.rail(rail))).across(end);
            parts.push(svg::path(class(stretch.what), way));
        }
    }

    /// On the producer's rail: since when it believes to know.
    fn beliefs(&self, parts: &mut Vec<Html>) {
        for (step, event) in self.drawing.course.run.all_events() {
            let class = match *event {
                Event::Believes { message, belief: Belief::Acked } if message == self.message => "knows ok",
                Event::Believes { message, belief: Belief::Failed } if message == self.message => "knows no",
                _ => continue,
            };
            let (x, y) = (self.x(step), self.rail(0));
            let line = svg::path("", Way::from((x, y)).across(self.drawing.scale.total()));
            let dot = Shape::new("circle").number("cx", x).number("cy", y).number("r", 3.0).done();
            parts.push(svg::group(class, vec![line, dot]));
        }
    }

    /// The message on its way, or an answer about it.
    fn travel(&self, flight: &Flight, parts: &mut Vec<Html>) {
        let client = match flight.line {
            Line::Producer => self.rail(0),
            Line::Consumer(_) => self.rail(2),
        };
        let (from, to) = match flight.way {
            Direction::ToBroker => (client, self.rail(1)),
            Direction::ToClient => (self.rail(1), client),
        };
        let class = if flight.envelope.kind.carries_message() { "goes" } else { "answers" };
        let end = match flight.landing {
            Landing::Read(step) => (self.x(step), to),
            Landing::Destroyed(step) => (self.x(step), from.midpoint(to)),
            Landing::Flying => (self.drawing.scale.total(), from.midpoint(to)),
        };
        parts.push(svg::path(class, Way::from((self.x(flight.sent), from)).to(end)));
        if let Landing::Destroyed(_) = flight.landing {
            parts.push(marks::cross(end));
        }
    }

    fn effects(&self, parts: &mut Vec<Html>) {
        for (index, step) in self.life.effects.iter().copied().enumerate() {
            if !self.drawing.shows(step, step) {
                continue;
            }
            let (x, y) = (self.x(step), self.rail(3));
            let diamond = Way::from((x, y - 5.0)).to((x + 5.0, y)).to((x, y + 5.0)).to((x - 5.0, y));
            parts.push(svg::path("goes", Way::from((x, self.rail(2))).down(y)));
            parts.push(svg::path(if index > 0 { "effect again" } else { "effect" }, diamond));
            if index > 0 {
                parts.push(marks::times((x + 16.0, y - 1.0), index + 1));
            }
        }
    }
}

const fn kept(kept: Kept) -> &'static str {
    match kept {
        Kept::Memory => "kept memory",
        Kept::PageCache => "kept cache",
        Kept::Disk => "kept disk",
    }
}
