//! A JSON object of settings. Objects inside it lengthen the key by a dot, lists number it.

use super::entry::{Entry, ImportError, Syntax};

/// Objects inside each other that are read.
const DEEPEST: usize = 32;

/// The entries of a JSON object.
pub fn read(text: &str) -> Result<Vec<Entry>, ImportError> {
    let last = text.lines().count().max(1);
    let mut reader = Reader { rest: text, line: 1, last, entries: Vec::new() };
    reader.value("", 0)?;
    reader.space();
    if reader.rest.is_empty() { Ok(reader.entries) } else { Err(reader.wrong(Syntax::Json)) }
}

struct Reader<'text> {
    rest: &'text str,
    line: usize,
    /// The text's last line: what is missing at its end is missing there.
    last: usize,
    entries: Vec<Entry>,
}

impl Reader<'_> {
    fn wrong(&self, what: Syntax) -> ImportError {
        let line = self.rest.lines().next().unwrap_or_default();
        ImportError::syntax(self.line.min(self.last), if line.is_empty() { "…" } else { line }, what)
    }

    fn space(&mut self) {
        let trimmed = self.rest.trim_start();
        let skipped = &self.rest[..self.rest.len() - trimmed.len()];
        self.line += skipped.matches('\n').count();
        self.rest = trimmed;
    }

    /// Whether this comes next; it is taken then.
    fn take(&mut self, mark: char) -> bool {
        self.space();
        let rest = self.rest.strip_prefix(mark);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn expect(&mut self, mark: char) -> Result<(), ImportError> {
        if self.take(mark) { Ok(()) } else { Err(self.wrong(Syntax::Json)) }
    }

    fn value(&mut self, key: &str, depth: usize) -> Result<(), ImportError> {
        if depth > DEEPEST {
            return Err(self.wrong(Syntax::TooDeep));
        }
        if self.take('{') {
            return self.parts('}', |reader, _| {
                reader.space();
                let name = reader.text()?;
                reader.expect(':')?;
                reader.value(&joined(key, &name), depth + 1)
            });
        }
        if self.take('[') {
            return self.parts(']', |reader, number| reader.value(&format!("{key}[{number}]"), depth + 1));
        }
        let line = self.line;
        let value = if self.rest.starts_with('"') { self.text()? } else { self.word()? };
        self.entries.push(Entry { key: key.to_owned(), value, line, document: 0 });
        Ok(())
    }

    /// Parts with commas between them, up to the mark that ends them.
    fn parts(
        &mut self,
        end: char,
        mut part: impl FnMut(&mut Self, usize) -> Result<(), ImportError>,
    ) -> Result<(), ImportError> {
        if self.take(end) {
            return Ok(());
        }
        for number in 0.. {
            part(self, number)?;
            if self.take(end) {
                break;
            }
            self.expect(',')?;
        }
        Ok(())
    }

    /// true, false, null or a number.
    fn word(&mut self) -> Result<String, ImportError> {
        let end = self.rest.find(|one: char| !one.is_ascii_alphanumeric() && !matches!(one, '+' | '-' | '.'));
        let word = &self.rest[..end.unwrap_or(self.rest.len())];
        let known = matches!(word, "true" | "false" | "null") || word.parse::<f64>().is_ok();
        if !known {
            return Err(self.wrong(Syntax::Json));
        }
        self.rest = &self.rest[word.len()..];
        Ok(word.to_owned())
    }

    fn text(&mut self) -> Result<String, ImportError> {
        let Some(inner) = self.rest.strip_prefix('"') else { return Err(self.wrong(Syntax::Json)) };
        let mut out = String::new();
        let mut characters = inner.char_indices();
        while let Some((place, character)) = characters.next() {
            match character {
                '"' => {
                    self.rest = &inner[place + 1..];
                    return Ok(out);
                }
                '\n' => break,
                '\\' => out.push(escape(&mut characters).ok_or_else(|| self.wrong(Syntax::Escape))?),
                _ => out.push(character),
            }
        }
        Err(self.wrong(Syntax::OpenQuote))
    }
}

fn escape(characters: &mut std::str::CharIndices<'_>) -> Option<char> {
    Some(match characters.next()?.1 {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        'b' => '\u{8}',
        'f' => '\u{c}',
        'u' => {
            let digits: String = characters.by_ref().take(4).map(|(_, digit)| digit).collect();
            char::from_u32(u32::from_str_radix(&digits, 16).ok()?)?
        }
        mark @ ('"' | '\\' | '/') => mark,
        _ => return None,
    })
}

fn joined(key: &str, name: &str) -> String {
    if key.is_empty() { name.to_owned() } else { format!("{key}.{name}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_lists_and_plain_values_are_read_with_their_lines() {
        let text = "{\"a\": 1,\n \"b\": {\"c\": \"x\\u0041\\n\", \"d\": [true,\n null]}, \"e\": {}}";
        let entries = read(text).unwrap_or_else(|error| panic!("{error}"));
        let pairs: Vec<_> = entries.iter().map(|one| (one.key.as_str(), one.value.as_str(), one.line)).collect();
        assert_eq!(pairs, [("a", "1", 1), ("b.c", "xA\n", 2), ("b.d[0]", "true", 2), ("b.d[1]", "null", 3)]);
    }

    #[test]
    fn what_is_none_is_refused() {
        for text in [
            "{",
            "{\"a\"",
            "{\"a\":}",
            "{\"a\":1,}",
            "{\"a\":1} x",
            "{\"a\":\"x",
            "{a:1}",
            "{\"a\":\"\\x\"}",
            "{\"a\":tru}",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
        let deep = format!("{}1{}", "{\"a\":".repeat(40), "}".repeat(40));
        assert!(read(&deep).is_err());
    }
}
