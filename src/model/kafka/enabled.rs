//! What may happen next.

use super::consumer::{can_apply, can_commit, can_commit_of, can_poll};
use super::fault::{self, can_read_request};
use super::rules::Rules;
use super::state::State;
use super::transaction::marker_is_missing;
use crate::model::{Action, Consumer, Line, Member, Partition, Queue, Way};

/// Actions of parts that exist once.
const ALWAYS: [Action; 5] =
    [Action::Publish, Action::ProducerReads, Action::BrokerReads, Action::Answer, Action::ApplyCommit(Queue::FIRST)];

/// Everything that may happen next: what the parts do by themselves, and the setup's faults while the budget lasts.
#[inline(never)]
pub fn enabled(rules: &Rules, state: &State, actions: &mut Vec<Action>) {
    let mut offer = |action: Action| {
        if is_possible(rules, state, action) {
            actions.push(action);
        }
    };
    ALWAYS.into_iter().for_each(&mut offer);
    for member in state.cluster.member_ids() {
        offer(Action::Replicate(member));
        offer(Action::NodeStarts(member));
        rules.partition_ids().for_each(|partition| offer(Action::TailLost { member, partition }));
    }
    for consumer in state.consumer_ids() {
        offer(Action::Poll(consumer));
        offer(Action::Commit(consumer));
        offer(Action::Effect(consumer));
        if !rules.sequential() {
            for place in 0..state.consumer(consumer).hand.len() as u8 {
                offer(Action::EffectOf { consumer, place });
                offer(Action::CommitOf { consumer, place });
            }
        }
    }
    if state.faults_left > 0 {
        rules.kinds.iter().for_each(|kind| fault::faults_of(rules, state, kind, actions));
    }
}

/// Every fault that could strike now, whatever the budget and the kinds.
#[inline(never)]
pub fn faults(rules: &Rules, state: &State, actions: &mut Vec<Action>) {
    fault::faults(rules, state, actions);
}

/// Whether the action can happen in this state. A fault beyond the budget can: a person may go on breaking things.
#[inline(never)]
pub fn is_possible(rules: &Rules, state: &State, action: Action) -> bool {
    match action {
        Action::Publish => state.serving() && state.producer.next(rules).is_some(),
        Action::ProducerReads => state.line.has(Way::ToClient),
        Action::BrokerReads => can_read_request(state),
        // B16: the wait ends once too few are in sync.
        Action::Answer => state.waiting.is_some() && state.cluster.in_sync.len() < rules.min_in_sync,
        Action::ApplyCommit(queue) => queue == Queue::FIRST && state.serving() && marker_is_missing(rules, state),
        Action::Replicate(member) => state.cluster.exists(member) && can_fetch(state, member),
        Action::NodeStarts(member) => state.cluster.exists(member) && !state.cluster.node(member).up,
        Action::TailLost { member, partition } => can_lose_tail(rules, state, member, partition),
        Action::Poll(consumer) => of_consumer(state, consumer) && can_poll(rules, state, consumer),
        Action::Commit(consumer) => of_consumer(state, consumer) && can_commit(rules, state, consumer),
        Action::Effect(consumer) => {
            of_consumer(state, consumer) && rules.sequential() && can_apply(rules, state, consumer, 0)
        }
        Action::EffectOf { consumer, place } => {
            of_consumer(state, consumer) && !rules.sequential() && can_apply(rules, state, consumer, place as usize)
        }
        Action::CommitOf { consumer, place } => {
            of_consumer(state, consumer) && can_commit_of(state, consumer, place as usize)
        }
        Action::Fault(fault) => fault::can_strike(rules, state, fault),
        Action::Pluck { line, way, place } => {
            line == Line::Producer && place < Action::PLACES_MAX && state.line.stream(way).len() > place as usize
        }
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
        | Action::Elect(_) => false,
    }
}

fn of_consumer(state: &State, consumer: Consumer) -> bool {
    (consumer.0 as usize) < state.consumers.len()
}

/// Replicas that were not in sync at the start stay behind until something breaks; then they may catch up.
fn can_fetch(state: &State, member: Member) -> bool {
    (state.disturbed || state.cluster.in_sync.contains(member)) && state.cluster.lags(member)
}

fn can_lose_tail(rules: &Rules, state: &State, member: Member, partition: Partition) -> bool {
    if !state.cluster.exists(member) || partition.0 >= rules.partitions {
        return false;
    }
    let (node, log) = (state.cluster.node(member), state.cluster.log(member, partition));
    node.torn && log.end() > log.flushed
}
