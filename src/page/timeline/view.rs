//! The timeline's component: which view, which window, and what a pointer on it does.

use std::rc::Rc;

use web_sys::{Element, HtmlElement, PointerEvent};
use yew::{
    Callback, Html, NodeRef, Properties, UseStateHandle, component, hook, html, use_effect_with, use_memo, use_node_ref,
    use_state_eq,
};

use super::log::Log;
use super::scale::Scale;
use super::trace::Trace;
use super::{actors, rails};
use crate::model::Message;
use crate::page::app::Ask;
use crate::page::playhead::Playhead;
use crate::page::show::SharedRun;
use crate::page::width::use_width;
use crate::page::words;
use crate::tell::{Lang, interface};

/// What the timeline shows.
#[derive(Properties, Clone, PartialEq)]
pub struct Props {
    /// The language.
    pub lang: Lang,
    /// The run.
    pub run: SharedRun,
    /// How many steps are done.
    pub step: usize,
    /// The message whose story is bold.
    pub followed: Option<Message>,
    /// The steps in which a person broke something.
    pub broken: Vec<usize>,
    /// The position between two steps.
    pub playhead: Playhead,
    /// Where wishes go.
    pub ask: Callback<Ask>,
}

/// How the timeline is arranged.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum View {
    Actors,
    Messages,
}

/// What a drawing of the timeline is made from.
pub struct Drawing<'props> {
    /// What is shown.
    pub props: &'props Props,
    /// The run's stretches.
    pub trace: &'props Trace,
    /// The horizontal scale.
    pub scale: Scale,
    /// The first and the last step that are drawn.
    pub drawn: (usize, usize),
}

impl Drawing<'_> {
    /// Whether any part of this stretch of steps is drawn.
    pub fn shows(&self, from: usize, to: usize) -> bool {
        from <= self.drawn.1 && to >= self.drawn.0
    }

    /// Whether the story of any of these messages is bold.
    pub fn follows(&self, messages: crate::model::Messages) -> bool {
        self.props.followed.is_some_and(|followed| messages.contains(followed))
    }
}

/// A view of the timeline: what stands at its left, what pans, what stands at its right, and how high it is.
pub struct Sheet {
    /// Names of lanes, or messages.
    pub left: Html,
    /// What pans.
    pub inner: Html,
    /// Belief and truth.
    pub right: Html,
    /// Its height in pixels, without the numbers of the steps.
    pub height: f64,
}

/// The timeline.
#[component(Timeline)]
pub fn timeline(props: &Props) -> Html {
    let Props { lang, run, step, playhead, ask, .. } = props;
    let view = use_state_eq(|| View::Actors);
    let tracks = use_node_ref();
    let width = use_width(&tracks);
    let trace = use_memo(run.clone(), |run| Trace::of(run));
    // While a finger is on the timeline it does not pan away under it.
    let held = use_state_eq(|| None::<f64>);
    let scale = Scale::new(run.steps(), width.max(60.0));
    use_motion(&tracks, playhead, scale, *held);
    let pan = held.unwrap_or_else(|| scale.pan(*step as f64));
    let drawing = Drawing { props, trace: &trace, scale, drawn: scale.drawn(pan) };
    let sheet = match *view {
        View::Actors => actors::draw(&drawing),
        View::Messages => rails::draw(&drawing),
    };
    let class = match *view {
        View::Actors => "timebox",
        View::Messages => "timebox messages",
    };
    let height = sheet.height + TICKS;
    html! {
        <section class="time" aria-label={interface::timeline(*lang)}>
            { switch(&view, *lang) }
            <div {class}>
                <svg class="left" height={height.to_string()} aria-hidden="true">{ sheet.left }</svg>
                { pointed(&tracks, scale, pan, &held, ask, html! {
                    <svg width="100%" height={height.to_string()} role="img" aria-label={interface::timeline(*lang)}>
                        { band(&scale, *step, sheet.height) }
                        <g class="pan">
                            { sheet.inner }
                            { ticks(&drawing, sheet.height + 17.0) }
                        </g>
                        <rect class="veil" x="0" y="0" width={width.to_string()} height={height.to_string()} />
                        <g class="phead"><path class="play" d={format!("M0 4V{}", sheet.height)} /><path class="playh" d="M-5 -1h10v4l-5 5l-5 -5z" /></g>
                    </svg>
                }) }
                <div class="right">{ sheet.right }</div>
            </div>
            <Log lang={*lang} run={run.clone()} step={*step} ask={ask.clone()} />
        </section>
    }
}

/// The height of the numbers of the steps.
const TICKS: f64 = 28.0;

/// Moves the playhead and pans without drawing anything anew.
#[hook]
fn use_motion(tracks: &NodeRef, playhead: &Playhead, scale: Scale, held: Option<f64>) {
    let tracks = tracks.clone();
    use_effect_with((playhead.clone(), scale, held), move |(playhead, scale, held)| {
        let (scale, held) = (*scale, *held);
        let go = move |position: f64| {
            let Some(element) = tracks.cast::<HtmlElement>() else { return };
            let pan = held.unwrap_or_else(|| scale.pan(position));
            let style = element.style();
            let _ = style.set_property("--pan", &format!("{}px", -pan));
            let _ = style.set_property("--head", &format!("{}px", scale.end(position) - pan));
        };
        go(playhead.get());
        let watch = playhead.watch(go);
        move || drop(watch)
    });
}

/// The part of the timeline that takes clicks and drags.
fn pointed(
    tracks: &NodeRef,
    scale: Scale,
    pan: f64,
    held: &UseStateHandle<Option<f64>>,
    ask: &Callback<Ask>,
    content: Html,
) -> Html {
    let seek = {
        let (tracks, ask) = (tracks.clone(), ask.clone());
        Rc::new(move |event: &PointerEvent| {
            if let Some(element) = tracks.cast::<Element>() {
                let x = f64::from(event.client_x()) - element.get_bounding_client_rect().left();
                ask.emit(Ask::Seek(scale.step_at(x.clamp(0.0, scale.window), pan)));
            }
        })
    };
    let onpointerdown = {
        let (seek, held, tracks) = (Rc::clone(&seek), held.clone(), tracks.clone());
        move |event: PointerEvent| {
            if let Some(element) = tracks.cast::<Element>() {
                // Without capture a drag merely ends at the border.
                let _ = element.set_pointer_capture(event.pointer_id());
            }
            held.set(Some(pan));
            seek(&event);
        }
    };
    let dragged = held.is_some();
    let onpointermove = move |event: PointerEvent| {
        if dragged {
            seek(&event);
        }
    };
    let release = {
        let held = held.clone();
        Callback::from(move |_: PointerEvent| held.set(None))
    };
    html! {
        <div
            class="tracks"
            ref={tracks}
            {onpointerdown}
            {onpointermove}
            onpointerup={release.clone()}
            onpointercancel={release}
        >{ content }</div>
    }
}

fn switch(view: &UseStateHandle<View>, lang: Lang) -> Html {
    let button = |to: View, text: &'static str| {
        let chosen = **view == to;
        let view = view.clone();
        html! {
            <button class={chosen.then_some("on")} aria-pressed={chosen.to_string()} onclick={move |_| view.set(to)}>
                { text }
            </button>
        }
    };
    html! {
        <div class="seg2 views" role="group" aria-label={words::arranged(lang)}>
            { button(View::Actors, words::by_actor(lang)) }
            { button(View::Messages, words::by_message(lang)) }
        </div>
    }
}

/// The column of the last step that is done.
fn band(scale: &Scale, step: usize, height: f64) -> Html {
    if step == 0 {
        return html! { <g /> };
    }
    let x = scale.end((step - 1) as f64);
    html! {
        <g class="pan">
            <rect class="band" x={x.to_string()} y="2" width={scale.column.to_string()} height={(height - 2.0).to_string()} />
        </g>
    }
}

/// The numbers of the steps.
fn ticks(drawing: &Drawing, y: f64) -> Html {
    let Props { run, step, .. } = drawing.props;
    let number = |of: usize| {
        let fault = run.moment(of).action.is_some_and(|action| action.pace() == crate::model::Pace::Fault);
        let class = match (of == *step, fault) {
            (true, _) => "tn here",
            (false, true) => "tn bad",
            (false, false) => "tn",
        };
        let x = drawing.scale.middle(of);
        let pill = if of == *step {
            let class = if fault { "nowp bad" } else { "nowp" };
            let width = drawing.scale.column.clamp(18.0, 22.0) + 2.0;
            let left = (x - width / 2.0).to_string();
            html! { <rect {class} x={left} y={(y - 13.5).to_string()} width={width.to_string()} height="19" rx="9.5" /> }
        } else {
            Html::default()
        };
        html! { <g key={of}>{ pill }<text {class} x={x.to_string()} y={y.to_string()}>{ of }</text></g> }
    };
    html! { <g>{ for (drawing.drawn.0..=drawing.drawn.1).map(number) }</g> }
}
