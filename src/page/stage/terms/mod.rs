//! How the drawing calls things under one broker's settings, and which of its places that can be missing are there.
//! The only files of the stage that read a broker's settings are the two below; everything else asks here.

mod kafka;
mod rabbitmq;

use crate::model::{ConsumerStatus, Stage};
use crate::setup::{Broker, Setup};
use crate::tell::{self, Lang};

/// A word in every language.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Word(&'static str, &'static str);

impl Word {
    /// A word of the page's own.
    const fn of(word: fn(Lang) -> &'static str) -> WordOf {
        WordOf(word)
    }

    /// In this language.
    pub const fn in_lang(self, lang: Lang) -> &'static str {
        lang.pick(self.0, self.1)
    }
}

/// A word that another room knows.
struct WordOf(fn(Lang) -> &'static str);

impl From<WordOf> for Word {
    fn from(WordOf(word): WordOf) -> Self {
        Self(word(Lang::En), word(Lang::Zh))
    }
}

/// The names of one connection's directions.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Wires {
    /// Towards the consumers.
    pub forward: Word,
    /// Back towards the producer.
    pub back: Word,
    /// Whether nothing ever comes back.
    pub quiet: bool,
}

/// Who works on what a consumer has in hand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Threads {
    /// One thread, in order.
    One,
    /// One for each key, each in order.
    PerKey,
    /// One for each message.
    Each,
    /// So many; whichever is free takes the next message (D4).
    Free(u8),
    /// So many; a key always goes to the same one.
    ByKey(u8),
}

/// How things are called under one broker's settings.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Terms {
    /// Whether the producer gets an answer to what it sends.
    pub answers: bool,
    /// Whether it may learn of a failure without one.
    pub returns: bool,
    /// Whether it sends new messages before those that it sends again.
    pub new_first: bool,
    /// Queues, with the dead-letter queue.
    pub lanes: usize,
    /// Whether the last of them is for dead letters.
    pub dead_letters: bool,
    /// Whether the broker keeps what it gets aside until a commit.
    pub buffers: bool,
    /// Whether consumers report what they have done.
    pub reports: bool,
    /// How much a consumer may hold, where that is limited.
    pub holds: Option<usize>,
    /// Who works on it.
    pub threads: Threads,
    /// The setting that decides most at the producer, at the broker, and at the consumers.
    pub settings: [&'static str; 3],
    /// The limit of unanswered messages.
    pub window: Word,
    /// The caption over what is sent.
    pub sent: Word,
    /// The caption over what the producer believes to be safe.
    pub acked: Word,
    /// The caption over what the producer knows nothing of.
    pub unknown: Word,
    /// The caption over what a consumer has still to report.
    pub owed: Word,
    /// The producer's connection.
    pub producer: Wires,
    /// The consumers' connections.
    pub consumer: Wires,
    /// A consumer whose process is not there.
    pub down: Word,
    /// A broker that serves nobody.
    pub trouble: Word,
    /// What the broker is.
    pub about: Word,
    /// Whether the strategy against repeats marks ids in the outside world.
    pub marks: bool,
    /// Whether consumers are members of a group, and commit offsets.
    pub group: bool,
}

impl Terms {
    /// The terms of these settings.
    pub fn of(setup: &Setup) -> Self {
        match setup.broker {
            Broker::Rabbitmq => rabbitmq::terms(setup),
            Broker::Kafka => kafka::terms(setup),
        }
    }

    /// How a consumer stands. `follower`: whether another one runs.
    pub const fn explain_consumer(&self, status: ConsumerStatus, follower: bool, lang: Lang) -> &'static str {
        if self.group { tell::explain_member(status, follower, lang) } else { tell::explain_consumer(status, lang) }
    }

    /// How a consumer stands with a message in hand.
    pub const fn explain_held(&self, stage: Stage, lang: Lang) -> &'static str {
        if self.group { tell::explain_held(stage, lang) } else { tell::explain_stage(stage, lang) }
    }
}
