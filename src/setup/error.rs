//! Why a setup, a link or one value is refused, as data; its display is one line of English.

use super::costs::milliseconds;
use super::{Cost, Field, Value};
use std::fmt::{self, Display, Formatter};

/// A setup that is refused: which field, the value it was given, and why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SetupError {
    /// The field as the reader knows it: `rabbitmq.window` in a setup file, `window` in a link. Shortened, one line.
    pub field: String,
    /// The value as it was written. Shortened, one line.
    pub value: String,
    /// Why it is refused, and what is allowed.
    pub problem: Problem,
}

/// Why a value is refused.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Problem {
    /// The field takes other values.
    NotAllowed(Allowed),
    /// The field takes it, but not beside this other value.
    Impossible {
        /// The other field.
        beside: Field,
        /// The other field's value.
        is: Value,
        /// What is possible beside it.
        allowed: Allowed,
    },
    /// The field must be there.
    Missing(Allowed),
    /// The field is given a second time.
    Repeated,
    /// The value stands in its list a second time.
    RepeatedInList,
    /// There is no such field here.
    NoSuchField {
        /// A field that may have been meant.
        nearest: Option<String>,
        /// Every field that belongs here.
        names: Vec<&'static str>,
    },
    /// The text can't be read as JSON.
    NotJson {
        /// The line, counted from 1.
        line: usize,
        /// The byte in the line, counted from 1.
        column: usize,
        /// What the JSON reader says, in English.
        reason: String,
    },
    /// The text is not UTF-8.
    NotUtf8,
}

/// What is allowed in place of a refused value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Allowed {
    /// true or false.
    Bool,
    /// A whole number.
    Whole {
        /// The smallest.
        min: u64,
        /// The largest.
        max: u64,
    },
    /// A whole number, or null.
    WholeOrNull {
        /// The smallest.
        min: u64,
        /// The largest.
        max: u64,
    },
    /// A number of milliseconds with up to three decimals; these are microseconds.
    Milliseconds {
        /// The smallest.
        min: u32,
        /// The largest.
        max: u32,
    },
    /// Figures of a race with commas between them.
    Costs,
    /// One of these names.
    Names(Vec<&'static str>),
    /// One of these names, or null.
    NamesOrNull(Vec<&'static str>),
    /// A list of these names.
    ListOf(Vec<&'static str>),
    /// This value alone.
    Only(Value),
    /// An object with named fields.
    Object,
    /// Parts of the form key=value with & between them.
    Parts,
    /// UTF-8 in which each % is followed by two hexadecimal digits.
    Encoding,
    /// The name of a scenario that exists.
    Scenario,
    /// Letters, digits and the marks of a packed run.
    PackedRun,
    /// Two step numbers, such as 3-9.
    Steps,
    /// Numbers of messages up to this one, such as 1,3.
    Messages(u8),
}

impl SetupError {
    /// Says that the field takes other values than this one.
    pub fn not_allowed(field: &str, value: &str, allowed: Allowed) -> Self {
        Self { field: shortened(field), value: shortened(value), problem: Problem::NotAllowed(allowed) }
    }
}

impl std::error::Error for SetupError {}

impl Display for SetupError {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let Self { field, value, problem } = self;
        let value = if value.is_empty() { "an empty text" } else { value };
        let field = match problem {
            Problem::NotJson { .. } if field.is_empty() => "setup",
            _ if field.is_empty() => "a field without a name",
            _ => field,
        };
        match problem {
            Problem::NotAllowed(allowed) => write!(out, "{field}: {value} is not allowed; {allowed}"),
            Problem::Impossible { beside, is, allowed } => {
                write!(out, "{field}: {value} is impossible with {} {is}; {allowed} possible", beside.name())
            }
            Problem::Missing(allowed) => write!(out, "{field}: it is missing; {allowed}"),
            Problem::Repeated => write!(out, "{field}: {value} is a second value for it; one is allowed"),
            Problem::RepeatedInList => write!(out, "{field}: {value} is listed twice; once is allowed"),
            Problem::NoSuchField { nearest, names } => {
                write!(out, "{field}: {value} is not allowed, for there is no such field; ")?;
                if let Some(nearest) = nearest {
                    write!(out, "did you mean {nearest}? ")?;
                }
                write!(out, "the fields here are {}", Listed(names, "and"))
            }
            Problem::NotJson { line, column, reason } => {
                write!(out, "{field}: it can't be read as JSON at line {line}, column {column}")?;
                if !self.value.is_empty() {
                    write!(out, ", near {value}")?;
                }
                write!(out, ": {reason}")
            }
            Problem::NotUtf8 => write!(out, "{field}: the text is not UTF-8; only UTF-8 is allowed"),
        }
    }
}

impl Display for Allowed {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool => out.write_str("true or false is"),
            Self::Whole { min, max } => write!(out, "a whole number from {min} to {max} is"),
            Self::WholeOrNull { min, max } => write!(out, "null or a whole number from {min} to {max} is"),
            Self::Milliseconds { min, max } => {
                let (min, max) = (milliseconds(*min), milliseconds(*max));
                write!(out, "a number of milliseconds from {min} to {max} with three decimals at most is")
            }
            Self::Costs => {
                write!(
                    out,
                    "usual, or figures such as flush:5 with commas between them, for {} are",
                    Listed(Cost::NAMES, "and")
                )
            }
            Self::Names(names) => write!(out, "{} is", Listed(names, "or")),
            Self::NamesOrNull(names) => write!(out, "null, {} is", Listed(names, "or")),
            Self::ListOf(names) => write!(out, "a list of {} is", Listed(names, "and")),
            Self::Only(value) => write!(out, "{value} is"),
            Self::Object => out.write_str("an object with named fields is"),
            Self::Parts => out.write_str("parts like key=value with & between them are"),
            Self::Encoding => out.write_str("UTF-8 with two hexadecimal digits after each % is"),
            Self::Scenario => out.write_str("the name of a scenario that exists is"),
            Self::PackedRun => out.write_str("a packed run of letters, digits and - . _ ~ is"),
            Self::Steps => out.write_str("two step numbers such as 3-9, from 1 and in order, are"),
            Self::Messages(last) => {
                write!(out, "none, or numbers from 1 to {last} in order with commas between them, is")
            }
        }
    }
}

/// Names in a sentence: `a, b or c`.
struct Listed<'n>(&'n [&'static str], &'static str);

impl Display for Listed<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let Self(names, word) = *self;
        match names {
            [] => out.write_str("nothing"),
            [one] => out.write_str(one),
            [most @ .., last] => write!(out, "{} {word} {last}", most.join(", ")),
        }
    }
}

/// How many characters of a foreign text an error repeats.
const SHOWN_MAX: usize = 40;

/// A foreign text cut to a readable length, with everything that could break the line or hide in it escaped.
pub(super) fn shortened(text: &str) -> String {
    let mut shown = String::new();
    let mut count = 0;
    for character in text.chars() {
        if count >= SHOWN_MAX {
            shown.push('…');
            break;
        }
        if matches!(character, '"' | '\'' | '\\') {
            shown.push(character);
            count += 1;
        } else {
            let escaped = character.escape_debug();
            count += escaped.len();
            shown.extend(escaped);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_foreign_text_stays_on_one_short_line() {
        assert_eq!(shortened("confirm"), "confirm");
        assert_eq!(shortened("a\nb\u{202e}c\0"), "a\\nb\\u{202e}c\\0");
        assert_eq!(shortened(&"x".repeat(41)), format!("{}…", "x".repeat(40)));
        assert!(shortened(&"\u{202e}".repeat(1000)).chars().count() < 60);
        assert_eq!(shortened("消息"), "消息");
    }

    #[test]
    fn an_error_reads_as_one_sentence() {
        let problem = Problem::NotAllowed(Allowed::Whole { min: 1, max: 16 });
        let error = SetupError { field: "window".into(), value: "0".into(), problem };
        assert_eq!(error.to_string(), "window: 0 is not allowed; a whole number from 1 to 16 is");
    }

    #[test]
    fn names_read_as_a_list() {
        assert_eq!(Listed(&["a", "b", "c"], "or").to_string(), "a, b or c");
        assert_eq!(Listed(&["a"], "or").to_string(), "a");
        assert_eq!(Listed(&[], "or").to_string(), "nothing");
    }
}
