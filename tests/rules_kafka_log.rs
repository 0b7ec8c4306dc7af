//! The claims of semantics.md B.1 to B.4, one test each: replicas, elections, the produce path, idempotence.

mod support;

use Action::*;
use ackscope::explore::{Ending, Limits, Search};
use ackscope::model::{
    Action, Belief, Cause, EnvelopeKind as Kind, Event, Flag, Line, Member, Message, Partition, ProduceError, Way,
};
use ackscope::setup::{Acks, Broker, Client, Commit, FaultKind, Faults, Kafka, Setup};
use support::stage::{C0, Stage};

const F1: Member = Member(1);
const F2: Member = Member(2);

fn plain() -> Kafka {
    Kafka { enable_idempotence: false, consumers: 0, ..Kafka::default() }
}

fn acks(acks: Acks) -> Kafka {
    Kafka { acks, ..plain() }
}

fn idempotent() -> Kafka {
    Kafka { consumers: 0, ..Kafka::default() }
}

/// Both clients can commit like this.
fn of_client(client: Client, kafka: Kafka) -> Kafka {
    Kafka { client, commit: Commit::SyncPerBatch, ..kafka }
}

/// Sends so many messages and lets the leader read them.
fn produced(n: usize) -> impl Iterator<Item = Action> {
    std::iter::repeat_n([Publish, BrokerReads], n).flatten()
}

fn answers(stage: &Stage) -> Vec<Kind> {
    stage.answers().iter().map(|answer| answer.kind).collect()
}

fn rejected_for(stage: &Stage, wanted: ProduceError) -> bool {
    stage.told(|event| matches!(event, Event::Rejected { error, .. } if *error == wanted))
}

/// B1: offsets are dense, given by the leader, and order is that of one partition.
#[test]
fn b1_the_leader_gives_dense_offsets() {
    let kafka = Kafka { partitions: 2, ..acks(Acks::One) };
    let mut stage = Stage::of(&Setup { messages: 4, keys: 2, kafka, ..Setup::of(Broker::Kafka) });
    stage.does(produced(4));
    let logs = stage.scene().broker.logs;
    let of = |partition: u8| {
        let log = logs.iter().find(|log| log.leader && log.partition == Partition(partition)).expect("it has a leader");
        log.records.iter().filter_map(|record| record.message).map(|message| message.0).collect::<Vec<_>>()
    };
    assert_eq!((of(0), of(1)), (vec![2, 4], vec![1, 3]));
}

/// B3: the high watermark is the smallest log end of the in-sync set.
#[test]
fn b3_the_high_watermark_waits_for_every_in_sync_replica() {
    let mut stage = Stage::kafka(1, plain());
    stage.does(produced(1)).does([Replicate(F1)]);
    assert_eq!(stage.log(0).high_watermark, 0);
    stage.does([Replicate(F2)]);
    assert_eq!(stage.log(0).high_watermark, 1);
}

/// B3: consumers read only below the high watermark.
#[test]
fn b3_nobody_reads_what_is_not_committed() {
    let mut stage = Stage::kafka(1, Kafka { consumers: 1, ..plain() });
    stage.does(produced(1)).does([Replicate(F1)]);
    assert!(!stage.can(Poll(C0)));
    assert!(stage.does([Replicate(F2)]).can(Poll(C0)));
}

/// B4: while fewer are in sync than `min.insync.replicas`, acks=1 is answered and nobody can read the record.
#[test]
fn b4_a_short_in_sync_set_commits_nothing() {
    let mut stage = Stage::kafka(1, Kafka { consumers: 1, in_sync: 1, min_insync_replicas: 2, ..acks(Acks::One) });
    stage.does(produced(1)).does([ProducerReads]);
    assert_eq!((stage.believes(1), stage.log(0).high_watermark), (Belief::Acked, 0));
    assert!(!stage.can(Poll(C0)));
}

/// B5: a replica that has fallen behind comes back into the in-sync set by catching up.
#[test]
fn b5_a_replica_leaves_and_joins_the_in_sync_set() {
    let mut stage = Stage::kafka(1, plain());
    stage.does(produced(1)).does([Replicate(F1)]).strikes_member(FaultKind::FollowerLag, F2);
    assert!(!stage.log(2).in_sync);
    assert_eq!(stage.log(0).high_watermark, 1, "the others have it");
    stage.does([Replicate(F2)]);
    assert!(stage.log(2).in_sync && stage.told(|event| matches!(event, Event::JoinedIsr { member } if *member == F2)));
}

/// Replicas that are not in sync when the run starts fetch nothing before something breaks.
#[test]
fn replicas_outside_the_in_sync_set_stay_behind_until_a_fault() {
    let mut stage = Stage::kafka(2, Kafka { in_sync: 2, ..plain() });
    stage.does(produced(1)).does([Replicate(F1)]);
    assert!(!stage.can(Replicate(F2)));
    stage.strikes(FaultKind::ConfirmLost);
    assert!(stage.can(Replicate(F2)));
}

/// B7: a crash of the process loses nothing; a power loss may take what no flush has written, from the end.
#[test]
fn b7_a_crash_keeps_the_page_cache_and_a_power_loss_may_not() {
    let alone = Kafka { replication_factor: 1, in_sync: 1, ..plain() };
    let mut stage = Stage::kafka(2, alone);
    let (node, partition) = (Member(0), Partition(0));
    stage.does(produced(2)).strikes(FaultKind::ProcessCrash);
    assert!(!stage.can(TailLost { member: node, partition }));
    stage.does([NodeStarts(node)]);
    assert_eq!(stage.records(0), [1, 2]);
    stage.strikes(FaultKind::PowerLoss).does([TailLost { member: node, partition }, NodeStarts(node)]);
    assert_eq!(stage.records(0), [1]);
    assert!(stage.log(0).records[0].on_disk, "what came back is on the disk");
}

/// B7: with a flush for every record nothing of it is at risk.
#[test]
fn b7_flushed_records_survive_a_power_loss() {
    let mut stage = Stage::kafka(1, Kafka { flush_every_message: true, ..plain() });
    stage.does(produced(1)).strikes(FaultKind::ClusterPowerLoss);
    assert!(!stage.can(TailLost { member: Member(0), partition: Partition(0) }));
}

/// B7: the whole cluster may lose what was committed.
#[test]
fn b7_all_nodes_losing_power_can_lose_what_was_acknowledged() {
    let mut stage = Stage::kafka(1, idempotent());
    stage.does(produced(1)).does([Replicate(F1), Replicate(F2), ProducerReads]);
    assert_eq!(stage.believes(1), Belief::Acked);
    stage.strikes(FaultKind::ClusterPowerLoss);
    let partition = Partition(0);
    stage.does((0..3).map(|member| TailLost { member: Member(member), partition }));
    assert_eq!(stage.flags(), [Flag::Lost]);
}

/// B8: the new leader comes from the in-sync set.
#[test]
fn b8_a_clean_election_picks_a_replica_in_sync() {
    let mut stage = Stage::kafka(1, Kafka { unclean_leader_election: true, ..plain() });
    stage.strikes_member(FaultKind::FollowerLag, F1).strikes(FaultKind::ProcessCrash);
    assert!(stage.log(2).leader && stage.told(|event| matches!(event, Event::Leads { clean: true, .. })));
}

/// B8: with nobody in sync alive the partition is offline until one returns.
#[test]
fn b8_without_an_in_sync_replica_the_partition_is_offline() {
    let mut stage = Stage::kafka(1, Kafka { in_sync: 1, ..plain() });
    stage.does(produced(1)).strikes(FaultKind::ProcessCrash);
    assert!(!stage.scene().broker.up && stage.told(|event| *event == Event::Offline));
    stage.does([NodeStarts(Member(0))]);
    assert!(stage.log(0).leader && stage.records(0) == [1]);
}

/// B8: an unclean election keeps the partition available and drops what the new leader lacks.
#[test]
fn b8_an_unclean_election_drops_what_was_acknowledged() {
    let mut stage = Stage::kafka(1, Kafka { in_sync: 1, unclean_leader_election: true, ..plain() });
    stage.does(produced(1)).does([ProducerReads]).strikes(FaultKind::ProcessCrash);
    assert!(stage.log(1).leader && stage.told(|event| matches!(event, Event::Leads { clean: false, .. })));
    stage.does([NodeStarts(Member(0)), Replicate(Member(0))]);
    assert_eq!((stage.records(0), stage.flags()), (vec![], vec![Flag::Lost]));
}

/// B9, B10: what only the old leader had is cut off when it comes back, and nobody had seen it.
#[test]
fn b9_an_old_leader_truncates_what_the_new_one_lacks() {
    let mut stage = Stage::kafka(2, acks(Acks::One));
    stage.does(produced(1)).does([ProducerReads]).strikes(FaultKind::ProcessCrash);
    stage.does(produced(1)).does([NodeStarts(Member(0)), Replicate(Member(0))]);
    let cut = |event: &Event| matches!(event, Event::Truncated { member: Member(0), message: Message(1), .. });
    let gone = |event: &Event| matches!(event, Event::Vanished { message: Message(1), cause: Cause::Truncated, .. });
    assert!(stage.told(cut) && stage.told(gone));
    assert_eq!((stage.records(0), stage.records(1)), (vec![2], vec![2]));
    assert!(!stage.told(|event| matches!(event, Event::Committed { message: Message(1), .. })));
    assert_eq!(stage.flags(), [Flag::Lost]);
}

/// B9: each leader has an epoch of its own, and records keep the epoch they were written in.
#[test]
fn b9_each_leader_has_a_new_epoch() {
    let mut stage = Stage::kafka(2, acks(Acks::One));
    stage.does(produced(1)).does([Replicate(F1)]).strikes(FaultKind::ProcessCrash).does(produced(1));
    let epochs: Vec<u32> = stage.log(1).records.iter().map(|record| record.epoch).collect();
    assert_eq!(epochs, [0, 1]);
}

/// B13: acks=0 counts as done once it is written, and nobody answers, not even an error.
#[test]
fn b13_acks_0_is_done_when_it_is_sent() {
    let mut stage = Stage::kafka(2, acks(Acks::Zero));
    stage.does([Publish]);
    assert_eq!(stage.believes(1), Belief::Acked);
    stage.strikes(FaultKind::PublishRefused);
    assert_eq!((answers(&stage), stage.flags()), (vec![], vec![Flag::Lost]));
}

/// B13: without an answer there is nothing to retry.
#[test]
fn b13_acks_0_sends_nothing_again() {
    let mut stage = Stage::kafka(1, acks(Acks::Zero));
    stage.does([Publish]).strikes(FaultKind::PublishLost);
    assert!(!stage.can(Publish));
    assert_eq!(stage.flags(), [Flag::Lost]);
}

/// B14: acks=1 is answered once the leader has it; a leader that dies then takes it along.
#[test]
fn b14_acks_1_loses_with_the_leader() {
    let mut stage = Stage::kafka(1, acks(Acks::One));
    stage.does(produced(1)).does([ProducerReads]);
    assert_eq!(stage.believes(1), Belief::Acked);
    stage.strikes(FaultKind::DiskLoss);
    assert_eq!(stage.flags(), [Flag::Lost]);
}

/// B15: acks=all is answered when every in-sync replica has it.
#[test]
fn b15_acks_all_waits_for_the_in_sync_set() {
    let mut stage = Stage::kafka(1, plain());
    stage.does(produced(1)).does([Replicate(F1)]);
    assert_eq!(answers(&stage), []);
    stage.does([Replicate(F2)]);
    assert_eq!(answers(&stage), [Kind::Produced]);
}

/// B15: with the leader alone in sync, the leader alone answers.
#[test]
fn b15_acks_all_with_one_in_sync_is_acks_1() {
    let mut stage = Stage::kafka(1, Kafka { in_sync: 1, ..plain() });
    stage.does(produced(1));
    assert_eq!(answers(&stage), [Kind::Produced]);
}

/// B16: too few in sync before the append: nothing is written, and the producer tries again.
#[test]
fn b16_too_few_in_sync_before_the_append() {
    let mut stage = Stage::kafka(1, Kafka { in_sync: 1, min_insync_replicas: 2, ..plain() });
    stage.does(produced(1)).does([ProducerReads]);
    assert!(rejected_for(&stage, ProduceError::NotEnoughReplicas));
    assert!(stage.records(0).is_empty() && stage.can(Publish));
}

/// B16: too few in sync after the append: an error, the record stays, and the retry is a second one.
#[test]
fn b16_too_few_in_sync_after_the_append() {
    let mut stage = Stage::kafka(1, Kafka { replication_factor: 2, in_sync: 2, min_insync_replicas: 2, ..plain() });
    stage.does(produced(1)).strikes_member(FaultKind::FollowerLag, F1).does([Answer, ProducerReads]);
    assert!(rejected_for(&stage, ProduceError::NotEnoughReplicasAfterAppend));
    stage.does([Replicate(F1)]).does(produced(1)).does([Replicate(F1)]);
    assert_eq!((stage.records(0), stage.flags()), (vec![1, 1], vec![Flag::DeliveredTwice]));
}

/// B16: only acks=all asks how many are in sync.
#[test]
fn b16_acks_1_does_not_ask() {
    let mut stage = Stage::kafka(1, Kafka { in_sync: 1, min_insync_replicas: 2, ..acks(Acks::One) });
    stage.does(produced(1));
    assert_eq!(answers(&stage), [Kind::Produced]);
}

/// B17: it is a lower bound: all three must have the record although two would be enough.
#[test]
fn b17_the_minimum_is_not_how_many_must_answer() {
    let mut stage = Stage::kafka(1, Kafka { min_insync_replicas: 2, ..plain() });
    stage.does(produced(1)).does([Replicate(F1)]);
    assert_eq!(answers(&stage), []);
}

/// B17: with one replica it acts as 1.
#[test]
fn b17_the_minimum_is_capped_at_the_replicas() {
    let mut stage = Stage::kafka(1, Kafka { replication_factor: 1, in_sync: 1, min_insync_replicas: 3, ..plain() });
    stage.does(produced(1));
    assert_eq!(answers(&stage), [Kind::Produced]);
}

/// B18: everything in flight on a connection fails with it; without retries the application is told.
#[test]
fn b18_a_cut_fails_everything_in_flight() {
    let mut stage = Stage::kafka(2, Kafka { retries: false, ..plain() });
    stage.does([Publish, Publish]).strikes(FaultKind::PublishLost);
    assert_eq!((stage.believes(1), stage.believes(2)), (Belief::Failed, Belief::Failed));
    assert_eq!(stage.flags(), [Flag::ReportedFailure]);
}

fn resent_after_a_cut(kafka: Kafka) -> Vec<Message> {
    let mut stage = Stage::kafka(3, kafka);
    stage.does([Publish, Publish, Publish]).strikes(FaultKind::PublishLost);
    stage.scene().producer.to_resend
}

/// B19: Java puts each failed batch in front, so they are sent again youngest first; librdkafka keeps their order.
#[test]
fn b19_the_order_of_what_is_sent_again() {
    let (one, two, three) = (Message(1), Message(2), Message(3));
    assert_eq!(resent_after_a_cut(plain()), [three, two, one]);
    assert_eq!(resent_after_a_cut(of_client(Client::Librdkafka, plain())), [one, two, three]);
    assert_eq!(resent_after_a_cut(idempotent()), [one, two, three]);
}

/// B19: an error for one batch lets the next one overtake it, in every client.
#[test]
fn b19_an_error_for_one_batch_reorders() {
    for client in [Client::Java, Client::Librdkafka] {
        let mut stage = Stage::kafka(2, of_client(client, acks(Acks::One)));
        stage.does([Publish, Publish]).strikes(FaultKind::PublishRefused);
        stage.does([BrokerReads, ProducerReads, Publish, BrokerReads]);
        assert_eq!(stage.records(0), [2, 1]);
    }
}

/// B20: with one request in flight a repeat is possible, and stands beside the first.
#[test]
fn b20_one_in_flight_repeats_side_by_side() {
    let mut stage = Stage::kafka(2, Kafka { max_in_flight: 1, ..acks(Acks::One) });
    stage.does(produced(1)).strikes(FaultKind::ConfirmLost);
    stage.does(produced(1)).does([ProducerReads]).does(produced(1));
    assert_eq!(stage.records(0), [1, 1, 2]);
}

/// B21, B22: the leader recognises a batch it has, answers yes, and stores nothing.
#[test]
fn b22_a_known_sequence_number_is_answered_and_not_stored() {
    let mut stage = Stage::kafka(1, idempotent());
    stage.does(produced(1)).does([Replicate(F1), Replicate(F2)]).strikes(FaultKind::ConfirmLost).does(produced(1));
    assert!(stage.told(|event| matches!(event, Event::Recognised { message: Message(1) })));
    assert_eq!((stage.records(0), answers(&stage).last()), (vec![1], Some(&Kind::Produced)));
}

/// B22: a leader that lacks the batch before takes no later one, however often it is tried.
#[test]
fn b22_a_leader_without_the_earlier_batch_takes_only_sequence_0() {
    let mut stage = Stage::kafka(2, Kafka { in_sync: 1, unclean_leader_election: true, ..idempotent() });
    stage.does(produced(1)).does([ProducerReads]).strikes(FaultKind::DiskLoss);
    for _ in 0..3 {
        stage.does(produced(1)).does([ProducerReads]);
    }
    assert!(rejected_for(&stage, ProduceError::OutOfOrderSequence));
    assert_eq!((stage.records(1), stage.flags()), (vec![], vec![Flag::Lost]));
}

/// B23: if one batch fails, those behind it are refused and sent again in order.
#[test]
fn b23_later_batches_wait_for_an_earlier_one() {
    let mut stage = Stage::kafka(2, idempotent());
    stage.does([Publish, Publish]).strikes(FaultKind::PublishRefused).does([BrokerReads, ProducerReads]);
    assert!(rejected_for(&stage, ProduceError::OutOfOrderSequence));
    stage.does([Publish, BrokerReads, ProducerReads]);
    assert!(!stage.can(Publish), "message 2 waits until message 1 is answered");
    stage.does([Replicate(F1), Replicate(F2), ProducerReads, Publish, BrokerReads]);
    assert_eq!(stage.records(0), [1, 2]);
}

/// The leader takes the next request of a connection once the one before is answered.
#[test]
fn the_leader_reads_no_other_request_while_one_waits() {
    let mut stage = Stage::kafka(2, plain());
    stage.does([Publish, Publish, BrokerReads]);
    assert!(!stage.can(BrokerReads));
    stage.does([Replicate(F1), Replicate(F2)]);
    assert!(stage.can(BrokerReads));
}

/// N1 and the two kinds of cut: which of the two it was depends on what was on the way, and the producer can't tell.
#[test]
fn a_cut_before_and_after_the_leader_has_it() {
    let mut stage = Stage::kafka(1, acks(Acks::One));
    stage.does([Publish]);
    let strikes = |stage: &Stage, kind| stage.can(Fault(ackscope::model::Fault::of(kind)));
    assert!(strikes(&stage, FaultKind::PublishLost) && !strikes(&stage, FaultKind::ConfirmLost));
    stage.does([BrokerReads]);
    assert!(!strikes(&stage, FaultKind::PublishLost) && strikes(&stage, FaultKind::ConfirmLost));
    stage.strikes(FaultKind::ConfirmLost);
    assert_eq!(stage.sent(Line::Producer, Way::ToBroker).len(), 1);
    assert_eq!((stage.believes(1), stage.scene().producer.to_resend), (Belief::Unknown, vec![Message(1)]));
}

/// A producer that tries again for ever comes to no end, and loses nothing by it.
#[test]
fn trying_for_ever_is_no_loss() {
    let kafka = Kafka { in_sync: 1, min_insync_replicas: 2, ..idempotent() };
    let setup = Setup { messages: 2, kafka, ..Setup::of(Broker::Kafka) };
    let calm = Setup { faults: Faults { budget: 0, ..setup.faults }, ..setup };
    let mut search = Search::new(&calm, Limits::TERMINAL, &[]);
    assert_eq!(search.finish(), Ending::Complete);
    assert_eq!(search.flags().count(), 0);
}
