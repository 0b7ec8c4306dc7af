//! The worker's program: questions come as messages, answers go as messages, and between two slices of work the worker
//! listens.

use std::cell::RefCell;
use std::rc::Rc;

use ackscope::worker::{Desk, Question};
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageChannel, MessageEvent, MessagePort};

/// Worlds between two looks at the clock.
const WORLDS: usize = 2_000;
/// Milliseconds until the worker listens again.
const SLICE: f64 = 15.0;

fn main() {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return };
    let Ok(channel) = MessageChannel::new() else { return };
    // A message to oneself comes after those that wait, and unlike a timer it comes at once.
    let bell = Rc::new(Bell { port: channel.port2(), rung: RefCell::new(false) });
    let desk = Rc::new(RefCell::new(Desk::default()));

    let (to, rung) = (scope.clone(), Rc::clone(&bell));
    let shared = Rc::clone(&desk);
    let go_on = Closure::<dyn FnMut()>::new(move || {
        *rung.rung.borrow_mut() = false;
        if work(&mut shared.borrow_mut(), &to) {
            rung.ring();
        }
    });
    channel.port1().set_onmessage(Some(go_on.as_ref().unchecked_ref()));
    go_on.forget();

    let hear = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        if let Some(question) = event.data().as_string().as_deref().and_then(Question::parse) {
            desk.borrow_mut().take(question);
            bell.ring();
        }
    });
    scope.set_onmessage(Some(hear.as_ref().unchecked_ref()));
    hear.forget();
    // A message that came before anybody listened is gone, so the page waits for this one.
    say(&scope, "");
}

/// Wakes the worker again once it has listened.
struct Bell {
    port: MessagePort,
    rung: RefCell<bool>,
}

impl Bell {
    fn ring(&self) {
        if !self.rung.replace(true) {
            let _ = self.port.post_message(&JsValue::NULL);
        }
    }
}

/// Works for a slice; answers whether there is more to do.
fn work(desk: &mut Desk, to: &DedicatedWorkerGlobalScope) -> bool {
    let end = js_sys::Date::now() + SLICE;
    while !desk.is_idle() {
        if let Some(report) = desk.work(WORLDS) {
            say(to, &report.to_text());
        }
        if js_sys::Date::now() >= end {
            return true;
        }
    }
    false
}

fn say(to: &DedicatedWorkerGlobalScope, text: &str) {
    // The page may be gone; then nobody minds.
    let _ = to.post_message(&JsValue::from_str(text));
}
