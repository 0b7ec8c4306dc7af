//! A world as bytes that say what can still happen, and nothing more.
//!
//! Two worlds with the same bytes allow the same actions, which raise the same flags and lead to worlds with the same
//! bytes again (a bisimulation; `tests/packing.rs` holds it to that). So a search that tells worlds apart by these bytes
//! finds every flag, and the shortest run to it. What is left out, and why that changes nothing:
//!
//! | left out | because |
//! |---|---|
//! | the flags | a broken promise is seen in the step that breaks it; no rule reads them |
//! | how often a message was received, how often applied | rules only ask whether it ever was; how often where a total can be overwritten |
//! | the log of effects, the redelivered marks, who was handed out what | only shown; no rule reads them |
//! | absolute publish numbers and delivery tags | rules compare numbers of one channel, so only their distances count |
//! | absolute copy numbers | rules ask only whether two are the same |
//! | why a message is in the dead-letter queue | rules ask only whether it comes back from there |
//! | how many equal copies stay in the dead-letter queue of a classic queue, and their order | nothing ever happens to one of them alone |
//! | absolute terms, and cluster-wide settled entries at the front of the logs | as `replicas` explains |
//!
//! Messages are never renamed: order is judged by their numbers.

mod clients;
mod replicas;
mod slots;

use super::channel::{Answer, Commit, Owed};
use super::queue::Slot;
use super::rules::Rules;
use super::state::State;
use crate::model::connection::Connection;
use crate::model::pack::{Packer, Unpacker, pack_outcome, unpack_outcome};
use crate::model::{Belief, CopyId, Envelope, EnvelopeKind, Message, Messages, Record, Way};
use crate::setup::Publish;
use clients::Tags;

/// Writes the world's bytes over the front of a buffer, as far as they fit; answers how many they are.
pub fn pack(rules: &Rules, state: &State, buffer: &mut [u8]) -> usize {
    let mut packer = Packer::over(buffer);
    let mut copies = Copies { slots: slots::named(rules, state), others: Vec::new() };
    pack_bits(state, &mut packer);
    pack_records(&state.outcome.ledger.records, &mut packer);
    pack_outcome(rules.strategy, &state.outcome, &mut packer);
    clients::pack_producer(state, &mut packer);
    let tags = Tags::of(state);
    slots::pack(rules, state, &tags, &mut packer);
    if let Some(cluster) = &state.cluster {
        replicas::pack(rules, cluster, &mut copies, &mut packer);
    }
    pack_channel(rules, state, &mut copies, &mut packer);
    clients::pack_consumers(rules, state, &tags, &mut packer);
    packer.length_so_far()
}

/// Makes `state` the world of those bytes. Its old content only lends its memory.
pub fn unpack(rules: &Rules, bytes: &[u8], state: &mut State) {
    let mut unpacker = Unpacker(bytes);
    unpack_bits(&mut unpacker, state);
    unpack_records(&mut unpacker, state);
    unpack_outcome(rules.strategy, &mut unpacker, &mut state.outcome);
    clients::unpack_producer(&mut unpacker, state);
    slots::unpack(rules, &mut unpacker, state);
    let mut copies = state.queues.slots.len() as u16;
    if let Some(cluster) = &mut state.cluster {
        copies = copies.max(replicas::unpack(rules, &mut unpacker, cluster));
    }
    state.next_copy = copies.max(unpack_channel(rules, &mut unpacker, state));
    clients::unpack_consumers(rules, &mut unpacker, state);
}

/// Copies by the order in which the bytes first name them: those of the queue, then what else the logs name.
struct Copies<'state> {
    slots: &'state [Slot],
    others: Vec<CopyId>,
}

impl Copies<'_> {
    fn rank(&mut self, copy: CopyId) -> u64 {
        let queued = self.slots.iter().position(|slot| slot.copy == copy);
        queued.unwrap_or_else(|| self.slots.len() + self.rank_of_other(copy)) as u64
    }

    fn rank_of_other(&mut self, copy: CopyId) -> usize {
        let known = self.others.iter().position(|known| *known == copy);
        known.unwrap_or_else(|| {
            self.others.push(copy);
            self.others.len() - 1
        })
    }
}

const NODE_UP: u8 = 8;
const QUEUE_GONE: u8 = 16;
const COMMITTING: u8 = 32;
const COMMIT: u8 = 64;

const fn bit(set: bool, bit: u8) -> u8 {
    if set { bit } else { 0 }
}

/// What is one bit, and the faults left (at most four).
fn pack_bits(state: &State, packer: &mut Packer) {
    let switches = bit(state.node_up, NODE_UP)
        | bit(state.queues.gone, QUEUE_GONE)
        | bit(state.producer.committing, COMMITTING)
        | bit(state.channel.commit.is_some(), COMMIT);
    packer.byte(state.faults_left | switches);
}

fn unpack_bits(unpacker: &mut Unpacker, state: &mut State) {
    let bits = unpacker.byte();
    state.faults_left = bits & (NODE_UP - 1);
    state.node_up = bits & NODE_UP != 0;
    state.queues.gone = bits & QUEUE_GONE != 0;
    state.producer.committing = bits & COMMITTING != 0;
    state.channel.commit =
        (bits & COMMIT != 0).then_some(Commit { batch: Messages::NONE, waiting: Vec::new(), refused: false });
}

const BELIEFS: [Belief; 4] = [Belief::Unsent, Belief::Unknown, Belief::Acked, Belief::Failed];

/// Four bits a message: belief, ever received, ever applied.
const fn record_bits(record: &Record) -> u8 {
    record.belief as u8 | bit(record.taken > 0, 4) | bit(record.applied > 0, 8)
}

fn pack_records(records: &[Record], packer: &mut Packer) {
    for pair in records.chunks(2) {
        packer.byte(pair.iter().rev().fold(0, |bits, record| bits << 4 | record_bits(record)));
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

/// The publisher's channel at the broker. Which part of it can hold anything depends on the mode.
fn pack_channel(rules: &Rules, state: &State, copies: &mut Copies, packer: &mut Packer) {
    match rules.publish {
        Publish::FireAndForget => {}
        Publish::Confirm => pack_owed(state, copies, packer),
        Publish::Tx => pack_commit(state, copies, packer),
    }
}

/// Answers: 0 an ack, 1 a nack, else the copy that it waits for.
fn pack_owed(state: &State, copies: &mut Copies, packer: &mut Packer) {
    let base = clients::number_base(state);
    packer.number(u64::from(state.channel.numbered - base));
    packer.length(state.channel.owed.len());
    for Owed { number, message, answer } in state.channel.owed.iter().copied() {
        packer.number(u64::from(number - base));
        packer.byte(message.0);
        packer.number(match answer {
            Answer::Ack => 0,
            Answer::Nack => 1,
            Answer::When(copy) => copies.rank(copy) + 2,
        });
    }
}

fn pack_commit(state: &State, copies: &mut Copies, packer: &mut Packer) {
    let commit = state.channel.commit.as_ref();
    packer.length(state.channel.buffered.len());
    state.channel.buffered.iter().for_each(|message| packer.byte(message.0));
    let Some(commit) = commit else { return };
    packer.number(commit.batch.bits());
    packer.byte(u8::from(commit.refused));
    packer.length(commit.waiting.len());
    commit.waiting.iter().for_each(|copy| packer.number(copies.rank(*copy)));
}

/// Answers how many copies it names at least.
fn unpack_channel(rules: &Rules, unpacker: &mut Unpacker, state: &mut State) -> u16 {
    let channel = &mut state.channel;
    channel.numbered = 0;
    channel.owed.clear();
    channel.buffered.clear();
    let mut copies = 0;
    let mut copy = |rank: u64| {
        copies = copies.max(rank as u16 + 1);
        CopyId(rank as u16)
    };
    match rules.publish {
        Publish::FireAndForget => {}
        Publish::Confirm => {
            channel.numbered = unpacker.number() as u32;
            for _ in 0..unpacker.length() {
                let (number, message) = (unpacker.number() as u32, Message(unpacker.byte()));
                let answer = match unpacker.number() {
                    0 => Answer::Ack,
                    1 => Answer::Nack,
                    rank => Answer::When(copy(rank - 2)),
                };
                channel.owed.push(Owed { number, message, answer });
            }
        }
        Publish::Tx => {
            channel.buffered.extend((0..unpacker.length()).map(|_| Message(unpacker.byte())));
            if let Some(commit) = &mut channel.commit {
                commit.batch = Messages::from_bits(unpacker.number());
                commit.refused = unpacker.byte() != 0;
                commit.waiting.extend((0..unpacker.length()).map(|_| copy(unpacker.number())));
            }
        }
    }
    copies
}

const MULTIPLE: u8 = 16;
/// Another envelope is behind it.
const MORE: u8 = 32;
/// In the first byte of a client: whether anything is on its way in each direction.
const WAYS: [(Way, u8); 2] = [(Way::ToBroker, 64), (Way::ToClient, 128)];

fn line_bits(line: &Connection) -> u8 {
    WAYS.iter().fold(0, |bits, (way, there)| bits | bit(line.has(*way), *there))
}

/// What is on its way. `base` is what the connection's numbers count from; 0 stands for no number.
#[inline(always)]
fn pack_line(line: &Connection, base: u32, packer: &mut Packer) {
    for (way, _) in WAYS.into_iter().filter(|(way, _)| line.has(*way)) {
        let stream = line.stream(way);
        for (index, envelope) in stream.iter().enumerate() {
            let more = index + 1 < stream.len();
            packer.byte(envelope.kind as u8 | bit(envelope.multiple, MULTIPLE) | bit(more, MORE));
            packer.number(envelope.messages.bits());
            packer.number(if envelope.number == 0 { 0 } else { u64::from(envelope.number - base) });
        }
    }
}

#[inline(always)]
fn unpack_line(bits: u8, unpacker: &mut Unpacker, line: &mut Connection) {
    for (way, there) in WAYS {
        let stream = line.stream_mut(way);
        stream.clear();
        let mut more = bits & there != 0;
        while more {
            let bits = unpacker.byte();
            more = bits & MORE != 0;
            let (kind, multiple) = (EnvelopeKind::ALL[(bits & (MULTIPLE - 1)) as usize], bits & MULTIPLE != 0);
            let messages = Messages::from_bits(unpacker.number());
            stream.push(Envelope { kind, messages, number: unpacker.number() as u32, multiple, again: false });
        }
    }
}
