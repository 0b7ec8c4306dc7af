//! The producer in Spring.

use crate::setup::{Publish, Rabbitmq, Resend, Setup};
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
    let again = match queue.resend {
        Resend::UnconfirmedFirst => {
            "again.descendingIterator().forEachRemaining(todo::addFirst); // ⟦in order, before anything new‖按原来的顺序，先于新消息⟧"
        }
        Resend::NewFirst => {
            "again.forEach(todo::addLast); // ⟦after what is new, so out of order‖排在新消息之后，顺序会乱⟧"
        }
        Resend::Never => {
            "again.forEach(order -> failed(order.id())); // ⟦not sent again: they may be stored or not‖不再重发：可能存下了，也可能没有⟧"
        }
    };
    let exchange = when(queue.queues > 1, "\"orders.by-key\"", "\"\"");
    let key = when(queue.queues > 1, "order.key()", "\"orders\"");
    write(
        lang,
        template,
        &[
            ("$message", &message(queue)),
            ("$exchange", exchange),
            ("$key", key),
            ("$window", &queue.window.to_string()),
            ("$again", again),
            ("$mandatory", when(queue.mandatory, "template.setMandatory(true);", "")),
            (
                "$listen",
                when(
                    queue.mandatory && queue.publish != Publish::Confirm,
                    "template.setReturnsCallback(returned -> failed(returned.getMessage().getMessageProperties().getMessageId())); // ⟦no queue took it‖没有队列接收它⟧",
                    "",
                ),
            ),
        ],
    )
}

fn message(queue: &Rabbitmq) -> String {
    let mode = when(
        queue.persistent,
        ".setDeliveryMode(MessageDeliveryMode.PERSISTENT) // ⟦also Spring's default‖也是 Spring 的默认值⟧",
        ".setDeliveryMode(MessageDeliveryMode.NON_PERSISTENT) // ⟦Spring's default is PERSISTENT‖Spring 的默认值是 PERSISTENT⟧",
    );
    let key = when(queue.workers > 1, "\n        .setHeader(\"key\", order.key())", "");
    format!(
        "
static Message message(Order order) {{
    return MessageBuilder.withBody(order.body())
        .setMessageId(order.id()) // ⟦yours, chosen before the first attempt and kept for every other‖由你在第一次发送前定好，重发时不变⟧{key}
        {mode}
        .build();
}}

static void failed(String id) {{
    System.err.println(\"failed: \" + id);
}}
"
    )
}

const FIRE_AND_FORGET: &str = "
import java.util.Deque;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.*;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.stereotype.Component;

@Component
class Publishing {
    record Order(String id, String key, byte[] body) {}

    private final RabbitTemplate template;

    Publishing(RabbitTemplate template) {
        this.template = template;
        $listen
    }

    $message

    /** ⟦Nobody answers: what is written may never arrive.‖没有答复：写出去的可能根本没到。⟧ */
    void sendAll(Deque<Order> todo) {
        while (!todo.isEmpty()) {
            try {
                // ⟦invoke keeps one channel for all of it; without it each send may take another, and order is gone.‖invoke 让这一段都用同一个信道；否则每次发送可能用不同的信道，顺序就没了。⟧
                template.invoke(channel -> {
                    while (!todo.isEmpty()) {
                        Order order = todo.poll();
                        channel.send($exchange, $key, message(order));
                    }
                    return null;
                });
            } catch (AmqpException cut) {
                // ⟦what was on its way is lost, and nothing says which‖在途的都丢了，也无从知道是哪些⟧
            }
        }
    }
}
";

const CONFIRM: &str = "
import java.util.*;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.*;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.stereotype.Component;

@Component
class Publishing {
    static final int WINDOW = $window;

    record Order(String id, String key, byte[] body) {}

    record Pending(Order order, CorrelationData correlation) {}

    private final RabbitTemplate template;

    Publishing(RabbitTemplate template) {
        this.template = template;
    }

    $message

    void sendAll(Deque<Order> todo) {
        while (!todo.isEmpty()) {
            Deque<Order> again = new ArrayDeque<>();
            Deque<Pending> pending = new ArrayDeque<>();
            try {
                // ⟦invoke keeps one channel for all of it; without it each send may take another, and order is gone.‖invoke 让这一段都用同一个信道；否则每次发送可能用不同的信道，顺序就没了。⟧
                template.invoke(channel -> {
                    while (again.isEmpty() && (!todo.isEmpty() || !pending.isEmpty())) {
                        if (!todo.isEmpty() && pending.size() < WINDOW) {
                            Order order = todo.poll();
                            var correlation = new CorrelationData(order.id());
                            pending.add(new Pending(order, correlation));
                            channel.send($exchange, $key, message(order), correlation);
                        } else {
                            settle(pending, again);
                        }
                    }
                    return null;
                });
            } catch (AmqpException cut) {
                // ⟦The send that threw may never be answered; the others get a nack of Spring's own. All of them may be stored already.‖抛异常的那次发送可能等不到答复；其余的会得到 Spring 自己的 nack。它们都可能已经存下。⟧
                if (!pending.isEmpty()) {
                    pending.peekLast().correlation().getFuture().complete(new CorrelationData.Confirm(false, null));
                }
            }
            while (!pending.isEmpty()) {
                settle(pending, again);
            }
            $again
        }
    }

    /** ⟦The oldest answer. A lost channel answers too, with a nack of Spring's own: then the message may be stored.‖最早一条的答复。信道断了 Spring 也会给一个自己的 nack：那时消息可能已经存下。⟧ */
    static void settle(Deque<Pending> pending, Deque<Order> again) {
        Order order = pending.peek().order();
        CorrelationData correlation = pending.poll().correlation();
        // ⟦No timer: on a healthy channel a confirm may be slow, and to resend then only makes copies.‖不用定时器：信道完好时确认可能只是慢，那时重发只会多出副本。⟧
        if (!correlation.getFuture().join().isAck()) {
            again.add(order);
        } else if (correlation.getReturned() != null) {
            failed(order.id()); // ⟦no queue took it; only with mandatory‖没有队列接收；仅在 mandatory 时⟧
        }
    }
}
";

const TX: &str = "
import java.util.*;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.AmqpIOException;
import org.springframework.amqp.core.*;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.transaction.RabbitTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

@Component
class Publishing {
    static final int BATCH = $window;

    record Order(String id, String key, byte[] body) {}

    private final RabbitTemplate template;
    private final TransactionTemplate transaction;

    Publishing(ConnectionFactory factory) {
        transaction = new TransactionTemplate(new RabbitTransactionManager(factory));
        template = new RabbitTemplate(factory);
        template.setChannelTransacted(true); // ⟦without it sends take no part in the transaction‖不设它，发送就不在事务里⟧
        $mandatory
        $listen
    }

    $message

    void sendAll(Deque<Order> todo) {
        while (!todo.isEmpty()) {
            Deque<Order> again = new ArrayDeque<>();
            while (!todo.isEmpty() && again.size() < BATCH) {
                again.add(todo.poll());
            }
            try {
                // ⟦the commit at its end is the only answer; it is not atomic‖只有结束时的提交有答复；它不是原子的⟧
                transaction.executeWithoutResult(status ->
                    again.forEach(order -> template.send($exchange, $key, message(order))));
            } catch (AmqpException problem) {
                // ⟦cut: the answer is unknown, some of the batch may be stored. A refused commit (406) looks the same here: find its ShutdownSignalException before you resend.‖断线：答复未知，这一批可能存了一部分。提交被拒绝（406）在这里看起来一样：重发之前先查看其中的 ShutdownSignalException。⟧
                $again
            }
        }
    }
}
";
