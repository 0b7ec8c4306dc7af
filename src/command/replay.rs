//! `ackscope replay`: a recorded run again. Says `reproduced`, or what has changed since.

use std::io::Write;
use std::path::Path;

use super::{Bad, Done, input, quoted, scenario};
use crate::model::{Impossible, VERSION};
use crate::play::{Record, Run, Verdict};
use crate::setup::Link;

pub fn replay(source: &str, out: &mut impl Write) -> Result<Done, Bad> {
    let text = if Path::new(source).is_file() { input::text(source)? } else { source.to_owned() };
    let link = Link::parse(text.trim(), &scenario)?;
    let packed =
        link.run.as_deref().ok_or_else(|| Bad("run: missing; a recorded run is needed, as in #run=…".into()))?;
    let record = Record::parse(packed).map_err(|error| Bad(format!("run: {error}")))?;
    let (line, done) = match record.play(&link.setup) {
        Verdict::Reproduced(run) => (reproduced(&run), Done::Well),
        Verdict::Different(run) => (different(&record, &run), Done::Changed),
        Verdict::Impossible(run, impossible) => (impossible_line(&record, &run, impossible), Done::Changed),
    };
    writeln!(out, "{line}")?;
    Ok(done)
}

fn reproduced(run: &Run) -> String {
    format!(r#"{{"replay": "reproduced", "steps": {}, "digest": "{}"}}"#, run.steps(), run.digest())
}

fn different(record: &Record, run: &Run) -> String {
    let what = "the same actions now have another outcome";
    changed(record, what, &format!(r#""steps": {}, "digest": "{}""#, run.steps(), run.digest()))
}

fn impossible_line(record: &Record, run: &Run, Impossible(action): Impossible) -> String {
    let what = format!("after step {} the action {action} can't happen any more", run.steps());
    changed(record, &what, &format!(r#""steps": {}"#, run.steps()))
}

fn changed(record: &Record, what: &str, rest: &str) -> String {
    let Record { version, digest, .. } = record;
    let versions = format!(r#""recorded_with_model": {version}, "model": {VERSION}, "recorded_digest": "{digest}""#);
    format!(r#"{{"replay": "changed", "what": {}, {versions}, {rest}}}"#, quoted(what))
}
