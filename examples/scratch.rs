use FaultKind::*;
use ackscope::explore::{Limits, Search};
use ackscope::model::Flag;
use ackscope::setup::*;
fn v(setup: &Setup, kind: Option<FaultKind>) -> String {
    let faults = Faults { budget: kind.is_some() as u8, kinds: kind.into_iter().collect() };
    let setup = Setup { faults, ..*setup };
    let mut s = Search::new(&setup, Limits::TERMINAL, &[]);
    s.finish();
    let l: String = s
        .flags()
        .map(|f| match f {
            Flag::Lost => 'L',
            Flag::ReportedFailure => 'F',
            Flag::DeliveredTwice => 'D',
            Flag::EffectTwice => 'E',
            Flag::Reordered => 'R',
            Flag::StaleReplay => 'r',
        })
        .collect();
    if l.is_empty() { "-".into() } else { l }
}
fn main() {
    let p = |name: &str, k: Kafka| {
        let setup =
            Setup { broker: Broker::Kafka, messages: 2, kafka: Kafka { consumers: 0, ..k }, ..Setup::default() };
        let cols = [
            None,
            Some(PublishLost),
            Some(ConfirmLost),
            Some(PublishRefused),
            Some(ProcessCrash),
            Some(PowerLoss),
            Some(DiskLoss),
            Some(ClusterPowerLoss),
            Some(FollowerLag),
        ];
        println!("{name:44} {}", cols.map(|c| format!("{:6}", v(&setup, c))).join(""));
    };
    let d = Kafka::default();
    let n = Kafka { enable_idempotence: false, ..d };
    println!("{:44} none  F1    F2    err   F3    F3p   F4    all   lag", "");
    p("K1 acks0", Kafka { acks: Acks::Zero, ..n });
    p("acks1 no retries", Kafka { acks: Acks::One, retries: false, ..n });
    p("all no retries", Kafka { retries: false, ..n });
    p("K3 acks1", Kafka { acks: Acks::One, ..n });
    p("acks1 W1", Kafka { acks: Acks::One, max_in_flight: 1, ..n });
    p("acks1 W5 librdkafka", Kafka { acks: Acks::One, client: Client::Librdkafka, ..n });
    p("all W5 librdkafka", Kafka { client: Client::Librdkafka, ..n });
    p("all W5 rf1", Kafka { replication_factor: 1, in_sync: 1, ..n });
    p("idem rf1", Kafka { replication_factor: 1, in_sync: 1, ..d });
    p("idem rf1 flush", Kafka { replication_factor: 1, in_sync: 1, flush_every_message: true, ..d });
    p("idem rf2", Kafka { replication_factor: 2, in_sync: 2, ..d });
    p("idem isr1 clean", Kafka { in_sync: 1, ..d });
    p("idem isr2 clean m1", Kafka { in_sync: 2, ..d });
    p("idem isr2 m2 clean", Kafka { in_sync: 2, min_insync_replicas: 2, ..d });
    p("idem isr1 m2 (refuses)", Kafka { in_sync: 1, min_insync_replicas: 2, ..d });
    p("all W5 isr1 m2 (refuses)", Kafka { in_sync: 1, min_insync_replicas: 2, ..n });
    p("all W5 m3", Kafka { min_insync_replicas: 3, ..n });
    p("all W1 m3", Kafka { min_insync_replicas: 3, max_in_flight: 1, ..n });
    p("idem m3", Kafka { min_insync_replicas: 3, ..d });
    p("all W5 isr1 m1 unclean", Kafka { in_sync: 1, unclean_leader_election: true, ..n });
    p("acks1 flush", Kafka { acks: Acks::One, flush_every_message: true, ..n });
    p("idem flush", Kafka { flush_every_message: true, ..d });
    p("all W5 flush", Kafka { flush_every_message: true, ..n });
    let c = |name: &str, k: Kafka, keys: u8| {
        let setup =
            Setup { broker: Broker::Kafka, messages: 3, keys, kafka: Kafka { consumers: 2, ..k }, ..Setup::default() };
        let cols = [
            None,
            Some(ConsumerCrashBeforeEffect),
            Some(ConsumerCrashAfterEffect),
            Some(Rebalance),
            Some(ZombieConsumer),
            Some(HandlerException),
        ];
        println!("{name:44} {}", cols.map(|c| format!("{:6}", v(&setup, c))).join(""));
    };
    println!("{:44} none  F5a   F5b   reb   zomb  exc", "");
    for (pn, processing) in [
        ("loop", Processing::PollLoop),
        ("hand_off", Processing::HandOff),
        ("pool", Processing::ThreadPool),
        ("keyq", Processing::PerKeyQueues),
    ] {
        for commit in Commit::ALL {
            let client = if matches!(commit, Commit::AutoBackground | Commit::AutoBackgroundStoredAfter) {
                Client::Librdkafka
            } else {
                Client::Java
            };
            for drain in [false, true] {
                if drain && processing == Processing::PollLoop {
                    continue;
                }
                let keys = if processing == Processing::PerKeyQueues { 2 } else { 1 };
                c(
                    &format!("{pn} {} {}", commit.name(), if drain { "drain" } else { "" }),
                    Kafka { commit: *commit, processing, client, drain_on_revoke: drain, ..d },
                    keys,
                );
            }
        }
    }
    for r in [AutoOffsetReset::Latest, AutoOffsetReset::None] {
        c(&format!("KC1 {}", r.name()), Kafka { auto_offset_reset: r, ..d }, 1);
    }
    c("KC1 max_poll 1", Kafka { max_poll_records: 1, ..d }, 1);
    c("KC1 max_poll 3", Kafka { max_poll_records: 3, ..d }, 1);
    c("KC5 max_poll 3", Kafka { commit: Commit::SyncPerBatch, max_poll_records: 3, ..d }, 1);
}
