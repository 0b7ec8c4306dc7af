//! The stories to begin with: a title, the question it raises, and the sentence to remember.

use super::Lang;

/// The words around one story.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PresetWords {
    /// What the menu calls it.
    pub title: &'static str,
    /// What it asks, in one line.
    pub question: &'static str,
    /// What to take away.
    pub remember: &'static str,
}

/// A story's words in English and Chinese: title, question, remember.
struct Story {
    name: &'static str,
    title: [&'static str; 2],
    question: [&'static str; 2],
    remember: [&'static str; 2],
}

/// The words of the preset of that name, if there is one.
pub fn preset(name: &str, lang: Lang) -> Option<PresetWords> {
    let story = STORIES.iter().find(|story| story.name == name)?;
    let of = |[english, chinese]: [&'static str; 2]| lang.pick(english, chinese);
    Some(PresetWords { title: of(story.title), question: of(story.question), remember: of(story.remember) })
}

const STORIES: [Story; 8] = [
    Story {
        name: "lost_on_the_wire",
        title: ["Lost on the wire", "丢在途中"],
        question: [
            "The connection breaks while a message is on its way. Does anybody notice?",
            "消息还在途中，连接断了。有人会发现吗？",
        ],
        remember: [
            "A producer that asks for no answer never learns what became of its messages.",
            "不要答复的生产者，永远不知道自己的消息去了哪里。",
        ],
    },
    Story {
        name: "saved_by_a_confirm",
        title: ["Saved by a confirm", "被确认救回"],
        question: [
            "The same cut, but now every publish must be confirmed. What changes?",
            "同样的断线，但这次每次发布都要等确认。有什么不同？",
        ],
        remember: [
            "What is not confirmed is sent again; a cut then costs time, and at worst a second copy.",
            "没有得到确认的就重发：断线只耽误时间，最坏也不过多出一份副本。",
        ],
    },
    Story {
        name: "saved_by_a_transaction",
        title: ["Saved by a transaction", "被事务救回"],
        question: [
            "The connection breaks in mid-transaction. What becomes of the batch?",
            "事务进行到一半，连接断了。这一批消息会怎样？",
        ],
        remember: [
            "Without commit-ok the producer sends the whole batch again, and while it waits it can send nothing else.",
            "没收到提交成功，生产者就重发整批；等待期间它什么也发不了。",
        ],
    },
    Story {
        name: "restart_without_persistence",
        title: ["Restart without persistence", "未持久化时重启"],
        question: [
            "The broker restarts with confirmed messages in its queue. Are they still there?",
            "队列里有已经确认的消息，消息代理重启了。它们还在吗？",
        ],
        remember: [
            "A confirm promises only what the queue promises: a queue that is not durable ends with the broker.",
            "确认的分量取决于队列：没有持久化的队列，随消息代理一起消失。",
        ],
    },
    Story {
        name: "only_half_persistent",
        title: ["Only half persistent", "只持久化了一半"],
        question: [
            "The queue is durable, its messages are not. What does a restart leave?",
            "队列持久化了，消息却没有。重启之后还剩什么？",
        ],
        remember: [
            "Durable keeps the queue, persistent keeps the message; it takes both.",
            "durable 保住队列，persistent 保住消息，两样缺一不可。",
        ],
    },
    Story {
        name: "crash_before_the_flush",
        title: ["Crash before the flush", "冲刷之前崩溃"],
        question: [
            "Everything is durable and persistent. Can a crash still take a message?",
            "队列和消息都持久化了。崩溃还能带走消息吗？",
        ],
        remember: [
            "A message survives a crash only after the flush, and only a confirm tells the producer of that.",
            "消息要到冲刷之后才经得起崩溃，而只有确认才会把这件事告诉生产者。",
        ],
    },
    Story {
        name: "auto_ack_and_a_crash",
        title: ["Auto-ack and a crash", "自动确认遇上崩溃"],
        question: [
            "The consumer crashes with a message in hand. Who still has it?",
            "消费者拿着消息崩溃了。还有谁留着这条消息？",
        ],
        remember: [
            "With automatic acks the broker forgets a message as it hands it out, before anyone has worked on it.",
            "自动确认时，消息代理一投递就忘掉消息，那时还没有人处理过它。",
        ],
    },
    Story {
        name: "manual_ack_and_a_repeat",
        title: ["Manual ack and a repeat", "手动确认与重复"],
        question: [
            "The work is done, but the ack does not arrive. What does the broker do?",
            "消息已经处理完，确认却没有送到。消息代理会怎么办？",
        ],
        remember: [
            "An ack after the work loses nothing and may repeat: make the effect safe to repeat.",
            "处理之后再确认，不会丢，但可能重复：要让业务效果经得起重复。",
        ],
    },
];
