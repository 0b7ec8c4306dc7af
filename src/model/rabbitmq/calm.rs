//! What no run can tell any more once the last fault of the budget has struck.
//!
//! From then on nobody stops and no connection breaks, so much of a world is never read again. The explorer forgets that,
//! and worlds that differ in nothing else become one. It loses no flag and no shortest run: whatever the world could do
//! next, what is left of it can do in as many steps or fewer, with the same flags, and leads to what is left of the next
//! world; and the other way round. `tests/calm.rs` holds every world that random setups can reach to that.
//!
//! | forgotten | because |
//! |---|---|
//! | where copies are stored, but for those whose answer waits for it | nothing brings them back from there, if no message depends on it |
//! | consumed copies that are stored still | the same |
//! | which member of a quorum queue is which, and what the other follower has | the leader stays, and one follower is a majority with it; what the other has matters to nobody, if no message depends on it |
//! | the answers on their way or owed, once they are all good and nothing is left to send | nobody waits for them, if no message depends on them |
//! | which consumer of a queue is which, while the broker serves | turns tell them apart, and those go with them |
//!
//! A message depends on such things as long as they are all that keeps it from being lost: see [`is_secure`].

use std::cmp::Ordering;

use super::channel::{Answer, Owed};
use super::consumer::{Consuming, Orphan};
use super::queue::{Memory, Slot};
use super::quorum::{Cluster, Entry, Replica};
use super::rules::{Rules, TimeToLive};
use super::state::{State, is_lost, report_due};
use crate::model::order::{exchanged, put_in_order};
use crate::model::{Belief, Consumer, CopyId, Envelope, EnvelopeKind, Member, Message, Way};

/// Forgets it.
pub fn forget(rules: &Rules, state: &mut State) {
    if state.faults_left > 0 {
        return;
    }
    if no_message_depends(rules, state) {
        if state.serving() {
            forget_answers(rules, state);
        }
        match &mut state.cluster {
            None => forget_places(rules, state),
            // With such limits a queue hands out at each commit, be it of nothing new.
            Some(_) if rules.counts_at_once() => {}
            Some(cluster) => forget_members(cluster),
        }
    }
    if state.serving() && rules.consumers > 1 {
        order_consumers(rules, state);
    }
}

fn no_message_depends(rules: &Rules, state: &State) -> bool {
    let mut messages = (0..rules.messages as usize).map(Message::at);
    let stays = messages_stay(rules, state);
    // C-R5: an effect can be undone.
    !rules.strategy.totals()
        && messages.all(|message| {
            state.outcome.is_settled(message) || is_secure(rules, state, message, stays) || is_lost(state, message)
        })
}

/// Whether queues keep what they have until a consumer is done with it: they have no limit that could still be met. What a
/// consumer gave back may have been given back too often, or is on its way to another queue.
fn messages_stay(rules: &Rules, state: &State) -> bool {
    let gives_back = |envelope: &Envelope| matches!(envelope.kind, EnvelopeKind::Nack | EnvelopeKind::Reject);
    let may_be_given_up = rules.delivery_limit.is_some() || rules.dead_letter.is_some();
    rules.max_length.is_none()
        && rules.time_to_live == TimeToLive::NoEnd
        && !(may_be_given_up
            && state.consumers.iter().any(|consumer| consumer.line.stream(Way::ToBroker).iter().any(gives_back)))
}

/// Whether the message will have its effect, or be reported, or stay in its queue, by the producer, the consumers and what
/// the broker knows in memory alone. `stays`: queues keep what they have.
fn is_secure(rules: &Rules, state: &State, message: Message, stays: bool) -> bool {
    if state.consumers.iter().any(|consumer| is_being_applied(consumer, message)) {
        return true;
    }
    // Whoever takes it up next would take it for a repeat.
    if state.outcome.store.knows(message) {
        return false;
    }
    state.consumers.iter().any(|consumer| is_with(consumer, message))
        || stays && (is_in_a_queue(rules, state, message) || !state.queues.gone && is_stored_later(state, message))
}

/// What it received on a channel that is gone, and will work on.
fn kept_orphans(consumer: &Consuming) -> &[Orphan] {
    if consumer.may_forget { &[] } else { &consumer.orphans }
}

fn is_being_applied(consumer: &Consuming, message: Message) -> bool {
    consumer.held.iter().any(|held| held.message == message && held.work.acts_next())
        || kept_orphans(consumer).iter().any(|orphan| orphan.message == message && orphan.work.acts_next())
}

/// Whether the consumer has it, or will, with its effect still to come.
fn is_with(consumer: &Consuming, message: Message) -> bool {
    consumer.unapplied().any(|held| held.message == message)
        || consumer.line.has_of(Way::ToClient, EnvelopeKind::Delivery, message)
        || kept_orphans(consumer).iter().any(|orphan| orphan.message == message && !orphan.work.has_acted())
}

/// Whether a queue has it and will hand it out, or has and waits for the ack.
fn is_in_a_queue(rules: &Rules, state: &State, message: Message) -> bool {
    let stays = |slot: &Slot| match slot.memory {
        Memory::Ready | Memory::Returned | Memory::Unacked { .. } => true,
        // It comes back with the node.
        Memory::Died => slot.page_cache,
        Memory::Settling(_) | Memory::Leaving | Memory::Forgotten => false,
    };
    let is_in_the_log = |cluster: &Cluster| {
        let log = cluster.leader().map_or(&[][..], |leader| &cluster.replica(leader).log);
        // A41: what has failed too often under the last leader is given up.
        let has_failed =
            |copy: CopyId| rules.delivery_limit.is_some_and(|limit| u32::from(cluster.failures(copy)) > limit);
        let is_kept = |copy: CopyId| !cluster.is_done(log, copy) && !has_failed(copy);
        log.iter().any(|entry| matches!(*entry, Entry::Enqueue(copy, of, _) if of == message && is_kept(copy)))
    };
    state.queues.slots.iter().any(|slot| slot.message == message && stays(slot))
        || state.cluster.as_ref().is_some_and(is_in_the_log)
}

/// Whether the producer will still publish it, or is on the way to be told that it failed. Where several publishes of it
/// are unanswered the good answer to one may make it give up another.
fn is_stored_later(state: &State, message: Message) -> bool {
    let unanswered = state.producer.unanswered.iter().filter(|(_, of)| *of == message).count();
    state.outcome.ledger.record(message).belief == Belief::Unsent
        || state.producer.to_resend.contains(message) && unanswered == 0
        || report_due(state, message) && unanswered == 1
        || state.channel.holds(message)
        || state.producer_line.has_of(Way::ToBroker, EnvelopeKind::Publish, message)
}

/// The producer has sent everything and waits for good answers alone: it is as if it had them.
fn forget_answers(rules: &Rules, state: &mut State) {
    let State { outcome, producer, channel, producer_line, .. } = state;
    let is_good = |kind: EnvelopeKind| matches!(kind, EnvelopeKind::Confirm | EnvelopeKind::CommitOk);
    let has_sent_all = producer.sent == rules.messages && producer.to_resend.is_empty();
    let commits = channel.commit.as_ref().is_none_or(|commit| !commit.refused) && channel.buffered.is_empty();
    let owes_good = channel.owed.iter().all(|Owed { answer, .. }| *answer != Answer::Nack);
    let answers_are_good = producer_line.stream(Way::ToClient).iter().all(|envelope| is_good(envelope.kind));
    if !has_sent_all || !commits || !owes_good || !answers_are_good || producer_line.has(Way::ToBroker) {
        return;
    }
    producer_line.stream_mut(Way::ToClient).clear();
    channel.reopen();
    producer.committing = false;
    producer.numbered = 0;
    for (_, message) in producer.unanswered.drain(..) {
        if outcome.ledger.record(message).belief == Belief::Unknown {
            outcome.ledger.believe(message, Belief::Acked);
        }
    }
}

/// Nothing comes back from page cache and disk but what waits there for the node, and only that is kept: the rest is as if
/// all had been written.
fn forget_places(rules: &Rules, state: &mut State) {
    let State { queues, channel, node_up, .. } = state;
    let waits = |copy: CopyId| {
        channel.owed.iter().any(|owed| owed.answer == Answer::When(copy))
            || channel.commit.as_ref().is_some_and(|commit| commit.waiting.contains(&copy))
    };
    queues.slots.retain(|slot| match slot.memory {
        Memory::Forgotten | Memory::Died => !*node_up && slot.page_cache,
        Memory::Ready | Memory::Returned | Memory::Unacked { .. } | Memory::Settling(_) | Memory::Leaving => true,
    });
    for slot in &mut queues.slots {
        if *node_up && !waits(slot.copy) {
            slot.page_cache = rules.stored();
        }
        slot.disk = slot.page_cache;
    }
}

/// A leader and the follower that is furthest; the other one is as if it were down, without a disk.
fn forget_members(cluster: &mut Cluster) {
    let Some(leader) = cluster.leader else { return };
    cluster.leader = Some(Member(0));
    cluster.members.swap(0, leader.0.into());
    let [leading, follower, other] = &mut cluster.members;
    let has_followed = |replica: &Replica| replica.up && !replica.blank && replica.term == leading.term;
    let rank = |replica: &Replica| has_followed(replica).then_some(replica.log.len());
    if rank(other) > rank(follower) {
        std::mem::swap(follower, other);
    }
    if !has_followed(follower) {
        empty(follower, follower.up || other.up);
    }
    empty(other, false);
}

/// A member without anything on its disk.
fn empty(replica: &mut Replica, up: bool) {
    (replica.up, replica.blank, replica.term) = (up, true, 0);
    replica.log.clear();
}

/// In the order of their turns; those without one come behind, by what they are and have.
fn order_consumers(rules: &Rules, state: &mut State) {
    let compare = |state: &State, one: u8, other: u8| {
        let (one, other) = (Consumer(one), Consumer(other));
        // They are numbered queue by queue.
        let queue = rules.queue_of_consumer(one);
        if queue != rules.queue_of_consumer(other) {
            return Ordering::Less;
        }
        let mut turns = state.subscriptions[queue.index()].turns.iter();
        match turns.find(|turn| [one, other].contains(turn)) {
            Some(first) if *first == one => Ordering::Less,
            Some(_) => Ordering::Greater,
            None => compare(state, one, other),
        }
    };
    let count = state.consumers.len() as u8;
    put_in_order(state, count, compare, |state, one, other| {
        exchange(state, Consumer(one), Consumer(other));
    });
}

/// Each gets the other's name.
fn exchange(state: &mut State, one: Consumer, other: Consumer) {
    let rename = |consumer: &mut Consumer| *consumer = exchanged(*consumer, one, other);
    for subscriptions in &mut state.subscriptions {
        subscriptions.turns.iter_mut().chain(&mut subscriptions.active).for_each(rename);
    }
    for slot in &mut state.queues.slots {
        if let Memory::Unacked { consumer, .. } | Memory::Settling(Some(consumer)) = &mut slot.memory {
            rename(consumer);
        }
    }
    let (one, other) = (one.0.into(), other.0.into());
    state.outcome.store.remembered.swap(one, other);
    state.consumers.swap(one, other);
}

fn compare(state: &State, one: Consumer, other: Consumer) -> Ordering {
    let outside = |consumer: Consumer| {
        let Consuming { running, cancelled, may_forget, .. } = *state.consumer(consumer);
        (running, cancelled, may_forget, state.outcome.store.remembered[consumer.0 as usize].bits())
    };
    let held = |consumer: Consumer| {
        let held = state.consumer(consumer).held.iter();
        held.map(|held| (held.message, held.stage as u8, held.work.acts_next(), held.work.has_acted()))
    };
    let orphans = |consumer: Consumer| {
        let orphans = state.consumer(consumer).orphans.iter();
        orphans.map(|orphan| (orphan.message, orphan.work.acts_next(), orphan.work.has_acted()))
    };
    let envelopes = |consumer: Consumer, way: Way| {
        let stream = state.consumer(consumer).line.stream(way).iter();
        stream.map(|envelope| (envelope.kind as u8, envelope.messages.bits()))
    };
    outside(one)
        .cmp(&outside(other))
        .then_with(|| held(one).cmp(held(other)))
        .then_with(|| orphans(one).cmp(orphans(other)))
        .then_with(|| envelopes(one, Way::ToBroker).cmp(envelopes(other, Way::ToBroker)))
        .then_with(|| envelopes(one, Way::ToClient).cmp(envelopes(other, Way::ToClient)))
}
