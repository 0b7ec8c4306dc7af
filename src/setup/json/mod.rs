//! Setups as JSON. Strict: nothing is dropped, repaired or guessed; what is missing takes its default.

mod tree;
mod write;

pub use write::{to_json, to_json_brief};

use super::error::{Allowed, Problem, SetupError, shortened};
use super::nearest::nearest;
use super::value::choice_of;
use super::{FaultKind, FaultKinds, Field, FieldKind, Section, Setup, Value};
use tree::Json;

/// The version of the format; every setup file names it.
const VERSION: u64 = 1;
const VERSION_FIELD: &str = "version";

type Entries = Vec<(String, Json)>;

/// Reads a setup from JSON.
///
/// ```
/// use ackscope::setup::{Publish, parse_setup};
/// let setup = parse_setup(r#"{"version": 1, "rabbitmq": {"publish": "confirm"}}"#)?;
/// assert_eq!(setup.rabbitmq.publish, Publish::Confirm);
/// # Ok::<(), ackscope::setup::SetupError>(())
/// ```
///
/// # Errors
/// The text is not JSON, or the first field that is unknown, repeated, missing, out of range or
/// impossible beside another.
pub fn parse_setup(text: &str) -> Result<Setup, SetupError> {
    // Some editors put a byte order mark in front; it is no part of the text.
    let tree = Json::read(text.strip_prefix('\u{feff}').unwrap_or(text))?;
    let entries = object("setup", tree)?;
    check_version(&entries)?;
    let mut reading = Reading::default();
    reading.read_broker(&entries)?;
    reading.read_object(Section::Setup, entries)?;
    let Reading { mut setup, named } = reading;
    setup.settle(&Setup::default(), &named);
    setup.check_as(Field::path, write::value)?;
    Ok(setup)
}

/// Reads a setup from the bytes of a file.
///
/// # Errors
/// The bytes are not UTF-8, or see [`parse_setup`].
pub fn parse_setup_bytes(bytes: &[u8]) -> Result<Setup, SetupError> {
    let not_utf8 = |_| SetupError { field: "setup".to_owned(), value: String::new(), problem: Problem::NotUtf8 };
    parse_setup(std::str::from_utf8(bytes).map_err(not_utf8)?)
}

fn check_version(entries: &[(String, Json)]) -> Result<(), SetupError> {
    let allowed = Allowed::Only(Value::Number(VERSION));
    let (value, problem) = match entries.iter().find(|(name, _)| name == VERSION_FIELD) {
        Some((_, Json::Whole(VERSION))) => return Ok(()),
        Some((_, json)) => (json.brief(), Problem::NotAllowed(allowed)),
        None => (String::new(), Problem::Missing(allowed)),
    };
    Err(SetupError { field: VERSION_FIELD.to_owned(), value, problem })
}

/// What may stand under a name.
enum Place {
    Version,
    Field(Field),
    Object(Section),
}

impl Place {
    fn named(section: Section, name: &str) -> Option<Self> {
        let object = Section::OBJECTS.into_iter().find(|object| object.name() == name);
        match (section, name, object) {
            (Section::Setup, VERSION_FIELD, _) => Some(Self::Version),
            (Section::Setup, _, Some(object)) => Some(Self::Object(object)),
            _ => section.fields().find(|field| field.name() == name).map(Self::Field),
        }
    }
}

/// A setup on the way from its default to what the file says.
#[derive(Default)]
struct Reading {
    setup: Setup,
    named: Vec<Field>,
}

impl Reading {
    /// Looks at the broker before anything else, wherever it stands: it decides what else can stand there.
    fn read_broker(&mut self, entries: &[(String, Json)]) -> Result<(), SetupError> {
        let Some((_, json)) = entries.iter().find(|(name, _)| name == Field::Broker.name()) else { return Ok(()) };
        let broker = value_of(Field::Broker, json, &self.setup)?;
        Field::Broker.set(&mut self.setup, broker)
    }

    fn read_object(&mut self, section: Section, entries: Entries) -> Result<(), SetupError> {
        let mut seen: Vec<String> = Vec::new();
        for (name, json) in entries {
            let place = Place::named(section, &name).ok_or_else(|| self.unknown(section, &name, &json))?;
            if seen.contains(&name) {
                return Err(error(&path(section, &name), &json, Problem::Repeated));
            }
            match place {
                Place::Version => {}
                Place::Field(field) => self.read_field(field, &json)?,
                Place::Object(inner) => self.read_object(inner, object(&name, json)?)?,
            }
            seen.push(name);
        }
        Ok(())
    }

    fn read_field(&mut self, field: Field, json: &Json) -> Result<(), SetupError> {
        let value = value_of(field, json, &self.setup)?;
        self.named.push(field);
        field.set(&mut self.setup, value)
    }

    fn unknown(&self, section: Section, name: &str, json: &Json) -> SetupError {
        let names = names_in(section);
        let elsewhere = Field::known_as(name, self.setup.broker).map(Field::path);
        let nearest = elsewhere.or_else(|| nearest(name, &names)).map(str::to_owned);
        error(&path(section, name), json, Problem::NoSuchField { nearest, names })
    }
}

fn object(name: &str, json: Json) -> Result<Entries, SetupError> {
    match json {
        Json::Object(entries) => Ok(entries),
        other => Err(error(name, &other, Problem::NotAllowed(Allowed::Object))),
    }
}

/// Every name that may stand in this object.
fn names_in(section: Section) -> Vec<&'static str> {
    let mut names: Vec<_> = section.fields().map(Field::name).collect();
    if section == Section::Setup {
        names.insert(0, VERSION_FIELD);
        names.extend(Section::OBJECTS.map(Section::name));
    }
    names
}

fn path(section: Section, name: &str) -> String {
    match section.name() {
        "" => name.to_owned(),
        object => format!("{object}.{name}"),
    }
}

fn error(field: &str, json: &Json, problem: Problem) -> SetupError {
    SetupError { field: shortened(field), value: json.brief(), problem }
}

/// The value that the JSON means for this setting.
fn value_of(field: Field, json: &Json, setup: &Setup) -> Result<Value, SetupError> {
    let value = match (field.kind(), json) {
        (FieldKind::Bool, Json::Bool(on)) => Some(Value::Bool(*on)),
        (FieldKind::Choice(names) | FieldKind::OptionalChoice(names), Json::Text(name)) => choice_of(names, name),
        (FieldKind::OptionalChoice(_) | FieldKind::OptionalNumber { .. }, Json::Null) => Some(Value::Null),
        (FieldKind::Number { .. } | FieldKind::OptionalNumber { .. }, Json::Whole(number)) => {
            Some(Value::Number(*number))
        }
        (FieldKind::FaultKinds, Json::List(items)) => Some(Value::FaultKinds(kinds_of(field, items, setup)?)),
        _ => None,
    };
    let refused = || error(field.path(), json, Problem::NotAllowed(setup.allowed(field)));
    value.filter(|value| field.kind().admits(*value)).ok_or_else(refused)
}

fn kinds_of(field: Field, items: &[Json], setup: &Setup) -> Result<FaultKinds, SetupError> {
    let mut kinds = FaultKinds::NONE;
    for item in items {
        let named = if let Json::Text(name) = item { FaultKind::named(name) } else { None };
        let names = || Allowed::Names(FaultKinds::all(setup.broker).names());
        let known = named.filter(|kind| kind.known_to(setup.broker));
        let kind = known.ok_or_else(|| error(field.path(), item, Problem::NotAllowed(names())))?;
        if kinds.contains(kind) {
            return Err(error(field.path(), item, Problem::RepeatedInList));
        }
        kinds = kinds.with(kind, true);
    }
    Ok(kinds)
}
