//! Why a message came after a newer one: what put it behind in the log, held it up in a hand, or brought it back.

use super::link::Link;
use super::trail::Trail;
use super::what::What;
use crate::model::{Consumer, CopyId, Event, Flag, Message};
use crate::tell::kafka::hands::Hand;
use crate::tell::kafka::logs;

/// Without consumers: the order of the committed log.
pub fn in_log(trail: &Trail, flag: Flag) -> Vec<Link> {
    let scene = trail.run.scene(trail.end);
    let Some(log) = logs::leading(&scene, trail.partition()) else { return Vec::new() };
    let records: Vec<(Message, CopyId)> = log
        .records
        .iter()
        .filter(|record| record.committed)
        .filter_map(|record| Some((record.message?, record.copy)))
        .collect();
    let mine = |(message, _): &(Message, CopyId)| *message == trail.message;
    let place = match flag {
        Flag::Reordered => records.iter().position(mine),
        _ => records.iter().rposition(mine),
    };
    let Some(place) = place else { return Vec::new() };
    let newer = records[..place].iter().position(|(message, _)| trail.is_overtaken_by(*message));
    let Some(newer_place) = newer else { return Vec::new() };
    let (copy, newer) = (records[place].1, records[newer_place]);
    let earlier = records[..newer_place].iter().find(|record| mine(record)).map(|(_, copy)| *copy);
    trail.behind_in_log(copy, newer, earlier)
}

/// With consumers: the order of the effects.
pub fn effects(trail: &Trail, flag: Flag) -> Vec<Link> {
    let Some(hand) = trail.hand_at(trail.end) else { return Vec::new() };
    let hands = trail.hands().into_iter();
    let earlier =
        hands.filter(|hand| hand.applied.is_some_and(|step| step < trail.end)).max_by_key(|hand| hand.applied);
    match earlier {
        Some(earlier) => trail.replayed(&earlier, &hand),
        None => trail.overtaken(&hand, flag),
    }
}

impl Trail<'_> {
    /// Whether that one is newer, of the same key.
    fn is_overtaken_by(&self, other: Message) -> bool {
        let keys = self.run.setup().keys;
        other > self.message && other.key(keys) == self.message.key(keys)
    }

    /// In the log it stands behind a newer one; `earlier` is a copy of it that stands before that.
    fn behind_in_log(&self, copy: CopyId, newer: (Message, CopyId), earlier: Option<CopyId>) -> Vec<Link> {
        let mut links = match earlier {
            Some(earlier) => self.stored_twice(earlier, copy),
            None => self.sent_behind(copy, newer),
        };
        links.extend(self.newer_appended(newer));
        let what = if earlier.is_some() { What::OldBehindNewer } else { What::OutOfOrderInLog };
        links.push(Link::new(self.end, what).about(newer.0));
        links
    }

    fn newer_appended(&self, (newer, copy): (Message, CopyId)) -> Option<Link> {
        self.stored(copy).map(|(step, offset)| Link::new(step, What::NewerAppended).about(newer).at(offset))
    }

    /// The producer sent it again, and the newer one had gone out first.
    fn sent_behind(&self, copy: CopyId, (newer, others): (Message, CopyId)) -> Vec<Link> {
        let (own, other) = (self.request_of(copy), self.of(newer).request_of(others));
        let mut links: Vec<Link> = Vec::new();
        links.extend(self.stored(copy).map(|(step, offset)| Link::new(step, What::AppendedBehind).at(offset)));
        let (Some(own), Some(other)) = (own, other) else { return links };
        links.extend(self.why_sent(own));
        let waited = self.run.scene(other.sent).producer.to_resend.contains(&self.message);
        if waited && other.envelope.again {
            links.push(Link::new(other.sent, What::PutInFront).about(newer));
        } else if other.sent < own.sent {
            links.retain(|link| link.what != What::SentAgain);
            links.push(Link::new(own.sent, What::SentBehind).about(newer));
        }
        links
    }

    /// It had had its effect, then a newer one did, then it came again.
    fn replayed(&self, earlier: &Hand, hand: &Hand) -> Vec<Link> {
        let mut links = self.effect_and_return(earlier, hand);
        let from = earlier.applied.unwrap_or(0);
        if let Some((newer, by, step)) = self.overtaker(from).or_else(|| self.overtaker(0)) {
            links.push(Link::new(step, What::NewerApplied).by(by).about(newer));
            let what = if self.applied_before(hand) { What::StaleReplay } else { What::StaleReplayToo };
            links.push(Link::new(self.end, what).by(hand.consumer).about(newer));
        }
        links
    }

    /// A newer one had its effect first.
    fn overtaken(&self, hand: &Hand, flag: Flag) -> Vec<Link> {
        let Some((newer, by, step)) = self.overtaker(0) else { return Vec::new() };
        let mut links = self.of(newer).hand_at(step).map_or_else(Vec::new, |other| self.held_up(hand, newer, &other));
        links.push(Link::new(step, What::NewerApplied).by(by).about(newer));
        let what = if flag == Flag::Reordered { What::Reordered } else { What::LateOnTop };
        links.push(Link::new(self.end, what).by(hand.consumer).about(newer));
        links
    }

    /// What put it behind the newer one: in the log, in a slower hand, or in a hand that had lost the partition.
    fn held_up(&self, hand: &Hand, newer: Message, other: &Hand) -> Vec<Link> {
        if let (Some(copy), Some(others)) = (hand.copy, other.copy)
            && hand.offset > other.offset
        {
            let mut links = self.sent_behind(copy, (newer, others));
            links.extend(self.newer_appended((newer, others)));
            return links;
        }
        if let Some(lost) = hand.orphaned.filter(|lost| *lost < self.end) {
            let taken = self.assigned(lost).zip(self.taker(lost));
            let mut links = vec![self.gave_up(lost, hand)];
            links.extend(taken.map(|(offset, by)| Link::new(lost, What::TookOver).by(by).at(offset)));
            links.extend(self.committed_over(hand));
            links.push(Link::new(other.took, What::NewerTook).by(other.consumer).about(newer));
            return links;
        }
        let hands = self.hands();
        if let Some(first) = hands.iter().find(|first| first.took < hand.took) {
            let mut links = self.again(first, hand);
            links.extend(self.end_of(first));
            links.push(Link::new(first.took, What::TookFirst).by(first.consumer).at(first.offset));
            return links;
        }
        let both = hand.took.max(other.took);
        vec![Link::new(both, What::SideBySide).by(hand.consumer).about(newer)]
    }

    /// Who took the partition over in this step from a stored offset.
    fn taker(&self, step: usize) -> Option<Consumer> {
        let mine = self.partition();
        let reset =
            self.told(step, |event| matches!(*event, Event::OffsetReset { partition, .. } if partition == mine));
        let taker = self.run.events(step).iter().find_map(|event| match *event {
            Event::Assigned { consumer, partition, .. } if partition == mine => Some(consumer),
            _ => None,
        });
        taker.filter(|_| !reset)
    }

    /// The first newer message of its key that had its effect after `from` and before the flag.
    fn overtaker(&self, from: usize) -> Option<(Message, Consumer, usize)> {
        let mut events = self.events().filter(|(step, _)| *step > from && *step < self.end);
        events.find_map(|(step, event)| match *event {
            Event::Applied { consumer, message, .. } if self.is_overtaken_by(message) => {
                Some((message, consumer, step))
            }
            _ => None,
        })
    }
}
