//! Verdicts beside those of the answer sheet: rows with one setting changed. They were worked out by a second explorer
//! that was written from the rules alone, with a leader that learns of each follower's log in a step of its own.

use FaultKind::*;
use ackscope::explore::{Ending, Limits, Search};
use ackscope::model::Flag;
use ackscope::setup::{Acks, Broker, Client, Commit, FaultKind, FaultKinds, Faults, Kafka, Processing, Setup};

const PRODUCER_COLUMNS: [FaultKind; 8] =
    [PublishLost, ConfirmLost, PublishRefused, ProcessCrash, PowerLoss, DiskLoss, ClusterPowerLoss, FollowerLag];

const CONSUMER_COLUMNS: [FaultKind; 5] =
    [ConsumerCrashBeforeEffect, ConsumerCrashAfterEffect, Rebalance, ZombieConsumer, HandlerException];

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

fn verdict(setup: &Setup, kind: FaultKind) -> String {
    let faults = Faults { budget: 1, kinds: [kind].into_iter().collect::<FaultKinds>() };
    let mut search = Search::new(&Setup { faults, ..*setup }, Limits::TERMINAL, &[]);
    assert_eq!(search.finish(), Ending::Complete);
    let letters: String = search.flags().map(letter).collect();
    if letters.is_empty() { "-".to_owned() } else { letters }
}

fn row(setup: &Setup, columns: &[FaultKind], expected: &str) {
    let found: Vec<String> = columns.iter().map(|kind| verdict(setup, *kind)).collect();
    assert_eq!(found.join(" "), expected, "{:?}", setup.kafka);
}

fn produces(kafka: Kafka, expected: &str) {
    let kafka = Kafka { consumers: 0, ..kafka };
    row(&Setup { messages: 2, kafka, ..Setup::of(Broker::Kafka) }, &PRODUCER_COLUMNS, expected);
}

fn consumes(commit: Commit, processing: Processing, drain_on_revoke: bool, expected: &str) {
    let kafka = Kafka { consumers: 2, commit, processing, drain_on_revoke, ..Kafka::default() };
    let keys = if processing == Processing::PerKeyQueues { 2 } else { 1 };
    row(&Setup { messages: 3, keys, kafka, ..Setup::of(Broker::Kafka) }, &CONSUMER_COLUMNS, expected);
}

#[test]
fn one_answer_is_enough() {
    let one = Kafka { acks: Acks::One, enable_idempotence: false, ..Kafka::default() };
    produces(Kafka { retries: false, ..one }, "F F F LF LF LF LF -");
    produces(Kafka { max_in_flight: 1, ..one }, "- D - LD LD LD LD -");
    produces(Kafka { client: Client::Librdkafka, ..one }, "- Dr Rr LDr LDr LDr LDr -");
}

#[test]
fn every_replica_in_sync_answers() {
    let all = Kafka { enable_idempotence: false, ..Kafka::default() };
    produces(Kafka { min_insync_replicas: 2, ..all }, "Rr Dr Rr DRr DRr DRr LDRr -");
    produces(Kafka { min_insync_replicas: 3, ..all }, "Rr Dr Rr DRr DRr DRr LDRr DRr");
    produces(Kafka { min_insync_replicas: 3, max_in_flight: 1, ..all }, "- D - D D D LD D");
    produces(Kafka { retries: false, ..all }, "F F F F F F LF -");
    produces(Kafka { client: Client::Librdkafka, ..all }, "- Dr Rr Dr Dr Dr LDr -");
    produces(Kafka { in_sync: 1, ..all }, "Rr Dr Rr DRr LDRr LRr LDRr -");
}

#[test]
fn sequence_numbers_and_a_short_in_sync_set() {
    let numbered = Kafka::default();
    produces(Kafka { in_sync: 1, ..numbered }, "- - - - L L L -");
    produces(
        Kafka { in_sync: 1, min_insync_replicas: 2, unclean_leader_election: true, ..numbered },
        "- - - - - - - -",
    );
    produces(Kafka { in_sync: 2, unclean_leader_election: true, ..numbered }, "- - - - - - L -");
    produces(Kafka { replication_factor: 1, in_sync: 1, ..numbered }, "- - - - L L L -");
    produces(Kafka { flush_every_message: true, ..numbered }, "- - - - - - - -");
}

#[test]
fn other_policies_of_consumers() {
    use Processing::{HandOff, PerKeyQueues, PollLoop, ThreadPool};
    consumes(Commit::AutoOnPoll, HandOff, false, "LD DEr Rr DERr L");
    consumes(Commit::AutoBackgroundStoredAfter, PollLoop, false, "D DEr - DEr D");
    consumes(Commit::Maximum, ThreadPool, false, "LDRr LDERr DERr DERr LDERr");
    consumes(Commit::Contiguous, ThreadPool, false, "DRr DERr DERr DERr DERr");
    consumes(Commit::Contiguous, ThreadPool, true, "DRr DERr Rr DERr DERr");
    consumes(Commit::Contiguous, PerKeyQueues, true, "D DEr - DEr DEr");
}
