//! RabbitMQ's terms.

use super::{Terms, Threads, Wires, Word};
use crate::setup::{Ack, Dispatch, Publish, QueueType, Rabbitmq, Resend, Setup};
use crate::tell::interface;

pub fn terms(setup: &Setup) -> Terms {
    let rabbitmq = &setup.rabbitmq;
    let acks = rabbitmq.ack != Ack::Auto;
    Terms {
        answers: rabbitmq.publish != Publish::FireAndForget,
        returns: rabbitmq.mandatory,
        new_first: rabbitmq.resend == Resend::NewFirst,
        lanes: usize::from(rabbitmq.queues) + usize::from(rabbitmq.dead_letter.is_some()),
        dead_letters: rabbitmq.dead_letter.is_some(),
        buffers: rabbitmq.publish == Publish::Tx,
        reports: acks,
        holds: (acks && rabbitmq.prefetch > 0).then_some(usize::from(rabbitmq.prefetch)),
        threads: threads(rabbitmq),
        settings: [rabbitmq.publish.name(), queue(rabbitmq), rabbitmq.ack.name()],
        window: Word("window", "window"),
        sent: match rabbitmq.publish {
            Publish::FireAndForget => Word("sent, no answer", "已发，无答复"),
            Publish::Tx | Publish::Confirm => Word::of(interface::unanswered).into(),
        },
        acked: match rabbitmq.publish {
            Publish::FireAndForget => Word::of(interface::failed).into(),
            Publish::Tx => Word::of(interface::committed).into(),
            Publish::Confirm => Word::of(interface::confirmed).into(),
        },
        unknown: Word("fate unknown", "去向不明"),
        owed: Word::of(interface::acks_owed).into(),
        producer: producer(rabbitmq),
        consumer: Wires {
            forward: Word::of(interface::wire_deliver).into(),
            back: if acks { Word::of(interface::wire_ack).into() } else { Word("no acks", "不确认") },
            quiet: !acks,
        },
        down: Word::of(interface::down).into(),
        trouble: Word::of(interface::broker_down).into(),
        marks: setup.effects.dedup.marks_in_store(),
        group: false,
        about: Word(
            "The program between the two, with its queue. A copy is as safe as the place it is in.",
            "夹在两者之间的程序和它的队列。副本有多安全，取决于存在哪里。",
        ),
    }
}

const fn threads(rabbitmq: &Rabbitmq) -> Threads {
    match (rabbitmq.workers, rabbitmq.dispatch) {
        (1, _) => Threads::One,
        (workers, Dispatch::Any) => Threads::Free(workers),
        (workers, Dispatch::ByKey) => Threads::ByKey(workers),
    }
}

fn producer(rabbitmq: &Rabbitmq) -> Wires {
    let back = match rabbitmq.publish {
        Publish::FireAndForget if rabbitmq.mandatory => Word("return", "退回"),
        Publish::FireAndForget => Word::of(interface::wire_no_answer).into(),
        Publish::Tx => Word::of(interface::wire_commit_ok).into(),
        Publish::Confirm => Word::of(interface::wire_confirm).into(),
    };
    let quiet = rabbitmq.publish == Publish::FireAndForget && !rabbitmq.mandatory;
    Wires { forward: Word::of(interface::wire_publish).into(), back, quiet }
}

const fn queue(rabbitmq: &Rabbitmq) -> &'static str {
    match (rabbitmq.queue_type, rabbitmq.durable, rabbitmq.persistent) {
        (QueueType::Quorum, ..) => "quorum",
        (QueueType::Classic, true, true) => "durable, persistent",
        (QueueType::Classic, true, false) => "durable",
        (QueueType::Classic, false, true) => "persistent",
        (QueueType::Classic, false, false) => "",
    }
}
