//! The producer's part: why it sent the message again, or never will.

use super::link::{Link, Then, What};
use super::trail::Trail;
use crate::model::{Belief, Cause, EnvelopeKind, Event, Line, Message, Way};
use crate::play::{Flight, Landing};
use crate::setup::{FaultKind, Publish, Resend};

impl Trail<'_> {
    /// Why the producer sent the message in this publish, which is not its first.
    pub fn why_sent(&self, publish: &Flight) -> Vec<Link> {
        let timer = |event: &Event| matches!(event, Event::Fault { kind: FaultKind::ResendTimer, .. });
        if self.told(publish.sent, timer) {
            return vec![Link::new(publish.sent, What::TimerRanOut)];
        }
        if !publish.envelope.again {
            return Vec::new();
        }
        let mut links = vec![Link::new(publish.sent, What::SentAgain)];
        let noted = Event::ToResend { message: self.message };
        let Some(noted) = self.last_before(publish.sent, |event| *event == noted) else { return links };
        if self.cuts_producer(noted) {
            links.extend(self.cut(noted));
        } else {
            links.push(Link::new(noted, What::NackRead));
            links.extend(self.refusal(noted));
        }
        links
    }

    fn cuts_producer(&self, step: usize) -> bool {
        self.told(step, |event| *event == Event::Cut { line: Line::Producer })
    }

    /// What a cut of the producer's connection did to the message and to the answer for it.
    pub fn cut(&self, step: usize) -> Vec<Link> {
        let then = self.after_cut(step);
        let mut links: Vec<Link> = self.vanishings(step);
        let destroyed = |way: Way| {
            self.flights().filter(move |flight| {
                (flight.line, flight.way, flight.landing) == (Line::Producer, way, Landing::Destroyed(step))
            })
        };
        let published = destroyed(Way::ToBroker).any(|flight| flight.envelope.kind == EnvelopeKind::Publish);
        let unbuffered = self.told(step, |event| *event == Event::Unbuffered { message: self.message });
        // A return says more than the answer behind it, which only says that the broker is done (A9).
        let returned = destroyed(Way::ToClient).find(|flight| flight.envelope.kind == EnvelopeKind::Return);
        let answer = returned.or_else(|| destroyed(Way::ToClient).last());
        match (answer.and_then(|flight| answer_words(flight.envelope.kind).map(|words| (flight, words))), published) {
            (Some((flight, (sent, lost))), _) => {
                links.extend(sent.map(|sent| Link::new(flight.sent, sent)));
                links.push(Link::new(step, lost).then(then));
            }
            (None, true) => links.push(Link::new(step, What::PublishDestroyed).then(then)),
            (None, false) if unbuffered => links.push(Link::new(step, What::Unbuffered).then(then)),
            (None, false) => links.push(Link::new(step, What::Unanswered).then(then)),
        }
        links
    }

    /// What the producer does about a cut.
    pub fn after_cut(&self, step: usize) -> Then {
        let again = self.told(step, |event| *event == Event::ToResend { message: self.message });
        match (again, self.rabbitmq().publish, self.rabbitmq().resend) {
            (true, ..) => Then::SendAgain,
            (false, Publish::FireAndForget, _) => Then::NobodyNoticed,
            (false, Publish::Tx | Publish::Confirm, Resend::Never) => Then::NeverAgain,
            (false, Publish::Tx | Publish::Confirm, Resend::UnconfirmedFirst | Resend::NewFirst) => Then::Nothing,
        }
    }

    /// Copies of the message that vanished in this step.
    pub fn vanishings(&self, step: usize) -> Vec<Link> {
        let causes = self.run.events(step).iter().filter_map(|event| match *event {
            Event::Vanished { message, cause, .. } if message == self.message => Some(cause),
            _ => None,
        });
        causes.filter_map(|cause| vanished(cause).map(|what| self.replicated(Link::new(step, what)))).collect()
    }

    /// The link with the node that took over the leader's log in its step.
    pub fn replicated(&self, link: Link) -> Link {
        let node = self.run.events(link.step).iter().find_map(|event| match *event {
            Event::Replicated { member } => Some(member),
            _ => None,
        });
        node.map_or(link, |node| link.at(node))
    }

    /// The last refusal of the message up to a step.
    pub fn refusal(&self, step: usize) -> Option<Link> {
        let refused =
            |event: &Event| matches!(event, Event::RefusedByBroker { message, .. } if *message == self.message);
        let step = self.last_before(step + 1, refused)?;
        Some(self.refused(step))
    }

    /// The message was refused in this step.
    pub fn refused(&self, step: usize) -> Link {
        let untold = Event::RefusedByBroker { message: self.message, told: false };
        match (self.rabbitmq().publish, self.told(step, |event| *event == untold)) {
            (Publish::Tx, _) => Link::new(step, What::RefusedInCommit),
            (_, true) => Link::new(step, What::Refused).then(Then::Untold),
            (_, false) => Link::new(step, What::Refused),
        }
    }

    /// The message found no queue in this step; and what had become of the queue.
    pub fn unroutable(&self, step: usize) -> Vec<Link> {
        let returned = |event: &Event| {
            matches!(event, Event::Sent { envelope, .. }
                if envelope.kind == EnvelopeKind::Return && envelope.messages.contains(self.message))
        };
        // A9: without `mandatory` the broker says yes to what went nowhere.
        let then = match (self.told(step, returned), self.rabbitmq().publish) {
            (true, _) => Then::Returned,
            (false, Publish::Confirm | Publish::Tx) => Then::CountsAsDone,
            (false, Publish::FireAndForget) => Then::Nothing,
        };
        let mut links = vec![Link::new(step, What::Unroutable).then(then)];
        if let Some(gone) = self.last_before(step, |event| *event == Event::QueueGone) {
            // Where the queue took a copy of the message with it, that is told already.
            let took_it = |event: &Event| matches!(event, Event::Vanished { message, .. } if *message == self.message);
            if self.told(gone, took_it) {
                return links;
            }
            let disk = self.told(gone, |event| matches!(event, Event::Fault { kind: FaultKind::DiskLoss, .. }));
            links.push(Link::new(gone, if disk { What::QueueGoneWithDisk } else { What::QueueGone }));
        }
        links
    }

    /// The producer was told yes; and what had made the broker say so.
    pub fn belief(&self) -> Vec<Link> {
        let learnt = Event::Believes { message: self.message, belief: Belief::Acked };
        let Some(step) = self.last_before(self.end + 1, |event| *event == learnt) else { return Vec::new() };
        let what = if self.rabbitmq().publish == Publish::Tx { What::Committed } else { What::Acked };
        let mut links = vec![Link::new(step, what)];
        let due = |event: &Event| matches!(event, Event::ConfirmDue { message, .. } if *message == self.message);
        if let Some(due) = self.last_before(step, due) {
            links.extend(self.why_due(due).map(|what| Link::new(due, what)));
        } else if self.rabbitmq().publish == Publish::Tx {
            // A commit waits for nothing where memory is enough, so nothing becomes due; storing it was all.
            let stores = |event: &Event| matches!(event, Event::Stored { message, .. } if *message == self.message);
            let unroutable = Event::Unroutable { message: self.message };
            let taken = self.last_before(step, |event| stores(event) || *event == unroutable);
            let stored = taken.filter(|step| self.told(*step, stores));
            links.extend(stored.map(|stored| Link::new(stored, What::DueInMemory)));
        }
        links
    }

    fn why_due(&self, step: usize) -> Option<What> {
        let is = |wanted: fn(&Event) -> Option<Message>| self.told(step, |event| wanted(event) == Some(self.message));
        let flushed = |event: &Event| match *event {
            Event::Flushed { message, to_disk: false, .. } => Some(message),
            _ => None,
        };
        let synced = |event: &Event| match *event {
            Event::Flushed { message, to_disk: true, .. } => Some(message),
            _ => None,
        };
        let consumed = |event: &Event| match *event {
            Event::ConfirmDue { message, consumed: true } => Some(message),
            _ => None,
        };
        let stored = |event: &Event| match *event {
            Event::Stored { message, .. } => Some(message),
            _ => None,
        };
        let committed = |event: &Event| match *event {
            Event::Committed { message, .. } => Some(message),
            _ => None,
        };
        let known: [(bool, What); 5] = [
            (is(consumed), What::DueConsumed),
            (is(flushed), What::DueInPageCache),
            (is(synced), What::DueOnDisk),
            (is(committed), What::DueOnMajority),
            (is(stored), What::DueInMemory),
        ];
        known.into_iter().find(|(holds, _)| *holds).map(|(_, what)| what)
    }
}

/// What to say of an answer that was destroyed: that it was written, where that is news, and that it was destroyed.
const fn answer_words(kind: EnvelopeKind) -> Option<(Option<What>, What)> {
    match kind {
        EnvelopeKind::Confirm => Some((Some(What::ConfirmSent), What::ConfirmDestroyed)),
        EnvelopeKind::CommitOk => Some((Some(What::CommitOkSent), What::CommitOkDestroyed)),
        EnvelopeKind::Refusal => Some((None, What::RefusalDestroyed)),
        EnvelopeKind::CommitFailed => Some((None, What::CommitFailedDestroyed)),
        EnvelopeKind::Return => Some((None, What::ReturnDestroyed)),
        EnvelopeKind::Publish
        | EnvelopeKind::Commit
        | EnvelopeKind::Delivery
        | EnvelopeKind::Ack
        | EnvelopeKind::Nack
        | EnvelopeKind::Reject
        | EnvelopeKind::Cancel
        | EnvelopeKind::Produce
        | EnvelopeKind::Produced
        | EnvelopeKind::ProduceError => None,
    }
}

/// How a copy vanished.
const fn vanished(cause: Cause) -> Option<What> {
    match cause {
        Cause::NotFlushed => Some(What::NotFlushed),
        Cause::NotOnDisk => Some(What::NotOnDisk),
        Cause::DiskGone => Some(What::DiskGone),
        Cause::QueueNotDurable => Some(What::QueueDied),
        Cause::Transient => Some(What::Transient),
        Cause::NoMajority => Some(What::NoMajority),
        Cause::AutoAck
        | Cause::Acked
        | Cause::Unroutable
        | Cause::Refused
        | Cause::ProcessDied
        | Cause::Forgotten
        | Cause::Truncated
        | Cause::Discarded(_) => None,
    }
}
