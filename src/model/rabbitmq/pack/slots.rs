//! The queues' copies as bytes, two and mostly a tag for each. A consumer is named by its place among those of its queue.

use super::bit;
use super::clients::Tags;
use crate::model::pack::{Packer, Unpacker};
use crate::model::rabbitmq::queue::{Memory, Slot};
use crate::model::rabbitmq::rules::Rules;
use crate::model::rabbitmq::state::State;
use crate::model::{Consumer, CopyId, Death, Message};

/// In the first byte, beside the message: in the dead-letter queue, and to come back from there.
const DEAD: u8 = 64;
const COMES_BACK: u8 = 128;

const PAGE_CACHE: u8 = 8;
const DISK: u8 = 16;
const HOLDER_SHIFT: u8 = 5;
const AGED: u8 = 128;

/// The message, and whether it is dead: what tells which queue it is in, and what becomes of it there.
pub(super) fn message_bits(message: Message, death: Option<Death>) -> u8 {
    let comes_back = death.is_some_and(Death::comes_back);
    message.index() as u8 | bit(death.is_some(), DEAD) | bit(comes_back, COMES_BACK)
}

/// The same back. Of reasons that come to the same, any will do.
pub(super) fn message_of(bits: u8) -> (Message, Option<Death>) {
    let death = if bits & COMES_BACK != 0 { Death::Rejected } else { Death::Expired };
    (Message::at((bits & (DEAD - 1)) as usize), (bits & DEAD != 0).then_some(death))
}

/// The consumer's place among those of its queue.
const fn place_in_queue(rules: &Rules, consumer: Consumer) -> u8 {
    if rules.queues == 1 { consumer.0 } else { consumer.0 % rules.consumers }
}

/// The memory's state in three bits, its consumer in two.
const fn memory_bits(rules: &Rules, memory: Memory) -> u8 {
    match memory {
        Memory::Ready => 0,
        Memory::Returned => 1,
        Memory::Settling(None) => 2,
        Memory::Forgotten => 3,
        Memory::Died => 4,
        Memory::Unacked { consumer, .. } => 5 | place_in_queue(rules, consumer) << HOLDER_SHIFT,
        Memory::Settling(Some(consumer)) => 6 | place_in_queue(rules, consumer) << HOLDER_SHIFT,
        Memory::Leaving => 7,
    }
}

fn slot_bits(rules: &Rules, slot: &Slot) -> u8 {
    memory_bits(rules, slot.memory) | bit(slot.page_cache, PAGE_CACHE) | bit(slot.disk, DISK) | bit(slot.aged, AGED)
}

/// A classic queue's dead letter that stays for good: no rule looks at one of them, and no entry names it.
fn stays(rules: &Rules, slot: &Slot) -> bool {
    !rules.quorum() && slot.death.is_some_and(|death| !death.comes_back())
}

/// The copies that are packed one by one: all but those that stay. They are in front, for the dead-letter queue keeps
/// those that come back before the others.
pub(super) fn named<'state>(rules: &Rules, state: &'state State) -> &'state [Slot] {
    let slots = &state.queues.slots;
    let staying = match rules.dead_letter {
        None => 0,
        Some(_) => slots.iter().rev().take_while(|slot| stays(rules, slot)).count(),
    };
    &slots[..slots.len() - staying]
}

pub(super) fn pack(rules: &Rules, state: &State, tags: &Tags, packer: &mut Packer) {
    let named = named(rules, state);
    packer.length(named.len());
    for slot in named {
        packer.byte(message_bits(slot.message, slot.death));
        packer.byte(slot_bits(rules, slot));
        if let Memory::Unacked { consumer, tag } = slot.memory {
            packer.number(tags.relative(consumer, tag));
        }
    }
    if rules.dead_letter.is_some() && !rules.quorum() {
        pack_staying(rules, &state.queues.slots[named.len()..], packer);
    }
}

/// Each kind of them once, in an order that does not tell how they came.
fn pack_staying(rules: &Rules, staying: &[Slot], packer: &mut Packer) {
    let kinds = staying.iter().map(|slot| (message_bits(slot.message, slot.death), slot_bits(rules, slot)));
    let mut kinds: Vec<_> = kinds.collect();
    kinds.sort_unstable();
    kinds.dedup();
    packer.length(kinds.len());
    for (message, bits) in kinds {
        packer.byte(message);
        packer.byte(bits);
    }
}

pub(super) fn unpack(rules: &Rules, unpacker: &mut Unpacker, state: &mut State) {
    state.queues.slots.clear();
    unpack_some(rules, unpacker, &mut state.queues.slots);
    if rules.dead_letter.is_some() && !rules.quorum() {
        unpack_some(rules, unpacker, &mut state.queues.slots);
    }
}

#[inline(always)]
fn unpack_some(rules: &Rules, unpacker: &mut Unpacker, slots: &mut Vec<Slot>) {
    for _ in 0..unpacker.length() {
        let (message, death) = message_of(unpacker.byte());
        let queue = rules.home_of(message, death);
        let bits = unpacker.byte();
        let consumer = Consumer((bits >> HOLDER_SHIFT & 3) + queue.0 * rules.consumers);
        let memory = match bits & (PAGE_CACHE - 1) {
            0 => Memory::Ready,
            1 => Memory::Returned,
            2 => Memory::Settling(None),
            3 => Memory::Forgotten,
            4 => Memory::Died,
            5 => Memory::Unacked { consumer, tag: unpacker.number() as u32 },
            6 => Memory::Settling(Some(consumer)),
            _ => Memory::Leaving,
        };
        let fresh = Slot::fresh(message, CopyId(slots.len() as u16), queue);
        let (page_cache, disk, aged) = (bits & PAGE_CACHE != 0, bits & DISK != 0, bits & AGED != 0);
        slots.push(Slot { memory, death, aged, page_cache, disk, ..fresh });
    }
}
