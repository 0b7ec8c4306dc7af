//! What makes dist/ ready for any host: pages that obey a strict Content-Security-Policy, the headers, what works without a
//! network, and compressed copies. Everything is found by walking dist/, so that no list of files can go stale.

use crate::node::Node;
use crate::page::files_below;
use crate::places::Places;
use crate::program::run;
use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

/// What the pages may do, as a header and inside each page. Whoever may show it in a frame is not limited.
pub const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' data:; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'";
/// The headers of each file, as Netlify and Cloudflare Pages read them.
const HEADERS: &str = "_headers";
/// Lists, hashes and compresses.
const PACK: &str = include_str!("host/pack.mjs");
/// Keeps the page for visits without a network.
const KEEPER: &str = include_str!("../../static/sw.js");

/// Makes `dist` ready. `build` is the number behind the ? of files that keep their names; without Node nothing is
/// compressed, and a visit needs the network.
pub fn finish(places: &Places, dist: &Path, build: &str, with_node: bool) -> Result<(), String> {
    for page in files(dist)?.iter().filter(|file| file.extension().is_some_and(|ending| ending == "html")) {
        let text = read(page)?;
        let own = |problem: String| format!("{}: {problem}", page.display());
        let (text, scripts) = without_inline_scripts(&text).map_err(own)?;
        for (name, script) in scripts {
            write(&page.with_file_name(name), &script)?;
        }
        if let Some(inline) = first_inline(&text) {
            return Err(own(format!("{inline} is refused by the page's Content-Security-Policy.")));
        }
        write(page, &with_policy(&text).map_err(own)?)?;
    }
    write(&dist.join(HEADERS), &headers(dist)?)?;
    if !with_node {
        return Ok(());
    }
    let (pack, keeper) = (places.wasm_target.join("pack.mjs"), places.wasm_target.join("sw.js"));
    write(&pack, PACK)?;
    write(&keeper, KEEPER)?;
    run(Command::new(Node::find()?.program).arg(pack).arg(dist).arg(keeper).arg(build))
}

/// The page with each inline script in a file of its own beside it, named by what is in it.
fn without_inline_scripts(page: &str) -> Result<(String, Vec<(String, String)>), String> {
    let (mut text, mut scripts, mut rest) = (String::new(), Vec::new(), page);
    while let Some(at) = rest.find("<script") {
        let opened = rest[at..].find('>').ok_or("a <script has no end.")? + at + 1;
        let closed = rest[opened..].find("</script>").ok_or("a <script> is not closed.")? + opened;
        let (tag, script) = (&rest[at..opened], rest[opened..closed].trim());
        text += &rest[..at];
        if tag.contains(" src=") {
            text += tag;
        } else {
            let mut hasher = DefaultHasher::new();
            script.hash(&mut hasher);
            let name = format!("start-{:016x}.js", hasher.finish());
            text += &format!("{} src=./{name}>", tag.trim_end_matches('>'));
            scripts.push((name, format!("{script}\n")));
        }
        rest = &rest[closed..];
    }
    Ok((text + rest, scripts))
}

/// The first style or script that stands in the page itself.
fn first_inline(page: &str) -> Option<String> {
    tags(page).find_map(|tag| {
        let inline = |name: &str| name == "style" || name.starts_with("on");
        let name = tag.split_whitespace().next().unwrap_or_default();
        let attribute = attributes(tag).find(|name| inline(name));
        if name == "style" { Some("<style>".into()) } else { attribute.map(|found| format!("{found}= in <{name}>")) }
    })
}

/// What stands between < and >, of start tags.
fn tags(page: &str) -> impl Iterator<Item = &str> {
    let starts = page.match_indices('<').map(|(at, _)| &page[at + 1..]);
    starts.filter(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic())).map(|rest| &rest[..end_of_tag(rest)])
}

fn end_of_tag(rest: &str) -> usize {
    let mut quote = None;
    let outside = |(_, c): &(usize, char)| {
        quote = match (quote, *c) {
            (None, '"' | '\'') => Some(*c),
            (Some(open), close) if open == close => None,
            (open, _) => open,
        };
        quote.is_none() && *c == '>'
    };
    rest.char_indices().find(outside).map_or(rest.len(), |(at, _)| at)
}

/// The names of a tag's attributes.
fn attributes(tag: &str) -> impl Iterator<Item = &str> {
    let mut quote = None;
    let mut gap = true;
    let starts = tag.char_indices().filter(move |(_, c)| {
        let begins = gap && quote.is_none() && c.is_ascii_alphabetic();
        gap = quote.is_none() && (c.is_whitespace() || matches!(c, '"' | '\''));
        quote = match (quote, *c) {
            (None, '"' | '\'') => Some(*c),
            (Some(open), close) if open == close => None,
            (open, _) => open,
        };
        begins
    });
    starts.skip(1).map(|(at, _)| tag[at..].split(|c: char| c == '=' || c.is_whitespace()).next().unwrap_or_default())
}

/// The page with the policy in it, for hosts on which nobody can set headers.
fn with_policy(page: &str) -> Result<String, String> {
    let charset = page.find("charset=").ok_or("there is no <meta charset>, behind which the policy stands.")?;
    let end = page[charset..].find('>').ok_or("<meta charset has no end.")? + charset + 1;
    let (head, rest) = page.split_at(end);
    Ok(format!("{head}<meta http-equiv=content-security-policy content=\"{POLICY}\">{rest}"))
}

/// The policy for everything, and that files with a digest in their name never change.
fn headers(dist: &Path) -> Result<String, String> {
    let mut text = format!(
        "/*\n  Content-Security-Policy: {POLICY}\n  X-Content-Type-Options: nosniff\n  Access-Control-Allow-Origin: *\n"
    );
    for file in files(dist)? {
        let name = path_in(dist, &file);
        if is_named_by_content(&name) {
            text += &format!("/{name}\n  Cache-Control: public, max-age=31536000, immutable\n");
        }
    }
    Ok(text)
}

/// Whether a file's name has a digest of sixteen digits in it, as Trunk and this program give them.
fn is_named_by_content(name: &str) -> bool {
    let is_digest = |part: &str| part.len() == 16 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    name.split(['-', '_', '.', '/']).any(is_digest)
}

fn path_in(dist: &Path, file: &Path) -> String {
    let inner = file.strip_prefix(dist).unwrap_or(file);
    inner.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
}

fn files(dist: &Path) -> Result<Vec<PathBuf>, String> {
    files_below(dist, &[]).map_err(|error| format!("{}: {error}.", dist.display()))
}

fn read(file: &Path) -> Result<String, String> {
    fs::read_to_string(file).map_err(|error| format!("{}: {error}.", file.display()))
}

fn write(file: &Path, text: &str) -> Result<(), String> {
    fs::write(file, text).map_err(|error| format!("{}: {error}.", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inline_scripts_move_into_files() {
        let page = "<meta charset=utf-8><script type=module>\n go('x');\n</script><script src=./a.js></script><p>";
        let (text, scripts) = without_inline_scripts(page).expect("a page");
        let [(name, script)] = &scripts[..] else { panic!("{scripts:?}") };
        assert_eq!(script, "go('x');\n");
        let moved =
            format!("<meta charset=utf-8><script type=module src=./{name}></script><script src=./a.js></script><p>");
        assert_eq!(text, moved);
        assert_eq!(without_inline_scripts(&text), Ok((moved, vec![])));
        assert!(is_named_by_content(name));
        assert!(without_inline_scripts("<script>x").is_err());
    }

    #[test]
    fn what_the_policy_refuses_is_found() {
        for (page, found) in [
            ("<p>a style=x</p><a title=\"onx style=\" data-on=y href='>'>", None),
            ("<p><style>a{}</style>", Some("<style>")),
            ("<svg><path class=a style=\"x\">", Some("style= in <path>")),
            ("<button\n  disabled onclick='go()'>", Some("onclick= in <button>")),
        ] {
            assert_eq!(first_inline(page).as_deref(), found, "{page}");
        }
    }

    #[test]
    fn the_policy_stands_behind_the_charset() {
        let page = with_policy("<!doctype html><meta charset=utf-8><title>x</title>").expect("a page");
        assert!(
            page.starts_with("<!doctype html><meta charset=utf-8><meta http-equiv=content-security-policy content=\"")
        );
        assert!(with_policy("<p>").is_err());
    }

    #[test]
    fn names_with_a_digest_are_known() {
        for (name, known) in [
            ("ackscope-0123456789abcdef_bg.wasm", true),
            ("page-89abcdef01234567.css", true),
            ("explorer_bg.wasm", false),
            ("figures/manual-ack-and-a-repeat.svg", false),
        ] {
            assert_eq!(is_named_by_content(name), known, "{name}");
        }
    }

    #[test]
    fn the_documented_policy_is_this_one() {
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words(include_str!("../../docs/hosting.md")).contains(POLICY));
    }
}
