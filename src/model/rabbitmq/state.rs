//! Everything that can change, and the flags that watch it.

use super::channel::Channel;
use super::consumer::Consuming;
use super::delivery::Subscriptions;
use super::producer::Producer;
use super::queue::Queues;
use super::quorum::Cluster;
use super::rules::Rules;
use crate::model::connection::Connection;
use crate::model::effects::{Work, Worker};
use crate::model::outcome::Outcome;
use crate::model::{Belief, Consumer, CopyId, EnvelopeKind, Event, Flag, Line, Listener, Member, Message, Way};

/// The only node of classic queues.
pub const NODE: Member = Member(0);

/// Everything that can change.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct State {
    pub outcome: Outcome,
    pub faults_left: u8,
    pub producer: Producer,
    pub producer_line: Connection,
    pub channel: Channel,
    /// Classic queues: whether their node runs. Replicated queues: see `cluster`.
    pub node_up: bool,
    pub queues: Queues,
    pub cluster: Option<Cluster>,
    /// Who is subscribed, queue by queue.
    pub subscriptions: Vec<Subscriptions>,
    pub consumers: Vec<Consuming>,
    pub next_copy: u16,
}

impl State {
    /// Nothing has happened yet: the queues are declared, every consumer subscribed.
    pub fn new(rules: &Rules) -> Self {
        Self {
            outcome: Outcome::new(rules.messages, rules.consumers * rules.queues),
            faults_left: rules.budget,
            producer: Producer::default(),
            producer_line: Connection::default(),
            channel: Channel::default(),
            node_up: true,
            queues: Queues::default(),
            cluster: rules.quorum().then(Cluster::new),
            subscriptions: rules.queues().map(|queue| Subscriptions::new(rules, queue)).collect(),
            consumers: vec![Consuming::default(); (rules.queues * rules.consumers) as usize],
            next_copy: 0,
        }
    }

    /// Whether clients are served: the node runs, or the cluster has a leader.
    pub fn serving(&self) -> bool {
        self.cluster.as_ref().map_or(self.node_up, |cluster| cluster.leader().is_some())
    }

    pub fn consumer(&self, consumer: Consumer) -> &Consuming {
        &self.consumers[consumer.0 as usize]
    }

    pub fn consumer_ids(&self) -> impl Iterator<Item = Consumer> + use<> {
        (0..self.consumers.len() as u8).map(Consumer)
    }

    pub fn line(&self, line: Line) -> &Connection {
        match line {
            Line::Producer => &self.producer_line,
            Line::Consumer(consumer) => &self.consumer(consumer).line,
        }
    }
}

/// One action being done: the rules, the state it changes, and who is told.
pub struct Step<'step, L> {
    pub rules: &'step Rules,
    pub state: &'step mut State,
    pub listener: &'step mut L,
}

impl<L: Listener> Step<'_, L> {
    pub fn tell(&mut self, event: Event) {
        self.listener.hear(event);
    }

    pub fn consumer(&mut self, consumer: Consumer) -> &mut Consuming {
        &mut self.state.consumers[consumer.0 as usize]
    }

    pub fn new_copy(&mut self) -> CopyId {
        let copy = CopyId(self.state.next_copy);
        self.state.next_copy += 1;
        copy
    }

    pub fn believe(&mut self, message: Message, belief: Belief) {
        self.state.outcome.believe(message, belief, self.listener);
    }

    pub fn take(&mut self, consumer: Consumer, message: Message) {
        self.state.outcome.take(consumer, message, self.listener);
    }

    /// The next step of the work on a message; answers how far it has come, or nothing once it is done.
    pub fn work(&mut self, worker: Worker, message: Message, work: Work) -> Option<Work> {
        self.state.outcome.work(self.rules.strategy, worker, message, work, self.listener)
    }

    fn raise(&mut self, flag: Flag, message: Message) {
        self.state.outcome.raise(flag, message, self.listener);
    }

    /// Raises `lost` for every message that can no longer have an effect and of which the producer was never told.
    pub fn look_for_losses(&mut self) {
        for index in 0..self.rules.messages as usize {
            let message = Message::at(index);
            if is_lost(self.state, message) {
                self.raise(Flag::Lost, message);
            }
        }
    }
}

/// No effect, nobody told, and no copy left anywhere it could still come from.
pub fn is_lost(state: &State, message: Message) -> bool {
    !state.outcome.is_settled(message)
        && state.outcome.ledger.record(message).belief != Belief::Unsent
        && !with_producer(state, message)
        && !state.queues.holds(message)
        && !on_a_wire(state, message)
        && !report_due(state, message)
        && !state.channel.holds(message)
        && !state.cluster.as_ref().is_some_and(|cluster| cluster.holds(message))
        && !state.consumers.iter().any(|consumer| consumer.may_still_apply(message))
}

/// The producer will send it again, or might: an answer that is only on its way can still be destroyed, a timer can
/// still fire, a commit can still fail.
fn with_producer(state: &State, message: Message) -> bool {
    let unsure = state.outcome.ledger.record(message).belief == Belief::Unknown;
    state.producer.to_resend.contains(message) || unsure && state.producer.awaits(message)
}

/// A copy is on its way: a publish, a delivery, or a return that will report the failure.
fn on_a_wire(state: &State, message: Message) -> bool {
    let carries = |line: &Connection| {
        [Way::ToBroker, Way::ToClient]
            .into_iter()
            .flat_map(|way| line.stream(way))
            .any(|envelope| envelope.kind.carries_message() && envelope.messages.contains(message))
    };
    carries(&state.producer_line) || state.consumers.iter().any(|consumer| carries(&consumer.line))
}

/// A refusal or a failed commit is on its way to the producer; without resends it will report the failure.
pub fn report_due(state: &State, message: Message) -> bool {
    state.producer_line.stream(Way::ToClient).iter().any(|envelope| {
        matches!(envelope.kind, EnvelopeKind::Refusal | EnvelopeKind::CommitFailed)
            && envelope.messages.contains(message)
    }) || state.channel.will_report(message)
}
