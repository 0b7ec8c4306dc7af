//! What recognises a repeat: looking, marking, leaving out, and totals and values that are written over.

use super::Teller;
use crate::model::{Consumer, Event, Flag, Message};
use crate::setup::{Dedup, EffectKind};
use crate::tell::outside::written;
use crate::tell::piece::{At, say};

impl Teller<'_> {
    /// What the effect leaves behind.
    pub(super) const fn effect_kind(&self) -> EffectKind {
        written(&self.run.setup().effects)
    }

    /// A step of the work in which the effect does not happen.
    pub(super) fn beside_the_effect(&mut self, consumer: Consumer) {
        for event in self.events() {
            match *event {
                Event::NotKnown { message, .. } => self.looks(consumer, message),
                Event::Marked { message, .. } => self.marks(consumer, message),
                Event::Repeat { message, .. } => self.knows(consumer, message),
                Event::TotalRead { message, .. } => say!(
                    self,
                    [consumer, " reads the total, to which it will add ", message, "."],
                    [consumer, "读出总数，准备加上", message, "。"],
                ),
                Event::Rewritten { message, .. } => self.writes_once_more(consumer, message),
                Event::Outdated { message, .. } => self.leaves_out(consumer, message),
                _ => {}
            }
        }
    }

    fn dedup(&self) -> Dedup {
        self.run.setup().effects.dedup
    }

    fn looks(&mut self, consumer: Consumer, message: Message) {
        match self.dedup() {
            Dedup::MemorySet => say!(
                self,
                [consumer, " looks for ", message, " in its own memory and does not find it."],
                [consumer, "在自己的内存里查", message, "，没有找到。"],
            ),
            Dedup::QueryThenInsert => say!(
                self,
                [consumer, " queries the database for ", message, " and finds no row."],
                [consumer, "到数据库查询", message, "，没有这一行。"],
            ),
            _ => say!(
                self,
                [consumer, " looks for the mark of ", message, " in Redis and finds none."],
                [consumer, "到 Redis 查", message, "的标记，没有找到。"],
            ),
        }
        say!(self, ["So it will process it."], ["于是准备处理。"]);
    }

    fn marks(&mut self, consumer: Consumer, message: Message) {
        match self.dedup() {
            Dedup::MemorySet => say!(
                self,
                [consumer, " adds ", message, " to the set in its memory."],
                [consumer, "把", message, "记进内存里的集合。"],
            ),
            Dedup::RedisMarkAct => say!(
                self,
                [consumer, " marks ", message, " in Redis (SET NX) before the work."],
                [consumer, "还没处理就先在 Redis 里标记", message, "（SET NX）。"],
            ),
            Dedup::MarkerRowFirst => say!(
                self,
                [consumer, " writes the marker row of ", message, " in a transaction of its own, before the work."],
                [consumer, "还没处理就先用单独的事务写入", message, "的标记行。"],
            ),
            _ => say!(
                self,
                [consumer, " marks ", message, " in Redis as done."],
                [consumer, "在 Redis 里把", message, "标记为已处理。"],
            ),
        }
        if self.dedup().marks_first() {
            say!(
                self,
                ["After a crash now, the mark would say that it is done."],
                ["此刻崩溃，标记却会说它已经处理过。"],
            );
        }
    }

    fn knows(&mut self, consumer: Consumer, message: Message) {
        match self.dedup() {
            Dedup::MemorySet => say!(
                self,
                [consumer, " finds ", message, " in its own memory"],
                [consumer, "在自己的内存里查到", message]
            ),
            Dedup::QueryThenInsert => say!(
                self,
                [consumer, " queries the database and finds ", message],
                [consumer, "在数据库里查到", message]
            ),
            Dedup::UniqueConstraint => say!(
                self,
                ["The insert of ", message, " by ", consumer, " fails on its unique key"],
                [consumer, "插入", message, "时唯一键冲突"]
            ),
            Dedup::Inbox => say!(
                self,
                [consumer, " finds ", message, " in the inbox, so its transaction writes nothing"],
                [consumer, "发现", message, "已在收件箱，事务什么也不写"]
            ),
            Dedup::MarkerRowFirst => say!(
                self,
                [consumer, " finds the marker row of ", message],
                [consumer, "发现", message, "的标记行已存在"]
            ),
            _ => say!(
                self,
                [consumer, " finds the mark of ", message, " in Redis"],
                [consumer, "在 Redis 里查到", message, "的标记"]
            ),
        }
        let applied = |event: &Event| matches!(event, Event::Applied { message: of, .. } if *of == message);
        match self.last(applied) {
            Some(step) => say!(
                self,
                [": its effect happened at ", At(step), ". It counts as done, without another effect."],
                ["：它在", At(step), "已经生效。这次算作完成，不再产生效果。"],
            ),
            None => self.marked_in_vain(message),
        }
    }

    /// C-R6: whoever set the mark never came to the effect.
    fn marked_in_vain(&mut self, message: Message) {
        let marked = |event: &Event| matches!(event, Event::Marked { message: of, .. } if *of == message);
        match self.last(marked) {
            Some(step) => say!(
                self,
                [", set at ", At(step), ", and leaves it out, though its effect has never happened."],
                ["，是在", At(step), "写下的，于是跳过；可它的效果从未发生。"],
            ),
            None => say!(self, ["."], ["。"]),
        }
    }

    fn writes_once_more(&mut self, consumer: Consumer, message: Message) {
        let stale = Event::Raised { flag: Flag::StaleReplay, message };
        say!(self, [consumer, " writes the value of ", message, " once more"], [consumer, "再次写入", message, "的值"]);
        match self.has(|event| *event == stale) || self.newer_value(message).is_some() {
            false => say!(self, [": nothing changes."], ["：结果不变。"]),
            true => self.old_value_wins(message),
        }
    }

    fn old_value_wins(&mut self, message: Message) {
        match self.newer_value(message) {
            Some((newer, step)) => say!(
                self,
                [": it replaces that of ", newer, ", written at ", At(step), ". The old value is back."],
                ["：盖掉了", newer, "在", At(step), "写入的新值，旧值又回来了。"],
            ),
            None => say!(self, [": nothing changes."], ["：结果不变。"]),
        }
    }

    /// The last write of the same key, if it was a newer message's.
    fn newer_value(&self, message: Message) -> Option<(Message, usize)> {
        let keys = self.run.setup().keys;
        let writes = self.run.all_events().take_while(|(step, _)| *step < self.step);
        let writes = writes.filter_map(|(step, event)| match event {
            Event::Applied { message, .. } | Event::Rewritten { message, .. } => Some((*message, step)),
            _ => None,
        });
        let last = writes.filter(|(of, _)| of.key(keys) == message.key(keys)).last();
        last.filter(|(newer, _)| *newer > message)
    }

    fn leaves_out(&mut self, consumer: Consumer, message: Message) {
        say!(self, [consumer, " leaves ", message, " out"], [consumer, "不写", message]);
        match self.newer_value(message) {
            Some((newer, step)) => say!(
                self,
                [": the row has the newer version of ", newer, ", written at ", At(step), "."],
                ["：这一行已是", newer, "在", At(step), "写入的新版本。"],
            ),
            None => say!(self, [": the row has this version already."], ["：这一行已经是这个版本。"]),
        }
    }

    /// C5: the total that was written back lacked what had been added meanwhile.
    pub(super) fn overwritten(&mut self) {
        let undone = self.messages(|event| match event {
            Event::Undone { message } => Some(*message),
            _ => None,
        });
        let restored = self.messages(|event| match event {
            Event::Restored { message, .. } => Some(*message),
            _ => None,
        });
        if !undone.is_empty() {
            say!(
                self,
                ["It had read a total without ", undone, ", so what that added is gone now."],
                ["它读到的总数里没有", undone, "，写回之后这一份就没了。"],
            );
        }
        if !restored.is_empty() {
            say!(
                self,
                ["Its total still had ", restored, ", which is back now."],
                ["它的总数里还有", restored, "，于是又回来了。"],
            );
        }
    }

    /// Whether the mark of what was just processed is still to come, and says so.
    pub(super) fn mark_to_come(&mut self, message: Message) -> bool {
        match self.dedup() {
            Dedup::MemorySet => {
                say!(self, ["It has yet to note that ", message, " is done."], ["它还没有记下", message, "已处理。"],)
            }
            Dedup::RedisCheckActMark => say!(
                self,
                ["The mark of ", message, " is still to come: after a crash now nobody would know."],
                [message, "的标记还没写：此刻崩溃，就没有人知道它已处理。"],
            ),
            _ => return false,
        }
        true
    }
}
