//! What all clients of RabbitMQ share: the commands for the broker, and what is to know of it.

use super::text::{Gap, write};
use super::{InClient, Warning};
use crate::setup::{Ack, DeadLetter, Overflow, Publish, QueueType, Rabbitmq, Resend, Setup};
use crate::tell::Lang;

/// The name of the queue.
pub const QUEUE: &str = "orders";

/// The queues' names.
pub fn queues(setup: &Setup) -> Vec<String> {
    match setup.rabbitmq.queues {
        1 => vec![QUEUE.to_owned()],
        several => (0..several).map(|number| format!("{QUEUE}.{number}")).collect(),
    }
}

/// `on` if the setup does so.
pub const fn when<'t>(so: bool, on: &'t str, off: &'t str) -> &'t str {
    if so { on } else { off }
}

/// The limits of the queues, as the members of a policy.
fn policy(queue: &Rabbitmq) -> Vec<String> {
    let mut members = Vec::new();
    if let Some(length) = queue.max_length {
        let overflow = match queue.overflow {
            Overflow::DropHead => "drop-head",
            Overflow::RejectPublish => "reject-publish",
            Overflow::RejectPublishDlx => "reject-publish-dlx",
        };
        members.push(format!(r#""max-length": {length}, "overflow": "{overflow}""#));
    }
    if let Some(ttl) = queue.message_ttl {
        members.push(format!(r#""message-ttl": {ttl}"#));
    }
    if let Some(strategy) = queue.dead_letter {
        members.push(r#""dead-letter-exchange": "", "dead-letter-routing-key": "orders.dead""#.to_owned());
        if strategy == DeadLetter::AtLeastOnce {
            let refuse = when(queue.max_length.is_none(), r#""overflow": "reject-publish", "#, "");
            members.push(format!(r#"{refuse}"dead-letter-strategy": "at-least-once""#));
        }
    }
    if let Some(limit) = queue.delivery_limit {
        members.push(format!(r#""delivery-limit": {limit}"#));
    }
    members
}

/// The commands for the broker; nothing if it needs none.
pub fn commands(setup: &Setup, lang: Lang) -> String {
    let queue = &setup.rabbitmq;
    let policy = policy(queue);
    let limits = if policy.is_empty() {
        String::new()
    } else {
        let members = policy.join(", ");
        format!(
            "# ⟦limits and dead letters: a policy, which can be changed while the queue is in use‖限制与死信：用策略设置，队列在用时也能改⟧\n\
             rabbitmqctl set_policy orders-limits '^orders([.][0-9])?$' \\\n  '{{{members}}}' \\\n  --apply-to queues"
        )
    };
    let gaps: &[Gap<'_>] = &[
        (
            "$plugin",
            when(
                queue.queues > 1,
                "
                # ⟦one key, one queue‖同一个键总进同一个队列⟧
                rabbitmq-plugins enable rabbitmq_consistent_hash_exchange
                ",
                "",
            ),
        ),
        ("$limits", &limits),
        ("$name", &queues(setup)[0]),
        (
            "$members",
            when(
                queue.queue_type == QueueType::Quorum,
                "
                # ⟦a quorum queue has three members where the cluster has three nodes; see‖集群有三个节点时，仲裁队列就有三个成员；可以这样查看⟧
                rabbitmq-queues quorum_status $name
                ",
                "",
            ),
        ),
    ];
    write(lang, "$plugin\n\n$limits\n\n$members", gaps)
}

/// What is to know of the broker, whichever client talks to it.
pub fn warn(all: &mut InClient, setup: &Setup, lang: Lang) {
    use Warning::{Cannot, Trap};
    let queue = &setup.rabbitmq;
    let quorum = queue.queue_type == QueueType::Quorum;
    all.warn(
        queue.fsync_before_confirm && !quorum,
        Cannot,
        "fsync_before_confirm: ⟦no client, policy or rabbitmq.conf sets this. A classic queue waits for the disk itself only up to RabbitMQ 3.12 (queue version 1), and in 3.13 for small messages of version 1; later only a quorum queue does.‖没有任何客户端、策略或 rabbitmq.conf 能设置它。经典队列只有到 RabbitMQ 3.12（队列版本 1）、以及 3.13 版本 1 的小消息，才等真正落盘；之后只有仲裁队列这样做。⟧",
        lang,
    );
    all.warn(
        queue.publish == Publish::Confirm && !queue.mandatory,
        Trap,
        "⟦Without mandatory, a message that no queue takes is confirmed like any other, and gone.‖不设 mandatory 时，没有队列接收的消息照样得到确认，然后就没了。⟧",
        lang,
    );
    all.warn(
        queue.mandatory && queue.publish != Publish::Confirm,
        Trap,
        "⟦A returned message comes at some later time, and only if the producer still listens; a confirm would come after it.‖退回的消息稍后才到，而且生产者得还在听；如果用确认，确认会在它之后到。⟧",
        lang,
    );
    all.warn(
        queue.durable != queue.persistent && !quorum,
        Trap,
        "⟦durable is the queue, persistent (delivery mode 2) the message: with only one of them nothing survives a restart.‖durable 说的是队列，persistent（delivery mode 2）说的是消息：只设一个，重启后什么都不剩。⟧",
        lang,
    );
    all.warn(
        quorum && queue.delivery_limit.is_none(),
        Trap,
        "delivery-limit: ⟦RabbitMQ 4 gives quorum queues a limit of 20 where none is set, 3.13 none. For none there, set -1 in the policy.‖RabbitMQ 4 会给没有设置的仲裁队列加上 20 次的上限，3.13 没有。要在那里不设上限，请在策略里写 -1。⟧",
        lang,
    );
    all.warn(
        queue.dead_letter.is_some() && queue.ack == Ack::AfterEffect,
        Trap,
        "⟦What is rejected waits in orders.dead until somebody moves it back: the client does not. Moved back it is last in line, so order is gone.‖被拒绝的消息留在 orders.dead，要有人把它移回去：客户端不会做。移回去的排在队尾，顺序就乱了。⟧",
        lang,
    );
    all.warn(
        queue.dead_letter == Some(DeadLetter::AtMostOnce),
        Trap,
        "⟦Dead letters move without a confirm unless dead-letter-strategy is at-least-once (quorum queues only): one that finds no queue is gone.‖除非 dead-letter-strategy 为 at-least-once（仅仲裁队列），死信转移时没有确认：找不到队列的就没了。⟧",
        lang,
    );
    all.warn(
        queue.queues > 1,
        Trap,
        "x-consistent-hash: ⟦a key may move to another queue when a node restarts or a binding changes.‖节点重启或绑定改变时，一个键可能换到另一个队列。⟧",
        lang,
    );
    all.warn(
        queue.ack != Ack::Auto,
        Trap,
        "consumer_timeout: ⟦a delivery that is not acked for 30 minutes closes the channel, and all that it held is delivered again while the old process works on.‖投递 30 分钟没有确认，信道就会被关闭，它手中的全部消息会重新投递，而原来的进程还在处理。⟧",
        lang,
    );
    all.warn(
        queue.publish != Publish::FireAndForget && queue.resend != Resend::Never,
        Trap,
        "⟦Resending makes second copies: give a message its id before it is sent the first time, and keep it. The redelivered flag does not mark such a copy.‖重发会产生第二份：第一次发送之前就定好消息的 id，重发时不变。redelivered 标志不会标记这样的副本。⟧",
        lang,
    );
}
