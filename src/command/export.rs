//! `ackscope export`: a run to take home.

use std::fs;
use std::io::Write;
use std::path::Path;

use super::{Bad, Done, input, scenario};
use crate::play::{Record, Run, Verdict};
use crate::setup::{Link, Preset, Setup, Theme, parse_setup_bytes, preset, presets};
use crate::tell::export::{Export, Form};
use crate::tell::{self, Lang};

/// Prints one file, or writes the pictures of all stories into a folder.
pub fn export(words: &[&str], out: &mut impl Write) -> Result<Done, Bad> {
    if let ["--all", folder] = words {
        return all(Path::new(folder));
    }
    let (source, mut export) = read(words)?;
    let (run, story) = run_of(source)?;
    export.title = title(story.as_deref(), export.lang);
    out.write_all(export.of(&run).as_bytes())?;
    Ok(Done::Well)
}

/// The source, and how it is taken home.
fn read<'w>(words: &[&'w str]) -> Result<(&'w str, Export), Bad> {
    let (mut export, mut source, mut known) = (Export::default(), None, Vec::new());
    let mut words = words.iter().copied();
    while let Some(word) = words.next() {
        if !word.starts_with("--") {
            if source.replace(word).is_some() {
                return Err(Bad(format!("export: {word:?} is one word too many")));
            }
            continue;
        }
        if known.contains(&word) {
            return Err(Bad(format!("export: {word} is given twice; once is allowed")));
        }
        known.push(word);
        let value = words.next().unwrap_or_default();
        set(&mut export, word, value)?;
    }
    let source = source.ok_or_else(|| Bad("export: a story, a link or a file is missing".into()))?;
    Ok((source, export))
}

fn set(export: &mut Export, option: &str, value: &str) -> Result<(), Bad> {
    match option {
        "--format" => export.form = chosen(option, value, Form::named, Form::NAMES)?,
        "--theme" => export.theme = chosen(option, value, Theme::named, Theme::NAMES)?,
        "--lang" => {
            let tags = Lang::ALL.map(Lang::tag);
            let named = |value: &str| Lang::ALL.into_iter().find(|lang| lang.tag() == value);
            export.lang = chosen(option, value, named, &tags)?;
        }
        _ => {
            return Err(Bad(format!(
                "export: {option:?} is not allowed there; --format, --lang, --theme and --all are, each with a word after it"
            )));
        }
    }
    Ok(())
}

fn chosen<T>(option: &str, value: &str, named: impl Fn(&str) -> Option<T>, names: &[&str]) -> Result<T, Bad> {
    named(value).ok_or_else(|| Bad(format!("export: {option}: {value:?} is not allowed; {} are", names.join(", "))))
}

/// The run of a story's name, of a file with a link or a setup, or of a link; and the name of the story that it is.
fn run_of(source: &str) -> Result<(Run, Option<String>), Bad> {
    if preset(source).is_some() {
        return of_link(&format!("scenario={source}"));
    }
    if !Path::new(source).is_file() {
        return of_link(source);
    }
    let text = input::text(source)?;
    match text.trim_start().starts_with('{') {
        true => Ok((of_setup(&parse_setup_bytes(text.as_bytes())?), None)),
        false => of_link(text.trim()),
    }
}

/// As the page plays a setup of one's own: nothing breaks by itself.
fn of_setup(setup: &Setup) -> Run {
    Run::plain(setup, None, false)
}

/// As the page plays a link.
fn of_link(text: &str) -> Result<(Run, Option<String>), Bad> {
    let link = Link::parse(text, &scenario)?;
    let story = link.scenario.as_deref().and_then(preset);
    let Some(packed) = &link.run else {
        let run = Run::plain(&link.setup, story.as_ref(), link.faults_named);
        return Ok((run, link.scenario));
    };
    let record = Record::parse(packed).map_err(|error| Bad(format!("run: {error}")))?;
    match record.play(&link.setup) {
        Verdict::Reproduced(run) => Ok((run, link.scenario)),
        Verdict::Changed(run, change) => {
            eprintln!("ackscope: {}", tell::change(&change, Lang::En));
            Ok((run, link.scenario))
        }
    }
}

fn title(story: Option<&str>, lang: Lang) -> String {
    story.and_then(|name| tell::preset(name, lang)).map_or_else(String::new, |words| words.title.to_owned())
}

/// The picture of a story.
pub(super) fn picture(story: &Preset, lang: Lang) -> String {
    let run = Run::staged(&story.setup, story.strikes);
    Export { lang, title: title(Some(story.name), lang), ..Export::default() }.of(&run)
}

/// The pictures of every story in both languages: `NAME.en.svg` and `NAME.zh-CN.svg`.
fn all(folder: &Path) -> Result<Done, Bad> {
    fs::create_dir_all(folder).map_err(|error| Bad(format!("{}: {error}", folder.display())))?;
    for story in presets() {
        for lang in Lang::ALL {
            let path = folder.join(format!("{}.{}.svg", story.name, lang.tag()));
            fs::write(&path, picture(&story, lang)).map_err(|error| Bad(format!("{}: {error}", path.display())))?;
        }
    }
    Ok(Done::Well)
}
