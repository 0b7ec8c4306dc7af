//! A run as one JSON document: the setup, every event, the outcome, and the link that plays it again. docs/trace.md
//! describes it.

use super::exact_link;
use crate::model::VERSION;
use crate::play::Run;
use crate::setup::to_json;
use crate::tell::trace;

/// The version of this format: it grows when a reader of the old one would err.
const FORMAT: u32 = 1;

/// The document.
pub fn write(run: &Run) -> String {
    let events: Vec<String> = trace::event_lines(run).collect();
    // Every setting and every name is plain, so nothing needs escaping.
    format!(
        "{{\n\"ackscope_trace\": {FORMAT},\n\"model\": {VERSION},\n\"setup\": {},\n\"steps\": {},\n\"events\": [\n{}\n],\n\
         \"outcome\": {}\n}}\n",
        to_json(run.setup()),
        run.steps(),
        events.join(",\n"),
        trace::outcome(run, &exact_link(run)),
    )
}
