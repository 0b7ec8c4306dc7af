//! Which kinds of faults may happen: one chip each.

use yew::Html;

use super::Props;
use crate::page::app::Ask;
use crate::page::element::{Element, empty};
use crate::page::panel::button;
use crate::setup::{FaultKind, FaultKinds, Field, Value};
use crate::tell;

/// The chips.
pub fn draw(props: &Props, field: Field, off: bool) -> Html {
    let Value::FaultKinds(chosen) = field.get(&props.setup) else { return empty("div") };
    let known = FaultKind::ALL.iter().copied().filter(|kind| kind.known_to(props.setup.broker));
    let chips = known.map(|kind| chip(props, field, (kind, chosen), off));
    let group = Element::of("div", "chips").word("role", "group").flag("aria-disabled", off);
    group.text("aria-labelledby", format!("name-{}", field.name())).each(chips).done()
}

fn chip(props: &Props, field: Field, (kind, chosen): (FaultKind, FaultKinds), off: bool) -> Html {
    let on = chosen.contains(kind);
    button(&props.ask, Ask::Set(field, Value::FaultKinds(chosen.with(kind, !on))))
        .word("class", if on { "chip on" } else { "chip" })
        .word("data-kind", kind.name())
        .flag("aria-pressed", on)
        .has("disabled", off)
        .word("title", tell::fault_about(kind, props.setup.broker, props.lang))
        .say(tell::fault_label(kind, props.setup.broker, props.lang))
        .keyed(kind as usize)
}
