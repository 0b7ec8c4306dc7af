//! The figure itself: one run, what drives it, and what it is about.
//!
//! Nothing here asks for a frame unless the figure can be seen and its run moves.

mod view;

use gloo_events::{EventListener, EventListenerOptions};
use gloo_render::{AnimationFrame, request_animation_frame};
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;
use yew::{AttrValue, Callback, Component, Context, Html, NodeRef, Properties};

use super::{News, Wish};
use crate::model::{Action, Consumer};
use crate::page::Playhead;
use crate::page::app::{Ask, DARK, LESS_MOTION, keys::steer};
use crate::page::browser;
use crate::page::clock::Clock;
use crate::page::show::{Outcome, Show};
use crate::page::verdict::Verdict;
use crate::page::width::Width;
use crate::setup::FaultKind;
use crate::tell::embed::Control;
use crate::tell::{self, Lang};
use crate::worker::Found;

/// What a figure is given once and for all.
#[derive(Properties, Clone, PartialEq)]
pub struct Props {
    /// The address of the whole page.
    pub page: AttrValue,
    /// Where news go.
    pub tell: Callback<News>,
}

/// What the host asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Drive {
    /// Play on, or again from the start where it is over.
    Play,
    /// Stand still.
    Pause,
    /// One step on.
    On,
    /// One step back.
    Back,
    /// To this step.
    Seek(usize),
}

/// What happens to a figure.
pub enum Event {
    /// The host wants this.
    Wished(Box<Wish>),
    /// The host drives it.
    Driven(Drive),
    /// It can be seen, or no longer.
    Seen(bool),
    /// The search has found something, in answer to the question of this number.
    Found(u32, Found),
    /// A reader asks for something.
    Asked(Ask),
    /// A key was pressed in it.
    Key(KeyboardEvent),
    /// The browser draws a frame.
    Drawn(f64),
    /// It is as wide as this now.
    Wide(f64),
    /// The system's colours have changed.
    Colours,
}

/// A figure.
pub struct Look {
    wish: Wish,
    /// What is wrong with the link's recorded run, if anything.
    notice: Option<String>,
    show: Option<Show>,
    /// What was shown before a found run took its place.
    left: Option<Show>,
    clock: Clock,
    playhead: Playhead,
    /// The step that the host knows of.
    known: Option<usize>,
    verdict: Verdict,
    questions: u32,
    struck: Option<Consumer>,
    vain: Option<FaultKind>,
    seen: bool,
    width: f64,
    /// What the live region says.
    told: String,
    root: NodeRef,
    ask: Callback<Ask>,
    act: Callback<Action>,
    seek: Callback<usize>,
    strike: Callback<Consumer>,
    drawing: Option<AnimationFrame>,
    drawn: Option<f64>,
    measured: Option<Width>,
    listeners: Vec<EventListener>,
}

impl Component for Look {
    type Message = Event;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> Self {
        let link = ctx.link();
        Self {
            wish: Wish::default(),
            notice: None,
            show: None,
            left: None,
            clock: Clock::new(0, browser::matches(LESS_MOTION)),
            playhead: Playhead::default(),
            known: None,
            verdict: Verdict::default(),
            questions: 0,
            struck: None,
            vain: None,
            seen: false,
            width: 0.0,
            told: String::new(),
            root: NodeRef::default(),
            ask: link.callback(Event::Asked),
            act: link.callback(|action| Event::Asked(Ask::Act(action))),
            seek: link.callback(|step| Event::Asked(Ask::Seek(step))),
            strike: link.callback(|consumer| Event::Asked(Ask::Strike(consumer))),
            drawing: None,
            drawn: None,
            measured: None,
            listeners: Vec::new(),
        }
    }

    fn update(&mut self, ctx: &Context<Self>, event: Event) -> bool {
        let before = (self.clock.step(), self.clock.told(), self.clock.is_moving());
        let changed = match event {
            Event::Drawn(time) => {
                self.pass(time);
                (self.clock.step(), self.clock.told(), self.clock.is_moving()) != before
            }
            Event::Wished(wish) => {
                self.wish_for(ctx, *wish);
                true
            }
            Event::Driven(drive) => {
                self.drive(drive);
                true
            }
            Event::Seen(seen) => {
                self.seen = seen;
                false
            }
            Event::Found(number, found) => self.hear(ctx, number, found),
            Event::Asked(ask) => {
                self.grant(ask);
                true
            }
            Event::Key(key) => steer(&mut self.clock, &key),
            Event::Wide(width) => std::mem::replace(&mut self.width, width) != width,
            Event::Colours => true,
        };
        if !changed {
            self.playhead.set(self.clock.shown());
        } else if !self.clock.is_playing() {
            self.told = tell::plain(&self.sentence(self.clock.step()));
        }
        self.tell_step(ctx);
        self.search(ctx);
        self.go_on(ctx);
        changed
    }

    fn rendered(&mut self, ctx: &Context<Self>, first: bool) {
        if first {
            self.listen(ctx);
        }
        self.playhead.set(self.clock.shown());
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        self.html(ctx.props())
    }
}

impl Look {
    /// Where the run stands, how far it goes, and whether it plays.
    pub fn position(&self) -> (usize, usize, bool) {
        let steps = self.show.as_ref().map_or(0, |show| show.run.steps());
        (self.clock.step(), steps, self.clock.is_playing())
    }

    fn lang(&self) -> Lang {
        self.wish.lang.unwrap_or_else(browser::language)
    }

    fn listen(&mut self, ctx: &Context<Self>) {
        let Some(root) = self.root.cast::<web_sys::Element>() else { return };
        let (link, options) = (ctx.link().clone(), EventListenerOptions::enable_prevent_default());
        self.listeners.push(EventListener::new_with_options(&root, "keydown", options, move |event| {
            if let Some(key) = event.dyn_ref::<KeyboardEvent>() {
                link.send_message(Event::Key(key.clone()));
            }
        }));
        let media = web_sys::window().and_then(|window| window.match_media(DARK).ok().flatten());
        if let Some(media) = media {
            let link = ctx.link().clone();
            self.listeners.push(EventListener::new(&media, "change", move |_| link.send_message(Event::Colours)));
        }
        let link = ctx.link().clone();
        self.measured = Width::watch(root, move |width| link.send_message(Event::Wide(width)));
    }

    /// Shows what the host wants; a run that stays the same goes on.
    fn wish_for(&mut self, ctx: &Context<Self>, wish: Wish) {
        let old = std::mem::replace(&mut self.wish, wish);
        let same = self.wish.shows_like(&old) && (self.show.is_some() || self.wish.link.is_none());
        if !same {
            let opened = self.wish.link.as_ref().map(Show::of_link);
            (self.show, self.notice) = match opened {
                Some((show, outcome)) => (Some(show), notice(&outcome, self.lang())),
                None => (None, None),
            };
            (self.left, self.struck, self.vain) = (None, None, None);
            ctx.props().tell.emit(News::Shown(self.show.is_some()));
        }
        if !same || self.wish.steps != old.steps {
            self.start();
        }
        for trouble in &self.wish.troubles {
            if !old.troubles.contains(trouble) {
                ctx.props().tell.emit(News::Trouble {
                    attribute: trouble.attribute,
                    value: trouble.value.clone(),
                    words: trouble.words(self.lang()),
                });
            }
        }
    }

    /// From the start, within the wanted steps. Where less motion is wanted, nothing starts by itself.
    fn start(&mut self) {
        let Some(show) = &self.show else { return };
        self.clock.load(show.run.steps());
        if let Some((first, last)) = self.wish.steps.filter(|_| self.left.is_none()) {
            self.clock.limit(first as usize - 1, last as usize);
        }
        if browser::matches(LESS_MOTION) {
            self.clock.start();
        }
        self.known = None;
    }

    fn drive(&mut self, drive: Drive) {
        match drive {
            Drive::Play if self.clock.is_playing() => {}
            Drive::Play => self.clock.toggle(),
            Drive::Pause if self.clock.is_playing() => self.clock.toggle(),
            Drive::Pause => {}
            Drive::On => self.clock.on(),
            Drive::Back => self.clock.back(),
            Drive::Seek(step) => self.clock.jump(step),
        }
    }

    fn grant(&mut self, ask: Ask) {
        self.vain = None;
        match ask {
            Ask::Toggle => self.clock.toggle(),
            Ask::Start => self.clock.start(),
            Ask::Back => self.clock.back(),
            Ask::On => self.clock.on(),
            Ask::End => self.clock.end(),
            Ask::Seek(step) | Ask::To(step) => self.clock.jump(step),
            Ask::Speed(place) => self.clock.set_speed(place),
            Ask::Act(action) => self.break_by(action),
            Ask::Strike(consumer) => self.struck = Some(consumer),
            Ask::InVain(kind) => self.vain = Some(kind),
            Ask::Mend => self.mend(),
            Ask::Find(flag) => {
                let found = self.verdict.run(flag).map(<[_]>::to_vec);
                let setup = self.show.as_ref().map(|show| show.setup);
                if let Some(found) = found.zip(setup).and_then(|(actions, setup)| Show::replay(&setup, &actions)) {
                    let before = self.show.replace(found);
                    self.left = self.left.take().or(before);
                    self.start();
                }
            }
            Ask::Return => {
                if let Some(left) = self.left.take() {
                    self.show = Some(left);
                    self.start();
                }
            }
            // The rest is about panels that a figure does not have.
            _ => {}
        }
    }

    fn break_by(&mut self, action: Action) {
        let step = self.clock.step();
        // Between two frames the run may have moved past the moment in which this was possible.
        if let Some(show) = self.show.as_ref().and_then(|show| show.fork(step, action).ok()) {
            self.clock.fork(step, show.run.steps());
            self.show = Some(show);
            self.known = Some(step);
        }
    }

    fn mend(&mut self) {
        let Some(show) = &self.show else { return };
        let step = show.broken_steps().first().map_or(0, |step| step - 1);
        let mended = show.mended();
        self.clock.load(mended.run.steps());
        self.clock.jump(step);
        self.show = Some(mended);
    }

    /// Tells the host where the run has come to, and which promises that broke.
    fn tell_step(&mut self, ctx: &Context<Self>) {
        let step = self.clock.step();
        let Some(show) = self.show.as_ref().filter(|_| self.known != Some(step)) else { return };
        let from = self.known.replace(step).unwrap_or(step);
        let sentence = tell::plain(&self.sentence(step));
        ctx.props().tell.emit(News::Step { step, steps: show.run.steps(), sentence });
        for flag in News::flags(&show.run, from, step) {
            ctx.props().tell.emit(flag);
        }
    }

    /// Has the settings explored, if a reader is to see that and can.
    fn search(&mut self, ctx: &Context<Self>) {
        let Some(show) = self.show.as_ref().filter(|_| self.seen && self.wish.has(Control::Verdict)) else { return };
        if self.verdict.ask(self.questions + 1, &show.setup).is_some() {
            self.questions += 1;
            ctx.props().tell.emit(News::Search { number: self.questions, fragment: self.wish.fragment.clone() });
        }
    }

    fn hear(&mut self, ctx: &Context<Self>, number: u32, found: Found) -> bool {
        let heard = self.verdict.hear(number, found);
        if let Some(news) = News::verdict(&self.verdict).filter(|_| heard) {
            ctx.props().tell.emit(news);
        }
        heard
    }

    /// Asks for the next frame while anything moves and somebody can see it.
    fn go_on(&mut self, ctx: &Context<Self>) {
        if !self.seen || !self.clock.is_moving() || self.show.is_none() {
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

    fn sentence(&self, step: usize) -> Vec<tell::Piece> {
        self.show.as_ref().map_or_else(Vec::new, |show| tell::sentence(&show.run, step, self.lang()))
    }
}

fn notice(outcome: &Outcome, lang: Lang) -> Option<String> {
    match outcome {
        Outcome::Unreadable(error) => Some(tell::record_error(error, lang)),
        // The whole page says in what: it is one click away, and the words for it are many.
        Outcome::Changed(_) => Some(changed(lang).to_owned()),
        Outcome::Refused(error) => Some(tell::setup_error(error, lang)),
        Outcome::Plain | Outcome::Reproduced => None,
    }
}

/// Of a recorded run that goes otherwise now.
const fn changed(lang: Lang) -> &'static str {
    lang.pick(
        "The model has changed since this run was recorded; it may go otherwise now.",
        "录下这次运行之后，模型有了变化，现在的过程可能与当时不同。",
    )
}
