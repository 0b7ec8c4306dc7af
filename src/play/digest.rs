//! A fingerprint of a run: it covers every event in order, and is the same natively and in wasm.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use crate::model::Event;

/// FNV-1a, 64 bits, over the events' variants and fields.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Digest(u64);

const OFFSET: u64 = 0xCBF2_9CE4_8422_2325;
const PRIME: u64 = 0x0000_0100_0000_01B3;
const MIX: u64 = 0xBF58_476D_1CE4_E5B9;

impl Digest {
    /// The fingerprint of these events.
    pub fn of<'run>(events: impl IntoIterator<Item = &'run Event>) -> Self {
        let mut hasher = Fnv(OFFSET);
        events.into_iter().for_each(|event| event.hash(&mut hasher));
        Self(hasher.0)
    }

    /// After each of these steps, six bits of the fingerprint so far.
    pub(super) fn along<'run>(steps: impl IntoIterator<Item = &'run [Event]>) -> impl Iterator<Item = u8> {
        let mut hasher = Fnv(OFFSET);
        steps.into_iter().map(move |events| {
            events.iter().for_each(|event| event.hash(&mut hasher));
            // The low bits of FNV are weak; those of the product's top are not.
            ((hasher.0 ^ hasher.0 >> 32).wrapping_mul(MIX) >> 58) as u8
        })
    }
}

/// Every number is hashed as eight bytes, lowest first: `usize` and `isize`, which variants are hashed as, have another
/// width in wasm.
struct Fnv(u64);

macro_rules! write_as_eight_bytes {
    ($($method:ident: $number:ty,)+) => {
        $(fn $method(&mut self, number: $number) { self.write(&(number as u64).to_le_bytes()); })+
    };
}

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(PRIME);
        }
    }

    write_as_eight_bytes! {
        write_u8: u8,
        write_u16: u16,
        write_u32: u32,
        write_u64: u64,
        write_usize: usize,
        write_i8: i8,
        write_i16: i16,
        write_i32: i32,
        write_i64: i64,
        write_isize: isize,
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl FromStr for Digest {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let plain = text.len() == 16 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        if !plain {
            return Err(());
        }
        u64::from_str_radix(text, 16).map(Self).map_err(|_| ())
    }
}
