//! Java's amqp-client for RabbitMQ.

mod consumer;
mod producer;

use crate::setup::{Ack, Publish, QueueType, Setup};
use crate::tell::Lang;
use crate::tell::client::rabbit::{self, when};
use crate::tell::client::text::write;
use crate::tell::client::{InClient, Warning};

/// The setup in Java.
pub fn code(setup: &Setup, lang: Lang) -> InClient {
    let mut all = InClient::default();
    all.file("broker.sh", rabbit::commands(setup, lang));
    all.file("Topology.java", topology(setup, lang));
    all.file("Publishing.java", producer::code(setup, lang));
    all.file("Consuming.java", consumer::code(setup, lang));
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
