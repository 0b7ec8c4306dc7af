//! Replicas: the logs of each node, followers that fetch, elections, nodes that stop and start.

use super::rules::Rules;
use super::state::{Nodes, Step};
use crate::model::{Cause, CopyId, Event, Listener, Member, Message, Partition};

/// The nodes, who leads, and who is in sync. All partitions have the same leader and the same in-sync set.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Cluster {
    pub nodes: Vec<Node>,
    pub leader: Option<Member>,
    /// Grows with each leader (B9).
    pub epoch: u32,
    /// The in-sync set. If all of it is down it keeps those that went down last (B8).
    pub in_sync: Nodes,
    /// For each partition: records below this offset are committed, as far as the leader knows (B3).
    pub high_watermarks: Vec<u16>,
}

/// One node.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Node {
    pub up: bool,
    /// Whether its logs are known to be the beginning of the leader's: it has followed this leader (B9).
    pub follows: bool,
    /// It lost power and has not started yet: what was in its page cache may be gone, from the end (B7).
    pub torn: bool,
    /// One log a partition.
    pub logs: Vec<Log>,
}

/// One replica's log of one partition.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Log {
    /// From offset 0 on.
    pub records: Vec<LogRecord>,
    /// Records below this offset are certain to be on the disk.
    pub flushed: u16,
}

/// One record in a log.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct LogRecord {
    /// The message; none in the marker that ends a transaction, which takes an offset too (B29).
    pub message: Option<Message>,
    pub copy: CopyId,
    pub epoch: u32,
}

impl Log {
    /// The log end offset.
    pub fn end(&self) -> u16 {
        self.records.len() as u16
    }

    /// How many records there are up to and including the last marker: those of ended transactions.
    pub fn ended(&self) -> usize {
        self.ended_below(self.end())
    }

    /// The same of what is below this offset.
    pub fn ended_below(&self, offset: u16) -> usize {
        let below = &self.records[..self.records.len().min(offset as usize)];
        below.iter().rposition(|record| record.message.is_none()).map_or(0, |marker| marker + 1)
    }

    /// Whether the log holds the message.
    pub fn position(&self, message: Message) -> Option<u16> {
        self.records.iter().position(|record| record.message == Some(message)).map(|offset| offset as u16)
    }

    /// How many records both begin with.
    pub fn common(&self, other: &Self) -> usize {
        self.records.iter().zip(&other.records).take_while(|(mine, other)| mine == other).count()
    }
}

impl Cluster {
    /// All nodes up, the first one leading, the first `in_sync` in sync.
    pub fn new(rules: &Rules) -> Self {
        let partitions = rules.partitions as usize;
        let node = Node { up: true, follows: true, torn: false, logs: vec![Log::default(); partitions] };
        Self {
            nodes: vec![node; rules.replicas as usize],
            leader: Some(Member(0)),
            epoch: 0,
            in_sync: Nodes::first(rules.in_sync),
            high_watermarks: vec![0; partitions],
        }
    }

    pub fn member_ids(&self) -> impl Iterator<Item = Member> + use<> {
        (0..self.nodes.len() as u8).map(Member)
    }

    pub fn exists(&self, member: Member) -> bool {
        (member.0 as usize) < self.nodes.len()
    }

    pub fn node(&self, member: Member) -> &Node {
        &self.nodes[member.0 as usize]
    }

    pub fn node_mut(&mut self, member: Member) -> &mut Node {
        &mut self.nodes[member.0 as usize]
    }

    pub fn log(&self, member: Member, partition: Partition) -> &Log {
        &self.node(member).logs[partition.index()]
    }

    pub fn log_mut(&mut self, member: Member, partition: Partition) -> &mut Log {
        &mut self.node_mut(member).logs[partition.index()]
    }

    /// Up to which offset every in-sync replica has the leader's log, if that is known of all of them.
    pub fn replicated_to(&self, partition: Partition) -> Option<u16> {
        self.leader?;
        let ends = self.in_sync.iter().map(|member| {
            let node = self.node(member);
            (node.follows && node.up).then(|| node.logs[partition.index()].end())
        });
        ends.min().flatten()
    }

    /// Whether a fetch would change anything for this node: it has less than the leader, something else, or is not in
    /// sync.
    pub fn lags(&self, member: Member) -> bool {
        let Some(leader) = self.leader else { return false };
        let (node, leading) = (self.node(member), self.node(leader));
        member != leader
            && node.up
            && (!node.follows
                || !self.in_sync.contains(member)
                || node.logs.iter().zip(&leading.logs).any(|(log, other)| log.records.len() != other.records.len()))
    }

    /// Whether any log has this copy.
    fn has_copy(&self, copy: CopyId) -> bool {
        self.nodes.iter().flat_map(|node| &node.logs).any(|log| log.records.iter().any(|record| record.copy == copy))
    }
}

impl<L: Listener> Step<'_, L> {
    /// A follower gives up what the leader's log does not have (B9), fetches what it lacks, and is in sync (B5).
    pub fn replicate(&mut self, member: Member) {
        let Some(leader) = self.state.cluster.leader else { return };
        self.rules.partition_ids().for_each(|partition| self.follow(member, leader, partition));
        let cluster = &mut self.state.cluster;
        cluster.node_mut(member).follows = true;
        let joins = !cluster.in_sync.contains(member);
        cluster.in_sync.insert(member);
        self.tell(Event::Replicated { member });
        if joins {
            self.tell(Event::JoinedIsr { member });
        }
        self.advance_high_watermark();
    }

    fn follow(&mut self, member: Member, leader: Member, partition: Partition) {
        let cluster = &mut self.state.cluster;
        let leading = cluster.log(leader, partition).clone();
        let log = cluster.log_mut(member, partition);
        let common = log.common(&leading);
        let cut = log.records.split_off(common);
        log.flushed = log.flushed.min(common as u16);
        log.records.extend_from_slice(&leading.records[common..]);
        if self.rules.flush {
            log.flushed = log.end();
        }
        for LogRecord { message, copy, .. } in cut.into_iter().rev() {
            if let Some(message) = message {
                self.tell(Event::Truncated { member, message, copy });
                self.vanish(message, copy, Cause::Truncated);
            }
        }
    }

    /// Tells that a copy is gone for good, if no log has it any more.
    fn vanish(&mut self, message: Message, copy: CopyId, cause: Cause) {
        if !self.state.cluster.has_copy(copy) {
            self.tell(Event::Vanished { message, copy, cause });
        }
    }

    /// The node stops. What it had in its page cache is there after a crash of the process, and may be gone after a
    /// power loss.
    pub fn stop_node(&mut self, member: Member, stop: Stop) {
        let node = self.state.cluster.node_mut(member);
        node.up = false;
        node.follows = false;
        node.torn = stop == Stop::PowerLoss;
        self.tell(Event::NodeDown { member });
        if stop == Stop::DiskLoss {
            self.lose_disk(member);
        }
    }

    fn lose_disk(&mut self, member: Member) {
        for partition in self.rules.partition_ids() {
            let lost = std::mem::take(self.state.cluster.log_mut(member, partition));
            for LogRecord { message, copy, .. } in lost.records {
                message.into_iter().for_each(|message| self.vanish(message, copy, Cause::DiskGone));
            }
        }
    }

    /// The last record of the log had not reached the disk.
    pub fn lose_tail(&mut self, member: Member, partition: Partition) {
        let Some(record) = self.state.cluster.log_mut(member, partition).records.pop() else { return };
        let LogRecord { message: Some(message), copy, .. } = record else { return };
        self.tell(Event::TailLost { member, message, copy });
        self.vanish(message, copy, Cause::NotOnDisk);
    }

    /// The leader is gone. The dead leave the in-sync set, unless it would be empty; who is left of it leads, or
    /// anybody if the election may be unclean (B8).
    pub fn leader_gone(&mut self) {
        self.state.cluster.leader = None;
        self.cut_producer();
        let up = |step: &Self, member: Member| step.state.cluster.node(member).up;
        let mut in_sync = self.state.cluster.in_sync.iter();
        let clean = in_sync.find(|member| up(self, *member));
        let unclean = || self.state.cluster.member_ids().find(|member| self.rules.unclean && up(self, *member));
        match clean.or_else(unclean) {
            Some(member) => self.lead(member),
            None => self.tell(Event::Offline),
        }
    }

    /// This node leads from now on: a new epoch, and its log rules.
    fn lead(&mut self, member: Member) {
        let cluster = &mut self.state.cluster;
        let clean = cluster.in_sync.contains(member);
        cluster.leader = Some(member);
        cluster.epoch += 1;
        let alive: Vec<bool> = cluster.nodes.iter().map(|node| node.up).collect();
        for other in cluster.member_ids() {
            cluster.node_mut(other).follows = other == member;
            if !alive[other.0 as usize] {
                cluster.in_sync.remove(other);
            }
        }
        if !clean {
            cluster.in_sync = Nodes::one(member);
        }
        let logs = &cluster.nodes[member.0 as usize].logs;
        for ((mark, claim), log) in cluster.high_watermarks.iter_mut().zip(&mut self.state.group).zip(logs) {
            *mark = (*mark).min(log.end());
            claim.meet_end(log.end());
        }
        let epoch = cluster.epoch;
        self.tell(Event::Leads { member, epoch, clean });
        self.tell(Event::Connected { line: crate::model::Line::Producer });
        self.advance_high_watermark();
    }

    /// A node is back. If nobody leads and it was in sync, it does.
    pub fn start_node(&mut self, member: Member) {
        let node = self.state.cluster.node_mut(member);
        node.up = true;
        if std::mem::take(&mut node.torn) {
            // What the power loss has left is what the disk has.
            node.logs.iter_mut().for_each(|log| log.flushed = log.end());
        }
        self.tell(Event::NodeUp { member });
        let cluster = &self.state.cluster;
        if cluster.leader.is_none() && (cluster.in_sync.contains(member) || self.rules.unclean) {
            self.lead(member);
        }
    }
}

/// How a node stops.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stop {
    /// Its process dies; the page cache survives.
    Crash,
    /// Its machine loses power.
    PowerLoss,
    /// Its disk is gone too.
    DiskLoss,
}
