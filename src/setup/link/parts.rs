//! A link's text taken apart: parts between `&`, each a key and a value, percent-decoded.

use crate::setup::error::{Allowed, Problem, SetupError, shortened};

/// One `key=value` of a link, decoded.
pub(super) struct Part {
    pub(super) key: String,
    pub(super) value: String,
}

/// What stands after the `#`: of a whole address, or of a fragment that still has it.
pub(super) fn fragment_of(text: &str) -> &str {
    let is_address =
        |before: &str| before.is_empty() || before.split_once(':').is_some_and(|(_, rest)| rest.starts_with("//"));
    match text.split_once('#') {
        Some((before, fragment)) if is_address(before) => fragment,
        _ => text,
    }
}

/// The parts of a fragment. An empty one has none.
pub(super) fn split(fragment: &str) -> Result<Vec<Part>, SetupError> {
    if fragment.is_empty() {
        return Ok(Vec::new());
    }
    fragment.split('&').map(part).collect()
}

fn part(text: &str) -> Result<Part, SetupError> {
    let (key, value) = text.split_once('=').ok_or_else(|| refused("link", text, Allowed::Parts))?;
    let key = decoded(key).ok_or_else(|| refused("link", text, Allowed::Encoding))?;
    let value = decoded(value).ok_or_else(|| refused(&key, value, Allowed::Encoding))?;
    Ok(Part { key, value })
}

fn refused(field: &str, value: &str, allowed: Allowed) -> SetupError {
    SetupError { field: shortened(field), value: shortened(value), problem: Problem::NotAllowed(allowed) }
}

/// The text with each %XX replaced by its byte and each + by a space, as forms write them.
fn decoded(text: &str) -> Option<String> {
    if !text.contains(['%', '+']) {
        return Some(text.to_owned());
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => digit(rest.next())? * 16 + digit(rest.next())?,
            b'+' => b' ',
            other => other,
        });
    }
    String::from_utf8(bytes).ok()
}

fn digit(byte: Option<u8>) -> Option<u8> {
    let value = char::from(byte?).to_digit(16)?;
    u8::try_from(value).ok()
}

/// The text with everything but letters, digits and `-._~` as %XX.
pub(super) fn encoded(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_signs_are_decoded_or_refused() {
        assert_eq!(decoded("a%3Ab").as_deref(), Some("a:b"));
        assert_eq!(decoded("%e6%B6%88").as_deref(), Some("消"));
        assert_eq!(decoded("a+b").as_deref(), Some("a b"));
        for malformed in ["%", "%4", "%4g", "%+1", "%-1", "%ff", "%c3%28", "%é"] {
            assert_eq!(decoded(malformed), None, "{malformed}");
        }
    }

    #[test]
    fn encoding_is_undone_by_decoding() {
        for text in ["", "plain-name", "消息 & = # % +", "\u{0}\n"] {
            assert_eq!(decoded(&encoded(text)).as_deref(), Some(text));
            assert!(encoded(text).is_ascii());
        }
    }

    #[test]
    fn a_fragment_is_found_in_an_address() {
        assert_eq!(fragment_of("#a=1"), "a=1");
        assert_eq!(fragment_of("a=1"), "a=1");
        assert_eq!(fragment_of("https://example.org/x/#a=1"), "a=1");
        assert_eq!(fragment_of("a=1#b=2"), "a=1#b=2");
        assert_eq!(fragment_of("##a=1"), "#a=1");
    }
}
