//! The claims of semantics.md A.1, A.2 and A.5, one test each: publish numbers, confirms, transactions.

mod support;

use Action::*;
use ackscope::model::{Action, Belief, EnvelopeKind as Kind, Event, Flag, Line, Message, ShelfKind, Way};
use ackscope::setup::{Ack, FaultKind, Link, Publish, QueueType, Rabbitmq, Resend, Setup};
use support::stage::{C0, C1, Q0, Stage};

fn confirm(window: u8) -> Rabbitmq {
    Rabbitmq { publish: Publish::Confirm, window, ..Rabbitmq::default() }
}

fn stored(rest: Rabbitmq) -> Rabbitmq {
    Rabbitmq { durable: true, persistent: true, ack: Ack::AfterEffect, ..rest }
}

fn tx(window: u8) -> Rabbitmq {
    Rabbitmq { publish: Publish::Tx, window, ..Rabbitmq::default() }
}

/// Publishes and lets the broker read, n times.
fn published(n: usize) -> impl Iterator<Item = Action> {
    std::iter::repeat_n(Publish, n).chain(std::iter::repeat_n(BrokerReads, n))
}

fn queue_lost(stage: &mut Stage) -> &mut Stage {
    stage.strikes(FaultKind::ProcessCrash).does([NodeStarts(ackscope::model::Member(0))])
}

/// A1: a channel is in exactly one publish mode, so `publish` is one setting and not two switches.
#[test]
fn a1_tx_and_confirm_exclude_each_other() {
    assert_eq!(Publish::NAMES, ["fire_and_forget", "tx", "confirm"]);
    assert!(Link::parse("publish=tx&publish=confirm", &|_| None).is_err());
}

/// A2: publish numbers count from 1 on each channel and start again after a reconnect.
#[test]
fn a2_publish_numbers_are_scoped_to_a_channel() {
    let mut stage = Stage::new(3, confirm(2));
    stage.does([Publish, Publish]).strikes(FaultKind::PublishLost).does([Publish, Publish]);
    let numbers: Vec<u32> = stage.sent(Line::Producer, Way::ToBroker).iter().map(|publish| publish.number).collect();
    assert_eq!(numbers, [1, 2, 1, 2]);
}

/// A3: a retry gets a new number, and what the dead channel's numbers stood for moves to the resend list.
#[test]
fn a3_a_retry_gets_a_new_number() {
    let mut stage = Stage::new(2, confirm(2));
    stage.does([Publish]).does([BrokerReads, Answer, ProducerReads, Publish]).strikes(FaultKind::PublishLost);
    assert_eq!(stage.scene().producer.to_resend, [Message(2)]);
    assert!(stage.scene().producer.unanswered.is_empty());
    stage.does([Publish]);
    let resent = *stage.sent(Line::Producer, Way::ToBroker).last().expect("a publish");
    assert_eq!((resent.messages.bits(), resent.number, resent.again), (0b10, 1, true));
}

/// A4: numbers that are outstanding when the channel dies are answered by nobody.
#[test]
fn a4_a_dead_channel_answers_nothing() {
    let mut stage = Stage::new(1, confirm(1));
    stage.does(published(1)).strikes(FaultKind::ConfirmLost);
    assert!(!stage.can(Answer));
    assert_eq!(stage.believes(1), Belief::Unknown);
    assert_eq!(stage.answers(), []);
}

/// A4: `multiple` answers every number up to its own.
#[test]
fn a4_multiple_answers_for_all_before() {
    let mut stage = Stage::new(3, confirm(3));
    stage.does(published(3)).does([Answer]);
    assert_eq!(stage.answer_frames(), [(Kind::Confirm, 3, true)]);
    stage.does([ProducerReads]);
    assert_eq!((1..=3).map(|message| stage.believes(message)).collect::<Vec<_>>(), [Belief::Acked; 3]);
}

/// A5: one `multiple` ack up to the smallest number that is still open, single acks above it.
#[test]
fn a5_confirms_are_coalesced() {
    let mut stage = Stage::new(4, Rabbitmq { prefetch: 0, ..stored(confirm(4)) });
    // 1, 2 and 4 are consumed and acked before any flush; 3 stays open.
    stage.does(published(4)).does([Dispatch(Q0), Dispatch(Q0), Dispatch(Q0), Dispatch(Q0)]);
    stage.does([ConsumerReads(C0), Effect(C0), Acknowledge(C0), BrokerReadsFrom(C0)]);
    stage.does([ConsumerReads(C0), Effect(C0), Acknowledge(C0), BrokerReadsFrom(C0)]);
    stage.does([ConsumerReads(C0), ConsumerReads(C0)]);
    stage.does([Answer]);
    assert_eq!(stage.answer_frames(), [(Kind::Confirm, 2, true)]);
    stage.does([Effect(C0), Acknowledge(C0), Effect(C0), Acknowledge(C0), BrokerReadsFrom(C0), Answer]);
    assert_eq!(stage.answer_frames()[1..], [(Kind::Confirm, 3, false)]);
}

/// A6: confirms may come back out of publish order: a later message that was consumed first is confirmed first.
#[test]
fn a6_confirms_may_come_out_of_order() {
    let two = Rabbitmq { consumers: 2, ..stored(confirm(2)) };
    let mut stage = Stage::new(2, two);
    stage.does(published(2)).does([Dispatch(Q0), Dispatch(Q0)]);
    stage.does([ConsumerReads(C1), Effect(C1), Acknowledge(C1), BrokerReadsFrom(C1), Answer]);
    assert_eq!(stage.answer_frames(), [(Kind::Confirm, 2, false)]);
    stage.does([Flush(Q0), Answer]);
    assert_eq!(stage.answer_frames()[1..], [(Kind::Confirm, 1, false)]);
}

/// A7: a transient message, or one in a queue that is not durable, is confirmed from memory.
#[test]
fn a7_what_need_not_survive_is_confirmed_at_once() {
    for (durable, persistent) in [(false, false), (false, true), (true, false)] {
        let mut stage = Stage::new(1, Rabbitmq { durable, persistent, ..confirm(1) });
        stage.does(published(1)).does([Answer]);
        assert!(stage.on(ShelfKind::PageCache).is_empty());
    }
}

/// A8: a persistent message in a durable queue is confirmed once it is written …
#[test]
fn a8_a_stored_message_is_confirmed_when_written() {
    let mut stage = Stage::new(1, stored(confirm(1)));
    stage.does(published(1));
    assert!(!stage.can(Answer));
    stage.does([Flush(Q0), Answer]);
}

/// … or once it was consumed, so that it may never touch the disk, …
#[test]
fn a8_or_when_it_was_consumed() {
    let mut stage = Stage::new(1, stored(confirm(1)));
    stage.does(published(1)).does([Dispatch(Q0), ConsumerReads(C0), Effect(C0), Acknowledge(C0), BrokerReadsFrom(C0)]);
    assert!(stage.told(|event| matches!(event, Event::ConfirmDue { consumed: true, .. })));
    stage.does([Answer, ProducerReads]);
    assert!(!stage.can(Flush(Q0)));
    assert_eq!(stage.believes(1), Belief::Acked);
}

/// … and an auto-ack delivery counts as consumed.
#[test]
fn a8_an_auto_ack_delivery_counts_as_consumed() {
    let mut stage = Stage::new(1, Rabbitmq { ack: Ack::Auto, ..stored(confirm(1)) });
    stage.does(published(1)).does([Dispatch(Q0), Answer]);
}

/// A8: a consumer can have processed a message before its publisher gets the confirm.
#[test]
fn a8_the_effect_may_come_before_the_confirm() {
    let mut stage = Stage::new(1, stored(confirm(1)));
    stage.does(published(1)).does([Dispatch(Q0), ConsumerReads(C0), Effect(C0)]);
    assert_eq!((stage.effects(), stage.believes(1)), (vec![1], Belief::Unknown));
}

/// A9: an unroutable message is confirmed, and lost without a word; with `mandatory` it comes back before the ack.
#[test]
fn a9_an_unroutable_message_is_confirmed() {
    let mut stage = Stage::new(1, confirm(1));
    queue_lost(&mut stage).does(published(1)).does([Answer, ProducerReads]);
    assert_eq!((stage.believes(1), stage.flags()), (Belief::Acked, vec![Flag::Lost]));

    let mut stage = Stage::new(1, Rabbitmq { mandatory: true, ..confirm(1) });
    queue_lost(&mut stage).does(published(1)).does([Answer, ProducerReads, ProducerReads]);
    assert_eq!(stage.answers().iter().map(|answer| answer.kind).collect::<Vec<_>>(), [Kind::Return, Kind::Confirm]);
    assert_eq!((stage.believes(1), stage.flags()), (Belief::Failed, vec![Flag::ReportedFailure]));
}

/// A10, A11: exchanges that are missing and queues deleted in mid-publish have no setting: topology is declared once
/// and nothing redeclares it, so the only unroutable publish is one whose queue did not survive.
#[test]
fn a10_a11_there_is_always_an_exchange_and_nothing_deletes_a_queue() {
    let mut stage = Stage::new(3, confirm(1));
    assert!(!stage.settles().told(|event| matches!(event, Event::Unroutable { .. } | Event::QueueGone)));
}

/// A12: several queues share the keys, so a publish has one queue and is stored once; there is no fan-out.
#[test]
fn a12_there_is_no_fan_out() {
    let mut stage =
        Stage::of(&Setup { messages: 4, keys: 4, rabbitmq: Rabbitmq { queues: 4, ..confirm(4) }, ..Setup::default() });
    stage.settles();
    let copies: Vec<u8> = stage.events.iter().filter_map(copied).collect();
    assert_eq!((copies, stage.effects().len()), (vec![1, 2, 3, 4], 4));
}

const fn copied(event: &Event) -> Option<u8> {
    match event {
        Event::Stored { message, .. } => Some(message.0),
        _ => None,
    }
}

/// A13: a nack takes no responsibility: nothing is stored, and the producer sends again or reports the failure.
#[test]
fn a13_a_nacked_publish_is_not_stored() {
    let mut stage = Stage::new(1, confirm(1));
    stage.does([Publish]).strikes(FaultKind::PublishRefused).does([Answer, ProducerReads]);
    assert!(stage.on(ShelfKind::Memory).is_empty());
    assert_eq!(stage.scene().producer.to_resend, [Message(1)]);

    let mut stage = Stage::new(1, Rabbitmq { resend: Resend::Never, ..confirm(1) });
    stage.does([Publish]).strikes(FaultKind::PublishRefused).does([Answer, ProducerReads]);
    assert_eq!((stage.believes(1), stage.flags()), (Belief::Failed, vec![Flag::ReportedFailure]));
}

/// A48: without confirms a refused publish is dropped silently.
#[test]
fn a48_without_confirms_a_refusal_is_silent() {
    let mut stage = Stage::new(1, Rabbitmq::default());
    stage.does([Publish]).strikes(FaultKind::PublishRefused);
    assert_eq!((stage.answers(), stage.flags()), (vec![], vec![Flag::Lost]));
}

/// A14: a confirm says nothing about consumption.
#[test]
fn a14_a_confirm_does_not_wait_for_the_consumer() {
    let mut stage = Stage::new(1, stored(confirm(1)));
    stage.does(published(1)).does([Flush(Q0), Answer, ProducerReads]);
    assert_eq!((stage.believes(1), stage.effects()), (Belief::Acked, vec![]));
}

/// A25: buffered publishes are invisible until the commit; commit-ok comes when all of them are safe.
#[test]
fn a25_a_commit_applies_the_batch() {
    let mut stage = Stage::new(2, stored(tx(2)));
    stage.does(published(2));
    assert_eq!((stage.on(ShelfKind::Memory), stage.scene().broker.buffered.len()), (vec![], 2));
    stage.does([Publish, BrokerReads, ApplyCommit(Q0), ApplyCommit(Q0)]);
    assert_eq!(stage.on(ShelfKind::Memory), [1, 2]);
    assert!(!stage.can(Answer));
    stage.does([Flush(Q0), Answer, ProducerReads]);
    assert_eq!((stage.believes(1), stage.believes(2)), (Belief::Acked, Belief::Acked));
}

/// A25: a connection that dies before the commit takes its buffered publishes with it.
#[test]
fn a25_a_cut_before_the_commit_drops_the_buffer() {
    let mut stage = Stage::new(2, tx(2));
    stage.does([Publish, BrokerReads, Publish]).strikes(FaultKind::PublishLost);
    assert!(stage.told(|event| matches!(event, Event::Unbuffered { message: Message(1) })));
    assert_eq!(stage.scene().producer.to_resend, [Message(1), Message(2)]);
    assert_eq!(stage.settles().effects(), [1, 2]);
}

/// A26: a commit is not atomic: a crash inside it leaves a part of the batch, …
#[test]
fn a26_a_crash_inside_a_commit_leaves_a_part() {
    let mut stage = Stage::new(2, stored(tx(2)));
    stage.does(published(2)).does([Publish, BrokerReads, ApplyCommit(Q0), Flush(Q0)]).strikes(FaultKind::ProcessCrash);
    assert_eq!(stage.on(ShelfKind::PageCache), [1]);
    // … and the whole batch is sent again after it: a duplicate.
    assert_eq!(stage.scene().producer.to_resend, [Message(1), Message(2)]);
    assert_eq!(stage.settles().effects(), [1, 1, 2]);
}

/// R31: a commit that the broker has read is applied whole even if the connection is cut meanwhile.
#[test]
fn r31_a_commit_survives_its_connection() {
    let rules = Rabbitmq { resend: Resend::Never, ..tx(2) };
    let mut stage = Stage::new(2, rules);
    stage.does(published(2)).does([Publish, BrokerReads]).strikes(FaultKind::ConfirmLost);
    assert_eq!((stage.settles().effects(), stage.flags()), (vec![1, 2], vec![]));
    assert_eq!(stage.believes(1), Belief::Unknown);
}

/// A26, R28: no isolation either: a consumer can have the first message while the commit goes on.
#[test]
fn a26_a_commit_is_not_isolated() {
    let mut stage = Stage::new(2, tx(2));
    stage.does(published(2)).does([Publish, BrokerReads, ApplyCommit(Q0), Dispatch(Q0), ConsumerReads(C0), Effect(C0)]);
    assert_eq!((stage.effects(), stage.scene().broker.buffered), (vec![1], vec![Message(2)]));
}

/// A27: a refused publish fails the commit although the rest of the batch is applied; returns come before commit-ok.
#[test]
fn a27_a_failed_commit_may_have_stored_a_part() {
    let mut stage = Stage::new(2, tx(2));
    stage.does(published(2)).does([Publish, BrokerReads]).strikes(FaultKind::PublishRefused);
    stage.does([ApplyCommit(Q0), Answer, ProducerReads]);
    assert_eq!(stage.answers().last().map(|answer| answer.kind), Some(Kind::CommitFailed));
    assert_eq!((stage.believes(1), stage.believes(2)), (Belief::Failed, Belief::Failed));
    assert_eq!(stage.settles().effects(), [2]);

    let mut stage = Stage::new(1, Rabbitmq { mandatory: true, ..tx(1) });
    queue_lost(&mut stage).does(published(1)).does([Publish, BrokerReads, ApplyCommit(Q0), Answer]);
    assert_eq!(stage.answers().iter().map(|answer| answer.kind).collect::<Vec<_>>(), [Kind::Return, Kind::CommitOk]);
}

/// A28: tx is synchronous: nothing is sent while a commit is pending.
#[test]
fn a28_nothing_is_sent_while_a_commit_is_pending() {
    let mut stage = Stage::new(2, tx(1));
    stage.does([Publish, Publish]);
    assert_eq!(stage.sent(Line::Producer, Way::ToBroker).last().map(|sent| sent.kind), Some(Kind::Commit));
    assert!(!stage.can(Publish));
    stage.does([BrokerReads, BrokerReads, ApplyCommit(Q0)]);
    assert!(!stage.can(Publish));
    stage.does([Answer, ProducerReads, Publish]);
}

/// A29: consuming is not transactional: a consumer's acks are settled whatever the producer's channel does.
#[test]
fn a29_consuming_is_outside_the_transaction() {
    let mut stage = Stage::new(2, stored(tx(1)));
    stage.does([Publish, Publish, BrokerReads, BrokerReads, ApplyCommit(Q0), Dispatch(Q0)]);
    stage.does([ConsumerReads(C0), Effect(C0), Acknowledge(C0), BrokerReadsFrom(C0)]);
    assert!(stage.on(ShelfKind::Memory).is_empty());
}

/// A57: with resends first a cut never reorders; with new messages first it does.
#[test]
fn a57_the_order_of_resends() {
    let run = |resend: Resend| {
        let mut stage = Stage::new(2, Rabbitmq { resend, ..confirm(2) });
        stage.does([Publish]).strikes(FaultKind::PublishLost);
        stage.settles().effects()
    };
    assert_eq!(run(Resend::UnconfirmedFirst), [1, 2]);
    assert_eq!(run(Resend::NewFirst), [2, 1]);
}

/// A58: a resend by timer on a healthy channel only adds a duplicate, with redelivered=false.
#[test]
fn a58_a_timer_resend_only_duplicates() {
    let mut stage = Stage::new(1, confirm(1));
    stage.does([Publish]).strikes(FaultKind::ResendTimer);
    assert_eq!(stage.settles().effects(), [1, 1]);
    assert_eq!(stage.deliveries(), [(1, false), (1, false)]);
}

/// A56: only what is unconfirmed is sent again. One publish of a message is refused and another one is confirmed: that
/// is enough.
#[test]
fn a56_a_confirmed_message_is_not_sent_again() {
    for resend in [Resend::UnconfirmedFirst, Resend::NewFirst] {
        let mut stage = Stage::new(2, Rabbitmq { resend, ..confirm(1) });
        stage.does([Publish]).strikes(FaultKind::ResendTimer).strikes(FaultKind::PublishRefused);
        stage.does([Answer, BrokerReads, Answer, ProducerReads, ProducerReads]);
        assert_eq!(stage.believes(1), Belief::Acked);
        assert_eq!(stage.settles().effects(), [1, 2]);
    }
}

/// A62: in a quorum queue a publish is confirmed when a majority has it, whatever the delivery mode.
#[test]
fn a62_a_quorum_queue_confirms_with_a_majority() {
    let setup = Setup::default().rabbitmq;
    let mut stage = Stage::new(1, Rabbitmq { queue_type: QueueType::Quorum, durable: true, ..confirm(1) });
    assert!(!setup.persistent);
    stage.does(published(1));
    assert!(!stage.can(Answer) && !stage.can(Dispatch(Q0)));
    stage.does([Replicate(ackscope::model::Member(2)), Answer, Dispatch(Q0)]);
}
