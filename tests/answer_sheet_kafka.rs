//! The verdicts of semantics §E.3 and §E.4, cell by cell, by the explorer: one fault of the column's kind, every run.
//! E.3: two messages and no consumer; the flags describe the committed log. E.4: three messages, two consumers.

use FaultKind::*;
use ackscope::explore::{Ending, Limits, Search};
use ackscope::model::Flag;
use ackscope::setup::{Acks, Broker, Client, Commit, FaultKind, FaultKinds, Faults, Kafka, Processing, Setup};

const PRODUCER_COLUMNS: [Option<FaultKind>; 7] = [
    Some(PublishLost),
    Some(ConfirmLost),
    Some(PublishRefused),
    Some(ProcessCrash),
    Some(PowerLoss),
    Some(DiskLoss),
    Some(ClusterPowerLoss),
];

const CONSUMER_COLUMNS: [Option<FaultKind>; 6] = [
    None,
    Some(ConsumerCrashBeforeEffect),
    Some(ConsumerCrashAfterEffect),
    Some(Rebalance),
    Some(ZombieConsumer),
    Some(HandlerException),
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

/// The letters of the flags that some run raises. A cell counts only when every run was looked at.
fn verdict(setup: &Setup) -> String {
    let mut search = Search::new(setup, Limits::TERMINAL, &[]);
    assert_eq!(search.finish(), Ending::Complete);
    let letters: String = search.flags().map(letter).collect();
    if letters.is_empty() { "-".to_owned() } else { letters }
}

fn with_fault(setup: Setup, kind: Option<FaultKind>) -> Setup {
    let faults = Faults { budget: kind.is_some() as u8, kinds: kind.into_iter().collect::<FaultKinds>() };
    let setup = Setup { faults, ..setup };
    assert_eq!(setup.check(), Ok(()));
    setup
}

fn row(setup: Setup, columns: &[Option<FaultKind>], expected: &str) {
    let found: Vec<String> = columns.iter().map(|kind| verdict(&with_fault(setup, *kind))).collect();
    assert_eq!(found.join(" "), expected.split_whitespace().collect::<Vec<_>>().join(" "));
}

fn produces(kafka: Kafka, expected: &str) {
    let kafka = Kafka { consumers: 0, ..kafka };
    row(Setup { messages: 2, kafka, ..Setup::of(Broker::Kafka) }, &PRODUCER_COLUMNS, expected);
}

fn plain() -> Kafka {
    Kafka { enable_idempotence: false, ..Kafka::default() }
}

fn idempotent() -> Kafka {
    Kafka::default()
}

#[test]
fn k1_acks_0() {
    produces(Kafka { acks: Acks::Zero, ..plain() }, "L - L L L L L");
}

#[test]
fn k3_acks_1_window_5() {
    produces(Kafka { acks: Acks::One, ..plain() }, "Rr Dr Rr LDRr LDRr LDRr LDRr");
}

#[test]
fn k5_acks_all_window_5() {
    produces(plain(), "Rr Dr Rr DRr DRr DRr LDRr");
}

#[test]
fn k6_acks_all_window_1() {
    produces(Kafka { max_in_flight: 1, ..plain() }, "- D - D D D LD");
}

#[test]
fn k8_two_must_be_in_sync_window_1() {
    produces(Kafka { max_in_flight: 1, min_insync_replicas: 2, ..plain() }, "- D - D D D LD");
}

#[test]
fn k9_idempotent() {
    produces(idempotent(), "- - - - - - L");
}

#[test]
fn k10_idempotent_two_must_be_in_sync() {
    produces(Kafka { min_insync_replicas: 2, ..idempotent() }, "- - - - - - L");
}

#[test]
fn k12_the_leader_alone_is_in_sync_and_elections_may_be_unclean() {
    produces(Kafka { in_sync: 1, unclean_leader_election: true, ..idempotent() }, "- - - L L L L");
}

#[test]
fn k14_one_follower_is_in_sync_two_must_be_and_elections_may_be_unclean() {
    let rules = Kafka { in_sync: 2, min_insync_replicas: 2, unclean_leader_election: true, ..idempotent() };
    produces(rules, "- - - - - - L");
}

#[test]
fn k15_one_follower_is_in_sync_and_two_must_be() {
    produces(Kafka { in_sync: 2, min_insync_replicas: 2, ..plain() }, "Rr Dr Rr DRr DRr DRr LDRr");
}

fn consumes(kafka: Kafka, keys: u8, expected: &str) {
    let kafka = Kafka { consumers: 2, ..kafka };
    row(Setup { messages: 3, keys, kafka, ..Setup::of(Broker::Kafka) }, &CONSUMER_COLUMNS, expected);
}

fn committing(commit: Commit) -> Kafka {
    Kafka { commit, ..idempotent() }
}

#[test]
fn kc1_java_commits_by_itself_in_the_poll_loop() {
    consumes(committing(Commit::AutoOnPoll), 1, "- D DEr - DEr L");
}

#[test]
fn kc3_librdkafka_commits_by_itself() {
    let rules = Kafka { client: Client::Librdkafka, ..committing(Commit::AutoBackground) };
    consumes(rules, 1, "- LD DEr - DERr LD");
}

#[test]
fn kc5_commit_after_each_batch() {
    consumes(committing(Commit::SyncPerBatch), 1, "- D DEr - DEr DE");
}

#[test]
fn kc7_commit_before_the_work() {
    consumes(committing(Commit::SyncBeforeProcessing), 1, "- L - - Rr L");
}

#[test]
fn kc8_a_thread_pool_in_which_each_commits_its_own_offset() {
    let rules = Kafka { processing: Processing::ThreadPool, ..committing(Commit::OwnOffset) };
    consumes(rules, 1, "Rr LDRr LDERr DERr DERr LDERr");
}

#[test]
fn kc10_queues_by_key_and_the_contiguous_prefix() {
    let rules = Kafka { processing: Processing::PerKeyQueues, ..committing(Commit::Contiguous) };
    consumes(rules, 2, "- D DEr DEr DEr DEr");
}

#[test]
fn kc11_effect_and_offset_in_one_transaction() {
    consumes(committing(Commit::InEffectTransaction), 1, "- D D - D D");
}
