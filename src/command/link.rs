//! `ackscope link`: a link put together from a setup file, a story and single keys, each checked.

use std::io::Write;

use super::{Bad, Done, input, quoted, scenario};
use crate::play::Run;
use crate::setup::{Link, nearest, preset, presets};
use crate::tell::{Lang, grammar};

/// What the words ask for.
#[derive(Default)]
struct Wish {
    /// The setup file.
    source: Option<String>,
    /// The keys of the link, in the order in which they were given.
    parts: Vec<(String, String)>,
    /// What stands before the #.
    base: String,
    /// Whether the grammar is wanted instead.
    grammar: bool,
}

/// Prints the link that the words ask for.
pub fn link(words: &[&str], out: &mut impl Write) -> Result<Done, Bad> {
    let wish = read(words)?;
    if wish.grammar {
        write!(out, "{}", grammar(language(&wish)?))?;
        return Ok(Done::Well);
    }
    let parts = all_parts(&wish)?;
    let link = Link::of_parts(parts, &scenario)?;
    if let Some((first, last)) = link.steps {
        check_steps(&link, first, last)?;
    }
    writeln!(out, "{}", quoted(&format!("{}#{}", wish.base, link.to_fragment(&scenario))))?;
    Ok(Done::Well)
}

fn read(words: &[&str]) -> Result<Wish, Bad> {
    let mut wish = Wish::default();
    let mut rest = words.iter().copied();
    while let Some(word) = rest.next() {
        let mut value = || rest.next().ok_or_else(|| Bad(format!("link: {word} needs a value after it")));
        match word {
            "--grammar" => wish.grammar = true,
            "--embed" => wish.parts.push(("embed".into(), "1".into())),
            "--story" => wish.parts.push(("scenario".into(), story(value()?)?)),
            "--steps" | "--lang" | "--theme" | "--faults" | "--race" | "--run" => {
                wish.parts.push((word[2..].into(), value()?.into()));
            }
            "--set" => wish.parts.push(pair(word, value()?, "")?),
            "--twin" => wish.parts.push(pair(word, value()?, "twin.")?),
            "--base" => wish.base = base(value()?)?,
            option if option.starts_with("--") => return Err(unknown(option)),
            _ if wish.source.is_some() => return Err(Bad(format!("link: {word:?} is a second setup; one is allowed"))),
            source => wish.source = Some(source.into()),
        }
    }
    if wish.source.is_none() && wish.parts.is_empty() && !wish.grammar {
        return Err(Bad("link: the words after it are missing; a setup file, or --story, --set and so on \
             (ackscope help tells more)"
            .into()));
    }
    Ok(wish)
}

fn unknown(option: &str) -> Bad {
    const KNOWN: [&str; 11] = [
        "--story", "--set", "--faults", "--twin", "--run", "--steps", "--race", "--lang", "--theme", "--embed",
        "--base",
    ];
    let meant = nearest(option, &KNOWN).map_or_else(String::new, |meant| format!("did you mean {meant}? "));
    Bad(format!("link: {option} is not known; {meant}{} and --grammar are", KNOWN.join(", ")))
}

/// `key=value`, with something in front of the key.
fn pair(option: &str, text: &str, front: &str) -> Result<(String, String), Bad> {
    let (key, value) = text.split_once('=').ok_or_else(|| {
        Bad(format!("link: {option} {text:?} is not of the form key=value, as in {option} publish=confirm"))
    })?;
    Ok((format!("{front}{key}"), value.to_owned()))
}

fn story(name: &str) -> Result<String, Bad> {
    if preset(name).is_some() {
        return Ok(name.to_owned());
    }
    let names: Vec<&'static str> = presets().iter().map(|preset| preset.name).collect();
    let meant = nearest(name, &names).map_or_else(String::new, |meant| format!("did you mean {meant}? "));
    Err(Bad(format!("story: {name:?} is not there; {meant}the stories are {}", names.join(", "))))
}

/// What stands before the #: an address without one.
fn base(text: &str) -> Result<String, Bad> {
    let is_address = ["https://", "http://", "/", "./", "../"].iter().any(|start| text.starts_with(start));
    let is_plain = !text.contains(|c: char| c == '#' || c.is_whitespace() || c.is_control());
    if is_address && is_plain {
        return Ok(text.to_owned());
    }
    Err(Bad(format!("base: {text:?} is not allowed; an address without # such as https://example.org/ackscope/ is")))
}

fn language(wish: &Wish) -> Result<Lang, Bad> {
    let lang = Link::of_parts(wish.parts.clone(), &scenario)?.lang;
    Ok(lang.map_or(Lang::En, Lang::from))
}

/// The parts of the file's link, and over them the keys that were named.
fn all_parts(wish: &Wish) -> Result<Vec<(String, String)>, Bad> {
    let Some(source) = &wish.source else { return Ok(wish.parts.clone()) };
    if wish.parts.iter().any(|(key, _)| key == "scenario") {
        return Err(Bad("link: a setup file and --story are two starts; one is allowed".into()));
    }
    let mut parts = Link::from(input::setup(source)?).to_parts(&scenario);
    parts.retain(|(key, _)| wish.parts.iter().all(|(named, _)| named != key));
    parts.extend(wish.parts.iter().cloned());
    Ok(parts)
}

/// Steps that the run does not have would show nothing.
fn check_steps(link: &Link, first: u32, last: u32) -> Result<(), Bad> {
    if link.run.is_some() {
        return Ok(());
    }
    let story = link.scenario.as_deref().and_then(preset);
    let steps = Run::plain(&link.setup, story.as_ref(), link.faults_named).steps();
    if last as usize > steps {
        return Err(Bad(format!("steps: {first}-{last} goes beyond the run, which has {steps} steps")));
    }
    Ok(())
}
