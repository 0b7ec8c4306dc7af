//! Rust's lapin for RabbitMQ.

mod consumer;
mod producer;

use crate::setup::{Ack, Publish, QueueType, Setup};
use crate::tell::Lang;
use crate::tell::client::rabbit::{self, when};
use crate::tell::client::text::write;
use crate::tell::client::{InClient, Warning};

/// The setup in lapin.
pub fn code(setup: &Setup, lang: Lang) -> InClient {
    let mut all = InClient::default();
    all.file("broker.sh", rabbit::commands(setup, lang));
    all.file("topology.rs", topology(setup, lang));
    all.file("producer.rs", producer::code(setup, lang));
    all.file("consumer.rs", consumer::code(setup, lang));
    warn(&mut all, setup, lang);
    rabbit::warn(&mut all, setup, lang);
    all
}

fn topology(setup: &Setup, lang: Lang) -> String {
    let queue = &setup.rabbitmq;
    let names: Vec<String> = rabbit::queues(setup).iter().map(|name| format!("\"{name}\"")).collect();
    let quorum = when(
        queue.queue_type == QueueType::Quorum,
        "arguments.insert(\"x-queue-type\".into(), AMQPValue::LongString(\"quorum\".into()));",
        "",
    );
    write(
        lang,
        TOPOLOGY,
        &[
            ("$queues", &names.join(", ")),
            ("$options", when(queue.durable, "QueueDeclareOptions { durable: true, ..Default::default() }", "QueueDeclareOptions::default()")),
            ("$exchange", when(queue.queues > 1, "pub const EXCHANGE: &str = \"orders.by-key\";", "pub const EXCHANGE: &str = \"\"; // ⟦the default exchange: the routing key is the queue‖默认交换机：路由键就是队列名⟧")),
            ("$quorum", quorum),
            ("$single", when(queue.single_active_consumer, "arguments.insert(\"x-single-active-consumer\".into(), AMQPValue::Boolean(true));", "")),
            ("$let", when(queue.single_active_consumer || !quorum.is_empty(), "let mut", "let")),
            ("$declare_exchange", when(queue.queues > 1, "
                let kind = ExchangeKind::Custom(\"x-consistent-hash\".into());
                let options = ExchangeDeclareOptions { durable: true, ..Default::default() };
                channel.exchange_declare(EXCHANGE.into(), kind, options, FieldTable::default()).await?;
                ", "")),
            ("$bind", when(queue.queues > 1, "
                // ⟦the routing key of the binding is its weight‖绑定的路由键就是权重⟧
                channel.queue_bind(queue.into(), EXCHANGE.into(), \"1\".into(), QueueBindOptions::default(), FieldTable::default()).await?;
                ", "")),
            ("$dead", when(queue.dead_letter.is_some(), DEAD, "")),
            ("$changed", when(quorum.is_empty(), "arguments", "mut arguments")),
        ],
    )
}

const DEAD: &str = "
let $changed = FieldTable::default();
$quorum
channel.queue_declare(\"orders.dead\".into(), $options, arguments).await?;
";

const TOPOLOGY: &str = "
use lapin::{options::*, types::*, *};

pub const QUEUES: &[&str] = &[$queues];
$exchange

pub async fn connect() -> Result<Connection> {
    // ⟦no recovery by itself unless you ask for it: see producer and consumer‖不主动要求就不会自动恢复：见生产者和消费者⟧
    Connection::connect(\"amqp://guest:guest@localhost:5672/%2f\", ConnectionProperties::default()).await
}

pub async fn declare(channel: &Channel) -> Result<()> {
    $declare_exchange
    for queue in QUEUES.iter().copied() {
        $let arguments = FieldTable::default();
        $quorum
        $single
        channel.queue_declare(queue.into(), $options, arguments).await?;
        $bind
    }
    $dead
    Ok(())
}
";

fn warn(all: &mut InClient, setup: &Setup, lang: Lang) {
    use Warning::{Cannot, Trap};
    let queue = &setup.rabbitmq;
    all.warn(
        queue.publish == Publish::Confirm,
        Trap,
        "basic_publish: ⟦.await? only writes; the answer is in a second .await?. Without confirm_select it is NotRequested at once.‖.await? 只是写出；答复在第二个 .await? 里。没有 confirm_select 时立刻得到 NotRequested。⟧",
        lang,
    );
    all.warn(queue.persistent, Trap, "delivery_mode: ⟦transient where you say nothing.‖不写时是瞬时消息。⟧", lang);
    all.warn(
        queue.durable,
        Trap,
        "QueueDeclareOptions: ⟦default() is a queue that does not survive a restart.‖default() 声明的队列经不起重启。⟧",
        lang,
    );
    all.warn(
        queue.ack == Ack::AfterEffect && queue.dead_letter.is_none(),
        Trap,
        "requeue: ⟦false in BasicNackOptions::default() and BasicRejectOptions::default(), unlike pika: a plain nack drops the message for good.‖BasicNackOptions::default() 和 BasicRejectOptions::default() 里是 false，与 pika 相反：直接 nack 会把消息永远丢弃。⟧",
        lang,
    );
    all.warn(
        queue.ack != Ack::Auto && queue.prefetch != 0,
        Trap,
        "basic_qos: ⟦unlimited where it is not called.‖不调用就是不限。⟧",
        lang,
    );
    all.warn(
        true,
        Trap,
        "enable_auto_recover: ⟦off where you say nothing, and it resends no publish either.‖不写时是关的；打开后也不重发任何发布。⟧",
        lang,
    );
    all.warn(
        true,
        Trap,
        "⟦lapin 4 takes names as ShortString (\"orders\".into()); up to version 2 it took &str.‖lapin 4 的名称是 ShortString（\"orders\".into()）；版本 2 及以前是 &str。⟧",
        lang,
    );
    all.warn(
        queue.workers > 1 && queue.multiple_ack && queue.ack != Ack::Auto,
        Cannot,
        "multiple_ack: ⟦several threads finish out of turn, and one ack for all before it would ack what another thread still works on. Here each acks its own.‖多个线程先后不定，一次确认之前的全部，会把别的线程还在处理的也确认掉。这里各自确认。⟧",
        lang,
    );
}
