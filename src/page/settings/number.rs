//! A setting that is a number: typed, or one more and one less.

use wasm_bindgen::JsCast;
use web_sys::{Event, KeyboardEvent};
use yew::virtual_dom::ListenerKind;
use yew::{Callback, Html};

use super::Props;
use super::row::labelled;
use crate::page::app::Ask;
use crate::page::element::{Element, told};
use crate::page::panel::{button, heard};
use crate::setup::{Field, Value};
use crate::tell::interface;

/// A number.
pub fn draw(props: &Props, field: Field, (min, max): (u64, u64), off: bool) -> Html {
    let name = field.name();
    let now = match field.get(&props.setup) {
        Value::Number(number) => Some(number),
        _ => None,
    };
    let less = Ask::Set(field, Value::Number(now.map_or(min, |now| now.saturating_sub(1).max(min))));
    let more = Ask::Set(field, Value::Number(now.map_or(min, |now| now.saturating_add(1).min(max))));
    let refused = props.refused.as_ref().filter(|(of, _)| *of == field).map(|(_, why)| why.clone());
    let input = Element::new("input")
        .word("type", "text")
        .word("inputmode", "numeric")
        .word("autocomplete", "off")
        .text("min", min.to_string())
        .text("max", max.to_string())
        .word("placeholder", interface::no_limit(props.lang))
        .flag("aria-invalid", refused.is_some())
        .value(now.map(|now| now.to_string()).unwrap_or_default())
        .on(|| ListenerKind::onkeydown, arrows(props, &less, &more))
        .on(|| ListenerKind::onchange, heard(&props.ask, move |text| Ask::Text(field, text)));
    let input = labelled(input, field, off).done();
    let step = |wish: Ask, word: &'static str, sign: &'static str, end: u64| {
        let button = button(&props.ask, wish).text("aria-label", format!("{word} {name}"));
        button.has("disabled", off || now == Some(end)).say(sign).done()
    };
    let number = Element::of("span", if field == Field::Seed { "num long" } else { "num" })
        .with(step(less, interface::less(props.lang), "−", min))
        .with(input)
        .with(step(more.clone(), interface::more(props.lang), "+", max));
    let mut all = Element::of("div", "numbers").with(number.done());
    if field == Field::Seed {
        let another = button(&props.ask, more).word("class", "quiet").word("data-do", "another-run");
        all = all.with(another.say(interface::another_run(props.lang)).done());
    }
    let why = Element::of("p", "refused").text("id", format!("refused-{name}")).word("role", "alert");
    all.with(why.with(told(refused.unwrap_or_default())).done()).done()
}

/// The arrow keys count up and down.
fn arrows(props: &Props, less: &Ask, more: &Ask) -> Callback<Event> {
    let (ask, less, more) = (props.ask.clone(), less.clone(), more.clone());
    Callback::from(move |event: Event| {
        let key = event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key).unwrap_or_default();
        match key.as_str() {
            "ArrowUp" => ask.emit(more.clone()),
            "ArrowDown" => ask.emit(less.clone()),
            _ => {}
        }
    })
}
