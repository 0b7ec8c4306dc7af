//! The challenge drawn: the level that is played, in place of the page's question, and the list of all.

use yew::Html;

use super::standing::Standing;
use super::{Kept, Wish, words};
use crate::page::app::Ask;
use crate::page::element::{Element, empty, told};
use crate::page::icon::Icon;
use crate::page::panel::{Panel, button};
use crate::page::sentence::fill;
use crate::page::thinker::of_this_build;
use crate::page::words::challenge;
use crate::setup::{Goal, Level, level, level_names};
use crate::tell::{LevelWords, Piece, Reason};
use crate::worker::Par;

/// The challenge.
pub struct Challenge<'page> {
    /// What every panel is given.
    pub panel: Panel<'page>,
    /// The level that is played, if one is.
    pub played: Option<Played<'page>>,
    /// What the levels say, once that is known.
    pub words: Option<&'page [LevelWords]>,
    /// What is done.
    pub kept: &'page Kept,
    /// Whether the list is open.
    pub open: bool,
}

/// The level that is played.
pub struct Played<'page> {
    /// The level.
    pub level: Level,
    /// How far it is.
    pub standing: Standing,
    /// Whether the best was shown to the reader.
    pub shown: bool,
    /// Whether what was struck last is none of the level's faults.
    pub forbidden: bool,
    /// The best that can be done, once it is known.
    pub par: Option<&'page Par>,
    /// How many hints are wanted.
    pub hints: usize,
    /// How the harm was done, as far as that is known.
    pub reasons: &'page [Reason],
    /// What the verdict on changed settings rests on.
    pub searched: String,
}

impl Challenge<'_> {
    /// The section.
    pub fn draw(&self) -> Html {
        let names = level_names();
        let style = Element::new("link").word("rel", "stylesheet").text("href", of_this_build("./challenge.css"));
        let played = self.played.as_ref().map_or_else(|| empty("div"), |played| self.played(played, &names));
        Element::of("section", "challenge")
            .word("aria-label", challenge(self.panel.lang))
            .with(style.done())
            .with(played)
            .with(if self.open { self.list(&names) } else { empty("div") })
            .done()
    }

    fn wish(&self, wish: Wish, name: &'static str) -> Element {
        button(self.panel.ask, Ask::Challenge(wish)).word("data-do", name)
    }

    fn words_of(&self, place: usize) -> Option<&LevelWords> {
        self.words?.get(place)
    }

    fn played(&self, played: &Played, names: &[&'static str]) -> Html {
        let lang = self.panel.lang;
        let place = names.iter().position(|name| *name == played.level.name).unwrap_or_default();
        let words = self.words_of(place);
        let word = |of: fn(&LevelWords) -> &String| told(words.map(of).cloned().unwrap_or_else(|| "…".to_owned()));
        let all = self.wish(Wish::List, "levels").word("class", "steplink").flag("aria-expanded", self.open);
        let all = all.say(if self.open { words::close(lang) } else { words::all_levels(lang) }).done();
        let leave = self.wish(Wish::Leave, "leave-level").word("class", "steplink").say(words::leave(lang)).done();
        let at = Element::new("span")
            .with(told(words::place(place + 1, names.len(), lang)))
            .say(" · ")
            .say(sort(&played.level, lang))
            .say(lang.pick(": ", "："))
            .with(Element::new("b").with(word(|words| &words.title)).done());
        let top = Element::of("div", "at").with(at.done()).with(all).with(leave).done();
        let task = Element::of("div", "task")
            .with(top)
            .with(Element::new("h1").with(word(|words| &words.goal)).done())
            .with(Element::new("p").with(word(|words| &words.look)).say(" ").with(word(|words| &words.faults)).done())
            .with(self.hints(played))
            .with(self.ways(played))
            .done();
        Element::of("div", "intro level")
            .text("data-level", played.level.name.to_owned())
            .word("data-standing", played.name())
            .with(task)
            .with(self.score(played))
            .with(self.outcome(played, names.get(place + 1).copied(), words))
            .done()
    }

    fn hints(&self, played: &Played) -> Html {
        let known = played.par.map_or(&[][..], |par| par.hints.as_slice());
        let hint = |pieces: &Vec<Piece>| fill(Element::new("li"), &self.panel, pieces, 17.0);
        Element::of("ol", "hints").word("aria-live", "polite").each(known.iter().take(played.hints).map(hint)).done()
    }

    /// Hints, each telling more; then what shows it all; and a new beginning.
    fn ways(&self, played: &Played) -> Html {
        let lang = self.panel.lang;
        let known = played.par.map_or(0, |par| par.hints.len());
        let hint = self.wish(Wish::Hint, "hint").word("class", "go").has("disabled", played.hints >= known);
        let hint = hint.say(words::hint(lang)).with(told(format!(" {}/{HINTS}", played.hints.min(HINTS)))).done();
        let all_told = known > 0 && played.hints >= known;
        let show = self.wish(Wish::Best, "show-best").word("class", "go");
        let show = show.say(shown_by(&played.level, lang)).with(Icon::Play.draw()).done();
        let done = matches!(played.standing, Standing::Done(_));
        let again = self.wish(Wish::Again, "level-again").word("class", "go").say(words::again(lang)).done();
        Element::of("div", "ways")
            .with(if done { empty("span") } else { hint })
            .with(if all_told && !done { show } else { empty("span") })
            .with(again)
            .done()
    }

    /// One's own count beside what is possible.
    fn score(&self, played: &Played) -> Html {
        let lang = self.panel.lang;
        let row = |name: &'static str, value: String, of: &'static str| {
            let value = Element::new("dd").word("data-score", of).with(told(value)).done();
            Element::new("div").with(Element::new("dt").say(name).done()).with(value).done()
        };
        let size = played.standing.size();
        let first = match played.level.goal {
            Goal::Break(_) => row(words::faults(lang), format!("{size} / {}", played.level.setup.faults.budget), "own"),
            Goal::Protect { .. } => row(words::changes(lang), size.to_string(), "own"),
        };
        let par = match played.par {
            None => "…".to_owned(),
            Some(par) => match par.size {
                Some(size) if par.complete => size.to_string(),
                Some(size) => format!("≤ {size}"),
                None => "?".to_owned(),
            },
        };
        let best = self.kept.size(played.level.name).map_or_else(|| "–".to_owned(), |size| size.to_string());
        Element::of("dl", "score")
            .with(first)
            .with(row(words::fewest(lang), par, "par"))
            .with(row(words::best_so_far(lang), best, "best"))
            .done()
    }

    /// How it stands: done, and by what; or what to try next.
    fn outcome(&self, played: &Played, next: Option<&'static str>, words: Option<&LevelWords>) -> Html {
        let lang = self.panel.lang;
        let place = Element::of("div", "outcome").word("role", "status");
        let about = |words: &'static str| Element::of("p", "about").say(words).done();
        let size = match played.standing {
            _ if played.forbidden => {
                return place.with(about(words::not_here(lang))).with(empty("div")).done();
            }
            Standing::Done(size) if !played.shown => size,
            Standing::Done(_) | Standing::Shown if self.kept.size(played.level.name).is_some() => {
                return place.with(about(words::shown_after(lang))).with(self.after(played, next)).done();
            }
            Standing::Done(_) | Standing::Shown => {
                return place.with(about(words::shown(lang))).with(empty("div")).done();
            }
            Standing::Open(_) => return place.with(empty("p")).with(empty("div")).done(),
            Standing::Missed(_) => return place.with(about(words::missed(lang))).with(empty("div")).done(),
            Standing::Searching(_) => return place.with(about(words::searching(lang))).with(empty("div")).done(),
            Standing::Undecided(_) => return place.with(about(words::undecided(lang))).with(empty("div")).done(),
        };
        let par = played.par.filter(|par| par.complete).and_then(|par| par.size);
        let heading = if par.is_some_and(|par| size <= par) { words::par(lang) } else { words::done(lang) };
        let heading = Element::new("h2").with(ring()).say(heading).done();
        let reasons = played.reasons.iter().take(REASONS).map(|reason| self.reason(reason));
        let searched = Element::of("p", "about").with(told(played.searched.clone())).done();
        let remember = words.map(|words| words.remember.clone()).unwrap_or_default();
        let story = Element::new("div")
            .with(heading)
            .with(Element::of("ol", "chain").each(reasons).done())
            .with(searched)
            .with(Element::of("p", "remember").with(told(remember)).done());
        place.with(story.done()).with(self.after(played, next)).done()
    }

    fn reason(&self, reason: &Reason) -> Html {
        let step = self.panel.step_link(reason.step, told(reason.step.to_string()));
        let words = fill(Element::new("p"), &self.panel, &reason.words, 17.0);
        Element::new("li").with(step).with(words).done()
    }

    fn after(&self, played: &Played, next: Option<&'static str>) -> Html {
        let lang = self.panel.lang;
        let steps = played.par.filter(|par| !par.actions.is_empty()).map(|par| par.actions.len());
        let steps = steps.map(|steps| words::in_steps(steps, lang)).unwrap_or_default();
        let show = self.wish(Wish::Best, "show-best").word("class", "go");
        let show = show.has("disabled", played.par.is_none()).say(shown_by(&played.level, lang));
        let show = show.with(Element::new("small").with(told(steps)).done()).with(Icon::Play.draw()).done();
        let next = match next {
            Some(next) => self.wish(Wish::Open(next), "next-level").word("class", "go on").say(words::next(lang)),
            None => self.wish(Wish::List, "levels").word("class", "go on").say(words::all_levels(lang)),
        };
        Element::of("div", "ways").with(show).with(next.done()).done()
    }

    fn list(&self, names: &[&'static str]) -> Html {
        let lang = self.panel.lang;
        let close = self.wish(Wish::List, "close-levels").word("class", "steplink").say(words::close(lang)).done();
        let count = words::done_of(self.kept.count(), names.len(), lang);
        let head = Element::of("div", "head")
            .with(Element::new("h2").say(challenge(lang)).done())
            .with(Element::new("span").with(told(count)).done())
            .with(close);
        let items = names.iter().enumerate().map(|(place, name)| self.item(place, name));
        Element::of("div", "levels")
            .with(head.done())
            .with(Element::of("p", "about").say(words::about(lang)).done())
            .with(Element::new("ol").each(items).done())
            .done()
    }

    fn item(&self, place: usize, name: &'static str) -> Html {
        let lang = self.panel.lang;
        let here = self.played.as_ref().is_some_and(|played| played.level.name == name);
        let done = self.kept.size(name).is_some();
        let title = self.words_of(place).map(|words| words.title.clone()).unwrap_or_else(|| name.to_owned());
        let sort = level(name).map_or("", |level| sort(&level, lang));
        let mark = if done { "✓" } else { "" };
        let said = if done { words::done(lang) } else { "" };
        let button = self
            .wish(Wish::Open(name), "open-level")
            .text("data-open", name.to_owned())
            .flag("data-done", done)
            .word("aria-current", if here { "true" } else { "false" })
            .with(Element::of("i", "number").with(told((place + 1).to_string())).done())
            .with(Element::of("b", "title").with(told(title)).done())
            .with(Element::new("small").say(sort).done())
            .with(Element::of("i", "mark").word("aria-hidden", "true").say(mark).done())
            .with(Element::of("span", "hidden").say(said).done());
        Element::new("li").with(button.done()).done()
    }
}

/// Hints before the last one, which is the answer itself.
const HINTS: usize = 2;
/// So many of the reasons are told here; all of them stand further down.
const REASONS: usize = 3;

impl Played<'_> {
    /// The name in the page's `data-standing`.
    const fn name(&self) -> &'static str {
        match self.standing {
            Standing::Open(_) => "open",
            Standing::Missed(_) => "missed",
            Standing::Searching(_) => "searching",
            Standing::Undecided(_) => "undecided",
            Standing::Done(_) if !self.shown => "done",
            Standing::Done(_) | Standing::Shown => "shown",
        }
    }
}

const fn sort(level: &Level, lang: crate::tell::Lang) -> &'static str {
    match level.goal {
        Goal::Break(_) => words::to_break(lang),
        Goal::Protect { .. } => words::to_protect(lang),
    }
}

const fn shown_by(level: &Level, lang: crate::tell::Lang) -> &'static str {
    match level.goal {
        Goal::Break(_) => words::show_run(lang),
        Goal::Protect { .. } => words::show_changes(lang),
    }
}

/// A closed ring with a tick in it.
fn ring() -> Html {
    let paths = ["M16 3.5a12.5 12.5 0 1 0 .01 0", "M10.5 16.4l3.8 3.8 7.4-8"];
    let paths = paths.into_iter().map(|path| Element::new("path").word("d", path).done());
    Element::of("svg", "ring ok").word("viewBox", "0 0 32 32").word("aria-hidden", "true").each(paths).done()
}
