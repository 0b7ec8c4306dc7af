//! The words of Kafka's stories.

use super::Story;

pub const STORIES: &[Story] = &[
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
        name: "five_in_flight_idempotent",
        title: ["Five in flight, idempotent", "五个在途，开启幂等"],
        question: [
            "The same cut, but the leader knows the sequence numbers. What does it do?",
            "同样的断线，但主副本认得序号。它会怎么做？",
        ],
        remember: [
            "With enable.idempotence five may be in flight, and the log stays in order.",
            "打开 enable.idempotence，五个在途也不会乱序。",
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
        name: "threads_out_of_order",
        title: ["A pool reorders", "线程池会乱序"],
        question: [
            "Any thread takes the next record. In which order do they finish?",
            "任何线程都可以拿下一条记录。它们按什么顺序完成？",
        ],
        remember: ["A partition is in order, a thread pool behind it is not.", "分区有序，它后面的线程池却没有顺序。"],
    },
    Story {
        name: "a_thread_for_each_key",
        title: ["A thread for each key", "每个键一个线程"],
        question: [
            "The same poll, but a key stays with its thread. What does that keep?",
            "同样的拉取，但一个键总归同一个线程。这保住了什么？",
        ],
        remember: [
            "Queue by key, and commit up to the first record that is not finished.",
            "按键排队，只提交到第一条没完成的记录为止。",
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
