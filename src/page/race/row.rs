//! One way to send: its lane, how long it takes beside fire and forget, and what it is worth.

use yew::Html;

use super::lanes::{Moving, Props};
use crate::page::app::Ask;
use crate::page::element::{Element, said, told};
use crate::page::icon::Icon;
use crate::page::number::push;
use crate::page::panel::button;
use crate::page::thoughts::Bought;
use crate::page::words;
use crate::play::race::{Contestant, Race, measured};
use crate::tell;

/// The scale of the times: each step is ten times the last.
pub struct Axis {
    decades: u32,
}

impl Axis {
    /// A scale on which everybody has a place, the measured ones too.
    pub fn of(race: &Race) -> Self {
        let ours = Contestant::ALL.iter().map(|contestant| race.times_as_long(*contestant));
        let theirs = Contestant::ALL.iter().filter_map(|contestant| measured(*contestant));
        let most = ours.chain(theirs.map(|measured| measured.times_as_long())).fold(1.0, f64::max);
        let mut axis = Self { decades: 1 };
        while most > axis.value(axis.decades) {
            axis.decades += 1;
        }
        axis
    }

    fn value(&self, decade: u32) -> f64 {
        10_f64.powi(decade as i32)
    }

    fn style(&self, decades: f64) -> String {
        let mut style = String::from("left:");
        push(&mut style, decades / f64::from(self.decades) * 100.0);
        style + "%"
    }

    fn mark(&self, tag: &'static str, class: &'static str, times: f64) -> Html {
        Element::of(tag, class).style(self.style(times.log10().max(0.0))).done()
    }

    /// Its numbers.
    pub fn numbers(&self) -> Html {
        let number = |decade: u32| {
            let number = Element::new("i").style(self.style(decade.into()));
            number.with(told(tell::race::times(self.value(decade)))).done()
        };
        Element::of("div", "axis numbers").each((0..=self.decades).map(number)).done()
    }

    fn lines(&self) -> Element {
        let line = |decade: u32| Element::of("i", "line").style(self.style(decade.into())).done();
        Element::of("div", "axis").each((0..=self.decades).map(line))
    }
}

/// The row of a contestant.
pub fn row(props: &Props, race: &Race, axis: &Axis, contestant: Contestant, lanes: &[Moving]) -> Html {
    let place = contestant as usize;
    Element::new("tr")
        .word("data-lane", contestant.name())
        .with(name(props, race, contestant))
        .with(lane(race, contestant, &lanes[place]))
        .with(times(props, race, axis, contestant))
        .with(wait(props, race, contestant))
        .with(lost(props, contestant, props.bought.get(place).copied().flatten()))
        .done()
}

fn name(props: &Props, race: &Race, contestant: Contestant) -> Html {
    let show = button(&props.ask, Ask::ShowWay(contestant)).word("class", "steplink");
    let show = show.word("title", words::race_show(props.lang));
    let name = show.with(told(tell::race::contestant(contestant, &race.costs, props.lang))).done();
    let waits = Element::new("small").say(tell::race::waits_for(contestant, props.lang)).done();
    Element::new("th").word("scope", "row").with(name).with(waits).done()
}

fn lane(race: &Race, contestant: Contestant, moving: &Moving) -> Html {
    let through = if race.lane(contestant).answered { "through" } else { "through unknown" };
    let track = Element::of("div", "track")
        .with(Element::of("i", "written").known_as(&moving.written).done())
        .with(Element::of("i", through).known_as(&moving.through).done());
    let count = Element::new("b").known_as(&moving.count).done();
    Element::of("td", "lane").with(track.done()).with(count).done()
}

fn times(props: &Props, race: &Race, axis: &Axis, contestant: Contestant) -> Html {
    let (lang, ours, theirs) = (props.lang, race.times_as_long(contestant), measured(contestant));
    let rate = tell::race::rate(race.lane(contestant).rate(), lang);
    let mut chart = axis.lines();
    let mut number = Element::new("span").with(Element::new("b").with(told(tell::race::times(ours))).done());
    let mut title = String::new();
    if let Some(theirs) = theirs {
        chart = chart.with(axis.mark("i", "theirs", theirs.times_as_long()));
        let words = Element::new("small").with(told(tell::race::times(theirs.times_as_long())));
        number = number.with(said(" ")).with(words.done());
        title = tell::race::measured(theirs, lang);
    }
    let chart = chart.with(axis.mark("i", "ours", ours)).done();
    let number = number.with(Element::new("em").with(told(rate)).done());
    Element::of("td", "times")
        .word("data-label", words::race_times_short(lang))
        .text("title", title)
        .with(chart)
        .with(number.done())
        .done()
}

fn wait(props: &Props, race: &Race, contestant: Contestant) -> Html {
    let words = race.lane(contestant).median_wait().map(|wait| tell::race::time(wait, props.lang));
    let never = words::race_never(props.lang);
    Element::of("td", "wait")
        .word("data-label", words::race_wait(props.lang))
        .with(words.map_or_else(|| said(never), told))
        .done()
}

fn lost(props: &Props, contestant: Contestant, bought: Option<Bought>) -> Html {
    let place = Element::of("td", "lost").word("data-label", words::race_lost(props.lang));
    match bought {
        None => place.with(Element::of("span", "late").say("…").done()).done(),
        Some(Bought::Safe) => place.with(Element::of("b", "ok").say(words::race_safe(props.lang)).done()).done(),
        Some(Bought::Open) => place.say("?").done(),
        Some(Bought::LostIn(steps)) => {
            let play = button(&props.ask, Ask::PlayLoss(contestant)).word("class", "bad");
            let play = play.word("title", words::play_it(props.lang)).word("data-do", "race-loss");
            place.with(play.with(told(tell::race::lost_in(steps, props.lang))).with(Icon::Play.draw()).done()).done()
        }
    }
}
