//! What is true of a message in Kafka: in whose log it is, whether that counts, and whether it will be read.

use crate::model::{Belief, Cause, EnvelopeKind, Event, Flag, LogScene, Message, RecordScene, Scene};
use crate::play::Run;
use crate::tell::Lang;
use crate::tell::kafka::hands::{Hand, hands};
use crate::tell::kafka::logs::{self, Remains};

/// What is true of a message after so many steps, in a short phrase.
pub fn truth(run: &Run, position: usize, message: Message, lang: Lang) -> String {
    let hands = hands(run, position).into_iter().filter(|hand| hand.message == message).collect();
    View { run, position, scene: run.scene(position), hands, message, lang }.truth()
}

/// One message at one moment.
struct View<'run> {
    run: &'run Run,
    position: usize,
    scene: Scene,
    /// Every hand that it was in.
    hands: Vec<Hand>,
    message: Message,
    lang: Lang,
}

impl View<'_> {
    fn truth(&self) -> String {
        let ledger = self.run.ledger(self.position);
        let record = ledger.record(self.message);
        match (record.belief, record.applied) {
            (Belief::Unsent, _) => self.lang.pick("not sent yet", "尚未发送").to_owned(),
            (_, 0) if ledger.flags.of(Flag::Lost).contains(self.message) => self.how_lost().to_owned(),
            (_, 0) => self.on_its_way(),
            (_, times) => self.done(times),
        }
    }

    /// The log that counts: the leader's, or any while nobody leads.
    fn log(&self) -> Option<&LogScene> {
        let partition = logs::partition(self.run.setup(), self.message);
        let any = || {
            let mut logs = self.scene.broker.logs.iter();
            logs.find(|log| log.partition == partition && self.records(log).next().is_some())
        };
        logs::leading(&self.scene, partition).or_else(any)
    }

    /// The message's records in a log, with their offsets.
    fn records<'log>(&self, log: &'log LogScene) -> impl Iterator<Item = (u16, &'log RecordScene)> + use<'log> {
        let message = self.message;
        (0..).zip(&log.records).filter(move |(_, record)| record.message == Some(message))
    }

    /// The offset that the next owner would begin with.
    fn committed_offset(&self) -> u16 {
        let partition = logs::partition(self.run.setup(), self.message);
        logs::reader(&self.scene, partition).and_then(|reader| reader.committed).unwrap_or(0)
    }

    /// Where a message without an effect is; the place nearest to its effect first.
    fn on_its_way(&self) -> String {
        if let Some(hand) = self.hands.iter().rev().find(|hand| hand.is_open()) {
            return self.in_hand(hand).to_owned();
        }
        let stored = self.log().and_then(|log| self.records(log).next().map(|(_, record)| self.stored(record)));
        stored.or_else(|| self.off_the_leader()).unwrap_or_else(|| self.before_the_log().to_owned())
    }

    fn in_hand(&self, hand: &Hand) -> &'static str {
        match (hand.orphaned, hand.offset < self.committed_offset()) {
            (Some(_), _) => self.lang.pick("at a consumer that lost the partition", "在已失去分区的消费者手中"),
            (None, true) => self.lang.pick("at the consumer, already committed", "在消费者手中，位移却已提交"),
            (None, false) => self.lang.pick("at the consumer, not committed", "在消费者手中，位移未提交"),
        }
    }

    /// In how many logs, and whether it counts.
    fn stored(&self, record: &RecordScene) -> String {
        let (nodes, all) = (logs::holders(&self.scene, record.copy).len(), self.run.setup().kafka.replication_factor);
        let twice = self.log().is_some_and(|log| self.records(log).count() > 1);
        let head = match self.lang {
            Lang::En if all == 1 => "in the log".to_owned(),
            Lang::Zh if all == 1 => "在日志里".to_owned(),
            Lang::En => format!("in {nodes} of {all} logs"),
            Lang::Zh => format!("{all} 份日志中有 {nodes} 份存有它"),
        };
        let state = match (logs::leader(&self.scene), record.committed) {
            (None, _) => self.lang.pick(", no node leads", "，目前没有主副本"),
            (Some(_), true) => self.lang.pick(", committed", "，已提交"),
            (Some(_), false) => self.lang.pick(", not committed", "，未提交"),
        };
        let copies = if twice { self.lang.pick(", twice", "，有两份") } else { "" };
        format!("{head}{copies}{state}")
    }

    /// Only in the log of a node that does not lead.
    fn off_the_leader(&self) -> Option<String> {
        let node = logs::holders_of(&self.scene, self.message).first().map(|member| member.0 + 1)?;
        Some(match self.lang {
            Lang::En => format!("only on node {node}, which does not lead"),
            Lang::Zh => format!("只在节点 {node} 上，而它不是主副本"),
        })
    }

    /// A message that no log has.
    fn before_the_log(&self) -> &'static str {
        let wire = self.scene.lines.iter().flat_map(|line| &line.to_broker);
        let mut requests = wire.filter(|envelope| envelope.kind == EnvelopeKind::Produce);
        if requests.any(|envelope| envelope.messages.contains(self.message)) {
            return self.lang.pick("on the wire to the leader", "正发往主副本");
        }
        if self.scene.producer.to_resend.contains(&self.message) {
            return self.lang.pick("nowhere; will be sent again", "哪里都没有，等待重发");
        }
        match self.run.ledger(self.position).record(self.message).belief {
            Belief::Failed => self.lang.pick("nowhere; the producer knows", "哪里都没有，生产者知道"),
            _ => self.lang.pick("nowhere; no response has come", "哪里都没有，也没有响应"),
        }
    }

    /// How a lost message was lost.
    fn how_lost(&self) -> &'static str {
        match logs::remains(self.run.setup(), &self.scene, self.message) {
            Remains::Unread => self.lang.pick("lost: in the log, never to be read", "丢失：日志里有，却不会再读"),
            Remains::OffTheLeader => self.lang.pick("lost: the leader does not have it", "丢失：主副本没有它"),
            Remains::Nowhere => self.how_it_went(),
        }
    }

    /// What took its last copy.
    fn how_it_went(&self) -> &'static str {
        let steps = (1..=self.position).rev();
        let mut events = steps.flat_map(|step| self.run.events(step).iter().rev());
        events.find_map(|event| self.end(event)).unwrap_or_else(|| self.lang.pick("lost", "丢失"))
    }

    /// What the event says of how a copy ended.
    fn end(&self, event: &Event) -> Option<&'static str> {
        let mine = |message: Message| message == self.message;
        match *event {
            Event::Destroyed { envelope, .. }
                if envelope.kind == EnvelopeKind::Produce && envelope.messages.contains(self.message) =>
            {
                Some(self.lang.pick("lost on the wire to the leader", "丢在发往主副本的途中"))
            }
            Event::Vanished { message, cause, .. } if mine(message) => Some(match cause {
                Cause::Truncated => self.lang.pick("lost: the new leader did not have it", "丢失：新的主副本没有它"),
                Cause::NotOnDisk => self.lang.pick("lost in the power failure", "掉电时丢失"),
                Cause::DiskGone => self.lang.pick("lost with the disk", "随磁盘丢失"),
                _ => self.lang.pick("lost from the log", "从日志中丢失"),
            }),
            Event::Rejected { message, .. } if mine(message) => {
                Some(self.lang.pick("lost: the leader refused it", "丢失：主副本拒绝了"))
            }
            _ => None,
        }
    }

    /// A message that has taken effect, and whether it could come again.
    fn done(&self, times: u8) -> String {
        let head = match (self.lang, times) {
            (Lang::En, 1) => "processed".to_owned(),
            (Lang::En, 2) => "processed twice".to_owned(),
            (Lang::En, _) => format!("processed {times} times"),
            (Lang::Zh, 1) => "已处理".to_owned(),
            (Lang::Zh, 2) => "处理了两次".to_owned(),
            (Lang::Zh, _) => format!("处理了 {times} 次"),
        };
        match self.lang {
            Lang::En => format!("{head}; {}", self.still_about()),
            Lang::Zh => format!("{head}，{}", self.still_about()),
        }
    }

    fn still_about(&self) -> &'static str {
        let lang = self.lang;
        if self.hands.iter().any(Hand::is_open) {
            return lang.pick("in a consumer's hand again", "又在消费者手中");
        }
        if self.scene.producer.to_resend.contains(&self.message) {
            return lang.pick("will be sent once more", "还会再发一次");
        }
        let last = self.log().and_then(|log| self.records(log).last().map(|(offset, _)| offset));
        match last {
            None => lang.pick("no log has it any more", "哪份日志里都没有了"),
            Some(offset) if offset < self.committed_offset() => lang.pick("its offset is committed", "位移已提交"),
            Some(_) => lang.pick("its offset is not committed", "位移未提交"),
        }
    }
}
