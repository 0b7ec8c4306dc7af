//! Splitting the page's wasm file in two: what the first moving message needs, and the rest, which is fetched later.
//!
//! Both halves count functions, types and variables as the whole did, so no instruction changes. A function that is in
//! the other half stands in this one as a few instructions that call it through the table: the first half has its own
//! functions in the table from the start, the rest puts its functions there when it arrives. Before the first half calls
//! any of them it asks the page's loader (`rest.js`) for the rest, which fetches it at once if it is not there yet. So
//! when the rest arrives changes nothing but time. What is not used in a half is taken away by wasm-opt afterwards.

mod module;
mod rule;
#[cfg(test)]
mod tests;

use crate::binary::{Import, file, list, number, one_more, section, signed, sized};
use module::Module;
pub use rule::Rule;
use std::collections::BTreeMap;

/// The name under which the rest imports what the first half shares with it.
const FIRST: &str = "first";
/// The loader's function that fetches the rest, and at once if it is told so.
const FETCH: &str = "fetchRest";

/// What stands in for a function is no shorter than this.
const WORTH: usize = 24;

/// What things were called, and what they are called now.
pub type Renamed = Vec<(String, String)>;

/// The two halves.
pub struct Halves {
    /// What the first moving message needs.
    pub first: Vec<u8>,
    /// Everything else.
    pub rest: Vec<u8>,
    /// What the imported functions were called, and what both halves call them now.
    pub renamed: Renamed,
    /// The paths of the rule that no function has.
    pub unknown: Vec<String>,
}

/// Splits a wasm file that has the names of its functions.
pub fn split(wasm: &[u8], rule: &Rule) -> Result<Halves, String> {
    let module = Module::read(wasm)?;
    let plan = Plan::new(&module, rule)?;
    let unknown = rule.without_any(&module.names).into_iter().map(String::from).collect();
    Ok(Halves { first: plan.first()?, rest: plan.rest(), renamed: renamed(&module), unknown })
}

/// The same wasm file, whole, with short names for what it imports; and what those were called, and are called now.
pub fn with_short_imports(wasm: &[u8]) -> Result<(Vec<u8>, Renamed), String> {
    let module = Module::read(wasm)?;
    let mut sections = Vec::new();
    for (kind, content) in &module.sections {
        let content = match *kind {
            section::CUSTOM if !content.starts_with(b"\x0ftarget_features") => continue,
            section::IMPORT => list(&imports(&module)),
            _ => content.to_vec(),
        };
        sections.push((*kind, content));
    }
    Ok((file(&sections), renamed(&module)))
}

fn renamed(module: &Module) -> Renamed {
    module.imports.iter().enumerate().map(|(place, import)| (import.name.into(), short(place))).collect()
}

/// What goes where.
struct Plan<'a> {
    module: &'a Module<'a>,
    /// For each function whether the first half has it.
    is_first: Vec<bool>,
    /// The place in the table of each function that the other half calls.
    slots: BTreeMap<usize, usize>,
    /// How many places the table has.
    places: usize,
}

impl<'a> Plan<'a> {
    fn new(module: &'a Module, rule: &Rule) -> Result<Self, String> {
        let own = module.imports.len()..module.names.len();
        let calls = own.clone().map(|function| module.called_by(function)).collect::<Result<Vec<_>, _>>()?;
        let is_first = first_half(module, rule, &calls);
        let in_table = module.slots.1.iter().enumerate().map(|(place, function)| (*function, module.slots.0 + place));
        let mut slots: BTreeMap<usize, usize> = in_table.collect();
        let mut places = module.tables.first().map_or(0, |(_, size)| *size);
        for (caller, called) in own.clone().zip(&calls) {
            let across = called.iter().filter(|called| own.contains(called) && is_first[**called] != is_first[caller]);
            for called in across {
                slots.entry(*called).or_insert_with(|| {
                    places += 1;
                    places - 1
                });
            }
        }
        for exported in module.exported.iter().filter(|exported| own.contains(exported) && !is_first[**exported]) {
            slots.entry(*exported).or_insert_with(|| {
                places += 1;
                places - 1
            });
        }
        Ok(Self { module, is_first, slots, places })
    }

    fn first(&self) -> Result<Vec<u8>, String> {
        let module = self.module;
        let fetch = module.imports.iter().position(|import| import.name.contains(FETCH));
        let fetch = fetch.ok_or_else(|| format!("The page does not import {FETCH}."))?;
        // One more function, which waits for the rest, and one more variable: whether it has done so.
        let (wait, waited) = (module.names.len(), module.globals.len());
        let no_type = module.types.len();
        let bodies = self.bodies(true, &[&[0x10][..], &number(wait)].concat());
        let bodies: Vec<Vec<u8>> = bodies.into_iter().chain([sized(&waiting(fetch, waited))]).collect();
        let mut sections = Vec::new();
        for (kind, content) in &module.sections {
            let content = match *kind {
                section::CUSTOM if !content.starts_with(b"\x0ftarget_features") => continue,
                section::TYPE => one_more(content, b"\x60\0\0")?,
                section::FUNCTION => one_more(content, &number(no_type))?,
                section::GLOBAL => one_more(content, b"\x7f\x01\x41\0\x0b")?,
                section::TABLE => list(&(0..module.tables.len()).map(|table| self.table(table)).collect::<Vec<_>>()),
                section::IMPORT => list(&imports(module)),
                section::EXPORT => self.exports(),
                section::ELEMENT => self.elements(true),
                section::CODE => list(&bodies),
                _ => content.to_vec(),
            };
            sections.push((*kind, content));
        }
        Ok(file(&sections))
    }

    fn rest(&self) -> Vec<u8> {
        let mut sections = Vec::new();
        for (kind, content) in &self.module.sections {
            let content = match *kind {
                section::CUSTOM if !content.starts_with(b"\x0ftarget_features") => continue,
                section::TYPE | section::FUNCTION | section::CUSTOM => content.to_vec(),
                section::IMPORT => list(&[imports(self.module), self.shared_imports()].concat()),
                section::ELEMENT => self.elements(false),
                section::CODE => list(&self.bodies(false, &[])),
                _ => continue,
            };
            sections.push((*kind, content));
        }
        file(&sections)
    }

    /// The code of all functions in one of the halves; `before` stands before a call into the other.
    fn bodies(&self, first: bool, before: &[u8]) -> Vec<Vec<u8>> {
        let (module, own) = (self.module, self.module.imports.len());
        let body = |(place, body): (usize, &&[u8])| {
            let function = own + place;
            match self.slots.get(&function) {
                _ if self.is_first[function] == first => sized(body),
                Some(slot) => sized(&self.call_through(function, *slot, before)),
                // Nobody in this half calls it.
                None => sized(&[0, 0x00, 0x0b]),
            }
        };
        module.bodies.iter().enumerate().map(body).collect()
    }

    /// A function that passes what it is given on to the one at a place of the table.
    fn call_through(&self, function: usize, slot: usize, before: &[u8]) -> Vec<u8> {
        let kind = self.module.type_of(function);
        let mut code = [&[0], before].concat();
        for parameter in 0..self.module.types[kind].1 {
            code.push(0x20);
            code.extend(number(parameter));
        }
        code.push(0x41);
        code.extend(signed(slot));
        code.push(0x11);
        code.extend(number(kind));
        code.extend([0, 0x0b]);
        code
    }

    /// A table as it is written; the first one holds functions, and as many as it has places.
    fn table(&self, table: usize) -> Vec<u8> {
        let (kind, size) = self.module.tables[table];
        match table {
            0 => [&[kind, 1][..], &number(self.places), &number(self.places)].concat(),
            _ => [&[kind, 0][..], &number(size)].concat(),
        }
    }

    /// What the half puts into the table: pieces of neighbours.
    fn elements(&self, first: bool) -> Vec<u8> {
        let (start, whole) = &self.module.slots;
        let mut filled: BTreeMap<usize, usize> = self.slots.iter().map(|(function, slot)| (*slot, *function)).collect();
        filled.extend(whole.iter().enumerate().map(|(place, function)| (start + place, *function)));
        let mut pieces: Vec<(usize, Vec<usize>)> = Vec::new();
        for (slot, function) in filled {
            // The first half stands in for a function of the rest where the table was filled from the start.
            let stands_in = first && slot < start + whole.len();
            if !stands_in && self.is_first[function] != first {
                continue;
            }
            match pieces.last_mut() {
                Some((from, piece)) if *from + piece.len() == slot => piece.push(function),
                _ => pieces.push((slot, vec![function])),
            }
        }
        let piece = |(from, piece): &(usize, Vec<usize>)| {
            let functions = list(&piece.iter().map(|function| number(*function)).collect::<Vec<_>>());
            [&[0, 0x41][..], &signed(*from), &[0x0b], &functions].concat()
        };
        list(&pieces.iter().map(piece).collect::<Vec<_>>())
    }

    /// What both halves share: its name, kind and number, and its type as an import says it.
    fn shared(&self) -> Vec<(String, u8, usize, Vec<u8>)> {
        let tables = (0..self.module.tables.len()).map(|table| (format!("t{table}"), 1, table, self.table(table)));
        let memory = [("m0".to_string(), 2, 0, self.module.memory.to_vec())];
        let globals = self.module.globals.iter().enumerate();
        tables
            .chain(memory)
            .chain(globals.map(|(place, kind)| (format!("g{place}"), 3, place, kind.to_vec())))
            .collect()
    }

    fn exports(&self) -> Vec<u8> {
        let shared = self.shared().into_iter();
        let shared = shared.map(|(name, kind, place, _)| [sized(name.as_bytes()), vec![kind], number(place)].concat());
        let exports = self.module.exports.iter().map(|export| export.to_vec());
        list(&exports.chain(shared).collect::<Vec<_>>())
    }

    fn shared_imports(&self) -> Vec<Vec<u8>> {
        let shared = self.shared().into_iter();
        let written = |(name, kind, _, written): (String, _, _, Vec<u8>)| {
            [sized(FIRST.as_bytes()), sized(name.as_bytes()), vec![kind], written].concat()
        };
        shared.map(written).collect()
    }
}

/// The first half: what can be reached from outside without passing through a function that the rule names.
fn first_half(module: &Module, rule: &Rule, calls: &[Vec<usize>]) -> Vec<bool> {
    let imported = module.imports.len();
    let is_apart = |function: usize| {
        let length = function.checked_sub(imported).map_or(0, |place| module.bodies[place].len());
        length > WORTH && rule.names(module.names[function])
    };
    let mut is_first = vec![false; module.names.len()];
    let mut open: Vec<usize> = module.exported.iter().chain(&module.slots.1).copied().collect();
    while let Some(function) = open.pop() {
        if is_first[function] || is_apart(function) {
            continue;
        }
        is_first[function] = true;
        if function >= imported {
            open.extend(&calls[function - imported]);
        }
    }
    is_first
}

/// A name for the import at this place: what wasm-bindgen calls it is long, and only the loader reads it.
fn imports(module: &Module) -> Vec<Vec<u8>> {
    let written = |(place, Import { from, kind, .. }): (usize, &Import)| {
        [sized(from.as_bytes()), sized(short(place).as_bytes()), vec![0], number(*kind)].concat()
    };
    module.imports.iter().enumerate().map(written).collect()
}

fn short(place: usize) -> String {
    format!("i{place}")
}

/// Asks the loader for the rest, but only the first time.
fn waiting(fetch: usize, waited: usize) -> Vec<u8> {
    let (fetch, waited) = (number(fetch), number(waited));
    [&[0, 0x02, 0x40, 0x23][..], &waited, &[0x0d, 0, 0x41, 1, 0x10], &fetch, &[0x41, 1, 0x24], &waited, &[0x0b, 0x0b]]
        .concat()
}
