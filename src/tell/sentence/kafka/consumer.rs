//! What a consumer does: poll, process, commit.

use crate::model::{Consumer, Event, Message, Messages, Partition};
use crate::setup::{AutoOffsetReset, Commit};
use crate::tell::kafka::hands::Hand;
use crate::tell::kafka::logs;
use crate::tell::piece::{At, say};
use crate::tell::sentence::{Teller, number};

impl Teller<'_> {
    pub(super) fn poll(&mut self, consumer: Consumer) {
        let ended = self.has(|event| matches!(event, Event::ConsumerDown { consumer: of } if *of == consumer));
        if ended {
            return self.position_lost(consumer, None);
        }
        for event in self.events() {
            match *event {
                Event::OffsetReset { partition, offset, .. } => self.position_lost(consumer, Some((partition, offset))),
                Event::Polled { partition, offset, count, .. } => self.returns(consumer, partition, offset, count),
                _ => {}
            }
        }
        self.commits_first();
        self.came_before(consumer);
    }

    /// B11: the log ends before the position.
    fn position_lost(&mut self, consumer: Consumer, reset: Option<(Partition, u16)>) {
        let partition = reset.map(|(partition, _)| partition);
        let partition = partition.or_else(|| {
            self.events().iter().find_map(|event| match *event {
                Event::NoOffset { partition, .. } => Some(partition),
                _ => None,
            })
        });
        let partition = partition.unwrap_or(Partition(0));
        let before = self.before();
        let position = logs::reader(&before, partition).map_or(0, |reader| reader.position);
        let end = logs::leading(&before, partition).map_or(0, |log| log.records.len() as u16);
        let spot = self.spot(partition, position);
        say!(
            self,
            [consumer, " asks for ", spot, ", but the log ends at ", end, " now"],
            [consumer, "要读", spot, "，但日志现在只到", end],
        );
        match (reset, self.kafka().auto_offset_reset) {
            (Some((_, offset)), AutoOffsetReset::Latest) => say!(
                self,
                [": auto.offset.reset=latest sets it to the end, ", offset, "."],
                ["：按 auto.offset.reset=latest 移到末尾", offset, "。"],
            ),
            (Some(_), _) => say!(
                self,
                [": auto.offset.reset=earliest sends it back to the oldest record."],
                ["：按 auto.offset.reset=earliest 从最早的记录重新读起。"],
            ),
            (None, _) => {
                say!(
                    self,
                    [", and auto.offset.reset=none: it ends with an error."],
                    ["，又设了 auto.offset.reset=none，于是报错退出。"],
                );
                self.taken_over_from(Some(consumer));
            }
        }
    }

    fn returns(&mut self, consumer: Consumer, partition: Partition, offset: u16, count: u16) {
        let hands = self.hands();
        let got = hands.iter().filter(|hand| (hand.took, hand.partition) == (self.step, partition));
        let got: Vec<Message> = got.map(|hand| hand.message).collect();
        let (spot, next) = (self.spot(partition, offset), offset + count);
        match count {
            _ if got.is_empty() => say!(
                self,
                [consumer, " polls and passes the marker at ", spot, "; its position is now ", next, "."],
                [consumer, "拉取时越过", spot, "处的标记，消费位置移到", next, "。"],
            ),
            1 => say!(
                self,
                [consumer, " polls and gets ", got.clone(), ", from ", spot, "; its position is now ", next, "."],
                [consumer, "拉取到", spot, "处的", got, "，消费位置移到", next, "。"],
            ),
            _ => say!(
                self,
                [consumer, " polls and gets ", got.clone(), ", from ", spot, " on; its position is now ", next, "."],
                [consumer, "从", spot, "起拉取到", got, "，消费位置移到", next, "。"],
            ),
        }
    }

    /// Offsets that are stored before any work.
    fn commits_first(&mut self) {
        for (partition, offset) in self.stored_offsets() {
            let spot = self.spot(partition, offset);
            say!(
                self,
                ["It commits ", spot, " before any work: whoever reads next begins there, whatever becomes of these."],
                ["它不等处理就先提交", spot, "：无论这些记录结果如何，下次都从那里读起。"],
            );
        }
    }

    pub(super) fn commit(&mut self, consumer: Consumer) {
        for (partition, offset) in self.stored_offsets() {
            self.commits(consumer, partition, offset);
        }
    }

    fn commits(&mut self, consumer: Consumer, partition: Partition, offset: u16) {
        let spot = self.spot(partition, offset);
        match self.kafka().commit {
            Commit::AutoOnPoll => say!(
                self,
                ["Inside its next poll(), ", consumer, " commits ", spot, " automatically"],
                [consumer, "再次调用 poll() 时，自动提交", spot],
            ),
            Commit::AutoBackground | Commit::AutoBackgroundStoredAfter => say!(
                self,
                ["In the background the library of ", consumer, " commits ", spot],
                [consumer, "的客户端库在后台提交", spot],
            ),
            _ => say!(self, [consumer, " commits ", spot], [consumer, "提交", spot]),
        }
        say!(self, [": next time, reading starts there."], ["：下次就从那里读起。"]);
        self.commit_goes_back(partition, offset);
        self.commit_covers_unfinished(partition, offset);
    }

    /// B33: the last write wins, even if it is lower.
    fn commit_goes_back(&mut self, partition: Partition, offset: u16) {
        let before = self.before();
        let stored = logs::reader(&before, partition).and_then(|reader| reader.committed);
        if let Some(stored) = stored.filter(|stored| *stored > offset) {
            say!(
                self,
                ["That is less than the ", stored, " stored before, for the last commit wins."],
                ["这比之前存的", stored, "还小：以最后一次提交为准。"],
            );
        }
    }

    /// The commit covers records whose effect is still to come.
    pub(super) fn commit_covers_unfinished(&mut self, partition: Partition, offset: u16) {
        let unfinished: Messages = self
            .hands()
            .iter()
            .filter(|hand| hand.is_open() && hand.partition == partition && hand.offset < offset)
            .map(|hand| hand.message)
            .collect();
        if unfinished.is_empty() {
            return;
        }
        let (is, them) = number(unfinished, (" is not processed yet: ", "it"), (" are not processed yet: ", "them"));
        say!(
            self,
            [unfinished, is, "after a crash now nobody would read ", them, "."],
            ["而", unfinished, "还没有处理：此刻崩溃，就没有人再读它了。"],
        );
    }

    pub(super) fn work(&mut self, consumer: Consumer) {
        if let Some(message) = self.skipped() {
            return self.rolls_back(consumer, message);
        }
        let applied = self.events().iter().find_map(|event| match *event {
            Event::Applied { message, times, orphan, .. } => Some((message, times, orphan)),
            _ => None,
        });
        let Some((message, times, orphan)) = applied else {
            self.beside_the_effect(consumer);
            self.transaction_stores();
            return;
        };
        if times > 1 {
            self.processes_once_more(consumer, message);
        } else {
            say!(self, [consumer, " processes ", message, ": "], [consumer, "处理", message, "："]);
            self.effect_happens();
        }
        self.overwritten();
        if self.mark_to_come(message) {
            self.transaction_stores();
            return;
        }
        match orphan {
            true => self.no_longer_its_own(consumer, message),
            false => self.offset_still_to_store(consumer, message, times),
        }
    }

    fn skipped(&self) -> Option<Message> {
        self.events().iter().find_map(|event| match *event {
            Event::Skipped { message, .. } => Some(message),
            _ => None,
        })
    }

    /// B31: effect and offset are one transaction.
    fn rolls_back(&mut self, consumer: Consumer, message: Message) {
        let hands = self.hands();
        let hand = hands.iter().find(|hand| hand.skipped == Some(self.step));
        let Some(Hand { partition, offset, .. }) = hand.copied() else { return self.nothing() };
        let before = self.before();
        let stored = logs::reader(&before, partition).and_then(|reader| reader.committed).unwrap_or(0);
        say!(
            self,
            [
                consumer,
                " rolls its transaction for ",
                message,
                " back, with no effect: the stored offset is ",
                stored,
                ", and ",
                message,
                " is at ",
                offset,
                "."
            ],
            [
                consumer,
                "回滚",
                message,
                "的事务，不产生效果：已存的位移是",
                stored,
                "，而",
                message,
                "在",
                offset,
                "。"
            ],
        );
    }

    /// The effect of a record whose partition has another owner.
    fn no_longer_its_own(&mut self, consumer: Consumer, message: Message) {
        let lost = self.last(|event| *event == Event::Orphaned { consumer, message });
        let refused = self.has(|event| matches!(event, Event::CommitRefused { .. }));
        if self.transaction_stores() {
            return;
        }
        match (lost, refused) {
            (Some(lost), true) => say!(
                self,
                ["The partition has not been its own since ", At(lost), ", and its commit is refused."],
                ["分区在", At(lost), "已不归它，它的提交被拒绝。"],
            ),
            (Some(lost), false) => say!(
                self,
                ["The partition has not been its own since ", At(lost), "."],
                ["分区在", At(lost), "已不归它。"],
            ),
            (None, _) => {}
        }
    }

    /// Whether the step stored the offset together with the effect, and says so.
    fn transaction_stores(&mut self) -> bool {
        let stored = self.stored_offsets();
        if let [(partition, offset)] = *stored.as_slice() {
            let spot = self.spot(partition, offset);
            say!(self, ["The same transaction stores ", spot, "."], ["同一个事务存下", spot, "。"]);
        }
        !stored.is_empty()
    }

    /// Whether another owner would read the record again.
    fn offset_still_to_store(&mut self, consumer: Consumer, message: Message, times: u8) {
        if self.transaction_stores() || times > 1 {
            return;
        }
        let hands = self.hands();
        let hand = hands.iter().find(|hand| hand.applied == Some(self.step) && hand.consumer == consumer);
        let Some(Hand { partition, offset, .. }) = hand.copied() else { return };
        let after = self.after();
        let stored = logs::reader(&after, partition).and_then(|reader| reader.committed).unwrap_or(0);
        if stored <= offset {
            let first = self.last(|event| matches!(event, Event::Applied { .. })).is_none();
            match first {
                true => say!(
                    self,
                    ["Its offset is not committed yet; another owner would read ", message, " again."],
                    ["它的位移还没有提交；换了消费者，", message, "会再读一遍。"],
                ),
                false => say!(self, ["Its offset is not committed yet."], ["它的位移还没有提交。"]),
            }
        }
    }
}
