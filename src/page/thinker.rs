//! The worker that thinks beside the page.

use gloo_events::EventListener;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MessageEvent, Worker, WorkerOptions, WorkerType};
use yew::Callback;

use crate::model::VERSION;
use crate::worker::{Question, Report};

/// What comes from the worker.
pub enum Heard {
    /// It listens from now on.
    Ready,
    /// What it has found so far.
    Report(Report),
    /// It can't work here.
    Broken,
}

/// The address of a file that keeps its name from build to build: what is behind the ? tells new ones from old.
pub fn of_this_build(file: &str) -> String {
    let build = option_env!("ACKSCOPE_BUILD").map_or_else(|| VERSION.to_string(), str::to_owned);
    format!("{file}?{build}")
}

/// The worker.
pub struct Thinker {
    worker: Worker,
    _ears: [EventListener; 2],
}

impl Thinker {
    /// Starts the worker; nothing where the browser can't.
    pub fn start(heard: Callback<Heard>) -> Option<Self> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(&of_this_build("./worker.js"), &options).ok()?;
        let tell = heard.clone();
        let message = EventListener::new(&worker, "message", move |event| {
            if let Some(text) = event.dyn_ref::<MessageEvent>().and_then(|event| event.data().as_string()) {
                tell.emit(Report::parse(&text).map_or(Heard::Ready, Heard::Report));
            }
        });
        let error = EventListener::new(&worker, "error", move |_| heard.emit(Heard::Broken));
        Some(Self { worker, _ears: [message, error] })
    }

    /// Asks.
    pub fn ask(&self, question: &Question) {
        // Text can always be posted.
        let _ = self.worker.post_message(&JsValue::from_str(&question.to_text()));
    }
}

impl Drop for Thinker {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}
