//! Keys of Spring Boot for Kafka. Most are another name of a key of Kafka's Java client, and `properties` holds such keys.

use super::{INT, Key, Means, Origin, Part, Takes, aside, key, plain};
use crate::setup::Field;

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

/// Under which name a key is known, and whose it is then.
pub fn known_as(key: &str) -> (Origin, String) {
    let name = plain(key);
    for group in ["spring.kafka.producer.properties.", "spring.kafka.consumer.properties.", "spring.kafka.properties."]
    {
        if name.starts_with(group) {
            // What stands here is passed on as it is written; the group before it has no dashes to lose.
            let inner = key.get(group.len()..).unwrap_or_default();
            return (Origin::KafkaJava, inner.trim_matches(['[', ']']).to_owned());
        }
    }
    let same = name.strip_prefix("spring.kafka.").and_then(|own| SAME.iter().find(|(spring, _)| *spring == own));
    match same {
        Some((_, client)) => (Origin::KafkaJava, (*client).to_owned()),
        None => (Origin::SpringKafka, name),
    }
}
