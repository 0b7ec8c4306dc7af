//! Followers that fetch, elections, and nodes that come back.

use crate::model::{CopyId, EnvelopeKind, Event, Member, Message, Messages, Partition};
use crate::setup::Acks;
use crate::tell::kafka::logs;
use crate::tell::piece::say;
use crate::tell::sentence::{Teller, number};

impl Teller<'_> {
    /// A follower cuts off what the leader does not have, fetches what it lacks, and is in sync.
    pub(super) fn fetch(&mut self, member: Member) {
        let cut = self.messages(|event| match *event {
            Event::Truncated { message, .. } => Some(message),
            _ => None,
        });
        let before = logs::copies_on(&self.before(), member);
        let after = logs::copies_on(&self.after(), member);
        let fetched: Messages =
            after.iter().filter(|copy| !before.contains(copy)).map(|(message, _)| *message).collect();
        let (marker, marker_cut) = self.markers_changed(member);
        match (cut.is_empty() && !marker_cut, fetched.is_empty() && !marker) {
            (true, true) => say!(
                self,
                [member, " asks the leader: its log is the same as the leader's."],
                [member, "询问主副本：两份日志一致。"],
            ),
            (true, false) => {
                say!(self, [member, " fetches "], [member, "从主副本拉取"]);
                self.records(fetched, marker);
                say!(self, [" from the leader."], ["。"]);
            }
            (false, _) => self.truncates(member, (cut, marker_cut), (fetched, marker)),
        }
        if self.has(|event| matches!(event, Event::JoinedIsr { .. })) {
            say!(self, ["It is in sync again."], ["它重新进入同步副本集合。"]);
        }
        self.committed(fetched);
    }

    /// What it cuts off and what it fetches: messages, and whether a marker is among them.
    fn truncates(&mut self, member: Member, cut: (Messages, bool), fetched: (Messages, bool)) {
        say!(self, [member, " cuts "], [member, "从日志末尾截掉"]);
        self.records(cut.0, cut.1);
        say!(self, [" off its log, because the leader has nothing like that there"], ["：主副本的日志在那里没有它"]);
        if fetched.0.is_empty() && !fetched.1 {
            return say!(self, ["."], ["。"]);
        }
        say!(self, [", and fetches "], ["；并改为拉取"]);
        self.records(fetched.0, fetched.1);
        say!(self, [" instead."], ["。"]);
    }

    /// What the high watermark passes in this step, and who is answered.
    pub(super) fn committed(&mut self, fetched: Messages) {
        let committed = self.messages(|event| match *event {
            Event::Committed { message, .. } => Some(message),
            _ => None,
        });
        if committed.is_empty() {
            return self.not_committed(fetched);
        }
        let readers = self.kafka().consumers > 0;
        let (it, is) = number(committed, ("it", "it is committed"), ("them", "they are committed"));
        let waits = self.waits_for_the_end() && !self.has(|event| matches!(event, Event::TransactionEnded { .. }));
        match readers {
            true if waits => say!(
                self,
                [
                    "Every in-sync replica has ",
                    committed,
                    " now, so the high watermark passes ",
                    it,
                    "; consumers may read ",
                    it,
                    " once the transaction has ended"
                ],
                ["所有同步副本都有了", committed, "，高水位越过它；消费者要等事务结束才能读到"],
            ),
            true => say!(
                self,
                [
                    "Every in-sync replica has ",
                    committed,
                    " now, so the high watermark passes ",
                    it,
                    " and consumers may read ",
                    it
                ],
                ["所有同步副本都有了", committed, "，高水位越过它，消费者可以读到了"],
            ),
            false => say!(
                self,
                ["Every in-sync replica has ", committed, " now, so the high watermark passes ", it, ": ", is],
                ["所有同步副本都有了", committed, "，高水位越过它：它已提交"],
            ),
        }
        let answered =
            self.has(|event| matches!(event, Event::Sent { envelope, .. } if envelope.kind == EnvelopeKind::Produced));
        match answered && self.kafka().acks == Acks::All {
            true => say!(self, ["; the leader answers the producer."], ["；主副本答复生产者。"]),
            false => say!(self, ["."], ["。"]),
        }
    }

    /// Why what was fetched is not committed yet.
    fn not_committed(&mut self, fetched: Messages) {
        let scene = self.after();
        let Some(message) = fetched.iter().last() else { return };
        let partition = self.partition(message);
        let Some(log) = logs::leading(&scene, partition) else { return };
        let Some(record) = log.records.iter().rev().find(|record| record.message == Some(message)) else { return };
        if record.committed {
            return;
        }
        let lacking = self.in_sync_but(&logs::holders(&scene, record.copy));
        if !lacking.is_empty() {
            let still = if lacking.len() == 1 { " still lacks " } else { " still lack " };
            let (is, it) = number(fetched, ("It is", "it."), ("They are", "them."));
            return say!(
                self,
                [is, " not committed yet: ", lacking.clone(), still, it],
                ["它还没有提交：", lacking, "还没有它。"],
            );
        }
        let least = u16::from(self.kafka().min_insync_replicas);
        if logs::in_sync(&scene).len() < usize::from(least) {
            say!(
                self,
                ["With fewer than ", least, " in sync nothing is committed."],
                ["同步副本不足", least, "个，什么都不会提交。"],
            );
        }
    }

    pub(super) fn node_back(&mut self, member: Member) {
        let leads = self.has(|event| matches!(event, Event::Leads { .. }));
        let scene = self.after();
        match (leads, logs::leader(&scene)) {
            (true, _) => {
                say!(self, [member, " is back."], [member, "回来了。"]);
                self.election();
            }
            (false, None) => say!(
                self,
                [member, " is back, but it was not in sync, so it may not lead; the partition stays offline."],
                [member, "回来了，但它当时不同步，不能当主副本；分区仍然离线。"],
            ),
            (false, Some(leader)) => self.follows_again(member, leader),
        }
    }

    fn follows_again(&mut self, member: Member, leader: Member) {
        let scene = self.after();
        let own = logs::copies_on(&scene, member);
        let led: Vec<CopyId> = logs::copies_on(&scene, leader).iter().map(|(_, copy)| *copy).collect();
        let extra: Messages = own.iter().filter(|(_, copy)| !led.contains(copy)).map(|(message, _)| *message).collect();
        match (extra.is_empty(), own.is_empty() && !led.is_empty()) {
            (false, _) => {
                let its = number(extra, "Its record of ", "Its records of ");
                say!(
                    self,
                    [
                        member,
                        " is back as a follower. ",
                        its,
                        extra,
                        " will be cut off: the leader has nothing like that there."
                    ],
                    [member, "回来了，成为从副本；它的", extra, "会被截掉：主副本的日志在那里没有它。"],
                );
            }
            (true, true) => say!(
                self,
                [member, " is back with an empty log and will fetch everything from the leader."],
                [member, "回来了，日志是空的，要从主副本全部拉取。"],
            ),
            (true, false) => say!(
                self,
                [member, " is back as a follower; it counts as in sync once it has caught up."],
                [member, "回来了，成为从副本；追上主副本之前不算同步。"],
            ),
        }
    }

    /// Who leads now, or that nobody does.
    pub(super) fn election(&mut self) {
        let leads = self.events().iter().find_map(|event| match *event {
            Event::Leads { member, epoch, clean } => Some((member, epoch as u16, clean)),
            _ => None,
        });
        match leads {
            Some((member, epoch, true)) => say!(
                self,
                [member, ", an in-sync replica, leads from now on, in epoch ", epoch, "."],
                ["同步副本", member, "成为主副本，纪元", epoch, "。"],
            ),
            Some((member, epoch, false)) => say!(
                self,
                [member, ", which was not in sync, leads from now on, in epoch ", epoch, ": an unclean election."],
                ["并不同步的", member, "成为主副本，纪元", epoch, "：这是一次不干净的选举。"],
            ),
            None => return self.offline(),
        }
        if let Some((member, ..)) = leads {
            self.lacks(member);
        }
        if self.has(|event| matches!(event, Event::Committed { .. })) {
            self.committed(Messages::NONE);
        }
    }

    fn offline(&mut self) {
        let alive = self.after().broker.logs.iter().any(|log| log.up);
        match alive {
            true => say!(
                self,
                ["No in-sync replica is alive, so nobody leads: the partition is offline until one is back."],
                ["没有同步副本还活着，无人接任主副本：分区离线，直到有一个回来。"],
            ),
            false if self.kafka().replication_factor == 1 => {
                say!(self, ["Nobody leads before it is back."], ["它回来之前，没有主副本。"]);
            }
            false => say!(self, ["Nobody leads before one is back."], ["有一个回来之前，没有主副本。"]),
        }
    }

    /// What the last leader had and the new one has not.
    fn lacks(&mut self, leader: Member) {
        let has = logs::messages_on(&self.after(), leader);
        let Some(old) = self.last_leader() else { return };
        let lacking: Vec<Message> = old.iter().filter(|message| !has.contains(*message)).collect();
        let ledger = self.run.ledger(self.step);
        let acked = |message: &&Message| ledger.record(**message).belief == crate::model::Belief::Acked;
        let safe: Messages = lacking.iter().filter(acked).copied().collect();
        let other: Messages = lacking.iter().filter(|message| !acked(message)).copied().collect();
        if !safe.is_empty() {
            say!(
                self,
                ["Its log does not have ", safe, ", which the producer takes for safe."],
                ["它的日志里没有", safe, "，而生产者以为已经安全。"],
            );
        }
        if !other.is_empty() {
            say!(self, ["Its log does not have ", other, "."], ["它的日志里没有", other, "。"]);
        }
    }

    /// What the log of the last leader held when it stopped.
    fn last_leader(&self) -> Option<Messages> {
        let led = |position: &usize| logs::leader(&self.run.scene(*position)).is_some();
        let position = (0..self.step).rev().find(led)?;
        let scene = self.run.scene(position);
        logs::leader(&scene).map(|leader| logs::messages_on(&scene, leader))
    }

    pub(super) fn tail_lost(&mut self, member: Member, partition: Partition) {
        let lost = self.events().iter().find_map(|event| match *event {
            Event::TailLost { message, copy, .. } => Some((message, copy)),
            _ => None,
        });
        let Some((message, copy)) = lost else { return self.marker_lost(member, partition) };
        let before = self.before();
        let offset = logs::of(&before, member, partition).and_then(|log| logs::offset_in(log, copy)).unwrap_or(0);
        let spot = self.spot(partition, offset);
        say!(
            self,
            [member, " had ", message, " at ", spot, " only in its page cache: its disk never got it."],
            [member, "的", message, "（", spot, "）只在页缓存里，没有写到磁盘，掉电后就没有了。"],
        );
    }
}
