//! The state as a picture.

use super::consumer::{Consuming, Status};
use super::rules::Rules;
use super::state::State;
use crate::model::{
    Belief, BrokerScene, Consumer, ConsumerScene, ConsumerStatus, HeldScene, Line, LineScene, LogScene, Member,
    Message, Partition, ProducerScene, ReaderScene, RecordScene, Scene, Way,
};
use crate::setup::Acks;

/// What can be seen.
#[inline(never)]
pub fn scene(rules: &Rules, state: &State) -> Scene {
    Scene {
        producer: producer(rules, state),
        lines: lines(state),
        broker: broker(rules, state),
        consumers: state.consumer_ids().map(|consumer| consumer_scene(state, consumer)).collect(),
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
    ProducerScene {
        unsent: believed(Belief::Unsent).collect(),
        to_resend: producer.to_resend.iter().copied().collect(),
        unanswered: producer.in_flight.iter().copied().collect(),
        unknown: believed(Belief::Unknown).filter(|message| !producer.keeps(*message)).collect(),
        acked: believed(Belief::Acked).collect(),
        failed: believed(Belief::Failed).collect(),
        window: (rules.acks != Acks::Zero).then_some(rules.max_in_flight as u8),
    }
}

/// Consumers have connections too, which lose nothing: a poll that is cut is simply done again.
fn lines(state: &State) -> Vec<LineScene> {
    let stream = |way: Way| state.line.stream(way).to_vec();
    let (to_broker, to_client) = (stream(Way::ToBroker), stream(Way::ToClient));
    let producer = LineScene { line: Line::Producer, up: state.serving(), to_broker, to_client };
    let consumers = state.consumer_ids().map(|consumer| LineScene {
        line: Line::Consumer(consumer),
        up: state.serving() && state.consumer(consumer).status != Status::Gone,
        to_broker: Vec::new(),
        to_client: Vec::new(),
    });
    std::iter::once(producer).chain(consumers).collect()
}

fn broker(rules: &Rules, state: &State) -> BrokerScene {
    let members = || state.cluster.member_ids();
    let partitions = rules.partition_ids();
    let logs = partitions.flat_map(|partition| members().map(move |member| log(state, member, partition)));
    BrokerScene {
        up: state.serving(),
        queue_exists: true,
        shelves: Vec::new(),
        buffered: Vec::new(),
        owed: state.waiting.iter().map(|waiting| waiting.message).collect(),
        logs: logs.collect(),
        readers: rules.partition_ids().map(|partition| reader(state, partition)).collect(),
        epoch: state.cluster.epoch,
    }
}

fn log(state: &State, member: Member, partition: Partition) -> LogScene {
    let (node, log) = (state.cluster.node(member), state.cluster.log(member, partition));
    let high_watermark = state.cluster.high_watermarks[partition.index()];
    let records = (0..).zip(&log.records).map(|(offset, record)| RecordScene {
        copy: record.copy,
        message: record.message,
        epoch: record.epoch,
        committed: offset < high_watermark && is_leaders(state, partition, offset, record.copy),
        on_disk: offset < log.flushed,
    });
    LogScene {
        partition,
        member,
        up: node.up,
        leader: state.cluster.leader == Some(member),
        in_sync: state.cluster.in_sync.contains(member),
        records: records.collect(),
        high_watermark,
    }
}

/// A replica that has gone another way may hold another record at an offset below the high watermark.
fn is_leaders(state: &State, partition: Partition, offset: u16, copy: crate::model::CopyId) -> bool {
    let Some(log) = state.leader_log(partition) else { return true };
    log.records.get(offset as usize).is_some_and(|record| record.copy == copy)
}

fn reader(state: &State, partition: Partition) -> ReaderScene {
    let claim = state.claim(partition);
    ReaderScene { partition, owner: claim.owner, position: claim.position, committed: claim.committed }
}

fn consumer_scene(state: &State, consumer: Consumer) -> ConsumerScene {
    let consuming = state.consumer(consumer);
    let held = consuming.hand.iter();
    let held =
        held.map(|held| HeldScene { message: held.message, stage: held.stage, work: held.work, redelivered: false });
    ConsumerScene {
        consumer,
        status: status(consuming),
        active: None,
        holding: held.collect(),
        remembers: state.outcome.store.remembered[consumer.0 as usize].iter().collect(),
        prefetch: None,
        unacked: 0,
    }
}

const fn status(consuming: &Consuming) -> ConsumerStatus {
    match consuming.status {
        Status::Member => ConsumerStatus::Running,
        Status::Kicked => ConsumerStatus::Kicked,
        Status::Gone => ConsumerStatus::Down,
    }
}
