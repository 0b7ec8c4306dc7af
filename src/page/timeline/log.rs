//! The whole run in words, one sentence a step.

use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlDetailsElement};
use yew::virtual_dom::ListenerKind;
use yew::{Callback, Html};

use crate::page::element::{Element, told};
use crate::page::panel::Panel;
use crate::page::sentence::pieces;
use crate::tell::interface;

/// Whether the run in words can be seen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Log {
    /// Its sentences are there.
    Open,
    /// Only its heading is.
    Shut,
}

/// The run in words. They are put together only while the list is open.
pub fn log(panel: &Panel, log: Log, toggle: Callback<Log>) -> Html {
    let toggled = toggle.reform(|event: Event| {
        let details = event.target().and_then(|target| target.dyn_into::<HtmlDetailsElement>().ok());
        if details.is_some_and(|details| details.open()) { Log::Open } else { Log::Shut }
    });
    let summary = Element::new("summary").say(interface::log(panel.lang)).done();
    let mut lines = Element::new("ol");
    if log == Log::Open {
        for step in 1..=panel.run.steps() {
            lines = lines.with(line(panel, step));
        }
    }
    Element::of("details", "log").on(|| ListenerKind::ontoggle, toggled).with(summary).with(lines.done()).done()
}

fn line(panel: &Panel, step: usize) -> Html {
    let here = step == panel.step;
    let line =
        Element::of("li", if here { "here" } else { "" }).word("aria-current", if here { "step" } else { "false" });
    let link = panel.step_link(step, told(step.to_string()));
    line.with(link).with(pieces(Element::new("span"), panel, step, 17.0)).keyed(step)
}
