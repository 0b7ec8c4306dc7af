//! The members of a quorum queue as bytes.
//!
//! Terms are compared, never counted, so their order is enough. Entries that every member has, of copies that every
//! member knows as settled, are left out of all logs alike: no rule gives such a copy back or looks at it again, and
//! the lengths that elections and catching up compare all shrink by the same number. A member that lost its disk has no
//! log to compare and takes no part in either.

use super::{Copies, bit};
use crate::model::pack::{Packer, Unpacker};
use crate::model::rabbitmq::quorum::{Cluster, Entry, MEMBERS, Replica};
use crate::model::{CopyId, Member, Message};

const UP: u8 = 1;
const BLANK: u8 = 2;

pub(super) fn pack(cluster: &Cluster, copies: &mut Copies, packer: &mut Packer) {
    let committed = if cluster.leader().is_some() { cluster.committed } else { 0 };
    let front = shared(cluster, committed);
    let settled = |entry: &Entry| front.contains(&Entry::Settle(entry.copy()));
    let left_out = front.iter().filter(|entry| settled(entry)).count();
    packer.byte(cluster.leader().map_or(0, |leader| leader.0 + 1));
    packer.length(committed.saturating_sub(left_out));
    for replica in &cluster.members {
        packer.byte(bit(replica.up, UP) | bit(replica.blank, BLANK));
        packer.byte(if replica.blank { 0 } else { rank_of_term(cluster, replica.term) });
        packer.length(replica.log.len().saturating_sub(left_out));
        replica.log.iter().filter(|entry| !settled(entry)).for_each(|entry| pack_entry(*entry, copies, packer));
    }
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

fn pack_entry(entry: Entry, copies: &mut Copies, packer: &mut Packer) {
    let kind = match entry {
        Entry::Enqueue(..) => 0,
        Entry::Settle(_) => 1,
        Entry::Requeue(_) => 2,
    };
    packer.number(copies.rank(entry.copy()) * 3 + kind);
    if let Entry::Enqueue(_, message) = entry {
        packer.byte(message.0);
    }
}

/// Answers how many copies the logs name at least.
pub(super) fn unpack(unpacker: &mut Unpacker, cluster: &mut Cluster) -> u16 {
    let mut copies = 0;
    cluster.leader = unpacker.byte().checked_sub(1).map(Member);
    cluster.committed = unpacker.length();
    cluster.term = 0;
    cluster.handed_out.clear();
    for index in 0..MEMBERS {
        let Replica { up, blank, log, term } = &mut cluster.members[index];
        let bits = unpacker.byte();
        (*up, *blank) = (bits & UP != 0, bits & BLANK != 0);
        *term = u32::from(unpacker.byte());
        cluster.term = cluster.term.max(*term);
        log.clear();
        for _ in 0..unpacker.length() {
            let number = unpacker.number();
            let copy = CopyId((number / 3) as u16);
            copies = copies.max(copy.0 + 1);
            log.push(match number % 3 {
                0 => Entry::Enqueue(copy, Message(unpacker.byte())),
                1 => Entry::Settle(copy),
                _ => Entry::Requeue(copy),
            });
        }
    }
    copies
}
