//! One line of a settings file, and why a file is refused.

use crate::setup::error::{Allowed, SetupError, shortened};
use std::fmt::{self, Display, Formatter};

/// A key with its value, and where it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// The key, with dots between its parts.
    pub key: String,
    /// The value as it was written.
    pub value: String,
    /// Its line, counted from 1.
    pub line: usize,
    /// The document of the file that it stands in, counted from 0.
    pub document: usize,
}

/// A file that is refused.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ImportError {
    /// The line, counted from 1; 0 for the whole file.
    pub line: usize,
    /// The key; empty where it is no key's fault. Shortened, one line.
    pub key: String,
    /// Its value. Shortened, one line.
    pub value: String,
    /// Why.
    pub problem: ImportProblem,
}

/// Why a file is refused.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ImportProblem {
    /// There is nothing in it.
    Empty,
    /// It is longer than any settings file.
    TooLong,
    /// No key in it is about a broker.
    NothingKnown,
    /// All that is about a broker holds only under these profiles or on these platforms.
    OnlyElsewhere(String),
    /// Both brokers are configured in it.
    BothBrokers,
    /// The line is not what the format has there.
    Syntax(Syntax),
    /// The key takes other values.
    NotAllowed(Allowed),
    /// The settings it makes are impossible together.
    Setting(Box<SetupError>),
    /// The client refuses it beside another key.
    Impossible {
        /// The other key and its value.
        beside: String,
        /// What is possible beside it.
        allowed: Allowed,
    },
}

/// What is wrong with a line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Syntax {
    /// No key and value.
    NoKey,
    /// A tab where YAML wants spaces.
    Tab,
    /// A line that is indented otherwise than those around it.
    Indent,
    /// A part of YAML that is not read here: tags of one's own, aliases without an anchor, brackets that nothing closes.
    NotRead,
    /// A quote that nothing closes.
    OpenQuote,
    /// A backslash with something behind it that means nothing.
    Escape,
    /// JSON that ends too early, or has something else than expected.
    Json,
    /// More parts inside each other than anybody writes.
    TooDeep,
}

impl ImportError {
    /// About the whole file.
    pub(super) fn whole(problem: ImportProblem) -> Self {
        Self { line: 0, key: String::new(), value: String::new(), problem }
    }

    /// About a line that can't be read.
    pub(super) fn syntax(line: usize, text: &str, what: Syntax) -> Self {
        Self { line, key: String::new(), value: shortened(text.trim()), problem: ImportProblem::Syntax(what) }
    }

    /// About an entry.
    pub(super) fn of(entry: &Entry, problem: ImportProblem) -> Self {
        Self { line: entry.line, key: named(&entry.key), value: shortened(&entry.value), problem }
    }
}

/// A key on one line. The longest keys of Spring are longer than a value that is shown.
fn named(key: &str) -> String {
    key.escape_debug().take(90).collect()
}

impl std::error::Error for ImportError {}

impl Display for ImportError {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let Self { line, key, value, problem } = self;
        if *line > 0 {
            write!(out, "line {line}: ")?;
        }
        if !key.is_empty() {
            write!(out, "{key}: ")?;
        }
        match problem {
            ImportProblem::Empty => out.write_str("there is no setting in it; paste a settings file"),
            ImportProblem::TooLong => write!(out, "it is longer than {} bytes, which is the most", super::BYTES_MAX),
            ImportProblem::NothingKnown => out.write_str(
                "no key in it is about RabbitMQ or Kafka; spring.rabbitmq.*, spring.kafka.*, properties of a Kafka client, of librdkafka, of a topic or a broker are",
            ),
            ImportProblem::OnlyElsewhere(where_) => write!(
                out,
                "all that is about a broker holds only under {where_}; paste one of these documents without its condition"
            ),
            ImportProblem::BothBrokers => {
                out.write_str("spring.rabbitmq and spring.kafka are both in it; one of them at a time is allowed")
            }
            ImportProblem::Syntax(what) => write!(out, "{value} can't be read: {what}"),
            ImportProblem::NotAllowed(allowed) => {
                let value = if value.is_empty() { "an empty text" } else { value };
                write!(out, "{value} is not allowed; {allowed}")
            }
            ImportProblem::Impossible { beside, allowed } => {
                write!(out, "{value} is impossible with {beside}; {allowed} possible")
            }
            ImportProblem::Setting(error) => error.fmt(out),
        }
    }
}

impl Display for Syntax {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::NoKey => "a key and a value are expected",
            Self::Tab => "YAML is indented with spaces, not with tabs",
            Self::Indent => "it is indented otherwise than the lines around it",
            Self::NotRead => {
                "tags of one's own, aliases without an anchor and brackets that nothing closes are not read here"
            }
            Self::OpenQuote => "a quote is not closed",
            Self::Escape => "behind the backslash nothing is that can be there",
            Self::Json => "JSON has something else there",
            Self::TooDeep => "more parts stand inside each other than are read",
        })
    }
}
