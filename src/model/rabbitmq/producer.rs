//! The publishing client: what it sends next, and what it learns from the answers.

use super::rules::Rules;
use super::state::{State, Step};
use crate::model::{Belief, Envelope, EnvelopeKind, Event, Line, Listener, Message, Messages, Way};
use crate::setup::{Publish, Resend};

/// The publishing client.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Producer {
    /// How many messages have been sent at least once: the next new one is message `sent + 1`.
    pub sent: u8,
    /// Messages to send again, oldest first (A56).
    pub to_resend: Messages,
    /// confirm: publish numbers of this channel that were not answered, with their messages (A3). tx: the open batch.
    pub unanswered: Vec<(u32, Message)>,
    /// Publishes on this channel so far; the first gets number 1 (A2).
    pub numbered: u32,
    /// tx: the commit is sent and not answered (A28).
    pub committing: bool,
}

/// What the producer writes next.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Next {
    /// A message for the first time.
    New(Message),
    /// A message again.
    Again(Message),
    /// tx: the commit of the open batch.
    Commit,
}

impl Producer {
    /// Whether an answer for the message is still awaited on this channel.
    pub fn awaits(&self, message: Message) -> bool {
        self.unanswered.iter().any(|(_, awaited)| *awaited == message)
    }

    /// The next message, whatever the window says.
    fn next_message(&self, rules: &Rules) -> Option<Next> {
        let new = (self.sent < rules.messages).then(|| Next::New(Message(self.sent + 1)));
        let again = self.to_resend.iter().next().map(Next::Again);
        match rules.resend {
            Resend::UnconfirmedFirst | Resend::Never => again.or(new),
            Resend::NewFirst => new.or(again),
        }
    }

    /// What it may write now, given that it is connected.
    pub fn next(&self, rules: &Rules) -> Option<Next> {
        let next = self.next_message(rules);
        match rules.publish {
            Publish::FireAndForget => next,
            Publish::Confirm if self.unanswered.len() < rules.window => next,
            Publish::Confirm => None,
            // A28: nothing may be sent while a commit is pending.
            Publish::Tx if self.committing => None,
            Publish::Tx if self.unanswered.len() < rules.window && next.is_some() => next,
            Publish::Tx => (!self.unanswered.is_empty()).then_some(Next::Commit),
        }
    }

    /// The message that its own timer would send again: the oldest that it has no answer for (F2t).
    pub fn timer_message(&self, state: &State) -> Option<Message> {
        let mut messages = self.unanswered.iter().map(|(_, message)| *message);
        messages.find(|message| state.outcome.ledger.record(*message).belief == Belief::Unknown)
    }
}

impl<L: Listener> Step<'_, L> {
    pub fn publish(&mut self) {
        match self.state.producer.next(self.rules) {
            Some(Next::New(message)) => {
                self.state.producer.sent += 1;
                self.write_publish(message, false);
                self.believe(message, Belief::Unknown);
            }
            Some(Next::Again(message)) => {
                self.state.producer.to_resend.remove(message);
                self.write_publish(message, true);
            }
            Some(Next::Commit) => self.write_commit(),
            None => {}
        }
    }

    /// Every publish gets the channel's next number, a retry too (A2, A3).
    pub fn write_publish(&mut self, message: Message, again: bool) {
        let producer = &mut self.state.producer;
        let number = match self.rules.publish {
            Publish::FireAndForget => 0,
            Publish::Confirm | Publish::Tx => {
                producer.numbered += 1;
                producer.unanswered.push((producer.numbered, message));
                producer.numbered
            }
        };
        let kind = EnvelopeKind::Publish;
        self.write_to_broker(Envelope { kind, messages: Messages::one(message), number, multiple: false, again });
    }

    fn write_commit(&mut self) {
        self.state.producer.committing = true;
        let messages = self.state.producer.unanswered.iter().map(|(_, message)| *message).collect();
        let kind = EnvelopeKind::Commit;
        self.write_to_broker(Envelope { kind, messages, number: 0, multiple: false, again: false });
    }

    fn write_to_broker(&mut self, envelope: Envelope) {
        self.state.producer_line.send(Line::Producer, Way::ToBroker, envelope, self.listener);
    }

    pub fn producer_reads(&mut self) {
        let Some(envelope) = self.state.producer_line.read(Line::Producer, Way::ToClient, self.listener) else {
            return;
        };
        match envelope.kind {
            EnvelopeKind::Return => envelope.messages.iter().for_each(|message| self.believe(message, Belief::Failed)),
            EnvelopeKind::Confirm => self.answered(envelope, Self::confirmed),
            EnvelopeKind::Refusal => self.answered(envelope, Self::refused),
            EnvelopeKind::CommitOk => self.commit_answered(Self::confirmed),
            EnvelopeKind::CommitFailed => self.commit_failed(),
            EnvelopeKind::Publish
            | EnvelopeKind::Commit
            | EnvelopeKind::Delivery
            | EnvelopeKind::Ack
            | EnvelopeKind::Nack
            | EnvelopeKind::Reject
            | EnvelopeKind::Cancel
            | EnvelopeKind::Produce
            | EnvelopeKind::Produced
            | EnvelopeKind::ProduceError => unreachable!("the broker never writes {:?} to a producer", envelope.kind),
        }
    }

    /// An answer takes its number, or every number up to it, off the list (A4).
    fn answered(&mut self, envelope: Envelope, learn: fn(&mut Self, Message)) {
        let unanswered = &mut self.state.producer.unanswered;
        let answered: Vec<_> = unanswered.extract_if(.., |(number, _)| envelope.covers(*number)).collect();
        answered.into_iter().for_each(|(_, message)| learn(self, message));
    }

    fn commit_answered(&mut self, learn: fn(&mut Self, Message)) {
        self.state.producer.committing = false;
        let batch = std::mem::take(&mut self.state.producer.unanswered);
        batch.into_iter().for_each(|(_, message)| learn(self, message));
    }

    /// A27: the commit failed; the application gets an error for the whole batch. Parts of it may be stored.
    fn commit_failed(&mut self) {
        self.commit_answered(|step, message| step.believe(message, Belief::Failed));
        self.state.producer.numbered = 0;
        self.state.channel.reopen();
    }

    /// A message that came back as unroutable stays failed: its ack only says that the broker is done with it (A9).
    /// What one publish of it was refused for needs no retry once another one is confirmed (A56).
    fn confirmed(&mut self, message: Message) {
        self.state.producer.to_resend.remove(message);
        if self.state.outcome.ledger.record(message).belief == Belief::Unknown {
            self.believe(message, Belief::Acked);
        }
    }

    /// A nack: send again, or report the failure where nothing is ever sent again.
    fn refused(&mut self, message: Message) {
        if self.state.outcome.ledger.record(message).belief != Belief::Unknown {
            return;
        }
        match self.rules.resend {
            Resend::Never => self.believe(message, Belief::Failed),
            Resend::UnconfirmedFirst | Resend::NewFirst => self.put_back(message),
        }
    }

    fn put_back(&mut self, message: Message) {
        self.state.producer.to_resend.insert(message);
        self.tell(Event::ToResend { message });
    }

    /// The producer's connection is gone: publish numbers end with the channel, and what they stood for must be sent
    /// again (A3, A56). A lost connection alone tells it nothing.
    pub fn producer_disconnected(&mut self) {
        let producer = &mut self.state.producer;
        producer.numbered = 0;
        producer.committing = false;
        for (_, message) in std::mem::take(&mut producer.unanswered) {
            let unsure = self.state.outcome.ledger.record(message).belief == Belief::Unknown;
            if self.rules.resends() && unsure && !self.state.producer.to_resend.contains(message) {
                self.put_back(message);
            }
        }
    }
}
