//! The whole run in words, one sentence a step.

use web_sys::HtmlDetailsElement;
use yew::{Callback, Event, Html, Properties, TargetCast, component, html, use_state_eq};

use crate::page::app::Ask;
use crate::page::sentence::{pieces, step_link};
use crate::page::show::SharedRun;
use crate::tell::{Lang, interface};

/// A run to be told.
#[derive(Properties, Clone, PartialEq)]
pub struct Props {
    /// The language.
    pub lang: Lang,
    /// The run.
    pub run: SharedRun,
    /// How many steps are done.
    pub step: usize,
    /// Where wishes go.
    pub ask: Callback<Ask>,
}

/// The run in words. They are put together only while the panel is open.
#[component(Log)]
pub fn log(props: &Props) -> Html {
    let open = use_state_eq(|| false);
    let ontoggle = {
        let open = open.clone();
        Callback::from(move |event: Event| {
            open.set(event.target_dyn_into::<HtmlDetailsElement>().is_some_and(|details| details.open()));
        })
    };
    let Props { lang, run, step, ask } = props;
    let line = |of: usize| {
        let link = step_link(of, html! { { of } }, ask);
        html! {
            <li key={of} class={(of == *step).then_some("here")} aria-current={(of == *step).then_some("step")}>
                { link }<span>{ for pieces(run, of, *lang, 17.0, ask) }</span>
            </li>
        }
    };
    let lines = if *open {
        html! { <ol>{ for (1..=run.steps()).map(line) }</ol> }
    } else {
        Html::default()
    };
    html! {
        <details class="log" {ontoggle}>
            <summary>{ interface::log(*lang) }</summary>
            <div>{ lines }</div>
        </details>
    }
}
