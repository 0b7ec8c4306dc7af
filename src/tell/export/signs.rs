//! The signs of the space-time diagram: which message or answer stands at which lane in which step. What happens in one step
//! at one lane is stacked.

use std::collections::BTreeMap;

use super::fold::Columns;
use super::lanes::Lanes;
use crate::model::{Consumer, EnvelopeKind, Event, Line, Message, Messages};
use crate::play::{Flight, Landing, Run};

/// A lane.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Lane {
    /// The producer's, or a consumer's.
    Client(Line),
    /// The broker's.
    Broker,
    /// The outside world's.
    World,
}

/// What is drawn at a place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum What {
    /// A message.
    Message(Message),
    /// An answer about these.
    Answer(Messages),
}

/// A sign, and its place in the stack of its lane and step.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Sign {
    pub lane: Lane,
    pub step: usize,
    pub slot: usize,
    pub what: What,
}

/// A line between two lanes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stroke {
    /// Lane, step, and place in the stack.
    pub from: (Lane, usize, usize),
    pub to: (Lane, usize, usize),
    /// The message whose colour it has; none for an answer.
    pub of: Option<Message>,
    /// All messages that it is about.
    pub about: Messages,
    pub end: End,
}

/// How a line ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum End {
    /// At its lane.
    There,
    /// On the way, destroyed.
    Destroyed,
    /// On the way, when the run ends.
    Open,
    /// It is refused.
    Refused,
}

/// Everything that stands on lanes, and the lines between them.
#[derive(Default)]
pub struct Signs {
    pub signs: Vec<Sign>,
    pub strokes: Vec<Stroke>,
    /// How often an effect had happened with this one, from the second time on.
    pub repeats: Vec<(usize, u8)>,
    stacks: BTreeMap<(Lane, usize), usize>,
}

impl Signs {
    /// The signs of a run in these columns: what happens in a folded stretch has none.
    pub fn of(run: &Run, columns: &Columns) -> Self {
        let mut signs = Self::default();
        for flight in run.flights() {
            signs.add_flight(run, columns, flight);
        }
        for (step, event) in run.all_events() {
            if !columns.place(step).1 {
                signs.add_event(run, step, event);
            }
        }
        signs
    }

    /// How many signs stand at one lane in one step at most.
    pub fn highest(&self, lane: Lane) -> usize {
        self.stacks.iter().filter(|((of, _), _)| *of == lane).map(|(_, height)| *height).max().unwrap_or_default()
    }

    fn put(&mut self, lane: Lane, step: usize, what: What) -> usize {
        let height = self.stacks.entry((lane, step)).or_default();
        let slot = *height;
        *height += 1;
        self.signs.push(Sign { lane, step, slot, what });
        slot
    }

    fn add_flight(&mut self, run: &Run, columns: &Columns, flight: &Flight) {
        let last = flight.landing.step().unwrap_or(run.steps());
        let ((start, starts_folded), (end, ends_folded)) = (columns.place(flight.sent), columns.place(last));
        if starts_folded && ends_folded && start == end {
            return;
        }
        let (from, to) = Lanes::ends(flight.line, flight.way);
        let about = flight.envelope.messages;
        let first = about.iter().next().filter(|_| flight.envelope.kind.carries_message());
        let what = match first {
            Some(message) if flight.envelope.kind != EnvelopeKind::Return => What::Message(message),
            _ => What::Answer(about),
        };
        let is_read = matches!(flight.landing, Landing::Read(_));
        // What is delivered is in the consumer's hand then; anything else is told where it comes from.
        let at_end = is_read && !ends_folded && (starts_folded || flight.envelope.kind == EnvelopeKind::Delivery);
        let (mut slots, mut put) = ((0, 0), !starts_folded || at_end);
        if at_end {
            slots.1 = self.put(to, last, what);
            put = false;
        }
        if put {
            slots.0 = self.put(from, flight.sent, what);
        }
        let end = match flight.landing {
            Landing::Read(_) => End::There,
            Landing::Destroyed(_) => End::Destroyed,
            Landing::Flying => End::Open,
        };
        let (from, to) = ((from, flight.sent, slots.0), (to, last, slots.1));
        self.strokes.push(Stroke { from, to, of: first, about, end });
    }

    fn add_event(&mut self, run: &Run, step: usize, event: &Event) {
        match *event {
            Event::Applied { consumer, message, times, .. } => self.effect(step, consumer, message, times),
            Event::Rewritten { consumer, message } => self.effect(step, consumer, message, 1),
            Event::Polled { consumer, .. } => self.poll(run, step, consumer),
            Event::OffsetCommitted { .. } | Event::CommitRefused { .. } if run.events(step).iter().any(is_told_of) => {}
            Event::OffsetCommitted { consumer, .. } => self.commit(step, consumer, End::There),
            Event::CommitRefused { consumer, .. } => self.commit(step, consumer, End::Refused),
            _ => {}
        }
    }

    fn effect(&mut self, step: usize, consumer: Consumer, message: Message, times: u8) {
        let slot = self.put(Lane::World, step, What::Message(message));
        if times > 1 {
            self.repeats.push((step, times));
        }
        let from = (Lane::Client(Line::Consumer(consumer)), step, 0);
        self.strokes.push(Stroke {
            from,
            to: (Lane::World, step, slot),
            of: Some(message),
            about: Messages::one(message),
            end: End::There,
        });
    }

    /// What a poll brings down. A step with several polls tells of all that it brought once.
    fn poll(&mut self, run: &Run, step: usize, consumer: Consumer) {
        let lane = Lane::Client(Line::Consumer(consumer));
        if self.stacks.contains_key(&(lane, step)) {
            return;
        }
        let taken = |event: &Event| match *event {
            Event::Took { message, .. } => Some(message),
            _ => None,
        };
        let got: Vec<Message> = run.events(step).iter().filter_map(taken).collect();
        for message in &got {
            self.put(lane, step, What::Message(*message));
        }
        let about = got.iter().copied().collect();
        let (from, to) = ((Lane::Broker, step, 0), (lane, step, 0));
        self.strokes.push(Stroke { from, to, of: got.first().copied(), about, end: End::There });
    }

    fn commit(&mut self, step: usize, consumer: Consumer, end: End) {
        let lane = Lane::Client(Line::Consumer(consumer));
        let slot = self.put(lane, step, What::Answer(Messages::NONE));
        let (from, to) = ((lane, step, slot), (Lane::Broker, step, 0));
        self.strokes.push(Stroke { from, to, of: None, about: Messages::NONE, end });
    }
}

/// What a commit in the same step goes with: an effect, for then no offset goes to the broker, or a poll.
const fn is_told_of(event: &Event) -> bool {
    matches!(event, Event::Applied { .. } | Event::Polled { .. })
}
