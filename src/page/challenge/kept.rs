//! What the browser remembers of levels that are done. Where it may not, everything works as on the first day.

use crate::page::browser;
use crate::setup::level_names;

const KEY: &str = "ackscope.challenge";

/// Levels that are done, each with the fewest faults or changes so far.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Kept(Vec<(&'static str, usize)>);

impl Kept {
    /// What the browser remembers. Whatever else stands there is left out.
    pub fn read() -> Self {
        let text = browser::remembered(KEY).unwrap_or_default();
        let names = level_names();
        let one = |part: &str| {
            let (name, size) = part.split_once(':')?;
            let name = names.iter().find(|known| **known == name)?;
            Some((*name, size.parse().ok()?))
        };
        Self(text.split(' ').filter_map(one).collect())
    }

    /// How the level was done best.
    pub fn size(&self, level: &str) -> Option<usize> {
        self.0.iter().find(|(name, _)| *name == level).map(|(_, size)| *size)
    }

    /// How many are done.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// Remembers that the level was done like this, if it never was better.
    pub fn keep(&mut self, level: &'static str, size: usize) {
        if self.size(level).is_some_and(|best| best <= size) {
            return;
        }
        self.0.retain(|(name, _)| *name != level);
        self.0.push((level, size));
        let parts: Vec<String> = self.0.iter().map(|(name, size)| format!("{name}:{size}")).collect();
        browser::remember(KEY, &parts.join(" "));
    }
}
