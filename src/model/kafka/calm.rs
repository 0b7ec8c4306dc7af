//! What no run can tell any more once the last fault of the budget has struck.
//!
//! From then on no node stops and no connection breaks, so much of a world is never read again. The explorer forgets that,
//! and worlds that differ in nothing else become one. It loses no flag and no shortest run: whatever the world could do
//! next, what is left of it can do in as many steps or fewer, with the same flags, and leads to what is left of the next
//! world; and the other way round. `tests/calm.rs` holds every world that random setups can reach to that.
//!
//! | forgotten | because |
//! |---|---|
//! | what is flushed, of nodes that have not lost power | only a power loss asks for it |
//! | which node is which | nobody strikes one by its name, and a leader is not chosen by it |
//! | what a log holds, of nodes that will take over the leader's | the leader stays; the copies there matter to nobody, if no message depends on them |
//! | the answers on their way, once they are all good and nothing is left to send | nobody waits for them, if no message depends on them |
//!
//! A message depends on such things as long as they are all that keeps it from being lost: see [`is_secure`].

use std::cmp::Ordering;

use super::consumer::Held;
use super::loss::is_lost_but_for_logs;
use super::replica::{Cluster, Node};
use super::rules::Rules;
use super::state::State;
use crate::model::order::{exchanged, put_in_order};
use crate::model::{Belief, EnvelopeKind, Member, Message, Way};
use crate::setup::Commit;

/// Forgets it.
#[inline(never)]
pub fn forget(rules: &Rules, state: &mut State) {
    if state.faults_left > 0 {
        return;
    }
    for node in state.cluster.nodes.iter_mut().filter(|node| !node.torn) {
        node.logs.iter_mut().for_each(|log| log.flushed = log.end());
    }
    if state.serving() && no_message_depends(rules, state) {
        forget_copies(rules, state);
        forget_answers(rules, state);
    }
    order_nodes(&mut state.cluster);
}

fn no_message_depends(rules: &Rules, state: &State) -> bool {
    let mut unsettled = (0..rules.messages as usize).map(Message::at).filter(|message| !is_settled(state, *message));
    // C-R5: an effect can be undone.
    !rules.strategy.totals() && unsettled.all(|message| can_be_secure(rules, state) && is_secure(rules, state, message))
}

/// Whether, whatever comes, the message is not lost from now on, or was and stays it.
fn is_settled(state: &State, message: Message) -> bool {
    let is_gone = || {
        let mut logs = state.cluster.nodes.iter().flat_map(|node| &node.logs);
        logs.all(|log| log.position(message).is_none()) && is_lost_but_for_logs(state, message)
    };
    state.outcome.is_settled(message) || is_gone()
}

/// Whether rules and world are such that what [`is_secure`] looks at is enough: no position is to be set anew, and with
/// offsets beside the effects everything in hand is what the log has there, so that no other message's offset is passed
/// with it (B31).
fn can_be_secure(rules: &Rules, state: &State) -> bool {
    let is_of_the_log = |held: &Held| {
        let record = state.leader_log(held.partition).and_then(|log| log.records.get(held.offset as usize));
        record.is_some_and(|record| record.message == Some(held.message))
    };
    let in_transaction = rules.commit == Commit::InEffectTransaction;
    let mut hands = state.consumers.iter().flat_map(|consumer| &consumer.hand);
    !state.group.iter().any(|claim| claim.position_is_stale || claim.committed_is_stale)
        && (!in_transaction || !rules.strategy.has_steps() && hands.all(is_of_the_log))
}

/// Whether the message will have its effect, or be reported, or stay where it is read from, by the leader, the producer and
/// the consumers alone.
fn is_secure(rules: &Rules, state: &State, message: Message) -> bool {
    // A transaction may find that the offset has moved, and leave the effect out.
    let in_transaction = rules.commit == Commit::InEffectTransaction;
    let all = state.consumers.iter().flat_map(|consumer| &consumer.hand);
    let hands = || all.clone().filter(|held| held.message == message && held.is_unapplied() && !in_transaction);
    if hands().any(|held| held.work.acts_next()) {
        return true;
    }
    // Whoever takes it up next would take it for a repeat.
    if state.outcome.store.knows(message) {
        return false;
    }
    hands().next().is_some() || is_read_later(rules, state, message)
}

/// Whether it is in the leader's log, or will be, at an offset that is still to be read.
fn is_read_later(rules: &Rules, state: &State, message: Message) -> bool {
    let (partition, claim) = (rules.partition(message), state.claim(rules.partition(message)));
    let from = match claim.owner {
        _ if rules.consumers == 0 => Some(0),
        Some(_) if rules.commit != Commit::InEffectTransaction => Some(claim.position),
        _ => claim.restart(rules),
    };
    let (Some(from), Some(log)) = (from, state.leader_log(partition)) else { return false };
    // B22: what is there already is not stored again.
    let is_recognised = rules.idempotent && log.position(message).is_some();
    log.records.iter().skip(from as usize).any(|record| record.message == Some(message))
        || from <= log.end() && !is_recognised && is_stored_later(state, message)
}

fn is_stored_later(state: &State, message: Message) -> bool {
    state.outcome.ledger.record(message).belief == Belief::Unsent
        || state.producer.to_resend.contains(&message)
        || state.line.has_of(Way::ToBroker, EnvelopeKind::Produce, message)
        || state.line.has_of(Way::ToClient, EnvelopeKind::ProduceError, message)
}

/// Followers that will take over the leader's log, whatever they have: it is as if they had it.
fn forget_copies(rules: &Rules, state: &mut State) {
    let Some(leader) = state.cluster.leader else { return };
    let leading = std::mem::take(&mut state.cluster.node_mut(leader).logs);
    for member in (0..rules.replicas).map(Member).filter(|member| *member != leader) {
        let in_sync = state.cluster.in_sync.contains(member);
        let node = state.cluster.node_mut(member);
        if node.follows && in_sync {
            continue;
        }
        (node.follows, node.torn) = (false, false);
        for (log, of_leader) in node.logs.iter_mut().zip(&leading) {
            log.records.clone_from(&of_leader.records);
            log.flushed = of_leader.flushed;
        }
    }
    state.cluster.node_mut(leader).logs = leading;
}

/// The producer has sent everything and waits for good answers alone: it is as if it had them.
fn forget_answers(rules: &Rules, state: &mut State) {
    let producer = &state.producer;
    let is_good = |kind: EnvelopeKind| kind == EnvelopeKind::Produced;
    let waits_only = producer.sent == rules.messages && producer.to_resend.is_empty() && !rules.transactional;
    let answers_are_good = state.line.stream(Way::ToClient).iter().all(|envelope| is_good(envelope.kind));
    // B16: where too few are in sync the answer may still be an error.
    let is_served = state.waiting.is_none() || state.cluster.in_sync.len() >= rules.min_in_sync;
    if !waits_only || !answers_are_good || !is_served || state.line.has(Way::ToBroker) {
        return;
    }
    state.line.stream_mut(Way::ToClient).clear();
    state.waiting = None;
    for message in state.producer.in_flight.drain(..) {
        state.outcome.ledger.believe(message, Belief::Acked);
    }
}

/// The leader first, then by what the nodes are and have. What tells two records of one message apart has no order, so of
/// a record only the message counts, and which logs share it.
fn order_nodes(cluster: &mut Cluster) {
    let compare = |cluster: &Cluster, one: u8, other: u8| compare(cluster, Member(one), Member(other));
    let count = cluster.nodes.len() as u8;
    put_in_order(cluster, count, compare, |cluster, one, other| {
        exchange(cluster, Member(one), Member(other));
    });
}

/// Each gets the other's name.
fn exchange(cluster: &mut Cluster, one: Member, other: Member) {
    cluster.nodes.swap(one.0.into(), other.0.into());
    let in_sync = cluster.in_sync;
    for (old, new) in [(one, other), (other, one)] {
        if in_sync.contains(old) { cluster.in_sync.insert(new) } else { cluster.in_sync.remove(new) }
    }
    cluster.leader = cluster.leader.map(|leader| exchanged(leader, one, other));
}

fn compare(cluster: &Cluster, one: Member, other: Member) -> Ordering {
    let outside = |member: Member| {
        let node = cluster.node(member);
        (cluster.leader != Some(member), !cluster.in_sync.contains(member), node.up, node.follows, node.torn)
    };
    let log = |member: Member, place: usize| {
        let log = &cluster.node(member).logs[place];
        // With how many of the others' records it begins.
        let common = |other: &Node| log.common(&other.logs[place]);
        let shared: usize = cluster.nodes.iter().map(common).sum();
        (log.end(), log.flushed, cluster.leader.map(|leader| common(cluster.node(leader))), shared)
    };
    let messages = |member: Member, place: usize| {
        cluster.node(member).logs[place].records.iter().map(|record| record.message.map_or(0, |message| message.0))
    };
    let of_logs = (0..cluster.high_watermarks.len()).map(|place| {
        log(one, place).cmp(&log(other, place)).then_with(|| messages(one, place).cmp(messages(other, place)))
    });
    outside(one).cmp(&outside(other)).then_with(|| of_logs.fold(Ordering::Equal, Ordering::then))
}
