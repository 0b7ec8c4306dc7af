//! The way of one message through a run: its publishes, its copies, and the hands that it came into.

use super::known::Done;
use crate::model::{Cause, Consumer, CopyId, EnvelopeKind, Event, Line, Message, Way};
use crate::play::{Flight, Landing, Run};
use crate::setup::{QueueType, Rabbitmq};
use crate::tell::copies::handed_out;

/// The way of one message, up to the step that raised a flag for it.
#[derive(Clone, Copy)]
pub struct Trail<'run> {
    pub run: &'run Run,
    pub message: Message,
    pub end: usize,
}

/// One time that a consumer had the message in hand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Hand {
    pub consumer: Consumer,
    /// The step that received it.
    pub took: usize,
    /// The step that handed it out.
    pub sent: usize,
    /// Which stored copy it was.
    pub copy: Option<CopyId>,
    /// The step of its effect, if that came.
    pub applied: Option<usize>,
    /// The step that dropped it without an effect, and why.
    pub dropped: Option<(usize, Cause)>,
    over: bool,
}

impl Hand {
    /// The same as far as its effect goes, if that came.
    pub fn done(&self) -> Option<Done> {
        self.applied.map(|applied| Done { consumer: self.consumer, took: self.took, applied })
    }
}

impl<'run> Trail<'run> {
    pub fn rabbitmq(&self) -> &'run Rabbitmq {
        &self.run.setup().rabbitmq
    }

    pub fn quorum(&self) -> bool {
        self.rabbitmq().queue_type == QueueType::Quorum
    }

    /// The same for another message.
    pub const fn of(self, message: Message) -> Self {
        Self { message, ..self }
    }

    /// Every event up to the flag, with its step.
    pub fn events(&self) -> impl DoubleEndedIterator<Item = (usize, &'run Event)> + use<'run> {
        let run = self.run;
        (1..=self.end).flat_map(move |step| run.events(step).iter().map(move |event| (step, event)))
    }

    /// The last step before `step` that told this.
    pub fn last_before(&self, step: usize, found: impl Fn(&Event) -> bool) -> Option<usize> {
        (1..step).rev().find(|earlier| self.told(*earlier, &found))
    }

    /// The first step after `step` that told this.
    pub fn first_after(&self, step: usize, found: impl Fn(&Event) -> bool) -> Option<usize> {
        (step + 1..=self.end).find(|later| self.told(*later, &found))
    }

    pub fn told(&self, step: usize, found: impl Fn(&Event) -> bool) -> bool {
        self.run.events(step).iter().any(found)
    }

    /// What carried the message, in the order in which it was written.
    pub fn flights(&self) -> impl Iterator<Item = &'run Flight> + use<'run> {
        let Self { run, message, end } = *self;
        run.flights().iter().filter(move |flight| flight.sent <= end && flight.envelope.messages.contains(message))
    }

    /// Every publish of it.
    pub fn publishes(&self) -> impl Iterator<Item = &'run Flight> + use<'run> {
        self.flights().filter(|flight| flight.envelope.kind == EnvelopeKind::Publish)
    }

    /// The flight on that connection and in that direction that this step ended.
    pub fn landed(&self, line: Line, way: Way, step: usize) -> Option<&'run Flight> {
        self.flights().find(|flight| (flight.line, flight.way, flight.landing.step()) == (line, way, Some(step)))
    }

    /// The step that stored a copy.
    pub fn stored(&self, copy: CopyId) -> Option<usize> {
        let stores = |event: &Event| matches!(*event, Event::Stored { copy: of, .. } if of == copy);
        (1..=self.end).find(|step| self.told(*step, stores))
    }

    /// The publish that became the copy: the last one that the broker had read by then.
    pub fn publish_of(&self, copy: CopyId) -> Option<&'run Flight> {
        let stored = self.stored(copy)?;
        let read = |flight: &&Flight| matches!(flight.landing, Landing::Read(step) if step <= stored);
        self.publishes().filter(read).last()
    }

    /// Every time that it was in hand, in the order of receipt.
    pub fn hands(&self) -> Vec<Hand> {
        let mut hands: Vec<Hand> = Vec::new();
        for (step, event) in self.events() {
            match *event {
                Event::Took { consumer, message, .. } if message == self.message => {
                    let same = hands.iter().filter(|hand| (hand.consumer, hand.took) == (consumer, step)).count();
                    hands.push(self.hand(consumer, step, same));
                }
                Event::Applied { consumer, message, .. } | Event::Rewritten { consumer, message }
                    if message == self.message =>
                {
                    if let Some(hand) = used(&mut hands, consumer) {
                        hand.applied = Some(step);
                    }
                }
                Event::Repeat { consumer, message } | Event::Outdated { consumer, message }
                    if message == self.message =>
                {
                    used(&mut hands, consumer);
                }
                Event::Dropped { consumer, message, cause } if message == self.message => {
                    if let Some(hand) = used(&mut hands, consumer) {
                        hand.dropped = Some((step, cause));
                    }
                }
                Event::Sent { line: Line::Consumer(consumer), envelope, .. }
                    if matches!(envelope.kind, EnvelopeKind::Nack | EnvelopeKind::Reject)
                        && envelope.messages.contains(self.message) =>
                {
                    used(&mut hands, consumer);
                }
                _ => {}
            }
        }
        hands
    }

    /// `place`: the how manyth that this step received, for a pluck lets several arrive.
    fn hand(&self, consumer: Consumer, took: usize, place: usize) -> Hand {
        let (line, landing) = (Line::Consumer(consumer), Landing::Read(took));
        let delivers = |flight: &&Flight| {
            flight.envelope.kind == EnvelopeKind::Delivery && (flight.line, flight.landing) == (line, landing)
        };
        let sent = self.flights().filter(delivers).nth(place).map_or(took, |flight| flight.sent);
        Hand {
            consumer,
            took,
            sent,
            copy: handed_out(self.run, sent, self.message),
            applied: None,
            dropped: None,
            over: false,
        }
    }

    /// The hand that had its effect in this step.
    pub fn hand_at(&self, applied: usize) -> Option<Hand> {
        self.hands().into_iter().find(|hand| hand.applied == Some(applied))
    }
}

/// The oldest that the consumer still holds, which is now done: first in, first out.
fn used(hands: &mut [Hand], consumer: Consumer) -> Option<&mut Hand> {
    let hand = hands.iter_mut().find(|hand| hand.consumer == consumer && !hand.over)?;
    hand.over = true;
    Some(hand)
}
