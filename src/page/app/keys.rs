//! The keyboard: space, arrows, Home and End drive the run wherever the key means nothing else.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

use crate::page::browser;
use crate::page::clock::Clock;

/// Where a letter is a letter and an arrow moves a cursor or a choice.
const TAKES_EVERY_KEY: &str = "input, select, textarea, [contenteditable], dialog";
/// Where an arrow chooses what stands beside.
const RADIOS: &str = "[role=radiogroup]";
/// Where the space bar presses something.
const TAKES_SPACE: &str = "button, summary, a, [role=button], [role=switch]";

fn is_within(key: &KeyboardEvent, selector: &str) -> bool {
    let target = key.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| target.closest(selector).ok().flatten().is_some())
}

/// In a group of radio buttons an arrow chooses the one beside, and from the last the first.
fn choose_beside(key: &KeyboardEvent) {
    let by = match key.key().as_str() {
        "ArrowRight" | "ArrowDown" => 1,
        "ArrowLeft" | "ArrowUp" => -1,
        _ => return,
    };
    key.prevent_default();
    let target = key.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
    let Some(target) = target else { return };
    let Some(group) = target.closest(RADIOS).ok().flatten() else { return };
    let Ok(radios) = group.query_selector_all("[role=radio]") else { return };
    let radios = browser::elements(&radios);
    let Some(place) = radios.iter().position(|radio| *radio == target) else { return };
    let count = radios.len() as isize;
    let beside = &radios[(place as isize + by).rem_euclid(count) as usize];
    // The choice must not wait for the focus, which may be refused.
    let _ = beside.focus();
    beside.click();
}

/// Steers by a key; answers whether it did anything.
pub fn steer(clock: &mut Clock, key: &KeyboardEvent) -> bool {
    let modified = key.alt_key() || key.ctrl_key() || key.meta_key() || key.shift_key();
    if modified || key.default_prevented() {
        return false;
    }
    if is_within(key, RADIOS) {
        choose_beside(key);
        return false;
    }
    if is_within(key, TAKES_EVERY_KEY) {
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
