//! One action, done by the part it belongs to.

use super::rules::Rules;
use super::state::{State, Step};
use crate::model::{Action, Listener};

/// Does an action that is possible here.
#[inline(never)]
pub fn apply(rules: &Rules, state: &mut State, action: Action, listener: &mut impl Listener) {
    let mut step = Step { rules, state, listener };
    match action {
        Action::Publish => step.produce(),
        Action::ProducerReads => step.producer_reads(),
        Action::BrokerReads => step.broker_reads(),
        Action::Answer => step.give_up_waiting(),
        Action::ApplyCommit(_) => step.write_markers(),
        Action::Replicate(member) => step.replicate(member),
        Action::NodeStarts(member) => step.start_node(member),
        Action::TailLost { member, partition } => step.lose_tail(member, partition),
        Action::Poll(consumer) => step.poll(consumer),
        Action::Commit(consumer) => step.commit(consumer),
        Action::Effect(consumer) => step.work_on(consumer, 0),
        Action::EffectOf { consumer, place } => step.work_on(consumer, place as usize),
        Action::CommitOf { consumer, place } => step.commit_of(consumer, place as usize),
        Action::Fault(fault) => step.strike(fault),
        Action::Pluck { way, place, .. } => step.pluck(way, place),
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
        | Action::Elect(_) => unreachable!("Kafka never enables {action}"),
    }
    step.judge_log();
    step.look_for_losses();
}
