//! The claims of semantics.md A.3 and A.4, one test each: the flush window, restarts, the durability matrix.

mod support;

use Action::*;
use ackscope::model::{Action, Belief, Flag, Member, ShelfKind};
use ackscope::setup::{Ack, FaultKind, Publish, QueueType, Rabbitmq, parse_setup};
use support::stage::{C0, Q0, Stage};

const NODE: Member = Member(0);

fn stored(rest: Rabbitmq) -> Rabbitmq {
    Rabbitmq { durable: true, persistent: true, ack: Ack::AfterEffect, ..rest }
}

fn confirm() -> Rabbitmq {
    Rabbitmq { publish: Publish::Confirm, window: 2, ..Rabbitmq::default() }
}

fn published(n: usize) -> impl Iterator<Item = Action> {
    std::iter::repeat_n(Publish, n).chain(std::iter::repeat_n(BrokerReads, n))
}

fn consumed() -> [Action; 5] {
    [Dispatch(Q0), ConsumerReads(C0), Effect(C0), Acknowledge(C0), BrokerReadsFrom(C0)]
}

/// A15: memory, page cache and disk are three places; a flush moves from the first to the second, at any time.
#[test]
fn a15_a_flush_is_an_action_of_its_own() {
    let mut stage = Stage::new(2, stored(Rabbitmq::default()));
    stage.does(published(2));
    assert_eq!((stage.on(ShelfKind::Memory), stage.on(ShelfKind::PageCache)), (vec![1, 2], vec![]));
    stage.does([Flush(Q0)]);
    assert_eq!((stage.on(ShelfKind::PageCache), stage.on(ShelfKind::Disk)), (vec![1, 2], vec![]));
    stage.does([WriteBack(Q0)]);
    assert_eq!(stage.on(ShelfKind::Disk), [1, 2]);
    assert!(!stage.can(Flush(Q0)) && !stage.can(WriteBack(Q0)));
}

/// A16: without fsync the data behind a confirm survives a process crash and not a power loss; with it, both.
#[test]
fn a16_what_a_confirm_survives() {
    let survivors = |fsync_before_confirm: bool, kind: FaultKind| {
        let mut stage = Stage::new(1, Rabbitmq { fsync_before_confirm, ..stored(confirm()) });
        stage.does(published(1)).does([Flush(Q0), Answer, ProducerReads]).strikes(kind).does([NodeStarts(NODE)]);
        assert_eq!(stage.believes(1), Belief::Acked);
        (stage.on(ShelfKind::Memory), stage.flags())
    };
    assert_eq!(survivors(false, FaultKind::ProcessCrash), (vec![1], vec![]));
    assert_eq!(survivors(false, FaultKind::PowerLoss), (vec![], vec![Flag::Lost]));
    assert_eq!(survivors(true, FaultKind::PowerLoss), (vec![1], vec![]));
    assert_eq!(survivors(true, FaultKind::DiskLoss), (vec![], vec![Flag::Lost]));
}

/// A17: a persistent message can be delivered and then vanish: the redelivery that the consumer expects never comes.
#[test]
fn a17_a_delivered_message_can_vanish_before_the_flush() {
    let mut stage = Stage::new(1, stored(Rabbitmq::default()));
    stage.does(published(1)).does([Dispatch(Q0), ConsumerReads(C0)]).strikes(FaultKind::ProcessCrash);
    stage.does([Forget(C0), NodeStarts(NODE)]);
    assert_eq!((stage.settles().effects(), stage.flags()), (vec![], vec![Flag::Lost]));
}

/// A18: an ack that was not flushed before the crash is forgotten, and the message comes back.
#[test]
fn a18_unflushed_acks_are_forgotten() {
    let mut stage = Stage::new(1, stored(Rabbitmq::default()));
    stage.does(published(1)).does([Flush(Q0)]).does(consumed()).strikes(FaultKind::ProcessCrash);
    assert_eq!(stage.settles().effects(), [1, 1]);
    assert!(stage.flags().contains(&Flag::EffectTwice));
}

/// A18: so is the removal by an auto-ack delivery of a message that was already written.
#[test]
fn a18_so_are_unflushed_auto_acks() {
    let mut stage = Stage::new(1, Rabbitmq { ack: Ack::Auto, ..stored(Rabbitmq::default()) });
    stage
        .does(published(1))
        .does([Flush(Q0), Dispatch(Q0), ConsumerReads(C0), Effect(C0)])
        .strikes(FaultKind::ProcessCrash);
    assert_eq!(stage.settles().effects(), [1, 1]);
}

/// A18: a removal that was flushed stays.
#[test]
fn a18_flushed_acks_stay() {
    let mut stage = Stage::new(1, stored(Rabbitmq::default()));
    stage.does(published(1)).does([Flush(Q0)]).does(consumed()).does([Flush(Q0)]).strikes(FaultKind::ProcessCrash);
    assert_eq!(stage.settles().effects(), [1]);
}

/// A18: a removal that only reached the page cache is undone by a power loss.
#[test]
fn a18_power_loss_undoes_removals_that_are_not_on_disk() {
    let mut stage = Stage::new(1, stored(Rabbitmq::default()));
    stage
        .does(published(1))
        .does([Flush(Q0), WriteBack(Q0)])
        .does(consumed())
        .does([Flush(Q0)])
        .strikes(FaultKind::PowerLoss);
    assert_eq!(stage.settles().effects(), [1, 1]);
}

/// A19: after an unclean restart every recovered message is marked redelivered, also one that never left the broker.
#[test]
fn a19_everything_recovered_is_marked_redelivered() {
    let mut stage = Stage::new(2, stored(Rabbitmq::default()));
    stage.does(published(2)).does([Flush(Q0)]).strikes(FaultKind::ProcessCrash);
    assert_eq!(stage.settles().deliveries(), [(1, true), (2, true)]);
}

/// A20: the durability matrix. Only a persistent message in a durable queue comes back.
#[test]
fn a20_the_durability_matrix() {
    for (durable, persistent) in [(false, false), (false, true), (true, false), (true, true)] {
        let rules = Rabbitmq { durable, persistent, ack: Ack::AfterEffect, ..Rabbitmq::default() };
        let mut stage = Stage::new(1, rules);
        stage.does(published(1));
        assert_eq!(stage.can(Flush(Q0)), durable && persistent);
        if durable && persistent {
            stage.does([Flush(Q0)]);
        }
        stage.strikes(FaultKind::ProcessCrash).does([NodeStarts(NODE)]);
        assert_eq!(stage.scene().broker.queue_exists, durable);
        assert_eq!(stage.on(ShelfKind::Memory) == [1], durable && persistent);
    }
}

/// A21: a publisher that does not ask for delivery mode 2 publishes transient messages.
#[test]
fn a21_transient_is_the_default() {
    assert!(!parse_setup(r#"{"version": 1}"#).expect("a setup").rabbitmq.persistent);
}

/// A22: after the restart of a queue that is not durable, publishes are unroutable, confirmed and lost.
#[test]
fn a22_publishes_to_a_lost_queue_are_confirmed_and_lost() {
    let mut stage = Stage::new(1, Rabbitmq { persistent: true, ack: Ack::AfterEffect, ..confirm() });
    stage.strikes(FaultKind::ProcessCrash).does([NodeStarts(NODE)]).does(published(1)).does([Answer, ProducerReads]);
    assert_eq!((stage.believes(1), stage.flags()), (Belief::Acked, vec![Flag::Lost]));
}

/// A23: exclusive and auto-delete queues are no settings; nothing but a restart or a lost disk removes a queue.
#[test]
fn a23_there_are_no_exclusive_queues() {
    let error = parse_setup(r#"{"version": 1, "rabbitmq": {"exclusive": true}}"#).expect_err("no such field");
    assert!(error.to_string().contains("exclusive"), "{error}");
    let mut stage = Stage::new(2, stored(Rabbitmq::default()));
    stage.does(published(1)).does([Dispatch(Q0), ConsumerReads(C0)]);
    stage.strikes_consumer(FaultKind::ConsumerCrashBeforeEffect, C0);
    assert!(stage.scene().broker.queue_exists);
}

/// A24: a confirm on a queue or message that is not durable gives no protection against a restart.
#[test]
fn a24_a_confirm_alone_protects_from_no_restart() {
    for (durable, persistent) in [(false, false), (false, true), (true, false)] {
        let rules = Rabbitmq { durable, persistent, ack: Ack::AfterEffect, ..confirm() };
        let mut stage = Stage::new(1, rules);
        stage.does(published(1)).does([Answer, ProducerReads]).strikes(FaultKind::ProcessCrash);
        assert_eq!((stage.believes(1), stage.flags()), (Belief::Acked, vec![Flag::Lost]));
    }
}

/// A62: a confirmed message of a quorum queue survives the loss of the leader's disk; an unconfirmed one need not.
#[test]
fn a62_a_majority_keeps_what_it_confirmed() {
    let quorum = Rabbitmq { queue_type: QueueType::Quorum, durable: true, ack: Ack::AfterEffect, ..confirm() };
    let mut stage = Stage::new(2, quorum);
    stage.does(published(2)).does([Replicate(Member(1)), Answer, ProducerReads]).strikes(FaultKind::DiskLoss);
    assert!(!stage.can(Elect(Member(2))), "only the follower that has everything can win");
    stage.does([Elect(Member(1)), Replicate(Member(2))]);
    assert_eq!(stage.settles().effects(), [1, 2]);

    let mut stage = Stage::new(1, quorum);
    stage.does(published(1)).strikes(FaultKind::DiskLoss).does([Elect(Member(2))]);
    assert_eq!(stage.scene().producer.to_resend.len(), 1);
    assert_eq!(stage.settles().effects(), [1]);
}

/// A62: with a majority gone the queue stops: it is unavailable, not wrong.
#[test]
fn a62_without_a_majority_the_queue_stops() {
    let quorum = Rabbitmq { queue_type: QueueType::Quorum, durable: true, ack: Ack::AfterEffect, ..confirm() };
    let mut stage = Stage::new(1, quorum);
    stage.does(published(1)).does([Replicate(Member(1)), Answer, ProducerReads]).strikes(FaultKind::ProcessCrash);
    stage.does([Elect(Member(1))]).strikes(FaultKind::ProcessCrash);
    assert!(!stage.scene().broker.up && !stage.can(Elect(Member(2))) && !stage.can(Publish));
    stage.does([NodeStarts(Member(0))]);
    assert!(stage.can(Elect(Member(0))) && !stage.can(Elect(Member(2))));
    assert_eq!(stage.settles().effects(), [1]);
}

/// A63: an ack that was not on a majority when the leader died is undone.
#[test]
fn a63_an_ack_without_a_majority_is_undone() {
    let quorum = Rabbitmq { queue_type: QueueType::Quorum, durable: true, ack: Ack::AfterEffect, ..confirm() };
    let mut stage = Stage::new(1, quorum);
    stage.does(published(1)).does([Replicate(Member(1)), Answer, ProducerReads]).does(consumed());
    stage.strikes(FaultKind::ProcessCrash);
    stage.does([Elect(Member(1))]);
    assert_eq!(stage.settles().effects(), [1, 1]);
    assert_eq!(stage.deliveries(), [(1, false), (1, true)]);
}
