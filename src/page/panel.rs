//! What every panel is given, and how it asks for things.

use wasm_bindgen::JsValue;
use web_sys::Event;
use yew::virtual_dom::ListenerKind;
use yew::{Callback, Html};

use super::app::Ask;
use super::element::Element;
use super::icon::Icon;
use super::show::SharedRun;
use super::stage;
use super::thoughts::Sentences;
use crate::model::Message;
use crate::tell::Lang;

/// What every panel is given.
#[derive(Clone, Copy)]
pub struct Panel<'page> {
    /// The language.
    pub lang: Lang,
    /// The run.
    pub run: &'page SharedRun,
    /// How many steps are done.
    pub step: usize,
    /// What each step did, as far as that is known.
    pub sentences: &'page Sentences,
    /// Where wishes go.
    pub ask: &'page Callback<Ask>,
}

impl Panel<'_> {
    /// A message in a text.
    #[inline(never)]
    pub fn glyph(&self, message: Message, size: f64) -> Html {
        stage::glyph(message, self.run.setup().keys, size)
    }

    /// A link to a step.
    #[inline(never)]
    pub fn step_link(&self, step: usize, text: Html) -> Html {
        button(self.ask, Ask::Seek(step)).word("class", "steplink").with(text).done()
    }
}

/// A button that asks for something.
#[inline(never)]
pub fn button(ask: &Callback<Ask>, wish: Ask) -> Element {
    Element::new("button").on(|| ListenerKind::onclick, ask.reform(move |_| wish.clone()))
}

/// A heading.
#[inline(never)]
pub fn heading(words: &'static str) -> Html {
    Element::new("h2").say(words).done()
}

/// A list around which a frame is drawn by the style sheet.
#[inline(never)]
pub fn list(class: &'static str, select: Element) -> Html {
    Element::of("span", class).with(select.done()).with(Icon::Opens.draw()).done()
}

/// One option of a list.
#[inline(never)]
pub fn choice(value: String, words: Html, chosen: bool) -> Element {
    Element::new("option").text("value", value).property("selected", chosen).with(words)
}

/// Asks for what a list's or an input's value means.
pub fn heard(ask: &Callback<Ask>, make: impl Fn(String) -> Ask + 'static) -> Callback<Event> {
    ask.reform(move |event| make(value_of(&event)))
}

/// What the list or input holds in which this happened.
#[inline(never)]
pub fn value_of(event: &Event) -> String {
    let target = event.target().map(JsValue::from);
    let value = target.and_then(|target| js_sys::Reflect::get(&target, &"value".into()).ok());
    value.and_then(|value| value.as_string()).unwrap_or_default()
}
