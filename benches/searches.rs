//! Searches on demand, for those who compare two programs: tests/browser/verdict-bench.mjs (wasm and native) and
//! `cargo xtask bench --against COMMIT`, which builds this file in the other checkout too.
//!
//! Each line that comes is a link. Its setup is explored to the end, again and again for a while, in the memory of the
//! search before as the worker does it; the answer is worlds a second, or a word if there is no such setup here.

use std::io::stdin;
use std::time::{Duration, Instant};

use ackscope::explore::{Limits, Search};
use ackscope::setup::{Link, Setup};

/// So short that what else the machine does meets both sides alike, as they take turns.
const WHILE: Duration = Duration::from_millis(250);

fn main() {
    for link in stdin().lines().map_while(Result::ok) {
        match Link::parse(&link, &|_| None) {
            Ok(link) => println!("{:.0}", rate(&link.setup)),
            Err(_) => println!("unknown"),
        }
    }
}

fn rate(setup: &Setup) -> f64 {
    let (mut worlds, mut spent, start) = (0, None, Instant::now());
    while start.elapsed() < WHILE {
        let mut search = Search::in_memory_of(spent, setup, Limits::TERMINAL, &[]);
        search.finish();
        worlds += search.states();
        spent = Some(search);
    }
    worlds as f64 / start.elapsed().as_secs_f64()
}
