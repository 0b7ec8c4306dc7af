//! A figure for scripts: what `static/embed.js` makes and steers.

use ackscope::figure::{self, Drive, Look, News, Props, Wish};
use ackscope::page::verdict::Answer;
use ackscope::worker::Found;
use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::prelude::*;
use yew::{AppHandle, Callback};

/// Nothing to do until somebody wants a figure.
fn main() {}

/// A figure in its element. It lives until `end`.
#[wasm_bindgen]
pub struct Figure(AppHandle<Look>);

#[wasm_bindgen]
impl Figure {
    /// A figure in this element, with nothing to see yet. `page` is the address of the whole page; `tell` is called with
    /// the name and the details of each piece of news.
    #[wasm_bindgen(constructor)]
    pub fn new(place: web_sys::Element, page: String, tell: Function) -> Self {
        let tell = Callback::from(move |news| {
            let (name, details) = spelled(&news);
            // What the host does with it is the host's business.
            let _ = tell.call2(&JsValue::NULL, &name.into(), &details);
        });
        let props = Props { page: page.into(), tell };
        Self(yew::Renderer::<Look>::with_root_and_props(place, props).render())
    }

    /// Shows what these attributes, an object of texts, ask for.
    pub fn wish(&self, attributes: &Object) {
        let value = |name: &str| Reflect::get(attributes, &name.into()).ok()?.as_string();
        self.0.send_message(figure::Event::Wished(Box::new(Wish::read(value))));
    }

    /// Whether anybody can see it.
    pub fn seen(&self, seen: bool) {
        self.0.send_message(figure::Event::Seen(seen));
    }

    /// Plays on, or again.
    pub fn play(&self) {
        self.drive(Drive::Play);
    }

    /// Stands still.
    pub fn pause(&self) {
        self.drive(Drive::Pause);
    }

    /// One step on, or back.
    pub fn step(&self, on: bool) {
        self.drive(if on { Drive::On } else { Drive::Back });
    }

    /// To this step.
    pub fn seek(&self, step: usize) {
        self.drive(Drive::Seek(step));
    }

    /// Hears what the search of this number has found.
    pub fn hear(&self, number: u32, found: &str) {
        if let Some(found) = Found::parse(found) {
            self.0.send_message(figure::Event::Found(number, found));
        }
    }

    /// Where the run stands, how many steps it has, and whether it plays.
    #[wasm_bindgen(getter)]
    pub fn position(&self) -> Array {
        let (step, steps, plays) = self.0.get_component().map_or((0, 0, false), |look| look.position());
        Array::of3(&number(step), &number(steps), &plays.into())
    }

    /// Takes it away.
    pub fn end(self) {
        self.0.destroy();
    }

    fn drive(&self, drive: Drive) {
        self.0.send_message(figure::Event::Driven(drive));
    }
}

/// The search behind a verdict.
#[wasm_bindgen]
pub struct Search(figure::Search);

#[wasm_bindgen]
impl Search {
    /// The search for what can happen under the settings of this link; nothing where it can't be read.
    pub fn of(fragment: &str) -> Option<Search> {
        figure::Search::of(fragment).map(Self)
    }

    /// Looks at about so many worlds; answers with what is new.
    pub fn work(&mut self, worlds: usize) -> Option<String> {
        self.0.work(worlds)
    }

    /// Whether there is nothing left to look at.
    #[wasm_bindgen(getter)]
    pub fn over(&self) -> bool {
        self.0.is_over()
    }
}

/// The name and the details of a piece of news.
fn spelled(news: &News) -> (&'static str, JsValue) {
    match news {
        News::Shown(shown) => ("shown", (*shown).into()),
        News::Step { step, steps, sentence } => {
            ("step", object(&[("step", number(*step)), ("steps", number(*steps)), ("sentence", sentence.into())]))
        }
        News::Flag { flag, message, step } => {
            let message = number(usize::from(*message));
            ("flag", object(&[("flag", flag.name().into()), ("message", message), ("step", number(*step))]))
        }
        News::Verdict { complete, states, answers } => {
            let verdicts = Object::new();
            for (flag, answer) in answers {
                let steps = match answer {
                    Answer::Possible(steps) => number(*steps),
                    Answer::Impossible | Answer::Bounded | Answer::Searching => JsValue::NULL,
                };
                let answer = object(&[("verdict", answer.name().into()), ("steps", steps)]);
                put(&verdicts, flag.name(), &answer);
            }
            let verdicts = verdicts.into();
            ("verdict", object(&[("complete", (*complete).into()), ("states", number(*states)), ("flags", verdicts)]))
        }
        News::Trouble { attribute, value, words } => {
            ("error", object(&[("field", (*attribute).into()), ("value", value.into()), ("message", words.into())]))
        }
        News::Search { number: question, fragment } => {
            ("search", object(&[("number", (*question).into()), ("fragment", fragment.into())]))
        }
    }
}

fn object(fields: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in fields {
        put(&object, name, value);
    }
    object.into()
}

fn put(object: &Object, name: &str, value: &JsValue) {
    // A new object takes every field.
    let _ = Reflect::set(object, &name.into(), value);
}

fn number(number: usize) -> JsValue {
    JsValue::from_f64(number as f64)
}
