//! Keys of a topic and of a broker: no client has them, but what is promised hangs on them (B8, B16, B17).

use super::{INT, Key, Means, Takes, aside, key, switch};
use crate::setup::Field;
use crate::setup::import::remark::Remark;

/// The keys.
pub const KEYS: &[Key] = &[
    key("min.insync.replicas", Takes::Whole(1, INT), Means::Setting(Field::MinInsyncReplicas)),
    switch("unclean.leader.election.enable", Field::UncleanLeaderElection),
    key("flush.messages", Takes::Whole(1, i64::MAX), Means::One(Field::FlushEveryMessage)),
    key("log.flush.interval.messages", Takes::Whole(1, i64::MAX), Means::One(Field::FlushEveryMessage)),
    key("default.replication.factor", Takes::Whole(1, INT), Means::Setting(Field::ReplicationFactor)),
    key("replication.factor", Takes::Whole(1, INT), Means::Setting(Field::ReplicationFactor)),
    key("num.partitions", Takes::Whole(1, INT), Means::Setting(Field::Partitions)),
    key("cleanup.policy", Takes::Other("delete"), Means::Unseen("other", Remark::Compacted)),
    key("log.cleanup.policy", Takes::Other("delete"), Means::Unseen("other", Remark::Compacted)),
    aside("broker.id"),
    aside("node.id"),
    aside("process.roles"),
    aside("listeners"),
    aside("advertised.listeners"),
    aside("zookeeper.connect"),
    aside("auto.create.topics.enable"),
    aside("flush.ms"),
    aside("message.timestamp.type"),
    aside("max.message.bytes"),
];

/// Groups of keys that change nothing here.
pub const ASIDE: &[&str] = &[
    "security.",
    "ssl.",
    "sasl.",
    "log.",
    "retention.",
    "segment.",
    "replica.",
    "metric",
    "interceptor",
    "socket.",
    "offsets.topic.",
    "transaction.state.log.",
    "controller.",
    "inter.broker.",
    "group.initial.",
    "num.",
];
