//! Belief, truth and effects, and the events that tell when they change. Every machine keeps one.

use super::effects::{Store, Worker};
use super::event::{Event, Listener};
use super::ledger::{Belief, Flag, Ledger};
use super::name::{Consumer, Message};
use super::scene::EffectScene;

/// What the producer believes, what consumers have done, and the flags.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Outcome {
    /// Belief, truth and flags.
    pub ledger: Ledger,
    /// The outside world: every effect, oldest first.
    pub effects: Vec<EffectScene>,
    /// What recognises a repeat.
    pub store: Store,
}

impl Outcome {
    /// Nothing has happened to any of so many messages.
    pub fn new(messages: u8, consumers: u8) -> Self {
        Self { ledger: Ledger::new(messages), effects: Vec::new(), store: Store::new(consumers) }
    }

    /// Whether the message can't be lost any more, as far as effects and beliefs tell: it has had its effect, or needs none,
    /// or the producer was told of its failure.
    pub fn is_settled(&self, message: Message) -> bool {
        let record = self.ledger.record(message);
        record.applied > 0 || record.outdated || record.belief == Belief::Failed
    }

    /// The producer's belief changes; a failure it is told of is a flag (F).
    pub fn believe(&mut self, message: Message, belief: Belief, listener: &mut impl Listener) {
        if !self.ledger.believe(message, belief) {
            return;
        }
        listener.hear(Event::Believes { message, belief });
        if belief == Belief::Failed {
            self.raise(Flag::ReportedFailure, message, listener);
        }
    }

    /// A consumer's code received the message (D from the second time on).
    pub fn take(&mut self, consumer: Consumer, message: Message, listener: &mut impl Listener) {
        let times = self.ledger.take(message);
        listener.hear(Event::Took { consumer, message, times });
        if times > 1 {
            self.raise(Flag::DeliveredTwice, message, listener);
        }
    }

    /// The effect of the message happened (E, R, r).
    pub fn apply(&mut self, keys: u8, worker: Worker, message: Message, listener: &mut impl Listener) {
        let Worker { consumer, orphan } = worker;
        let times = self.ledger.apply(message);
        self.effects.push(EffectScene { message, consumer, times, undone: false });
        listener.hear(Event::Applied { consumer, message, times, orphan });
        if times > 1 {
            self.raise(Flag::EffectTwice, message, listener);
        }
        if !self.ledger.overtaken(message, keys) {
            return;
        }
        if times == 1 {
            self.raise(Flag::Reordered, message, listener);
        }
        self.raise(Flag::StaleReplay, message, listener);
    }

    /// A promise is broken; told once for each message.
    pub fn raise(&mut self, flag: Flag, message: Message, listener: &mut impl Listener) {
        if self.ledger.flags.raise(flag, message) {
            listener.hear(Event::Raised { flag, message });
        }
    }
}
