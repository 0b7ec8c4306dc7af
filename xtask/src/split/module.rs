//! A wasm file as far as splitting it needs to know it.

use crate::binary::{Import, Reader, content_of, import, section, sections};

/// A wasm file. Functions are counted with the imported ones before the others, as the format does.
pub struct Module<'a> {
    /// All sections in their order.
    pub sections: Vec<(u8, &'a [u8])>,
    /// Each type as it is written, and how many parameters it has.
    pub types: Vec<(&'a [u8], usize)>,
    /// The functions that it imports.
    pub imports: Vec<Import<'a>>,
    /// The type of each function of its own.
    pub functions: Vec<usize>,
    /// The kind and the smallest size of each table.
    pub tables: Vec<(u8, usize)>,
    /// What memory there is, as it is written.
    pub memory: &'a [u8],
    /// The type of each global variable, as it is written.
    pub globals: Vec<&'a [u8]>,
    /// What is exported, each as it is written.
    pub exports: Vec<&'a [u8]>,
    /// The functions that are exported.
    pub exported: Vec<usize>,
    /// The place of the first function in the table, and the functions from there on.
    pub slots: (usize, Vec<usize>),
    /// The code of each function of its own.
    pub bodies: Vec<&'a [u8]>,
    /// The name of each function.
    pub names: Vec<&'a str>,
}

impl<'a> Module<'a> {
    /// Reads a wasm file; what a page's file does not have is refused.
    pub fn read(wasm: &'a [u8]) -> Result<Self, String> {
        let sections = sections(wasm)?;
        let of = |wanted: u8| content_of(&sections, wanted);
        let imports = Reader::new(of(section::IMPORT)).list(import)?;
        let functions = Reader::new(of(section::FUNCTION)).list(Reader::index)?;
        let exports = Reader::new(of(section::EXPORT)).list(export)?;
        let memories = Reader::new(of(section::MEMORY)).list(|reader| reader.raw(|reader| limits(reader).map(drop)))?;
        let [memory] = memories[..] else { return Err("The wasm file has not exactly one memory.".into()) };
        let names = names(&sections, imports.len() + functions.len())?;
        Ok(Self {
            types: Reader::new(of(section::TYPE)).list(function_type)?,
            tables: Reader::new(of(section::TABLE)).list(|reader| Ok((reader.byte()?, limits(reader)?)))?,
            globals: Reader::new(of(section::GLOBAL)).list(global)?,
            exported: exports.iter().filter_map(|(_, function)| *function).collect(),
            exports: exports.into_iter().map(|(raw, _)| raw).collect(),
            slots: slots(of(section::ELEMENT))?,
            bodies: Reader::new(of(section::CODE)).list(Reader::sized)?,
            imports,
            functions,
            memory,
            names,
            sections,
        })
    }

    /// The type of any function of its own.
    pub fn type_of(&self, function: usize) -> usize {
        self.functions[function - self.imports.len()]
    }

    /// The functions that a function of its own calls or names.
    pub fn called_by(&self, function: usize) -> Result<Vec<usize>, String> {
        let mut reader = Reader::new(self.bodies[function - self.imports.len()]);
        reader.list(|reader| Ok((reader.number()?, reader.byte()?)))?;
        let mut called = Vec::new();
        while !reader.is_done() {
            called.extend(reader.instruction()?.1);
        }
        Ok(called)
    }
}

fn function_type<'a>(reader: &mut Reader<'a>) -> Result<(&'a [u8], usize), String> {
    let mut parameters = 0;
    let raw = reader.raw(|reader| {
        if reader.byte()? != 0x60 {
            return Err("The wasm file has a type that is not a function's.".into());
        }
        parameters = reader.sized()?.len();
        reader.sized().map(drop)
    })?;
    Ok((raw, parameters))
}

fn export<'a>(reader: &mut Reader<'a>) -> Result<(&'a [u8], Option<usize>), String> {
    let mut function = None;
    let raw = reader.raw(|reader| {
        reader.text()?;
        let kind = reader.byte()?;
        function = Some(reader.index()?).filter(|_| kind == 0);
        Ok(())
    })?;
    Ok((raw, function))
}

/// The smallest size; the largest is passed over.
fn limits(reader: &mut Reader) -> Result<usize, String> {
    let flags = reader.byte()?;
    let smallest = reader.index()?;
    if flags & 1 != 0 {
        reader.number()?;
    }
    Ok(smallest)
}

fn global<'a>(reader: &mut Reader<'a>) -> Result<&'a [u8], String> {
    let kind = reader.take(2)?;
    while reader.instruction()?.0 != 0x0b {}
    Ok(kind)
}

fn slots(elements: &[u8]) -> Result<(usize, Vec<usize>), String> {
    let mut reader = Reader::new(elements);
    if reader.index()? != 1 || reader.take(2)? != [0, 0x41] {
        return Err("The wasm file's table is not filled in one piece.".into());
    }
    let first = reader.index()?;
    reader.byte()?;
    Ok((first, reader.list(Reader::index)?))
}

fn names<'a>(sections: &[(u8, &'a [u8])], functions: usize) -> Result<Vec<&'a str>, String> {
    let mut names = vec![""; functions];
    for (number, content) in sections {
        let mut reader = Reader::new(content);
        if *number != section::CUSTOM || reader.text()? != "name" {
            continue;
        }
        while !reader.is_done() {
            let (kind, content) = (reader.byte()?, reader.sized()?);
            if kind == 1 {
                for (function, name) in Reader::new(content).list(|reader| Ok((reader.index()?, reader.text()?)))? {
                    *names.get_mut(function).ok_or("The wasm file names a function that it does not have.")? = name;
                }
                return Ok(names);
            }
        }
    }
    Err("The wasm file does not name its functions.".into())
}
