//! The words of all stories in one language. They are in a file of their own beside the page, `stories.en.txt` or
//! `stories.zh-CN.txt`, which the build writes and the page fetches once it moves: a line for each topic, with its name and
//! its title, and under it a line for each story, with its name, broker, title, question, and the sentence to remember.
//! Tabs stand between them. Lines that begin with a tab are for the search, in all languages: the first has the words that
//! say nothing about what is looked for, and each of the others words that mean the same (`stories/synonyms.json`).

use std::rc::Rc;

use crate::setup::{Broker, FIRST_STORY, Preset, presets};
use crate::tell::{Lang, PresetWords, first_story};

/// The words of all stories.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tales {
    /// The language.
    pub lang: Lang,
    /// The stories by topic, in the order in which they are offered.
    pub topics: Vec<Topic>,
    /// What readers call the same thing.
    pub synonyms: Synonyms,
}

/// The words by which readers look for stories. An English one stands for all that begin with it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Synonyms {
    /// Words that say nothing about what is looked for.
    pub filler: Vec<Rc<str>>,
    /// Words that mean the same.
    pub groups: Vec<Vec<Rc<str>>>,
}

/// Stories of one subject.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Topic {
    /// Its name in files.
    pub name: Rc<str>,
    /// What the library calls it.
    pub title: Rc<str>,
    /// Its stories.
    pub tales: Vec<Tale>,
}

/// One story.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tale {
    /// Its name in links.
    pub name: Rc<str>,
    /// The broker that it is about.
    pub broker: Broker,
    /// What happens.
    pub title: Rc<str>,
    /// What a reader would ask.
    pub question: Rc<str>,
    /// The sentence to take home.
    pub remember: Rc<str>,
}

impl Tales {
    /// The file with these words.
    pub const fn file(lang: Lang) -> &'static str {
        lang.pick("./stories.en.txt", "./stories.zh-CN.txt")
    }

    /// Reads the file; nothing if it is not such a file.
    pub fn parse(text: &str, lang: Lang) -> Option<Self> {
        let mut topics: Vec<Topic> = Vec::new();
        let mut alike: Vec<Vec<Rc<str>>> = Vec::new();
        for line in text.lines() {
            if let Some(words) = line.strip_prefix('\t') {
                alike.push(words.split('\t').map(Rc::from).collect());
                continue;
            }
            let mut words = line.split('\t');
            let (first, second) = (words.next()?.into(), words.next()?);
            let Some(title) = words.next() else {
                topics.push(Topic { name: first, title: second.into(), tales: Vec::new() });
                continue;
            };
            let (question, remember) = (words.next()?.into(), words.next()?.into());
            let tale = Tale { name: first, broker: Broker::named(second)?, title: title.into(), question, remember };
            topics.last_mut()?.tales.push(tale);
        }
        let mut alike = alike.into_iter();
        let synonyms = Synonyms { filler: alike.next().unwrap_or_default(), groups: alike.collect() };
        (!topics.is_empty()).then_some(Self { lang, topics, synonyms })
    }

    /// What is left where the file can't be had: every story by its name.
    pub fn without_words(lang: Lang) -> Self {
        let nothing: Rc<str> = "".into();
        let tale = |Preset { name, setup, .. }: Preset| Tale {
            name: name.into(),
            broker: setup.broker,
            title: name.into(),
            question: Rc::clone(&nothing),
            remember: Rc::clone(&nothing),
        };
        let tales = presets().into_iter().map(tale).collect();
        let topics = vec![Topic { name: Rc::clone(&nothing), title: nothing, tales }];
        Self { lang, topics, synonyms: Synonyms::default() }
    }

    /// The words of the story of that name.
    pub fn of(&self, name: &str) -> Option<&Tale> {
        self.topics.iter().flat_map(|topic| &topic.tales).find(|tale| *tale.name == *name)
    }
}

/// The words of the story of that name. Before the file is there only the first story's are known.
pub fn words<'words>(name: &str, tales: Option<&'words Tales>, lang: Lang) -> Option<PresetWords<'words>> {
    match tales.and_then(|tales| tales.of(name)).filter(|tale| !tale.question.is_empty()) {
        Some(Tale { title, question, remember, .. }) => Some(PresetWords { title, question, remember }),
        None => (name == FIRST_STORY).then(|| first_story(lang)),
    }
}
