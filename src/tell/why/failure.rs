//! Why the producer was told that a message failed: what refused it or sent it back, and how that reached it.

use super::link::{Link, Then, What};
use super::trail::Trail;
use crate::model::{EnvelopeKind, Event, Line, Message, Way};
use crate::tell::copies::live_of;

pub fn links(trail: &Trail) -> Vec<Link> {
    let Some(answer) = trail.landed(Line::Producer, Way::ToClient, trail.end) else { return Vec::new() };
    let written = answer.sent;
    match answer.envelope.kind {
        EnvelopeKind::Return => {
            let mut links = trail.unroutable(written);
            links.push(Link::new(trail.end, What::FailedByReturn).then(trail.yet_stored()));
            links
        }
        EnvelopeKind::CommitFailed => {
            let mut links = vec![Link::new(written, What::CommitFailedSent)];
            links.extend(trail.failed_commit(written));
            links.push(Link::new(trail.end, What::FailedByCommit).then(trail.yet_stored()));
            links
        }
        _ => {
            let mut links = vec![Link::new(written, What::NackSent)];
            links.extend(trail.refusal(written));
            links.push(Link::new(trail.end, What::FailedByNack).then(trail.yet_stored()));
            links
        }
    }
}

impl Trail<'_> {
    /// A reported failure is ambiguous: the message may be stored all the same.
    fn yet_stored(&self) -> Then {
        let applied = self.run.ledger(self.end).record(self.message).applied > 0;
        let stored = applied || !live_of(self.run, self.end, self.message).is_empty();
        if stored { Then::YetStored } else { Then::Nothing }
    }

    /// A27: one refused publish fails the whole commit.
    fn failed_commit(&self, answered: usize) -> Option<Link> {
        let refused = |event: &Event| -> Option<Message> {
            match event {
                Event::RefusedByBroker { message, .. } => Some(*message),
                _ => None,
            }
        };
        let step = self.last_before(answered, |event| refused(event).is_some())?;
        let message = self.run.events(step).iter().find_map(refused)?;
        Some(match message == self.message {
            true => self.refused(step),
            false => Link::new(step, What::OtherRefused).about(message),
        })
    }
}
