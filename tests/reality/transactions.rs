//! Publishing in transactions while the broker is killed, or loses its power: the s04 recordings.

use std::collections::BTreeSet;

use ackscope::model::Scene;
use ackscope::setup::{FaultKind, Publish, Rabbitmq, Setup};

use crate::reach::reaches;
use crate::recordings::Record;
use crate::storage::until_back;
use crate::terms::{classic, configured, fault_of, scaled, setup, stored};

/// What became of a batch.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Fate {
    Complete,
    Partial,
    Nothing,
}

fn fate_of(stored: usize, batch: usize) -> Fate {
    match stored {
        0 => Fate::Nothing,
        stored if stored == batch => Fate::Complete,
        _ => Fate::Partial,
    }
}

fn in_transactions(batch: u8, rest: Rabbitmq) -> Rabbitmq {
    Rabbitmq { publish: Publish::Tx, window: batch, ..rest }
}

/// Whether some run ends like that: all is sent, the broker stops, and is back.
fn ends(setup: &Setup, wanted: impl Fn(&Scene) -> bool) -> bool {
    reaches(setup, false, until_back, |moment| {
        let scene = moment.scene();
        *moment.seen && scene.producer.unsent.is_empty() && wanted(&scene)
    })
}

/// How many of these messages are stored.
fn kept(scene: &Scene, messages: std::ops::RangeInclusive<u8>) -> usize {
    stored(scene).iter().filter(|(message, _)| messages.contains(message)).count()
}

/// s04, batches of 20 under load. Scaled down: batches of two, a committed one and, where there was one, the batch whose
/// commit-ok never came. Of two queues the model has one; a batch is complete where each queue's share is.
pub fn batches_under_load(records: &[&Record]) {
    for kind in records.iter().map(|record| fault_of(record)).collect::<BTreeSet<_>>() {
        let runs: Vec<&Record> = records.iter().copied().filter(|record| fault_of(record) == kind).collect();
        let rabbitmq = in_transactions(2, configured(runs[0]));
        for (committed, open) in runs.iter().map(|run| recorded(run)).collect::<BTreeSet<_>>() {
            let messages = if open.is_some() { 4 } else { 2 };
            let alike = |scene: &Scene| {
                scene.producer.acked.len() == 2
                    && fate_of(kept(scene, 1..=2), 2) == committed
                    && open.is_none_or(|open| fate_of(kept(scene, 3..=4), 2) == open)
            };
            let setup = setup(messages, rabbitmq, 1, &[kind]);
            assert!(ends(&setup, alike), "{}: {kind:?} never ends as {committed:?}, {open:?}", runs[0]);
        }
        // R26: commit-ok is as good as the queue and the messages are, for every batch.
        let fates: BTreeSet<Fate> = runs.iter().map(|run| recorded(run).0).collect();
        let one = *fates.first().expect("there are runs");
        assert_eq!(fates.len(), 1, "{}: the recording itself breaks R26", runs[0]);
        let other = |scene: &Scene| scene.producer.acked.len() >= 2 && fate_of(kept(scene, 1..=2), 2) != one;
        assert!(!ends(&setup(4, rabbitmq, 1, &[kind]), other), "{}: committed is not always {one:?}", runs[0]);
    }
}

/// The fate of the committed batches, which was one for all, and of the batch without commit-ok.
fn recorded(record: &Record) -> (Fate, Option<Fate>) {
    let (committed, missing) = (record.count("commit_ok"), record.count("committed_but_missing"));
    let committed = match record.count("committed_but_partial") {
        0 if missing == 0 => Fate::Complete,
        0 if missing == committed => Fate::Nothing,
        _ => Fate::Partial,
    };
    let open = record.count("batches_sent") - record.count("commit_ok");
    assert!(open <= 1, "{record}: commits are waited for (A28)");
    assert!(record.count("uncommitted_complete") <= open, "{record}: complete without commit-ok, though it came");
    let partial = record.get("uncommitted_partial").as_object().expect("a table").len();
    let fate = match (record.count("uncommitted_complete"), partial) {
        (0, 0) => Fate::Nothing,
        (0, _) => Fate::Partial,
        _ => Fate::Complete,
    };
    (committed, (open > 0).then_some(fate))
}

/// s04, one big transaction over two queues, the broker killed inside the commit. The model has one queue; each queue's
/// share is checked by itself: whether commit-ok came, and how much of the share is stored.
pub fn one_big_transaction(records: &[&Record]) {
    let shares: BTreeSet<_> = records.iter().flat_map(|record| shares(record)).collect();
    let killed = |batch: u8, kind: FaultKind| setup(batch, in_transactions(batch, classic(true, true, 1)), 1, &[kind]);
    for (kind, committed, stored_of_it, batch) in shares {
        let alike = |scene: &Scene| {
            let acked = scene.producer.acked.len();
            acked == if committed { batch as usize } else { 0 } && stored(scene).len() == stored_of_it as usize
        };
        let outcome = format!("{stored_of_it} of {batch}, commit-ok {committed}");
        assert!(ends(&killed(batch, kind), alike), "{}: {kind:?} never leaves {outcome}", records[0]);
    }
    // R26, R27: the only safe sign is commit-ok, and it is safe.
    for kind in [FaultKind::ProcessCrash, FaultKind::PowerLoss] {
        let broken = |scene: &Scene| !scene.producer.acked.is_empty() && stored(scene).len() < 3;
        assert!(!ends(&killed(3, kind), broken), "{}: {kind:?} leaves a committed batch in part", records[0]);
    }
}

/// Fault, whether commit-ok came, and stored messages of how many, for each queue.
fn shares(record: &Record) -> Vec<(FaultKind, bool, u8, u8)> {
    let stored =
        record.keys().filter_map(|key| key.strip_prefix("stored_")?.split_once("_of_").map(|(_, of)| (key, of)));
    let share = |(key, of): (&str, &str)| {
        let [stored, batch] = scaled([record.count(key), of.parse().expect("the size of the share")]);
        (fault_of(record), record.flag("commit_ok_received"), stored, batch)
    };
    stored.map(share).collect()
}
