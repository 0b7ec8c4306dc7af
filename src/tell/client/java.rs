//! Java's amqp-client for RabbitMQ.

use super::dedup::steps;
use super::rabbit::{self, when};
use super::text::{comment, write};
use super::{InClient, Warning};
use crate::setup::{Ack, Dispatch, Publish, QueueType, Rabbitmq, Resend, Setup};
use crate::tell::Lang;

/// The setup in Java.
pub fn code(setup: &Setup, lang: Lang) -> InClient {
    let mut all = InClient::default();
    all.file("broker.sh", rabbit::commands(setup, lang));
    all.file("Topology.java", topology(setup, lang));
    all.file("Publishing.java", publishing(setup, lang));
    all.file("Consuming.java", consuming(setup, lang));
    warn(&mut all, setup, lang);
    rabbit::warn(&mut all, setup, lang);
    all
}

fn topology(setup: &Setup, lang: Lang) -> String {
    let queue = &setup.rabbitmq;
    let names: Vec<String> = rabbit::queues(setup).iter().map(|name| format!("\"{name}\"")).collect();
    let quorum = queue.queue_type == QueueType::Quorum;
    write(
        lang,
        TOPOLOGY,
        &[
            ("$queues", &names.join(", ")),
            ("$durable", when(queue.durable, "true", "false")),
            (
                "$exchange",
                when(
                    queue.queues > 1,
                    "static final String EXCHANGE = \"orders.by-key\";",
                    "static final String EXCHANGE = \"\"; // ⟦the default exchange: the routing key is the queue‖默认交换机：路由键就是队列名⟧",
                ),
            ),
            (
                "$declare_exchange",
                when(queue.queues > 1, "channel.exchangeDeclare(EXCHANGE, \"x-consistent-hash\", true);", ""),
            ),
            (
                "$bind",
                when(
                    queue.queues > 1,
                    "channel.queueBind(queue, EXCHANGE, \"1\"); // ⟦here the weight‖这里是权重⟧",
                    "",
                ),
            ),
            ("$quorum", when(quorum, "args.put(\"x-queue-type\", \"quorum\");", "")),
            ("$single", when(queue.single_active_consumer, "args.put(\"x-single-active-consumer\", true);", "")),
            (
                "$dead",
                when(
                    queue.dead_letter.is_some(),
                    when(
                        quorum,
                        "channel.queueDeclare(\"orders.dead\", true, false, false, Map.of(\"x-queue-type\", \"quorum\"));",
                        when(
                            queue.durable,
                            "channel.queueDeclare(\"orders.dead\", true, false, false, Map.of());",
                            "channel.queueDeclare(\"orders.dead\", false, false, false, Map.of());",
                        ),
                    ),
                    "",
                ),
            ),
        ],
    )
}

const TOPOLOGY: &str = "
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

final class Topology {
    static final List<String> QUEUES = List.of($queues);
    $exchange

    /** ⟦recovers: whether the client connects again by itself. Not for a producer: it resends nothing, and numbers begin anew.‖recovers：客户端是否自己重连。生产者不要：它什么都不重发，发布序号从头开始。⟧ */
    static Connection connect(boolean recovers) throws IOException, TimeoutException {
        var factory = new ConnectionFactory();
        factory.setAutomaticRecoveryEnabled(recovers); // ⟦true where you say nothing‖不写时为 true⟧
        return factory.newConnection();
    }

    static void declare(Channel channel) throws IOException {
        $declare_exchange
        for (String queue : QUEUES) {
            Map<String, Object> args = new HashMap<>();
            $quorum
            $single
            channel.queueDeclare(queue, $durable, false, false, args);
            $bind
        }
        $dead
    }
}
";

fn publish(queue: &Rabbitmq) -> String {
    let key = when(queue.queues > 1, "next.key()", "Topology.QUEUES.get(0)");
    let mandatory = when(queue.mandatory, "true, ", "");
    format!("channel.basicPublish(Topology.EXCHANGE, {key}, {mandatory}properties(next), next.body());")
}

fn publishing(setup: &Setup, lang: Lang) -> String {
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

fn consuming(setup: &Setup, lang: Lang) -> String {
    let queue = &setup.rabbitmq;
    let auto = queue.ack == Ack::Auto;
    let qos = match (auto, queue.prefetch) {
        (true, _) => {
            "// ⟦no basicQos: with automatic acks it does nothing‖不写 basicQos：自动确认时它不起作用⟧".to_owned()
        }
        (false, 0) => "channel.basicQos(0); // ⟦no limit; also the default‖不限；也是默认值⟧".to_owned(),
        (false, number) => format!("channel.basicQos({number});"),
    };
    let threads = queue.workers > 1;
    let many = queue.multiple_ack && queue.prefetch != 1 && !threads;
    let multiple = many && queue.ack == Ack::AfterEffect;
    let ack = when(multiple, "acks.later(tag);", "channel.basicAck(tag, false);");
    let early = when(many, "channel.basicAck(tag, true);", "channel.basicAck(tag, false);");
    let nack = when(
        queue.dead_letter.is_some(),
        "channel.basicNack(tag, false, false); // ⟦to orders.dead‖进 orders.dead⟧",
        "channel.basicNack(tag, false, true); // ⟦again, at once and for ever if it always fails‖立刻重来；若总是失败，就永远重来⟧",
    );
    let work = match queue.ack {
        Ack::Auto => "
            // ⟦The broker has forgotten it already: if this process dies, it is lost.‖消息代理早已忘了它：进程一死，消息就丢了。⟧
            apply(id, body);
            ",
        Ack::BeforeEffect => "
            $early // ⟦before the work: if this process dies now, it is lost‖处理之前就确认：此刻进程一死，消息就丢了⟧
            apply(id, body);
            ",
        Ack::AfterEffect => "
            try {
                apply(id, body);
            } catch (RuntimeException failure) {
                $nack
                return;
            }
            $ack // ⟦only now, when the work is done and durable; on this same channel‖处理完、落实之后才确认；必须用同一个信道⟧
            ",
    };
    let work = write(lang, work, &[]).replace("$ack", ack).replace("$nack", nack).replace("$early", early);
    let pools = match (threads, queue.dispatch) {
        (false, _) => String::new(),
        (true, Dispatch::ByKey) => format!(
            "// ⟦a key always meets the same thread‖同一个键总由同一个线程处理⟧\n\
             static final List<ExecutorService> POOLS =\n    Stream.generate(Executors::newSingleThreadExecutor).limit({}).toList();",
            queue.workers
        ),
        (true, Dispatch::Any) => format!(
            "// ⟦any free thread: order is gone‖哪个空闲就用哪个：顺序就没了⟧\n\
             static final List<ExecutorService> POOLS = List.of(Executors.newFixedThreadPool({}));",
            queue.workers
        ),
    };
    let deliver = if threads {
        "
        int pool = Math.floorMod(delivery.getProperties().getHeaders().get(\"key\").toString().hashCode(), POOLS.size());
        POOLS.get(pool).submit(() -> {
            work(channel, tag, id, delivery.getBody());
            return null;
        });
        "
    } else {
        "work(channel, tag, id, delivery.getBody());"
    };
    write(
        lang,
        CONSUMING,
        &[
            ("$how_many", &how_many(queue)),
            ("$steps", &comment("//", steps(setup))),
            ("$qos", &qos),
            ("$auto", when(auto, "true", "false")),
            ("$work", &work),
            ("$pools", &pools),
            ("$deliver", deliver),
            ("$acks", when(multiple, ACKS, "")),
            ("$new_acks", when(multiple, "acks = new Acks(channel);", "")),
            ("$field", when(multiple, "static Acks acks;", "")),
        ],
    )
}

/// How many of them to start.
fn how_many(queue: &Rabbitmq) -> String {
    match (queue.consumers, queue.queues) {
        (1, 1) => String::new(),
        (1, _) => "// ⟦one process of this for each queue in QUEUES‖QUEUES 里的每个队列启动一个这样的进程⟧".to_owned(),
        (several, 1) => format!(
            "// ⟦start {several} of these, or call basicConsume on {several} channels‖启动 {several} 个，或在 {several} 个信道上各调用一次 basicConsume⟧"
        ),
        (several, _) => {
            format!("// ⟦start {several} of these for each queue in QUEUES‖QUEUES 里的每个队列启动 {several} 个⟧")
        }
    }
}

const CONSUMING: &str = "
import com.rabbitmq.client.*;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.*;
import java.util.stream.Stream;

$how_many
final class Consuming {
    $pools
    $field

    static void apply(String id, byte[] body) {
        $steps
        System.out.println(id);
    }

    static void work(Channel channel, long tag, String id, byte[] body) throws IOException {
        $work
    }

    public static void main(String[] queue) throws Exception {
        // ⟦A lost connection comes back with its channels and consumers, and acks of before the cut are dropped.‖断了的连接会带着信道和消费者恢复，断线之前的确认会被丢弃。⟧
        Connection connection = Topology.connect(true);
        Channel channel = connection.createChannel();
        channel.addShutdownListener(cut -> {
            if (!cut.isHardError()) System.exit(1); // ⟦Only the channel was closed: that does not come back, so start anew.‖只关了信道：它不会恢复，所以重新启动。⟧
        });
        Topology.declare(channel);
        $qos
        $new_acks
        DeliverCallback deliver = (consumer, delivery) -> {
            String id = delivery.getProperties().getMessageId();
            long tag = delivery.getEnvelope().getDeliveryTag();
            $deliver
        };
        String from = queue.length > 0 ? queue[0] : Topology.QUEUES.get(0);
        channel.basicConsume(from, $auto, deliver, consumer -> {});
    }

    $acks
}
";

const ACKS: &str = "
/** ⟦One ack for all that was done since the last: every delivery up to that tag.‖一次确认上次以来做完的全部：到这个标签为止的所有投递。⟧ */
static final class Acks {
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final Channel channel;
    private long last;

    Acks(Channel channel) {
        this.channel = channel;
        clock.scheduleWithFixedDelay(this::settle, 100, 100, TimeUnit.MILLISECONDS);
    }

    synchronized void later(long tag) {
        last = tag;
    }

    private synchronized void settle() {
        try {
            if (last > 0) channel.basicAck(last, true);
            last = 0;
        } catch (IOException | AlreadyClosedException cut) {
            // ⟦the broker delivers them again‖消息代理会重新投递⟧
        }
    }
}
";

fn warn(all: &mut InClient, setup: &Setup, lang: Lang) {
    use Warning::{Cannot, Trap};
    let queue = &setup.rabbitmq;
    all.warn(
        true,
        Trap,
        "setAutomaticRecoveryEnabled: ⟦on where you say nothing. It reconnects and consumes again, but resends no publish, and it drops acks of deliveries of before the cut: those come again. A channel that was closed alone it leaves closed.‖不写时是开的。它会重连并继续消费，但不重发任何发布；断线之前的投递，它会丢弃对它们的确认：那些会再来。单独被关的信道，它不会重开。⟧",
        lang,
    );
    all.warn(
        queue.persistent,
        Trap,
        "deliveryMode: ⟦transient where properties are null or do not name it; MessageProperties.PERSISTENT_TEXT_PLAIN has 2.‖properties 为 null 或没写时是瞬时消息；MessageProperties.PERSISTENT_TEXT_PLAIN 里是 2。⟧",
        lang,
    );
    all.warn(
        queue.publish == Publish::Confirm && queue.window > 1,
        Trap,
        "waitForConfirms: ⟦waits for a whole batch, and its ...OrDie closes the channel after a nack, without saying which message. The listener here keeps a window.‖它等整批；...OrDie 等完若有 nack 就关闭信道，也不说是哪条。这里的监听器保持一个窗口。⟧",
        lang,
    );
    all.warn(
        queue.ack == Ack::Auto,
        Trap,
        "basicConsume: ⟦the version without a boolean is manual ack; with true the broker forgets a message when it writes the delivery.‖不带布尔值的版本是手动确认；传 true 时，消息代理写出投递就忘了它。⟧",
        lang,
    );
    all.warn(
        queue.ack != Ack::Auto && queue.prefetch != 0,
        Trap,
        "basicQos: ⟦unlimited where it is not called, and it must be called before basicConsume.‖不调用就是不限；必须在 basicConsume 之前调用。⟧",
        lang,
    );
    all.warn(
        queue.ack == Ack::AfterEffect && queue.workers == 1,
        Trap,
        "⟦An exception that leaves the callback closes the channel: all that it held is delivered again.‖异常若逃出回调，信道就会关闭：它手中的全部会重新投递。⟧",
        lang,
    );
    all.warn(
        queue.workers > 1 && queue.multiple_ack && queue.ack != Ack::Auto,
        Cannot,
        "multiple_ack: ⟦several threads finish out of turn, and one ack for all before it would ack what another thread still works on. Here each acks its own.‖多个线程先后不定，一次确认之前的全部，会把别的线程还在处理的也确认掉。这里各自确认。⟧",
        lang,
    );
}
