//! The claims of semantics.md B.5, one test each: transactions.

mod support;

use Action::*;
use ackscope::explore::{Ending, Limits, Search};
use ackscope::model::{Action, Belief, EnvelopeKind as Kind, Event, Flag, Member, Messages, Partition};
use ackscope::setup::{Broker, FaultKind, IsolationLevel, Kafka, Setup};
use support::stage::{C0, Q0, Stage};

/// Two messages a transaction, one replica.
fn transactional() -> Kafka {
    Kafka { transactional: true, max_in_flight: 2, replication_factor: 1, in_sync: 1, ..Kafka::default() }
}

fn read_committed(kafka: Kafka) -> Kafka {
    Kafka { isolation_level: IsolationLevel::ReadCommitted, ..kafka }
}

/// Two messages written and answered, the transaction still open.
fn open(kafka: Kafka) -> Stage {
    let mut stage = Stage::kafka(2, kafka);
    stage.does([Publish, BrokerReads, ProducerReads, Publish, BrokerReads, ProducerReads]);
    stage
}

/// The application knows nothing before the transaction is committed.
#[test]
fn b28_only_the_commit_tells_the_application() {
    let mut stage = open(transactional());
    assert_eq!((stage.believes(1), stage.believes(2)), (Belief::Unknown, Belief::Unknown));
    stage.does([Publish, BrokerReads, ProducerReads]);
    assert_eq!((stage.believes(1), stage.believes(2)), (Belief::Acked, Belief::Acked));
}

/// B29: read_committed stops at the first record of an open transaction; read_uncommitted does not.
#[test]
fn b29_who_sees_an_open_transaction() {
    assert!(open(transactional()).can(Poll(C0)));
    let mut stage = open(read_committed(transactional()));
    assert!(!stage.can(Poll(C0)));
    stage.does([Publish, BrokerReads]);
    assert!(!stage.can(Poll(C0)), "it is decided, and the marker is not in the log");
    assert!(stage.does([ApplyCommit(Q0)]).can(Poll(C0)));
}

/// B29: the marker takes an offset, so consumed offsets have gaps.
#[test]
fn b29_a_marker_takes_an_offset() {
    let mut stage = open(Kafka { max_poll_records: 4, ..read_committed(transactional()) });
    stage.does([Publish, BrokerReads, ApplyCommit(Q0), Poll(C0)]);
    assert_eq!((stage.log(0).records.len(), stage.records(0), stage.reader().position), (3, vec![1, 2], 3));
}

/// B29: records of all partitions end together, with a marker in each.
#[test]
fn b29_a_marker_in_each_partition() {
    let kafka = Kafka { partitions: 2, ..transactional() };
    let mut stage = Stage::of(&Setup { messages: 2, keys: 2, kafka, ..Setup::of(Broker::Kafka) });
    stage.does([Publish, BrokerReads, ProducerReads, Publish, BrokerReads, ProducerReads, Publish, BrokerReads]);
    stage.does([ApplyCommit(Q0)]);
    let marked = |partition| stage.told(|event| *event == Event::MarkerWritten { partition });
    assert!(marked(Partition(0)) && marked(Partition(1)));
}

/// The next transaction waits until the one before has ended everywhere.
#[test]
fn b29_transactions_follow_each_other() {
    let mut stage = Stage::kafka(2, Kafka { max_in_flight: 1, ..transactional() });
    stage.does([Publish, BrokerReads, ProducerReads, Publish, BrokerReads, ProducerReads, Publish]);
    assert!(!stage.can(BrokerReads));
    stage.does([ApplyCommit(Q0), BrokerReads]);
    assert_eq!(stage.records(0), [1, 2]);
}

/// The answer to a commit is lost: asked again, the coordinator answers the same, and nothing is written twice.
#[test]
fn b29_a_commit_can_be_asked_for_again() {
    let mut stage = open(transactional());
    stage.does([Publish, BrokerReads, ApplyCommit(Q0)]).strikes(FaultKind::ConfirmLost);
    stage.does([Publish, BrokerReads, ProducerReads]);
    assert_eq!((stage.believes(1), stage.log(0).records.len()), (Belief::Acked, 3));
    let decided = Event::TransactionDecided { messages: Messages::from_bits(3) };
    assert_eq!(stage.events.iter().filter(|event| **event == decided).count(), 1);
    assert_eq!(stage.answers().iter().filter(|answer| answer.kind == Kind::CommitOk).count(), 2);
}

/// A marker that a new leader lacks is written again.
#[test]
fn b29_a_marker_is_written_until_it_is_replicated() {
    let kafka = Kafka { replication_factor: 3, in_sync: 3, ..transactional() };
    let mut stage = Stage::kafka(1, kafka);
    let (one, two) = (Member(1), Member(2));
    stage.does([Publish, BrokerReads, Replicate(one), Replicate(two), ProducerReads, Publish, BrokerReads]);
    stage.does([ApplyCommit(Q0)]).strikes(FaultKind::ProcessCrash);
    assert_eq!(stage.log(1).records.len(), 1);
    stage.does([ApplyCommit(Q0), Replicate(two)]);
    assert!(stage.told(|event| matches!(event, Event::TransactionEnded { .. })));
}

/// B30: a transaction that can't go on blocks read_committed consumers; what is behind it is stored and not seen.
#[test]
fn b30_an_open_transaction_blocks() {
    let kafka = Kafka { in_sync: 1, replication_factor: 2, unclean_leader_election: true, ..transactional() };
    let mut stage = Stage::kafka(2, read_committed(kafka));
    stage.does([Publish, BrokerReads, ProducerReads]).strikes(FaultKind::DiskLoss);
    stage.does([Publish, BrokerReads, ProducerReads]);
    assert!(!stage.can(Poll(C0)));
    assert_eq!(stage.flags(), [Flag::Lost]);
}

/// B31: transactions of the producer say nothing about effects outside Kafka: the consumer repeats as before.
#[test]
fn b31_effects_outside_are_not_part_of_it() {
    let kafka = Kafka { consumers: 2, ..read_committed(transactional()) };
    let faults =
        ackscope::setup::Faults { budget: 1, kinds: [FaultKind::ConsumerCrashAfterEffect].into_iter().collect() };
    let setup = Setup { messages: 2, kafka, faults, ..Setup::of(Broker::Kafka) };
    let mut search = Search::new(&setup, Limits::TERMINAL, &[]);
    assert_eq!(search.finish(), Ending::Complete);
    assert!(search.steps(Flag::EffectTwice).is_some() && search.steps(Flag::Lost).is_none());
}
