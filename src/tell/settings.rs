//! What every setting and every value of it does, in a few words. They stand under a control that carries the
//! setting's real name, so they begin small and end without a full stop.

mod kafka;

pub use kafka::property;

use super::Lang;
use crate::setup::{
    Ack, Broker, DeadLetter, Dedup, Dispatch, EffectKind, Field, Overflow, Publish, QueueType, Resend, Value, choice,
};

choice! {
    /// The part of a message's way that a setting belongs to; controls are grouped by it.
    Hop, default Publishing {
        /// From the producer to the broker.
        Publishing = "publishing",
        /// In the broker.
        Queue = "queue",
        /// From the broker to the consumer.
        Consuming = "consuming",
        /// In the outside world.
        Effect = "effect",
        /// What may break.
        Faults = "faults",
        /// The size and the seed of a run.
        Run = "run",
    }
}

impl Hop {
    /// Where a setting belongs.
    pub const fn of(field: Field) -> Self {
        match field {
            Field::Publish
            | Field::Window
            | Field::Resend
            | Field::Mandatory
            | Field::Acks
            | Field::Retries
            | Field::MaxInFlight
            | Field::EnableIdempotence
            | Field::Transactional => Self::Publishing,
            Field::QueueType
            | Field::Durable
            | Field::Persistent
            | Field::FsyncBeforeConfirm
            | Field::Queues
            | Field::MaxLength
            | Field::Overflow
            | Field::MessageTtl
            | Field::DeadLetter
            | Field::DeliveryLimit
            | Field::ReplicationFactor
            | Field::MinInsyncReplicas
            | Field::InSync
            | Field::UncleanLeaderElection
            | Field::FlushEveryMessage
            | Field::Partitions => Self::Queue,
            Field::Consumers
            | Field::SingleActiveConsumer
            | Field::Ack
            | Field::MultipleAck
            | Field::Prefetch
            | Field::Workers
            | Field::Dispatch
            | Field::Members
            | Field::Commit
            | Field::Processing
            | Field::DrainOnRevoke
            | Field::MaxPollRecords
            | Field::AutoOffsetReset
            | Field::IsolationLevel => Self::Consuming,
            Field::EffectKind | Field::Dedup | Field::VersionGuard => Self::Effect,
            Field::Budget | Field::FaultKinds => Self::Faults,
            Field::Broker | Field::Client | Field::Messages | Field::Keys | Field::Seed => Self::Run,
        }
    }

    /// The heading of its controls.
    pub const fn heading(self, broker: Broker, lang: Lang) -> &'static str {
        match self {
            Self::Queue if matches!(broker, Broker::Kafka) => lang.pick("Topic", "主题"),
            Self::Publishing => lang.pick("Publishing", "发布"),
            Self::Queue => lang.pick("Queue", "队列"),
            Self::Consuming => lang.pick("Consuming", "消费"),
            Self::Effect => lang.pick("Effect", "业务效果"),
            Self::Faults => lang.pick("What may break", "可能出的故障"),
            Self::Run => lang.pick("Run", "运行"),
        }
    }
}

/// What a setting is about.
pub const fn field_about(field: Field, lang: Lang) -> &'static str {
    match field {
        Field::Broker => lang.pick("what stands between the two programs", "两个程序之间用什么"),
        Field::Messages => lang.pick("how many the producer sends", "生产者发送多少条"),
        Field::Keys => lang.pick("order is judged within a key", "顺序只在同一个键内判断"),
        Field::Publish => lang.pick("how the broker answers", "消息代理如何答复"),
        Field::Window => lang.pick(
            "unanswered publishes allowed; with tx, publishes per commit",
            "允许多少条未答复；tx 时为每次提交的条数",
        ),
        Field::Resend => lang.pick("what goes out first after a cut or a nack", "断线或被拒绝之后先发哪些消息"),
        Field::Mandatory => lang.pick("a message that no queue takes comes back", "没有队列接收的消息会被退回"),
        Field::QueueType => lang.pick("one node, or three that decide by majority", "单个节点，或三个节点按多数决定"),
        Field::Durable => lang.pick("the queue survives a restart", "重启后队列还在"),
        Field::Persistent => {
            lang.pick("messages are written to disk, if the queue is durable", "消息会写入磁盘，前提是队列持久化")
        }
        Field::FsyncBeforeConfirm => lang.pick("the confirm waits for the disk itself", "确认要等真正落盘"),
        Field::Queues => lang.pick("queues that share the keys by hash", "按哈希分担各个键的队列数"),
        Field::MaxLength => lang.pick("how many messages may wait in the queue", "队列里最多等待多少条消息"),
        Field::Overflow => lang.pick("what happens beyond that length", "超出长度上限时怎么办"),
        Field::MessageTtl => lang.pick("milliseconds until a waiting message expires", "等待的消息多少毫秒后过期"),
        Field::DeadLetter => {
            lang.pick("how safely rejected and expired messages move on", "被拒绝或过期的消息转走时有多可靠")
        }
        Field::DeliveryLimit => lang.pick("failed deliveries until a message is dropped", "投递失败多少次后丢弃消息"),
        Field::Consumers => lang.pick("processes reading each queue", "每个队列由几个进程读取"),
        Field::SingleActiveConsumer => lang.pick("one gets everything, the others wait", "只有一个接收，其余待命"),
        Field::Ack => lang.pick("auto, or by hand: before or after the effect", "自动，或手动：处理之前或之后"),
        Field::MultipleAck => lang.pick("one ack answers for all it holds", "一次确认涵盖手中全部消息"),
        Field::Prefetch => lang.pick("deliveries held without an ack; 0 = no limit", "未确认的投递上限；0 表示不限"),
        Field::Workers => lang.pick("threads inside one consumer", "一个消费者里的线程数"),
        Field::Dispatch => lang.pick("how those threads share the work", "这些线程如何分工"),
        Field::EffectKind => lang.pick("what one message does", "一条消息做什么"),
        Field::Dedup => lang.pick("what recognises a repeat", "靠什么认出重复的消息"),
        Field::VersionGuard => lang.pick("an upsert compares versions first", "upsert 写入前先比较版本"),
        Field::Budget => lang.pick("most faults that the verdict tries in one run", "判断时，每次运行最多出几处"),
        Field::FaultKinds => lang.pick("which it tries, each at every moment", "判断时试哪些；每一刻都试"),
        Field::Seed => lang
            .pick("the same seed gives the same run, faults by chance too", "同一个种子得到同一次运行，随机故障也一样"),
        _ => match kafka::field_about(field, lang) {
            Some(about) => about,
            None => "",
        },
    }
}

/// What one value of a setting means; nothing for a number, which needs no words.
pub fn choice_about(field: Field, value: Value, lang: Lang) -> Option<&'static str> {
    match value {
        Value::Bool(on) => switch_about(field, on, lang),
        Value::Choice(name) => name_about(field, name, lang),
        Value::Null => Some(match field {
            Field::MaxLength => lang.pick("no limit", "没有上限"),
            Field::MessageTtl => lang.pick("messages never expire", "消息永不过期"),
            Field::DeliveryLimit => lang.pick("delivered again without end", "一直重新投递"),
            Field::DeadLetter => lang.pick("they are dropped", "直接丢弃"),
            _ => lang.pick("none", "无"),
        }),
        Value::Number(_) | Value::FaultKinds(_) => None,
    }
}

fn name_about(field: Field, name: &str, lang: Lang) -> Option<&'static str> {
    match field {
        Field::Broker => Broker::named(name).map(|value| broker(value, lang)),
        Field::Publish => Publish::named(name).map(|value| publish(value, lang)),
        Field::Resend => Resend::named(name).map(|value| resend(value, lang)),
        Field::QueueType => QueueType::named(name).map(|value| queue_type(value, lang)),
        Field::Overflow => Overflow::named(name).map(|value| overflow(value, lang)),
        Field::DeadLetter => DeadLetter::named(name).map(|value| dead_letter(value, lang)),
        Field::Ack => Ack::named(name).map(|value| ack(value, lang)),
        Field::Dispatch => Dispatch::named(name).map(|value| dispatch(value, lang)),
        Field::EffectKind => EffectKind::named(name).map(|value| effect(value, lang)),
        Field::Dedup => Dedup::named(name).map(|value| dedup(value, lang)),
        _ => kafka::name_about(field, name, lang),
    }
}

const fn switch_about(field: Field, on: bool, lang: Lang) -> Option<&'static str> {
    Some(match (field, on) {
        (Field::Mandatory, true) => lang.pick("an unroutable message is returned", "不可路由的消息会被退回"),
        (Field::Mandatory, false) => lang.pick("an unroutable message is dropped silently", "不可路由的消息被悄悄丢弃"),
        (Field::Durable, true) => lang.pick("the queue survives a restart", "重启后队列还在"),
        (Field::Durable, false) => {
            lang.pick("a restart ends the queue and all in it", "重启后队列连同其中的消息都没了")
        }
        (Field::Persistent, true) => lang.pick("written to disk, if the queue is durable", "队列持久化时写入磁盘"),
        (Field::Persistent, false) => lang.pick("a restart discards the messages", "重启时消息被丢弃"),
        (Field::FsyncBeforeConfirm, true) => lang.pick("a confirm means: on the disk", "确认意味着已经落盘"),
        (Field::FsyncBeforeConfirm, false) => {
            lang.pick("a confirm means: in the page cache, which power loss erases", "确认只意味着到了页缓存，掉电即失")
        }
        (Field::SingleActiveConsumer, true) => {
            lang.pick("one gets everything, the others wait", "只有一个接收，其余待命")
        }
        (Field::SingleActiveConsumer, false) => lang.pick("consumers take turns", "各消费者轮流接收"),
        (Field::MultipleAck, true) => lang.pick("one ack answers for all it holds", "一次确认涵盖手中全部消息"),
        (Field::MultipleAck, false) => lang.pick("one ack for each message", "每条消息单独确认"),
        (Field::VersionGuard, true) => lang.pick("an older version is not written", "旧版本不会写入"),
        (Field::VersionGuard, false) => lang.pick("whatever comes last is written", "最后到的总会写入"),
        _ => return kafka::switch_about(field, on, lang),
    })
}

const fn broker(value: Broker, lang: Lang) -> &'static str {
    match value {
        Broker::Rabbitmq => lang.pick("queues that hand messages out and forget them", "队列：投递消息，之后忘掉"),
        Broker::Kafka => lang.pick("logs that keep messages for readers to follow", "日志：保留消息，由读者自己跟进"),
    }
}

const fn publish(value: Publish, lang: Lang) -> &'static str {
    match value {
        Publish::FireAndForget => lang.pick("no answer: the producer never learns", "没有答复，生产者无从得知"),
        Publish::Tx => lang.pick("publishes wait for a commit, which is answered", "发布要等提交，提交会有答复"),
        Publish::Confirm => lang.pick("every publish is confirmed or refused", "每次发布都会被确认或拒绝"),
    }
}

const fn resend(value: Resend, lang: Lang) -> &'static str {
    match value {
        Resend::UnconfirmedFirst => {
            lang.pick("all that is unanswered, then new messages", "先补发未答复的，再发新消息")
        }
        Resend::NewFirst => lang.pick("new messages, then all that is unanswered", "先发新消息，再补发未答复的"),
        Resend::Never => lang.pick("nothing is ever sent again", "什么都不重发"),
    }
}

const fn queue_type(value: QueueType, lang: Lang) -> &'static str {
    match value {
        QueueType::Classic => lang.pick("one node keeps the messages", "由一个节点保存消息"),
        QueueType::Quorum => lang.pick("three nodes; what two have on disk counts", "三个节点，两个落盘才算数"),
    }
}

const fn overflow(value: Overflow, lang: Lang) -> &'static str {
    match value {
        Overflow::DropHead => lang.pick("the oldest waiting message is dropped", "丢掉等得最久的消息"),
        Overflow::RejectPublish => lang.pick("the new message is refused", "拒绝新消息"),
        Overflow::RejectPublishDlx => {
            lang.pick("the new message is refused and dead-lettered", "拒绝新消息，并转入死信")
        }
    }
}

const fn dead_letter(value: DeadLetter, lang: Lang) -> &'static str {
    match value {
        DeadLetter::AtMostOnce => lang.pick("removed first, then sent on: it may be lost", "先删除再转发，可能丢失"),
        DeadLetter::AtLeastOnce => {
            lang.pick("kept until the target confirms: it may repeat", "目标确认后才删除，可能重复")
        }
    }
}

const fn ack(value: Ack, lang: Lang) -> &'static str {
    match value {
        Ack::Auto => lang.pick("never: the broker forgets as it hands out", "从不：消息代理一投递就忘掉"),
        Ack::BeforeEffect => lang.pick("on receipt, before the work is done", "一收到就确认，然后才处理"),
        Ack::AfterEffect => lang.pick("when the work is done", "处理完成之后"),
    }
}

const fn dispatch(value: Dispatch, lang: Lang) -> &'static str {
    match value {
        Dispatch::Any => lang.pick("any free thread takes the next message", "哪个线程空闲就由它处理"),
        Dispatch::ByKey => lang.pick("a key always goes to the same thread", "同一个键总由同一线程处理"),
    }
}

const fn effect(value: EffectKind, lang: Lang) -> &'static str {
    match value {
        EffectKind::AppendRow => lang.pick("adds a row; a repeat adds another", "添加一行；重复就多一行"),
        EffectKind::InsertKeyedRow => lang.pick("adds a row that carries the message's id", "添加一行，带有消息的标识"),
        EffectKind::Increment => lang.pick("adds to a balance; a repeat adds twice", "累加余额；重复就多加一次"),
        EffectKind::SetValue => {
            lang.pick("sets a value; an old repeat overwrites a newer one", "写入一个值；旧消息重来会盖掉新值")
        }
        EffectKind::ExternalCall => {
            lang.pick("calls another service: it can't be taken back", "调用别的服务，无法收回")
        }
    }
}

const fn dedup(value: Dedup, lang: Lang) -> &'static str {
    match value {
        Dedup::None => lang.pick("nothing recognises a repeat", "没有任何去重"),
        Dedup::MemorySet => lang.pick("a set in the process, gone when it restarts", "进程内的集合，重启即失"),
        Dedup::QueryThenInsert => {
            lang.pick("a query, then an insert: two at once both pass", "先查后插，两个同时来会都通过")
        }
        Dedup::UniqueConstraint => {
            lang.pick("a unique key in the database refuses a repeat", "数据库的唯一约束拒绝重复")
        }
        Dedup::Upsert => lang.pick("an absolute write, harmless when repeated", "插入或更新为固定值，重复也无妨"),
        Dedup::RedisGetSet => {
            lang.pick("Redis GET, then SET of the sum: no protection", "Redis 先 GET 再 SET 求和，起不到保护")
        }
        Dedup::RedisIncr => lang.pick("Redis INCR: counts every repeat", "Redis INCR，每次重复都会累加"),
        Dedup::RedisCheckActMark => lang.pick(
            "check the id, act, mark it: a crash before the mark repeats it",
            "查标识，处理，再做标记；标记前崩溃会重复",
        ),
        Dedup::RedisMarkAct => {
            lang.pick("mark the id, then act: a crash between loses it", "先标记再处理，中间崩溃会丢失")
        }
        Dedup::MarkerRowFirst => lang.pick(
            "a marker row commits, then the effect: a crash between loses it",
            "先单独提交标记行再处理，中间崩溃会丢失",
        ),
        Dedup::Inbox => {
            lang.pick("marker and effect in one transaction: both or neither", "标记与业务效果在同一事务里，同成同败")
        }
    }
}
