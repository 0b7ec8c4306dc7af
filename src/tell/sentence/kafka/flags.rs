//! What a broken promise means: with consumers by their effects, without by the log.

use crate::model::{Belief, Event, Flag, Message, Messages};
use crate::tell::kafka::logs::{self, Remains};
use crate::tell::piece::say;
use crate::tell::sentence::{Teller, number};

impl Teller<'_> {
    pub(in crate::tell::sentence) fn kafka_flags(&mut self) {
        for flag in Flag::ALL.iter().copied() {
            let raised = self.messages(|event| match event {
                Event::Raised { flag: of, message } if *of == flag => Some(*message),
                _ => None,
            });
            if !raised.is_empty() {
                self.kafka_flag(flag, raised);
            }
        }
    }

    fn kafka_flag(&mut self, flag: Flag, raised: Messages) {
        match (flag, self.kafka().consumers) {
            (Flag::Lost, _) => self.lost_in_kafka(raised),
            (Flag::ReportedFailure, _) => self.reported_in_kafka(raised),
            (Flag::DeliveredTwice, 0) => say!(
                self,
                ["So ", raised, number(raised, " is", " are"), " twice in the log."],
                ["于是日志里有两份", raised, "。"],
            ),
            (Flag::Reordered, 0) => self.log_out_of_order(raised),
            (Flag::StaleReplay, 0) => self.log_goes_back(raised),
            _ => self.flag(flag, raised),
        }
    }

    fn lost_in_kafka(&mut self, raised: Messages) {
        let (setup, scene) = (self.run.setup(), self.after());
        for remains in [Remains::Nowhere, Remains::OffTheLeader, Remains::Unread] {
            let lost = raised.iter().filter(|message| logs::remains(setup, &scene, *message) == remains);
            let lost: Messages = lost.collect();
            if !lost.is_empty() {
                self.lost_where(lost, remains);
                self.producer_thinks(lost);
            }
        }
    }

    /// What is left of it in the logs.
    fn lost_where(&mut self, lost: Messages, remains: Remains) {
        match remains {
            Remains::Nowhere => {
                let is = number(
                    lost,
                    " is lost: no log has it and nobody will send it again, ",
                    " are lost: no log has them and nobody will send them again, ",
                );
                say!(self, [lost, is], [lost, "丢失了：哪份日志里都没有，也没有人会重发，"]);
            }
            Remains::OffTheLeader => {
                let is = number(
                    lost,
                    " is lost: the leader's log does not have it, reading will never come to what is left of it elsewhere, ",
                    " are lost: the leader's log does not have them, reading will never come to what is left of them elsewhere, ",
                );
                say!(self, [lost, is], [lost, "丢失了：主副本的日志里没有，别的节点残留的那份再也不会被读到，"]);
            }
            Remains::Unread => {
                let is = number(
                    lost,
                    " is lost: the log has it, but reading will never come back to it, ",
                    " are lost: the log has them, but reading will never come back to them, ",
                );
                say!(self, [lost, is], [lost, "丢失了：日志里虽有，却再也不会被读到，"]);
            }
        }
    }

    fn producer_thinks(&mut self, lost: Messages) {
        let ledger = self.run.ledger(self.step);
        let safe = lost.iter().any(|message| ledger.record(message).belief == Belief::Acked);
        match safe {
            true => say!(self, ["and the producer believes all is well."], ["生产者却以为一切正常。"]),
            false => say!(self, ["and the producer was never told."], ["生产者也从未得知。"]),
        }
    }

    fn reported_in_kafka(&mut self, raised: Messages) {
        let scene = self.after();
        let there = |message: &Message| {
            self.run.ledger(self.step).record(*message).applied > 0 || !logs::holders_of(&scene, *message).is_empty()
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
                ["That is a reported failure, yet ", stored, number(stored, " is", " are"), " in a log."],
                ["这属于已报失败，但", stored, "其实已写进日志。"],
            ),
        }
    }

    fn log_out_of_order(&mut self, raised: Messages) {
        let newer = self.newer_in_log(raised);
        let (is, stands) =
            (number(raised, " is", " are"), number(newer, ", sent later, stands", ", sent later, stand"));
        say!(
            self,
            ["The log is out of order: ", newer, stands, " before ", raised, ", which", is, " older."],
            ["日志乱序了：后发送的", newer, "排在较早的", raised, "前面。"],
        );
    }

    /// A reordering says so already.
    fn log_goes_back(&mut self, raised: Messages) {
        let reordered = |event: &Event| matches!(event, Event::Raised { flag: Flag::Reordered, message } if raised.contains(*message));
        if self.has(reordered) {
            return;
        }
        let newer = self.newer_in_log(raised);
        say!(
            self,
            ["An old ", raised, " stands behind the newer ", newer, ": whoever reads this log sees it go back."],
            ["旧的", raised, "又排在较新的", newer, "后面：读这份日志的人会看到旧消息重放。"],
        );
    }

    /// Newer messages of the same key that stand before the last copy in the committed log.
    fn newer_in_log(&self, raised: Messages) -> Messages {
        let (scene, keys) = (self.after(), self.run.setup().keys);
        let Some(message) = raised.iter().next() else { return Messages::NONE };
        let Some(log) = logs::leading(&scene, self.partition(message)) else { return Messages::NONE };
        let committed: Vec<Message> =
            log.records.iter().filter(|record| record.committed).filter_map(|record| record.message).collect();
        let last = committed.iter().rposition(|other| *other == message).unwrap_or(0);
        let before = committed[..last].iter().copied();
        before.filter(|other| *other > message && other.key(keys) == message.key(keys)).collect()
    }
}
