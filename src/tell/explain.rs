//! What a thing in the drawing is, and what harms it: one sentence each, for whoever points at it.

mod kafka;

use super::Lang;
use crate::model::{ConsumerStatus, CopyState, Death, EnvelopeKind, Flag, ShelfKind, Stage, Work};

pub use kafka::{
    explain_committed_offset, explain_epoch, explain_flag_under, explain_held, explain_high_watermark, explain_in_sync,
    explain_log, explain_log_end, explain_member, explain_position, explain_record, log_about,
};

/// The short name of what travels on a wire.
pub const fn envelope(kind: EnvelopeKind, lang: Lang) -> &'static str {
    match kind {
        EnvelopeKind::Publish => lang.pick("publish", "发布"),
        EnvelopeKind::Commit => lang.pick("commit", "提交"),
        EnvelopeKind::Confirm => lang.pick("confirm", "发布者确认"),
        EnvelopeKind::Refusal => lang.pick("nack", "否定确认"),
        EnvelopeKind::Return => lang.pick("returned message", "退回消息"),
        EnvelopeKind::CommitOk => lang.pick("commit-ok", "提交成功"),
        EnvelopeKind::CommitFailed => lang.pick("commit failed", "提交失败"),
        EnvelopeKind::Delivery => lang.pick("delivery", "投递"),
        EnvelopeKind::Ack => lang.pick("ack", "消费确认"),
        EnvelopeKind::Nack => lang.pick("nack", "否定确认"),
        EnvelopeKind::Reject => lang.pick("rejection", "拒绝"),
        EnvelopeKind::Cancel => lang.pick("cancel", "取消订阅"),
        EnvelopeKind::Produce => lang.pick("produce request", "写入请求"),
        EnvelopeKind::Produced => lang.pick("response", "成功响应"),
        EnvelopeKind::ProduceError => lang.pick("error response", "错误响应"),
    }
}

/// What an envelope on a wire is, and what its loss means.
pub const fn explain_envelope(kind: EnvelopeKind, lang: Lang) -> &'static str {
    match kind {
        EnvelopeKind::Publish => lang.pick(
            "A message on its way to the broker; a cut destroys it, and only a producer that waits for answers will send it again.",
            "正发往消息代理的消息；断线会毁掉它，只有等待答复的生产者才会重发。",
        ),
        EnvelopeKind::Commit => lang.pick(
            "The request to put the batch into the queue; a cut destroys it, and the broker then drops the batch.",
            "请求把这一批消息放入队列；断线会毁掉它，消息代理随即丢弃这一批。",
        ),
        EnvelopeKind::Confirm => lang.pick(
            "The broker's yes to a publish number; if a cut destroys it, the producer can't tell and may send the message again.",
            "消息代理对某个发布序号说“收下了”；若被断线毁掉，生产者无从得知，可能再发一次。",
        ),
        EnvelopeKind::Refusal => lang.pick(
            "The broker's no to a publish number: it stored nothing, and the producer may send the message again.",
            "消息代理对某个发布序号说“不收”：什么都没存，生产者可以重发。",
        ),
        EnvelopeKind::Return => lang.pick(
            "A message that found no queue comes back; if a cut destroys it, the producer never learns that it failed.",
            "找不到队列的消息正被退回；若被断线毁掉，生产者就不知道它失败了。",
        ),
        EnvelopeKind::Produce => lang.pick(
            "A record on its way to the leader; a cut destroys it, and the producer sends it again only if it waits for a response.",
            "正发往主副本的一条记录；断线会毁掉它，只有等待响应的生产者才会重发。",
        ),
        EnvelopeKind::Produced => lang.pick(
            "The leader's yes to a record; if a cut destroys it, the producer can't tell and sends the record again.",
            "主副本对一条记录说“写好了”；若被断线毁掉，生产者无从得知，会再发一次。",
        ),
        EnvelopeKind::ProduceError => lang.pick(
            "The leader's error for a record, one that can be tried again; the record may be in its log all the same.",
            "主副本对一条记录报告的可重试错误；记录也可能已经写进它的日志。",
        ),
        EnvelopeKind::CommitOk => lang.pick(
            "The broker's yes to the whole commit; if a cut destroys it, the producer can't tell and may send the whole batch again.",
            "消息代理对整次提交说“成功”；若被断线毁掉，生产者无从得知，可能重发整批消息。",
        ),
        EnvelopeKind::CommitFailed => lang.pick(
            "The broker's no to the commit, though parts of the batch may be in the queue.",
            "消息代理对提交说“失败”，但这一批中可能已有消息进了队列。",
        ),
        EnvelopeKind::Delivery => lang.pick(
            "A message on its way to a consumer; if a cut destroys it, the broker delivers it again, unless acks are automatic.",
            "正发往消费者的消息；若被断线毁掉，消息代理会重新投递，自动确认时除外。",
        ),
        EnvelopeKind::Ack => lang.pick(
            "The consumer's word that the broker may forget the message; if a cut destroys it, the message is delivered again.",
            "消费者告诉消息代理可以忘掉这条消息；若被断线毁掉，消息会重新投递。",
        ),
        EnvelopeKind::Nack => lang.pick(
            "The consumer hands the message back, and the broker will deliver it again.",
            "消费者把消息退回，消息代理会重新投递。",
        ),
        EnvelopeKind::Reject => lang.pick(
            "The consumer rejects the message, without requeue: the broker moves it to the dead-letter queue.",
            "消费者拒绝这条消息，且不要求放回：消息代理把它移入死信队列。",
        ),
        EnvelopeKind::Cancel => lang.pick(
            "The consumer asks for no more messages; what it holds stays with it.",
            "消费者要求不再投递；手中的消息仍归它。",
        ),
    }
}

/// Why a queue gave a message up, in few words.
pub const fn death(death: Death, lang: Lang) -> &'static str {
    match death {
        Death::Rejected => lang.pick("rejected", "被消费者拒绝"),
        Death::Expired => lang.pick("expired", "已过期"),
        Death::TooLong => lang.pick("queue too long", "队列超长"),
        Death::TooOften => lang.pick("failed too often", "失败次数过多"),
    }
}

/// A copy in the dead-letter queue: why it is there, and what becomes of it.
pub const fn explain_dead(death: Death, lang: Lang) -> &'static str {
    match death {
        Death::Rejected => lang.pick(
            "In the dead-letter queue because a consumer rejected it; after a pause it goes back to the end of its queue.",
            "被消费者拒绝，因此在死信队列中；过一段时间会回到原队列的末尾。",
        ),
        Death::Expired => lang.pick(
            "In the dead-letter queue because it expired before a consumer took it; it stays there for somebody to look at.",
            "没等到消费者就过期了，因此在死信队列中，等人来查看。",
        ),
        Death::TooLong => lang.pick(
            "In the dead-letter queue because its queue was too long; it stays there for somebody to look at.",
            "原队列超长，因此在死信队列中，等人来查看。",
        ),
        Death::TooOften => lang.pick(
            "In the dead-letter queue because too many deliveries of it failed; it stays there for somebody to look at.",
            "投递失败次数过多，因此在死信队列中，等人来查看。",
        ),
    }
}

/// The short name of a place in the broker.
pub fn shelf(kind: ShelfKind, lang: Lang) -> String {
    match kind {
        ShelfKind::Memory => lang.pick("memory", "内存").to_owned(),
        ShelfKind::PageCache => lang.pick("page cache", "页缓存").to_owned(),
        ShelfKind::Disk => lang.pick("disk", "磁盘").to_owned(),
        ShelfKind::Replica { member, .. } => match lang {
            Lang::En => format!("node {}", member.0 + 1),
            Lang::Zh => format!("节点 {}", member.0 + 1),
        },
    }
}

/// The line under the name of a place: what it survives, or its part in the group.
pub const fn shelf_about(kind: ShelfKind, lang: Lang) -> &'static str {
    match kind {
        ShelfKind::Memory => lang.pick("lost in a crash", "崩溃即丢失"),
        ShelfKind::PageCache => lang.pick("survives a crash", "经得起崩溃"),
        ShelfKind::Disk => lang.pick("survives power loss", "经得起掉电"),
        ShelfKind::Replica { leader: true, .. } => lang.pick("leader, log on disk", "主副本，日志在磁盘上"),
        ShelfKind::Replica { leader: false, .. } => lang.pick("follower, log on disk", "从副本，日志在磁盘上"),
    }
}

/// What a place in the broker is, and what empties it.
pub const fn explain_shelf(kind: ShelfKind, lang: Lang) -> &'static str {
    match kind {
        ShelfKind::Memory => lang.pick(
            "The broker process's own memory, from which messages are handed out; a crash empties it.",
            "消息代理进程自己的内存，消息从这里投递；进程一崩溃就清空。",
        ),
        ShelfKind::PageCache => lang.pick(
            "The operating system's page cache, where a flush writes to; it outlives the broker's process, but not power loss.",
            "操作系统的页缓存，冲刷先写到这里；进程崩溃后还在，掉电则清空。",
        ),
        ShelfKind::Disk => lang.pick(
            "The disk, which the operating system writes in its own time; only the loss of the disk itself empties it.",
            "磁盘，由操作系统择时写入；只有磁盘本身损坏才会清空。",
        ),
        ShelfKind::Replica { leader: true, .. } => lang.pick(
            "The leader's log on its disk: clients talk to this node, and a message counts once a second node has it.",
            "主副本磁盘上的日志：客户端都连接这个节点，消息要等第二个节点也有了才算数。",
        ),
        ShelfKind::Replica { leader: false, .. } => lang.pick(
            "A follower's log on its disk: a copy of the leader's, ready to take over from it.",
            "从副本磁盘上的日志：照抄主副本，随时可以接替它。",
        ),
    }
}

/// How a stored copy stands.
pub const fn explain_copy(state: CopyState, lang: Lang) -> &'static str {
    match state {
        CopyState::Ready => lang.pick(
            "A stored copy that waits to be handed out; it is as safe as the place it is in.",
            "存下的副本，等待投递；它有多安全，取决于存在哪里。",
        ),
        CopyState::Unacked(_) => lang.pick(
            "A stored copy that was handed out and not acked yet; if the consumer's channel ends first, it is handed out again.",
            "已投递、尚未确认的副本；若消费者的信道先断，它会重新投递。",
        ),
        CopyState::Settling => lang.pick(
            "A stored copy whose ack or return the leader has read; it takes effect once a second node has written it down.",
            "主副本已读到对它的确认或退回；要等第二个节点也写下才生效。",
        ),
        CopyState::Leftover => lang.pick(
            "A copy that memory no longer has: either its removal was not written out yet, or the broker is down; a restart brings it back.",
            "内存里已经没有的副本：或是删除尚未写出，或是消息代理停着；重启会让它回来。",
        ),
        CopyState::Uncommitted => lang.pick(
            "A copy in this node's log that does not count before a majority has it; if it is here alone, a new leader may discard it.",
            "写进了这个节点的日志，要等多数节点都有才算数；若只有这里有，换了主副本可能被丢弃。",
        ),
    }
}

/// How far the work on a message in hand has come; nothing where that is not begun.
pub const fn explain_work(work: Work, lang: Lang) -> &'static str {
    match work {
        Work::Untouched => "",
        Work::Looked => lang.pick(
            "It has looked whether this is a repeat and found nothing; the effect comes next.",
            "它已查过这是不是重复的消息，没有查到；接下来就要生效。",
        ),
        Work::Read(_) => lang.pick(
            "It has read the total and will write it back with this added.",
            "它已读出总数，接下来会加上这一份写回去。",
        ),
        Work::Marked => lang
            .pick("It is marked as done, and its effect is still to come.", "它已被标记为处理过，效果却还没有发生。"),
        Work::Acted => lang.pick(
            "Its effect has happened, and the mark that would recognise a repeat is still to come.",
            "它已经生效，能认出重复的标记还没有写。",
        ),
    }
}

/// How a consumer stands with a message in hand.
pub const fn explain_stage(stage: Stage, lang: Lang) -> &'static str {
    match stage {
        Stage::Received => lang.pick(
            "The consumer has received it and done nothing with it yet; a crash of the consumer forgets it here.",
            "消费者已收到，还没有处理；消费者崩溃，这里就没有了。",
        ),
        Stage::AckedFirst => lang.pick(
            "The consumer has acked it and not processed it yet; a crash of the consumer now loses it.",
            "消费者已经确认，但还没有处理；此时崩溃就会丢失。",
        ),
        Stage::Applied => lang.pick(
            "The consumer has processed it and not acked it yet; if its channel ends now, it comes again.",
            "消费者已经处理完，但还没有确认；此时信道断开，它会再来一次。",
        ),
        Stage::Orphan => lang.pick(
            "The channel it came by is gone: the consumer still works on it, but can't ack it any more.",
            "它来时的信道已经断开：消费者仍会处理它，但已无法确认。",
        ),
    }
}

/// How a consumer stands.
pub const fn explain_consumer(status: ConsumerStatus, lang: Lang) -> &'static str {
    match status {
        ConsumerStatus::Running => lang.pick(
            "The consumer's process runs; a crash empties its hands, a cut leaves it with what it holds.",
            "消费者的进程在运行；一旦崩溃，手中的消息全部丢掉；断线则不会。",
        ),
        ConsumerStatus::Down => lang.pick(
            "The consumer's process is dead; it will come back with empty hands.",
            "消费者的进程已崩溃；重新启动时手中没有消息。",
        ),
        ConsumerStatus::Cancelled => lang.pick(
            "The consumer has cancelled its subscription: it finishes what it holds and gets nothing more.",
            "消费者已取消订阅：处理完手中的消息，不再接收新的。",
        ),
        ConsumerStatus::Kicked => lang.pick(
            "The group has taken this consumer for dead, but its process works on; its commits are refused.",
            "消费组认为它已经失效，但它的进程还在处理；它的提交会被拒绝。",
        ),
    }
}

/// The name of a flag.
pub const fn flag(flag: Flag, lang: Lang) -> &'static str {
    match flag {
        Flag::Lost => lang.pick("lost", "丢失"),
        Flag::ReportedFailure => lang.pick("reported failure", "已报失败"),
        Flag::DeliveredTwice => lang.pick("delivered twice", "重复投递"),
        Flag::EffectTwice => lang.pick("effect twice", "重复生效"),
        Flag::Reordered => lang.pick("reordered", "乱序"),
        Flag::StaleReplay => lang.pick("old one after newer", "旧消息重放"),
    }
}

/// What a flag says.
pub const fn explain_flag(flag: Flag, lang: Lang) -> &'static str {
    match flag {
        Flag::Lost => lang.pick(
            "The message has had no effect, no copy of it is left, and the producer was never told.",
            "消息没有生效，一份副本都不剩，生产者也从未得知。",
        ),
        Flag::ReportedFailure => lang.pick(
            "The producer was told that the message failed; it may be stored all the same.",
            "生产者得知这条消息失败了；尽管如此，它也可能已经存下。",
        ),
        Flag::DeliveredTwice => lang.pick(
            "A consumer's code received the message at least twice; that does no harm by itself.",
            "消费者的代码至少两次收到这条消息；单凭这一点还没有害处。",
        ),
        Flag::EffectTwice => {
            lang.pick("The message changed the outside world at least twice.", "这条消息至少两次改变了外部世界。")
        }
        Flag::Reordered => lang.pick(
            "A message took effect for the first time after a newer one of the same key.",
            "消息首次生效时，同一个键的更新消息已经生效。",
        ),
        Flag::StaleReplay => lang.pick(
            "An older message took effect after a newer one of the same key.",
            "同一个键内，旧消息在新消息之后又生效了一次。",
        ),
    }
}
