//! The logs at one moment of a run: which record is where, in whose log.

use crate::model::{CopyId, LogScene, Member, Message, Messages, Partition, ReaderScene, Scene};
use crate::setup::Setup;

/// The partition of a message: its key mod their number.
pub const fn partition(setup: &Setup, message: Message) -> Partition {
    Partition(message.key(setup.keys).0 % setup.kafka.partitions)
}

/// Who leads, if anybody does.
pub fn leader(scene: &Scene) -> Option<Member> {
    scene.broker.logs.iter().find(|log| log.leader).map(|log| log.member)
}

/// The leader's log of the partition, if anybody leads.
pub fn leading(scene: &Scene, partition: Partition) -> Option<&LogScene> {
    scene.broker.logs.iter().find(|log| log.leader && log.partition == partition)
}

/// The log of the partition on that node.
pub fn of(scene: &Scene, member: Member, partition: Partition) -> Option<&LogScene> {
    scene.broker.logs.iter().find(|log| (log.member, log.partition) == (member, partition))
}

/// The nodes in the in-sync set.
pub fn in_sync(scene: &Scene) -> Vec<Member> {
    let first = scene.broker.logs.iter().filter(|log| log.partition == Partition(0) && log.in_sync);
    first.map(|log| log.member).collect()
}

/// Where the copy stands in a log, counted from 0.
pub fn offset_in(log: &LogScene, copy: CopyId) -> Option<u16> {
    (0..).zip(&log.records).find(|(_, record)| record.copy == copy).map(|(offset, _)| offset)
}

/// The offset of a copy: in the leader's log, or else in any that has it.
pub fn offset(scene: &Scene, copy: CopyId) -> Option<u16> {
    let in_those = |leader: bool| {
        let mut logs = scene.broker.logs.iter().filter(move |log| log.leader == leader);
        logs.find_map(|log| offset_in(log, copy))
    };
    in_those(true).or_else(|| in_those(false))
}

/// The copy at that offset of the leader's log.
pub fn copy_at(scene: &Scene, partition: Partition, offset: u16) -> Option<CopyId> {
    leading(scene, partition)?.records.get(offset as usize).map(|record| record.copy)
}

/// The nodes whose log has the copy.
pub fn holders(scene: &Scene, copy: CopyId) -> Vec<Member> {
    let logs = scene.broker.logs.iter().filter(|log| offset_in(log, copy).is_some());
    logs.map(|log| log.member).collect()
}

/// The nodes whose log has the message in some copy.
pub fn holders_of(scene: &Scene, message: Message) -> Vec<Member> {
    let has = |log: &&LogScene| log.records.iter().any(|record| record.message == Some(message));
    scene.broker.logs.iter().filter(has).map(|log| log.member).collect()
}

/// What is left in the logs of a message that nobody will read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Remains {
    /// No log has it.
    Nowhere,
    /// Only logs of nodes that do not lead: they will give it up when they follow.
    OffTheLeader,
    /// The log that counts has it: the leader's, or any while nobody leads.
    Unread,
}

/// What is left of the message in the logs.
pub fn remains(setup: &Setup, scene: &Scene, message: Message) -> Remains {
    let has = |log: &LogScene| log.records.iter().any(|record| record.message == Some(message));
    match (leading(scene, partition(setup, message)), holders_of(scene, message).as_slice()) {
        (_, []) => Remains::Nowhere,
        (Some(log), [_, ..]) if !has(log) => Remains::OffTheLeader,
        (_, [_, ..]) => Remains::Unread,
    }
}

/// Every message that is in the node's logs.
pub fn messages_on(scene: &Scene, member: Member) -> Messages {
    let logs = scene.broker.logs.iter().filter(|log| log.member == member);
    logs.flat_map(|log| &log.records).filter_map(|record| record.message).collect()
}

/// Every copy in the node's logs, with its message.
pub fn copies_on(scene: &Scene, member: Member) -> Vec<(Message, CopyId)> {
    let logs = scene.broker.logs.iter().filter(|log| log.member == member);
    logs.flat_map(|log| &log.records).filter_map(|record| Some((record.message?, record.copy))).collect()
}

/// How far the group is in the partition.
pub fn reader(scene: &Scene, partition: Partition) -> Option<&ReaderScene> {
    scene.broker.readers.iter().find(|reader| reader.partition == partition)
}
