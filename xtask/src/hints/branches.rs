//! The branches of a wasm file, and what is known of them as a section of it.

use crate::binary::{Reader, content_of, file, import, list, number, section, sections, sized};

/// The section's name, which the format fixes.
const NAME: &[u8] = b"metadata.code.branch_hint";
/// A branch that was met less often is not judged.
const OFTEN: u32 = 16;
/// The usual way is the one that is taken so often, of 100 times.
const USUAL: u64 = 95;

const IF: u8 = 0x04;
const BRANCH_IF: u8 = 0x0d;

/// How often a branch was not taken, and how often it was.
pub type Count = [u32; 2];

/// A wasm file and where it branches.
pub struct Branches<'a> {
    /// All sections in their order.
    pub sections: Vec<(u8, &'a [u8])>,
    /// How many functions it imports. They are counted before its own.
    pub imported: usize,
    /// The code of each function of its own.
    pub bodies: Vec<&'a [u8]>,
    /// For each of those the places of its branches in it.
    pub places: Vec<Vec<usize>>,
}

impl<'a> Branches<'a> {
    /// Reads a wasm file.
    pub fn read(wasm: &'a [u8]) -> Result<Self, String> {
        let mut sections = sections(wasm)?;
        sections.retain(|(number, content)| *number != section::CUSTOM || !is_ours(content));
        let imported = Reader::new(content_of(&sections, section::IMPORT)).list(import)?.len();
        let bodies = Reader::new(content_of(&sections, section::CODE)).list(Reader::sized)?;
        let places = bodies.iter().map(|body| places(body)).collect::<Result<_, _>>()?;
        Ok(Self { sections, imported, bodies, places })
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.places.iter().map(Vec::len).sum()
    }

    /// The same file with the usual way of its branches, by these counts of all of them in their order.
    pub fn hinted(&self, counts: &[Count]) -> Result<Vec<u8>, String> {
        if counts.len() != self.len() {
            return Err(format!("{} branches were counted, and there are {}.", counts.len(), self.len()));
        }
        let mut counts = counts.iter();
        let mut functions = Vec::new();
        for (function, places) in (self.imported..).zip(&self.places) {
            let of_each = places.iter().zip(&mut counts);
            let hints: Vec<_> = of_each.filter_map(|(place, count)| Some(hint(*place, usual(*count)?))).collect();
            if !hints.is_empty() {
                functions.push([number(function), list(&hints)].concat());
            }
        }
        let content = [sized(NAME), list(&functions)].concat();
        let mut sections = self.sections.clone();
        let code = sections.iter().position(|(number, _)| *number == section::CODE);
        // The format wants it before the code.
        sections.insert(code.ok_or("The wasm file has no code.")?, (section::CUSTOM, &content));
        Ok(file(&sections))
    }
}

fn is_ours(custom: &[u8]) -> bool {
    Reader::new(custom).sized().is_ok_and(|name| name == NAME)
}

/// Which way the branch mostly goes, if there is such a way.
fn usual(count: Count) -> Option<bool> {
    let [not_taken, taken] = count.map(u64::from);
    let all = not_taken + taken;
    let is_usual = |times: u64| times * 100 >= all * USUAL;
    match (is_usual(not_taken), is_usual(taken)) {
        _ if all < u64::from(OFTEN) => None,
        (_, true) => Some(true),
        (true, _) => Some(false),
        (false, false) => None,
    }
}

/// The place, then one byte that says it.
fn hint(place: usize, taken: bool) -> Vec<u8> {
    [number(place), vec![1, u8::from(taken)]].concat()
}

/// Where a function branches.
fn places(body: &[u8]) -> Result<Vec<usize>, String> {
    let mut reader = Reader::new(body);
    reader.list(|reader| Ok((reader.number()?, reader.byte()?)))?;
    let mut places = Vec::new();
    while !reader.is_done() {
        let place = reader.place();
        if matches!(reader.instruction()?.0, IF | BRANCH_IF) {
            places.push(place);
        }
    }
    Ok(places)
}
