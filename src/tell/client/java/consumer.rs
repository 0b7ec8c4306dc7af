//! The consumers in amqp-client.

use crate::setup::{Ack, Dispatch, Rabbitmq, Setup};
use crate::tell::Lang;
use crate::tell::client::dedup::steps;
use crate::tell::client::rabbit::when;
use crate::tell::client::text::{comment, write};

/// The file that receives.
pub fn code(setup: &Setup, lang: Lang) -> String {
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
