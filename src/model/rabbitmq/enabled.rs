//! What may happen next.

use super::delivery::next_consumer;
use super::fault;
use super::limits::{next_to_expire, next_to_retry};
use super::quorum::Cluster;
use super::rules::{Rules, TimeToLive};
use super::state::{NODE, State};
use crate::model::{Action, Consumer, Line, Way};

/// Everything that may happen next: what the parts do by themselves, and the setup's faults while the budget lasts.
pub fn enabled(rules: &Rules, state: &State, actions: &mut Vec<Action>) {
    let mut offers = Offers { rules, state, actions };
    offers.offer(Action::Publish);
    offers.offer(Action::ProducerReads);
    offers.offer(Action::BrokerReads);
    rules.queues().for_each(|queue| offers.offer(Action::ApplyCommit(queue)));
    offers.offer(Action::Answer);
    rules.all_queues().for_each(|queue| offers.offer(Action::Flush(queue)));
    rules.all_queues().for_each(|queue| offers.offer(Action::WriteBack(queue)));
    rules.queues().for_each(|queue| offers.offer(Action::Dispatch(queue)));
    if rules.time_to_live == TimeToLive::Limited {
        rules.queues().for_each(|queue| offers.offer(Action::Expire(queue)));
    }
    if rules.dead_letter.is_some() {
        offers.offer(Action::Retry);
    }
    for consumer in state.consumer_ids() {
        offers.offer(Action::BrokerReadsFrom(consumer));
        offers.offer(Action::ConsumerReads(consumer));
        offers.offer(Action::Effect(consumer));
        offers.offer(Action::Acknowledge(consumer));
        if rules.workers > 1 {
            for place in 0..state.consumer(consumer).places() as u8 {
                offers.offer(Action::EffectOf { consumer, place });
                offers.offer(Action::AcknowledgeOf { consumer, place });
            }
        }
        offers.offer(Action::Forget(consumer));
        offers.offer(Action::ConsumerStarts(consumer));
    }
    if state.cluster.is_some() {
        for member in Cluster::member_ids() {
            offers.offer(Action::NodeStarts(member));
            offers.offer(Action::Replicate(member));
            offers.offer(Action::Elect(member));
        }
    } else {
        offers.offer(Action::NodeStarts(NODE));
    }
    if state.faults_left > 0 {
        rules.kinds.iter().for_each(|kind| fault::faults_of(rules, state, kind, actions));
    }
}

/// The actions that are possible among those that are offered.
struct Offers<'world> {
    rules: &'world Rules,
    state: &'world State,
    actions: &'world mut Vec<Action>,
}

impl Offers<'_> {
    /// Inlined, so that of all that `possible` distinguishes each offer keeps its own line.
    #[inline(always)]
    fn offer(&mut self, action: Action) {
        if possible(self.rules, self.state, action) {
            self.actions.push(action);
        }
    }
}

/// Every fault that could strike now, whatever the budget and the kinds.
pub fn faults(rules: &Rules, state: &State, actions: &mut Vec<Action>) {
    fault::faults(rules, state, actions);
}

/// Whether the action can happen in this state. A fault beyond the budget can: a person may go on breaking things.
pub fn is_possible(rules: &Rules, state: &State, action: Action) -> bool {
    possible(rules, state, action)
}

/// The same, put in where it is asked: there it often knows the action beforehand.
#[inline(always)]
fn possible(rules: &Rules, state: &State, action: Action) -> bool {
    let serving = state.serving();
    match action {
        Action::Publish => serving && state.producer.next(rules).is_some(),
        Action::ProducerReads => state.producer_line.has(Way::ToClient),
        Action::BrokerReads => state.producer_line.has(Way::ToBroker),
        Action::ApplyCommit(queue) => state.channel.next_to_apply(rules, queue).is_some(),
        Action::Answer => state.channel.answer_due(),
        Action::Flush(queue) => state.node_up && !rules.quorum() && state.queues.has_unflushed(rules, queue),
        Action::WriteBack(queue) => !rules.quorum() && state.queues.has_unwritten(queue),
        Action::Dispatch(queue) => {
            serving && state.queues.head(queue).is_some() && next_consumer(rules, state, queue).is_some()
        }
        Action::Expire(queue) => next_to_expire(rules, state, queue).is_some(),
        Action::Retry => next_to_retry(rules, state).is_some(),
        Action::NodeStarts(member) => match &state.cluster {
            None => member == NODE && !state.node_up,
            Some(cluster) => exists(member.0, Cluster::member_ids().count()) && !cluster.replica(member).up,
        },
        Action::Replicate(member) => of_cluster(state, member.0, |cluster| cluster.lags(member)),
        Action::Elect(member) => of_cluster(state, member.0, |cluster| cluster.electable(member)),
        Action::Fault(fault) => fault::can_strike(rules, state, fault),
        Action::Pluck { line, way, place } => {
            place < Action::PLACES_MAX
                && line_exists(state, line)
                && state.line(line).stream(way).len() > place as usize
        }
        Action::BrokerReadsFrom(consumer)
        | Action::ConsumerReads(consumer)
        | Action::Effect(consumer)
        | Action::Acknowledge(consumer)
        | Action::EffectOf { consumer, .. }
        | Action::AcknowledgeOf { consumer, .. }
        | Action::Forget(consumer)
        | Action::ConsumerStarts(consumer) => {
            exists(consumer.0, state.consumers.len()) && possible_for(rules, state, action, consumer)
        }
        Action::Poll(_) | Action::Commit(_) | Action::CommitOf { .. } | Action::TailLost { .. } => false,
    }
}

#[inline(always)]
fn possible_for(rules: &Rules, state: &State, action: Action, consumer: Consumer) -> bool {
    let consuming = state.consumer(consumer);
    match action {
        Action::BrokerReadsFrom(_) => consuming.line.has(Way::ToBroker),
        Action::ConsumerReads(_) => consuming.line.has(Way::ToClient),
        Action::Effect(_) => rules.workers == 1 && consuming.next_work(rules).is_some(),
        Action::EffectOf { place, .. } => rules.workers > 1 && consuming.can_work(rules, place as usize),
        // One ack for all is the process's, any other is its thread's.
        Action::Acknowledge(_) => (rules.workers == 1 || rules.multiple_ack) && consuming.next_ack(rules).is_some(),
        Action::AcknowledgeOf { place, .. } => rules.workers > 1 && consuming.can_acknowledge(rules, place as usize),
        Action::Forget(_) => consuming.may_forget,
        Action::ConsumerStarts(_) => !consuming.running,
        _ => false,
    }
}

fn exists(number: u8, count: usize) -> bool {
    (number as usize) < count
}

fn line_exists(state: &State, line: Line) -> bool {
    match line {
        Line::Producer => true,
        Line::Consumer(consumer) => exists(consumer.0, state.consumers.len()),
    }
}

fn of_cluster(state: &State, member: u8, holds: impl Fn(&Cluster) -> bool) -> bool {
    exists(member, Cluster::member_ids().count()) && state.cluster.as_ref().is_some_and(holds)
}
