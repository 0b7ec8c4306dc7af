//! Rules of RabbitMQ, one test a claim: several queues, length limits, time to live, dead letters, delivery limits.

mod support;

use Action::*;
use ackscope::explore::{Ending, Limits, Search};
use ackscope::model::{
    Action, Belief, Consumer, CopyState, Death, EnvelopeKind, Event, Flag, Line, Machine, Member, Queue, Shelf,
    ShelfKind, Way,
};
use ackscope::setup::{
    Ack, DeadLetter, FaultKind, Link, Overflow, Publish as Mode, QueueType, Rabbitmq, Resend, Setup,
};
use support::stage::{C0, C1, Q0, Stage};

const Q1: Queue = Queue(1);
const FOLLOWER: Member = Member(1);

fn manual(prefetch: u8) -> Rabbitmq {
    Rabbitmq { ack: Ack::AfterEffect, prefetch, ..Rabbitmq::default() }
}

fn stored(rest: Rabbitmq) -> Rabbitmq {
    Rabbitmq { durable: true, persistent: true, ..rest }
}

fn quorum(rest: Rabbitmq) -> Rabbitmq {
    Rabbitmq { queue_type: QueueType::Quorum, durable: true, ..rest }
}

fn at_most(length: u32, overflow: Overflow, rest: Rabbitmq) -> Rabbitmq {
    Rabbitmq { max_length: Some(length), overflow, ..rest }
}

fn buried(rest: Rabbitmq) -> Rabbitmq {
    Rabbitmq { dead_letter: Some(DeadLetter::AtMostOnce), ..rest }
}

/// A machine with two queues and two keys: odd messages go to the second queue.
fn two_queues(messages: u8, rest: Rabbitmq) -> Stage {
    Stage::of(&Setup { messages, keys: 2, rabbitmq: Rabbitmq { queues: 2, ..rest }, ..Setup::default() })
}

fn published(n: usize) -> impl Iterator<Item = Action> {
    std::iter::repeat_n([Publish, BrokerReads], n).flatten()
}

fn received(n: usize) -> impl Iterator<Item = Action> {
    std::iter::repeat_n([Dispatch(Q0), ConsumerReads(C0)], n).flatten()
}

/// The messages of one queue on a shelf.
fn queued(shelf: &Shelf, queue: Queue) -> Vec<u8> {
    shelf.copies.iter().filter(|copy| copy.queue == queue).map(|copy| copy.message.0).collect()
}

/// The messages that are ready in the first queue, and those in the dead-letter queue behind it.
fn ready_and_dead(stage: &Stage) -> (Vec<u8>, Vec<u8>) {
    let shelves = stage.scene().broker.shelves;
    let is_first = |shelf: &&Shelf| matches!(shelf.kind, ShelfKind::Memory | ShelfKind::Replica { leader: true, .. });
    let copies = shelves.iter().find(is_first).map(|shelf| shelf.copies.clone()).unwrap_or_default();
    let of = |dead: bool| {
        let there = copies.iter().filter(|copy| copy.death.is_some() == dead && copy.state == CopyState::Ready);
        there.map(|copy| copy.message.0).collect()
    };
    (of(false), of(true))
}

fn flags_of(link: &str) -> Vec<Flag> {
    let setup = Link::parse(link, &|_| None).expect("a link of this file").setup;
    let mut search = Search::new(&setup, Limits::TERMINAL, &[]);
    assert_eq!(search.finish(), Ending::Complete, "{link}");
    search.flags().collect()
}

/// D2: the key decides the queue, and each queue has consumers of its own.
#[test]
fn d2_a_key_has_one_queue() {
    let mut stage = two_queues(4, manual(1));
    stage.does(published(4));
    let memory = stage.shelf(ShelfKind::Memory);
    assert_eq!((queued(&memory, Q0), queued(&memory, Q1)), (vec![2, 4], vec![1, 3]));
    stage.does([Dispatch(Q0), Dispatch(Q1)]);
    let delivered = |consumer| stage.sent(Line::Consumer(consumer), Way::ToClient)[0].messages.iter().map(|m| m.0);
    assert_eq!((delivered(C0).collect::<Vec<_>>(), delivered(C1).collect::<Vec<_>>()), (vec![2], vec![1]));
    assert!(!stage.can(Dispatch(Q0)) && !stage.can(Dispatch(Queue(2))));
    assert_eq!(stage.settles().flags(), []);
}

/// D1, D2: two consumers of one queue break the order; two queues with one consumer each keep it within a key.
#[test]
fn d2_a_queue_a_consumer_keeps_the_order_within_a_key() {
    let competing = flags_of("messages=4&keys=2&consumers=2&ack=after_effect&faults=none");
    assert_eq!(competing, [Flag::Reordered, Flag::StaleReplay]);
    assert_eq!(flags_of("messages=4&keys=2&queues=2&ack=after_effect&faults=none"), []);
}

/// A44: each queue has a single active consumer of its own.
#[test]
fn a44_each_queue_has_its_active_consumer() {
    let mut stage = two_queues(2, Rabbitmq { consumers: 2, single_active_consumer: true, ..manual(1) });
    let active = |stage: &Stage| -> Vec<bool> {
        stage.scene().consumers.iter().map(|consumer| consumer.active == Some(true)).collect()
    };
    assert_eq!(active(&stage), [true, false, true, false]);
    let third = Consumer(2);
    stage.does(published(2)).does([Dispatch(Q1), ConsumerReads(third)]);
    stage.strikes_consumer(FaultKind::ConsumerCrashBeforeEffect, third);
    assert_eq!(active(&stage), [true, false, false, true]);
}

/// A15: each queue is flushed by itself.
#[test]
fn a15_a_flush_concerns_one_queue() {
    let mut stage = two_queues(2, stored(Rabbitmq::default()));
    stage.does(published(2)).does([Flush(Q1)]);
    assert_eq!(stage.on(ShelfKind::PageCache), [1]);
    assert!(!stage.can(Flush(Q1)) && stage.can(Flush(Q0)) && stage.can(WriteBack(Q1)) && !stage.can(WriteBack(Q0)));
    stage.strikes(FaultKind::ProcessCrash);
    assert_eq!((stage.on(ShelfKind::PageCache), stage.flags()), (vec![1], vec![Flag::Lost]));
}

/// A26: a crash leaves a prefix of the batch in each queue, and the prefixes have nothing to do with each other.
#[test]
fn a26_a_commit_leaves_a_prefix_in_each_queue() {
    let mut stage = two_queues(4, stored(Rabbitmq { publish: Mode::Tx, window: 4, ..Rabbitmq::default() }));
    stage.does(published(5)).does([ApplyCommit(Q0), ApplyCommit(Q0), ApplyCommit(Q1)]);
    assert!(!stage.can(ApplyCommit(Q0)) && stage.can(ApplyCommit(Q1)));
    let memory = stage.shelf(ShelfKind::Memory);
    assert_eq!((queued(&memory, Q0), queued(&memory, Q1)), (vec![2, 4], vec![1]));
}

/// A48: drop-head drops the oldest ready message, even one that was confirmed.
#[test]
fn a48_drop_head_drops_the_oldest_confirmed_or_not() {
    let busy = at_most(1, Overflow::DropHead, stored(manual(1)));
    let mut stage = Stage::new(3, Rabbitmq { publish: Mode::Confirm, ..busy });
    let confirmed = [Publish, BrokerReads, Flush(Q0), Answer, ProducerReads];
    stage.does(confirmed).does(confirmed);
    assert_eq!((ready_and_dead(&stage).0, stage.believes(2)), (vec![2], Belief::Acked));
    stage.does([Publish, BrokerReads]);
    assert_eq!(ready_and_dead(&stage).0, [3]);
    // Its removal is not written yet: a crash would bring it back (A18).
    assert_eq!(stage.does([Flush(Q0)]).flags(), [Flag::Lost]);
}

/// A48, ground truth R18: unacked messages don't count, and those that a dead consumer gives back are the first to go.
#[test]
fn a48_only_ready_messages_count() {
    let mut stage = Stage::new(8, at_most(3, Overflow::DropHead, manual(5)));
    stage.does(published(8));
    assert_eq!(ready_and_dead(&stage).0, [6, 7, 8]);
    stage.does(std::iter::repeat_n(ConsumerReads(C0), 5));
    stage.strikes_consumer(FaultKind::ConsumerCrashBeforeEffect, C0);
    assert_eq!(ready_and_dead(&stage).0, [6, 7, 8]);
}

/// A13, A48: reject-publish refuses the newest: a nack with confirms, …
#[test]
fn a48_reject_publish_answers_with_a_nack() {
    let full = at_most(1, Overflow::RejectPublish, Rabbitmq { publish: Mode::Confirm, window: 3, ..manual(1) });
    let mut stage = Stage::new(3, Rabbitmq { resend: Resend::Never, ..full });
    stage.does(published(3)).does([Answer, ProducerReads, ProducerReads]);
    let kinds: Vec<_> = stage.answers().iter().map(|answer| answer.kind).collect();
    assert_eq!(kinds, [EnvelopeKind::Confirm, EnvelopeKind::Refusal]);
    assert_eq!((ready_and_dead(&stage).0, stage.flags()), (vec![2], vec![Flag::ReportedFailure]));
}

/// … and nothing at all without: then the newest is lost.
#[test]
fn a48_without_confirms_a_refusal_is_silent() {
    let mut stage = Stage::new(3, at_most(1, Overflow::RejectPublish, manual(1)));
    stage.does(published(3));
    assert!(stage.told(|event| matches!(event, Event::RefusedByBroker { told: false, .. })));
    assert_eq!(stage.flags(), [Flag::Lost]);
}

/// A59: refused with a window above 1, a message is overtaken by its successor.
#[test]
fn a48_a_refusal_reorders_with_a_window_and_not_without() {
    let link = "messages=4&publish=confirm&max_length=1&overflow=reject_publish&ack=after_effect&faults=none";
    assert_eq!(flags_of(&format!("{link}&window=3")), [Flag::Reordered, Flag::StaleReplay]);
    assert_eq!(flags_of(link), []);
}

/// A27, ground truth R29: a commit to a full queue fails, and what other queues took of it stays.
#[test]
fn a27_a_commit_to_a_full_queue_fails() {
    let full = at_most(1, Overflow::RejectPublish, Rabbitmq { publish: Mode::Tx, window: 3, ..manual(1) });
    let mut stage = Stage::new(6, full);
    stage.does(published(4)).does([ApplyCommit(Q0), ApplyCommit(Q0), ApplyCommit(Q0), Answer, ProducerReads]);
    assert_eq!(stage.answers()[0].kind, EnvelopeKind::CommitFailed);
    assert_eq!(ready_and_dead(&stage).0, [2]);
    assert_eq!(stage.flags(), [Flag::ReportedFailure]);
}

/// A48, ground truth R60: a quorum queue refuses once it is beyond its limit, and overshoots by what is in flight.
#[test]
fn a48_a_quorum_queue_overshoots() {
    let full = at_most(1, Overflow::RejectPublish, quorum(manual(1)));
    let mut stage = Stage::new(5, full);
    stage.does(published(1)).does([Replicate(FOLLOWER)]).does(published(3)).does([Replicate(FOLLOWER)]);
    assert_eq!(ready_and_dead(&stage).0, [2, 3, 4]);
    stage.does(published(1));
    assert!(stage.told(|event| matches!(event, Event::RefusedByBroker { .. })));
}

/// A48: reject-publish-dlx keeps what it refuses in the dead-letter queue.
#[test]
fn a48_what_is_refused_can_be_kept() {
    let full = at_most(1, Overflow::RejectPublishDlx, buried(manual(1)));
    let mut stage = Stage::new(3, full);
    stage.does(published(3));
    assert_eq!((ready_and_dead(&stage), stage.flags()), ((vec![2], vec![3]), vec![]));
}

/// A48: a producer that is refused and tries again fills the dead-letter queue without end, and the worlds stay few.
#[test]
fn a48_refusing_for_ever_has_finitely_many_worlds() {
    let link = "messages=2&publish=confirm&max_length=1&overflow=reject_publish_dlx&dead_letter=at_most_once\
                &ack=after_effect&window=2&faults=none";
    assert!(!flags_of(link).contains(&Flag::Lost));
}

/// A47: what waits may expire, what a consumer takes at once may not, and what is in hand does not.
#[test]
fn a47_only_what_waits_expires() {
    let mut stage = Stage::new(3, Rabbitmq { message_ttl: Some(100), ..manual(1) });
    stage.does(published(3));
    assert!(!stage.can(Expire(Q0)), "a consumer is waiting for it");
    stage.does(received(1)).does([Expire(Q0)]);
    assert_eq!((ready_and_dead(&stage).0, stage.flags()), (vec![3], vec![Flag::Lost]));
    stage.does([Expire(Q0)]);
    assert!(!stage.can(Expire(Q0)), "the one in hand never does");
}

/// A47: a requeue keeps the expiry, so it may be over at once; and the clock runs while the broker is down.
#[test]
fn a47_a_requeued_or_recovered_message_may_expire_at_once() {
    let mut stage = Stage::new(1, Rabbitmq { message_ttl: Some(100), ..stored(manual(1)) });
    stage.does(published(1)).does(received(1)).strikes_consumer(FaultKind::ConsumerNack, C0);
    stage.does([BrokerReadsFrom(C0)]);
    assert!(stage.can(Expire(Q0)) && stage.can(Dispatch(Q0)));
    let mut stage = Stage::new(1, Rabbitmq { message_ttl: Some(100), ..stored(manual(1)) });
    stage.does(published(1)).does([Flush(Q0)]).strikes(FaultKind::ProcessCrash).does([NodeStarts(Member(0))]);
    assert!(stage.can(Expire(Q0)) && stage.can(Dispatch(Q0)));
}

/// A47: without any time to live a message goes to a consumer at once or nowhere; its publish is confirmed either way.
#[test]
fn a47_a_ttl_of_0_means_at_once_or_never() {
    let rules = Rabbitmq { message_ttl: Some(0), publish: Mode::Confirm, window: 2, ..stored(manual(1)) };
    let mut stage = Stage::new(2, rules);
    stage.does(published(2)).does([Answer, ProducerReads]);
    assert_eq!(stage.deliveries(), [(1, false)]);
    assert_eq!((stage.believes(1), stage.believes(2)), (Belief::Unknown, Belief::Acked));
    assert_eq!(stage.flags(), [Flag::Lost]);
    stage.does([ConsumerReads(C0)]).strikes_consumer(FaultKind::ConsumerNack, C0).does([BrokerReadsFrom(C0)]);
    assert_eq!((ready_and_dead(&stage).0, stage.deliveries().len()), (vec![], 1));
}

/// A37, A49: a rejected message is dead-lettered; without a dead-letter queue consumers give back with requeue.
#[test]
fn a37_a_rejected_message_goes_to_the_dead_letter_queue() {
    let mut stage = Stage::new(1, buried(manual(1)));
    stage.does(published(1)).does(received(1)).strikes_consumer(FaultKind::ConsumerNack, C0);
    assert_eq!(stage.sent(Line::Consumer(C0), Way::ToBroker)[0].kind, EnvelopeKind::Reject);
    stage.does([BrokerReadsFrom(C0)]);
    assert_eq!((ready_and_dead(&stage), stage.flags()), ((vec![], vec![1]), vec![]));
}

/// A51: what comes back is a new copy at the end of its queue: in order before, out of order after.
#[test]
fn a51_trying_again_later_reorders() {
    let mut stage = Stage::new(3, buried(manual(1)));
    stage.does(published(3)).does(received(1)).strikes_consumer(FaultKind::ConsumerNack, C0);
    stage.does([BrokerReadsFrom(C0), Retry]);
    assert_eq!(ready_and_dead(&stage), (vec![2, 3, 1], vec![]));
    stage.settles();
    assert_eq!(
        (stage.effects(), stage.flags()),
        (vec![2, 3, 1], vec![Flag::DeliveredTwice, Flag::Reordered, Flag::StaleReplay])
    );
    assert_eq!(stage.deliveries(), [(1, false), (2, false), (3, false), (1, false)], "a new copy has no mark");
}

/// A51: without a rejection a message would go round by itself; it stays where somebody can look at it.
#[test]
fn a51_what_was_not_rejected_stays() {
    let mut stage = Stage::new(2, buried(Rabbitmq { message_ttl: Some(50), ..manual(1) }));
    stage.does(published(2)).does(received(1)).does([Expire(Q0)]);
    assert!(!stage.can(Retry));
    assert_eq!((stage.settles().flags(), ready_and_dead(&stage).1), (vec![], vec![2]));
}

/// A50: at most once: gone from the queue, and not yet safe in the other.
#[test]
fn a50_at_most_once_loses_in_between() {
    let link = "messages=1&publish=confirm&durable=true&persistent=true&ack=after_effect\
                &faults=consumer_nack,process_crash:2";
    assert!(!flags_of(link).contains(&Flag::Lost));
    assert!(flags_of(&format!("{link}&dead_letter=at_most_once")).contains(&Flag::Lost));
    let link = "messages=1&publish=confirm&queue_type=quorum&ack=after_effect&faults=consumer_nack,process_crash:2";
    assert!(flags_of(&format!("{link}&dead_letter=at_most_once")).contains(&Flag::Lost));
    assert!(!flags_of(&format!("{link}&dead_letter=at_least_once")).contains(&Flag::Lost));
}

/// A50: at least once: it stays until the other queue has it on a majority, so it may be there twice.
#[test]
fn a50_at_least_once_may_repeat() {
    let kept = Rabbitmq { dead_letter: Some(DeadLetter::AtLeastOnce), ..quorum(manual(1)) };
    let mut stage = Stage::new(1, kept);
    let follow = || std::iter::once(Replicate(FOLLOWER));
    stage.does(published(1)).does(follow()).does(received(1)).strikes_consumer(FaultKind::ConsumerNack, C0);
    stage.does([BrokerReadsFrom(C0)]).does(follow());
    assert_eq!(stage.on(ShelfKind::Replica { member: Member(0), leader: true }), [1, 1], "both have it");
    stage.does(follow());
    assert_eq!(ready_and_dead(&stage), (vec![], vec![1]));
    // Before the queue has written that the copy may go, the leader dies: the next one sends it once more.
    stage.strikes(FaultKind::ProcessCrash).does([Elect(FOLLOWER), Replicate(Member(2)), Replicate(Member(2))]);
    assert_eq!(ready_and_dead(&stage), (vec![], vec![1, 1]));
}

/// A40, A41: with a delivery limit a given-back message comes first, and one failure too many ends it.
#[test]
fn a41_failed_deliveries_are_counted() {
    let limited = Rabbitmq { delivery_limit: Some(1), ..quorum(manual(1)) };
    let mut stage = Stage::new(2, limited);
    stage.does(published(2)).does([Replicate(FOLLOWER)]).does(received(1));
    stage.strikes_consumer(FaultKind::ConsumerNack, C0).does([BrokerReadsFrom(C0), Replicate(FOLLOWER)]);
    stage.does(received(1));
    assert_eq!(stage.deliveries(), [(1, false), (1, true)]);
    stage.strikes_consumer(FaultKind::ConsumerNack, C0).does([BrokerReadsFrom(C0), Replicate(FOLLOWER)]);
    assert!(stage.told(|event| matches!(event, Event::Discarding { death: Death::TooOften, .. })));
    assert_eq!(stage.settles().flags(), [Flag::Lost, Flag::DeliveredTwice]);
    assert_eq!(stage.effects(), [2]);
}

/// A41: all that a crashing consumer holds counts, read or not, so innocent messages are discarded with a bad one.
#[test]
fn a41_a_crash_counts_for_all_that_was_held() {
    let limited = Rabbitmq { delivery_limit: Some(1), ..buried(quorum(manual(2))) };
    let mut stage = Stage::new(2, limited);
    stage.does(published(2)).does([Replicate(FOLLOWER)]);
    for _ in 0..2 {
        stage.does([Dispatch(Q0), Dispatch(Q0), ConsumerReads(C0)]);
        stage.strikes_consumer(FaultKind::ConsumerCrashBeforeEffect, C0).does([ConsumerStarts(C0)]);
    }
    stage.does([Replicate(FOLLOWER), Replicate(FOLLOWER)]);
    assert_eq!((ready_and_dead(&stage), stage.flags()), ((vec![], vec![1, 2]), vec![Flag::DeliveredTwice]));
}

/// A41: the count outlives the leader that kept it.
#[test]
fn a41_the_count_survives_a_leader() {
    let limited = Rabbitmq { delivery_limit: Some(1), ..quorum(manual(1)) };
    let mut stage = Stage::new(1, limited);
    stage.does(published(1)).does([Replicate(FOLLOWER)]).does(received(1)).strikes(FaultKind::ProcessCrash);
    stage.does([Forget(C0), Elect(FOLLOWER), Replicate(Member(2))]).does(received(1));
    stage.strikes_consumer(FaultKind::ConsumerNack, C0).does([BrokerReadsFrom(C0), Replicate(Member(2))]);
    assert!(stage.told(|event| matches!(event, Event::DeliveryFailed { times: 2, .. })));
    assert!(!stage.can(Dispatch(Q0)));
}

/// A copy in the dead-letter queue is not lost; one that dies there is.
#[test]
fn a_dead_letter_is_not_lost_before_its_queue_is() {
    let mut stage = Stage::new(3, buried(at_most(1, Overflow::DropHead, manual(1))));
    stage.does(published(3));
    assert_eq!((ready_and_dead(&stage), stage.flags()), ((vec![3], vec![2]), vec![]));
    assert_eq!(stage.strikes(FaultKind::ProcessCrash).flags(), [Flag::Lost]);
}

/// Sixteen consumers have a code each, on records and in packed worlds.
#[test]
fn sixteen_consumers_are_told_apart() {
    let setup =
        Setup { messages: 8, keys: 4, rabbitmq: Rabbitmq { queues: 4, consumers: 4, ..manual(1) }, ..Setup::default() };
    let mut stage = Stage::of(&setup);
    stage.does(published(8));
    for queue in 0..4 {
        stage.does([Dispatch(Queue(queue)), Dispatch(Queue(queue))]);
    }
    let last = Consumer(13);
    stage.does([ConsumerReads(last), Effect(last), Acknowledge(last), BrokerReadsFrom(last)]);
    assert_eq!(stage.effects(), [7]);
    for number in 0..16 {
        let action = ConsumerReads(Consumer(number));
        assert_eq!(Action::from_code(action.code()), Some(action));
    }
    assert!(!Machine::new(&setup).can_go_round());
}
