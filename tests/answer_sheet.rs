//! The verdicts of semantics §E.2, cell by cell, by the explorer: two messages, one fault of the column's kind, every run.
//!
//! What §E.2 has and this machine can't express yet: `max-length` with `drop-head` and message TTL (F7), and messages on
//! both sides of the size from which a classic queue stores them elsewhere.

#[path = "support/explore.rs"]
mod plain;

use FaultKind::*;
use ackscope::explore::{Ending, Limits, Search};
use ackscope::model::Flag;
use ackscope::setup::{Ack, FaultKind, FaultKinds, Faults, Publish, QueueType, Rabbitmq, Resend, Setup};

const COLUMNS: [Option<FaultKind>; 12] = [
    None,
    Some(PublishLost),
    Some(ConfirmLost),
    Some(ResendTimer),
    Some(ProcessCrash),
    Some(PowerLoss),
    Some(DiskLoss),
    Some(DeliveryLost),
    Some(AckLost),
    Some(ConsumerCrashBeforeEffect),
    Some(ConsumerCrashAfterEffect),
    Some(ZombieConsumer),
];

const fn letter(flag: Flag) -> char {
    match flag {
        Flag::Lost => 'L',
        Flag::ReportedFailure => 'F',
        Flag::DeliveredTwice => 'D',
        Flag::EffectTwice => 'E',
        Flag::Reordered => 'R',
        Flag::StaleReplay => 'r',
    }
}

fn setup(rabbitmq: Rabbitmq, kind: Option<FaultKind>) -> Setup {
    let faults = Faults { budget: kind.is_some() as u8, kinds: kind.into_iter().collect::<FaultKinds>() };
    Setup { messages: 2, rabbitmq, faults, ..Setup::default() }
}

/// The letters of the flags that some run raises. A cell counts only when every run was looked at.
fn verdict(rabbitmq: Rabbitmq, kind: Option<FaultKind>) -> String {
    let mut search = Search::new(&setup(rabbitmq, kind), Limits::TERMINAL, &[]);
    assert_eq!(search.finish(), Ending::Complete);
    let found = Flag::ALL.iter().copied().filter(|flag| search.steps(*flag).is_some());
    let letters: String = found.map(letter).collect();
    if letters.is_empty() { "-".to_owned() } else { letters }
}

fn row(rabbitmq: Rabbitmq, expected: &str) {
    let found: Vec<String> = COLUMNS.iter().map(|kind| verdict(rabbitmq, *kind)).collect();
    assert_eq!(found.join(" "), expected.split_whitespace().collect::<Vec<_>>().join(" "));
}

fn base() -> Rabbitmq {
    Rabbitmq::default()
}

fn stored() -> Rabbitmq {
    Rabbitmq { durable: true, persistent: true, ..base() }
}

fn manual(prefetch: u8, rest: Rabbitmq) -> Rabbitmq {
    Rabbitmq { ack: Ack::AfterEffect, prefetch, ..rest }
}

fn confirm(window: u8, rest: Rabbitmq) -> Rabbitmq {
    Rabbitmq { publish: Publish::Confirm, window, ..rest }
}

/// Row R5, from which others differ by one setting.
fn r5() -> Rabbitmq {
    confirm(1, manual(1, stored()))
}

fn quorum() -> Rabbitmq {
    Rabbitmq { queue_type: QueueType::Quorum, durable: true, ..base() }
}

fn two_consumers(rest: Rabbitmq) -> Rabbitmq {
    Rabbitmq { consumers: 2, ..rest }
}

fn single_active() -> Rabbitmq {
    Rabbitmq { single_active_consumer: true, ..two_consumers(r5()) }
}

#[test]
fn r0_fire_and_forget_transient_auto_ack() {
    row(base(), "- L - - L L L L - L - -");
}

#[test]
fn r1_fire_and_forget_stored_auto_ack() {
    row(stored(), "- L - - LDEr LDEr L L - L - -");
}

#[test]
fn r2_fire_and_forget_stored_manual() {
    row(manual(1, stored()), "- L - - LDEr LDEr L - DE D DE DE");
}

#[test]
fn r4_confirm_window_2() {
    row(confirm(2, manual(1, stored())), "- - DEr DEr DEr LDEr L - DE D DE DE");
}

#[test]
fn r4n_new_messages_before_resends() {
    let rules = Rabbitmq { resend: Resend::NewFirst, ..confirm(2, manual(1, stored())) };
    row(rules, "- Rr DEr DEr DERr LDERr L - DE D DE DE");
}

#[test]
fn r5_confirm_window_1() {
    row(r5(), "- - DE DE DEr LDEr L - DE D DE DE");
}

#[test]
fn r6_prefetch_2() {
    row(confirm(1, manual(2, stored())), "- - DE DE DEr LDEr L DE DEr D DEr DEr");
}

#[test]
fn r8_queue_not_durable() {
    row(confirm(1, manual(1, Rabbitmq { persistent: true, ..base() })), "- - DE DE L L L - DE D DE DE");
}

#[test]
fn r10_quorum() {
    row(confirm(1, manual(1, quorum())), "- - DE DE DE DE DE - DE D DE DE");
}

#[test]
fn r12_tx_batch_of_2() {
    row(Rabbitmq { publish: Publish::Tx, window: 2, ..manual(1, stored()) }, "- - DEr - DEr LDEr L - DE D DE DE");
}

#[test]
fn r14_two_competing_consumers() {
    row(two_consumers(r5()), "Rr Rr DERr DERr DERr LDERr LRr Rr DERr DRr DERr DERr");
}

#[test]
fn r15_single_active_consumer() {
    row(single_active(), "- - DE DE DEr LDEr L - DE D DE DEr");
}

#[test]
fn a_nack_of_one_of_two_outstanding_publishes_reorders() {
    assert_eq!(verdict(confirm(2, manual(1, stored())), Some(PublishRefused)), "Rr");
    assert_eq!(verdict(r5(), Some(PublishRefused)), "-");
}

#[test]
fn consumer_nack_with_requeue() {
    assert_eq!(verdict(r5(), Some(ConsumerNack)), "D");
    assert_eq!(verdict(confirm(1, manual(2, stored())), Some(ConsumerNack)), "DRr");
    assert_eq!(verdict(confirm(1, manual(1, quorum())), Some(ConsumerNack)), "DRr");
}

#[test]
fn cancelling_a_single_active_consumer_with_work_in_hand() {
    assert_eq!(verdict(single_active(), Some(ConsumerCancel)), "Rr");
}

/// F7: without a crash and without a limit, a slow consumer breaks nothing, whatever its prefetch.
#[test]
fn f7_a_slow_consumer_alone_breaks_nothing() {
    assert!((0..=3).all(|prefetch| verdict(confirm(2, manual(prefetch, stored())), None) == "-"));
}

/// F7: a queue that refuses its newest publish. What refuses it (a length limit, say) makes no difference here.
#[test]
fn f7_a_full_queue_that_refuses() {
    assert_eq!(verdict(r5(), Some(PublishRefused)), "-", "confirm, one outstanding: sent again");
    assert_eq!(verdict(confirm(2, manual(1, stored())), Some(PublishRefused)), "Rr", "confirm, two outstanding");
    assert_eq!(verdict(Rabbitmq { resend: Resend::Never, ..r5() }, Some(PublishRefused)), "F", "confirm, reported");
    assert_eq!(verdict(manual(1, stored()), Some(PublishRefused)), "L", "no confirm");
}

/// F7: with automatic acks everything waits in the consumer's memory; a later crash loses all of it.
#[test]
fn f7_a_crash_loses_all_that_was_acked_automatically() {
    let setup = setup(stored(), Some(ConsumerCrashBeforeEffect));
    assert!(plain::final_effects(&setup).contains(&vec![]));
}

/// One line of §E.2's counterexamples: under this configuration a run with one such fault breaks these promises, and a
/// run has just these effects in the end.
struct Line {
    rules: Rabbitmq,
    kind: Option<FaultKind>,
    flags: &'static str,
    effects: &'static [u8],
}

fn counterexamples() -> Vec<Line> {
    let line = |flags, kind, rules, effects| Line { rules, kind, flags, effects };
    vec![
        // P sends m1; cut; m2 goes out on the new connection.
        line("L", Some(PublishLost), base(), &[2]),
        // m1 in B's buffer, not flushed; crash: gone, nobody resends.
        line("L", Some(ProcessCrash), manual(1, stored()), &[2]),
        // The restart removes the queue; m2 is unroutable and still acked.
        line("L", Some(ProcessCrash), confirm(1, manual(1, Rabbitmq { persistent: true, ..base() })), &[1]),
        // m1 flushed to the page cache, confirmed; power fails.
        line("L", Some(PowerLoss), r5(), &[2]),
        // The only disk is gone. A quorum queue has others.
        line("L", Some(DiskLoss), r5(), &[]),
        line("DE", Some(DiskLoss), confirm(1, manual(1, quorum())), &[1, 2]),
        // m1 stored and consumed, its confirm lost; P resends.
        line("DE", Some(ConfirmLost), r5(), &[1, 1, 2]),
        // Stored m1 m2, both confirms lost.
        line("DEr", Some(ConfirmLost), confirm(2, manual(1, stored())), &[1, 2, 1, 2]),
        // Effect done, the ack never reaches B.
        line("DE", Some(ConsumerCrashAfterEffect), r5(), &[1, 1, 2]),
        line("DE", Some(AckLost), r5(), &[1, 1, 2]),
        // C acked m1 and m2, B had not flushed the removals; crash; both return.
        line("DEr", Some(ProcessCrash), r5(), &[1, 2, 1, 2]),
        // The same with automatic acks, from a backlog on disk.
        line("DEr", Some(ProcessCrash), stored(), &[1, 2, 1, 2]),
        // C receives m1 and dies before work: a second delivery, one effect.
        line("D", Some(ConsumerCrashBeforeEffect), r5(), &[1, 2]),
        // m1 to A, which is slow; m2 to B, which is fast.
        line("Rr", None, two_consumers(r5()), &[2, 1]),
        // A holds m1 and its channel times out; B does m1 and m2; A finally applies m1.
        line("r", Some(ZombieConsumer), single_active(), &[1, 2, 1]),
        // A cancels while it applies m1; B is activated and applies m2 first.
        line("Rr", Some(ConsumerCancel), single_active(), &[2, 1]),
        // m1 and m2 outstanding; B nacks m1 and accepts m2; P resends m1.
        line("Rr", Some(PublishRefused), confirm(2, manual(1, stored())), &[2, 1]),
        // C holds m1 and m2; nacks m1; applies m2; m1 comes back.
        line("Rr", Some(ConsumerNack), confirm(1, manual(2, stored())), &[2, 1]),
    ]
}

#[test]
fn every_counterexample_in_one_line_is_found() {
    for Line { rules, kind, flags, effects } in counterexamples() {
        let found = verdict(rules, kind);
        assert!(flags.chars().all(|flag| found.contains(flag)), "{flags} is not in {found}: {kind:?}");
        let logs = plain::final_effects(&setup(rules, kind));
        assert!(logs.contains(effects), "{effects:?} of {kind:?} is not among {logs:?}");
    }
}

/// A message whose confirm was lost is stored twice, and its second copy is no redelivery (A36).
#[test]
fn a_copy_that_was_sent_again_is_not_marked_as_redelivered() {
    let mut search = Search::new(&setup(r5(), Some(ConfirmLost)), Limits::TERMINAL, &[Flag::EffectTwice]);
    assert_eq!(search.finish(), Ending::Answered);
    let finding = search.finding(Flag::EffectTwice).expect("an effect happens twice");
    let marks = plain::redelivered_marks(&setup(r5(), Some(ConfirmLost)), &finding.actions);
    assert_eq!(marks, [false, false]);
}
