//! What the build makes of the files below `stories/` and `challenge/`: a table of names, settings and strikes, which all
//! programs have, and one of words, which the page does without.

// Only the names of faults are needed of these.
#[allow(dead_code, unused_imports)]
#[path = "../src/setup/choice.rs"]
mod choice;
#[allow(dead_code)]
#[path = "../src/setup/faults.rs"]
mod faults;
mod levels;
#[allow(dead_code)]
mod library;

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

use faults::FaultKind;
use library::{Library, Story, Topic, Words};

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=stories");
    println!("cargo::rerun-if-changed=challenge");
    println!("cargo::rerun-if-changed=build");
    match make() {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            println!("cargo::error={problem}");
            ExitCode::FAILURE
        }
    }
}

fn make() -> Result<(), String> {
    let library = library::read(Path::new("stories"), Some(FaultKind::NAMES))?;
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("OUT_DIR is not set.")?);
    let levels = levels::read(Path::new("challenge"))?;
    let files = [
        ("stories.rs", table(&library)),
        ("words.rs", words(&library)),
        ("levels.rs", levels::table(&levels)),
        ("level_words.rs", levels::words(&levels)),
        // What the page fetches, for tests.
        ("stories.en.txt", library.words(0)),
        ("stories.zh-CN.txt", library.words(1)),
    ];
    for (name, text) in files {
        fs::write(out.join(name), text).map_err(|error| format!("{name}: {error}."))?;
    }
    Ok(())
}

/// What `setup::preset` knows.
fn table(library: &Library) -> String {
    let mut text = format!(
        "/// The story that plays when nobody asked for another.\npub const FIRST_STORY: &str = {:?};\n",
        library.first
    );
    text += "const STORIES: &[Story] = &[\n";
    for Story { name, link, strikes, .. } in library.stories() {
        let mut struck = String::new();
        for library::Strike { after, kind, consumer } in strikes {
            let kind = FaultKind::named(kind).unwrap_or_default();
            // Stories count consumers from 1.
            let consumer = consumer.map(|number| number - 1);
            let _ = write!(struck, "Strike {{ after: {after}, kind: FaultKind::{kind:?}, consumer: {consumer:?} }}, ");
        }
        let _ = writeln!(text, "    Story {{ name: {name:?}, link: {link:?}, strikes: &[{struck}] }},");
    }
    text + "];\n"
}

/// What `tell::presets` knows; of the first story it is in every program.
fn words(library: &Library) -> String {
    let mut text = String::new();
    let first = library.stories().find(|story| story.name == library.first);
    for (name, words) in [("FIRST_IN_ENGLISH", 0), ("FIRST_IN_CHINESE", 1)] {
        let words = first.map(|story| said(&story.words[words])).unwrap_or_default();
        let _ = writeln!(text, "const {name}: PresetWords<'static> = {words};");
    }
    text += "#[cfg(not(target_arch = \"wasm32\"))]\nconst TOPICS: &[Told] = &[\n";
    for Topic { name, titles, stories } in &library.topics {
        let _ = writeln!(text, "    Told {{ name: {name:?}, titles: {titles:?}, stories: &[");
        for Story { name, words: [english, chinese], .. } in stories {
            let _ = writeln!(text, "        ({name:?}, [{}, {}]),", said(english), said(chinese));
        }
        text += "    ] },\n";
    }
    text + "];\n"
}

fn said(Words { title, question, remember }: &Words) -> String {
    format!("PresetWords {{ title: {title:?}, question: {question:?}, remember: {remember:?} }}")
}
