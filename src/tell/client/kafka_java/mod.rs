//! Java's kafka-clients.

mod consumer;
mod producer;

use crate::setup::{Acks, AutoOffsetReset, Client, Commit, Processing, Setup};
use crate::tell::Lang;
use crate::tell::client::{InClient, Warning, topic};

/// The setup in Java.
pub fn code(setup: &Setup, lang: Lang) -> InClient {
    let own = &topic::with_client(setup, Client::Java);
    let mut all = InClient::default();
    all.file("topic.sh", topic::commands(own, lang));
    all.file(
        "producer.properties",
        topic::producer(
            own,
            "max.in.flight.requests.per.connection",
            lang,
            "
            key.serializer=org.apache.kafka.common.serialization.StringSerializer
            value.serializer=org.apache.kafka.common.serialization.ByteArraySerializer
            ",
        ),
    );
    all.file("Producing.java", producer::code(own, lang));
    if own.kafka.consumers > 0 {
        let more = format!(
            "max.poll.records={}\n\
             key.deserializer=org.apache.kafka.common.serialization.StringDeserializer\n\
             value.deserializer=org.apache.kafka.common.serialization.ByteArrayDeserializer",
            own.kafka.max_poll_records
        );
        all.file("consumer.properties", topic::consumer(own, lang, &more));
        all.file("Consuming.java", consumer::code(own, lang));
    }
    topic::warn_of_client(&mut all, setup, own, lang);
    warn(&mut all, own, lang);
    topic::warn(&mut all, own, lang);
    all
}

fn warn(all: &mut InClient, setup: &Setup, lang: Lang) {
    use Warning::Trap;
    let kafka = &setup.kafka;
    let reads = kafka.consumers > 0;
    all.warn(
        !kafka.enable_idempotence,
        Trap,
        "enable.idempotence: ⟦true where you say nothing, but acks other than all, retries=0 or more than 5 in flight turn it off silently; said aloud beside them it is a ConfigException.‖不写时为 true，但 acks 不是 all、retries=0 或在途多于 5 会悄悄关掉它；若同时明写 true，则报 ConfigException。⟧",
        lang,
    );
    all.warn(
        reads && kafka.auto_offset_reset != AutoOffsetReset::Latest,
        Trap,
        "auto.offset.reset: ⟦latest where you say nothing: a new group skips what is there, and so does a partition found late.‖不写时为 latest：新的组会跳过已有的，晚发现的分区也一样。⟧",
        lang,
    );
    all.warn(
        reads && kafka.commit == Commit::AutoOnPoll,
        Trap,
        "close(): ⟦with auto-commit it commits the position, also after an exception: the records of that poll which were not done are not read again.‖自动提交时它会提交消费位置，抛异常后也一样：那次拉取里没做完的不会再读。⟧",
        lang,
    );
    all.warn(
        reads && kafka.commit == Commit::AutoOnPoll && kafka.processing != Processing::PollLoop,
        Trap,
        "enable.auto.commit: ⟦true where you say nothing. poll() takes it that all it returned before is done, which other threads have not.‖不写时为 true。poll() 认为之前返回的都已处理完，而别的线程还没有。⟧",
        lang,
    );
    all.warn(
        reads,
        Trap,
        "max.poll.records: ⟦500 where you say nothing; all of them must be done within max.poll.interval.ms (5 minutes), or the group goes on without this member while it still works.‖不写时为 500；必须在 max.poll.interval.ms（5 分钟）内全部做完，否则组会撇开这个成员继续，而它还在处理。⟧",
        lang,
    );
    all.warn(
        reads && !matches!(kafka.commit, Commit::AutoOnPoll),
        Trap,
        "commitAsync: ⟦not used here: it is not retried, and only its callback tells of a failure.‖这里不用：它不重试，失败只有回调知道。⟧",
        lang,
    );
    all.warn(
        kafka.retries && kafka.acks != Acks::Zero,
        Trap,
        "delivery.timeout.ms: ⟦after two minutes the client gives a record up whatever retries says; the callback tells, and the record may be stored.‖两分钟后客户端就放弃这条记录，不管 retries 写多少；回调会告知，而记录可能已经存下。⟧",
        lang,
    );
}
