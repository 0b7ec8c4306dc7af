//! The producer in lapin.

use crate::setup::{Publish, Resend, Setup};
use crate::tell::Lang;
use crate::tell::client::rabbit::when;
use crate::tell::client::text::write;

/// The file that sends.
pub fn code(setup: &Setup, lang: Lang) -> String {
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
