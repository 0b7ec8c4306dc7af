//! The consumers in pika.

use crate::setup::{Ack, Dispatch, Rabbitmq, Setup};
use crate::tell::Lang;
use crate::tell::client::dedup::steps;
use crate::tell::client::rabbit::when;
use crate::tell::client::text::{comment, write};

/// The file that receives.
pub fn code(setup: &Setup, lang: Lang) -> String {
    let queue = &setup.rabbitmq;
    let template = match (queue.ack, queue.workers) {
        (_, 2..) => THREADS,
        (Ack::Auto, _) => AUTO,
        (Ack::BeforeEffect, _) => BEFORE,
        (Ack::AfterEffect, _) => AFTER,
    };
    let prefetch = match queue.prefetch {
        0 => {
            "channel.basic_qos(prefetch_count=0)  # ⟦no limit; also pika's default‖不限；也是 pika 的默认值⟧".to_owned()
        }
        number => format!("channel.basic_qos(prefetch_count={number})"),
    };
    let qos = if queue.ack == Ack::Auto {
        "# ⟦no basic_qos: with automatic acks it does nothing‖不写 basic_qos：自动确认时它不起作用⟧".to_owned()
    } else {
        prefetch
    };
    let requeue = match queue.dead_letter {
        Some(_) => {
            "channel.basic_nack(method.delivery_tag, requeue=False)  # ⟦to orders.dead; requeue is True where you say nothing‖进 orders.dead；不写时 requeue 为 True⟧"
        }
        None => {
            "channel.basic_nack(method.delivery_tag, requeue=True)  # ⟦again, at once and for ever if it always fails‖立刻重来；若总是失败，就永远重来⟧"
        }
    };
    let ack = multiple_ack(queue);
    let pools = match queue.dispatch {
        Dispatch::ByKey => {
            "pools = [ThreadPoolExecutor(1) for _ in range(WORKERS)]  # ⟦a key always meets the same thread‖同一个键总由同一个线程处理⟧"
        }
        Dispatch::Any => {
            "pools = [ThreadPoolExecutor(WORKERS)]  # ⟦any free thread: order is gone‖哪个空闲就用哪个：顺序就没了⟧"
        }
    };
    let work = match queue.ack {
        Ack::Auto | Ack::BeforeEffect => "apply(properties.message_id, body)",
        Ack::AfterEffect => {
            "
            try:
                apply(properties.message_id, body)
                settle = partial(channel.basic_ack, method.delivery_tag)
            except Exception:
                settle = partial(channel.basic_nack, method.delivery_tag, requeue=$again)
            connection.add_callback_threadsafe(settle)
            "
        }
    };
    let work = write(lang, work, &[("$again", when(queue.dead_letter.is_some(), "False", "True"))]);
    write(
        lang,
        template,
        &[
            ("$how_many", &how_many(queue)),
            ("$steps", &comment("#", steps(setup))),
            ("$qos", &qos),
            ("$requeue", requeue),
            ("$settle", ack.define),
            ("$ack", ack.call),
            ("$multiple", when(queue.multiple_ack && queue.prefetch != 1, ", multiple=True", "")),
            ("$workers", &queue.workers.to_string()),
            ("$pools", pools),
            ("$work", &work),
            ("$auto", when(queue.ack == Ack::Auto, ", auto_ack=True", "")),
            (
                "$early",
                when(
                    queue.ack == Ack::BeforeEffect,
                    "channel.basic_ack(method.delivery_tag)  # ⟦before the work‖在处理之前⟧",
                    "",
                ),
            ),
        ],
    )
}

fn how_many(queue: &Rabbitmq) -> String {
    match (queue.consumers, queue.queues) {
        (1, 1) => String::new(),
        (1, _) => "# ⟦one process of this for each queue in QUEUES‖QUEUES 里的每个队列启动一个这样的进程⟧".to_owned(),
        (several, 1) => format!("# ⟦start {several} processes of this‖启动 {several} 个这样的进程⟧"),
        (several, _) => format!(
            "# ⟦start {several} processes of this for each queue in QUEUES‖QUEUES 里的每个队列启动 {several} 个这样的进程⟧"
        ),
    }
}

struct MultipleAck {
    define: &'static str,
    call: &'static str,
}

const fn multiple_ack(queue: &Rabbitmq) -> MultipleAck {
    if queue.multiple_ack && queue.prefetch != 1 {
        MultipleAck {
            define: "
            held = []


            def settle():
                if held:  # ⟦one ack for all of them‖一次确认全部⟧
                    channel.basic_ack(held[-1], multiple=True)
                    held.clear()
            ",
            call: "
            held.append(method.delivery_tag)
            connection.call_later(0.1, settle)
            ",
        }
    } else {
        MultipleAck { define: "", call: "channel.basic_ack(method.delivery_tag)" }
    }
}

const AUTO: &str = "
import sys

from topology import QUEUES, connect, declare

$how_many


def apply(id, body):
    $steps
    print(id, body)


def on_message(channel, method, properties, body):
    # ⟦the broker has forgotten it already: if this process dies, it is lost‖消息代理早已忘了它：进程一死，消息就丢了⟧
    apply(properties.message_id, body)


connection = connect()
channel = connection.channel()
declare(channel)
$qos
queue = sys.argv[1] if len(sys.argv) > 1 else QUEUES[0]
channel.basic_consume(queue, on_message, auto_ack=True)
channel.start_consuming()
";

const BEFORE: &str = "
import sys

from topology import QUEUES, connect, declare

$how_many


def apply(id, body):
    $steps
    print(id, body)


def on_message(channel, method, properties, body):
    # ⟦acked before the work: if this process dies now, it is lost‖处理之前就确认：此刻进程一死，消息就丢了⟧
    channel.basic_ack(method.delivery_tag$multiple)
    apply(properties.message_id, body)


connection = connect()
channel = connection.channel()
declare(channel)
$qos
queue = sys.argv[1] if len(sys.argv) > 1 else QUEUES[0]
channel.basic_consume(queue, on_message, auto_ack=False)
channel.start_consuming()
";

const AFTER: &str = "
import sys

from topology import QUEUES, connect, declare

$how_many


def apply(id, body):
    $steps
    print(id, body)


$settle


def on_message(channel, method, properties, body):
    try:
        apply(properties.message_id, body)
    except Exception:
        $requeue
        return
    # ⟦only now, when the work is done and durable; on this same channel‖处理完、落实之后才确认；必须用同一个信道⟧
    $ack


connection = connect()
channel = connection.channel()
declare(channel)
$qos
queue = sys.argv[1] if len(sys.argv) > 1 else QUEUES[0]
channel.basic_consume(queue, on_message, auto_ack=False)
channel.start_consuming()
";

const THREADS: &str = "
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from zlib import crc32

from topology import QUEUES, connect, declare

$how_many
WORKERS = $workers
$pools


def apply(id, body):
    $steps
    print(id, body)


def work(method, properties, body):
    $work


def on_message(channel, method, properties, body):
    $early
    key = properties.headers[\"key\"]
    pool = pools[crc32(key.encode()) % len(pools)]
    pool.submit(work, method, properties, body)


connection = connect()
channel = connection.channel()
declare(channel)
$qos
queue = sys.argv[1] if len(sys.argv) > 1 else QUEUES[0]
channel.basic_consume(queue, on_message$auto)
channel.start_consuming()
";
