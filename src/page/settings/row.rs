//! One setting: its real name, what it is about, its control, and why it is greyed, if it is.

use yew::Html;
use yew::virtual_dom::ListenerKind;

use super::{Props, kinds, number};
use crate::page::app::Ask;
use crate::page::challenge::fixed;
use crate::page::element::{Element, said, told};
use crate::page::panel::{button, choice, heard, list};
use crate::setup::{Field, FieldKind, Obstacle, Value};
use crate::tell::{self, interface};

/// One setting.
pub fn draw(props: &Props, field: Field) -> Html {
    let (lang, name) = (props.lang, field.name());
    let fixed = props.is_fixed(field).then(|| fixed(lang));
    let obstacle = fixed.or_else(|| props.setup.obstacle(field).map(|obstacle| tell::obstacle(obstacle, lang)));
    let why = Element::of("p", "why").text("id", format!("why-{name}")).say(obstacle.unwrap_or_default());
    let about = Element::new("p").text("id", format!("about-{name}")).say(tell::field_about(field, lang));
    let chosen = Element::of("p", "chosen").text("id", format!("chosen-{name}")).say(chosen(props, field));
    let code = Element::new("code").text("id", format!("name-{name}"));
    let code = code.word("title", tell::property(field).unwrap_or_default()).say(name);
    let what = Element::of("div", "what").with(code.done()).with(about.done()).with(why.done());
    let class = match (field == Field::FaultKinds, is_long(field), obstacle.is_some()) {
        (false, false, false) => "row",
        (false, false, true) => "row off",
        (false, true, false) => "row long",
        (false, true, true) => "row long off",
        (true, _, false) => "row wide",
        (true, _, true) => "row wide off",
    };
    let control = control(props, field, obstacle.is_some());
    let level = if props.is_fixed(field) {
        "fixed"
    } else if props.is_free(field) {
        "free"
    } else {
        ""
    };
    Element::of("div", class)
        .word("data-level-leaves", level)
        .with(what.done())
        .with(control)
        .with(chosen.done())
        .keyed(field as usize)
}

/// Whether a name that can be chosen needs a line of its own.
fn is_long(field: Field) -> bool {
    const FITS: usize = 15;
    match field.kind() {
        FieldKind::Choice(names) | FieldKind::OptionalChoice(names) => names.iter().any(|name| name.len() > FITS),
        _ => false,
    }
}

/// What the chosen name means, where names are chosen from.
fn chosen(props: &Props, field: Field) -> &'static str {
    let named = matches!(field.kind(), FieldKind::Choice(_) | FieldKind::OptionalChoice(_));
    let about = named.then(|| tell::choice_about(field, field.get(&props.setup), props.lang));
    about.flatten().unwrap_or_default()
}

fn control(props: &Props, field: Field, off: bool) -> Html {
    match field.kind() {
        FieldKind::Bool => switch(props, field, off),
        FieldKind::Choice(names) => names_list(props, field, &[], names, off),
        FieldKind::OptionalChoice(names) => names_list(props, field, &[Value::Null], names, off),
        FieldKind::Number { min, max } | FieldKind::OptionalNumber { min, max } => {
            number::draw(props, field, (min, max), off)
        }
        FieldKind::FaultKinds => kinds::draw(props, field, off),
    }
}

/// The control of a setting: labelled by its name, described by what is said about it.
pub fn labelled(control: Element, field: Field, off: bool) -> Element {
    let name = field.name();
    control
        .word("data-field", name)
        .text("aria-labelledby", format!("name-{name}"))
        .text("aria-describedby", format!("about-{name} chosen-{name} why-{name} refused-{name}"))
        .has("disabled", off)
}

fn switch(props: &Props, field: Field, off: bool) -> Html {
    let on = field.get(&props.setup) == Value::Bool(true);
    let title = tell::choice_about(field, Value::Bool(on), props.lang).unwrap_or_default();
    let switch = button(&props.ask, Ask::Set(field, Value::Bool(!on))).word("role", "switch").word("title", title);
    let switch = switch.word("class", if on { "sw on" } else { "sw" }).flag("aria-checked", on);
    labelled(switch, field, off).with(Element::new("i").done()).done()
}

fn names_list(props: &Props, field: Field, first: &[Value], names: &[&'static str], off: bool) -> Html {
    let mut options = Vec::new();
    for value in first.iter().copied().chain(names.iter().map(|name| Value::Choice(name))) {
        options.push(option(props, field, value));
    }
    let change = heard(&props.ask, move |text| Ask::Text(field, text));
    let select = labelled(Element::new("select"), field, off).on(|| ListenerKind::onchange, change);
    list("sel pick", select.all(options))
}

fn option(props: &Props, field: Field, value: Value) -> Html {
    let lang = props.lang;
    let obstacle = props.setup.obstacle_to(field, value);
    let why = obstacle.map(|obstacle| tell::obstacle(obstacle, lang));
    let about = why.or_else(|| tell::choice_about(field, value, lang)).unwrap_or_default();
    let words = if value == Value::Null { said(interface::no_limit(lang)) } else { told(value.to_string()) };
    choice(value.to_string(), words, field.get(&props.setup) == value)
        .text("data-value", value.to_string())
        .word("title", about)
        .has("disabled", obstacle.is_some_and(Obstacle::forbids))
        .done()
}
