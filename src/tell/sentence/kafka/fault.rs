//! What breaks: what struck, what it destroyed, what follows.

use crate::model::{Consumer, Event, Fault, Member, Messages};
use crate::setup::{Commit, FaultKind};
use crate::tell::kafka::logs;
use crate::tell::piece::say;
use crate::tell::sentence::Teller;

impl Teller<'_> {
    pub(super) fn kafka_strike(&mut self, fault: Fault) {
        let consumer = fault.consumer.unwrap_or(Consumer(0));
        match fault.kind {
            FaultKind::PublishLost | FaultKind::ConfirmLost => self.request_cut(),
            FaultKind::PublishRefused => self.requests_read(),
            FaultKind::ProcessCrash | FaultKind::PowerLoss | FaultKind::DiskLoss => self.leader_stops(fault.kind),
            FaultKind::ClusterPowerLoss => self.all_stop(),
            FaultKind::ConsumerCrashBeforeEffect | FaultKind::ConsumerCrashAfterEffect => self.crashes(consumer),
            FaultKind::ZombieConsumer => self.kicked(consumer),
            FaultKind::Rebalance => self.rebalances(consumer),
            FaultKind::FollowerLag => self.falls_behind(fault.member.unwrap_or(Member(0))),
            FaultKind::HandlerException => self.closes(consumer),
            FaultKind::ResendTimer
            | FaultKind::DeliveryLost
            | FaultKind::AckLost
            | FaultKind::ConsumerNack
            | FaultKind::ConsumerCancel => self.nothing(),
        }
    }

    /// A person cuts the connection at one envelope; what was ahead of it arrives first (N1).
    pub(super) fn kafka_pluck(&mut self) {
        if self.has(|event| matches!(event, Event::Received { .. })) {
            say!(self, ["What was ahead on the wire arrives first."], ["线上排在前面的先送到。"]);
        }
        self.request_cut();
    }

    fn request_cut(&mut self) {
        match self.destroys() {
            true => {
                say!(self, ["The producer's connection is cut, which destroys "], ["生产者的连接断开，毁掉了"]);
                self.destroyed_list();
                say!(self, ["."], ["。"]);
            }
            false => say!(self, ["The producer's connection is cut."], ["生产者的连接断开。"]),
        }
        self.waited_in_vain();
        self.after_cut();
    }

    /// A request that is appended and will not be answered.
    fn waited_in_vain(&mut self) {
        let owed: Messages = self.before().broker.owed.into_iter().collect();
        if !owed.is_empty() {
            say!(
                self,
                ["The leader has appended ", owed, ", but the response that was to follow will not come."],
                ["主副本已经追加了", owed, "，但随后的响应不会来了。"],
            );
        }
    }

    /// The connection to the leader went down with it.
    fn connection_breaks(&mut self) {
        if self.destroys() {
            say!(self, ["The producer's connection breaks, which destroys "], ["生产者的连接断开，毁掉了"]);
            self.destroyed_list();
            say!(self, ["."], ["。"]);
        }
        self.after_cut();
    }

    fn leader_stops(&mut self, kind: FaultKind) {
        let node = self.events().iter().find_map(|event| match *event {
            Event::NodeDown { member } => Some(member),
            _ => None,
        });
        let Some(node) = node else { return self.nothing() };
        match kind {
            FaultKind::DiskLoss => say!(
                self,
                [node, ", the leader, fails for good and loses its disk and its log."],
                ["主副本所在的", node, "损坏，磁盘和日志都没了。"],
            ),
            FaultKind::PowerLoss => {
                say!(self, [node, ", the leader, loses power"], ["主副本所在的", node, "掉电"]);
                self.page_cache();
            }
            _ => say!(
                self,
                ["The process of ", node, ", the leader, crashes; its log stays in page cache and on disk."],
                ["主副本所在的", node, "进程崩溃；日志还在页缓存和磁盘上。"],
            ),
        }
        self.election();
        self.connection_breaks();
    }

    /// What power loss leaves.
    fn page_cache(&mut self) {
        match self.kafka().flush_every_message {
            true => say!(self, ["; its log is on its disk."], ["；日志在磁盘上。"]),
            false => {
                say!(self, ["; the end of its log may not have reached its disk."], ["；日志的末尾可能还没有落盘。"],)
            }
        }
    }

    fn all_stop(&mut self) {
        match self.kafka().flush_every_message {
            true => {
                say!(self, ["All nodes lose power; their logs are on their disks."], ["所有节点掉电；日志在磁盘上。"])
            }
            false => say!(
                self,
                ["All nodes lose power; the end of each log may not have reached its disk."],
                ["所有节点掉电；每份日志的末尾都可能还没有落盘。"],
            ),
        }
        self.election();
        self.connection_breaks();
    }

    fn falls_behind(&mut self, member: Member) {
        let left = logs::in_sync(&self.after());
        let (are, set) = if left.len() == 1 { ("is", "只有") } else { ("are", "有") };
        say!(
            self,
            [member, " falls behind and leaves the in-sync replicas; only ", left.clone(), " ", are, " in sync now."],
            [member, "落后，退出同步副本集合；现在同步的", set, left, "。"],
        );
        let least = u16::from(self.kafka().min_insync_replicas.min(self.kafka().replication_factor));
        if logs::in_sync(&self.after()).len() < usize::from(least) {
            say!(
                self,
                ["With fewer than ", least, " in sync nothing more is committed."],
                ["同步副本不足", least, "个，不会再有记录提交。"],
            );
        }
        if self.has(|event| matches!(event, Event::Committed { .. })) {
            self.committed(Messages::NONE);
        }
    }

    /// What was in hand and not processed when the process ended.
    fn dropped_of(&self, consumer: Consumer) -> Messages {
        self.messages(|event| match *event {
            Event::Dropped { consumer: by, message, .. } if by == consumer => Some(message),
            _ => None,
        })
    }

    /// What the consumer has processed and nobody has committed.
    fn done_uncommitted(&self, consumer: Consumer) -> Messages {
        let before = self.before();
        let hands = self.hands_before();
        let done = hands.iter().filter(|hand| {
            let reader = logs::reader(&before, hand.partition);
            let stored = reader.and_then(|reader| reader.committed).unwrap_or(0);
            let owned = reader.is_some_and(|reader| reader.owner == Some(consumer));
            owned
                && hand.consumer == consumer
                && hand.applied.is_some()
                && hand.orphaned.is_none()
                && hand.offset >= stored
        });
        done.map(|hand| hand.message).collect()
    }

    fn crashes(&mut self, consumer: Consumer) {
        let (done, dropped) = (self.done_uncommitted(consumer), self.dropped_of(consumer));
        match (done.is_empty(), dropped.is_empty()) {
            (true, true) => say!(self, [consumer, " crashes."], [consumer, "崩溃了。"]),
            (true, false) => say!(
                self,
                [consumer, " crashes with ", dropped, " in hand and not processed."],
                [consumer, "崩溃了，手中的", dropped, "还没处理。"],
            ),
            (false, true) => say!(
                self,
                [consumer, " crashes after it processed ", done, " and before it committed that."],
                [consumer, "处理完", done, "、还没提交位移就崩溃了。"],
            ),
            (false, false) => say!(
                self,
                [
                    consumer,
                    " crashes with ",
                    done,
                    " processed but not committed, and ",
                    dropped,
                    " not even processed."
                ],
                [consumer, "崩溃了：", done, "处理完还没提交，", dropped, "还没处理。"],
            ),
        }
        self.taken_over();
    }

    fn kicked(&mut self, consumer: Consumer) {
        say!(
            self,
            [
                consumer,
                " takes longer than max.poll.interval.ms between two polls, so the group takes it for dead; its process lives on."
            ],
            [consumer, "两次 poll() 之间超过了 max.poll.interval.ms，消费者组认为它已失效，而它的进程还活着。"],
        );
        self.works_on(consumer);
        self.taken_over();
    }

    fn rebalances(&mut self, consumer: Consumer) {
        say!(
            self,
            ["A planned rebalance, inside poll(): ", consumer, " gives up what it reads"],
            ["计划内的再均衡（发生在 poll() 中）：", consumer, "交出分区"],
        );
        let stored = self.stored_offsets();
        match *stored.as_slice() {
            [(partition, offset)] => {
                let spot = self.spot(partition, offset);
                say!(self, [" and commits ", spot, " before that."], ["，并在此之前提交", spot, "。"]);
            }
            [] => say!(self, ["."], ["。"]),
            _ => say!(self, [" and commits its offsets before that."], ["，并在此之前提交各分区的位移。"]),
        }
        self.works_on(consumer);
        self.taken_over();
    }

    /// An exception leaves the handler, and the consumer closes.
    fn closes(&mut self, consumer: Consumer) {
        let dropped = self.dropped_of(consumer);
        say!(
            self,
            [
                "An exception leaves the handler of ",
                consumer,
                ", and it closes with ",
                dropped,
                " in hand and not processed."
            ],
            [consumer, "的处理程序抛出异常，随即关闭，手中的", dropped, "还没处理。"],
        );
        let automatic = matches!(
            self.kafka().commit,
            Commit::AutoOnPoll | Commit::AutoBackground | Commit::AutoBackgroundStoredAfter
        );
        for (partition, offset) in self.stored_offsets() {
            let spot = self.spot(partition, offset);
            say!(self, ["Its close() commits ", spot, "."], ["它的 close() 提交", spot, "。"]);
        }
        if !automatic {
            say!(self, ["Its close() commits nothing."], ["它的 close() 什么都不提交。"]);
        }
        self.taken_over();
    }
}
