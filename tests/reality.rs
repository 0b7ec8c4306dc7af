//! The machines against recordings of a real RabbitMQ: whatever was observed is among the outcomes that some run of the
//! model reaches under the same setup and faults, and what a rule of `RULES.md` calls impossible is out of reach.
//!
//! The expected outcomes are read from the recordings in `tests/data/ground-truth`. Orders of messages are checked at
//! their full length, counts of thousands scaled down to the smallest numbers that compare alike. `reality/table.rs`
//! says of every recorded case what it is for; a case that it doesn't name fails.

#[path = "reality/answers.rs"]
mod answers;
#[path = "reality/consuming.rs"]
mod consuming;
#[path = "reality/limits.rs"]
mod limits;
#[path = "reality/quorum.rs"]
mod quorum;
#[path = "support/reach.rs"]
mod reach;
#[path = "reality/recordings.rs"]
mod recordings;
#[allow(dead_code, reason = "other tests use more of it")]
#[path = "support/stage.rs"]
mod stage;
#[path = "reality/storage.rs"]
mod storage;
#[path = "reality/table.rs"]
mod table;
#[path = "reality/terms.rs"]
mod terms;
#[path = "reality/traces.rs"]
mod traces;
#[path = "reality/transactions.rs"]
mod transactions;

macro_rules! recordings {
    ($($file:ident,)+) => {
        $(#[test]
        fn $file() {
            table::hold(stringify!($file));
        })+

        const HELD: &[&str] = &[$(stringify!($file),)+];
    };
}

recordings! {
    s01_fire_and_forget_crash,
    s01c_unflushed_window,
    s02_confirm_crash,
    s02_confirm_latency,
    s03_durability_matrix,
    s04_throughput,
    s04_tx_atomicity_big,
    s04_tx_atomicity_window,
    s04_tx_crash,
    s05_consumer_crash,
    s06_acks_and_broker_crash,
    s07_two_consumers,
    s08_mandatory,
    s09_overflow_ttl_dlx,
    s11_errors,
    s13_quorum,
    s14_fifo,
    s15_timeouts,
}

#[test]
fn every_recording_and_every_case_in_it_is_accounted_for() {
    assert_eq!(recordings::files(), HELD);
    table::is_complete();
}
