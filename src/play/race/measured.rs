//! What a real broker did in the same race: one recording, copied from `s04_throughput.json` in
//! `tests/data/ground-truth/rabbitmq-3.10.8`. A test holds every figure here to that file.
//!
//! RabbitMQ 3.10.8, Erlang/OTP 25, one node, default configuration, classic queue of version 1, loopback only; one
//! connection of a raw client that shared two cores with the broker; each figure is the median of five alternating rounds
//! of 1.2 seconds. Fire and forget is timed until a round trip after the last publish, so the broker has everything.

use super::Contestant;
use crate::setup::{Cost, Costs};

/// How fast a contestant was on the real broker: persistent messages of 100 bytes, durable queue.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Measured {
    /// Who.
    pub contestant: Contestant,
    /// Its name in the recording.
    pub name: &'static str,
    /// How many messages went at once there.
    pub batch: u32,
    /// Messages a second.
    pub rate: f64,
}

/// Every contestant that was measured. Nobody has measured Kafka here.
const MEASURED: [Measured; 5] = [
    Measured { contestant: Contestant::FireAndForget, name: "fire_and_forget", batch: 1, rate: FIRE_AND_FORGET },
    Measured { contestant: Contestant::TxPerMessage, name: "tx_per_message", batch: 1, rate: TX_STORED },
    Measured { contestant: Contestant::TxPerBatch, name: "tx_batch_100", batch: 100, rate: 17_443.9 },
    Measured { contestant: Contestant::ConfirmEach, name: "confirm_sync_per_message", batch: 1, rate: 1_449.7 },
    Measured { contestant: Contestant::ConfirmWindow, name: "confirm_async_window_1000", batch: 1000, rate: 22_515.4 },
];
const FIRE_AND_FORGET: f64 = 29_433.0;
const TX_STORED: f64 = 1_593.1;
/// A transaction for each message that is not persistent: the same without the disk.
pub const TX_IN_MEMORY: f64 = 9_068.7;

/// What was measured of this contestant.
pub fn measured(contestant: Contestant) -> Option<&'static Measured> {
    MEASURED.iter().find(|measured| measured.contestant == contestant)
}

impl Measured {
    /// How many times as long as fire and forget it took.
    pub fn times_as_long(&self) -> f64 {
        FIRE_AND_FORGET / self.rate
    }
}

/// The costs that three of the measured rates come from, with batches as they were measured; the other rates are then the
/// race's to foretell. What was not measured keeps its usual cost.
pub fn as_measured() -> Costs {
    let each = |rate: f64| 1e6 / rate;
    // Fire and forget does nothing but write.
    let write = each(FIRE_AND_FORGET);
    // In memory a transaction writes a publish, a commit and an answer, and crosses the network twice.
    let network = (each(TX_IN_MEMORY) - 3.0 * write) / 2.0;
    // With persistent messages it waits for the disk as well.
    let flush = each(TX_STORED) - each(TX_IN_MEMORY);
    let whole = |microseconds: f64| microseconds.round().max(0.0) as u32;
    Costs::default()
        .with(Cost::Write, whole(write))
        .with(Cost::Network, whole(network))
        .with(Cost::Flush, whole(flush))
        // It is within what the network was read from.
        .with(Cost::Commit, 0)
        .with(Cost::Batch, 100)
}
