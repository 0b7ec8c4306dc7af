//! A stage for tests that tell a machine exactly what to do.

use ackscope::model::{
    Action, Belief, Consumer, Envelope, EnvelopeKind, Event, Fault, Flag, Ledger, Line, LogScene, Machine, Member,
    Message, Queue, ReaderScene, Scene, Shelf, ShelfKind, Way, World,
};
use ackscope::setup::{Broker, FaultKind, Kafka, Rabbitmq, Setup};

pub const C0: Consumer = Consumer(0);
pub const C1: Consumer = Consumer(1);
pub const Q0: Queue = Queue::FIRST;

/// A machine, its world, and everything that has happened.
pub struct Stage {
    machine: Machine,
    world: World,
    pub events: Vec<Event>,
}

impl Stage {
    pub fn new(messages: u8, rabbitmq: Rabbitmq) -> Self {
        Self::of(&Setup { messages, rabbitmq, ..Setup::default() })
    }

    /// Kafka with these settings, one key.
    pub fn kafka(messages: u8, kafka: Kafka) -> Self {
        Self::of(&Setup { messages, kafka, ..Setup::of(Broker::Kafka) })
    }

    pub fn of(setup: &Setup) -> Self {
        setup.check().expect("the test's setup is possible");
        let machine = Machine::new(setup);
        Self { world: machine.start(), machine, events: Vec::new() }
    }

    /// Does these, each of which must be possible.
    pub fn does(&mut self, actions: impl IntoIterator<Item = Action>) -> &mut Self {
        for action in actions {
            let done = self.machine.apply(&mut self.world, action, &mut self.events);
            done.unwrap_or_else(|_| panic!("{action} is not possible after {:?}", self.events.last()));
        }
        self
    }

    pub fn strikes(&mut self, kind: FaultKind) -> &mut Self {
        self.does([Action::Fault(Fault::of(kind))])
    }

    pub fn strikes_consumer(&mut self, kind: FaultKind, consumer: Consumer) -> &mut Self {
        self.does([Action::Fault(Fault::at(kind, consumer))])
    }

    pub fn strikes_member(&mut self, kind: FaultKind, member: Member) -> &mut Self {
        self.does([Action::Fault(Fault::on(kind, member))])
    }

    pub fn can(&self, action: Action) -> bool {
        self.machine.apply(&mut self.world.clone(), action, &mut ()).is_ok()
    }

    /// Lets everything happen that happens by itself, in the order of `enabled`, without faults.
    pub fn settles(&mut self) -> &mut Self {
        loop {
            let mut actions = Vec::new();
            self.machine.enabled(&self.world, &mut actions);
            let by_itself = |action: &&Action| !matches!(action, Action::Fault(_) | Action::Forget(_));
            let Some(action) = actions.iter().find(by_itself).copied() else { return self };
            self.does([action]);
        }
    }

    pub fn scene(&self) -> Scene {
        self.machine.scene(&self.world)
    }

    pub fn ledger(&self) -> &Ledger {
        self.machine.ledger(&self.world)
    }

    pub fn believes(&self, message: u8) -> Belief {
        self.ledger().record(Message(message)).belief
    }

    pub fn flags(&self) -> Vec<Flag> {
        self.ledger().flags.iter().collect()
    }

    /// Messages with a copy on the shelf, in queue order.
    pub fn on(&self, kind: ShelfKind) -> Vec<u8> {
        self.shelf(kind).copies.iter().map(|copy| copy.message.0).collect()
    }

    pub fn shelf(&self, kind: ShelfKind) -> Shelf {
        let shelves = self.scene().broker.shelves;
        shelves.into_iter().find(|shelf| shelf.kind == kind).expect("the broker has such a shelf")
    }

    /// Kafka: the log of this node, of the first partition.
    pub fn log(&self, member: u8) -> LogScene {
        let logs = self.scene().broker.logs;
        logs.into_iter().find(|log| log.member == Member(member)).expect("there is such a node")
    }

    /// Kafka: the messages in the log of this node, in its order.
    pub fn records(&self, member: u8) -> Vec<u8> {
        self.log(member).records.iter().filter_map(|record| record.message).map(|message| message.0).collect()
    }

    /// Kafka: how far the group is in the first partition.
    pub fn reader(&self) -> ReaderScene {
        self.scene().broker.readers[0]
    }

    /// The effects, in order.
    pub fn effects(&self) -> Vec<u8> {
        self.scene().effects.iter().map(|effect| effect.message.0).collect()
    }

    /// What the broker wrote to the producer so far.
    pub fn answers(&self) -> Vec<Envelope> {
        self.sent(Line::Producer, Way::ToClient)
    }

    /// Kinds, numbers and `multiple` of the answers.
    pub fn answer_frames(&self) -> Vec<(EnvelopeKind, u32, bool)> {
        self.answers().iter().map(|envelope| (envelope.kind, envelope.number, envelope.multiple)).collect()
    }

    /// Messages and their redelivered flags, as handed out.
    pub fn deliveries(&self) -> Vec<(u8, bool)> {
        let handed_out = self.events.iter().filter_map(|event| match event {
            Event::Sent { line: Line::Consumer(_), way: Way::ToClient, envelope } => Some(envelope),
            _ => None,
        });
        handed_out.flat_map(|envelope| envelope.messages.iter().map(|message| (message.0, envelope.again))).collect()
    }

    pub fn sent(&self, on: Line, to: Way) -> Vec<Envelope> {
        let sent = self.events.iter().filter_map(|event| match event {
            Event::Sent { line, way, envelope } if (*line, *way) == (on, to) => Some(*envelope),
            _ => None,
        });
        sent.collect()
    }

    pub fn told(&self, wanted: impl Fn(&Event) -> bool) -> bool {
        self.events.iter().any(wanted)
    }
}
