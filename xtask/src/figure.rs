//! What figures in other people's pages are made of, after Trunk: the program made small, its styles, and the element
//! with the number of this build in it.

use crate::halves::{program, read, smaller, text, with_short_names, write};
use crate::places::Places;
use crate::program::run;
use crate::split::with_short_imports;
use std::fs;
use std::path::{Path, PathBuf};

/// What a figure shares with the page: which sections of which style sheet. The first section has no heading.
const SHARED: [(&str, &[&str]); 2] = [
    ("page.css", &["", "Everywhere", "The bar", "The verdict", "The figure: drawing and settings"]),
    ("stage.css", &[]),
];

/// Finishes the figure's files in `dist`. `number`: this build's; `small`: what makes code small is there.
pub fn finish(places: &Places, dist: &Path, number: &str, small: bool) -> Result<(), String> {
    if small {
        let work = work_of(places);
        fs::create_dir_all(&work).map_err(|error| format!("{}: {error}.", work.display()))?;
        let (wasm, loader) = (dist.join("figure_bg.wasm"), dist.join("figure.js"));
        let (short, renamed) = with_short_imports(&read(&wasm)?)?;
        write(&loader, with_short_names(&text(&loader)?, &renamed)?.as_bytes())?;
        write(&wasm, &smaller(places, &work.join("figure.wasm"), &short)?)?;
        shrink(places, &work, &loader)?;
    }
    write(&dist.join("figure.css"), styles(&places.root.join("static"))?.as_bytes())?;
    let embed = dist.join("embed.js");
    let numbered = text(&embed)?.replace("?BUILD", &format!("?{number}"));
    write(&embed, numbered.as_bytes())?;
    let scripts = [embed, dist.join("search.js")];
    scripts.iter().filter(|_| small).try_for_each(|script| shrink(places, &work_of(places), script))
}

fn work_of(places: &Places) -> PathBuf {
    places.wasm_target.join("halves")
}

/// The script after terser, in its own place.
fn shrink(places: &Places, work: &Path, script: &Path) -> Result<(), String> {
    let small = work.join("figure.small.js");
    let options = ["--module", "--compress", "passes=2", "--mangle", "--ecma", "2022", "--output"];
    run(program(places, "terser")?.arg(script).args(options).arg(&small))?;
    write(script, &read(&small)?)
}

/// One style sheet of what is shared and what is a figure's own.
fn styles(folder: &Path) -> Result<String, String> {
    let mut sheet = String::new();
    for (name, sections) in SHARED {
        let whole = text(&folder.join(name))?;
        if sections.is_empty() {
            sheet += &whole;
        }
        for section in sections {
            sheet += section_of(&whole, section).ok_or_else(|| format!("{name} has no section `{section}`."))?;
        }
    }
    let shared = sheet.replace(":root", ".ackscope").replace("\nhtml {", "\n.ackscope {");
    Ok(without_comments(&(shared + &text(&folder.join("figure.css"))?)))
}

/// The rules of a section: what stands under its heading, a comment on a line of its own between empty lines.
fn section_of<'sheet>(sheet: &'sheet str, heading: &str) -> Option<&'sheet str> {
    let rules = match heading {
        "" => sheet,
        _ => sheet.split_once(&format!("\n\n/* {heading} */\n"))?.1,
    };
    let next =
        |(at, _): (usize, &str)| rules[at..].lines().nth(2).is_some_and(|line| line.ends_with("*/")).then_some(at);
    let end = rules.match_indices("\n\n/*").find_map(next);
    Some(&rules[..end.unwrap_or(rules.len())])
}

fn without_comments(sheet: &str) -> String {
    let mut parts = sheet.split("/*");
    let first = parts.next().unwrap_or_default().to_string();
    let plain = parts.fold(first, |plain, part| plain + part.split_once("*/").map_or("", |(_, rest)| rest));
    plain.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHEET: &str = "/* All */\n\n:root { --a: 1 }\n\n/* One */\n\n.a { b: c }\n/* Not a heading. */\n.d { e: f }\n\n/* Two */\n\n.g { h: i }\n";

    #[test]
    fn a_section_ends_where_the_next_begins() {
        assert_eq!(section_of(SHEET, "").map(without_comments).as_deref(), Some(":root { --a: 1 }"));
        assert_eq!(section_of(SHEET, "One").map(without_comments).as_deref(), Some(".a { b: c }\n.d { e: f }"));
        assert_eq!(section_of(SHEET, "Two").map(without_comments).as_deref(), Some(".g { h: i }"));
        assert_eq!(section_of(SHEET, "Three"), None);
    }

    #[test]
    fn the_real_sheets_have_what_a_figure_needs() {
        let places = Places::here().expect("the repository");
        let sheet = styles(&places.root.join("static")).expect("styles");
        for needed in [".ackscope {", ".ackscope[data-theme=\"dark\"]", ".verdicts", ".scrub", ".tray", ":host"] {
            assert!(sheet.contains(needed), "{needed}");
        }
        for foreign in [":root", "\nhtml", ".timebox", ".ledger", "/*"] {
            assert!(!sheet.contains(foreign), "{foreign}");
        }
        assert_eq!(sheet.matches('{').count(), sheet.matches('}').count());
    }
}
