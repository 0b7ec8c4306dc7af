//! Everything that can change.

use super::consumer::Consuming;
use super::group::Claim;
use super::leader::Waiting;
use super::producer::Producer;
use super::replica::{Cluster, Log};
use super::rules::Rules;
use super::transaction::Ending;
use crate::model::connection::Connection;
use crate::model::effects::{Work, Worker};
use crate::model::outcome::Outcome;
use crate::model::{Belief, Consumer, CopyId, Event, Flag, Line, Listener, Member, Message, Messages, Partition};

/// Everything that can change.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct State {
    pub outcome: Outcome,
    pub faults_left: u8,
    /// Whether a fault has struck: replicas that were not in sync fetch nothing before one.
    pub disturbed: bool,
    pub producer: Producer,
    /// The producer's connection to the leader.
    pub line: Connection,
    pub cluster: Cluster,
    /// acks=all: the request that waits for the high watermark. The broker reads no other from that connection before
    /// it is answered.
    pub waiting: Option<Waiting>,
    /// Transactions: the messages of the last one whose end the coordinator has decided, and what is left of its end.
    pub decided: Messages,
    pub ending: Option<Ending>,
    /// One claim a partition.
    pub group: Vec<Claim>,
    pub consumers: Vec<Consuming>,
    pub next_copy: u16,
}

impl State {
    /// Nothing has happened yet: the logs are empty, the group is settled and its first member owns every partition
    /// that falls to it.
    #[inline(never)]
    pub fn new(rules: &Rules) -> Self {
        Self {
            outcome: Outcome::new(rules.messages, rules.consumers),
            faults_left: rules.budget,
            disturbed: false,
            producer: Producer::default(),
            line: Connection::default(),
            cluster: Cluster::new(rules),
            waiting: None,
            decided: Messages::NONE,
            ending: None,
            group: rules.partition_ids().map(|partition| Claim::first(rules, partition)).collect(),
            consumers: vec![Consuming::default(); rules.consumers as usize],
            next_copy: 0,
        }
    }

    /// Whether somebody leads, and so clients are served.
    pub const fn serving(&self) -> bool {
        self.cluster.leader.is_some()
    }

    /// The leader's log, if somebody leads.
    pub fn leader_log(&self, partition: Partition) -> Option<&Log> {
        self.cluster.leader.map(|leader| self.cluster.log(leader, partition))
    }

    pub fn consumer(&self, consumer: Consumer) -> &Consuming {
        &self.consumers[consumer.0 as usize]
    }

    pub fn consumer_ids(&self) -> impl Iterator<Item = Consumer> + use<> {
        (0..self.consumers.len() as u8).map(Consumer)
    }

    pub fn claim(&self, partition: Partition) -> &Claim {
        &self.group[partition.index()]
    }

    /// The partitions that the consumer owns.
    pub fn owned_by(&self, consumer: Consumer) -> impl Iterator<Item = Partition> + use<'_> {
        let claims = (0..).map(Partition).zip(&self.group);
        claims.filter(move |(_, claim)| claim.owner == Some(consumer)).map(|(partition, _)| partition)
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

    pub fn claim(&mut self, partition: Partition) -> &mut Claim {
        &mut self.state.group[partition.index()]
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

    pub fn raise(&mut self, flag: Flag, message: Message) {
        self.state.outcome.raise(flag, message, self.listener);
    }

    /// The producer's connection is cut: everything on its way is destroyed, and what it waited for is nobody's any
    /// more.
    pub fn cut_producer(&mut self) {
        self.state.line.cut(Line::Producer, self.listener);
        self.state.waiting = None;
        self.producer_disconnected();
        if self.state.serving() {
            self.tell(Event::Connected { line: Line::Producer });
        }
    }
}

/// The members of a small set of nodes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Nodes(pub u8);

impl Nodes {
    /// The first so many nodes.
    pub const fn first(count: u8) -> Self {
        Self((1 << count) - 1)
    }

    pub const fn one(member: Member) -> Self {
        Self(1 << member.0)
    }

    pub const fn contains(self, member: Member) -> bool {
        self.0 & 1 << member.0 != 0
    }

    pub const fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    pub const fn insert(&mut self, member: Member) {
        self.0 |= 1 << member.0;
    }

    pub const fn remove(&mut self, member: Member) {
        self.0 &= !(1 << member.0);
    }

    /// The members, lowest first.
    pub fn iter(self) -> impl Iterator<Item = Member> {
        (0..8).map(Member).filter(move |member| self.contains(*member))
    }
}
