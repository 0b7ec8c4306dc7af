//! What the producer does: publish, send again, commit, and read the answers.

use super::{Teller, number};
use crate::model::{Belief, Envelope, EnvelopeKind, Event, Flag, Message, Messages};
use crate::setup::Publish;
use crate::tell::copies::live_of;
use crate::tell::piece::At;
use crate::tell::piece::say;

impl Teller<'_> {
    pub(super) fn publish(&mut self) {
        let Some(envelope) = self.sent().next() else { return self.nothing() };
        let Some(message) = envelope.messages.iter().next() else { return self.nothing() };
        match envelope.kind {
            EnvelopeKind::Commit => self.asks_for_commit(envelope.messages),
            _ if envelope.again => self.publishes_again(message, envelope.number),
            _ => self.publishes(message, envelope.number),
        }
    }

    fn publishes(&mut self, message: Message, publish_number: u32) {
        match self.rabbitmq().publish {
            Publish::FireAndForget => match self.is_first_publish() {
                true if self.rabbitmq().mandatory => say!(
                    self,
                    [
                        "The producer publishes ",
                        message,
                        ". It asks for no answer and hears of it only if no queue takes it."
                    ],
                    ["生产者发布", message, "。它不要求答复，只有没有队列接收时才会得知。"],
                ),
                true => say!(
                    self,
                    [
                        "The producer publishes ",
                        message,
                        ". It asks for no answer, so it will never learn what becomes of it."
                    ],
                    ["生产者发布", message, "。它不要求答复，也就永远不知道这条消息的下落。"],
                ),
                false => say!(
                    self,
                    ["The producer publishes ", message, " and asks for no answer."],
                    ["生产者发布", message, "，不要求答复。"],
                ),
            },
            Publish::Tx => match self.is_first_publish() {
                true => say!(
                    self,
                    ["The producer publishes ", message, " in a transaction. Nothing of it counts before the commit."],
                    ["生产者在事务中发布", message, "，提交之前都不算数。"],
                ),
                false => say!(
                    self,
                    ["The producer publishes ", message, " in a transaction."],
                    ["生产者在事务中发布", message, "。"],
                ),
            },
            Publish::Confirm => {
                let publish_number = publish_number.to_string();
                match self.is_first_publish() {
                    true => say!(
                        self,
                        [
                            "The producer publishes ",
                            message,
                            " as publish number ",
                            publish_number.clone(),
                            " of its channel: the answer will name that number, not the message."
                        ],
                        [
                            "生产者发布",
                            message,
                            "，这是该信道上的第",
                            publish_number,
                            "号发布；答复只会报这个序号，不提消息。"
                        ],
                    ),
                    false => say!(
                        self,
                        ["The producer publishes ", message, " as number ", publish_number.clone(), "."],
                        ["生产者发布", message, "，序号为", publish_number, "。"],
                    ),
                }
                self.window();
            }
        }
    }

    fn is_first_publish(&self) -> bool {
        self.last(|event| matches!(event, Event::Sent { envelope, .. } if envelope.kind == EnvelopeKind::Publish))
            .is_none()
    }

    /// What the window allows now.
    fn window(&mut self) {
        let producer = self.after().producer;
        let window = usize::from(self.rabbitmq().window);
        let more = !producer.unsent.is_empty() || !producer.to_resend.is_empty();
        if producer.unanswered.len() < window || !more {
            return;
        }
        match window {
            1 => say!(self, ["It sends nothing else before the answer."], ["得到答复之前不发别的消息。"]),
            _ => {
                let open = window.to_string();
                say!(
                    self,
                    ["With ", open.clone(), " unanswered, its window is full."],
                    ["已有", open, "条未答复，窗口满了。"],
                );
            }
        }
    }

    fn publishes_again(&mut self, message: Message, publish_number: u32) {
        let publish_number = publish_number.to_string();
        match self.rabbitmq().publish {
            Publish::Confirm => say!(
                self,
                ["The producer sends ", message, " again, now as number ", publish_number.clone()],
                ["生产者重发", message, "，这次序号为", publish_number],
            ),
            Publish::Tx | Publish::FireAndForget => {
                say!(self, ["The producer sends ", message, " again"], ["生产者重发", message]);
            }
        }
        self.why_sent_again(message);
        self.fate_of_first(message);
    }

    fn why_sent_again(&mut self, message: Message) {
        let noted = self.last(|event| matches!(event, Event::ToResend { message: of } if *of == message));
        let refused = self.last(|event| matches!(event, Event::RefusedByBroker { message: of, .. } if *of == message));
        let by_cut = noted.filter(|step| self.run.events(*step).iter().any(|event| matches!(event, Event::Cut { .. })));
        match (by_cut, refused) {
            (Some(cut), _) => say!(
                self,
                [": no answer had come before its connection was lost at ", At(cut), "."],
                ["：", At(cut), "连接断开之前没有等到答复。"],
            ),
            (None, Some(refused)) => say!(
                self,
                [", because the broker refused it at ", At(refused), "."],
                ["，因为消息代理在", At(refused), "拒绝了它。"],
            ),
            (None, None) => say!(self, ["."], ["。"]),
        }
    }

    /// Whether the broker has the message already: to it, every publish is a new message.
    pub(super) fn fate_of_first(&mut self, message: Message) {
        let stored = |event: &Event| matches!(event, Event::Stored { message: of, .. } if *of == message);
        let vanished = |event: &Event| matches!(event, Event::Vanished { message: of, .. } if *of == message);
        let Some(step) = self.last(stored) else { return };
        let gone = self.last(vanished).filter(|gone| *gone >= step);
        match gone {
            Some(gone) if live_of(self.run, self.step, message).is_empty() => say!(
                self,
                ["The copy that the broker stored at ", At(step), " vanished at ", At(gone), "."],
                ["消息代理在", At(step), "存下的副本已在", At(gone), "消失。"],
            ),
            _ => say!(
                self,
                ["But the broker did store it, at ", At(step), ", and to the broker this is a new message."],
                ["其实消息代理在", At(step), "已经存下了它；对消息代理来说，这又是一条新消息。"],
            ),
        }
    }

    fn asks_for_commit(&mut self, batch: Messages) {
        say!(
            self,
            ["The producer asks the broker to commit ", batch, ". It can send nothing more until that is answered."],
            ["生产者请求提交", batch, "；得到答复之前什么也不能发。"],
        );
    }

    pub(super) fn producer_reads(&mut self) {
        let Some(envelope) = self.received() else { return self.nothing() };
        let learnt = |wanted: Belief| {
            self.messages(|event| match event {
                Event::Believes { message, belief } if *belief == wanted => Some(*message),
                _ => None,
            })
        };
        let (acked, failed) = (learnt(Belief::Acked), learnt(Belief::Failed));
        match envelope.kind {
            EnvelopeKind::Return => self.reads_return(envelope.messages),
            EnvelopeKind::Refusal => self.reads_refusal(envelope.messages, failed),
            EnvelopeKind::CommitFailed => self.reads_commit_failed(envelope.messages),
            EnvelopeKind::CommitOk => self.reads_commit_ok(envelope.messages, acked),
            _ => self.reads_confirm(envelope, acked),
        }
    }

    fn reads_confirm(&mut self, envelope: Envelope, acked: Messages) {
        if acked.is_empty() {
            return self.reads_empty_confirm(envelope.messages);
        }
        let is = number(acked, " is safe.", " are safe.");
        say!(
            self,
            ["The producer reads the confirm. From now on it believes that ", acked, is],
            ["生产者读到确认，从此认为", acked, "已经安全。"],
        );
        self.mistaken(acked);
    }

    /// An answer for what was returned, or for what another publish had settled already.
    fn reads_empty_confirm(&mut self, messages: Messages) {
        let ledger = self.run.ledger(self.step);
        let failed: Messages =
            messages.iter().filter(|message| ledger.record(*message).belief == Belief::Failed).collect();
        let (answer, chinese) = match self.rabbitmq().publish {
            Publish::Tx => ("commit-ok for ", "提交成功的答复"),
            Publish::Confirm | Publish::FireAndForget => ("the confirm for ", "确认"),
        };
        if failed.is_empty() {
            let it = number(
                messages,
                " once more; it already believes it safe.",
                " once more; it already believes them safe.",
            );
            return say!(
                self,
                ["The producer reads ", answer, messages, it],
                ["生产者又读到对", messages, "的", chinese, "，它早已认为安全。"],
            );
        }
        let stays = number(
            failed,
            "It was reported as failed before and stays so.",
            "They were reported as failed before and stay so.",
        );
        say!(
            self,
            ["The producer reads ", answer, failed, ". ", stays],
            ["生产者读到对", failed, "的", chinese, "。它之前已报失败，仍然算失败。"],
        );
    }

    /// Where the producer's new belief is already wrong.
    pub(super) fn mistaken(&mut self, acked: Messages) {
        let lost: Messages =
            acked.iter().filter(|message| self.run.ledger(self.step).flags.of(Flag::Lost).contains(*message)).collect();
        let raised =
            self.last(|event| matches!(event, Event::Raised { flag: Flag::Lost, message } if lost.contains(*message)));
        if let Some(step) = raised {
            let was = number(lost, " was lost at ", " were lost, the last at ");
            say!(self, ["In truth ", lost, was, At(step), "."], ["事实上", lost, "已在", At(step), "丢失。"]);
        }
    }

    fn reads_return(&mut self, messages: Messages) {
        say!(
            self,
            ["The producer gets ", messages, " back: no queue took it."],
            ["生产者收到退回的", messages, "：没有队列接收它。"],
        );
    }

    fn reads_refusal(&mut self, messages: Messages, failed: Messages) {
        let again = self.messages(|event| match event {
            Event::ToResend { message } => Some(*message),
            _ => None,
        });
        match (again.is_empty(), failed.is_empty()) {
            (false, _) => say!(
                self,
                [
                    "The producer reads the nack: the broker did not take ",
                    messages,
                    ", so the producer will send it again."
                ],
                ["生产者读到否定确认：消息代理没有收下", messages, "，它会重发。"],
            ),
            (true, false) => say!(
                self,
                [
                    "The producer reads the nack. It never sends anything again, so it gives ",
                    messages,
                    " up as failed."
                ],
                ["生产者读到否定确认。它从不重发，于是把", messages, "记为失败。"],
            ),
            (true, true) => say!(
                self,
                ["The producer reads a nack for ", messages, ", but another publish of it is already answered."],
                ["生产者读到对", messages, "的否定确认，但它的另一次发布早有答复。"],
            ),
        }
    }

    fn reads_commit_ok(&mut self, batch: Messages, acked: Messages) {
        if acked.is_empty() {
            return self.reads_empty_confirm(batch);
        }
        let is = number(acked, " is safe.", " are safe.");
        say!(
            self,
            ["The producer reads commit-ok. From now on it believes that ", acked, is],
            ["生产者读到提交成功，从此认为", acked, "已经安全。"],
        );
        self.mistaken(acked);
    }

    fn reads_commit_failed(&mut self, batch: Messages) {
        let failed = number(batch, "失败了。", "都失败了。");
        say!(
            self,
            ["The producer learns that the commit failed and takes ", batch, " for failed."],
            ["生产者得知提交失败，认为", batch, failed],
        );
    }

    /// For a step that says nothing: none does, but a sentence must not be empty.
    pub(super) fn nothing(&mut self) {
        say!(self, ["Nothing changes."], ["没有变化。"]);
    }
}
