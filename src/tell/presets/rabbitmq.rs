//! The words of RabbitMQ's stories.

use super::Story;

pub const STORIES: &[Story] = &[
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
        name: "two_consumers",
        title: ["Two consumers, one queue", "一个队列，两个消费者"],
        question: [
            "Nothing breaks. Does each message take effect after the one before it?",
            "什么都没坏。每条消息都在前一条之后生效吗？",
        ],
        remember: [
            "A queue hands out in order; consumers beside each other do not finish in order.",
            "队列按顺序投递，并列的消费者却不会按顺序完成。",
        ],
    },
    Story {
        name: "single_active_consumer",
        title: ["Single active consumer", "单活跃消费者"],
        question: [
            "The second consumer only waits for its turn. Is the order safe?",
            "第二个消费者只是候补。顺序保住了吗？",
        ],
        remember: [
            "One at a time keeps the order, and somebody still stands by.",
            "一次只有一个在消费，顺序就在，又有后备。",
        ],
    },
    Story {
        name: "single_active_and_a_cancel",
        title: ["A cancel with work in hand", "手里有活就取消订阅"],
        question: [
            "The active consumer cancels before it has finished. Who works now?",
            "活跃的消费者还没做完就取消订阅。现在谁在处理？",
        ],
        remember: [
            "basic.cancel keeps what is in hand while the next consumer starts: close the channel instead.",
            "basic.cancel 不交还手里的消息，下一个却已经开始：应当关闭信道。",
        ],
    },
    Story {
        name: "three_consumers_two_keys",
        title: ["Three consumers, two keys", "三个消费者，两个键"],
        question: [
            "Order matters only within a key. Do three consumers respect that?",
            "只有同一个键内才需要顺序。三个消费者顾得到吗？",
        ],
        remember: [
            "The queue knows nothing of keys: whoever is free takes the next message.",
            "队列不认得键：谁有空，谁就拿走下一条。",
        ],
    },
    Story {
        name: "a_queue_for_each_key",
        title: ["A queue for each key", "每个键一个队列"],
        question: [
            "The same keys, each with its own queue and its one consumer. What changes?",
            "同样的键，各有自己的队列和唯一的消费者。有什么不同？",
        ],
        remember: ["Route by key, and let one consumer work on each queue.", "按键路由，每个队列只留一个消费者。"],
    },
    Story {
        name: "threads_take_any",
        title: ["Threads take what comes", "线程来什么拿什么"],
        question: [
            "One consumer, three threads. In which order do they finish?",
            "一个消费者，三个线程。它们按什么顺序完成？",
        ],
        remember: [
            "Threads inside a consumer reorder as well as several consumers do.",
            "一个消费者里的多个线程，和多个消费者一样会乱序。",
        ],
    },
    Story {
        name: "threads_by_key",
        title: ["Threads by key", "线程按键分工"],
        question: [
            "The same threads, but a key stays with its thread. Is that enough?",
            "同样的线程，但一个键总归同一个线程。这够了吗？",
        ],
        remember: [
            "Share the work by key: what is in order within a key is in order enough.",
            "按键分工：同一个键内有序，就够了。",
        ],
    },
    Story {
        name: "nack_with_two_in_hand",
        title: ["Nack with two in hand", "手里两条时退回"],
        question: [
            "The consumer hands one back and has the next already. Which takes effect first?",
            "消费者退回一条，手里已经有了下一条。哪条先生效？",
        ],
        remember: [
            "With a prefetch above 1 a message that is handed back is overtaken.",
            "预取大于 1 时，退回的消息会被后面的超过。",
        ],
    },
    Story {
        name: "nack_with_one_in_hand",
        title: ["Nack with one in hand", "手里一条时退回"],
        question: [
            "The same nack with a prefetch of 1. Can anything overtake?",
            "同样退回，预取为 1。还有谁能超过它？",
        ],
        remember: [
            "With a prefetch of 1 a classic queue delivers the same message next.",
            "预取为 1 时，经典队列接着投递的还是这一条。",
        ],
    },
    Story {
        name: "retry_by_dead_letter",
        title: ["Retry by dead letter", "经死信重试"],
        question: [
            "What was rejected comes back from the dead-letter queue. When?",
            "被拒绝的消息会从死信队列回来。什么时候？",
        ],
        remember: [
            "Trying again later means behind newer messages, whatever the prefetch.",
            "“稍后再试”就是排到新消息之后，预取多少都一样。",
        ],
    },
    Story {
        name: "refused_of_two_on_the_way",
        title: ["Refused, with two outstanding", "两条在途时被拒"],
        question: [
            "The broker refuses a publish and takes the next. In which order are they stored?",
            "消息代理拒绝一次发布，却收下了下一次。它们按什么顺序入队？",
        ],
        remember: [
            "With a window above 1 a publish that is sent again comes after newer ones.",
            "窗口大于 1 时，重发的消息会落到新消息之后。",
        ],
    },
    Story {
        name: "refused_one_by_one",
        title: ["Refused, one by one", "逐条发送时被拒"],
        question: [
            "The same refusal with a window of 1. What does waiting buy?",
            "同样被拒，窗口为 1。等待换来了什么？",
        ],
        remember: [
            "Only a window of 1 keeps the order where a publish may be refused.",
            "发布可能被拒时，只有窗口为 1 才保得住顺序。",
        ],
    },
    Story {
        name: "full_queue_drops",
        title: ["A full queue drops", "队列满了就丢"],
        question: [
            "The queue may hold two messages. What of those that are confirmed already?",
            "队列只许存两条。已经确认的那些会怎样？",
        ],
        remember: [
            "drop-head drops the oldest, confirmed or not, and tells nobody.",
            "drop-head 丢掉最旧的，哪怕已经确认，也不告诉任何人。",
        ],
    },
    Story {
        name: "full_queue_refuses",
        title: ["A full queue refuses", "队列满了就拒绝"],
        question: [
            "The same limit, but what is too much is refused. Who keeps it?",
            "同样的上限，但装不下的会被拒绝。谁留着它？",
        ],
        remember: [
            "With reject-publish and confirms it stays with the producer, who tries again.",
            "reject-publish 加上确认：消息还在生产者手里，由它再试。",
        ],
    },
    Story {
        name: "expired_and_gone",
        title: ["Expired and gone", "过期就没了"],
        question: [
            "A message may wait for 0.3 seconds, and the consumer is busy. What does it get?",
            "消息最多等 0.3 秒，消费者正忙。它能收到什么？",
        ],
        remember: ["A message that expires is dropped, confirmed or not.", "过期的消息会被丢弃，哪怕已经确认。"],
    },
    Story {
        name: "expired_and_kept",
        title: ["Expired and kept", "过期但留着"],
        question: [
            "The same time to live, and a dead-letter queue. Where are they now?",
            "同样的存活时间，但有死信队列。它们现在在哪里？",
        ],
        remember: [
            "A dead-letter queue keeps what expires, until somebody looks there.",
            "死信队列留着过期的消息，等人来看。",
        ],
    },
    Story {
        name: "set_in_memory_and_a_crash",
        title: ["A set in memory", "内存里的集合"],
        question: [
            "The process remembers what it has done, and crashes. What does it know when it is back?",
            "进程记得自己做过什么，然后崩溃。重启之后还知道什么？",
        ],
        remember: ["What only the process remembers dies with it.", "只有进程记得的，会随它一起消失。"],
    },
    Story {
        name: "inbox_and_a_crash",
        title: ["An inbox", "收件箱表"],
        question: [
            "The mark is written in the transaction of the effect. Does the crash matter?",
            "标记和业务效果写在同一个事务里。崩溃还有影响吗？",
        ],
        remember: [
            "Where mark and effect are one transaction, a repeat is always recognised.",
            "标记与效果同在一个事务里，重复总能认出来。",
        ],
    },
    Story {
        name: "query_and_a_race",
        title: ["A query and a race", "先查再插遇上竞争"],
        question: [
            "Two consumers have the same message and look whether it is done. What do both see?",
            "两个消费者拿着同一条消息，都去查它做过没有。它们看到什么？",
        ],
        remember: [
            "Between the query and the insert another consumer fits in.",
            "在查询与插入之间，还容得下另一个消费者。",
        ],
    },
    Story {
        name: "unique_key_in_the_race",
        title: ["A unique key", "唯一约束"],
        question: [
            "The same race, but the database has a unique key. Who wins?",
            "同样的竞争，但数据库有唯一约束。谁赢？",
        ],
        remember: [
            "A unique key decides in one step; its error means done, so acknowledge.",
            "唯一约束一步就分出结果；报错说明已经做过，确认即可。",
        ],
    },
    Story {
        name: "upsert_of_an_old_value",
        title: ["An upsert goes back", "upsert 写回旧值"],
        question: [
            "A repeat writes the same value again. Is that always harmless?",
            "重复只是把同样的值再写一次。总是无害吗？",
        ],
        remember: [
            "A repeat that comes after a newer message brings the old value back.",
            "重复若来在更新的消息之后，就会带回旧值。",
        ],
    },
    Story {
        name: "upsert_with_a_version",
        title: ["An upsert with versions", "带版本的 upsert"],
        question: [
            "The same repeat, but each write compares versions. What is in the row?",
            "同样的重复，但每次写入都比较版本。行里是什么？",
        ],
        remember: ["Compare versions as you write, and older values stay out.", "写入时比较版本，旧值就进不来。"],
    },
    Story {
        name: "read_and_written_back",
        title: ["Read, add, write back", "读出、相加、写回"],
        question: [
            "Two consumers add to one total. Does every message count?",
            "两个消费者往同一个总数上加。每条都算进去了吗？",
        ],
        remember: [
            "GET and SET are two steps: what another adds between them is lost.",
            "GET 和 SET 是两步：别人在中间加上的会丢失。",
        ],
    },
    Story {
        name: "incremented_in_place",
        title: ["Add in one step", "一步相加"],
        question: ["The same two consumers with INCR. What is different?", "同样两个消费者，改用 INCR。有什么不同？"],
        remember: [
            "INCR adds in one step and loses nothing, but adds a repeat again.",
            "INCR 一步完成，什么都不丢，但重复的会再加一次。",
        ],
    },
    Story {
        name: "mark_before_the_act",
        title: ["Mark, then act", "先标记再处理"],
        question: [
            "The consumer marks the message and crashes. What does it do when the message comes again?",
            "消费者标记了消息，随即崩溃。消息再来时它会怎么做？",
        ],
        remember: ["A mark before the act turns a crash into a loss.", "先标记，崩溃就变成丢失。"],
    },
    Story {
        name: "mark_after_the_act",
        title: ["Act, then mark", "先处理再标记"],
        question: [
            "The consumer acts and crashes before the mark. What does it do when the message comes again?",
            "消费者处理完，还没标记就崩溃。消息再来时它会怎么做？",
        ],
        remember: ["A mark after the act turns a crash into a repeat.", "后标记，崩溃就变成重复。"],
    },
];
