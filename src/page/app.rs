//! The page's state and everything that changes it.
//!
//! A struct component, because it moves sixty times a second: a frame moves the playhead, and only when the run has
//! come to another step are the panels asked whether they changed.

mod ask;
mod challenge;
mod check;
mod client;
mod embed;
mod grant;
pub mod keys;
mod shelf;
mod think;
mod twin;
mod view;

use std::rc::Rc;

pub use ask::Ask;
use gloo_events::{EventListener, EventListenerOptions};
use gloo_render::{AnimationFrame, request_animation_frame};
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;
use yew::{AttrValue, Callback, Component, Context, Html};

use super::browser;
use super::clock::Clock;
use super::embed::Chosen;
use super::library::Search;
use super::panel::Panel;
use super::playhead::Playhead;
use super::rest;
use super::show::{Frame, Outcome, Show};
use super::tales::Tales;
use super::thinker::{Heard, Thinker};
use super::thoughts::{Broken, Sentences, Thoughts};
use crate::model::{Action, Consumer, Flag};
use crate::play::{Change, RecordError, Side};
use crate::setup::{Carried, Client, Cost, FaultKind, Field, SetupError, Theme};
use crate::tell::client::Library;
use crate::tell::export::Form;
use crate::tell::{self, Lang};
use twin::Pair;

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
    /// The file to take home was copied, or not.
    FileCopied(bool),
    /// The address has changed.
    Moved,
    /// A dialog was closed.
    Closed,
    /// The window has become narrow or wide, or the system's colours have changed.
    Surroundings,
    /// The worker says something.
    Heard(Heard),
    /// The rest of the code is there.
    Whole,
    /// The file with the words of stories in this language has come, or can't be had.
    Words(Lang, Option<String>),
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
    Changed(Change),
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
    /// The run beside that one.
    pair: Option<Pair>,
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
    /// The flags that no run may raise, where a person has said which: what is the least to change for that?
    promises: Option<Vec<Flag>>,
    /// What is known of the challenge.
    challenge: challenge::Progress,
    /// As what a reader takes the run home.
    home: Option<Form>,
    /// Whether that file was copied, once somebody tried.
    copied: Option<bool>,
    /// What an author wants to put into another page.
    embedding: Option<Chosen>,
    /// Whether the table is open.
    table: bool,
    /// The client in which the settings are shown, if they are.
    client: Option<Library>,
    /// The client whose settings were checked, which is shown first.
    spoken: Option<Library>,
    /// The file of it that was copied last.
    code_copied: Option<usize>,
    /// Whether the panel for settings files is open.
    checks: bool,
    /// The settings file that was asked about last, and of which library it is.
    pasted: Option<(String, Option<Client>)>,
    /// Whether what it says is to be shown once it is known.
    awaits_check: bool,
    /// The cell of the table that a person wants to see.
    cell: Option<(usize, usize)>,
    thoughts: Thoughts,
    sentences: Sentences,
    thinker: Thinking,
    /// The language and colours that the browser knows of.
    dress: Option<(Lang, Theme)>,
    /// The class of what is brought into view once it is drawn.
    bring: Option<&'static str>,
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
    /// What a reader looks for in the library.
    search: Search,
    /// Whether the run stands still only as long as the library hides it.
    held: bool,
    /// The dialog that opens once it is drawn.
    opening: Option<&'static str>,
    /// The words of stories, in the language in which they came last.
    tales: Option<Rc<Tales>>,
    /// The language in which they were asked for last.
    asked_tales: Option<Lang>,
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
            pair: None,
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
            promises: None,
            challenge: challenge::Progress::default(),
            home: None,
            copied: None,
            embedding: None,
            table: false,
            client: None,
            spoken: None,
            code_copied: None,
            checks: false,
            pasted: None,
            awaits_check: false,
            cell: None,
            thoughts: Thoughts::default(),
            sentences: Sentences::default(),
            thinker: Thinking::NotYet,
            dress: None,
            bring: None,
            told: String::new(),
            ask: ctx.link().callback(Event::Asked),
            act: ctx.link().callback(|action| Event::Asked(Ask::Act(action))),
            seek: ctx.link().callback(|step| Event::Asked(Ask::Seek(step))),
            strike: ctx.link().callback(|consumer| Event::Asked(Ask::Strike(consumer))),
            drawing: None,
            drawn: None,
            whole: !rest::is_missing(),
            rest: None,
            search: Search::default(),
            held: false,
            opening: None,
            tales: None,
            asked_tales: None,
            waiting: Vec::new(),
            _listeners: listeners(ctx),
        };
        app.open();
        app.go_on(ctx);
        if !app.clock.is_moving() {
            // No frame will come by itself: what is fetched and asked beside the picture begins all the same.
            ctx.link().send_message(Event::Surroundings);
        }
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
            Event::Key(key) => keys::steer(&mut self.clock, &key),
            Event::Copied(well) => {
                self.notice = Some(if well { Notice::Copied } else { Notice::NotCopied });
                true
            }
            Event::FileCopied(well) => {
                self.copied = Some(well);
                true
            }
            Event::Moved => self.moved(),
            Event::Closed => {
                let held = std::mem::take(&mut self.held);
                if held {
                    self.clock.toggle();
                }
                held
            }
            Event::Surroundings => {
                self.narrow = browser::matches(NARROW);
                true
            }
            Event::Heard(heard) => self.hear(heard),
            Event::Words(lang, text) => self.put_on_shelf(lang, text),
            Event::Whole => {
                self.whole = true;
                for ask in std::mem::take(&mut self.waiting) {
                    self.answer(ctx, ask);
                }
                self.say_link();
                true
            }
        };
        self.furthest = self.furthest.max(self.clock.step());
        if changed && self.frame.level.is_some() {
            self.follow_level();
            self.say_link();
        }
        if changed {
            self.sentences = self.thoughts.sentences(self.side(), &self.told_run());
            self.tell();
        } else {
            self.move_playheads();
        }
        self.fetch_the_rest(ctx);
        if changed {
            self.fetch_tales(ctx);
            self.think();
        }
        self.go_on(ctx);
        changed
    }

    /// What moves with the playhead must know the run before it hears of a position in it.
    fn rendered(&mut self, _ctx: &Context<Self>, _first: bool) {
        self.move_playheads();
        if let Some(dialog) = self.opening.take() {
            browser::open_dialog(dialog);
        }
        if let Some(class) = self.bring.take() {
            browser::show_top_of(class);
        }
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
    let link = ctx.link().clone();
    // It does not rise from the dialog.
    let capture = EventListenerOptions::run_in_capture_phase();
    let closed = EventListener::new_with_options(&window, "close", capture, move |_| link.send_message(Event::Closed));
    let mut listeners = vec![keys, address, closed];
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
        self.challenge.begin();
        self.renew();
        self.clock.load(self.moments());
        if self.frame.level.is_some() {
            self.wait_for_a_fault();
        }
        if let Some((first, last)) = self.frame.steps {
            let [first, last] = [first as usize - 1, last as usize].map(|step| self.moment(Side::First, step));
            self.clock.limit(first, last);
        }
        self.dress();
        self.say_link();
    }

    /// What the panels are given.
    fn panel(&self) -> Panel<'_> {
        Panel {
            lang: self.lang(),
            run: &self.shown().run,
            step: self.step(),
            sentences: &self.sentences,
            ask: &self.ask,
        }
    }

    /// The same, at the furthest step that was shown.
    fn panel_so_far(&self) -> Panel<'_> {
        Panel { step: self.step_at(self.side(), self.furthest).min(self.shown().run.steps()), ..self.panel() }
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

    /// The address says what is shown, as soon as the rest of the code is there, which writes links.
    fn say_link(&mut self) {
        if self.whole {
            self.write_link();
        }
    }

    #[inline(never)]
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
            self.told = tell::plain(self.sentences.of(self.step()));
        }
    }
}

fn notice(outcome: Outcome, fragment: String) -> Option<Notice> {
    match outcome {
        Outcome::Plain => None,
        Outcome::Refused(error) => Some(Notice::Refused(error, fragment.into())),
        Outcome::Unreadable(error) => Some(Notice::Unreadable(error, fragment.into())),
        Outcome::Reproduced => Some(Notice::Reproduced),
        Outcome::Changed(change) => Some(Notice::Changed(change)),
    }
}
