//! The part of YAML that settings files are written in: maps and lists by indentation, plain and quoted values, `[a, b]` and
//! `{a: b}` on one line, comments, documents after `---`. The rest is refused by its line.

use super::entry::{Entry, ImportError, Syntax};

/// Maps inside each other that are read.
const DEEPEST: usize = 32;

/// A map or list that is open: how far its lines are indented, and the key in front of them.
struct Level {
    indent: usize,
    key: String,
    /// The next number of a list.
    items: usize,
    /// Whether a value has closed it: nothing may be indented below a value.
    leaf: bool,
}

/// The entries of all documents in the text.
pub fn read(text: &str) -> Result<Vec<Entry>, ImportError> {
    let mut reader = Reader { entries: Vec::new(), levels: Vec::new(), document: 0 };
    for (number, line) in text.lines().enumerate() {
        let trimmed = line.trim_end();
        let body = trimmed.trim_start_matches(' ');
        if body.is_empty() || body.starts_with('#') || trimmed.starts_with("%") {
            continue;
        }
        if trimmed == "---" || trimmed.starts_with("--- #") || trimmed == "..." {
            reader.levels.clear();
            reader.document += 1;
            continue;
        }
        if body.starts_with('\t') {
            return Err(ImportError::syntax(number + 1, body, Syntax::Tab));
        }
        reader.line(trimmed.len() - body.len(), body, number + 1)?;
    }
    Ok(reader.entries)
}

struct Reader {
    entries: Vec<Entry>,
    levels: Vec<Level>,
    document: usize,
}

impl Reader {
    fn line(&mut self, indent: usize, body: &str, number: usize) -> Result<(), ImportError> {
        let wrong = |what| Err(ImportError::syntax(number, body, what));
        // A list may stand as far left as the key that it belongs to.
        let is_item = body == "-" || body.starts_with("- ");
        while self
            .levels
            .last()
            .is_some_and(|level| level.indent > indent || (level.indent == indent && level.leaf && !is_item))
        {
            self.levels.pop();
        }
        if is_item {
            return self.item(indent, body, number);
        }
        while self.levels.last().is_some_and(|level| level.indent >= indent) {
            self.levels.pop();
        }
        if self.levels.last().is_some_and(|level| level.leaf) {
            return wrong(Syntax::Indent);
        }
        if self.levels.is_empty() && indent > 0 && !self.entries.is_empty() && self.first_indent() != Some(indent) {
            return wrong(Syntax::Indent);
        }
        let Some((name, value)) = split(body) else { return wrong(Syntax::NoKey) };
        let name = match scalar(name) {
            Ok(name) => name,
            Err(what) => return wrong(what),
        };
        let key = self.below(&name);
        self.put(indent, key, value, body, number)
    }

    /// Where the first line of this document stands; nothing is known of it once its levels are closed.
    fn first_indent(&self) -> Option<usize> {
        self.levels.first().map(|level| level.indent)
    }

    fn below(&self, name: &str) -> String {
        // A key in brackets keeps its dots: [enable.idempotence].
        let name = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name);
        match self.levels.last() {
            Some(level) if !level.key.is_empty() => format!("{}.{name}", level.key),
            _ => name.to_owned(),
        }
    }

    fn item(&mut self, indent: usize, body: &str, number: usize) -> Result<(), ImportError> {
        while self.levels.last().is_some_and(|level| level.indent > indent) {
            self.levels.pop();
        }
        let Some(level) = self.levels.last_mut().filter(|level| !level.leaf) else {
            return Err(ImportError::syntax(number, body, Syntax::Indent));
        };
        let key = format!("{}[{}]", level.key, level.items);
        level.items += 1;
        let inner = body[1..].trim_start();
        let deeper = indent + body.len() - inner.len();
        match split(inner) {
            // A map inside the list goes on at the same column.
            Some((name, value)) if !inner.starts_with(['"', '\'', '[', '{']) => {
                self.push(Level { indent: indent + 1, key, items: 0, leaf: false }, body, number)?;
                let key = match scalar(name) {
                    Ok(name) => self.below(&name),
                    Err(what) => return Err(ImportError::syntax(number, body, what)),
                };
                self.put(deeper, key, value, body, number)
            }
            _ if inner.is_empty() => self.push(Level { indent: indent + 1, key, items: 0, leaf: false }, body, number),
            _ => self.value(key, inner, body, number),
        }
    }

    fn push(&mut self, level: Level, body: &str, number: usize) -> Result<(), ImportError> {
        if self.levels.len() >= DEEPEST {
            return Err(ImportError::syntax(number, body, Syntax::TooDeep));
        }
        self.levels.push(level);
        Ok(())
    }

    /// A key with what stands behind its colon.
    fn put(&mut self, indent: usize, key: String, value: &str, body: &str, number: usize) -> Result<(), ImportError> {
        let value = without_comment(value);
        let leaf = !value.is_empty();
        self.push(Level { indent, key: key.clone(), items: 0, leaf }, body, number)?;
        if leaf { self.value(key, value, body, number) } else { Ok(()) }
    }

    fn value(&mut self, key: String, value: &str, body: &str, number: usize) -> Result<(), ImportError> {
        let wrong = |what| ImportError::syntax(number, body, what);
        let value = without_comment(value);
        if value.starts_with(['&', '*', '!', '|', '>', '%', '@', '`']) {
            return Err(wrong(Syntax::NotRead));
        }
        if let Some(list) = value.strip_prefix('[') {
            let list = list.strip_suffix(']').ok_or_else(|| wrong(Syntax::NotRead))?;
            for (place, item) in pieces(list).map_err(wrong)?.into_iter().enumerate() {
                let value = scalar(item).map_err(wrong)?;
                self.entries.push(Entry {
                    key: format!("{key}[{place}]"),
                    value,
                    line: number,
                    document: self.document,
                });
            }
            return Ok(());
        }
        if let Some(map) = value.strip_prefix('{') {
            let map = map.strip_suffix('}').ok_or_else(|| wrong(Syntax::NotRead))?;
            for item in pieces(map).map_err(wrong)? {
                let (name, value) = split(item).ok_or_else(|| wrong(Syntax::NoKey))?;
                let (name, value) = (scalar(name).map_err(wrong)?, scalar(value.trim()).map_err(wrong)?);
                self.entries.push(Entry { key: format!("{key}.{name}"), value, line: number, document: self.document });
            }
            return Ok(());
        }
        let value = scalar(value).map_err(wrong)?;
        self.entries.push(Entry { key, value, line: number, document: self.document });
        Ok(())
    }
}

/// A key and what follows its colon.
fn split(text: &str) -> Option<(&str, &str)> {
    let mut quote = None;
    for (place, character) in text.char_indices() {
        match (quote, character) {
            (Some(open), _) if character == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') if place == 0 => quote = Some(character),
            (None, ':') => {
                let rest = &text[place + 1..];
                if rest.is_empty() || rest.starts_with([' ', '\t']) {
                    return (place > 0).then(|| (text[..place].trim_end(), rest.trim()));
                }
            }
            (None, _) => {}
        }
    }
    None
}

/// A value without the comment behind it.
fn without_comment(value: &str) -> &str {
    let mut quote = None;
    let mut before = ' ';
    for (place, character) in value.char_indices() {
        match (quote, character) {
            (Some(open), _) if character == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') if before == ' ' || before == '[' || before == '{' || before == ',' => {
                quote = Some(character)
            }
            (None, '#') if before == ' ' || before == '\t' => return value[..place].trim_end(),
            (None, _) => {}
        }
        before = character;
    }
    value.trim_end()
}

/// What stands between commas. Lists in lists are not read.
fn pieces(text: &str) -> Result<Vec<&str>, Syntax> {
    if text.contains(['[', ']', '{', '}']) && !text.contains("${") {
        return Err(Syntax::NotRead);
    }
    let (mut quote, mut start, mut all) = (None, 0, Vec::new());
    for (place, character) in text.char_indices() {
        match (quote, character) {
            (Some(open), _) if character == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(character),
            (None, ',') => {
                all.push(text[start..place].trim());
                start = place + 1;
            }
            (None, _) => {}
        }
    }
    all.push(text[start..].trim());
    all.retain(|piece| !piece.is_empty());
    Ok(all)
}

/// A plain or quoted value.
fn scalar(text: &str) -> Result<String, Syntax> {
    let text = text.trim();
    match text.chars().next() {
        Some('\'') => {
            let inner = text[1..].strip_suffix('\'').filter(|_| text.len() > 1).ok_or(Syntax::OpenQuote)?;
            Ok(inner.replace("''", "'"))
        }
        Some('"') => {
            let inner = text[1..].strip_suffix('"').filter(|_| text.len() > 1).ok_or(Syntax::OpenQuote)?;
            unescaped(inner)
        }
        _ => Ok(text.to_owned()),
    }
}

fn unescaped(text: &str) -> Result<String, Syntax> {
    let mut out = String::new();
    let mut rest = text.chars();
    while let Some(character) = rest.next() {
        if character != '\\' {
            out.push(character);
            continue;
        }
        out.push(match rest.next() {
            Some('n') => '\n',
            Some('t') => '\t',
            Some(mark @ ('"' | '\\' | '/')) => mark,
            _ => return Err(Syntax::Escape),
        });
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(text: &str) -> Vec<(String, String, usize)> {
        let entries = read(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        entries.into_iter().map(|entry| (entry.key, entry.value, entry.line)).collect()
    }

    fn owned(all: &[(&str, &str, usize)]) -> Vec<(String, String, usize)> {
        all.iter().map(|(key, value, line)| ((*key).to_owned(), (*value).to_owned(), *line)).collect()
    }

    #[test]
    fn maps_lists_and_documents_are_read_with_their_lines() {
        let text = "# first\nspring:\n  rabbitmq:\n    host: localhost   # here\n    listener:\n      simple:\n        prefetch: 4\n\
                    ---\nspring.kafka:\n  bootstrap-servers:\n  - a:9092\n  - \"b: c\"\n  properties:\n    \"[enable.idempotence]\": true\n\
                    list: [x, 'y # z']\nmap: {a: 1, b: two}\nmaps:\n  - name: n\n    kind: k\n  - name: m\n";
        assert_eq!(
            pairs(text),
            owned(&[
                ("spring.rabbitmq.host", "localhost", 4),
                ("spring.rabbitmq.listener.simple.prefetch", "4", 7),
                ("spring.kafka.bootstrap-servers[0]", "a:9092", 11),
                ("spring.kafka.bootstrap-servers[1]", "b: c", 12),
                ("spring.kafka.properties.enable.idempotence", "true", 14),
                ("list[0]", "x", 15),
                ("list[1]", "y # z", 15),
                ("map.a", "1", 16),
                ("map.b", "two", 16),
                ("maps[0].name", "n", 18),
                ("maps[0].kind", "k", 19),
                ("maps[1].name", "m", 20),
            ])
        );
    }

    #[test]
    fn a_value_with_a_colon_or_a_hash_inside_is_whole() {
        assert_eq!(pairs("a: http://x:1/#y\n"), owned(&[("a", "http://x:1/#y", 1)]));
        assert_eq!(pairs("a: ${B:c}\n"), owned(&[("a", "${B:c}", 1)]));
        assert_eq!(pairs("a:\nb: 1\n"), owned(&[("b", "1", 2)]));
    }

    #[test]
    fn what_is_not_read_is_refused_with_its_line() {
        for (text, line, what) in [
            ("a:\n\tb: 1", 2, Syntax::Tab),
            ("a: 1\n  b: 2", 2, Syntax::Indent),
            ("a: &x 1", 1, Syntax::NotRead),
            ("a: |\n  x", 1, Syntax::NotRead),
            ("a: [1,\n 2]", 1, Syntax::NotRead),
            ("a: 'x", 1, Syntax::OpenQuote),
            ("a\n", 1, Syntax::NoKey),
            ("- a", 1, Syntax::Indent),
        ] {
            let error = read(text).expect_err(text);
            assert_eq!((error.line, error.problem), (line, super::super::ImportProblem::Syntax(what)), "{text}");
        }
    }
}
