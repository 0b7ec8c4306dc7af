//! The library of stories, and their words, which come in the reader's language once the rest of the code is there.

use std::rc::Rc;

use yew::{Context, Html, html};

use super::{App, Event};
use crate::page::browser;
use crate::page::library::{Library, NAME};
use crate::page::show::Show;
use crate::page::tales::Tales;
use crate::page::thinker::of_this_build;
use crate::tell::Lang;

impl App {
    /// The words of stories in the reader's language, if they are there.
    pub(super) fn tales(&self) -> Option<&Tales> {
        self.tales.as_deref().filter(|tales| tales.lang == self.lang())
    }

    /// Asks for them once; a figure alone says nothing of its story.
    pub(super) fn fetch_tales(&mut self, ctx: &Context<Self>) {
        let lang = self.lang();
        if self.whole && !self.frame.embed && self.asked_tales != Some(lang) {
            self.asked_tales = Some(lang);
            self.fetch_words(ctx, lang);
        }
    }

    #[inline(never)]
    fn fetch_words(&self, ctx: &Context<Self>, lang: Lang) {
        let come = ctx.link().callback(move |text| Event::Words(lang, text));
        browser::fetch(of_this_build(Tales::file(lang)), move |text| come.emit(text));
    }

    /// Keeps the words that have come; without them stories are called by their names in links.
    #[inline(never)]
    pub(super) fn put_on_shelf(&mut self, lang: Lang, text: Option<String>) -> bool {
        if lang != self.lang() {
            return false;
        }
        let tales = text.and_then(|text| Tales::parse(&text, lang));
        self.tales = Some(Rc::new(tales.unwrap_or_else(|| Tales::without_words(lang))));
        true
    }

    /// Tells the story of that name; without one, the settings alone.
    pub(super) fn tell_story(&mut self, name: &str) {
        self.held = false;
        browser::close_dialog(NAME);
        self.play(if name.is_empty() { self.show.without_story() } else { Show::story(name) });
    }

    #[inline(never)]
    pub(super) fn library(&self) -> Html {
        html! {
            <Library
                lang={self.lang()}
                tales={self.tales.clone().filter(|tales| tales.lang == self.lang())}
                search={self.search.clone()}
                narrow={self.narrow}
                shown={self.show.story.map(|story| story.name)}
                ask={&self.ask}
            />
        }
    }
}
