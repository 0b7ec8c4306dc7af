//! Faults: a short label for the button, and one sentence about each.

use super::Lang;
use crate::setup::{Broker, FaultKind};

/// The label of the button that causes it.
pub const fn fault_label(kind: FaultKind, lang: Lang) -> &'static str {
    match kind {
        FaultKind::PublishLost => lang.pick("cut a publish", "切断发布"),
        FaultKind::ConfirmLost => lang.pick("cut a confirm", "切断发布者确认"),
        FaultKind::ResendTimer => lang.pick("resend timer", "超时重发"),
        FaultKind::PublishRefused => lang.pick("refuse", "拒绝"),
        FaultKind::ProcessCrash => lang.pick("crash", "崩溃"),
        FaultKind::PowerLoss => lang.pick("power loss", "掉电"),
        FaultKind::DiskLoss => lang.pick("lose disk", "毁盘"),
        FaultKind::ClusterPowerLoss => lang.pick("all lose power", "全体掉电"),
        FaultKind::ConsumerCrashBeforeEffect => lang.pick("crash before effect", "处理前崩溃"),
        FaultKind::ConsumerCrashAfterEffect => lang.pick("crash after effect", "处理后崩溃"),
        FaultKind::DeliveryLost => lang.pick("cut a delivery", "切断投递"),
        FaultKind::AckLost => lang.pick("cut an ack", "切断消费确认"),
        FaultKind::ZombieConsumer => lang.pick("zombie", "僵尸"),
        FaultKind::Rebalance => lang.pick("rebalance", "再均衡"),
        FaultKind::FollowerLag => lang.pick("follower lags", "副本落后"),
        FaultKind::ConsumerNack => lang.pick("hand back", "退回"),
        FaultKind::ConsumerCancel => lang.pick("cancel", "取消订阅"),
        FaultKind::HandlerException => lang.pick("exception", "异常"),
    }
}

/// What it does, in one sentence.
pub const fn fault_about(kind: FaultKind, lang: Lang) -> &'static str {
    match kind {
        FaultKind::PublishLost => lang.pick(
            "The producer's connection is cut while a publish is on its way and no answer is due.",
            "发布还在途中、尚无答复待发时，生产者的连接断开。",
        ),
        FaultKind::ConfirmLost => lang.pick(
            "The producer's connection is cut while an answer is due or on its way.",
            "答复待发或还在途中时，生产者的连接断开。",
        ),
        FaultKind::ResendTimer => lang.pick(
            "The producer loses patience and sends its oldest unanswered message again, on a healthy connection.",
            "生产者等得不耐烦，在完好的连接上重发最早未答复的消息。",
        ),
        FaultKind::PublishRefused => {
            lang.pick("The broker refuses one publish and stores nothing.", "消息代理拒绝一次发布，什么都不存。")
        }
        FaultKind::ProcessCrash => lang.pick(
            "The broker's process dies: its memory is gone, what it had written out survives.",
            "消息代理的进程崩溃：内存丢失，已经写出的内容还在。",
        ),
        FaultKind::PowerLoss => lang.pick(
            "The broker's machine loses power: only what is on its disk survives.",
            "消息代理的机器掉电：只有已落盘的内容还在。",
        ),
        FaultKind::DiskLoss => lang
            .pick("The broker's node loses its disk and comes back empty.", "消息代理的节点失去磁盘，回来时一片空白。"),
        FaultKind::ClusterPowerLoss => lang.pick(
            "Every node loses power at once: what is on their disks survives.",
            "所有节点同时掉电：各自磁盘上的内容还在。",
        ),
        FaultKind::ConsumerCrashBeforeEffect => lang.pick(
            "The consumer's process dies with a message in hand that it has not processed.",
            "消费者的进程崩溃，手中还有没处理的消息。",
        ),
        FaultKind::ConsumerCrashAfterEffect => lang.pick(
            "The consumer's process dies after it has processed a message and before it acks it.",
            "消费者处理完消息、还没确认，进程就崩溃了。",
        ),
        FaultKind::DeliveryLost => lang.pick(
            "The consumer's connection is cut while a delivery is on its way.",
            "投递还在途中时，消费者的连接断开。",
        ),
        FaultKind::AckLost => lang.pick(
            "The consumer's connection is cut while an ack is on its way.",
            "消费者的确认还在途中时，它的连接断开。",
        ),
        FaultKind::ZombieConsumer => lang.pick(
            "The consumer loses its channel but works on what it holds; others get the same messages again.",
            "消费者失去信道，却继续处理手中的消息；这些消息会再次投递。",
        ),
        FaultKind::Rebalance => {
            lang.pick("The group hands the partition to another consumer.", "消费者组把分区交给另一个消费者。")
        }
        FaultKind::FollowerLag => {
            lang.pick("A follower falls out of the in-sync replicas.", "一个从副本掉出同步副本集合。")
        }
        FaultKind::ConsumerNack => lang.pick(
            "The consumer hands a message back in place of processing it.",
            "消费者不处理这条消息，把它退回队列。",
        ),
        FaultKind::ConsumerCancel => lang.pick(
            "The consumer cancels its subscription and keeps what it holds.",
            "消费者取消订阅，手中的消息仍由它处理。",
        ),
        FaultKind::HandlerException => {
            lang.pick("An exception leaves the handler, and the consumer closes.", "处理程序抛出异常，消费者随之关闭。")
        }
    }
}

/// The label of the button under this broker.
pub const fn fault_label_under(broker: Broker, kind: FaultKind, lang: Lang) -> &'static str {
    match (broker, kind) {
        (Broker::Kafka, FaultKind::PublishLost) => lang.pick("cut a request", "切断写入请求"),
        (Broker::Kafka, FaultKind::ConfirmLost) => lang.pick("cut a response", "切断响应"),
        (Broker::Kafka, FaultKind::PublishRefused) => lang.pick("refuse once", "拒绝一次"),
        (Broker::Kafka, FaultKind::ZombieConsumer) => lang.pick("too slow: zombie", "超时成僵尸"),
        _ => fault_label(kind, lang),
    }
}

/// What it does under this broker, in one sentence.
pub const fn fault_about_under(broker: Broker, kind: FaultKind, lang: Lang) -> &'static str {
    match broker {
        Broker::Rabbitmq => fault_about(kind, lang),
        Broker::Kafka => fault_about_in_kafka(kind, lang),
    }
}

const fn fault_about_in_kafka(kind: FaultKind, lang: Lang) -> &'static str {
    match kind {
        FaultKind::PublishLost => lang.pick(
            "The producer's connection is cut while a request is on its way and no response is due.",
            "写入请求还在途中、尚无响应待发时，生产者的连接断开。",
        ),
        FaultKind::ConfirmLost => lang.pick(
            "The producer's connection is cut while a response is due or on its way.",
            "响应待发或还在途中时，生产者的连接断开。",
        ),
        FaultKind::PublishRefused => lang.pick(
            "The leader answers one request with an error that can be retried, and stores nothing.",
            "主副本对一次写入请求答复可重试的错误，什么都不存。",
        ),
        FaultKind::ProcessCrash => lang.pick(
            "The leader's process dies; its log survives, and an in-sync replica takes over.",
            "主副本的进程崩溃；日志还在，由一个同步副本接任。",
        ),
        FaultKind::PowerLoss => lang.pick(
            "The leader's machine loses power: the end of its log that was not flushed may be gone.",
            "主副本的机器掉电：日志末尾尚未落盘的部分可能没有了。",
        ),
        FaultKind::DiskLoss => {
            lang.pick("The leader loses its disk and comes back with an empty log.", "主副本失去磁盘，回来时日志是空的。")
        }
        FaultKind::ClusterPowerLoss => lang.pick(
            "Every node loses power at once: of each log, the end that was not flushed may be gone.",
            "所有节点同时掉电：每份日志末尾尚未落盘的部分都可能没有了。",
        ),
        FaultKind::ConsumerCrashBeforeEffect => lang.pick(
            "A consumer dies with a record in hand that it has not processed, and another one takes over.",
            "一个消费者崩溃，手中还有没处理的记录，由另一个接手。",
        ),
        FaultKind::ConsumerCrashAfterEffect => lang.pick(
            "A consumer dies after it has processed a record and before its offset is committed.",
            "一个消费者处理完一条记录、位移还没有提交就崩溃了。",
        ),
        FaultKind::ZombieConsumer => lang.pick(
            "A consumer takes longer than max.poll.interval.ms and loses its partitions, but works on with what it holds.",
            "一个消费者超过 max.poll.interval.ms，失去分区，却继续处理手中的记录。",
        ),
        FaultKind::Rebalance => lang.pick(
            "A planned rebalance hands the partition to another consumer.",
            "计划内的再均衡把分区交给另一个消费者。",
        ),
        FaultKind::FollowerLag => lang.pick(
            "A follower falls behind and out of the in-sync replicas; acks=all no longer waits for it.",
            "一个从副本落后，退出同步副本集合；acks=all 不再等它。",
        ),
        FaultKind::HandlerException => lang.pick(
            "An exception leaves the handler, and the consumer calls close() with records still in hand.",
            "处理程序抛出异常，消费者调用 close()，手中还有记录。",
        ),
        FaultKind::ResendTimer
        | FaultKind::DeliveryLost
        | FaultKind::AckLost
        | FaultKind::ConsumerNack
        | FaultKind::ConsumerCancel => fault_about(kind, lang),
    }
}
