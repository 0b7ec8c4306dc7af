//! Two runs beside each other: which there are, where each stands, and which of them the panels are about.

use std::rc::Rc;

use yew::{Callback, Html, html};

use super::view::course;
use super::{App, Ask};
use crate::page::element::{Element, empty};
use crate::page::panel::Panel;
use crate::page::playhead::Playhead;
use crate::page::settings::Of;
use crate::page::show::Show;
use crate::page::stage::{Role, Stage};
use crate::page::thoughts::{Sentences, Told};
use crate::page::timeline::Beside;
use crate::page::twin::{Doing, Half, Head, Here, detail, words};
use crate::play::{self, Side, Twin};
use crate::setup::{Broker, Field, Setup, SetupError, Value};

/// A second run beside the first.
pub struct Pair {
    twin: Rc<Twin>,
    /// The second run by itself.
    second: Show,
    /// Where the second run stands.
    playhead: Playhead,
    /// Where the clock stands, which counts moments.
    clock: Playhead,
    /// Where the wishes of each side go: a step of a side's run is a moment of both.
    asks: [Callback<Ask>; 2],
    /// The same for clicks on a step.
    seeks: [Callback<usize>; 2],
    /// The side that the settings, the verdict and the panels are about.
    side: Side,
}

/// So many moments before the first difference a comparison begins.
const LEAD: usize = 3;

impl App {
    /// What the settings, the verdict and the panels are about.
    pub(super) fn shown(&self) -> &Show {
        match &self.pair {
            Some(Pair { side: Side::Second, second, .. }) => second,
            Some(Pair { side: Side::First, .. }) | None => &self.show,
        }
    }

    /// Which side that is; the first one if there is only one.
    pub(super) fn side(&self) -> Side {
        self.pair.as_ref().map_or(Side::First, |pair| pair.side)
    }

    /// The name of that side, if there are two.
    pub(super) fn tag(&self) -> &'static str {
        self.pair.as_ref().map_or("", |pair| words::tag(pair.side))
    }

    /// How many steps of a side are done where the clock stands here.
    pub(super) fn step_at(&self, side: Side, moment: usize) -> usize {
        self.pair.as_ref().map_or(moment, |pair| pair.twin.step(side, moment))
    }

    /// How many steps of the run that is shown are done.
    pub(super) fn step(&self) -> usize {
        self.step_at(self.side(), self.clock.step())
    }

    /// Where the clock stands when a side's step is done.
    pub(super) fn moment(&self, side: Side, step: usize) -> usize {
        self.pair.as_ref().map_or(step, |pair| pair.twin.moment(side, step))
    }

    /// How far the clock goes.
    pub(super) fn moments(&self) -> usize {
        self.pair.as_ref().map_or(self.show.run.steps(), |pair| pair.twin.moments())
    }

    /// The first moment in which two runs differ.
    pub(super) fn first_difference(&self) -> Option<usize> {
        self.pair.as_ref().and_then(|pair| pair.twin.first_difference())
    }

    /// Where the clock stands, which counts moments of two runs, or steps of the only one.
    pub(super) fn clock_playhead(&self) -> &Playhead {
        self.pair.as_ref().map_or(&self.playhead, |pair| &pair.clock)
    }

    /// The second run on the timeline.
    #[inline(never)]
    pub(super) fn beside(&self) -> Option<Beside> {
        let Pair { twin, second, .. } = self.pair.as_ref()?;
        let step = twin.step(Side::Second, self.clock.step());
        Some(Beside { course: course(second, step), twin: Rc::clone(twin) })
    }

    /// Tells everything that moves where it is.
    pub(super) fn move_playheads(&self) {
        let position = self.clock.shown();
        match &self.pair {
            None => self.playhead.set(position),
            Some(pair) => {
                self.playhead.set(pair.twin.position(Side::First, position));
                pair.playhead.set(pair.twin.position(Side::Second, position));
                pair.clock.set(position);
            }
        }
    }

    /// After any change of what is shown.
    pub(super) fn renew(&mut self) {
        if self.pair.is_some() || self.show.second.is_some() {
            self.lay_beside();
        }
    }

    #[inline(never)]
    fn lay_beside(&mut self) {
        let (side, old) = (self.side(), self.pair.take());
        let Some(twin) = self.show.twin().map(Rc::new) else { return };
        let ask = |side: Side| {
            let twin = Rc::clone(&twin);
            self.ask.reform(move |ask| match ask {
                Ask::Seek(step) => Ask::To(twin.moment(side, step)),
                other => other,
            })
        };
        let asks = Side::BOTH.map(ask);
        let seeks = Side::BOTH.map(|side| asks[side as usize].reform(Ask::Seek));
        let (playhead, clock) = old.map(|pair| (pair.playhead, pair.clock)).unwrap_or_default();
        self.pair = Some(Pair { second: Show::of_twin(&twin), playhead, clock, asks, seeks, side, twin });
    }

    /// Shows these two settings, and plays from shortly before they part.
    fn compare(&mut self, show: Show, side: Side) {
        let furthest = self.step_at(Side::First, self.furthest);
        self.play(show);
        self.detail(side);
        self.furthest = self.moment(Side::First, furthest).min(self.moments());
        if let Some(first) = self.first_difference() {
            self.clock.jump(first.saturating_sub(LEAD));
            self.clock.toggle();
        }
    }

    /// The side that the settings, the verdict and the panels are about from now on.
    pub(super) fn detail(&mut self, side: Side) {
        if let Some(pair) = &mut self.pair {
            pair.side = side;
        }
        self.why = None;
    }

    /// Lays what is shown beside itself, or keeps only the side that is shown in detail.
    pub(super) fn compare_or_keep(&mut self) {
        let (moment, step) = (self.clock.step(), self.step());
        if self.pair.is_none() {
            self.play(self.show.beside(self.show.setup));
            self.detail(Side::Second);
            self.clock.jump(moment);
        } else {
            // As long as both are the same, to keep one is to give up comparing.
            let is_same = self.pair.as_ref().is_some_and(|pair| pair.second.setup == self.show.setup);
            let kept = if is_same { &self.show } else { self.shown() };
            self.play(kept.alone());
            self.clock.jump(step);
        }
        self.furthest = self.clock.step();
    }

    /// Lays the setting of this place in the list of alternatives beside the run as it was.
    pub(super) fn side_by_side(&mut self, place: usize) {
        let Some(why) = self.why_question() else { return };
        let alternatives = self.thoughts.alternatives.answer(&why);
        let Some(setup) = alternatives.and_then(|all| all.get(place)).map(|one| one.setup) else { return };
        let (flag, message) = why.broken;
        let show = self.shown().beside_for(setup, |run| play::watched(run, flag, message));
        self.compare(show, Side::First);
        self.bring = Some("pairplace");
    }

    /// One setting of the side that is shown in detail.
    pub(super) fn with(&self, field: Field, value: Value) -> Result<Show, SetupError> {
        self.show.with_at(self.side(), field, value)
    }

    /// Shows what a changed setting gives.
    pub(super) fn play_changed(&mut self, show: Show) {
        match self.pair {
            Some(_) => self.compare(show, self.side()),
            None => self.play(show),
        }
    }

    /// The other broker on the side that is shown in detail.
    pub(super) fn switch_side(&mut self, broker: Broker) {
        self.play_changed(self.show.with_broker_at(self.side(), broker));
    }

    /// Gives the second side the first one's value.
    pub(super) fn like_first(&mut self, field: Field) {
        match self.show.like_first(field) {
            Ok(show) => self.play_changed(show),
            Err(error) => self.refuse(field, &error),
        }
    }

    /// What to show in place of a side's own settings.
    pub(super) fn own_settings(&self) -> Show {
        if self.frame.level.is_some() {
            return Show::of(self.start());
        }
        let own = self.show.with_own_settings();
        match (&self.show.second, self.side()) {
            (None, _) => own,
            (Some(second), Side::First) => own.beside(second.setup),
            (Some(_), Side::Second) => self.show.beside(self.show.setup),
        }
    }

    /// The settings that a side's "back" leads to.
    pub(super) fn start(&self) -> Setup {
        match self.side() {
            Side::First => self.level().map_or_else(|| self.show.start(), |level| level.setup),
            Side::Second => self.show.setup,
        }
    }

    /// Whose settings are shown.
    pub(super) fn settings_of(&self) -> Of {
        match (&self.pair, self.side()) {
            (Some(_), side) => Of::Side(side),
            (None, _) if self.frame.level.is_some() => Of::Level,
            (None, _) if self.show.story.is_some() => Of::Story,
            (None, _) => Of::Nothing,
        }
    }

    /// What a side's sentences are to be about.
    pub(super) fn told_side(&self, side: Side) -> Told {
        let show = match (&self.pair, side) {
            (Some(pair), Side::Second) => &pair.second,
            _ => &self.show,
        };
        Told { run: show.run.clone(), lang: self.lang() }
    }

    /// What stands over the drawings.
    #[inline(never)]
    pub(super) fn pair_head(&self) -> Html {
        let (Some(pair), Some(second)) = (&self.pair, &self.show.second) else { return empty("div") };
        let (first, side) = (&self.show.setup, pair.side);
        let head = Head { lang: self.lang(), first, second, twin: &pair.twin, side, ask: &self.ask };
        head.draw(if self.narrow { empty("span") } else { self.flip() })
    }

    /// On a phone, the choice of the side that is drawn, within reach of a thumb.
    #[inline(never)]
    pub(super) fn flip(&self) -> Html {
        detail(self.side(), self.lang(), &self.ask)
    }

    /// Both drawings; on a phone, the one that is shown in detail, under what both have come to.
    #[inline(never)]
    pub(super) fn pair_drawings(&self) -> Html {
        let Some(pair) = &self.pair else { return empty("div") };
        let told = self.clock.told();
        let here = if pair.twin.first_difference() == Some(told) { Here::FirstDifference } else { Here::Elsewhere };
        let sentences = Side::BOTH.map(|side| self.thoughts.sentences(side, &self.told_side(side)));
        let half = |side: Side| self.half(pair, side, &sentences[side as usize]);
        let place = Element::of("div", "pairplace");
        if self.narrow {
            let heads = Side::BOTH.map(|side| half(side).place().with(half(side).head()).done());
            return place.each(heads.into_iter()).with(self.pair_stage(pair, pair.side)).done();
        }
        place.each(Side::BOTH.map(|side| half(side).around(self.pair_stage(pair, side), here)).into_iter()).done()
    }

    fn half<'page>(&'page self, pair: &'page Pair, side: Side, sentences: &'page Sentences) -> Half<'page> {
        let show = if side == Side::First { &self.show } else { &pair.second };
        let (moment, told) = (self.clock.step(), self.clock.told());
        let step = pair.twin.step(side, told);
        let stood = told > 0 && step == pair.twin.step(side, told - 1);
        let panel = Panel {
            lang: self.lang(),
            run: &show.run,
            step: pair.twin.step(side, moment),
            sentences,
            ask: &pair.asks[side as usize],
        };
        let differences = self.show.second.as_ref().map(|second| second.differences(&self.show.setup));
        let there = |field: &Field| field.is_there_for(show.setup.broker);
        let fields = differences.unwrap_or_default().into_iter().filter(there);
        let settings = fields.map(|field| format!("{} = {}", field.name(), field.get(&show.setup))).collect();
        Half { side, panel, told: step, doing: if stood { Doing::Nothing } else { Doing::Step }, settings }
    }

    /// The drawing of a side.
    #[inline(never)]
    fn pair_stage(&self, pair: &Pair, side: Side) -> Html {
        let (role, show, playhead) = match side {
            Side::First => (Role::First, &self.show, &self.playhead),
            Side::Second => (Role::Watched, &pair.second, &pair.playhead),
        };
        html! {
            <Stage
                lang={self.lang()}
                run={show.run.clone()}
                step={pair.twin.step(side, self.clock.step())}
                playhead={playhead.clone()}
                {role}
                playing={self.clock.is_playing()}
                tall={self.narrow}
                colours={self.colours()}
                struck={self.struck}
                on_strike={&self.strike}
                on_action={&self.act}
                on_step={&pair.seeks[side as usize]}
            />
        }
    }
}
