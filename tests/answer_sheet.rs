//! The verdicts of semantics.md §E.2, cell by cell: two messages, one fault of the column's kind, every run.

#[path = "support/explore.rs"]
mod explore;

use FaultKind::*;
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

fn letters(flags: &[Flag]) -> String {
    let letter = |flag: &Flag| match flag {
        Flag::Lost => 'L',
        Flag::ReportedFailure => 'F',
        Flag::DeliveredTwice => 'D',
        Flag::EffectTwice => 'E',
        Flag::Reordered => 'R',
        Flag::StaleReplay => 'r',
    };
    if flags.is_empty() { "-".into() } else { flags.iter().map(letter).collect() }
}

fn verdict(rabbitmq: Rabbitmq, kind: Option<FaultKind>) -> String {
    let faults = Faults { budget: kind.is_some() as u8, kinds: kind.into_iter().collect::<FaultKinds>() };
    let setup = Setup { messages: 2, rabbitmq, faults, ..Setup::default() };
    letters(&explore::reachable_flags(&setup))
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
    row(confirm(1, manual(1, stored())), "- - DE DE DEr LDEr L - DE D DE DE");
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
    let rules = Rabbitmq { queue_type: QueueType::Quorum, durable: true, ..confirm(1, manual(1, base())) };
    row(rules, "- - DE DE DE DE DE - DE D DE DE");
}

#[test]
fn r12_tx_batch_of_2() {
    row(Rabbitmq { publish: Publish::Tx, window: 2, ..manual(1, stored()) }, "- - DEr - DEr LDEr L - DE D DE DE");
}

#[test]
fn r14_two_competing_consumers() {
    row(
        Rabbitmq { consumers: 2, ..confirm(1, manual(1, stored())) },
        "Rr Rr DERr DERr DERr LDERr LRr Rr DERr DRr DERr DERr",
    );
}

#[test]
fn r15_single_active_consumer() {
    let rules = Rabbitmq { consumers: 2, single_active_consumer: true, ..confirm(1, manual(1, stored())) };
    row(rules, "- - DE DE DEr LDEr L - DE D DE DEr");
}

#[test]
fn a_nack_of_one_of_two_outstanding_publishes_reorders() {
    assert_eq!(verdict(confirm(2, manual(1, stored())), Some(PublishRefused)), "Rr");
    assert_eq!(verdict(confirm(1, manual(1, stored())), Some(PublishRefused)), "-");
}

#[test]
fn consumer_nack_with_requeue() {
    assert_eq!(verdict(confirm(1, manual(1, stored())), Some(ConsumerNack)), "D");
    assert_eq!(verdict(confirm(1, manual(2, stored())), Some(ConsumerNack)), "DRr");
    let quorum = Rabbitmq { queue_type: QueueType::Quorum, durable: true, ..base() };
    assert_eq!(verdict(confirm(1, manual(1, quorum)), Some(ConsumerNack)), "DRr");
}

#[test]
fn cancelling_a_single_active_consumer_with_work_in_hand() {
    let rules = Rabbitmq { consumers: 2, single_active_consumer: true, ..confirm(1, manual(1, stored())) };
    assert_eq!(verdict(rules, Some(ConsumerCancel)), "Rr");
}
