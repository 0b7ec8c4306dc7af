//! Transactions: their end is asked for and decided, and markers go into the logs (B28 to B30).

use crate::model::{CopyId, EnvelopeKind, Event, LogScene, Member, Messages, Partition, Scene};
use crate::setup::IsolationLevel;
use crate::tell::kafka::logs;
use crate::tell::piece::say;
use crate::tell::sentence::{Teller, number};

impl Teller<'_> {
    /// Whether consumers wait for the end of a transaction before they read its records.
    pub(super) fn waits_for_the_end(&self) -> bool {
        self.kafka().transactional && self.kafka().isolation_level == IsolationLevel::ReadCommitted
    }

    /// The producer asks for the end.
    pub(super) fn asks_to_commit(&mut self, messages: Messages) {
        let asks = |event: &Event| {
            matches!(event, Event::Sent { envelope, .. }
                if envelope.kind == EnvelopeKind::Commit && envelope.messages == messages)
        };
        match self.last(asks) {
            Some(_) => say!(
                self,
                ["The producer asks again to commit the transaction of ", messages, ", for it has no answer."],
                ["生产者没有得到答复，再次请求提交", messages, "的事务。"],
            ),
            None => say!(
                self,
                ["The producer has a response for all of it and asks to commit the transaction of ", messages, "."],
                ["事务中的写入都有了响应，生产者请求提交", messages, "的事务。"],
            ),
        }
    }

    /// What the coordinator makes of that.
    pub(super) fn decides(&mut self) {
        let asked = self.events().iter().find_map(|event| match *event {
            Event::Received { envelope, .. } if envelope.kind == EnvelopeKind::Commit => Some(envelope.messages),
            _ => None,
        });
        let Some(messages) = asked else { return };
        match self.has(|event| matches!(event, Event::TransactionDecided { .. })) {
            true => say!(
                self,
                [
                    "The coordinator decides that the transaction of ",
                    messages,
                    " is committed, and answers at once; its markers in the logs follow."
                ],
                ["协调者决定提交", messages, "的事务，随即答复；日志里的标记随后写入。"],
            ),
            false => say!(
                self,
                ["The coordinator has decided on the transaction of ", messages, " already and answers the same."],
                ["协调者早已决定提交", messages, "的事务，照样答复。"],
            ),
        }
    }

    /// The leader appends the markers that are due.
    pub(super) fn writes_markers(&mut self) {
        let scene = self.after();
        for event in self.events() {
            let Event::MarkerWritten { partition } = *event else { continue };
            let end = logs::leading(&scene, partition).map_or(0, |log| log.records.len() as u16);
            let spot = self.spot(partition, end.saturating_sub(1));
            say!(
                self,
                ["The leader writes the marker that ends the transaction, at ", spot, "."],
                ["主副本在", spot, "写入结束事务的标记。"],
            );
        }
    }

    /// A partition whose marker every in-sync replica has.
    pub(super) fn transaction_ends(&mut self) {
        let readers = self.kafka().consumers > 0 && self.waits_for_the_end();
        for event in self.events() {
            let Event::TransactionEnded { partition } = *event else { continue };
            match self.kafka().partitions {
                1 => say!(
                    self,
                    ["Every in-sync replica has the marker, so the transaction has ended"],
                    ["所有同步副本都有了标记，事务结束"],
                ),
                _ => {
                    let which = self.which(partition);
                    say!(
                        self,
                        ["Every in-sync replica has the marker, so the transaction has ended in ", which],
                        ["所有同步副本都有了标记，事务在", which, "中结束"],
                    );
                }
            }
            match readers {
                true => say!(self, [": consumers may read its records now."], ["，消费者可以读其中的记录了。"]),
                false => say!(self, ["."], ["。"]),
            }
        }
    }

    /// Only now does the application know.
    pub(super) fn reads_the_end(&mut self, messages: Messages) {
        let is = number(messages, " is safe.", " are safe.");
        say!(
            self,
            ["The producer reads that the transaction is committed. From now on it believes that ", messages, is],
            ["生产者得知事务已提交，从此认为", messages, "已经安全。"],
        );
    }

    /// A response within a transaction.
    pub(super) fn reads_within(&mut self, messages: Messages) {
        say!(
            self,
            ["The producer reads the response for ", messages, "; what counts is the end of the transaction."],
            ["生产者读到对", messages, "的响应；事务结束才算数。"],
        );
    }

    /// A cut took the request for the end, or the answer to it. Whether the producer will ask again is told.
    pub(super) fn end_unknown(&mut self) -> bool {
        let lost = [EnvelopeKind::Commit, EnvelopeKind::CommitOk];
        let unknown = lost.into_iter().any(|kind| !self.destroyed(kind).is_empty());
        if unknown {
            say!(
                self,
                ["The producer does not know whether the transaction is committed and will ask again."],
                ["生产者不知道事务是否已经提交，会再次请求。"],
            );
        }
        unknown
    }

    /// Markers that this step added to a node's logs, and whether it took any away.
    pub(super) fn markers_changed(&self, member: Member) -> (bool, bool) {
        let (before, after) = (markers_on(&self.before(), member), markers_on(&self.after(), member));
        let more = |some: &[CopyId], than: &[CopyId]| some.iter().any(|copy| !than.contains(copy));
        (more(&after, &before), more(&before, &after))
    }

    /// Messages, a marker, or both.
    pub(super) fn records(&mut self, messages: Messages, marker: bool) {
        match (messages.is_empty(), marker) {
            (false, false) => say!(self, [messages], [messages]),
            (false, true) => say!(self, [messages, " and a marker"], [messages, "和一个事务标记"]),
            (true, _) => say!(self, ["a transaction's marker"], ["一个事务标记"]),
        }
    }

    /// The last record of a log had not reached the disk, and it was a marker.
    pub(super) fn marker_lost(&mut self, member: Member, partition: Partition) {
        let before = self.before();
        let end = logs::of(&before, member, partition).map_or(0, |log| log.records.len() as u16);
        let spot = self.spot(partition, end.saturating_sub(1));
        say!(
            self,
            [member, " had the marker at ", spot, " only in its page cache: its disk never got it."],
            [member, "在", spot, "的标记只在页缓存里，没有写到磁盘，掉电后就没有了。"],
        );
    }
}

fn markers_on(scene: &Scene, member: Member) -> Vec<CopyId> {
    let of = |log: &&LogScene| log.member == member;
    let records = scene.broker.logs.iter().filter(of).flat_map(|log| &log.records);
    records.filter(|record| record.message.is_none()).map(|record| record.copy).collect()
}
