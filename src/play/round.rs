//! Runs that go round for ever: a producer that is refused and tries again, and nothing else to come. Such a run ends
//! where it has shown one whole round.

use super::run::Run;
use crate::model::{Action, Pace};

/// The worlds that a run has come through, and after how many steps.
#[derive(Default)]
pub struct Rounds {
    /// Sorted by the worlds' bytes.
    visited: Vec<(Vec<u8>, Vec<usize>)>,
}

/// So many earlier visits of a world are looked at: a round that is not fair may be part of a longer one that is.
const VISITS: usize = 16;

impl Rounds {
    /// Takes note of the world that the run has come to; answers the first step of the round that it closes, if it
    /// closes one. A round is closed by the same world again, with everything done on the way that could have happened
    /// by itself on the way: then nothing that is pending ever leads out of it.
    #[inline(never)]
    pub fn see(&mut self, run: &Run) -> Option<usize> {
        let position = run.steps();
        let world = run.packed(position);
        let place = self.visited.binary_search_by(|(known, _)| known.cmp(&world)).unwrap_or_else(|place| {
            self.visited.insert(place, (world, Vec::new()));
            place
        });
        let visits = &mut self.visited[place].1;
        let closed = visits.iter().rev().take(VISITS).find(|visit| is_fair(run, **visit, position));
        let first = closed.map(|visit| visit + 1);
        visits.push(position);
        first
    }
}

/// Whether everything that could happen by itself between two positions did happen there, and no fault.
fn is_fair(run: &Run, from: usize, to: usize) -> bool {
    let done: Vec<Action> = run.actions().take(to).skip(from).collect();
    let by_itself = |action: &Action| action.pace() != Pace::Fault;
    let could = (from..to).flat_map(|position| run.possible(position));
    done.iter().all(by_itself) && !run.expects_faults(from) && could.into_iter().all(|action| done.contains(&action))
}
