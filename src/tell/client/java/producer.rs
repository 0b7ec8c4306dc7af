//! The producer in amqp-client.

use crate::setup::{Publish, Rabbitmq, Resend, Setup};
use crate::tell::Lang;
use crate::tell::client::rabbit::when;
use crate::tell::client::text::write;

fn publish(queue: &Rabbitmq) -> String {
    let key = when(queue.queues > 1, "next.key()", "Topology.QUEUES.get(0)");
    let mandatory = when(queue.mandatory, "true, ", "");
    format!("channel.basicPublish(Topology.EXCHANGE, {key}, {mandatory}properties(next), next.body());")
}

/// The file that sends.
pub fn code(setup: &Setup, lang: Lang) -> String {
    let queue = &setup.rabbitmq;
    let template = match queue.publish {
        Publish::FireAndForget => FIRE_AND_FORGET,
        Publish::Confirm => CONFIRM,
        Publish::Tx => TX,
    };
    let refused = match queue.resend {
        Resend::UnconfirmedFirst => "todo.addFirst(message); // ⟦sent again before anything new‖先重发，再发新的⟧",
        Resend::NewFirst => {
            "todo.addLast(message); // ⟦new messages first, this one later, out of order‖先发新消息，再发它，顺序会乱⟧"
        }
        Resend::Never => "failed(message.id()); // ⟦not sent again‖不再重发⟧",
    };
    let cut = match queue.resend {
        Resend::UnconfirmedFirst => {
            "pending.descendingMap().values().forEach(todo::addFirst); // ⟦in order, before anything new‖按原来的顺序，先于新消息⟧"
        }
        Resend::NewFirst => {
            "pending.values().forEach(todo::addLast); // ⟦after what is new, so out of order‖排在新消息之后，顺序会乱⟧"
        }
        Resend::Never => {
            "pending.values().forEach(message -> failed(message.id())); // ⟦not sent again: they may be stored or not‖不再重发：可能存下了，也可能没有⟧"
        }
    };
    let batch = match queue.resend {
        Resend::UnconfirmedFirst => {
            "batch.descendingIterator().forEachRemaining(todo::addFirst); // ⟦the whole batch again, before anything new‖整批先重发⟧"
        }
        Resend::NewFirst => {
            "batch.forEach(todo::addLast); // ⟦the whole batch again, after what is new‖新消息之后再整批重发⟧"
        }
        Resend::Never => {
            "batch.forEach(message -> failed(message.id())); // ⟦not sent again: part of it may be there‖不再重发：其中一部分可能已经在了⟧"
        }
    };
    let returns = "channel.addReturnListener(returned -> failed(returned.getProperties().getMessageId())); // ⟦no queue took it; comes before the answer‖没有队列接收；先于答复到达⟧";
    write(
        lang,
        template,
        &[
            ("$properties", &properties(queue)),
            ("$publish", &publish(queue)),
            ("$returns", when(queue.mandatory, returns, "")),
            // A channel that is being closed drops what comes in, returned messages too.
            (
                "$wait",
                when(
                    queue.mandatory,
                    "Topology.declare(channel); // ⟦only to get an answer: the last messages have been routed, or returned, before it‖只为等一个答复：在它之前，最后几条消息已经路由或退回⟧",
                    "",
                ),
            ),
            ("$window", &queue.window.to_string()),
            ("$refused", refused),
            ("$cut", cut),
            ("$batch", batch),
            ("$failed", when(queue.mandatory, FAILED, "")),
        ],
    )
}

const FAILED: &str = "
static void failed(String id) {
    System.err.println(\"failed: \" + id);
}
";

fn properties(queue: &Rabbitmq) -> String {
    let mode = when(
        queue.persistent,
        ".deliveryMode(2) // ⟦persistent‖持久化⟧",
        ".deliveryMode(1) // ⟦transient; also what null properties mean‖瞬时；properties 为 null 时也是这样⟧",
    );
    let key = when(queue.workers > 1, "\n        .headers(Map.of(\"key\", message.key()))", "");
    format!(
        "
static AMQP.BasicProperties properties(Message message) {{
    return new AMQP.BasicProperties.Builder()
        .messageId(message.id()) // ⟦yours, chosen before the first attempt and kept for every other‖由你在第一次发送前定好，重发时不变⟧{key}
        {mode}
        .build();
}}
"
    )
}

const FIRE_AND_FORGET: &str = "
import com.rabbitmq.client.*;
import java.io.IOException;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.TimeoutException;

final class Publishing {
    record Message(String id, String key, byte[] body) {}

    $properties

    $failed

    /** ⟦Nobody answers: what is written may never arrive.‖没有答复：写出去的可能根本没到。⟧ */
    static void sendAll(Deque<Message> todo) {
        while (!todo.isEmpty()) {
            try (Connection connection = Topology.connect(false); Channel channel = connection.createChannel()) {
                Topology.declare(channel);
                $returns
                while (!todo.isEmpty()) {
                    Message next = todo.poll();
                    $publish
                }
                $wait
            } catch (IOException | TimeoutException | ShutdownSignalException cut) {
                // ⟦what was on its way is lost, and nothing says which‖在途的都丢了，也无从知道是哪些⟧
            }
        }
    }
}
";

const CONFIRM: &str = "
import com.rabbitmq.client.*;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeoutException;

final class Publishing {
    static final int WINDOW = $window;

    record Message(String id, String key, byte[] body) {}

    record Answer(long number, boolean multiple, boolean taken, ShutdownSignalException cut) {}

    $properties

    static void failed(String id) {
        System.err.println(\"failed: \" + id);
    }

    static void sendAll(Deque<Message> todo) throws InterruptedException {
        while (!todo.isEmpty()) {
            // ⟦publish number → message. Numbers belong to this channel and begin anew with the next: they are no ids.‖发布序号 → 消息。序号只属于这个信道，换信道就从头开始：它不是消息 id。⟧
            NavigableMap<Long, Message> pending = new TreeMap<>();
            try (Connection connection = Topology.connect(false); Channel channel = connection.createChannel()) {
                Topology.declare(channel);
                channel.confirmSelect();
                BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
                channel.addConfirmListener(
                    (number, multiple) -> answers.add(new Answer(number, multiple, true, null)),
                    (number, multiple) -> answers.add(new Answer(number, multiple, false, null)));
                channel.addShutdownListener(cut -> answers.add(new Answer(0, false, false, cut)));
                $returns
                while (!todo.isEmpty() || !pending.isEmpty()) {
                    if (!todo.isEmpty() && pending.size() < WINDOW) {
                        Message next = todo.poll();
                        pending.put(channel.getNextPublishSeqNo(), next);
                        $publish
                    } else {
                        settle(answers.take(), pending, todo);
                    }
                }
            } catch (IOException | TimeoutException | ShutdownSignalException cut) {
                // ⟦The answers of what is pending are unknown: it may be stored already. No timer resends on a healthy channel.‖未决消息的答复未知：可能已经存下。信道完好时，不要靠定时器重发。⟧
                $cut
            }
        }
    }

    static void settle(Answer answer, NavigableMap<Long, Message> pending, Deque<Message> todo) {
        if (answer.cut() != null) {
            throw answer.cut();
        }
        // ⟦multiple answers for every number up to this one‖multiple 表示此序号及之前的全部⟧
        var answered = answer.multiple()
            ? pending.headMap(answer.number(), true)
            : pending.subMap(answer.number(), true, answer.number(), true);
        var messages = new ArrayList<>(answered.descendingMap().values());
        answered.clear();
        if (!answer.taken()) {
            for (Message message : messages) {
                $refused
            }
        }
    }
}
";

const TX: &str = "
import com.rabbitmq.client.*;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.TimeoutException;

final class Publishing {
    static final int BATCH = $window;

    record Message(String id, String key, byte[] body) {}

    $properties

    static void failed(String id) {
        System.err.println(\"failed: \" + id);
    }

    static void sendAll(Deque<Message> todo) {
        while (!todo.isEmpty()) {
            ArrayDeque<Message> batch = new ArrayDeque<>();
            try (Connection connection = Topology.connect(false); Channel channel = connection.createChannel()) {
                Topology.declare(channel);
                channel.txSelect();
                $returns
                while (!todo.isEmpty()) {
                    while (!todo.isEmpty() && batch.size() < BATCH) {
                        Message next = todo.poll();
                        batch.add(next);
                        $publish
                    }
                    channel.txCommit(); // ⟦only this is answered; it is not atomic‖只有它有答复；它不是原子的⟧
                    batch.clear();
                }
            } catch (IOException | TimeoutException | ShutdownSignalException problem) {
                if (isRefusal(problem)) {
                    // ⟦The commit failed: that is an answer. Part of the batch may be stored.‖提交失败：这就是答复。其中一部分可能已经存下。⟧
                    batch.forEach(message -> failed(message.id()));
                } else {
                    $batch
                }
            }
        }
    }

    /** ⟦The channel was closed, not the connection: the broker says no (406).‖关闭的是信道而不是连接：消息代理拒绝了（406）。⟧ */
    static boolean isRefusal(Exception problem) {
        Throwable cause = problem instanceof ShutdownSignalException ? problem : problem.getCause();
        return cause instanceof ShutdownSignalException closed && !closed.isHardError();
    }
}
";
