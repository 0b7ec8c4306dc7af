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
        self.queue();
        self.consuming();
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
