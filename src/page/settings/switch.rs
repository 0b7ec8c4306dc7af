//! A setting that is on or off.

use yew::{Html, classes, html};

use super::row::Control;
use crate::setup::Value;
use crate::tell;

/// A switch.
pub fn switch(control: &Control) -> Html {
    let Control { of, name_id, about_ids, off } = control.clone();
    let on = of.value() == Value::Bool(true);
    let title = tell::choice_about(of.field, Value::Bool(on), of.lang);
    let field = of.field.name();
    let onclick = move |_| of.choose(Value::Bool(!on));
    html! {
        <button
            role="switch"
            class={classes!("sw", on.then_some("on"))}
            data-field={field}
            aria-checked={on.to_string()}
            aria-labelledby={name_id}
            aria-describedby={about_ids}
            disabled={off}
            {title}
            {onclick}
        ><i></i></button>
    }
}
