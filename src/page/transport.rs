//! The buttons that drive the run, and where it stands.

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::{Callback, Event, Html, InputEvent, Properties, TargetCast, component, html};

use super::app::Ask;
use super::clock::SPEEDS;
use super::icon::Icon;
use super::words;
use crate::tell::{Lang, interface};

/// What the player shows.
#[derive(Properties, Clone, PartialEq)]
pub struct Props {
    /// The language.
    pub lang: Lang,
    /// How many steps are done.
    pub step: usize,
    /// How many there are.
    pub steps: usize,
    /// Whether it plays.
    pub playing: bool,
    /// Whether there is nothing left to play.
    pub at_end: bool,
    /// How fast it plays.
    pub speed: f64,
    /// Whether a person broke something.
    pub broken: bool,
    /// Where wishes go.
    pub ask: Callback<Ask>,
}

/// The buttons that drive the run.
#[component(Transport)]
pub fn transport(props: &Props) -> Html {
    let Props { lang, step, steps, playing, at_end, .. } = *props;
    let button = |name: &'static str, label: &'static str, icon: Icon, wish: Ask, off: bool| {
        let onclick = props.ask.reform(move |_| wish.clone());
        let class = (name == "play").then_some("main");
        html! {
            <button {class} data-do={name} aria-label={label} title={label} aria-disabled={off.to_string()} {onclick}>
                { icon.draw() }
            </button>
        }
    };
    let (play, icon) = match (playing, at_end) {
        (true, _) => (interface::pause(lang), Icon::Pause),
        (false, true) => (interface::replay(lang), Icon::Again),
        (false, false) => (interface::play(lang), Icon::Play),
    };
    html! {
        <div class="transport" role="group" aria-label={words::transport(lang)}>
            <div class="btns">
                { button("start", interface::to_start(lang), Icon::Start, Ask::Start, step == 0) }
                { button("back", interface::step_back(lang), Icon::Back, Ask::Back, step == 0) }
                { button("play", play, icon, Ask::Toggle, steps == 0) }
                { button("step", interface::step_on(lang), Icon::On, Ask::On, at_end) }
                { button("end", interface::to_end(lang), Icon::End, Ask::End, at_end) }
            </div>
            <div class="pos">
                <b data-step={step.to_string()} data-steps={steps.to_string()}>{ interface::position(step, steps, lang) }</b>
                <span class="mend">{ if props.broken { mend(props) } else { Html::default() } }</span>
                { speeds(props) }
            </div>
            { scrub(props) }
        </div>
    }
}

fn mend(props: &Props) -> Html {
    let onclick = props.ask.reform(|_| Ask::Mend);
    html! { <button class="steplink" data-do="mend" {onclick}>{ interface::undo_breaks(props.lang) }</button> }
}

fn speeds(props: &Props) -> Html {
    let onchange = props.ask.reform(|event: Event| {
        let place = event.target_dyn_into::<HtmlSelectElement>().map_or(1, |select| select.selected_index());
        Ask::Speed(usize::try_from(place).unwrap_or(1))
    });
    let options = SPEEDS.iter().map(|speed| {
        html! { <option selected={*speed == props.speed}>{ interface::speed_of(*speed) }</option> }
    });
    html! {
        <span class="pick speed">
            <select data-do="speed" aria-label={interface::speed(props.lang)} {onchange}>{ for options }</select>
            { Icon::Opens.draw() }
        </span>
    }
}

fn scrub(props: &Props) -> Html {
    let Props { lang, step, steps, .. } = *props;
    let oninput = props.ask.reform(move |event: InputEvent| {
        let to = event.target_dyn_into::<HtmlInputElement>().map(|input| input.value_as_number());
        Ask::Seek(to.filter(|to| to.is_finite()).map_or(step, |to| to.max(0.0) as usize))
    });
    html! {
        <input
            class="scrub"
            type="range"
            data-do="scrub"
            min="0"
            max={steps.to_string()}
            value={step.to_string()}
            aria-label={interface::scrub(lang)}
            aria-valuetext={interface::position(step, steps, lang)}
            {oninput}
        />
    }
}
