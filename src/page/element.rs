//! Elements put together by a few functions rather than by Yew's macro at each place. The page has hundreds of them, and
//! what the macro writes for each would make up a good part of what has to be downloaded.

use std::cell::RefCell;
use std::rc::Rc;

use web_sys::Event;
use yew::virtual_dom::{AttributeOrProperty, Attributes, Key, Listener, ListenerKind, VTag, VText};
use yew::{AttrValue, Callback, Html, NodeRef};

use super::number::push;

/// An element.
pub struct Element(Box<Parts>);

struct Parts {
    tag: VTag,
    names: Vec<&'static str>,
    values: Vec<Option<AttributeOrProperty>>,
    children: Vec<Html>,
}

impl Element {
    /// An element with this tag.
    #[inline(never)]
    pub fn new(tag: &'static str) -> Self {
        Self(Box::new(Parts { tag: VTag::new(tag), names: Vec::new(), values: Vec::new(), children: Vec::new() }))
    }

    /// An element with this tag and class.
    #[inline(never)]
    pub fn of(tag: &'static str, class: &'static str) -> Self {
        Self::new(tag).word("class", class)
    }

    #[inline(never)]
    fn set(mut self, name: &'static str, value: AttrValue) -> Self {
        self.0.names.push(name);
        self.0.values.push(Some(AttributeOrProperty::Attribute(value)));
        self
    }

    /// With an attribute whose values are known.
    #[inline(never)]
    pub fn word(self, name: &'static str, value: &'static str) -> Self {
        self.set(name, AttrValue::Static(value))
    }

    /// With an attribute.
    #[inline(never)]
    pub fn text(self, name: &'static str, value: String) -> Self {
        self.set(name, AttrValue::from(value))
    }

    /// With an attribute that is a number.
    #[inline(never)]
    pub fn number(self, name: &'static str, value: f64) -> Self {
        let mut text = String::new();
        push(&mut text, value);
        self.text(name, text)
    }

    /// With an attribute that is true or false.
    #[inline(never)]
    pub fn flag(self, name: &'static str, on: bool) -> Self {
        self.word(name, if on { "true" } else { "false" })
    }

    /// With an attribute that is there or not.
    #[inline(never)]
    pub fn has(mut self, name: &'static str, there: bool) -> Self {
        self.0.names.push(name);
        self.0.values.push(there.then_some(AttributeOrProperty::Static("")));
        self
    }

    /// With a property that the browser itself may change, such as which option is selected.
    #[inline(never)]
    pub fn property(mut self, name: &'static str, on: bool) -> Self {
        self.0.names.push(name);
        self.0.values.push(Some(AttributeOrProperty::Property(on.into())));
        self
    }

    /// With this style. It is set as a property: the page's Content-Security-Policy refuses style attributes, but not what
    /// its own program sets.
    #[inline(never)]
    pub fn style(mut self, style: String) -> Self {
        self.0.names.push("style");
        self.0.values.push(Some(AttributeOrProperty::Property(style.into())));
        self
    }

    /// With this in it: an input.
    #[inline(never)]
    pub fn value(mut self, value: String) -> Self {
        self.0.tag.set_value(AttrValue::from(value));
        self
    }

    /// With these classes.
    #[inline(never)]
    pub fn classes(self, classes: &[&'static str]) -> Self {
        let mut text = String::new();
        for class in classes {
            text.push_str(class);
            text.push(' ');
        }
        self.text("class", text)
    }

    /// Moved to this point of a drawing.
    #[inline(never)]
    pub fn at(self, (x, y): (f64, f64)) -> Self {
        let mut text = String::from("translate(");
        push(&mut text, x);
        text.push(' ');
        push(&mut text, y);
        text.push(')');
        self.text("transform", text)
    }

    /// With a child.
    #[inline(never)]
    pub fn with(mut self, child: Html) -> Self {
        self.0.children.push(child);
        self
    }

    /// With children.
    #[inline(never)]
    pub fn all(mut self, children: Vec<Html>) -> Self {
        self.0.children.extend(children);
        self
    }

    /// With each of these children.
    pub fn each(mut self, children: impl Iterator<Item = Html>) -> Self {
        for child in children {
            self = self.with(child);
        }
        self
    }

    /// With words.
    #[inline(never)]
    pub fn say(self, words: &'static str) -> Self {
        self.with(said(words))
    }

    /// Known to the browser's own functions by this reference.
    #[inline(never)]
    pub fn known_as(mut self, node: &NodeRef) -> Self {
        self.0.tag.node_ref = node.clone();
        self
    }

    /// Listens to events of this kind.
    #[inline(never)]
    pub fn on(mut self, kind: fn() -> ListenerKind, listener: Callback<Event>) -> Self {
        self.0.tag.add_listener(Rc::new(Ear { kind, listener }));
        self
    }

    /// Known by this number among its neighbours.
    #[inline(never)]
    pub fn keyed(mut self, key: usize) -> Html {
        self.0.tag.key = Some(Key::from(key));
        self.done()
    }

    /// The element.
    #[inline(never)]
    pub fn done(self) -> Html {
        let Parts { mut tag, names, values, children } = *self.0;
        tag.set_attributes(Attributes::Dynamic { keys: shared(names), values: values.into() });
        tag.add_children(children);
        tag.into()
    }
}

/// Words that are known.
#[inline(never)]
pub fn said(words: &'static str) -> Html {
    VText::new(AttrValue::Static(words)).into()
}

/// Words that are put together.
#[inline(never)]
pub fn told(words: String) -> Html {
    VText::new(AttrValue::from(words)).into()
}

/// An element without anything: it keeps the places of its neighbours.
#[inline(never)]
pub fn empty(tag: &'static str) -> Html {
    Element::new(tag).done()
}

/// Something that hears events of one kind.
struct Ear {
    /// Its kind. The library's way to copy one is much larger.
    kind: fn() -> ListenerKind,
    listener: Callback<Event>,
}

impl Listener for Ear {
    fn kind(&self) -> ListenerKind {
        (self.kind)()
    }

    fn handle(&self, event: Event) {
        self.listener.emit(event);
    }

    fn passive(&self) -> bool {
        false
    }
}

/// The one list of these names that lives as long as the page: two elements with the same list are compared faster.
/// There are as many lists as there are kinds of elements.
fn shared(names: Vec<&'static str>) -> &'static [&'static str] {
    thread_local! {
        static KNOWN: RefCell<Vec<&'static [&'static str]>> = const { RefCell::new(Vec::new()) };
    }
    KNOWN.with_borrow_mut(|known| {
        if let Some(list) = known.iter().find(|list| **list == names) {
            return *list;
        }
        let list: &'static [&'static str] = names.leak();
        known.push(list);
        list
    })
}
