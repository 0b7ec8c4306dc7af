//! Check my settings: a settings file is pasted, what is recognised sets the toggles, and the rest is listed.

use web_sys::Event;
use yew::virtual_dom::ListenerKind;
use yew::{Callback, Html};

use super::app::Ask;
use super::element::{Element, empty, said, told};
use super::icon::Icon;
use super::panel::{button, choice, list};
use super::thinker::of_this_build;
use super::verdict::{Answer, Verdict};
use super::words;
use crate::model::Flag;
use crate::setup::{Client, Setup};
use crate::tell::check::{Checked, Row, Sort};
use crate::tell::{self, Lang};

/// The id of the text field.
pub const TEXT: &str = "settings-text";
/// The id of the choice between libraries.
pub const AS: &str = "settings-as";

/// What the panel shows.
pub struct Check<'page> {
    /// The language.
    pub lang: Lang,
    /// Whether the panel is open.
    pub open: bool,
    /// Whether anything was asked.
    pub asked: bool,
    /// What is known of it.
    pub checked: Option<&'page Checked>,
    /// What can happen under the settings that it makes, while they are shown.
    pub verdict: Option<&'page Verdict>,
    /// Where wishes go.
    pub ask: &'page Callback<Ask>,
    /// Hears of files.
    pub file: Callback<Event>,
}

impl Check<'_> {
    /// The panel.
    pub fn draw(&self) -> Html {
        let lang = self.lang;
        let toggle = button(self.ask, Ask::Checks).word("class", "go").word("data-do", "checks");
        let words = if self.open { words::close_check(lang) } else { words::open_check(lang) };
        Element::of("section", "grid client")
            .word("aria-labelledby", "check")
            .with(Element::new("link").word("rel", "stylesheet").text("href", of_this_build("./client.css")).done())
            .with(Element::new("h2").word("id", "check").say(words::check(lang)).done())
            .with(Element::of("p", "about").say(words::check_about(lang)).done())
            .with(toggle.flag("aria-expanded", self.open).say(words).done())
            .with(if self.open { self.body() } else { empty("div") })
            .done()
    }

    fn body(&self) -> Html {
        let lang = self.lang;
        let text = Element::new("textarea")
            .word("id", TEXT)
            .word("rows", "10")
            .word("spellcheck", "false")
            .word("autocapitalize", "off")
            .word("placeholder", "spring.rabbitmq.listener.simple.acknowledge-mode=auto")
            .on(|| ListenerKind::ondragover, self.file.clone())
            .on(|| ListenerKind::ondrop, self.file.clone());
        let label = Element::new("label").word("for", TEXT).say(words::settings_file(lang)).done();
        let open = Element::new("input").word("type", "file").word("data-do", "settings-file");
        let open = open.word("accept", ".yml,.yaml,.properties,.json,.conf,.cfg,.txt");
        let open = open.word("class", "hidden").on(|| ListenerKind::onchange, self.file.clone());
        let open = Element::of("label", "go").with(open.done()).say(words::choose_file(lang));
        let go = button(self.ask, Ask::Check).word("class", "go").word("data-do", "check").say(words::check_now(lang));
        let row = Element::of("div", "asks").with(self.libraries()).with(open.done()).with(go.done());
        Element::of("div", "paste").with(label).with(text.done()).with(row.done()).with(self.answer()).done()
    }

    /// Which library's keys they are, where that can't be seen.
    fn libraries(&self) -> Html {
        let option = |name: &str, words| choice(name.to_owned(), words, name.is_empty()).done();
        let named = Client::ALL.iter().map(|client| option(client.name(), said(client.name())));
        let select = Element::new("select").word("id", AS).word("aria-label", words::kafka_library(self.lang));
        list("sel pick", select.with(option("", said(words::as_seen(self.lang)))).each(named))
    }

    fn answer(&self) -> Html {
        let place = Element::of("div", "answer").word("role", "status").word("aria-live", "polite");
        let Some(checked) = self.checked else {
            let words = if self.asked { words::trying(self.lang) } else { "" };
            return place.with(Element::of("p", "about late").say(words).done()).done();
        };
        let known = checked.setup.is_some();
        let words = Element::of("p", if known { "read" } else { "refused" }).with(told(checked.words.clone()));
        let verdict = button(self.ask, Ask::ToVerdict).word("class", "steplink").word("data-do", "to-verdict");
        let back = button(self.ask, Ask::Return).word("class", "steplink").word("data-do", "return-checked");
        let after = Element::new("p")
            .with(verdict.say(words::to_verdict(self.lang)).done())
            .with(back.say(words::back(self.lang)).done())
            .done();
        let after = if known { after } else { empty("p") };
        let answers = match (checked.setup, self.verdict) {
            (Some(setup), Some(verdict)) => self.answers(&setup, verdict),
            _ => empty("div"),
        };
        let lists = Sort::ALL.iter().map(|sort| self.list(*sort, checked));
        place.with(words.done()).with(after).with(answers).each(lists).done()
    }

    /// What can happen, as the strip says it, with a run to each thing that can.
    fn answers(&self, setup: &Setup, verdict: &Verdict) -> Html {
        let lang = self.lang;
        let bounds = format!(
            "{}{}{}",
            tell::verdict::bounds_heading(setup, lang),
            lang.pick(": ", "："),
            tell::verdict::bounds(setup, lang)
        );
        let row = |flag: &Flag| {
            let said = match verdict.answer(*flag) {
                Answer::Possible(steps) => button(self.ask, Ask::Find(*flag))
                    .word("class", "no")
                    .word("title", words::play_it(lang))
                    .with(told(tell::verdict::yes(steps, lang)))
                    .with(Icon::Play.draw())
                    .done(),
                Answer::Impossible => Element::of("b", "ok").say(tell::verdict::no(lang)).done(),
                Answer::Bounded => Element::new("b").say(tell::verdict::not_found(lang)).done(),
                Answer::Searching => Element::of("b", "late").say(tell::verdict::searching(lang)).done(),
            };
            let question = Element::new("span").say(tell::verdict::question_under(setup, *flag, lang)).done();
            Element::new("li").word("data-answer", flag.name()).with(question).with(said).done()
        };
        Element::of("div", "answers")
            .with(Element::of("p", "about").with(told(bounds)).done())
            .with(Element::new("ul").each(Flag::ALL.iter().map(row)).done())
            .done()
    }

    fn list(&self, sort: Sort, checked: &Checked) -> Html {
        let rows: Vec<&Row> = checked.rows.iter().filter(|row| row.sort == sort).collect();
        let list = Element::of("div", "rows").word("data-rows", sort.name());
        if rows.is_empty() {
            return list.done();
        }
        let heading = Element::new("h3").say(words::sort(sort, self.lang)).with(told(format!(" ({})", rows.len())));
        list.with(heading.done()).with(Element::new("ul").each(rows.into_iter().map(|row| self.row(row))).done()).done()
    }

    fn row(&self, row: &Row) -> Html {
        let line = match (row.line, self.lang) {
            (0, _) => String::new(),
            (line, Lang::En) => format!("line {line}"),
            (line, Lang::Zh) => format!("第 {line} 行"),
        };
        let code = |text: &str| Element::new("code").with(told(text.to_owned())).done();
        let arrow = if row.written.is_empty() || row.becomes.is_empty() { "" } else { " → " };
        Element::new("li")
            .with(Element::new("small").with(told(line)).done())
            .with(Element::new("span").with(code(&row.written)).say(arrow).with(code(&row.becomes)).done())
            .with(Element::new("p").with(told(row.words.clone())).done())
            .done()
    }
}
