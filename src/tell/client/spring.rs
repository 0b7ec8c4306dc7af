//! Spring AMQP, configured by Spring Boot.

use super::dedup::steps;
use super::rabbit::{self, when};
use super::text::{comment, write};
use super::{InClient, Warning};
use crate::setup::{Ack, Dispatch, Publish, QueueType, Rabbitmq, Resend, Setup};
use crate::tell::Lang;

/// The setup in Spring.
pub fn code(setup: &Setup, lang: Lang) -> InClient {
    let mut all = InClient::default();
    all.file("broker.sh", rabbit::commands(setup, lang));
    all.file("application.yml", configuration(setup, lang));
    all.file("Topology.java", topology(setup, lang));
    all.file("Publishing.java", publishing(setup, lang));
    all.file("Consuming.java", consuming(setup, lang));
    warn(&mut all, setup, lang);
    rabbit::warn(&mut all, setup, lang);
    all
}

/// How the listener acknowledges: the container does it after the listener has returned, or the listener does.
const fn mode(queue: &Rabbitmq) -> &'static str {
    match queue.ack {
        Ack::Auto => "none",
        Ack::AfterEffect if queue.workers == 1 => "auto",
        Ack::BeforeEffect | Ack::AfterEffect => "manual",
    }
}

/// Messages that the container acks together; one is its default.
fn batch(queue: &Rabbitmq) -> String {
    let many = queue.multiple_ack && queue.prefetch != 1 && mode(queue) == "auto";
    let size = if queue.prefetch == 0 { 16 } else { queue.prefetch };
    let line = || format!("batch-size: {size}    # ⟦one ack for so many‖这么多条一次确认⟧");
    if many { line() } else { String::new() }
}

fn configuration(setup: &Setup, lang: Lang) -> String {
    let queue = &setup.rabbitmq;
    let acknowledge = match queue.ack {
        Ack::Auto => "acknowledge-mode: none    # ⟦the broker's automatic ack‖消息代理的自动确认⟧",
        Ack::BeforeEffect => "acknowledge-mode: manual",
        Ack::AfterEffect if mode(queue) == "auto" => {
            "acknowledge-mode: auto    # ⟦Spring's default: the container acks once the listener has returned. Not the broker's auto-ack‖Spring 的默认值：监听器返回后由容器确认，不是消息代理的自动确认⟧"
        }
        Ack::AfterEffect => "acknowledge-mode: manual",
    };
    let prefetch = match queue.ack {
        Ack::Auto => "# ⟦no prefetch: with acknowledge-mode none it does nothing‖不写 prefetch：acknowledge-mode 为 none 时它不起作用⟧".to_owned(),
        _ => format!("prefetch: {}    # ⟦250 where you say nothing‖不写时为 250⟧", queue.prefetch),
    };
    let requeue = match (mode(queue), queue.dead_letter) {
        ("auto", Some(_)) => {
            "default-requeue-rejected: false    # ⟦a failing listener sends it to orders.dead; true where you say nothing‖监听器失败就进 orders.dead；不写时为 true⟧"
        }
        ("auto", None) => {
            "default-requeue-rejected: true    # ⟦the default: a failing listener gets it again, for ever‖默认值：监听器失败就重来，没有尽头⟧"
        }
        _ => "",
    };
    let confirms = match queue.publish {
        Publish::Confirm => "publisher-confirm-type: correlated",
        Publish::FireAndForget => "publisher-confirm-type: none    # ⟦the default‖默认值⟧",
        Publish::Tx => {
            "publisher-confirm-type: none    # ⟦a channel is either in a transaction or in confirm mode‖一个信道要么用事务，要么用确认⟧"
        }
    };
    write(
        lang,
        "
        spring:
          rabbitmq:
            host: localhost
            $confirms
            $returns
            $template
            listener:
              type: simple
              simple:
                $acknowledge
                $prefetch
                $concurrency
                $batch
                $requeue
        ",
        &[
            ("$batch", &batch(queue)),
            ("$confirms", confirms),
            ("$returns", when(queue.mandatory, "publisher-returns: true", "")),
            (
                "$template",
                when(
                    queue.mandatory,
                    "
                    template:
                      mandatory: true
                    ",
                    "",
                ),
            ),
            ("$acknowledge", acknowledge),
            ("$prefetch", &prefetch),
            ("$concurrency", &format!("concurrency: {}", queue.consumers)),
            ("$requeue", requeue),
        ],
    )
}

fn topology(setup: &Setup, lang: Lang) -> String {
    let queue = &setup.rabbitmq;
    let names = rabbit::queues(setup);
    let kind = when(queue.durable, "durable", "nonDurable");
    let quorum = when(queue.queue_type == QueueType::Quorum, ".quorum()", "");
    let single = when(queue.single_active_consumer, ".singleActiveConsumer()", "");
    let build = |name: &str, single: &str| format!("QueueBuilder.{kind}(\"{name}\"){quorum}{single}.build()");
    let mut beans = String::new();
    for (number, name) in names.iter().enumerate() {
        beans += &format!("@Bean\nQueue orders{number}() {{\n    return {};\n}}\n\n", build(name, single));
        if queue.queues > 1 {
            beans += &format!(
                "@Bean\nBinding binding{number}(CustomExchange exchange) {{\n    return BindingBuilder.bind(orders{number}()).to(exchange).with(\"1\").noargs(); // ⟦here the weight‖这里是权重⟧\n}}\n\n"
            );
        }
    }
    if queue.dead_letter.is_some() {
        beans += &format!("@Bean\nQueue dead() {{\n    return {};\n}}\n\n", build("orders.dead", ""));
    }
    write(
        lang,
        "
        import org.springframework.amqp.core.*;
        import org.springframework.context.annotation.Bean;
        import org.springframework.context.annotation.Configuration;

        @Configuration
        class Topology {
            $exchange
            $beans
        }
        ",
        &[
            (
                "$exchange",
                when(
                    queue.queues > 1,
                    "
                    @Bean
                    CustomExchange byKey() {
                        return new CustomExchange(\"orders.by-key\", \"x-consistent-hash\");
                    }

                    ",
                    "",
                ),
            ),
            ("$beans", &beans),
        ],
    )
}

fn publishing(setup: &Setup, lang: Lang) -> String {
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

fn consuming(setup: &Setup, lang: Lang) -> String {
    let queue = &setup.rabbitmq;
    let template = match (mode(queue), queue.workers) {
        (_, 2..) => THREADS,
        ("manual", _) => MANUAL,
        _ => PLAIN,
    };
    let names: Vec<String> = rabbit::queues(setup).iter().map(|name| format!("\"{name}\"")).collect();
    let listener = match names.as_slice() {
        [one] => format!("@RabbitListener(queues = {one})"),
        several => {
            let each = "// ⟦one listener a queue, so that each queue has its own consumer‖每个队列一个监听器，各有自己的消费者⟧";
            let listeners: Vec<String> =
                several.iter().map(|name| format!("@RabbitListener(queues = {name})")).collect();
            format!("{each}\n{}", listeners.join("\n"))
        }
    };
    let about = match queue.ack {
        Ack::Auto => {
            "// ⟦The broker has forgotten it already: if this process dies, it is lost.‖消息代理早已忘了它：进程一死，消息就丢了。⟧"
        }
        Ack::BeforeEffect => "",
        Ack::AfterEffect => {
            "// ⟦Returning means ack; an exception means requeue, or dead letter where default-requeue-rejected is false.‖返回就是确认；抛异常就是放回队列，default-requeue-rejected 为 false 时则进死信。⟧"
        }
    };
    let early =
        when(queue.ack == Ack::BeforeEffect, "channel.basicAck(tag, false); // ⟦before the work‖在处理之前⟧", "");
    let nack = when(
        queue.dead_letter.is_some(),
        "channel.basicNack(tag, false, false); // ⟦to orders.dead‖进 orders.dead⟧",
        "channel.basicNack(tag, false, true); // ⟦again, at once‖立刻重来⟧",
    );
    let work = match queue.ack {
        Ack::Auto | Ack::BeforeEffect => "apply(properties.getMessageId(), message.getBody());",
        Ack::AfterEffect => {
            "
            try {
                apply(properties.getMessageId(), message.getBody());
                channel.basicAck(tag, false); // ⟦only now, when the work is done‖做完才确认⟧
            } catch (RuntimeException failure) {
                $nack
            }
            "
        }
    };
    let work = write(lang, work, &[("$nack", nack)]);
    let pools = match queue.dispatch {
        Dispatch::ByKey => format!(
            "// ⟦a key always meets the same thread‖同一个键总由同一个线程处理⟧\n\
             private final List<ExecutorService> pools =\n    Stream.generate(Executors::newSingleThreadExecutor).limit({}).toList();",
            queue.workers
        ),
        Dispatch::Any => format!(
            "// ⟦any free thread: order is gone‖哪个空闲就用哪个：顺序就没了⟧\n\
             private final List<ExecutorService> pools = List.of(Executors.newFixedThreadPool({}));",
            queue.workers
        ),
    };
    write(
        lang,
        template,
        &[
            ("$listener", &listener),
            ("$steps", &comment("//", steps(setup))),
            ("$about", about),
            ("$multiple", when(queue.multiple_ack, "true", "false")),
            ("$early", early),
            ("$work", &work),
            ("$pools", &pools),
        ],
    )
}

const PLAIN: &str = "
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.stereotype.Component;

@Component
class Consuming {
    static void apply(String id, byte[] body) {
        $steps
        System.out.println(id);
    }

    $about
    $listener
    void onMessage(Message message) {
        apply(message.getMessageProperties().getMessageId(), message.getBody());
    }
}
";

const MANUAL: &str = "
import com.rabbitmq.client.Channel;
import java.io.IOException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.stereotype.Component;

@Component
class Consuming {
    static void apply(String id, byte[] body) {
        $steps
        System.out.println(id);
    }

    $listener
    void onMessage(Message message, Channel channel) throws IOException {
        // ⟦acked before the work: if this process dies now, it is lost‖处理之前就确认：此刻进程一死，消息就丢了⟧
        channel.basicAck(message.getMessageProperties().getDeliveryTag(), $multiple);
        apply(message.getMessageProperties().getMessageId(), message.getBody());
    }
}
";

const THREADS: &str = "
import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.*;
import java.util.stream.Stream;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.stereotype.Component;

@Component
class Consuming {
    $pools

    static void apply(String id, byte[] body) {
        $steps
        System.out.println(id);
    }

    $listener
    void onMessage(Message message, Channel channel) throws IOException {
        var properties = message.getMessageProperties();
        long tag = properties.getDeliveryTag();
        $early
        int pool = Math.floorMod(properties.getHeader(\"key\").hashCode(), pools.size());
        pools.get(pool).submit(() -> {
            $work
            return null;
        });
    }
}
";

fn warn(all: &mut InClient, setup: &Setup, lang: Lang) {
    use Warning::{Cannot, Trap};
    let queue = &setup.rabbitmq;
    all.warn(
        queue.ack == Ack::Auto,
        Trap,
        "acknowledge-mode: ⟦the broker's automatic ack is none. AUTO, which is what you get where you say nothing, is something else: the container acks after the listener.‖消息代理的自动确认是 none。不写时得到的 AUTO 是另一回事：监听器返回后由容器确认。⟧",
        lang,
    );
    all.warn(
        mode(queue) == "auto",
        Trap,
        "acknowledge-mode: ⟦AUTO is not the broker's auto-ack: the container acks after the listener has returned.‖AUTO 不是消息代理的自动确认：监听器返回后由容器确认。⟧",
        lang,
    );
    all.warn(
        queue.ack != Ack::Auto,
        Trap,
        "prefetch: ⟦250 where you say nothing: so many may be delivered again after a crash, or be passed by a requeued one.‖不写时为 250：崩溃后可能有这么多重新投递，放回队列的消息也会被它们超过。⟧",
        lang,
    );
    all.warn(
        !queue.persistent,
        Trap,
        "deliveryMode: ⟦Spring publishes persistent messages where you say nothing, unlike other clients.‖不写时 Spring 发布的是持久化消息，与其他客户端不同。⟧",
        lang,
    );
    all.warn(
        queue.publish == Publish::Confirm,
        Trap,
        "⟦Spring's template resends nothing by itself; spring.rabbitmq.template.retry only repeats a send that threw, not one that was nacked or never answered.‖Spring 的模板不会自己重发；spring.rabbitmq.template.retry 只重复抛了异常的发送，不管被 nack 或没有答复的。⟧",
        lang,
    );
    all.warn(
        queue.publish == Publish::Confirm,
        Trap,
        "publisher-confirm-type: ⟦simple has no correlation: it only waits for all of a template.invoke(). The default is none.‖simple 不带关联：只能等一次 template.invoke() 的全部。默认是 none。⟧",
        lang,
    );
    all.warn(
        mode(queue) == "auto",
        Trap,
        "default-requeue-rejected: ⟦true where you say nothing: a message that always fails comes back for ever, with no pause.‖不写时为 true：总是失败的消息会不停地回来，中间没有间隔。⟧",
        lang,
    );
    all.warn(
        queue.consumers > 1 && !queue.single_active_consumer,
        Trap,
        "concurrency: ⟦these are competing consumers in one process; order is gone as with several processes.‖这些是同一进程里的竞争消费者；和多个进程一样，顺序就没了。⟧",
        lang,
    );
    all.warn(
        queue.workers > 1 && queue.multiple_ack && queue.ack != Ack::Auto,
        Cannot,
        "multiple_ack: ⟦several threads finish out of turn, and one ack for all before it would ack what another thread still works on. Here each acks its own.‖多个线程先后不定，一次确认之前的全部，会把别的线程还在处理的也确认掉。这里各自确认。⟧",
        lang,
    );
    all.warn(
        queue.workers > 1 && queue.ack == Ack::AfterEffect,
        Trap,
        "⟦With threads of your own AUTO would ack when the listener returns, before the work: hence manual.‖用自己的线程时，AUTO 会在监听器返回时确认，那时还没做完：所以用 manual。⟧",
        lang,
    );
}
