//! Words about the logs of replicas and about the offsets of a consumer group.

use crate::model::{LogScene, Partition, ReaderScene, RecordScene};
use crate::tell::Lang;

/// Beside the broker's name: which leader this is.
pub fn epoch(epoch: u32, lang: Lang) -> String {
    match lang {
        Lang::En => format!("leader epoch {epoch}"),
        Lang::Zh => format!("主副本纪元 {epoch}"),
    }
}

/// A partition.
pub fn partition(partition: Partition, lang: Lang) -> String {
    match lang {
        Lang::En => format!("partition {}", partition.0),
        Lang::Zh => format!("分区 {}", partition.0),
    }
}

/// What the ruler over the only partition counts.
pub const fn offset(lang: Lang) -> &'static str {
    lang.pick("offset", "位移")
}

/// A replica's part in the group.
pub const fn part(log: &LogScene, lang: Lang) -> &'static str {
    match (log.up, log.leader, log.in_sync) {
        (false, ..) => lang.pick("stopped", "已停"),
        (true, true, _) => lang.pick("leader", "主副本"),
        (true, false, true) => lang.pick("follower", "从副本"),
        (true, false, false) => lang.pick("behind", "落后"),
    }
}

/// What a replica's log is: for whoever points at it.
pub const fn part_about(log: &LogScene, lang: Lang) -> &'static str {
    match (log.up, log.leader, log.in_sync) {
        (false, ..) => lang.pick(
            "This node does not run; its log is as its disk has it, and the leader's log will rule when it is back.",
            "这个节点没有运行；它的日志停在磁盘上的样子，回来时以主副本的日志为准。",
        ),
        (true, true, _) => lang.pick(
            "The leader's log: producers write here, consumers read here, and followers copy it.",
            "主副本的日志：生产者写在这里，消费者从这里读，从副本照抄它。",
        ),
        (true, false, true) => lang.pick(
            "A follower that keeps up (in sync): a record is committed once all of these and the leader have it.",
            "跟得上的从副本（在同步集合里）：主副本和所有这样的副本都有了，记录才算已提交。",
        ),
        (true, false, false) => lang.pick(
            "A follower that has fallen behind: nobody waits for it, and it may lead only after an unclean election.",
            "落后的从副本：没有人等它，只有不干净的选举才会让它当主副本。",
        ),
    }
}

/// How many records a log has: `log end offset 3`.
pub fn end(log: &LogScene, lang: Lang) -> String {
    let end = log.records.len();
    match lang {
        Lang::En => format!("log end offset {end}"),
        Lang::Zh => format!("日志末端位移 {end}"),
    }
}

/// What a record is.
pub fn record(offset: usize, record: &RecordScene, lang: Lang) -> String {
    let place = match lang {
        Lang::En => format!("offset {offset}, written by the leader of epoch {}", record.epoch),
        Lang::Zh => format!("位移 {offset}，由纪元 {} 的主副本写入", record.epoch),
    };
    let safe = match (record.committed, record.on_disk) {
        (true, true) => lang.pick("committed, on this disk", "已提交，已落到这块磁盘"),
        (true, false) => lang.pick("committed, not on this disk yet", "已提交，还没落到这块磁盘"),
        (false, _) => lang.pick("not committed yet", "尚未提交"),
    };
    format!("{place}{}{safe}", lang.pick("; ", "；"))
}

/// The caption of the mark where the next poll begins.
pub const fn position(lang: Lang) -> &'static str {
    lang.pick("position", "消费位置")
}

/// The caption of the mark where the next owner would begin.
pub const fn committed(lang: Lang) -> &'static str {
    lang.pick("committed", "已提交位移")
}

/// No offset is stored.
pub const fn none_stored(lang: Lang) -> &'static str {
    lang.pick("none", "无")
}

/// What the two marks under a partition say.
pub fn reader(reader: &ReaderScene, lang: Lang) -> String {
    let (position, committed) = (reader.position, reader.committed);
    let owner = reader.owner.map(|owner| owner.0 + 1);
    match (lang, owner) {
        (Lang::En, Some(owner)) => {
            let stored = committed.map_or("none is stored".to_owned(), |offset| format!("that is offset {offset}"));
            format!(
                "Consumer {owner} reads this partition; its next poll begins at offset {position}. If it is gone, the next one begins at the committed offset: {stored}."
            )
        }
        (Lang::Zh, Some(owner)) => {
            let stored = committed.map_or("还没有存过".to_owned(), |offset| format!("现在是 {offset}"));
            format!(
                "消费者 {owner} 读这个分区，下一次拉取从位移 {position} 开始。它若不在了，接手者从已提交位移开始：{stored}。"
            )
        }
        (_, None) => lang.pick("Nobody reads this partition.", "没有消费者读这个分区。").to_owned(),
    }
}

/// What the line across the logs is.
pub fn high_watermark(offset: u16, lang: Lang) -> String {
    match lang {
        Lang::En => format!(
            "High watermark {offset}: records before it are on every in-sync replica. Only these are committed, and only these are handed to consumers."
        ),
        Lang::Zh => {
            format!("高水位 {offset}：它之前的记录，所有同步副本都有。只有这些算已提交，也只有这些会交给消费者。")
        }
    }
}

/// What the bracket beside the logs is.
pub const fn in_sync(lang: Lang) -> &'static str {
    lang.pick(
        "In-sync replicas (ISR): the leader and the followers that keep up with it. acks=all waits for these, however few they are.",
        "同步副本集合（ISR）：主副本和跟得上它的从副本。acks=all 等的就是它们，不论剩下几个。",
    )
}
