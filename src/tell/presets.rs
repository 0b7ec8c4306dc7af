//! The words of stories: a title, the question it raises, and the sentence to remember. They are in the files below
//! `stories/`. The page fetches them in the reader's language; only the first story's are in its own code.

use super::Lang;

/// The words around one story.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PresetWords<'words> {
    /// What the library calls it: what happens.
    pub title: &'words str,
    /// What it asks, in one line.
    pub question: &'words str,
    /// What to take away.
    pub remember: &'words str,
}

/// Stories of one subject.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StoryTopic {
    /// Its name in files.
    pub name: &'static str,
    /// What the library calls it.
    pub title: &'static str,
    /// The names of its stories, in the order in which they are offered.
    pub stories: Vec<&'static str>,
}

#[cfg(not(target_arch = "wasm32"))]
struct Told {
    name: &'static str,
    titles: [&'static str; 2],
    stories: &'static [(&'static str, [PresetWords<'static>; 2])],
}

include!(concat!(env!("OUT_DIR"), "/words.rs"));

/// The words of the story that the page opens with.
pub const fn first_story(lang: Lang) -> PresetWords<'static> {
    match lang {
        Lang::En => FIRST_IN_ENGLISH,
        Lang::Zh => FIRST_IN_CHINESE,
    }
}

/// The words of the preset of that name, if there is one.
#[cfg(not(target_arch = "wasm32"))]
pub fn preset(name: &str, lang: Lang) -> Option<PresetWords<'static>> {
    let mut stories = TOPICS.iter().flat_map(|topic| topic.stories);
    stories.find(|(told, _)| *told == name).map(|(_, [english, chinese])| match lang {
        Lang::En => *english,
        Lang::Zh => *chinese,
    })
}

/// All stories by topic.
#[cfg(not(target_arch = "wasm32"))]
pub fn story_topics(lang: Lang) -> Vec<StoryTopic> {
    let of = |topic: &Told| StoryTopic {
        name: topic.name,
        title: lang.pick(topic.titles[0], topic.titles[1]),
        stories: topic.stories.iter().map(|(name, _)| *name).collect(),
    };
    TOPICS.iter().map(of).collect()
}
