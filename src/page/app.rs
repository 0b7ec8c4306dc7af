//! The page's state and everything that changes it.
//!
//! A struct component, because it moves sixty times a second: a frame moves the playhead, and only when the run has
//! come to another step are the panels asked whether they changed.

mod keys;
mod view;

use gloo_events::{EventListener, EventListenerOptions};
use gloo_render::{AnimationFrame, request_animation_frame};
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;
use yew::{AttrValue, Callback, Component, Context, Html};

use super::browser;
use super::clock::Clock;
use super::playhead::Playhead;
use super::show::{Frame, Outcome, Show};
use crate::model::{Action, Message};
use crate::play::RecordError;
use crate::setup::{Field, SetupError, Theme, Value};
use crate::tell::{self, Lang};

/// What a reader can ask of the page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Ask {
    /// Play or pause.
    Toggle,
    /// To the start.
    Start,
    /// One step back.
    Back,
    /// One step on.
    On,
    /// To the end.
    End,
    /// To this step.
    Seek(usize),
    /// Play at the speed of this place in the list.
    Speed(usize),
    /// Change a setting.
    Set(Field, Value),
    /// Show the story of this name; none for a setup of one's own.
    Story(Option<&'static str>),
    /// Give the story its own settings back.
    OwnSettings,
    /// Break something, or pluck an envelope, where the run stands.
    Act(Action),
    /// Undo what was broken.
    Mend,
    /// The other language.
    Language,
    /// The next choice of colours.
    Theme,
    /// Copy the link.
    CopyLink,
    /// Take the notice away.
    Dismiss,
    /// Follow this message, or whichever the run is at.
    Follow(Option<Message>),
}

/// What happens to the page.
#[derive(Debug)]
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
}

/// The page.
pub struct App {
    show: Show,
    frame: Frame,
    /// What the page itself has last put behind the `#`.
    link: String,
    notice: Option<Notice>,
    clock: Clock,
    playhead: Playhead,
    follow: Option<Message>,
    /// What the live region says.
    told: AttrValue,
    ask: Callback<Ask>,
    drawing: Option<AnimationFrame>,
    /// When the last frame was drawn, while frames follow each other.
    drawn: Option<f64>,
    _listeners: Option<[EventListener; 2]>,
}

impl Component for App {
    type Message = Event;
    type Properties = ();

    fn create(ctx: &Context<Self>) -> Self {
        let less_motion = browser::wants_less_motion();
        let mut app = Self {
            show: Show::story(""),
            frame: Frame::default(),
            link: String::new(),
            notice: None,
            clock: Clock::new(0, less_motion),
            playhead: Playhead::default(),
            follow: None,
            told: AttrValue::default(),
            ask: ctx.link().callback(Event::Asked),
            drawing: None,
            drawn: None,
            _listeners: listeners(ctx),
        };
        app.open();
        app.go_on(ctx);
        app
    }

    fn update(&mut self, ctx: &Context<Self>, event: Event) -> bool {
        let before = (self.clock.step(), self.clock.is_moving());
        let changed = match event {
            Event::Drawn(time) => {
                self.pass(time);
                (self.clock.step(), self.clock.is_moving()) != before
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
        };
        if changed {
            self.tell();
        } else {
            self.playhead.set(self.clock.shown());
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

/// Keys pressed anywhere, and changes of the address by hand.
fn listeners(ctx: &Context<App>) -> Option<[EventListener; 2]> {
    let window = web_sys::window()?;
    let link = ctx.link().clone();
    let keys = EventListener::new_with_options(
        &window,
        "keydown",
        EventListenerOptions::enable_prevent_default(),
        move |event| {
            if let Some(key) = event.dyn_ref::<KeyboardEvent>() {
                link.send_message(Event::Key(key.clone()));
            }
        },
    );
    let moved = ctx.link().callback(|()| Event::Moved);
    let address = EventListener::new(&window, "hashchange", move |_| moved.emit(()));
    Some([keys, address])
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
        (self.show, self.frame, self.follow) = (show, frame, None);
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

    fn dress(&self) {
        browser::dress(self.lang(), self.frame.theme.unwrap_or_default());
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
            let sentence = tell::sentence(&self.show.run, self.clock.step(), self.lang());
            self.told = tell::plain(&sentence).into();
        }
    }

    fn answer(&mut self, ctx: &Context<Self>, ask: Ask) {
        if matches!(self.notice, Some(Notice::Copied | Notice::NotCopied)) || ask == Ask::Dismiss {
            self.notice = None;
        }
        match ask {
            Ask::Toggle => self.clock.toggle(),
            Ask::Start => self.clock.start(),
            Ask::Back => self.clock.back(),
            Ask::On => self.clock.on(),
            Ask::End => self.clock.end(),
            Ask::Seek(step) => self.clock.jump(step),
            Ask::Speed(place) => self.clock.set_speed(place),
            Ask::Set(field, value) => self.set(field, value),
            Ask::Story(Some(name)) => self.play(Show::story(name)),
            Ask::Story(None) => self.play(self.show.without_story()),
            Ask::OwnSettings => self.play(self.show.with_own_settings()),
            Ask::Act(action) => self.act(action),
            Ask::Mend => self.mend(),
            Ask::Language => self.frame.lang = Some(self.lang().other().into()),
            Ask::Theme => self.frame.theme = next_theme(self.frame.theme),
            Ask::CopyLink => {
                let copied = ctx.link().callback(Event::Copied);
                browser::copy(browser::address(), move |well| copied.emit(well));
            }
            Ask::Dismiss => {}
            Ask::Follow(message) => self.follow = message,
        }
        self.dress();
        self.write_link();
    }

    fn set(&mut self, field: Field, value: Value) {
        // The control itself says why a value is refused; here nothing changes then.
        if let Ok(show) = self.show.with(field, value) {
            self.play(show);
        }
    }

    /// Shows another run, from its start.
    fn play(&mut self, show: Show) {
        self.show = show;
        self.clock.load(self.show.run.steps());
        self.leave_link();
    }

    fn act(&mut self, action: Action) {
        let position = self.clock.step();
        // Between two frames the run may have moved past the moment in which this was possible.
        if let Ok(show) = self.show.fork(position, action) {
            self.show = show;
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
        (self.frame.steps, self.notice, self.follow) = (None, None, None);
    }
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

/// As the system says, light, dark, and again.
const fn next_theme(theme: Option<Theme>) -> Option<Theme> {
    match theme {
        None | Some(Theme::Auto) => Some(Theme::Light),
        Some(Theme::Light) => Some(Theme::Dark),
        Some(Theme::Dark) => None,
    }
}
