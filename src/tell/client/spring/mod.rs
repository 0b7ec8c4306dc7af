//! Spring AMQP, configured by Spring Boot.

mod consumer;
mod producer;

use crate::setup::{Ack, Publish, QueueType, Rabbitmq, Setup};
use crate::tell::Lang;
use crate::tell::client::rabbit::{self, when};
use crate::tell::client::text::write;
use crate::tell::client::{InClient, Warning};

/// The setup in Spring.
pub fn code(setup: &Setup, lang: Lang) -> InClient {
    let mut all = InClient::default();
    all.file("broker.sh", rabbit::commands(setup, lang));
    all.file("application.yml", configuration(setup, lang));
    all.file("Topology.java", topology(setup, lang));
    all.file("Publishing.java", producer::code(setup, lang));
    all.file("Consuming.java", consumer::code(setup, lang));
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
