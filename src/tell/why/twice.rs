//! Why a message came twice: the first delivery or effect, what made the broker hand it out once more, the second.

use super::known;
use super::link::{Link, Then, What};
use super::trail::{Hand, Trail};
use crate::model::{Cause, Consumer, CopyId, EnvelopeKind, Event, Line};
use crate::setup::{Ack, FaultKind};
use crate::tell::copies::consumed;
use crate::tell::sentence::again::{Again, came_back, handed_out_before, why_back};

pub fn deliveries(trail: &Trail) -> Vec<Link> {
    let hands = trail.hands();
    let [first, .., last] = hands.as_slice() else { return Vec::new() };
    let mut links = vec![Link::new(first.took, What::TookFirst).by(first.consumer)];
    links.extend(first.applied.map(|step| Link::new(step, What::AppliedFirst).by(first.consumer)));
    links.extend(trail.between(first, last));
    links.push(Link::new(trail.end, What::DeliveredTwice).by(last.consumer));
    links
}

pub fn effects(trail: &Trail) -> Vec<Link> {
    let mut hands: Vec<Hand> = trail.hands().into_iter().filter(|hand| hand.applied.is_some()).collect();
    hands.sort_by_key(|hand| hand.applied);
    let [.., first, last] = hands.as_slice() else { return Vec::new() };
    let mut links = trail.effect_and_return(first, last);
    if let (Some(one), Some(other)) = (first.done(), last.done()) {
        links.extend(known::not_recognised(trail.run, trail.message, one, other).into_iter().map(Link::of));
    }
    links.push(Link::new(trail.end, What::EffectTwice).by(last.consumer));
    links
}

impl Trail<'_> {
    /// An effect, and what brought the message back in spite of it.
    pub fn effect_and_return(&self, first: &Hand, last: &Hand) -> Vec<Link> {
        let mut links: Vec<Link> = Vec::new();
        if let Some(applied) = first.applied {
            let earlier = |event: &Event| matches!(event, Event::Applied { message, .. } if *message == self.message);
            let what = match self.last_before(applied, earlier) {
                None => What::AppliedFirst,
                Some(_) if self.applied_before(first) => What::Applied,
                Some(_) => What::AppliedToo,
            };
            links.push(Link::new(applied, what).by(first.consumer));
        }
        links.extend(self.between(first, last));
        let (early, late) = if first.took <= last.took { (first, last) } else { (last, first) };
        links.push(Link::new(early.took, What::Took).by(early.consumer));
        let had = |hand: &Hand| hand.consumer == late.consumer && hand.took < late.took;
        let again = early.consumer == late.consumer || self.hands().iter().any(had);
        links.push(Link::new(late.took, if again { What::TookAgain } else { What::TookToo }).by(late.consumer));
        links
    }

    /// Whether the consumer of this effect had processed the message before.
    pub fn applied_before(&self, hand: &Hand) -> bool {
        self.hands()
            .iter()
            .any(|other| other.consumer == hand.consumer && other.applied.is_some_and(|step| Some(step) < hand.applied))
    }

    /// Why the message came into two hands: one copy that was handed out more than once, or two copies.
    pub fn between(&self, one: &Hand, other: &Hand) -> Vec<Link> {
        let (first, last) = if one.sent <= other.sent { (one, other) } else { (other, one) };
        match (first.copy, last.copy) {
            (Some(copy), Some(same)) if copy == same => self.handed_out_again(copy, first.sent, last.sent),
            (Some(one), Some(other)) => {
                let back = self.came_back(one.max(other));
                if back.is_empty() { self.stored_twice(one, other) } else { back }
            }
            _ => Vec::new(),
        }
    }

    /// Everything that made the copy ready again after `first` had handed it out, until `last` did so again.
    pub fn handed_out_again(&self, copy: CopyId, first: usize, last: usize) -> Vec<Link> {
        let mut rounds: Vec<Vec<Link>> = Vec::new();
        let mut step = last;
        while let Some(before) = handed_out_before(self.run, self.message, copy, step).filter(|before| *before >= first)
        {
            if let Some(again) = why_back(self.run, self.message, copy, before, step) {
                rounds.push(self.again(again, copy, before));
            }
            step = before;
        }
        // The first return is the one that undid the first delivery; later ones only went on with it.
        rounds.into_iter().rev().flatten().collect()
    }

    /// How the copy came from the dead-letter queue, if it did (A51).
    pub fn came_back(&self, copy: CopyId) -> Vec<Link> {
        let Some(back) = came_back(self.run, copy).filter(|step| *step <= self.end) else { return Vec::new() };
        let buries = |event: &Event| matches!(event, Event::DeadLettered { message, .. } if *message == self.message);
        let mut links: Vec<Link> = self.rejected(back).into_iter().collect();
        links.extend(self.last_before(back, buries).map(|step| Link::new(step, What::Buried)));
        links.push(Link::new(back, What::CameBack));
        links
    }

    /// The producer sent it again, and the broker can't recognise what it had before (A60).
    fn stored_twice(&self, one: CopyId, other: CopyId) -> Vec<Link> {
        // Copies are numbered as they are stored.
        let (first, second) = (one.min(other), one.max(other));
        let mut links: Vec<Link> = Vec::new();
        links.extend(self.stored(first).map(|step| Link::new(step, What::Stored)));
        links.extend(self.stored(second).map(|step| Link::new(step, What::StoredAgain)));
        links.extend(self.publish_of(second).into_iter().flat_map(|publish| self.why_sent(publish)));
        links
    }

    pub fn again(&self, again: Again, copy: CopyId, handed_out: usize) -> Vec<Link> {
        match again {
            Again::AckDestroyed(step) => self.ack_destroyed(step, handed_out),
            Again::DeliveryDestroyed(step) => {
                let consumer = self.handed_to(handed_out).unwrap_or(Consumer(0));
                vec![Link::new(step, What::DeliveryDestroyed).by(consumer).then(self.put_back(step))]
            }
            Again::ConsumerDied(step, consumer) => {
                vec![Link::new(step, What::ConsumerDied).by(consumer).then(self.put_back(step))]
            }
            Again::ChannelLost(step, consumer) => {
                let orphan = Event::Orphaned { consumer, message: self.message };
                let kept = self.told(step, |event| *event == orphan);
                let what = if kept { What::WorkedOn } else { What::ChannelLost };
                vec![Link::new(step, what).by(consumer).then(self.put_back(step))]
            }
            Again::HandedBack(step, consumer) => self.handed_back(step, consumer, copy),
            Again::BrokerStopped(step) => {
                // With automatic acks there is no ack to miss: what is forgotten is the hand-out itself.
                let auto = self.rabbitmq().ack == Ack::Auto;
                let disk = |event: &Event| matches!(event, Event::Fault { kind: FaultKind::DiskLoss, .. });
                let what = match self.told(step, disk) {
                    _ if auto => What::HandOutForgotten,
                    true => What::NodeStopped,
                    false => What::BrokerStopped,
                };
                self.after_a_stop(Link::new(step, what), copy)
            }
            Again::RemovalForgotten(step, cause) => self.removal_forgotten(step, cause, copy),
            Again::AckNotOnMajority(step) => self.after_a_stop(Link::new(step, What::AckNotOnMajority), copy),
            Again::PublishedTwice(_) | Again::CameBack(_) => Vec::new(),
        }
    }

    fn put_back(&self, step: usize) -> Then {
        let requeued = |event: &Event| matches!(event, Event::Requeued { message, .. } if *message == self.message);
        if self.told(step, requeued) { Then::PutBack } else { Then::StillUnacked }
    }

    fn ack_destroyed(&self, step: usize, handed_out: usize) -> Vec<Link> {
        let consumer = self.handed_to(handed_out).unwrap_or(Consumer(0));
        let ack = self.flights().filter(|flight| {
            flight.envelope.kind == EnvelopeKind::Ack
                && flight.line == Line::Consumer(consumer)
                && flight.landing.step() == Some(step)
        });
        let mut links: Vec<Link> =
            ack.last().map(|ack| Link::new(ack.sent, What::AckSent).by(consumer)).into_iter().collect();
        links.push(Link::new(step, What::AckDestroyed).by(consumer).then(self.put_back(step)));
        links
    }

    /// A40: without a delivery limit a quorum queue puts what is handed back behind everything else.
    fn handed_back(&self, step: usize, consumer: Consumer, copy: CopyId) -> Vec<Link> {
        let to_back = |event: &Event| matches!(*event, Event::Requeued { copy: of, to_back: true, .. } if of == copy);
        let mut links = vec![Link::new(step, What::HandedBack).by(consumer)];
        links.extend(self.first_after(step, to_back).map(|back| Link::new(back, What::PutAtBack)));
        links
    }

    /// The broker lost what it knew of the hand-out, and its written copy came back.
    fn after_a_stop(&self, stopped: Link, copy: CopyId) -> Vec<Link> {
        let back = |event: &Event| match *event {
            Event::Recovered { copy: of, .. } | Event::Committed { copy: of, .. } => of == copy,
            _ => false,
        };
        let what = if self.quorum() { What::BackUnderLeader } else { What::Recovered };
        let back = self.first_after(stopped.step, back).map(|step| Link::new(step, what));
        [Some(stopped), back].into_iter().flatten().collect()
    }

    /// A18: a removal that was not written out is forgotten.
    fn removal_forgotten(&self, step: usize, cause: Cause, copy: CopyId) -> Vec<Link> {
        let power = |event: &Event| matches!(event, Event::Fault { kind: FaultKind::PowerLoss, .. });
        let what = if self.told(step, power) { What::RemovalNotOnDisk } else { What::RemovalNotWritten };
        let mut links = self.after_a_stop(Link::new(step, what), copy);
        let removed = if cause == Cause::AutoAck { What::ForgottenInMemory } else { What::RemovedInMemory };
        links.extend(consumed(self.run, step, copy).map(|(removal, _)| Link::new(removal, removed)));
        links
    }
}
