//! What each client calls its settings: a table of keys a client, as data.

mod kafka_java;
mod librdkafka;
mod spring_kafka;
mod spring_rabbitmq;
mod topic;

use std::borrow::Cow;

use super::entry::{Entry, ImportError, ImportProblem};
use super::remark::Remark;
use crate::setup::nearest::nearest;
use crate::setup::{Broker, Client, Field, choice};

choice! {
    /// Whose settings a file holds.
    Origin, default SpringRabbitmq {
        /// Spring Boot's, for RabbitMQ.
        SpringRabbitmq = "spring-rabbitmq",
        /// Spring Boot's, for Kafka.
        SpringKafka = "spring-kafka",
        /// Those of Kafka's Java client.
        KafkaJava = "kafka-java",
        /// librdkafka's.
        Librdkafka = "librdkafka",
    }
}

impl Origin {
    /// Whose broker it is.
    pub const fn broker(self) -> Broker {
        match self {
            Self::SpringRabbitmq => Broker::Rabbitmq,
            Self::SpringKafka | Self::KafkaJava | Self::Librdkafka => Broker::Kafka,
        }
    }

    /// Kafka's library below it.
    pub const fn client(self) -> Client {
        match self {
            Self::Librdkafka => Client::Librdkafka,
            Self::SpringRabbitmq | Self::SpringKafka | Self::KafkaJava => Client::Java,
        }
    }
}

/// A key of a client.
pub struct Key {
    /// Its name; Spring compares names as [`plain`] gives them.
    pub name: &'static str,
    /// Which values it takes.
    pub takes: Takes,
    /// What they mean.
    pub means: Means,
}

/// Which values a key takes.
#[derive(Clone, Copy)]
pub enum Takes {
    /// true or false.
    Bool,
    /// A whole number.
    Whole(i64, i64),
    /// One of these words, in any case.
    Words(&'static [(&'static str, &'static str)]),
    /// Anything.
    Text,
    /// Anything: this name, or another.
    Other(&'static str),
    /// Where to begin without an offset: one of these words, or how far back.
    Reset(&'static [(&'static str, &'static str)]),
}

/// What a key's value means.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Means {
    /// It is the setting's value; a number is cut to what the setting takes.
    Setting(Field),
    /// The setting is on if the number is more than 0.
    Positive(Field),
    /// The setting is on if the number is 1: after each message.
    One(Field),
    /// The setting is on if anything is there.
    There(Field),
    /// Together with others it decides a setting.
    Part(Part),
    /// With this value it changes what can happen, by something that is not in the model; with others nothing.
    Unseen(&'static str, Remark),
    /// It changes nothing that is shown here.
    Nothing,
}

/// What decides a setting together with others.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// The library commits by itself.
    AutoCommit,
    /// The library stores an offset when it hands a record over.
    OffsetStore,
    /// When Spring's container acks or commits.
    AckMode,
    /// How Spring's publisher hears of confirms.
    ConfirmType,
    /// Messages that Spring's container acks together.
    BatchSize,
    /// Whether Spring listens for returned messages.
    Returns,
    /// Which of Spring's two containers it is.
    ListenerType,
    /// How many consumers Spring's container may start.
    MaxConcurrency,
}

const fn key(name: &'static str, takes: Takes, means: Means) -> Key {
    Key { name, takes, means }
}

/// Known, and about nothing that is shown here.
const fn aside(name: &'static str) -> Key {
    key(name, Takes::Text, Means::Nothing)
}

/// True matters, by something that is not in the model.
const fn unseen(name: &'static str, why: Remark) -> Key {
    key(name, Takes::Bool, Means::Unseen("true", why))
}

const fn switch(name: &'static str, field: Field) -> Key {
    key(name, Takes::Bool, Means::Setting(field))
}

/// Whole numbers of Java and C.
const INT: i64 = i32::MAX as i64;

/// The key of a client by its name; nothing if it is not known. Kafka's clients know the topic's keys too.
pub fn find(origin: Origin, name: &str) -> Option<&'static Key> {
    let is_it = |key: &&Key| match origin {
        Origin::SpringRabbitmq | Origin::SpringKafka => plain(key.name) == name,
        Origin::KafkaJava | Origin::Librdkafka => key.name == name,
    };
    tables(origin).iter().flat_map(|table| table.iter()).find(is_it)
}

fn tables(origin: Origin) -> &'static [&'static [Key]] {
    match origin {
        Origin::SpringRabbitmq => &[spring_rabbitmq::KEYS],
        Origin::SpringKafka => &[spring_kafka::KEYS],
        Origin::KafkaJava => &[kafka_java::KEYS, topic::KEYS],
        Origin::Librdkafka => &[librdkafka::KEYS, topic::KEYS],
    }
}

/// Whether a name begins like one of the groups of keys that are known and change nothing here.
pub fn is_aside(origin: Origin, name: &str) -> bool {
    let groups: &[&str] = match origin {
        Origin::SpringRabbitmq => spring_rabbitmq::ASIDE,
        Origin::SpringKafka => spring_kafka::ASIDE,
        Origin::KafkaJava | Origin::Librdkafka => topic::ASIDE,
    };
    groups.iter().any(|group| name.starts_with(group))
}

/// Every name that the client has.
fn names(origin: Origin) -> Vec<&'static str> {
    tables(origin).iter().flat_map(|table| table.iter()).map(|key| key.name).collect()
}

/// The name that may have been meant by one that is not known.
pub fn hint(origin: Origin, key: &str) -> Option<&'static str> {
    let (origin, _) = known_as(origin, key);
    let names = names(origin);
    // What all of Spring's keys begin with says nothing about which was meant.
    let group = match origin {
        Origin::SpringRabbitmq => "spring.rabbitmq.",
        Origin::SpringKafka => "spring.kafka.",
        Origin::KafkaJava | Origin::Librdkafka => "",
    };
    let key = key.strip_prefix(group).unwrap_or(key);
    // A slip seldom changes both ends, and not the length by much: the rest need not be compared.
    let (first, last) = (key.bytes().next(), key.bytes().next_back());
    let may_be = |name: &&'static str| {
        let ends = name.bytes().next() == first || name.bytes().next_back() == last;
        ends && name.len().abs_diff(key.len()) <= name.len() / 3
    };
    let own: Vec<&'static str> =
        names.iter().map(|name| name.strip_prefix(group).unwrap_or(name)).filter(may_be).collect();
    let found = nearest(key, &own)?;
    names.into_iter().find(|name| name.ends_with(found) && name.len() == group.len() + found.len())
}

/// The name under which a key is known: Spring does not care for case, dashes and underscores. What stands in Spring's
/// `properties` is a key of Kafka's own client; then the answer says so.
pub fn known_as(origin: Origin, key: &str) -> (Origin, String) {
    match origin {
        Origin::SpringRabbitmq => (origin, plain(key)),
        Origin::SpringKafka => spring_kafka::known_as(key),
        Origin::KafkaJava => (origin, key.to_owned()),
        Origin::Librdkafka => (origin, librdkafka::first_name(key).to_owned()),
    }
}

/// Of two entries of the same key the one with the higher rank holds, and of two with the same rank the later.
pub fn rank(origin: Origin, key: &str) -> u8 {
    if origin == Origin::SpringKafka { spring_kafka::rank(key) } else { 0 }
}

/// Whether Spring hands a producer's key to consumers, or a consumer's to producers, which do not know it.
pub fn is_of_the_other_side(origin: Origin, key: &str) -> bool {
    origin == Origin::SpringKafka && spring_kafka::is_of_the_other_side(key)
}

/// The name of a variable of the environment as a key: `SPRING_RABBITMQ_HOST`.
fn dotted(key: &str) -> Cow<'_, str> {
    if key.starts_with("SPRING_") { Cow::Owned(key.replace('_', ".")) } else { Cow::Borrowed(key) }
}

/// Spring's way to compare keys.
pub fn plain(key: &str) -> String {
    dotted(key).chars().filter(|one| !matches!(one, '-' | '_')).map(|one| one.to_ascii_lowercase()).collect()
}

/// Whether the key is about a consumer.
pub fn is_of_consumer(name: &str) -> bool {
    const CONSUMER: [&str; 9] = [
        "group.id",
        "enable.auto.commit",
        "enable.auto.offset.store",
        "auto.offset.reset",
        "isolation.level",
        "max.poll.records",
        "key.deserializer",
        "value.deserializer",
        "partition.assignment.strategy",
    ];
    CONSUMER.contains(&name) || name.starts_with("spring.kafka.consumer.") || name.starts_with("spring.kafka.listener.")
}

/// Whether the key is about a producer.
pub fn is_of_producer(name: &str) -> bool {
    const PRODUCER: [&str; 10] = [
        "acks",
        "request.required.acks",
        "enable.idempotence",
        "retries",
        "message.send.max.retries",
        "max.in.flight",
        "max.in.flight.requests.per.connection",
        "transactional.id",
        "key.serializer",
        "linger.ms",
    ];
    PRODUCER.contains(&name) || name.starts_with("spring.kafka.producer.")
}

/// Whether the key is one of a broker's own file, whose topics then have the broker's defaults.
pub fn is_of_broker(name: &str) -> bool {
    ["broker.id", "node.id", "process.roles", "log.dirs", "log.dir", "listeners", "zookeeper.connect"].contains(&name)
}

/// Whose settings these are.
pub fn origin(entries: &[Entry], client: Option<Client>) -> Result<Origin, ImportError> {
    let under = |group: &str| entries.iter().find(|entry| plain(&entry.key).starts_with(group));
    let origin = match (under("spring.rabbitmq."), under("spring.kafka.")) {
        (Some(_), Some(second)) => return Err(ImportError::of(second, ImportProblem::BothBrokers)),
        (Some(_), None) => return Ok(Origin::SpringRabbitmq),
        (None, Some(_)) => return Ok(Origin::SpringKafka),
        (None, None) => match client {
            Some(Client::Java) => Origin::KafkaJava,
            Some(Client::Librdkafka) => Origin::Librdkafka,
            None => kafka_library(entries),
        },
    };
    let known = |entry: &Entry| find(origin, &known_as(origin, &entry.key).1).is_some() || is_of_broker(&entry.key);
    if entries.iter().any(known) { Ok(origin) } else { Err(ImportError::whole(ImportProblem::NothingKnown)) }
}

/// librdkafka if a key is there that it alone has, and none that Java alone has.
fn kafka_library(entries: &[Entry]) -> Origin {
    let alone = |own: &[Key], other: &[Key], name: &str| {
        own.iter().any(|key| key.name == name) && !other.iter().any(|key| key.name == name)
    };
    // A broker's own keys are like librdkafka's here and there.
    if entries.iter().any(|entry| is_of_broker(&entry.key)) {
        return Origin::KafkaJava;
    }
    let (java, c) = (kafka_java::KEYS, librdkafka::KEYS);
    let only_c = entries.iter().any(|entry| {
        let is_topic_s =
            librdkafka::first_name(&entry.key) != entry.key && find(Origin::Librdkafka, &entry.key).is_none();
        alone(c, java, &entry.key) || is_topic_s
    });
    let only_java = entries.iter().any(|entry| alone(java, c, &entry.key));
    if only_c && !only_java { Origin::Librdkafka } else { Origin::KafkaJava }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_stands_twice_in_a_table() {
        for origin in Origin::ALL.iter().copied() {
            let mut names = names(origin);
            names.sort_unstable();
            assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "{names:?}");
        }
    }

    #[test]
    fn a_word_means_a_value_that_its_setting_takes() {
        for origin in Origin::ALL.iter().copied() {
            for key in names(origin).into_iter().filter_map(|name| find(origin, name)) {
                if let (Takes::Words(words), Means::Setting(field)) = (key.takes, key.means) {
                    assert!(words.iter().all(|(_, value)| field.read(value).is_ok()), "{}", key.name);
                }
            }
        }
    }
}
