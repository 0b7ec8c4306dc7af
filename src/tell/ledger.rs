//! The ledger's words: what the producer believes of a message, what is true of it, and what the outside world shows.

mod kafka;

use super::Lang;
use super::copies::{Copy, Safety, consumed, copies, live_in};
use super::outside::written;
use crate::model::{
    Belief, Cause, CopyState, Death, EnvelopeKind, Event, Fate, Flag, Line, Message, Scene, Stage, Way,
};
use crate::play::Run;
use crate::setup::{Ack, Acks, Broker, EffectKind, QueueType, Setup};

/// What the producer believes of a message.
pub const fn belief(belief: Belief, lang: Lang) -> &'static str {
    match belief {
        Belief::Unsent => lang.pick("not sent", "未发送"),
        Belief::Unknown => lang.pick("unknown", "未知"),
        Belief::Acked => lang.pick("confirmed", "已确认"),
        Belief::Failed => lang.pick("failed", "已失败"),
    }
}

/// The same for the setup at hand: with Kafka, on whose word the producer believes it.
pub const fn belief_under(setup: &Setup, known: Belief, lang: Lang) -> &'static str {
    match (setup.broker, known, setup.kafka.acks) {
        (Broker::Kafka, Belief::Acked, Acks::Zero) => lang.pick("counted as done", "当作完成"),
        (Broker::Kafka, Belief::Acked, Acks::One) => lang.pick("acked by the leader", "主副本已答复"),
        (Broker::Kafka, Belief::Acked, Acks::All) => lang.pick("acked by all in sync", "同步副本都有了，已答复"),
        _ => belief(known, lang),
    }
}

/// What has become of a message, in a word.
pub const fn fate(fate: Fate, lang: Lang) -> &'static str {
    match fate {
        Fate::Waiting => lang.pick("under way", "进行中"),
        Fate::Done => lang.pick("done once", "生效一次"),
        Fate::Lost => lang.pick("lost", "丢失"),
        Fate::Failed => lang.pick("failed, and reported", "失败并已上报"),
        Fate::Twice => lang.pick("done more than once", "重复生效"),
    }
}

/// The heading of what the outside world shows.
pub const fn effects_heading(kind: EffectKind, lang: Lang) -> &'static str {
    match kind {
        EffectKind::AppendRow | EffectKind::InsertKeyedRow => lang.pick("rows written", "已写入的行"),
        EffectKind::Increment => lang.pick("balance changes", "余额变动"),
        EffectKind::SetValue => lang.pick("values set", "已写入的值"),
        EffectKind::ExternalCall => lang.pick("calls made", "已发出的调用"),
    }
}

/// What the outside world shows of a message after so many steps: `1 row`, `2 rows`, `none yet`.
pub fn outside_world(run: &Run, position: usize, message: Message, lang: Lang) -> String {
    if run.setup().broker == Broker::Kafka && run.setup().kafka.consumers == 0 {
        return lang.pick("nobody reads", "没有人消费").to_owned();
    }
    let ledger = run.ledger(position);
    let times = ledger.record(message).applied;
    if times == 0 {
        let waiting = ledger.fate(message) == Fate::Waiting;
        return if waiting { lang.pick("none yet", "尚无") } else { lang.pick("none", "无") }.to_owned();
    }
    let count = |one: &str, several: &str, chinese: &str| match lang {
        Lang::En => format!("{times} {}", if times == 1 { one } else { several }),
        Lang::Zh => format!("{times} {chinese}"),
    };
    match written(&run.setup().effects) {
        EffectKind::AppendRow => count("row", "rows", "行"),
        EffectKind::InsertKeyedRow => {
            count("insert", "inserts of one row", if times == 1 { "次插入" } else { "次插入同一行" })
        }
        EffectKind::Increment => count("balance change", "balance changes", "次余额变动"),
        EffectKind::SetValue => count("write", "writes", "次写入"),
        EffectKind::ExternalCall => count("call", "calls", "次调用"),
    }
}

/// What is true of a message after so many steps, in a short phrase.
pub fn truth(run: &Run, position: usize, message: Message, lang: Lang) -> String {
    let position = position.min(run.steps());
    match run.setup().broker {
        Broker::Rabbitmq => View { run, position, scene: run.scene(position), message, lang }.truth(),
        Broker::Kafka => kafka::truth(run, position, message, lang),
    }
}

/// One message at one moment.
struct View<'run> {
    run: &'run Run,
    position: usize,
    scene: Scene,
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

    /// Where a message without an effect is; the place nearest to its effect first.
    fn on_its_way(&self) -> String {
        let live = live_in(&self.scene, self.run, self.position, self.message);
        let place = self
            .in_hand(live.is_empty())
            .or_else(|| self.on_wire(Way::ToClient, EnvelopeKind::Delivery, live.is_empty()));
        let place = place.map(str::to_owned).or_else(|| live.first().map(|copy| self.stored(copy)));
        match (place, live.len()) {
            (Some(place), 0 | 1) => place,
            (Some(place), copies) => match self.lang {
                Lang::En => format!("{place}; {copies} copies are stored"),
                Lang::Zh => format!("{place}；存有 {copies} 份副本"),
            },
            (None, _) => self.before_the_queue().to_owned(),
        }
    }

    /// In a consumer's hand, with its effect still to come.
    fn in_hand(&self, alone: bool) -> Option<&'static str> {
        let held = self.scene.consumers.iter().flat_map(|consumer| consumer.holding.iter());
        let stages = held.filter(|held| held.message == self.message).map(|held| held.stage);
        let stage = stages.min_by_key(|stage| *stage == Stage::Orphan)?;
        let auto = self.run.setup().rabbitmq.ack == Ack::Auto;
        Some(match (stage, auto, alone) {
            (Stage::Received, true, true) => self.lang.pick("at the consumer and nowhere else", "只在消费者手中"),
            (Stage::Received, true, false) => self.lang.pick("at the consumer", "在消费者手中"),
            (Stage::Received, false, _) => self.lang.pick("at the consumer, unacked", "在消费者手中，未确认"),
            (Stage::AckedFirst, ..) => {
                self.lang.pick("at the consumer, acked before the work", "在消费者手中，已先确认")
            }
            (Stage::Applied, ..) => self.lang.pick("processed, not acked", "已处理，未确认"),
            (Stage::Orphan, ..) => self.lang.pick("at the consumer, whose channel is gone", "在消费者手中，信道已断"),
        })
    }

    fn on_wire(&self, way: Way, kind: EnvelopeKind, alone: bool) -> Option<&'static str> {
        let flies = self.scene.lines.iter().any(|line| {
            let stream = match way {
                Way::ToBroker => &line.to_broker,
                Way::ToClient => &line.to_client,
            };
            stream.iter().any(|envelope| envelope.kind == kind && envelope.messages.contains(self.message))
        });
        if !flies {
            return None;
        }
        Some(match (kind, alone) {
            (EnvelopeKind::Delivery, true) => {
                self.lang.pick("on the wire to the consumer and nowhere else", "正发往消费者，别处没有")
            }
            (EnvelopeKind::Delivery, false) => self.lang.pick("on the wire to the consumer", "正发往消费者"),
            (EnvelopeKind::Publish, _) => self.lang.pick("on the wire to the broker", "正发往消息代理"),
            (EnvelopeKind::Return, _) => self.lang.pick("on the way back to the producer", "正退回生产者"),
            (EnvelopeKind::Ack, _) => self.lang.pick("its ack is on the way", "确认正在途中"),
            _ => self.lang.pick("its answer is on the way", "答复正在途中"),
        })
    }

    fn stored(&self, copy: &Copy) -> String {
        let unacked = matches!(copy.state, CopyState::Unacked(_) | CopyState::Settling);
        let place: String = match copy.safety {
            Safety::Memory if unacked => {
                self.lang.pick("in broker memory, unacked", "在消息代理内存里，未确认").to_owned()
            }
            Safety::Memory => self.lang.pick("only in broker memory", "只在消息代理的内存里").to_owned(),
            Safety::PageCache => self.lang.pick("in the broker's page cache", "在消息代理的页缓存里").to_owned(),
            Safety::Disk => self.lang.pick("on the broker's disk", "在消息代理的磁盘上").to_owned(),
            Safety::Nodes(nodes) => match self.lang {
                Lang::En => format!("on {nodes} of 3 nodes"),
                Lang::Zh => format!("在 3 个节点中的 {nodes} 个上"),
            },
        };
        let place = match (copy.death, self.lang) {
            (None, _) => place,
            (Some(_), Lang::En) => format!("in the dead-letter queue, {place}"),
            (Some(_), Lang::Zh) => format!("在死信队列中，{place}"),
        };
        let down = match (self.scene.broker.up, copy.safety) {
            (true, _) => "",
            (false, Safety::Nodes(_)) => self.lang.pick("; no node leads", "；目前没有主副本"),
            (false, _) => self.lang.pick("; the broker is down", "；消息代理停着"),
        };
        place + down
    }

    /// A message of which neither queue nor consumer has anything.
    fn before_the_queue(&self) -> &'static str {
        let wire = |way, kind| self.on_wire(way, kind, true);
        if let Some(place) =
            wire(Way::ToBroker, EnvelopeKind::Publish).or_else(|| wire(Way::ToClient, EnvelopeKind::Return))
        {
            return place;
        }
        if self.scene.broker.buffered.contains(&self.message) {
            return self.lang.pick("at the broker, waiting for the commit", "在消息代理处，等待提交");
        }
        if self.scene.producer.to_resend.contains(&self.message) {
            return self.lang.pick("nowhere; will be sent again", "哪里都没有，等待重发");
        }
        match (self.last_word(), self.run.ledger(self.position).record(self.message).belief) {
            (_, Belief::Failed) => self.lang.pick("nowhere; the producer knows", "哪里都没有，生产者知道"),
            (Some(Word::Unroutable), _) => self.lang.pick("nowhere: no queue took it", "哪里都没有：没有队列接收"),
            (Some(Word::Refused), _) => self.lang.pick("nowhere: the broker refused it", "哪里都没有：消息代理拒绝了"),
            _ => self.lang.pick("nowhere; no answer has come", "哪里都没有，也没有答复"),
        }
    }

    /// How a lost message was lost.
    fn how_lost(&self) -> &'static str {
        match self.last_word() {
            Some(Word::Wire(Way::ToBroker)) => {
                self.lang.pick("lost on the wire to the broker", "丢在发往消息代理的途中")
            }
            Some(Word::Wire(Way::ToClient)) => {
                self.lang.pick("lost on the wire to the consumer", "丢在发往消费者的途中")
            }
            Some(Word::Returned) => self.lang.pick("lost on the way back to the producer", "丢在退回生产者的途中"),
            Some(Word::Vanished(Cause::NotFlushed)) => {
                self.lang.pick("lost with the broker's memory", "随消息代理的内存丢失")
            }
            Some(Word::Vanished(Cause::NotOnDisk)) => self.lang.pick("lost in the power failure", "掉电时丢失"),
            Some(Word::Vanished(Cause::DiskGone)) => self.lang.pick("lost with the disk", "随磁盘丢失"),
            Some(Word::Vanished(Cause::QueueNotDurable)) => self.lang.pick("lost with the queue", "随队列丢失"),
            Some(Word::Vanished(Cause::Transient)) => {
                self.lang.pick("lost in the restart, not persistent", "重启时丢失，未持久化")
            }
            Some(Word::Vanished(Cause::NoMajority)) => self.lang.pick("lost: no majority had it", "丢失：未得到多数"),
            Some(Word::Vanished(_)) => self.lang.pick("lost at the broker", "在消息代理处丢失"),
            Some(Word::GivenUp(Death::Expired)) => self.lang.pick("lost: it expired", "丢失：已过期"),
            Some(Word::GivenUp(Death::TooLong)) => self.lang.pick("lost: the queue was too long", "丢失：队列超长"),
            Some(Word::GivenUp(Death::TooOften)) => {
                self.lang.pick("lost: too many deliveries failed", "丢失：投递失败次数过多")
            }
            Some(Word::GivenUp(Death::Rejected)) => {
                self.lang.pick("lost on the way to the dead-letter queue", "丢在移入死信队列的途中")
            }
            Some(Word::Dropped) => self.lang.pick("lost with the consumer's memory", "随消费者的内存丢失"),
            Some(Word::Unroutable) => self.lang.pick("lost: no queue took it", "丢失：没有队列接收"),
            Some(Word::Refused) => self.lang.pick("lost: the broker refused it", "丢失：消息代理拒绝了"),
            Some(Word::Unbuffered) => self.lang.pick("lost with its transaction", "随事务丢失"),
            None => self.lang.pick("lost", "丢失"),
        }
    }

    /// The last event that ended a copy of the message.
    fn last_word(&self) -> Option<Word> {
        let steps = (1..=self.position).rev();
        steps.flat_map(|step| self.run.events(step).iter().rev()).find_map(|event| word(event, self.message))
    }

    /// A message that has taken effect, and what is still about of it.
    fn done(&self, times: u8) -> String {
        let live = live_in(&self.scene, self.run, self.position, self.message);
        let head = match (self.lang, times) {
            (Lang::En, 1) => "processed".to_owned(),
            (Lang::En, 2) => "processed twice".to_owned(),
            (Lang::En, _) => format!("processed {times} times"),
            (Lang::Zh, 1) => "已处理".to_owned(),
            (Lang::Zh, 2) => "处理了两次".to_owned(),
            (Lang::Zh, _) => format!("处理了 {times} 次"),
        };
        let tail = self.still_about(&live);
        match self.lang {
            Lang::En => format!("{head}; {tail}"),
            Lang::Zh => format!("{head}，{tail}"),
        }
    }

    fn still_about(&self, live: &[Copy]) -> &'static str {
        let lang = self.lang;
        if self.in_hand_again() {
            return lang.pick("in a consumer's hand again", "又在消费者手中");
        }
        if self.on_wire(Way::ToClient, EnvelopeKind::Delivery, false).is_some() {
            return lang.pick("on its way to a consumer again", "又在发往消费者的途中");
        }
        if live.iter().all(|copy| copy.death.is_some()) && !live.is_empty() {
            return lang.pick("a copy is in the dead-letter queue", "还有副本在死信队列中");
        }
        if live.iter().any(|copy| matches!(copy.state, CopyState::Ready | CopyState::Uncommitted | CopyState::Leftover))
        {
            return lang.pick("a copy waits to be delivered again", "还有副本等待再次投递");
        }
        if self.on_wire(Way::ToBroker, EnvelopeKind::Publish, false).is_some() {
            return lang.pick("sent once more", "又发了一次");
        }
        if self.scene.producer.to_resend.contains(&self.message) {
            return lang.pick("will be sent once more", "还会再发一次");
        }
        if live.iter().any(|copy| copy.state == CopyState::Settling) {
            return lang.pick("its removal waits for a second node", "移除要等第二个节点");
        }
        if self.on_wire(Way::ToBroker, EnvelopeKind::Ack, false).is_some() {
            return lang.pick("its ack is on the way", "确认正在途中");
        }
        if !live.is_empty() {
            return lang.pick("not acked yet", "尚未确认");
        }
        self.over()
    }

    fn in_hand_again(&self) -> bool {
        let held = self.scene.consumers.iter().flat_map(|consumer| consumer.holding.iter());
        held.into_iter().any(|held| held.message == self.message && held.stage != Stage::Applied)
    }

    /// Nothing of it is about any more, except perhaps what a restart would bring back.
    fn over(&self) -> &'static str {
        let setup = &self.run.setup().rabbitmq;
        let left = copies(&self.scene)
            .into_iter()
            .any(|copy| copy.message == self.message && consumed(self.run, self.position, copy.copy).is_some());
        match (setup.queue_type, left, setup.ack) {
            (QueueType::Classic, true, _) => {
                self.lang.pick("its removal is not written out everywhere yet", "移除尚未完全写下")
            }
            (_, _, Ack::Auto) => self.lang.pick("removed when handed out", "投递时就已移出队列"),
            (_, _, Ack::BeforeEffect | Ack::AfterEffect) => self.lang.pick("acked and removed", "确认后移出队列"),
        }
    }
}

/// How a copy of a message ended.
#[derive(Clone, Copy)]
enum Word {
    Wire(Way),
    Returned,
    Vanished(Cause),
    GivenUp(Death),
    Dropped,
    Unroutable,
    Refused,
    Unbuffered,
}

fn word(event: &Event, message: Message) -> Option<Word> {
    let (of, word) = match *event {
        Event::Destroyed { line, way, envelope } if envelope.messages.contains(message) => {
            return match (line, envelope.kind) {
                (_, EnvelopeKind::Return) => Some(Word::Returned),
                (Line::Producer, EnvelopeKind::Publish) | (Line::Consumer(_), EnvelopeKind::Delivery) => {
                    Some(Word::Wire(way))
                }
                _ => None,
            };
        }
        Event::Vanished { message, cause, .. } => (message, Word::Vanished(cause)),
        Event::Removed { message, cause: Cause::Discarded(death), .. } => (message, Word::GivenUp(death)),
        Event::Dropped { message, .. } => (message, Word::Dropped),
        Event::Unroutable { message } => (message, Word::Unroutable),
        Event::RefusedByBroker { message, .. } => (message, Word::Refused),
        Event::Unbuffered { message } => (message, Word::Unbuffered),
        _ => return None,
    };
    (of == message).then_some(word)
}
