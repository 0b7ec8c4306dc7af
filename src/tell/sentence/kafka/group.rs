//! Who takes a partition over, and where it begins.

use crate::model::{Consumer, Event, Messages, Partition};
use crate::setup::AutoOffsetReset;
use crate::tell::kafka::hands::Hand;
use crate::tell::kafka::logs;
use crate::tell::piece::say;
use crate::tell::sentence::Teller;

impl Teller<'_> {
    /// What becomes of the partitions that somebody gave up in this step.
    pub(super) fn taken_over(&mut self) {
        self.taken_over_from(None);
    }

    /// The same, where the end of this consumer is told already.
    pub(super) fn taken_over_from(&mut self, ended: Option<Consumer>) {
        for event in self.events() {
            match *event {
                Event::NoOffset { consumer, .. } if ended == Some(consumer) => {}
                Event::NoOffset { consumer, partition } => self.finds_nothing(consumer, partition),
                Event::Assigned { consumer, partition, offset } => self.takes_over(consumer, partition, offset),
                _ => {}
            }
        }
        self.left_alone();
    }

    fn takes_over(&mut self, consumer: Consumer, partition: Partition, offset: u16) {
        let reset = self.has(|event| *event == Event::OffsetReset { consumer, partition, offset });
        let (which, spot) = (self.which(partition), self.spot(partition, offset));
        match (reset, self.kafka().auto_offset_reset) {
            (false, _) => say!(
                self,
                [consumer, " takes ", which, " over and begins at ", spot, ", the stored one"],
                [consumer, "接管", which, "，从已提交的", spot, "读起"],
            ),
            (true, AutoOffsetReset::Latest) => say!(
                self,
                [
                    consumer,
                    " takes ",
                    which,
                    " over, finds no stored offset and, by auto.offset.reset=latest, begins at the end, ",
                    spot
                ],
                [consumer, "接管", which, "，没有已提交的位移，按 auto.offset.reset=latest 从末尾", spot, "读起"],
            ),
            (true, _) => say!(
                self,
                [consumer, " takes ", which, " over, finds no stored offset and begins with the oldest record"],
                [consumer, "接管", which, "，没有已提交的位移，从最早的记录读起"],
            ),
        }
        self.will_read_again(partition, offset);
        self.skips(partition, offset);
    }

    /// Records that were processed and stand at or after the offset.
    fn will_read_again(&mut self, partition: Partition, offset: u16) {
        let (hands, scene) = (self.hands(), self.after());
        // After an unclean election another record may stand there.
        let there =
            |hand: &&Hand| logs::copy_at(&scene, partition, hand.offset).is_none_or(|copy| hand.copy == Some(copy));
        let again = hands.iter().filter(|hand| hand.partition == partition && hand.offset >= offset);
        let again: Messages =
            again.filter(there).filter(|hand| hand.applied.is_some()).map(|hand| hand.message).collect();
        match again.is_empty() {
            true => say!(self, ["."], ["。"]),
            false => say!(
                self,
                [", so it will read ", again, " again, although that is done."],
                ["；", again, "虽已处理，还会再读一遍。"],
            ),
        }
    }

    /// Records before the offset that nobody has processed.
    fn skips(&mut self, partition: Partition, offset: u16) {
        let ledger = self.run.ledger(self.step);
        let hands = self.hands();
        let before = hands.iter().filter(|hand| hand.partition == partition && hand.offset < offset);
        let skipped = before.filter(|hand| hand.dropped == Some(self.step));
        let skipped: Messages =
            skipped.map(|hand| hand.message).filter(|message| ledger.record(*message).applied == 0).collect();
        if !skipped.is_empty() {
            say!(
                self,
                ["It will not read ", skipped, ", which nobody has processed."],
                ["它不会再读", skipped, "，而那还没有人处理过。"],
            );
        }
    }

    fn finds_nothing(&mut self, consumer: Consumer, partition: Partition) {
        let which = self.which(partition);
        say!(
            self,
            [
                consumer,
                " should take ",
                which,
                " over, finds no stored offset, and auto.offset.reset=none: it ends with an error."
            ],
            [consumer, "本应接管", which, "，却没有已提交的位移，又设了 auto.offset.reset=none，于是报错退出。"],
        );
    }

    /// Partitions that nobody reads any more.
    fn left_alone(&mut self) {
        let taken = |partition: Partition| {
            self.has(|event| matches!(*event, Event::Assigned { partition: of, .. } if of == partition))
        };
        let given_up = self.events().iter().filter_map(|event| match *event {
            Event::Revoked { partition, .. } => Some(partition),
            _ => None,
        });
        let alone: Vec<Partition> = given_up.filter(|partition| !taken(*partition)).collect();
        match alone.as_slice() {
            [] => {}
            [partition] => {
                let which = self.which(*partition);
                say!(self, ["Nobody is left to read ", which, "."], ["再没有人读", which, "了。"]);
            }
            _ => say!(self, ["Nobody is left to read its partitions."], ["它的分区再没有人读了。"]),
        }
    }

    /// What the step stored as the offset to begin with, by its partitions.
    pub(super) fn stored_offsets(&self) -> Vec<(Partition, u16)> {
        let stored = self.events().iter().filter_map(|event| match *event {
            Event::OffsetCommitted { partition, offset, .. } => Some((partition, offset)),
            _ => None,
        });
        stored.collect()
    }

    /// What the consumer still has in hand of partitions that it lost in this step.
    pub(super) fn works_on(&mut self, consumer: Consumer) {
        let orphans = self.messages(|event| match *event {
            Event::Orphaned { consumer: by, message } if by == consumer => Some(message),
            _ => None,
        });
        if !orphans.is_empty() {
            say!(
                self,
                ["It works on with ", orphans, ", which it still has in hand."],
                ["它手中还有", orphans, "，会继续处理。"],
            );
        }
        let refused = self.has(|event| matches!(event, Event::CommitRefused { .. }));
        if refused {
            say!(self, ["It can't commit what it has finished any more."], ["它处理完的记录也无法再提交。"],);
        }
    }
}
