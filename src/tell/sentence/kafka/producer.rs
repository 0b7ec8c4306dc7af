//! What the producer does: produce requests, and what it makes of responses, errors and cuts.

use crate::model::{Belief, EnvelopeKind, Event, Message, Messages, ProduceError};
use crate::setup::{Acks, Client};
use crate::tell::kafka::logs;
use crate::tell::piece::{At, say};
use crate::tell::sentence::{Teller, number};

impl Teller<'_> {
    pub(super) fn produce(&mut self) {
        let Some(envelope) = self.sent().next() else { return self.nothing() };
        if envelope.kind == EnvelopeKind::Commit {
            return self.asks_to_commit(envelope.messages);
        }
        let Some(message) = envelope.messages.iter().next() else { return self.nothing() };
        // Sequence numbers start at 0; an envelope counts them from 1, for 0 means that there is none.
        let sequence = envelope.number.checked_sub(1).map(|sequence| sequence as u16);
        if envelope.again {
            self.sends_again(message, sequence)
        } else {
            self.sends(message, sequence)
        }
        self.in_flight();
    }

    fn sends(&mut self, message: Message, sequence: Option<u16>) {
        let produces =
            |event: &Event| matches!(event, Event::Sent { envelope, .. } if envelope.kind == EnvelopeKind::Produce);
        let first = self.last(produces).is_none();
        match (self.kafka().acks, first) {
            (Acks::Zero, true) => say!(
                self,
                ["The producer sends ", message, " and counts it as done at once: acks=0 asks for no response."],
                ["生产者发出", message, "，随即当作完成：acks=0 不要求响应。"],
            ),
            (Acks::Zero, false) => say!(
                self,
                ["The producer sends ", message, " and counts it as done at once."],
                ["生产者发出", message, "，随即当作完成。"],
            ),
            (Acks::One | Acks::All, _) => {
                say!(self, ["The producer sends ", message, " to the leader"], ["生产者把", message, "发给主副本"]);
                match (sequence, first) {
                    (None, _) => say!(self, ["."], ["。"]),
                    (Some(sequence), true) => say!(
                        self,
                        [", with sequence number ", sequence, ", by which the leader would recognise a repeat."],
                        ["，序列号", sequence, "，主副本凭它认出重复。"],
                    ),
                    (Some(sequence), false) => {
                        say!(self, [", with sequence number ", sequence, "."], ["，序列号", sequence, "。"]);
                    }
                }
            }
        }
    }

    /// Why nothing more goes out for now.
    fn in_flight(&mut self) {
        let producer = self.after().producer;
        let limit = u16::from(self.kafka().max_in_flight);
        let more = !producer.unsent.is_empty() || !producer.to_resend.is_empty();
        if self.kafka().acks == Acks::Zero || producer.unanswered.len() < usize::from(limit) || !more {
            return;
        }
        match limit {
            1 => say!(self, ["It sends nothing else before the response."], ["得到响应之前不发别的。"]),
            _ => say!(
                self,
                ["With ", limit, " requests in flight it must wait."],
                ["已有", limit, "个在途请求，它必须等待。"]
            ),
        }
    }

    fn sends_again(&mut self, message: Message, sequence: Option<u16>) {
        say!(self, ["The producer sends ", message, " again"], ["生产者重发", message]);
        if let Some(sequence) = sequence {
            say!(self, [", still with sequence number ", sequence], ["，序列号仍是", sequence]);
        }
        self.why_resent(message);
        self.goes_ahead(message);
        self.fate_of_earlier(message);
    }

    fn why_resent(&mut self, message: Message) {
        let noted = self.last(|event| *event == Event::ToResend { message });
        let by_cut = |step: &usize| self.run.events(*step).iter().any(|event| matches!(event, Event::Cut { .. }));
        match (noted.filter(by_cut), self.last_error(message)) {
            (Some(cut), _) => say!(
                self,
                [": its connection broke at ", At(cut), " before a response had come."],
                ["：", At(cut), "连接断开，没有等到响应。"],
            ),
            (None, Some((step, error))) => {
                say!(self, [", because the leader answered with "], ["：主副本在", At(step), "答复了"]);
                self.error(error);
                say!(self, [" at ", At(step), "."], ["。"]);
            }
            (None, None) => say!(self, ["."], ["。"]),
        }
    }

    /// The last error with which the leader answered for the message before this step.
    pub(super) fn last_error(&self, message: Message) -> Option<(usize, ProduceError)> {
        let error = |event: &Event| match *event {
            Event::Rejected { message: of, error } if of == message => Some(error),
            _ => None,
        };
        let step = self.last(|event| error(event).is_some())?;
        self.run.events(step).iter().find_map(error).map(|error| (step, error))
    }

    /// The name of an error.
    pub(super) fn error(&mut self, error: ProduceError) {
        match error {
            ProduceError::Passing => say!(self, ["a passing error"], ["一个临时错误"]),
            ProduceError::NotEnoughReplicas => say!(self, ["NOT_ENOUGH_REPLICAS"], ["NOT_ENOUGH_REPLICAS"]),
            ProduceError::NotEnoughReplicasAfterAppend => {
                say!(self, ["NOT_ENOUGH_REPLICAS_AFTER_APPEND"], ["NOT_ENOUGH_REPLICAS_AFTER_APPEND"]);
            }
            ProduceError::OutOfOrderSequence => {
                say!(self, ["OUT_OF_ORDER_SEQUENCE_NUMBER"], ["OUT_OF_ORDER_SEQUENCE_NUMBER"]);
            }
        }
    }

    /// B19: what failed goes to the front of the queue, so several go out youngest first.
    fn goes_ahead(&mut self, message: Message) {
        let waiting = self.after().producer.to_resend;
        let older: Messages = waiting.into_iter().filter(|other| *other < message).collect();
        if !older.is_empty() {
            say!(
                self,
                ["It goes ahead of ", older, ", for this client puts each failed batch at the front of its queue."],
                ["它排到了", older, "前面：这个客户端把失败的批次逐个放回队首。"],
            );
        }
    }

    /// Whether a log has an earlier copy of it.
    fn fate_of_earlier(&mut self, message: Message) {
        let copies: Vec<_> = self.run.all_events().take_while(|(step, _)| *step < self.step).collect();
        let stored = copies.into_iter().rev().find_map(|(step, event)| match *event {
            Event::Stored { message: of, copy } if of == message => Some((step, copy)),
            _ => None,
        });
        let Some((step, copy)) = stored else { return };
        let gone = self.last(|event| matches!(*event, Event::Vanished { copy: of, .. } if of == copy));
        let led =
            logs::leader(&self.after()).is_some_and(|leader| logs::holders(&self.after(), copy).contains(&leader));
        match (gone, led, self.idempotent()) {
            (Some(gone), ..) => say!(
                self,
                ["The record that was appended at ", At(step), " was lost at ", At(gone), "."],
                [At(step), "追加的那条记录已在", At(gone), "丢失。"],
            ),
            (None, true, true) => say!(
                self,
                ["The leader has had it since ", At(step), " and will recognise the number."],
                ["主副本在", At(step), "已经有了它，会认出这个序列号。"],
            ),
            (None, true, false) => say!(
                self,
                ["But it was appended at ", At(step), ", and the leader will take this for a new record."],
                ["其实", At(step), "已经追加过，主副本会把它当成新记录。"],
            ),
            (None, false, _) => say!(
                self,
                ["It was appended at ", At(step), ", but today's leader does not have it."],
                ["它在", At(step), "追加过，但现在的主副本没有。"],
            ),
        }
    }

    pub(super) fn response_read(&mut self) {
        let Some(envelope) = self.received() else { return self.nothing() };
        match envelope.kind {
            EnvelopeKind::CommitOk => self.reads_the_end(envelope.messages),
            EnvelopeKind::Produced if self.kafka().transactional => self.reads_within(envelope.messages),
            EnvelopeKind::Produced => self.reads_success(envelope.messages),
            _ => self.reads_error(envelope.messages),
        }
    }

    fn reads_success(&mut self, messages: Messages) {
        let is = number(messages, " is safe.", " are safe.");
        say!(
            self,
            ["The producer reads the response. From now on it believes that ", messages, is],
            ["生产者读到响应，从此认为", messages, "已经安全。"],
        );
        let lost = self.run.ledger(self.step).flags.of(crate::model::Flag::Lost);
        match messages.iter().find(|message| lost.contains(*message)) {
            Some(_) => self.mistaken(messages),
            None => messages.iter().for_each(|message| self.held_alone(message)),
        }
    }

    /// Where acks=1 said yes and only one node has the record.
    fn held_alone(&mut self, message: Message) {
        let holders = logs::holders_of(&self.after(), message);
        if self.kafka().acks == Acks::One
            && self.kafka().replication_factor > 1
            && let [alone] = *holders.as_slice()
        {
            say!(self, ["So far only ", alone, " has it."], ["而此时只有", alone, "存有它。"]);
        }
    }

    fn reads_error(&mut self, messages: Messages) {
        let Some(message) = messages.iter().next() else { return self.nothing() };
        say!(self, ["The producer reads "], ["生产者读到"]);
        match self.last_error(message) {
            Some((_, error)) => self.error(error),
            None => say!(self, ["the error"], ["错误"]),
        }
        match self.has(|event| *event == Event::ToResend { message }) {
            true => say!(self, [" for ", message, " and will send it again."], ["，会重发", message, "。"]),
            false => say!(
                self,
                [" for ", message, ". It does not retry, so it reports ", message, " as failed."],
                ["。它不重试，于是报告", message, "失败。"],
            ),
        }
    }

    /// What the producer does about a cut of its connection.
    pub(super) fn after_cut(&mut self) {
        if self.end_unknown() {
            return;
        }
        let failed = self.messages(|event| match *event {
            Event::Believes { message, belief: Belief::Failed } => Some(message),
            _ => None,
        });
        if !failed.is_empty() {
            return say!(
                self,
                ["The producer has no response and does not retry, so it reports ", failed, " as failed."],
                ["生产者没有等到响应，又不重试，于是报告", failed, "失败。"],
            );
        }
        let again = self.messages(|event| match *event {
            Event::ToResend { message } => Some(message),
            _ => None,
        });
        if !again.is_empty() {
            return self.will_resend(again);
        }
        if self.kafka().acks == Acks::Zero && !self.destroyed(EnvelopeKind::Produce).is_empty() {
            say!(
                self,
                ["With acks=0 the producer counted that as done and sends nothing again."],
                ["acks=0：生产者早已当作完成，不会重发。"],
            );
        }
    }

    fn will_resend(&mut self, again: Messages) {
        let queue: Vec<Message> =
            self.after().producer.to_resend.into_iter().filter(|message| again.contains(*message)).collect();
        let backwards = self.kafka().client == Client::Java && !queue.is_sorted();
        match backwards {
            true => say!(
                self,
                [
                    "The producer has no response for ",
                    again,
                    ". It puts each back at the front of its queue, so it will send ",
                    queue.clone(),
                    ", in this order."
                ],
                ["生产者没有等到", again, "的响应，逐个放回队首，于是会依次重发", queue, "。"],
            ),
            false => {
                let them = number(again, " and will send it again.", " and will send them again.");
                say!(
                    self,
                    ["The producer has no response for ", again, them],
                    ["生产者没有等到", again, "的响应，会重发。"],
                );
            }
        }
    }
}
