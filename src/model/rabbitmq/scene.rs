//! The state as a picture.

use super::consumer::Consuming;
use super::queue::{Memory, Slot};
use super::quorum::{Cluster, Entry};
use super::rules::Rules;
use super::state::State;
use crate::model::{
    Belief, BrokerScene, Consumer, ConsumerScene, ConsumerStatus, CopyId, CopyScene, CopyState, Death, HeldScene, Line,
    LineScene, Member, Message, ProducerScene, Scene, Shelf, ShelfKind, Stage, Way,
};
use crate::setup::Publish;

/// What can be seen.
pub fn scene(rules: &Rules, state: &State) -> Scene {
    Scene {
        producer: producer(rules, state),
        lines: lines(state),
        broker: broker(rules, state),
        consumers: state.consumer_ids().map(|consumer| consumer_scene(rules, state, consumer)).collect(),
        effects: state.outcome.effects.clone(),
        marks: state.outcome.store.marks.iter().collect(),
    }
}

fn producer(rules: &Rules, state: &State) -> ProducerScene {
    let producer = &state.producer;
    let believed = |belief: Belief| {
        let records = state.outcome.ledger.records.iter().enumerate();
        records.filter(move |(_, record)| record.belief == belief).map(|(index, _)| Message::at(index))
    };
    let unanswered: Vec<Message> = producer.unanswered.iter().map(|(_, message)| *message).collect();
    let elsewhere = |message: &Message| unanswered.contains(message) || producer.to_resend.contains(*message);
    ProducerScene {
        unsent: believed(Belief::Unsent).collect(),
        to_resend: producer.to_resend.iter().collect(),
        unknown: believed(Belief::Unknown).filter(|message| !elsewhere(message)).collect(),
        acked: believed(Belief::Acked).collect(),
        failed: believed(Belief::Failed).collect(),
        window: (rules.publish != Publish::FireAndForget).then_some(rules.window as u8),
        unanswered,
    }
}

fn lines(state: &State) -> Vec<LineScene> {
    let consumers = state.consumer_ids().map(Line::Consumer);
    let all = std::iter::once(Line::Producer).chain(consumers);
    all.map(|line| LineScene {
        line,
        up: state.serving() && runs(state, line),
        to_broker: state.line(line).stream(Way::ToBroker).to_vec(),
        to_client: state.line(line).stream(Way::ToClient).to_vec(),
    })
    .collect()
}

fn runs(state: &State, line: Line) -> bool {
    match line {
        Line::Producer => true,
        Line::Consumer(consumer) => state.consumer(consumer).running,
    }
}

fn broker(rules: &Rules, state: &State) -> BrokerScene {
    let channel = &state.channel;
    let committing = channel.commit.as_ref().map(|commit| commit.batch.iter().collect::<Vec<_>>());
    BrokerScene {
        up: state.serving(),
        queue_exists: !state.queues.gone,
        shelves: match &state.cluster {
            None => classic_shelves(state),
            Some(cluster) => Cluster::member_ids().map(|member| replica_shelf(rules, state, cluster, member)).collect(),
        },
        buffered: channel.buffered.clone(),
        owed: committing.unwrap_or_else(|| channel.owed.iter().map(|owed| owed.message).collect()),
        logs: Vec::new(),
        readers: Vec::new(),
        epoch: 0,
    }
}

fn classic_shelves(state: &State) -> Vec<Shelf> {
    let shelf = |kind: ShelfKind, up: bool, has: fn(&Slot) -> bool| Shelf {
        kind,
        up,
        copies: state.queues.slots.iter().filter(|slot| has(slot)).map(copy).collect(),
    };
    vec![
        shelf(ShelfKind::Memory, state.node_up, |slot| !matches!(slot.memory, Memory::Forgotten | Memory::Died)),
        shelf(ShelfKind::PageCache, true, |slot| slot.page_cache),
        shelf(ShelfKind::Disk, true, |slot| slot.disk),
    ]
}

fn copy(slot: &Slot) -> CopyScene {
    let state = match slot.memory {
        Memory::Ready | Memory::Returned => CopyState::Ready,
        Memory::Unacked { consumer, .. } => CopyState::Unacked(consumer),
        Memory::Settling(_) | Memory::Leaving => CopyState::Settling,
        Memory::Forgotten => CopyState::Leftover,
        Memory::Died => CopyState::Ready,
    };
    let Slot { copy, message, queue, death, redelivered, .. } = *slot;
    CopyScene { copy, message, queue, death, state, redelivered }
}

/// A member's log as the copies it would bring back: everything enqueued and not settled.
#[inline(never)]
fn replica_shelf(rules: &Rules, state: &State, cluster: &Cluster, member: Member) -> Shelf {
    let leader = cluster.leader() == Some(member);
    let replica = cluster.replica(member);
    let mut copies: Vec<CopyScene> = Vec::new();
    for entry in &replica.log {
        match *entry {
            Entry::Enqueue(copy, message, death) => copies.push(in_log(rules, state, cluster, (copy, message, death))),
            Entry::Settle(copy) => mark_settling(state, &mut copies, copy),
            Entry::Discard(copy, _) => mark_settling(state, &mut copies, copy),
            Entry::Requeue(_) => {}
        }
    }
    copies.sort_by_key(|copy| copy.queue);
    Shelf { kind: ShelfKind::Replica { member, leader }, up: replica.up, copies }
}

/// A settlement in a log removes the copy there once a majority has it.
fn mark_settling(state: &State, copies: &mut Vec<CopyScene>, settled: CopyId) {
    if state.queues.position(settled).is_none() {
        copies.retain(|copy| copy.copy != settled);
    }
}

/// A copy that a log has, of a message, with the reason if it is a dead letter.
fn in_log(
    rules: &Rules,
    state: &State,
    cluster: &Cluster,
    (id, message, death): (CopyId, Message, Option<Death>),
) -> CopyScene {
    match state.queues.position(id) {
        Some(index) => copy(&state.queues.slots[index]),
        None => CopyScene {
            copy: id,
            message,
            queue: rules.home_of(message, death),
            death,
            state: CopyState::Uncommitted,
            redelivered: cluster.handed_out(id),
        },
    }
}

fn consumer_scene(rules: &Rules, state: &State, consumer: Consumer) -> ConsumerScene {
    let consuming = state.consumer(consumer);
    let orphans = consuming.orphans.iter();
    let orphans = orphans.map(|orphan| HeldScene {
        message: orphan.message,
        stage: Stage::Orphan,
        work: orphan.work,
        redelivered: false,
    });
    let held = consuming.held.iter();
    let held = held.map(|held| HeldScene {
        message: held.message,
        stage: held.stage,
        work: held.work,
        redelivered: held.redelivered,
    });
    ConsumerScene {
        consumer,
        status: status(consuming),
        active: rules
            .single_active_consumer
            .then(|| state.subscriptions[rules.queue_of_consumer(consumer).index()].active == Some(consumer)),
        holding: orphans.chain(held).collect(),
        remembers: state.outcome.store.remembered[consumer.0 as usize].iter().collect(),
        prefetch: rules.prefetch_limit().map(|limit| limit as u8),
        unacked: state.queues.unacked_by(consumer) as u8,
    }
}

fn status(consuming: &Consuming) -> ConsumerStatus {
    match (consuming.running, consuming.cancelled) {
        (false, _) => ConsumerStatus::Down,
        (true, true) => ConsumerStatus::Cancelled,
        (true, false) => ConsumerStatus::Running,
    }
}
