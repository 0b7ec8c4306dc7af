//! The part of YAML that settings files are written in: maps and lists by indentation or in brackets, plain, quoted and block
//! texts, also over several lines, comments, anchors with their aliases and merges, documents after `---`. The rest is refused
//! by its line.

use std::collections::{BTreeMap, BTreeSet};

use super::entry::{Entry, ImportError, Syntax};
use super::yaml_lines::whole;

/// Maps inside each other that are read.
const DEEPEST: usize = 32;
/// Aliases that are read, and entries that they may lead to: an alias of aliases can grow without end.
const ALIASES_MAX: usize = 256;
const ENTRIES_MAX: usize = 1 << 15;

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
    let mut reader = Reader::default();
    let mut lines = text.lines().enumerate().peekable();
    while let Some((number, line)) = lines.next() {
        let trimmed = line.trim_end();
        let body = trimmed.trim_start_matches(' ');
        if body.is_empty() || body.starts_with('#') || trimmed.starts_with("%") {
            continue;
        }
        if trimmed == "---" || trimmed.starts_with("--- #") || trimmed == "..." {
            reader.levels.clear();
            reader.anchors.clear();
            reader.document += 1;
            continue;
        }
        if body.starts_with('\t') {
            return Err(ImportError::syntax(number + 1, body, Syntax::Tab));
        }
        let indent = trimmed.len() - body.len();
        reader.line(indent, &whole(indent, body, &mut lines), number + 1)?;
    }
    Ok(reader.entries)
}

#[derive(Default)]
struct Reader {
    entries: Vec<Entry>,
    levels: Vec<Level>,
    document: usize,
    /// The key that an anchor stands before; an alias means all that stands below it.
    anchors: BTreeMap<String, String>,
    aliases: usize,
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
        joined(self.levels.last().map_or("", |level| level.key.as_str()), name)
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
        let inner = self.undecorated(&key, body[1..].trim_start());
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
        let value = self.undecorated(&key, without_comment(value));
        let leaf = !value.is_empty();
        self.push(Level { indent, key: key.clone(), items: 0, leaf }, body, number)?;
        if leaf { self.value(key, value, body, number) } else { Ok(()) }
    }

    /// What stands behind an anchor and a tag of YAML's own; the anchor is remembered.
    fn undecorated<'line>(&mut self, key: &str, value: &'line str) -> &'line str {
        let mut value = value;
        while value.starts_with('&') || value.starts_with("!!") {
            let (mark, rest) = value.split_once([' ', '\t']).unwrap_or((value, ""));
            if let Some(name) = mark.strip_prefix('&') {
                self.anchors.insert(name.to_owned(), key.to_owned());
            }
            value = rest.trim_start();
        }
        value
    }

    fn value(&mut self, key: String, value: &str, body: &str, number: usize) -> Result<(), ImportError> {
        self.part(key, without_comment(value), number, 0).map_err(|what| ImportError::syntax(number, body, what))
    }

    /// A value, or what stands in brackets.
    fn part(&mut self, key: String, value: &str, line: usize, depth: usize) -> Result<(), Syntax> {
        if depth > DEEPEST {
            return Err(Syntax::TooDeep);
        }
        let value = self.undecorated(&key, value);
        if let Some(name) = value.strip_prefix('*') {
            return self.alias(&key, name, line);
        }
        if value.starts_with(['!', '|', '>', '%', '`']) {
            return Err(Syntax::NotRead);
        }
        if let Some(list) = value.strip_prefix('[') {
            let list = list.strip_suffix(']').ok_or(Syntax::NotRead)?;
            for (place, item) in pieces(list)?.into_iter().enumerate() {
                self.part(format!("{key}[{place}]"), item, line, depth + 1)?;
            }
            return Ok(());
        }
        if let Some(map) = value.strip_prefix('{') {
            let map = map.strip_suffix('}').ok_or(Syntax::NotRead)?;
            for item in pieces(map)? {
                let (name, value) = split(item).ok_or(Syntax::NoKey)?;
                let key = joined(&key, &scalar(name)?);
                self.part(key, value.trim(), line, depth + 1)?;
            }
            return Ok(());
        }
        self.entries.push(Entry { key, value: scalar(value)?, line, document: self.document });
        Ok(())
    }

    /// All that stands below an anchor, at this place too. A merge (`<<`) leaves alone what is there.
    fn alias(&mut self, key: &str, name: &str, line: usize) -> Result<(), Syntax> {
        self.aliases += 1;
        let from = self.anchors.get(name.trim()).filter(|_| self.aliases <= ALIASES_MAX).ok_or(Syntax::NotRead)?;
        let merged = merged(key);
        let below = |key: &str| {
            let rest = key.strip_prefix(from.as_str())?;
            (rest.is_empty() || rest.starts_with(['.', '['])).then(|| rest.to_owned())
        };
        let own = self.entries.iter().filter(|entry| entry.document == self.document);
        let there: BTreeSet<&str> = own.clone().map(|entry| entry.key.as_str()).collect();
        let mut copies = Vec::new();
        for entry in own {
            let Some(rest) = below(&entry.key) else { continue };
            let key = match merged {
                Some("") => rest.trim_start_matches('.').to_owned(),
                Some(parent) => format!("{parent}{rest}"),
                None => format!("{key}{rest}"),
            };
            if merged.is_none() || !there.contains(key.as_str()) {
                copies.push(Entry { key, value: entry.value.clone(), line, document: self.document });
            }
        }
        if self.entries.len() + copies.len() > ENTRIES_MAX {
            return Err(Syntax::TooDeep);
        }
        self.entries.append(&mut copies);
        Ok(())
    }
}

/// The map that a merge is in: `a.<<` or `a.<<[0]`.
fn merged(key: &str) -> Option<&str> {
    let end = if key.ends_with(']') { key.rfind('[') } else { None };
    let parent = key[..end.unwrap_or(key.len())].strip_suffix("<<")?;
    Some(parent.strip_suffix('.').unwrap_or(parent))
}

/// A key below another. One in brackets keeps its dots: `[enable.idempotence]`.
fn joined(above: &str, name: &str) -> String {
    let name = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name);
    if above.is_empty() { name.to_owned() } else { format!("{above}.{name}") }
}

/// A key and what follows its colon.
pub fn split(text: &str) -> Option<(&str, &str)> {
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
pub fn without_comment(value: &str) -> &str {
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

/// What stands between commas that are in no brackets.
fn pieces(text: &str) -> Result<Vec<&str>, Syntax> {
    let (mut open, mut start, mut all) = (Open::default(), 0, Vec::new());
    for (place, character) in text.char_indices() {
        open.take(character);
        if character == ',' && open.is_closed() {
            all.push(text[start..place].trim());
            start = place + 1;
        }
    }
    if !open.is_closed() {
        return Err(if open.quote.is_some() { Syntax::OpenQuote } else { Syntax::NotRead });
    }
    all.push(text[start..].trim());
    all.retain(|piece| !piece.is_empty());
    Ok(all)
}

/// The quote and the brackets that are open. An apostrophe inside a word is none.
#[derive(Default)]
pub struct Open {
    quote: Option<char>,
    brackets: usize,
    escaped: bool,
    in_word: bool,
}

impl Open {
    /// Goes past a character.
    pub fn take(&mut self, character: char) {
        match (self.quote, character) {
            (Some('"'), '\\') if !self.escaped => {
                self.escaped = true;
                return;
            }
            (Some(open), _) if character == open && !self.escaped => self.quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') if !self.in_word => self.quote = Some(character),
            (None, '[' | '{') => self.brackets += 1,
            (None, ']' | '}') => self.brackets = self.brackets.saturating_sub(1),
            (None, _) => {}
        }
        self.escaped = false;
        self.in_word = self.quote.is_none() && !matches!(character, ' ' | '\t' | ',' | ':' | '[' | '{');
    }

    /// Whether a quote is.
    pub const fn is_in_quote(&self) -> bool {
        self.quote.is_some()
    }

    /// Whether nothing is.
    pub const fn is_closed(&self) -> bool {
        self.quote.is_none() && self.brackets == 0
    }
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
            Some('r') => '\r',
            Some('0') => '\0',
            Some(mark @ ('"' | '\\' | '/' | ' ')) => mark,
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
    fn texts_and_brackets_go_on_over_lines() {
        assert_eq!(
            pairs(
                "a: |\n  x: 1\n\n   'y'\nb: >-\n  one\n  two\nc: [1, # one\n  2]\nd: 'x\n  y'\ne: a\n  b\nf:\n  g h\ni: {j: [{k: 1}, 2],\n l: ''}\nm: it's\n"
            ),
            owned(&[
                ("a", "x: 1 'y'", 1),
                ("b", "one two", 5),
                ("c[0]", "1", 8),
                ("c[1]", "2", 8),
                ("d", "x y", 10),
                ("e", "a b", 12),
                ("f", "g h", 14),
                ("i.j[0].k", "1", 16),
                ("i.j[1]", "2", 16),
                ("i.l", "", 16),
                ("m", "it's", 18),
            ])
        );
        assert_eq!(pairs("a: { \"[b.c]\": 1, d: '}' }"), owned(&[("a.b.c", "1", 1), ("a.d", "}", 1)]));
    }

    #[test]
    fn an_alias_means_what_its_anchor_does_and_a_merge_leaves_alone_what_is_there() {
        assert_eq!(
            pairs("x: &x\n  a: 1\n  b: {c: 2}\ny:\n  a: 0\n  <<: *x\nz: *x\nn: &n !!int 5\nm: [*n, *n]\n"),
            owned(&[
                ("x.a", "1", 2),
                ("x.b.c", "2", 3),
                ("y.a", "0", 5),
                ("y.b.c", "2", 6),
                ("z.a", "1", 7),
                ("z.b.c", "2", 7),
                ("n", "5", 8),
                ("m[0]", "5", 9),
                ("m[1]", "5", 9),
            ])
        );
        let doubling: String = (1..40).map(|n| format!("a{n}: &a{n} [*a{0}, *a{0}]\n", n - 1)).collect();
        assert!(read(&format!("a0: &a0 x\n{doubling}")).is_err());
    }

    #[test]
    fn what_is_not_read_is_refused_with_its_line() {
        for (text, line, what) in [
            ("a:\n\tb: 1", 2, Syntax::Tab),
            ("a: 1\n  b: 2", 2, Syntax::Indent),
            ("a: !own 1", 1, Syntax::NotRead),
            ("a: *x", 1, Syntax::NotRead),
            ("a: [1,\n 2", 1, Syntax::NotRead),
            ("a: [1, 'x\n 2]", 1, Syntax::OpenQuote),
            ("a: 'x", 1, Syntax::OpenQuote),
            ("a\n", 1, Syntax::NoKey),
            ("- a", 1, Syntax::Indent),
        ] {
            let error = read(text).expect_err(text);
            assert_eq!((error.line, error.problem), (line, super::super::ImportProblem::Syntax(what)), "{text}");
        }
    }
}
