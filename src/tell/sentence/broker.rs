//! What the broker does with publishes: read, keep, store, refuse, answer.

use super::{Teller, number};
use crate::model::{Action, CopyId, EnvelopeKind, Event, Message, Messages};
use crate::setup::{Ack, Publish};
use crate::tell::copies::{Safety, consumed, live_of};
use crate::tell::piece::At;
use crate::tell::piece::say;

impl Teller<'_> {
    pub(super) fn broker_reads(&mut self) {
        let Some(envelope) = self.received() else { return self.nothing() };
        if envelope.kind == EnvelopeKind::Commit {
            let (english, chinese) = number(
                envelope.messages,
                (" into the queue.", "放入队列。"),
                (" into the queue, one after the other.", "逐条放入队列。"),
            );
            return say!(
                self,
                ["The broker reads the commit and will put ", envelope.messages, english],
                ["消息代理读到提交请求，将把", envelope.messages, chinese],
            );
        }
        self.publish_read();
    }

    /// The outcome of a publish that was read.
    pub(super) fn publish_read(&mut self) {
        for event in self.events() {
            match *event {
                Event::Buffered { message } => say!(
                    self,
                    ["The broker reads ", message, " and keeps it aside until the commit."],
                    ["消息代理读到", message, "，先放在一边，等待提交。"],
                ),
                Event::Stored { message, copy } => self.stores(message, copy),
                Event::Unroutable { message } => self.unroutable(message),
                Event::RefusedByBroker { message, told } => self.refuses(message, told),
                _ => {}
            }
        }
    }

    fn stores(&mut self, message: Message, copy: CopyId) {
        let by_commit = self.rabbitmq().publish == Publish::Tx;
        match (self.quorum(), by_commit) {
            (true, _) => say!(
                self,
                ["The leader writes ", message, " to its log; it counts once a second node has it too."],
                ["主副本把", message, "写入日志；等第二个节点也有了才算数。"],
            ),
            (false, true) => say!(
                self,
                ["The commit puts ", message, " into the queue, for now only in memory."],
                ["提交把", message, "放入队列，目前只在内存里。"],
            ),
            (false, false) => say!(
                self,
                ["The broker takes ", message, " into the queue, for now only in memory."],
                ["消息代理把", message, "放入队列，目前只在内存里。"],
            ),
        }
        self.stored_before(message, copy);
        self.when_answered(message);
    }

    /// The broker can't recognise a message that it had before.
    fn stored_before(&mut self, message: Message, copy: CopyId) {
        let before = |event: &Event| matches!(event, Event::Stored { message: of, copy: older } if *of == message && *older != copy);
        let Some(step) = self.last(before) else { return };
        let others = live_of(self.run, self.step, message).len().saturating_sub(1);
        match (others, self.was_consumed(message)) {
            (0, false) => {}
            (0, true) => say!(
                self,
                ["It can't tell that it took this message before, at ", At(step), ", and that it has been consumed."],
                ["它认不出这就是", At(step), "收下、早已消费的那一条。"],
            ),
            _ => say!(
                self,
                ["The copy of ", At(step), " is still there; the broker takes them for two messages."],
                [At(step), "的那份副本还在；在消息代理看来，这是两条消息。"],
            ),
        }
    }

    /// When the answer to a stored publish may go out.
    fn when_answered(&mut self, message: Message) {
        if self.rabbitmq().publish != Publish::Confirm || self.quorum() {
            return;
        }
        let due = self.has(|event| matches!(event, Event::ConfirmDue { message: of, .. } if *of == message));
        match (due, self.rabbitmq().fsync_before_confirm) {
            (true, _) => say!(
                self,
                ["It need not survive a restart, so it can be confirmed at once."],
                ["它不必经得起重启，马上就可以确认。"],
            ),
            (false, false) => {
                say!(self, ["Its confirm waits until it is written out or consumed."], ["要等写出或消费掉才能确认。"]);
            }
            (false, true) => {
                say!(self, ["Its confirm waits until it is on the disk or consumed."], ["要等落盘或消费掉才能确认。"]);
            }
        }
    }

    fn unroutable(&mut self, message: Message) {
        let gone = self.last(|event| matches!(event, Event::QueueGone));
        match gone {
            Some(step) => say!(
                self,
                ["There has been no queue since ", At(step), ", so ", message, " goes nowhere."],
                ["队列在", At(step), "就没有了，", message, "无处可去。"],
            ),
            None => {
                say!(
                    self,
                    ["There is no queue for ", message, ", so it goes nowhere."],
                    ["没有队列可放，", message, "无处可去。"]
                );
            }
        }
        let returned = self.has(|event| matches!(event, Event::Sent { .. }));
        match (returned, self.rabbitmq().publish) {
            (true, _) => say!(
                self,
                ["It is mandatory, so the broker sends it back."],
                ["它带有 mandatory 标志，消息代理把它退回。"]
            ),
            (false, Publish::Confirm) => say!(
                self,
                ["The broker can confirm it all the same: it is done with it."],
                ["消息代理照样可以确认它：对它来说事情已经了结。"],
            ),
            (false, Publish::FireAndForget | Publish::Tx) => {}
        }
    }

    pub(super) fn refuses(&mut self, message: Message, told: bool) {
        // Only a fault refuses for no reason that can be seen.
        if !matches!(self.run.moment(self.step).action, Some(Action::Fault(_))) {
            say!(self, ["The queue is as long as it may be."], ["队列已经达到长度上限。"]);
        }
        match (told, self.rabbitmq().publish) {
            (true, Publish::Tx) if self.before().broker.owed.len() > 1 => say!(
                self,
                ["The queue refuses ", message, ", so the whole commit will fail, though parts of it may be stored."],
                ["队列拒绝了", message, "，整次提交将会失败，尽管其中一部分可能已经存下。"],
            ),
            (true, Publish::Tx) => say!(
                self,
                ["The queue refuses ", message, ", so the commit will fail."],
                ["队列拒绝了", message, "，提交将会失败。"],
            ),
            (true, _) => say!(
                self,
                ["The broker refuses ", message, " and stores nothing. A nack is to tell the producer."],
                ["消息代理拒绝", message, "，什么都没存；要用否定确认告诉生产者。"],
            ),
            (false, _) => say!(
                self,
                ["The broker refuses ", message, " and stores nothing. Without confirms it tells nobody."],
                ["消息代理拒绝", message, "，什么都没存；没有启用确认，它谁也不告诉。"],
            ),
        }
    }

    pub(super) fn apply_commit(&mut self) {
        self.publish_read();
        let commit_waits = self.after().broker.buffered.is_empty() && self.stored();
        if commit_waits && self.has(|event| matches!(event, Event::Stored { .. })) {
            say!(
                self,
                ["That was the last of the batch; commit-ok waits until all is written out or consumed."],
                ["这一批放完了；要等全部写出或消费掉，才能答复提交成功。"],
            );
        }
    }

    pub(super) fn answer(&mut self) {
        let of = |kind: EnvelopeKind| self.sent().filter(move |envelope| envelope.kind == kind);
        let messages =
            |kind: EnvelopeKind| -> Messages { of(kind).flat_map(|envelope| envelope.messages.iter()).collect() };
        let (confirmed, refused) = (messages(EnvelopeKind::Confirm), messages(EnvelopeKind::Refusal));
        let (committed, failed) = (messages(EnvelopeKind::CommitOk), messages(EnvelopeKind::CommitFailed));
        let numbers: Vec<_> = of(EnvelopeKind::Confirm).collect();
        if !confirmed.is_empty() {
            match numbers.as_slice() {
                [one] if one.multiple => {
                    let last = one.number.to_string();
                    say!(
                        self,
                        [
                            "The broker confirms ",
                            confirmed,
                            " with one answer: everything up to number ",
                            last.clone(),
                            "."
                        ],
                        ["消息代理用一个答复确认", confirmed, "：序号", last, "及之前的全部。"],
                    );
                }
                _ => say!(self, ["The broker confirms ", confirmed, "."], ["消息代理确认", confirmed, "。"]),
            }
            self.worth(confirmed);
        }
        if !refused.is_empty() {
            say!(self, ["The broker sends a nack for ", refused, "."], ["消息代理发出对", refused, "的否定确认。"]);
        }
        if !committed.is_empty() {
            say!(
                self,
                ["The broker answers commit-ok for ", committed, "."],
                ["消息代理答复", committed, "提交成功。"]
            );
            self.worth(committed);
        }
        if !failed.is_empty() {
            say!(
                self,
                ["The broker answers that the commit of ", failed, " failed, and closes the channel."],
                ["消息代理答复", failed, "提交失败，并关闭信道。"],
            );
        }
    }

    /// What a confirm is worth at this moment: how safe what it stands for is.
    fn worth(&mut self, confirmed: Messages) {
        let mut groups: Vec<(Worth, Messages)> = Vec::new();
        for message in confirmed.iter() {
            let worth = self.worth_of(message);
            match groups.iter_mut().find(|(known, _)| *known == worth) {
                Some((_, messages)) => messages.insert(message),
                None => groups.push((worth, Messages::one(message))),
            }
        }
        let alone = groups.len() == 1;
        for (place, (worth, messages)) in groups.into_iter().enumerate() {
            self.say_worth(worth, messages, alone, place == 0);
        }
    }

    fn worth_of(&self, message: Message) -> Worth {
        let settles = |event: &Event| match event {
            Event::Stored { message: of, .. } | Event::Unroutable { message: of } => *of == message,
            _ => false,
        };
        let last = self.last(settles);
        let unroutable = last.is_some_and(|step| self.run.events(step).contains(&Event::Unroutable { message }));
        if unroutable {
            return Worth::Nowhere;
        }
        let live = live_of(self.run, self.step, message);
        match live.iter().map(|copy| copy.safety).max() {
            Some(safety) => Worth::Stored(safety),
            None if self.was_consumed(message) => Worth::Consumed,
            None => Worth::Gone,
        }
    }

    fn was_consumed(&self, message: Message) -> bool {
        let copies = self.run.all_events().take_while(|(step, _)| *step < self.step);
        let mut copies = copies.filter_map(|(_, event)| match event {
            Event::Stored { message: of, copy } if *of == message => Some(*copy),
            _ => None,
        });
        copies.any(|copy| consumed(self.run, self.step, copy).is_some())
    }

    /// `alone`: nothing else was confirmed, so a pronoun will do.
    fn say_worth(&mut self, worth: Worth, messages: Messages, alone: bool, first: bool) {
        let (is, has) = (number(messages, " is", " are"), number(messages, " has", " have"));
        match worth {
            Worth::Gone => return,
            Worth::Nowhere => {
                return say!(
                    self,
                    ["But ", messages, " reached no queue: the answer only says that the broker is done with it."],
                    ["但", messages, "没有进入任何队列：这个答复只说明消息代理不再管它。"],
                );
            }
            Worth::Consumed | Worth::Stored(_) => {}
        }
        match (alone, first) {
            (true, _) => say!(self, [number(messages, "It", "They")], ["此时它"]),
            (false, true) => say!(self, [messages], ["此时", messages]),
            (false, false) => say!(self, [messages], [messages]),
        }
        match worth {
            Worth::Consumed if self.rabbitmq().ack == Ack::Auto => {
                say!(self, [has, " been handed out and forgotten by now."], ["已经投递，队列里不再有。"]);
            }
            Worth::Consumed => say!(self, [has, " been acked by the consumer by now."], ["已由消费者确认。"]),
            Worth::Stored(Safety::Memory) => {
                say!(self, [is, " still only in memory, which a crash erases."], ["仍然只在内存里，一崩溃就没了。"]);
            }
            Worth::Stored(Safety::PageCache) => {
                say!(
                    self,
                    [is, " in the page cache: a crash does not erase it, power loss does."],
                    ["在页缓存里：崩溃不会丢，掉电会丢。"]
                );
            }
            Worth::Stored(Safety::Disk) => say!(self, [is, " on the disk."], ["已经落盘。"]),
            Worth::Stored(Safety::Nodes(nodes)) => {
                let nodes = nodes.to_string();
                say!(self, [is, " on the disks of ", nodes.clone(), " nodes."], ["已在", nodes, "个节点的磁盘上。"]);
            }
            Worth::Gone | Worth::Nowhere => {}
        }
    }
}

/// How safe a confirmed message is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Worth {
    /// It went to no queue.
    Nowhere,
    /// It has been consumed.
    Consumed,
    /// Its copies vanished.
    Gone,
    /// Its safest copy survives so much.
    Stored(Safety),
}
