//! The keyboard: space, arrows, Home and End drive the run wherever the key means nothing else.

use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

use crate::page::clock::Clock;

/// Where a letter is a letter and an arrow moves a cursor or a choice.
const TAKES_EVERY_KEY: &str = "input, select, textarea, [contenteditable], [role=radiogroup], dialog";
/// Where the space bar presses something.
const TAKES_SPACE: &str = "button, summary, a, [role=button], [role=switch]";

fn is_within(key: &KeyboardEvent, selector: &str) -> bool {
    let target = key.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| target.closest(selector).ok().flatten().is_some())
}

/// Steers by a key; answers whether it did anything.
pub fn steer(clock: &mut Clock, key: &KeyboardEvent) -> bool {
    let modified = key.alt_key() || key.ctrl_key() || key.meta_key() || key.shift_key();
    if modified || key.default_prevented() || is_within(key, TAKES_EVERY_KEY) {
        return false;
    }
    match key.key().as_str() {
        " " if is_within(key, TAKES_SPACE) => return false,
        " " => clock.toggle(),
        "ArrowRight" => clock.on(),
        "ArrowLeft" => clock.back(),
        "Home" => clock.start(),
        "End" => clock.end(),
        _ => return false,
    }
    key.prevent_default();
    true
}
