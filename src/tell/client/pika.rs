//! Python's pika, with its blocking connection.

use super::dedup::steps;
use super::rabbit::{self, when};
use super::text::{comment, write};
use super::{InClient, Warning};
use crate::setup::{Ack, Dispatch, Publish, QueueType, Rabbitmq, Resend, Setup};
use crate::tell::Lang;

/// The setup in pika.
pub fn code(setup: &Setup, lang: Lang) -> InClient {
    let mut all = InClient::default();
    all.file("broker.sh", rabbit::commands(setup, lang));
    all.file("topology.py", topology(setup, lang));
    all.file("producer.py", producer(setup, lang));
    all.file("consumer.py", consumer(setup, lang));
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

/// What stays in `todo` and where, once something went wrong.
fn again(queue: &Rabbitmq) -> &'static str {
    match queue.resend {
        Resend::UnconfirmedFirst => {
            "pass  # ⟦it stays at the front: sent again before anything new‖留在最前面：先重发，再发新的⟧"
        }
        Resend::NewFirst => {
            "todo.rotate(-1)  # ⟦to the end: new messages first, this one later, out of order‖移到末尾：先发新消息，再发它，顺序会乱⟧"
        }
        Resend::Never => "report(todo.popleft())  # ⟦never sent again‖不再重发⟧",
    }
}

fn producer(setup: &Setup, lang: Lang) -> String {
    let queue = &setup.rabbitmq;
    let body = match queue.publish {
        Publish::FireAndForget => FIRE_AND_FORGET,
        Publish::Confirm => CONFIRM,
        Publish::Tx => TX,
    };
    let (publish, window) = (publish(queue), queue.window.to_string());
    let batch_again = match queue.resend {
        Resend::UnconfirmedFirst => {
            "pass  # ⟦the whole batch again, before anything new: some of it may be there already‖整批先重发：其中一部分可能已经在了⟧"
        }
        Resend::NewFirst => {
            "todo.rotate(-len(batch))  # ⟦the whole batch again, after what is new‖新消息之后再整批重发⟧"
        }
        Resend::Never => {
            "report_batch(todo, batch)  # ⟦not sent again: part of it may be there‖不再重发：其中一部分可能已经在了⟧"
        }
    };
    let method = when(
        queue.persistent,
        "delivery_mode=pika.DeliveryMode.Persistent,",
        "delivery_mode=pika.DeliveryMode.Transient,  # ⟦also pika's default‖也是 pika 的默认值⟧",
    );
    let returned = when(
        queue.mandatory && queue.publish != Publish::Confirm,
        "
        def returned(channel, method, properties, body):
            print(\"no queue took it:\", properties.message_id)
        ",
        "",
    );
    // pika keeps what was returned until the connection is asked for its events.
    let tell = when(
        queue.mandatory,
        "channel.connection.process_data_events()  # ⟦calls returned(): what no queue took came before that answer‖调用 returned()：没有队列接收的，先于那个答复到达⟧",
        "",
    );
    let listen =
        when(queue.mandatory && queue.publish != Publish::Confirm, "channel.add_on_return_callback(returned)", "");
    write(
        lang,
        body,
        &[
            ("$mode", method),
            ("$key_header", when(queue.workers > 1, "headers={\"key\": key},", "")),
            ("$returned", returned),
            ("$listen", listen),
            ("$tell", tell),
            ("$answered", when(queue.mandatory, "batch = []  # ⟦nothing of it goes again‖这一批不会再发⟧", "")),
            (
                "$wait",
                when(
                    queue.mandatory,
                    "declare(channel)  # ⟦only to get an answer: the last messages have been routed, or returned, before it‖只为等一个答复：在它之前，最后几条消息已经路由或退回⟧",
                    "",
                ),
            ),
            ("$publish", &publish),
            ("$window", &window),
            ("$again", again(queue)),
            ("$cut", again(queue).trim_start_matches("pass  ")),
            ("$batch_again", batch_again),
            (
                "$unroutable",
                when(
                    queue.mandatory,
                    "
                    except UnroutableError:
                        report(todo.popleft())  # ⟦no queue took it‖没有队列接收它⟧
                    ",
                    "",
                ),
            ),
            ("$errors", when(queue.mandatory, "AMQPError, NackError, UnroutableError", "AMQPError, NackError")),
        ],
    )
}

fn publish(queue: &Rabbitmq) -> String {
    let key = when(queue.queues > 1, "key", "QUEUES[0]");
    let mandatory = when(queue.mandatory, ", mandatory=True", "");
    format!("channel.basic_publish(EXCHANGE, {key}, body, properties(id, key){mandatory})")
}

const FIRE_AND_FORGET: &str = "
from collections import deque

import pika
from pika.exceptions import AMQPError
from topology import EXCHANGE, QUEUES, connect, declare


def properties(id, key):
    return pika.BasicProperties(
        message_id=id,  # ⟦yours, chosen before it is sent‖由你在发送前定好⟧
        $key_header
        $mode
    )


$returned


def send_all(todo: deque):
    \"\"\"⟦todo holds (id, key, body). Nobody answers: what is written may never arrive.‖todo 里是 (id, key, body)。没有答复：写出去的可能根本没到。⟧\"\"\"
    while todo:
        try:
            channel = connect().channel()
            declare(channel)
            $listen
            while todo:
                id, key, body = todo.popleft()
                $publish
            $wait
            $tell
        except AMQPError:
            pass  # ⟦what was on its way is lost, and nothing says which‖在途的都丢了，也无从知道是哪些⟧
";

const CONFIRM: &str = "
from collections import deque

import pika
from pika.exceptions import $errors
from topology import EXCHANGE, QUEUES, connect, declare


def properties(id, key):
    return pika.BasicProperties(
        message_id=id,  # ⟦yours, chosen before the first attempt and kept for every other‖由你在第一次发送前定好，重发时不变⟧
        $key_header
        $mode
    )


def report(message):
    print(\"failed:\", message[0])


def send_all(todo: deque):
    \"\"\"⟦todo holds (id, key, body). A message leaves it once it is confirmed.‖todo 里是 (id, key, body)。得到确认的才离开。⟧\"\"\"
    channel = None
    while todo:
        try:
            if channel is None:
                channel = connect().channel()
                declare(channel)
                channel.confirm_delivery()  # ⟦from here on each publish waits for its answer‖从这里起，每次发布都等到答复⟧
            id, key, body = todo[0]
            $publish
            todo.popleft()  # ⟦confirmed‖已确认⟧
        $unroutable
        except NackError:  # ⟦refused‖被拒绝⟧
            $again
        except AMQPError:  # ⟦cut: the answer is unknown, it may be stored already‖断线：答复未知，可能已经存下⟧
            channel = None
            $cut
";

const TX: &str = "
from collections import deque
from itertools import islice

import pika
from pika.exceptions import AMQPError, ChannelClosedByBroker
from topology import EXCHANGE, QUEUES, connect, declare

BATCH = $window


def properties(id, key):
    return pika.BasicProperties(
        message_id=id,  # ⟦yours, chosen before the first attempt and kept for every other‖由你在第一次发送前定好，重发时不变⟧
        $key_header
        $mode
    )


$returned


def report_batch(todo, batch):
    for _ in batch:
        print(\"failed:\", todo.popleft()[0])


def send_all(todo: deque):
    \"\"\"⟦todo holds (id, key, body). A batch leaves it once its commit is answered.‖todo 里是 (id, key, body)。提交得到答复，这一批才离开。⟧\"\"\"
    channel = None
    while todo:
        batch = list(islice(todo, BATCH))
        try:
            if channel is None:
                channel = connect().channel()
                declare(channel)
                channel.tx_select()
                $listen
            for id, key, body in batch:
                $publish
            channel.tx_commit()  # ⟦only this is answered; it is not atomic‖只有它有答复；它不是原子的⟧
            for _ in batch:
                todo.popleft()
            $answered
            $tell
        except ChannelClosedByBroker:  # ⟦the commit failed: that is an answer, part of the batch may be stored‖提交失败：这就是答复，其中一部分可能已经存下⟧
            channel = None
            report_batch(todo, batch)
        except AMQPError:  # ⟦cut: the answer is unknown‖断线：答复未知⟧
            channel = None
            $batch_again
";

fn consumer(setup: &Setup, lang: Lang) -> String {
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
