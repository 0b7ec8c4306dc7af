//! What a consumer does: receive, process, ack, drop, start again.

use super::again::Again;
use super::{Teller, number};
use crate::model::{Consumer, EnvelopeKind, Event, Line, Message, Messages, Way};
use crate::setup::{Ack, EffectKind};
use crate::tell::copies::live_of;
use crate::tell::piece::At;
use crate::tell::piece::say;

impl Teller<'_> {
    pub(super) fn consumer_reads(&mut self, consumer: Consumer) {
        let took = self.events().iter().find_map(|event| match event {
            Event::Took { message, times, .. } => Some((*message, *times)),
            _ => None,
        });
        let Some((message, times)) = took else { return self.nothing() };
        if times > 1 {
            return self.receives_again(consumer, message);
        }
        match self.rabbitmq().ack {
            Ack::Auto if live_of(self.run, self.step, message).is_empty() => say!(
                self,
                [consumer, " receives ", message, ", of which no copy is left anywhere else."],
                [consumer, "收到", message, "，别处已经没有副本。"],
            ),
            Ack::Auto | Ack::AfterEffect => {
                say!(self, [consumer, " receives ", message, "."], [consumer, "收到", message, "。"])
            }
            Ack::BeforeEffect => say!(
                self,
                [consumer, " receives ", message, " and will ack it before the work."],
                [consumer, "收到", message, "，它会先确认，再处理。"],
            ),
        }
    }

    fn receives_again(&mut self, consumer: Consumer, message: Message) {
        let took = |event: &Event| matches!(event, Event::Took { message: of, .. } if *of == message);
        let applied = |event: &Event| matches!(event, Event::Applied { message: of, .. } if *of == message);
        let Some(taken) = self.last(took) else { return self.nothing() };
        let taker = self.by(taken).unwrap_or(consumer);
        let own = |event: &Event| matches!(event, Event::Took { consumer: by, message: of, .. } if (*by, *of) == (consumer, message));
        match self.count(own) {
            0 | 1 => say!(self, [consumer, " receives ", message], [consumer, "收到", message]),
            times => {
                let (english, chinese) = (a_second_time(times), second_time_chinese(times));
                say!(self, [consumer, " receives ", message, english], [consumer, chinese, "收到", message]);
            }
        }
        match self.last(applied) {
            Some(step) => {
                let who = self.by(step).unwrap_or(consumer);
                self.after_processing(consumer, who, step);
            }
            None if taker == consumer => {
                say!(self, ["; the time before was at ", At(taken), "."], ["；上一次是在", At(taken), "。"]);
            }
            None => say!(
                self,
                ["; ", taker, " had received it at ", At(taken), "."],
                ["；", taker, "已在", At(taken), "收到过它。"],
            ),
        }
    }

    fn after_processing(&mut self, consumer: Consumer, who: Consumer, step: usize) {
        match who == consumer {
            true => say!(self, [", after it processed it at ", At(step), "."], ["，它在", At(step), "已经处理过。"]),
            false => say!(
                self,
                [", after ", who, " processed it at ", At(step), "."],
                ["，", who, "在", At(step), "已经处理过。"],
            ),
        }
    }

    pub(super) fn effect(&mut self, consumer: Consumer) {
        let applied = self.events().iter().find_map(|event| match event {
            Event::Applied { message, times, orphan, .. } => Some((*message, *times, *orphan)),
            _ => None,
        });
        let Some((message, times, orphan)) = applied else { return self.beside_the_effect(consumer) };
        if times > 1 {
            self.processes_again(consumer, message);
        } else {
            say!(self, [consumer, " processes ", message, ": "], [consumer, "处理", message, "："]);
            self.effect_happens();
        }
        self.overwritten();
        if self.mark_to_come(message) {
            return;
        }
        match (orphan, self.rabbitmq().ack) {
            (true, Ack::BeforeEffect | Ack::AfterEffect) => say!(
                self,
                ["No ack can follow: the channel it came by is gone."],
                ["无法再确认：送来它的信道已经断了。"],
            ),
            (false, Ack::AfterEffect) if times == 1 => say!(self, ["Its ack is still to come."], ["确认还没有发出。"]),
            _ => {}
        }
    }

    pub(super) fn effect_happens(&mut self) {
        match self.effect_kind() {
            EffectKind::AppendRow => say!(self, ["a row is written."], ["写入一行。"]),
            EffectKind::InsertKeyedRow => say!(self, ["a row with its id is written."], ["写入一行，带有它的标识。"]),
            EffectKind::Increment => say!(self, ["the balance goes up."], ["余额增加。"]),
            EffectKind::SetValue => say!(self, ["the value is set."], ["写入新值。"]),
            EffectKind::ExternalCall => say!(self, ["the call goes out."], ["发出调用。"]),
        }
    }

    fn processes_again(&mut self, consumer: Consumer, message: Message) {
        let earlier = |event: &Event| matches!(event, Event::Applied { message: of, .. } if *of == message);
        let Some(first) = self.last(earlier) else { return self.nothing() };
        let who = self.by(first).unwrap_or(consumer);
        let own = |event: &Event| matches!(event, Event::Applied { consumer: by, message: of, .. } if (*by, *of) == (consumer, message));
        match self.count(own) {
            0 | 1 => say!(self, [consumer, " processes ", message, " as well."], [consumer, "也处理了", message, "。"]),
            times => {
                let (english, chinese) = (a_second_time(times), second_time_chinese(times));
                say!(
                    self,
                    [consumer, " processes ", message, english, "."],
                    [consumer, chinese, "处理", message, "。"]
                );
            }
        }
        let received = self.hand_of(consumer, message, self.step);
        let received_first = self.hand_of(who, message, first);
        match (received, received_first) {
            (Some(received), Some(other)) if received.step < other.step => self.overtaken(who, first, other, message),
            (Some(received), _) => self.came_again(consumer, who, message, first, received),
            (None, _) => {}
        }
    }

    /// The usual case: it was done, and then it came once more.
    fn came_again(&mut self, consumer: Consumer, who: Consumer, message: Message, first: usize, received: Hand) {
        let again = received.sent.and_then(|sent| self.why_again_at_all(message, sent));
        match who == consumer {
            true => say!(self, ["It finished ", message, " at ", At(first)], [At(first), "它处理完", message]),
            false => say!(self, [who, " finished ", message, " at ", At(first)], [At(first), who, "处理完", message]),
        }
        if let Some(lost) = self.finished_without_channel(who, message, first, again) {
            return say!(
                self,
                [
                    ", but its channel had been gone since ",
                    At(lost),
                    ", so no ack came and the broker handed it out again."
                ],
                ["，但信道在", At(lost), "已断，没有确认，消息代理于是重新投递。"],
            );
        }
        match again {
            Some(Again::CameBack(_)) => {
                say!(self, [", but "], ["，但"]);
                self.because_opt(again);
                say!(self, ["."], ["。"]);
            }
            Some(reason) if !matches!(reason, Again::PublishedTwice(_)) && reason.step() < first => {
                say!(self, [", and the broker handed it out again because "], ["，但消息代理又投递了一次，因为"]);
                self.because(reason);
                say!(self, ["."], ["。"]);
            }
            Some(Again::PublishedTwice(_)) => {
                say!(self, [", but "], ["，但"]);
                self.because_opt(again);
                say!(self, [", and the broker can't tell the copies apart."], ["，消息代理分不出两份副本。"]);
            }
            Some(_) => {
                say!(self, [", but "], ["，但"]);
                self.because_opt(again);
                say!(self, [", so the broker handed it out again."], ["，消息代理于是重新投递。"]);
            }
            None => say!(self, ["."], ["。"]),
        }
    }

    /// The step that took the channel of an effect that came too late to be acked, if that is why the message came again.
    fn finished_without_channel(
        &self,
        who: Consumer,
        message: Message,
        first: usize,
        again: Option<Again>,
    ) -> Option<usize> {
        let late = |event: &Event| matches!(event, Event::Applied { message: of, orphan: true, .. } if *of == message);
        let acks = self.rabbitmq().ack == Ack::AfterEffect;
        let by_channel =
            !matches!(again, None | Some(Again::PublishedTwice(_) | Again::CameBack(_) | Again::RemovalForgotten(..)));
        if !acks || !by_channel || !self.run.events(first).iter().any(late) {
            return None;
        }
        self.last_before(first, |event| *event == Event::Orphaned { consumer: who, message })
    }

    /// Somebody else received it later and was done with it earlier.
    fn overtaken(&mut self, who: Consumer, first: usize, other: Hand, message: Message) {
        say!(self, [who, " finished it at ", At(first)], [At(first), who, "已经处理完它"]);
        let again = other.sent.and_then(|sent| self.why_again_at_all(message, sent));
        if again.is_some() {
            say!(self, ["; it was handed out twice because "], ["；它被投递了两次，因为"]);
            self.because_opt(again);
        }
        say!(self, ["."], ["。"]);
    }

    fn because_opt(&mut self, again: Option<Again>) {
        if let Some(again) = again {
            self.because(again);
        }
    }

    /// The consumer of a step that received or processed something.
    fn by(&self, step: usize) -> Option<Consumer> {
        self.run.events(step).iter().find_map(|event| match event {
            Event::Applied { consumer, .. } | Event::Took { consumer, .. } => Some(*consumer),
            _ => None,
        })
    }

    /// How the message that the consumer applied in `step` came into its hand: first in, first out.
    fn hand_of(&self, consumer: Consumer, message: Message, step: usize) -> Option<Hand> {
        let events = || self.run.all_events().take_while(|(earlier, _)| *earlier < step);
        let used = events().filter(|(_, event)| uses(event, consumer, message)).count();
        let takes = |event: &Event| matches!(event, Event::Took { consumer: by, message: of, .. } if (*by, *of) == (consumer, message));
        let (taken, _) = events().filter(|(_, event)| takes(event)).nth(used)?;
        Some(Hand { step: taken, sent: self.written(Line::Consumer(consumer), Way::ToClient, taken, message) })
    }

    pub(super) fn acknowledge(&mut self, consumer: Consumer) {
        let acked: Messages = self.sent().flat_map(|envelope| envelope.messages.iter()).collect();
        match self.rabbitmq().ack {
            Ack::BeforeEffect => say!(
                self,
                [
                    consumer,
                    " sends the ack for ",
                    acked,
                    " before the work. Once it arrives, the broker lets go of its copy."
                ],
                [consumer, "还没处理就发出对", acked, "的确认；一旦送到，消息代理就不再保留副本。"],
            ),
            Ack::Auto | Ack::AfterEffect => {
                let one = number(acked, " sends the ack for ", " sends one ack for ");
                say!(self, [consumer, one, acked, "."], [consumer, "发出对", acked, "的确认。"]);
                say!(self, ["Until it arrives, the broker keeps its copy."], ["送到之前，消息代理仍留着副本。"],);
            }
        }
    }

    pub(super) fn forget(&mut self, consumer: Consumer) {
        let dropped = self.dropped();
        say!(
            self,
            [consumer, " drops ", dropped, ", which came by a channel that is gone."],
            [consumer, "丢下", dropped, "：送来它的信道已经断了。"],
        );
        let live: Messages =
            dropped.iter().filter(|message| !live_of(self.run, self.step, *message).is_empty()).collect();
        if !live.is_empty() {
            let is = number(live, "is", "are");
            say!(
                self,
                ["At the broker ", live, " ", is, " still stored and can be delivered again."],
                ["消息代理仍存有", live, "，还可以重新投递。"],
            );
        }
    }

    pub(super) fn dropped(&self) -> Messages {
        self.messages(|event| match event {
            Event::Dropped { message, .. } => Some(*message),
            _ => None,
        })
    }

    pub(super) fn consumer_starts(&mut self, consumer: Consumer) {
        let broker = self.after().broker;
        match (broker.queue_exists, broker.up) {
            (false, _) => say!(
                self,
                [consumer, " is back, but there is no queue to read from."],
                [consumer, "回来了，却没有队列可读。"],
            ),
            (true, false) => {
                say!(self, [consumer, " is back and waits for the broker."], [consumer, "回来了，等待消息代理。"],)
            }
            (true, true) => say!(
                self,
                [consumer, " is back with empty hands and subscribes to the queue."],
                [consumer, "重新启动，手中没有消息，再次订阅队列。"],
            ),
        }
        self.activated();
    }
}

/// How a message came into a consumer's hand.
#[derive(Clone, Copy)]
struct Hand {
    /// The step that received it.
    step: usize,
    /// The step that handed it out.
    sent: Option<usize>,
}

/// Whether the event took the message out of the consumer's hand.
fn uses(event: &Event, consumer: Consumer, message: Message) -> bool {
    match event {
        Event::Applied { consumer: by, message: of, .. }
        | Event::Repeat { consumer: by, message: of }
        | Event::Rewritten { consumer: by, message: of }
        | Event::Outdated { consumer: by, message: of }
        | Event::Dropped { consumer: by, message: of, .. } => (*by, *of) == (consumer, message),
        Event::Sent { line, envelope, .. } => {
            *line == Line::Consumer(consumer)
                && matches!(envelope.kind, EnvelopeKind::Nack | EnvelopeKind::Reject)
                && envelope.messages.contains(message)
        }
        _ => false,
    }
}

fn a_second_time(times: usize) -> String {
    let which = match times {
        2 => "second",
        3 => "third",
        4 => "fourth",
        5 => "fifth",
        _ => return format!(" for the {times}th time"),
    };
    format!(" a {which} time")
}

fn second_time_chinese(times: usize) -> String {
    match times {
        2 => "第二次".to_owned(),
        3 => "第三次".to_owned(),
        4 => "第四次".to_owned(),
        5 => "第五次".to_owned(),
        _ => format!("第 {times} 次"),
    }
}
