//! The listeners in Spring.

use crate::setup::{Ack, Dispatch, Setup};
use crate::tell::Lang;
use crate::tell::client::dedup::steps;
use crate::tell::client::rabbit::{self, when};
use crate::tell::client::text::{comment, write};

/// The file that receives.
pub fn code(setup: &Setup, lang: Lang) -> String {
    let queue = &setup.rabbitmq;
    let template = match (super::mode(queue), queue.workers) {
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
