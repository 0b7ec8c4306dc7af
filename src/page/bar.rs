//! The bar at the top: broker, story, link, language, colours.

use web_sys::HtmlSelectElement;
use yew::{
    Callback, Event, Html, Properties, TargetCast, classes, component, html, use_effect, use_node_ref, use_state_eq,
};

use super::app::Ask;
use super::icon::Icon;
use super::words;
use crate::setup::{Broker, Field, Setup, Theme, Value, presets};
use crate::tell::{self, Lang, interface};

/// What the bar shows.
#[derive(Properties, Clone, PartialEq)]
pub struct Props {
    /// The language.
    pub lang: Lang,
    /// The colours.
    pub theme: Theme,
    /// The settings.
    pub setup: Setup,
    /// The story that plays, if any.
    pub story: Option<&'static str>,
    /// Whether its settings are no longer its own.
    pub changed: bool,
    /// Where wishes go.
    pub ask: Callback<Ask>,
}

/// The bar at the top.
#[component(Bar)]
pub fn bar(props: &Props) -> Html {
    let Props { lang, theme, setup, story, changed, ask } = props.clone();
    let open = use_state_eq(|| false);
    let toggle = {
        let open = open.clone();
        Callback::from(move |_| open.set(!*open))
    };
    let on = |wish: Ask| ask.reform(move |_| wish.clone());
    html! {
        <header class={classes!("bar", open.then_some("open"))}>
            <span class="brand">{ Icon::Brand.draw() }{ "AckScope" }</span>
            { brokers(setup, lang, &ask) }
            <Stories {lang} {story} {changed} ask={ask.clone()} />
            <button class="menu" aria-label={interface::menu(lang)} aria-expanded={open.to_string()} onclick={toggle}>
                { Icon::Menu.draw() }
            </button>
            <nav aria-label={interface::menu(lang)}>
                <button data-do="copy-link" onclick={on(Ask::CopyLink)}>{ interface::copy_link(lang) }</button>
                <button data-do="theme" onclick={on(Ask::Theme)}>
                    { Icon::Colours.draw() }<span class="hidden">{ interface::theme(lang) }{ " " }</span>{ theme_name(theme, lang) }
                </button>
                <button data-do="language" lang={lang.other().tag()} onclick={on(Ask::Language)}>
                    { lang.other().name() }
                </button>
            </nav>
        </header>
    }
}

const fn theme_name(theme: Theme, lang: Lang) -> &'static str {
    match theme {
        Theme::Auto => interface::theme_auto(lang),
        Theme::Light => interface::theme_light(lang),
        Theme::Dark => interface::theme_dark(lang),
    }
}

/// A group of radio buttons; the arrow keys are not needed, for only one of them can be chosen so far.
fn brokers(setup: Setup, lang: Lang, ask: &Callback<Ask>) -> Html {
    let choice = |broker: Broker, name: &'static str| {
        let value = Value::Choice(broker.name());
        let chosen = setup.broker == broker;
        let obstacle = setup.obstacle_to(Field::Broker, value).map(|obstacle| tell::obstacle(obstacle, lang));
        let onclick = ask.reform(move |_| Ask::Set(Field::Broker, value));
        html! {
            <button
                role="radio"
                aria-checked={chosen.to_string()}
                class={chosen.then_some("on")}
                data-value={broker.name()}
                disabled={obstacle.is_some()}
                title={obstacle}
                {onclick}
            >{ name }</button>
        }
    };
    html! {
        <span class="seg2" role="radiogroup" aria-label={words::broker_choice(lang)} data-field={Field::Broker.name()}>
            { choice(Broker::Rabbitmq, "RabbitMQ") }
            { choice(Broker::Kafka, "Kafka") }
        </span>
    }
}

#[derive(Properties, Clone, PartialEq)]
struct StoriesProps {
    lang: Lang,
    story: Option<&'static str>,
    changed: bool,
    ask: Callback<Ask>,
}

/// The list of stories.
#[component(Stories)]
fn stories(props: &StoriesProps) -> Html {
    let StoriesProps { lang, story, changed, ask } = props.clone();
    let node = use_node_ref();
    let shown = story.unwrap_or_default();
    {
        let node = node.clone();
        // What the reader has chosen is the browser's business; what is shown is the page's.
        use_effect(move || {
            if let Some(select) = node.cast::<HtmlSelectElement>() {
                select.set_value(shown);
            }
        });
    }
    let onchange = Callback::from(move |event: Event| {
        let name = event.target_dyn_into::<HtmlSelectElement>().map(|select| select.value()).unwrap_or_default();
        let story = presets().into_iter().map(|preset| preset.name).find(|known| *known == name);
        ask.emit(Ask::Story(story));
    });
    let options = presets().into_iter().map(|preset| {
        let title = tell::preset(preset.name, lang).map_or(preset.name, |words| words.title);
        html! { <option key={preset.name} value={preset.name} data-preset={preset.name}>{ title }</option> }
    });
    html! {
        <label class="story">
            <span>{ interface::story(lang) }</span>
            <span class="pick">
                <select ref={node} data-story="" {onchange}>
                    { for options }
                    <option value="">{ interface::own_story(lang) }</option>
                </select>
                { Icon::Opens.draw() }
            </span>
            <small>{ if changed && story.is_some() { words::settings_changed(lang) } else { "" } }</small>
        </label>
    }
}
