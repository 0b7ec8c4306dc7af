//! The levels of the challenge: the files in `challenge/`, in the order of their names, read and checked.

use std::fmt::Write;
use std::path::Path;

use crate::library::{Place, files_in, load};

/// What a level may be about: its name in files, and that of `setup::Harm`.
const HARMS: [(&str, &str); 3] = [("lost", "Lost"), ("effect_twice", "Twice"), ("reordered", "OutOfOrder")];

/// One level.
pub struct Level {
    /// Its name in links.
    name: String,
    /// Its settings as a link.
    link: String,
    goal: Goal,
    /// Its words in each language.
    words: [Words; 2],
}

enum Goal {
    Break(&'static str),
    /// From these harms, by changing these settings.
    Protect(Vec<&'static str>, Vec<String>),
}

struct Words {
    title: String,
    look: String,
    remember: String,
}

/// Reads all files in this folder.
///
/// # Errors
/// What is wrong, in one line.
pub fn read(folder: &Path) -> Result<Vec<Level>, String> {
    files_in(folder)?.iter().map(|file| level(folder, file)).collect()
}

fn level(folder: &Path, name: &str) -> Result<Level, String> {
    let file = folder.join(name);
    let digits = |text: &str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    let known = name.strip_suffix(".json").and_then(|name| name.split_once('-')).filter(|(place, _)| digits(place));
    let Some((_, name)) = known else {
        return Err(format!("{}: a level's file has a name such as 07-break-4.json.", file.display()));
    };
    let value = load(&file)?;
    let level = Place { file: &file, field: String::new(), value: &value };
    let keys = level.object(&["link", "en", "zh-CN"], &["break", "protect", "free"])?;
    let goal = if keys.contains_key("break") {
        level.object(&["link", "break", "en", "zh-CN"], &[])?;
        Goal::Break(harm(&level.of(keys, "break"))?)
    } else {
        level.object(&["link", "protect", "free", "en", "zh-CN"], &[])?;
        let from = level.of(keys, "protect").items()?.iter().map(harm).collect::<Result<_, _>>()?;
        let free = level.of(keys, "free").items()?.iter().map(Place::name).collect::<Result<_, _>>()?;
        Goal::Protect(from, free)
    };
    let words = [words_of(&level.of(keys, "en"))?, words_of(&level.of(keys, "zh-CN"))?];
    Ok(Level { name: name.to_owned(), link: level.of(keys, "link").line()?, goal, words })
}

fn harm(place: &Place<'_>) -> Result<&'static str, String> {
    let name = place.text()?;
    let known = HARMS.iter().find(|(known, _)| *known == name);
    known.map(|(_, harm)| *harm).ok_or_else(|| place.wrong(&HARMS.map(|(name, _)| name).join(", ")))
}

fn words_of(words: &Place<'_>) -> Result<Words, String> {
    let keys = words.object(&["title", "look", "remember"], &[])?;
    let line = |key| words.of(keys, key).line();
    Ok(Words { title: line("title")?, look: line("look")?, remember: line("remember")? })
}

/// What `setup::level` knows. The compiler knows every setting: it refuses a name that none has.
pub fn table(levels: &[Level]) -> String {
    let mut text = String::from("const LEVELS: &[Row] = &[\n");
    for Level { name, link, goal, .. } in levels {
        let goal = match goal {
            Goal::Break(harm) => format!("Goal::Break(Harm::{harm})"),
            Goal::Protect(from, by) => {
                let from: String = from.iter().map(|harm| format!("Harm::{harm}, ")).collect();
                let by: String = by.iter().map(|field| format!("Field::{}, ", variant(field))).collect();
                format!("Goal::Protect {{ from: &[{from}], by: &[{by}] }}")
            }
        };
        let _ = writeln!(text, "    Row {{ name: {name:?}, link: {link:?}, goal: {goal} }},");
    }
    text + "];\n"
}

/// `enable_idempotence` is `Field::EnableIdempotence`.
fn variant(name: &str) -> String {
    let part = |part: &str| part[..1].to_uppercase() + &part[1..];
    name.split('_').filter(|name| !name.is_empty()).map(part).collect()
}

/// What `tell::challenge` knows.
pub fn words(levels: &[Level]) -> String {
    let mut text = String::from("const LEVELS: &[Told] = &[\n");
    for Level { name, words: [english, chinese], .. } in levels {
        let both = |of: fn(&Words) -> &String| format!("[{:?}, {:?}]", of(english), of(chinese));
        let title = both(|words| &words.title);
        let (look, remember) = (both(|words| &words.look), both(|words| &words.remember));
        let _ = writeln!(text, "    Told {{ name: {name:?}, title: {title}, look: {look}, remember: {remember} }},");
    }
    text + "];\n"
}
