//! Python's pika, with its blocking connection.

mod consumer;
mod producer;

use crate::setup::{Ack, Publish, QueueType, Rabbitmq, Setup};
use crate::tell::Lang;
use crate::tell::client::rabbit::{self, when};
use crate::tell::client::text::write;
use crate::tell::client::{InClient, Warning};

/// The setup in pika.
pub fn code(setup: &Setup, lang: Lang) -> InClient {
    let mut all = InClient::default();
    all.file("broker.sh", rabbit::commands(setup, lang));
    all.file("topology.py", topology(setup, lang));
    all.file("producer.py", producer::code(setup, lang));
    all.file("consumer.py", consumer::code(setup, lang));
    warn(&mut all, setup, lang);
    rabbit::warn(&mut all, setup, lang);
    all
}

fn topology(setup: &Setup, lang: Lang) -> String {
    let queue = &setup.rabbitmq;
    let names: Vec<String> = rabbit::queues(setup).iter().map(|name| format!("\"{name}\"")).collect();
    let durable = when(queue.durable, "True", "False");
    write(
        lang,
        "
        import pika

        QUEUES = [$queues]
        $exchange


        def connect():
            # ⟦pika opens a lost connection again only where you do it, as below‖断了的连接 pika 不会自己重连，要像下面那样自己来⟧
            return pika.BlockingConnection(pika.URLParameters(\"amqp://guest:guest@localhost:5672/%2F\"))


        def declare(channel):
            $declare_exchange
            for queue in QUEUES:
                channel.queue_declare(queue, durable=$durable$arguments)
                $bind
            $dead
        ",
        &[
            ("$queues", &names.join(", ")),
            ("$durable", durable),
            ("$arguments", &arguments(queue)),
            ("$exchange", when(queue.queues > 1, "EXCHANGE = \"orders.by-key\"", "EXCHANGE = \"\"  # ⟦the default exchange: the routing key is the queue‖默认交换机：路由键就是队列名⟧")),
            (
                "$declare_exchange",
                when(queue.queues > 1, "channel.exchange_declare(EXCHANGE, \"x-consistent-hash\", durable=True)", ""),
            ),
            (
                "$bind",
                when(
                    queue.queues > 1,
                    "channel.queue_bind(queue, EXCHANGE, routing_key=\"1\")  # ⟦here the weight‖这里是权重⟧",
                    "",
                ),
            ),
            ("$dead", &dead(queue)),
        ],
    )
}

fn arguments(queue: &Rabbitmq) -> String {
    let mut entries = Vec::new();
    if queue.queue_type == QueueType::Quorum {
        entries.push("\"x-queue-type\": \"quorum\"");
    }
    if queue.single_active_consumer {
        entries.push("\"x-single-active-consumer\": True");
    }
    if entries.is_empty() { String::new() } else { format!(", arguments={{{}}}", entries.join(", ")) }
}

fn dead(queue: &Rabbitmq) -> String {
    let quorum = when(queue.queue_type == QueueType::Quorum, ", arguments={\"x-queue-type\": \"quorum\"}", "");
    let durable = when(queue.durable, "True", "False");
    match queue.dead_letter {
        Some(_) => format!("channel.queue_declare(\"orders.dead\", durable={durable}{quorum})"),
        None => String::new(),
    }
}

fn warn(all: &mut InClient, setup: &Setup, lang: Lang) {
    use Warning::{Cannot, Trap};
    let queue = &setup.rabbitmq;
    all.warn(
        queue.publish == Publish::Confirm && queue.window > 1,
        Cannot,
        "window: ⟦with confirm_delivery() a BlockingChannel waits for each answer, so the window is 1. More on the way needs SelectConnection and callbacks.‖BlockingChannel 用 confirm_delivery() 时每次都等答复，所以窗口为 1。要多条在途，得用 SelectConnection 和回调。⟧",
        lang,
    );
    all.warn(
        queue.persistent,
        Trap,
        "delivery_mode: ⟦pika publishes transient messages where you say nothing.‖不写时 pika 发布的是瞬时消息。⟧",
        lang,
    );
    all.warn(
        queue.durable,
        Trap,
        "durable: ⟦queue_declare() makes a queue that does not survive a restart where you say nothing; an existing queue of another kind is a 406 error.‖不写时 queue_declare() 声明的队列经不起重启；若已有不同类型的同名队列，则报 406 错误。⟧",
        lang,
    );
    all.warn(
        queue.ack != Ack::Auto && queue.prefetch != 0,
        Trap,
        "prefetch_count: ⟦without basic_qos() it is unlimited: one consumer is handed the whole backlog.‖不写 basic_qos() 就不限：一个消费者会拿走全部积压。⟧",
        lang,
    );
    all.warn(
        queue.ack == Ack::AfterEffect,
        Trap,
        "requeue: ⟦basic_nack() and basic_reject() put the message back where you say nothing (requeue=True): without requeue=False a message you reject is not dead-lettered for it.‖不写时 basic_nack() 和 basic_reject() 会把消息放回去（requeue=True）：不写 requeue=False，被拒绝的消息不会因此进死信。⟧",
        lang,
    );
    all.warn(
        queue.workers > 1,
        Trap,
        "⟦A pika connection belongs to one thread: other threads ack through add_callback_threadsafe().‖pika 的连接只属于一个线程：其他线程要通过 add_callback_threadsafe() 确认。⟧",
        lang,
    );
    all.warn(
        queue.workers > 1 && queue.multiple_ack && queue.ack == Ack::AfterEffect,
        Cannot,
        "multiple_ack: ⟦several threads finish out of turn, and one ack for all before it would ack what another thread still works on. Here each acks its own.‖多个线程先后不定，一次确认之前的全部，会把别的线程还在处理的也确认掉。这里各自确认。⟧",
        lang,
    );
    all.warn(
        queue.ack != Ack::Auto && queue.workers == 1,
        Trap,
        "heartbeat: ⟦while apply() works, a BlockingConnection answers no heartbeats; after two missed ones the broker closes it and delivers again.‖apply() 处理期间，BlockingConnection 不回应心跳；漏掉两次，消息代理就关闭连接并重新投递。⟧",
        lang,
    );
}
