//! Keys of Spring Boot for RabbitMQ (semantics H.1), without the dashes that Spring does not care for.

use super::{INT, Key, Means, Part, Takes, aside, key, switch, unseen};
use crate::setup::Field;
use crate::setup::import::remark::Remark;

const MODE: Takes = Takes::Words(&[("none", "none"), ("auto", "auto"), ("manual", "manual")]);

/// The keys. Those of the direct container are read as those of the simple one where it is the one in use.
pub const KEYS: &[Key] = &[
    key(
        "spring.rabbitmq.publisher-confirm-type",
        Takes::Words(&[("none", "none"), ("simple", "simple"), ("correlated", "correlated")]),
        Means::Part(Part::ConfirmType),
    ),
    key("spring.rabbitmq.publisher-returns", Takes::Bool, Means::Part(Part::Returns)),
    switch("spring.rabbitmq.template.mandatory", Field::Mandatory),
    key(
        "spring.rabbitmq.listener.type",
        Takes::Words(&[("simple", "simple"), ("direct", "direct"), ("stream", "stream")]),
        Means::Part(Part::ListenerType),
    ),
    key("spring.rabbitmq.listener.simple.acknowledge-mode", MODE, Means::Part(Part::AckMode)),
    key("spring.rabbitmq.listener.simple.prefetch", Takes::Whole(0, 65535), Means::Setting(Field::Prefetch)),
    key("spring.rabbitmq.listener.simple.concurrency", Takes::Whole(1, INT), Means::Setting(Field::Consumers)),
    key("spring.rabbitmq.listener.simple.batch-size", Takes::Whole(1, INT), Means::Part(Part::BatchSize)),
    key("spring.rabbitmq.listener.simple.max-concurrency", Takes::Whole(1, INT), Means::Part(Part::MaxConcurrency)),
    key(
        "spring.rabbitmq.listener.simple.default-requeue-rejected",
        Takes::Bool,
        Means::Unseen("false", Remark::NotRequeued),
    ),
    unseen("spring.rabbitmq.listener.simple.retry.enabled", Remark::RetriedInPlace),
    aside("spring.rabbitmq.listener.simple.auto-startup"),
    aside("spring.rabbitmq.listener.simple.missing-queues-fatal"),
    aside("spring.rabbitmq.listener.simple.idle-event-interval"),
    aside("spring.rabbitmq.listener.simple.consumer-batch-enabled"),
    aside("spring.rabbitmq.listener.simple.de-batching-enabled"),
    aside("spring.rabbitmq.listener.simple.force-stop"),
    aside("spring.rabbitmq.listener.simple.observation-enabled"),
    aside("spring.rabbitmq.host"),
    aside("spring.rabbitmq.port"),
    aside("spring.rabbitmq.username"),
    aside("spring.rabbitmq.password"),
    aside("spring.rabbitmq.virtual-host"),
    aside("spring.rabbitmq.addresses"),
    aside("spring.rabbitmq.address-shuffle-mode"),
    aside("spring.rabbitmq.requested-heartbeat"),
    aside("spring.rabbitmq.requested-channel-max"),
    aside("spring.rabbitmq.connection-timeout"),
    aside("spring.rabbitmq.channel-rpc-timeout"),
    aside("spring.rabbitmq.max-inbound-message-body-size"),
    aside("spring.rabbitmq.dynamic"),
    aside("spring.rabbitmq.template.exchange"),
    aside("spring.rabbitmq.template.routing-key"),
    aside("spring.rabbitmq.template.default-receive-queue"),
    aside("spring.rabbitmq.template.receive-timeout"),
    aside("spring.rabbitmq.template.reply-timeout"),
    aside("spring.rabbitmq.template.observation-enabled"),
    aside("spring.rabbitmq.template.allowed-list-patterns"),
];

/// Groups of keys that change nothing here. Retries around a send repeat only what threw, those around a listener, once they
/// are on, differ only in how often and how long.
pub const ASIDE: &[&str] = &[
    "spring.rabbitmq.ssl.",
    "spring.rabbitmq.cache.",
    "spring.rabbitmq.stream.",
    "spring.rabbitmq.addresses[",
    "spring.rabbitmq.template.retry.",
    "spring.rabbitmq.listener.simple.retry.",
    "spring.rabbitmq.listener.direct.",
    "spring.rabbitmq.listener.stream.",
];
