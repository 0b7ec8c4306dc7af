//! The producer's part: why it sent the message again, or never will.

use super::link::Link;
use super::trail::Trail;
use super::what::What;
use crate::model::{Belief, EnvelopeKind, Event, Line, ProduceError, Way};
use crate::play::Flight;
use crate::setup::Acks;
use crate::tell::kafka::logs;

impl Trail<'_> {
    /// Why the producer sent the message in this request, if it is not its first.
    pub fn why_sent(&self, request: &Flight) -> Vec<Link> {
        if !request.envelope.again {
            return Vec::new();
        }
        let mut links = vec![Link::new(request.sent, What::SentAgain)];
        let noted = Event::ToResend { message: self.message };
        let Some(noted) = self.last_before(request.sent, |event| *event == noted) else { return links };
        if self.told(noted, |event| *event == Event::Cut { line: Line::Producer }) {
            links.push(self.cut(noted));
        } else {
            links.push(Link::new(noted, What::ErrorRead));
            links.extend(self.rejection(noted));
        }
        links
    }

    /// What a cut of the producer's connection did to the message or to the answer for it.
    pub fn cut(&self, step: usize) -> Link {
        let answer = self.destroyed(Way::ToClient, step).map(|flight| flight.envelope.kind);
        let what = match (answer, self.destroyed(Way::ToBroker, step)) {
            (Some(EnvelopeKind::Produced), _) => What::ResponseDestroyed,
            (Some(_), _) => What::ErrorDestroyed,
            (None, Some(_)) => What::RequestDestroyed,
            (None, None) => What::Unanswered,
        };
        Link::new(step, what)
    }

    /// The last error with which the leader answered up to a step.
    pub fn rejection(&self, step: usize) -> Option<Link> {
        let error = |event: &Event| match *event {
            Event::Rejected { message, error } if message == self.message => Some(error),
            _ => None,
        };
        let step = self.last_before(step + 1, |event| error(event).is_some())?;
        let error = self.run.events(step).iter().find_map(error)?;
        let what = match error {
            ProduceError::NotEnoughReplicasAfterAppend => What::RefusedAfterAppend,
            _ if self.kafka().acks == Acks::Zero => What::Untaken,
            _ => What::Refused,
        };
        Some(Link::new(step, what).with(error))
    }

    /// Why the producer took the message for safe, and on whose word.
    pub fn belief(&self) -> Vec<Link> {
        let Some(told) = self.told_yes() else { return Vec::new() };
        let answers = self.flights().filter(|flight| flight.envelope.kind == EnvelopeKind::Produced);
        let answer = answers.filter(|flight| flight.sent <= told.step).last();
        [Some(told), answer.and_then(|answer| self.why_yes(answer.sent))].into_iter().flatten().collect()
    }

    /// When the producer came to take the message for safe.
    pub fn told_yes(&self) -> Option<Link> {
        let learnt = Event::Believes { message: self.message, belief: Belief::Acked };
        let step = self.last_before(self.end + 1, |event| *event == learnt)?;
        let what = if self.kafka().acks == Acks::Zero { What::SentUnasked } else { What::Acked };
        Some(Link::new(step, what))
    }

    /// What made the leader answer in this step.
    fn why_yes(&self, step: usize) -> Option<Link> {
        let scene = self.run.scene(step);
        let leader = logs::leader(&scene)?;
        let alone = self.kafka().replication_factor > 1 && logs::holders_of(&scene, self.message).len() == 1;
        match (self.kafka().acks, alone) {
            (Acks::One, true) => Some(Link::new(step, What::AppendedAlone)),
            (Acks::One, false) => None,
            _ if alone => Some(Link::new(step, What::OnlyInSync).on(leader)),
            _ => Some(Link::new(step, What::EveryInSync)),
        }
    }
}
