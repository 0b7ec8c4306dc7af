//! What a thing is, beside it: for the pointer, the keyboard and the finger. Any element inside the stage that has
//! `data-tip` explains itself with that text.
//!
//! The tooltip's element is drawn once and then filled here: it changes with the pointer, not with the run.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent};
use yew::{Html, NodeRef};

use crate::page::element;
use crate::page::number::pixels;

/// The tooltip.
pub struct Tip {
    shown: Rc<Shown>,
    _listeners: Vec<EventListener>,
}

struct Shown {
    root: Element,
    node: HtmlElement,
    target: RefCell<Option<Element>>,
}

/// The tooltip's element.
pub fn drawn(node: &NodeRef) -> Html {
    element::Element::of("div", "tip").known_as(node).word("role", "tooltip").word("aria-hidden", "true").done()
}

/// The thing that explains an event's target, if one does.
fn explains(event: &Event) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()?.closest("[data-tip]").ok().flatten()
}

/// The same, but not if the click did something: then its result is what counts, and nothing may lie over it.
fn idle(event: &Event) -> Option<Element> {
    explains(event).filter(|element| !element.matches("[aria-disabled=false], .pluck").unwrap_or(false))
}

impl Tip {
    /// Explains the parts of `root` in `node`, which lies inside it.
    pub fn new(root: Element, node: HtmlElement) -> Self {
        let shown = Rc::new(Shown { root, node, target: RefCell::default() });
        let listen = |name: &'static str, target: fn(&Event) -> Option<Element>| {
            let root = shown.root.clone();
            let shown = Rc::clone(&shown);
            EventListener::new(&root, name, move |event| shown.point_at(target(event)))
        };
        let none: fn(&Event) -> Option<Element> = |_| None;
        let mut listeners: Vec<EventListener> =
            ["pointerover", "focusin"].map(|name| listen(name, explains)).into_iter().collect();
        listeners.push(listen("click", idle));
        listeners.extend(["pointerleave", "focusout"].map(|name| listen(name, none)));
        // Escape takes it away; any other key leaves it.
        let by_key = Rc::clone(&shown);
        listeners.push(EventListener::new(&shown.root, "keydown", move |event| {
            if event.dyn_ref::<KeyboardEvent>().is_some_and(|event| event.key() == "Escape") {
                by_key.point_at(None);
            }
        }));
        shown.show();
        Self { shown, _listeners: listeners }
    }

    /// What is explained may have changed.
    pub fn refresh(&self) {
        self.shown.show();
    }
}

impl Shown {
    fn point_at(&self, target: Option<Element>) {
        if *self.target.borrow() != target {
            self.target.replace(target);
            self.show();
        }
    }

    fn show(&self) {
        let target = self.target.borrow();
        let there = target.as_ref().filter(|target| target.is_connected());
        let text = there.and_then(|target| target.get_attribute("data-tip"));
        self.node.set_hidden(text.is_none());
        if let (Some(target), Some(text)) = (there, text) {
            self.node.set_text_content(Some(&text));
            self.place(target);
        }
    }

    /// Puts it under what it explains, or above where there is no room, and within the drawing's width.
    fn place(&self, target: &Element) {
        let (area, frame) = (target.get_bounding_client_rect(), self.root.get_bounding_client_rect());
        let (width, height) = (f64::from(self.node.offset_width()), f64::from(self.node.offset_height()));
        let middle = area.left() + area.width() / 2.0 - frame.left();
        let left = (middle - width / 2.0).min(frame.width() - width).max(0.0);
        let window = web_sys::window().and_then(|window| window.inner_height().ok()?.as_f64()).unwrap_or(f64::MAX);
        let fits = area.bottom() + 8.0 + height <= window;
        let top = if fits { area.bottom() + 8.0 } else { area.top() - height - 8.0 } - frame.top();
        let style = self.node.style();
        let _ = style.set_property("left", &pixels(left));
        let _ = style.set_property("top", &pixels(top));
    }
}
