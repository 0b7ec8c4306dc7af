//! The stories to begin with: a title, the question it raises, and the sentence to remember.

mod kafka;
mod rabbitmq;

use super::Lang;

/// The words around one story.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PresetWords {
    /// What the menu calls it.
    pub title: &'static str,
    /// What it asks, in one line.
    pub question: &'static str,
    /// What to take away.
    pub remember: &'static str,
}

/// A story's words in English and Chinese: title, question, remember.
struct Story {
    name: &'static str,
    title: [&'static str; 2],
    question: [&'static str; 2],
    remember: [&'static str; 2],
}

/// The words of the preset of that name, if there is one.
pub fn preset(name: &str, lang: Lang) -> Option<PresetWords> {
    let mut stories = rabbitmq::STORIES.iter().chain(kafka::STORIES);
    let story = stories.find(|story| story.name == name)?;
    let of = |[english, chinese]: [&'static str; 2]| lang.pick(english, chinese);
    Some(PresetWords { title: of(story.title), question: of(story.question), remember: of(story.remember) })
}
