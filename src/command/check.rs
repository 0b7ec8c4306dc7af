//! `ackscope check`: what a settings file says.

use std::io::Write;

use serde_json::{Map, Value as Json, json};

use super::{Bad, Done, explore, input};
use crate::setup::import::{Entry, import};
use crate::setup::{Client, Field, Value, to_json};
use crate::tell::Lang;
use crate::tell::check::{only, remark, remarks};

/// Prints what was recognised, assumed, ignored and not known, what no verdict sees and what holds elsewhere, the setup, and if asked what can break under it.
pub fn check(words: &[&str], out: &mut impl Write) -> Result<Done, Bad> {
    let (mut source, mut client, mut explores) = (None, None, false);
    let mut words = words.iter().copied();
    while let Some(word) = words.next() {
        match word {
            "--explore" => explores = true,
            "--as" => client = Some(library(words.next().unwrap_or_default())?),
            _ if source.is_none() => source = Some(word),
            _ => return Err(Bad(format!("check: {word:?} is one file too many"))),
        }
    }
    let source = source.ok_or_else(|| Bad("check: a settings file is missing".into()))?;
    let read = import(&input::text(source)?, client)?;
    let known: Vec<Json> = read
        .known
        .iter()
        .map(|one| {
            let mut entry = entry(&one.entry);
            entry.extend(one.becomes.map(becomes).unwrap_or_default());
            if !one.remarks.is_empty() {
                entry.insert("remark".to_owned(), remarks(&one.remarks, Lang::En).into());
            }
            Json::Object(entry)
        })
        .collect();
    let assumed: Vec<Json> = read
        .assumed
        .iter()
        .map(|one| {
            let mut entry = one.becomes.map(becomes).unwrap_or_default();
            entry.insert("remark".to_owned(), remark(one.why, Lang::En).into());
            Json::Object(entry)
        })
        .collect();
    let ignored: Vec<Json> = read.ignored.iter().map(|one| Json::Object(entry(one))).collect();
    let unknown: Vec<Json> = read
        .unknown
        .iter()
        .map(|one| {
            let mut entry = entry(&one.entry);
            entry.extend(one.nearest.map(|nearest| ("nearest".to_owned(), nearest.into())));
            Json::Object(entry)
        })
        .collect();
    let said = |one: &Entry, remark: String| {
        let mut entry = entry(one);
        entry.insert("remark".to_owned(), remark.into());
        Json::Object(entry)
    };
    let unseen: Vec<Json> = read.unseen.iter().map(|one| said(&one.entry, remark(one.why, Lang::En))).collect();
    let elsewhere: Vec<Json> = read.elsewhere.iter().map(|one| said(&one.entry, only(&one.only, Lang::En))).collect();
    let lists = json!({
        "recognised": known, "unseen": unseen, "assumed": assumed, "elsewhere": elsewhere, "ignored": ignored,
        "unknown": unknown,
    });
    let lists = lists.to_string();
    // Without the braces around them: the setup goes into the same object.
    let lists = &lists[1..lists.len() - 1];
    // The setup is written by the room that reads it.
    let setup = to_json(&read.setup);
    let found = if explores { format!(",{}", explore::outcome(&read.setup)) } else { String::new() };
    writeln!(out, r#"{{"client":"{}",{lists},"setup":{setup}{found}}}"#, read.origin.name())?;
    Ok(Done::Well)
}

fn entry(entry: &Entry) -> Map<String, Json> {
    let Entry { key, value, line, .. } = entry;
    [("line", Json::from(*line)), ("key", Json::from(key.as_str())), ("value", Json::from(value.as_str()))]
        .map(|(name, value)| (name.to_owned(), value))
        .into_iter()
        .collect()
}

fn becomes((field, value): (Field, Value)) -> Map<String, Json> {
    [("field", field.path().to_owned()), ("is", value.to_string())]
        .map(|(name, value)| (name.to_owned(), Json::from(value)))
        .into_iter()
        .collect()
}

fn library(name: &str) -> Result<Client, Bad> {
    let names = Client::NAMES.join(" and ");
    Client::named(name).ok_or_else(|| Bad(format!("check: --as {name:?} is not allowed; {names} are")))
}
