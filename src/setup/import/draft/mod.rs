//! From entries to a setup: what each says. What several say together, and what the client does where nothing is said, has a
//! file a broker.

mod kafka;
mod rabbitmq;
mod word;

use std::collections::BTreeMap;

use super::Import;
use super::entry::{Entry, ImportError, ImportProblem};
use super::keys::{self, Key, Means, Origin, Part};
use super::profile::{Documents, Elsewhere};
use super::remark::Remark;
use crate::setup::{Client, Commit, Field, Setup, Value};
use word::{allowed, is_duration, placeholder, setting, word};

/// An entry that is known.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Known {
    /// The entry.
    pub entry: Entry,
    /// The setting that it decides, and its value; nothing where it decides none by itself.
    pub becomes: Option<(Field, Value)>,
    /// What is to be said of it.
    pub remarks: Vec<Remark>,
}

/// An entry that is not known.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unknown {
    /// The entry.
    pub entry: Entry,
    /// A key that may have been meant.
    pub nearest: Option<&'static str>,
}

/// What the file leaves open.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Assumed {
    /// The setting, and what it is then; nothing for a habit of the library that is no setting here.
    pub becomes: Option<(Field, Value)>,
    /// Why.
    pub why: Remark,
}

/// An entry that changes what can happen, by something that is not in the model: no verdict sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unseen {
    /// The entry.
    pub entry: Entry,
    /// What it does.
    pub why: Remark,
}

/// A part that was read: its word, and how it was written.
struct Said {
    part: Part,
    word: String,
    place: usize,
}

/// A setup in the making.
pub struct Draft {
    origin: Origin,
    setup: Setup,
    known: Vec<Known>,
    assumed: Vec<Assumed>,
    ignored: Vec<Entry>,
    unseen: Vec<Unseen>,
    unknown: Vec<Unknown>,
    elsewhere: Vec<Elsewhere>,
    /// Settings that entries decided, with the place of the entry in `known`.
    named: Vec<(Field, usize)>,
    parts: Vec<Said>,
    /// In-flight requests as they were written, before they were cut.
    in_flight: Option<i64>,
    names: Vec<String>,
}

impl Draft {
    /// Reads every entry by the tables of its client.
    pub fn of(origin: Origin, documents: Documents) -> Result<Self, ImportError> {
        let mut setup = Setup::of(origin.broker());
        setup.kafka.client = origin.client();
        setup.kafka.commit = match origin.client() {
            Client::Java => Commit::AutoOnPoll,
            Client::Librdkafka => Commit::AutoBackground,
        };
        let mut draft = Self {
            origin,
            setup,
            known: Vec::new(),
            assumed: Vec::new(),
            ignored: Vec::new(),
            unseen: Vec::new(),
            unknown: Vec::new(),
            elsewhere: documents.elsewhere,
            named: Vec::new(),
            parts: Vec::new(),
            in_flight: None,
            names: Vec::new(),
        };
        for entry in documents.conditions {
            draft.known.push(Known { entry, becomes: None, remarks: vec![Remark::Chooses] });
        }
        let (entries, names) = draft.in_use(documents.hold);
        // By name the place of the entry that holds.
        let mut holds: BTreeMap<&(Origin, String), usize> = BTreeMap::new();
        for (place, name) in names.iter().enumerate() {
            let rank = |place: usize| keys::rank(origin, &entries[place].key);
            let held = holds.entry(name).or_insert(place);
            if rank(place) >= rank(*held) {
                *held = place;
            }
        }
        for (place, (entry, name)) in entries.iter().zip(&names).enumerate() {
            let other = holds.get(name).filter(|held| **held != place).map(|held| entries[*held].line);
            draft.entry(entry, name, other)?;
        }
        Ok(draft)
    }

    /// The entries, and the names under which they are known. Spring's direct container goes by the simple one's where it is
    /// the one in use, and the simple one's entries are not in use then.
    fn in_use(&mut self, entries: Vec<Entry>) -> (Vec<Entry>, Vec<(Origin, String)>) {
        const DIRECT: &str = "spring.rabbitmq.listener.direct.";
        const SIMPLE: &str = "spring.rabbitmq.listener.simple.";
        let origin = self.origin;
        let kind = |entry: &&Entry| keys::plain(&entry.key) == "spring.rabbitmq.listener.type";
        let is_direct = origin == Origin::SpringRabbitmq
            && entries.iter().rfind(kind).is_some_and(|entry| keys::plain(&entry.value) == "direct");
        let (mut kept, mut names) = (Vec::new(), Vec::new());
        for entry in entries {
            let (whose, mut name) = keys::known_as(origin, &entry.key);
            if is_direct && name.starts_with(SIMPLE) {
                self.ignored.push(entry);
                continue;
            }
            if let Some(own) = name.strip_prefix(DIRECT).filter(|_| is_direct) {
                name = format!("{SIMPLE}{}", if own == "consumersperqueue" { "concurrency" } else { own });
            }
            kept.push(entry);
            names.push((whose, name));
        }
        (kept, names)
    }

    /// `other` is the line of the entry that holds in place of this one.
    fn entry(
        &mut self,
        entry: &Entry,
        (origin, name): &(Origin, String),
        other: Option<usize>,
    ) -> Result<(), ImportError> {
        let Some(key) = keys::find(*origin, name).filter(|_| !keys::is_of_the_other_side(self.origin, &entry.key))
        else {
            self.without_key(entry, *origin, name);
            return Ok(());
        };
        self.names.push(if *origin == self.origin { name.clone() } else { keys::plain(&entry.key) });
        match key.means {
            Means::Nothing => self.ignored.push(entry.clone()),
            Means::Unseen(when, why) if other.is_none() => self.unseen(key, entry, when, why)?,
            _ => self.known(key, entry, other)?,
        }
        Ok(())
    }

    /// An entry that decides nothing and is in no table.
    fn without_key(&mut self, entry: &Entry, origin: Origin, name: &str) {
        let is_aside = keys::is_aside(origin, name)
            || keys::is_aside(self.origin, &keys::plain(&entry.key))
            || keys::is_of_the_other_side(self.origin, &entry.key);
        let is_foreign = matches!(self.origin, Origin::SpringRabbitmq | Origin::SpringKafka)
            && !is_spring_s(self.origin, &entry.key);
        if is_aside || is_foreign {
            self.ignored.push(entry.clone());
        } else {
            self.unknown.push(Unknown { entry: entry.clone(), nearest: keys::hint(self.origin, &entry.key) });
        }
    }

    /// An entry that matters outside of the model if it has this value.
    fn unseen(&mut self, key: &Key, entry: &Entry, when: &str, why: Remark) -> Result<(), ImportError> {
        let word = match placeholder(&entry.value) {
            None => Some(self.word(key, &entry.value, entry)?),
            Some(None) => None,
            Some(Some(default)) => Some(self.word(key, default, entry)?),
        };
        // What only the program knows may have this value.
        if word.is_none_or(|word| word == when) {
            self.unseen.push(Unseen { entry: entry.clone(), why });
        } else {
            self.ignored.push(entry.clone());
        }
        Ok(())
    }

    fn known(&mut self, key: &Key, entry: &Entry, other: Option<usize>) -> Result<(), ImportError> {
        let mut known =
            Known { entry: entry.clone(), becomes: None, remarks: other.map(Remark::Overridden).into_iter().collect() };
        if other.is_none() {
            match placeholder(&entry.value) {
                None => self.take(key, &entry.value, &mut known)?,
                Some(None) => known.remarks.push(Remark::Placeholder),
                Some(Some(default)) => {
                    known.remarks.push(Remark::PlaceholderDefault);
                    self.take(key, default, &mut known)?;
                }
            }
        }
        self.known.push(known);
        Ok(())
    }

    /// The value as the table writes it.
    fn word(&self, key: &Key, text: &str, entry: &Entry) -> Result<String, ImportError> {
        word(self.origin, key.takes, text)
            .ok_or_else(|| ImportError::of(entry, ImportProblem::NotAllowed(allowed(key.takes))))
    }

    /// Takes a value that was read for what it means.
    fn take(&mut self, key: &Key, text: &str, known: &mut Known) -> Result<(), ImportError> {
        let word = self.word(key, text, &known.entry)?;
        let place = self.known.len();
        let (field, value) = match key.means {
            Means::Nothing | Means::Unseen(..) => return Ok(()),
            Means::Part(part) => {
                self.parts.push(Said { part, word, place });
                return Ok(());
            }
            Means::Setting(field) => {
                let (value, remark) = setting(field, &word);
                if field == Field::MaxInFlight {
                    self.in_flight = word.parse().ok();
                }
                known.remarks.extend(remark);
                if field == Field::AutoOffsetReset && is_duration(text) {
                    known.remarks.push(Remark::ByDuration);
                }
                (field, value)
            }
            Means::Positive(field) => (field, Value::Bool(word != "0")),
            Means::One(field) => {
                known.remarks.extend((word != "1").then_some(Remark::OnlyEach));
                (field, Value::Bool(word == "1"))
            }
            Means::There(field) => (field, Value::Bool(!word.is_empty())),
        };
        known.becomes = Some((field, value));
        self.put(field, value);
        self.named.push((field, place));
        Ok(())
    }

    fn put(&mut self, field: Field, value: Value) {
        // A value that was read is one that the setting takes.
        let _ = field.set(&mut self.setup, value);
    }

    fn is_named(&self, field: Field) -> bool {
        self.named.iter().any(|(named, _)| *named == field)
    }

    fn said(&self, part: Part) -> Option<&str> {
        self.parts.iter().rev().find(|said| said.part == part).map(|said| said.word.as_str())
    }

    /// Notes what a part has decided, and what is to be said of it.
    fn decide(&mut self, part: Part, field: Field, value: Value, remark: Option<Remark>) {
        self.put(field, value);
        let place = self.parts.iter().rev().find(|said| said.part == part).map(|said| said.place);
        if let Some(known) = place.and_then(|place| self.known.get_mut(place)) {
            known.becomes = Some((field, value));
            known.remarks.extend(remark);
        }
    }

    /// Notes what is to be said of a part.
    fn remark(&mut self, part: Part, remark: Remark) {
        let place = self.parts.iter().rev().find(|said| said.part == part).map(|said| said.place);
        if let Some(known) = place.and_then(|place| self.known.get_mut(place)) {
            known.remarks.push(remark);
        }
    }

    /// A value that the file leaves open.
    fn assume(&mut self, field: Field, value: Value, why: Remark) {
        if !self.is_named(field) {
            self.put(field, value);
            self.assumed.push(Assumed { becomes: Some((field, value)), why });
        }
    }

    /// The whole: what the client does where nothing is said, and what is impossible.
    pub fn finish(mut self) -> Result<Import, ImportError> {
        match self.origin {
            Origin::SpringRabbitmq => self.finish_rabbitmq(),
            Origin::SpringKafka | Origin::KafkaJava | Origin::Librdkafka => self.finish_kafka()?,
        }
        let Self { origin, setup, known, assumed, ignored, unseen, unknown, elsewhere, .. } = self;
        // Whatever is impossible has been refused by the client's own names; the rest is what the settings page takes.
        if let Err(error) = setup.check() {
            return Err(ImportError::whole(ImportProblem::Setting(Box::new(error))));
        }
        Ok(Import { origin, setup, known, assumed, ignored, unseen, unknown, elsewhere })
    }
}

/// Whether Spring passes the key on to the client in question.
fn is_spring_s(origin: Origin, key: &str) -> bool {
    let group = if origin == Origin::SpringRabbitmq { "spring.rabbitmq" } else { "spring.kafka" };
    keys::plain(key).starts_with(group)
}
