//! What a fault needs to strike: why its button can't be pressed now.

use crate::setup::{Broker, FaultKind};
use crate::tell::Lang;

/// When a fault of this kind can strike: why its button can't be pressed now.
pub const fn fault_needs(kind: FaultKind, broker: Broker, lang: Lang) -> &'static str {
    match broker {
        Broker::Rabbitmq => in_rabbitmq(kind, lang),
        Broker::Kafka => in_kafka(kind, lang),
    }
}

const fn in_rabbitmq(kind: FaultKind, lang: Lang) -> &'static str {
    match kind {
        FaultKind::PublishLost => {
            lang.pick("Needs a publish on its way, and no answer due.", "需要有发布在途，且没有待发的答复。")
        }
        FaultKind::ConfirmLost => lang.pick(
            "Needs an answer due or on its way, and no publish on its way.",
            "需要有待发或在途的答复，且没有发布在途。",
        ),
        FaultKind::ResendTimer => {
            lang.pick("Needs publisher confirms and an unanswered message.", "需要发布者确认模式，且有未答复的消息。")
        }
        FaultKind::PublishRefused => {
            lang.pick("Needs a publish that the broker reads next.", "需要消息代理接下来读到一次发布。")
        }
        FaultKind::ProcessCrash => lang.pick("The broker is not running now.", "消息代理此刻没有运行。"),
        FaultKind::PowerLoss | FaultKind::DiskLoss => lang.pick("No node leads now.", "此刻没有主副本。"),
        FaultKind::ClusterPowerLoss => lang.pick("Needs a quorum queue.", "需要仲裁队列。"),
        FaultKind::ConsumerCrashBeforeEffect => lang.pick(
            "Needs a message in hand, and none that is processed but unacked.",
            "需要手中有未处理的消息，且没有已处理而未确认的。",
        ),
        FaultKind::ConsumerCrashAfterEffect => lang.pick(
            "Needs a message that is processed and not acked, with ack after_effect.",
            "需要有已处理而未确认的消息，且 ack 为 after_effect。",
        ),
        FaultKind::DeliveryLost => {
            lang.pick("Needs a delivery on its way, and no ack on its way.", "需要有投递在途，且没有确认在途。")
        }
        FaultKind::AckLost => lang.pick("Needs an ack on its way.", "需要有消费确认在途。"),
        FaultKind::ZombieConsumer => {
            lang.pick("Needs manual acks and an unprocessed message in hand.", "需要手动确认，且手中有未处理的消息。")
        }
        FaultKind::ConsumerNack => lang
            .pick("Needs ack after_effect and a message to process.", "需要 ack 为 after_effect，且有待处理的消息。"),
        FaultKind::ConsumerCancel => lang.pick(
            "Needs a subscribed consumer with an unprocessed message.",
            "需要已订阅的消费者，且手中有未处理的消息。",
        ),
        FaultKind::Rebalance | FaultKind::FollowerLag | FaultKind::HandlerException => {
            lang.pick("Only with Kafka.", "只适用于 Kafka。")
        }
    }
}

const fn in_kafka(kind: FaultKind, lang: Lang) -> &'static str {
    match kind {
        FaultKind::PublishLost => lang.pick(
            "Needs a request on its way, and no response due or on its way.",
            "需要有请求在途，且没有待发或在途的响应。",
        ),
        FaultKind::ConfirmLost => lang.pick(
            "Needs a response due or on its way, and no request on its way.",
            "需要有待发或在途的响应，且没有请求在途。",
        ),
        FaultKind::PublishRefused => lang.pick(
            "Needs a request that the leader reads next; it reads none while another waits for replicas.",
            "需要主副本接下来读到一个请求；前一个还在等副本时，它不读下一个。",
        ),
        FaultKind::ProcessCrash | FaultKind::PowerLoss | FaultKind::DiskLoss => {
            lang.pick("No node leads now.", "此刻没有主副本。")
        }
        FaultKind::ClusterPowerLoss => lang.pick("Every node is down already.", "所有节点都已停下。"),
        FaultKind::FollowerLag => {
            lang.pick("Needs a leader, and a follower that is in sync.", "需要有主副本，以及一个在同步集合里的从副本。")
        }
        FaultKind::ConsumerCrashBeforeEffect => lang.pick(
            "Needs an unprocessed record in hand, and none that is processed but not committed.",
            "需要手中有未处理的记录，且没有已处理而未提交的。",
        ),
        FaultKind::ConsumerCrashAfterEffect => lang.pick(
            "Needs a group member that has processed something beyond the committed offset.",
            "需要组内的消费者处理过已提交位移之后的记录。",
        ),
        FaultKind::ZombieConsumer | FaultKind::HandlerException => lang
            .pick("Needs a group member with an unprocessed record in hand.", "需要组内的消费者手中有未处理的记录。"),
        FaultKind::Rebalance => lang.pick(
            "Needs another group member, and an owner that is about to poll with nothing left to commit.",
            "需要组里还有别的消费者，且分区的主人正要拉取、没有待提交的位移。",
        ),
        FaultKind::ResendTimer
        | FaultKind::DeliveryLost
        | FaultKind::AckLost
        | FaultKind::ConsumerNack
        | FaultKind::ConsumerCancel => lang.pick("Only with RabbitMQ.", "只适用于 RabbitMQ。"),
    }
}
