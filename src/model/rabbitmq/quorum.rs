//! Replicated queues: three members, each with a log on its disk. What a majority has is committed (A62, A63).
//!
//! All queues share the log and its leader. A queue sees its own entries alone, and any prefix of the log is a prefix of
//! them, so within a key, which has one queue, nothing is possible or impossible because of that.

use super::queue::{Memory, Queues, Slot};
use super::rules::TimeToLive;
use super::state::Step;
use crate::model::{Cause, CopyId, Death, Event, Listener, Member, Message};
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
    /// What is known of copies beyond the logs.
    pub(super) notes: Vec<Note>,
    /// Entries that the leader's log had at its election; what they enqueued may be old (A47).
    pub(super) inherited: usize,
}

/// What every leader knows of a copy: a quorum queue keeps this exact over elections.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Note {
    copy: CopyId,
    /// It was handed out at least once, by any leader.
    handed_out: bool,
    /// It was discarded, and nothing more will come of it: what was to be published elsewhere has been.
    forwarded: bool,
    /// With a delivery limit: how many of its deliveries have failed, whoever led (A41).
    failures: u8,
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
    /// A publish, or a dead letter.
    Enqueue(CopyId, Message, Option<Death>),
    /// A consumer is done with the copy (A63).
    Settle(CopyId),
    /// A consumer gave the copy back: without a delivery limit it goes to the back (A40).
    Requeue(CopyId),
    /// The queue gives the copy up (A49).
    Discard(CopyId, Death),
}

impl Entry {
    pub(super) const fn copy(self) -> CopyId {
        match self {
            Self::Enqueue(copy, ..) | Self::Settle(copy) | Self::Requeue(copy) | Self::Discard(copy, _) => copy,
        }
    }
}

fn is_enqueued(entries: &[Entry], copy: CopyId) -> bool {
    entries.iter().any(|entry| matches!(entry, Entry::Enqueue(enqueued, ..) if *enqueued == copy))
}

impl Cluster {
    /// All members up, the first one leading.
    pub fn new() -> Self {
        let member = Replica { up: true, ..Replica::default() };
        let members = std::array::from_fn(|_| member.clone());
        Self { members, leader: Some(Member(0)), term: 0, committed: 0, notes: Vec::new(), inherited: 0 }
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
                Entry::Enqueue(copy, of, _) => of == message && !self.is_done(&replica.log, copy),
                Entry::Settle(_) | Entry::Requeue(_) | Entry::Discard(..) => false,
            })
        })
    }

    /// Whether, by these entries, nothing more will come of the copy.
    pub(super) fn is_done(&self, entries: &[Entry], copy: CopyId) -> bool {
        entries.iter().any(|entry| match *entry {
            Entry::Settle(settled) => settled == copy,
            Entry::Discard(discarded, _) => discarded == copy && self.is_forwarded(copy),
            Entry::Enqueue(..) | Entry::Requeue(_) => false,
        })
    }

    /// Why the leader's log gives the copy up, if it does.
    fn death_of(&self, copy: CopyId) -> Option<Death> {
        let log = &self.replica(self.leader?).log;
        log.iter().find_map(|entry| match *entry {
            Entry::Discard(discarded, death) => (discarded == copy).then_some(death),
            Entry::Enqueue(..) | Entry::Settle(_) | Entry::Requeue(_) => None,
        })
    }

    fn append(&mut self, entry: Entry) {
        if let Some(leader) = self.leader {
            self.replica_mut(leader).log.push(entry);
        }
    }

    pub fn append_enqueue(&mut self, copy: CopyId, message: Message, death: Option<Death>) {
        self.append(Entry::Enqueue(copy, message, death));
    }

    /// Unless the log gives the copy up already; answers whether that is news. `goes_on`: another queue gets it then.
    pub fn append_discard(&mut self, copy: CopyId, death: Death, goes_on: bool) -> bool {
        let is_news = self.death_of(copy).is_none();
        if is_news {
            self.append(Entry::Discard(copy, death));
        }
        if !goes_on {
            self.note_forwarded(copy);
        }
        is_news
    }

    fn note(&self, copy: CopyId) -> Option<&Note> {
        self.notes.iter().find(|note| note.copy == copy)
    }

    fn note_mut(&mut self, copy: CopyId) -> &mut Note {
        let place = self.notes.iter().position(|note| note.copy == copy).unwrap_or_else(|| {
            self.notes.push(Note { copy, handed_out: false, forwarded: false, failures: 0 });
            self.notes.len() - 1
        });
        &mut self.notes[place]
    }

    pub fn note_handed_out(&mut self, copy: CopyId) {
        self.note_mut(copy).handed_out = true;
    }

    pub fn handed_out(&self, copy: CopyId) -> bool {
        self.note(copy).is_some_and(|note| note.handed_out)
    }

    pub(super) fn note_forwarded(&mut self, copy: CopyId) {
        self.note_mut(copy).forwarded = true;
    }

    pub(super) fn is_forwarded(&self, copy: CopyId) -> bool {
        self.note(copy).is_some_and(|note| note.forwarded)
    }

    /// One more delivery of the copy has failed; answers how many that makes. Beyond the limit nobody counts on.
    pub fn count_failure(&mut self, copy: CopyId, limit: u32) -> u8 {
        let times = &mut self.note_mut(copy).failures;
        *times = if u32::from(*times) > limit { *times } else { times.saturating_add(1) };
        *times
    }

    pub(super) fn note_failures(&mut self, copy: CopyId, failures: u8) {
        self.note_mut(copy).failures = failures;
    }

    pub fn failures(&self, copy: CopyId) -> u8 {
        self.note(copy).map_or(0, |note| note.failures)
    }

    /// Whether the leader has written that a consumer is done with the copy.
    pub fn is_settling(&self, copy: CopyId) -> bool {
        self.leader.is_some_and(|leader| self.replica(leader).log.contains(&Entry::Settle(copy)))
    }

    pub fn append_settle(&mut self, copy: CopyId) {
        self.append(Entry::Settle(copy));
    }

    pub fn append_requeue(&mut self, copy: CopyId) {
        self.append(Entry::Requeue(copy));
    }

    /// Unsettled copies of this member's log that no other member's log has.
    fn only_here(&self, member: Member) -> impl Iterator<Item = (CopyId, Message)> {
        self.replica(member).log.iter().filter_map(move |entry| {
            let Entry::Enqueue(copy, message, _) = *entry else { return None };
            let others = Self::member_ids().filter(|other| *other != member);
            let elsewhere = others.into_iter().any(|other| self.replica(other).log.contains(entry));
            let done = self.is_done(&self.replica(member).log, copy);
            (!elsewhere && !done).then_some((copy, message))
        })
    }
}

impl<L: Listener> Step<'_, L> {
    /// A follower takes over the leader's log, whatever it had, and writes it to its disk. That makes a majority.
    #[inline(never)]
    pub fn replicate(&mut self, member: Member) {
        let Some(cluster) = &mut self.state.cluster else { return };
        let Some(leader) = cluster.leader else { return };
        let Replica { log, term, .. } = cluster.replica(leader);
        let is_in = |copy: CopyId| is_enqueued(log, copy);
        let lost: Vec<_> = cluster.only_here(member).filter(|(copy, _)| !is_in(*copy)).collect();
        let first = cluster.committed.min(log.len());
        let entries = &log[first..];
        // After an election the whole log counts as new; what was consumed long ago is no news.
        let is_old = |copy: CopyId| cluster.is_done(entries, copy) && is_enqueued(entries, copy);
        let news = (first..).zip(entries.iter().copied()).filter(|(_, entry)| !is_old(entry.copy()));
        let (news, term): (Vec<_>, u32) = (news.collect(), *term);
        let mut copy = std::mem::take(&mut cluster.replica_mut(member).log);
        copy.clone_from(&cluster.replica(leader).log);
        cluster.committed = copy.len();
        let inherited = cluster.inherited;
        *cluster.replica_mut(member) = Replica { up: true, blank: false, log: copy, term };
        self.tell(Event::Replicated { member });
        for (copy, message) in lost {
            self.tell(Event::Vanished { message, copy, cause: Cause::NoMajority });
        }
        for (place, entry) in news {
            self.commit(entry, place < inherited);
        }
        self.limits_after_commits();
    }

    /// An entry is on a majority: the queue obeys it. `old`: an earlier leader wrote it.
    fn commit(&mut self, entry: Entry, old: bool) {
        match entry {
            Entry::Enqueue(copy, message, death) => self.commit_enqueue(copy, message, death, old),
            Entry::Settle(copy) => self.commit_settle(copy),
            Entry::Requeue(copy) => self.commit_requeue(copy),
            Entry::Discard(copy, death) => self.commit_discard(copy, death),
        }
    }

    fn commit_enqueue(&mut self, copy: CopyId, message: Message, death: Option<Death>, old: bool) {
        let Some(cluster) = &self.state.cluster else { return };
        let redelivered = cluster.handed_out(copy);
        let aged = old && self.rules.time_to_live != TimeToLive::NoEnd;
        let fresh = Slot::fresh(message, copy, self.rules.home_of(message, death));
        self.state.queues.push(Slot { redelivered, aged, death, ..fresh });
        self.tell(Event::Committed { message, copy });
        self.confirm_due(message, copy, false);
        self.settle_left_behind(message, death);
    }

    /// A50: what waited in another queue until this one has the message may leave it now.
    fn settle_left_behind(&mut self, message: Message, death: Option<Death>) {
        let waits = |slot: &Slot| {
            slot.memory == Memory::Leaving && slot.message == message && slot.death.is_some() != death.is_some()
        };
        let slots = &mut self.state.queues.slots;
        let (Some(slot), Some(cluster)) = (slots.iter_mut().find(|slot| waits(slot)), &mut self.state.cluster) else {
            return;
        };
        slot.memory = Memory::Settling(None);
        cluster.append_settle(slot.copy);
    }

    fn commit_settle(&mut self, copy: CopyId) {
        let Some(index) = self.state.queues.position(copy) else { return };
        let message = self.state.queues.slots[index].message;
        self.tell(Event::SettlementCommitted { message, copy });
        let left = |cluster: &Cluster| if self.rules.keeps_dead_letters() { cluster.death_of(copy) } else { None };
        let death = self.state.cluster.as_ref().and_then(left);
        self.consume(
            index,
            match (death, self.rules.ack) {
                (Some(death), _) => Cause::Discarded(death),
                (None, Ack::Auto) => Cause::AutoAck,
                (None, Ack::BeforeEffect | Ack::AfterEffect) => Cause::Acked,
            },
        );
    }

    /// A40: without a delivery limit it goes to the back, with one before everything that is ready.
    fn commit_requeue(&mut self, copy: CopyId) {
        let Some(index) = self.state.queues.position(copy) else { return };
        let Slot { message, .. } = self.state.queues.slots[index];
        self.tell(Event::SettlementCommitted { message, copy });
        let to_back = self.rules.delivery_limit.is_none();
        if to_back {
            let mut slot = self.state.queues.slots.remove(index);
            slot.memory = Memory::Ready;
            slot.aged = self.rules.time_to_live != TimeToLive::NoEnd;
            self.state.queues.push(slot);
        } else {
            self.return_to_front(index);
        }
        self.tell(Event::Requeued { message, copy, to_back });
    }

    fn commit_discard(&mut self, copy: CopyId, death: Death) {
        let Some(index) = self.state.queues.position(copy) else { return };
        let Slot { message, death: place, .. } = self.state.queues.slots[index];
        self.tell(Event::SettlementCommitted { message, copy });
        let Some(cluster) = &mut self.state.cluster else { return };
        let is_forwarded = cluster.is_forwarded(copy);
        if self.rules.keeps_dead_letters() {
            self.state.queues.slots[index].memory = Memory::Leaving;
        } else {
            cluster.note_forwarded(copy);
            self.consume(index, Cause::Discarded(death));
        }
        if !is_forwarded {
            self.forward(message, place, death);
        }
    }

    /// What has become ready counts towards the limits once everything that is committed has been obeyed.
    fn limits_after_commits(&mut self) {
        self.discard_failed();
        for queue in self.rules.queues() {
            self.after_enqueue(queue);
        }
    }

    /// A41: what had failed too often under the last leader, whose discard died with it.
    fn discard_failed(&mut self) {
        let Some(limit) = self.rules.delivery_limit else { return };
        let failed = |step: &Self, slot: &Slot| {
            let failures = step.state.cluster.as_ref().map_or(0, |cluster| cluster.failures(slot.copy));
            slot.memory.is_ready() && u32::from(failures) > limit
        };
        while let Some(index) = self.state.queues.slots.iter().position(|slot| failed(self, slot)) {
            self.discard(index, Death::TooOften);
        }
    }

    /// A member stops. Its log stays on its disk, unless that is lost too.
    #[inline(never)]
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

    #[inline(never)]
    pub fn start_member(&mut self, member: Member) {
        if let Some(cluster) = &mut self.state.cluster {
            cluster.replica_mut(member).up = true;
        }
        self.tell(Event::NodeUp { member });
    }

    /// A new leader: its log rules. Nothing of it counts as committed before a follower of its term has it.
    #[inline(never)]
    pub fn elect(&mut self, member: Member) {
        let Some(cluster) = &mut self.state.cluster else { return };
        cluster.term += 1;
        cluster.leader = Some(member);
        cluster.committed = 0;
        cluster.inherited = cluster.replica(member).log.len();
        let term = cluster.term;
        cluster.replica_mut(member).term = term;
        self.state.queues = Queues::default();
        self.tell(Event::Elected { member });
        self.reconnect_clients();
    }
}
