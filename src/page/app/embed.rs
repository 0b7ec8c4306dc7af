//! Embed: what an author chooses, and the lines that come of it.

use yew::Html;

use super::{App, Ask};
use crate::page::browser;
use crate::page::embed::{Choice, Chosen, Embed};
use crate::page::show::Frame;
use crate::page::tales;
use crate::play::raised;
use crate::setup::{Allowed, SetupError, Theme, steps};
use crate::tell::embed::{Subject, Wanted};
use crate::tell::export::Form;
use crate::tell::{self, Lang};

impl App {
    /// Makes the choice.
    pub(super) fn choose(&mut self, choice: Choice) {
        match choice {
            Choice::Copy => return self.copy_lines(),
            Choice::Picture => {
                self.home = Some(Form::Figure);
                self.bring = Some("home");
                return;
            }
            _ => {}
        }
        let seen = self.frame.steps;
        let chosen = self.embedding.get_or_insert_with(|| {
            let wanted = Wanted { steps: seen, ..Wanted::default() };
            Chosen { wanted, ..Chosen::default() }
        });
        let wanted = &mut chosen.wanted;
        chosen.copied = None;
        match choice {
            Choice::Way(way) => wanted.way = way,
            Choice::Control(control) => match wanted.controls.iter().position(|one| *one == control) {
                Some(place) => drop(wanted.controls.remove(place)),
                None => {
                    wanted.controls.push(control);
                    wanted.controls.sort_unstable();
                }
            },
            Choice::Caption => wanted.caption = !wanted.caption,
            Choice::Steps(text) => match read_steps(text.trim()) {
                Ok(steps) => (wanted.steps, chosen.refused) = (steps, None),
                Err(error) => chosen.refused = Some(error),
            },
            Choice::Language(name) => wanted.lang = (!name.is_empty()).then(|| Lang::of_tag(&name)),
            Choice::Theme(name) => wanted.theme = Theme::named(&name).unwrap_or_default(),
            Choice::Copied(well) => chosen.copied = Some(well),
            Choice::Copy | Choice::Picture => {}
        }
    }

    fn copy_lines(&self) {
        let Some(chosen) = &self.embedding else { return };
        let lines = self.of_figure(|subject| subject.lines(&chosen.wanted));
        let ask = self.ask.clone();
        browser::copy(lines, move |well| ask.emit(Ask::Embed(Choice::Copied(well))));
    }

    /// What comes of the figure of what is shown.
    fn of_figure<T>(&self, make: impl FnOnce(Subject<'_>) -> T) -> T {
        let (folder, lang) = (browser::folder(), self.lang());
        let link = self.show.link(Frame::default());
        let show = &self.show;
        let told = show.story.filter(|_| !show.is_recorded() && !show.is_broken() && !show.has_changed_settings());
        let outcome = format!("AckScope{}{}", lang.pick(": ", "："), tell::outcome(&raised(&show.run), lang));
        // The words of a story are only said of the story as it is meant.
        let words = told.and_then(|story| tales::words(story.name, self.tales(), lang));
        let (title, words) = words.map_or((outcome.as_str(), ""), |words| (words.title, words.remember));
        make(Subject { folder: &folder, link: &link, title, words, lang })
    }

    #[inline(never)]
    pub(super) fn embedding(&self) -> Html {
        let (lang, ask) = (self.lang(), &self.ask);
        match &self.embedding {
            None => Embed { lang, open: None, ask }.draw(),
            Some(chosen) => self.of_figure(|subject| Embed { lang, open: Some((chosen, subject)), ask }.draw()),
        }
    }
}

/// The steps that a text means; all for an empty one.
fn read_steps(text: &str) -> Result<Option<(u32, u32)>, SetupError> {
    if text.is_empty() {
        return Ok(None);
    }
    steps(text).map(Some).ok_or_else(|| SetupError::not_allowed("steps", text, Allowed::Steps))
}
