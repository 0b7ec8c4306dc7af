//! `ackscope guide DIR`: the guide as pages of HTML, in both languages.
//!
//! Its text is Markdown in `guide/`. What a reader is told about runs is not written there but asked for: numbers,
//! verdicts and tables are worked out by the explorer and the race while the pages are made. What sentences take for
//! granted stands in `guide/setups.txt`, and nothing is made where that is false. `directive` has the grammar.

mod answers;
mod directive;
mod html;

use std::fs;
use std::io::Write;
use std::path::Path;

use super::{Bad, Done};
use crate::tell::Lang;
use answers::Answers;

/// The guide's styles.
const STYLES: &str = include_str!("../../../guide/guide.css");
/// What stands around the text.
const FRAME: &str = include_str!("../../../guide/frame.html");

/// The text in one language, and the names of its file and of its page.
struct Source {
    lang: Lang,
    file: &'static str,
    page: &'static str,
    text: &'static str,
}

const SOURCES: [Source; 2] = [
    Source { lang: Lang::En, file: "guide/en.md", page: "index.html", text: include_str!("../../../guide/en.md") },
    Source {
        lang: Lang::Zh,
        file: "guide/zh-CN.md",
        page: "zh-CN.html",
        text: include_str!("../../../guide/zh-CN.md"),
    },
];

/// A page of the guide.
pub struct Page {
    /// Its language.
    pub lang: Lang,
    /// The name of its file.
    pub name: &'static str,
    /// The page.
    pub html: String,
    /// What it asked for, in order, without words: the same in every language.
    pub asked: Vec<String>,
}

/// Works out every page.
///
/// # Errors
/// The first directive that is malformed, and the first claim that is false, with file and line.
pub fn pages() -> Result<Vec<Page>, String> {
    let mut answers = Answers::new().map_err(|(line, what)| format!("guide/setups.txt:{line}: {what}"))?;
    SOURCES.iter().map(|source| page(source, &mut answers)).collect()
}

fn page(source: &Source, answers: &mut Answers) -> Result<Page, String> {
    let Source { lang, file, page: name, text } = *source;
    let read = html::render(text, lang, answers).map_err(|(line, what)| format!("{file}:{line}: {what}"))?;
    Ok(Page { lang, name, html: framed(&read, lang), asked: read.asked })
}

/// The text in its frame.
fn framed(read: &html::Read, lang: Lang) -> String {
    let gaps = [
        ("{lang}", lang.tag()),
        ("{title}", &read.title),
        ("{summary}", &read.summary),
        ("{other_lang}", lang.other().tag()),
        ("{other_name}", lang.other().name()),
        ("{other_page}", lang.pick(SOURCES[1].page, SOURCES[0].page)),
        ("{contents_name}", lang.pick("Contents", "目录")),
        ("{contents}", &read.contents),
        ("{page_name}", lang.pick("Open the page", "打开主页面")),
        ("{body}", &read.body),
    ];
    gaps.iter().fold(FRAME.to_owned(), |page, (gap, text)| page.replace(gap, text))
}

pub(super) fn guide(directory: &str, out: &mut impl Write) -> Result<Done, Bad> {
    let pages = pages().map_err(Bad)?;
    let directory = Path::new(directory);
    let at = |error: std::io::Error| Bad(format!("{}: {error}", directory.display()));
    fs::create_dir_all(directory).map_err(at)?;
    for page in &pages {
        fs::write(directory.join(page.name), &page.html).map_err(at)?;
    }
    fs::write(directory.join("guide.css"), STYLES).map_err(at)?;
    let names: Vec<&str> = pages.iter().map(|page| page.name).collect();
    writeln!(out, "{}", serde_json::json!({ "written": names }))?;
    Ok(Done::Well)
}
