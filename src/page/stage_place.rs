//! Where the stage stands in the page, and which of its two drawings fits.

use gloo_events::EventListener;
use web_sys::MediaQueryList;
use yew::{Callback, Html, Properties, component, hook, html, use_effect_with, use_state_eq};

use super::app::Ask;
use super::playhead::Playhead;
use super::show::SharedRun;
use super::stage::{Faults, Stage};
use crate::model::Consumer;
use crate::setup::Theme;
use crate::tell::Lang;

/// What the stage shows.
#[derive(Properties, Clone, PartialEq)]
pub struct Props {
    /// The language.
    pub lang: Lang,
    /// The colours.
    pub theme: Theme,
    /// The run.
    pub run: SharedRun,
    /// How many steps are done.
    pub step: usize,
    /// The position between two steps.
    pub playhead: Playhead,
    /// Whether it plays.
    pub playing: bool,
    /// Where wishes go.
    pub ask: Callback<Ask>,
}

/// Whether a media query holds, kept up to date.
#[hook]
fn use_media(query: &'static str) -> bool {
    let asked = || -> Option<MediaQueryList> { web_sys::window()?.match_media(query).ok().flatten() };
    let holds = use_state_eq(|| asked().is_some_and(|list| list.matches()));
    {
        let holds = holds.clone();
        use_effect_with((), move |()| {
            let listener = asked().map(|list| {
                let now = list.clone();
                EventListener::new(&list, "change", move |_| holds.set(now.matches()))
            });
            move || drop(listener)
        });
    }
    *holds
}

/// Where a window is too narrow for the wide drawing.
const NARROW: &str = "(max-width: 760px)";

/// The stage in its place.
#[component(StagePlace)]
pub fn stage_place(props: &Props) -> Html {
    let Props { lang, theme, run, step, playhead, playing, ask } = props.clone();
    let tall = use_media(NARROW);
    let dark = use_media("(prefers-color-scheme: dark)");
    // What is painted must be painted again in other colours.
    let colours = theme as u32 * 2 + u32::from(dark);
    let on_action = ask.reform(Ask::Act);
    let on_step = ask.reform(Ask::Seek);
    html! {
        <div class="stageplace">
            <Stage {lang} {run} {step} {playhead} {playing} {tall} {colours} {on_action} {on_step} />
        </div>
    }
}

/// The fault buttons of the tall drawing, within reach of a thumb; the wide one has its own.
#[component(FaultPlace)]
pub fn fault_place(props: &Props) -> Html {
    let Props { lang, run, step, ask, .. } = props.clone();
    let chosen = use_state_eq(|| None::<Consumer>);
    let choose = {
        let chosen = chosen.clone();
        Callback::from(move |consumer| chosen.set(Some(consumer)))
    };
    let buttons = || {
        let on_action = ask.reform(Ask::Act);
        html! { <Faults {lang} {run} {step} tall=true chosen={*chosen} {choose} {on_action} /> }
    };
    let tall = use_media(NARROW);
    html! { <div class="faultlist">{ if tall { buttons() } else { Html::default() } }</div> }
}
