//! What a thing is, beside it: for the pointer, the keyboard and the finger. Any element inside the stage that has
//! `data-tip` explains itself with that text.

use gloo_events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent};
use yew::{Component, Context, Html, NodeRef, Properties, html};

/// What the tooltip needs.
#[derive(Properties, Clone, PartialEq)]
pub struct Props {
    /// The element that it explains parts of, and in which it is placed.
    pub root: NodeRef,
    /// Changes when what is explained may have changed.
    pub tick: usize,
}

/// What happens to the tooltip.
pub enum Message {
    /// The pointer or the focus is on something, which may have a text.
    On(Option<Element>),
    /// Nothing is pointed at any more.
    Off,
}

/// The tooltip.
pub struct Tip {
    target: Option<Element>,
    node: NodeRef,
    listeners: Vec<EventListener>,
}

impl Component for Tip {
    type Message = Message;
    type Properties = Props;

    fn create(_ctx: &Context<Self>) -> Self {
        Self { target: None, node: NodeRef::default(), listeners: Vec::new() }
    }

    fn update(&mut self, _ctx: &Context<Self>, message: Message) -> bool {
        let target = match message {
            Message::On(target) => target,
            Message::Off => None,
        };
        let changed = self.target != target;
        self.target = target;
        changed
    }

    fn rendered(&mut self, ctx: &Context<Self>, first: bool) {
        if first {
            self.listen(ctx);
        }
        self.place(ctx);
    }

    fn view(&self, _ctx: &Context<Self>) -> Html {
        let text = self
            .target
            .as_ref()
            .filter(|target| target.is_connected())
            .and_then(|target| target.get_attribute("data-tip"));
        let shown = text.is_some();
        html! {
            <div ref={self.node.clone()} class={if shown { "tip" } else { "tip none" }} role="tooltip" aria-hidden="true">
                { text.unwrap_or_default() }
            </div>
        }
    }
}

/// The thing that explains an event's target, if one does.
fn explains(event: &Event) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()?.closest("[data-tip]").ok().flatten()
}

impl Tip {
    fn listen(&mut self, ctx: &Context<Self>) {
        let Some(root) = ctx.props().root.cast::<Element>() else { return };
        for name in ["pointerover", "focusin", "click"] {
            let link = ctx.link().clone();
            let on = move |event: &Event| link.send_message(Message::On(explains(event)));
            self.listeners.push(EventListener::new(&root, name, on));
        }
        for name in ["pointerleave", "focusout"] {
            let link = ctx.link().clone();
            self.listeners.push(EventListener::new(&root, name, move |_| link.send_message(Message::Off)));
        }
        let link = ctx.link().clone();
        self.listeners.push(EventListener::new(&root, "keydown", move |event| {
            let escape = event.dyn_ref::<KeyboardEvent>().is_some_and(|event| event.key() == "Escape");
            if escape {
                link.send_message(Message::Off);
            }
        }));
    }

    /// Puts it under what it explains, or above where there is no room, and within the drawing's width.
    fn place(&self, ctx: &Context<Self>) {
        let (Some(target), Some(root), Some(node)) =
            (&self.target, ctx.props().root.cast::<Element>(), self.node.cast::<HtmlElement>())
        else {
            return;
        };
        let (area, frame) = (target.get_bounding_client_rect(), root.get_bounding_client_rect());
        let (width, height) = (f64::from(node.offset_width()), f64::from(node.offset_height()));
        let middle = area.left() + area.width() / 2.0 - frame.left();
        let left = (middle - width / 2.0).min(frame.width() - width).max(0.0);
        let below = area.bottom() - frame.top() + 8.0;
        let above = area.top() - frame.top() - height - 8.0;
        let window = web_sys::window().and_then(|window| window.inner_height().ok()?.as_f64()).unwrap_or(f64::MAX);
        let top = if area.bottom() + 8.0 + height <= window { below } else { above };
        let style = node.style();
        let _ = style.set_property("left", &format!("{left:.0}px"));
        let _ = style.set_property("top", &format!("{top:.0}px"));
    }
}
