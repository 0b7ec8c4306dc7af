//! The group's part: who took the partition over, and why it began where it did.

use super::link::Link;
use super::trail::Trail;
use super::what::What;
use crate::model::{Action, Consumer, CopyId, Event, Fault};
use crate::setup::{AutoOffsetReset, FaultKind};
use crate::tell::kafka::hands::Hand;
use crate::tell::kafka::logs;
use crate::tell::kafka::reread::{self, Reread};

impl Trail<'_> {
    /// Why `late` could come into a hand although `early` had.
    pub fn again(&self, early: &Hand, late: &Hand) -> Vec<Link> {
        match reread::why(self.run, early, late) {
            Some(Reread::StoredTwice(_)) => match (early.copy, late.copy) {
                (Some(one), Some(other)) => self.stored_twice(one.min(other), one.max(other)),
                _ => Vec::new(),
            },
            Some(Reread::FromStored { step, by, offset, lowered }) => {
                let mut links = vec![self.gave_up(step, early), Link::new(step, What::TookOver).by(by).at(offset)];
                links.extend(lowered.and_then(|commit| self.commit_back(commit)));
                links
            }
            Some(Reread::FromNothing { step, by }) => vec![self.gave_up(step, early), self.begins_unstored(step, by)],
            Some(Reread::Reset(step)) => self.reset(step, late.consumer),
            None => Vec::new(),
        }
    }

    /// The log has the message in two copies.
    pub fn stored_twice(&self, first: CopyId, second: CopyId) -> Vec<Link> {
        let mut links: Vec<Link> = Vec::new();
        links.extend(self.stored(first).map(|(step, offset)| Link::new(step, What::Appended).at(offset)));
        let again = self.appended_again(second);
        if let (Some((first, _)), Some(again)) =
            (self.stored(first), again.filter(|link| link.what == What::AppendedAnew))
        {
            let between = self.events().filter(|(step, _)| (first + 1..again.step).contains(step));
            links.extend(between.flat_map(|(step, event)| self.log_loss(step, event)));
            // The last election is the one that mattered.
            links.reverse();
        }
        links.extend(again);
        links.extend(self.request_of(second).into_iter().flat_map(|request| self.why_sent(request)));
        links
    }

    /// The leader appended another copy: beside one that it has, or because it has none.
    pub fn appended_again(&self, copy: CopyId) -> Option<Link> {
        let (step, offset) = self.stored(copy)?;
        let before = self.run.scene(step - 1);
        let log = logs::leading(&before, self.partition())?;
        let there = log.records.iter().any(|record| record.message == Some(self.message));
        let what = if there { What::AppendedAgain } else { What::AppendedAnew };
        Some(Link::new(step, what).at(offset))
    }

    /// What took the partition from whoever had it, in the step in which somebody else began.
    pub fn gave_up(&self, step: usize, hand: &Hand) -> Link {
        let by = self.run.events(step).iter().find_map(|event| match *event {
            Event::Revoked { consumer, partition } if partition == hand.partition => Some(consumer),
            _ => None,
        });
        let kept = hand.orphaned == Some(step);
        let what = match (self.run.moment(step).action, kept) {
            (Some(Action::Fault(Fault { kind: FaultKind::ZombieConsumer, .. })), true) => What::KickedWithIt,
            (Some(Action::Fault(Fault { kind: FaultKind::Rebalance, .. })), true) => What::RebalancedWithIt,
            (Some(Action::Fault(Fault { kind, .. })), _) => gave_up(kind),
            _ => What::GaveUp,
        };
        Link::new(step, what).by(by.unwrap_or(hand.consumer))
    }

    /// A commit that stored less than the one before it.
    fn commit_back(&self, step: usize) -> Option<Link> {
        let partition = self.partition();
        self.run.events(step).iter().find_map(|event| match *event {
            Event::OffsetCommitted { consumer, partition: of, offset } if of == partition => {
                Some(Link::new(step, What::CommittedBack).by(consumer).at(offset))
            }
            _ => None,
        })
    }

    /// Somebody took over where no offset was stored.
    pub fn begins_unstored(&self, step: usize, by: Consumer) -> Link {
        match self.kafka().auto_offset_reset {
            AutoOffsetReset::Latest => Link::new(step, What::TookOverAtEnd).by(by).at(self.assigned(step).unwrap_or(0)),
            AutoOffsetReset::Earliest | AutoOffsetReset::None => Link::new(step, What::TookOverFromStart).by(by),
        }
    }

    /// The offset at which somebody began to read the message's partition in this step.
    pub fn assigned(&self, step: usize) -> Option<u16> {
        let mine = self.partition();
        self.run.events(step).iter().find_map(|event| match *event {
            Event::Assigned { partition, offset, .. } if partition == mine => Some(offset),
            _ => None,
        })
    }

    /// Reading began anew because the log had ended before the position.
    fn reset(&self, step: usize, by: Consumer) -> Vec<Link> {
        let mine = self.partition();
        let end = self.run.events(step).iter().find_map(|event| match *event {
            Event::OffsetReset { partition, offset, .. } if partition == mine => Some(offset),
            _ => None,
        });
        let what = match self.kafka().auto_offset_reset {
            AutoOffsetReset::Latest => What::WentToTheEnd,
            AutoOffsetReset::Earliest | AutoOffsetReset::None => What::BeganAnew,
        };
        let reset = Link::new(step, what).by(by).at(end.unwrap_or(0));
        [Some(reset), self.shorter_log(step)].into_iter().flatten().collect()
    }
}

const fn gave_up(kind: FaultKind) -> What {
    match kind {
        FaultKind::ConsumerCrashBeforeEffect | FaultKind::ConsumerCrashAfterEffect => What::Crashed,
        FaultKind::HandlerException => What::Closed,
        FaultKind::ZombieConsumer => What::KickedOut,
        FaultKind::Rebalance => What::Rebalanced,
        _ => What::GaveUp,
    }
}
