//! What the guide's text may ask for.
//!
//! In a line, as code that begins with `=`:
//!
//! ```text
//! `=worlds SETUP`         how many worlds there are within the bounds of the setup
//! `=steps FLAG SETUP`     how many steps the shortest run to the flag has; it must be possible
//! `=verdict FLAG SETUP`   "Yes, in 7 steps", with the run behind it, or "No"
//! `=times CONTESTANT`     how many times as long as fire and forget this way to send takes
//! `=cost COST`            what that costs in the race
//! ```
//!
//! As a block of code of that name:
//!
//! ```text
//! figure    story: NAME, then perhaps controls: and steps:, then the caption
//! verdicts  a line of flags, then a line a row: LABEL | SETUP
//! repairs   SETUP: FLAG, FLAG …       every smallest set of changes
//! ```
//!
//! As a link: `[…](story:NAME)`, `[…](named:SETUP)` and `[…](setup:LINK)` open the page.
//!
//! SETUP is a name in `guide/setups.txt`, which also has what the text takes for granted.

use super::answers::flag_named;
use crate::model::Flag;
use crate::play::race::Contestant;
use crate::setup::Cost;

/// Something asked for in a line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Inline {
    Worlds(String),
    Steps(Flag, String),
    Verdict(Flag, String),
    Times(Contestant),
    Cost(Cost),
}

/// Something asked for by a block.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Block {
    Figure(Figure),
    Verdicts { flags: Vec<Flag>, rows: Vec<(String, String)> },
    Repairs { setup: String, flags: Vec<Flag> },
}

/// A live figure.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Figure {
    pub story: String,
    pub controls: Option<String>,
    pub steps: Option<String>,
    pub caption: String,
}

/// Reads code in a line. `None`: it is only code.
pub fn inline(code: &str) -> Option<Result<Inline, String>> {
    let words: Vec<&str> = code.strip_prefix('=')?.split_whitespace().collect();
    Some(match words.as_slice() {
        ["worlds", setup] => Ok(Inline::Worlds((*setup).to_owned())),
        ["steps", flag, setup] => flag_named(flag).map(|flag| Inline::Steps(flag, (*setup).to_owned())),
        ["verdict", flag, setup] => flag_named(flag).map(|flag| Inline::Verdict(flag, (*setup).to_owned())),
        ["times", name] => contestant(name).map(Inline::Times),
        ["cost", name] => cost(name).map(Inline::Cost),
        _ => Err(format!(
            "`{code}` is not allowed; =worlds SETUP, =steps FLAG SETUP, =verdict FLAG SETUP, =times WAY and =cost COST are"
        )),
    })
}

/// Reads a block by its name. `None`: it is only code.
pub fn block(name: &str, text: &str) -> Option<Result<Block, String>> {
    Some(match name {
        "figure" => figure(text).map(Block::Figure),
        "verdicts" => verdicts(text),
        "repairs" => repairs(text),
        _ => return None,
    })
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

fn figure(text: &str) -> Result<Figure, String> {
    let mut figure = Figure::default();
    for line in lines(text) {
        match line.split_once(": ") {
            Some(("story", name)) => figure.story = name.to_owned(),
            Some(("controls", controls)) => figure.controls = Some(controls.to_owned()),
            Some(("steps", steps)) => figure.steps = Some(steps.to_owned()),
            _ => {
                let gap = if figure.caption.is_empty() { "" } else { " " };
                figure.caption = format!("{}{gap}{line}", figure.caption);
            }
        }
    }
    if figure.story.is_empty() {
        return Err("a figure needs a line `story: NAME`".to_owned());
    }
    if figure.caption.is_empty() {
        return Err(format!("the figure of {} needs a caption", figure.story));
    }
    Ok(figure)
}

fn verdicts(text: &str) -> Result<Block, String> {
    let mut lines = lines(text);
    let flags = flags(lines.next().unwrap_or_default())?;
    let row = |line: &str| match line.rsplit_once('|') {
        Some((label, setup)) => Ok((label.trim().to_owned(), setup.trim().to_owned())),
        None => Err(format!("{line:?} is no row; LABEL | SETUP is")),
    };
    Ok(Block::Verdicts { flags, rows: lines.map(row).collect::<Result<_, _>>()? })
}

fn repairs(text: &str) -> Result<Block, String> {
    let (setup, list) = text.split_once(": ").ok_or_else(|| format!("{text:?} is not allowed; SETUP: FLAG, … is"))?;
    Ok(Block::Repairs { setup: setup.trim().to_owned(), flags: flags(list)? })
}

fn flags(list: &str) -> Result<Vec<Flag>, String> {
    list.split([',', ' ']).map(str::trim).filter(|name| !name.is_empty()).map(flag_named).collect()
}

fn contestant(name: &str) -> Result<Contestant, String> {
    let names = Contestant::NAMES.join(", ");
    Contestant::named(name).ok_or_else(|| format!("{name:?} is no way to send; {names} are"))
}

fn cost(name: &str) -> Result<Cost, String> {
    let names = Cost::NAMES.join(", ");
    Cost::named(name).ok_or_else(|| format!("{name:?} is no cost; {names} are"))
}
