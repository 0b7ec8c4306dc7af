//! The library drawn.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement, KeyboardEvent};
use yew::virtual_dom::{ListenerKind, VText};
use yew::{AttrValue, Callback, Html, Properties, component};

use super::search::{Found, Search};
use crate::page::app::Ask;
use crate::page::browser;
use crate::page::element::{Element, said, told};
use crate::page::panel::{button, value_of};
use crate::page::tales::{Tale, Tales, Topic};
use crate::page::thinker::of_this_build;
use crate::page::words;
use crate::setup::Broker;
use crate::tell::{Lang, interface};

/// The name of the dialog in the page.
pub const NAME: &str = "library";
/// The list of what was found.
pub const FOUND: &str = "#library .tales";
/// What can be chosen in it.
pub const TALE: &str = "#library [data-preset]";

/// What the library shows.
#[derive(Properties, Clone, PartialEq)]
pub struct Props {
    /// The language.
    pub lang: Lang,
    /// The words of stories, once they are there.
    pub tales: Option<Rc<Tales>>,
    /// What is looked for.
    pub search: Search,
    /// Whether there is little room, as on a phone: there the keyboard comes only when somebody wants to type.
    pub narrow: bool,
    /// The name of the story that is shown.
    pub shown: Option<&'static str>,
    /// Where wishes go.
    pub ask: Callback<Ask>,
}

/// The library.
#[component(Library)]
pub fn library(props: &Props) -> Html {
    let lang = props.lang;
    let topics = props.tales.as_ref().map_or(&[][..], |tales| &tales.topics[..]);
    let found = props.tales.as_ref().map(|tales| props.search.find(tales)).unwrap_or_default();
    let count: usize = topics.iter().map(|topic| props.chosen(&found, topic).len()).sum();
    let style = Element::new("link").word("rel", "stylesheet").text("href", of_this_build("./library.css"));
    let close = Element::of("button", "close")
        .on(|| ListenerKind::onclick, Callback::from(|_| browser::close_dialog(NAME)))
        .word("data-do", "close-library")
        .has("autofocus", props.narrow);
    let head = Element::of("div", "head")
        .with(Element::new("h2").word("id", "library-title").say(words::library(lang)).done())
        .with(props.words())
        .with(close.word("aria-label", words::close(lang)).say("×").done());
    let counted = match &props.tales {
        None => "…".to_owned(),
        Some(_) if found.in_part && count > 0 => words::stories_in_part(lang).to_owned(),
        Some(_) => words::stories(count, lang),
    };
    let status = Element::of("p", "count").word("role", "status").with(told(counted));
    let own = button(&props.ask, Ask::Story(String::new())).word("class", "quiet").word("data-do", "own-story");
    let list = Element::of("div", "tales")
        .with(status.done())
        .each(topics.iter().map(|topic| props.topic(&found, topic)))
        .with(Element::of("p", "own").with(own.say(interface::own_story(lang)).done()).done());
    let inside = Element::of("div", "inside")
        .with(style.done())
        .with(head.done())
        .with(props.filters(&found, topics))
        .with(list.done());
    Element::of("dialog", "library")
        .word("id", NAME)
        .word("aria-labelledby", "library-title")
        .on(|| ListenerKind::onclick, Callback::from(close_outside))
        .on(|| ListenerKind::onkeydown, Callback::from(move_on))
        .with(inside.done())
        .done()
}

impl Props {
    fn with(&self, change: impl FnOnce(&mut Search)) -> Ask {
        let mut search = self.search.clone();
        change(&mut search);
        Ask::Search(search)
    }

    /// What was found of a topic that is to be shown.
    fn chosen<'f, 'tales>(&self, found: &'f Found<'tales>, topic: &Topic) -> &'f [&'tales Tale] {
        match &self.search.topic {
            Some(chosen) if *chosen != topic.name => &[],
            _ => found.of(topic),
        }
    }

    /// The words that are looked for.
    fn words(&self) -> Html {
        let search = self.search.clone();
        let typed = self.ask.reform(move |event: Event| {
            let text = value_of(&event);
            Ask::Search(Search { text, ..search.clone() })
        });
        let input = Element::new("input")
            .word("type", "search")
            .word("data-search", "")
            .word("autocomplete", "off")
            .word("placeholder", words::find_hint(self.lang))
            .word("aria-label", words::find(self.lang))
            .on(|| ListenerKind::oninput, typed);
        input.value(self.search.text.clone()).done()
    }

    /// Which topic and which broker.
    fn filters(&self, found: &Found<'_>, topics: &[Topic]) -> Html {
        let lang = self.lang;
        let every = topics.iter().map(|topic| found.of(topic).len()).sum();
        let chosen = self.search.topic.clone();
        let mut nav = Element::of("nav", "topics").word("aria-label", words::topic(lang));
        nav =
            nav.with(self.filter(chosen.is_none(), said(words::all_topics(lang)), every, |search| search.topic = None));
        for topic in topics {
            let (name, count) = (Rc::clone(&topic.name), found.of(topic).len());
            let pressed = chosen.as_ref() == Some(&topic.name);
            nav = nav.with(self.filter(pressed, text(&topic.title), count, |search| search.topic = Some(name)));
        }
        let mut brokers =
            Element::of("div", "seg2").word("role", "group").word("aria-label", words::broker_choice(lang));
        let choices = [(None, words::both(lang)), (Some(Broker::Rabbitmq), RABBITMQ), (Some(Broker::Kafka), KAFKA)];
        for (broker, words) in choices {
            let pressed = self.search.broker == broker;
            let choice = button(&self.ask, self.with(|search| search.broker = broker));
            let choice = choice.word("class", if pressed { "on" } else { "" }).flag("aria-pressed", pressed);
            brokers = brokers.with(choice.say(words).done());
        }
        Element::of("div", "filters").with(brokers.done()).with(nav.done()).done()
    }

    fn filter(&self, pressed: bool, words: Html, count: usize, change: impl FnOnce(&mut Search)) -> Html {
        let count = Element::new("small").with(told(format!(" {count}"))).done();
        let filter = button(&self.ask, self.with(change)).flag("aria-pressed", pressed);
        filter.with(Element::new("span").with(words).done()).with(count).done()
    }

    /// A topic's stories; nothing is drawn of one that has none.
    fn topic(&self, found: &Found<'_>, topic: &Topic) -> Html {
        let found = self.chosen(found, topic);
        if found.is_empty() {
            return Element::new("section").has("hidden", true).done();
        }
        let list = Element::new("ul").each(found.iter().map(|tale| self.tale(tale)));
        Element::new("section").with(Element::new("h3").with(text(&topic.title)).done()).with(list.done()).done()
    }

    fn tale(&self, tale: &Tale) -> Html {
        let broker = match tale.broker {
            Broker::Rabbitmq => RABBITMQ,
            Broker::Kafka => KAFKA,
        };
        let shown = self.shown == Some(&*tale.name);
        let choose = button(&self.ask, Ask::Story(tale.name.to_string()))
            .text("data-preset", tale.name.to_string())
            .word("aria-current", if shown { "true" } else { "false" })
            .with(Element::new("b").with(text(&tale.title)).done())
            .with(Element::of("span", "mark").say(broker).done())
            .with(Element::of("span", "asks").with(text(&tale.question)).done());
        Element::new("li").with(choose.done()).done()
    }
}

const RABBITMQ: &str = "RabbitMQ";
const KAFKA: &str = "Kafka";

fn text(words: &Rc<str>) -> Html {
    VText::new(AttrValue::from(Rc::clone(words))).into()
}

/// A click beside the dialog is one on its backdrop, which counts as the dialog itself.
fn close_outside(event: Event) {
    let target = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
    if target.is_some_and(|target| target.id() == NAME) {
        browser::close_dialog(NAME);
    }
}

/// The arrow keys go from story to story.
fn move_on(event: Event) {
    let Some(key) = event.dyn_ref::<KeyboardEvent>() else { return };
    let step = match key.key().as_str() {
        "ArrowDown" => 1,
        "ArrowUp" => -1,
        _ => return,
    };
    key.prevent_default();
    browser::focus_beside(TALE, step);
}
