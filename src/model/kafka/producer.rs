//! The producing client: what it sends next, and what it learns from answers and from cuts. One record is one batch is
//! one request.

use std::collections::VecDeque;

use super::rules::Rules;
use super::state::Step;
use crate::model::{Belief, Envelope, EnvelopeKind, Event, Line, Listener, Message, Messages, Way};
use crate::setup::{Acks, Client};

/// The producing client.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Producer {
    /// How many messages have been sent at least once: the next new one is message `sent + 1`.
    pub sent: u8,
    /// Batches to send again, in the order in which they will be.
    pub to_resend: VecDeque<Message>,
    /// Batches without an answer on this connection, oldest first.
    pub in_flight: VecDeque<Message>,
    /// The messages of the open transaction.
    pub transaction: Messages,
    /// Its end is asked for and not answered.
    pub ending: bool,
}

/// What the producer sends next.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Next {
    /// A batch for the first time.
    New(Message),
    /// A batch again.
    Again(Message),
    /// The end of the transaction.
    Commit,
}

impl Producer {
    /// What it may send now, given that it is connected. What is sent again goes before anything new.
    pub fn next(&self, rules: &Rules) -> Option<Next> {
        if rules.acks != Acks::Zero && self.in_flight.len() >= rules.max_in_flight {
            return None;
        }
        let Some(again) = self.to_resend.front().copied() else { return self.next_new(rules) };
        // B23: with sequence numbers a retry waits until every earlier batch of its partition is answered.
        let partition = rules.partition(again);
        let must_wait = rules.idempotent
            && self.in_flight.iter().any(|other| rules.partition(*other) == partition && *other < again);
        (!must_wait).then_some(Next::Again(again))
    }

    /// A new batch; or the end of the transaction, once it is full and all of it is answered.
    fn next_new(&self, rules: &Rules) -> Option<Next> {
        let new = (self.sent < rules.messages).then(|| Next::New(Message(self.sent + 1)));
        if !rules.transactional {
            return new;
        }
        match self.transaction.len() {
            _ if self.ending => None,
            open if open < rules.max_in_flight && new.is_some() => new,
            open => (open > 0 && self.in_flight.is_empty()).then_some(Next::Commit),
        }
    }

    /// Whether it has the message and may send it again, or will be told that it failed.
    pub fn keeps(&self, message: Message) -> bool {
        self.to_resend.contains(&message) || self.in_flight.contains(&message)
    }

    /// Puts a failed batch back among those to send again.
    fn put_back(&mut self, message: Message, rules: &Rules) {
        // B19, B24: Java puts it in front of everything, so several failed ones end up youngest first; with sequence
        // numbers, and in librdkafka, they go back in order.
        let in_order = rules.idempotent || rules.client == Client::Librdkafka;
        let place = if in_order { self.to_resend.iter().take_while(|other| **other < message).count() } else { 0 };
        self.to_resend.insert(place, message);
    }
}

impl<L: Listener> Step<'_, L> {
    pub fn produce(&mut self) {
        let (message, again) = match self.state.producer.next(self.rules) {
            Some(Next::New(message)) => {
                self.state.producer.sent += 1;
                (message, false)
            }
            Some(Next::Again(message)) => {
                self.state.producer.to_resend.pop_front();
                (message, true)
            }
            Some(Next::Commit) => return self.end_transaction(),
            None => return,
        };
        if self.rules.transactional {
            self.state.producer.transaction.insert(message);
        }
        let envelope = request(self.rules, EnvelopeKind::Produce, message, again);
        self.state.line.send(Line::Producer, Way::ToBroker, envelope, self.listener);
        match self.rules.acks {
            // B13: what is in the socket counts as done.
            Acks::Zero => self.believe(message, Belief::Acked),
            Acks::One | Acks::All => {
                self.state.producer.in_flight.push_back(message);
                self.believe(message, Belief::Unknown);
            }
        }
    }

    pub fn producer_reads(&mut self) {
        let Some(envelope) = self.state.line.read(Line::Producer, Way::ToClient, self.listener) else { return };
        if envelope.kind == EnvelopeKind::CommitOk {
            return self.transaction_committed(envelope.messages);
        }
        for message in envelope.messages.iter() {
            self.state.producer.in_flight.retain(|waiting| *waiting != message);
            match envelope.kind {
                // Within a transaction only its end counts.
                EnvelopeKind::Produced if self.rules.transactional => {}
                EnvelopeKind::Produced => self.believe(message, Belief::Acked),
                _ => self.failed(message),
            }
        }
    }

    /// A batch failed in a way that can be tried again (B18).
    fn failed(&mut self, message: Message) {
        if !self.rules.retries {
            self.believe(message, Belief::Failed);
            return;
        }
        self.state.producer.put_back(message, self.rules);
        self.tell(Event::ToResend { message });
    }

    /// The connection is gone: everything in flight on it failed together, oldest first (B18, B19).
    pub fn producer_disconnected(&mut self) {
        self.state.producer.ending = false;
        for message in std::mem::take(&mut self.state.producer.in_flight) {
            self.failed(message);
        }
    }
}

/// A request or an answer about one batch. Its number is the batch's sequence number, counted from 1, where it has one.
pub fn request(rules: &Rules, kind: EnvelopeKind, message: Message, again: bool) -> Envelope {
    let number = if rules.idempotent { rules.sequence(message) as u32 + 1 } else { 0 };
    Envelope { kind, messages: Messages::one(message), number, multiple: false, again }
}
