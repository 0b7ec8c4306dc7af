//! Words about the logs of replicas and about the offsets of a consumer group.

use crate::model::{LogScene, Partition, ReaderScene, RecordScene};
use crate::tell::Lang;

/// Beside the broker's name: which leader this is.
#[inline(never)]
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

/// How many records a log has: `log end offset 3`.
pub fn end(log: &LogScene, lang: Lang) -> String {
    let end = log.records.len();
    match lang {
        Lang::En => format!("log end offset {end}"),
        Lang::Zh => format!("日志末端位移 {end}"),
    }
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

/// The record that ends a transaction.
pub const fn marker(lang: Lang) -> &'static str {
    lang.pick("end of a transaction", "事务结束标记")
}

/// Where a record is, and whose it is.
pub fn record(offset: usize, record: &RecordScene, lang: Lang) -> String {
    match lang {
        Lang::En => format!("offset {offset}, written in epoch {}", record.epoch),
        Lang::Zh => format!("位移 {offset}，写于纪元 {}", record.epoch),
    }
}

/// What the two marks under a partition say.
pub fn reader(reader: &ReaderScene, lang: Lang) -> String {
    let committed = reader.committed.map_or(none_stored(lang).to_owned(), |offset| offset.to_string());
    let marks = match lang {
        Lang::En => format!("position {}, committed {committed}", reader.position),
        Lang::Zh => format!("消费位置 {}，已提交位移 {committed}", reader.position),
    };
    match (reader.owner, lang) {
        (None, _) => lang.pick("nobody reads it", "没有消费者读它").to_owned(),
        (Some(owner), Lang::En) => format!("consumer {}: {marks}", owner.0 + 1),
        (Some(owner), Lang::Zh) => format!("消费者 {}：{marks}", owner.0 + 1),
    }
}
