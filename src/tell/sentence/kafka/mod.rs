//! The sentences of Kafka's steps.
//!
//! | file | subject |
//! |---|---|
//! | `start` | what the run is about |
//! | `producer` | produce requests, responses, errors |
//! | `leader` | what the leader makes of a request |
//! | `transaction` | its end, which is asked for and decided, and the markers in the logs |
//! | `replica` | followers that fetch, elections, nodes that come back |
//! | `consumer` | polls, effects, commits |
//! | `group` | who takes a partition over, and from where |
//! | `again` | why a record is read once more |
//! | `fault` | what breaks |
//! | `flags` | what a broken promise means here |

mod again;
mod consumer;
mod fault;
mod flags;
mod group;
mod leader;
mod producer;
mod replica;
mod start;
mod transaction;

use super::Teller;
use crate::model::{Action, Member, Message, Partition};
use crate::setup::Kafka;
use crate::tell::kafka::hands::{Hand, hands};
use crate::tell::kafka::logs;
use crate::tell::piece::{Spot, Which};

impl<'run> Teller<'run> {
    /// A step of Kafka.
    pub(super) fn kafka_action(&mut self, action: Action) {
        match action {
            Action::Publish => self.produce(),
            Action::ProducerReads => self.response_read(),
            Action::BrokerReads => self.requests_read(),
            Action::Answer => self.wait_ends(),
            Action::Replicate(member) => self.fetch(member),
            Action::NodeStarts(member) => self.node_back(member),
            Action::TailLost { member, partition } => self.tail_lost(member, partition),
            Action::ApplyCommit(_) => self.writes_markers(),
            Action::Poll(consumer) => self.poll(consumer),
            Action::Commit(consumer) | Action::CommitOf { consumer, .. } => self.commit(consumer),
            Action::Effect(consumer) | Action::EffectOf { consumer, .. } => self.work(consumer),
            Action::Fault(fault) => self.kafka_strike(fault),
            Action::Pluck { .. } => self.kafka_pluck(),
            Action::Flush(_)
            | Action::WriteBack(_)
            | Action::Dispatch(_)
            | Action::Expire(_)
            | Action::Retry
            | Action::BrokerReadsFrom(_)
            | Action::ConsumerReads(_)
            | Action::Acknowledge(_)
            | Action::AcknowledgeOf { .. }
            | Action::Forget(_)
            | Action::ConsumerStarts(_)
            | Action::Elect(_) => self.nothing(),
        }
        self.transaction_ends();
    }

    fn kafka(&self) -> &'run Kafka {
        &self.run.setup().kafka
    }

    /// Whether batches carry sequence numbers.
    fn idempotent(&self) -> bool {
        self.kafka().enable_idempotence
    }

    fn partition(&self, message: Message) -> Partition {
        logs::partition(self.run.setup(), message)
    }

    /// The partition as it is named: by number only where there are several.
    fn which(&self, partition: Partition) -> Which {
        Which((self.kafka().partitions > 1).then_some(partition))
    }

    fn spot(&self, partition: Partition, offset: u16) -> Spot {
        Spot { partition: self.which(partition).0, offset }
    }

    /// What consumers had in hand, up to this step.
    fn hands(&self) -> Vec<Hand> {
        hands(self.run, self.step)
    }

    /// What consumers had in hand before this step.
    fn hands_before(&self) -> Vec<Hand> {
        hands(self.run, self.step.saturating_sub(1))
    }

    /// The in-sync replicas but for these.
    fn in_sync_but(&self, without: &[Member]) -> Vec<Member> {
        logs::in_sync(&self.after()).into_iter().filter(|member| !without.contains(member)).collect()
    }
}
