//! The library of stories: each raises exactly the flags that its file says, its link is the shortest one, and a file that
//! is wrong is refused by name.

#[allow(dead_code)]
#[path = "../build/library.rs"]
mod library;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs};

use ackscope::page::tales::Tales;
use ackscope::play::Run;
use ackscope::setup::{FIRST_STORY, FaultKind, Link, preset, presets};
use ackscope::tell::{self, Lang};
use library::{Library, Story, Words};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn library() -> Library {
    library::read(&root().join("stories"), Some(FaultKind::NAMES)).expect("the stories can be read")
}

/// The messages that raise each flag, by number.
fn flags(run: &Run) -> BTreeMap<String, Vec<u64>> {
    let flags = run.ledger(run.steps()).flags;
    let numbers = |flag| flags.of(flag).iter().map(|message| u64::from(message.0)).collect();
    flags.iter().map(|flag| (flag.name().to_owned(), numbers(flag))).collect()
}

#[test]
fn every_story_raises_its_flags_and_no_others() {
    let mut wrong = Vec::new();
    for Story { name, flags: said, .. } in library().stories() {
        let preset = preset(name).unwrap_or_else(|| panic!("{name}: its link can't be read"));
        let raised = flags(&Run::staged(&preset.setup, preset.strikes));
        if raised != *said {
            wrong.push(format!("{name} says {said:?}, but raises {raised:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_link_is_as_short_as_the_page_writes_it() {
    for Story { name, link, .. } in library().stories() {
        let read = Link::parse(link, &|_| None).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(Link::from(read.setup).to_fragment(&|_| None), *link, "{name}");
        assert_eq!(read, Link::from(read.setup), "{name} says settings alone");
    }
}

#[test]
fn the_table_holds_every_story_in_the_order_of_the_list() {
    let library = library();
    let listed: Vec<&str> = library.stories().map(|story| story.name.as_str()).collect();
    let known: Vec<&str> = presets().iter().map(|preset| preset.name).collect();
    assert_eq!(known, listed);
    assert_eq!(FIRST_STORY, library.first);
    for lang in Lang::ALL {
        let told: Vec<&str> = tell::story_topics(lang).iter().flat_map(|topic| topic.stories.clone()).collect();
        assert_eq!(told, listed);
    }
}

#[test]
fn the_page_reads_the_words_that_the_build_writes() {
    let library = library();
    for (place, lang) in Lang::ALL.into_iter().enumerate() {
        assert_eq!(lang.tag(), library::LANGUAGES[place]);
        let tales = Tales::parse(&library.words(place), lang).expect("the page can read the file");
        let titles: Vec<&str> = tales.topics.iter().map(|topic| &*topic.title).collect();
        assert_eq!(titles, tell::story_topics(lang).iter().map(|topic| topic.title).collect::<Vec<_>>());
        for Story { name, words, .. } in library.stories() {
            let Words { title, question, remember } = &words[place];
            let tale = tales.of(name).expect("the story is there");
            assert_eq!([&*tale.title, &*tale.question, &*tale.remember], [title, question, remember]);
            assert_eq!(Some(tale.broker), preset(name).map(|preset| preset.setup.broker), "{name}");
            assert_eq!(tell::preset(name, lang).map(|words| words.title), Some(title.as_str()));
        }
    }
    for text in ["", "\n", "name without a tab", "a\tb\tc", "<!doctype html>", "t\tT\ns\tzeromq\ta\tb\tc"] {
        assert_eq!(Tales::parse(text, Lang::En), None, "{text:?}");
    }
}

const LIST: &str = r#"{"first": "one", "topics": [{"name": "losing", "en": "L", "zh-CN": "丢", "stories": ["one"]}]}"#;
const TOLD: &str = r#""title": "T", "question": "Q?", "remember": "R.""#;

/// A folder with one story, whose file says this.
fn folder(test: &str, list: &str, story: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("stories").join(test);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("losing")).expect("a folder");
    fs::write(folder.join("library.json"), list).expect("a file");
    fs::write(folder.join("losing/one.json"), story).expect("a file");
    folder
}

fn problem(test: &str, list: &str, story: &str) -> String {
    let read = library::read(&folder(test, list, story), Some(FaultKind::NAMES));
    read.err().unwrap_or_else(|| panic!("{test} is not refused"))
}

#[test]
fn a_story_that_is_wrong_is_refused_with_its_file_its_field_and_its_value() {
    let told = format!(r#""en": {{{TOLD}}}, "zh-CN": {{{TOLD}}}"#);
    let plain = format!(r#"{{"link": "messages=4", "flags": {{}}, {told}}}"#);
    assert!(library::read(&folder("plain", LIST, &plain), None).is_ok());
    let strike = |strike: &str| format!(r#"{{"link": "x", "flags": {{}}, "strikes": [{strike}], {told}}}"#);
    let cases = [
        ("unknown", plain.replace("flags", "flagz"), "flags is missing"),
        ("extra", plain.replace("\"link\"", "\"lnik\": 7, \"link\""), "lnik: 7 is not known here"),
        ("language", plain.replace("zh-CN", "zh"), "zh-CN is missing"),
        ("words", plain.replacen("question", "qestion", 1), "en: question is missing"),
        ("blank", plain.replacen("Q?", "", 1), r#"en.question: "" is not allowed; it must be one line"#),
        ("lines", plain.replacen("Q?", r"a\nb", 1), "en.question"),
        ("flag", plain.replace("{}", r#"{"lots": [1]}"#), "flags: lots: [1] is not known here; known are lost"),
        ("messages", plain.replace("{}", r#"{"lost": [2, 1]}"#), "flags.lost: [2,1] is not allowed"),
        (
            "kind",
            strike(r#"{"after": 1, "kind": "crash"}"#),
            r#"strikes[0].kind: "crash" is not allowed; it must be one of"#,
        ),
        ("after", strike(r#"{"after": -1, "kind": "disk_loss"}"#), "strikes[0].after: -1 is not allowed"),
        ("consumer", strike(r#"{"after": 1, "kind": "disk_loss", "consumer": 0}"#), "strikes[0].consumer: 0"),
        ("json", "{".to_owned(), "EOF"),
    ];
    for (test, story, said) in cases {
        let problem = problem(test, LIST, &story);
        assert!(problem.contains("one.json") && problem.contains(said), "{test}: {problem}");
    }
}

#[test]
fn a_list_that_is_wrong_is_refused() {
    let told = format!(r#""en": {{{TOLD}}}, "zh-CN": {{{TOLD}}}"#);
    let plain = format!(r#"{{"link": "messages=4", "flags": {{}}, {told}}}"#);
    let cases = [
        ("first", LIST.replace(r#""first": "one""#, r#""first": "two""#), r#"first: "two" is not allowed"#),
        ("unlisted", LIST.replace(r#"["one"]"#, "[]"), "stories does not list it"),
        ("missing", LIST.replace(r#"["one"]"#, r#"["one", "two"]"#), "two.json"),
        ("doubled", LIST.replace(r#"["one"]"#, r#"["one", "one"]"#), "another story of this name"),
        ("name", LIST.replace(r#"["one"]"#, r#"["one", "Two!"]"#), "a name of small letters"),
    ];
    for (test, list, said) in cases {
        let problem = problem(test, &list, &plain);
        assert!(problem.contains(said), "{test}: {problem}");
    }
}
