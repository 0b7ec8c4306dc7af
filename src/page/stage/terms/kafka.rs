//! Kafka's terms.

use super::{Terms, Threads, Wires, Word};
use crate::setup::{Acks, Commit, Kafka, Processing, Setup};
use crate::tell::interface;

pub fn terms(setup: &Setup) -> Terms {
    let kafka = &setup.kafka;
    let answers = kafka.acks != Acks::Zero;
    let commits = kafka.commit != Commit::InEffectTransaction;
    let loops = kafka.processing == Processing::PollLoop;
    Terms {
        answers,
        returns: false,
        new_first: false,
        lanes: 1,
        dead_letters: false,
        buffers: false,
        reports: commits,
        holds: loops.then_some(usize::from(kafka.max_poll_records)),
        threads: match kafka.processing {
            Processing::PollLoop | Processing::HandOff => Threads::One,
            Processing::ThreadPool => Threads::Each,
            Processing::PerKeyQueues => Threads::PerKey,
        },
        settings: [acks(kafka), "", commit(kafka)],
        window: Word("in flight", "在途"),
        sent: if answers {
            Word::of(interface::unanswered).into()
        } else {
            Word("sent, no answer", "已发，无答复")
        },
        acked: match (kafka.transactional, answers) {
            (true, _) => Word::of(interface::committed).into(),
            (false, true) => Word("acknowledged", "已确认"),
            (false, false) => Word("counted as done", "当作完成"),
        },
        unknown: match kafka.transactional {
            true => Word("not committed", "尚未提交"),
            false => Word("fate unknown", "去向不明"),
        },
        owed: Word("to commit", "待提交"),
        producer: Wires {
            forward: Word("produce", "写入"),
            back: if answers { Word("response", "响应") } else { Word("no response", "没有响应") },
            quiet: !answers,
        },
        consumer: Wires {
            forward: Word("poll", "拉取"),
            back: if commits { Word("commit", "提交位移") } else { Word("no commit", "不提交") },
            quiet: !commits,
        },
        down: Word("gone", "已退出"),
        trouble: Word("no leader", "没有主副本"),
        marks: setup.effects.dedup.marks_in_store(),
        group: true,
        about: Word(
            "The nodes between the two: each keeps the log of the topic. A record counts once every in-sync replica has it.",
            "夹在两者之间的节点，各自保存主题的日志。一条记录要等所有同步副本都有了才算数。",
        ),
    }
}

const fn acks(kafka: &Kafka) -> &'static str {
    match kafka.acks {
        Acks::Zero => "acks=0",
        Acks::One => "acks=1",
        Acks::All => "acks=all",
    }
}

/// The policy's name, short enough for the box.
const fn commit(kafka: &Kafka) -> &'static str {
    match kafka.commit {
        Commit::AutoBackgroundStoredAfter => "stored_after",
        Commit::SyncBeforeProcessing => "sync_before",
        Commit::InEffectTransaction => "in_effect_tx",
        other => other.name(),
    }
}
