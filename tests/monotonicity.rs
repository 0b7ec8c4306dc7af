//! What RabbitMQ's toggles promise under every setup (J16 and the rules named at each test).

mod support;

use ackscope::model::Flag;
use ackscope::setup::{Ack, FaultKind, Field, Overflow, Publish, QueueType, Resend, Setup, Value};
use support::toggle::{self, ordered, with};
use support::{Rng, small_setup};

/// [`toggle::never_adds`] over setups of RabbitMQ.
fn never_adds(salt: u64, flags: &[Flag], change: impl Fn(&mut Rng, Setup) -> Option<(Setup, Setup)>) {
    toggle::never_adds(salt, flags, |rng| small_setup(rng, 2), change);
}

/// The setup with a classic queue, and without what that can't do.
fn classic(setup: Setup) -> Setup {
    setup.with(Field::QueueType, Value::Choice(QueueType::Classic.name())).expect("a classic queue is always possible")
}

/// The setup without what makes a queue give messages up by itself: the two types of queues count differently.
fn unlimited(setup: Setup) -> Setup {
    with(setup, |setup| {
        (setup.rabbitmq.max_length, setup.rabbitmq.message_ttl) = (None, None);
        (setup.rabbitmq.overflow, setup.rabbitmq.delivery_limit) = (Overflow::DropHead, None);
    })
}

/// J16: confirms with resends in place of fire and forget.
#[test]
fn confirms_and_resends_never_add_a_loss() {
    never_adds(1, &[Flag::Lost], |_, setup| {
        let before = with(setup, |setup| setup.rabbitmq.publish = Publish::FireAndForget);
        let after = with(setup, |setup| {
            setup.rabbitmq.publish = Publish::Confirm;
            setup.rabbitmq.resend = Resend::UnconfirmedFirst;
        });
        Some((before, after))
    });
}

/// J16: one consumer more never puts in order what was out of order.
#[test]
fn fewer_consumers_never_add_a_reordering() {
    never_adds(2, &[Flag::Reordered], |_, setup| {
        let before = with(ordered(setup), |setup| setup.rabbitmq.consumers += 1);
        Some((before, ordered(setup)))
    });
}

/// J16: a window, or a batch, of 1 compared with a larger one.
#[test]
fn a_window_of_1_never_adds_a_stale_replay() {
    never_adds(3, &[Flag::StaleReplay, Flag::Reordered], |rng, setup| {
        let window = 2 + rng.below(2) as u8;
        let publish = rng.pick(&[Publish::Confirm, Publish::Tx]);
        let before = with(ordered(setup), |setup| (setup.rabbitmq.publish, setup.rabbitmq.window) = (publish, window));
        Some((before, with(before, |setup| setup.rabbitmq.window = 1)))
    });
}

/// What can't break breaks nothing.
#[test]
fn fewer_kinds_of_faults_never_add_anything() {
    never_adds(4, Flag::ALL, |rng, setup| {
        let kinds: Vec<FaultKind> = setup.faults.kinds.iter().collect();
        let without = setup.faults.kinds.with(rng.pick(&kinds), false);
        Some((setup, with(setup, |setup| setup.faults.kinds = without)))
    });
}

#[test]
fn a_smaller_budget_of_faults_never_adds_anything() {
    never_adds(5, Flag::ALL, |_, setup| {
        let fewer = setup.faults.budget.checked_sub(1)?;
        Some((setup, with(setup, |setup| setup.faults.budget = fewer)))
    });
}

#[test]
fn fewer_messages_never_add_anything() {
    never_adds(6, Flag::ALL, |_, setup| {
        let before = with(setup, |setup| setup.messages += 1);
        Some((before, setup))
    });
}

/// A16: with fsync before the confirm, what is confirmed survives power loss.
#[test]
fn a_flush_to_the_disk_never_adds_a_loss() {
    never_adds(7, &[Flag::Lost], |_, setup| {
        let stored = with(classic(setup), |setup| {
            (setup.rabbitmq.durable, setup.rabbitmq.persistent) = (true, true);
            setup.faults.kinds = setup.faults.kinds.with(FaultKind::PowerLoss, true);
            setup.rabbitmq.fsync_before_confirm = false;
        });
        Some((stored, with(stored, |setup| setup.rabbitmq.fsync_before_confirm = true)))
    });
}

/// A9: `mandatory` turns losses into reported failures.
#[test]
fn mandatory_never_adds_a_loss() {
    never_adds(8, &[Flag::Lost], |_, setup| {
        let before = with(setup, |setup| setup.rabbitmq.mandatory = false);
        Some((before, with(setup, |setup| setup.rabbitmq.mandatory = true)))
    });
}

/// Order is judged within a key, so twice as many keys leave fewer pairs to judge.
#[test]
fn more_keys_never_add_a_reordering() {
    never_adds(9, &[Flag::Reordered, Flag::StaleReplay], |_, setup| {
        let before = ordered(setup);
        Some((before, with(before, |setup| setup.keys *= 2)))
    });
}

/// N4: the page cache may have reached the disk when the power fails, so a process crash leaves nothing that power loss
/// could not leave too.
#[test]
fn a_process_crash_never_adds_anything_to_power_loss() {
    never_adds(17, Flag::ALL, |_, setup| {
        let only = |kind: FaultKind| with(setup, |setup| setup.faults.kinds = [kind].into_iter().collect());
        Some((only(FaultKind::PowerLoss), only(FaultKind::ProcessCrash)))
    });
}

/// A62: one broken node of three loses nothing that one broken node of one does not lose.
#[test]
fn a_quorum_queue_never_adds_a_loss_by_one_fault() {
    never_adds(10, &[Flag::Lost], |_, setup| {
        let before = with(unlimited(classic(setup)), |setup| {
            (setup.rabbitmq.durable, setup.rabbitmq.persistent) = (true, true);
            setup.faults.budget = setup.faults.budget.min(1);
            // A classic queue has no cluster that could lose its power.
            setup.faults.kinds = setup.faults.kinds.with(FaultKind::ClusterPowerLoss, false);
        });
        Some((before, with(before, |setup| setup.rabbitmq.queue_type = QueueType::Quorum)))
    });
}

/// A30, A31: what is acked when its effect has happened is not lost with its consumer.
#[test]
fn acks_after_the_effect_never_add_a_loss() {
    never_adds(11, &[Flag::Lost], |rng, setup| {
        let earlier = rng.pick(&[Ack::Auto, Ack::BeforeEffect]);
        let before = with(setup, |setup| setup.rabbitmq.ack = earlier);
        Some((before, with(setup, |setup| setup.rabbitmq.ack = Ack::AfterEffect)))
    });
}

/// A39, A54: nothing newer can be in hand when the only message there is given back.
#[test]
fn a_prefetch_of_1_never_adds_disorder() {
    never_adds(12, &[Flag::Reordered, Flag::StaleReplay], |rng, setup| {
        let prefetch = rng.pick(&[0, 2, 3]);
        let before = with(ordered(setup), |setup| setup.rabbitmq.prefetch = prefetch);
        Some((before, with(before, |setup| setup.rabbitmq.prefetch = 1)))
    });
}

/// A20: a durable queue of persistent messages.
#[test]
fn storing_never_adds_a_loss() {
    never_adds(13, &[Flag::Lost], |rng, setup| {
        let (durable, persistent) = rng.pick(&[(false, false), (false, true), (true, false)]);
        let classic = classic(setup);
        let before = with(classic, |setup| (setup.rabbitmq.durable, setup.rabbitmq.persistent) = (durable, persistent));
        Some((before, with(classic, |setup| (setup.rabbitmq.durable, setup.rabbitmq.persistent) = (true, true))))
    });
}

/// A56: sending again what was not answered.
#[test]
fn resends_never_add_a_loss() {
    never_adds(14, &[Flag::Lost, Flag::ReportedFailure], |rng, setup| {
        let resend = rng.pick(&[Resend::UnconfirmedFirst, Resend::NewFirst]);
        let before = with(setup, |setup| setup.rabbitmq.resend = Resend::Never);
        Some((before, with(setup, |setup| setup.rabbitmq.resend = resend)))
    });
}

/// A57: what was not answered goes first.
#[test]
fn resends_before_new_messages_never_add_a_reordering() {
    never_adds(15, &[Flag::Reordered], |_, setup| {
        let before = with(ordered(setup), |setup| setup.rabbitmq.resend = Resend::NewFirst);
        Some((before, with(before, |setup| setup.rabbitmq.resend = Resend::UnconfirmedFirst)))
    });
}

/// A44: one consumer at a time.
#[test]
fn a_single_active_consumer_never_adds_a_reordering() {
    never_adds(16, &[Flag::Reordered], |_, setup| {
        let two = with(ordered(setup), |setup| setup.rabbitmq.consumers = 2);
        let before = with(two, |setup| setup.rabbitmq.single_active_consumer = false);
        Some((before, with(two, |setup| setup.rabbitmq.single_active_consumer = true)))
    });
}
