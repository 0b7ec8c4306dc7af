//! Faults: a short label for the button, and one sentence about each. Where Kafka's words are others they stand apart.

use super::Lang;
use crate::setup::{Broker, FaultKind};

/// The label of the button that causes it.
pub const fn fault_label(kind: FaultKind, broker: Broker, lang: Lang) -> &'static str {
    match (broker, kafka_label(kind, lang)) {
        (Broker::Kafka, Some(label)) => label,
        _ => label(kind, lang),
    }
}

/// What it does, in one sentence.
pub const fn fault_about(kind: FaultKind, broker: Broker, lang: Lang) -> &'static str {
    match (broker, kafka_about(kind, lang)) {
        (Broker::Kafka, Some(about)) => about,
        _ => about(kind, lang),
    }
}

const fn kafka_label(kind: FaultKind, lang: Lang) -> Option<&'static str> {
    Some(match kind {
        FaultKind::PublishLost => lang.pick("cut a request", "切断请求"),
        FaultKind::ConfirmLost => lang.pick("cut a response", "切断响应"),
        FaultKind::PublishRefused => lang.pick("error on one", "一次出错"),
        FaultKind::ProcessCrash => lang.pick("leader crashes", "主副本崩溃"),
        FaultKind::PowerLoss => lang.pick("leader loses power", "主副本掉电"),
        FaultKind::DiskLoss => lang.pick("leader loses disk", "主副本毁盘"),
        _ => return None,
    })
}

const fn kafka_about(kind: FaultKind, lang: Lang) -> Option<&'static str> {
    Some(match kind {
        FaultKind::PublishLost => lang.pick(
            "The producer's connection is cut while a request is on its way and no response is due.",
            "请求还在途中、尚无答复待发时，生产者的连接断开。",
        ),
        FaultKind::ConfirmLost => lang.pick(
            "The producer's connection is cut while a response is due or on its way.",
            "答复待发或还在途中时，生产者的连接断开。",
        ),
        FaultKind::PublishRefused => lang.pick(
            "The leader answers one request with an error and stores nothing; with acks=0 nobody is told.",
            "主副本对一个请求答复出错，什么都不存；acks=0 时没有谁得知。",
        ),
        FaultKind::ProcessCrash => lang.pick(
            "The leader's process dies, and another replica takes over; its log survives in the page cache.",
            "主副本的进程崩溃，由另一个副本接替；它的日志还在页缓存里。",
        ),
        FaultKind::PowerLoss => lang.pick(
            "The leader's machine loses power, and another replica takes over; what it had not flushed is gone.",
            "主副本的机器掉电，由另一个副本接替；没有落盘的内容丢失。",
        ),
        FaultKind::DiskLoss => lang.pick(
            "The leader's node loses its disk, and another replica takes over; it comes back empty.",
            "主副本的节点失去磁盘，由另一个副本接替；它回来时一片空白。",
        ),
        FaultKind::ClusterPowerLoss => lang.pick(
            "Every node loses power at once: of each log any tail that was not flushed is gone.",
            "所有节点同时掉电：每份日志中没有落盘的尾部都可能丢失。",
        ),
        FaultKind::ConsumerCrashBeforeEffect => lang.pick(
            "A consumer dies with a message in hand, and has processed nothing that it has not committed.",
            "消费者崩溃，手中还有没处理的消息，已处理的都已提交。",
        ),
        FaultKind::ConsumerCrashAfterEffect => lang.pick(
            "A consumer dies after it has processed a message and before it commits the offset.",
            "消费者处理完消息、还没提交位移，进程就崩溃了。",
        ),
        FaultKind::ZombieConsumer => lang.pick(
            "The group removes a consumer that still works on what it holds; another gets the same messages.",
            "消费者被踢出消费者组，却继续处理手中的消息；另一个成员会收到同样的消息。",
        ),
        _ => return None,
    })
}

const fn label(kind: FaultKind, lang: Lang) -> &'static str {
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

const fn about(kind: FaultKind, lang: Lang) -> &'static str {
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
            "The consumer hands a message back in place of processing it: to the dead-letter queue, if there is one.",
            "消费者不处理这条消息，把它退回队列；有死信队列时转入死信。",
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
