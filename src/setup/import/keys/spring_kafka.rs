//! Keys of Spring Boot for Kafka. Most are another name of a key of Kafka's Java client, and `properties` holds such keys.

use std::borrow::Cow;

use super::{INT, Key, Means, Origin, Part, Takes, aside, dotted, is_of_consumer, is_of_producer, key, plain, unseen};
use crate::setup::Field;
use crate::setup::import::remark::Remark;

/// The keys that are Spring's own.
pub const KEYS: &[Key] = &[
    key(
        "spring.kafka.listener.ack-mode",
        Takes::Words(&[
            ("record", "record"),
            ("batch", "batch"),
            ("time", "batch"),
            ("count", "batch"),
            ("count_time", "batch"),
            ("manual", "manual"),
            ("manual_immediate", "manual_immediate"),
        ]),
        Means::Part(Part::AckMode),
    ),
    key("spring.kafka.listener.concurrency", Takes::Whole(1, INT), Means::Setting(Field::Members)),
    unseen("spring.kafka.retry.topic.enabled", Remark::RetryTopic),
    aside("spring.kafka.listener.type"),
    aside("spring.kafka.listener.poll-timeout"),
    aside("spring.kafka.listener.ack-count"),
    aside("spring.kafka.listener.ack-time"),
    aside("spring.kafka.listener.missing-topics-fatal"),
    aside("spring.kafka.listener.idle-event-interval"),
    aside("spring.kafka.listener.immediate-stop"),
    aside("spring.kafka.listener.async-acks"),
    aside("spring.kafka.listener.auto-startup"),
    aside("spring.kafka.listener.observation-enabled"),
    aside("spring.kafka.listener.auth-exception-retry-interval"),
    aside("spring.kafka.listener.change-consumer-thread-name"),
    aside("spring.kafka.listener.client-id"),
    aside("spring.kafka.listener.idle-between-polls"),
    aside("spring.kafka.listener.idle-partition-event-interval"),
    aside("spring.kafka.listener.log-container-config"),
    aside("spring.kafka.listener.monitor-interval"),
    aside("spring.kafka.listener.no-poll-threshold"),
    aside("spring.kafka.client-id"),
    aside("spring.kafka.bootstrap-servers"),
];

/// Groups of keys that change nothing here.
pub const ASIDE: &[&str] = &[
    "spring.kafka.ssl.",
    "spring.kafka.security.",
    "spring.kafka.jaas.",
    "spring.kafka.admin.",
    "spring.kafka.streams.",
    "spring.kafka.template.",
    "spring.kafka.retry.",
    "spring.kafka.bootstrapservers[",
    "spring.kafka.producer.ssl.",
    "spring.kafka.consumer.ssl.",
    "spring.kafka.producer.security.",
    "spring.kafka.consumer.security.",
    "spring.kafka.producer.bootstrapservers",
    "spring.kafka.consumer.bootstrapservers",
];

/// Spring's name of a key and the client's.
const SAME: [(&str, &str); 22] = [
    ("producer.acks", "acks"),
    ("producer.retries", "retries"),
    ("producer.transactionidprefix", "transactional.id"),
    ("producer.batchsize", "batch.size"),
    ("producer.buffermemory", "buffer.memory"),
    ("producer.clientid", "client.id"),
    ("producer.compressiontype", "compression.type"),
    ("producer.keyserializer", "key.serializer"),
    ("producer.valueserializer", "value.serializer"),
    ("consumer.autooffsetreset", "auto.offset.reset"),
    ("consumer.enableautocommit", "enable.auto.commit"),
    ("consumer.autocommitinterval", "auto.commit.interval.ms"),
    ("consumer.isolationlevel", "isolation.level"),
    ("consumer.maxpollrecords", "max.poll.records"),
    ("consumer.maxpollinterval", "max.poll.interval.ms"),
    ("consumer.clientid", "client.id"),
    ("consumer.groupid", "group.id"),
    ("consumer.heartbeatinterval", "heartbeat.interval.ms"),
    ("consumer.fetchmaxwait", "fetch.max.wait.ms"),
    ("consumer.fetchminsize", "fetch.min.bytes"),
    ("consumer.keydeserializer", "key.deserializer"),
    ("consumer.valuedeserializer", "value.deserializer"),
];

/// Where keys of Kafka's own client are passed on as they are written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Both,
    Producer,
    Consumer,
}

const PASSED_ON: [(&str, Side); 3] = [
    ("spring.kafka.properties", Side::Both),
    ("spring.kafka.producer.properties", Side::Producer),
    ("spring.kafka.consumer.properties", Side::Consumer),
];

/// A key of Kafka's own client, and whom it is passed on to: `properties.acks`, `properties[acks]`.
fn passed_on(key: &str) -> Option<(Side, &str)> {
    PASSED_ON.iter().find_map(|(group, side)| {
        let rest = after(key, group)?;
        let inner = rest.strip_prefix('.').unwrap_or(rest);
        let is_passed_on = inner.len() < rest.len() || rest.starts_with('[');
        is_passed_on.then(|| (*side, inner.trim_matches(['[', ']'])))
    })
}

/// What stands behind a group of keys, as it is written; the group itself in any of Spring's ways.
fn after<'key>(key: &'key str, group: &str) -> Option<&'key str> {
    let mut wanted = group.chars();
    let mut next = wanted.next();
    for (place, one) in key.char_indices() {
        let Some(letter) = next else { return Some(&key[place..]) };
        if matches!(one, '-' | '_') {
            continue;
        }
        if one.to_ascii_lowercase() != letter {
            return None;
        }
        next = wanted.next();
    }
    None
}

/// Under which name a key is known, and whose it is then.
pub fn known_as(key: &str) -> (Origin, String) {
    let key = &dotted(key);
    if let Some((_, inner)) = passed_on(key) {
        // A variable of the environment can't say how its key is written.
        let inner = if matches!(key, Cow::Owned(_)) { inner.to_ascii_lowercase() } else { inner.to_owned() };
        return (Origin::KafkaJava, inner);
    }
    let name = plain(key);
    let same = name.strip_prefix("spring.kafka.").and_then(|own| SAME.iter().find(|(spring, _)| *spring == own));
    match same {
        Some((_, client)) => (Origin::KafkaJava, (*client).to_owned()),
        None => (Origin::SpringKafka, name),
    }
}

/// Spring Boot puts the common properties first, over them its own keys, and over those the properties of the producer or the
/// consumer, in whichever order they stand in the file.
pub fn rank(key: &str) -> u8 {
    match passed_on(&dotted(key)) {
        Some((Side::Both, _)) => 0,
        None => 1,
        Some((Side::Producer | Side::Consumer, _)) => 2,
    }
}

/// Whether a producer's key is passed on to consumers only, or a consumer's to producers only.
pub fn is_of_the_other_side(key: &str) -> bool {
    match passed_on(&dotted(key)) {
        Some((Side::Producer, inner)) => is_of_consumer(inner),
        Some((Side::Consumer, inner)) => is_of_producer(inner),
        Some((Side::Both, _)) | None => false,
    }
}
