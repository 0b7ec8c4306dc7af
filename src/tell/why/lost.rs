//! Why a message was lost: where each copy of it went, and why nobody sends it again.

use super::known::{self, Known};
use super::link::{Link, What};
use super::trail::Trail;
use crate::model::{Action, Cause, Consumer, CopyId, Death, EnvelopeKind, Event, Line, Message, ShelfKind, Way};
use crate::setup::{Ack, FaultKind, Publish};
use crate::tell::copies::{copies, live_of};
use crate::tell::sentence::again::delivered_to;

pub fn links(trail: &Trail) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::new();
    if let Some(first) = trail.publishes().next().filter(|_| trail.rabbitmq().publish == Publish::FireAndForget) {
        links.push(Link::new(first.sent, What::PublishedUnanswered));
    }
    for (step, event) in trail.events() {
        links.extend(trail.ending(step, event));
        if let Event::Vanished { message, copy, cause: Cause::DiskGone | Cause::NoMajority } = *event
            && message == trail.message
        {
            links.extend(trail.disks_before(step, copy));
        }
    }
    links.extend(trail.belief());
    let notes = known::lost(trail.run, trail.message, trail.end);
    let missing = notes.iter().any(|note| note.known == Known::MissingForGood);
    links.extend(notes.into_iter().map(Link::of));
    links.extend(trail.last_trace(links.iter().any(|link| link.step == trail.end && tells_an_end(link.what))));
    if !missing {
        links.push(Link::new(trail.end, What::Lost));
    }
    // Of what happened several times, the last time is what lost it.
    links.reverse();
    links
}

/// Whether the link says of a place or a hand that it does not have the message any more.
const fn tells_an_end(what: What) -> bool {
    !matches!(what, What::Acked | What::Committed | What::PublishedUnanswered)
}

const fn strikes_disk(event: &Event) -> bool {
    matches!(event, Event::Fault { kind: FaultKind::DiskLoss, .. })
}

impl Trail<'_> {
    /// How the message left a place in this event.
    fn ending(&self, step: usize, event: &Event) -> Vec<Link> {
        let mine = |message: Message| message == self.message;
        match *event {
            Event::Cut { line: Line::Producer } if self.awaited(step) => self.cut(step),
            Event::Unroutable { message } if mine(message) => self.unroutable(step),
            Event::RefusedByBroker { message, .. } if mine(message) => vec![self.refused(step)],
            Event::Vanished { message, .. } if mine(message) => self.vanishings(step),
            Event::Removed { message, copy, cause } if mine(message) => self.removed(step, copy, cause),
            Event::Destroyed { line: Line::Consumer(consumer), way: Way::ToClient, envelope }
                if envelope.messages.contains(self.message) && self.is_last(step) =>
            {
                vec![Link::new(step, What::DeliveryDestroyed).by(consumer)]
            }
            Event::Dropped { consumer, message, cause } if mine(message) && self.is_last(step) => {
                let what = if cause == Cause::ProcessDied { What::DiedInHand } else { What::Abandoned };
                vec![Link::new(step, what).by(consumer)]
            }
            _ => Vec::new(),
        }
    }

    /// Whether a cut of the producer's connection matters: the message was on it, an answer for it was, or was to come.
    fn awaited(&self, step: usize) -> bool {
        let destroyed = |event: &Event| {
            matches!(event, Event::Destroyed { line: Line::Producer, envelope, .. }
                if envelope.messages.contains(self.message))
        };
        let scene = self.run.scene(step - 1);
        let unbuffered = Event::Unbuffered { message: self.message };
        let acked = scene.producer.acked.contains(&self.message);
        !acked
            && (self.told(step, destroyed)
                || self.told(step, |event| *event == unbuffered)
                || scene.producer.unanswered.contains(&self.message))
    }

    /// Whether the broker had nothing left to hand out when this step took the message out of somebody's hand or off a
    /// wire, and never had again.
    fn is_last(&self, step: usize) -> bool {
        let back = |event: &Event| match *event {
            Event::Recovered { message, .. } | Event::Committed { message, .. } | Event::Took { message, .. } => {
                message == self.message
            }
            _ => false,
        };
        let settling = self.quorum() && self.rabbitmq().ack == Ack::Auto;
        (settling || live_of(self.run, step, self.message).is_empty()) && self.first_after(step, back).is_none()
    }

    /// The broker let go of a copy because it was consumed, and the copy did not come back.
    fn removed(&self, step: usize, copy: CopyId, cause: Cause) -> Vec<Link> {
        let back = |event: &Event| match *event {
            Event::Recovered { copy: of, .. } | Event::Committed { copy: of, .. } => of == copy,
            _ => false,
        };
        if self.first_after(step, back).is_some() {
            return Vec::new();
        }
        match (cause, self.quorum()) {
            (Cause::Discarded(death), _) => self.given_up(step, copy, death),
            (Cause::AutoAck, false) => {
                vec![Link::new(step, What::Forgotten).by(self.handed_to(step).unwrap_or(Consumer(0)))]
            }
            (Cause::AutoAck, true) => vec![Link::new(step, What::ForgottenByMajority)],
            (_, quorum) => {
                let what = if quorum { What::ReleasedByMajority } else { What::Released };
                let mut links = vec![Link::new(step, what)];
                links.extend(self.acked_first(step));
                links
            }
        }
    }

    /// The queue gave the copy up. From the dead-letter queue it left to be tried again, which is no end.
    fn given_up(&self, step: usize, copy: CopyId, death: Death) -> Vec<Link> {
        let buries = |event: &Event| matches!(event, Event::DeadLettered { copy: of, .. } if *of == copy);
        if self.last_before(step, buries).is_some() {
            return Vec::new();
        }
        let end = match death {
            Death::Rejected => return self.rejected(step).into_iter().chain([Link::new(step, What::Buried)]).collect(),
            Death::Expired => What::Expired,
            Death::TooLong => What::TooLong,
            Death::TooOften => What::TooOften,
        };
        vec![Link::new(step, end)]
    }

    /// The rejection that the broker had read by this step.
    pub fn rejected(&self, read: usize) -> Option<Link> {
        let rejects =
            self.flights().filter(|flight| flight.envelope.kind == EnvelopeKind::Reject && flight.sent <= read);
        let last = rejects.last()?;
        let Line::Consumer(consumer) = last.line else { return None };
        Some(Link::new(last.sent, What::Rejected).by(consumer))
    }

    /// The losses of disks that had the copy before it vanished, where no other node got it since: with each of them
    /// fewer nodes had it.
    fn disks_before(&self, vanished: usize, copy: CopyId) -> Vec<Link> {
        let holders = |position: usize| -> usize {
            let shelves = self.run.scene(position).broker.shelves;
            let replicas = shelves.iter().filter(|shelf| matches!(shelf.kind, ShelfKind::Replica { .. }));
            replicas.filter(|shelf| shelf.copies.iter().any(|stored| stored.copy == copy)).count()
        };
        let mut links: Vec<Link> = Vec::new();
        let (mut most, mut after) = (0, holders(vanished - 1));
        for step in (1..vanished).rev() {
            let before = holders(step - 1);
            most = most.max(after);
            let lost = before > most && self.told(step, strikes_disk);
            let node = self.run.events(step).iter().find_map(|event| match *event {
                Event::NodeDown { member } => Some(member),
                _ => None,
            });
            if let Some(node) = node.filter(|_| lost) {
                let what = if after == 1 { What::DiskGoneButOne } else { What::DiskGoneButTwo };
                links.push(Link::new(step, what).at(node));
            }
            after = before;
        }
        links.reverse();
        links
    }

    pub fn handed_to(&self, step: usize) -> Option<Consumer> {
        delivered_to(self.run, step, self.message)
    }

    /// The ack that was written before the work.
    fn acked_first(&self, removed: usize) -> Option<Link> {
        let acks = |event: &Event| match *event {
            Event::Sent { line: Line::Consumer(consumer), envelope, .. }
                if envelope.kind == EnvelopeKind::Ack && envelope.messages.contains(self.message) =>
            {
                Some(consumer)
            }
            _ => None,
        };
        let step = self.last_before(removed, |event| acks(event).is_some())?;
        let consumer = self.run.events(step).iter().find_map(acks)?;
        Some(Link::new(step, What::AckedFirst).by(consumer))
    }

    /// What was left of a consumed message, which a restart could have brought back, and is gone with the last step.
    fn last_trace(&self, told: bool) -> Option<Link> {
        let has = |position: usize| copies(&self.run.scene(position)).iter().any(|copy| copy.message == self.message);
        if told || !has(self.end - 1) || has(self.end) {
            return None;
        }
        let what = match self.run.moment(self.end).action? {
            Action::Flush(_) => What::RemovalFlushed,
            Action::WriteBack(_) => What::RemovalOnDisk,
            Action::Replicate(_) => What::LogErased,
            _ => What::RestErased,
        };
        Some(self.replicated(Link::new(self.end, what)))
    }
}
