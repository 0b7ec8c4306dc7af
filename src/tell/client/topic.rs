//! What both clients of Kafka share: the topic, the setup as that client can have it, and what is to know of the broker.

use super::dedup::steps;
use super::rabbit::when;
use super::text::{comment, write};
use super::{InClient, Warning};
use crate::setup::{Acks, AutoOffsetReset, Client, Commit, Field, Kafka, Processing, Setup};
use crate::tell::Lang;

/// The setup with this client. A way to commit that it does not have becomes the nearest that it has.
pub fn with_client(setup: &Setup, client: Client) -> Setup {
    let mut own = *setup;
    own.kafka.client = client;
    own.kafka.commit = match (client, setup.kafka.commit) {
        (Client::Java, Commit::AutoBackground | Commit::AutoBackgroundStoredAfter) => Commit::AutoOnPoll,
        (Client::Librdkafka, Commit::AutoOnPoll) => Commit::AutoBackgroundStoredAfter,
        (_, commit) => commit,
    };
    own
}

/// What the client can't have of the setup.
pub fn warn_of_client(all: &mut InClient, setup: &Setup, own: &Setup, lang: Lang) {
    let (asked, has) = (Field::Commit.get(setup), Field::Commit.get(own));
    let words = format!(
        "commit: ⟦{asked} is another client's way to commit. Here it is {has}, which comes nearest; its runs are others, so look at its verdict too.‖{asked} 是另一种客户端的提交方式。这里用最接近的 {has}；它的运行并不相同，也请看看它的结论。⟧"
    );
    all.warn(asked != has, Warning::Cannot, &words, lang);
}

/// The commands that make the topic.
pub fn commands(setup: &Setup, lang: Lang) -> String {
    let kafka = &setup.kafka;
    write(
        lang,
        "
        # ⟦these belong to the topic, not to any client‖这些属于主题，不属于任何客户端⟧
        kafka-topics.sh --bootstrap-server localhost:9092 --create --topic orders \\
          --partitions $partitions --replication-factor $replicas \\
          --config min.insync.replicas=$minimum \\
          --config unclean.leader.election.enable=$unclean$flush
        $in_sync
        ",
        &[
            ("$partitions", &kafka.partitions.to_string()),
            ("$replicas", &kafka.replication_factor.to_string()),
            ("$minimum", &kafka.min_insync_replicas.to_string()),
            ("$unclean", when(kafka.unclean_leader_election, "true", "false")),
            ("$flush", when(kafka.flush_every_message, " \\\n  --config flush.messages=1", "")),
            (
                "$in_sync",
                when(
                    kafka.in_sync < kafka.replication_factor,
                    "
                    # ⟦in_sync is no setting but how things are; this shows partitions with fewer in sync‖in_sync 不是设置，而是当时的状况；这样查看同步副本不足的分区⟧
                    kafka-topics.sh --bootstrap-server localhost:9092 --describe --under-replicated-partitions
                    ",
                    "",
                ),
            ),
        ],
    )
}

/// The producer's properties; `name` has the name of the in-flight limit.
pub fn producer(setup: &Setup, in_flight: &str, lang: Lang, more: &str) -> String {
    let kafka = &setup.kafka;
    let retries = when(kafka.retries, "retries=2147483647", "retries=0");
    write(
        lang,
        "
        bootstrap.servers=localhost:9092
        acks=$acks
        enable.idempotence=$idempotence
        $retries
        $in_flight=$number
        $transactions
        $more
        ",
        &[
            ("$acks", kafka.acks.name()),
            ("$idempotence", when(kafka.enable_idempotence, "true", "false")),
            ("$retries", retries),
            ("$in_flight", in_flight),
            ("$number", &kafka.max_in_flight.to_string()),
            (
                "$transactions",
                when(
                    kafka.transactional,
                    "
                    # ⟦one id for each producer, the same after a restart‖每个生产者一个 id，重启后不变⟧
                    transactional.id=orders-1
                    ",
                    "",
                ),
            ),
            ("$more", more),
        ],
    )
}

/// The consumers' properties.
pub fn consumer(setup: &Setup, lang: Lang, more: &str) -> String {
    let kafka = &setup.kafka;
    let by_itself =
        matches!(kafka.commit, Commit::AutoOnPoll | Commit::AutoBackground | Commit::AutoBackgroundStoredAfter);
    write(
        lang,
        "
        bootstrap.servers=localhost:9092
        group.id=orders
        enable.auto.commit=$auto
        auto.offset.reset=$reset
        isolation.level=$isolation
        $more
        ",
        &[
            ("$auto", when(by_itself, "true", "false")),
            (
                "$reset",
                match (kafka.client, kafka.auto_offset_reset) {
                    (Client::Librdkafka, AutoOffsetReset::None) => "error",
                    (_, reset) => reset.name(),
                },
            ),
            ("$isolation", kafka.isolation_level.name()),
            ("$more", more),
        ],
    )
}

/// What is to know, whichever client it is.
pub fn warn(all: &mut InClient, setup: &Setup, lang: Lang) {
    use Warning::{Cannot, Trap};
    let kafka = &setup.kafka;
    all.warn(
        kafka.acks == Acks::All && kafka.min_insync_replicas == 1,
        Trap,
        "min.insync.replicas: ⟦1 where you say nothing: acks=all then waits for those in sync, which may be the leader alone.‖不写时为 1：acks=all 等的是同步副本，而同步的可能只剩主副本自己。⟧",
        lang,
    );
    all.warn(
        kafka.acks != Acks::All && kafka.min_insync_replicas > 1,
        Trap,
        "min.insync.replicas: ⟦only a producer with acks=all is refused by it.‖只有 acks=all 的生产者才会因它被拒绝。⟧",
        lang,
    );
    all.warn(
        kafka.replication_factor > 1,
        Trap,
        "replication factor: ⟦1 for a topic that is made by itself, where default.replication.factor is not set.‖自动创建的主题，若没有设 default.replication.factor，则为 1。⟧",
        lang,
    );
    all.warn(
        !kafka.flush_every_message,
        Trap,
        "flush.messages: ⟦an answer means page cache, not disk: a record is safe because other nodes have it, not if all lose power at once.‖答复只意味着到了页缓存，不是磁盘：靠的是别的节点也有；全部同时掉电就不行。⟧",
        lang,
    );
    all.warn(
        kafka.acks == Acks::Zero,
        Trap,
        "acks=0: ⟦the callback says success as soon as the record is in the socket, with offset -1; nothing is sent again, whatever retries says.‖记录一进套接字，回调就报成功，位移为 -1；不管 retries 写什么，都不会重发。⟧",
        lang,
    );
    all.warn(
        kafka.enable_idempotence,
        Trap,
        "enable.idempotence: ⟦recognises what this producer itself sends again, within one session. What your code sends a second time is new to it.‖只认得这个生产者在一次会话里自己重发的。你的代码再发一次，对它来说就是新消息。⟧",
        lang,
    );
    all.warn(
        kafka.transactional && kafka.isolation_level == crate::setup::IsolationLevel::ReadUncommitted && kafka.consumers > 0,
        Trap,
        "isolation.level: ⟦with read_uncommitted the consumer sees records of open and aborted transactions.‖read_uncommitted 时，消费者会看到未结束和已中止事务的记录。⟧",
        lang,
    );
    all.warn(
        kafka.consumers > kafka.partitions,
        Trap,
        "⟦A partition has one reader in a group: more members than partitions wait.‖一个组里，每个分区只有一个读者：多于分区数的成员只能等着。⟧",
        lang,
    );
    all.warn(
        kafka.processing != Processing::PollLoop
            && matches!(kafka.commit, Commit::SyncBeforeProcessing | Commit::SyncPerBatch)
            && kafka.consumers > 0,
        Trap,
        "⟦The loop commits while other threads still work: after a crash what they held is not read again.‖别的线程还在处理，循环就提交了：崩溃之后，它们手中的不会再读。⟧",
        lang,
    );
    all.warn(
        kafka.processing == Processing::PollLoop && kafka.drain_on_revoke && kafka.consumers > 1,
        Trap,
        "drain_on_revoke: ⟦nothing to do: the loop holds nothing when poll() takes a partition away.‖无事可做：poll() 收回分区时，循环手中没有消息。⟧",
        lang,
    );
    all.warn(
        kafka.commit == Commit::InEffectTransaction && kafka.consumers > 0,
        Cannot,
        "⟦Storing the offset in the transaction of the effect is your database's doing: no client property turns it on.‖把位移存进业务效果的事务，是你的数据库来做的：没有任何客户端配置能打开它。⟧",
        lang,
    );
}

/// How the application commits, where the library does not do it by itself.
pub fn commits_what_is_finished(kafka: &Kafka) -> bool {
    matches!(kafka.commit, Commit::SyncPerRecord | Commit::OwnOffset | Commit::Maximum | Commit::Contiguous)
}

/// How many consumers to start.
pub fn how_many(kafka: &Kafka) -> String {
    match kafka.consumers {
        1 => String::new(),
        several => format!(
            "// ⟦start {several} of these: they share the partitions of the group‖启动 {several} 个：它们分担这个组的分区⟧"
        ),
    }
}

/// The effect, and how a repeat of it is recognised, as comments.
pub fn effect(setup: &Setup) -> String {
    let offset = when(
        setup.kafka.commit == Commit::InEffectTransaction,
        "
        BEGIN; ⟦the work‖业务⟧;
          UPDATE offsets SET next = :offset + 1 WHERE topic = 'orders' AND part = :partition AND next = :offset;
        ⟦1 row:‖1 行：⟧ COMMIT; ⟦0 rows: somebody was here before,‖0 行：已有人处理过，⟧ ROLLBACK;
        ",
        "",
    );
    [comment("//", offset), comment("//", steps(setup))].join("\n").trim_start().to_owned()
}
