//! The page's state and everything that changes it.
//!
//! A struct component, because it moves sixty times a second: a frame moves the playhead, and only when the run has
//! come to another step are the panels asked whether they changed.

mod ask;
mod keys;
mod think;
mod view;

pub use ask::Ask;
use gloo_events::{EventListener, EventListenerOptions};
use gloo_render::{AnimationFrame, request_animation_frame};
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;
use yew::{AttrValue, Callback, Component, Context, Html};

use super::browser;
use super::clock::Clock;
use super::panel::Panel;
use super::playhead::Playhead;
use super::rest;
use super::show::{Frame, Outcome, Show};
use super::thinker::{Heard, Thinker};
use super::thoughts::{Broken, Sentences, Thoughts};
use crate::model::{Action, Consumer, Flag};
use crate::play::RecordError;
use crate::setup::{Broker, Carried, Cost, Costs, FaultKind, Field, FieldKind, SetupError, Theme, Value};
use crate::tell::{self, Lang};

/// What happens to the page.
pub enum Event {
    /// A reader asks for something.
    Asked(Ask),
    /// A key was pressed anywhere.
    Key(KeyboardEvent),
    /// The browser draws a frame, so many milliseconds after some start.
    Drawn(f64),
    /// The link was copied, or not.
    Copied(bool),
    /// The address has changed.
    Moved,
    /// The window has become narrow or wide, or the system's colours have changed.
    Surroundings,
    /// The worker says something.
    Heard(Heard),
    /// The rest of the code is there.
    Whole,
}

/// What the page has to say about itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Notice {
    /// The link can't be read.
    Refused(SetupError, AttrValue),
    /// The link's run can't be read.
    Unreadable(RecordError, AttrValue),
    /// The link's run went as recorded.
    Reproduced,
    /// The link's run went otherwise than recorded.
    Changed,
    /// The link is in the clipboard.
    Copied,
    /// The clipboard can't be reached.
    NotCopied,
    /// The settings were carried over to the other broker.
    Carried(Carried),
}

/// Who searches for the verdict.
enum Thinking {
    /// Nobody yet: the first picture comes first.
    NotYet,
    /// A worker that does not listen yet.
    Starting(Thinker),
    /// A worker.
    Worker(Thinker),
    /// Nobody can here.
    Broken,
}

/// The page.
pub struct App {
    show: Show,
    frame: Frame,
    /// What the page itself has last put behind the `#`.
    link: String,
    notice: Option<Notice>,
    /// The setting whose last value was refused, and why.
    refused: Option<(Field, String)>,
    /// The same of the race's figures.
    refused_cost: Option<(Cost, String)>,
    /// The consumer that faults strike, where a person chose one.
    struck: Option<Consumer>,
    /// What a person last tried to break in vain.
    vain: Option<FaultKind>,
    menu: bool,
    /// Whether the window is too narrow for the wide drawing.
    narrow: bool,
    clock: Clock,
    playhead: Playhead,
    /// What was shown before a found run took its place.
    left: Option<Show>,
    /// The furthest step that was shown of this run.
    furthest: usize,
    /// The broken promise that a person wants explained, where there are several.
    why: Option<Broken>,
    /// The flags that no run may raise, where a person asks what to change.
    promises: Vec<Flag>,
    /// Whether the table is open.
    table: bool,
    /// The cell of the table that a person wants to see.
    cell: Option<(usize, usize)>,
    thoughts: Thoughts,
    sentences: Sentences,
    thinker: Thinking,
    /// The language and colours that the browser knows of.
    dress: Option<(Lang, Theme)>,
    /// What the live region says.
    told: String,
    ask: Callback<Ask>,
    /// The same for what the stage asks.
    act: Callback<Action>,
    seek: Callback<usize>,
    strike: Callback<Consumer>,
    drawing: Option<AnimationFrame>,
    /// When the last frame was drawn, while frames follow each other.
    drawn: Option<f64>,
    /// Whether all of the code is there.
    whole: bool,
    /// Hears when the rest of it is, once it was asked for.
    rest: Option<EventListener>,
    /// What was asked for before that.
    waiting: Vec<Ask>,
    _listeners: Vec<EventListener>,
}

impl Component for App {
    type Message = Event;
    type Properties = ();

    fn create(ctx: &Context<Self>) -> Self {
        let mut app = Self {
            show: Show::story(""),
            frame: Frame::default(),
            link: String::new(),
            notice: None,
            refused: None,
            refused_cost: None,
            struck: None,
            vain: None,
            menu: false,
            narrow: browser::matches(NARROW),
            clock: Clock::new(0, browser::matches(LESS_MOTION)),
            playhead: Playhead::default(),
            left: None,
            furthest: 0,
            why: None,
            promises: vec![Flag::Lost],
            table: false,
            cell: None,
            thoughts: Thoughts::default(),
            sentences: Sentences::default(),
            thinker: Thinking::NotYet,
            dress: None,
            told: String::new(),
            ask: ctx.link().callback(Event::Asked),
            act: ctx.link().callback(|action| Event::Asked(Ask::Act(action))),
            seek: ctx.link().callback(|step| Event::Asked(Ask::Seek(step))),
            strike: ctx.link().callback(|consumer| Event::Asked(Ask::Strike(consumer))),
            drawing: None,
            drawn: None,
            whole: !rest::is_missing(),
            rest: None,
            waiting: Vec::new(),
            _listeners: listeners(ctx),
        };
        app.open();
        app.go_on(ctx);
        app
    }

    fn update(&mut self, ctx: &Context<Self>, event: Event) -> bool {
        let before = (self.clock.step(), self.clock.told(), self.clock.is_moving());
        let changed = match event {
            Event::Drawn(time) => {
                self.pass(time);
                (self.clock.step(), self.clock.told(), self.clock.is_moving()) != before
            }
            Event::Asked(ask) => {
                self.answer(ctx, ask);
                true
            }
            Event::Key(key) => self.press(&key),
            Event::Copied(well) => {
                self.notice = Some(if well { Notice::Copied } else { Notice::NotCopied });
                true
            }
            Event::Moved => self.moved(),
            Event::Surroundings => {
                self.narrow = browser::matches(NARROW);
                true
            }
            Event::Heard(heard) => self.hear(heard),
            Event::Whole => {
                self.whole = true;
                for ask in std::mem::take(&mut self.waiting) {
                    self.answer(ctx, ask);
                }
                true
            }
        };
        self.furthest = self.furthest.max(self.clock.step());
        if changed {
            self.sentences = self.thoughts.sentences(&self.told_run());
            self.tell();
        } else {
            self.playhead.set(self.clock.shown());
        }
        self.fetch_the_rest(ctx);
        if changed {
            self.think();
        }
        self.go_on(ctx);
        changed
    }

    /// What moves with the playhead must know the run before it hears of a position in it.
    fn rendered(&mut self, _ctx: &Context<Self>, _first: bool) {
        self.playhead.set(self.clock.shown());
    }

    fn view(&self, _ctx: &Context<Self>) -> Html {
        self.html()
    }
}

/// Where the window is too narrow for the wide drawing.
const NARROW: &str = "(max-width: 760px)";
/// The system's colours.
pub const DARK: &str = "(prefers-color-scheme: dark)";
pub const LESS_MOTION: &str = "(prefers-reduced-motion: reduce)";

/// Keys pressed anywhere, changes of the address by hand, changes of the window and of the system's colours.
fn listeners(ctx: &Context<App>) -> Vec<EventListener> {
    let Some(window) = web_sys::window() else { return Vec::new() };
    let (link, options) = (ctx.link().clone(), EventListenerOptions::enable_prevent_default());
    let keys = EventListener::new_with_options(&window, "keydown", options, move |event| {
        if let Some(key) = event.dyn_ref::<KeyboardEvent>() {
            link.send_message(Event::Key(key.clone()));
        }
    });
    let link = ctx.link().clone();
    let address = EventListener::new(&window, "hashchange", move |_| link.send_message(Event::Moved));
    let mut listeners = vec![keys, address];
    for query in [NARROW, DARK] {
        if let Ok(Some(media)) = window.match_media(query) {
            let link = ctx.link().clone();
            listeners.push(EventListener::new(&media, "change", move |_| link.send_message(Event::Surroundings)));
        }
    }
    listeners
}

impl App {
    fn lang(&self) -> Lang {
        self.frame.lang.map_or_else(browser::language, Lang::from)
    }

    /// Shows what the address asks for.
    fn open(&mut self) {
        let fragment = browser::fragment();
        let (show, frame, outcome) = Show::open(&fragment);
        self.notice = notice(outcome, fragment);
        (self.show, self.frame, self.refused, self.refused_cost) = (show, frame, None, None);
        self.clock.load(self.show.run.steps());
        if let Some((first, last)) = self.frame.steps {
            self.clock.limit(first as usize - 1, last as usize);
        }
        self.dress();
        self.write_link();
    }

    fn moved(&mut self) -> bool {
        let foreign = browser::fragment() != self.link;
        if foreign {
            self.open();
        }
        foreign
    }

    /// Tells the browser once: each time it is told, it works out every element's style again.
    fn dress(&mut self) {
        let dress = (self.lang(), self.frame.theme.unwrap_or_default());
        if self.dress.replace(dress) != Some(dress) {
            browser::dress(dress.0, dress.1);
        }
    }

    fn write_link(&mut self) {
        let link = self.show.link(self.frame);
        if link != self.link || link != browser::fragment() {
            browser::replace_fragment(&link);
            self.link = link;
        }
    }

    /// Asks for the next frame while anything moves.
    fn go_on(&mut self, ctx: &Context<Self>) {
        if !self.clock.is_moving() {
            (self.drawing, self.drawn) = (None, None);
        } else if self.drawing.is_none() {
            let link = ctx.link().clone();
            self.drawing = Some(request_animation_frame(move |time| link.send_message(Event::Drawn(time))));
        }
    }

    fn pass(&mut self, time: f64) {
        self.drawing = None;
        if let Some(last) = self.drawn.replace(time) {
            self.clock.advance(time - last);
        }
    }

    /// What the live region says: the step at which the reader stopped. Nobody can listen to a run that plays.
    fn tell(&mut self) {
        if !self.clock.is_playing() {
            self.told = tell::plain(self.sentences.of(self.clock.step()));
        }
    }

    fn answer(&mut self, ctx: &Context<Self>, ask: Ask) {
        let passing = matches!(self.notice, Some(Notice::Copied | Notice::NotCopied));
        let carried = matches!(self.notice, Some(Notice::Carried(_)));
        if passing || ask == Ask::Dismiss || carried && matches!(ask, Ask::Return | Ask::Story(_)) {
            self.notice = None;
        }
        (self.refused, self.refused_cost, self.vain) = (None, None, None);
        if !self.grant_at_once(&ask) {
            if self.whole {
                self.grant(ctx, ask);
            } else {
                self.waiting.push(ask);
            }
        }
        self.dress();
        self.write_link();
    }

    /// Grants what moves the run or breaks it, for which no more code is needed than for the first picture. Says whether
    /// it was that.
    fn grant_at_once(&mut self, ask: &Ask) -> bool {
        match *ask {
            Ask::Toggle => self.clock.toggle(),
            Ask::Start => self.clock.start(),
            Ask::Back => self.clock.back(),
            Ask::On => self.clock.on(),
            Ask::End => self.clock.end(),
            Ask::Seek(step) => self.clock.jump(step),
            Ask::Speed(place) => self.clock.set_speed(place),
            Ask::Act(action) => self.break_by(action),
            Ask::Strike(consumer) => self.struck = Some(consumer),
            Ask::InVain(kind) => self.vain = Some(kind),
            Ask::Dismiss => {}
            _ => return false,
        }
        true
    }

    #[inline(never)]
    fn grant(&mut self, ctx: &Context<Self>, ask: Ask) {
        match ask {
            Ask::Set(Field::Broker, value) => self.switch(value),
            Ask::Set(field, value) => self.set(field, Ok(value)),
            Ask::Text(field, text) => self.set(field, read(field, &text)),
            Ask::Story(name) if name.is_empty() => self.play(self.show.without_story()),
            Ask::Story(name) => self.play(Show::story(&name)),
            Ask::OwnSettings => self.play(self.show.with_own_settings()),
            Ask::Mend => self.mend(),
            Ask::Menu => self.menu = !self.menu,
            Ask::Language => self.frame.lang = Some(self.lang().other().into()),
            Ask::Theme => self.frame.theme = next_theme(self.frame.theme, browser::matches(DARK)),
            Ask::CopyLink => {
                let copied = ctx.link().callback(Event::Copied);
                browser::copy(browser::address(), move |well| copied.emit(well));
            }
            Ask::Find(flag) => self.find(flag),
            Ask::StopSearch => {
                let stop = self.thoughts.ask_to_stop();
                self.put(Some(stop));
            }
            Ask::SearchOn => {
                let further = self.thoughts.ask_further();
                self.put(Some(further));
            }
            Ask::Dice => self.play(self.show.with_chance()),
            Ask::Why(flag, message) => self.why = Some((flag, message)),
            Ask::WhatIf => {
                let asked = self.why_question().and_then(|why| self.thoughts.ask_what_if(why));
                self.put(asked);
            }
            Ask::Promise(flag) => match self.promises.iter().position(|promise| *promise == flag) {
                Some(place) => drop(self.promises.remove(place)),
                None => self.promises.push(flag),
            },
            Ask::Repair => {
                let asked = self.thoughts.ask_repair(self.wanted());
                self.put(asked);
            }
            Ask::StopRepair => {
                let stop = self.thoughts.stop_repair();
                self.put(Some(stop));
            }
            Ask::Return => {
                if let Some(left) = self.left.take() {
                    self.play(left);
                }
            }
            Ask::Apply(set) => self.apply(set),
            Ask::Table => self.table = !self.table,
            Ask::Cell(row, column) => self.cell = Some((row, column)),
            Ask::PlayCell(row, column, flag) => self.play_cell(row, column, flag),
            Ask::Race => self.frame.race = if self.frame.race.is_some() { None } else { Some(Costs::default()) },
            Ask::Cost(cost, text) => self.set_cost(cost, &text),
            Ask::Costs(costs) => self.frame.race = Some(costs),
            Ask::ShowWay(contestant) => self.show_way(contestant),
            Ask::PlayLoss(contestant) => self.play_loss(contestant),
            Ask::TryChange(place) => self.try_change(place),
            // These are granted at once.
            Ask::Toggle | Ask::Start | Ask::Back | Ask::On | Ask::End | Ask::Seek(_) | Ask::Speed(_) => {}
            Ask::Act(_) | Ask::Strike(_) | Ask::InVain(_) | Ask::Dismiss => {}
        }
    }

    /// Changes a setting; a value that can't be taken is said beside the control, and the last good one stays.
    fn set(&mut self, field: Field, value: Result<Value, SetupError>) {
        match value.and_then(|value| Ok((value, self.show.with(field, value)?))) {
            Ok((value, _)) if value == field.get(&self.show.setup) => {}
            Ok((_, show)) => self.play(show),
            Err(error) => self.refused = Some((field, tell::setup_error(&error, self.lang()))),
        }
    }

    /// Changes a figure of the race; one that can't be taken is said beside the others, and the last good one stays.
    fn set_cost(&mut self, cost: Cost, text: &str) {
        match self.frame.race.unwrap_or_default().read(cost, text.trim()) {
            Ok(costs) => self.frame.race = Some(costs),
            Err(error) => self.refused_cost = Some((cost, tell::setup_error(&error, self.lang()))),
        }
    }

    /// The other broker, with the settings that correspond; what was shown can be had back.
    fn switch(&mut self, value: Value) {
        let broker = Broker::ALL.iter().copied().find(|broker| value == Value::Choice(broker.name()));
        let Some(broker) = broker.filter(|broker| *broker != self.show.setup.broker) else { return };
        let carried = self.show.setup.carried_to(broker);
        self.left = Some(self.show.clone());
        self.play(Show::of(carried.setup));
        self.notice = Some(Notice::Carried(carried));
    }

    /// What the panels are given.
    fn panel(&self) -> Panel<'_> {
        Panel {
            lang: self.lang(),
            run: &self.show.run,
            step: self.clock.step(),
            sentences: &self.sentences,
            ask: &self.ask,
        }
    }

    /// The same, at the furthest step that was shown.
    fn panel_so_far(&self) -> Panel<'_> {
        Panel { step: self.furthest.min(self.show.run.steps()), ..self.panel() }
    }

    /// Shows another run, from its start.
    fn play(&mut self, show: Show) {
        self.show = show;
        self.furthest = 0;
        self.clock.load(self.show.run.steps());
        self.leave_link();
    }

    fn break_by(&mut self, action: Action) {
        let position = self.clock.step();
        // Between two frames the run may have moved past the moment in which this was possible.
        if let Ok(show) = self.show.fork(position, action) {
            (self.show, self.furthest) = (show, position);
            self.clock.fork(position, self.show.run.steps());
            self.leave_link();
        }
    }

    fn mend(&mut self) {
        let first = self.show.broken_steps().first().copied();
        self.show = self.show.mended();
        self.clock.load(self.show.run.steps());
        self.clock.jump(first.map_or(0, |step| step - 1));
        self.leave_link();
    }

    /// What is shown is no longer what the link said: its range and its notice do not fit any more.
    fn leave_link(&mut self) {
        (self.frame.steps, self.notice, self.why) = (None, None, None);
    }
}

/// The value that a person typed; nothing at all stands for a limit that is not set.
fn read(field: Field, text: &str) -> Result<Value, SetupError> {
    let optional = matches!(field.kind(), FieldKind::OptionalNumber { .. });
    field.read(if optional && text.is_empty() { "null" } else { text.trim() })
}

fn notice(outcome: Outcome, fragment: String) -> Option<Notice> {
    match outcome {
        Outcome::Plain => None,
        Outcome::Refused(error) => Some(Notice::Refused(error, fragment.into())),
        Outcome::Unreadable(error) => Some(Notice::Unreadable(error, fragment.into())),
        Outcome::Reproduced => Some(Notice::Reproduced),
        Outcome::Changed => Some(Notice::Changed),
    }
}

/// As the system says, then otherwise than it says, then as it happens to say now, and again.
const fn next_theme(theme: Option<Theme>, system_is_dark: bool) -> Option<Theme> {
    match (theme, system_is_dark) {
        (None | Some(Theme::Auto), true) => Some(Theme::Light),
        (None | Some(Theme::Auto), false) => Some(Theme::Dark),
        (Some(Theme::Light), true) => Some(Theme::Dark),
        (Some(Theme::Dark), false) => Some(Theme::Light),
        (Some(Theme::Light), false) | (Some(Theme::Dark), true) => None,
    }
}
