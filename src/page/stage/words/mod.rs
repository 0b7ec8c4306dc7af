//! Words of the drawing that depend on what is drawn. Labels and explanations that stand alone are in `tell`.

pub mod log;
mod needs;

pub use needs::fault_needs;

use super::story::{Loss, Lost};
use super::terms::Terms;
use crate::model::{Belief, Cause, EnvelopeKind, Line, Message, Messages, ShelfKind, Way};
use crate::setup::EffectKind;
use crate::tell::{self, Lang, Standing, interface};

/// So many that there is no room for: `12 more`.
pub fn more(count: usize, lang: Lang) -> String {
    match lang {
        Lang::En => format!("{count} more"),
        Lang::Zh => format!("另有 {count} 条"),
    }
}

/// The same where there is room for a mark only: `+12`.
pub fn plus(count: usize) -> String {
    format!("+{count}")
}

/// A message by its number, for those who can't see its glyph.
pub fn message(message: Message, lang: Lang) -> String {
    match lang {
        Lang::En => format!("message {}", message.0),
        Lang::Zh => format!("消息 {}", message.0),
    }
}

/// Messages by their numbers: `1, 2, 5`; a long row by its ends.
pub fn numbers(messages: &[Message], lang: Lang) -> String {
    let mut text = String::new();
    let mut index = 0;
    while let Some(first) = messages.get(index) {
        let row = (index..messages.len()).take_while(|at| messages[*at].0 as usize == first.0 as usize + at - index);
        let count = row.count();
        if !text.is_empty() {
            text += lang.pick(", ", "、");
        }
        text += &first.0.to_string();
        if count > 2 {
            text += lang.pick(" to ", " 至 ");
            text += &messages[index + count - 1].0.to_string();
        }
        index += if count > 2 { count } else { 1 };
    }
    text
}

/// A name, what it holds, and what it is: the text of a tooltip.
pub fn about(name: &str, holds: &str, explanation: &str, lang: Lang) -> String {
    let stop = lang.pick(". ", "。");
    let colon = lang.pick(": ", "：");
    let name = capital(name, lang);
    match (holds.is_empty(), explanation.is_empty()) {
        (true, true) => name,
        (true, false) => format!("{name}{stop}{explanation}"),
        (false, true) => format!("{name}{colon}{holds}"),
        (false, false) => format!("{name}{colon}{holds}{stop}{explanation}"),
    }
}

/// English sentences begin with a capital.
pub fn capital(text: &str, lang: Lang) -> String {
    let mut text = text.to_owned();
    if let (Lang::En, Some(first)) = (lang, text.get_mut(..1)) {
        first.make_ascii_uppercase();
    }
    text
}

/// The caption over what is settled.
pub fn settled(terms: &Terms, beliefs: &[(Message, Belief)], lang: Lang) -> &'static str {
    let has = |belief: Belief| beliefs.iter().any(|(_, its)| *its == belief);
    match (has(Belief::Acked), has(Belief::Failed), has(Belief::Unknown)) {
        (false, true, false) => interface::failed(lang),
        (false, false, true) => terms.unknown.in_lang(lang),
        (_, true, _) | (_, _, true) => lang.pick("outcomes", "各自结果"),
        _ => terms.acked.in_lang(lang),
    }
}

/// The line under the name of a place in the broker: what it survives, or its part in the group.
pub const fn shelf_about(kind: ShelfKind, up: bool, lang: Lang) -> &'static str {
    match kind {
        ShelfKind::Memory | ShelfKind::PageCache | ShelfKind::Disk => tell::shelf_about(kind, lang),
        ShelfKind::Replica { .. } if !up => lang.pick("stopped", "已停"),
        ShelfKind::Replica { leader: true, .. } => lang.pick("leader", "主副本"),
        ShelfKind::Replica { leader: false, .. } => lang.pick("follower", "从副本"),
    }
}

/// So many answers owed.
pub fn owed(count: usize, lang: Lang) -> String {
    match (count, lang) {
        (0 | 1, _) => interface::owed(lang).to_owned(),
        (_, Lang::En) => format!("{count} owed"),
        (_, Lang::Zh) => format!("待发 {count}"),
    }
}

/// What one direction of a connection is.
pub fn wire(line: Line, way: Way, lang: Lang) -> &'static str {
    match (line, way) {
        (Line::Producer, Way::ToBroker) => lang.pick(
            "The producer's connection, towards the broker. What is written first arrives first; a cut destroys all that is on it.",
            "生产者的连接，通往消息代理。先写的先到；一旦断开，在途的全部毁掉。",
        ),
        (Line::Producer, Way::ToClient) => lang.pick(
            "The same connection, back to the producer: answers travel on it. A cut destroys them too.",
            "同一条连接，回到生产者：答复走这里。断开时它们也会毁掉。",
        ),
        (Line::Consumer(_), Way::ToClient) => lang.pick(
            "A consumer's connection: deliveries travel on it. A cut destroys all that is on it.",
            "消费者的连接：投递走这里。一旦断开，在途的全部毁掉。",
        ),
        (Line::Consumer(_), Way::ToBroker) => lang.pick(
            "The same connection, back to the broker: acks travel on it. A cut destroys them too.",
            "同一条连接，回到消息代理：消费确认走这里。断开时它们也会毁掉。",
        ),
    }
}

/// What the producer is.
pub fn producer(lang: Lang) -> &'static str {
    lang.pick(
        "The program that sends messages, with what it remembers of each.",
        "发送消息的程序，以及它对每条消息的记录。",
    )
}

/// What the outside world is, where effects leave such things.
pub const fn world(kind: EffectKind, lang: Lang) -> &'static str {
    match kind {
        EffectKind::AppendRow => lang.pick(
            "A table in a database, to which each effect adds a row. It can't tell a row that came twice from two rows.",
            "数据库里的一张表，每次生效加一行。同一行来了两次，它分不出来。",
        ),
        EffectKind::InsertKeyedRow => lang.pick(
            "A table in a database; each row has its message's id as its key. A second insert of one row fails.",
            "数据库里的一张表，每行以消息的标识为主键，同一行插入第二次会失败。",
        ),
        EffectKind::Increment => lang.pick(
            "A total, to which each effect adds. The list says what it is made of.",
            "一个总数，每次生效就加一份。列表写明它由哪些消息加成。",
        ),
        EffectKind::SetValue => lang.pick(
            "A store with one value for each key. The last write wins; what it replaced is pale.",
            "每个键存一个值，最后写入的为准；被它盖掉的颜色变淡。",
        ),
        EffectKind::ExternalCall => lang.pick(
            "What went out: e-mails, calls to other services. None of it can be taken back.",
            "已经发出的邮件、对其他服务的调用，一件也收不回来。",
        ),
    }
}

/// How an effect stands now.
pub const fn standing(standing: Standing, lang: Lang) -> &'static str {
    match standing {
        Standing::There => "",
        Standing::Again => lang.pick("The same effect once more.", "同样的效果又来了一次。"),
        Standing::Past => lang.pick("A later write has replaced it.", "后来的写入已经取代了它。"),
        Standing::Undone => lang.pick(
            "It is not in the total any more: one that had been read before was written over it.",
            "它已不在总数里：有人把更早读到的总数写了回来。",
        ),
        Standing::Stale => lang.pick(
            "The value now, though a newer message was to have the last word.",
            "现在的值是它，而本该以更新的消息为准。",
        ),
    }
}

/// What stands before the ids that a consumer's process remembers.
pub const fn remembers(lang: Lang) -> &'static str {
    lang.pick("remembers", "记得")
}

/// What the marks are.
pub const fn marks(lang: Lang) -> &'static str {
    lang.pick(
        "Ids that the store of marks takes for done. A marked message is left out when it comes again.",
        "标记库里记为已处理的标识。有标记的消息再来就会跳过。",
    )
}

/// A group without members.
pub const fn nobody(lang: Lang) -> &'static str {
    lang.pick("none: nobody reads", "无：没有谁在读")
}

/// A consumer whose group takes it for dead.
pub const fn kicked(lang: Lang) -> &'static str {
    lang.pick("kicked out", "已被踢出")
}

/// The one of several consumers that reads the partition.
pub const fn reads(lang: Lang) -> &'static str {
    lang.pick("reads", "正在读")
}

/// Before the numbers of the partitions that a consumer reads.
pub const fn partitions(lang: Lang) -> &'static str {
    lang.pick("reads", "读分区")
}

/// What an answer that is owed is.
pub fn owed_about(lang: Lang) -> &'static str {
    lang.pick("Answers that the broker will send as soon as they are due.", "消息代理等条件满足就会发出的答复。")
}

/// What a publish that waits for its commit is.
pub fn buffered_about(lang: Lang) -> &'static str {
    lang.pick(
        "Publishes of a transaction: the broker keeps them aside until the commit, and drops them if the channel ends first.",
        "事务中的发布：提交之前先放在一边；若信道先断，就全部丢弃。",
    )
}

/// The place of publishes that wait for their commit.
pub const fn transaction(lang: Lang) -> &'static str {
    lang.pick("transaction", "事务")
}

/// Under its name.
pub const fn until_commit(lang: Lang) -> &'static str {
    lang.pick("until the commit", "等待提交")
}

/// Losses that the tray no longer shows.
pub fn earlier(count: usize, lang: Lang) -> String {
    match lang {
        Lang::En => format!("and {count} before these"),
        Lang::Zh => format!("此前还有 {count} 项"),
    }
}

/// The consumer that the fault buttons strike.
pub fn which_consumer(lang: Lang) -> &'static str {
    lang.pick("Which consumer", "哪个消费者")
}

/// The mark of the group of buttons for a part.
pub fn connection(lang: Lang) -> &'static str {
    lang.pick("Connection", "连接")
}

/// Beside the fault buttons: what else can be broken.
pub fn pluck_hint(lang: Lang) -> &'static str {
    lang.pick(
        "with a button, or pause and click anything on a wire: the connection is cut there",
        "按下按钮；或者暂停后点击线上的任何东西，连接就在那里断开",
    )
}

/// What a button on a wire is and does.
pub fn pluck(kind: EnvelopeKind, messages: Messages, lang: Lang) -> String {
    let name = tell::envelope(kind, lang);
    let all: Vec<Message> = messages.iter().collect();
    let name = match (all.is_empty(), lang) {
        (true, _) => capital(name, lang),
        (false, Lang::En) => capital(&format!("{name} of {}", numbers(&all, lang)), lang),
        (false, Lang::Zh) => format!("{} 的{name}", numbers(&all, lang)),
    };
    let stop = lang.pick(". ", "。");
    format!("{name}{stop}{}", interface::pluck(lang))
}

/// The name of one of several queues, counted from 0.
pub fn lane(lane: usize, lanes: usize, dead_letters: bool, lang: Lang) -> String {
    if dead_letters && lane + 1 == lanes {
        return lang.pick("dead", "死信").to_owned();
    }
    if dead_letters && lanes == 2 {
        return lang.pick("main", "队列").to_owned();
    }
    format!("q{}", lane + 1)
}

/// What an entry of the tray says was lost; its messages stand before it as glyphs.
pub fn loss(loss: &Loss, lang: Lang) -> String {
    let several = loss.messages.len() > 1;
    match loss.what {
        Lost::OnWire { kind, .. } => match lang {
            Lang::En => format!("{} destroyed", envelopes(kind, several)),
            Lang::Zh if loss.messages.is_empty() => format!("{}已毁", tell::envelope(kind, lang)),
            Lang::Zh => format!("的{}已毁", tell::envelope(kind, lang)),
        },
        Lost::Copy(_) if several => lang.pick("copies vanished", "各有一份消失了").to_owned(),
        Lost::Copy(_) => lang.pick("copy vanished", "的一份消失了").to_owned(),
        Lost::InHand { .. } => lang.pick("dropped by consumer", "从消费者手中丢失").to_owned(),
        Lost::Unroutable => lang.pick("found no queue", "找不到队列").to_owned(),
        Lost::Refused => lang.pick("refused, nobody told", "被拒绝，无人得知").to_owned(),
    }
}

/// What travels on a wire, about one message or several.
const fn envelopes(kind: EnvelopeKind, several: bool) -> &'static str {
    match (kind, several) {
        (EnvelopeKind::Publish, false) => "publish",
        (EnvelopeKind::Publish, true) => "publishes",
        (EnvelopeKind::Commit, _) => "commit",
        (EnvelopeKind::Confirm, false) => "confirm",
        (EnvelopeKind::Confirm, true) => "confirms",
        (EnvelopeKind::Refusal | EnvelopeKind::Nack, false) => "nack",
        (EnvelopeKind::Reject, false) => "rejection",
        (EnvelopeKind::Reject, true) => "rejections",
        (EnvelopeKind::Refusal | EnvelopeKind::Nack, true) => "nacks",
        (EnvelopeKind::Return, false) => "return",
        (EnvelopeKind::Return, true) => "returns",
        (EnvelopeKind::CommitOk, _) => "commit-ok",
        (EnvelopeKind::CommitFailed, _) => "failure notice",
        (EnvelopeKind::Delivery, false) => "delivery",
        (EnvelopeKind::Delivery, true) => "deliveries",
        (EnvelopeKind::Ack, false) => "ack",
        (EnvelopeKind::Ack, true) => "acks",
        (EnvelopeKind::Cancel, _) => "cancel",
        (EnvelopeKind::Produce, false) => "request",
        (EnvelopeKind::Produce, true) => "requests",
        (EnvelopeKind::Produced, false) => "response",
        (EnvelopeKind::Produced, true) => "responses",
        (EnvelopeKind::ProduceError, false) => "error response",
        (EnvelopeKind::ProduceError, true) => "error responses",
    }
}

/// Why it was lost.
pub const fn loss_cause(what: Lost, lang: Lang) -> &'static str {
    match what {
        Lost::OnWire { .. } => interface::connection_cut(lang),
        Lost::Copy(cause) | Lost::InHand { cause, .. } => match cause {
            Cause::NotFlushed => lang.pick("only in memory", "只在内存里"),
            Cause::NotOnDisk => lang.pick("not on the disk yet", "还没落盘"),
            Cause::DiskGone => lang.pick("the disk is gone", "磁盘没了"),
            Cause::QueueNotDurable => lang.pick("queue not durable", "队列不是持久化的"),
            Cause::Transient => lang.pick("message not persistent", "消息不是持久化的"),
            Cause::Unroutable => lang.pick("no queue to go to", "没有队列可去"),
            Cause::Refused => lang.pick("refused", "被拒绝"),
            Cause::ProcessDied => lang.pick("its process died", "进程崩溃"),
            Cause::Forgotten => lang.pick("forgotten after the cut", "断线后被忘掉"),
            Cause::NoMajority => lang.pick("not on a majority", "未达到多数节点"),
            Cause::Truncated => lang.pick("not in the new leader's log", "新主副本的日志里没有"),
            Cause::AutoAck => lang.pick("acked by being sent", "发出即视为确认"),
            Cause::Acked => lang.pick("acked", "已确认"),
            Cause::Discarded(death) => tell::death(death, lang),
        },
        Lost::Unroutable => lang.pick("and was dropped", "被丢弃"),
        Lost::Refused => lang.pick("nothing stored", "没有存下"),
    }
}
