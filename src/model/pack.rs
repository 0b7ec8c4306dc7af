//! Bytes in and out, for packed worlds: single bytes, and numbers that take one byte while they are small.

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
