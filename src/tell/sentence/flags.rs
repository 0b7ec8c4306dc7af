//! What a step that breaks a promise means, at the end of its sentence.

use super::{Teller, number};
use crate::model::{Belief, Event, Flag, Message, Messages};
use crate::setup::EffectKind;
use crate::tell::copies::live_of;
use crate::tell::piece::say;

impl Teller<'_> {
    pub(super) fn flags(&mut self) {
        for flag in Flag::ALL.iter().copied() {
            let raised = self.messages(|event| match event {
                Event::Raised { flag: of, message } if *of == flag => Some(*message),
                _ => None,
            });
            if !raised.is_empty() {
                self.flag(flag, raised);
            }
        }
    }

    pub(super) fn flag(&mut self, flag: Flag, raised: Messages) {
        match flag {
            Flag::Lost => self.lost(raised),
            Flag::ReportedFailure => self.reported(raised),
            Flag::DeliveredTwice => say!(
                self,
                [
                    "That is a repeated delivery, which does no harm unless ",
                    raised,
                    number(raised, " is", " are"),
                    " processed twice."
                ],
                ["这是重复投递，只要", raised, "不被重复处理，就没有害处。"],
            ),
            Flag::EffectTwice => self.effect_twice(raised),
            Flag::Reordered => self.reordered(raised),
            Flag::StaleReplay => self.stale(raised),
        }
    }

    fn lost(&mut self, raised: Messages) {
        let ledger = self.run.ledger(self.step);
        let told = |message: &Message| {
            self.has(|event| *event == Event::Believes { message: *message, belief: Belief::Acked })
        };
        let just_told: Messages = raised.iter().filter(told).collect();
        let believed = |belief: Belief| -> Messages {
            let wanted = |message: &Message| ledger.record(*message).belief == belief && !just_told.contains(*message);
            raised.iter().filter(wanted).collect()
        };
        let (safe, unknown) = (believed(Belief::Acked), believed(Belief::Unknown));
        if !unknown.is_empty() {
            let is = number(unknown, "is", "are");
            say!(
                self,
                [unknown, " ", is, " lost: no copy is left, and the producer was never told."],
                [unknown, "丢失了：一份副本都不剩，生产者也从未得知。"],
            );
        }
        if !safe.is_empty() {
            let is = number(safe, "is", "are");
            say!(
                self,
                [safe, " ", is, " lost: no copy is left, and the producer believes all is well."],
                [safe, "丢失了：一份副本都不剩，生产者却以为一切正常。"],
            );
        }
        if !just_told.is_empty() {
            let is = number(just_told, " is lost.", " are lost.");
            say!(
                self,
                ["But no copy is left, and nobody will send it again now: ", just_told, is],
                ["但一份副本都不剩，这下也没有人会重发了：", just_told, "丢失了。"],
            );
        }
    }

    /// A failure that the producer knows of; the message may be there all the same.
    fn reported(&mut self, raised: Messages) {
        let ledger = self.run.ledger(self.step);
        let there = |message: &Message| {
            ledger.record(*message).applied > 0 || !live_of(self.run, self.step, *message).is_empty()
        };
        let stored: Messages = raised.iter().filter(there).collect();
        match stored.is_empty() {
            true => say!(
                self,
                ["That is a reported failure: the producer knows, and can act on it."],
                ["这属于已报失败：生产者知道了，可以采取行动。"],
            ),
            false => say!(
                self,
                ["That is a reported failure, yet ", stored, " did get through."],
                ["这属于已报失败，但", stored, "其实送到了。"],
            ),
        }
    }

    fn effect_twice(&mut self, raised: Messages) {
        match self.effect_kind() {
            EffectKind::AppendRow => say!(
                self,
                ["So ", raised, " took effect twice: there are two rows for it."],
                ["这就是重复生效：", raised, "有了两行。"],
            ),
            EffectKind::InsertKeyedRow => say!(
                self,
                [
                    "So ",
                    raised,
                    " took effect twice: its row was inserted again, which is an error or changes nothing."
                ],
                ["这就是重复生效：", raised, "的那一行又插入了一次，结果是报错或什么也不变。"],
            ),
            EffectKind::Increment => say!(
                self,
                ["So ", raised, " took effect twice: the balance counts it double."],
                ["这就是重复生效：", raised, "在余额里算了两遍。"],
            ),
            EffectKind::SetValue => say!(
                self,
                ["So ", raised, " took effect twice: its value is written once more."],
                ["这就是重复生效：", raised, "的值又写了一遍。"],
            ),
            EffectKind::ExternalCall => say!(
                self,
                ["So ", raised, " took effect twice: its call went out a second time."],
                ["这就是重复生效：", raised, "的调用又发出了一次。"],
            ),
        }
    }

    fn reordered(&mut self, raised: Messages) {
        let newer = self.newer_of_key(raised);
        let (is, has) = (number(raised, "is", "are"), number(newer, "has", "have"));
        say!(
            self,
            [raised, " ", is, " out of order: ", newer, ", sent later, ", has, " taken effect before."],
            [raised, "乱序了：后发送的", newer, "已经先生效。"],
        );
    }

    /// An old message takes effect after a newer one; a reordering says so already.
    fn stale(&mut self, raised: Messages) {
        let reordered = |event: &Event| matches!(event, Event::Raised { flag: Flag::Reordered, message } if raised.contains(*message));
        if self.has(reordered) {
            return;
        }
        let newer = self.newer_of_key(raised);
        if self.has(|event| matches!(event, Event::Rewritten { .. })) {
            return say!(self, ["That is a stale replay."], ["这就是旧消息重放。"]);
        }
        match self.effect_kind() {
            EffectKind::SetValue => say!(
                self,
                ["That replays the old ", raised, " after the newer ", newer, " and overwrites its value."],
                ["这是旧消息重放：", raised, "盖掉了更新的", newer, "写入的值。"],
            ),
            _ => say!(
                self,
                ["That replays the old ", raised, " after the newer ", newer, "."],
                ["这是旧消息重放：", raised, "在更新的", newer, "之后又生效了。"],
            ),
        }
    }

    /// Newer messages of the same key that have taken effect.
    fn newer_of_key(&self, raised: Messages) -> Messages {
        let (ledger, keys) = (self.run.ledger(self.step), self.run.setup().keys);
        let oldest = raised.iter().next().unwrap_or(Message(1));
        let all = (oldest.0 + 1..=self.run.setup().messages).map(Message);
        all.filter(|message| message.key(keys) == oldest.key(keys) && ledger.record(*message).applied > 0).collect()
    }
}
