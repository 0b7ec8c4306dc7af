//! The claims of semantics.md A.6 and A.8, one test each: delivery, acknowledgement, requeue, active consumers, zombies.

mod support;

use Action::*;
use ackscope::model::{Action, Consumer, ConsumerStatus, CopyState, EnvelopeKind, Flag, Line, Member, ShelfKind, Way};
use ackscope::setup::{Ack, FaultKind, QueueType, Rabbitmq, parse_setup};
use support::stage::{C0, C1, Q0, Stage};

fn manual(prefetch: u8) -> Rabbitmq {
    Rabbitmq { ack: Ack::AfterEffect, prefetch, ..Rabbitmq::default() }
}

fn quorum(prefetch: u8) -> Rabbitmq {
    Rabbitmq { queue_type: QueueType::Quorum, durable: true, ..manual(prefetch) }
}

fn two(rest: Rabbitmq) -> Rabbitmq {
    Rabbitmq { consumers: 2, ..rest }
}

fn published(n: usize) -> impl Iterator<Item = Action> {
    std::iter::repeat_n(Publish, n).chain(std::iter::repeat_n(BrokerReads, n))
}

/// Hands out n messages; the consumer reads them.
fn received(n: usize) -> impl Iterator<Item = Action> {
    std::iter::repeat_n(Dispatch(Q0), n).chain(std::iter::repeat_n(ConsumerReads(C0), n))
}

fn states(stage: &Stage) -> Vec<(u8, CopyState)> {
    stage.shelf(ShelfKind::Memory).copies.iter().map(|copy| (copy.message.0, copy.state)).collect()
}

/// A30: ready, unacked, gone; a requeue makes ready again. With auto-ack a message is gone as its delivery is written.
#[test]
fn a30_the_states_of_a_message() {
    let mut stage = Stage::new(1, manual(1));
    stage.does(published(1));
    assert_eq!(states(&stage), [(1, CopyState::Ready)]);
    stage.does([Dispatch(Q0)]);
    assert_eq!(states(&stage), [(1, CopyState::Unacked(C0))]);
    stage.does([ConsumerReads(C0), Effect(C0), Acknowledge(C0), BrokerReadsFrom(C0)]);
    assert_eq!(states(&stage), []);

    let mut stage = Stage::new(1, Rabbitmq::default());
    stage.does(published(1)).does([Dispatch(Q0)]);
    assert_eq!(states(&stage), []);
}

/// A31: with auto-ack everything written and not processed is lost with the consumer, and prefetch does not apply.
#[test]
fn a31_auto_ack_loses_what_was_pushed() {
    let mut stage = Stage::new(4, Rabbitmq::default());
    stage.does(published(4)).does([
        Dispatch(Q0),
        Dispatch(Q0),
        Dispatch(Q0),
        Dispatch(Q0),
        ConsumerReads(C0),
        ConsumerReads(C0),
    ]);
    stage.does([Effect(C0)]).strikes_consumer(FaultKind::ConsumerCrashBeforeEffect, C0);
    assert_eq!((stage.settles().effects(), stage.flags()), (vec![1], vec![Flag::Lost]));
}

/// A32: delivery tags count up and belong to one channel: a new connection starts at 1.
#[test]
fn a32_delivery_tags_are_scoped_to_a_channel() {
    let mut stage = Stage::new(2, manual(2));
    stage.does(published(2)).does([Dispatch(Q0), Dispatch(Q0)]).strikes_consumer(FaultKind::DeliveryLost, C0);
    stage.does([Dispatch(Q0)]);
    let tags: Vec<u32> = stage.sent(Line::Consumer(C0), Way::ToClient).iter().map(|delivery| delivery.number).collect();
    assert_eq!(tags, [1, 2, 1]);
}

/// A33: the client never sends an ack on a channel that it did not get the delivery from.
#[test]
fn a33_no_ack_crosses_channels() {
    let mut stage = Stage::new(2, manual(2));
    stage.does(published(2)).does(received(2)).strikes_consumer(FaultKind::ZombieConsumer, C0);
    stage.does([Dispatch(Q0), ConsumerReads(C0)]);
    // Two orphans first, without any ack; then the delivery of the new channel.
    stage.does([Effect(C0)]);
    assert!(!stage.can(Acknowledge(C0)));
    stage.does([Effect(C0)]);
    assert!(!stage.can(Acknowledge(C0)));
    stage.does([Effect(C0), Acknowledge(C0)]);
    assert_eq!(stage.effects(), [1, 2, 1]);
}

/// A34: one `multiple` ack answers for everything outstanding up to its tag.
#[test]
fn a34_multiple_acks_for_all_it_holds() {
    let mut stage = Stage::new(3, Rabbitmq { multiple_ack: true, ..manual(3) });
    stage.does(published(3)).does(received(3)).does([Effect(C0), Effect(C0)]);
    assert!(!stage.can(Acknowledge(C0)), "it answers when it has finished all that it holds");
    stage.does([Effect(C0), Acknowledge(C0), BrokerReadsFrom(C0)]);
    let acks = stage.sent(Line::Consumer(C0), Way::ToBroker);
    assert_eq!(acks.iter().map(|ack| (ack.number, ack.multiple)).collect::<Vec<_>>(), [(3, true)]);
    assert_eq!(states(&stage), []);
}

/// A35: a channel that closes requeues all its unacked messages; a cancelled subscription does not.
#[test]
fn a35_closing_requeues_and_cancelling_does_not() {
    let mut stage = Stage::new(2, manual(2));
    stage.does(published(2)).does(received(2)).strikes_consumer(FaultKind::ZombieConsumer, C0);
    assert_eq!(states(&stage), [(1, CopyState::Ready), (2, CopyState::Ready)]);

    let mut stage = Stage::new(3, manual(2));
    stage.does(published(3)).does(received(2)).strikes_consumer(FaultKind::ConsumerCancel, C0);
    stage.does([BrokerReadsFrom(C0)]);
    assert_eq!(states(&stage)[..2], [(1, CopyState::Unacked(C0)), (2, CopyState::Unacked(C0))]);
    assert!(!stage.can(Dispatch(Q0)), "nothing more goes to a cancelled consumer");
    assert_eq!(stage.scene().consumers[0].status, ConsumerStatus::Cancelled);
    assert_eq!(stage.settles().effects(), [1, 2], "what it holds can still be finished and acked");
}

/// A36: redelivered says that this copy was handed out before, even if no code ever saw it; a producer's resend is a
/// new copy and arrives without the flag.
#[test]
fn a36_redelivered_is_about_the_copy() {
    let mut stage = Stage::new(1, manual(1));
    stage.does(published(1)).does([Dispatch(Q0)]).strikes_consumer(FaultKind::DeliveryLost, C0);
    stage.settles();
    assert_eq!((stage.deliveries(), stage.flags()), (vec![(1, false), (1, true)], vec![]));
}

/// A38: prefetch limits unacked deliveries per consumer; 0 is no limit.
#[test]
fn a38_prefetch_limits_unacked_deliveries() {
    let mut stage = Stage::new(4, two(manual(1)));
    stage.does(published(4)).does([Dispatch(Q0), Dispatch(Q0)]);
    assert!(!stage.can(Dispatch(Q0)));
    let mut stage = Stage::new(4, manual(0));
    stage.does(published(4)).does([Dispatch(Q0), Dispatch(Q0), Dispatch(Q0), Dispatch(Q0)]);
}

/// A39: a classic queue requeues to the original place, before younger ready messages and after pushed ones.
#[test]
fn a39_a_classic_queue_requeues_in_place() {
    let mut stage = Stage::new(4, manual(1));
    stage
        .does(published(4))
        .does(received(1))
        .strikes_consumer(FaultKind::ConsumerNack, C0)
        .does([BrokerReadsFrom(C0)]);
    assert_eq!(stage.on(ShelfKind::Memory), [1, 2, 3, 4]);
    assert_eq!(stage.settles().effects(), [1, 2, 3, 4]);

    let mut stage = Stage::new(4, manual(3));
    stage.does(published(4)).does(received(3)).strikes_consumer(FaultKind::ConsumerNack, C0);
    stage.does([Effect(C0), Acknowledge(C0), Effect(C0), Acknowledge(C0), BrokerReadsFrom(C0), Dispatch(Q0)]);
    assert_eq!(stage.settles().effects(), [2, 3, 1, 4]);
}

/// A40: a quorum queue without a delivery limit puts a nacked message at the back, …
#[test]
fn a40_a_quorum_queue_requeues_at_the_back() {
    let mut stage = Stage::new(3, quorum(1));
    stage.does(published(3)).does([Replicate(Member(1))]).does(received(1));
    stage.strikes_consumer(FaultKind::ConsumerNack, C0).does([BrokerReadsFrom(C0), Replicate(Member(1))]);
    assert_eq!(stage.settles().effects(), [2, 3, 1]);
}

/// … and what a dead consumer held before everything that is ready.
#[test]
fn a40_a_dead_consumers_messages_go_out_first() {
    let mut stage = Stage::new(3, quorum(2));
    stage.does(published(3)).does([Replicate(Member(1))]).does(received(2));
    stage.strikes_consumer(FaultKind::ConsumerCrashBeforeEffect, C0);
    assert_eq!(stage.settles().effects(), [1, 2, 3]);
    assert_eq!(stage.deliveries(), [(1, false), (2, false), (1, true), (2, true), (3, false)]);
}

/// A42, N5: a channel that the broker closes leaves a zombie: it works on, its acks are void, others get its messages.
#[test]
fn a42_a_zombie_works_on() {
    let mut stage = Stage::new(1, two(manual(1)));
    stage.does(published(1)).does(received(1)).strikes_consumer(FaultKind::ZombieConsumer, C0);
    stage.does([Dispatch(Q0), ConsumerReads(C1), Effect(C1), Effect(C0)]);
    assert_eq!(stage.effects(), [1, 1]);
    assert!(!stage.can(Acknowledge(C0)));
}

/// A43: round robin over messages; a consumer at its limit is skipped.
#[test]
fn a43_dispatch_is_round_robin() {
    let takers = |stage: &Stage| -> Vec<usize> {
        let of = |consumer: Consumer| stage.sent(Line::Consumer(consumer), Way::ToClient).len();
        vec![of(C0), of(C1)]
    };
    let mut stage = Stage::new(4, two(manual(2)));
    stage.does(published(4)).does([Dispatch(Q0), Dispatch(Q0), Dispatch(Q0)]);
    assert_eq!(takers(&stage), [2, 1]);
    let mut stage = Stage::new(4, two(manual(1)));
    stage.does(published(4)).does([Dispatch(Q0), Dispatch(Q0), ConsumerReads(C1), Effect(C1), Acknowledge(C1)]);
    stage.does([BrokerReadsFrom(C1), Dispatch(Q0)]);
    assert_eq!(takers(&stage), [1, 2]);
}

/// A44: a single active consumer gets everything; when it dies its messages are requeued and the next one takes over.
#[test]
fn a44_a_single_active_consumer() {
    let mut stage = Stage::new(3, Rabbitmq { single_active_consumer: true, ..two(manual(1)) });
    stage.does(published(3)).does(received(1));
    assert!(!stage.can(Dispatch(Q0)), "the others wait even while the active one is busy");
    stage.strikes_consumer(FaultKind::ConsumerCrashBeforeEffect, C0);
    let active: Vec<_> = stage.scene().consumers.iter().map(|consumer| consumer.active).collect();
    assert_eq!(active, [Some(false), Some(true)]);
    assert_eq!(stage.settles().effects(), [1, 2, 3]);
}

/// A45: the hole: an active consumer that cancels keeps its unacked messages while the next is activated at once.
#[test]
fn a45_cancelling_opens_a_hole() {
    for rules in [manual(1), Rabbitmq { publish: ackscope::setup::Publish::Confirm, window: 2, ..quorum(1) }] {
        let mut stage = Stage::new(2, Rabbitmq { single_active_consumer: true, ..two(rules) });
        stage.does(published(2));
        if rules.queue_type == QueueType::Quorum {
            stage.does([Replicate(Member(1))]);
        }
        stage.does(received(1)).strikes_consumer(FaultKind::ConsumerCancel, C0);
        stage.does([BrokerReadsFrom(C0), Dispatch(Q0), ConsumerReads(C1), Effect(C1), Effect(C0)]);
        assert_eq!((stage.effects(), stage.flags()), (vec![2, 1], vec![Flag::Reordered, Flag::StaleReplay]));
    }
}

/// A45: a broker restart leaves the active consumer active.
#[test]
fn a45_the_active_consumer_stays_active_over_a_restart() {
    let rules = Rabbitmq { single_active_consumer: true, durable: true, persistent: true, ..two(manual(1)) };
    let mut stage = Stage::new(1, rules);
    stage.does(published(1)).does([Flush(Q0)]).strikes(FaultKind::ProcessCrash).does([NodeStarts(Member(0))]);
    assert_eq!(stage.scene().consumers[0].active, Some(true));
}

/// A45: a consumer that cancelled does not come back with a restart of the broker, even if its cancel never arrived.
#[test]
fn a45_a_cancelled_consumer_stays_cancelled_over_a_restart() {
    let rules = Rabbitmq { single_active_consumer: true, durable: true, persistent: true, ..two(manual(1)) };
    let mut stage = Stage::new(1, rules);
    stage.does(published(1)).does([Flush(Q0)]).does(received(1)).strikes_consumer(FaultKind::ConsumerCancel, C0);
    stage.strikes(FaultKind::ProcessCrash).does([NodeStarts(Member(0))]);
    let active: Vec<_> = stage.scene().consumers.iter().map(|consumer| consumer.active).collect();
    assert_eq!(active, [Some(false), Some(true)]);
}

/// A46: exclusive consumers are no setting.
#[test]
fn a46_there_are_no_exclusive_consumers() {
    assert!(parse_setup(r#"{"version": 1, "rabbitmq": {"exclusive_consumer": true}}"#).is_err());
}

/// A52, A53: one channel, one queue, one consumer: first deliveries follow publish order.
#[test]
fn a52_a53_one_of_each_keeps_the_order() {
    for prefetch in [0, 1, 3] {
        let mut stage = Stage::new(8, manual(prefetch));
        assert_eq!(stage.settles().effects(), (1..=8).collect::<Vec<_>>());
    }
}

/// D1: two consumers break the order without any fault.
#[test]
fn d1_competing_consumers_break_the_order() {
    let mut stage = Stage::new(2, two(manual(1)));
    stage.does(published(2)).does([
        Dispatch(Q0),
        Dispatch(Q0),
        ConsumerReads(C0),
        ConsumerReads(C1),
        Effect(C1),
        Effect(C0),
    ]);
    assert_eq!(stage.flags(), [Flag::Reordered, Flag::StaleReplay]);
}

/// An ack before the effect loses what the consumer had in hand when it dies; one after the effect repeats it.
#[test]
fn acking_before_the_effect_loses_and_after_it_repeats() {
    let mut stage = Stage::new(1, Rabbitmq { ack: Ack::BeforeEffect, ..manual(1) });
    stage.does(published(1)).does(received(1)).does([Acknowledge(C0), BrokerReadsFrom(C0)]);
    stage.strikes_consumer(FaultKind::ConsumerCrashBeforeEffect, C0);
    assert_eq!((stage.settles().effects(), stage.flags()), (vec![], vec![Flag::Lost]));

    let mut stage = Stage::new(1, manual(1));
    stage.does(published(1)).does(received(1)).does([Effect(C0)]);
    stage.strikes_consumer(FaultKind::ConsumerCrashAfterEffect, C0);
    assert_eq!(stage.settles().effects(), [1, 1]);
}

/// The faults of a consumer's connection need just what is said of them.
#[test]
fn faults_of_a_consumers_connection_have_their_preconditions() {
    let can = |stage: &Stage, kind: FaultKind| stage.can(Action::Fault(ackscope::model::Fault::at(kind, C0)));
    let mut stage = Stage::new(2, manual(2));
    assert!(!can(&stage, FaultKind::DeliveryLost) && !can(&stage, FaultKind::ZombieConsumer));
    stage.does(published(2)).does([Dispatch(Q0)]);
    assert!(can(&stage, FaultKind::DeliveryLost) && !can(&stage, FaultKind::AckLost));
    stage.does([ConsumerReads(C0)]);
    assert!(can(&stage, FaultKind::ConsumerCrashBeforeEffect) && !can(&stage, FaultKind::ConsumerCrashAfterEffect));
    stage.does([Effect(C0)]);
    assert!(!can(&stage, FaultKind::ConsumerCrashBeforeEffect) && can(&stage, FaultKind::ConsumerCrashAfterEffect));
    stage.does([Acknowledge(C0), Dispatch(Q0)]);
    assert!(!can(&stage, FaultKind::DeliveryLost) && can(&stage, FaultKind::AckLost));
    stage.does([ConsumerReads(C0)]);
    assert!(!can(&stage, FaultKind::ConsumerCrashBeforeEffect), "the first message is applied and still unacked");

    let before = Rabbitmq { ack: Ack::BeforeEffect, multiple_ack: true, ..manual(2) };
    let mut both = Stage::new(2, before);
    both.does(published(2)).does(received(2)).does([Acknowledge(C0)]);
    assert!(can(&both, FaultKind::ConsumerCrashBeforeEffect));
    both.does([Effect(C0)]);
    assert!(!can(&both, FaultKind::ConsumerCrashBeforeEffect), "one of the two acked on the way is applied");
    assert_eq!(stage.sent(Line::Consumer(C0), Way::ToBroker)[0].kind, EnvelopeKind::Ack);
}
