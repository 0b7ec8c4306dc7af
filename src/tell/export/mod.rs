//! What a reader can take home from a run: pictures, texts and data, made from its events alone.
//!
//! | file | subject |
//! |---|---|
//! | `figure` | the space-time diagram as SVG; `lanes`, `signs`, `fold` and `strip` say what stands where in it |
//! | `storyboard` | the moments that matter, a small picture each (`picture`), as SVG or as Markdown |
//! | `film` | the same picture of every step, animated |
//! | `mermaid`, `data` | a Mermaid sequence diagram; everything as JSON |
//! | `moments` | the moments that matter, from the chain behind a flag |
//! | `ink`, `palette`, `lettering` | how an SVG file is written: elements, colours, the width of words |

mod data;
mod figure;
mod film;
mod fold;
mod ink;
mod lanes;
mod lettering;
mod mermaid;
mod moments;
mod palette;
mod picture;
mod signs;
mod storyboard;
mod strip;

use super::Lang;
use crate::play::{Record, Run};
use crate::setup::{Link, Theme, choice};
pub use ink::escaped;

choice! {
    /// What a run can be taken home as.
    Form, default Figure {
        /// A space-time diagram: a lane an actor, what travels between them as slanted lines.
        Figure = "svg",
        /// The moments that matter, a small picture and a sentence each.
        Storyboard = "storyboard",
        /// The same in words, as Markdown.
        StoryboardText = "storyboard-md",
        /// An animated picture of where every message is.
        Animation = "animation",
        /// A Mermaid sequence diagram.
        Mermaid = "mermaid",
        /// Everything as one JSON document.
        Data = "json",
    }
}

impl Form {
    /// What the name of such a file ends with.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Figure => "svg",
            Self::Storyboard => "storyboard.svg",
            Self::StoryboardText => "storyboard.md",
            Self::Animation => "animation.svg",
            Self::Mermaid => "mmd",
            Self::Data => "json",
        }
    }

    /// What it is to a browser.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Figure | Self::Storyboard | Self::Animation => "image/svg+xml",
            Self::StoryboardText => "text/markdown",
            Self::Mermaid => "text/plain",
            Self::Data => "application/json",
        }
    }

    /// Whether it is a picture rather than a text.
    pub const fn is_picture(self) -> bool {
        matches!(self, Self::Figure | Self::Storyboard | Self::Animation)
    }
}

/// The link that plays exactly this run.
pub fn exact_link(run: &Run) -> String {
    let link = Link { setup: *run.setup(), run: Some(Record::of(run).to_string()), ..Link::default() };
    format!("#{}", link.to_fragment(&|_| None))
}

/// How something is taken home.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Export {
    /// As what.
    pub form: Form,
    /// The language of its words.
    pub lang: Lang,
    /// The colours of a picture.
    pub theme: Theme,
    /// What it is called: mostly the story's title.
    pub title: String,
}

impl Export {
    /// The text of the file.
    pub fn of(&self, run: &Run) -> String {
        match self.form {
            Form::Figure => figure::draw(run, self).0,
            Form::Storyboard => storyboard::draw(run, self).0,
            Form::StoryboardText => storyboard::write(run, self),
            Form::Animation => film::draw(run, self),
            Form::Mermaid => mermaid::write(run, self),
            Form::Data => data::write(run),
        }
    }
}
