//! A recorded run as a short text: the model's version, the digest of its outcome, and the actions, packed.
//!
//! `1.89abcdef01234567.BASE64URL`: each action is its code, seven bits a byte, lowest first.

use std::fmt;

use super::digest::Digest;
use super::run::Run;
use crate::model::{Action, Impossible, VERSION};
use crate::setup::Setup;

/// The longest record that is read: a link is not a file.
const ACTIONS_MAX: usize = 20_000;

/// A recorded run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Record {
    /// The model's version that played it.
    pub version: u32,
    /// The digest that it had.
    pub digest: Digest,
    /// What happened, in order.
    pub actions: Vec<Action>,
}

/// Why a text is no record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum RecordError {
    /// It has not the three parts `version.digest.actions`.
    Parts,
    /// The version is not a whole number.
    Version(String),
    /// The digest is not sixteen lower-case hexadecimal digits.
    Digest(String),
    /// A character that base64url does not have.
    Character(char),
    /// A code that stands for no action, or an end in mid-code.
    Code(u32),
    /// More actions than any run has.
    Length,
}

impl fmt::Display for RecordError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Parts => write!(f, "a record is version.digest.actions"),
            Self::Version(version) => write!(f, "version {version:?} is not a whole number"),
            Self::Digest(digest) => write!(f, "digest {digest:?} is not sixteen digits of 0-9 and a-f"),
            Self::Character(character) => write!(f, "{character:?} is not allowed; letters, digits, - and _ are"),
            Self::Code(code) => write!(f, "{code} stands for no action"),
            Self::Length => write!(f, "more than {ACTIONS_MAX} actions"),
        }
    }
}

/// What playing a record again showed.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// The same actions with the same outcome.
    Reproduced(Run),
    /// The actions are still possible, but the outcome is another one.
    Different(Run),
    /// After so many steps an action can't happen any more; the run goes as far as it could.
    Impossible(Run, Impossible),
}

impl Verdict {
    /// The run, as far as it could be played.
    pub fn into_run(self) -> Run {
        match self {
            Self::Reproduced(run) | Self::Different(run) | Self::Impossible(run, _) => run,
        }
    }
}

impl Record {
    /// The record of a run.
    pub fn of(run: &Run) -> Self {
        Self { version: VERSION, digest: run.digest(), actions: run.actions().collect() }
    }

    /// Plays it again.
    pub fn play(&self, setup: &Setup) -> Verdict {
        match Run::replay(setup, &self.actions) {
            Ok(run) if run.digest() == self.digest => Verdict::Reproduced(run),
            Ok(run) => Verdict::Different(run),
            Err((steps, impossible)) => {
                let possible = Run::replay(setup, &self.actions[..steps]);
                let run = possible.unwrap_or_else(|_| Run::free(setup, super::Chance::Calm));
                Verdict::Impossible(run, impossible)
            }
        }
    }

    /// Reads a record.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub fn parse(text: &str) -> Result<Self, RecordError> {
        let mut parts = text.split('.');
        let (Some(version), Some(digest), Some(packed), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(RecordError::Parts);
        };
        let version = version.parse().map_err(|_| RecordError::Version(version.to_owned()))?;
        let digest = digest.parse().map_err(|()| RecordError::Digest(digest.to_owned()))?;
        Ok(Self { version, digest, actions: actions_from_text(packed)? })
    }
}

impl fmt::Display for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.version, self.digest, actions_to_text(&self.actions))
    }
}

/// The actions as letters, digits, `-` and `_`, as they stand in a record.
pub fn actions_to_text(actions: &[Action]) -> String {
    encode(&pack(actions))
}

/// Reads that text.
///
/// # Errors
/// What is wrong with it.
pub fn actions_from_text(text: &str) -> Result<Vec<Action>, RecordError> {
    unpack(&decode(text)?)
}

fn pack(actions: &[Action]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(actions.len());
    for action in actions {
        let mut code = action.code();
        while code >= 0x80 {
            bytes.push(code as u8 | 0x80);
            code >>= 7;
        }
        bytes.push(code as u8);
    }
    bytes
}

fn unpack(bytes: &[u8]) -> Result<Vec<Action>, RecordError> {
    let mut actions = Vec::new();
    let (mut code, mut shift) = (0_u32, 0);
    for byte in bytes {
        code |= u32::from(byte & 0x7F) << shift;
        if byte & 0x80 != 0 {
            shift += 7;
            if shift > 21 {
                return Err(RecordError::Code(code));
            }
            continue;
        }
        actions.push(Action::from_code(code).ok_or(RecordError::Code(code))?);
        if actions.len() > ACTIONS_MAX {
            return Err(RecordError::Length);
        }
        (code, shift) = (0, 0);
    }
    if shift == 0 { Ok(actions) } else { Err(RecordError::Code(code)) }
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let bits = chunk.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..=chunk.len() {
            text.push(ALPHABET[(bits >> (18 - 6 * place) & 63) as usize] as char);
        }
    }
    text
}

fn decode(text: &str) -> Result<Vec<u8>, RecordError> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3 + 2);
    let (mut bits, mut count) = (0_u32, 0);
    for character in text.chars() {
        let value = ALPHABET.iter().position(|known| *known as char == character);
        bits = bits << 6 | value.ok_or(RecordError::Character(character))? as u32;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
            bits &= (1 << count) - 1;
        }
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::play::Chance;

    #[test]
    fn any_bytes_survive_the_alphabet() {
        for length in 0..9_u8 {
            let bytes: Vec<u8> = (0..length).map(|byte| byte.wrapping_mul(97).wrapping_add(200)).collect();
            assert_eq!(decode(&encode(&bytes)), Ok(bytes));
        }
    }

    #[test]
    fn a_run_survives_its_record() {
        let setup = Setup::default();
        let record = Record::of(&Run::free(&setup, Chance::Faults));
        let read = Record::parse(&record.to_string());
        assert_eq!(read.as_ref(), Ok(&record));
        assert!(matches!(record.play(&setup), Verdict::Reproduced(_)));
    }

    #[test]
    fn what_is_no_record_is_refused() {
        for text in [
            "",
            "1",
            "1..",
            "x.0123456789abcdef.",
            "1.0123456789ABCDEF.",
            "1.0123456789abcdef.!",
            "1.0123456789abcdef._w",
        ] {
            assert!(Record::parse(text).is_err(), "{text}");
        }
    }
}
