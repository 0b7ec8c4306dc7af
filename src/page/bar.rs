//! The bar at the top: broker, story, link, language, colours.

use yew::{Callback, Html};

use super::app::Ask;
use super::challenge::Wish;
use super::element::{Element, told};
use super::icon::Icon;
use super::panel::button;
use super::show::Show;
use super::tales::{self, Tales};
use super::words;
use crate::setup::{Broker, Field, Theme, Value};
use crate::tell::{Lang, interface};

/// What the bar shows beside the story.
#[derive(Clone, Copy)]
pub struct Bar<'page> {
    /// The language.
    pub lang: Lang,
    /// The colours.
    pub theme: Theme,
    /// The broker of the settings that are shown.
    pub broker: Broker,
    /// Whether two setups are beside each other.
    pub compares: bool,
    /// Whether the challenge is open.
    pub challenges: bool,
    /// Whether the menu is open, where there is too little room for all of it.
    pub open: bool,
    /// The words of stories, once they are there.
    pub tales: Option<&'page Tales>,
    /// Where wishes go.
    pub ask: &'page Callback<Ask>,
}

impl Bar<'_> {
    /// The bar at the top.
    pub fn draw(&self, show: &Show) -> Html {
        let Self { lang, open, ask, .. } = *self;
        let brand = Element::of("span", "brand").with(Icon::Brand.draw()).say("AckScope").done();
        let menu = button(ask, Ask::Menu).word("class", "menu").word("aria-label", interface::menu(lang));
        Element::of("header", if open { "bar open" } else { "bar" })
            .with(brand)
            .with(self.brokers())
            .with(self.stories(show))
            .with(menu.flag("aria-expanded", open).with(Icon::Menu.draw()).done())
            .with(self.links())
            .done()
    }

    fn links(&self) -> Html {
        let Self { lang, ask, .. } = *self;
        let compare = button(ask, Ask::Compare).word("data-do", "compare").flag("aria-pressed", self.compares);
        let challenge = button(ask, Ask::Challenge(Wish::List)).word("data-do", "challenge");
        let challenge = challenge.flag("aria-pressed", self.challenges);
        let copy = button(ask, Ask::CopyLink).word("data-do", "copy-link").say(interface::copy_link(lang));
        let guide = Element::new("a").word("href", lang.pick("guide/", "guide/zh-CN.html")).say(words::guide(lang));
        let hidden = Element::of("span", "hidden").say(interface::theme(lang)).say(" ").done();
        let theme = button(ask, Ask::Theme).word("data-do", "theme").with(Icon::Colours.draw()).with(hidden);
        let language = button(ask, Ask::Language).word("data-do", "language").word("lang", lang.other().tag());
        Element::new("nav")
            .word("aria-label", interface::menu(lang))
            .with(compare.say(interface::compare(lang)).done())
            .with(challenge.say(words::challenge(lang)).done())
            .with(copy.done())
            .with(guide.done())
            .with(theme.say(self.theme_name()).done())
            .with(language.say(lang.other().name()).done())
            .done()
    }

    const fn theme_name(&self) -> &'static str {
        match self.theme {
            Theme::Auto => interface::theme_auto(self.lang),
            Theme::Light => interface::theme_light(self.lang),
            Theme::Dark => interface::theme_dark(self.lang),
        }
    }

    /// A group of radio buttons, which answer to the arrow keys too.
    fn brokers(&self) -> Html {
        let group = Element::of("span", "seg2").word("role", "radiogroup");
        group
            .word("aria-label", words::broker_choice(self.lang))
            .word("data-field", Field::Broker.name())
            .with(self.choice_of(Broker::Rabbitmq, "RabbitMQ"))
            .with(self.choice_of(Broker::Kafka, "Kafka"))
            .done()
    }

    fn choice_of(&self, broker: Broker, name: &'static str) -> Html {
        let value = Value::Choice(broker.name());
        let chosen = self.broker == broker;
        button(self.ask, Ask::Set(Field::Broker, value))
            .word("role", "radio")
            .word("class", if chosen { "on" } else { "" })
            .flag("aria-checked", chosen)
            .word("data-value", broker.name())
            .say(name)
            .done()
    }

    /// The name of the story, which opens the library.
    fn stories(&self, show: &Show) -> Html {
        let lang = self.lang;
        let title = match show.story {
            Some(story) => tales::words(story.name, self.tales, lang).map_or(story.name, |words| words.title),
            None => interface::own_story(lang),
        };
        let open = button(self.ask, Ask::Library).word("data-story", "");
        let open = open.word("aria-haspopup", "dialog").with(told(title.to_owned())).with(Icon::Opens.draw());
        let changed = show.story.is_some() && show.has_changed_settings();
        let note = Element::new("small").say(if changed { words::settings_changed(lang) } else { "" });
        Element::of("div", "story")
            .with(Element::new("span").say(interface::story(lang)).done())
            .with(open.done())
            .with(note.done())
            .done()
    }
}
