//! One action, done by the part it belongs to.

use super::rules::Rules;
use super::state::{State, Step};
use crate::model::{Action, Cause, Listener};

/// Does an action that is possible here.
pub fn apply(rules: &Rules, state: &mut State, action: Action, listener: &mut impl Listener) {
    let mut step = Step { rules, state, listener };
    match action {
        Action::Publish => step.publish(),
        Action::ProducerReads => step.producer_reads(),
        Action::BrokerReads => step.broker_reads(),
        Action::ApplyCommit(queue) => step.apply_commit(queue),
        Action::Answer => step.answer(),
        Action::Flush(queue) => step.flush(queue),
        Action::WriteBack(queue) => step.write_back(queue),
        Action::Dispatch(queue) => step.dispatch(queue),
        Action::Expire(queue) => step.expire(queue),
        Action::Retry => step.retry(),
        Action::BrokerReadsFrom(consumer) => step.broker_reads_from(consumer),
        Action::ConsumerReads(consumer) => step.consumer_reads(consumer),
        Action::Effect(consumer) => step.effect(consumer),
        Action::EffectOf { consumer, place } => step.work_on(consumer, place as usize),
        Action::Acknowledge(consumer) => step.acknowledge(consumer),
        Action::AcknowledgeOf { consumer, place } => step.acknowledge_of(consumer, place as usize),
        Action::Forget(consumer) => step.drop_orphans(consumer, Cause::Forgotten),
        Action::ConsumerStarts(consumer) => step.start_consumer(consumer),
        Action::NodeStarts(member) if step.state.cluster.is_some() => step.start_member(member),
        Action::NodeStarts(_) => step.start_node(),
        Action::Replicate(member) => step.replicate(member),
        Action::Elect(member) => step.elect(member),
        Action::Fault(fault) => step.strike(fault),
        Action::Pluck { line, way, place } => step.pluck(line, way, place),
        Action::Poll(_) | Action::Commit(_) | Action::CommitOf { .. } | Action::TailLost { .. } => {
            unreachable!("RabbitMQ never enables {action}")
        }
    }
    step.look_for_losses();
}
