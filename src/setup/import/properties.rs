//! Java's `.properties`: `key=value`, `key: value` or `key value`, comments behind `#` or `!`, a backslash at the end of a
//! line that goes on. Spring begins a new document after `#---`.

use super::entry::{Entry, ImportError, Syntax};

/// The entries of a properties file.
pub fn read(text: &str) -> Result<Vec<Entry>, ImportError> {
    let (mut entries, mut document) = (Vec::new(), 0);
    let mut lines = text.lines().enumerate();
    // A separator counts only if no comment is next to it.
    let (mut separates, mut after_comment) = (false, false);
    while let Some((number, line)) = lines.next() {
        let is_separator = !after_comment && matches!(line.trim_end(), "#---" | "!---");
        let line = line.trim_start();
        if line.starts_with(['#', '!']) {
            (separates, after_comment) = (is_separator, true);
            continue;
        }
        after_comment = false;
        if line.is_empty() {
            continue;
        }
        document += usize::from(separates);
        separates = false;
        let mut whole = line.to_owned();
        while goes_on(&whole) {
            whole.pop();
            match lines.next() {
                Some((_, next)) => whole.push_str(next.trim_start()),
                None => break,
            }
        }
        entries.push(Entry { document, ..entry(&whole, number + 1)? });
    }
    Ok(entries)
}

/// Whether an odd number of backslashes ends the line.
fn goes_on(line: &str) -> bool {
    line.bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1
}

fn entry(line: &str, number: usize) -> Result<Entry, ImportError> {
    let mut escaped = false;
    let end = line.char_indices().find(|(_, character)| {
        let ends = !escaped && matches!(character, '=' | ':' | ' ' | '\t');
        escaped = *character == '\\' && !escaped;
        ends
    });
    let end = end.map_or(line.len(), |(place, _)| place);
    let rest = line[end..].trim_start();
    let rest = rest.strip_prefix(['=', ':']).unwrap_or(rest).trim();
    let (key, value) = (unescaped(&line[..end], line, number)?, unescaped(rest, line, number)?);
    if key.is_empty() {
        return Err(ImportError::syntax(number, line, Syntax::NoKey));
    }
    Ok(Entry { key, value, line: number, document: 0 })
}

fn unescaped(text: &str, line: &str, number: usize) -> Result<String, ImportError> {
    let mut out = String::new();
    let mut rest = text.chars();
    while let Some(character) = rest.next() {
        if character != '\\' {
            out.push(character);
            continue;
        }
        match rest.next() {
            Some('n') => out.push('\n'),
            Some('t') => out.push('\t'),
            Some('r') => out.push('\r'),
            Some('f') => out.push('\u{c}'),
            Some('u') => {
                let digits: String = rest.by_ref().take(4).collect();
                let code = u32::from_str_radix(&digits, 16).ok().filter(|_| digits.len() == 4).and_then(char::from_u32);
                out.push(code.ok_or_else(|| ImportError::syntax(number, line, Syntax::Escape))?);
            }
            Some(other) => out.push(other),
            None => {}
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(text: &str) -> Vec<(String, String, usize)> {
        let entries = read(text).unwrap_or_else(|error| panic!("{error}"));
        entries.into_iter().map(|entry| (entry.key, entry.value, entry.line)).collect()
    }

    #[test]
    fn every_way_to_write_a_property_is_read() {
        let text = "# a\n! b\n\na=1\nb : 2\nc   3\nd\n e = x \\\n   y\nf\\:g=h\\u0041\ni==j\n";
        let pair = |key: &str, value: &str, line| (key.to_owned(), value.to_owned(), line);
        let read = [
            ("a", "1", 4),
            ("b", "2", 5),
            ("c", "3", 6),
            ("d", "", 7),
            ("e", "x y", 8),
            ("f:g", "hA", 10),
            ("i", "=j", 11),
        ];
        assert_eq!(pairs(text), read.map(|(key, value, line)| pair(key, value, line)));
    }

    #[test]
    fn what_is_none_is_refused_with_its_line() {
        for (text, line) in [("a=1\n=2", 2), ("a=\\u12", 1), ("a=\\uD800", 1)] {
            assert_eq!(read(text).map_err(|error| error.line), Err(line), "{text}");
        }
        assert!(read("a=b\\").is_ok());
    }
}
