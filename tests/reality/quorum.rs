//! Quorum queues: s13. The recordings' node is alone; a majority of the model's three members takes its place.

use ackscope::model::{Action, Queue};
use ackscope::setup::{FaultKind, Publish, Rabbitmq};

use crate::reach::reaches;
use crate::recordings::Record;
use crate::terms::{deliveries, manual, quorum, setup, stored};
use crate::traces::{Deed, Strike, Trace};

/// The recording's queue: some have a delivery limit.
fn limited(record: &Record) -> Rabbitmq {
    let limit = record.get("args").get("x-delivery-limit").and_then(serde_json::Value::as_u64);
    Rabbitmq { delivery_limit: limit.map(|limit| limit as u32), ..quorum() }
}

/// The first message is handed back once; with a delivery limit it comes first again, without delivery limit it goes to the back (R58, A40).
pub fn handed_back(records: &[&Record]) {
    for record in records {
        let stream = deliveries(record.text("stream"));
        let first = (0, stream[0].0, Deed::HandedBack);
        let others = stream[1..].iter().map(|(message, _)| (0, *message, Deed::Finished));
        let trace = Trace {
            deeds: [first].into_iter().chain(others).collect(),
            handed_out: vec![stream.clone()],
            ..Trace::default()
        };
        let rabbitmq = manual(record.count("prefetch"), limited(record));
        assert!(trace.is_shown(trace.messages(), rabbitmq, &[FaultKind::ConsumerNack]), "{record}");
    }
}

/// A consumer dies with messages in hand: they come first and in order (R58).
pub fn holder_dies(records: &[&Record]) {
    for record in records {
        let held = deliveries(record.text("held"));
        for successor in ["successor", "repeat_successor"] {
            let after = deliveries(record.text(successor));
            let trace = dies_holding(held.clone(), after);
            let rabbitmq = manual(record.count("prefetch"), limited(record));
            assert!(trace.is_shown(record.count("ready") as u8, rabbitmq, &[]), "{record}");
        }
    }
}

fn dies_holding(held: Vec<(u8, bool)>, after: Vec<(u8, bool)>) -> Trace {
    let kind = FaultKind::ConsumerCrashBeforeEffect;
    let strike = Strike { kind, consumer: 0, handed_out: held.len(), acked: Some(0), for_good: false };
    Trace { strike: Some(strike), handed_out: vec![[held, after].concat()], ..Trace::default() }
}

/// A cancel requeues nothing; the channel's end does (R44, A35). The channel ends with its process here.
pub fn cancelled(records: &[&Record]) {
    for record in records {
        let (held, after) = (deliveries(record.text("held")), deliveries(record.text("after_close")));
        assert_eq!(record.count("ready_after_cancel") as usize, after.len() - held.len(), "{record}: cancel requeues");
        let (messages, prefetch) = (after.len() as u8, held.len() as u64);
        let trace = Trace { cancelled: true, ..dies_holding(held, after) };
        let rabbitmq = manual(prefetch, quorum());
        assert!(trace.is_shown(messages, rabbitmq, &[FaultKind::ConsumerCancel]), "{record}");
    }
}

/// A transaction's publish is in the queue after its commit and not before (R61, R25).
pub fn transaction(records: &[&Record]) {
    for record in records {
        let (before, after) = (record.count("ready_before_commit"), record.count("ready_after"));
        assert!(record.text("reply").starts_with("tx.CommitOk"), "{record}");
        let rabbitmq = Rabbitmq { publish: Publish::Tx, ..quorum() };
        let setup = setup(1, rabbitmq, 0, &[]);
        let no_consumer = |committing: &mut bool, action: Action, _: &[_]| {
            *committing |= action == Action::ApplyCommit(Queue::FIRST);
            action != Action::Dispatch(Queue::FIRST)
        };
        let ready = |wanted: bool, committing: bool, ready: u64| {
            reaches(&setup, false, no_consumer, |moment| {
                let scene = moment.scene();
                let committed = !scene.producer.acked.is_empty();
                let in_time = if committing { committed } else { !*moment.seen };
                in_time && (stored(&scene).len() as u64 == ready) == wanted
            })
        };
        for (committing, count) in [(false, before), (true, after)] {
            assert!(ready(true, committing, count), "{record}: never {count}");
            assert!(!ready(false, committing, count), "{record}: not always {count}");
        }
    }
}

/// What the broker refuses to declare the setup refuses, and the other way round (R56).
pub fn declared(records: &[&Record]) {
    for record in records {
        let rabbitmq = match record.case.as_str() {
            "declare quorum queue durable=false" => Rabbitmq { durable: false, ..quorum() },
            "declare quorum with {'x-single-active-consumer': True}" => {
                Rabbitmq { single_active_consumer: true, consumers: 2, ..quorum() }
            }
            case => panic!("{case} is nothing that the setup can declare"),
        };
        let refused = record.text("reply").starts_with("channel.Close(reply_code=406");
        assert_eq!(setup(1, rabbitmq, 0, &[]).check().is_err(), refused, "{record}");
    }
}
