//! librdkafka, and rdkafka, its Rust wrapper. The properties are the same in C, Python, Go and .NET.

mod consumer;
mod group;
mod producer;

use crate::setup::{Acks, Client, Commit, Setup};
use crate::tell::Lang;
use crate::tell::client::{InClient, Warning, topic};

/// The setup in librdkafka.
pub fn code(setup: &Setup, lang: Lang) -> InClient {
    let own = &topic::with_client(setup, Client::Librdkafka);
    let kafka = &own.kafka;
    let mut all = InClient::default();
    all.file("topic.sh", topic::commands(own, lang));
    all.file("producer.properties", topic::producer(own, "max.in.flight", lang, "
        # ⟦CRC32 where you say nothing: a Java producer puts the same key into another partition‖不写时用 CRC32：Java 生产者会把同一个键放进另一个分区⟧
        partitioner=murmur2_random
        "));
    all.file("producer.rs", producer::code(own, lang));
    if kafka.consumers > 0 {
        let stores = match kafka.commit {
            Commit::AutoBackgroundStoredAfter => "
                # ⟦the application stores an offset once the work is done; the background thread commits what is stored‖做完之后由应用保存位移；后台线程提交已保存的⟧
                enable.auto.offset.store=false
                ",
            Commit::AutoBackground => "
                # ⟦the default: stored when it is handed over, before any work‖默认值：交给应用时就保存，那时还没处理⟧
                enable.auto.offset.store=true
                ",
            _ => "",
        };
        all.file("consumer.properties", topic::consumer(own, lang, stores));
        all.file("consumer.rs", consumer::code(own, lang));
    }
    topic::warn_of_client(&mut all, setup, own, lang);
    warn(&mut all, own, lang);
    topic::warn(&mut all, own, lang);
    all
}

fn warn(all: &mut InClient, setup: &Setup, lang: Lang) {
    use Warning::{Cannot, Trap};
    let kafka = &setup.kafka;
    let reads = kafka.consumers > 0;
    all.warn(
        kafka.enable_idempotence,
        Trap,
        "enable.idempotence: ⟦false where you say nothing, unlike Java. It needs acks=all and at most 5 in flight, or the client refuses to start.‖不写时为 false，与 Java 不同。它要求 acks=all、在途不超过 5，否则客户端拒绝启动。⟧",
        lang,
    );
    all.warn(
        kafka.acks != Acks::Zero,
        Trap,
        "max.in.flight: ⟦a million where you say nothing: with retries and without idempotence a later record overtakes one that is sent again.‖不写时为一百万：有重试而没有幂等时，后面的记录会超过重发的那条。⟧",
        lang,
    );
    all.warn(
        kafka.retries && kafka.acks != Acks::Zero,
        Trap,
        "delivery.timeout.ms: ⟦after five minutes (message.timeout.ms) a record is given up whatever retries says; it may be stored all the same.‖五分钟（message.timeout.ms）后就放弃这条记录，不管 retries 写多少；它仍可能已经存下。⟧",
        lang,
    );
    all.warn(
        reads && kafka.commit == Commit::AutoBackground,
        Trap,
        "enable.auto.offset.store: ⟦true where you say nothing: an offset is stored when the record is handed over, and a background thread commits it, whether the work is done or not.‖不写时为 true：交出记录时就保存位移，后台线程就提交它，不管做完没有。⟧",
        lang,
    );
    all.warn(
        reads && kafka.commit == Commit::AutoBackgroundStoredAfter,
        Trap,
        "enable.auto.offset.store: ⟦true where you say nothing; then store_offset only repeats what is stored already.‖不写时为 true；那样 store_offset 只是重复已经保存的。⟧",
        lang,
    );
    all.warn(
        reads && kafka.auto_offset_reset != crate::setup::AutoOffsetReset::Latest,
        Trap,
        "auto.offset.reset: ⟦largest (latest) where you say nothing: a new group skips what is there. Java's none is error here.‖不写时为 largest（即 latest）：新的组会跳过已有的。Java 的 none 在这里写作 error。⟧",
        lang,
    );
    all.warn(
        reads && kafka.isolation_level == crate::setup::IsolationLevel::ReadUncommitted,
        Trap,
        "isolation.level: ⟦read_committed where you say nothing, unlike Java.‖不写时为 read_committed，与 Java 不同。⟧",
        lang,
    );
    all.warn(
        reads,
        Cannot,
        "max.poll.records: ⟦librdkafka has no such property: it hands over one record at a time. The code gathers as many.‖librdkafka 没有这个配置：每次只交出一条。代码里自己凑够这么多条。⟧",
        lang,
    );
}
