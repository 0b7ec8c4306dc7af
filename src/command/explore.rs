//! `ackscope explore`: every run within the setup's bounds.

use std::io::Write;

use serde_json::{Map, Value, json};

use super::{Bad, Done, input};
use crate::explore::{Ending, Finding, Limits, Search};
use crate::model::Flag;
use crate::setup::{Setup, to_json};

/// Prints the setup, whether every world within the bounds was visited, how many there were, and for each flag a
/// shortest run that raises it.
pub fn explore(source: &str, out: &mut impl Write) -> Result<Done, Bad> {
    let setup = input::setup(source)?;
    // The setup is written by the room that reads it.
    writeln!(out, r#"{{"setup":{},{}}}"#, to_json(&setup), outcome(&setup))?;
    Ok(Done::Well)
}

/// What a search of the whole setup finds, as the members of an object.
pub fn outcome(setup: &Setup) -> String {
    let mut search = Search::new(setup, Limits::TERMINAL, &[]);
    let complete = search.finish() == Ending::Complete;
    let findings: Map<String, Value> =
        Flag::ALL.iter().map(|flag| (flag.name().to_owned(), finding(search.finding(*flag)))).collect();
    let findings = Value::Object(findings);
    let states = search.states();
    format!(r#""complete":{complete},"states":{states},"findings":{findings}"#)
}

fn finding(finding: Option<Finding>) -> Value {
    finding.map_or(Value::Null, |Finding { actions, .. }| {
        let names: Vec<String> = actions.iter().map(ToString::to_string).collect();
        json!({ "steps": names.len(), "actions": names })
    })
}
