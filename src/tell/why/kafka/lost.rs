//! Why a message was lost: which logs gave it up or why reading passed it, and why nobody sends it again.

use super::super::known::{self, Known};
use super::link::Link;
use super::trail::Trail;
use super::what::What;
use crate::model::{Action, Event, Fault, ReaderScene, Way};
use crate::setup::{Acks, AutoOffsetReset, FaultKind};
use crate::tell::kafka::hands::Hand;
use crate::tell::kafka::logs::{self, Remains};

pub fn links(trail: &Trail) -> Vec<Link> {
    let mut links = Vec::new();
    let (what, unread) = match logs::remains(trail.run.setup(), &trail.run.scene(trail.end), trail.message) {
        Remains::Nowhere => (What::Lost, false),
        Remains::OffTheLeader => (What::LostOffTheLeader, false),
        Remains::Unread => (What::LostUnread, true),
    };
    for (step, event) in trail.events() {
        links.extend(trail.on_the_way(step, event));
        if !unread {
            links.extend(trail.log_loss(step, event));
        }
    }
    let notes = known::lost(trail.run, trail.message, trail.end);
    let missing = notes.iter().any(|note| note.known == Known::MissingForGood);
    links.extend(notes.into_iter().map(Link::of));
    links.extend(trail.in_hands());
    if unread {
        links.extend(trail.told_yes());
        links.extend(trail.passed_over());
    } else {
        links.extend(trail.belief());
    }
    if !missing {
        links.push(Link::new(trail.end, what));
    }
    // Of what happened several times, the last time is what lost it.
    links.reverse();
    links
}

impl Trail<'_> {
    /// What kept a message from the log that nobody sends again.
    fn on_the_way(&self, step: usize, event: &Event) -> Option<Link> {
        match *event {
            _ if self.kafka().acks != Acks::Zero => None,
            Event::Cut { .. } if self.destroyed(Way::ToBroker, step).is_some() => Some(self.cut(step)),
            Event::Rejected { message, .. } if message == self.message => self.rejection(step),
            _ => None,
        }
    }

    /// How it came into hands and left them without an effect.
    fn in_hands(&self) -> Vec<Link> {
        let mut links: Vec<Link> = Vec::new();
        for hand in self.hands() {
            links.push(Link::new(hand.took, What::Took).by(hand.consumer).at(hand.offset));
            links.extend(self.end_of(&hand));
            links.extend(self.committed_over(&hand));
        }
        links
    }

    /// Why nobody reads the offset any more at which the log has the message.
    fn passed_over(&self) -> Vec<Link> {
        let mut links: Vec<Link> = Vec::new();
        let Some((stored, offset)) = self.last_copy(self.end + 1).and_then(|copy| self.stored(copy)) else {
            return links;
        };
        links.extend(self.began_behind(offset));
        if self.reader(stored - 1).is_some_and(|reader| has_passed(&reader, offset)) {
            links.push(Link::new(stored, What::AppendedBelow).at(offset));
            links.extend(self.shorter_log(stored));
        }
        links.extend(self.nobody_reads());
        links
    }

    /// How a hand ended without an effect.
    pub fn end_of(&self, hand: &Hand) -> Option<Link> {
        if let Some(step) = hand.skipped {
            return Some(Link::new(step, What::RolledBack).by(hand.consumer));
        }
        let step = hand.dropped?;
        let what = match self.run.moment(step).action {
            Some(Action::Fault(Fault { kind: FaultKind::HandlerException, consumer, .. }))
                if consumer == Some(hand.consumer) =>
            {
                if self.commit_over_in(step, hand).is_some() {
                    return None;
                }
                What::ClosedWithIt
            }
            Some(Action::Fault(Fault { consumer, .. })) if consumer == Some(hand.consumer) => What::CrashedWithIt,
            _ => What::EndedWithIt,
        };
        Some(Link::new(step, what).by(hand.consumer))
    }

    /// The commits that passed the record while it was in hand, not processed.
    pub fn committed_over(&self, hand: &Hand) -> Vec<Link> {
        let last = hand.dropped.or(hand.applied).or(hand.skipped).unwrap_or(self.end);
        (hand.took..=last).filter_map(|step| self.commit_over_in(step, hand)).collect()
    }

    fn commit_over_in(&self, step: usize, hand: &Hand) -> Option<Link> {
        let (consumer, offset) = self.run.events(step).iter().find_map(|event| match *event {
            Event::OffsetCommitted { consumer, partition, offset }
                if partition == hand.partition && offset > hand.offset =>
            {
                Some((consumer, offset))
            }
            _ => None,
        })?;
        let what = match self.run.moment(step).action {
            Some(Action::Fault(Fault { kind: FaultKind::HandlerException, .. })) => What::CommittedByClose,
            Some(Action::Fault(Fault { kind: FaultKind::Rebalance, .. })) => What::CommittedByRebalance,
            _ => What::CommittedOver,
        };
        Some(Link::new(step, what).by(consumer).at(offset))
    }

    /// Whoever began to read behind the record.
    fn began_behind(&self, offset: u16) -> Vec<Link> {
        let mine = self.partition();
        let mut links: Vec<Link> = Vec::new();
        for (step, event) in self.events() {
            match *event {
                Event::Assigned { consumer, partition, offset: begin } if partition == mine && begin > offset => {
                    let reset = Event::OffsetReset { consumer, partition, offset: begin };
                    links.push(match self.told(step, |event| *event == reset) {
                        true => self.begins_unstored(step, consumer),
                        false => Link::new(step, What::TookOver).by(consumer).at(begin),
                    });
                }
                Event::OffsetReset { consumer, partition, offset: begin }
                    if partition == mine && begin > offset && self.assigned(step).is_none() =>
                {
                    links.push(Link::new(step, What::WentToTheEnd).by(consumer).at(begin));
                    links.extend(self.shorter_log(step));
                }
                _ => {}
            }
        }
        links
    }

    /// Nobody owns the partition, and nothing says where a new owner would begin.
    fn nobody_reads(&self) -> Option<Link> {
        let mine = self.partition();
        let reader = self.reader(self.end)?;
        let lost = reader.owner.is_none() && reader.committed.is_none();
        let revoked = |event: &Event| matches!(*event, Event::Revoked { partition, .. } if partition == mine);
        let step = self.last_before(self.end + 1, revoked)?;
        (lost && self.kafka().auto_offset_reset != AutoOffsetReset::Earliest)
            .then(|| Link::new(step, What::NobodyReads))
    }
}

/// Whether whoever reads the partition, or the next one to, stands behind this offset.
fn has_passed(reader: &ReaderScene, offset: u16) -> bool {
    let owner = reader.owner.map(|_| reader.position);
    owner.or(reader.committed).is_some_and(|begin| begin > offset)
}
