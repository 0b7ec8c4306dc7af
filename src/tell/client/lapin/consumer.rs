//! The consumers in lapin.

use crate::setup::{Ack, Dispatch, Rabbitmq, Setup};
use crate::tell::Lang;
use crate::tell::client::dedup::steps;
use crate::tell::client::rabbit::when;
use crate::tell::client::text::{comment, write};

/// The file that receives.
pub fn code(setup: &Setup, lang: Lang) -> String {
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
