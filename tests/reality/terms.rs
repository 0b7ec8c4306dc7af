//! The recordings' own terms in those of the setup: numbers, notations, modes, queues.

use std::collections::BTreeSet;

use ackscope::model::{CopyScene, CopyState, Scene, ShelfKind};
use ackscope::setup::{Ack, FaultKind, Faults, Publish, QueueType, Rabbitmq, Resend, Setup};

use crate::recordings::Record;

/// Counts too large for a search, as the smallest numbers that compare alike with each other, with none and with one.
/// So 544 confirmed, 548 survived and 568 sent become 2, 3 and 4.
pub fn scaled<const N: usize>(counts: [u64; N]) -> [u8; N] {
    let steps: BTreeSet<u64> = counts.into_iter().chain([0, 1]).collect();
    counts.map(|count| steps.range(..count).count() as u8)
}

/// A delivery as the recordings write it: `7R` is message 7 with the redelivered flag.
pub fn deliveries(text: &str) -> Vec<(u8, bool)> {
    text.split_whitespace().map(delivery).collect()
}

pub fn delivery(token: &str) -> (u8, bool) {
    let number = token.trim_end_matches('R');
    (number.parse().unwrap_or_else(|_| panic!("{token} is not a delivery")), number.len() < token.len())
}

/// What stopped the broker. A clean stop is none of the setup's faults; the table says so.
pub fn fault_of(record: &Record) -> FaultKind {
    match record.text("mode") {
        "kill9" => FaultKind::ProcessCrash,
        "powerloss" => FaultKind::PowerLoss,
        mode => panic!("{record}: {mode} is not a fault of the setup"),
    }
}

pub fn setup(messages: u8, rabbitmq: Rabbitmq, budget: u8, kinds: &[FaultKind]) -> Setup {
    let faults = Faults { budget, kinds: kinds.iter().copied().collect() };
    Setup { messages, rabbitmq, faults, ..Setup::default() }
}

/// A classic queue of 3.10.8. Version 1 waits for the disk before it confirms, version 2 for the page cache (A16).
pub fn classic(durable: bool, persistent: bool, version: u8) -> Rabbitmq {
    Rabbitmq { durable, persistent, fsync_before_confirm: version == 1, resend: Resend::Never, ..Rabbitmq::default() }
}

/// A quorum queue. The recordings' single node is all three members of the setup's: they fail together.
pub fn quorum() -> Rabbitmq {
    Rabbitmq { queue_type: QueueType::Quorum, durable: true, resend: Resend::Never, ..Rabbitmq::default() }
}

/// The queue and messages of a recording that lists them. Lazy queues page out sooner, which decides nothing here.
pub fn configured(record: &Record) -> Rabbitmq {
    let config = record.get("config");
    let version = config["queue_args"].get("x-queue-version").and_then(serde_json::Value::as_u64).unwrap_or(1);
    let durable = config["durable"].as_bool().expect("the recording says whether the queue is durable");
    classic(durable, config["delivery_mode"] == 2, version as u8)
}

pub fn confirming(window: u8, rest: Rabbitmq) -> Rabbitmq {
    Rabbitmq { publish: Publish::Confirm, window, ..rest }
}

/// Manual acks. The setup's prefetch ends at 16; a larger one, which no recording exhausts, is no limit.
pub fn manual(prefetch: u64, rest: Rabbitmq) -> Rabbitmq {
    let prefetch = if prefetch > 16 { 0 } else { prefetch as u8 };
    Rabbitmq { ack: Ack::AfterEffect, prefetch, ..rest }
}

/// The copies that the broker serves: those in memory, or in the leader's log.
pub fn copies(scene: &Scene) -> impl Iterator<Item = &CopyScene> {
    let serves = |kind: ShelfKind| matches!(kind, ShelfKind::Memory | ShelfKind::Replica { leader: true, .. });
    let shelf = scene.broker.shelves.iter().find(move |shelf| serves(shelf.kind));
    shelf.into_iter().flat_map(|shelf| &shelf.copies)
}

/// What the queue holds for certain, as messages with their redelivered flags, in queue order.
pub fn stored(scene: &Scene) -> Vec<(u8, bool)> {
    let certain = copies(scene).filter(|copy| copy.state != CopyState::Uncommitted);
    certain.map(|copy| (copy.message.0, copy.redelivered)).collect()
}

/// Whether these are the messages `first` to `last`, each once and in order.
pub fn is_run(messages: impl IntoIterator<Item = u8>, first: u8, last: u8) -> bool {
    messages.into_iter().eq(first..=last)
}
