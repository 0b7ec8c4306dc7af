//! The verdict's search: beside the host's page in a worker, or on it in idle moments.

use crate::page::show;
use crate::page::verdict::LIMITS;
use crate::setup::Setup;
use crate::worker::VerdictJob;

/// A search that somebody else calls to work.
pub struct Search(VerdictJob);

impl Search {
    /// The search for what can happen under the settings of this link; nothing where it can't be read.
    pub fn of(fragment: &str) -> Option<Self> {
        let setup = Setup { seed: Setup::default().seed, ..show::parse(fragment).ok()?.setup };
        Some(Self(VerdictJob::new(0, &setup, LIMITS, None)))
    }

    /// Looks at about so many worlds; answers with what is new, as a line.
    pub fn work(&mut self, worlds: usize) -> Option<String> {
        self.0.look(worlds).map(|found| found.to_text())
    }

    /// Whether there is nothing left to look at.
    pub fn is_over(&self) -> bool {
        self.0.is_over()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::worker::{Found, State};

    #[test]
    fn it_comes_to_its_end_in_slices_and_says_so() {
        let mut search = Search::of("messages=2").expect("a link");
        let mut last = None;
        let mut slices = 0;
        while !search.is_over() {
            last = search.work(5).or(last);
            slices += 1;
        }
        let found = last.as_deref().and_then(Found::parse).expect("what was found");
        assert_eq!((found.state, slices > 1), (State::Complete, true));
        assert!(!found.findings.is_empty());
        assert!(Search::of("window=0").is_none());
    }
}
