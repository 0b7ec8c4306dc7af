//! Why a message came twice: it is in the log twice, or reading went back to it.

use super::super::known::{self, Done};
use super::link::Link;
use super::trail::Trail;
use super::what::What;
use crate::model::CopyId;
use crate::tell::kafka::hands::Hand;
use crate::tell::kafka::logs;

/// Without consumers: the committed log has it twice.
pub fn in_log(trail: &Trail) -> Vec<Link> {
    let scene = trail.run.scene(trail.end);
    let Some(log) = logs::leading(&scene, trail.partition()) else { return Vec::new() };
    let records = log.records.iter().filter(|record| record.committed && record.message == Some(trail.message));
    let copies: Vec<CopyId> = records.map(|record| record.copy).collect();
    let mut links = match *copies.as_slice() {
        [first, second, ..] => trail.stored_twice(first, second),
        _ => Vec::new(),
    };
    links.push(Link::new(trail.end, What::TwiceInLog));
    links
}

pub fn deliveries(trail: &Trail) -> Vec<Link> {
    let hands = trail.hands();
    let [first, .., last] = hands.as_slice() else { return Vec::new() };
    let mut links = vec![Link::new(first.took, What::TookFirst).by(first.consumer).at(first.offset)];
    let applied = first.applied.filter(|step| *step < trail.end);
    links.extend(applied.map(|step| Link::new(step, What::AppliedFirst).by(first.consumer)));
    links.extend(trail.again(first, last));
    links.push(Link::new(trail.end, What::DeliveredTwice).by(last.consumer));
    links
}

pub fn effects(trail: &Trail) -> Vec<Link> {
    let mut hands: Vec<Hand> = trail.hands().into_iter().filter(|hand| hand.applied.is_some()).collect();
    hands.sort_by_key(|hand| hand.applied);
    let [.., first, last] = hands.as_slice() else { return Vec::new() };
    let mut links = trail.effect_and_return(first, last);
    let done = |hand: &Hand| hand.applied.map(|applied| Done { consumer: hand.consumer, took: hand.took, applied });
    if let (Some(one), Some(other)) = (done(first), done(last)) {
        links.extend(known::not_recognised(trail.run, trail.message, one, other).into_iter().map(Link::of));
    }
    links.push(Link::new(trail.end, What::EffectTwice).by(last.consumer));
    links
}

impl Trail<'_> {
    /// An effect, and what brought the message back in spite of it.
    pub fn effect_and_return(&self, first: &Hand, last: &Hand) -> Vec<Link> {
        let mut links: Vec<Link> = Vec::new();
        links.extend(first.applied.map(|step| self.effect(step, first)));
        let (early, late) =
            if (first.took, first.offset) <= (last.took, last.offset) { (first, last) } else { (last, first) };
        links.extend(self.again(early, late));
        links.push(Link::new(early.took, What::Took).by(early.consumer).at(early.offset));
        let again = if early.consumer == late.consumer { What::TookAgain } else { What::TookToo };
        links.push(Link::new(late.took, again).by(late.consumer));
        links
    }

    /// The effect of a hand, as the first, another of its consumer, or another at all.
    fn effect(&self, step: usize, hand: &Hand) -> Link {
        let hands = self.hands();
        let earlier: Vec<&Hand> =
            hands.iter().filter(|other| other.applied.is_some_and(|applied| applied < step)).collect();
        let what = match earlier.as_slice() {
            [] => What::AppliedFirst,
            some if some.iter().any(|other| other.consumer == hand.consumer) => What::Applied,
            _ => What::AppliedToo,
        };
        Link::new(step, what).by(hand.consumer)
    }

    /// Whether the consumer of this effect had processed the message before.
    pub fn applied_before(&self, hand: &Hand) -> bool {
        let earlier = |other: &Hand| other.applied.is_some() && other.applied < hand.applied;
        self.hands().iter().any(|other| other.consumer == hand.consumer && earlier(other))
    }
}
