//! `ackscope replay`: a recorded run again. Says `reproduced`, or what differs now.

use std::io::Write;
use std::path::Path;

use serde_json::{Map, Value as Json, json};

use super::{Bad, Done, input, scenario};
use crate::model::{Impossible, VERSION};
use crate::play::{Change, Raised, Record, Run, Verdict};
use crate::setup::Link;
use crate::tell::{self, Lang};

pub fn replay(source: &str, out: &mut impl Write) -> Result<Done, Bad> {
    let text = if Path::new(source).is_file() { input::text(source)? } else { source.to_owned() };
    let link = Link::parse(text.trim(), &scenario)?;
    let packed =
        link.run.as_deref().ok_or_else(|| Bad("run: missing; a recorded run is needed, as in #run=…".into()))?;
    let record = Record::parse(packed).map_err(|error| Bad(format!("run: {error}")))?;
    let (answer, done) = match record.play(&link.setup) {
        Verdict::Reproduced(run) => (reproduced(&run), Done::Well),
        Verdict::Changed(run, change) => (changed(&record, &run, &change), Done::Changed),
    };
    writeln!(out, "{answer}")?;
    Ok(done)
}

fn reproduced(run: &Run) -> Json {
    json!({ "replay": "reproduced", "steps": run.steps(), "digest": run.digest().to_string() })
}

/// What was and what is, and in a sentence what differs. What the record does not say is null.
fn changed(record: &Record, run: &Run, change: &Change) -> Json {
    let steps = |(first, last)| json!({ "from": first, "to": last });
    let action =
        |(step, Impossible(action)): (usize, Impossible)| json!({ "step": step, "action": action.to_string() });
    json!({
        "replay": "changed",
        "what": tell::change(change, Lang::En),
        "recorded": {
            "model": change.version,
            "steps": record.actions.len(),
            "digest": record.digest.to_string(),
            "flags": change.then.as_deref().map(flags),
        },
        "now": {
            "model": VERSION,
            "steps": run.steps(),
            "digest": run.digest().to_string(),
            "flags": flags(&change.now),
        },
        "first_difference": change.differs.map(steps),
        "impossible": change.stops.map(action),
        "gone": change.then.as_ref().map(|_| flags(&change.gone())),
        "new": change.then.as_ref().map(|_| flags(&change.came())),
    })
}

/// The flags, each with the numbers of its messages.
fn flags(raised: &[Raised]) -> Json {
    let mut flags: Map<String, Json> = Map::new();
    for (flag, message) in raised {
        let messages = flags.entry(flag.name()).or_insert_with(|| Json::Array(Vec::new()));
        if let Json::Array(messages) = messages {
            messages.push(message.0.into());
        }
    }
    Json::Object(flags)
}
