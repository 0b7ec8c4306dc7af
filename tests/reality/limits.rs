//! Length limits, time to live, dead letters and delivery limits: s09, s13. Where the recordings have no consumer, the
//! model's holds one message more, published before the others and never acked; numbers are those of the recording.

use ackscope::model::Action::*;
use ackscope::model::{
    Action, Belief, Consumer, CopyScene, CopyState, Death, EnvelopeKind, Event, Line, Member, Queue, Way,
};
use ackscope::setup::{Ack, DeadLetter, FaultKind, Overflow, Publish, QueueType, Rabbitmq};

use crate::answers;
use crate::recordings::Record;
use crate::stage::Stage;
use crate::terms::{classic, copies, deliveries, manual, quorum};

const Q0: Queue = Queue::FIRST;
const C0: Consumer = Consumer(0);
const FOLLOWER: Member = Member(1);

fn numbers(text: &str) -> Vec<u8> {
    let words = text.split(|c: char| !c.is_ascii_digit()).filter(|word| !word.is_empty());
    words.map(|word| word.parse().expect("a number")).collect()
}

/// A broker under test.
struct Bench {
    stage: Stage,
    quorum: bool,
}

impl Bench {
    fn new(messages: usize, rabbitmq: Rabbitmq) -> Self {
        Self { stage: Stage::new(messages as u8, rabbitmq), quorum: rabbitmq.queue_type == QueueType::Quorum }
    }

    /// One whose consumer holds a message that the recording does not have.
    fn without_taker(messages: usize, rabbitmq: Rabbitmq) -> Self {
        let window = if rabbitmq.publish == Publish::Confirm { rabbitmq.window + 1 } else { 1 };
        let mut bench = Self::new(messages + 1, Rabbitmq { window: window.min(16), ..manual(1, rabbitmq) });
        bench.publish();
        if bench.stage.can(Dispatch(Q0)) {
            bench.stage.does([Dispatch(Q0)]);
        }
        bench
    }

    /// Everything that makes what the broker has read count.
    fn settle(&mut self) {
        while self.quorum && self.stage.can(Replicate(FOLLOWER)) {
            self.stage.does([Replicate(FOLLOWER)]);
        }
        self.does_if_possible([Flush(Q0), Answer]);
        while self.stage.can(ProducerReads) {
            self.stage.does([ProducerReads]);
        }
    }

    fn does_if_possible(&mut self, actions: impl IntoIterator<Item = Action>) {
        for action in actions {
            if self.stage.can(action) {
                self.stage.does([action]);
            }
        }
    }

    fn publish(&mut self) {
        self.stage.does([Publish, BrokerReads]);
        self.settle();
    }

    /// Several at once, before any of them counts.
    fn pipeline(&mut self, messages: usize) {
        self.stage.does(std::iter::repeat_n(Publish, messages)).does(std::iter::repeat_n(BrokerReads, messages));
        self.settle();
    }

    fn hands_out_and_reads(&mut self) {
        self.does_if_possible([Dispatch(Q0)]);
        self.stage.does([ConsumerReads(C0)]);
    }

    fn ready(&self, wanted: impl Fn(&CopyScene) -> bool) -> Vec<u8> {
        let scene = self.stage.scene();
        let ready = copies(&scene).filter(|copy| copy.state == CopyState::Ready && wanted(copy));
        ready.map(|copy| copy.message.0).collect()
    }

    fn queue(&self) -> Vec<u8> {
        self.ready(|copy| copy.death.is_none())
    }

    fn dead(&self) -> Vec<u8> {
        self.ready(|copy| copy.death.is_some())
    }

    /// What was confirmed, and what was refused, without the message in the consumer's hand.
    fn answered(&self, belief: Belief) -> Vec<u8> {
        let records = self.stage.ledger().records.iter().enumerate().skip(1);
        records.filter(|(_, record)| record.belief == belief).map(|(index, _)| index as u8).collect()
    }
}

fn shifted(numbers: &[u8]) -> Vec<u8> {
    numbers.iter().map(|number| number + 1).collect()
}

fn limited(length: u32, overflow: Overflow, rest: Rabbitmq) -> Rabbitmq {
    Rabbitmq { max_length: Some(length), overflow, ..rest }
}

fn with_dead_letters(rest: Rabbitmq) -> Rabbitmq {
    Rabbitmq { dead_letter: Some(DeadLetter::AtMostOnce), ..rest }
}

/// The same for a queue that refuses; in which order its answers come is asked of the fault that refuses too.
pub fn four_refused(records: &[&Record]) {
    answers::refusals(records);
    seven_for_three(records);
}

/// Seven publishes to a queue that takes three: in one write, and one by one (R16, R18, R60).
pub fn seven_for_three(records: &[&Record]) {
    for record in records {
        let rest = if record.case.starts_with("quorum") { quorum() } else { classic(true, true, 1) };
        let overflow = if record.case.ends_with("drop-head") { Overflow::DropHead } else { Overflow::RejectPublish };
        let rabbitmq = Rabbitmq { publish: Publish::Confirm, window: 7, ..limited(3, overflow, rest) };
        let mut burst = Bench::without_taker(7, rabbitmq);
        burst.pipeline(7);
        let (acked, nacked) = record.always("pipelined_confirms").split_once(" nacked ").expect("acked, then nacked");
        assert_eq!(burst.answered(Belief::Acked), numbers(acked), "{record}");
        assert_eq!(burst.answered(Belief::Failed), numbers(nacked), "{record}");
        assert_eq!(burst.queue(), shifted(&numbers(record.always("pipelined_left"))), "{record}");
        let mut paced = Bench::without_taker(7, rabbitmq);
        let answers: Vec<&str> = record.always("sync_confirms").split(' ').collect();
        for (index, answer) in answers.iter().enumerate() {
            paced.publish();
            let belief = if *answer == "Ack" { Belief::Acked } else { Belief::Failed };
            assert_eq!(paced.stage.believes(index as u8 + 2), belief, "{record}");
        }
        assert_eq!(paced.queue(), shifted(&numbers(record.always("sync_left"))), "{record}");
    }
}

/// Unacked messages don't count, and when they come back the oldest go (R18).
pub fn holder_of_five(records: &[&Record]) {
    for record in records {
        let held = numbers(record.text("held"));
        let after = numbers(record.text("after_crash_of_holder"));
        let rabbitmq = limited(3, Overflow::DropHead, manual(held.len() as u64, classic(true, true, 1)));
        let mut bench = Bench::new(8, rabbitmq);
        bench.pipeline(5);
        (5..8).for_each(|_| bench.publish());
        bench.stage.does(std::iter::repeat_n(ConsumerReads(C0), held.len()));
        assert_eq!(bench.queue().len() as u64, record.count("ready"), "{record}");
        bench.stage.strikes_consumer(FaultKind::ConsumerCrashBeforeEffect, C0);
        assert_eq!(bench.queue(), after, "{record}");
    }
}

/// Without a consumer that waits, a message that may not live at all is confirmed and gone; with one it arrives (R54).
pub fn no_time_to_live(records: &[&Record]) {
    for record in records {
        assert!(record.text("confirm").starts_with("basic.Ack"), "{record}");
        assert_eq!(record.count("count"), 0, "{record}");
        assert!(!record.text("with_consumer_delivered").is_empty(), "{record}");
        let ttl = Rabbitmq { message_ttl: Some(0), publish: Publish::Confirm, ..classic(true, true, 1) };
        let mut bench = Bench::without_taker(1, ttl);
        assert_eq!(bench.stage.deliveries(), [(1, false)], "{record}: a consumer waited");
        bench.publish();
        assert_eq!((bench.queue(), bench.stage.believes(2)), (vec![], Belief::Acked), "{record}");
        assert_eq!(bench.stage.deliveries().len(), 1, "{record}");
    }
}

/// What is held past its time stays valid, and given back it expires at once (R54).
pub fn held_past_its_time(records: &[&Record]) {
    for record in records {
        let ttl = Rabbitmq { message_ttl: Some(300), ..manual(1, classic(true, true, 1)) };
        let mut bench = Bench::new(1, with_dead_letters(ttl));
        bench.publish();
        bench.hands_out_and_reads();
        assert_eq!(record.count("dl_before_nack"), 0, "{record}");
        assert!(!bench.stage.can(Expire(Q0)), "{record}");
        // A channel that closes gives back as a nack with requeue does; that one no dead-letter queue is set for.
        bench.stage.strikes_consumer(FaultKind::ConsumerCrashBeforeEffect, C0).does([Expire(Q0)]);
        assert_eq!(bench.dead(), numbers(record.text("dlq_after")), "{record}");
    }
}

/// What each reason makes of a message: a new copy, not marked as redelivered (R55).
pub fn dead_letters(records: &[&Record]) {
    for record in records {
        let bench = dying(record);
        let scene = bench.stage.scene();
        let dead: Vec<&CopyScene> = copies(&scene).filter(|copy| copy.death.is_some()).collect();
        let recorded = record.list("dlq");
        assert_eq!(dead.len(), recorded.len(), "{record}");
        let shift = i64::from(record.case.starts_with("DLX maxlen") || record.case.starts_with("DLX reject-publish"));
        for (copy, letter) in dead.iter().zip(recorded) {
            let id: i64 = letter["id"].as_str().and_then(|id| id.parse().ok()).expect("a number");
            assert_eq!(i64::from(copy.message.0), id + shift, "{record}");
            assert_eq!(letter["redelivered"], copy.redelivered, "{record}");
            let reason = match copy.death.expect("it is dead") {
                Death::Rejected => "rejected",
                Death::Expired => "expired",
                Death::TooLong => "maxlen",
                Death::TooOften => "delivery_limit",
            };
            assert_eq!(letter["headers"]["x-first-death-reason"], reason, "{record}");
        }
        let left: Vec<i64> =
            numbers(record.text("left_in_q9")).iter().map(|number| i64::from(*number) + shift).collect();
        assert!(bench.queue().iter().map(|message| i64::from(*message)).eq(left), "{record}");
    }
}

fn dying(record: &Record) -> Bench {
    let rest = with_dead_letters(classic(true, true, 1));
    match record.case.as_str() {
        "DLX nack requeue=false" | "DLX reject requeue=false" => {
            let mut bench = Bench::new(1, manual(1, rest));
            bench.publish();
            bench.hands_out_and_reads();
            bench.stage.strikes_consumer(FaultKind::ConsumerNack, C0).does([BrokerReadsFrom(C0)]);
            bench
        }
        "DLX expired (message ttl)" | "DLX expired (queue ttl)" => {
            let mut bench = Bench::new(1, Rabbitmq { message_ttl: Some(50), ..manual(1, rest) });
            bench.publish();
            bench.hands_out_and_reads();
            bench.stage.strikes_consumer(FaultKind::ConsumerCrashBeforeEffect, C0).does([Expire(Q0)]);
            bench
        }
        "DLX maxlen drop-head" => overflowing(limited(1, Overflow::DropHead, rest)),
        "DLX reject-publish-dlx" => overflowing(limited(1, Overflow::RejectPublishDlx, rest)),
        case => panic!("{case} has no dead letters"),
    }
}

fn overflowing(rabbitmq: Rabbitmq) -> Bench {
    let mut bench = Bench::without_taker(3, rabbitmq);
    (0..3).for_each(|_| bench.publish());
    bench
}

/// Rejected and tried again, twice: each time a copy that was never handed out (R55, A51).
pub fn tried_again(records: &[&Record]) {
    for record in records {
        let mut bench = Bench::new(1, manual(1, with_dead_letters(classic(true, true, 1))));
        bench.publish();
        let recorded = record.list("deliveries");
        for delivery in recorded {
            assert_eq!(delivery["redelivered"], false, "{record}");
            bench.hands_out_and_reads();
            bench.stage.strikes_consumer(FaultKind::ConsumerNack, C0).does([BrokerReadsFrom(C0), Retry]);
        }
        assert_eq!(bench.stage.deliveries(), vec![(1, false); recorded.len()], "{record}");
    }
}

/// A message that is given back, or whose consumer dies, once too often (R59).
pub fn delivery_limit(records: &[&Record]) {
    for record in records {
        let crashes = record.case.contains("CRASHES");
        let listed = record.list(if crashes { "sequence" } else { "deliveries" });
        let listed =
            listed.iter().map(|text| text.as_str().and_then(|text| text.split(' ').next()).expect("a delivery"));
        let expected = deliveries(&listed.collect::<Vec<_>>().join(" "));
        let buried = record.has("dlx") && record.flag("dlx");
        let limit = Rabbitmq { delivery_limit: Some(2), ..manual(1, quorum()) };
        let mut bench = Bench::new(if crashes { 3 } else { 2 }, if buried { with_dead_letters(limit) } else { limit });
        bench.pipeline(2);
        for _ in &expected {
            bench.hands_out_and_reads();
            if bench.stage.sent(Line::Consumer(C0), Way::ToClient).len() < expected.len() || crashes {
                fail(&mut bench, crashes || buried);
            }
        }
        assert_eq!(bench.stage.deliveries(), expected, "{record}");
        let given_up = bench.stage.told(|event| matches!(event, Event::Discarding { death: Death::TooOften, .. }));
        assert!(given_up, "{record}");
        assert_eq!(bench.dead(), if buried { vec![1] } else { vec![] }, "{record}");
    }
}

/// The consumer fails at what it has in hand: it dies, or gives it back. With a dead-letter queue the model's consumer
/// does not give back but rejects, so there it dies.
fn fail(bench: &mut Bench, dies: bool) {
    if dies {
        bench.stage.strikes_consumer(FaultKind::ConsumerCrashBeforeEffect, C0).does([ConsumerStarts(C0)]);
    } else {
        bench.stage.strikes_consumer(FaultKind::ConsumerNack, C0).does([BrokerReadsFrom(C0)]);
        let nacks = bench.stage.sent(Line::Consumer(C0), Way::ToBroker);
        assert!(nacks.iter().all(|envelope| envelope.kind == EnvelopeKind::Nack));
    }
    bench.settle();
}

/// A quorum queue with a time to live can be declared.
pub fn quorum_with_a_ttl(records: &[&Record]) {
    for record in records {
        assert!(record.text("reply").starts_with("queue.DeclareOk"), "{record}");
        let rabbitmq = Rabbitmq { message_ttl: Some(100), ack: Ack::Auto, ..quorum() };
        assert!(crate::terms::setup(1, rabbitmq, 0, &[]).check().is_ok());
    }
}
