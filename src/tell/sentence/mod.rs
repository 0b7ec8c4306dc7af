//! One sentence, at most two, for each step of a run: who did what, to which message, and what follows. Everything
//! said is read from the events of the step and of the steps before it, and from what can be seen there.

pub(super) mod again;
mod broker;
mod consumer;
mod dedup;
mod delivery;
mod fault;
mod flags;
mod kafka;
mod limits;
mod producer;
mod quorum;
mod start;
mod storage;
mod wreck;

use super::Lang;
use super::piece::{Piece, Tale};
use crate::model::{Action, Envelope, Event, Line, Message, Messages, Scene, Way};
use crate::play::Run;
use crate::setup::{Broker, QueueType, Rabbitmq};
use crate::tell::several_consumers;

/// The sentence of a step, counted from 1; of position 0, that nothing has happened yet.
pub fn sentence(run: &Run, step: usize, lang: Lang) -> Vec<Piece> {
    let step = step.min(run.steps());
    let mut teller = Teller { run, step, tale: Tale::new(lang, several_consumers(run.setup())) };
    match (run.moment(step).action, run.setup().broker) {
        (None, Broker::Rabbitmq) => teller.start(),
        (None, Broker::Kafka) => teller.kafka_start(),
        (Some(action), Broker::Rabbitmq) => {
            teller.action(action);
            teller.limits(action);
            teller.flags();
        }
        (Some(action), Broker::Kafka) => {
            teller.kafka_action(action);
            teller.kafka_flags();
        }
    }
    teller.tale.finish()
}

/// One step being told.
struct Teller<'run> {
    run: &'run Run,
    step: usize,
    tale: Tale,
}

impl<'run> Teller<'run> {
    /// A step of RabbitMQ.
    fn action(&mut self, action: Action) {
        match action {
            Action::Publish => self.publish(),
            Action::ProducerReads => self.producer_reads(),
            Action::BrokerReads => self.broker_reads(),
            Action::ApplyCommit(_) => self.apply_commit(),
            Action::Answer => self.answer(),
            Action::Flush(_) => self.flush(),
            Action::WriteBack(_) => self.write_back(),
            Action::Dispatch(_) => self.dispatch(),
            // What a limit does is told behind every step.
            Action::Expire(_) | Action::Retry => {}
            Action::BrokerReadsFrom(consumer) => self.broker_reads_from(consumer),
            Action::ConsumerReads(consumer) => self.consumer_reads(consumer),
            Action::Effect(consumer) | Action::EffectOf { consumer, .. } => self.effect(consumer),
            Action::Acknowledge(consumer) | Action::AcknowledgeOf { consumer, .. } => self.acknowledge(consumer),
            Action::Forget(consumer) => self.forget(consumer),
            Action::ConsumerStarts(consumer) => self.consumer_starts(consumer),
            Action::NodeStarts(member) => self.node_starts(member),
            Action::Replicate(member) => self.replicate(member),
            Action::Elect(member) => self.elect(member),
            Action::Fault(fault) => self.strike(fault),
            Action::Pluck { line, .. } => self.pluck(line),
            Action::Poll(_) | Action::Commit(_) | Action::CommitOf { .. } | Action::TailLost { .. } => self.nothing(),
        }
    }

    fn rabbitmq(&self) -> &'run Rabbitmq {
        &self.run.setup().rabbitmq
    }

    fn quorum(&self) -> bool {
        self.rabbitmq().queue_type == QueueType::Quorum
    }

    /// Whether a classic queue writes its messages out.
    fn stored(&self) -> bool {
        !self.quorum() && self.rabbitmq().durable && self.rabbitmq().persistent
    }

    fn events(&self) -> &'run [Event] {
        self.run.events(self.step)
    }

    fn before(&self) -> Scene {
        self.run.scene(self.step.saturating_sub(1))
    }

    fn after(&self) -> Scene {
        self.run.scene(self.step)
    }

    /// Whether this step told something like that.
    fn has(&self, found: impl Fn(&Event) -> bool) -> bool {
        self.events().iter().any(found)
    }

    /// The messages of this step's events of some kind.
    fn messages(&self, pick: impl Fn(&Event) -> Option<Message>) -> Messages {
        self.events().iter().filter_map(pick).collect()
    }

    /// The last step before this one that told something like that.
    fn last(&self, found: impl Fn(&Event) -> bool) -> Option<usize> {
        self.last_before(self.step, found)
    }

    /// The last step before `step` that told something like that.
    fn last_before(&self, step: usize, found: impl Fn(&Event) -> bool) -> Option<usize> {
        (1..step).rev().find(|earlier| self.run.events(*earlier).iter().any(&found))
    }

    /// How many events up to this step are like that.
    fn count(&self, found: impl Fn(&Event) -> bool) -> usize {
        let events = self.run.all_events().take_while(|(step, _)| *step <= self.step);
        events.filter(|(_, event)| found(event)).count()
    }

    /// What this step wrote to a connection.
    fn sent(&self) -> impl Iterator<Item = Envelope> + use<'run> {
        self.events().iter().filter_map(|event| match event {
            Event::Sent { envelope, .. } => Some(*envelope),
            _ => None,
        })
    }

    /// What this step read from a connection first.
    fn received(&self) -> Option<Envelope> {
        self.events().iter().find_map(|event| match event {
            Event::Received { envelope, .. } => Some(*envelope),
            _ => None,
        })
    }

    /// The step that wrote what `line` delivered in `step` of the message: a pluck may let others arrive with it.
    fn written(&self, line: Line, way: Way, step: usize, message: Message) -> Option<usize> {
        let flights = self.run.flights().iter().filter(|flight| flight.envelope.messages.contains(message));
        let mut landed = flights.filter(|flight| (flight.line, flight.way) == (line, way));
        landed.find(|flight| flight.landing.step() == Some(step)).map(|flight| flight.sent)
    }
}

/// The word for one or for several messages.
const fn number<T: Copy>(messages: Messages, one: T, several: T) -> T {
    if messages.len() == 1 { one } else { several }
}
