//! The race itself: it moves sixty times a second, so a frame repaints what has moved and draws nothing anew. The worker
//! runs it; until it has, the last one stays.

use std::rc::Rc;

use gloo_render::{AnimationFrame, request_animation_frame};
use web_sys::{Element as Node, Event, HtmlElement, HtmlInputElement};
use yew::virtual_dom::ListenerKind;
use yew::{Callback, Component, Context, Html, NodeRef, Properties};

use super::row::{Axis, row};
use crate::page::app::{Ask, LESS_MOTION};
use crate::page::browser;
use crate::page::element::{Element, told};
use crate::page::icon::Icon;
use crate::page::panel::{button, heard, value_of};
use crate::page::thoughts::Bought;
use crate::page::words;
use crate::play::race::{Contestant, Race, as_measured, measured};
use crate::setup::{Broker, Cost, Costs};
use crate::tell::{self, Lang};

/// What the race is run with.
#[derive(Properties, Clone)]
pub struct Props {
    /// The language.
    pub lang: Lang,
    /// What things cost.
    pub costs: Costs,
    /// The last race that was run.
    pub race: Option<Rc<Race>>,
    /// Whether nobody can run one here.
    pub broken: bool,
    /// The figure that was refused last, and why.
    pub refused: Option<(Cost, String)>,
    /// What each way to send is worth, as far as that is known.
    pub bought: Vec<Option<Bought>>,
    /// Where wishes go.
    pub ask: Callback<Ask>,
}

/// A race is equal to itself alone.
impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        let Self { lang, costs, race, broken, refused, bought, ask } = self;
        (lang, costs, broken, refused) == (&other.lang, &other.costs, &other.broken, &other.refused)
            && (bought, ask) == (&other.bought, &other.ask)
            && race.as_ref().map(Rc::as_ptr) == other.race.as_ref().map(Rc::as_ptr)
    }
}

/// What happens to the race.
pub enum Message {
    /// Play or pause.
    Toggle,
    /// To this thousandth of the race.
    Seek(String),
    /// The browser draws a frame, so many milliseconds after some start.
    Drawn(f64),
}

/// The parts of a lane that move.
#[derive(Default)]
pub struct Moving {
    /// What is written.
    pub written: NodeRef,
    /// What is through.
    pub through: NodeRef,
    /// How many that are, or the time it took.
    pub count: NodeRef,
}

/// The race.
pub struct Lanes {
    /// Microseconds from the start.
    shown: f64,
    drawing: Option<AnimationFrame>,
    /// When the last frame was drawn, while frames follow each other.
    drawn: Option<f64>,
    lanes: Vec<Moving>,
    slider: NodeRef,
    clock: NodeRef,
}

/// Milliseconds that the whole race takes on the screen.
const LENGTH: f64 = 9000.0;
/// Places of the slider.
const PLACES: u32 = 1000;

impl Component for Lanes {
    type Message = Message;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> Self {
        Self {
            shown: telling_moment(ctx.props()),
            drawing: None,
            drawn: None,
            lanes: Contestant::ALL.iter().map(|_| Moving::default()).collect(),
            slider: NodeRef::default(),
            clock: NodeRef::default(),
        }
    }

    fn update(&mut self, ctx: &Context<Self>, message: Message) -> bool {
        match message {
            Message::Toggle => self.toggle(ctx),
            Message::Seek(place) => {
                self.stop();
                self.shown = f64::from(place.parse().unwrap_or(PLACES)) / f64::from(PLACES) * end(ctx.props());
            }
            Message::Drawn(time) => {
                self.pass(ctx, time);
                self.paint(ctx.props());
                return self.drawing.is_none();
            }
        }
        true
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &Props) -> bool {
        let costs = |props: &Props| props.race.as_ref().map(|race| race.costs);
        if costs(ctx.props()) != costs(old) {
            self.stop();
            self.shown = telling_moment(ctx.props());
        }
        ctx.props() != old
    }

    /// What moves is empty where it is drawn, and painted afterwards.
    fn rendered(&mut self, ctx: &Context<Self>, _first: bool) {
        self.paint(ctx.props());
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let Props { lang, costs, race, broken, refused, ask, .. } = ctx.props();
        let run = match race {
            Some(race) => self.run(ctx, race),
            None if *broken => Element::of("p", "about").say(words::no_worker(*lang)).done(),
            None => Element::of("p", "about late").say("…").done(),
        };
        let busy = race.as_ref().is_some_and(|race| race.costs != *costs);
        let place = Element::new("div").flag("aria-busy", busy).with(run).done();
        Element::of("div", "race").with(figures(costs, refused.as_ref(), *lang, ask)).with(place).done()
    }
}

/// Where the race stands while nobody plays it: when the careful and quick one is through, and the others are on their
/// way.
fn telling_moment(props: &Props) -> f64 {
    props.race.as_ref().map_or(0.0, |race| race.lane(Contestant::ConfirmWindow).end().into())
}

fn end(props: &Props) -> f64 {
    props.race.as_ref().map_or(0.0, |race| race.end().into())
}

impl Lanes {
    fn is_playing(&self) -> bool {
        self.drawing.is_some()
    }

    fn stop(&mut self) {
        (self.drawing, self.drawn) = (None, None);
    }

    /// Plays from the start, unless it was stopped on the way. Where less motion is wanted, the end comes at once.
    fn toggle(&mut self, ctx: &Context<Self>) {
        if self.is_playing() {
            return self.stop();
        }
        let end = end(ctx.props());
        if browser::matches(LESS_MOTION) {
            self.shown = end;
            return;
        }
        if self.shown >= end || self.shown == telling_moment(ctx.props()) {
            self.shown = 0.0;
        }
        self.go_on(ctx);
    }

    fn go_on(&mut self, ctx: &Context<Self>) {
        let link = ctx.link().clone();
        self.drawing = Some(request_animation_frame(move |time| link.send_message(Message::Drawn(time))));
    }

    fn pass(&mut self, ctx: &Context<Self>, time: f64) {
        self.drawing = None;
        let passed = self.drawn.replace(time).map_or(0.0, |last| (time - last).clamp(0.0, 100.0));
        let end = end(ctx.props());
        self.shown = (self.shown + passed / LENGTH * end).min(end);
        if self.shown < end {
            self.go_on(ctx);
        } else {
            self.stop();
        }
    }

    fn paint(&self, props: &Props) {
        let Props { lang, race: Some(race), .. } = props else { return };
        let (lang, now) = (*lang, self.shown as u32);
        for (lane, moving) in race.lanes.iter().zip(&self.lanes) {
            let (written, through) = (lane.written_by(now), lane.through_by(now));
            widen(&moving.written, written);
            widen(&moving.through, through);
            let done = now >= lane.end();
            say(&moving.count, &if done { tell::race::time(lane.end(), lang) } else { through.to_string() });
        }
        let (now, whole) = (tell::race::time(now, lang), tell::race::time(race.end(), lang));
        say(&self.clock, &format!("{now} / {whole}"));
        if let Some(slider) = self.slider.cast::<HtmlInputElement>() {
            let place = self.shown / end(props) * f64::from(PLACES);
            slider.set_value(&(place as u32).to_string());
            let _ = slider.set_attribute("aria-valuetext", &now);
        }
    }

    fn run(&self, ctx: &Context<Self>, race: &Race) -> Html {
        let lang = ctx.props().lang;
        let line = |words: String| Element::of("p", "about").with(told(words)).done();
        let at_once = |contestant| measured(contestant).map_or(1, |measured| measured.batch);
        let origin = tell::race::origin(at_once(Contestant::TxPerBatch), at_once(Contestant::ConfirmWindow), lang);
        Element::of("div", "race")
            .with(Element::of("p", "outcome").with(told(tell::race::outcome(race, lang))).done())
            .with(self.player(ctx))
            .with(self.table(ctx.props(), race))
            .with(line(words::race_faults(lang).to_owned()))
            .with(line(origin))
            .done()
    }

    fn player(&self, ctx: &Context<Self>) -> Html {
        let lang = ctx.props().lang;
        let (words, icon) = match self.is_playing() {
            true => (words::race_pause(lang), Icon::Pause),
            false => (words::race_play(lang), Icon::Play),
        };
        let play = Element::of("button", "main").word("data-do", "race-play");
        let play = play.on(|| ListenerKind::onclick, ctx.link().callback(|_| Message::Toggle));
        let seek = ctx.link().callback(|event: Event| Message::Seek(value_of(&event)));
        let slider = Element::of("input", "scrub")
            .word("type", "range")
            .word("data-do", "race-time")
            .word("min", "0")
            .number("max", PLACES.into())
            .word("aria-label", words::race_time(lang))
            .known_as(&self.slider)
            .on(|| ListenerKind::oninput, seek);
        Element::of("div", "player btns")
            .with(play.with(icon.draw()).say(words).done())
            .with(slider.done())
            .with(Element::new("b").known_as(&self.clock).done())
            .done()
    }

    fn table(&self, props: &Props, race: &Race) -> Html {
        let axis = Axis::of(race);
        let rows = [Broker::Rabbitmq, Broker::Kafka].into_iter().flat_map(|broker| {
            let of_broker = Contestant::ALL.iter().filter(move |contestant| contestant.broker() == broker);
            let rows = of_broker.map(|contestant| row(props, race, &axis, *contestant, &self.lanes));
            std::iter::once(conditions(broker, props.lang)).chain(rows.collect::<Vec<_>>())
        });
        Element::new("table").with(head(&axis, props.lang)).with(Element::new("tbody").each(rows).done()).done()
    }
}

/// The heads of the columns, with what the lanes' shades mean.
fn head(axis: &Axis, lang: Lang) -> Html {
    let column = |words: &'static str| Element::new("th").word("scope", "col").say(words);
    let shade = |class: &'static str, words: &'static str| {
        Element::new("span").with(Element::of("i", class).done()).say(words).done()
    };
    let lanes = Element::new("th")
        .word("scope", "col")
        .with(shade("through", words::race_known(lang)))
        .with(shade("through unknown", words::race_unknown(lang)))
        .with(shade("written", words::race_written(lang)))
        .with(measured_sign("sm", lang));
    let cells = Element::new("tr")
        .with(column(words::race_way(lang)).done())
        .with(lanes.done())
        .with(column(words::race_times(lang)).with(measured_sign("", lang)).with(axis.numbers()).done())
        .with(column(words::race_wait(lang)).done())
        .with(column(words::race_lost(lang)).word("title", words::race_faults(lang)).done());
    Element::new("thead").with(cells.done()).done()
}

/// What the measured figures are marked with. On a narrow screen it stands with the lanes' shades.
fn measured_sign(class: &'static str, lang: Lang) -> Html {
    Element::of("span", class).with(Element::of("i", "theirs").done()).say(words::race_measured(lang)).done()
}

/// Under which conditions the ways below send.
fn conditions(broker: Broker, lang: Lang) -> Html {
    let name = match broker {
        Broker::Rabbitmq => "RabbitMQ",
        Broker::Kafka => "Kafka",
    };
    let words = Element::new("small").say(tell::race::conditions(broker, lang)).done();
    let head = Element::new("th").word("scope", "rowgroup").word("colspan", "5");
    Element::of("tr", "group").with(head.with(Element::new("b").say(name).done()).with(words).done()).done()
}

/// What things cost, to be changed.
fn figures(costs: &Costs, refused: Option<&(Cost, String)>, lang: Lang, ask: &Callback<Ask>) -> Html {
    let choice = |name: &'static str, words: &'static str, set: Costs| {
        let button = button(ask, Ask::Costs(set)).word("class", "quiet").word("data-do", name);
        button.has("disabled", *costs == set).say(words).done()
    };
    let why = refused.map(|(_, why)| why.clone()).unwrap_or_default();
    Element::of("fieldset", "costs")
        .with(Element::of("legend", "hidden").say(words::race_costs(lang)).done())
        .each(Cost::ALL.iter().map(|cost| figure(costs, *cost, refused, lang, ask)))
        .with(
            Element::of("div", "sets")
                .with(choice("race-usual", words::race_usual(lang), Costs::default()))
                .with(choice("race-as-measured", words::race_as_measured(lang), as_measured()))
                .done(),
        )
        .with(Element::of("p", "badtext").word("id", "refused-cost").word("role", "alert").with(told(why)).done())
        .done()
}

fn figure(costs: &Costs, cost: Cost, refused: Option<&(Cost, String)>, lang: Lang, ask: &Callback<Ask>) -> Html {
    let input = Element::new("input")
        .word("type", "text")
        .word("inputmode", "decimal")
        .word("autocomplete", "off")
        .word("data-cost", cost.name())
        .word("aria-describedby", "refused-cost")
        .flag("aria-invalid", refused.is_some_and(|(of, _)| *of == cost))
        .value(costs.written(cost))
        .on(|| ListenerKind::onchange, heard(ask, move |text| Ask::Cost(cost, text)));
    let number = Element::of("span", "num").with(input.done()).done();
    Element::new("label")
        .with(Element::new("span").say(tell::race::cost(cost, lang)).done())
        .with(number)
        .with(Element::new("small").say(tell::race::unit(cost.unit(), lang)).done())
        .done()
}

/// A lane has room for a hundred messages.
fn widen(node: &NodeRef, messages: usize) {
    if let Some(node) = node.cast::<HtmlElement>() {
        let _ = node.style().set_property("width", &format!("{messages}%"));
    }
}

fn say(node: &NodeRef, words: &str) {
    if let Some(node) = node.cast::<Node>() {
        node.set_text_content(Some(words));
    }
}
