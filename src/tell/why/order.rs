//! Why a message took effect after a newer one: what held it up or brought it back, and what overtook it.

use std::ops::Range;

use super::link::{Link, Then, What};
use super::trail::{Hand, Trail};
use crate::model::{Cause, Consumer, CopyId, EnvelopeKind, Event, Flag, Line, Message};
use crate::play::Landing;
use crate::tell::sentence::again::{handed_out_before, why_back};

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
            let what = if self.applied_before(hand) { What::StaleReplay } else { What::StaleReplayToo };
            links.push(Link::new(self.end, what).by(hand.consumer).about(newer));
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
        let mut links = vec![Link::new(other.sent, What::NewerGivenTo).by(other.consumer).about(newer)];
        links.extend(self.put_behind(copy, newer, others, other.sent));
        links.extend(first.into_iter().flat_map(|first| self.handed_out_again(copy, first, hand.sent)));
        for fate in self.fates(other.sent) {
            if links.iter().all(|link| link.step != fate.step) {
                links.push(fate);
            }
        }
        links
    }

    /// A40: in a quorum queue what came back last stands behind the newer one, and why it came back that time.
    fn put_behind(&self, copy: CopyId, newer: Message, others: CopyId, handed_out: usize) -> Vec<Link> {
        let place = |wanted: CopyId| {
            let events = self.events().take_while(|(step, _)| *step < handed_out).enumerate();
            let places = events.filter_map(|(place, (step, event))| match *event {
                Event::Requeued { copy: of, to_back, .. } if of == wanted => Some((place, step, Some(to_back))),
                Event::Committed { copy: of, .. } if of == wanted => Some((place, step, None)),
                _ => None,
            });
            places.last()
        };
        let (Some((own, step, Some(to_back))), Some((before, _, returned))) = (place(copy), place(others)) else {
            return Vec::new();
        };
        // What a lost channel returns stands behind what was returned earlier, and before everything else.
        if !self.quorum() || own < before || !to_back && returned != Some(false) {
            return Vec::new();
        }
        let mut links: Vec<Link> = Vec::new();
        if let Some(first) = handed_out_before(self.run, self.message, copy, step) {
            let again = why_back(self.run, self.message, copy, first, handed_out);
            links.extend(again.into_iter().flat_map(|again| self.again(again, copy, first)));
        }
        match links.iter_mut().find(|link| link.step == step) {
            Some(link) if link.then == Then::PutBack => *link = link.then(Then::PutBehind).about(newer),
            // Where it was handed back, that it stands at the back is told.
            Some(_) => {}
            None => links.push(Link::new(step, What::PutBehind).about(newer)),
        }
        links
    }

    /// What became of it where it was handed out before that step, and had no effect.
    fn fates(&self, before: usize) -> Vec<Link> {
        let hands = self.hands();
        let deliveries =
            self.flights().filter(|flight| flight.envelope.kind == EnvelopeKind::Delivery && flight.sent < before);
        let fates = deliveries.filter_map(|flight| {
            let Line::Consumer(consumer) = flight.line else { return None };
            match flight.landing {
                Landing::Destroyed(step) => Some(Link::new(step, What::DeliveryDestroyed).by(consumer)),
                Landing::Read(_) => {
                    let hand = hands.iter().find(|hand| (hand.consumer, hand.sent) == (consumer, flight.sent))?;
                    let (step, cause) = hand.dropped?;
                    let what = if cause == Cause::ProcessDied { What::DiedInHand } else { What::Abandoned };
                    Some(Link::new(step, what).by(consumer))
                }
                Landing::Flying => None,
            }
        });
        fates.filter(|fate| fate.step < self.end).collect()
    }

    /// A57, A59: the publish that counted went out, or was stored, after that of the newer one.
    fn sent_behind(&self, copy: CopyId, newer: Message, others: CopyId) -> Vec<Link> {
        let back = self.came_back(copy);
        if !back.is_empty() {
            return back;
        }
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
