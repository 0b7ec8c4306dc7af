//! The same wasm file, which counts.

use super::branches::{Branches, Count};
use crate::binary::{Reader, content_of, file, list, number, one_more, section, signed, sized};

/// Bytes of a page of memory.
const PAGE: usize = 1 << 16;
/// Two numbers of four bytes for each branch.
const COUNT: usize = 8;

/// A file that counts.
pub struct Counting {
    /// The file.
    pub wasm: Vec<u8>,
    /// Where its memory has the counts, in bytes.
    pub first: usize,
}

/// Puts before each branch a call of a function that counts which way it is about to go. The counts stand behind the memory
/// that the program starts with: whatever it needs more it gets behind them.
pub fn with_counters(branches: &Branches) -> Result<Counting, String> {
    let counter = branches.imported + branches.bodies.len();
    let types = Reader::new(content_of(&branches.sections, section::TYPE)).index()?;
    let mut first = None;
    let mut sections = Vec::new();
    for (kind, content) in &branches.sections {
        let content = match *kind {
            section::TYPE => one_more(content, b"\x60\x02\x7f\x7f\x01\x7f")?,
            section::FUNCTION => one_more(content, &number(types))?,
            section::MEMORY => {
                let (memory, pages) = larger(content, branches.len() * COUNT)?;
                first = Some(pages * PAGE);
                memory
            }
            section::CODE => {
                let first = first.ok_or("The wasm file has no memory of its own.")?;
                list(&bodies(branches, counter, first))
            }
            _ => content.to_vec(),
        };
        sections.push((*kind, content));
    }
    Ok(Counting { wasm: file(&sections), first: first.ok_or("The wasm file has no memory of its own.")? })
}

/// The counts of all branches in their order.
pub fn read(bytes: &[u8]) -> Vec<Count> {
    let number = |bytes: &[u8]| bytes.iter().rev().fold(0, |number, byte| number << 8 | u32::from(*byte));
    bytes.chunks_exact(COUNT).map(|pair| [number(&pair[..4]), number(&pair[4..])]).collect()
}

/// The only memory with room for so many bytes more, and how many pages it had.
fn larger(content: &[u8], bytes: usize) -> Result<(Vec<u8>, usize), String> {
    let mut reader = Reader::new(content);
    let (memories, limits, pages) = (reader.index()?, reader.byte()?, reader.index()?);
    if memories != 1 || limits > 1 {
        return Err("The wasm file's memory is not a single plain one.".into());
    }
    // A largest size is far beyond what is counted.
    let rest = &content[reader.place()..];
    Ok(([&[1, limits][..], &number(pages + bytes.div_ceil(PAGE)), rest].concat(), pages))
}

fn bodies(branches: &Branches, counter: usize, first: usize) -> Vec<Vec<u8>> {
    let mut branch = 0;
    let mut bodies = Vec::new();
    for (body, places) in branches.bodies.iter().zip(&branches.places) {
        let (mut counting, mut copied) = (Vec::new(), 0);
        for place in places {
            counting.extend_from_slice(&body[copied..*place]);
            // The condition lies on the stack, and comes back from the call.
            counting.extend([&[0x41][..], &signed(branch), &[0x10], &number(counter)].concat());
            (copied, branch) = (*place, branch + 1);
        }
        counting.extend_from_slice(&body[copied..]);
        bodies.push(sized(&counting));
    }
    bodies.push(sized(&count(first)));
    bodies
}

/// A function of a condition and a branch: adds one to the branch's count of that condition, and answers the condition.
fn count(first: usize) -> Vec<u8> {
    let at_first = [&[2][..], &number(first)].concat();
    [
        // One local variable: where the count is, 8 x the branch + 4 x (whether the condition holds).
        &[1, 1, 0x7f][..],
        &[0x20, 1, 0x41, 3, 0x74, 0x20, 0, 0x45, 0x45, 0x41, 2, 0x74, 0x6a, 0x22, 2],
        &[0x20, 2, 0x28],
        &at_first,
        &[0x41, 1, 0x6a, 0x36],
        &at_first,
        &[0x20, 0, 0x0b],
    ]
    .concat()
}
