//! Before the first step: what this run is about.

use super::Teller;
use crate::setup::{Ack, Publish, QueueType};
use crate::tell::piece::say;

impl Teller<'_> {
    pub(super) fn start(&mut self) {
        let messages = self.run.setup().messages;
        say!(self, ["Nothing has happened yet."], ["一切尚未开始。"]);
        match messages {
            1 => say!(self, ["The producer will send one message, "], ["生产者要发一条消息，"]),
            _ => {
                let count = messages.to_string();
                say!(
                    self,
                    ["The producer will send ", count.clone(), " messages, "],
                    ["生产者要发", count, "条消息，"]
                );
            }
        }
        self.publishing();
        self.several_queues();
        self.queue();
        self.consuming();
        self.limited();
    }

    fn publishing(&mut self) {
        let window = self.rabbitmq().window;
        match (self.rabbitmq().publish, window) {
            (Publish::FireAndForget, _) => say!(self, ["asking for no answers."], ["不要求答复。"]),
            (Publish::Tx, 1) => say!(self, ["each in a transaction of its own."], ["每条单独一个事务。"]),
            (Publish::Tx, _) => {
                let window = window.to_string();
                say!(self, ["in transactions of up to ", window.clone(), "."], ["每个事务最多", window, "条。"]);
            }
            (Publish::Confirm, 1) => say!(self, ["and wait for a confirm after each."], ["每发一条就等确认。"]),
            (Publish::Confirm, _) => {
                let window = window.to_string();
                say!(self, ["with up to ", window.clone(), " unconfirmed at a time."], ["最多", window, "条未确认。"]);
            }
        }
    }

    fn queue(&mut self) {
        let rabbitmq = self.rabbitmq();
        match (rabbitmq.queue_type, rabbitmq.durable, rabbitmq.persistent) {
            (QueueType::Quorum, ..) => {
                say!(self, ["A quorum queue on three nodes hands them "], ["三个节点上的仲裁队列把它们"])
            }
            (QueueType::Classic, true, true) => {
                say!(
                    self,
                    ["They are persistent, and a durable queue hands them "],
                    ["消息是持久化的，持久化队列把它们"]
                );
            }
            (QueueType::Classic, true, false) => {
                say!(
                    self,
                    ["They are not persistent; a durable queue hands them "],
                    ["消息未持久化，持久化队列把它们"]
                );
            }
            (QueueType::Classic, false, _) => {
                say!(self, ["A queue that is not durable hands them "], ["未持久化的队列把它们"]);
            }
        }
    }

    fn several_queues(&mut self) {
        let queues = self.rabbitmq().queues.to_string();
        if self.rabbitmq().queues > 1 {
            say!(
                self,
                ["The key decides which of ", queues.clone(), " queues a message goes to; each is like this."],
                ["由键决定消息进入", queues, "个队列中的哪一个；每个都如下所述。"],
            );
        }
    }

    /// What makes a queue give messages up, and where they go then.
    fn limited(&mut self) {
        let rabbitmq = self.rabbitmq();
        let limited =
            rabbitmq.max_length.is_some() || rabbitmq.message_ttl.is_some() || rabbitmq.delivery_limit.is_some();
        match (limited, rabbitmq.dead_letter) {
            (false, None) => {}
            (true, None) => say!(
                self,
                ["The queue has limits, and what is beyond them is dropped or refused."],
                ["队列有限制，超出的消息会被丢弃或拒绝。"],
            ),
            (_, Some(_)) => say!(
                self,
                ["What the queue gives up goes to a dead-letter queue."],
                ["队列不再保留的消息会进入死信队列。"],
            ),
        }
    }

    fn consuming(&mut self) {
        let rabbitmq = self.rabbitmq();
        match (rabbitmq.consumers, rabbitmq.single_active_consumer) {
            (1, _) => say!(self, ["to one consumer, "], ["交给一个消费者，"]),
            (count, true) => {
                let count = count.to_string();
                say!(
                    self,
                    ["to the active one of ", count.clone(), " consumers, "],
                    ["交给", count, "个消费者中活跃的那个，"]
                );
            }
            (count, false) => {
                let count = count.to_string();
                say!(self, ["to ", count.clone(), " consumers in turn, "], ["轮流交给", count, "个消费者，"]);
            }
        }
        let several = rabbitmq.consumers > 1 && !rabbitmq.single_active_consumer;
        match (rabbitmq.ack, several) {
            (Ack::Auto, _) => say!(self, ["with automatic acks."], ["确认是自动的。"]),
            (Ack::BeforeEffect, false) => say!(self, ["which acks before its work."], ["它先确认再处理。"]),
            (Ack::BeforeEffect, true) => say!(self, ["which ack before their work."], ["它们先确认再处理。"]),
            (Ack::AfterEffect, false) => say!(self, ["which acks after its work."], ["它处理完再确认。"]),
            (Ack::AfterEffect, true) => say!(self, ["which ack after their work."], ["它们处理完再确认。"]),
        }
    }
}
