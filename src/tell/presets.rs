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

const STORIES: [Story; 19] = [
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
    Story {
        name: "acks_zero_and_a_cut",
        title: ["acks=0 and a cut", "acks=0 遇上断线"],
        question: [
            "The producer waits for no response. Who notices that a request was destroyed?",
            "生产者不等响应。一个请求毁在途中，谁会发现？",
        ],
        remember: [
            "With acks=0 a send counts as done once it is in the socket; what dies behind it is lost unseen.",
            "acks=0 时写进套接字就算发送成功；之后毁掉的，丢了也没人知道。",
        ],
    },
    Story {
        name: "acks_one_and_a_dead_leader",
        title: ["acks=1 and a dead leader", "acks=1 而主副本崩溃"],
        question: [
            "The leader says yes and dies before a follower has the record. Where is it now?",
            "主副本说“写好了”，随即崩溃，从副本还没有这条记录。它还在哪里？",
        ],
        remember: [
            "acks=1 is one node's word: a record that no follower has yet goes with its leader.",
            "acks=1 只是一个节点的答复：从副本还没有的记录，随主副本一起消失。",
        ],
    },
    Story {
        name: "acks_all_of_one",
        title: ["acks=all, of one", "acks=all，却只剩一个"],
        question: [
            "acks=all waits for every replica in sync. What if only the leader is?",
            "acks=all 会等所有同步的副本。如果同步的只剩主副本自己呢？",
        ],
        remember: [
            "acks=all means all that are in sync, be it one; min.insync.replicas says how many it must be.",
            "acks=all 等的是所有同步副本，哪怕只有一个；至少几个，要由 min.insync.replicas 规定。",
        ],
    },
    Story {
        name: "unclean_election",
        title: ["Unclean election", "不干净的选举"],
        question: [
            "The leader dies, and a replica that had fallen behind may lead. What does it not know?",
            "主副本崩溃，落后的副本可以接替它。它不知道什么？",
        ],
        remember: [
            "An unclean election chooses availability: what the new leader lacks is gone, though it was committed.",
            "不干净的选举保的是可用：新主副本没有的记录就没了，哪怕已经提交。",
        ],
    },
    Story {
        name: "retry_without_idempotence",
        title: ["A retry without idempotence", "没有幂等的重试"],
        question: [
            "The record is stored, its response is destroyed, and the producer tries again. How many are there now?",
            "记录已经写入，响应却毁在途中，生产者再试一次。现在有几条？",
        ],
        remember: [
            "A retry can't know that the first try worked; only enable.idempotence lets the leader recognise it.",
            "重试无从知道前一次已经成功；只有打开 enable.idempotence，主副本才认得出来。",
        ],
    },
    Story {
        name: "five_in_flight",
        title: ["Five in flight", "五个在途请求"],
        question: [
            "Several requests are on the wire when it is cut. In which order are they sent again?",
            "几个请求在途时连接断了。它们按什么顺序重发？",
        ],
        remember: [
            "Without idempotence, more than one request in flight may change the order of the log.",
            "没有幂等时，在途请求多于一个，日志里的顺序就可能改变。",
        ],
    },
    Story {
        name: "crash_before_the_commit",
        title: ["Crash before the commit", "提交位移之前崩溃"],
        question: [
            "The records are processed, their offset is not committed. Where does the next consumer begin?",
            "记录已经处理，位移还没提交。接手的消费者从哪里开始？",
        ],
        remember: [
            "A commit after the work loses nothing and may repeat: make the effect safe to repeat.",
            "处理之后再提交，不会丢，但可能重复：要让业务效果经得起重复。",
        ],
    },
    Story {
        name: "auto_commit_and_a_hand_off",
        title: ["Auto-commit and a hand-off", "自动提交遇上移交"],
        question: [
            "The loop hands its records to a worker and polls on. What does auto-commit take for done?",
            "循环把记录交给工作线程，自己继续拉取。自动提交把什么当作已完成？",
        ],
        remember: [
            "Auto-commit takes for done what poll has returned; that holds only while the loop itself does the work.",
            "自动提交把 poll 返回过的都当作已完成；只有循环自己处理时才成立。",
        ],
    },
    Story {
        name: "librdkafka_as_it_comes",
        title: ["librdkafka as it comes", "librdkafka 的默认设置"],
        question: [
            "The library commits in the background what it has handed over. Was it processed by then?",
            "库在后台提交已经交出的记录。那时它处理完了吗？",
        ],
        remember: [
            "librdkafka stores an offset as it hands the record over; store it after the work instead.",
            "librdkafka 一交出记录就存下位移；应当改成处理完再存。",
        ],
    },
    Story {
        name: "threads_that_commit",
        title: ["Threads that commit", "各自提交的线程"],
        question: [
            "Every thread commits its own record. What if a later one is done first?",
            "每个线程提交自己的那条记录。后面的先完成会怎样？",
        ],
        remember: [
            "A committed offset covers everything before it: commit only up to the first unfinished record.",
            "已提交位移意味着之前的都已完成：只能提交到第一条没完成的记录为止。",
        ],
    },
    Story {
        name: "offset_with_the_effect",
        title: ["The offset with the effect", "位移与业务效果同存"],
        question: [
            "The group takes a consumer for dead, but it works on. Offset and effect share one transaction: can both apply a record?",
            "消费组以为一个消费者失效了，它却还在处理。位移和业务效果在同一个事务里：两边会都生效吗？",
        ],
        remember: [
            "A record may come twice, but it takes effect only where the stored offset is its own: exactly once.",
            "记录可能来两次，但只有存下的位移正好是它时才会生效：精确一次。",
        ],
    },
];
