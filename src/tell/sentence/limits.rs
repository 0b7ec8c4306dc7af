//! What limits and dead letters do, told behind whatever else a step did (A37, A41, A47–A51).

use super::Teller;
use crate::model::{Action, Cause, Consumer, CopyId, Death, Event, Message};
use crate::setup::{Ack, Overflow};
use crate::tell::piece::say;

impl Teller<'_> {
    /// Told in the order in which it happened.
    pub(super) fn limits(&mut self, action: Action) {
        for event in self.events() {
            match *event {
                Event::HandedOut { consumer, message, .. } => self.hands_out_at_once(consumer, message),
                Event::DeliveryFailed { message, times, .. } => self.delivery_failed(message, times),
                Event::Discarding { message, copy, death } => self.notes_discard(message, copy, death),
                Event::Removed { message, copy, cause: Cause::Discarded(death) } => self.gives_up(message, copy, death),
                Event::DeadLettered { message, death, .. } => self.buries(message, death),
                Event::CameBack { message, .. } => self.comes_back(message),
                Event::RefusedByBroker { message, told: false } if action == Action::Retry => {
                    self.way_back_is_shut(message)
                }
                _ => {}
            }
        }
    }

    fn hands_out_at_once(&mut self, consumer: Consumer, message: Message) {
        say!(
            self,
            ["It hands ", message, " to ", consumer, " at once."],
            ["它随即把", message, "投递给", consumer, "。"]
        );
        if self.rabbitmq().ack == Ack::Auto {
            say!(self, ["Acks are automatic, so it forgets it."], ["确认是自动的，随即忘掉它。"]);
        }
    }

    fn delivery_failed(&mut self, message: Message, times: u8) {
        let Some(limit) = self.rabbitmq().delivery_limit else { return };
        let (count, limit) = (times.to_string(), limit.to_string());
        say!(
            self,
            ["That makes ", count.clone(), " failed deliveries of ", message, "; the limit is ", limit.clone(), "."],
            [message, "的投递至此失败", count, "次，上限是", limit, "次。"],
        );
    }

    /// Whether the copy was in the dead-letter queue.
    fn was_dead(&self, copy: CopyId) -> bool {
        self.last(|event| matches!(event, Event::DeadLettered { copy: dead, .. } if *dead == copy)).is_some()
    }

    /// Why a message leaves its queue.
    fn reason(&mut self, message: Message, death: Death) {
        match death {
            Death::Rejected => say!(
                self,
                ["The consumer rejected ", message, ", without requeue"],
                ["消费者拒绝了", message, "，且不要求放回"]
            ),
            Death::Expired => say!(self, ["The time to live of ", message, " is over"], [message, "过期了"]),
            Death::TooLong => {
                say!(
                    self,
                    ["The queue is too long, and ", message, " is the oldest in it"],
                    ["队列超长，", message, "排在最前"]
                );
            }
            Death::TooOften => {
                say!(self, ["Too many deliveries of ", message, " have failed"], [message, "的投递失败次数过多"])
            }
        }
    }

    fn notes_discard(&mut self, message: Message, copy: CopyId, death: Death) {
        if self.was_dead(copy) {
            return say!(
                self,
                ["The pause of ", message, " in the dead-letter queue is over; it leaves once a second node knows."],
                [message, "在死信队列中停够了，第二个节点也知道之后就离开。"],
            );
        }
        self.reason(message, death);
        say!(self, [": it leaves the queue once a second node knows."], ["：第二个节点也知道之后，它就离开队列。"]);
    }

    fn gives_up(&mut self, message: Message, copy: CopyId, death: Death) {
        if self.was_dead(copy) {
            return say!(self, [message, " leaves the dead-letter queue."], [message, "离开死信队列。"]);
        }
        self.reason(message, death);
        match self.rabbitmq().dead_letter {
            None => say!(self, [": the queue drops it, and tells nobody."], ["：队列丢弃它，谁也不告诉。"]),
            Some(_) => say!(self, [": it leaves the queue."], ["：它离开队列。"]),
        }
    }

    fn buries(&mut self, message: Message, death: Death) {
        match (death, self.rabbitmq().overflow) {
            (Death::TooLong, Overflow::RejectPublishDlx) => say!(
                self,
                ["What is refused goes to the dead-letter queue: a copy of ", message, " is there now."],
                ["被拒绝的消息进入死信队列：", message, "的一份副本现在在那里。"],
            ),
            _ => say!(
                self,
                ["A new copy of ", message, " goes to the end of the dead-letter queue."],
                [message, "的一份新副本排到死信队列的末尾。"],
            ),
        }
        if !death.comes_back() {
            say!(self, ["It stays there for somebody to look at."], ["它留在那里，等人来查看。"]);
        }
    }

    fn comes_back(&mut self, message: Message) {
        say!(
            self,
            [
                "It is to be tried again: a new copy of ",
                message,
                " goes to the end of its queue, behind newer messages."
            ],
            ["它要再试一次：", message, "的一份新副本排到原队列的末尾，落在更新的消息之后。"],
        );
    }

    fn way_back_is_shut(&mut self, message: Message) {
        say!(
            self,
            ["But its queue is full and refuses ", message, ", and of a dead letter nobody is told."],
            ["可是原队列已满，拒绝了", message, "；死信遭拒，谁也不会得知。"],
        );
    }
}
