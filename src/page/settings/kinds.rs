//! Which kinds of faults may happen: one chip each.

use yew::{Html, classes, component, html};

use super::row::Control;
use crate::setup::{FaultKind, Value};
use crate::tell;

/// The chips.
#[component(Kinds)]
pub fn kinds(control: &Control) -> Html {
    let Control { of, name_id, about_ids, off } = control;
    let Value::FaultKinds(chosen) = of.value() else { return html! { <span /> } };
    let known = FaultKind::ALL.iter().copied().filter(|kind| kind.known_to(of.setup.broker));
    let chip = |kind: FaultKind| {
        let on = chosen.contains(kind);
        let of = of.clone();
        let title = tell::fault_about(kind, of.lang);
        let label = tell::fault_label(kind, of.lang);
        let onclick = move |_| of.choose(Value::FaultKinds(chosen.with(kind, !on)));
        html! {
            <button
                key={kind.name()}
                class={classes!("chip", on.then_some("on"))}
                data-kind={kind.name()}
                aria-pressed={on.to_string()}
                disabled={*off}
                {title}
                {onclick}
            >{ label }</button>
        }
    };
    html! {
        <div
            class="chips"
            role="group"
            aria-labelledby={name_id.clone()}
            aria-describedby={about_ids.clone()}
            aria-disabled={off.to_string()}
        >
            { for known.map(chip) }
        </div>
    }
}
