//! A setting that is a number: typed, or one more and one less.

use web_sys::{HtmlInputElement, KeyboardEvent};
use yew::{Callback, Event, Html, TargetCast, UseStateHandle, classes, component, html, use_state};

use super::row::{Control, Props};
use crate::page::app::Ask;
use crate::setup::{Field, FieldKind, Value};
use crate::tell::{self, interface};

/// The smallest and the largest value.
fn limits(kind: FieldKind) -> (u64, u64) {
    match kind {
        FieldKind::Number { min, max } | FieldKind::OptionalNumber { min, max } => (min, max),
        FieldKind::Bool | FieldKind::Choice(_) | FieldKind::OptionalChoice(_) | FieldKind::FaultKinds => (0, 0),
    }
}

/// The value that a person typed, if it is one and possible beside the others; else why not.
fn read(of: &Props, text: &str) -> Result<Value, String> {
    let text = match (of.field.kind(), text) {
        (FieldKind::OptionalNumber { .. }, "") => "null",
        (_, text) => text,
    };
    let value = of.field.read(text.trim()).and_then(|value| of.setup.with(of.field, value).map(|_| value));
    value.map_err(|error| tell::setup_error(&error, of.lang))
}

/// Takes over what was typed; what can't be taken is said beside it, and the last good value stays.
fn commit(of: &Props, refused: &UseStateHandle<Option<String>>, text: &str) {
    match read(of, text) {
        Ok(value) => {
            refused.set(None);
            if value != of.value() {
                of.choose(value);
            }
        }
        Err(why) => refused.set(Some(why)),
    }
}

/// A number.
#[component(Number)]
pub fn number(control: &Control) -> Html {
    let Control { of, name_id, about_ids, off } = control.clone();
    let refused = use_state(|| None);
    let (min, max) = limits(of.field.kind());
    let now = match of.value() {
        Value::Number(number) => Some(number),
        _ => None,
    };
    let by = |change: i64| {
        let (of, refused) = (of.clone(), refused.clone());
        let to = now.map_or(min, |now| now.saturating_add_signed(change).clamp(min, max));
        move || {
            refused.set(None);
            if Some(to) != now {
                of.choose(Value::Number(to));
            }
        }
    };
    let step = |change: i64, word: &'static str, sign: &'static str| {
        let at_limit = now == Some(if change < 0 { min } else { max });
        let go = by(change);
        let label = format!("{word} {}", of.field.name());
        html! { <button aria-label={label} disabled={off || at_limit} onclick={move |_| go()}>{ sign }</button> }
    };
    let onchange = {
        let (of, refused) = (of.clone(), refused.clone());
        Callback::from(move |event: Event| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                commit(&of, &refused, &input.value());
            }
        })
    };
    let (up, down) = (by(1), by(-1));
    let onkeydown = move |event: KeyboardEvent| match event.key().as_str() {
        "ArrowUp" => up(),
        "ArrowDown" => down(),
        _ => {}
    };
    let field = of.field;
    let name = field.name();
    html! {
        <div class="numbers">
            <span class={classes!("num", (field == Field::Seed).then_some("long"))}>
                { step(-1, interface::less(of.lang), "−") }
                <input
                    type="text"
                    inputmode="numeric"
                    autocomplete="off"
                    data-field={name}
                    min={min.to_string()}
                    max={max.to_string()}
                    value={now.map(|now| now.to_string()).unwrap_or_default()}
                    placeholder={interface::no_limit(of.lang)}
                    aria-labelledby={name_id}
                    aria-describedby={format!("{about_ids} refused-{name}")}
                    aria-invalid={refused.is_some().to_string()}
                    disabled={off}
                    {onchange}
                    {onkeydown}
                />
                { step(1, interface::more(of.lang), "+") }
            </span>
            { another_run(&of, now) }
            <p id={format!("refused-{name}")} class="refused" role="alert">{ refused.as_deref().unwrap_or_default().to_owned() }</p>
        </div>
    }
}

/// The seed's own button.
fn another_run(of: &Props, seed: Option<u64>) -> Html {
    let Some(seed) = seed.filter(|_| of.field == Field::Seed) else { return Html::default() };
    let next = (seed + 1) % (limits(of.field.kind()).1 + 1);
    let onclick = of.ask.reform(move |_| Ask::Set(Field::Seed, Value::Number(next)));
    html! { <button class="quiet" data-do="another-run" {onclick}>{ interface::another_run(of.lang) }</button> }
}
