//! The producer, the consumers and their connections as bytes. The first byte of each says which of its lists are there,
//! for most of them are empty most of the time. Publish numbers and delivery tags count from the oldest
//! that anything still names.

use super::{bit, line_bits, pack_line, unpack_line};
use crate::model::effects::Store;
use crate::model::pack::{Packer, Unpacker, pack_work, unpack_work};
use crate::model::rabbitmq::consumer::{Consuming, Held, Orphan};
use crate::model::rabbitmq::delivery::Subscriptions;
use crate::model::rabbitmq::queue::Memory;
use crate::model::rabbitmq::rules::Rules;
use crate::model::rabbitmq::state::State;
use crate::model::{Consumer, Message, Messages, Stage, Way};

/// What publish numbers count from. Everything on the wire or owed is unanswered too, and numbers only grow.
pub(super) fn number_base(state: &State) -> u32 {
    state.producer.unanswered.first().map_or(state.producer.numbered, |(oldest, _)| oldest - 1)
}

const TO_RESEND: u8 = 1;
const UNANSWERED: u8 = 2;

pub(super) fn pack_producer(state: &State, packer: &mut Packer) {
    let (producer, base) = (&state.producer, number_base(state));
    packer.byte(
        bit(!producer.to_resend.is_empty(), TO_RESEND)
            | bit(!producer.unanswered.is_empty(), UNANSWERED)
            | line_bits(&state.producer_line),
    );
    if !producer.to_resend.is_empty() {
        packer.number(producer.to_resend.bits());
    }
    // Without anything unanswered the numbers count from here.
    if !producer.unanswered.is_empty() {
        packer.number(u64::from(producer.numbered - base));
        packer.length(producer.unanswered.len());
        for (number, message) in &producer.unanswered {
            packer.number(u64::from(number - base));
            packer.byte(message.0);
        }
    }
    pack_line(&state.producer_line, base, packer);
}

pub(super) fn unpack_producer(unpacker: &mut Unpacker, state: &mut State) {
    let producer = &mut state.producer;
    let bits = unpacker.byte();
    producer.to_resend = Messages::NONE;
    producer.numbered = 0;
    producer.unanswered.clear();
    if bits & TO_RESEND != 0 {
        producer.to_resend = Messages::from_bits(unpacker.number());
    }
    if bits & UNANSWERED != 0 {
        producer.numbered = unpacker.number() as u32;
        for _ in 0..unpacker.length() {
            producer.unanswered.push((unpacker.number() as u32, Message(unpacker.byte())));
        }
    }
    unpack_line(bits, unpacker, &mut state.producer_line);
}

/// The setup's format allows no more.
const CONSUMERS_MAX: usize = 16;

/// For each consumer, what its channel's tags count from: just before the oldest that anything still names.
pub(super) struct Tags([u32; CONSUMERS_MAX]);

impl Tags {
    pub fn of(state: &State) -> Self {
        let mut bases = [0; CONSUMERS_MAX];
        for (base, consuming) in bases.iter_mut().zip(&state.consumers) {
            *base = oldest_tag(consuming) - 1;
        }
        // A packed world's tags begin with 1, so mostly the oldest one is still found before the queue is asked.
        if bases[..state.consumers.len()].iter().all(|base| *base == 0) {
            return Self(bases);
        }
        for slot in &state.queues.slots {
            if let Memory::Unacked { consumer, tag } = slot.memory {
                let base = &mut bases[consumer.0 as usize];
                *base = tag.saturating_sub(1).min(*base);
            }
        }
        Self(bases)
    }

    pub fn relative(&self, consumer: Consumer, tag: u32) -> u64 {
        u64::from(tag - self.base(consumer))
    }

    fn base(&self, consumer: Consumer) -> u32 {
        self.0[consumer.0 as usize]
    }
}

/// The oldest tag in hand or on the wire; where there is none, the one that comes next.
fn oldest_tag(Consuming { line, tagged, held, .. }: &Consuming) -> u32 {
    // Deliveries come and are finished in order, so of those in hand the first is the oldest.
    let mut oldest = held.first().map_or(tagged + 1, |held| held.tag);
    for way in [Way::ToBroker, Way::ToClient].into_iter().filter(|way| line.has(*way)) {
        let tags = line.stream(way).iter().map(|envelope| envelope.number).filter(|tag| *tag > 0);
        oldest = tags.fold(oldest, u32::min);
    }
    oldest
}

const RUNNING: u8 = 1;
const CANCELLED: u8 = 2;
const MAY_FORGET: u8 = 4;
const TAGGED: u8 = 8;
const HELD: u8 = 16;
const ORPHANS: u8 = 32;
const STAGES: [Stage; 4] = [Stage::Received, Stage::AckedFirst, Stage::Applied, Stage::Orphan];

pub(super) fn pack_consumers(rules: &Rules, state: &State, tags: &Tags, packer: &mut Packer) {
    let mut first = 0;
    for subscriptions in &state.subscriptions {
        pack_subscriptions(first, rules, subscriptions, packer);
        first += rules.consumers;
    }
    for (consumer, consuming) in state.consumer_ids().zip(&state.consumers) {
        pack_consumer(rules, &state.outcome.store, consuming, tags.base(consumer), packer);
    }
}

/// Consumers count from the first one of their queue.
fn pack_subscriptions(first: u8, rules: &Rules, subscriptions: &Subscriptions, packer: &mut Packer) {
    let place = |consumer: Consumer| consumer.0 - first;
    // Two bits a turn; a one before them marks where they begin.
    packer.number(subscriptions.turns.iter().fold(1, |bits, turn| bits << 2 | u64::from(place(*turn))));
    if rules.single_active_consumer {
        packer.byte(subscriptions.active.map_or(0, |active| place(active) + 1));
    }
}

fn unpack_subscriptions(first: u8, rules: &Rules, unpacker: &mut Unpacker, subscriptions: &mut Subscriptions) {
    let turns = unpacker.number();
    let count = turns.ilog2() / 2;
    let at = |place: u8| Consumer(first + place);
    subscriptions.turns.clear();
    subscriptions.turns.extend((0..count).rev().map(|place| at((turns >> (2 * place) & 3) as u8)));
    let active = if rules.single_active_consumer { unpacker.byte() } else { 0 };
    subscriptions.active = active.checked_sub(1).map(at);
}

fn pack_consumer(rules: &Rules, store: &Store, consuming: &Consuming, base: u32, packer: &mut Packer) {
    let tagged = consuming.tagged.saturating_sub(base);
    packer.byte(
        bit(consuming.running, RUNNING)
            | bit(consuming.cancelled, CANCELLED)
            | bit(consuming.may_forget, MAY_FORGET)
            | bit(tagged > 0, TAGGED)
            | bit(!consuming.held.is_empty(), HELD)
            | bit(!consuming.orphans.is_empty(), ORPHANS)
            | line_bits(&consuming.line),
    );
    if tagged > 0 {
        packer.number(u64::from(tagged));
    }
    if !consuming.held.is_empty() {
        packer.length(consuming.held.len());
    }
    for held in &consuming.held {
        packer.byte(held.message.index() as u8 | (held.stage as u8) << 6);
        packer.number(u64::from(held.tag - base));
        pack_work(rules.strategy, store, held.work, packer);
    }
    if !consuming.orphans.is_empty() {
        packer.length(consuming.orphans.len());
    }
    for orphan in &consuming.orphans {
        packer.byte(orphan.message.0);
        pack_work(rules.strategy, store, orphan.work, packer);
    }
    pack_line(&consuming.line, base, packer);
}

pub(super) fn unpack_consumers(rules: &Rules, unpacker: &mut Unpacker, state: &mut State) {
    let mut first = 0;
    for subscriptions in &mut state.subscriptions {
        unpack_subscriptions(first, rules, unpacker, subscriptions);
        first += rules.consumers;
    }
    let store = &mut state.outcome.store;
    for consuming in &mut state.consumers {
        let bits = unpacker.byte();
        consuming.running = bits & RUNNING != 0;
        consuming.cancelled = bits & CANCELLED != 0;
        consuming.may_forget = bits & MAY_FORGET != 0;
        consuming.tagged = if bits & TAGGED != 0 { unpacker.number() as u32 } else { 0 };
        consuming.held.clear();
        for _ in 0..unpacker.length_if(bits & HELD != 0) {
            let held = unpacker.byte();
            let (message, stage) = (Message::at((held & 63) as usize), STAGES[(held >> 6) as usize]);
            let tag = unpacker.number() as u32;
            let work = unpack_work(rules.strategy, store, unpacker);
            consuming.held.push(Held { message, tag, redelivered: false, stage, work });
        }
        consuming.orphans.clear();
        let orphans = unpacker.length_if(bits & ORPHANS != 0);
        for _ in 0..orphans {
            let message = Message(unpacker.byte());
            consuming.orphans.push(Orphan { message, work: unpack_work(rules.strategy, store, unpacker) });
        }
        unpack_line(bits, unpacker, &mut consuming.line);
    }
}
