//! The library of stories: the files below `stories/`, read and checked. The package's build and `cargo xtask build` share
//! this file. What is wrong is said with its file, its field, its value and what is allowed.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::Path;

use serde_json::{Map, Value};

/// The languages in which every story is told, English first.
pub const LANGUAGES: [&str; 2] = ["en", "zh-CN"];
/// The flags that a story can raise.
const FLAGS: [&str; 6] = ["lost", "reported_failure", "delivered_twice", "effect_twice", "reordered", "stale_replay"];

/// All stories.
pub struct Library {
    /// The one that the page opens with.
    pub first: String,
    /// The stories by topic, in the order in which they are offered.
    pub topics: Vec<Topic>,
    /// What readers call the same thing.
    pub synonyms: Synonyms,
}

/// The words by which readers look for stories, in all languages. An English word stands for all that begin with it.
pub struct Synonyms {
    /// Words that say nothing about what is looked for.
    pub filler: Vec<String>,
    /// Words that mean the same.
    pub groups: Vec<Vec<String>>,
}

/// Stories of one subject: the files of one folder.
pub struct Topic {
    /// The folder.
    pub name: String,
    /// Its title in each language.
    pub titles: [String; 2],
    /// Its stories.
    pub stories: Vec<Story>,
}

/// One story.
pub struct Story {
    /// The name of its file, and its name in links.
    pub name: String,
    /// Its settings as a link.
    pub link: String,
    /// What breaks, in the order of steps.
    pub strikes: Vec<Strike>,
    /// Every flag that it raises, and for which messages, from 1.
    pub flags: BTreeMap<String, Vec<u64>>,
    /// Its words in each language.
    pub words: [Words; 2],
}

/// What breaks in a story.
pub struct Strike {
    /// After so many steps.
    pub after: u64,
    /// This kind of fault.
    pub kind: String,
    /// At this consumer, from 1, if it strikes one.
    pub consumer: Option<u64>,
}

/// What a story says.
pub struct Words {
    /// What happens.
    pub title: String,
    /// What a reader would ask.
    pub question: String,
    /// The sentence to take home.
    pub remember: String,
}

/// Reads all files below this folder. `kinds`: the names of all kinds of faults, if they are known.
///
/// # Errors
/// What is wrong, in one line.
pub fn read(folder: &Path, kinds: Option<&[&str]>) -> Result<Library, String> {
    let file = folder.join("library.json");
    let list = load(&file)?;
    let list = Place { file: &file, field: String::new(), value: &list };
    let keys = list.object(&["first", "topics"], &[])?;
    let first = list.of(keys, "first").text()?;
    let topics = list.of(keys, "topics");
    let topics: Vec<Topic> =
        topics.items()?.iter().map(|topic| topic_of(folder, topic, kinds)).collect::<Result<_, _>>()?;
    let library = Library { first, topics, synonyms: synonyms_of(&folder.join("synonyms.json"))? };
    library.check(&list.of(keys, "first"))?;
    library.check_synonyms(&folder.join("synonyms.json"))?;
    Ok(library)
}

impl Library {
    /// Every story, in order.
    pub fn stories(&self) -> impl Iterator<Item = &Story> {
        self.topics.iter().flat_map(|topic| &topic.stories)
    }

    /// The file from which the page reads the words in the language of this place (`src/page/tales.rs`).
    pub fn words(&self, language: usize) -> String {
        let mut text = String::new();
        let Synonyms { filler, groups } = &self.synonyms;
        for words in std::iter::once(filler).chain(groups) {
            let _ = writeln!(text, "\t{}", words.join("\t"));
        }
        for Topic { name, titles, stories } in &self.topics {
            let _ = writeln!(text, "{name}\t{}", titles[language]);
            for Story { name, link, words, .. } in stories {
                let broker = if link.starts_with("broker=kafka") { "kafka" } else { "rabbitmq" };
                let Words { title, question, remember } = &words[language];
                let _ = writeln!(text, "{name}\t{broker}\t{title}\t{question}\t{remember}");
            }
        }
        text
    }

    fn check(&self, first: &Place<'_>) -> Result<(), String> {
        if !self.stories().any(|story| story.name == self.first) {
            return Err(first.wrong("the name of a story"));
        }
        let mut names = BTreeSet::new();
        let mut titles = BTreeMap::new();
        for (topic, story) in self.topics.iter().flat_map(|topic| topic.stories.iter().map(move |story| (topic, story)))
        {
            let Story { name, words, .. } = story;
            if !names.insert(name) {
                return Err(format!("stories/{}/{name}.json: there is another story of this name.", topic.name));
            }
            for (language, Words { title, .. }) in LANGUAGES.iter().zip(words) {
                if let Some(other) = titles.insert((language, title), name) {
                    return Err(format!(
                        "stories/{}/{name}.json: {language}.title: {title:?} is {other}'s title too.",
                        topic.name
                    ));
                }
            }
        }
        Ok(())
    }
}

impl Library {
    /// No word means two things, and what a group means is told somewhere in every language.
    fn check_synonyms(&self, file: &Path) -> Result<(), String> {
        let Synonyms { filler, groups } = &self.synonyms;
        let mut words = BTreeSet::new();
        for word in filler.iter().chain(groups.iter().flatten()) {
            let plain = word.to_lowercase() == *word && !word.contains(['-', '_']);
            if !plain {
                return Err(format!(
                    "{}: {word:?} is not allowed; small letters are, with blanks for - and _.",
                    file.display()
                ));
            }
            if !words.insert(word) {
                return Err(format!("{}: {word:?} stands there twice.", file.display()));
            }
        }
        for (group, (language, name)) in
            groups.iter().flat_map(|group| LANGUAGES.iter().enumerate().map(move |of| (group, of)))
        {
            let told = |Words { title, question, remember }: &Words| {
                [title, question, remember].iter().any(|text| {
                    let text = text.to_lowercase().replace(['-', '_'], " ");
                    group.iter().any(|word| text.contains(word.as_str()))
                })
            };
            if !self.stories().any(|story| told(&story.words[language])) {
                return Err(format!("{}: no story has a word of {group:?} in {name}.", file.display()));
            }
        }
        Ok(())
    }
}

fn synonyms_of(file: &Path) -> Result<Synonyms, String> {
    let value = load(file)?;
    let all = Place { file, field: String::new(), value: &value };
    let keys = all.object(&["filler", "groups"], &[])?;
    let words = |list: &Place<'_>| list.items()?.iter().map(Place::line).collect::<Result<Vec<_>, _>>();
    let groups = all.of(keys, "groups").items()?.iter().map(words).collect::<Result<_, _>>()?;
    Ok(Synonyms { filler: words(&all.of(keys, "filler"))?, groups })
}

fn topic_of(folder: &Path, topic: &Place<'_>, kinds: Option<&[&str]>) -> Result<Topic, String> {
    let keys = topic.object(&["name", "en", "zh-CN", "stories"], &[])?;
    let name = topic.of(keys, "name").name()?;
    let titles = [topic.of(keys, "en").line()?, topic.of(keys, "zh-CN").line()?];
    let listed = topic.of(keys, "stories");
    let names = listed.items()?.iter().map(Place::name).collect::<Result<Vec<_>, _>>()?;
    let folder = folder.join(&name);
    for file in files_in(&folder)? {
        if !names.iter().any(|name| file == format!("{name}.json")) {
            return Err(format!("{}: {} does not list it.", folder.join(file).display(), listed.here()));
        }
    }
    let stories = names.into_iter().map(|name| story_of(&folder, name, kinds)).collect::<Result<_, _>>()?;
    Ok(Topic { name, titles, stories })
}

fn story_of(folder: &Path, name: String, kinds: Option<&[&str]>) -> Result<Story, String> {
    let file = folder.join(format!("{name}.json"));
    let story = load(&file)?;
    let story = Place { file: &file, field: String::new(), value: &story };
    let keys = story.object(&["link", "flags", "en", "zh-CN"], &["strikes"])?;
    let mut strikes = Vec::new();
    if keys.contains_key("strikes") {
        for strike in story.of(keys, "strikes").items()? {
            strikes.push(strike_of(&strike, kinds)?);
        }
    }
    if let Some(late) = strikes.windows(2).position(|pair| pair[1].after < pair[0].after) {
        return Err(format!("{}: strikes[{}] comes before the one in front of it.", file.display(), late + 1));
    }
    let flags = flags_of(&story.of(keys, "flags"))?;
    let words = [words_of(&story.of(keys, "en"))?, words_of(&story.of(keys, "zh-CN"))?];
    let link = story.of(keys, "link").line()?;
    Ok(Story { name, link, strikes, flags, words })
}

fn strike_of(strike: &Place<'_>, kinds: Option<&[&str]>) -> Result<Strike, String> {
    let keys = strike.object(&["after", "kind"], &["consumer"])?;
    let kind = strike.of(keys, "kind");
    let name = kind.text()?;
    if let Some(kinds) = kinds.filter(|kinds| !kinds.contains(&name.as_str())) {
        return Err(kind.wrong(&format!("one of {}", kinds.join(", "))));
    }
    let consumer = keys.contains_key("consumer").then(|| strike.of(keys, "consumer").number(1, 16)).transpose()?;
    Ok(Strike { after: strike.of(keys, "after").number(0, 20_000)?, kind: name, consumer })
}

/// For each flag that is raised, the messages that raise it. A test holds the run to them.
fn flags_of(flags: &Place<'_>) -> Result<BTreeMap<String, Vec<u64>>, String> {
    let keys = flags.object(&[], &FLAGS)?;
    let mut read = BTreeMap::new();
    for flag in keys.keys() {
        let messages = flags.of(keys, flag);
        let numbers = messages.items()?.iter().map(|message| message.number(1, 64)).collect::<Result<Vec<_>, _>>()?;
        if numbers.is_empty() || numbers.windows(2).any(|pair| pair[0] >= pair[1]) {
            return Err(messages.wrong("rising numbers of messages, at least one"));
        }
        read.insert(flag.clone(), numbers);
    }
    Ok(read)
}

fn words_of(words: &Place<'_>) -> Result<Words, String> {
    let keys = words.object(&["title", "question", "remember"], &[])?;
    let line = |key| words.of(keys, key).line();
    Ok(Words { title: line("title")?, question: line("question")?, remember: line("remember")? })
}

/// What a file holds.
pub fn load(file: &Path) -> Result<Value, String> {
    let text = fs::read_to_string(file).map_err(|error| format!("{}: {error}.", file.display()))?;
    serde_json::from_str(&text).map_err(|error| format!("{}: {error}.", file.display()))
}

/// The names of the files in a folder, in order.
pub fn files_in(folder: &Path) -> Result<BTreeSet<String>, String> {
    let of_folder = |error| format!("{}: {error}.", folder.display());
    let entries = fs::read_dir(folder).map_err(of_folder)?;
    entries.map(|entry| Ok(entry.map_err(of_folder)?.file_name().to_string_lossy().into_owned())).collect()
}

/// A value of a file, and where it stands.
pub struct Place<'file> {
    pub file: &'file Path,
    pub field: String,
    pub value: &'file Value,
}

impl<'file> Place<'file> {
    fn here(&self) -> String {
        let dot = if self.field.is_empty() { "" } else { ": " };
        format!("{}{dot}{}", self.file.display(), self.field)
    }

    pub fn wrong(&self, allowed: &str) -> String {
        format!("{}: {} is not allowed; it must be {allowed}.", self.here(), self.value)
    }

    /// The object that stands here, if it has all of the first keys, and else only some of the others.
    pub fn object(&self, needed: &[&str], others: &[&str]) -> Result<&'file Map<String, Value>, String> {
        let object = self.value.as_object().ok_or_else(|| self.wrong("an object"))?;
        if let Some(missing) = needed.iter().find(|key| !object.contains_key(**key)) {
            return Err(format!("{}: {missing} is missing.", self.here()));
        }
        let known = |key: &str| needed.contains(&key) || others.contains(&key);
        match object.iter().find(|(key, _)| !known(key)) {
            None => Ok(object),
            Some((key, value)) => {
                let all = [needed, others].concat().join(", ");
                Err(format!("{}: {key}: {value} is not known here; known are {all}.", self.here()))
            }
        }
    }

    /// What the object that stands here has under a key; null if it has nothing.
    pub fn of(&self, object: &'file Map<String, Value>, key: &str) -> Self {
        let dot = if self.field.is_empty() { "" } else { "." };
        let value = object.get(key).unwrap_or(&Value::Null);
        Self { file: self.file, field: format!("{}{dot}{key}", self.field), value }
    }

    pub fn items(&self) -> Result<Vec<Self>, String> {
        let items = self.value.as_array().ok_or_else(|| self.wrong("a list"))?;
        let place = |(index, value)| Self { file: self.file, field: format!("{}[{index}]", self.field), value };
        Ok(items.iter().enumerate().map(place).collect())
    }

    pub fn text(&self) -> Result<String, String> {
        self.value.as_str().map(str::to_owned).ok_or_else(|| self.wrong("a text"))
    }

    /// A text of one line.
    pub fn line(&self) -> Result<String, String> {
        let text = self.text()?;
        let fits = !text.is_empty() && text.trim() == text && !text.contains(char::is_control);
        if fits { Ok(text) } else { Err(self.wrong("one line of text")) }
    }

    /// A text that may be the name of a file, and stand in a link.
    pub fn name(&self) -> Result<String, String> {
        let text = self.text()?;
        let plain = |letter: char| letter.is_ascii_lowercase() || letter == '_';
        let fits = !text.is_empty() && text.chars().all(plain);
        if fits { Ok(text) } else { Err(self.wrong("a name of small letters and _")) }
    }

    fn number(&self, from: u64, to: u64) -> Result<u64, String> {
        let fits = self.value.as_u64().filter(|number| (from..=to).contains(number));
        fits.ok_or_else(|| self.wrong(&format!("a whole number from {from} to {to}")))
    }
}
