//! The replicated queue: three members, each with a log on its disk. What a majority has is committed (A62, A63).

use super::queue::{Memory, Queue, Slot};
use super::state::Step;
use crate::model::{Cause, CopyId, Event, Listener, Member, Message};
use crate::setup::Ack;

/// Members of a quorum queue.
pub const MEMBERS: usize = 3;
const MAJORITY: usize = 2;

/// The members and who leads.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Cluster {
    pub(super) members: [Replica; MEMBERS],
    pub(super) leader: Option<Member>,
    pub(super) term: u32,
    /// Entries of the leader's log that are on a majority and applied to the queue.
    pub(super) committed: usize,
    /// Copies that were handed out at least once, by any leader: the flag stays exact in a quorum queue.
    pub(super) handed_out: Vec<CopyId>,
}

/// One member.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Replica {
    pub up: bool,
    /// It lost its disk, and with it its word: it neither votes nor leads before it has the leader's log again.
    pub(super) blank: bool,
    /// On its disk. A member answers only for what it has written there.
    pub log: Vec<Entry>,
    /// Term of the leader that it took the log from; a new leader starts its term in its own log.
    pub(super) term: u32,
}

/// One entry of the log.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Entry {
    /// A publish.
    Enqueue(CopyId, Message),
    /// A consumer is done with the copy (A63).
    Settle(CopyId),
    /// A consumer gave the copy back: without a delivery limit it goes to the back (A40).
    Requeue(CopyId),
}

impl Entry {
    pub(super) const fn copy(self) -> CopyId {
        match self {
            Self::Enqueue(copy, _) | Self::Settle(copy) | Self::Requeue(copy) => copy,
        }
    }
}

fn is_enqueued(entries: &[Entry], copy: CopyId) -> bool {
    entries.iter().any(|entry| matches!(entry, Entry::Enqueue(enqueued, _) if *enqueued == copy))
}

impl Cluster {
    /// All members up, the first one leading.
    pub fn new() -> Self {
        let member = Replica { up: true, ..Replica::default() };
        let members = std::array::from_fn(|_| member.clone());
        Self { members, leader: Some(Member(0)), term: 0, committed: 0, handed_out: Vec::new() }
    }

    pub const fn leader(&self) -> Option<Member> {
        self.leader
    }

    pub fn member_ids() -> impl Iterator<Item = Member> {
        (0..MEMBERS as u8).map(Member)
    }

    pub fn replica(&self, member: Member) -> &Replica {
        &self.members[member.0 as usize]
    }

    fn replica_mut(&mut self, member: Member) -> &mut Replica {
        &mut self.members[member.0 as usize]
    }

    /// Whether a follower would learn something from the leader.
    pub fn lags(&self, member: Member) -> bool {
        let Some(leader) = self.leader else { return false };
        let (follower, leading) = (self.replica(member), self.replica(leader));
        member != leader
            && follower.up
            && (follower.blank || follower.term != leading.term || follower.log.len() != leading.log.len())
    }

    /// Whether the others would elect this member: a majority is up and none of it holds a newer log.
    pub fn electable(&self, candidate: Member) -> bool {
        let rank = |replica: &Replica| (replica.term, replica.log.len());
        let own = rank(self.replica(candidate));
        let may_vote = |replica: &Replica| replica.up && !replica.blank;
        let votes = self.members.iter().filter(|replica| may_vote(replica) && rank(replica) <= own).count();
        self.leader.is_none() && may_vote(self.replica(candidate)) && votes >= MAJORITY
    }

    /// Whether some member's log could still bring the message back. A log that has its settlement could not.
    pub fn holds(&self, message: Message) -> bool {
        self.members.iter().any(|replica| {
            replica.log.iter().any(|entry| match *entry {
                Entry::Enqueue(copy, of) => of == message && !replica.log.contains(&Entry::Settle(copy)),
                Entry::Settle(_) | Entry::Requeue(_) => false,
            })
        })
    }

    fn append(&mut self, entry: Entry) {
        if let Some(leader) = self.leader {
            self.replica_mut(leader).log.push(entry);
        }
    }

    pub fn append_enqueue(&mut self, copy: CopyId, message: Message) {
        self.append(Entry::Enqueue(copy, message));
    }

    pub fn append_settle(&mut self, copy: CopyId) {
        self.append(Entry::Settle(copy));
    }

    pub fn append_requeue(&mut self, copy: CopyId) {
        self.append(Entry::Requeue(copy));
    }

    pub fn note_handed_out(&mut self, copy: CopyId) {
        if !self.handed_out.contains(&copy) {
            self.handed_out.push(copy);
        }
    }

    pub fn handed_out(&self, copy: CopyId) -> bool {
        self.handed_out.contains(&copy)
    }

    /// Unsettled copies of this member's log that no other member's log has.
    fn only_here(&self, member: Member) -> impl Iterator<Item = (CopyId, Message)> {
        self.replica(member).log.iter().filter_map(move |entry| {
            let Entry::Enqueue(copy, message) = *entry else { return None };
            let others = Self::member_ids().filter(|other| *other != member);
            let elsewhere = others.into_iter().any(|other| self.replica(other).log.contains(entry));
            let settled = self.replica(member).log.contains(&Entry::Settle(copy));
            (!elsewhere && !settled).then_some((copy, message))
        })
    }
}

impl<L: Listener> Step<'_, L> {
    /// A follower takes over the leader's log, whatever it had, and writes it to its disk. That makes a majority.
    pub fn replicate(&mut self, member: Member) {
        let Some(cluster) = &mut self.state.cluster else { return };
        let Some(leader) = cluster.leader else { return };
        let Replica { log, term, .. } = cluster.replica(leader).clone();
        let lost: Vec<_> =
            cluster.only_here(member).filter(|(copy, of)| !log.contains(&Entry::Enqueue(*copy, *of))).collect();
        let entries = log[cluster.committed.min(log.len())..].to_vec();
        cluster.committed = log.len();
        let follower = cluster.replica_mut(member);
        *follower = Replica { up: true, blank: false, log, term };
        self.tell(Event::Replicated { member });
        for (copy, message) in lost {
            self.tell(Event::Vanished { message, copy, cause: Cause::NoMajority });
        }
        // After an election the whole log counts as new; what was consumed long ago is no news.
        let settled = |copy: CopyId| entries.contains(&Entry::Settle(copy)) && is_enqueued(&entries, copy);
        for entry in entries.iter().filter(|entry| !settled(entry.copy())) {
            self.commit(*entry);
        }
    }

    /// An entry is on a majority: the queue obeys it.
    fn commit(&mut self, entry: Entry) {
        match entry {
            Entry::Enqueue(copy, message) => {
                let redelivered = self.state.cluster.as_ref().is_some_and(|cluster| cluster.handed_out(copy));
                self.state.queue.slots.push(Slot { redelivered, ..Slot::fresh(message, copy) });
                self.tell(Event::Committed { message, copy });
                self.confirm_due(message, copy, false);
            }
            Entry::Settle(copy) => {
                let Some(index) = self.state.queue.position(copy) else { return };
                let message = self.state.queue.slots[index].message;
                self.tell(Event::SettlementCommitted { message, copy });
                self.consume(index, if self.rules.ack == Ack::Auto { Cause::AutoAck } else { Cause::Acked });
            }
            Entry::Requeue(copy) => {
                let Some(index) = self.state.queue.position(copy) else { return };
                let mut slot = self.state.queue.slots.remove(index);
                slot.memory = Memory::Ready;
                self.state.queue.slots.push(slot);
                self.tell(Event::SettlementCommitted { message: slot.message, copy });
                self.tell(Event::Requeued { message: slot.message, copy, to_back: true });
            }
        }
    }

    /// A member stops. Its log stays on its disk, unless that is lost too.
    pub fn stop_member(&mut self, member: Member, lose_disk: bool) {
        let Some(cluster) = &mut self.state.cluster else { return };
        let lost: Vec<_> = if lose_disk { cluster.only_here(member).collect() } else { Vec::new() };
        if cluster.leader == Some(member) {
            cluster.leader = None;
        }
        let replica = cluster.replica_mut(member);
        replica.up = false;
        if lose_disk {
            *replica = Replica { blank: true, ..Replica::default() };
        }
        self.tell(Event::NodeDown { member });
        for (copy, message) in lost {
            self.tell(Event::Vanished { message, copy, cause: Cause::DiskGone });
        }
    }

    pub fn start_member(&mut self, member: Member) {
        if let Some(cluster) = &mut self.state.cluster {
            cluster.replica_mut(member).up = true;
        }
        self.tell(Event::NodeUp { member });
    }

    /// A new leader: its log rules. Nothing of it counts as committed before a follower of its term has it.
    pub fn elect(&mut self, member: Member) {
        let Some(cluster) = &mut self.state.cluster else { return };
        cluster.term += 1;
        cluster.leader = Some(member);
        cluster.committed = 0;
        let term = cluster.term;
        cluster.replica_mut(member).term = term;
        self.state.queue = Queue::default();
        self.tell(Event::Elected { member });
        self.reconnect_clients();
    }
}
