//! Transactions: the producer ends one, the coordinator remembers that it is to be committed, and a marker goes into the
//! log of each of its partitions (B28–B31).
//!
//! The coordinator is never lost, and every transaction is committed: all errors here can be tried again, and none makes
//! the application give up. So nothing is ever aborted; a transaction that can't go on stays open (B30).

use super::producer::request;
use super::rules::Rules;
use super::state::{State, Step};
use crate::model::{Belief, Envelope, EnvelopeKind, Event, Line, Listener, Message, Messages, Partition, Way};

/// A transaction whose end is decided, and whose markers are not yet on every in-sync replica.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Ending {
    /// Partitions that still need their marker, one bit each.
    pub partitions: u8,
}

impl Ending {
    fn has(self, partition: Partition) -> bool {
        self.partitions & 1 << partition.0 != 0
    }
}

/// Whether the leader lacks a marker that some partition needs.
pub fn marker_is_missing(rules: &Rules, state: &State) -> bool {
    state.ending.is_some_and(|ending| {
        rules.partition_ids().any(|partition| ending.has(partition) && lacks_marker(state, partition))
    })
}

/// The leader's log holds records of the transaction, or has lost them all, and no marker behind them.
fn lacks_marker(state: &State, partition: Partition) -> bool {
    state.leader_log(partition).is_some_and(|log| log.records.is_empty() || log.ended() < log.records.len())
}

impl<L: Listener> Step<'_, L> {
    /// The producer ends its transaction: every batch of it is answered.
    pub fn end_transaction(&mut self) {
        self.state.producer.ending = true;
        let messages = self.state.producer.transaction;
        let kind = EnvelopeKind::Commit;
        let envelope = Envelope { kind, messages, number: 0, multiple: false, again: false };
        self.state.line.send(Line::Producer, Way::ToBroker, envelope, self.listener);
    }

    /// The coordinator decides, and answers at once; the markers follow. Asked again, it answers the same.
    pub fn take_commit(&mut self, messages: Messages) {
        if self.state.decided != messages {
            self.state.decided = messages;
            let partitions = messages.iter().fold(0, |bits, message| bits | 1 << self.rules.partition(message).0);
            self.state.ending = Some(Ending { partitions });
            self.tell(Event::TransactionDecided { messages });
        }
        let first = messages.iter().next().unwrap_or(Message(1));
        let answer = request(self.rules, EnvelopeKind::CommitOk, first, false);
        self.write_to_producer(Envelope { messages, number: 0, ..answer });
    }

    /// A marker goes into the leader's log of every partition that needs one.
    pub fn write_markers(&mut self) {
        let (Some(ending), Some(leader)) = (self.state.ending, self.state.cluster.leader) else { return };
        for partition in self.rules.partition_ids() {
            if ending.has(partition) && lacks_marker(self.state, partition) {
                self.write(leader, partition, None);
                self.tell(Event::MarkerWritten { partition });
            }
        }
        self.advance_high_watermark();
    }

    /// The high watermark has moved: a marker below it has done its work in this partition.
    pub fn end_transaction_in(&mut self, partition: Partition) {
        let Some(ending) = self.state.ending.filter(|ending| ending.has(partition)) else { return };
        let mark = self.state.cluster.high_watermarks[partition.index()] as usize;
        let done = self
            .state
            .leader_log(partition)
            .is_some_and(|log| log.ended() > 0 && log.ended() == log.records.len() && log.ended() <= mark);
        if done {
            let partitions = ending.partitions & !(1 << partition.0);
            self.state.ending = (partitions != 0).then_some(Ending { partitions });
            self.tell(Event::TransactionEnded { partition });
        }
    }

    /// commitTransaction returns: only now does the application know.
    pub fn transaction_committed(&mut self, messages: Messages) {
        self.state.producer.ending = false;
        self.state.producer.transaction = Messages::NONE;
        messages.iter().for_each(|message| self.believe(message, Belief::Acked));
    }
}
