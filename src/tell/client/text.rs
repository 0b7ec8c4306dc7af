//! Templates: text with gaps, and words in both languages.
//!
//! `$name` is a gap. Alone on a line it takes whole lines, indented as it is, or none; in a line it takes words. `⟦one‖other⟧`
//! holds words in English and Chinese.

use crate::tell::Lang;

/// A gap's name and what goes in.
pub type Gap<'g> = (&'static str, &'g str);

/// The template, filled and in one language; every line ends. What fills a gap may have gaps.
pub fn write(lang: Lang, template: &str, gaps: &[Gap<'_>]) -> String {
    pick(&squeezed(&filled(template, gaps)), lang)
}

fn filled(template: &str, gaps: &[Gap<'_>]) -> String {
    let mut out = String::new();
    for line in plain(template).lines() {
        let name = line.trim_start();
        let indent = &line[..line.len() - name.len()];
        match gaps.iter().find(|(gap, _)| *gap == name) {
            Some((_, value)) => {
                for inner in filled(value, gaps).lines() {
                    push(&mut out, indent, inner);
                }
            }
            None => push(&mut out, "", &in_line(line, gaps)),
        }
    }
    out
}

/// A line with words in its gaps; of two gaps that begin alike the longer one is meant.
fn in_line(line: &str, gaps: &[Gap<'_>]) -> String {
    let mut gaps = gaps.to_vec();
    gaps.sort_by_key(|(gap, _)| std::cmp::Reverse(gap.len()));
    gaps.iter().fold(line.to_owned(), |line, (gap, value)| line.replace(gap, value))
}

fn push(out: &mut String, indent: &str, line: &str) {
    if !line.is_empty() {
        out.push_str(indent);
        out.push_str(line.trim_end());
    }
    out.push('\n');
}

/// Without the indentation that all lines share, and without the empty lines around.
fn plain(template: &str) -> String {
    let template = template.trim_start_matches('\n').trim_end();
    let filled = template.lines().filter(|line| !line.trim().is_empty());
    let shared = filled.map(|line| line.len() - line.trim_start().len()).min().unwrap_or_default();
    let lines: Vec<&str> = template.lines().map(|line| line.get(shared..).unwrap_or_default().trim_end()).collect();
    lines.join("\n")
}

/// Without empty lines at the edges and inside braces, and with one between two parts: Python has two between functions.
/// A gap without a value leaves none behind.
fn squeezed(text: &str) -> String {
    let most = if text.lines().any(|line| line.starts_with("def ")) { 2 } else { 1 };
    let (mut out, mut empty) = (String::new(), 0);
    for line in text.lines() {
        if line.is_empty() {
            empty += 1;
            continue;
        }
        let closes = line.trim_start().starts_with('}') || out.ends_with("{\n") || out.is_empty();
        out.push_str(&"\n".repeat(if closes { 0 } else { empty.min(most) }));
        out.push_str(line);
        out.push('\n');
        empty = 0;
    }
    out
}

fn pick(text: &str, lang: Lang) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('⟦') {
        let (words, left) = after.split_once('⟧').unwrap_or((after, ""));
        let (english, chinese) = words.split_once('‖').unwrap_or((words, words));
        out.push_str(before);
        out.push_str(lang.pick(english, chinese));
        rest = left;
    }
    out + rest
}

/// These lines as comments.
pub fn comment(sign: &str, lines: &str) -> String {
    let lines: Vec<String> = plain(lines).lines().map(|line| format!("{sign} {line}")).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_take_lines_or_words_and_leave_nothing_behind() {
        let template = "
            def f():
                $body
                $none
                return $word  # ⟦yes‖是⟧
        ";
        let gaps =
            [("$body", "\n  if x:\n      $call\n"), ("$none", ""), ("$wo", "2"), ("$word", "1"), ("$call", "y()")];
        assert_eq!(write(Lang::En, template, &gaps), "def f():\n    if x:\n        y()\n    return 1  # yes\n");
        assert_eq!(write(Lang::Zh, "a ⟦b‖乙⟧ c ⟦d‖丁⟧", &[]), "a 乙 c 丁\n");
    }
}
