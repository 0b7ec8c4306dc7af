//! What a setting can hold: a value without its Rust type, and which values a setting takes.

use super::faults::{FaultKind, FaultKinds};
use super::{Ack, Broker, DeadLetter, Dedup, Dispatch, EffectKind, Overflow, Publish, QueueType, Resend};
use super::{Acks, AutoOffsetReset, Client, Commit, IsolationLevel, Processing};
use std::fmt;

/// The value of one setting. It displays as it is written in links.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Value {
    /// Nothing: a limit that is not set.
    Null,
    /// On or off.
    Bool(bool),
    /// A whole number.
    Number(u64),
    /// One of a few names.
    Choice(&'static str),
    /// The kinds of faults that may happen.
    FaultKinds(FaultKinds),
}

/// Which values a setting takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FieldKind {
    /// On or off.
    Bool,
    /// One of these names.
    Choice(&'static [&'static str]),
    /// One of these names, or nothing.
    OptionalChoice(&'static [&'static str]),
    /// A whole number.
    Number {
        /// The smallest.
        min: u64,
        /// The largest.
        max: u64,
    },
    /// A whole number, or nothing.
    OptionalNumber {
        /// The smallest.
        min: u64,
        /// The largest.
        max: u64,
    },
    /// A set of fault kinds.
    FaultKinds,
}

impl Value {
    /// The name, if it is one.
    pub(super) const fn choice(&self) -> Option<&'static str> {
        if let Self::Choice(name) = self { Some(*name) } else { None }
    }

    /// The number, if it is one.
    pub(super) const fn number(self) -> Option<u64> {
        if let Self::Number(number) = self { Some(number) } else { None }
    }
}

impl FieldKind {
    /// Whether the value is one of those.
    pub fn admits(self, value: Value) -> bool {
        match (self, value) {
            (Self::Bool, Value::Bool(_))
            | (Self::OptionalChoice(_) | Self::OptionalNumber { .. }, Value::Null)
            | (Self::FaultKinds, Value::FaultKinds(_)) => true,
            (Self::Choice(names) | Self::OptionalChoice(names), Value::Choice(name)) => names.contains(&name),
            (Self::Number { min, max } | Self::OptionalNumber { min, max }, Value::Number(number)) => {
                (min..=max).contains(&number)
            }
            _ => false,
        }
    }

    /// The value that a link's text means, if it is one of those.
    pub(super) fn read(self, text: &str) -> Option<Value> {
        let value = match self {
            Self::Bool => bool_of(text).map(Value::Bool),
            Self::Choice(names) => choice_of(names, text),
            Self::Number { .. } => whole_of(text).map(Value::Number),
            Self::OptionalChoice(_) | Self::OptionalNumber { .. } if text == "null" => Some(Value::Null),
            Self::OptionalChoice(names) => choice_of(names, text),
            Self::OptionalNumber { .. } => whole_of(text).map(Value::Number),
            Self::FaultKinds => kinds_of(text).map(Value::FaultKinds),
        };
        value.filter(|value| self.admits(*value))
    }
}

fn bool_of(text: &str) -> Option<bool> {
    match text {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

/// The name as one of `names`, which live as long as the program.
pub(super) fn choice_of(names: &[&'static str], text: &str) -> Option<Value> {
    names.iter().find(|name| **name == text).copied().map(Value::Choice)
}

/// A whole number in plain digits: no sign, no zero in front, as in JSON.
pub(super) fn whole_of(text: &str) -> Option<u64> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    if plain { text.parse().ok() } else { None }
}

fn kinds_of(text: &str) -> Option<FaultKinds> {
    if text.is_empty() {
        return Some(FaultKinds::NONE);
    }
    let mut kinds = FaultKinds::NONE;
    for name in text.split(',') {
        let kind = FaultKind::named(name).filter(|kind| !kinds.contains(*kind))?;
        kinds = kinds.with(kind, true);
    }
    Some(kinds)
}

impl fmt::Display for Value {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => out.write_str("null"),
            Self::Bool(on) => write!(out, "{on}"),
            Self::Number(number) => write!(out, "{number}"),
            Self::Choice(name) => out.write_str(name),
            Self::FaultKinds(kinds) => {
                for (place, kind) in kinds.iter().enumerate() {
                    let comma = if place == 0 { "" } else { "," };
                    write!(out, "{comma}{}", kind.name())?;
                }
                Ok(())
            }
        }
    }
}

/// A type that a field of [`Setup`](super::Setup) has.
pub(super) trait Stored: Copy {
    /// The same without its type.
    fn value(self) -> Value;
    /// The same with its type, if the value fits.
    fn stored(value: Value) -> Option<Self>;
}

impl Stored for bool {
    fn value(self) -> Value {
        Value::Bool(self)
    }

    fn stored(value: Value) -> Option<Self> {
        if let Value::Bool(on) = value { Some(on) } else { None }
    }
}

impl Stored for FaultKinds {
    fn value(self) -> Value {
        Value::FaultKinds(self)
    }

    fn stored(value: Value) -> Option<Self> {
        if let Value::FaultKinds(kinds) = value { Some(kinds) } else { None }
    }
}

impl<T: Stored> Stored for Option<T> {
    fn value(self) -> Value {
        self.map_or(Value::Null, Stored::value)
    }

    fn stored(value: Value) -> Option<Self> {
        if value == Value::Null { Some(None) } else { T::stored(value).map(Some) }
    }
}

macro_rules! stored_numbers {
    ($($number:ty),+) => {$(
        impl Stored for $number {
            fn value(self) -> Value {
                Value::Number(self.into())
            }

            fn stored(value: Value) -> Option<Self> {
                if let Value::Number(number) = value { number.try_into().ok() } else { None }
            }
        }
    )+};
}
stored_numbers!(u8, u32, u64);

macro_rules! stored_choices {
    ($($choice:ty),+) => {$(
        impl Stored for $choice {
            fn value(self) -> Value {
                Value::Choice(self.name())
            }

            fn stored(value: Value) -> Option<Self> {
                if let Value::Choice(name) = value { Self::named(name) } else { None }
            }
        }
    )+};
}
stored_choices!(Broker, EffectKind, Dedup);
stored_choices!(Publish, Resend, QueueType, Overflow, DeadLetter, Ack, Dispatch);
stored_choices!(Acks, Client, Commit, Processing, AutoOffsetReset, IsolationLevel);
