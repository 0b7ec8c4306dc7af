//! `ackscope repair`: the smallest changes that keep the promises.

use std::io::Write;

use serde_json::{Value as Json, json};

use super::{Bad, Done, input};
use crate::explore::{Changes, Limits, Repair};
use crate::model::Flag;
use crate::setup::{Value, to_json};

/// Prints the setup, the promises, whether the answer is proven, and every smallest set of changes that keeps them:
/// `[[]]` if nothing need change, `[]` if no settings keep them.
pub fn repair(source: &str, promises: &str, out: &mut impl Write) -> Result<Done, Bad> {
    let flags = flags(promises)?;
    let setup = input::setup(source)?;
    let mut repair = Repair::new(&setup, &flags, Limits::TERMINAL);
    let answer = repair.finish();
    let promise = Json::from(flags.iter().copied().map(promise).collect::<Vec<_>>());
    let (complete, repairs) = (answer.complete, Json::from(answer.repairs.iter().map(changes).collect::<Vec<_>>()));
    // The setup is written by the room that reads it.
    let setup = to_json(&setup);
    writeln!(out, r#"{{"setup":{setup},"promise":{promise},"complete":{complete},"repairs":{repairs}}}"#)?;
    Ok(Done::Well)
}

/// The promise that this flag breaks.
fn promise(flag: Flag) -> String {
    format!("not_{}", flag.name())
}

/// The flags of some promises with commas between them.
fn flags(promises: &str) -> Result<Vec<Flag>, Bad> {
    let mut flags = Vec::new();
    for name in promises.split(',') {
        let flag = name.strip_prefix("not_").and_then(Flag::named).ok_or_else(|| unknown(name))?;
        if flags.contains(&flag) {
            return Err(Bad(format!("promise: {name} is listed twice; once is allowed")));
        }
        flags.push(flag);
    }
    Ok(flags)
}

fn unknown(name: &str) -> Bad {
    let names: Vec<String> = Flag::ALL.iter().copied().map(promise).collect();
    Bad(format!("promise: {name:?} is not allowed; a list of {} is, with commas between them", names.join(", ")))
}

fn changes(changes: &Changes) -> Json {
    changes.iter().map(|(field, value)| json!({ "field": field.name(), "value": json_of(*value) })).collect()
}

fn json_of(value: Value) -> Json {
    match value {
        Value::Bool(on) => Json::from(on),
        Value::Number(number) => Json::from(number),
        Value::Choice(name) => Json::from(name),
        Value::FaultKinds(kinds) => Json::from(kinds.names()),
        Value::Null => Json::Null,
    }
}
