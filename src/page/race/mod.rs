//! The price: the race of the ways to send, its costs, and what each way is worth.

mod lanes;
mod row;

use yew::{Callback, Html, html};

use super::app::Ask;
use super::element::{Element, empty};
use super::panel::button;
use super::thinker::of_this_build;
use super::thoughts::Thoughts;
use super::words;
use crate::play::race::Contestant;
use crate::setup::{Cost, Costs};
use crate::tell::Lang;
use lanes::Lanes;

/// What the panel shows.
pub struct Price<'page> {
    /// The language.
    pub lang: Lang,
    /// What things cost, if the race is open.
    pub costs: Option<Costs>,
    /// The figure that was refused last, and why.
    pub refused: Option<&'page (Cost, String)>,
    /// What is known.
    pub thoughts: &'page Thoughts,
    /// Whether nobody can work it out here.
    pub broken: bool,
    /// Where wishes go.
    pub ask: &'page Callback<Ask>,
}

impl Price<'_> {
    /// The panel.
    pub fn draw(&self) -> Html {
        let (lang, open) = (self.lang, self.costs.is_some());
        let toggle = button(self.ask, Ask::Race).word("class", "go").word("data-do", "race");
        let words = if open { words::close_race(lang) } else { words::open_race(lang) };
        Element::of("section", "grid price")
            .word("aria-labelledby", "price")
            .with(Element::new("link").word("rel", "stylesheet").text("href", of_this_build("./race.css")).done())
            .with(Element::new("h2").word("id", "price").say(words::race(lang)).done())
            .with(Element::of("p", "about").say(words::race_about(lang)).done())
            .with(toggle.flag("aria-expanded", open).say(words).done())
            .with(self.costs.map_or_else(|| empty("div"), |costs| self.lanes(costs)))
            .done()
    }

    fn lanes(&self, costs: Costs) -> Html {
        let bought: Vec<_> = Contestant::ALL.iter().map(|contestant| self.thoughts.bought(*contestant)).collect();
        html! {
            <Lanes
                lang={self.lang}
                {costs}
                race={self.thoughts.race().cloned()}
                broken={self.broken}
                refused={self.refused.cloned()}
                {bought}
                ask={self.ask}
            />
        }
    }
}
