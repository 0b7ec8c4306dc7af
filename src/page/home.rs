//! Take it home: the run that is shown as a file, to look at, to copy and to save. The worker makes it.

use yew::{Callback, Html};

use super::app::Ask;
use super::element::{Element, empty, told};
use super::panel::button;
use super::thinker::of_this_build;
use super::words;
use crate::tell::Lang;
use crate::tell::export::Form;

/// What the panel shows.
pub struct Home<'page> {
    /// The language.
    pub lang: Lang,
    /// As what a reader takes the run home, once that is chosen.
    pub form: Option<Form>,
    /// The name of the story.
    pub story: Option<&'static str>,
    /// The file, once it is made.
    pub file: Option<&'page String>,
    /// Whether it was copied, once somebody tried.
    pub copied: Option<bool>,
    /// Where wishes go.
    pub ask: &'page Callback<Ask>,
}

impl Home<'_> {
    /// The panel.
    pub fn draw(&self) -> Html {
        let lang = self.lang;
        let forms = Element::of("div", "seg2 forms").word("role", "group").word("aria-labelledby", "home");
        Element::of("section", "grid home")
            .word("aria-labelledby", "home")
            .with(Element::new("link").word("rel", "stylesheet").text("href", of_this_build("./home.css")).done())
            .with(Element::new("h2").word("id", "home").say(words::home(lang)).done())
            .with(Element::of("p", "about").say(words::home_about(lang)).done())
            .with(forms.each(Form::ALL.iter().map(|form| self.choice(*form))).done())
            .with(self.form.map_or_else(|| empty("div"), |form| self.chosen(form)))
            .done()
    }

    fn choice(&self, form: Form) -> Html {
        let chosen = self.form == Some(form);
        button(self.ask, Ask::Home(form))
            .word("class", if chosen { "on" } else { "" })
            .word("data-form", form.name())
            .flag("aria-pressed", chosen)
            .say(words::form(form, self.lang))
            .done()
    }

    /// The file: a look at it, and what can be done with it.
    fn chosen(&self, form: Form) -> Html {
        let place = Element::of("div", "file");
        let Some(file) = self.file else {
            return place.with(Element::of("p", "about late").say(words::making(self.lang)).done()).done();
        };
        let address = address(form, file);
        let look = match form.is_picture() {
            true => {
                let alt = words::form(form, self.lang);
                let image = Element::new("img").text("src", address.clone()).word("alt", alt).done();
                Element::of("div", "scroll")
                    .word("tabindex", "0")
                    .word("role", "region")
                    .word("aria-label", alt)
                    .with(image)
                    .done()
            }
            false => Element::of("pre", "scroll").word("tabindex", "0").with(told(file.clone())).done(),
        };
        let save = Element::of("a", "go").text("href", address).text("download", self.name(form));
        let copy = button(self.ask, Ask::CopyFile).word("class", "go").word("data-do", "copy-file");
        let said = match self.copied {
            None => "",
            Some(true) => words::file_copied(self.lang),
            Some(false) => words::file_not_copied(self.lang),
        };
        let acts = Element::of("p", "acts")
            .with(save.with(told(format!("{} {}", words::save_as(self.lang), self.name(form)))).done())
            .with(copy.say(words::copy_file(self.lang)).done())
            .with(Element::of("span", "about").word("role", "status").say(said).done());
        place.with(acts.done()).with(look).done()
    }

    /// A name that says what it is.
    fn name(&self, form: Form) -> String {
        format!("{}.{}.{}", self.story.unwrap_or("ackscope-run"), self.lang.tag(), form.ending())
    }
}

/// The file as an address of its own: the browser shows and saves it without asking anybody.
fn address(form: Form, file: &str) -> String {
    format!("data:{};charset=utf-8,{}", form.media_type(), String::from(js_sys::encode_uri_component(file)))
}
