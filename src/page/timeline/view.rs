//! The timeline's component: which view, which window, and what a pointer on it does.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement, PointerEvent};
use yew::virtual_dom::ListenerKind;
use yew::{Callback, Component, Context, Html, NodeRef, Properties};

use super::log::{Log, log};
use super::scale::Scale;
use super::{actors, rails};
use crate::model::{self, Messages, Pace};
use crate::page::app::Ask;
use crate::page::element::Element;
use crate::page::number::pixels;
use crate::page::panel::Panel;
use crate::page::playhead::{Playhead, Watch};
use crate::page::show::SharedRun;
use crate::page::svg::{self, Shape, Way};
use crate::page::thoughts::Sentences;
use crate::page::twin;
use crate::page::width::Width;
use crate::page::words;
use crate::play::{Lives, Side, Twin};
use crate::tell::{Lang, interface};

/// A run as the timeline shows it.
#[derive(Clone, PartialEq)]
pub struct Course {
    /// The run.
    pub run: SharedRun,
    /// How many steps are done.
    pub step: usize,
    /// The message whose story is bold.
    pub followed: Option<model::Message>,
    /// The steps in which a person broke something.
    pub broken: Vec<usize>,
}

/// A second run below the first.
#[derive(Clone)]
pub struct Beside {
    /// The second run.
    pub course: Course,
    /// Where the steps of both stand beside each other.
    pub twin: Rc<Twin>,
}

/// Two runs laid beside each other are equal to themselves alone.
impl PartialEq for Beside {
    fn eq(&self, other: &Self) -> bool {
        self.course == other.course && Rc::ptr_eq(&self.twin, &other.twin)
    }
}

/// What the timeline shows.
#[derive(Properties, Clone, PartialEq)]
pub struct Props {
    /// The language.
    pub lang: Lang,
    /// The run, or the first of two.
    pub course: Course,
    /// The second.
    #[prop_or_default]
    pub beside: Option<Beside>,
    /// The one that is told in words.
    #[prop_or_default]
    pub side: Side,
    /// What each of its steps did, as far as that is known.
    pub sentences: Sentences,
    /// How many columns are done: steps, or moments of both.
    pub moment: usize,
    /// The position between two of them.
    pub playhead: Playhead,
    /// Where wishes go.
    pub ask: Callback<Ask>,
}

impl Props {
    /// The runs that are shown.
    fn courses(&self) -> impl Iterator<Item = (Side, &Course)> {
        let second = self.beside.as_ref().map(|beside| (Side::Second, &beside.course));
        std::iter::once((Side::First, &self.course)).chain(second)
    }

    /// The one that is told in words.
    fn told(&self) -> &Course {
        match (&self.beside, self.side) {
            (Some(beside), Side::Second) => &beside.course,
            (Some(_), Side::First) | (None, _) => &self.course,
        }
    }

    /// The column in which the two first differ.
    fn parted(&self) -> Option<usize> {
        self.beside.as_ref().and_then(|beside| beside.twin.first_difference())
    }
}

/// How the timeline is arranged.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum View {
    /// A lane for each actor.
    Actors,
    /// A track for each message.
    Messages,
}

/// What a drawing of the timeline is made from.
pub struct Drawing<'props> {
    /// The language.
    pub lang: Lang,
    /// What is shown.
    pub course: &'props Course,
    /// The column in which two runs first differ.
    pub parted: Option<usize>,
    /// The run's stretches.
    pub lives: &'props Lives,
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
        self.course.followed.is_some_and(|followed| messages.contains(followed))
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

/// What happens to the timeline.
pub enum Message {
    /// It is wider or narrower, so many pixels.
    Wide(f64),
    /// The reader arranges it so.
    Arrange(View),
    /// A pointer is on it; while a finger is on it, it does not pan away under it.
    Pointer(PointerEvent),
    /// The run in words is opened or closed.
    Log(Log),
}

/// The timeline.
pub struct Timeline {
    /// One a run.
    lives: Vec<Lives>,
    view: View,
    log: Log,
    window: f64,
    /// How far it had panned when a finger came down.
    held: Option<f64>,
    sheets: NodeRef,
    tracks: NodeRef,
    watch: Option<Watch>,
    width: Option<Width>,
}

impl Component for Timeline {
    type Message = Message;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> Self {
        Self {
            lives: lives(ctx.props()),
            view: View::Actors,
            log: Log::Shut,
            window: 0.0,
            held: None,
            sheets: NodeRef::default(),
            tracks: NodeRef::default(),
            watch: None,
            width: None,
        }
    }

    fn update(&mut self, ctx: &Context<Self>, message: Message) -> bool {
        match message {
            Message::Wide(width) => std::mem::replace(&mut self.window, width) != width,
            Message::Arrange(view) => std::mem::replace(&mut self.view, view) != view,
            Message::Log(log) => std::mem::replace(&mut self.log, log) != log,
            Message::Pointer(event) => self.hear(ctx.props(), &event),
        }
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &Props) -> bool {
        if !ctx.props().courses().map(|(_, course)| &course.run).eq(old.courses().map(|(_, course)| &course.run)) {
            self.lives = lives(ctx.props());
        }
        ctx.props() != old
    }

    fn rendered(&mut self, ctx: &Context<Self>, first: bool) {
        if first {
            let wide = ctx.link().callback(Message::Wide);
            self.width = self.tracks.cast().and_then(|tracks| Width::watch(tracks, move |width| wide.emit(width)));
        }
        self.watch = self.sheets.cast().map(|sheets| self.move_along(ctx.props(), sheets));
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let props = ctx.props();
        let sheets = props.courses().zip(&self.lives).map(|((side, course), lives)| {
            let scale = self.scale(props, side);
            let drawn = scale.drawn(self.pan(props));
            let drawing = Drawing { lang: props.lang, course, parted: props.parted(), lives, scale, drawn };
            self.sheet(ctx, side, &drawing)
        });
        let sheets = Element::of("div", "sheets").known_as(&self.sheets).each(sheets);
        let Course { run, step, .. } = props.told();
        let Props { lang, sentences, ask, .. } = props;
        let panel = Panel { lang: *lang, run, step: *step, sentences, ask };
        Element::of("section", "time")
            .word("aria-label", interface::timeline(props.lang))
            .with(self.switch(ctx))
            .with(sheets.done())
            .with(log(&panel, self.log, ctx.link().callback(Message::Log)))
            .done()
    }
}

fn lives(props: &Props) -> Vec<Lives> {
    props.courses().map(|(_, course)| Lives::of(&course.run)).collect()
}

impl Timeline {
    /// A run's lanes or tracks, with its name where there are two.
    fn sheet(&self, ctx: &Context<Self>, side: Side, drawing: &Drawing) -> Html {
        let (Sheet { left, inner, right, height }, class) = match self.view {
            View::Actors => (actors::draw(drawing), "timebox"),
            View::Messages => (rails::draw(drawing), "timebox messages"),
        };
        let name = if ctx.props().beside.is_some() { twin::words::tag(side) } else { "" };
        let sheet = Element::of("div", class)
            .with(whole("left", height, left))
            .with(self.pointed(ctx, side).with(draw_tracks(drawing, inner, height)).done())
            .with(Element::of("div", "right").all(right).done());
        Element::of("div", "sheet").with(Element::of("b", "tag").say(name).done()).with(sheet.done()).done()
    }

    fn scale(&self, props: &Props, side: Side) -> Scale {
        let window = self.window.max(60.0);
        match &props.beside {
            Some(beside) => Scale::of_side(&beside.twin, side, window),
            None => Scale::new(props.course.run.steps(), window),
        }
    }

    fn pan(&self, props: &Props) -> f64 {
        self.held.unwrap_or_else(|| self.scale(props, Side::First).pan(props.moment as f64))
    }

    /// Moves the playhead and pans without drawing anything anew.
    fn move_along(&self, props: &Props, sheets: HtmlElement) -> Watch {
        let (scale, held) = (self.scale(props, Side::First), self.held);
        let go = move |position: f64| {
            let pan = held.unwrap_or_else(|| scale.pan(position));
            let style = sheets.style();
            let _ = style.set_property("--pan", &pixels(-pan));
            let _ = style.set_property("--head", &pixels(scale.end(position) - pan));
        };
        go(props.playhead.get());
        props.playhead.watch(go)
    }

    /// Seeks to where the pointer is. Says whether the timeline is held now and was not, or the other way round.
    fn hear(&mut self, props: &Props, event: &PointerEvent) -> bool {
        let Some(tracks) = self.tracks.cast::<web_sys::Element>() else { return false };
        let was = self.held;
        match event.type_().as_str() {
            "pointerdown" => {
                // Without capture a drag merely ends at the border.
                let _ = tracks.set_pointer_capture(event.pointer_id());
                self.held = Some(self.pan(props));
            }
            "pointermove" => {}
            _ => self.held = None,
        }
        if let Some(pan) = self.held {
            let scale = self.scale(props, Side::First);
            let x = f64::from(event.client_x()) - tracks.get_bounding_client_rect().left();
            props.ask.emit(Ask::To(scale.column_at(x.clamp(0.0, scale.window), pan)));
        }
        was != self.held
    }

    /// The part of the timeline that takes clicks and drags.
    fn pointed(&self, ctx: &Context<Self>, side: Side) -> Element {
        let kinds = [
            || ListenerKind::onpointerdown,
            || ListenerKind::onpointermove,
            || ListenerKind::onpointerup,
            || ListenerKind::onpointercancel,
        ];
        let hear = ctx.link().batch_callback(|event: Event| event.dyn_into().ok().map(Message::Pointer));
        let tracks = Element::of("div", "tracks");
        // Both are as wide, and stand at the same place.
        let tracks = if side == Side::First { tracks.known_as(&self.tracks) } else { tracks };
        kinds.into_iter().fold(tracks, |tracks, kind| tracks.on(kind, hear.clone()))
    }

    fn switch(&self, ctx: &Context<Self>) -> Html {
        let lang = ctx.props().lang;
        let choice = |view: View, words: &'static str| {
            let chosen = self.view == view;
            Element::of("button", if chosen { "on" } else { "" })
                .flag("aria-pressed", chosen)
                .on(|| ListenerKind::onclick, ctx.link().callback(move |_| Message::Arrange(view)))
                .say(words)
                .done()
        };
        Element::of("div", "seg2 views")
            .word("role", "group")
            .word("aria-label", words::arranged(lang))
            .with(choice(View::Actors, words::by_actor(lang)))
            .with(choice(View::Messages, words::by_message(lang)))
            .done()
    }
}

/// A drawing that is as high as the timeline. What it shows is said in words below.
fn whole(class: &'static str, height: f64, parts: Vec<Html>) -> Html {
    let whole = Shape::new("svg").word("class", class).word("aria-hidden", "true");
    whole.number("height", height + TICKS).all(parts).done()
}

/// What happened, the playhead over it, and a veil over what is still to come.
fn draw_tracks(drawing: &Drawing, mut inner: Vec<Html>, height: f64) -> Html {
    inner.push(ticks(drawing, height + 17.0));
    inner.push(drawing.parted.map_or_else(svg::nothing, |column| parted(&drawing.scale, column, height)));
    let veil = Shape::new("rect").word("class", "veil").number("width", drawing.scale.window);
    let head = vec![
        svg::path("play", Way::from((0.0, 4.0)).down(height)),
        svg::path("playh", Way::from((-5.0, -1.0)).across(5.0).down(3.0).to((0.0, 8.0)).to((-5.0, 3.0))),
    ];
    let parts = vec![
        band(&drawing.scale, drawing.course.step, height),
        svg::group("pan", inner),
        veil.number("height", height + TICKS).done(),
        svg::group("phead", head),
    ];
    whole("", height, parts)
}

/// The height of the numbers of the steps.
const TICKS: f64 = 28.0;

/// The column of the last step that is done.
fn band(scale: &Scale, step: usize, height: f64) -> Html {
    if step == 0 {
        return svg::nothing();
    }
    let x = scale.middle(step) - scale.column / 2.0;
    let band = Shape::new("rect").word("class", "band").number("x", x).number("y", 2.0);
    svg::group("pan", vec![band.number("width", scale.column).number("height", height - 2.0).done()])
}

/// Where two runs part.
fn parted(scale: &Scale, column: usize, height: f64) -> Html {
    svg::path("parted", Way::from((scale.end(column as f64 - 1.0), 2.0)).down(height))
}

/// The numbers of the steps.
fn ticks(drawing: &Drawing, y: f64) -> Html {
    let steps = drawing.drawn.0..=drawing.drawn.1;
    Shape::of("g", "ticks").each(steps.map(|step| tick(drawing, step, y))).done()
}

fn tick(drawing: &Drawing, step: usize, y: f64) -> Html {
    let fault = drawing.course.run.moment(step).action.is_some_and(|action| action.pace() == Pace::Fault);
    let (here, x) = (step == drawing.course.step, drawing.scale.middle(step));
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
