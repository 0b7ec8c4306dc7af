//! Why a message came a second time: the earlier steps that made it come back, told as a clause.

use super::Teller;
use crate::model::{Action, Cause, Consumer, CopyId, EnvelopeKind, Event, Line, Message, Way};
use crate::play::Run;
use crate::tell::copies::{consumed, handed_out};

/// Why the broker handed a message out again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Again {
    /// Its ack was destroyed in this step.
    AckDestroyed(usize),
    /// Its delivery was destroyed in this step.
    DeliveryDestroyed(usize),
    /// This consumer died in this step, with no ack sent.
    ConsumerDied(usize, Consumer),
    /// This consumer's channel ended in this step, with no ack sent.
    ChannelLost(usize, Consumer),
    /// This consumer handed it back in this step.
    HandedBack(usize, Consumer),
    /// The broker stopped in this step, and no ack had arrived.
    BrokerStopped(usize),
    /// The broker stopped in this step; the removal after this cause was not written down.
    RemovalForgotten(usize, Cause),
    /// The leader stopped in this step; an ack had arrived and was not on a majority.
    AckNotOnMajority(usize),
    /// The producer sent it again in this step.
    PublishedTwice(usize),
    /// It came back from the dead-letter queue in this step.
    CameBack(usize),
}

impl Again {
    /// The step that made it come again.
    pub const fn step(self) -> usize {
        match self {
            Self::AckDestroyed(step)
            | Self::DeliveryDestroyed(step)
            | Self::ConsumerDied(step, _)
            | Self::ChannelLost(step, _)
            | Self::HandedBack(step, _)
            | Self::BrokerStopped(step)
            | Self::RemovalForgotten(step, _)
            | Self::AckNotOnMajority(step)
            | Self::PublishedTwice(step)
            | Self::CameBack(step) => step,
        }
    }
}

impl Teller<'_> {
    /// Why the delivery that was written in `step` was not the first of its message.
    pub(super) fn why_again(&self, message: Message, step: usize) -> Option<Again> {
        let copy = handed_out(self.run, step, message)?;
        match handed_out_before(self.run, message, copy, step) {
            Some(first) => why_back(self.run, message, copy, first, step),
            None => came_back(self.run, copy)
                .map(Again::CameBack)
                .or_else(|| self.last_before(step, |event| sends_again(event, message)).map(Again::PublishedTwice)),
        }
    }

    /// The same, past deliveries that never arrived.
    pub(super) fn why_again_at_all(&self, message: Message, step: usize) -> Option<Again> {
        let again = self.why_again(message, step)?;
        if !matches!(again, Again::DeliveryDestroyed(_)) {
            return Some(again);
        }
        let copy = handed_out(self.run, step, message)?;
        let first = handed_out_before(self.run, message, copy, step)?;
        self.why_again_at_all(message, first).or(Some(again))
    }
}

/// The last step before `step` that told something like that.
fn last_before(run: &Run, step: usize, found: impl Fn(&Event) -> bool) -> Option<usize> {
    (1..step).rev().find(|earlier| run.events(*earlier).iter().any(&found))
}

/// The last step before `step` that handed out this copy.
pub fn handed_out_before(run: &Run, message: Message, copy: CopyId, step: usize) -> Option<usize> {
    let same = |step: &usize| hands_out(run, *step, message) && handed_out(run, *step, message) == Some(copy);
    (1..step).rev().find(same)
}

/// Why a copy that was handed out in `first` was ready again in `step`.
pub fn why_back(run: &Run, message: Message, copy: CopyId, first: usize, step: usize) -> Option<Again> {
    // Whatever else befell the copy later, this is what made it ready again.
    let back = (first + 1..=step).find(|later| run.events(*later).iter().any(|event| comes_back(event, copy)))?;
    let requeued = |event: &Event| matches!(*event, Event::Requeued { copy: of, .. } if of == copy);
    if run.events(back).iter().any(requeued) {
        return Some(why_requeued(run, message, first, back));
    }
    let stop = last_before(run, back, |event| matches!(event, Event::NodeDown { .. }))?;
    if let Some(Again::AckDestroyed(stop)) = destroyed_in(run, message, first, stop) {
        return Some(Again::AckDestroyed(stop));
    }
    if let Some((_, cause)) = consumed(run, stop, copy) {
        return Some(Again::RemovalForgotten(stop, cause));
    }
    let Some((line, number)) = delivery_of(run, first, message) else { return Some(Again::BrokerStopped(stop)) };
    let acked = |event: &Event| {
        matches!(event, Event::Received { line: by, way: Way::ToBroker, envelope }
            if *by == line && envelope.kind == EnvelopeKind::Ack && envelope.covers(number))
    };
    match last_before(run, stop, acked) {
        Some(ack) if ack > first => Some(Again::AckNotOnMajority(stop)),
        _ => Some(Again::BrokerStopped(stop)),
    }
}

fn why_requeued(run: &Run, message: Message, first: usize, back: usize) -> Again {
    if let Some(destroyed) = destroyed_in(run, message, first, back) {
        return destroyed;
    }
    let consumer = delivered_to(run, first, message).unwrap_or(Consumer(0));
    let nacks = |event: &Event| {
        matches!(event, Event::Sent { line, envelope, .. }
            if envelope.kind == EnvelopeKind::Nack && envelope.messages.contains(message) && *line == Line::Consumer(consumer))
    };
    match last_before(run, back, nacks).filter(|nack| *nack > first) {
        Some(nack) if !run.events(back).iter().any(|event| matches!(event, Event::Cut { .. })) => {
            Again::HandedBack(nack, consumer)
        }
        _ if run.events(back).contains(&Event::ConsumerDown { consumer }) => Again::ConsumerDied(back, consumer),
        _ => Again::ChannelLost(back, consumer),
    }
}

/// Whether `step` destroyed the delivery that was written in `first`, or the ack for it.
fn destroyed_in(run: &Run, message: Message, first: usize, step: usize) -> Option<Again> {
    let (on, number) = delivery_of(run, first, message)?;
    run.events(step).iter().find_map(|event| match event {
        Event::Destroyed { line, envelope, .. } if *line == on => match envelope.kind {
            EnvelopeKind::Ack if envelope.covers(number) => Some(Again::AckDestroyed(step)),
            EnvelopeKind::Delivery if envelope.number == number => Some(Again::DeliveryDestroyed(step)),
            _ => None,
        },
        _ => None,
    })
}

/// The connection to which a step wrote a delivery of the message, and its tag (A32).
fn delivery_of(run: &Run, step: usize, message: Message) -> Option<(Line, u32)> {
    run.events(step).iter().find_map(|event| match event {
        Event::Sent { line: line @ Line::Consumer(_), envelope, .. } if envelope.messages.contains(message) => {
            Some((*line, envelope.number))
        }
        _ => None,
    })
}

/// Whether the step handed the message out.
fn hands_out(run: &Run, step: usize, message: Message) -> bool {
    let dispatches = matches!(run.moment(step).action, Some(Action::Dispatch(_)));
    run.events(step).iter().any(|event| match event {
        Event::Sent { envelope, .. } => dispatches && envelope.messages.contains(message),
        Event::HandedOut { message: of, .. } => *of == message,
        _ => false,
    })
}

/// The consumer to which the step handed the message out.
pub fn delivered_to(run: &Run, step: usize, message: Message) -> Option<Consumer> {
    run.events(step).iter().find_map(|event| match event {
        Event::Sent { line: Line::Consumer(consumer), envelope, .. } if envelope.messages.contains(message) => {
            Some(*consumer)
        }
        _ => None,
    })
}

/// The step that made this copy of a message from the dead-letter queue.
pub fn came_back(run: &Run, copy: CopyId) -> Option<usize> {
    let makes = |event: &Event| matches!(event, Event::CameBack { copy: of, .. } if *of == copy);
    (1..=run.steps()).find(|step| run.events(*step).iter().any(makes))
}

fn sends_again(event: &Event, message: Message) -> bool {
    matches!(event, Event::Sent { envelope, .. }
        if envelope.kind == EnvelopeKind::Publish && envelope.again && envelope.messages.contains(message))
}

fn comes_back(event: &Event, copy: CopyId) -> bool {
    matches!(*event, Event::Requeued { copy: of, .. } | Event::Recovered { copy: of, .. } | Event::Committed { copy: of, .. }
        if of == copy)
}
