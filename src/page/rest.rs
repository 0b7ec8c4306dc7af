//! The second half of the page's code, which comes once the first message has moved.
//!
//! Which functions it holds says `xtask/src/split/rest.txt`. They can be called at any time: then the browser stands still
//! until they are there. So what is not needed at once is better put off until `is_missing` says no.

use gloo_events::EventListener;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// The loader's side of it, `xtask/src/rest.js`. Where the page was not split, none of these is there.
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_name = restIsMissing)]
    fn rest_is_missing() -> Result<bool, JsValue>;
    #[wasm_bindgen(js_name = fetchRest)]
    fn fetch_rest(at_once: bool);
}

/// Whether it has yet to come.
pub fn is_missing() -> bool {
    rest_is_missing().unwrap_or(false)
}

/// Fetches it; `then` hears when it is there.
pub fn fetch(then: impl FnOnce() + 'static) -> Option<EventListener> {
    let window = web_sys::window()?;
    let listener = EventListener::once(&window, "rest", move |_| then());
    fetch_rest(false);
    Some(listener)
}
