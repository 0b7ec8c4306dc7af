//! The challenge: which level is played, what it allows, and what has come of it.

use yew::Html;

use super::App;
use crate::model::{Action, Flag, Line, Message, Pace, Way};
use crate::page::challenge::standing::{Standing, harmed, standing};
use crate::page::challenge::{Challenge, Kept, Played, Wish};
use crate::page::show::Show;
use crate::page::thoughts::Why;
use crate::setup::{FaultKind, FaultKinds, Field, Goal, Level, level};
use crate::tell;
use crate::worker::Question;

/// What the page knows of the challenge beside which level is played.
#[derive(Default)]
pub struct Progress {
    /// Whether the list is open.
    pub open: bool,
    /// Whether what was struck last is none of the level's faults.
    pub forbidden: bool,
    /// Hints wanted.
    hints: usize,
    /// Whether the best was shown.
    shown: bool,
    /// What is done, once the browser was asked.
    kept: Option<Kept>,
    /// What was shown before.
    before: Option<Show>,
}

impl Progress {
    /// A level begins: nothing of the last one counts.
    pub const fn begin(&mut self) {
        (self.open, self.hints, self.shown) = (false, 0, false);
    }
}

impl App {
    /// The level that is played.
    #[inline(never)]
    pub(super) fn level(&self) -> Option<Level> {
        self.frame.level.and_then(level)
    }

    /// Grants what is asked of the challenge.
    #[inline(never)]
    pub(super) fn grant_wish(&mut self, wish: Wish) {
        self.challenge.kept.get_or_insert_with(Kept::read);
        match wish {
            Wish::List => {
                self.challenge.open = !self.challenge.open;
                self.bring = Some("challenge");
            }
            Wish::Open(name) => self.open_level(name),
            Wish::Leave => {
                self.frame.level = None;
                let before = self.challenge.before.take().unwrap_or_else(|| Show::story(""));
                self.play(before);
            }
            Wish::Hint => self.challenge.hints += 1,
            Wish::Again => {
                if let Some(name) = self.frame.level {
                    self.open_level(name);
                }
            }
            Wish::Best => self.show_best(),
        }
    }

    fn open_level(&mut self, name: &'static str) {
        let Some(level) = level(name) else { return };
        if self.frame.level.is_none() {
            self.challenge.before = Some(self.show.clone());
        }
        self.challenge.begin();
        self.left = None;
        self.play(Show::of(level.setup));
        self.frame.level = Some(level.name);
        self.wait_for_a_fault();
        self.bring = Some("challenge");
    }

    /// A run in which a fault is to be placed does not run away from who reads what the level wants.
    #[inline(never)]
    pub(super) fn wait_for_a_fault(&mut self) {
        let breaks = self.level().is_some_and(|level| matches!(level.goal, Goal::Break(_)));
        if breaks && self.clock.is_playing() {
            self.clock.toggle();
        }
    }

    /// Plays the shortest run, or makes the smallest changes.
    fn show_best(&mut self) {
        let Some(par) = self.par_question().and_then(|question| self.thoughts.par.answer(&question)) else { return };
        let show = match par.actions.as_slice() {
            [] => Some(Show::of(par.setup)),
            actions => Show::replay(&par.setup, actions),
        };
        let Some(show) = show else { return };
        self.challenge.shown = true;
        self.play(show);
        self.bring = Some("drawing");
    }

    fn par_question(&self) -> Option<(usize, tell::Lang)> {
        let name = self.frame.level?;
        let place = crate::setup::level_names().iter().position(|known| *known == name)?;
        Some((place, self.lang()))
    }

    /// What the worker is to be asked.
    #[inline(never)]
    pub(super) fn challenge_questions(&mut self) -> Vec<Question> {
        let levels = if self.challenge.open || self.frame.level.is_some() {
            let lang = self.lang();
            self.thoughts.ask_levels(lang)
        } else {
            None
        };
        let par = self.par_question().and_then(|question| self.thoughts.ask_par(question));
        levels.into_iter().chain(par).collect()
    }

    fn standing(&self) -> Option<Standing> {
        let shown = self.furthest.min(self.show.run.steps());
        Some(standing(&self.level()?, &self.show, shown, &self.thoughts.verdict))
    }

    /// After everything that happens: whoever departs from the level's settings has left it; what is done is remembered.
    #[inline(never)]
    pub(super) fn follow_level(&mut self) {
        let Some(level) = self.level() else { return };
        let show = &self.show;
        if show.second.is_some() || show.story.is_some() || level.departs(&show.setup).is_some() {
            self.frame.level = None;
            self.challenge.before = None;
            return;
        }
        let Some(Standing::Done(size)) = self.standing().filter(|_| !self.challenge.shown) else { return };
        self.challenge.kept.get_or_insert_with(Kept::read).keep(level.name, size);
        if self.why.is_none() {
            self.why = self.level_harm(&level);
        }
    }

    /// The harm that was done, and to which message.
    fn level_harm(&self, level: &Level) -> Option<(Flag, Message)> {
        let Goal::Break(harm) = level.goal else { return None };
        let flag = Flag::from(harm);
        harmed(flag, &self.show, self.furthest).map(|(_, message)| (flag, message))
    }

    /// The settings that may be changed, where a level leaves only some open.
    #[inline(never)]
    pub(super) fn free(&self) -> Option<&'static [Field]> {
        self.level().map(|level| level.free())
    }

    /// The faults that may strike here, where a level allows only some.
    #[inline(never)]
    pub(super) fn level_faults(&self) -> Option<FaultKinds> {
        let level = self.level()?;
        let Goal::Break(_) = level.goal else { return None };
        let struck = self.show.run.actions().take(self.clock.step()).filter(|action| action.pace() == Pace::Fault);
        let left = struck.count() < usize::from(level.setup.faults.budget);
        Some(if left { level.setup.faults.kinds } else { FaultKinds::NONE })
    }

    /// Whether the level allows this to be broken here.
    #[inline(never)]
    pub(super) fn allows(&self, action: Action) -> bool {
        let Some(kinds) = self.level_faults() else { return true };
        match action {
            Action::Fault(fault) => kinds.contains(fault.kind),
            Action::Pluck { line, way, .. } => kinds.contains(kind_of(line, way)),
            _ => true,
        }
    }

    /// What stands in place of the page's question.
    #[inline(never)]
    pub(super) fn challenge(&self) -> Html {
        let lang = self.lang();
        let played = self.level().map(|level| {
            let why = self.level_harm(&level).map(|broken| Why { run: self.show.run.clone(), broken, lang });
            let standing = self.standing().unwrap_or(Standing::Open(0));
            let found = self.thoughts.verdict.found().filter(|_| matches!(level.goal, Goal::Protect { .. }));
            Played {
                level,
                standing,
                shown: self.challenge.shown,
                par: self.par_question().and_then(|question| self.thoughts.par.answer(&question)),
                hints: self.challenge.hints,
                forbidden: self.challenge.forbidden,
                reasons: why.and_then(|why| self.thoughts.reasons.answer(&why)).map_or(&[][..], Vec::as_slice),
                searched: found.map(|found| tell::verdict::complete(found.states, lang)).unwrap_or_default(),
            }
        });
        let kept = self.challenge.kept.clone().unwrap_or_else(Kept::read);
        let challenge = Challenge {
            panel: self.panel(),
            played,
            words: self.thoughts.levels.answer(&lang).map(Vec::as_slice),
            kept: &kept,
            open: self.challenge.open,
        };
        challenge.draw()
    }
}

/// The kind of fault that a cut in this direction counts as.
const fn kind_of(line: Line, way: Way) -> FaultKind {
    match (line, way) {
        (Line::Producer, Way::ToBroker) => FaultKind::PublishLost,
        (Line::Producer, Way::ToClient) => FaultKind::ConfirmLost,
        (Line::Consumer(_), Way::ToClient) => FaultKind::DeliveryLost,
        (Line::Consumer(_), Way::ToBroker) => FaultKind::AckLost,
    }
}
