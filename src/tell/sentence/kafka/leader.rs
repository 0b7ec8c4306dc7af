//! What the leader makes of produce requests.

use crate::model::{CopyId, EnvelopeKind, Event, Line, Message, Messages, ProduceError, Way};
use crate::setup::Acks;
use crate::tell::kafka::logs;
use crate::tell::piece::say;
use crate::tell::sentence::{Teller, number};

impl Teller<'_> {
    /// The outcome of the requests that were read.
    pub(super) fn requests_read(&mut self) {
        for event in self.events() {
            match *event {
                Event::Stored { message, copy } => self.appends(message, copy),
                Event::Recognised { message } => self.recognises(message),
                Event::Rejected { message, error } => self.rejects(message, error),
                _ => {}
            }
        }
        self.decides();
    }

    /// Whether this step wrote the response to the message's request.
    fn answers(&self, message: Message) -> bool {
        self.has(|event| {
            matches!(event, Event::Sent { line: Line::Producer, way: Way::ToClient, envelope }
                if envelope.kind == EnvelopeKind::Produced && envelope.messages.contains(message))
        })
    }

    fn appends(&mut self, message: Message, copy: CopyId) {
        let offset = logs::offset(&self.after(), copy).unwrap_or(0);
        let spot = self.spot(self.partition(message), offset);
        say!(self, ["The leader appends ", message, " at ", spot], ["主副本把", message, "追加到", spot]);
        let alone = self.kafka().replication_factor == 1 && self.answers(message);
        match (self.kafka().flush_every_message, self.kafka().acks == Acks::One || alone) {
            (false, _) => {}
            (true, true) => say!(self, [", forces it to its disk"], ["，强制落盘"]),
            (true, false) => say!(self, [" and forces it to its disk"], ["，并强制落盘"]),
        }
        match self.kafka().acks {
            Acks::Zero => say!(self, ["; nobody is told."], ["，不作答复。"]),
            Acks::One => self.answers_alone(copy),
            Acks::All => self.waits_for_replicas(message, copy),
        }
        self.stands_where(message, copy, offset);
    }

    fn answers_alone(&mut self, copy: CopyId) {
        let alone = self.kafka().replication_factor > 1 && logs::holders(&self.after(), copy).len() == 1;
        match alone {
            true => say!(
                self,
                [" and answers at once, before any follower has it."],
                ["，随即答复，此时还没有从副本存有它。"]
            ),
            false => say!(self, [" and answers at once."], ["，随即答复。"]),
        }
    }

    fn waits_for_replicas(&mut self, message: Message, copy: CopyId) {
        let others = self.in_sync_but(&logs::holders(&self.after(), copy));
        match (self.answers(message), others.is_empty()) {
            (true, _) if self.kafka().replication_factor == 1 => say!(self, [" and answers."], ["，随即答复。"]),
            (true, _) => say!(
                self,
                [". It is the only in-sync replica, so acks=all asks for nothing more, and it answers."],
                ["。它是唯一的同步副本，acks=all 不再要求更多，于是答复。"],
            ),
            (false, false) => {
                let has = if others.len() == 1 { " has it too." } else { " have it too." };
                say!(self, [". It answers once ", others.clone(), has], ["。等", others, "也有了才答复。"]);
            }
            (false, true) => say!(self, ["."], ["。"]),
        }
    }

    /// Whether the log has the message twice, or behind a newer one.
    fn stands_where(&mut self, message: Message, copy: CopyId, offset: u16) {
        let scene = self.after();
        let Some(log) = logs::leading(&scene, self.partition(message)) else { return };
        if log.records.iter().any(|record| record.message == Some(message) && record.copy != copy) {
            return say!(
                self,
                ["The log has it twice now: without sequence numbers the leader can't recognise a repeat."],
                ["日志里有了两份：没有序列号，主副本认不出重复。"],
            );
        }
        let keys = self.run.setup().keys;
        let before = log.records.iter().take(offset.into()).filter_map(|record| record.message);
        let newer: Messages = before.filter(|other| *other > message && other.key(keys) == message.key(keys)).collect();
        if !newer.is_empty() {
            let stands =
                number(newer, ", sent later, already stands before it.", ", sent later, already stand before it.");
            say!(self, [newer, stands], ["后发送的", newer, "已经排在它前面。"]);
        }
    }

    fn recognises(&mut self, message: Message) {
        let scene = self.after();
        let partition = self.partition(message);
        let log = logs::leading(&scene, partition);
        let offset = log.and_then(|log| log.records.iter().position(|record| record.message == Some(message)));
        let spot = self.spot(partition, offset.unwrap_or(0) as u16);
        say!(
            self,
            [
                "The leader recognises the sequence number of ",
                message,
                ": it is at ",
                spot,
                " already, so nothing is stored"
            ],
            ["主副本认出", message, "的序列号：它已在", spot, "，不再存一份"],
        );
        match self.answers(message) {
            true => say!(self, [". It answers as if it had just come."], ["，照样答复成功。"]),
            false => {
                say!(self, [". It answers once every in-sync replica has it."], ["。等所有同步副本都有了再答复。"])
            }
        }
    }

    pub(super) fn rejects(&mut self, message: Message, error: ProduceError) {
        if error == ProduceError::NotEnoughReplicasAfterAppend {
            return self.too_late_to_refuse(message);
        }
        if self.kafka().acks == Acks::Zero {
            return say!(
                self,
                ["The leader fails to take ", message, " and stores nothing. With acks=0 nobody is told."],
                ["主副本没有收下", message, "，什么都不存。acks=0：没有人会得知。"],
            );
        }
        say!(self, ["The leader refuses ", message, " with "], ["主副本拒绝", message, "，答复"]);
        self.error(error);
        match error {
            ProduceError::NotEnoughReplicas => self.too_few(),
            ProduceError::OutOfOrderSequence => say!(
                self,
                [": an earlier batch is missing from its log, and nothing is stored."],
                ["：日志里缺少更早的批次，什么都不存。"],
            ),
            _ => say!(self, [" and stores nothing."], ["，什么都不存。"]),
        }
    }

    /// Why the leader does not write.
    fn too_few(&mut self) {
        let (count, least) = (logs::in_sync(&self.after()).len() as u16, u16::from(self.kafka().min_insync_replicas));
        match count {
            1 => say!(
                self,
                [": only one replica is in sync, min.insync.replicas is ", least, ", and nothing is stored."],
                ["：同步副本只有一个，min.insync.replicas 是", least, "，什么都不存。"],
            ),
            _ => say!(
                self,
                [": only ", count, " replicas are in sync, min.insync.replicas is ", least, ", and nothing is stored."],
                ["：同步副本只有", count, "个，min.insync.replicas 是", least, "，什么都不存。"],
            ),
        }
    }

    /// B16: the in-sync set shrank while the request waited.
    pub(super) fn wait_ends(&mut self) {
        self.requests_read();
    }

    fn too_late_to_refuse(&mut self, message: Message) {
        let least = u16::from(self.kafka().min_insync_replicas);
        say!(
            self,
            [
                "Fewer than ",
                least,
                " replicas are in sync now, so the leader answers ",
                message,
                " with NOT_ENOUGH_REPLICAS_AFTER_APPEND, although it stays in the log."
            ],
            [
                "同步副本已不足",
                least,
                "个，主副本对",
                message,
                "答复 NOT_ENOUGH_REPLICAS_AFTER_APPEND，而它仍留在日志里。"
            ],
        );
    }
}
