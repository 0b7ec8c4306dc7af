//! A recorded run as a short text: the model's version, the digest of its outcome, the actions, packed, and what helps
//! to say what differs once the model has changed.
//!
//! `1.89abcdef01234567.BASE64URL.AB.xY_z`: each action is its code, seven bits a byte, lowest first. Then come the raised
//! flags, two characters each: the flag's place, and the message's number less one. Then a character for each step: six
//! bits of the fingerprint so far; of a long run it is one for some steps. Links made before that was there lack both.

use std::fmt;

use super::digest::Digest;
use super::run::Run;
use crate::model::{Action, Flag, Message, VERSION, from_code_of};

/// The longest record that is read: a link is not a file.
const ACTIONS_MAX: usize = 20_000;
/// A run of more steps has a character for several.
const TRAIL_MAX: usize = 96;

/// A recorded run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Record {
    /// The model's version that played it.
    pub version: u32,
    /// The digest that it had.
    pub digest: Digest,
    /// What happened, in order.
    pub actions: Vec<Action>,
    /// How it went. An old record does not say.
    pub outcome: Option<Outcome>,
}

/// A flag, and a message that raised it.
pub type Raised = (Flag, Message);

/// How a run went.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outcome {
    /// What is raised at its end, by flag and message.
    pub raised: Vec<Raised>,
    /// Bits of the fingerprint, after every [`stride`] steps and after the last.
    pub(super) trail: Vec<u8>,
}

impl Outcome {
    /// How this run goes.
    pub fn of(run: &Run) -> Self {
        Self { raised: raised(run), trail: trail(run, stride(run.steps())) }
    }
}

/// What is raised at the end of a run.
pub fn raised(run: &Run) -> Vec<Raised> {
    let ledger = run.ledger(run.steps());
    let of = |flag| ledger.flags.of(flag).iter().map(move |message| (flag, message));
    ledger.flags.iter().flat_map(of).collect()
}

/// Bits of the fingerprint after so many steps each, and after the last.
pub(super) fn trail(run: &Run, stride: usize) -> Vec<u8> {
    let all: Vec<u8> = Digest::along((1..=run.steps()).map(|step| run.events(step))).collect();
    all.chunks(stride).filter_map(|chunk| chunk.last().copied()).collect()
}

/// How many steps share a character.
pub(super) const fn stride(steps: usize) -> usize {
    let stride = steps.div_ceil(TRAIL_MAX);
    if stride == 0 { 1 } else { stride }
}

/// Why a text is no record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum RecordError {
    /// It has not the parts `version.digest.actions`, nor `.flags.steps` behind them.
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
    /// Two characters that stand for no flag of a message.
    Flag(String),
    /// It has not as many characters for its steps as such a run has.
    Trail {
        /// How many it has.
        given: usize,
        /// How many such a run has.
        due: usize,
    },
}

impl fmt::Display for RecordError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Parts => write!(f, "a record is version.digest.actions, with .flags.steps behind it or not"),
            Self::Version(version) => write!(f, "version {version:?} is not a whole number"),
            Self::Digest(digest) => write!(f, "digest {digest:?} is not sixteen digits of 0-9 and a-f"),
            Self::Character(character) => write!(f, "{character:?} is not allowed; letters, digits, - and _ are"),
            Self::Code(code) => write!(f, "{code} stands for no action"),
            Self::Length => write!(f, "more than {ACTIONS_MAX} actions; a run has no more"),
            Self::Flag(pair) => {
                write!(f, "{pair:?} stands for no flag of a message; a letter from A to F and another are")
            }
            Self::Trail { given, due } => write!(f, "{given} characters for its steps; such a run has {due}"),
        }
    }
}

impl Record {
    /// The record of a run.
    pub fn of(run: &Run) -> Self {
        let (digest, actions) = (run.digest(), run.actions().collect());
        Self { version: VERSION, digest, actions, outcome: Some(Outcome::of(run)) }
    }

    /// Reads a record.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub fn parse(text: &str) -> Result<Self, RecordError> {
        let parts: Vec<&str> = text.split('.').collect();
        let (version, digest, packed, outcome) = match parts[..] {
            [version, digest, packed] => (version, digest, packed, None),
            [version, digest, packed, raised, trail] => (version, digest, packed, Some((raised, trail))),
            _ => return Err(RecordError::Parts),
        };
        let version = version.parse().map_err(|_| RecordError::Version(version.to_owned()))?;
        let digest = digest.parse().map_err(|()| RecordError::Digest(digest.to_owned()))?;
        let actions = unpack(&decode(packed)?, version)?;
        let read = |(raised, trail)| read_outcome(raised, trail, actions.len());
        let outcome = outcome.map(read).transpose()?;
        Ok(Self { version, digest, actions, outcome })
    }
}

fn read_outcome(raised: &str, trail: &str, steps: usize) -> Result<Outcome, RecordError> {
    let trail = trail.chars().map(value_of).collect::<Result<Vec<u8>, _>>()?;
    let due = steps.div_ceil(stride(steps));
    if trail.len() != due {
        return Err(RecordError::Trail { given: trail.len(), due });
    }
    Ok(Outcome { raised: read_raised(raised)?, trail })
}

fn read_raised(text: &str) -> Result<Vec<Raised>, RecordError> {
    let (mut raised, mut rest) = (Vec::new(), text.chars());
    while let Some(flag) = rest.next() {
        let message = rest.next();
        let unknown = || RecordError::Flag(Some(flag).into_iter().chain(message).collect());
        let known = Flag::ALL.get(usize::from(value_of(flag)?)).copied();
        let place = message.map(value_of).transpose()?;
        let (Some(flag), Some(place)) = (known, place) else { return Err(unknown()) };
        raised.push((flag, Message::at(place.into())));
    }
    Ok(raised)
}

impl fmt::Display for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.version, self.digest, actions_to_text(&self.actions))?;
        let Some(Outcome { raised, trail }) = &self.outcome else { return Ok(()) };
        let letter = |place: usize| char::from(ALPHABET[place & 63]);
        let raised: String =
            raised.iter().flat_map(|(flag, message)| [letter(*flag as usize), letter(message.index())]).collect();
        let trail: String = trail.iter().map(|bits| letter(usize::from(*bits))).collect();
        write!(f, ".{raised}.{trail}")
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
    unpack(&decode(text)?, VERSION)
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

/// Reads the codes of that version of the model.
fn unpack(bytes: &[u8], version: u32) -> Result<Vec<Action>, RecordError> {
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
        actions.push(from_code_of(version, code).ok_or(RecordError::Code(code))?);
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

fn value_of(character: char) -> Result<u8, RecordError> {
    let place = ALPHABET.iter().position(|known| *known as char == character);
    place.map(|place| place as u8).ok_or(RecordError::Character(character))
}

fn decode(text: &str) -> Result<Vec<u8>, RecordError> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3 + 2);
    let (mut bits, mut count) = (0_u32, 0);
    for character in text.chars() {
        bits = bits << 6 | u32::from(value_of(character)?);
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
    use crate::play::{Chance, Verdict};
    use crate::setup::Setup;

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
        let old = Record { outcome: None, ..record };
        assert_eq!(Record::parse(&old.to_string()), Ok(old));
    }

    #[test]
    fn a_long_run_has_no_longer_a_trail() {
        for (steps, shared) in [(0, 1), (1, 1), (96, 1), (97, 2), (192, 2), (20_000, 209)] {
            assert_eq!(stride(steps), shared, "{steps}");
            assert!(steps.div_ceil(stride(steps)) <= TRAIL_MAX);
        }
    }

    #[test]
    fn what_is_no_record_is_refused() {
        for (text, trouble) in [
            ("", "a record is version.digest.actions"),
            ("1", "a record is version.digest.actions"),
            ("1..", "digest \"\" is not sixteen digits"),
            ("x.0123456789abcdef.", "version \"x\" is not a whole number"),
            ("1.0123456789ABCDEF.", "is not sixteen digits"),
            ("1.0123456789abcdef.!", "'!' is not allowed"),
            ("1.0123456789abcdef._w", "127 stands for no action"),
            ("1.0123456789abcdef..", "a record is version.digest.actions"),
            ("1.0123456789abcdef..A.", "\"A\" stands for no flag of a message"),
            ("1.0123456789abcdef..GA.", "\"GA\" stands for no flag of a message"),
            ("1.0123456789abcdef..A!.", "'!' is not allowed"),
            ("1.0123456789abcdef...A", "1 characters for its steps; such a run has 0"),
            ("1.0123456789abcdef....", "a record is version.digest.actions"),
        ] {
            let error = Record::parse(text).expect_err(text).to_string();
            assert!(error.contains(trouble), "{text}: {error}");
        }
    }
}
