//! A world as bytes that say what can still happen, and nothing more.
//!
//! Two worlds with the same bytes allow the same actions, which raise the same flags and lead to worlds with the same
//! bytes again (a bisimulation; `tests/packing.rs` holds it to that). What is left out, and why that changes nothing:
//!
//! | left out | because |
//! |---|---|
//! | the flags | a broken promise is seen in the step that breaks it; no rule reads them |
//! | how often a message was received, how often applied | rules only ask whether it ever was; without consumers it is read off the log |
//! | the list of effects, whether a request is sent again | only shown; no rule reads them |
//! | sequence numbers, the partition of a message | they follow from the setup |
//! | copy numbers and epochs | rules ask only which records of two logs are the same, and that is kept |
//!
//! Messages are never renamed: order is judged by their numbers.

use super::consumer::{Held, Status};
use super::leader::Waiting;
use super::producer::request;
use super::replica::{Cluster, Log, LogRecord, Node};
use super::rules::Rules;
use super::state::{Nodes, State};
use super::transaction::Ending;
use crate::model::pack::{Packer, Unpacker, pack_outcome, pack_work, unpack_outcome, unpack_work};
use crate::model::{Belief, Consumer, CopyId, Envelope, EnvelopeKind, Member, Message, Messages, Record, Stage, Way};

/// Writes the world's bytes over the front of the buffer, as far as there is room, and answers how many they are.
#[inline(never)]
pub fn pack(rules: &Rules, state: &State, buffer: &mut [u8]) -> usize {
    let mut packer = Packer::over(buffer);
    pack_bits(state, &mut packer);
    pack_records(rules, state, &mut packer);
    pack_outcome(rules.strategy, &state.outcome, &mut packer);
    pack_producer(state, &mut packer);
    pack_cluster(rules, &state.cluster, &mut packer);
    if let Some(Waiting { message, offset, .. }) = state.waiting {
        packer.byte(message.0);
        packer.number(offset.into());
    }
    if rules.transactional {
        pack_transaction(state, &mut packer);
    }
    pack_group(rules, state, &mut packer);
    packer.length_so_far()
}

/// Makes `state` the world of those bytes. Its old content only lends its memory.
#[inline(never)]
pub fn unpack(rules: &Rules, bytes: &[u8], state: &mut State) {
    let mut unpacker = Unpacker(bytes);
    let waits = unpack_bits(&mut unpacker, state);
    unpack_records(&mut unpacker, state);
    unpack_outcome(rules.strategy, &mut unpacker, &mut state.outcome);
    unpack_producer(rules, &mut unpacker, state);
    state.next_copy = unpack_cluster(rules, &mut unpacker, &mut state.cluster);
    state.waiting = waits.then(|| {
        let message = Message(unpacker.byte());
        Waiting { message, partition: rules.partition(message), offset: unpacker.number() as u16 }
    });
    if rules.transactional {
        unpack_transaction(&mut unpacker, state);
    }
    unpack_group(rules, &mut unpacker, state);
}

const DISTURBED: u8 = 8;
const WAITS: u8 = 16;
const LEADER_SHIFT: u8 = 5;

const fn bit(set: bool, bit: u8) -> u8 {
    if set { bit } else { 0 }
}

/// The faults left (at most four), what is one bit, and who leads.
fn pack_bits(state: &State, packer: &mut Packer) {
    let leader = state.cluster.leader.map_or(0, |leader| leader.0 + 1);
    let switches = bit(state.disturbed, DISTURBED) | bit(state.waiting.is_some(), WAITS);
    packer.byte(state.faults_left | switches | leader << LEADER_SHIFT);
}

/// Answers whether a request waits.
const fn unpack_bits(unpacker: &mut Unpacker, state: &mut State) -> bool {
    let bits = unpacker.byte();
    state.faults_left = bits & (DISTURBED - 1);
    state.disturbed = bits & DISTURBED != 0;
    state.cluster.leader = match bits >> LEADER_SHIFT {
        0 => None,
        number => Some(Member(number - 1)),
    };
    bits & WAITS != 0
}

const BELIEFS: [Belief; 4] = [Belief::Unsent, Belief::Unknown, Belief::Acked, Belief::Failed];

/// Four bits a message: belief, ever received, ever applied.
fn record_bits(rules: &Rules, record: &Record) -> u8 {
    let taken = record.taken > 0 && rules.consumers > 0;
    record.belief as u8 | bit(taken, 4) | bit(record.applied > 0, 8)
}

fn pack_records(rules: &Rules, state: &State, packer: &mut Packer) {
    for pair in state.outcome.ledger.records.chunks(2) {
        packer.byte(pair.iter().rev().fold(0, |bits, record| bits << 4 | record_bits(rules, record)));
    }
}

fn unpack_records(unpacker: &mut Unpacker, state: &mut State) {
    let mut sent = 0;
    for pair in state.outcome.ledger.records.chunks_mut(2) {
        let mut bits = unpacker.byte();
        for record in pair {
            let belief = BELIEFS[(bits & 3) as usize];
            *record = Record { belief, taken: bits >> 2 & 1, applied: bits >> 3 & 1, outdated: false };
            sent += u8::from(belief != Belief::Unsent);
            bits >>= 4;
        }
    }
    // Messages are first sent in order, so the producer's count is in the beliefs.
    state.producer.sent = sent;
}

/// What the producer keeps, and what is on its connection.
fn pack_producer(state: &State, packer: &mut Packer) {
    let (producer, line) = (&state.producer, &state.line);
    for list in [&producer.to_resend, &producer.in_flight] {
        packer.length(list.len());
        list.iter().for_each(|message| packer.byte(message.0));
    }
    for way in [Way::ToBroker, Way::ToClient] {
        packer.length(line.stream(way).len());
        for envelope in line.stream(way) {
            let first = envelope.messages.iter().next().map_or(0, |message| message.0);
            let about_transaction = matches!(envelope.kind, EnvelopeKind::Commit | EnvelopeKind::CommitOk);
            let failed = envelope.kind == EnvelopeKind::ProduceError;
            packer.byte(if about_transaction { 0 } else { first << 1 | u8::from(failed) });
            if about_transaction {
                packer.number(envelope.messages.bits());
            }
        }
    }
}

fn unpack_producer(rules: &Rules, unpacker: &mut Unpacker, state: &mut State) {
    let producer = &mut state.producer;
    for list in [&mut producer.to_resend, &mut producer.in_flight] {
        list.clear();
        list.extend((0..unpacker.length()).map(|_| Message(unpacker.byte())));
    }
    for way in [Way::ToBroker, Way::ToClient] {
        let stream = state.line.stream_mut(way);
        stream.clear();
        for _ in 0..unpacker.length() {
            stream.push(unpack_envelope(rules, unpacker, way));
        }
    }
}

/// 0 stands for the end of a transaction, anything else for a message and whether it failed.
fn unpack_envelope(rules: &Rules, unpacker: &mut Unpacker, way: Way) -> Envelope {
    let byte = unpacker.byte();
    let kind = match (way, byte, byte & 1) {
        (Way::ToBroker, 0, _) => EnvelopeKind::Commit,
        (Way::ToClient, 0, _) => EnvelopeKind::CommitOk,
        (Way::ToBroker, ..) => EnvelopeKind::Produce,
        (Way::ToClient, _, 0) => EnvelopeKind::Produced,
        (Way::ToClient, ..) => EnvelopeKind::ProduceError,
    };
    if byte == 0 {
        let messages = Messages::from_bits(unpacker.number());
        return Envelope { kind, messages, number: 0, multiple: false, again: false };
    }
    request(rules, kind, Message(byte >> 1), false)
}

fn pack_transaction(state: &State, packer: &mut Packer) {
    packer.number(state.producer.transaction.bits());
    packer.number(state.decided.bits());
    packer.byte(state.ending.map_or(0, |ending| ending.partitions) | bit(state.producer.ending, ENDING));
}

fn unpack_transaction(unpacker: &mut Unpacker, state: &mut State) {
    state.producer.transaction = Messages::from_bits(unpacker.number());
    state.decided = Messages::from_bits(unpacker.number());
    let bits = unpacker.byte();
    let partitions = bits & (ENDING - 1);
    state.ending = (partitions != 0).then_some(Ending { partitions });
    state.producer.ending = bits & ENDING != 0;
}

const ENDING: u8 = 16;
const UP: u8 = 1;
const FOLLOWS: u8 = 2;
const TORN: u8 = 4;
const IN_SYNC: u8 = 8;

/// Each node: what is one bit, then its logs, each by how much of it an earlier node's log has too.
fn pack_cluster(rules: &Rules, cluster: &Cluster, packer: &mut Packer) {
    for (member, node) in (0..).map(Member).zip(&cluster.nodes) {
        let in_sync = bit(cluster.in_sync.contains(member), IN_SYNC);
        packer.byte(bit(node.up, UP) | bit(node.follows, FOLLOWS) | bit(node.torn, TORN) | in_sync);
        for (partition, log) in node.logs.iter().enumerate() {
            pack_log(rules, &cluster.nodes[..member.0 as usize], partition, log, packer);
        }
    }
    cluster.high_watermarks.iter().for_each(|mark| packer.number(u64::from(*mark)));
}

/// Logs that have a record in common have all records before it in common too (J11), so one earlier node and a length
/// say which records are the same.
fn pack_log(rules: &Rules, earlier: &[Node], partition: usize, log: &Log, packer: &mut Packer) {
    let (mut source, mut shared) = (0, 0);
    for (index, other) in earlier.iter().enumerate() {
        let common = log.common(&other.logs[partition]);
        // The first of those that share the most, so that equal worlds have equal bytes.
        if common > shared {
            (source, shared) = (index as u8, common);
        }
    }
    if !earlier.is_empty() {
        packer.byte(source);
        packer.length(shared);
    }
    packer.length(log.records.len() - shared);
    log.records[shared..].iter().for_each(|record| packer.byte(record.message.map_or(0, |message| message.0)));
    if !rules.flush {
        packer.number(log.flushed.into());
    }
}

/// Answers how many copies there are.
fn unpack_cluster(rules: &Rules, unpacker: &mut Unpacker, cluster: &mut Cluster) -> u16 {
    let mut copies = 0;
    cluster.in_sync = Nodes::default();
    cluster.epoch = 0;
    for member in (0..rules.replicas).map(Member) {
        let bits = unpacker.byte();
        let (earlier, rest) = cluster.nodes.split_at_mut(member.0 as usize);
        let node = &mut rest[0];
        node.up = bits & UP != 0;
        node.follows = bits & FOLLOWS != 0;
        node.torn = bits & TORN != 0;
        if bits & IN_SYNC != 0 {
            cluster.in_sync.insert(member);
        }
        for (partition, log) in node.logs.iter_mut().enumerate() {
            log.records.clear();
            if !earlier.is_empty() {
                let source = &earlier[unpacker.byte() as usize].logs[partition];
                log.records.extend_from_slice(&source.records[..unpacker.length()]);
            }
            for _ in 0..unpacker.length() {
                let message = Some(unpacker.byte()).filter(|number| *number > 0).map(Message);
                log.records.push(LogRecord { message, copy: CopyId(copies), epoch: 0 });
                copies += 1;
            }
            log.flushed = if rules.flush { log.end() } else { unpacker.number() as u16 };
        }
    }
    cluster.high_watermarks.iter_mut().for_each(|mark| *mark = unpacker.number() as u16);
    copies
}

const POSITION_IS_STALE: u8 = 8;
const COMMITTED_IS_STALE: u8 = 16;
const STAGES: [Stage; 3] = [Stage::Received, Stage::Applied, Stage::Orphan];
const STATUSES: [Status; 3] = [Status::Member, Status::Kicked, Status::Gone];

fn pack_group(rules: &Rules, state: &State, packer: &mut Packer) {
    for claim in &state.group {
        let stale = bit(claim.position_is_stale, POSITION_IS_STALE) | bit(claim.committed_is_stale, COMMITTED_IS_STALE);
        packer.byte(claim.owner.map_or(0, |owner| owner.0 + 1) | stale);
        packer.number(claim.position.into());
        packer.number(claim.finished.into());
        packer.number(claim.committed.map_or(0, |committed| u64::from(committed) + 1));
    }
    for consumer in &state.consumers {
        packer.byte(consumer.status as u8);
        packer.length(consumer.hand.len());
        for held in &consumer.hand {
            let stage = STAGES.iter().position(|stage| *stage == held.stage).unwrap_or(0);
            packer.byte(held.message.0);
            packer.number(u64::from(held.offset) * STAGES.len() as u64 + stage as u64);
            pack_work(rules.strategy, &state.outcome.store, held.work, packer);
        }
    }
}

fn unpack_group(rules: &Rules, unpacker: &mut Unpacker, state: &mut State) {
    for claim in &mut state.group {
        let bits = unpacker.byte();
        claim.position_is_stale = bits & POSITION_IS_STALE != 0;
        claim.committed_is_stale = bits & COMMITTED_IS_STALE != 0;
        claim.owner = (bits & (POSITION_IS_STALE - 1)).checked_sub(1).map(Consumer);
        claim.position = unpacker.number() as u16;
        claim.finished = unpacker.number() as u16;
        claim.committed = unpacker.number().checked_sub(1).map(|committed| committed as u16);
    }
    for consumer in &mut state.consumers {
        consumer.status = STATUSES[unpacker.byte() as usize];
        consumer.hand.clear();
        for _ in 0..unpacker.length() {
            let message = Message(unpacker.byte());
            let number = unpacker.number();
            let (offset, stage) =
                ((number / STAGES.len() as u64) as u16, STAGES[(number % STAGES.len() as u64) as usize]);
            // Only events name the copy, and the world of these bytes tells nobody.
            let copy = CopyId(0);
            let work = unpack_work(rules.strategy, &mut state.outcome.store, unpacker);
            consumer.hand.push(Held { partition: rules.partition(message), offset, message, copy, stage, work });
        }
    }
}
