//! The producer, the consumers and their connections as bytes. Publish numbers and delivery tags count from the oldest
//! that anything still names.

use super::{bit, pack_line, unpack_line};
use crate::model::pack::{Packer, Unpacker};
use crate::model::rabbitmq::consumer::{Consuming, Held};
use crate::model::rabbitmq::queue::Memory;
use crate::model::rabbitmq::rules::Rules;
use crate::model::rabbitmq::state::State;
use crate::model::{Consumer, Message, Messages, Stage, Way};

/// What publish numbers count from. Everything on the wire or owed is unanswered too, and numbers only grow.
pub(super) fn number_base(state: &State) -> u32 {
    state.producer.unanswered.first().map_or(state.producer.numbered, |(oldest, _)| oldest - 1)
}

pub(super) fn pack_producer(rules: &Rules, state: &State, packer: &mut Packer) {
    let (producer, base) = (&state.producer, number_base(state));
    if rules.numbers_publishes() {
        packer.number(producer.to_resend.bits());
        packer.number(u64::from(producer.numbered - base));
        packer.length(producer.unanswered.len());
        for (number, message) in &producer.unanswered {
            packer.number(u64::from(number - base));
            packer.byte(message.0);
        }
    }
    pack_line(&state.producer_line, base, packer);
}

pub(super) fn unpack_producer(rules: &Rules, unpacker: &mut Unpacker, state: &mut State) {
    let producer = &mut state.producer;
    producer.to_resend = Messages::NONE;
    producer.numbered = 0;
    producer.unanswered.clear();
    if rules.numbers_publishes() {
        producer.to_resend = Messages::from_bits(unpacker.number());
        producer.numbered = unpacker.number() as u32;
        for _ in 0..unpacker.length() {
            producer.unanswered.push((unpacker.number() as u32, Message(unpacker.byte())));
        }
    }
    unpack_line(unpacker, &mut state.producer_line);
}

/// The setup's format allows no more.
const CONSUMERS_MAX: usize = 4;

/// For each consumer, what its channel's tags count from: just before the oldest that anything still names.
pub(super) struct Tags([u32; CONSUMERS_MAX]);

impl Tags {
    pub fn of(state: &State) -> Self {
        let mut bases = [0; CONSUMERS_MAX];
        for (base, consumer) in bases.iter_mut().zip(state.consumer_ids()) {
            *base = oldest_tag(state, consumer).saturating_sub(1);
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

/// The oldest tag in hand, on the wire or unacked; where there is none, the one that comes next.
fn oldest_tag(state: &State, consumer: Consumer) -> u32 {
    let Consuming { line, tagged, held, .. } = state.consumer(consumer);
    let in_hand = held.iter().map(|held| held.tag);
    let streams = [Way::ToBroker, Way::ToClient].into_iter().flat_map(|way| line.stream(way));
    let on_wire = streams.map(|envelope| envelope.number).filter(|number| *number > 0);
    let unacked = state.queue.slots.iter().filter_map(|slot| match slot.memory {
        Memory::Unacked { consumer: holder, tag } if holder == consumer => Some(tag),
        _ => None,
    });
    in_hand.chain(on_wire).chain(unacked).min().unwrap_or(tagged + 1)
}

const RUNNING: u8 = 1;
const CANCELLED: u8 = 2;
const MAY_FORGET: u8 = 4;
const STAGES: [Stage; 4] = [Stage::Received, Stage::AckedFirst, Stage::Applied, Stage::Orphan];

pub(super) fn pack_consumers(rules: &Rules, state: &State, tags: &Tags, packer: &mut Packer) {
    let subscriptions = &state.subscriptions;
    packer.length(subscriptions.turns.len());
    subscriptions.turns.iter().for_each(|turn| packer.byte(turn.0));
    if rules.single_active_consumer {
        packer.byte(subscriptions.active.map_or(0, |active| active.0 + 1));
    }
    for (consumer, consuming) in state.consumer_ids().zip(&state.consumers) {
        let base = tags.base(consumer);
        packer.byte(
            bit(consuming.running, RUNNING)
                | bit(consuming.cancelled, CANCELLED)
                | bit(consuming.may_forget, MAY_FORGET),
        );
        packer.number(u64::from(consuming.tagged.saturating_sub(base)));
        packer.length(consuming.held.len());
        for held in &consuming.held {
            packer.byte(held.message.index() as u8 | (held.stage as u8) << 6);
            packer.number(u64::from(held.tag - base));
        }
        packer.length(consuming.orphans.len());
        consuming.orphans.iter().for_each(|message| packer.byte(message.0));
        pack_line(&consuming.line, base, packer);
    }
}

pub(super) fn unpack_consumers(rules: &Rules, unpacker: &mut Unpacker, state: &mut State) {
    let subscriptions = &mut state.subscriptions;
    subscriptions.turns.clear();
    subscriptions.turns.extend((0..unpacker.length()).map(|_| Consumer(unpacker.byte())));
    subscriptions.active =
        if rules.single_active_consumer { unpacker.byte().checked_sub(1).map(Consumer) } else { None };
    for consuming in &mut state.consumers {
        let bits = unpacker.byte();
        consuming.running = bits & RUNNING != 0;
        consuming.cancelled = bits & CANCELLED != 0;
        consuming.may_forget = bits & MAY_FORGET != 0;
        consuming.tagged = unpacker.number() as u32;
        consuming.held.clear();
        for _ in 0..unpacker.length() {
            let bits = unpacker.byte();
            let (message, stage) = (Message::at((bits & 63) as usize), STAGES[(bits >> 6) as usize]);
            consuming.held.push(Held { message, tag: unpacker.number() as u32, redelivered: false, stage });
        }
        consuming.orphans.clear();
        consuming.orphans.extend((0..unpacker.length()).map(|_| Message(unpacker.byte())));
        unpack_line(unpacker, &mut consuming.line);
    }
}
