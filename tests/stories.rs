//! The library of stories: each raises exactly the flags that its file says, its link is the shortest one, a file that is
//! wrong is refused by name, and every claim has its stories.
//!
//! `UPDATE_GOLDEN=1 cargo test --test stories` writes docs/stories.md anew.

#[allow(dead_code)]
#[path = "../build/library.rs"]
mod library;

use std::collections::BTreeMap;
use std::fmt::Write;
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

const ALIKE: &str = r#"{"filler": ["a"], "groups": [["q"]]}"#;

/// A folder with one story, whose file says this.
fn folder(test: &str, list: &str, story: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("stories").join(test);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("losing")).expect("a folder");
    fs::write(folder.join("library.json"), list).expect("a file");
    fs::write(folder.join("losing/one.json"), story).expect("a file");
    fs::write(folder.join("synonyms.json"), ALIKE).expect("a file");
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

#[test]
fn words_that_mean_two_things_or_nothing_are_refused() {
    let told = format!(r#""en": {{{TOLD}}}, "zh-CN": {{{TOLD}}}"#);
    let plain = format!(r#"{{"link": "messages=4", "flags": {{}}, {told}}}"#);
    let cases = [
        ("alike", r#"{"filler": []}"#, "groups is missing"),
        ("line", r#"{"filler": [""], "groups": []}"#, "filler[0]"),
        ("large", r#"{"filler": [], "groups": [["q", "Q"]]}"#, r#""Q" is not allowed"#),
        ("dash", r#"{"filler": [], "groups": [["q", "r-s"]]}"#, r#""r-s" is not allowed"#),
        ("both", r#"{"filler": ["q"], "groups": [["q"]]}"#, r#""q" stands there twice"#),
        ("untold", r#"{"filler": [], "groups": [["q"], ["x"]]}"#, r#"no story has a word of ["x"] in en"#),
    ];
    for (test, alike, said) in cases {
        let folder = folder(test, LIST, &plain);
        fs::write(folder.join("synonyms.json"), alike).expect("a file");
        let problem = library::read(&folder, None).err().unwrap_or_else(|| panic!("{test} is not refused"));
        assert!(problem.contains("synonyms.json") && problem.contains(said), "{test}: {problem}");
    }
}

/// What `stories/claims.json` says of a claim.
struct Claim {
    id: String,
    claim: String,
    stories: Vec<String>,
    note: String,
}

/// Claims of one sort: their title, what they are, and they themselves.
fn claims() -> Vec<(String, String, Vec<Claim>)> {
    let text = fs::read_to_string(root().join("stories/claims.json")).expect("the claims can be read");
    let groups: Vec<serde_json::Value> = serde_json::from_str(&text).expect("the claims are a list");
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let claim = |value: &serde_json::Value| Claim {
        id: text(&value["id"]),
        claim: text(&value["claim"]),
        stories: value["stories"].as_array().expect("a list").iter().map(text).collect(),
        note: text(&value["note"]),
    };
    let group = |value: &serde_json::Value| {
        let claims = value["claims"].as_array().expect("a list").iter().map(claim).collect();
        (text(&value["title"]), text(&value["about"]), claims)
    };
    groups.iter().map(group).collect()
}

#[test]
fn every_claim_has_stories_or_says_why_not() {
    let known: Vec<&str> = presets().iter().map(|preset| preset.name).collect();
    let mut ids = Vec::new();
    for Claim { id, claim, stories, note } in claims().into_iter().flat_map(|(_, _, claims)| claims) {
        assert!(!claim.is_empty(), "{id}");
        assert!(!stories.is_empty() || !note.is_empty(), "{id} has neither a story nor a reason");
        let unknown = stories.iter().find(|story| !known.contains(&story.as_str()));
        assert_eq!(unknown, None, "{id}");
        ids.push(id);
    }
    let all = [("S", 1..=22), ("F", 1..=34), ("I", 1..=20), ("D", 1..=11), ("C", 0..=10)];
    let all: Vec<String> =
        all.into_iter().flat_map(|(sort, numbers)| numbers.map(move |n| format!("{sort}-{n}"))).collect();
    assert_eq!(ids, all);
}

/// The page about the stories, for readers of the repository.
fn page() -> String {
    let mut page = String::from(
        "# Stories\n\nEvery story that AckScope tells: `#scenario=` and its name behind the page's address plays it. Then what they show.\n\
        The stories are the files in `stories/`; this page is written by `tests/stories.rs`, which also plays them all.\n",
    );
    let words = |name: &str| tell::preset(name, Lang::En).expect("the story has words");
    for topic in tell::story_topics(Lang::En) {
        let _ = writeln!(page, "\n## {}\n\n| story | what happens | to remember |\n|---|---|---|", topic.title);
        for name in topic.stories {
            let tell::PresetWords { title, remember, .. } = words(name);
            let _ = writeln!(page, "| `{name}` | {title} | {remember} |");
        }
    }
    for (title, about, claims) in claims() {
        let _ = writeln!(page, "\n## {title}\n\n{about}\n\n| | claim | stories |\n|---|---|---|");
        for Claim { id, claim, stories, note } in claims {
            let stories: Vec<String> = stories.iter().map(|story| format!("`{story}`")).collect();
            let space = if stories.is_empty() || note.is_empty() { "" } else { ". " };
            let _ = writeln!(page, "| {id} | {claim} | {}{space}{note} |", stories.join(", "));
        }
    }
    page
}

#[test]
fn the_page_about_the_stories_is_up_to_date() {
    let path = root().join("docs/stories.md");
    if env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, page()).expect("the page can be written");
    }
    assert!(
        fs::read_to_string(&path).is_ok_and(|written| written == page()),
        "docs/stories.md; see the head of this file"
    );
}

/// The link that the page about the stories gives for what no single run shows.
#[test]
fn another_number_of_partitions_moves_two_of_four_keys() {
    let claims = claims();
    let claim = claims.iter().flat_map(|(_, _, claims)| claims).find(|claim| claim.id == "D-9").expect("a claim");
    let link = claim.note.split('`').nth(1).expect("a link");
    let link = Link::parse(link, &|name| preset(name).map(|preset| preset.setup)).expect("a link");
    let second = link.second.expect("two setups").setup;
    let partition = |setup: &ackscope::setup::Setup, key: u8| key % setup.kafka.partitions;
    let moved = (0..link.setup.keys).filter(|key| partition(&link.setup, *key) != partition(&second, *key)).count();
    assert_eq!((link.setup.keys, second.keys, moved), (4, 4, 2));
}
