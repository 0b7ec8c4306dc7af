//! A value as it is written, and as a table of keys and a setting have it.

use crate::setup::error::Allowed;
use crate::setup::import::keys::{Origin, Takes};
use crate::setup::import::remark::Remark;
use crate::setup::value::{choice_of, whole_of};
use crate::setup::{Field, FieldKind, Value};

/// What a placeholder falls back to, if the value is one.
pub fn placeholder(value: &str) -> Option<Option<&str>> {
    let inner = value.trim().strip_prefix("${")?;
    let Some(inner) = inner.strip_suffix('}') else { return Some(None) };
    match inner.split_once(':') {
        Some((_, default)) if !default.contains("${") => Some(Some(default)),
        _ => Some(None),
    }
}

/// Whether it is Kafka 4.0's way to say how far back to begin: `by_duration:PT1H`.
pub fn is_duration(text: &str) -> bool {
    let lower = text.trim().to_ascii_lowercase();
    lower.strip_prefix("by_duration:p").is_some_and(|rest| rest.contains(|one: char| one.is_ascii_digit()))
}

/// True or false, as the library writes them.
fn truth(origin: Origin, lower: &str) -> Option<bool> {
    match (origin, lower) {
        (_, "true") => Some(true),
        (_, "false") => Some(false),
        (Origin::SpringRabbitmq | Origin::SpringKafka, "yes" | "on" | "1") | (Origin::Librdkafka, "t" | "1") => {
            Some(true)
        }
        (Origin::SpringRabbitmq | Origin::SpringKafka, "no" | "off" | "0") | (Origin::Librdkafka, "f" | "0") => {
            Some(false)
        }
        _ => None,
    }
}

/// The value as the table writes it, if the key takes it.
pub fn word(origin: Origin, takes: Takes, text: &str) -> Option<String> {
    let text = text.trim();
    let lower = text.to_ascii_lowercase();
    match takes {
        Takes::Bool => truth(origin, &lower).map(|is| is.to_string()),
        Takes::Other(name) => Some(if lower == name || lower.is_empty() { name } else { "other" }.to_owned()),
        Takes::Reset(_) if is_duration(text) => Some("earliest".to_owned()),
        Takes::Whole(min, max) => {
            let number: i64 = text.parse().ok()?;
            (min..=max).contains(&number).then(|| number.to_string())
        }
        Takes::Words(words) | Takes::Reset(words) => {
            let lower = lower.replace('-', "_");
            // A sign stays a sign: -1 is a word of its own.
            let found = words.iter().find(|(name, _)| *name == text || *name == lower);
            found.map(|(_, value)| (*value).to_owned())
        }
        Takes::Text => Some(text.to_owned()),
    }
}

pub fn allowed(takes: Takes) -> Allowed {
    match takes {
        Takes::Bool => Allowed::Bool,
        Takes::Whole(min, max) => Allowed::Whole { min: min.unsigned_abs(), max: max.unsigned_abs() },
        Takes::Words(words) | Takes::Reset(words) => Allowed::Names(words.iter().map(|(name, _)| *name).collect()),
        // A text is never refused.
        Takes::Text | Takes::Other(_) => Allowed::Names(Vec::new()),
    }
}

/// The value of a setting; a number that is more than it takes is cut, and that is said.
pub fn setting(field: Field, word: &str) -> (Value, Option<Remark>) {
    match field.kind() {
        FieldKind::Bool => (Value::Bool(word == "true"), None),
        FieldKind::Choice(names) => (choice_of(names, word).unwrap_or(Value::Null), None),
        FieldKind::Number { max, .. } => {
            // 0 is RabbitMQ's word for no limit, and stays one.
            let number = whole_of(word).unwrap_or(max);
            (Value::Number(number.min(max)), (number > max).then_some(Remark::Capped(max)))
        }
        FieldKind::OptionalChoice(_) | FieldKind::OptionalNumber { .. } | FieldKind::FaultKinds => (Value::Null, None),
    }
}
