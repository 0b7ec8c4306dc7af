//! Why a message took effect after a newer one: what held it up or brought it back, and what overtook it.

use std::ops::Range;

use super::link::{Link, What};
use super::trail::{Hand, Trail};
use crate::model::{Consumer, CopyId, Event, Flag, Message};
use crate::tell::sentence::again::handed_out_before;

pub fn links(trail: &Trail, flag: Flag) -> Vec<Link> {
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
    /// It had had its effect, then a newer one did, then it came again.
    fn replayed(&self, earlier: &Hand, hand: &Hand) -> Vec<Link> {
        let mut links = self.effect_and_return(earlier, hand);
        if let Some((newer, step)) = self.overtaker(earlier.applied.unwrap_or(0)..self.end) {
            links.push(Link::new(step, What::NewerApplied).by(self.applier(step)).about(newer));
            links.push(Link::new(self.end, What::StaleReplay).by(hand.consumer).about(newer));
        }
        links
    }

    /// A newer one had its effect first.
    fn overtaken(&self, hand: &Hand, flag: Flag) -> Vec<Link> {
        let Some((newer, step)) = self.overtaker(1..self.end) else { return Vec::new() };
        let what = if flag == Flag::Reordered { What::Reordered } else { What::LateOnTop };
        let mut links = self.of(newer).hand_at(step).map_or_else(Vec::new, |other| self.held_up(hand, newer, &other));
        links.push(Link::new(step, What::NewerApplied).by(self.applier(step)).about(newer));
        links.push(Link::new(self.end, what).by(hand.consumer).about(newer));
        links
    }

    /// What put the message behind the newer one: at the producer, in the queue, or in a slower hand.
    fn held_up(&self, hand: &Hand, newer: Message, other: &Hand) -> Vec<Link> {
        let (Some(copy), Some(others)) = (hand.copy, other.copy) else { return Vec::new() };
        // Copies are numbered as they are stored.
        if copy > others {
            return self.sent_behind(copy, newer, others);
        }
        if hand.sent < other.sent {
            return self.side_by_side(hand, newer, other);
        }
        let first =
            std::iter::successors(Some(hand.sent), |step| handed_out_before(self.run, self.message, copy, *step))
                .find(|step| *step < other.sent);
        let given = Link::new(other.sent, What::NewerGivenTo).by(other.consumer).about(newer);
        let back = first.map_or_else(Vec::new, |first| self.handed_out_again(copy, first, hand.sent));
        std::iter::once(given).chain(back).collect()
    }

    /// A57, A59: the publish that counted went out, or was stored, after that of the newer one.
    fn sent_behind(&self, copy: CopyId, newer: Message, others: CopyId) -> Vec<Link> {
        let Some(publish) = self.publish_of(copy) else { return Vec::new() };
        let before = self.of(newer).publish_of(others).is_some_and(|other| other.sent < publish.sent);
        let mut links = self.why_sent(publish);
        if let Some(link) = links.iter_mut().find(|link| link.what == What::SentAgain).filter(|_| before) {
            *link = Link { what: What::SentBehind, ..link.about(newer) };
        }
        links
    }

    /// It was handed out first, but somebody else was done with the newer one earlier.
    fn side_by_side(&self, hand: &Hand, newer: Message, other: &Hand) -> Vec<Link> {
        let mut links = vec![
            Link::new(hand.sent, What::GivenTo).by(hand.consumer),
            Link::new(other.sent, What::NewerGivenTo).by(other.consumer).about(newer),
        ];
        let orphaned = self.lost_channel(hand.consumer, hand.took).filter(|step| *step < self.end);
        links.extend(orphaned.map(|step| Link::new(step, What::Orphaned).by(hand.consumer)));
        // A45: a single active consumer that cancels keeps what it holds, and the next one is activated at once.
        let cancelled = Event::Cancelled { consumer: hand.consumer };
        let took_over =
            |step: &usize| *step < other.sent && self.told(*step, |event| matches!(event, Event::Activated { .. }));
        let cancelled = self.first_after(hand.sent, |event| *event == cancelled).filter(took_over);
        links.extend(cancelled.map(|step| Link::new(step, What::Cancelled).by(hand.consumer)));
        links
    }

    /// The newer message of the same key whose effect came first among those in `steps`, with the step of that effect.
    pub fn overtaker(&self, steps: Range<usize>) -> Option<(Message, usize)> {
        let keys = self.run.setup().keys;
        self.events().filter(|(step, _)| steps.contains(step)).find_map(|(step, event)| match *event {
            Event::Applied { message, .. } if message > self.message && message.key(keys) == self.message.key(keys) => {
                Some((message, step))
            }
            _ => None,
        })
    }

    /// The consumer of the effect in a step.
    pub fn applier(&self, step: usize) -> Consumer {
        let applied = self.run.events(step).iter().find_map(|event| match *event {
            Event::Applied { consumer, .. } => Some(consumer),
            _ => None,
        });
        applied.unwrap_or(Consumer(0))
    }

    /// The step in which the consumer's channel went away while it had the message in hand.
    pub fn lost_channel(&self, consumer: Consumer, after: usize) -> Option<usize> {
        let orphan = Event::Orphaned { consumer, message: self.message };
        self.first_after(after, |event| *event == orphan)
    }
}
