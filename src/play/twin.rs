//! Two runs by the same schedule, beside each other, for one scrubber.
//!
//! A run is laid beside the one that `whatif` makes of it under another setup. They share a row of **moments**, and in
//! each moment one of them does a step or both do. Both do where the second repeats the step of the first, as far as
//! such pairs can stand in one order; of all orders, one that keeps the most pairs. What has no pair stands between its
//! neighbours by virtual time, the first run before the second. So moments never run backwards in either run, and each
//! step of each has exactly one.
//!
//! The **first difference** is the first moment in which not both do a step, or the same step tells other events.

use std::rc::Rc;

use super::run::Run;
use super::whatif::{Repeat, same_schedule};
use crate::model::{Event, Messages, Pace};
use crate::setup::Setup;

/// One of the two runs.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Side {
    /// The run whose schedule it is.
    #[default]
    First,
    /// The one that repeats it.
    Second,
}

impl Side {
    /// Both.
    pub const BOTH: [Self; 2] = [Self::First, Self::Second];
}

/// The second run, and where its steps stand beside those of the first.
#[derive(Clone, Debug)]
pub struct Twin {
    /// The second run.
    pub run: Rc<Run>,
    /// How many of the first one's faults struck in it.
    pub struck: usize,
    /// How many faults the first one has.
    pub faults: usize,
    /// How many steps of each are done after so many moments.
    done: Vec<[usize; 2]>,
    first: Option<usize>,
}

impl Twin {
    /// The second run of this one under another setup. `watched` are the messages that faults wait for.
    pub fn of(run: &Run, setup: &Setup, watched: Messages) -> Self {
        let Repeat { run: second, struck, pairs } = same_schedule(run, setup, watched);
        let faults = run.actions().filter(|action| action.pace() == Pace::Fault).count();
        let done = beside(run, &second, &in_order(pairs));
        let first = (1..done.len()).find(|moment| differs(run, &second, done[moment - 1], done[*moment]));
        Self { run: Rc::new(second), struck, faults, done, first }
    }

    /// How many moments there are.
    pub const fn moments(&self) -> usize {
        self.done.len() - 1
    }

    /// How many steps of a run are done after so many moments; beyond the end, all.
    pub fn step(&self, side: Side, moment: usize) -> usize {
        self.done[moment.min(self.moments())][side as usize]
    }

    /// The moment in which that step of a run is done; beyond its end, the last moment.
    pub fn moment(&self, side: Side, step: usize) -> usize {
        self.done.partition_point(|done| done[side as usize] < step).min(self.moments())
    }

    /// Where a run stands between two moments. While the other does its step alone, it stands still.
    pub fn position(&self, side: Side, position: f64) -> f64 {
        let moment = position as usize;
        let (from, to) = (self.step(side, moment), self.step(side, moment + 1));
        from as f64 + (to - from) as f64 * position.fract()
    }

    /// The first moment in which the two runs differ, if they ever do.
    pub const fn first_difference(&self) -> Option<usize> {
        self.first
    }
}

/// Whether what happened between these two moments differs.
fn differs(first: &Run, second: &Run, before: [usize; 2], after: [usize; 2]) -> bool {
    let both = before.iter().zip(after).all(|(before, after)| *before < after);
    !both || !first.events(after[0]).iter().map(told).eq(second.events(after[1]).iter().map(told))
}

/// What an event tells. Under which number a channel knows its envelope is for the channel alone.
const fn told(event: &Event) -> Event {
    let mut told = *event;
    if let Event::Sent { envelope, .. } | Event::Received { envelope, .. } | Event::Destroyed { envelope, .. } =
        &mut told
    {
        envelope.number = 0;
    }
    told
}

/// As many of the pairs as can stand in one order.
fn in_order(mut pairs: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    pairs.sort_unstable();
    // Of the orders of each length, the one that ends earliest; and before each pair, the one that it continues.
    let (mut ends, mut before): (Vec<usize>, Vec<Option<usize>>) = (Vec::new(), Vec::new());
    for (index, pair) in pairs.iter().enumerate() {
        let length = ends.partition_point(|end| pairs[*end].1 < pair.1);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        match ends.get_mut(length) {
            Some(end) => *end = index,
            None => ends.push(index),
        }
    }
    let mut chosen: Vec<_> = std::iter::successors(ends.last().copied(), |index| before[*index]).collect();
    chosen.reverse();
    chosen.into_iter().map(|index| pairs[index]).collect()
}

/// How many steps of each are done after so many moments, where these steps stand beside each other.
fn beside(first: &Run, second: &Run, pairs: &[(usize, usize)]) -> Vec<[usize; 2]> {
    let mut done = vec![[0, 0]];
    let end = (first.steps() + 1, second.steps() + 1);
    for (one, other) in pairs.iter().copied().chain([end]) {
        let [mut left, mut right] = done[done.len() - 1];
        while (left + 1, right + 1) != (one, other) {
            let earlier = || first.moment(left + 1).time <= second.moment(right + 1).time;
            if right + 1 == other || left + 1 < one && earlier() {
                left += 1;
            } else {
                right += 1;
            }
            done.push([left, right]);
        }
        if (one, other) != end {
            done.push([one, other]);
        }
    }
    done
}

#[cfg(test)]
mod tests {
    use super::in_order;

    #[test]
    fn the_most_pairs_that_can_stand_in_one_order_are_kept() {
        assert_eq!(in_order(Vec::new()), []);
        assert_eq!(in_order(vec![(3, 3), (1, 1), (2, 2)]), [(1, 1), (2, 2), (3, 3)]);
        assert_eq!(in_order(vec![(1, 4), (2, 1), (3, 2), (4, 3)]), [(2, 1), (3, 2), (4, 3)]);
        assert_eq!(in_order(vec![(1, 2), (2, 1)]).len(), 1);
    }
}
