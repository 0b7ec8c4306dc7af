//! `ackscope client`: a setup in a client library.

use std::io::Write;

use serde_json::{Value as Json, json};

use super::{Bad, Done, input, scenario};
use crate::setup::{Link, Setup};
use crate::tell::Lang;
use crate::tell::client::{Library, in_client};

/// Prints the files to copy and what to know beside them.
pub fn client(words: &[&str], out: &mut impl Write) -> Result<Done, Bad> {
    let (mut source, mut library, mut lang) = (None, None, Lang::En);
    let mut words = words.iter().copied();
    while let Some(word) = words.next() {
        match word {
            "--client" => library = Some(named(words.next().unwrap_or_default())?),
            "--lang" => lang = spoken(words.next().unwrap_or_default())?,
            _ if source.is_none() => source = Some(word),
            _ => return Err(Bad(format!("client: {word:?} is one setup or link too many"))),
        }
    }
    let source = source.ok_or_else(|| Bad("client: a setup or a link is missing".into()))?;
    let library = library.ok_or_else(|| Bad(format!("client: --client is missing; {} are", names(Library::ALL))))?;
    let setup = setup_of(source)?;
    let Some(code) = in_client(&setup, library, lang) else {
        let (name, broker) = (library.name(), setup.broker);
        let fitting: Vec<Library> = Library::of(broker).collect();
        return Err(Bad(format!(
            "client: {name} is not allowed for broker {}; {} are",
            broker.name(),
            names(&fitting)
        )));
    };
    let files: Vec<Json> = code.files.iter().map(|file| json!({ "name": file.name, "text": file.text })).collect();
    let notes: Vec<Json> =
        code.notes.iter().map(|note| json!({ "kind": note.warning.name(), "words": note.words })).collect();
    writeln!(out, "{}", json!({ "client": library.name(), "files": files, "notes": notes }))?;
    Ok(Done::Well)
}

/// A setup file, standard input, or a link: a link has a `#` or a `=` in it.
fn setup_of(source: &str) -> Result<Setup, Bad> {
    if source.contains(['#', '=']) {
        return Ok(Link::parse(source, &scenario)?.setup);
    }
    input::setup(source)
}

fn named(name: &str) -> Result<Library, Bad> {
    Library::named(name)
        .ok_or_else(|| Bad(format!("client: --client {name:?} is not allowed; {} are", names(Library::ALL))))
}

fn spoken(tag: &str) -> Result<Lang, Bad> {
    Lang::ALL.into_iter().find(|lang| lang.tag() == tag).ok_or_else(|| {
        let tags = Lang::ALL.map(Lang::tag).join(" and ");
        Bad(format!("client: --lang {tag:?} is not allowed; {tags} are"))
    })
}

fn names(all: &[Library]) -> String {
    all.iter().map(|library| library.name()).collect::<Vec<_>>().join(", ")
}
