//! Bytes in and out, for packed worlds: single bytes, and numbers that take one byte while they are small. And what both
//! machines pack alike: what recognises a repeat, and how far work in hand has come.

use super::effects::{Store, Strategy, Total, Work};
use super::ledger::Record;
use super::name::Messages;
use super::outcome::Outcome;

/// Writes a packed world over the front of a buffer. What has no room there is only counted.
///
/// Its place is a number beside the buffer and everything that writes is inlined, so it stays in a register: with a
/// vector behind a reference each byte would wait until the length that the last one stored can be read again.
pub struct Packer<'bytes> {
    buffer: &'bytes mut [u8],
    end: usize,
}

impl<'bytes> Packer<'bytes> {
    pub const fn over(buffer: &'bytes mut [u8]) -> Self {
        Self { buffer, end: 0 }
    }

    /// How many bytes the world has.
    pub const fn length_so_far(&self) -> usize {
        self.end
    }

    #[inline]
    pub fn byte(&mut self, byte: u8) {
        if let Some(place) = self.buffer.get_mut(self.end) {
            *place = byte;
        }
        self.end += 1;
    }

    /// Seven bits a byte, lowest first.
    #[inline]
    pub fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.byte(number as u8 | 0x80);
            number >>= 7;
        }
        self.byte(number as u8);
    }

    #[inline]
    pub fn length(&mut self, length: usize) {
        self.number(length as u64);
    }
}

/// Reads a packed world from its start.
pub struct Unpacker<'bytes>(pub &'bytes [u8]);

impl Unpacker<'_> {
    /// The next byte. Packed worlds come from [`Packer`] alone, so there is one.
    #[inline]
    pub const fn byte(&mut self) -> u8 {
        let (first, rest) = self.0.split_first().expect("a packed world is whole");
        self.0 = rest;
        *first
    }

    #[inline]
    pub const fn number(&mut self) -> u64 {
        let mut byte = self.byte();
        let mut number = (byte & 0x7F) as u64;
        let mut shift = 7;
        while byte & 0x80 != 0 {
            byte = self.byte();
            number |= ((byte & 0x7F) as u64) << shift;
            shift += 7;
        }
        number
    }

    pub const fn length(&mut self) -> usize {
        self.number() as usize
    }

    /// The length of a list that was only packed if it is `there`: an empty one takes no byte.
    pub const fn length_if(&mut self, there: bool) -> usize {
        if there { self.length() } else { 0 }
    }
}

/// What recognises a repeat, as far as the strategy has any of it. Rules ask only whether an effect is there, which the
/// records say; where one can be undone, they ask how often.
#[inline(always)]
pub fn pack_outcome(strategy: Strategy, outcome: &Outcome, packer: &mut Packer) {
    if strategy.marks() {
        packer.number(outcome.store.marks.bits());
    }
    if strategy.remembers() {
        outcome.store.remembered.iter().for_each(|remembered| packer.number(remembered.bits()));
    }
    if strategy.guards() {
        let outdated = |(index, record): (usize, &Record)| u64::from(record.outdated) << index;
        packer.number(outcome.ledger.records.iter().enumerate().map(outdated).sum());
    }
    if strategy.totals() {
        outcome.ledger.records.iter().for_each(|record| packer.byte(record.applied.min(TOTAL_MAX)));
    }
}

/// A total knows no more of a message.
const TOTAL_MAX: u8 = 3;

/// After the records. Nobody has read a total that the hands do not tell of.
#[inline(always)]
pub fn unpack_outcome(strategy: Strategy, unpacker: &mut Unpacker, outcome: &mut Outcome) {
    outcome.store.forget_readings();
    if strategy.marks() {
        outcome.store.marks = Messages::from_bits(unpacker.number());
    }
    if strategy.remembers() {
        outcome.store.remembered.iter_mut().for_each(|remembered| *remembered = Messages::from_bits(unpacker.number()));
    }
    if strategy.guards() {
        let outdated = Messages::from_bits(unpacker.number());
        outdated.iter().for_each(|message| outcome.ledger.outdate(message));
    }
    if strategy.totals() {
        outcome.ledger.records.iter_mut().for_each(|record| record.applied = unpacker.byte());
    }
    outcome.ledger.flags.clear();
    outcome.effects.clear();
}

/// How far the work on a message in hand has come, where it takes several steps.
#[inline(always)]
pub fn pack_work(strategy: Strategy, store: &Store, work: Work, packer: &mut Packer) {
    if !strategy.has_steps() {
        return;
    }
    match work {
        Work::Untouched => packer.byte(0),
        Work::Looked => packer.byte(1),
        Work::Marked => packer.byte(2),
        Work::Acted => packer.byte(3),
        Work::Read(reading) => {
            let total = store.total(reading);
            packer.byte(4);
            packer.number(total.ones.bits());
            packer.number(total.twos.bits());
        }
    }
}

/// The same back.
#[inline(always)]
pub fn unpack_work(strategy: Strategy, store: &mut Store, unpacker: &mut Unpacker) -> Work {
    if !strategy.has_steps() {
        return Work::Untouched;
    }
    match unpacker.byte() {
        0 => Work::Untouched,
        1 => Work::Looked,
        2 => Work::Marked,
        3 => Work::Acted,
        _ => {
            let ones = Messages::from_bits(unpacker.number());
            Work::Read(store.keep(Total { ones, twos: Messages::from_bits(unpacker.number()) }))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Packer, Unpacker};

    #[test]
    fn numbers_of_every_size_come_back() {
        let numbers = [0, 1, 127, 128, 300, 1 << 32, u64::MAX];
        let mut bytes = [0; 32];
        let mut packer = Packer::over(&mut bytes);
        numbers.iter().for_each(|number| packer.number(*number));
        let end = packer.length_so_far();
        let mut unpacker = Unpacker(&bytes[..end]);
        assert!(numbers.iter().all(|number| unpacker.number() == *number));
        assert!(unpacker.0.is_empty());
    }
}
