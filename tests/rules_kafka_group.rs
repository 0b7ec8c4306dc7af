//! The claims of semantics.md B.6 to B.8, one test each: offsets, commits, rebalances, order.

mod support;

use Action::*;
use ackscope::model::{
    Action, Consumer, ConsumerStatus, Event, Fault as Struck, Flag, Member, Partition, Stage as Work,
};
use ackscope::setup::{AutoOffsetReset, Broker, Client, Commit as Policy, FaultKind, Kafka, Processing, Setup};
use support::stage::{C0, C1, Stage};

/// One replica, so that a record is committed as soon as it is written; two members.
fn group(commit: Policy) -> Kafka {
    Kafka { replication_factor: 1, in_sync: 1, consumers: 2, commit, ..Kafka::default() }
}

fn threads(processing: Processing, commit: Policy) -> Kafka {
    Kafka { processing, ..group(commit) }
}

/// A stage on which so many messages are in the log.
fn filled(messages: u8, kafka: Kafka) -> Stage {
    filled_with_keys(messages, 1, kafka)
}

fn filled_with_keys(messages: u8, keys: u8, kafka: Kafka) -> Stage {
    let mut stage = Stage::of(&Setup { messages, keys, kafka, ..Setup::of(Broker::Kafka) });
    for _ in 0..messages {
        stage.does([Publish, BrokerReads, ProducerReads]);
    }
    stage
}

fn holding(stage: &Stage, consumer: Consumer) -> Vec<u8> {
    stage.scene().consumers[consumer.0 as usize].holding.iter().map(|held| held.message.0).collect()
}

const fn effect_of(consumer: Consumer, place: u8) -> Action {
    EffectOf { consumer, place }
}

const fn commit_of(consumer: Consumer, place: u8) -> Action {
    CommitOf { consumer, place }
}

/// B32: the position moves when poll returns; the committed offset is the next one to read.
#[test]
fn b32_position_and_committed_offset() {
    let mut stage = filled(2, group(Policy::SyncPerBatch));
    stage.does([Poll(C0)]);
    assert_eq!((stage.reader().position, stage.reader().committed), (2, None));
    stage.does([Effect(C0), Effect(C0), Commit(C0)]);
    assert_eq!(stage.reader().committed, Some(2));
}

/// A poll returns at most `max.poll.records`.
#[test]
fn a_poll_returns_at_most_so_many() {
    let mut stage = filled(3, group(Policy::SyncPerBatch));
    stage.does([Poll(C0)]);
    assert_eq!(holding(&stage, C0), [1, 2]);
}

/// B33: the last commit wins, even if it is lower.
#[test]
fn b33_a_lower_commit_is_accepted() {
    let mut stage = filled(2, threads(Processing::ThreadPool, Policy::OwnOffset));
    stage.does([Poll(C0), effect_of(C0, 1), effect_of(C0, 0), commit_of(C0, 1)]);
    assert_eq!(stage.reader().committed, Some(2));
    stage.does([commit_of(C0, 0)]);
    assert_eq!(stage.reader().committed, Some(1));
}

/// B33: librdkafka's store ignores lower values, so it commits past what is not done.
#[test]
fn b33_librdkafka_stores_the_highest() {
    let rules = threads(Processing::ThreadPool, Policy::AutoBackgroundStoredAfter);
    let mut stage = filled(2, Kafka { client: Client::Librdkafka, ..rules });
    stage.does([Poll(C0), effect_of(C0, 1), Commit(C0)]);
    assert_eq!(stage.reader().committed, Some(2));
    stage.does([effect_of(C0, 0)]);
    assert!(!stage.can(Commit(C0)));
}

/// B34: Java's auto-commit happens inside poll, with what earlier polls returned.
#[test]
fn b34_java_commits_inside_poll() {
    let mut stage = filled(3, group(Policy::AutoOnPoll));
    stage.does([Poll(C0), Effect(C0)]);
    assert!(!stage.can(Commit(C0)), "the loop is still busy");
    stage.does([Effect(C0), Commit(C0)]);
    assert_eq!(stage.reader().committed, Some(2));
}

/// B34: it commits before a rebalance.
#[test]
fn b34_java_commits_before_a_rebalance() {
    let mut stage = filled(2, group(Policy::AutoOnPoll));
    stage.does([Poll(C0), Effect(C0), Effect(C0)]).strikes_consumer(FaultKind::Rebalance, C0);
    assert_eq!((stage.reader().owner, stage.reader().committed), (Some(C1), Some(2)));
    assert!(!stage.can(Poll(C1)));
}

/// B35: in a loop it repeats and does not lose.
#[test]
fn b35_a_crash_in_the_loop_repeats() {
    let mut stage = filled(2, group(Policy::AutoOnPoll));
    stage.does([Poll(C0)]).strikes_consumer(FaultKind::ConsumerCrashBeforeEffect, C0);
    stage.does([Poll(C1), Effect(C1), Effect(C1)]);
    assert_eq!((stage.flags(), stage.effects()), (vec![Flag::DeliveredTwice], vec![1, 2]));
}

/// B35: an exception that leaves through close() commits what was only polled.
#[test]
fn b35_close_commits_unfinished_work() {
    let mut stage = filled(2, group(Policy::AutoOnPoll));
    stage.does([Poll(C0)]).strikes_consumer(FaultKind::HandlerException, C0);
    assert_eq!((stage.reader().committed, stage.flags()), (Some(2), vec![Flag::Lost]));
}

/// B35: with a hand-off the next poll commits what the worker has not done.
#[test]
fn b35_a_hand_off_loses() {
    let mut stage = filled(2, threads(Processing::HandOff, Policy::AutoOnPoll));
    stage.does([Poll(C0), Commit(C0)]).strikes_consumer(FaultKind::ConsumerCrashBeforeEffect, C0);
    assert_eq!(stage.flags(), [Flag::Lost]);
}

/// B37: librdkafka stores an offset when it hands the record over, so the record in work is at risk, and only that one.
#[test]
fn b37_librdkafka_commits_the_record_in_work() {
    let rules = Kafka { client: Client::Librdkafka, ..group(Policy::AutoBackground) };
    let mut stage = filled(2, rules);
    stage.does([Poll(C0), Commit(C0)]);
    assert_eq!(stage.reader().committed, Some(1));
    stage.strikes_consumer(FaultKind::ConsumerCrashBeforeEffect, C0).does([Poll(C1), Effect(C1)]);
    assert_eq!((stage.effects(), stage.flags()), (vec![2], vec![Flag::Lost, Flag::DeliveredTwice]));
}

/// B37: storing after the work mends it.
#[test]
fn b37_storing_after_the_work_does_not_lose() {
    let rules = Kafka { client: Client::Librdkafka, ..group(Policy::AutoBackgroundStoredAfter) };
    let mut stage = filled(2, rules);
    stage.does([Poll(C0)]);
    assert!(!stage.can(Commit(C0)));
    stage.does([Effect(C0), Commit(C0)]);
    assert_eq!(stage.reader().committed, Some(1));
}

/// B38: a commit after the membership is gone is refused.
#[test]
fn b38_a_kicked_member_commits_nothing() {
    let mut stage = filled(2, group(Policy::SyncPerRecord));
    stage.does([Poll(C0)]).strikes_consumer(FaultKind::ZombieConsumer, C0).does([Effect(C0)]);
    let refused = |event: &Event| matches!(event, Event::CommitRefused { consumer, offset: 1, .. } if *consumer == C0);
    assert!(stage.told(refused) && !stage.can(Commit(C0)));
    assert_eq!(stage.reader().committed, None);
}

/// B38: commitSync blocks: nothing else is done before it.
#[test]
fn b38_a_synchronous_commit_comes_before_the_next_record() {
    let mut stage = filled(2, group(Policy::SyncPerRecord));
    stage.does([Poll(C0), Effect(C0)]);
    assert!(!stage.can(Effect(C0)));
    stage.does([Commit(C0)]);
    assert!(stage.can(Effect(C0)));
}

fn taken_over(auto_offset_reset: AutoOffsetReset) -> Stage {
    let mut stage = filled(2, Kafka { auto_offset_reset, ..group(Policy::SyncPerBatch) });
    stage.does([Poll(C0)]).strikes_consumer(FaultKind::ConsumerCrashBeforeEffect, C0);
    stage
}

/// B39: without a committed offset `earliest` reads from the start and `latest` skips what is there.
#[test]
fn b39_no_committed_offset() {
    let earliest = taken_over(AutoOffsetReset::Earliest);
    assert_eq!((earliest.reader().position, earliest.flags()), (0, vec![]));
    let latest = taken_over(AutoOffsetReset::Latest);
    assert_eq!((latest.reader().position, latest.flags()), (2, vec![Flag::Lost]));
    let none = taken_over(AutoOffsetReset::None);
    assert_eq!((none.reader().owner, none.flags()), (None, vec![]));
    assert!(none.told(|event| matches!(event, Event::NoOffset { consumer, .. } if *consumer == C1)));
}

/// B11, B39: a position beyond the end of the log begins anew.
#[test]
fn b11_a_position_beyond_the_log_begins_anew() {
    let mut stage = filled(2, group(Policy::SyncPerBatch));
    stage.does([Poll(C0), Effect(C0), Effect(C0), Commit(C0)]).strikes(FaultKind::PowerLoss);
    stage.does([TailLost { member: Member(0), partition: Partition(0) }, NodeStarts(Member(0))]);
    assert_eq!(stage.reader().position, 2);
    stage.does([Poll(C0)]);
    assert_eq!(stage.reader().position, 0);
    assert!(stage.told(|event| matches!(event, Event::OffsetReset { consumer, offset: 0, .. } if *consumer == C0)));
    stage.does([Poll(C0)]);
    assert_eq!(stage.flags(), [Flag::DeliveredTwice]);
}

/// B41: a kicked member works on, and the next owner gets the same records.
#[test]
fn b41_a_zombie_works_on() {
    let mut stage = filled(2, group(Policy::SyncPerBatch));
    stage.does([Poll(C0)]).strikes_consumer(FaultKind::ZombieConsumer, C0);
    assert_eq!(stage.scene().consumers[0].status, ConsumerStatus::Kicked);
    stage.does([Poll(C1), Effect(C1), Effect(C1), Effect(C0)]);
    assert_eq!(stage.effects(), [1, 2, 1]);
    assert_eq!(stage.flags(), [Flag::DeliveredTwice, Flag::EffectTwice, Flag::StaleReplay]);
}

/// B43: a partition has one owner at a time; members without one wait.
#[test]
fn b43_one_owner_a_partition() {
    let stage = filled(2, group(Policy::SyncPerBatch));
    assert!(stage.can(Poll(C0)) && !stage.can(Poll(C1)));
}

/// B44: the range assignor deals the partitions in order, and the first members get one more.
#[test]
fn b44_range_assignment() {
    let stage = Stage::kafka(1, Kafka { partitions: 3, ..group(Policy::SyncPerBatch) });
    let owners: Vec<_> = stage.scene().broker.readers.iter().map(|reader| reader.owner).collect();
    assert_eq!(owners, [Some(C0), Some(C0), Some(C1)]);
}

/// B45: what was returned and not committed is delivered again to the new owner; the old one's workers run on.
#[test]
fn b45_workers_run_on_after_a_rebalance() {
    let mut stage = filled(2, threads(Processing::ThreadPool, Policy::OwnOffset));
    stage.does([Poll(C0)]).strikes_consumer(FaultKind::Rebalance, C0);
    let hand = stage.scene().consumers[0].holding.clone();
    assert!(hand.iter().all(|held| held.stage == Work::Orphan));
    stage.does([Poll(C1), effect_of(C0, 1), effect_of(C1, 0)]);
    assert_eq!(stage.flags(), [Flag::DeliveredTwice, Flag::Reordered, Flag::StaleReplay]);
}

/// B45: finishing and committing before the partition goes removes it.
#[test]
fn b45_draining_before_the_revocation_repeats_nothing() {
    let rules = Kafka { drain_on_revoke: true, ..threads(Processing::HandOff, Policy::Contiguous) };
    let mut stage = filled(2, rules);
    stage.does([Poll(C0)]);
    let rebalance = Fault(Struck::at(FaultKind::Rebalance, C0));
    assert!(!stage.can(rebalance));
    stage.does([Effect(C0), Effect(C0)]).does([rebalance]);
    assert_eq!(stage.reader().committed, Some(2));
}

/// B46: a rebalance happens in the owner's poll, so a loop holds nothing then.
#[test]
fn b46_a_loop_is_not_interrupted_by_a_rebalance() {
    let mut stage = filled(2, group(Policy::SyncPerBatch));
    stage.does([Poll(C0), Effect(C0), Effect(C0)]);
    let rebalance = Fault(Struck::at(FaultKind::Rebalance, C0));
    assert!(!stage.can(rebalance), "the batch is not committed yet");
    assert!(stage.does([Commit(C0)]).can(rebalance));
}

/// B47: within a partition the order is that of the log.
#[test]
fn b47_a_loop_keeps_the_order_of_the_log() {
    let mut stage = filled(3, group(Policy::AutoOnPoll));
    stage.settles();
    assert_eq!((stage.effects(), stage.flags()), (vec![1, 2, 3], vec![]));
}

/// B50: threads finish in any order, and with keys each in a queue of its own the order of a key stays.
#[test]
fn b50_threads_and_queues_by_key() {
    let mut pool = filled(2, threads(Processing::ThreadPool, Policy::Contiguous));
    pool.does([Poll(C0), effect_of(C0, 1)]);
    assert_eq!(pool.effects(), [2]);
    let by_key = Kafka { max_poll_records: 4, ..threads(Processing::PerKeyQueues, Policy::Contiguous) };
    let mut queues = filled_with_keys(4, 2, by_key);
    queues.does([Poll(C0)]);
    // Messages 1 and 3 have one key, 2 and 4 the other.
    assert!(queues.can(effect_of(C0, 0)) && queues.can(effect_of(C0, 1)));
    assert!(!queues.can(effect_of(C0, 2)) && !queues.can(effect_of(C0, 3)));
}

/// B50: the contiguous prefix stops at the first record that is not done.
#[test]
fn b50_the_contiguous_prefix() {
    let mut stage = filled(2, threads(Processing::ThreadPool, Policy::Contiguous));
    stage.does([Poll(C0), effect_of(C0, 1)]);
    assert!(!stage.can(Commit(C0)));
    stage.does([effect_of(C0, 0), Commit(C0)]);
    assert_eq!(stage.reader().committed, Some(2));
}

/// The highest finished offset commits past a record that is still in work.
#[test]
fn the_highest_offset_commits_past_unfinished_work() {
    let mut stage = filled(2, threads(Processing::ThreadPool, Policy::Maximum));
    stage.does([Poll(C0), effect_of(C0, 1), Commit(C0)]);
    stage.strikes_consumer(FaultKind::ConsumerCrashBeforeEffect, C0);
    assert_eq!(stage.flags(), [Flag::Lost]);
}

/// B31: with the offset in the transaction of the effect a zombie's late work is rolled back.
#[test]
fn b31_effect_and_offset_together() {
    let mut stage = filled(2, group(Policy::InEffectTransaction));
    stage.does([Poll(C0)]).strikes_consumer(FaultKind::ZombieConsumer, C0);
    stage.does([Poll(C1), Effect(C1), Effect(C0), Effect(C0), Effect(C1)]);
    assert_eq!((stage.effects(), stage.flags()), (vec![1, 2], vec![Flag::DeliveredTwice]));
    assert!(stage.told(|event| matches!(event, Event::Skipped { .. })));
}

/// B31: its threads wait for the transaction of the record before.
#[test]
fn b31_transactions_follow_the_offsets() {
    let mut stage = filled(2, threads(Processing::ThreadPool, Policy::InEffectTransaction));
    stage.does([Poll(C0)]);
    assert!(!stage.can(effect_of(C0, 1)));
    stage.does([effect_of(C0, 0), effect_of(C0, 0)]);
    assert_eq!(stage.effects(), [1, 2]);
}

/// A crash takes what is in hand along, the next member takes over, and the dead one does not return.
#[test]
fn a_crashed_member_is_replaced_for_good() {
    let mut stage = filled(2, group(Policy::SyncPerBatch));
    stage.does([Poll(C0)]).strikes_consumer(FaultKind::ConsumerCrashBeforeEffect, C0);
    assert_eq!((holding(&stage, C0), stage.reader().owner), (vec![], Some(C1)));
    assert_eq!(stage.scene().consumers[0].status, ConsumerStatus::Down);
    assert!(!stage.can(ConsumerStarts(C0)) && !stage.can(Poll(C0)));
}
