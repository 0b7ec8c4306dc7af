//! What a thing in Kafka's drawing is, and what harms it: one sentence each.

use crate::model::{ConsumerStatus, Flag, Stage};
use crate::setup::{Broker, Setup};
use crate::tell::Lang;

/// The line under a node's name: its part in the partition.
pub const fn log_about(leader: bool, in_sync: bool, up: bool, lang: Lang) -> &'static str {
    match (up, leader, in_sync) {
        (false, ..) => lang.pick("down", "已停下"),
        (true, true, _) => lang.pick("leader", "主副本"),
        (true, false, true) => lang.pick("follower, in sync", "从副本，同步"),
        (true, false, false) => lang.pick("follower, not in sync", "从副本，不同步"),
    }
}

/// What one replica's log is, as it stands.
pub const fn explain_log(leader: bool, in_sync: bool, up: bool, lang: Lang) -> &'static str {
    match (up, leader, in_sync) {
        (false, _, true) => lang.pick(
            "The log of a node that is down; it was among the last in sync, so it may lead as soon as it is back.",
            "已停下的节点的日志；它是最后仍同步的副本之一，一回来就可以当主副本。",
        ),
        (false, _, false) => lang.pick(
            "The log of a node that is down; when it is back it cuts off what the leader does not have and fetches the rest.",
            "已停下的节点的日志；回来后先截掉主副本没有的部分，再拉取其余的。",
        ),
        (true, true, _) => lang.pick(
            "The leader's log: producer and consumers talk to this node alone, and the followers copy from it.",
            "主副本的日志：生产者和消费者只与这个节点打交道，从副本照它抄写。",
        ),
        (true, false, true) => lang.pick(
            "The log of an in-sync follower: it counts for acks=all, and it may lead next without loss of anything committed.",
            "同步的从副本的日志：acks=all 要等它；由它接任主副本，已提交的记录不会丢。",
        ),
        (true, false, false) => lang.pick(
            "The log of a follower that has fallen behind: acks=all does not wait for it, and if it leads, records are lost.",
            "落后的从副本的日志：acks=all 不等它；若由它接任主副本，就会丢记录。",
        ),
    }
}

/// What a record in a log is, as safe as it is.
pub const fn explain_record(committed: bool, on_disk: bool, lang: Lang) -> &'static str {
    match (committed, on_disk) {
        (false, false) => lang.pick(
            "A record that not every in-sync replica has: consumers can't see it, and a new leader may lack it; here it is in the page cache.",
            "还不是所有同步副本都有的记录：消费者看不到它，新的主副本可能没有它；在这里它还在页缓存里。",
        ),
        (false, true) => lang.pick(
            "A record that not every in-sync replica has: consumers can't see it, and a new leader may lack it; here it is on the disk.",
            "还不是所有同步副本都有的记录：消费者看不到它，新的主副本可能没有它；在这里它已落盘。",
        ),
        (true, false) => lang.pick(
            "A committed record: every in-sync replica has it and consumers may read it; here it is in the page cache, which power loss empties.",
            "已提交的记录：所有同步副本都有它，消费者可以读到；在这里它还在页缓存里，掉电就没有了。",
        ),
        (true, true) => lang.pick(
            "A committed record: every in-sync replica has it and consumers may read it; here it is on the disk.",
            "已提交的记录：所有同步副本都有它，消费者可以读到；在这里它已落盘。",
        ),
    }
}

/// The high watermark.
pub const fn explain_high_watermark(lang: Lang) -> &'static str {
    lang.pick(
        "The high watermark: every in-sync replica has the records before it, and consumers read no further.",
        "高水位：在它之前的记录，所有同步副本都有；消费者最多读到这里。",
    )
}

/// The log end offset.
pub const fn explain_log_end(lang: Lang) -> &'static str {
    lang.pick(
        "The log end offset: the next record that this log takes gets this number.",
        "日志末端位移：这份日志的下一条记录就得到这个编号。",
    )
}

/// The in-sync set.
pub const fn explain_in_sync(lang: Lang) -> &'static str {
    lang.pick(
        "The in-sync replicas: those that keep up with the leader. acks=all waits for all of them, however few they are.",
        "同步副本集合：跟得上主副本的那些副本。acks=all 等的就是它们全部，无论剩下几个。",
    )
}

/// The leader epoch.
pub const fn explain_epoch(lang: Lang) -> &'static str {
    lang.pick(
        "The leader epoch: it grows with each new leader, and by it a follower finds where its log goes another way.",
        "主副本纪元：每换一个主副本就加一，从副本凭它找出自己的日志从哪里开始不一样。",
    )
}

/// The owner's position in a partition.
pub const fn explain_position(lang: Lang) -> &'static str {
    lang.pick(
        "The position: the offset that the next poll begins with. It moves as soon as a poll returns, whatever becomes of the records.",
        "消费位置：下一次拉取从这里开始。拉取一返回它就前移，无论那些记录结果如何。",
    )
}

/// The committed offset of a partition.
pub const fn explain_committed_offset(lang: Lang) -> &'static str {
    lang.pick(
        "The committed offset: where whoever owns the partition next begins. It does not say that everything before it is done.",
        "已提交的位移：分区的下一个消费者从这里读起。它并不表示之前的都已处理完。",
    )
}

/// How a member of the group stands. `follower`: whether another one would take over from it.
pub const fn explain_member(status: ConsumerStatus, follower: bool, lang: Lang) -> &'static str {
    match status {
        ConsumerStatus::Running if !follower => lang.pick(
            "A member of the group: it polls, works and commits; if it ends, nobody reads on, for there is no other member.",
            "消费者组的成员：它拉取、处理、提交；它一旦退出，就没有人接着读，因为没有别的成员。",
        ),
        ConsumerStatus::Running => lang.pick(
            "A member of the group: it polls, works and commits; if it ends, another member begins at its committed offset.",
            "消费者组的成员：它拉取、处理、提交；它一旦退出，别的成员从已提交的位移读起。",
        ),
        ConsumerStatus::Down => lang.pick(
            "This consumer's process has ended and will not come back; what it had in hand is gone from here.",
            "这个消费者的进程已经结束，不会再回来；手中的记录在这里没有了。",
        ),
        ConsumerStatus::Cancelled | ConsumerStatus::Kicked => lang.pick(
            "The group has taken this consumer for dead, but its process works on with what it holds; its commits are refused.",
            "消费者组认为它已失效，但它的进程还在处理手中的记录；它的提交会被拒绝。",
        ),
    }
}

/// How a consumer stands with a record in hand.
pub const fn explain_held(stage: Stage, lang: Lang) -> &'static str {
    match stage {
        Stage::Received | Stage::AckedFirst => lang.pick(
            "A record that a poll returned and that is not processed yet; whether it comes again after a crash is up to the committed offset.",
            "已拉取、还没有处理的记录；崩溃后是否再来，取决于已提交的位移。",
        ),
        Stage::Applied => lang.pick(
            "A record that is processed, whose thread has yet to commit its offset; if the partition moves now, it comes again.",
            "已处理、所在线程还没有提交位移的记录；此刻分区换人，它会再来一次。",
        ),
        Stage::Orphan => lang.pick(
            "A record of a partition that this consumer has lost: it still works on it, and its commit will be refused.",
            "这个消费者已失去的分区里的记录：它仍会处理，但提交会被拒绝。",
        ),
    }
}

/// What a flag says under this setup.
pub const fn explain_flag_under(setup: &Setup, flag: Flag, lang: Lang) -> &'static str {
    match (setup.broker, setup.kafka.consumers, flag) {
        (Broker::Kafka, _, Flag::Lost) => lang.pick(
            "The message has had no effect, nobody will read it from a log any more, and the producer was never told.",
            "消息没有生效，也不会再有人从日志里读到它，生产者也从未得知。",
        ),
        (Broker::Kafka, 0, Flag::DeliveredTwice) => {
            lang.pick("The committed log has the message at least twice.", "已提交的日志里，这条消息至少有两份。")
        }
        (Broker::Kafka, 0, Flag::Reordered) => lang.pick(
            "In the committed log the message stands behind a newer one of the same key.",
            "已提交的日志里，这条消息排在同一个键的较新消息之后。",
        ),
        (Broker::Kafka, 0, Flag::StaleReplay) => lang.pick(
            "In the committed log a copy of the message stands behind a newer one of the same key.",
            "已提交的日志里，这条消息有一份排在同一个键的较新消息之后。",
        ),
        _ => super::explain_flag(flag, lang),
    }
}
