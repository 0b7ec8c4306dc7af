//! `ackscope run`: one run by the seed, which also places faults within the budget.

use std::io::Write;

use super::{Bad, Done, input, scenario};
use crate::play::{Chance, Record, Run};
use crate::setup::{Field, Link, Setup, Value};
use crate::tell::trace;

pub fn run(source: &str, seed: Option<&str>, out: &mut impl Write) -> Result<Done, Bad> {
    let mut setup = input::setup(source)?;
    if let Some(seed) = seed {
        set_seed(&mut setup, seed)?;
    }
    let run = Run::free(&setup, Chance::Faults);
    for line in trace::event_lines(&run) {
        writeln!(out, "{line}")?;
    }
    writeln!(out, "{}", trace::outcome(&run, &exact_link(&run)))?;
    Ok(Done::Well)
}

fn set_seed(setup: &mut Setup, seed: &str) -> Result<(), Bad> {
    let number: u64 = seed.parse().map_err(|_| Bad(format!("seed: {seed:?} is not a whole number")))?;
    Ok(Field::Seed.set(setup, Value::Number(number))?)
}

/// The link that plays exactly this run.
fn exact_link(run: &Run) -> String {
    let link = Link { setup: *run.setup(), run: Some(Record::of(run).to_string()), ..Link::default() };
    format!("#{}", link.to_fragment(&scenario))
}
