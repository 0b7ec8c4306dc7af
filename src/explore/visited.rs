//! The worlds found so far, as packed bytes in the order of their finding. The store is also the queue of the search: a
//! world's place is a number, and places only grow.

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;

/// A world's place in the store.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Place(u32);

/// Chunks are small, so that a small search takes little memory and a growing one never copies what it has.
const CHUNK_BITS: u32 = 14;
const CHUNK: usize = 1 << CHUNK_BITS;
/// Before a world's bytes: the place that it was reached from, and how many bytes there are.
const HEAD: usize = 4 + 2;

/// The worlds found so far.
#[derive(Default)]
pub struct Visited {
    chunks: Vec<Box<[u8; CHUNK]>>,
    /// Where the next world would be put.
    end: usize,
    places: HashTable<u32>,
}

impl Visited {
    /// Forgets every world and keeps the memory for the next search.
    pub fn clear(&mut self) {
        self.end = 0;
        self.places.clear();
    }

    /// How many worlds there are.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// All memory taken, in bytes.
    pub fn memory(&self) -> usize {
        self.chunks.len() * CHUNK + self.places.allocation_size()
    }

    /// Adds a world that was reached from `parent`, unless it is known. There must be [room](Self::has_room) for it.
    pub fn insert(&mut self, parent: Place, bytes: &[u8]) -> Option<Place> {
        let Self { chunks, end, places } = self;
        let hash = hash(bytes);
        let is_known = |place: &u32| are_equal(bytes_at(chunks, *place), bytes);
        let Entry::Vacant(entry) = places.entry(hash, is_known, |place| self::hash(bytes_at(chunks, *place))) else {
            return None;
        };
        let place = room(chunks, *end, HEAD + bytes.len());
        let (chunk, start) = split(place);
        let record = &mut chunks[chunk][start..start + HEAD + bytes.len()];
        record[..4].copy_from_slice(&parent.0.to_le_bytes());
        record[4..HEAD].copy_from_slice(&(bytes.len() as u16).to_le_bytes());
        record[HEAD..].copy_from_slice(bytes);
        *end = place + HEAD + bytes.len();
        entry.insert(place as u32);
        Some(Place(place as u32))
    }

    /// Whether the store can keep one more world of that size: it fits a chunk, and there is a place left to name.
    pub const fn has_room(&self, size: usize) -> bool {
        HEAD + size <= CHUNK && self.end + 2 * CHUNK < u32::MAX as usize
    }

    /// The place of the first world.
    pub const fn first() -> Place {
        Place(0)
    }

    /// The place after this one, if a world is there.
    pub fn after(&self, place: Place) -> Option<Place> {
        let next = place.0 as usize + HEAD + self.bytes(place).len();
        let (chunk, start) = split(next);
        let next = if self.ends_at(chunk, start) { (chunk + 1) << CHUNK_BITS } else { next };
        (next < self.end).then_some(Place(next as u32))
    }

    /// Whether nothing more is in this chunk, though there are later ones.
    fn ends_at(&self, chunk: usize, start: usize) -> bool {
        let last = self.end.saturating_sub(1) >> CHUNK_BITS;
        chunk < last && (start + HEAD > CHUNK || length_at(&self.chunks, chunk, start) == 0)
    }

    /// The world's bytes.
    pub fn bytes(&self, place: Place) -> &[u8] {
        bytes_at(&self.chunks, place.0)
    }

    /// The place that the world was reached from first; the first world's is its own.
    pub fn parent(&self, place: Place) -> Place {
        let (chunk, start) = split(place.0 as usize);
        let chunk = &self.chunks[chunk];
        Place(u32::from_le_bytes([chunk[start], chunk[start + 1], chunk[start + 2], chunk[start + 3]]))
    }
}

const fn split(place: usize) -> (usize, usize) {
    (place >> CHUNK_BITS, place & (CHUNK - 1))
}

/// A place for so many bytes at or after `end`, with its chunk there. What is left of a chunk stays zero, which no world
/// has as its length.
fn room(chunks: &mut Vec<Box<[u8; CHUNK]>>, end: usize, length: usize) -> usize {
    let (chunk, start) = split(end);
    let fits = start + length <= CHUNK;
    if !fits {
        let rest = &mut chunks[chunk][start..];
        rest.fill(0);
    }
    let place = if fits { end } else { (chunk + 1) << CHUNK_BITS };
    if split(place).0 == chunks.len() {
        chunks.push(Box::new([0; CHUNK]));
    }
    place
}

fn length_at(chunks: &[Box<[u8; CHUNK]>], chunk: usize, start: usize) -> usize {
    let chunk = &chunks[chunk];
    u16::from_le_bytes([chunk[start + 4], chunk[start + 5]]) as usize
}

fn bytes_at(chunks: &[Box<[u8; CHUNK]>], place: u32) -> &[u8] {
    let (chunk, start) = split(place as usize);
    let length = length_at(chunks, chunk, start);
    &chunks[chunk][start + HEAD..start + HEAD + length]
}

/// By whole words, the last one overlapping its neighbour: the library's comparison is a call, which in WebAssembly goes
/// byte by byte.
fn are_equal(one: &[u8], other: &[u8]) -> bool {
    let (words, _) = one.as_chunks::<8>();
    let (other_words, _) = other.as_chunks::<8>();
    let is_equal = |(one, other): (&[u8; 8], &[u8; 8])| u64::from_ne_bytes(*one) == u64::from_ne_bytes(*other);
    one.len() == other.len()
        && words.iter().zip(other_words).all(is_equal)
        && match (one.last_chunk(), other.last_chunk()) {
            (Some(last), Some(other_last)) => is_equal((last, other_last)),
            _ => one == other,
        }
}

/// 64 bits wide on every machine: a usual hasher follows the width of an address, and in a browser that is 32. Whole words
/// only, the last one overlapping its neighbour: to copy a few bytes is a call, which costs as much as the hash.
fn hash(bytes: &[u8]) -> u64 {
    const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;
    let mix = |hash: u64, word: u64| (hash.rotate_left(29) ^ word).wrapping_mul(FACTOR);
    let (words, rest) = bytes.as_chunks::<8>();
    let hash = words.iter().fold(bytes.len() as u64, |hash, word| mix(hash, u64::from_le_bytes(*word)));
    let last = match bytes.last_chunk() {
        Some(last) => u64::from_le_bytes(*last),
        None => rest.iter().fold(0, |word, byte| word << 8 | u64::from(*byte)),
    };
    let hash = mix(hash, last);
    let hash = (hash ^ hash >> 32).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    hash ^ hash >> 32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_in_any_byte_or_in_length_is_seen() {
        for length in 0..40 {
            let bytes = vec![7; length];
            assert!(are_equal(&bytes, &bytes.clone()));
            assert!(!are_equal(&bytes, &vec![7; length + 1]));
            for place in 0..length {
                let mut other = bytes.clone();
                other[place] = 8;
                assert!(!are_equal(&bytes, &other), "{place} of {length}");
            }
        }
    }

    #[test]
    fn every_world_is_found_again_in_order_over_many_chunks() {
        let world = |number: u32| {
            let mut bytes = number.to_le_bytes().to_vec();
            bytes.resize(4 + number as usize % 97, 7);
            bytes
        };
        let mut visited = Visited::default();
        for _ in 0..2 {
            visited.clear();
            assert!((0..5000).all(|number| visited.insert(Visited::first(), &world(number)).is_some()));
            assert!((0..5000).all(|number| visited.insert(Visited::first(), &world(number)).is_none()));
            assert_eq!(visited.len(), 5000);
            let mut place = Some(Visited::first());
            for number in 0..5000 {
                let here = place.expect("a place for each");
                assert_eq!(visited.bytes(here), world(number));
                place = visited.after(here);
            }
            assert_eq!(place, None);
        }
    }
}
