//! Values of YAML that go on over several lines, as one line: block texts, open quotes and brackets, plain texts.

use std::borrow::Cow;
use std::iter::{Enumerate, Peekable};
use std::str::Lines;

use super::yaml::{Open, split, without_comment};

type Rest<'text> = Peekable<Enumerate<Lines<'text>>>;

/// The line with all the following ones that its value takes; `indent` is where it begins.
pub fn whole<'text>(indent: usize, body: &'text str, rest: &mut Rest<'text>) -> Cow<'text, str> {
    let value = value_of(body);
    if is_block(value) {
        let head = body[..body.len() - value.len()].trim_end();
        let text = block(indent, rest).replace('\'', "''");
        return Cow::Owned(format!("{head} '{text}'"));
    }
    if value.starts_with(['[', '{', '"', '\'']) {
        until_closed(body, value, rest)
    } else {
        plain(indent, body, value, rest)
    }
}

/// What stands behind the key or the dash, without anchor and tag.
fn value_of(body: &str) -> &str {
    let mut value = body;
    while let Some(inner) = value.strip_prefix("- ") {
        value = inner.trim_start();
    }
    if let Some((_, behind)) = split(value) {
        value = behind;
    }
    while value.starts_with('&') || value.starts_with("!!") {
        value = value.split_once(' ').map_or("", |(_, behind)| behind.trim_start());
    }
    value
}

/// Whether it announces a block text: `|`, `>-`, `|2+`.
fn is_block(value: &str) -> bool {
    let mark = without_comment(value);
    mark.starts_with(['|', '>']) && mark[1..].chars().all(|one| matches!(one, '+' | '-' | '1'..='9'))
}

/// The lines that are deeper, with single spaces between them: nothing that is read here depends on more.
fn block(indent: usize, rest: &mut Rest<'_>) -> String {
    let mut text = String::new();
    while let Some((_, line)) = rest.next_if(|(_, line)| line.trim().is_empty() || depth(line) > indent) {
        append(&mut text, line.trim());
    }
    text
}

fn append(text: &mut String, more: &str) {
    if !text.is_empty() && !more.is_empty() {
        text.push(' ');
    }
    text.push_str(more);
}

fn depth(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// The line, and what follows until its quote or its brackets are closed.
fn until_closed<'text>(body: &'text str, value: &str, rest: &mut Rest<'text>) -> Cow<'text, str> {
    let mut open = Open::default();
    without_comment(value).chars().for_each(|one| open.take(one));
    if open.is_closed() {
        return Cow::Borrowed(body);
    }
    let mut text = without_comment(body).to_owned();
    while !open.is_closed() {
        let Some((_, line)) = rest.next() else { break };
        let line = if open.is_in_quote() { line.trim() } else { without_comment(line.trim_start()) };
        open.take(' ');
        line.chars().for_each(|one| open.take(one));
        append(&mut text, line);
    }
    Cow::Owned(text)
}

/// The line, and deeper lines that are no keys: a plain text goes on in them.
fn plain<'text>(indent: usize, body: &'text str, value: &str, rest: &mut Rest<'text>) -> Cow<'text, str> {
    // What has no key itself can't go on.
    if split(body).is_none() || !value.is_empty() && without_comment(value).len() < value.len() {
        return Cow::Borrowed(body);
    }
    let goes_on = |line: &str| {
        let inner = line.trim();
        depth(line) > indent
            && !inner.is_empty()
            && !inner.starts_with(['#', '-', '*', '&', '!', '|', '>', '\t', '%'])
            && !line.trim_start_matches(' ').starts_with('\t')
            && split(inner).is_none()
    };
    let mut text = Cow::Borrowed(body);
    while let Some((_, line)) = rest.next_if(|(_, line)| goes_on(line)) {
        append(text.to_mut(), without_comment(line.trim()));
    }
    text
}
