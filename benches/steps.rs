//! Steps of the machine a second, natively. `cargo xtask bench` runs this and the same drill in wasm, and prints their
//! ratio. The last line is a number for it to read.

use std::hint::black_box;
use std::time::Instant;

use ackscope::play::drill;
use ackscope::setup::Link;

/// The links that are drilled: small and large, classic and quorum. tests/browser/bench.mjs drills the same.
const LINKS: &str = include_str!("drill-links.txt");
const ROUNDS: u32 = 400;
const REPEATS: usize = 7;

fn main() {
    let mut rates: Vec<f64> = (0..REPEATS).map(|_| rate()).collect();
    rates.sort_by(f64::total_cmp);
    println!("native steps a second, median of {REPEATS}:");
    println!("{:.0}", rates[REPEATS / 2]);
}

fn rate() -> f64 {
    let (mut steps, start) = (0_u32, Instant::now());
    for link in LINKS.lines() {
        let setup = Link::parse(link, &|_| None).expect("a link of the drill").setup;
        steps += black_box(drill(&setup, ROUNDS));
    }
    f64::from(steps) / start.elapsed().as_secs_f64()
}
