//! The producer in pika.

use crate::setup::{Publish, Rabbitmq, Resend, Setup};
use crate::tell::Lang;
use crate::tell::client::rabbit::when;
use crate::tell::client::text::write;

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

/// The file that sends.
pub fn code(setup: &Setup, lang: Lang) -> String {
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
