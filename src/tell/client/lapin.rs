//! Rust's lapin for RabbitMQ.

use super::dedup::steps;
use super::rabbit::{self, when};
use super::text::{comment, write};
use super::{InClient, Warning};
use crate::setup::{Ack, Dispatch, Publish, QueueType, Rabbitmq, Resend, Setup};
use crate::tell::Lang;

/// The setup in lapin.
pub fn code(setup: &Setup, lang: Lang) -> InClient {
    let mut all = InClient::default();
    all.file("broker.sh", rabbit::commands(setup, lang));
    all.file("topology.rs", topology(setup, lang));
    all.file("producer.rs", producer(setup, lang));
    all.file("consumer.rs", consumer(setup, lang));
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

fn producer(setup: &Setup, lang: Lang) -> String {
    let queue = &setup.rabbitmq;
    let template = match queue.publish {
        Publish::FireAndForget => FIRE_AND_FORGET,
        Publish::Confirm => CONFIRM,
        Publish::Tx => TX,
    };
    let refused = match queue.resend {
        Resend::UnconfirmedFirst => "todo.push_front(message); // ⟦sent again before anything new‖先重发，再发新的⟧",
        Resend::NewFirst => {
            "todo.push_back(message); // ⟦new messages first, this one later, out of order‖先发新消息，再发它，顺序会乱⟧"
        }
        Resend::Never => "failed(&message.id); // ⟦not sent again‖不再重发⟧",
    };
    let cut = match queue.resend {
        Resend::UnconfirmedFirst => {
            "
            // ⟦in order, before anything new: they may be stored already‖按原来的顺序，先于新消息：可能已经存下⟧
            while let Some(message) = pending.pop_back() {
                todo.push_front(message);
            }
            "
        }
        Resend::NewFirst => {
            "todo.append(&mut pending); // ⟦after what is new, so out of order‖排在新消息之后，顺序会乱⟧"
        }
        Resend::Never => {
            "
            // ⟦not sent again: they may be stored or not‖不再重发：可能存下了，也可能没有⟧
            pending.drain(..).for_each(|message| failed(&message.id));
            "
        }
    };
    let mode = when(
        queue.persistent,
        ".with_delivery_mode(2) // ⟦persistent‖持久化⟧",
        ".with_delivery_mode(1) // ⟦transient; also where it is not said‖瞬时；不写时也是这样⟧",
    );
    write(
        lang,
        template,
        &[
            ("$message", MESSAGE),
            ("$mode", mode),
            ("$header", when(queue.workers > 1, ".with_headers(headers)", "")),
            (
                "$headers",
                when(
                    queue.workers > 1,
                    "
                let mut headers = FieldTable::default();
                headers.insert(\"key\".into(), AMQPValue::LongString(message.key.as_str().into()));
                ",
                    "",
                ),
            ),
            ("$types", when(queue.workers > 1, "use lapin::types::{AMQPValue, FieldTable};", "")),
            (
                "$options",
                when(
                    queue.mandatory,
                    "BasicPublishOptions { mandatory: true, ..Default::default() }",
                    "BasicPublishOptions::default()",
                ),
            ),
            ("$key", when(queue.queues > 1, "message.key.as_str().into()", "QUEUES[0].into()")),
            ("$names", when(queue.queues > 1, "EXCHANGE, connect, declare", "EXCHANGE, QUEUES, connect, declare")),
            ("$window", &queue.window.to_string()),
            ("$refused", refused),
            (
                "$wait",
                when(
                    queue.mandatory,
                    "declare(&channel).await?; // ⟦only to get an answer: the last messages have been routed, or returned, before it‖只为等一个答复：在它之前，最后几条消息已经路由或退回⟧",
                    "",
                ),
            ),
            ("$cut", cut),
            (
                "$ack",
                when(
                    queue.mandatory,
                    "
                Confirmation::Ack(Some(returned)) => {
                    failed(&message.id); // ⟦no queue took it, and yet it is confirmed‖没有队列接收，却照样得到确认⟧
                    drop(returned);
                }
                Confirmation::Ack(None) | Confirmation::NotRequested => {}
                ",
                    "Confirmation::Ack(_) | Confirmation::NotRequested => {}",
                ),
            ),
            (
                "$returned",
                when(
                    queue.mandatory,
                    "
                // ⟦What no queue took. lapin keeps it until it is asked; without confirms this does not wait.‖没有队列接收的。lapin 会留着，直到有人来取；没有启用确认时，这里不会等待。⟧
                for returned in channel.wait_for_confirms().await? {
                    failed(returned.delivery.properties.message_id().as_ref().map_or(\"\", |id| id.as_str()));
                }
                ",
                    "",
                ),
            ),
        ],
    )
}

const MESSAGE: &str = "
pub struct Message {
    pub id: String, // ⟦yours, chosen before the first attempt and kept for every other‖由你在第一次发送前定好，重发时不变⟧
    pub key: String,
    pub body: Vec<u8>,
}

fn properties(message: &Message) -> BasicProperties {
    $headers
    BasicProperties::default()
        .with_message_id(message.id.as_str().into())
        $header
        $mode
}

fn failed(id: &str) {
    eprintln!(\"failed: {id}\");
}
";

const FIRE_AND_FORGET: &str = "
use std::collections::VecDeque;

use lapin::{BasicProperties, Result, options::BasicPublishOptions};
$types
use crate::topology::{$names};

$message

/// ⟦Nobody answers: what is written may never arrive.‖没有答复：写出去的可能根本没到。⟧
pub async fn send_all(mut todo: VecDeque<Message>) {
    while !todo.is_empty() {
        if send(&mut todo).await.is_err() {
            failed(\"⟦what was on its way is lost, and nothing says which‖在途的都丢了，也无从知道是哪些⟧\");
        }
    }
}

async fn send(todo: &mut VecDeque<Message>) -> Result<()> {
    let connection = connect().await?;
    let channel = connection.create_channel().await?;
    declare(&channel).await?;
    while let Some(message) = todo.pop_front() {
        // ⟦the PublisherConfirm that it returns says nothing here, for confirms were not selected‖它返回的 PublisherConfirm 在这里没有意义：没有启用确认⟧
        let options = $options;
        drop(channel.basic_publish(EXCHANGE.into(), $key, options, &message.body, properties(&message)).await?);
    }
    $wait
    $returned
    channel.close(200, \"done\".into()).await
}
";

const CONFIRM: &str = "
use std::collections::VecDeque;

use lapin::{BasicProperties, Confirmation, Result, options::*};
$types
use crate::topology::{$names};

const WINDOW: usize = $window;

$message

pub async fn send_all(mut todo: VecDeque<Message>) {
    while !todo.is_empty() {
        let mut pending = VecDeque::new();
        if send(&mut todo, &mut pending).await.is_err() {
            // ⟦Cut: the answers of what is pending are unknown. No timer resends on a healthy channel.‖断线：未决消息的答复未知。信道完好时，不要靠定时器重发。⟧
            $cut
        }
    }
}

/// ⟦pending: without an answer yet, the oldest first‖pending：还没有答复的，最早的在前⟧
async fn send(todo: &mut VecDeque<Message>, pending: &mut VecDeque<Message>) -> Result<()> {
    let connection = connect().await?;
    let channel = connection.create_channel().await?;
    declare(&channel).await?;
    channel.confirm_select(ConfirmSelectOptions::default()).await?;
    let mut confirms = VecDeque::new();
    while !todo.is_empty() || !pending.is_empty() {
        while pending.len() < WINDOW {
            let Some(message) = todo.pop_front() else { break };
            let (key, body, properties) = ($key, message.body.clone(), properties(&message));
            pending.push_back(message);
            let options = $options;
            // ⟦the first await writes it, the second one waits for the answer‖第一个 await 写出，第二个等答复⟧
            confirms.push_back(channel.basic_publish(EXCHANGE.into(), key, options, &body, properties).await?);
        }
        let Some(confirm) = confirms.pop_front() else { break };
        let confirmation = confirm.await?;
        let Some(message) = pending.pop_front() else { break };
        match confirmation {
            $ack
            Confirmation::Nack(_) => {
                $refused
            }
        }
    }
    Ok(())
}
";

const TX: &str = "
use std::collections::VecDeque;

use lapin::{BasicProperties, Result, options::BasicPublishOptions};
$types
use crate::topology::{$names};

const BATCH: usize = $window;

$message

pub async fn send_all(mut todo: VecDeque<Message>) {
    while !todo.is_empty() {
        let mut pending = VecDeque::new();
        match send(&mut todo, &mut pending).await {
            Ok(()) => {}
            // ⟦The channel was closed with an error (406): the commit failed, and that is an answer.‖信道因错误关闭（406）：提交失败，这就是答复。⟧
            Err(error) if error.is_amqp_soft_error() => pending.drain(..).for_each(|message: Message| failed(&message.id)),
            // ⟦Cut: nobody knows whether the commit happened; it is not atomic.‖断线：没人知道提交是否发生；它不是原子的。⟧
            Err(_) => {
                $cut
            }
        }
    }
}

async fn send(todo: &mut VecDeque<Message>, pending: &mut VecDeque<Message>) -> Result<()> {
    let connection = connect().await?;
    let channel = connection.create_channel().await?;
    declare(&channel).await?;
    channel.tx_select().await?;
    while !todo.is_empty() {
        while pending.len() < BATCH {
            let Some(message) = todo.pop_front() else { break };
            let (key, body, properties) = ($key, message.body.clone(), properties(&message));
            pending.push_back(message);
            let options = $options;
            drop(channel.basic_publish(EXCHANGE.into(), key, options, &body, properties).await?);
        }
        channel.tx_commit().await?; // ⟦only this is answered‖只有它有答复⟧
        pending.clear();
        $returned
    }
    Ok(())
}
";

fn consumer(setup: &Setup, lang: Lang) -> String {
    let queue = &setup.rabbitmq;
    let (auto, threads) = (queue.ack == Ack::Auto, queue.workers > 1);
    let many = queue.multiple_ack && queue.prefetch != 1 && !threads;
    let template = match (queue.ack, threads) {
        (_, true) => THREADS,
        (Ack::AfterEffect, _) if many => MANY,
        _ => PLAIN,
    };
    let qos = match (auto, queue.prefetch) {
        (true, _) => "// ⟦no basic_qos: with no_ack it does nothing‖不写 basic_qos：no_ack 时它不起作用⟧".to_owned(),
        (false, 0) => "channel.basic_qos(0, BasicQosOptions::default()).await?; // ⟦no limit; also where it is not called‖不限；不调用时也是这样⟧".to_owned(),
        (false, number) => format!("channel.basic_qos({number}, BasicQosOptions::default()).await?;"),
    };
    let nack = when(
        queue.dead_letter.is_some(),
        "BasicNackOptions { requeue: false, ..Default::default() }",
        "BasicNackOptions { requeue: true, ..Default::default() }",
    );
    let work = match queue.ack {
        Ack::Auto => "
            // ⟦The broker has forgotten it already: if this process dies, it is lost.‖消息代理早已忘了它：进程一死，消息就丢了。⟧
            let _ = apply(&id, &delivery.data);
            ",
        Ack::BeforeEffect => "
            // ⟦Acked before the work: if this process dies now, it is lost.‖处理之前就确认：此刻进程一死，消息就丢了。⟧
            delivery.ack(BasicAckOptions { multiple: $multiple }).await?;
            let _ = apply(&id, &delivery.data);
            ",
        Ack::AfterEffect => "
            match apply(&id, &delivery.data) {
                // ⟦Only now, when the work is done and durable.‖处理完、落实之后才确认。⟧
                Ok(()) => delivery.ack(BasicAckOptions::default()).await?,
                Err(_) => delivery.nack($nack).await?,
            };
            ",
    };
    let work = work.replace("$nack", nack).replace("$multiple", when(many, "true", "false"));
    let lanes = match queue.dispatch {
        Dispatch::ByKey => {
            "let lane = hash(&delivery) % WORKERS; // ⟦a key always meets the same thread‖同一个键总由同一个线程处理⟧"
        }
        Dispatch::Any => "let lane = turn % WORKERS; // ⟦any thread: order is gone‖任意线程：顺序就没了⟧",
    };
    write(
        lang,
        template,
        &[
            ("$how_many", &how_many(queue)),
            ("$steps", &comment("//", steps(setup))),
            ("$qos", &qos),
            (
                "$options",
                when(
                    auto,
                    "BasicConsumeOptions { no_ack: true, ..Default::default() }",
                    "BasicConsumeOptions::default()",
                ),
            ),
            ("$work", &work),
            ("$nack", nack),
            ("$workers", &queue.workers.to_string()),
            ("$lane", lanes),
            ("$import", when(auto, "use lapin::options::BasicConsumeOptions;", "use lapin::options::*;")),
            ("$by_key", when(threads && queue.dispatch == Dispatch::ByKey, BY_KEY, "")),
            (
                "$turn",
                when(
                    queue.dispatch == Dispatch::Any,
                    "
                let mut turn = 0;
                ",
                    "",
                ),
            ),
            ("$next", when(queue.dispatch == Dispatch::Any, "turn += 1;", "")),
        ],
    )
}

fn how_many(queue: &Rabbitmq) -> String {
    match (queue.consumers, queue.queues) {
        (1, 1) => String::new(),
        (1, _) => "// ⟦one of these for each queue in QUEUES‖QUEUES 里的每个队列启动一个⟧".to_owned(),
        (several, 1) => format!("// ⟦start {several} of these‖启动 {several} 个⟧"),
        (several, _) => {
            format!("// ⟦start {several} of these for each queue in QUEUES‖QUEUES 里的每个队列启动 {several} 个⟧")
        }
    }
}

const PLAIN: &str = "
use futures_util::StreamExt;
use lapin::{Result, types::FieldTable};
$import
use crate::topology::{connect, declare};

fn apply(id: &str, body: &[u8]) -> std::result::Result<(), String> {
    $steps
    println!(\"{id}: {} bytes\", body.len());
    Ok(())
}

$how_many
pub async fn consume(queue: &str) -> Result<()> {
    let connection = connect().await?;
    let channel = connection.create_channel().await?;
    declare(&channel).await?;
    $qos
    let options = $options;
    let mut consumer = channel.basic_consume(queue.into(), \"\".into(), options, FieldTable::default()).await?;
    // ⟦the stream ends, or has an error in it, when the channel is gone: then connect anew‖信道断了，流就结束或给出错误：那时重新连接⟧
    while let Some(delivery) = consumer.next().await {
        let delivery = delivery?;
        let id = delivery.properties.message_id().as_ref().map(|id| id.to_string()).unwrap_or_default();
        $work
    }
    Ok(())
}
";

const MANY: &str = "
use std::time::Duration;

use futures_util::StreamExt;
use lapin::{Result, types::FieldTable};
$import
use crate::topology::{connect, declare};

fn apply(id: &str, body: &[u8]) -> std::result::Result<(), String> {
    $steps
    println!(\"{id}: {} bytes\", body.len());
    Ok(())
}

$how_many
pub async fn consume(queue: &str) -> Result<()> {
    let connection = connect().await?;
    let channel = connection.create_channel().await?;
    declare(&channel).await?;
    $qos
    let options = $options;
    let mut consumer = channel.basic_consume(queue.into(), \"\".into(), options, FieldTable::default()).await?;
    let mut done = None;
    loop {
        let next = tokio::time::timeout(Duration::from_millis(100), consumer.next()).await;
        let Ok(next) = next else {
            // ⟦nothing new: one ack for all that was done‖没有新的：一次确认做完的全部⟧
            if let Some(tag) = done.take() {
                channel.basic_ack(tag, BasicAckOptions { multiple: true }).await?;
            }
            continue;
        };
        let Some(delivery) = next else { return Ok(()) };
        let delivery = delivery?;
        let id = delivery.properties.message_id().as_ref().map(|id| id.to_string()).unwrap_or_default();
        match apply(&id, &delivery.data) {
            Ok(()) => done = Some(delivery.delivery_tag),
            Err(_) => {
                delivery.nack($nack).await?;
            }
        }
    }
}
";

const BY_KEY: &str = "
fn hash(delivery: &lapin::message::Delivery) -> usize {
    let headers = delivery.properties.headers().as_ref();
    let key = headers.and_then(|headers| headers.inner().get(\"key\")).map(|key| format!(\"{key:?}\"));
    key.unwrap_or_default().bytes().fold(0, |hash: usize, byte| hash.wrapping_mul(31).wrapping_add(byte.into()))
}
";

const THREADS: &str = "
use futures_util::StreamExt;
use lapin::{Result, message::Delivery, types::FieldTable};
use tokio::sync::mpsc;
$import
use crate::topology::{connect, declare};

const WORKERS: usize = $workers;

fn apply(id: &str, body: &[u8]) -> std::result::Result<(), String> {
    $steps
    println!(\"{id}: {} bytes\", body.len());
    Ok(())
}

$by_key

async fn work(mut from: mpsc::UnboundedReceiver<Delivery>) -> Result<()> {
    while let Some(delivery) = from.recv().await {
        let id = delivery.properties.message_id().as_ref().map(|id| id.to_string()).unwrap_or_default();
        $work
    }
    Ok(())
}

$how_many
pub async fn consume(queue: &str) -> Result<()> {
    let connection = connect().await?;
    let channel = connection.create_channel().await?;
    declare(&channel).await?;
    $qos
    let options = $options;
    let mut consumer = channel.basic_consume(queue.into(), \"\".into(), options, FieldTable::default()).await?;
    let lanes: Vec<_> = (0..WORKERS)
        .map(|_| {
            let (to, from) = mpsc::unbounded_channel();
            tokio::spawn(work(from));
            to
        })
        .collect();
    $turn
    while let Some(delivery) = consumer.next().await {
        let delivery = delivery?;
        $lane
        $next
        if lanes[lane].send(delivery).is_err() {
            return Ok(()); // ⟦a thread has lost the channel: connect anew‖有线程丢了信道：重新连接⟧
        }
    }
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
