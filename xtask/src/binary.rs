//! Reading and writing the pieces of a wasm file.

/// The sections, by their numbers in the format.
pub mod section {
    #![allow(missing_docs)]
    pub const CUSTOM: u8 = 0;
    pub const TYPE: u8 = 1;
    pub const IMPORT: u8 = 2;
    pub const FUNCTION: u8 = 3;
    pub const TABLE: u8 = 4;
    pub const MEMORY: u8 = 5;
    pub const GLOBAL: u8 = 6;
    pub const EXPORT: u8 = 7;
    pub const ELEMENT: u8 = 9;
    pub const CODE: u8 = 10;
}

/// What is read from, and how far it has been read.
pub struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    /// Reads from the start of these bytes.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// How many bytes have been read.
    pub fn place(&self) -> usize {
        self.at
    }

    /// Whether nothing is left.
    pub fn is_done(&self) -> bool {
        self.at >= self.bytes.len()
    }

    /// The next byte.
    pub fn byte(&mut self) -> Result<u8, String> {
        Ok(self.take(1)?[0])
    }

    /// So many bytes.
    pub fn take(&mut self, count: usize) -> Result<&'a [u8], String> {
        let end = self.at.checked_add(count).filter(|end| *end <= self.bytes.len());
        let part = &self.bytes[self.at..end.ok_or("The wasm file ends too early.")?];
        self.at += count;
        Ok(part)
    }

    /// A number without a sign. One with a sign is as long, so this passes over it too.
    pub fn number(&mut self) -> Result<u64, String> {
        let mut value = 0;
        for shift in (0..70).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f).checked_shl(shift).unwrap_or(0);
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err("A number in the wasm file is too long.".into())
    }

    /// A number that counts or points at something.
    pub fn index(&mut self) -> Result<usize, String> {
        usize::try_from(self.number()?).map_err(|_| "A number in the wasm file is too large.".into())
    }

    /// Bytes after their count.
    pub fn sized(&mut self) -> Result<&'a [u8], String> {
        let count = self.index()?;
        self.take(count)
    }

    /// Text after its length.
    pub fn text(&mut self) -> Result<&'a str, String> {
        std::str::from_utf8(self.sized()?).map_err(|_| "A name in the wasm file is not text.".into())
    }

    /// What is read by `read`, as often as the count before it says.
    pub fn list<T>(&mut self, mut read: impl FnMut(&mut Self) -> Result<T, String>) -> Result<Vec<T>, String> {
        (0..self.index()?).map(|_| read(self)).collect()
    }

    /// The bytes that `pass` passes over.
    pub fn raw(&mut self, pass: impl FnOnce(&mut Self) -> Result<(), String>) -> Result<&'a [u8], String> {
        let from = self.at;
        pass(self)?;
        Ok(&self.bytes[from..self.at])
    }

    /// Passes over one instruction. The answer is its code, and the function that it calls or names.
    pub fn instruction(&mut self) -> Result<(u8, Option<usize>), String> {
        let code = self.byte()?;
        match code {
            0x10 | 0xd2 => return Ok((code, Some(self.index()?))),
            0x00 | 0x01 | 0x05 | 0x0b | 0x0f | 0x1a | 0x1b | 0x45..=0xc4 | 0xd1 => {}
            0x02..=0x04 | 0x0c | 0x0d | 0x20..=0x26 | 0x3f..=0x42 | 0xd0 => drop(self.number()?),
            0x11 | 0x28..=0x3e => drop((self.number()?, self.number()?)),
            0x0e => drop((self.list(Self::number)?, self.number()?)),
            0x1c => drop(self.list(Self::byte)?),
            0x43 => drop(self.take(4)?),
            0x44 => drop(self.take(8)?),
            0xfc => match self.number()? {
                0..=7 => {}
                9 | 11 | 13 | 15..=17 => drop(self.number()?),
                8 | 10 | 12 | 14 => drop((self.number()?, self.number()?)),
                other => {
                    return Err(format!("The wasm file has an instruction fc {other:02x} that is not known here."));
                }
            },
            other => return Err(format!("The wasm file has an instruction {other:02x} that is not known here.")),
        }
        Ok((code, None))
    }
}

/// A number without a sign.
pub fn number(mut value: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    while value >= 0x80 {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
    bytes
}

/// A number that is not negative, where one with a sign is expected: its highest bit must not be taken for the sign.
pub fn signed(value: usize) -> Vec<u8> {
    let mut bytes = number(value);
    if let Some(last) = bytes.last_mut().filter(|last| **last & 0x40 != 0) {
        *last |= 0x80;
        bytes.push(0);
    }
    bytes
}

/// Bytes after their count.
pub fn sized(bytes: &[u8]) -> Vec<u8> {
    [&number(bytes.len()), bytes].concat()
}

/// The items after their count.
pub fn list<T: AsRef<[u8]>>(items: &[T]) -> Vec<u8> {
    let mut bytes = number(items.len());
    for item in items {
        bytes.extend_from_slice(item.as_ref());
    }
    bytes
}

/// The list with one more item at its end.
pub fn one_more(content: &[u8], item: &[u8]) -> Result<Vec<u8>, String> {
    let mut reader = Reader::new(content);
    let count = reader.index()?;
    Ok([&number(count + 1), &content[reader.place()..], item].concat())
}

/// The sections of a wasm file, each with its number.
pub fn sections(wasm: &[u8]) -> Result<Vec<(u8, &[u8])>, String> {
    let mut reader = Reader::new(wasm);
    if reader.take(8)? != b"\0asm\x01\0\0\0" {
        return Err("This is not a wasm file.".into());
    }
    let mut sections = Vec::new();
    while !reader.is_done() {
        sections.push((reader.byte()?, reader.sized()?));
    }
    Ok(sections)
}

/// What is in the section of that number: an empty list if there is none.
pub fn content_of<'a>(sections: &[(u8, &'a [u8])], wanted: u8) -> &'a [u8] {
    sections.iter().find(|(number, _)| *number == wanted).map_or(&[0], |(_, content)| content)
}

/// An imported function.
pub struct Import<'a> {
    /// Which module it comes from.
    pub from: &'a str,
    /// What it is called there.
    pub name: &'a str,
    /// Its type.
    pub kind: usize,
}

/// An item of the section of imports. All but functions are refused.
pub fn import<'a>(reader: &mut Reader<'a>) -> Result<Import<'a>, String> {
    let (from, name) = (reader.text()?, reader.text()?);
    if reader.byte()? != 0 {
        return Err(format!("The wasm file imports {name}, which is not a function."));
    }
    Ok(Import { from, name, kind: reader.index()? })
}

/// The wasm file of these sections.
pub fn file<T: AsRef<[u8]>>(sections: &[(u8, T)]) -> Vec<u8> {
    let mut file = b"\0asm\x01\0\0\0".to_vec();
    for (number, content) in sections {
        file.push(*number);
        file.extend(sized(content.as_ref()));
    }
    file
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_they_were_written() {
        for value in [0, 1, 63, 64, 127, 128, 8191, 8192, 70_000] {
            assert_eq!(Reader::new(&number(value)).index(), Ok(value));
            assert_eq!(Reader::new(&signed(value)).index(), Ok(value));
            assert_eq!(signed(value).last().unwrap() & 0x40, 0, "{value}");
        }
    }
}
