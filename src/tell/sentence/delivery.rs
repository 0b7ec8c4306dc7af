//! What the broker does towards consumers: hand out, read acks, put back.

use super::again::Again;
use super::{Teller, number};
use crate::model::{Cause, Consumer, EnvelopeKind, Event, Line, Message, Messages};
use crate::setup::{Ack, Publish};
use crate::tell::piece::At;
use crate::tell::piece::say;

impl Teller<'_> {
    pub(super) fn dispatch(&mut self) {
        let sent = self.events().iter().find_map(|event| match event {
            Event::Sent { line: Line::Consumer(consumer), envelope, .. } => Some((*consumer, *envelope)),
            _ => None,
        });
        let Some((consumer, envelope)) = sent else { return self.nothing() };
        let Some(message) = envelope.messages.iter().next() else { return self.nothing() };
        let again = self.handed_out_before(message).then(|| self.why_again(message, self.step)).flatten();
        match again {
            Some(again) => self.hands_out_again(consumer, message, again, envelope.again),
            None => self.hands_out(consumer, message),
        }
        if again.is_none() && envelope.again {
            self.marked_by_restart();
        }
        if self.has(|event| matches!(event, Event::ConfirmDue { .. })) {
            self.consumed_counts();
        }
    }

    fn handed_out_before(&self, message: Message) -> bool {
        let delivers = |event: &Event| {
            matches!(event, Event::Sent { envelope, .. }
                if envelope.kind == EnvelopeKind::Delivery && envelope.messages.contains(message))
        };
        self.last(delivers).is_some()
    }

    fn hands_out(&mut self, consumer: Consumer, message: Message) {
        match (self.rabbitmq().ack, self.quorum()) {
            (Ack::Auto, false) => say!(
                self,
                [
                    "The broker writes ",
                    message,
                    " to ",
                    consumer,
                    "'s connection and, with automatic acks, forgets it at once."
                ],
                ["消息代理把", message, "写入", consumer, "的连接；确认是自动的，随即忘掉它。"],
            ),
            (Ack::Auto, true) => say!(
                self,
                [
                    "The leader writes ",
                    message,
                    " to ",
                    consumer,
                    "'s connection; with automatic acks, it forgets it as soon as a second node knows."
                ],
                ["主副本把", message, "写入", consumer, "的连接；确认是自动的，第二个节点也知道之后就忘掉它。"],
            ),
            (Ack::BeforeEffect | Ack::AfterEffect, _) => say!(
                self,
                ["The broker hands ", message, " to ", consumer, " and keeps a copy until the ack comes."],
                ["消息代理把", message, "投递给", consumer, "，副本留到收到确认为止。"],
            ),
        }
    }

    fn hands_out_again(&mut self, consumer: Consumer, message: Message, again: Again, marked: bool) {
        match self.rabbitmq().consumers {
            1 => say!(self, ["The broker hands out ", message, " again"], ["消息代理再次投递", message]),
            _ => say!(
                self,
                ["The broker hands out ", message, " again, to ", consumer],
                ["消息代理再次投递", message, "，交给", consumer]
            ),
        }
        match (again, marked) {
            (Again::PublishedTwice(step), false) => say!(
                self,
                [". This is the copy that the producer sent at ", At(step), ", so nothing marks it as a repeat."],
                ["。这是生产者在", At(step), "重发的那份，没有任何重复的标记。"],
            ),
            (Again::CameBack(step), _) => say!(
                self,
                [". This is the copy that came back from the dead-letter queue at ", At(step), "."],
                ["。这是", At(step), "从死信队列回来的那份。"],
            ),
            (Again::PublishedTwice(step), true) => {
                say!(
                    self,
                    [". This is the copy that the producer sent at ", At(step), "."],
                    ["。这是生产者在", At(step), "重发的那份。"],
                );
                self.marked_by_restart();
            }
            _ => {
                say!(self, [", marked as redelivered: "], ["，标为重投："]);
                self.because(again);
                say!(self, ["."], ["。"]);
            }
        }
        if self.rabbitmq().ack == Ack::Auto && !self.quorum() {
            say!(self, ["Acks are automatic, so it forgets it at once."], ["确认是自动的，随即忘掉它。"]);
        }
    }

    /// After an unclean restart every copy carries the mark (A19).
    fn marked_by_restart(&mut self) {
        let up = self.last(|event| matches!(event, Event::NodeUp { .. }));
        if let Some(up) = up {
            say!(
                self,
                ["It is marked as redelivered only because of the restart at ", At(up), "."],
                ["它带有重投标志，只是因为", At(up), "的重启。"],
            );
        }
    }

    /// Being consumed answers a publish as well as being written (A8).
    fn consumed_counts(&mut self) {
        let due = self.messages(|event| match event {
            Event::ConfirmDue { message, consumed: true } => Some(*message),
            _ => None,
        });
        if due.is_empty() {
            return;
        }
        match self.rabbitmq().publish {
            Publish::Tx => say!(
                self,
                ["Consumed counts as stored: the commit waits for it no longer."],
                ["消费掉也算存好：提交不必再等它。"],
            ),
            Publish::Confirm | Publish::FireAndForget => say!(
                self,
                ["Consumed counts as stored: it can be confirmed, though it was never written out."],
                ["消费掉也算存好：虽然从未写出，却可以确认了。"],
            ),
        }
    }

    /// Why a message came again, as a clause.
    pub(super) fn because(&mut self, again: Again) {
        match again {
            Again::AckDestroyed(step) => {
                say!(self, ["its ack was destroyed at ", At(step)], ["它的确认在", At(step), "被毁"]);
            }
            Again::DeliveryDestroyed(step) => {
                say!(self, ["its delivery was destroyed at ", At(step)], ["它的投递在", At(step), "被毁"]);
            }
            Again::ConsumerDied(step, consumer) => say!(
                self,
                ["its ack had not been sent when ", consumer, " crashed at ", At(step)],
                [At(step), consumer, "崩溃时还没有发出确认"],
            ),
            Again::ChannelLost(step, consumer) => say!(
                self,
                ["its ack had not been sent when ", consumer, " lost its channel at ", At(step)],
                [At(step), consumer, "失去信道时还没有发出确认"],
            ),
            Again::HandedBack(step, consumer) => {
                say!(self, [consumer, " handed it back at ", At(step)], [consumer, "在", At(step), "把它退了回来"]);
            }
            Again::BrokerStopped(step) if self.rabbitmq().ack == Ack::Auto => say!(
                self,
                ["no second node knew that it was handed out when the leader stopped at ", At(step)],
                [At(step), "主副本停下时，第二个节点还不知道它已经投递"],
            ),
            Again::BrokerStopped(step) => say!(
                self,
                ["its ack had not arrived when the broker stopped at ", At(step)],
                [At(step), "消息代理停下时还没有收到它的确认"],
            ),
            Again::RemovalForgotten(step, cause) => {
                let (english, chinese) = match cause {
                    Cause::AutoAck => ("that it was handed out", "它已被投递这件事"),
                    Cause::Discarded(_) => ("that it had left the queue", "它已离开队列这件事"),
                    _ => ("its ack", "对它的确认"),
                };
                say!(
                    self,
                    [english, " was not written out when the broker stopped at ", At(step)],
                    [At(step), "消息代理停下时，", chinese, "还没有写下"],
                );
            }
            Again::AckNotOnMajority(step) => say!(
                self,
                ["its ack was on no second node when the leader stopped at ", At(step)],
                [At(step), "主副本停下时，它的确认还没有写到第二个节点"],
            ),
            Again::CameBack(step) => say!(
                self,
                ["it came back from the dead-letter queue at ", At(step)],
                ["它在", At(step), "从死信队列回来"],
            ),
            Again::PublishedTwice(step) => {
                say!(self, ["the producer sent it again at ", At(step)], ["生产者在", At(step), "又发了一次"]);
            }
        }
    }

    pub(super) fn broker_reads_from(&mut self, consumer: Consumer) {
        let Some(envelope) = self.received() else { return self.nothing() };
        match envelope.kind {
            EnvelopeKind::Nack => self.reads_nack(),
            EnvelopeKind::Reject => self.reads_reject(),
            EnvelopeKind::Cancel => {
                say!(
                    self,
                    ["The broker hands nothing more to ", consumer, ". What it holds stays with it."],
                    ["消息代理不再投递给", consumer, "；它手中的消息仍归它。"],
                );
                self.activated();
            }
            _ => self.reads_ack(envelope.messages),
        }
    }

    fn reads_ack(&mut self, messages: Messages) {
        if self.quorum() {
            return say!(
                self,
                [
                    "The leader notes the ack for ",
                    messages,
                    " in its log. It removes the message once a second node has that."
                ],
                ["主副本把对", messages, "的确认写入日志；等第二个节点也有了，才移除消息。"],
            );
        }
        say!(
            self,
            ["The broker reads the ack and removes ", messages, " from the queue."],
            ["消息代理读到确认，把", messages, "移出队列。"],
        );
        let left = self.left_written();
        if self.has(|event| matches!(event, Event::ConfirmDue { .. })) {
            self.consumed_counts();
        } else if left == messages {
            let it = number(left, "it", "them");
            say!(
                self,
                ["Until a flush notes that, a crash would bring ", it, " back."],
                ["在冲刷记下之前，一次崩溃就会让它回来。"],
            );
        } else if !left.is_empty() {
            say!(
                self,
                ["Until a flush notes that, a crash would bring ", left, " back."],
                ["在冲刷记下之前，一次崩溃就会让", left, "回来。"],
            );
        }
    }

    /// What becomes of a rejected message is told with the limits.
    fn reads_reject(&mut self) {
        let leaves = |event: &Event| matches!(event, Event::Removed { .. } | Event::Discarding { .. });
        if !self.has(leaves) {
            self.nothing();
        }
    }

    fn reads_nack(&mut self) {
        let discarded = self.messages(|event| match event {
            Event::Discarding { message, .. } => Some(*message),
            _ => None,
        });
        let read = self.received().map(|envelope| envelope.messages).unwrap_or_default();
        let messages: Messages = read.iter().filter(|message| !discarded.contains(*message)).collect();
        if messages.is_empty() {
            return say!(
                self,
                ["The leader reads that ", discarded, " was handed back."],
                ["主副本读到", discarded, "被退回。"],
            );
        }
        match self.quorum() {
            true => say!(
                self,
                ["The leader notes in its log that ", messages, " was handed back. A second node must have that too."],
                ["主副本把退回", messages, "这件事写入日志；第二个节点也要有才行。"],
            ),
            false => say!(
                self,
                ["The broker puts ", messages, " back in its old place in the queue and will hand it out again."],
                ["消息代理把", messages, "放回队列原处，之后会重新投递。"],
            ),
        }
    }

    /// A single active consumer takes over (A44).
    pub(super) fn activated(&mut self) {
        let active = self.events().iter().find_map(|event| match event {
            Event::Activated { consumer } => Some(*consumer),
            _ => None,
        });
        let several = self.rabbitmq().consumers > 1;
        if let Some(active) = active.filter(|_| several) {
            say!(self, [active, " is the active one from now on."], ["从现在起由", active, "接收。"]);
        }
    }
}
