//! The way of one message through a run: its requests, its records in the logs, and the hands that it came into.

use crate::model::{CopyId, EnvelopeKind, Event, Line, Message, Partition, ReaderScene, Way};
use crate::play::{Flight, Landing, Run};
use crate::setup::Kafka;
use crate::tell::kafka::hands::{Hand, hands};
use crate::tell::kafka::{logs, reread};

/// The way of one message, up to the step that raised a flag for it.
#[derive(Clone, Copy)]
pub struct Trail<'run> {
    pub run: &'run Run,
    pub message: Message,
    pub end: usize,
}

impl<'run> Trail<'run> {
    pub fn kafka(&self) -> &'run Kafka {
        &self.run.setup().kafka
    }

    pub fn partition(&self) -> Partition {
        logs::partition(self.run.setup(), self.message)
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

    pub fn told(&self, step: usize, found: impl Fn(&Event) -> bool) -> bool {
        self.run.events(step).iter().any(found)
    }

    /// The last step before `step` that told this.
    pub fn last_before(&self, step: usize, found: impl Fn(&Event) -> bool) -> Option<usize> {
        (1..step).rev().find(|earlier| self.told(*earlier, &found))
    }

    /// What carried the message or an answer for it, in the order in which it was written.
    pub fn flights(&self) -> impl Iterator<Item = &'run Flight> + use<'run> {
        let Self { run, message, end } = *self;
        run.flights().iter().filter(move |flight| flight.sent <= end && flight.envelope.messages.contains(message))
    }

    /// Every produce request with it.
    pub fn requests(&self) -> impl Iterator<Item = &'run Flight> + use<'run> {
        self.flights().filter(|flight| flight.envelope.kind == EnvelopeKind::Produce)
    }

    /// What a cut in this step destroyed of it, in this direction.
    pub fn destroyed(&self, way: Way, step: usize) -> Option<&'run Flight> {
        let mut flights = self.flights();
        flights
            .find(|flight| (flight.line, flight.way, flight.landing) == (Line::Producer, way, Landing::Destroyed(step)))
    }

    /// The step that appended the copy, and its offset there.
    pub fn stored(&self, copy: CopyId) -> Option<(usize, u16)> {
        let step = reread::stored(self.run, copy)?;
        Some((step, logs::offset(&self.run.scene(step), copy).unwrap_or(0)))
    }

    /// The last copy that was appended before `step`.
    pub fn last_copy(&self, step: usize) -> Option<CopyId> {
        self.events().filter(|(stored, _)| *stored < step).filter_map(|(_, event)| self.copy_stored(event)).next_back()
    }

    fn copy_stored(&self, event: &Event) -> Option<CopyId> {
        match *event {
            Event::Stored { message, copy } if message == self.message => Some(copy),
            _ => None,
        }
    }

    /// The request that became the copy: the last one that the leader had read by then.
    pub fn request_of(&self, copy: CopyId) -> Option<&'run Flight> {
        let (stored, _) = self.stored(copy)?;
        let read = |flight: &&Flight| matches!(flight.landing, Landing::Read(step) if step <= stored);
        self.requests().filter(read).last()
    }

    /// Every time that it was in hand, in the order of the polls.
    pub fn hands(&self) -> Vec<Hand> {
        hands(self.run, self.end).into_iter().filter(|hand| hand.message == self.message).collect()
    }

    /// The hand that had its effect in this step.
    pub fn hand_at(&self, applied: usize) -> Option<Hand> {
        self.hands().into_iter().find(|hand| hand.applied == Some(applied))
    }

    /// How far the group was in the message's partition after so many steps.
    pub fn reader(&self, position: usize) -> Option<ReaderScene> {
        logs::reader(&self.run.scene(position), self.partition()).copied()
    }
}
