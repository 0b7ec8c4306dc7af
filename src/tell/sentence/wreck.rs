//! What a cut or a crash leaves: destroyed envelopes, vanished copies, what survives, what goes back.

use super::{Teller, number};
use crate::model::{Cause, Consumer, CopyId, EnvelopeKind, Event, Message, Messages, Way};
use crate::setup::{Ack, Broker, Publish, Resend};
use crate::tell::copies::live;
use crate::tell::piece::say;

/// The order in which destroyed things are told.
const KINDS: [EnvelopeKind; 14] = [
    EnvelopeKind::Publish,
    EnvelopeKind::Delivery,
    EnvelopeKind::Return,
    EnvelopeKind::Commit,
    EnvelopeKind::Confirm,
    EnvelopeKind::Refusal,
    EnvelopeKind::CommitOk,
    EnvelopeKind::CommitFailed,
    EnvelopeKind::Ack,
    EnvelopeKind::Nack,
    EnvelopeKind::Cancel,
    EnvelopeKind::Produce,
    EnvelopeKind::Produced,
    EnvelopeKind::ProduceError,
];

impl Teller<'_> {
    /// Destroyed envelopes by kind, with their messages.
    fn destroyed_kinds(&self) -> Vec<(EnvelopeKind, Messages)> {
        let mut found: Vec<(EnvelopeKind, Messages)> = Vec::new();
        for kind in KINDS {
            let of_kind = self.events().iter().filter_map(|event| match event {
                Event::Destroyed { envelope, .. } if envelope.kind == kind => Some(envelope.messages),
                _ => None,
            });
            let messages: Vec<Messages> = of_kind.collect();
            if !messages.is_empty() {
                found.push((kind, messages.iter().flat_map(|messages| messages.iter()).collect()));
            }
        }
        found
    }

    /// Whether anything was destroyed on its way.
    pub(super) fn destroys(&self) -> bool {
        self.has(|event| matches!(event, Event::Destroyed { .. }))
    }

    /// The destroyed messages of publishes or deliveries.
    pub(super) fn destroyed(&self, kind: EnvelopeKind) -> Messages {
        let found = self.destroyed_kinds().into_iter().find(|(of, _)| *of == kind);
        found.map_or(Messages::NONE, |(_, messages)| messages)
    }

    /// Everything destroyed on its way, as a list.
    pub(super) fn destroyed_list(&mut self) {
        let kinds = self.destroyed_kinds();
        let last = kinds.len().saturating_sub(1);
        for (place, (kind, messages)) in kinds.into_iter().enumerate() {
            match place {
                0 => {}
                _ if place == last => say!(self, [" and "], ["以及"]),
                _ => say!(self, [", "], ["、"]),
            }
            self.destroyed_item(kind, messages);
        }
    }

    fn destroyed_item(&mut self, kind: EnvelopeKind, messages: Messages) {
        match kind {
            EnvelopeKind::Publish => say!(self, [messages, " on the way to the broker"], ["发往消息代理的", messages]),
            EnvelopeKind::Commit => say!(self, ["the commit of ", messages], ["对", messages, "的提交请求"]),
            EnvelopeKind::Confirm => say!(self, ["the confirm for ", messages], ["对", messages, "的发布者确认"]),
            EnvelopeKind::Refusal => say!(self, ["the nack for ", messages], ["对", messages, "的否定确认"]),
            EnvelopeKind::Return => say!(self, [messages, " on the way back"], ["退回途中的", messages]),
            EnvelopeKind::CommitOk if self.run.setup().broker == Broker::Kafka => {
                say!(
                    self,
                    ["the answer that ", messages, number(messages, " is committed", " are committed")],
                    [messages, "的事务已提交的答复"]
                );
            }
            EnvelopeKind::CommitOk => say!(self, ["the commit-ok for ", messages], [messages, "的提交成功答复"]),
            EnvelopeKind::CommitFailed => {
                say!(self, ["the word that the commit of ", messages, " failed"], [messages, "的提交失败答复"]);
            }
            EnvelopeKind::Delivery => say!(self, [messages, " on the way to the consumer"], ["投递途中的", messages]),
            EnvelopeKind::Ack => say!(self, ["the ack for ", messages], ["对", messages, "的消费确认"]),
            EnvelopeKind::Nack => say!(self, ["the consumer's nack for ", messages], ["退回", messages, "的请求"]),
            EnvelopeKind::Reject => say!(self, ["the consumer's rejection of ", messages], ["对", messages, "的拒绝"]),
            EnvelopeKind::Cancel => say!(self, ["the consumer's cancel"], ["取消订阅的请求"]),
            EnvelopeKind::Produce => say!(self, [messages, " on the way to the leader"], ["发往主副本的", messages]),
            EnvelopeKind::Produced => say!(self, ["the response for ", messages], ["对", messages, "的成功响应"]),
            EnvelopeKind::ProduceError => say!(self, ["the error for ", messages], ["对", messages, "的错误响应"]),
        }
    }

    /// What the producer does about a cut.
    pub(super) fn producer_after_cut(&mut self) {
        let again = self.messages(|event| match event {
            Event::ToResend { message } => Some(*message),
            _ => None,
        });
        let destroyed = self.destroyed(EnvelopeKind::Publish);
        if !again.is_empty() {
            let them = number(again, " and will send it again.", " and will send them again.");
            return say!(
                self,
                ["The producer has no answer for ", again, them],
                ["生产者没有等到", again, "的答复，会重发。"],
            );
        }
        let answers = self.has(|event| matches!(event, Event::Destroyed { way: Way::ToClient, .. }));
        if destroyed.is_empty() && !answers {
            return;
        }
        match (self.rabbitmq().publish, self.rabbitmq().resend) {
            (Publish::FireAndForget, _) => say!(
                self,
                ["The producer expects no answers, so it misses nothing and sends nothing again."],
                ["生产者本来就不等答复，也就察觉不到缺了什么，不会重发。"],
            ),
            (Publish::Tx | Publish::Confirm, Resend::Never) => {
                say!(
                    self,
                    ["The producer gets no answer and never sends anything again."],
                    ["生产者得不到答复，也从不重发。"],
                );
            }
            (Publish::Tx | Publish::Confirm, Resend::UnconfirmedFirst | Resend::NewFirst) => {}
        }
    }

    /// Publishes that waited for a commit and are dropped with their channel.
    pub(super) fn unbuffered(&mut self) {
        let dropped = self.messages(|event| match event {
            Event::Unbuffered { message } => Some(*message),
            _ => None,
        });
        if !dropped.is_empty() {
            say!(
                self,
                ["The broker drops ", dropped, ", which waited for a commit."],
                ["消息代理丢弃等待提交的", dropped, "。"],
            );
        }
    }

    /// Copies that vanished although nobody had consumed them, by cause.
    pub(super) fn vanished(&self) -> Vec<(Cause, Messages)> {
        let before = self.step - 1;
        let wanted: Vec<CopyId> = live(self.run, before).iter().map(|copy| copy.copy).collect();
        let mut found: Vec<(Cause, Messages)> = Vec::new();
        for event in self.events() {
            let Event::Vanished { message, copy, cause } = *event else { continue };
            if !wanted.contains(&copy) {
                continue;
            }
            match found.iter_mut().find(|(known, _)| *known == cause) {
                Some((_, messages)) => messages.insert(message),
                None => found.push((cause, Messages::one(message))),
            }
        }
        found
    }

    /// How a copy vanished, as a clause.
    pub(super) fn vanishes(&mut self, cause: Cause, messages: Messages) {
        let (was, is) = (number(messages, "was", "were"), number(messages, "is", "are"));
        match cause {
            Cause::NotFlushed => {
                say!(self, [messages, " ", was, " only in memory and ", is, " gone"], [messages, "只在内存里，没有了"],)
            }
            Cause::NotOnDisk => say!(
                self,
                [messages, " ", was, " not on the disk yet and ", is, " gone"],
                [messages, "还没有落盘，没有了"],
            ),
            Cause::DiskGone => {
                say!(self, [messages, " ", was, " nowhere else and ", is, " gone"], [messages, "只存在那里，没有了"])
            }
            Cause::QueueNotDurable => say!(
                self,
                ["the queue was not durable, and ", messages, " ", is, " gone with it"],
                ["队列不是持久化的，", messages, "随它一起没有了"],
            ),
            Cause::Transient => say!(
                self,
                [messages, " ", was, " not persistent and ", is, " gone"],
                [messages, "不是持久化消息，没有了"],
            ),
            Cause::Truncated => say!(
                self,
                [messages, " ", is, " not in the leader's log and ", is, " gone"],
                ["主副本的日志里没有", messages, "，没有了"],
            ),
            Cause::AutoAck
            | Cause::Acked
            | Cause::Unroutable
            | Cause::Refused
            | Cause::ProcessDied
            | Cause::Forgotten
            | Cause::NoMajority
            | Cause::Discarded(_) => say!(self, [messages, " ", is, " gone"], [messages, "没有了"]),
        }
    }

    /// Messages of which an unconsumed copy is left after the step.
    pub(super) fn survivors(&self) -> Messages {
        live(self.run, self.step).iter().map(|copy| copy.message).collect()
    }

    /// What consumers keep in hand without a channel to ack it by.
    pub(super) fn orphaned(&mut self) {
        let mut hands: Vec<(Consumer, Message)> = Vec::new();
        for event in self.events() {
            if let Event::Orphaned { consumer, message } = *event {
                hands.push((consumer, message));
            }
        }
        let Some((first, _)) = hands.first().copied() else { return };
        let messages: Messages = hands.iter().map(|(_, message)| *message).collect();
        match hands.iter().all(|(consumer, _)| *consumer == first) {
            true => say!(self, [first, " still has ", messages, " in hand"], [first, "手中还有", messages]),
            false => say!(self, ["Consumers still have ", messages, " in hand"], ["各消费者手中还有", messages]),
        }
        match self.rabbitmq().ack {
            Ack::Auto => say!(self, ["."], ["。"]),
            Ack::BeforeEffect | Ack::AfterEffect => {
                say!(self, [", but can't ack any more."], ["，但已无法确认。"]);
            }
        }
    }

    /// What goes back into the queue with a dead channel.
    pub(super) fn requeued(&mut self) {
        let back = self.messages(|event| match event {
            Event::Requeued { message, .. } => Some(*message),
            _ => None,
        });
        if !back.is_empty() {
            say!(
                self,
                ["The broker puts ", back, " back into the queue, to be handed out again."],
                ["消息代理把", back, "放回队列，等待重新投递。"],
            );
        }
    }

    /// Messages that these events concern, for a test of presence.
    pub(super) fn in_hand(&self, consumer: Consumer, wanted: impl Fn(crate::model::Stage) -> bool) -> Messages {
        let scene = self.before();
        let hands = scene.consumers.iter().filter(|scene| scene.consumer == consumer);
        let held = hands.flat_map(|hand| hand.holding.iter()).filter(|held| wanted(held.stage));
        held.map(|held| -> Message { held.message }).collect()
    }
}
