//! What breaks: what struck, what it destroyed, what follows.

use super::{Teller, number};
use crate::model::{Consumer, EnvelopeKind, Event, Fault, Line, Messages, Stage};
use crate::setup::{FaultKind, Publish};
use crate::tell::faults::fault_about;
use crate::tell::piece::Part;
use crate::tell::piece::say;

impl Teller<'_> {
    pub(super) fn strike(&mut self, fault: Fault) {
        let consumer = fault.consumer.unwrap_or(Consumer(0));
        match fault.kind {
            FaultKind::PublishLost | FaultKind::ConfirmLost => self.producer_cut(),
            FaultKind::ResendTimer => self.timer(),
            FaultKind::PublishRefused => self.publish_read(),
            FaultKind::ProcessCrash | FaultKind::PowerLoss | FaultKind::DiskLoss if self.quorum() => {
                self.leader_fails(fault.kind);
            }
            FaultKind::ProcessCrash | FaultKind::PowerLoss | FaultKind::DiskLoss => self.node_fails(fault.kind),
            FaultKind::ClusterPowerLoss => self.leader_fails(fault.kind),
            FaultKind::ConsumerCrashBeforeEffect | FaultKind::ConsumerCrashAfterEffect => self.consumer_dies(consumer),
            FaultKind::DeliveryLost | FaultKind::AckLost => self.consumer_cut(consumer, false),
            FaultKind::ZombieConsumer => self.consumer_cut(consumer, true),
            FaultKind::ConsumerNack => self.hands_back(consumer),
            FaultKind::ConsumerCancel => self.cancels(consumer),
            FaultKind::Rebalance | FaultKind::FollowerLag | FaultKind::HandlerException => {
                let lang = self.tale.lang;
                let about = fault_about(fault.kind, self.run.setup().broker, lang);
                about.add_to(&mut self.tale);
            }
        }
    }

    /// A person cuts a connection at one envelope; what was ahead of it arrives first (N1).
    pub(super) fn pluck(&mut self, line: Line) {
        let ahead: Vec<(EnvelopeKind, Messages)> = self
            .events()
            .iter()
            .filter_map(|event| match event {
                Event::Received { envelope, .. } => Some((envelope.kind, envelope.messages)),
                _ => None,
            })
            .collect();
        if !ahead.is_empty() {
            say!(self, ["What was ahead on the wire arrives first."], ["线上排在前面的先送到。"]);
        }
        match line {
            Line::Producer => self.producer_cut(),
            Line::Consumer(consumer) => self.consumer_cut(consumer, false),
        }
    }

    fn producer_cut(&mut self) {
        let answers = self.rabbitmq().publish != Publish::FireAndForget;
        let owed: Messages = self.before().broker.owed.into_iter().filter(|_| answers).collect();
        match (self.destroys(), owed.is_empty()) {
            (true, _) => {
                say!(self, ["The producer's connection is cut, which destroys "], ["生产者的连接断开，毁掉了"]);
                self.destroyed_list();
                say!(self, ["."], ["。"]);
            }
            (false, true) => say!(self, ["The producer's connection is cut."], ["生产者的连接断开。"]),
            (false, false) => say!(
                self,
                ["The producer's connection is cut before the broker has answered for ", owed, "."],
                ["消息代理还没有答复", owed, "，生产者的连接就断开了。"],
            ),
        }
        if self.destroys() && !owed.is_empty() {
            say!(
                self,
                ["What the broker still owes for ", owed, " will never be answered."],
                ["消息代理欠下的对", owed, "的答复再也不会发出。"],
            );
        }
        self.unbuffered();
        self.producer_after_cut();
    }

    fn timer(&mut self) {
        let Some(envelope) = self.sent().next() else { return self.nothing() };
        let publish_number = envelope.number.to_string();
        say!(
            self,
            [
                "The producer's timer runs out and it sends ",
                envelope.messages,
                " again, as publish number ",
                publish_number.clone(),
                ", though nothing is wrong with the connection."
            ],
            ["生产者的定时器到时，它重发", envelope.messages, "，作为第", publish_number, "号发布，尽管连接完好无损。"],
        );
        let under_way = self.before().lines.iter().any(|line| {
            let publishes = line.to_broker.iter().filter(|earlier| earlier.kind == EnvelopeKind::Publish);
            publishes.into_iter().any(|earlier| earlier.messages == envelope.messages)
        });
        match (under_way, envelope.messages.iter().next()) {
            (true, _) => say!(self, ["The first one is still on its way."], ["前一份其实还在途中。"]),
            (false, Some(message)) => self.fate_of_first(message),
            (false, None) => {}
        }
    }

    /// A classic queue's node stops.
    fn node_fails(&mut self, kind: FaultKind) {
        let running = self.has(|event| matches!(event, Event::NodeDown { .. }));
        match (kind, running) {
            (FaultKind::PowerLoss, true) => {
                say!(
                    self,
                    ["The broker's machine loses power, and with it memory and page cache"],
                    ["消息代理的机器掉电，内存和页缓存清空"]
                );
            }
            (FaultKind::PowerLoss, false) => {
                say!(
                    self,
                    ["The stopped broker's machine loses power too, and with it the page cache"],
                    ["已停下的消息代理，机器也掉电了，页缓存清空"]
                );
            }
            (FaultKind::DiskLoss, true) => {
                say!(self, ["The broker's node fails for good and loses its disk"], ["消息代理的节点损坏，磁盘也没了"])
            }
            (FaultKind::DiskLoss, false) => {
                say!(self, ["The stopped broker loses its disk too"], ["已停下的消息代理，磁盘也没了"])
            }
            _ => say!(self, ["The broker's process crashes and loses its memory"], ["消息代理的进程崩溃，内存清空"]),
        }
        self.what_is_left();
        self.torn_connections();
    }

    /// Vanished and surviving copies, as clauses that end the sentence.
    fn what_is_left(&mut self) {
        let vanished = self.vanished();
        let survivors = self.survivors();
        let gone = self.has(|event| matches!(event, Event::QueueGone));
        let mut first = true;
        for (cause, messages) in vanished.iter().copied() {
            self.clause(&mut first);
            self.vanishes(cause, messages);
        }
        if gone && vanished.is_empty() {
            self.clause(&mut first);
            match self.rabbitmq().durable {
                false => say!(self, ["the queue was not durable and is gone"], ["队列不是持久化的，没有了"]),
                true => say!(self, ["the queue is gone with it"], ["队列也随之没有了"]),
            }
        }
        if !survivors.is_empty() {
            self.clause(&mut first);
            let was = number(survivors, "was", "were");
            say!(self, [survivors, " ", was, " written out and will be back"], [survivors, "已经写出，还会回来"],);
        }
        say!(self, ["."], ["。"]);
    }

    /// `: ` before the first clause, `; ` before every other.
    fn clause(&mut self, first: &mut bool) {
        match std::mem::take(first) {
            true => say!(self, [": "], ["："]),
            false => say!(self, ["; "], ["；"]),
        }
    }

    /// What the cut of every connection did.
    fn torn_connections(&mut self) {
        if self.destroys() {
            say!(self, ["Every connection breaks, which destroys "], ["所有连接断开，毁掉了"]);
            self.destroyed_list();
            say!(self, ["."], ["。"]);
        }
        self.unbuffered();
        self.orphaned();
    }

    /// A quorum queue's leader stops, or all its members.
    fn leader_fails(&mut self, kind: FaultKind) {
        let node = self.events().iter().find_map(|event| match event {
            Event::NodeDown { member } => Some(*member),
            _ => None,
        });
        let Some(node) = node else { return self.nothing() };
        match kind {
            FaultKind::ClusterPowerLoss => {
                say!(
                    self,
                    ["All nodes lose power. What is in their logs is on their disks and survives"],
                    ["所有节点掉电；日志都在磁盘上，不会丢"]
                );
            }
            FaultKind::DiskLoss => {
                say!(self, [node, ", the leader, fails and loses its disk"], ["主副本所在的", node, "损坏，磁盘也没了"])
            }
            FaultKind::PowerLoss => say!(
                self,
                [node, ", the leader, loses power; its log stays on its disk"],
                ["主副本所在的", node, "掉电；日志还在磁盘上"]
            ),
            _ => say!(
                self,
                [node, ", the leader, crashes; its log stays on its disk"],
                ["主副本所在的", node, "崩溃；日志还在磁盘上"]
            ),
        }
        let mut first = true;
        for (cause, messages) in self.vanished() {
            self.clause(&mut first);
            self.vanishes(cause, messages);
        }
        let survivors = self.survivors();
        if kind == FaultKind::DiskLoss && !survivors.is_empty() {
            self.clause(&mut first);
            let is = number(survivors, " is on other nodes", " are on other nodes");
            say!(self, [survivors, is], [survivors, "在别的节点上还有"]);
        }
        say!(self, ["."], ["。"]);
        self.torn_connections();
    }

    fn consumer_dies(&mut self, consumer: Consumer) {
        let applied = self.in_hand(consumer, |stage| stage == Stage::Applied);
        let dropped = self.dropped();
        match (applied.is_empty(), dropped.is_empty()) {
            (false, true) => say!(
                self,
                [consumer, " crashes after it processed ", applied, " and before it sent the ack."],
                [consumer, "处理完", applied, "、还没发出确认就崩溃了。"],
            ),
            (false, false) => say!(
                self,
                [
                    consumer,
                    " crashes with ",
                    applied,
                    " processed but not acked, and ",
                    dropped,
                    " not even processed."
                ],
                [consumer, "崩溃了：", applied, "处理完还没确认，", dropped, "还没处理。"],
            ),
            (true, false) => say!(
                self,
                [consumer, " crashes with ", dropped, " in hand and not processed."],
                [consumer, "崩溃了，手中的", dropped, "还没处理。"],
            ),
            (true, true) => say!(self, [consumer, " crashes."], [consumer, "崩溃了。"]),
        }
        if self.destroys() {
            say!(self, ["Its connection breaks, which destroys "], ["它的连接断开，毁掉了"]);
            self.destroyed_list();
            say!(self, ["."], ["。"]);
        }
        self.requeued();
        self.activated();
    }

    fn consumer_cut(&mut self, consumer: Consumer, zombie: bool) {
        match (zombie, self.destroys()) {
            (true, false) => say!(
                self,
                [consumer, " loses its channel while its process lives on."],
                [consumer, "失去了信道，进程却还活着。"]
            ),
            (true, true) => {
                say!(self, [consumer, " loses its channel, which destroys "], [consumer, "失去了信道，毁掉了"])
            }
            (false, false) => say!(self, [consumer, "'s connection is cut."], [consumer, "的连接断开。"]),
            (false, true) => {
                say!(self, [consumer, "'s connection is cut, which destroys "], [consumer, "的连接断开，毁掉了"])
            }
        }
        if self.destroys() {
            self.destroyed_list();
            say!(self, ["."], ["。"]);
        }
        self.requeued();
        self.orphaned();
        self.activated();
    }

    fn hands_back(&mut self, consumer: Consumer) {
        let messages: Messages = self.sent().flat_map(|envelope| envelope.messages.iter()).collect();
        match self.rabbitmq().dead_letter {
            None => say!(
                self,
                [consumer, " does not process ", messages, " but hands it back with a nack."],
                [consumer, "没有处理", messages, "，而是用否定确认把它退回。"],
            ),
            Some(_) => say!(
                self,
                [consumer, " does not process ", messages, " but rejects it, without requeue."],
                [consumer, "没有处理", messages, "，而是拒绝了它，且不要求放回队列。"],
            ),
        }
    }

    fn cancels(&mut self, consumer: Consumer) {
        let held = self.in_hand(consumer, |_| true);
        say!(
            self,
            [consumer, " cancels its subscription. It keeps its channel, and ", held, " in hand."],
            [consumer, "取消订阅，但信道还在，手中的", held, "仍归它。"],
        );
    }
}
