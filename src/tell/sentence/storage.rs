//! What a classic queue's places do: flush, write-back, and what a restart finds.

use super::{Teller, number};
use crate::model::{Cause, CopyId, Event, Member, Message, Messages, ShelfKind};
use crate::setup::Publish;
use crate::tell::copies::{consumed, copies};
use crate::tell::piece::At;
use crate::tell::piece::say;

impl Teller<'_> {
    pub(super) fn flush(&mut self) {
        let to_disk = self.has(|event| {
            matches!(event, Event::Flushed { to_disk: true, .. } | Event::RemovalFlushed { to_disk: true, .. })
        });
        let written = self.messages(|event| match event {
            Event::Flushed { message, .. } => Some(*message),
            _ => None,
        });
        let removed = self.messages(|event| match event {
            Event::RemovalFlushed { message, .. } => Some(*message),
            _ => None,
        });
        match (written.is_empty(), removed.is_empty()) {
            (true, true) => self.nothing(),
            (true, false) => self.writes_removals(removed),
            (false, _) => self.writes_out(written, removed, to_disk),
        }
    }

    fn writes_out(&mut self, written: Messages, removed: Messages, to_disk: bool) {
        match to_disk {
            false => say!(
                self,
                [
                    "A flush writes ",
                    written,
                    number(written, " to the page cache, where it survives", " to the page cache, where they survive"),
                    " a crash, but not power loss"
                ],
                ["冲刷把", written, "写到页缓存：经得起崩溃，经不起掉电"],
            ),
            true => say!(
                self,
                [
                    "A flush writes ",
                    written,
                    number(
                        written,
                        " through to the disk, where it survives",
                        " through to the disk, where they survive"
                    ),
                    " even power loss"
                ],
                ["冲刷把", written, "一直写到磁盘：连掉电也经得起"],
            ),
        }
        match removed.is_empty() {
            true => say!(self, ["."], ["。"]),
            false => say!(
                self,
                [", and notes that ", removed, self.was_removed(removed), "."],
                ["；同时记下", removed, self.removed_chinese(removed), "。"],
            ),
        }
        self.confirms_due(written);
    }

    /// Which answers waited for what this step did.
    pub(super) fn confirms_due(&mut self, written: Messages) {
        let due = self.messages(|event| match event {
            Event::ConfirmDue { message, .. } => Some(*message),
            _ => None,
        });
        if due.is_empty() {
            return;
        }
        let (it, them) = (number(due, "It", "They"), number(due, " it", " them"));
        match (self.rabbitmq().publish, due == written) {
            (Publish::Tx, true) => say!(self, ["The commit waits for", them, " no longer."], ["提交不必再等它。"]),
            (Publish::Tx, false) => {
                say!(self, ["The commit waits for ", due, " no longer."], ["提交不必再等", due, "。"])
            }
            (_, true) => say!(self, [it, " can be confirmed now."], ["现在可以确认了。"]),
            (_, false) => say!(self, [due, " can be confirmed now."], ["现在可以确认", due, "了。"]),
        }
    }

    /// The removal of what was consumed is written out too (A18).
    fn writes_removals(&mut self, removed: Messages) {
        let them = number(removed, "it", "them");
        say!(
            self,
            ["A flush notes that ", removed, self.was_removed(removed), ": "],
            ["冲刷记下", removed, self.removed_chinese(removed), "："],
        );
        match self.removal_not_on_disk() {
            true => say!(
                self,
                ["a crash can't bring ", them, " back any more, power loss still could."],
                ["崩溃不会再让", number(removed, "它", "它们"), "回来，掉电却还会。"],
            ),
            false => say!(
                self,
                ["no restart can bring ", them, " back any more."],
                ["重启也不会再让", number(removed, "它", "它们"), "回来。"]
            ),
        }
    }

    /// What became of copies that have left memory: mostly they were consumed.
    fn was_removed(&self, removed: Messages) -> &'static str {
        match self.given_up(removed) {
            true => number(removed, " has left the queue", " have left the queue"),
            false => number(removed, " was consumed", " were consumed"),
        }
    }

    fn removed_chinese(&self, removed: Messages) -> &'static str {
        if self.given_up(removed) { "已离开队列" } else { "已被消费" }
    }

    /// Whether the queue has given any of them up: expired, dropped, rejected.
    fn given_up(&self, removed: Messages) -> bool {
        let discards = |event: &Event| matches!(event, Event::Removed { message, cause: Cause::Discarded(_), .. } if removed.contains(*message));
        self.last(discards).is_some()
    }

    /// Whether a copy whose removal was flushed is on the disk still.
    fn removal_not_on_disk(&self) -> bool {
        let scene = self.after();
        let on_disk = |copy: CopyId| {
            let mut disks = scene.broker.shelves.iter().filter(|shelf| shelf.kind == ShelfKind::Disk);
            disks.any(|disk| disk.copies.iter().any(|stored| stored.copy == copy))
        };
        self.has(|event| matches!(event, Event::RemovalFlushed { copy, .. } if on_disk(*copy)))
    }

    pub(super) fn write_back(&mut self) {
        let gone = |copy: CopyId| consumed(self.run, self.step, copy).is_some();
        let written = self.messages(|event| match event {
            Event::WrittenBack { message, copy } if !gone(*copy) => Some(*message),
            _ => None,
        });
        let outdated = self.messages(|event| match event {
            Event::WrittenBack { message, copy } if gone(*copy) => Some(*message),
            _ => None,
        });
        let removed = self.messages(|event| match event {
            Event::RemovalWrittenBack { message, .. } => Some(*message),
            _ => None,
        });
        if !written.is_empty() {
            let they = number(written, "it now survives", "they now survive");
            say!(
                self,
                ["The operating system writes ", written, " to the disk: ", they, " power loss too."],
                ["操作系统把", written, "写入磁盘：从此经得起掉电。"],
            );
        }
        if !outdated.is_empty() {
            let was = number(outdated, " was consumed", " were consumed");
            say!(
                self,
                ["The disk gets ", outdated, " too late: ", outdated, was, ", which a flush has yet to note."],
                ["磁盘这时才写入", outdated, "，而它其实已被消费，只是冲刷还没有记下。"],
            );
        }
        if !removed.is_empty() {
            let (was, them) = (self.was_removed(removed), number(removed, "it", "them"));
            say!(
                self,
                ["The disk learns that ", removed, was, ": no restart can bring ", them, " back any more."],
                [
                    "磁盘上也记下",
                    removed,
                    self.removed_chinese(removed),
                    "：重启也不会再让",
                    number(removed, "它", "它们"),
                    "回来。"
                ],
            );
        }
        if written.is_empty() && outdated.is_empty() && removed.is_empty() {
            self.nothing();
        }
    }

    pub(super) fn node_starts(&mut self, member: Member) {
        if self.quorum() {
            return self.member_starts(member);
        }
        if !self.after().broker.queue_exists {
            return self.starts_without_queue();
        }
        let back: Vec<(Message, CopyId)> = self.events().iter().filter_map(recovered).collect();
        if back.is_empty() {
            return say!(
                self,
                ["The broker is back with an empty queue, and everyone connects again."],
                ["消息代理回来了，队列是空的；各方重新连接。"],
            );
        }
        let all: Messages = back.iter().map(|(message, _)| *message).collect();
        say!(
            self,
            ["The broker is back with ", all, ", as written out before it stopped, and marked as redelivered."],
            ["消息代理回来了，带着停机前写出的", all, "，并标为重投。"],
        );
        self.resurrected(&back);
    }

    /// What comes back although it was consumed: its removal had not been written out (A18).
    fn resurrected(&mut self, back: &[(Message, CopyId)]) {
        let before = self.step - 1;
        let removed = |(message, copy): &(Message, CopyId)| {
            consumed(self.run, before, *copy).map(|(step, cause)| (*message, step, cause))
        };
        let risen: Vec<(Message, usize, Cause)> = back.iter().filter_map(removed).collect();
        let messages: Messages = risen.iter().map(|(message, ..)| *message).collect();
        let Some((_, step, cause)) = risen.last().copied() else { return };
        let how = match cause {
            Cause::AutoAck => ("handed out", "投递"),
            Cause::Discarded(_) => ("given up", "移出"),
            _ => ("acked", "确认"),
        };
        let when = number(messages, " at ", ", the last at ");
        let again = number(
            messages,
            ", but that was not written out in time, so it comes again.",
            ", but that was not written out in time, so they come again.",
        );
        say!(
            self,
            [messages, " had been ", how.0, when, At(step), again],
            [messages, "其实在", At(step), "已经", how.1, "，只是没来得及写下：它会再来一次。"],
        );
    }

    fn starts_without_queue(&mut self) {
        match self.rabbitmq().durable {
            false => say!(
                self,
                ["The broker is back, but its queue is not: it was not durable, and nobody declares it again."],
                ["消息代理回来了，队列却没有：它不是持久化的，也没有人重新声明。"],
            ),
            true => say!(
                self,
                ["The broker is back with an empty disk and no queue, and nobody declares it again."],
                ["消息代理回来了，磁盘是空的，队列也没了，也没有人重新声明。"],
            ),
        }
    }

    /// Of what this step removed from memory, the messages that are still written somewhere: a crash would bring them
    /// back.
    pub(super) fn left_written(&self) -> Messages {
        if self.quorum() {
            return Messages::NONE;
        }
        let left = copies(&self.after());
        self.messages(|event| match event {
            Event::Removed { message, copy, .. } if left.iter().any(|stored| stored.copy == *copy) => Some(*message),
            _ => None,
        })
    }
}

fn recovered(event: &Event) -> Option<(Message, CopyId)> {
    match event {
        Event::Recovered { message, copy } => Some((*message, *copy)),
        _ => None,
    }
}
