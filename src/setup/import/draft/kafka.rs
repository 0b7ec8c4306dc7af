//! What Kafka's clients and Spring Boot above them do where several entries say it together, or none does.

use super::{Assumed, Draft};
use crate::setup::error::{Allowed, shortened};
use crate::setup::import::entry::{Entry, ImportError, ImportProblem};
use crate::setup::import::keys::{self, Origin, Part};
use crate::setup::import::remark::Remark;
use crate::setup::{Acks, AutoOffsetReset, Client, Commit, Field, IsolationLevel, Value};

impl Draft {
    pub fn finish_kafka(&mut self) -> Result<(), ImportError> {
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
