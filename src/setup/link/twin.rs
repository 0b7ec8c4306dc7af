//! The second setup of a link: what differs from the first, each key with `twin.` in front. Another broker comes with the
//! settings that correspond to the first one's.

use super::parts::Part;
use super::write::{FaultsNamed, write_settings};
use super::{check_keys, read_broker, read_setup};
use crate::setup::error::{Allowed, Problem, SetupError, shortened};
use crate::setup::value::whole_of;
use crate::setup::{Broker, Field, Setup};

const PREFIX: &str = "twin.";
const WATCH: &str = "watch";

/// A second setup that plays the schedule of the first.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Second {
    /// The setup.
    pub setup: Setup,
    /// The messages that its faults wait for, by number, in order; nothing for those of which the first run breaks a
    /// promise.
    pub watched: Option<Vec<u8>>,
}

/// Where the second setup starts: the first, or what corresponds to it at the other broker.
fn start(first: &Setup, broker: Broker) -> Setup {
    if broker == first.broker { *first } else { first.carried_to(broker).setup }
}

impl Second {
    /// The settings in which it differs from the first, the other broker's counterparts aside.
    #[inline(never)]
    pub fn differences(&self, first: &Setup) -> Vec<Field> {
        let start = start(first, self.setup.broker);
        let differs = |field: &Field| match field {
            Field::Broker => self.setup.broker != first.broker,
            _ => field.get(&self.setup) != field.get(&start),
        };
        Field::ALL.iter().copied().filter(differs).collect()
    }

    /// The parts that make this of the first setup; at least one.
    #[inline(never)]
    pub(super) fn write(&self, first: &Setup, written: &mut Vec<String>) {
        let mut parts = Vec::new();
        write_settings(&self.setup, &start(first, self.setup.broker), FaultsNamed::WhereTheyDiffer, &mut parts);
        if self.setup.broker != first.broker || parts.is_empty() {
            parts.insert(0, format!("{}={}", Field::Broker.name(), self.setup.broker.name()));
        }
        if let Some(watched) = &self.watched {
            parts.push(format!("{WATCH}={}", watched_as_text(watched)));
        }
        written.extend(parts.into_iter().map(|part| format!("{PREFIX}{part}")));
    }
}

fn watched_as_text(watched: &[u8]) -> String {
    match watched {
        [] => "none".to_owned(),
        some => some.iter().map(u8::to_string).collect::<Vec<_>>().join(","),
    }
}

/// Whether the part is about the second setup.
pub(super) fn is_of(part: &Part) -> bool {
    part.key.starts_with(PREFIX)
}

/// The second setup that these parts are about.
#[inline(never)]
pub(super) fn read(first: &Setup, parts: Vec<Part>) -> Result<Second, SetupError> {
    let own_key = |part: Part| Part { key: part.key.chars().skip(PREFIX.len()).collect(), value: part.value };
    let parts: Vec<Part> = parts.into_iter().map(own_key).collect();
    read_own(first, &parts).map_err(known_here)
}

fn read_own(first: &Setup, parts: &[Part]) -> Result<Second, SetupError> {
    let find = |key: &str| parts.iter().find(|part| part.key == key);
    let mut setup = *first;
    read_broker(&mut setup, find(Field::Broker.name()))?;
    let before = start(first, setup.broker);
    setup = before;
    check_keys(parts, setup.broker, &[WATCH])?;
    read_setup(&mut setup, &before, parts)?;
    let watched = find(WATCH).map(|part| watched(part, first.messages)).transpose()?;
    Ok(Second { setup, watched })
}

/// Numbers of messages of the first setup, each once and in order.
fn watched(part: &Part, messages: u8) -> Result<Vec<u8>, SetupError> {
    if part.value == "none" {
        return Ok(Vec::new());
    }
    let number = |text: &str| whole_of(text).and_then(|number| u8::try_from(number).ok());
    let known = |number: &u8| (1..=messages).contains(number);
    let numbers: Option<Vec<u8>> = part.value.split(',').map(|text| number(text).filter(known)).collect();
    let in_order = numbers.filter(|numbers| numbers.is_sorted_by(|one, next| one < next));
    in_order.ok_or_else(|| part.refused(Allowed::Messages(messages)))
}

/// The error with the key as it stands in the link.
fn known_here(error: SetupError) -> SetupError {
    let here = |key: &str| shortened(&format!("{PREFIX}{key}"));
    let problem = match error.problem {
        Problem::NoSuchField { nearest, names } => {
            Problem::NoSuchField { nearest: nearest.map(|key| here(&key)), names }
        }
        other => other,
    };
    SetupError { field: here(&error.field), problem, ..error }
}
