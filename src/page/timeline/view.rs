//! The timeline's component: which view, which window, and what a pointer on it does.

use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement, PointerEvent};
use yew::virtual_dom::ListenerKind;
use yew::{
    Callback, Html, NodeRef, Properties, UseStateHandle, component, hook, use_effect_with, use_memo, use_node_ref,
    use_state_eq,
};

use super::log::log;
use super::scale::Scale;
use super::trace::Trace;
use super::{actors, rails};
use crate::model::{Message, Messages, Pace};
use crate::page::app::Ask;
use crate::page::element::{Element, push};
use crate::page::panel::Panel;
use crate::page::playhead::Playhead;
use crate::page::show::SharedRun;
use crate::page::svg::{self, Shape, Way};
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
    pub fn follows(&self, messages: Messages) -> bool {
        self.props.followed.is_some_and(|followed| messages.contains(followed))
    }
}

/// A view of the timeline: what stands at its left, what pans, what stands at its right, and how high it is.
#[derive(Default)]
pub struct Sheet {
    /// Names of lanes, or messages.
    pub left: Vec<Html>,
    /// What pans, from the lowest layer to the highest.
    pub inner: Vec<Html>,
    /// Belief and truth.
    pub right: Vec<Html>,
    /// Its height in pixels, without the numbers of the steps.
    pub height: f64,
}

/// The timeline.
#[component(Timeline)]
pub fn timeline(props: &Props) -> Html {
    let Props { lang, run, step, playhead, ask, .. } = props;
    let view = use_state_eq(|| View::Actors);
    let log_open = use_state_eq(|| false);
    let tracks = use_node_ref();
    let width = use_width(&tracks);
    let trace = use_memo(run.clone(), |run| Trace::of(run));
    // While a finger is on the timeline it does not pan away under it.
    let held = use_state_eq(|| None::<f64>);
    let scale = Scale::new(run.steps(), width.max(60.0));
    use_motion(&tracks, playhead, scale, *held);
    let pan = held.unwrap_or_else(|| scale.pan(*step as f64));
    let drawing = Drawing { props, trace: &trace, scale, drawn: scale.drawn(pan) };
    let Sheet { left, inner, right, height } = match *view {
        View::Actors => actors::draw(&drawing),
        View::Messages => rails::draw(&drawing),
    };
    let class = match *view {
        View::Actors => "timebox",
        View::Messages => "timebox messages",
    };
    let panel = Panel { lang: *lang, run, step: *step, ask };
    let pointed = pointed(Pointed { tracks: tracks.clone(), scale, pan, held, ask: ask.clone() });
    let sheet = Element::of("div", class)
        .with(whole("left", height, left))
        .with(pointed.with(draw_tracks(&drawing, inner, height)).done())
        .with(Element::of("div", "right").all(right).done());
    Element::of("section", "time")
        .word("aria-label", interface::timeline(*lang))
        .with(switch(&view, *lang))
        .with(sheet.done())
        .with(log(&panel, &log_open))
        .done()
}

/// A drawing that is as high as the timeline. What it shows is said in words below.
fn whole(class: &'static str, height: f64, parts: Vec<Html>) -> Html {
    let whole = Shape::new("svg").word("class", class).word("aria-hidden", "true");
    whole.number("height", height + TICKS).all(parts).done()
}

/// What happened, the playhead over it, and a veil over what is still to come.
fn draw_tracks(drawing: &Drawing, mut inner: Vec<Html>, height: f64) -> Html {
    inner.push(ticks(drawing, height + 17.0));
    let veil = Shape::new("rect").word("class", "veil").number("width", drawing.scale.window);
    let head = vec![
        svg::path("play", Way::from((0.0, 4.0)).down(height)),
        svg::path("playh", Way::from((-5.0, -1.0)).across(5.0).down(3.0).to((0.0, 8.0)).to((-5.0, 3.0))),
    ];
    let parts = vec![
        band(&drawing.scale, drawing.props.step, height),
        svg::group("pan", inner),
        veil.number("height", height + TICKS).done(),
        svg::group("phead", head),
    ];
    whole("", height, parts)
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
            let _ = style.set_property("--pan", &pixels(-pan));
            let _ = style.set_property("--head", &pixels(scale.end(position) - pan));
        };
        go(playhead.get());
        let watch = playhead.watch(go);
        move || drop(watch)
    });
}

fn pixels(number: f64) -> String {
    let mut text = String::new();
    push(&mut text, number);
    text + "px"
}

/// What a pointer on the timeline needs.
#[derive(Clone)]
struct Pointed {
    tracks: NodeRef,
    scale: Scale,
    pan: f64,
    held: UseStateHandle<Option<f64>>,
    ask: Callback<Ask>,
}

impl Pointed {
    fn hear(&self, event: &PointerEvent) {
        let Some(element) = self.tracks.cast::<web_sys::Element>() else { return };
        match event.type_().as_str() {
            "pointerdown" => {
                // Without capture a drag merely ends at the border.
                let _ = element.set_pointer_capture(event.pointer_id());
                self.held.set(Some(self.pan));
            }
            "pointermove" if self.held.is_some() => {}
            "pointermove" => return,
            _ => return self.held.set(None),
        }
        let x = f64::from(event.client_x()) - element.get_bounding_client_rect().left();
        self.ask.emit(Ask::Seek(self.scale.step_at(x.clamp(0.0, self.scale.window), self.pan)));
    }
}

/// The part of the timeline that takes clicks and drags.
fn pointed(pointed: Pointed) -> Element {
    let kinds = [
        ListenerKind::onpointerdown,
        ListenerKind::onpointermove,
        ListenerKind::onpointerup,
        ListenerKind::onpointercancel,
    ];
    let mut tracks = Element::of("div", "tracks").known_as(&pointed.tracks);
    let hear = Callback::from(move |event: Event| {
        if let Some(event) = event.dyn_ref::<PointerEvent>() {
            pointed.hear(event);
        }
    });
    for kind in kinds {
        tracks = tracks.on(kind, hear.clone());
    }
    tracks
}

fn switch(view: &UseStateHandle<View>, lang: Lang) -> Html {
    let group = Element::of("div", "seg2 views").word("role", "group").word("aria-label", words::arranged(lang));
    let actors = choice(view, View::Actors, words::by_actor(lang));
    group.with(actors).with(choice(view, View::Messages, words::by_message(lang))).done()
}

fn choice(view: &UseStateHandle<View>, to: View, words: &'static str) -> Html {
    let chosen = **view == to;
    let view = view.clone();
    Element::of("button", if chosen { "on" } else { "" })
        .flag("aria-pressed", chosen)
        .on(ListenerKind::onclick, Callback::from(move |_| view.set(to)))
        .say(words)
        .done()
}

/// The column of the last step that is done.
fn band(scale: &Scale, step: usize, height: f64) -> Html {
    if step == 0 {
        return svg::nothing();
    }
    let x = scale.end((step - 1) as f64);
    let band = Shape::new("rect").word("class", "band").number("x", x).number("y", 2.0);
    svg::group("pan", vec![band.number("width", scale.column).number("height", height - 2.0).done()])
}

/// The numbers of the steps.
fn ticks(drawing: &Drawing, y: f64) -> Html {
    let steps = drawing.drawn.0..=drawing.drawn.1;
    Shape::of("g", "ticks").each(steps.map(|step| tick(drawing, step, y))).done()
}

fn tick(drawing: &Drawing, step: usize, y: f64) -> Html {
    let fault = drawing.props.run.moment(step).action.is_some_and(|action| action.pace() == Pace::Fault);
    let (here, x) = (step == drawing.props.step, drawing.scale.middle(step));
    let mut tick = Shape::new("g");
    if here {
        let width = drawing.scale.column.clamp(18.0, 22.0) + 2.0;
        let pill = Shape::new("rect").word("class", if fault { "nowp bad" } else { "nowp" });
        let pill = pill.number("x", x - width / 2.0).number("y", y - 13.5).number("width", width);
        tick = tick.with(pill.number("height", 19.0).number("rx", 9.5).done());
    }
    let class = match (here, fault) {
        (true, _) => "tn here",
        (false, true) => "tn bad",
        (false, false) => "tn",
    };
    tick.with(svg::words(class, (x, y), step.to_string())).keyed(step)
}
