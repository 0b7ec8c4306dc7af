//! The least to change so that promises hold: which promises, the smallest sets of changes, and a click to apply one.

use yew::virtual_dom::ListenerKind;
use yew::{Callback, Html};

use super::app::Ask;
use super::element::{Element, empty, told};
use super::panel::{button, heard};
use super::thoughts::{Thoughts, Wanted};
use super::words;
use crate::explore::Changes;
use crate::model::Flag;
use crate::setup::Setup;
use crate::tell::{self, Lang};
use crate::worker::{Repairs, State};

/// What the panel shows.
pub struct Repair<'page> {
    /// The language.
    pub lang: Lang,
    /// The setup to change.
    pub setup: &'page Setup,
    /// The flags that no run may raise.
    pub promises: &'page [Flag],
    /// What is known.
    pub thoughts: &'page Thoughts,
    /// Where wishes go.
    pub ask: &'page Callback<Ask>,
}

/// The promises offered, the loud ones first.
pub const PROMISES: [Flag; 6] =
    [Flag::Lost, Flag::EffectTwice, Flag::Reordered, Flag::ReportedFailure, Flag::DeliveredTwice, Flag::StaleReplay];

impl Repair<'_> {
    /// The panel.
    pub fn draw(&self) -> Html {
        let lang = self.lang;
        let wanted = Wanted { setup: *self.setup, flags: self.promises.to_vec() };
        let asked = self.thoughts.repairs.is_about(&wanted);
        let go = button(self.ask, Ask::Repair).word("class", "go").word("data-do", "repair");
        let go = go.has("disabled", self.promises.is_empty() || asked).say(words::find_change(lang)).done();
        let known = self.thoughts.repairs.answer(&wanted);
        let going = asked && known.is_none_or(|repairs| repairs.state == State::Going);
        let stop = button(self.ask, Ask::StopRepair).word("class", "go").word("data-do", "stop-repair");
        let stop = stop.say(words::stop(lang)).done();
        Element::of("section", "repair")
            .word("aria-labelledby", "repair")
            .with(Element::new("h2").word("id", "repair").say(words::repair(lang)).done())
            .with(self.choices())
            .with(if going { stop } else { go })
            .with(if asked { self.answer(known) } else { empty("div") })
            .done()
    }

    fn choices(&self) -> Html {
        let choice = |flag: &Flag| {
            let flag = *flag;
            let on = self.promises.contains(&flag);
            let input = Element::new("input").word("type", "checkbox").word("data-promise", flag.name());
            let input = input.property("checked", on);
            let input = input.on(|| ListenerKind::onchange, heard(self.ask, move |_| Ask::Promise(flag)));
            Element::new("label").with(input.done()).say(tell::verdict::promise(flag, self.lang)).done()
        };
        Element::of("fieldset", "promises")
            .with(Element::new("legend").say(words::so_that(self.lang)).done())
            .each(PROMISES.iter().map(choice))
            .done()
    }

    fn answer(&self, repairs: Option<&Repairs>) -> Html {
        let lang = self.lang;
        let place = Element::of("div", "answer").word("aria-live", "polite");
        let Some(repairs) = repairs else {
            return place.with(Element::of("p", "about late").say(words::trying(lang)).done()).done();
        };
        let line = |words: String| Element::of("p", "about").with(told(words)).done();
        let sets = repairs.sets.iter().enumerate().filter(|(_, set)| !set.is_empty());
        let open = repairs.open.iter().take(OPEN).map(|set| self.open_set(set));
        let place = place
            .with(line(tell::verdict::repairs(repairs.state_of(self.promises), lang)))
            .with(
                Element::new("ul")
                    .each(sets.map(|(number, set)| self.set(number, set, repairs.prices.get(number))))
                    .done(),
            )
            .with(Element::of("ul", "open").each(open).done());
        let place =
            if repairs.open.is_empty() { place } else { place.with(line(tell::verdict::try_fewer(lang).into())) };
        place.with(line(tell::verdict::within(self.setup, lang))).done()
    }

    fn open_set(&self, set: &Changes) -> Html {
        let none = Element::new("p").say(words::no_change(self.lang)).done();
        Element::new("li").with(if set.is_empty() { none } else { self.names(set) }).done()
    }

    fn names(&self, set: &Changes) -> Html {
        let mut words = Element::new("p");
        for (place, (field, value)) in set.iter().enumerate() {
            let code = format!("{} = {value}", field.name());
            words = words
                .say(if place == 0 { "" } else { self.lang.pick(" and ", " 且 ") })
                .with(Element::new("code").with(told(code)).done());
        }
        words.done()
    }

    fn set(&self, number: usize, set: &Changes, price: Option<&Vec<Flag>>) -> Html {
        let apply = button(self.ask, Ask::Apply(number)).word("class", "go").word("data-do", "apply");
        let price = price.map(|flags| tell::verdict::price(flags, self.lang)).unwrap_or_default();
        let price = Element::of("p", "about").with(told(price)).done();
        let words = Element::new("div").with(self.names(set)).with(price).done();
        Element::new("li").with(words).with(apply.say(words::apply(self.lang)).done()).done()
    }
}

/// More open sets than this say no more.
const OPEN: usize = 4;

impl Repairs {
    /// What there is to say about them.
    fn state_of(&self, promises: &[Flag]) -> tell::verdict::Repaired {
        use tell::verdict::Repaired;
        let (tried, states) = (self.tried, self.states);
        match (self.state, self.sets.first()) {
            (State::Going, _) => Repaired::Trying { size: self.size, tried, states },
            (State::Complete | State::Limited | State::Stopped, Some(set)) if set.is_empty() => Repaired::Nothing,
            (State::Complete | State::Limited | State::Stopped, Some(_)) if !self.open.is_empty() => {
                Repaired::Perhaps(self.sets.len())
            }
            (State::Complete | State::Limited | State::Stopped, Some(_)) => Repaired::OneOf(self.sets.len()),
            (State::Complete, None) => {
                let by_dedup = |flag: &Flag| matches!(flag, Flag::EffectTwice | Flag::StaleReplay);
                Repaired::Never { tried, by_dedup: promises.iter().all(by_dedup) }
            }
            (State::Limited | State::Stopped, None) => Repaired::Unknown { tried },
        }
    }
}
