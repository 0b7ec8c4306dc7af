//! The members of a quorum queue as bytes.
//!
//! Terms are compared, never counted, so their order is enough. Entries that every member has, of copies that every
//! member knows as settled, are left out of all logs alike: no rule gives such a copy back or looks at it again, and
//! the lengths that elections and catching up compare all shrink by the same number. A member that lost its disk has no
//! log to compare and takes no part in either.
//!
//! With a delivery limit each enqueue has the copy's failed deliveries behind it, and with a time to live the leader has
//! how much of its log may be old, as long as that is not committed.

use super::slots::{message_bits, message_of};
use super::{Copies, bit};
use crate::model::pack::{Packer, Unpacker};
use crate::model::rabbitmq::quorum::{Cluster, Entry, MEMBERS};
use crate::model::rabbitmq::rules::{Rules, TimeToLive};
use crate::model::{CopyId, Death, Member};

/// Below the number of committed entries: 0 without a leader, n for member n - 1.
const LEADER_BITS: u8 = 2;

/// Below the length of a member's log: these, and the rank of its term.
const MEMBER_BITS: u8 = 4;
const UP: u8 = 1;
const BLANK: u8 = 2;
const TERM_SHIFT: u8 = 2;

/// Below the rank of an entry's copy: the kind of the entry.
const KIND_BITS: u8 = 3;

pub(super) fn pack(rules: &Rules, cluster: &Cluster, copies: &mut Copies, packer: &mut Packer) {
    let committed = if cluster.leader().is_some() { cluster.committed } else { 0 };
    let front = front(cluster, committed);
    let settled = |entry: &Entry| cluster.is_done(front, entry.copy());
    let left_out = front.iter().filter(|entry| settled(entry)).count();
    let leader = cluster.leader().map_or(0, |leader| leader.0 + 1);
    packer.length(committed.saturating_sub(left_out) << LEADER_BITS | leader as usize);
    if rules.time_to_live != TimeToLive::NoEnd {
        packer.length(inherited(cluster, committed).saturating_sub(left_out));
    }
    for replica in &cluster.members {
        let term = if replica.blank { 0 } else { rank_of_term(cluster, replica.term) };
        let bits = bit(replica.up, UP) | bit(replica.blank, BLANK) | term << TERM_SHIFT;
        packer.length(replica.log.len().saturating_sub(left_out) << MEMBER_BITS | bits as usize);
        for entry in replica.log.iter().filter(|entry| !settled(entry)) {
            pack_entry(rules, cluster, *entry, copies, packer);
        }
    }
}

/// The entries that [`shared`] finds, or none if they settle nothing, which is mostly so: what is settled was left out when
/// the world was packed last.
fn front(cluster: &Cluster, committed: usize) -> &[Entry] {
    let ends_something = |log: &[Entry]| log.iter().any(|entry| matches!(entry, Entry::Settle(_) | Entry::Discard(..)));
    let may_end = cluster.members.iter().all(|replica| replica.blank || ends_something(&replica.log));
    if may_end { shared(cluster, committed) } else { &[] }
}

/// What every member that has a log has at its front: as far as it is committed, or all of it while nothing is (before
/// an election, and after it until the first follower has caught up). So no entry that waits for its majority is ever
/// parted from one of the same copy that does not.
fn shared(cluster: &Cluster, committed: usize) -> &[Entry] {
    let mut logs = cluster.members.iter().filter(|replica| !replica.blank).map(|replica| replica.log.as_slice());
    let Some(first) = logs.next() else { return &[] };
    let common = logs.fold(first.len(), |length, log| common_length(&first[..length], log));
    &first[..if committed > 0 { common.min(committed) } else { common }]
}

fn common_length(one: &[Entry], other: &[Entry]) -> usize {
    one.iter().zip(other).take_while(|(one, other)| one == other).count()
}

/// How many older terms some member's log is of.
fn rank_of_term(cluster: &Cluster, term: u32) -> u8 {
    let terms = || cluster.members.iter().filter(|replica| !replica.blank).map(|replica| replica.term);
    let is_first = |place: usize, term: u32| terms().take(place).all(|other| other != term);
    let older = terms().enumerate().filter(|(place, other)| *other < term && is_first(*place, *other));
    older.count() as u8
}

/// How much of the leader's log may be old. What is committed has its age with the queue.
const fn inherited(cluster: &Cluster, committed: usize) -> usize {
    if cluster.leader.is_some() && cluster.inherited > committed { cluster.inherited } else { 0 }
}

/// A discard's reason is told by whether the message comes back from where it goes; 3 says that nothing comes of it any
/// more.
fn kind_of(cluster: &Cluster, entry: Entry) -> u64 {
    match entry {
        Entry::Enqueue(..) => 0,
        Entry::Settle(_) => 1,
        Entry::Requeue(_) => 2,
        Entry::Discard(copy, _) if cluster.is_forwarded(copy) => 3,
        Entry::Discard(_, death) if death.comes_back() => 4,
        Entry::Discard(..) => 5,
    }
}

#[inline(always)]
fn pack_entry(rules: &Rules, cluster: &Cluster, entry: Entry, copies: &mut Copies, packer: &mut Packer) {
    packer.number(copies.rank(entry.copy()) << KIND_BITS | kind_of(cluster, entry));
    if let Entry::Enqueue(copy, message, death) = entry {
        packer.byte(message_bits(message, death));
        if rules.delivery_limit.is_some() {
            packer.byte(cluster.failures(copy));
        }
    }
}

/// Answers how many copies the logs name at least.
pub(super) fn unpack(rules: &Rules, unpacker: &mut Unpacker, cluster: &mut Cluster) -> u16 {
    let mut copies = 0;
    let (committed, leader) = split(unpacker.length(), LEADER_BITS);
    (cluster.committed, cluster.leader) = (committed, leader.checked_sub(1).map(Member));
    cluster.inherited = unpacker.length_if(rules.time_to_live != TimeToLive::NoEnd);
    cluster.term = 0;
    cluster.notes.clear();
    for index in 0..MEMBERS {
        let (length, bits) = split(unpacker.length(), MEMBER_BITS);
        let replica = &mut cluster.members[index];
        (replica.up, replica.blank) = (bits & UP != 0, bits & BLANK != 0);
        replica.term = u32::from(bits >> TERM_SHIFT);
        cluster.term = cluster.term.max(replica.term);
        replica.log.clear();
        for _ in 0..length {
            let entry = unpack_entry(rules, unpacker, cluster);
            copies = copies.max(entry.copy().0 + 1);
            cluster.members[index].log.push(entry);
        }
    }
    copies
}

/// A number, and what is in so many bits below it.
const fn split(number: usize, bits: u8) -> (usize, u8) {
    (number >> bits, (number & ((1 << bits) - 1)) as u8)
}

#[inline(always)]
fn unpack_entry(rules: &Rules, unpacker: &mut Unpacker, cluster: &mut Cluster) -> Entry {
    let (rank, kind) = split(unpacker.length(), KIND_BITS);
    let copy = CopyId(rank as u16);
    match kind {
        0 => {
            let (message, death) = message_of(unpacker.byte());
            if rules.delivery_limit.is_some() {
                let failures = unpacker.byte();
                if failures > cluster.failures(copy) {
                    cluster.note_failures(copy, failures);
                }
            }
            Entry::Enqueue(copy, message, death)
        }
        1 => Entry::Settle(copy),
        2 => Entry::Requeue(copy),
        3 => {
            cluster.note_forwarded(copy);
            Entry::Discard(copy, Death::Expired)
        }
        4 => Entry::Discard(copy, Death::Rejected),
        _ => Entry::Discard(copy, Death::Expired),
    }
}
