//! `ackscope race`: what each way to send a hundred messages costs.

use std::io::Write;

use serde_json::{Value as Json, json};

use super::{Bad, Done};
use crate::play::race::{Contestant, Race, measured};
use crate::setup::{Cost, Costs, Unit};

/// Runs the race with the costs that the words name, `--network 2` and the like, and prints its costs and its lanes.
pub fn race(words: &[&str], out: &mut impl Write) -> Result<Done, Bad> {
    let race = Race::run(&costs(words)?);
    let costs: Json = Cost::ALL.iter().map(|cost| (named(*cost), figure(&race.costs, *cost))).collect();
    let lanes: Vec<Json> = Contestant::ALL.iter().map(|contestant| lane(&race, *contestant)).collect();
    writeln!(out, "{}", json!({ "messages": Costs::MESSAGES, "costs": costs, "lanes": lanes }))?;
    Ok(Done::Well)
}

fn costs(words: &[&str]) -> Result<Costs, Bad> {
    let (mut costs, mut known) = (Costs::default(), Vec::new());
    for pair in words.chunks(2) {
        let name = pair[0].strip_prefix("--").unwrap_or_default();
        let (Some(cost), [_, figure]) = (Cost::named(name), pair) else { return Err(unknown(pair[0])) };
        if known.contains(&cost) {
            return Err(Bad(format!("race: {} is given twice; once is allowed", pair[0])));
        }
        known.push(cost);
        costs = costs.read(cost, figure)?;
    }
    Ok(costs)
}

fn unknown(word: &str) -> Bad {
    let names: Vec<String> = Cost::NAMES.iter().map(|name| format!("--{name}")).collect();
    Bad(format!("race: {word:?} is not allowed there; {} are, each with a figure after it", names.join(", ")))
}

/// The name of a figure, with its unit.
fn named(cost: Cost) -> String {
    match cost.unit() {
        Unit::Milliseconds => format!("{}_ms", cost.name()),
        Unit::Messages => cost.name().to_owned(),
    }
}

fn figure(costs: &Costs, cost: Cost) -> Json {
    match cost.unit() {
        Unit::Milliseconds => milliseconds(costs.get(cost)),
        Unit::Messages => Json::from(costs.get(cost)),
    }
}

fn milliseconds(microseconds: u32) -> Json {
    Json::from(f64::from(microseconds) / 1000.0)
}

fn lane(race: &Race, contestant: Contestant) -> Json {
    let lane = race.lane(contestant);
    json!({
        "contestant": contestant.name(),
        "through_ms": milliseconds(lane.end()),
        "times_as_long": race.times_as_long(contestant),
        "messages_per_second": lane.rate(),
        "median_wait_ms": lane.median_wait().map(milliseconds),
        "flushes": lane.flushes,
        "written_to_broker": lane.sent[0],
        "written_to_producer": lane.sent[1],
        "measured_times_as_long": measured(contestant).map(|measured| measured.times_as_long()),
    })
}
