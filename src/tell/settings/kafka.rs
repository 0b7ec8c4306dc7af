//! The words of Kafka's settings: their properties, what each is about, and what every value of it does.

use crate::setup::{Acks, AutoOffsetReset, Client, Commit, Field, IsolationLevel, Processing};
use crate::tell::Lang;

/// The name that a setting has in the configuration of client, topic or broker; nothing if it is no property there but
/// a habit of the program, a circumstance, or a setting of RabbitMQ.
pub const fn property(field: Field) -> Option<&'static str> {
    Some(match field {
        Field::Acks => "acks",
        Field::Retries => "retries",
        Field::MaxInFlight => "max.in.flight.requests.per.connection",
        Field::EnableIdempotence => "enable.idempotence",
        Field::ReplicationFactor => "replication.factor",
        Field::MinInsyncReplicas => "min.insync.replicas",
        Field::UncleanLeaderElection => "unclean.leader.election.enable",
        Field::FlushEveryMessage => "flush.messages=1",
        Field::Partitions => "partitions",
        Field::Commit => "enable.auto.commit",
        Field::MaxPollRecords => "max.poll.records",
        Field::AutoOffsetReset => "auto.offset.reset",
        Field::Transactional => "transactional.id",
        Field::IsolationLevel => "isolation.level",
        _ => return None,
    })
}

/// What a setting is about; nothing for those of RabbitMQ and of both.
pub const fn field_about(field: Field, lang: Lang) -> Option<&'static str> {
    Some(match field {
        Field::Acks => lang.pick("whose answer the producer waits for", "生产者等谁的答复"),
        Field::Retries => lang.pick("a failed request is sent again", "请求失败后会重发"),
        Field::MaxInFlight => lang.pick("requests without an answer at a time", "最多同时有多少个在途请求"),
        Field::EnableIdempotence => {
            lang.pick("the broker recognises what is sent again, and its order", "消息代理认得出重发的批次及其顺序")
        }
        Field::ReplicationFactor => lang.pick("replicas of each partition", "每个分区的副本数"),
        Field::MinInsyncReplicas => lang.pick(
            "with acks=all, fewer in sync refuse to write; nothing is committed below it",
            "acks=all 时，同步副本不足就拒绝写入；不足时什么都不算已提交",
        ),
        Field::InSync => lang.pick("replicas in sync as the run starts", "运行开始时有多少个同步副本"),
        Field::UncleanLeaderElection => {
            lang.pick("a replica that is not in sync may become leader", "不同步的副本也可当选主副本")
        }
        Field::FlushEveryMessage => lang.pick("every append is forced to the disk", "每次追加都强制落盘"),
        Field::Partitions => {
            lang.pick("logs that share the keys; order holds within one", "分担各个键的日志数；顺序只在一个分区内保证")
        }
        Field::Members => lang.pick(
            "members of the consumer group; with 0, the log itself is judged",
            "消费者组的成员数；为 0 时只评判日志本身",
        ),
        Field::Client => lang.pick("the library of producer and consumers", "生产者和消费者用的客户端库"),
        Field::Commit => lang.pick("when a consumer commits its offset", "消费者何时提交位移"),
        Field::Processing => lang.pick("who works on what a poll returned", "拉取到的消息由谁处理"),
        Field::DrainOnRevoke => lang.pick(
            "work in hand is finished and committed before a partition is given up",
            "交出分区之前，先处理并提交手中的消息",
        ),
        Field::MaxPollRecords => lang.pick("records that one poll returns at most", "一次拉取最多返回多少条"),
        Field::AutoOffsetReset => lang.pick(
            "where a consumer begins if the committed offset is of no use",
            "已提交位移用不上时，消费者从哪里开始",
        ),
        Field::Transactional => lang.pick("the producer writes in transactions", "生产者在事务中写入"),
        Field::IsolationLevel => lang.pick("which records of a transaction are seen", "能看到事务里的哪些消息"),
        _ => return None,
    })
}

/// What one of its names means.
pub fn name_about(field: Field, name: &str, lang: Lang) -> Option<&'static str> {
    match field {
        Field::Acks => Acks::named(name).map(|value| acks(value, lang)),
        Field::Client => Client::named(name).map(|value| client(value, lang)),
        Field::Commit => Commit::named(name).map(|value| commit(value, lang)),
        Field::Processing => Processing::named(name).map(|value| processing(value, lang)),
        Field::AutoOffsetReset => AutoOffsetReset::named(name).map(|value| reset(value, lang)),
        Field::IsolationLevel => IsolationLevel::named(name).map(|value| isolation(value, lang)),
        _ => None,
    }
}

/// What it means that it is on or off.
pub const fn switch_about(field: Field, on: bool, lang: Lang) -> Option<&'static str> {
    Some(match (field, on) {
        (Field::Retries, true) => lang.pick("a failed request is sent again, without end", "请求失败就重发，没有尽头"),
        (Field::Retries, false) => {
            lang.pick("what fails is reported, though it may be stored", "失败就报告给程序，尽管消息可能已经存下")
        }
        (Field::EnableIdempotence, true) => {
            lang.pick("sent again, a batch is stored once and in order", "重发的批次只存一次，顺序不变")
        }
        (Field::EnableIdempotence, false) => {
            lang.pick("sent again, a batch may be stored twice or out of order", "重发的批次可能存两次，或顺序颠倒")
        }
        (Field::UncleanLeaderElection, true) => {
            lang.pick("any replica may lead; what it lacks is gone", "任何副本都能当选，它缺的就没了")
        }
        (Field::UncleanLeaderElection, false) => {
            lang.pick("only one in sync may lead, else the partition waits", "只有同步副本能当选，否则分区停用")
        }
        (Field::FlushEveryMessage, true) => lang.pick("what is appended survives power loss", "追加的内容经得起掉电"),
        (Field::FlushEveryMessage, false) => {
            lang.pick("the page cache is written later; power loss erases it", "页缓存过后才落盘，掉电即失")
        }
        (Field::DrainOnRevoke, true) => {
            lang.pick("work in hand is finished and committed first", "先处理并提交手中的消息")
        }
        (Field::DrainOnRevoke, false) => {
            lang.pick("the next owner gets it again, while work on it goes on", "一边还在处理，新成员又会收到")
        }
        (Field::Transactional, true) => lang.pick("records count once they are committed", "消息在事务提交后才算数"),
        (Field::Transactional, false) => lang.pick("each record counts by itself", "每条消息各自算数"),
        _ => return None,
    })
}

const fn acks(value: Acks, lang: Lang) -> &'static str {
    match value {
        Acks::Zero => lang.pick("nobody's: what is in the socket counts as sent", "谁也不等：写进套接字就当作已发送"),
        Acks::One => lang.pick("the leader's, before the others have it", "主副本：其他副本还没有"),
        Acks::All => lang.pick("the leader's, once all in sync have it", "主副本：等全部同步副本都有"),
    }
}

const fn client(value: Client, lang: Lang) -> &'static str {
    match value {
        Client::Java => lang.pick("Java: it commits inside poll", "Java：在拉取时提交"),
        Client::Librdkafka => lang.pick("librdkafka: a thread of its own commits", "librdkafka：由单独的线程提交"),
    }
}

const fn commit(value: Commit, lang: Lang) -> &'static str {
    match value {
        Commit::AutoOnPoll => lang.pick(
            "enable.auto.commit in Java: a poll commits what earlier polls returned",
            "Java 的 enable.auto.commit：拉取时提交此前拉到的",
        ),
        Commit::AutoBackground => lang.pick(
            "enable.auto.commit in librdkafka: a thread commits what was handed over, done or not",
            "librdkafka 的 enable.auto.commit：后台线程提交已交给程序的，不管是否处理完",
        ),
        Commit::AutoBackgroundStoredAfter => lang.pick(
            "enable.auto.offset.store=false: a thread commits what the program stored after the work",
            "enable.auto.offset.store=false：程序处理完才记下，由后台线程提交",
        ),
        Commit::SyncBeforeProcessing => {
            lang.pick("commitSync right after poll, before any work", "拉取后立刻提交，然后才处理")
        }
        Commit::SyncPerBatch => {
            lang.pick("commitSync once all that a poll returned is done", "一次拉取的全部处理完再提交")
        }
        Commit::SyncPerRecord => lang.pick("commitSync after each record", "每处理完一条就提交"),
        Commit::OwnOffset => lang
            .pick("each commits its own offset + 1 when done, in any order", "谁处理完就提交自己的位移 + 1，先后不定"),
        Commit::Maximum => lang.pick(
            "the highest offset done + 1, though earlier ones may not be",
            "已处理的最大位移 + 1，尽管前面的可能没处理完",
        ),
        Commit::Contiguous => lang.pick("up to the first offset that is not done", "提交到第一个没处理完的位移为止"),
        Commit::InEffectTransaction => {
            lang.pick("the offset is stored in the transaction of the effect", "位移与业务效果在同一个事务里保存")
        }
    }
}

const fn processing(value: Processing, lang: Lang) -> &'static str {
    match value {
        Processing::PollLoop => lang.pick("the loop itself, before it polls again", "循环自己处理完，再去拉取"),
        Processing::HandOff => lang.pick("one other thread, while the loop polls on", "交给另一个线程，循环继续拉取"),
        Processing::ThreadPool => lang.pick("any free thread of a pool", "线程池里哪个空闲就由它处理"),
        Processing::PerKeyQueues => lang.pick("a thread for each key, in order", "每个键一个线程，按顺序处理"),
    }
}

const fn reset(value: AutoOffsetReset, lang: Lang) -> &'static str {
    match value {
        AutoOffsetReset::Earliest => lang.pick("with the oldest record: some may repeat", "从最早的消息开始：可能重复"),
        AutoOffsetReset::Latest => lang.pick("with what comes next: some may be skipped", "从之后的消息开始：可能漏掉"),
        AutoOffsetReset::None => lang.pick("nowhere: it stops with an error", "不开始：报错停下"),
    }
}

const fn isolation(value: IsolationLevel, lang: Lang) -> &'static str {
    match value {
        IsolationLevel::ReadUncommitted => {
            lang.pick("all, those of aborted transactions too", "全部，包括已中止事务的消息")
        }
        IsolationLevel::ReadCommitted => lang.pick("only those of committed transactions", "只有已提交事务的消息"),
    }
}
