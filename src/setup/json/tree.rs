//! A JSON text as a tree that keeps what `serde_json`'s own value drops: fields that are given twice.

use crate::setup::error::{Problem, SetupError, shortened};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::cell::RefCell;
use std::fmt::{self, Formatter};

/// One JSON value.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Json {
    Null,
    Bool(bool),
    /// A whole number that is not negative.
    Whole(u64),
    /// Any other number, as text.
    Number(String),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl Json {
    /// The whole text as one value.
    pub(super) fn read(text: &str) -> Result<Self, SetupError> {
        let path = RefCell::new(Vec::new());
        let mut reader = serde_json::Deserializer::from_str(text);
        let tree = Node(&path).deserialize(&mut reader);
        tree.and_then(|tree| reader.end().map(|()| tree)).map_err(|error| not_json(text, &path.into_inner(), &error))
    }

    /// The value as an error shows it.
    pub(super) fn brief(&self) -> String {
        match self {
            Self::Null => "null".to_owned(),
            Self::Bool(on) => on.to_string(),
            Self::Whole(number) => number.to_string(),
            Self::Number(number) => shortened(number),
            Self::Text(text) => format!("\"{}\"", shortened(text)),
            Self::List(items) if items.is_empty() => "[]".to_owned(),
            Self::List(_) => "[…]".to_owned(),
            Self::Object(fields) if fields.is_empty() => "{}".to_owned(),
            Self::Object(_) => "{…}".to_owned(),
        }
    }
}

/// Reads one value; the path names the fields it stands in, for errors.
struct Node<'p>(&'p RefCell<Vec<String>>);

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Json;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Json, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Json;

    fn expecting(&self, out: &mut Formatter<'_>) -> fmt::Result {
        out.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E: Error>(self, on: bool) -> Result<Json, E> {
        Ok(Json::Bool(on))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Json, E> {
        Ok(Json::Whole(number))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Json, E> {
        Ok(u64::try_from(number).map_or_else(|_| Json::Number(number.to_string()), Json::Whole))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Json, E> {
        Ok(Json::Number(format!("{number:?}")))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Json, E> {
        Ok(Json::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(Node(self.0))? {
            list.push(item);
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Json, A::Error> {
        let mut fields = Vec::new();
        while let Some(name) = entries.next_key::<String>()? {
            // Left in place when the value can't be read: the error then says where it was.
            self.0.borrow_mut().push(name.clone());
            let value = entries.next_value_seed(Node(self.0))?;
            self.0.borrow_mut().pop();
            fields.push((name, value));
        }
        Ok(Json::Object(fields))
    }
}

fn not_json(text: &str, path: &[String], error: &serde_json::Error) -> SetupError {
    let (line, column) = (error.line(), error.column());
    let said = error.to_string();
    let reason = said.split_once(" at line ").map_or(said.as_str(), |(reason, _)| reason).to_owned();
    SetupError {
        field: shortened(&path.join(".")),
        value: shortened(word_at(text, line, column)),
        problem: Problem::NotJson { line, column, reason },
    }
}

/// The word at a place in the text, or the last one before it, to show what the reader stumbled over.
fn word_at(text: &str, line: usize, column: usize) -> &str {
    let is_gap = |character: char| character.is_whitespace() || ",:{}[]\"".contains(character);
    let line = text.split('\n').nth(line.saturating_sub(1)).unwrap_or_default();
    let place = (0..=column.min(line.len())).rev().find(|place| line.is_char_boundary(*place)).unwrap_or_default();
    let end = place + line[place..].find(is_gap).unwrap_or(line.len() - place);
    let until = line[..end].trim_end_matches(is_gap);
    until.rsplit(is_gap).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_keeps_repeated_fields() {
        let one = |number| ("a".to_owned(), Json::Whole(number));
        assert_eq!(Json::read(r#"{"a": 1, "a": 2}"#), Ok(Json::Object(vec![one(1), one(2)])));
    }

    #[test]
    fn a_number_is_whole_or_shown_as_it_is() {
        let shown = |text: &str| Json::read(text).map(|json| json.brief());
        for (text, brief) in [("0", "0"), ("-1", "-1"), ("0.5", "0.5"), ("1.0", "1.0"), ("1e20", "1e20")] {
            assert_eq!(shown(text).as_deref(), Ok(brief));
        }
        assert_eq!(shown("18446744073709551615").as_deref(), Ok("18446744073709551615"));
    }

    #[test]
    fn a_text_that_is_not_json_says_where() {
        let error = Json::read("{\"rabbitmq\":\n {\"window\": 1e999}}").expect_err("a number too large");
        assert_eq!(
            error.to_string(),
            "rabbitmq.window: it can't be read as JSON at line 2, column 17, near 1e999: number out of range"
        );
        let error = Json::read("{\"messages\": tru}").expect_err("a broken word");
        assert!(error.to_string().starts_with("messages: it can't be read as JSON at line 1, column "), "{error}");
        assert_eq!(error.value, "tru");
    }

    #[test]
    fn a_word_is_found_at_every_place_of_any_text() {
        for text in ["", "\n", "é", "{\"é\": \u{2028}x}", "a\u{a0}b\nc"] {
            for line in 0..4 {
                for column in 0..20 {
                    word_at(text, line, column);
                }
            }
        }
    }
}
