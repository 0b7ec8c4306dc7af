//! Which functions the page can do without until its first message has moved.

/// What drops a value. Types that are dropped alike share one function, which then has the name of any of them.
const DROPS: [&str; 3] = ["drop_in_place", "drop_slow", "ops::drop::Drop::drop"];

/// The paths of `rest.txt`.
pub struct Rule<'a> {
    paths: Vec<(&'a str, bool)>,
}

impl<'a> Rule<'a> {
    /// Reads a list of paths, one a line. One after a `!` is an exception from a shorter one.
    pub fn read(text: &'a str) -> Self {
        let lines = text.lines().map(|line| line.split('#').next().unwrap_or_default().trim());
        let path = |line: &'a str| match line.strip_prefix('!') {
            Some(path) => (path, false),
            None => (line, true),
        };
        Self { paths: lines.filter(|line| !line.is_empty()).map(path).collect() }
    }

    /// Whether a function is named. The first path of our own in its name decides, and of its rules the longest.
    pub fn names(&self, name: &str) -> bool {
        let plain = plain(name);
        if DROPS.iter().any(|drop| plain.contains(drop)) {
            return false;
        }
        let Some((_, own)) = plain.split_once("ackscope::") else { return false };
        let matching = self.paths.iter().filter(|(path, _)| starts_with(own, path));
        matching.max_by_key(|(path, _)| path.len()).is_some_and(|(_, rest)| *rest)
    }

    /// The paths that no function has.
    pub fn without_any(&self, names: &[&str]) -> Vec<&'a str> {
        let own: Vec<String> = names.iter().map(|name| plain(name)).collect();
        let has =
            |path: &str| own.iter().any(|name| name.split("ackscope::").skip(1).any(|own| starts_with(own, path)));
        self.paths.iter().map(|(path, _)| *path).filter(|path| !has(path)).collect()
    }
}

/// The name without the numbers of the crates and without pointed brackets.
fn plain(name: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for c in name.chars() {
        match c {
            '[' => inside = true,
            ']' => inside = false,
            '<' | '>' => {}
            _ if inside => {}
            _ => text.push(c),
        }
    }
    text
}

fn starts_with(own: &str, path: &str) -> bool {
    let goes_on = |rest: &str| rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    own.strip_prefix(path).is_some_and(|rest| !goes_on(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_path_decides() {
        let rule = Rule::read("# why\npage::why # and what for\npage::stage\n!page::stage::view\n");
        assert!(rule.names("ackscope[12ab]::page::why::why"));
        assert!(rule.names("<ackscope[12ab]::page::stage::brush::Brush>::put"));
        assert!(!rule.names("<ackscope[12ab]::page::stage::view::Stage>::paint"));
        assert!(!rule.names("ackscope[12ab]::page::whys::why"));
        assert!(!rule.names("core[34cd]::fmt::write"));
        assert!(!rule.names("core[34cd]::ptr::drop_in_place::<ackscope[12ab]::page::why::Why>"));
        assert_eq!(rule.without_any(&["ackscope[1]::page::why::why"]), ["page::stage", "page::stage::view"]);
    }
}
