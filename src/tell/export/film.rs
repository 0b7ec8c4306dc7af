//! A run as an animated picture: one SVG file that moves by style alone, in every browser of today, and stands still for
//! readers who want less motion. It is made from the run, not recorded from a screen, so it is the same each time.

use super::Export;
use super::figure::{about, is_bad};
use super::ink::{Anchor, Area, Ink};
use super::lettering::{width, wrap};
use super::moments::moments;
use super::picture::{self, Layout, Picture};
use crate::model::{Event, Line, Message, Messages, Way};
use crate::play::{Flight, Landing, Run};
use crate::tell::look::Point;
use crate::tell::{interface, sentence};

const WIDTH: f64 = 720.0;
const MARGIN: f64 = 16.0;
const TEXT: f64 = 14.0;
const TEXT_ROW: f64 = 20.0;
/// The picture is drawn so much larger than in a storyboard.
const SCALE: f64 = (WIDTH - 2.0 * MARGIN) / picture::WIDTH;
/// How long a step is shown, and the end, in seconds.
const STEP: f64 = 1.2;
const END: f64 = 3.0;
/// What goes over within a step takes so much of one.
const HOP: f64 = 0.5;
/// How far what is destroyed comes.
const LOST_AT: f64 = 0.6;

/// The animated picture.
pub fn draw(run: &Run, export: &Export) -> String {
    let mut ink = Ink::new(run, export);
    let mut top = MARGIN;
    if !export.title.is_empty() {
        ink.words("ink serif b", Point::new(MARGIN, top + 15.0), 17.0, Anchor::Start, &export.title);
        top += 34.0;
    }
    let layout = Layout::new(run, 0..=run.steps());
    let high = layout.height * SCALE;
    let picture = Picture { run, layout, lang: export.lang, at: Point::default() };
    let film = Film { run, export, picture, length: STEP * run.steps() as f64 + END };
    let (x, y) = (MARGIN.to_string(), top.to_string());
    let place = format!("translate({x} {y}) scale({SCALE:.4})");
    film.rules(&mut ink);
    ink.open(&[("transform", &place)]);
    film.picture.draw_frame(&mut ink);
    (0..=run.steps()).for_each(|step| film.frame(&mut ink, step));
    film.movers(&mut ink);
    ink.close();
    let below = top + high + 26.0;
    let rows = (0..=run.steps()).map(|step| film.caption(&mut ink, step, below)).max().unwrap_or_default();
    let height = below + TEXT_ROW * rows.max(1) as f64 + 6.0;
    ink.finish(&about(run, export, &moments(run, export.lang)), WIDTH, height)
}

struct Film<'run> {
    run: &'run Run,
    export: &'run Export,
    picture: Picture<'run>,
    /// In seconds, until it begins again.
    length: f64,
}

impl Film<'_> {
    /// A part of the whole length as a percentage.
    fn part(&self, seconds: f64) -> String {
        format!("{:.3}%", 100.0 * seconds / self.length)
    }

    /// A frame is seen for one step, the last one to the end. Without motion only that one is.
    fn rules(&self, ink: &mut Ink) {
        let (id, length) = (ink.id().to_owned(), self.length);
        let (step, end) = (self.part(STEP), self.part(END));
        let seen = |until: &str| format!("0%{{visibility:visible}}{until},100%{{visibility:hidden}}");
        ink.rule(&format!(
            "@keyframes {id}-f{{{}}}@keyframes {id}-e{{{}}}.{id}-f,.{id}-e,.{id}-m{{visibility:hidden}}\
             .{id}-f{{animation:{id}-f {length:.1}s step-end infinite}}.{id}-e{{animation:{id}-e {length:.1}s step-end infinite}}\
             @media (prefers-reduced-motion:reduce){{.{id}-f,.{id}-e,.{id}-m{{animation:none!important}}\
             .{id}-e{{visibility:visible}}}}",
            seen(&step),
            seen(&end),
        ));
    }

    fn open_frame(&self, ink: &mut Ink, step: usize) {
        let letter = if step == self.run.steps() { 'e' } else { 'f' };
        let class = format!("{}-{letter}", ink.id());
        let delay = format!("animation-delay:{:.1}s", STEP * step as f64);
        ink.open(&[("class", &class), ("style", &delay)]);
    }

    /// The boxes after a step, and what it destroyed.
    fn frame(&self, ink: &mut Ink, step: usize) {
        self.open_frame(ink, step);
        self.picture.draw_boxes(ink, step);
        let lost = self.run.flights().iter().filter(|flight| flight.landing == Landing::Destroyed(step));
        for flight in lost {
            let (from, to) = self.picture.layout.wire(flight.line, flight.way);
            let at = from.towards(to, LOST_AT);
            self.picture.draw_envelope(ink, flight.envelope.kind.carries_message(), flight.envelope.messages, at);
            ink.struck_out(at);
        }
        ink.close();
    }

    /// The sentence of a step; answers how many rows it has.
    fn caption(&self, ink: &mut Ink, step: usize, y: f64) -> usize {
        self.open_frame(ink, step);
        let words = interface::position(step, self.run.steps(), self.export.lang);
        let last = interface::position(self.run.steps(), self.run.steps(), self.export.lang);
        let wide = width(&last, 11.0) + 14.0;
        let class = if is_bad(self.run, step) { "bad" } else { "ink" };
        ink.rect(class, Area { x: MARGIN, y: y - 13.0, w: wide, h: 18.0 }, 9.0);
        ink.words("paper b num", Point::new(MARGIN + wide / 2.0, y), 11.0, Anchor::Middle, &words);
        let left = MARGIN + wide + 12.0;
        let rows =
            wrap(&sentence(self.run, step, self.export.lang), self.run.setup().keys, TEXT, WIDTH - MARGIN - left);
        for (place, row) in rows.iter().enumerate() {
            ink.row(Point::new(left, y + TEXT_ROW * place as f64), TEXT, row);
        }
        ink.close();
        rows.len()
    }

    /// Everything that goes from one actor to another.
    fn movers(&self, ink: &mut Ink) {
        for flight in self.run.flights() {
            self.flight(ink, flight);
        }
        for (step, event) in self.run.all_events() {
            self.hop(ink, step, event);
        }
    }

    fn flight(&self, ink: &mut Ink, flight: &Flight) {
        let (from, mut to) = self.picture.layout.wire(flight.line, flight.way);
        if !matches!(flight.landing, Landing::Read(_)) {
            to = from.towards(to, LOST_AT);
        }
        let (start, end) = (flight.sent as f64, flight.landing.step().unwrap_or(self.run.steps()) as f64);
        let carries = flight.envelope.kind.carries_message();
        self.mover(ink, (carries, flight.envelope.messages), (from, to), (start, end));
    }

    /// What goes over within a step: polls, commits of offsets, effects.
    fn hop(&self, ink: &mut Ink, step: usize, event: &Event) {
        let layout = &self.picture.layout;
        let (what, way) = match *event {
            Event::Polled { consumer, .. } => {
                let taken = |event: &Event| match *event {
                    Event::Took { message, .. } => Some(message),
                    _ => None,
                };
                let got: Messages = self.run.events(step).iter().filter_map(taken).collect();
                ((true, got), layout.wire(Line::Consumer(consumer), Way::ToClient))
            }
            Event::OffsetCommitted { consumer, .. } => {
                ((false, Messages::NONE), layout.wire(Line::Consumer(consumer), Way::ToBroker))
            }
            Event::Applied { consumer, message, .. } | Event::Rewritten { consumer, message } => {
                ((true, Messages::one(message)), layout.effect(consumer))
            }
            _ => return,
        };
        let end = step as f64;
        let messages: Vec<Message> = what.1.iter().collect();
        for (place, message) in messages.iter().enumerate() {
            let late = 0.12 * place as f64;
            self.mover(ink, (true, Messages::one(*message)), way, (end - HOP - late, end - late));
        }
        if messages.is_empty() && !what.0 {
            self.mover(ink, what, way, (end - HOP, end));
        }
    }

    /// Something that is on its way from one time to another, in steps.
    fn mover(&self, ink: &mut Ink, what: (bool, Messages), way: (Point, Point), (start, end): (f64, f64)) {
        let (carries, about) = what;
        let (from, to) = way;
        let (id, number) = (ink.id().to_owned(), ink.next());
        let name = format!("{id}-m{number}");
        let until = STEP * (end - start);
        let (arrives, gone) = (self.part(until), self.part(until + 0.01));
        ink.rule(&format!(
            "@keyframes {name}{{0%{{visibility:visible;transform:translate({:.1}px,{:.1}px)}}{arrives}{{visibility:visible;\
             transform:translate({:.1}px,{:.1}px)}}{gone},100%{{visibility:hidden;transform:translate({:.1}px,{:.1}px)}}}}",
            from.x, from.y, to.x, to.y, to.x, to.y,
        ));
        let style = format!("animation:{name} {:.1}s linear {:.2}s infinite", self.length, STEP * start);
        ink.open(&[("class", &format!("{id}-m")), ("style", &style)]);
        self.picture.draw_envelope(ink, carries, about, Point::default());
        ink.close();
    }
}
