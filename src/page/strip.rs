//! The verdict strip: what can happen under these settings, within which bounds, and how far the search is.

use yew::{Callback, Html};

use super::app::Ask;
use super::element::{Element, empty, told};
use super::icon::Icon;
use super::panel::button;
use super::verdict::{Answer, Verdict};
use super::words;
use crate::model::Flag;
use crate::setup::{FaultKinds, Field, Setup, Value};
use crate::tell::{self, Lang};
use crate::worker::State;

/// The three questions, each with its quiet companion.
const QUESTIONS: [(Flag, Flag); 3] = [
    (Flag::Lost, Flag::ReportedFailure),
    (Flag::EffectTwice, Flag::DeliveredTwice),
    (Flag::Reordered, Flag::StaleReplay),
];

/// What the strip shows.
pub struct Strip<'page> {
    /// The language.
    pub lang: Lang,
    /// The setup that is asked about.
    pub setup: &'page Setup,
    /// What is known.
    pub verdict: &'page Verdict,
    /// Which of two setups that is; nothing for the only one.
    pub tag: &'static str,
    /// Whether nobody can search here.
    pub broken: bool,
    /// Whether the bounds are those of a level.
    pub fixed: bool,
    /// Where wishes go.
    pub ask: &'page Callback<Ask>,
}

impl Strip<'_> {
    /// The strip.
    pub fn draw(&self) -> Html {
        self.strip("region", self.bounds().with(self.wishes()).with(self.caveat()))
    }

    /// The strip where the bounds can't be changed: no landmark, for a page may have many.
    pub fn fixed(&self) -> Html {
        self.strip("group", self.bounds())
    }

    fn strip(&self, role: &'static str, bounds: Element) -> Html {
        Element::of("div", "verdicts")
            .word("role", role)
            .word("aria-label", words::verdict(self.lang))
            .with(bounds.done())
            .each(QUESTIONS.iter().map(|(loud, quiet)| self.question(*loud, *quiet)))
            .done()
    }

    fn question(&self, loud: Flag, quiet: Flag) -> Html {
        let answer = self.verdict.answer(loud);
        let long = Element::of("span", "lg").say(tell::verdict::question(loud, self.lang)).done();
        let short = Element::of("span", "sm").say(tell::verdict::short(loud, self.lang)).done();
        let words = Element::new("div")
            .with(Element::of("span", "q").with(long).with(short).done())
            .with(self.loud(loud, answer))
            .with(self.quiet(quiet));
        let place = Element::of("div", "v").word("data-flag", loud.name()).word("data-verdict", answer.name());
        place.with(ring(answer)).with(words.done()).done()
    }

    fn loud(&self, flag: Flag, answer: Answer) -> Html {
        let lang = self.lang;
        match answer {
            Answer::Possible(steps) => {
                let long = Element::of("span", "lg").with(told(tell::verdict::yes(steps, lang))).done();
                let short = Element::of("span", "sm").with(told(tell::verdict::short_yes(steps, lang))).done();
                self.player(flag, "a no", vec![long, short])
            }
            Answer::Impossible => Element::of("b", "a ok").say(tell::verdict::no(lang)).done(),
            Answer::Bounded => Element::of("b", "a").say(tell::verdict::not_found(lang)).done(),
            Answer::Searching if self.broken => Element::of("b", "a").say("?").done(),
            Answer::Searching => Element::of("b", "a late").say(tell::verdict::searching(lang)).done(),
        }
    }

    fn quiet(&self, flag: Flag) -> Html {
        let lang = self.lang;
        let answer = self.verdict.answer(flag);
        let name = Element::new("span").say(tell::verdict::short(flag, lang)).say(lang.pick(": ", "："));
        let said = match answer {
            Answer::Possible(steps) => self.player(flag, "no", vec![told(tell::verdict::quiet_yes(steps, lang))]),
            Answer::Impossible => Element::new("b").say(tell::verdict::quiet_no(lang)).done(),
            Answer::Bounded => Element::new("b").say(tell::verdict::quiet_not_found(lang)).done(),
            Answer::Searching => Element::of("b", "late").say("…").done(),
        };
        let place = Element::of("span", "s").word("data-flag", flag.name()).word("data-verdict", answer.name());
        place.with(name.done()).with(said).done()
    }

    /// A button that plays the shortest run.
    fn player(&self, flag: Flag, class: &'static str, words: Vec<Html>) -> Html {
        let button = button(self.ask, Ask::Find(flag)).word("class", class).word("data-find", flag.name());
        button.word("title", words::play_it(self.lang)).all(words).with(Icon::Play.draw()).done()
    }

    fn bounds(&self) -> Element {
        let Self { lang, setup, .. } = *self;
        let tag = Element::of("i", "tag").say(self.tag).done();
        let heading = Element::new("b").with(tag).with(told(tell::verdict::bounds_heading(setup, lang))).done();
        let within = Element::new("span").with(told(tell::verdict::bounds(setup, lang))).done();
        let progress = Element::of("span", "progress").with(told(self.progress())).done();
        let states = self.verdict.found().map_or(0, |report| report.states);
        Element::of("div", "bounds").text("data-states", states.to_string()).with(heading).with(within).with(progress)
    }

    /// What the verdict can't see with a single consumer, and a second one.
    fn caveat(&self) -> Html {
        let Self { lang, setup, fixed, ask, .. } = *self;
        let two = Value::Number(2);
        if fixed || !tell::verdict::nobody_would_follow(setup) || setup.with(Field::Members, two).is_err() {
            return empty("span");
        }
        let (caveat, remedy) = tell::verdict::add_a_second(lang);
        let second = button(ask, Ask::Set(Field::Members, two)).word("data-do", "add-a-second").say(remedy).done();
        Element::of("span", "wishes caveat").with(Element::new("span").say(caveat).done()).with(second).done()
    }

    fn progress(&self) -> String {
        let lang = self.lang;
        let Some(report) = self.verdict.found() else {
            return if self.broken { words::no_worker(lang).to_owned() } else { tell::verdict::going(0, lang) };
        };
        match report.state {
            State::Going => tell::verdict::going(report.states, lang),
            State::Complete => tell::verdict::complete(report.states, lang),
            State::Limited | State::Stopped => tell::verdict::bounded(report.states, lang),
        }
    }

    /// What can be asked: wider bounds, to stop, to go on.
    fn wishes(&self) -> Html {
        let Self { lang, setup, fixed, ask, .. } = *self;
        let more = |field: Field, words: &'static str| {
            if fixed {
                return empty("span");
            }
            let value = number_of(field, setup) + 1;
            let possible = setup.with(field, Value::Number(value)).is_ok();
            button(ask, Ask::Set(field, Value::Number(value))).has("disabled", !possible).say(words).done()
        };
        let all = FaultKinds::all(setup.broker);
        let every = if fixed || setup.faults.kinds == all {
            empty("span")
        } else {
            button(ask, Ask::Set(Field::FaultKinds, Value::FaultKinds(all))).say(words::every_kind(lang)).done()
        };
        let search = match self.verdict.state() {
            State::Going if self.verdict.found().is_some() => {
                button(ask, Ask::StopSearch).word("data-do", "stop-search").say(words::stop(lang)).done()
            }
            _ if self.verdict.can_go_further() => {
                button(ask, Ask::SearchOn).word("data-do", "search-on").say(words::search_on(lang)).done()
            }
            _ => empty("span"),
        };
        Element::of("span", "wishes")
            .with(more(Field::Messages, words::more_messages(lang)))
            .with(more(Field::Budget, words::more_faults(lang)))
            .with(every)
            .with(search)
            .done()
    }
}

/// The three answers in one line, which leads to the strip.
#[inline(never)]
pub fn mini(lang: Lang, verdict: &Verdict, ask: &Callback<Ask>) -> Html {
    let answer = |(flag, _): &(Flag, Flag)| {
        let (class, said) = match verdict.answer(*flag) {
            Answer::Possible(_) => ("no", lang.pick("yes", "会")),
            Answer::Impossible => ("ok", tell::verdict::quiet_no(lang)),
            Answer::Bounded => ("", tell::verdict::quiet_not_found(lang)),
            Answer::Searching => ("", "…"),
        };
        let said = Element::of("b", class).say(said).done();
        Element::new("span").say(tell::verdict::short(*flag, lang)).say(" ").with(said).done()
    };
    let line = button(ask, Ask::ToVerdict).word("class", "gist").word("data-do", "mini-verdict");
    line.each(QUESTIONS.iter().map(answer)).done()
}

/// A closed ring: it can't. A broken ring: it can. A dotted ring: nobody knows.
fn ring(answer: Answer) -> Html {
    let (class, paths): (_, &[&str]) = match answer {
        Answer::Possible(_) => (
            "ring no",
            &["M28.07 12.76A12.5 12.5 0 1 1 19.24 3.93", "M24.1 2.7A12.5 12.5 0 0 1 29.3 7.9", "M16 10v7.2M16 21.6v.2"],
        ),
        Answer::Impossible => ("ring ok", &["M16 3.5a12.5 12.5 0 1 0 .01 0", "M10.5 16.4l3.8 3.8 7.4-8"]),
        Answer::Bounded => ("ring open", &["M16 3.5a12.5 12.5 0 1 0 .01 0", "M11 16h10"]),
        Answer::Searching => ("ring open", &["M16 3.5a12.5 12.5 0 1 0 .01 0"]),
    };
    let paths = paths.iter().map(|path| Element::new("path").word("d", path).done());
    Element::of("svg", class).word("viewBox", "0 0 32 32").word("aria-hidden", "true").each(paths).done()
}

fn number_of(field: Field, setup: &Setup) -> u64 {
    match field.get(setup) {
        Value::Number(number) => number,
        _ => 0,
    }
}
