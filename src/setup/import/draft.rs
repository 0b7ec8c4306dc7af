//! From entries to a setup: what each says, what several say together, and what the client does where nothing is said.

use super::Import;
use super::entry::{Entry, ImportError, ImportProblem};
use super::keys::{self, Key, Means, Origin, Part, Takes};
use super::profile::{Documents, Elsewhere};
use super::remark::Remark;
use crate::setup::error::{Allowed, shortened};
use crate::setup::value::{choice_of, whole_of};
use crate::setup::{
    Ack, Acks, AutoOffsetReset, Client, Commit, Field, FieldKind, IsolationLevel, Publish, Resend, Setup, Value,
};
use std::collections::BTreeMap;

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

    fn finish_rabbitmq(&mut self) {
        let confirm = self.said(Part::ConfirmType).map(str::to_owned);
        let (publish, window, remark) = match confirm.as_deref() {
            Some("correlated") => (Publish::Confirm, 16, Some(Remark::NobodyWaits)),
            Some("simple") => (Publish::Confirm, 1, None),
            _ => (Publish::FireAndForget, 1, None),
        };
        let value = Value::Choice(publish.name());
        match confirm {
            Some(_) => self.decide(Part::ConfirmType, Field::Publish, value, remark),
            None => self.assume(Field::Publish, value, Remark::ClientDefault),
        }
        if publish == Publish::Confirm {
            self.put(Field::Window, Value::Number(window));
            self.assume(Field::Resend, Value::Choice(Resend::Never.name()), Remark::NothingResent);
        }
        if self.said(Part::ListenerType) == Some("stream") {
            self.remark(Part::ListenerType, Remark::Streams);
        }
        self.finish_returns();
        self.finish_consumers();
        for field in [Field::Durable, Field::Persistent] {
            self.assume(field, Value::Bool(true), Remark::SpringIsDurable);
        }
        self.finish_acks();
        if self.setup.rabbitmq.ack != Ack::Auto && !self.is_named(Field::Prefetch) {
            self.assume(Field::Prefetch, Value::Number(16), Remark::DefaultCapped(250));
        }
        if let Some(size) = self.said(Part::BatchSize).map(str::to_owned) {
            self.decide(Part::BatchSize, Field::MultipleAck, Value::Bool(size != "1"), None);
        }
    }

    /// Spring Boot makes the template's messages mandatory where it listens for returns and nobody says otherwise.
    fn finish_returns(&mut self) {
        let listens = self.said(Part::Returns) == Some("true");
        if self.said(Part::Returns).is_none() {
            return;
        }
        if self.is_named(Field::Mandatory) {
            let remark = (listens && !self.setup.rabbitmq.mandatory).then_some(Remark::NeedsMandatory);
            if let Some(remark) = remark {
                self.remark(Part::Returns, remark);
            }
        } else {
            let remark = listens.then_some(Remark::ReturnsAreMandatory);
            self.decide(Part::Returns, Field::Mandatory, Value::Bool(listens), remark);
        }
    }

    /// The container may start more consumers while there is work, so the most counts: two compete (D1).
    fn finish_consumers(&mut self) {
        let Some(most) = self.parts.iter().rev().find(|said| said.part == Part::MaxConcurrency) else { return };
        let (word, line_of) = (most.word.clone(), self.known.get(most.place).map(|known| known.entry.line));
        let FieldKind::Number { max, .. } = Field::Consumers.kind() else { return };
        let number = whole_of(&word).unwrap_or(max);
        let fixed = self.named.iter().rev().find(|(named, _)| *named == Field::Consumers).map(|(_, place)| *place);
        let fixed = fixed.and_then(|place| self.known.get_mut(place));
        let least = match fixed.as_ref().and_then(|known| known.becomes) {
            Some((_, Value::Number(least))) => least,
            _ => 1,
        };
        if number <= least {
            return;
        }
        if let (Some(fixed), Some(grows)) = (fixed, line_of) {
            fixed.becomes = None;
            fixed.remarks.push(Remark::GrowsIn(grows));
        }
        let remark = if number > max { Remark::Capped(max) } else { Remark::Grows };
        self.decide(Part::MaxConcurrency, Field::Consumers, Value::Number(number.min(max)), Some(remark));
    }

    fn finish_acks(&mut self) {
        let mode = self.said(Part::AckMode).map(str::to_owned);
        let (ack, remark) = match mode.as_deref() {
            Some("none") => (Ack::Auto, None),
            Some("manual") => (Ack::AfterEffect, Some(Remark::ProgramAcks)),
            _ => (Ack::AfterEffect, Some(Remark::ContainerAcks)),
        };
        let value = Value::Choice(ack.name());
        match mode {
            Some(_) => self.decide(Part::AckMode, Field::Ack, value, remark),
            None => self.assume(Field::Ack, value, Remark::ContainerAcks),
        }
    }

    fn finish_kafka(&mut self) -> Result<(), ImportError> {
        let (consumes, produces) = (
            self.names.iter().any(|name| keys::is_of_consumer(name)),
            self.names.iter().any(|name| keys::is_of_producer(name)),
        );
        let client = self.origin.client();
        if produces || !consumes {
            self.finish_producer(client)?;
        }
        self.finish_topic();
        if produces && !consumes {
            self.assume(Field::Members, Value::Number(0), Remark::NoConsumer);
            return Ok(());
        }
        self.finish_consumer(client);
        Ok(())
    }

    fn finish_producer(&mut self, client: Client) -> Result<(), ImportError> {
        let (acks, idempotence) = match client {
            Client::Java => (Remark::AcksSince, Remark::IdempotenceSince),
            Client::Librdkafka => (Remark::ClientDefault, Remark::ClientDefault),
        };
        self.assume(Field::Acks, Value::Choice(Acks::All.name()), acks);
        self.assume(Field::Retries, Value::Bool(true), Remark::ClientDefault);
        let in_flight = match client {
            Client::Java => Remark::ClientDefault,
            Client::Librdkafka => Remark::DefaultCapped(1_000_000),
        };
        let idempotent = self.setup.kafka.enable_idempotence && self.is_named(Field::EnableIdempotence)
            || self.setup.kafka.transactional;
        // An idempotent librdkafka producer sets 5 itself where nobody says more.
        self.assume(Field::MaxInFlight, Value::Number(5), if idempotent { Remark::ClientDefault } else { in_flight });
        self.finish_idempotence(client, idempotence)
    }

    /// The client's rules of what goes with idempotence and transactions (B26, B27).
    fn finish_idempotence(&mut self, client: Client, default: Remark) -> Result<(), ImportError> {
        let hindrance = self.hindrance();
        let explicit = self.is_named(Field::EnableIdempotence).then_some(self.setup.kafka.enable_idempotence);
        let transactional = self.setup.kafka.transactional;
        match (explicit, transactional, hindrance) {
            (Some(false), true, _) => {
                let beside = self.entry_of(Field::Transactional);
                Err(self.impossible(Field::EnableIdempotence, &beside, Allowed::Only(Value::Bool(true))))
            }
            (Some(true), _, Some((field, allowed))) => {
                let beside = self.entry_of(Field::EnableIdempotence);
                Err(self.impossible(field, &beside, allowed))
            }
            (None, true, Some((field, allowed))) => {
                let beside = self.entry_of(Field::Transactional);
                Err(self.impossible(field, &beside, allowed))
            }
            (Some(_), ..) => Ok(()),
            (None, true, None) => {
                self.assume(Field::EnableIdempotence, Value::Bool(true), Remark::ByTransactions);
                Ok(())
            }
            (None, false, Some(_)) => {
                let why = if client == Client::Java { Remark::SilentlyOff } else { Remark::ClientDefault };
                self.assume(Field::EnableIdempotence, Value::Bool(false), why);
                Ok(())
            }
            (None, false, None) => {
                self.assume(Field::EnableIdempotence, Value::Bool(client == Client::Java), default);
                Ok(())
            }
        }
    }

    /// What stands against idempotence, and what would not.
    fn hindrance(&self) -> Option<(Field, Allowed)> {
        let kafka = &self.setup.kafka;
        if kafka.acks != Acks::All {
            Some((Field::Acks, Allowed::Names(vec!["all"])))
        } else if !kafka.retries {
            Some((Field::Retries, Allowed::Whole { min: 1, max: i32::MAX as u64 }))
        } else if self.in_flight.is_some_and(|number| number > 5) {
            Some((Field::MaxInFlight, Allowed::Whole { min: 1, max: 5 }))
        } else {
            None
        }
    }

    /// The entry that decided a setting.
    fn entry_of(&self, field: Field) -> Entry {
        let place = self.named.iter().rev().find(|(named, _)| *named == field).map(|(_, place)| *place);
        let known = place.and_then(|place| self.known.get(place));
        known.map_or_else(
            || Entry { key: field.name().to_owned(), value: String::new(), line: 0, document: 0 },
            |known| known.entry.clone(),
        )
    }

    fn impossible(&self, field: Field, beside: &Entry, allowed: Allowed) -> ImportError {
        let beside = format!("{} {}", beside.key, shortened(&beside.value));
        ImportError::of(&self.entry_of(field), ImportProblem::Impossible { beside, allowed })
    }

    fn finish_topic(&mut self) {
        let is_broker = self.names.iter().any(|name| keys::is_of_broker(name));
        let (replicas, why) = if is_broker { (1, Remark::BrokerDefault) } else { (3, Remark::NotInFile) };
        self.assume(Field::ReplicationFactor, Value::Number(replicas), why);
        self.assume(Field::MinInsyncReplicas, Value::Number(1), Remark::BrokerDefault);
        let replicas = Field::ReplicationFactor.get(&self.setup);
        self.put(Field::InSync, replicas);
    }

    fn finish_consumer(&mut self, client: Client) {
        let latest = Value::Choice(AutoOffsetReset::Latest.name());
        self.assume(Field::AutoOffsetReset, latest, Remark::ClientDefault);
        let isolation = match client {
            Client::Java => IsolationLevel::ReadUncommitted,
            Client::Librdkafka => IsolationLevel::ReadCommitted,
        };
        self.assume(Field::IsolationLevel, Value::Choice(isolation.name()), Remark::ClientDefault);
        let (polls, why) = match client {
            Client::Java => (16, Remark::DefaultCapped(500)),
            Client::Librdkafka => (1, Remark::ClientDefault),
        };
        self.assume(Field::MaxPollRecords, Value::Number(polls), why);
        self.finish_commit(client);
        let has_retry_topic = self.unseen.iter().any(|one| one.why == Remark::RetryTopic);
        if self.origin == Origin::SpringKafka && !has_retry_topic {
            self.assumed.push(Assumed { becomes: None, why: Remark::GivesUp });
        }
    }

    fn finish_commit(&mut self, client: Client) {
        let automatic = self.said(Part::AutoCommit).map(|word| word == "true");
        let stores = self.said(Part::OffsetStore) != Some("false");
        if self.origin == Origin::SpringKafka && automatic != Some(true) {
            return self.finish_spring_commit(automatic.is_some());
        }
        let (commit, remark) = match (automatic, client, stores) {
            (Some(false), ..) => (Commit::SyncPerBatch, Some(Remark::ProgramCommits)),
            (_, Client::Java, _) => (Commit::AutoOnPoll, None),
            (_, Client::Librdkafka, true) => (Commit::AutoBackground, None),
            (_, Client::Librdkafka, false) => (Commit::AutoBackgroundStoredAfter, None),
        };
        let value = Value::Choice(commit.name());
        let part = if automatic.is_some() { Part::AutoCommit } else { Part::OffsetStore };
        if self.said(part).is_some() {
            self.decide(part, Field::Commit, value, remark);
            if automatic.is_some() && self.said(Part::OffsetStore).is_some() {
                self.decide(Part::OffsetStore, Field::Commit, value, None);
            }
        } else {
            self.assume(Field::Commit, value, Remark::ClientDefault);
        }
    }

    /// Spring turns the client's auto-commit off and commits itself.
    fn finish_spring_commit(&mut self, is_said: bool) {
        let mode = self.said(Part::AckMode).map(str::to_owned);
        let (commit, remark) = match mode.as_deref() {
            Some("record") => (Commit::SyncPerRecord, None),
            Some("manual") => (Commit::SyncPerBatch, Some(Remark::ProgramCommits)),
            Some("manual_immediate") => (Commit::SyncPerRecord, Some(Remark::ProgramCommits)),
            _ => (Commit::SyncPerBatch, Some(Remark::ContainerCommits)),
        };
        let value = Value::Choice(commit.name());
        if mode.is_some() {
            self.decide(Part::AckMode, Field::Commit, value, remark);
        }
        if is_said {
            self.decide(Part::AutoCommit, Field::Commit, value, None);
        }
        if mode.is_none() {
            self.assume(Field::Commit, value, Remark::ContainerCommits);
        }
    }
}

/// Whether Spring passes the key on to the client in question.
fn is_spring_s(origin: Origin, key: &str) -> bool {
    let group = if origin == Origin::SpringRabbitmq { "spring.rabbitmq" } else { "spring.kafka" };
    keys::plain(key).starts_with(group)
}

/// What a placeholder falls back to, if the value is one.
fn placeholder(value: &str) -> Option<Option<&str>> {
    let inner = value.trim().strip_prefix("${")?;
    let Some(inner) = inner.strip_suffix('}') else { return Some(None) };
    match inner.split_once(':') {
        Some((_, default)) if !default.contains("${") => Some(Some(default)),
        _ => Some(None),
    }
}

/// Whether it is Kafka 4.0's way to say how far back to begin: `by_duration:PT1H`.
fn is_duration(text: &str) -> bool {
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
fn word(origin: Origin, takes: Takes, text: &str) -> Option<String> {
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

fn allowed(takes: Takes) -> Allowed {
    match takes {
        Takes::Bool => Allowed::Bool,
        Takes::Whole(min, max) => Allowed::Whole { min: min.unsigned_abs(), max: max.unsigned_abs() },
        Takes::Words(words) | Takes::Reset(words) => Allowed::Names(words.iter().map(|(name, _)| *name).collect()),
        // A text is never refused.
        Takes::Text | Takes::Other(_) => Allowed::Names(Vec::new()),
    }
}

/// The value of a setting; a number that is more than it takes is cut, and that is said.
fn setting(field: Field, word: &str) -> (Value, Option<Remark>) {
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
