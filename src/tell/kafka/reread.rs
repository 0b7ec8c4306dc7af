//! Why a record came into a hand once more: it is stored twice, or reading went back to an offset before it.

use super::hands::Hand;
use crate::model::{Consumer, CopyId, Event};
use crate::play::Run;

/// Why a message was read again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reread {
    /// The leader appended it a second time in this step.
    StoredTwice(usize),
    /// Somebody took the partition over in this step and began at an offset that was stored.
    FromStored {
        step: usize,
        by: Consumer,
        offset: u16,
        /// The commit that had moved the stored offset back, if one had.
        lowered: Option<usize>,
    },
    /// Somebody took the partition over in this step, and no offset was stored.
    FromNothing { step: usize, by: Consumer },
    /// The log had ended before the position, and reading began anew in this step.
    Reset(usize),
}

/// Why `later` could come into a hand although `earlier` had.
pub fn why(run: &Run, earlier: &Hand, later: &Hand) -> Option<Reread> {
    match (earlier.copy, later.copy) {
        (Some(one), Some(other)) if one != other => stored(run, one.max(other)).map(Reread::StoredTwice),
        _ => went_back(run, later),
    }
}

/// The step that stored a copy.
pub fn stored(run: &Run, copy: CopyId) -> Option<usize> {
    let stores = |(_, event): &(usize, &Event)| matches!(**event, Event::Stored { copy: of, .. } if of == copy);
    run.all_events().find(stores).map(|(step, _)| step)
}

/// The last step before the poll that set the position at or before the record.
fn went_back(run: &Run, hand: &Hand) -> Option<Reread> {
    (1..=hand.took).rev().find_map(|step| set_back(run, step, hand))
}

fn set_back(run: &Run, step: usize, hand: &Hand) -> Option<Reread> {
    let events = run.events(step);
    let assigned = events.iter().find_map(|event| match *event {
        Event::Assigned { consumer, partition, offset } if (consumer, partition) == (hand.consumer, hand.partition) => {
            Some(offset)
        }
        _ => None,
    });
    let reset = events.iter().any(|event| {
        matches!(*event, Event::OffsetReset { consumer, partition, .. }
            if (consumer, partition) == (hand.consumer, hand.partition))
    });
    match (assigned, reset) {
        (Some(_), true) => Some(Reread::FromNothing { step, by: hand.consumer }),
        (Some(offset), false) => {
            Some(Reread::FromStored { step, by: hand.consumer, offset, lowered: lowered(run, step, hand) })
        }
        (None, true) => Some(Reread::Reset(step)),
        (None, false) => None,
    }
}

/// The last commit up to a step, if it stored less than the one before it.
pub fn lowered(run: &Run, until: usize, hand: &Hand) -> Option<usize> {
    let commits: Vec<(usize, u16)> = run
        .all_events()
        .take_while(|(step, _)| *step <= until)
        .filter_map(|(step, event)| match *event {
            Event::OffsetCommitted { partition, offset, .. } if partition == hand.partition => Some((step, offset)),
            _ => None,
        })
        .collect();
    match commits.as_slice() {
        [.., (_, before), (step, last)] if last < before => Some(*step),
        _ => None,
    }
}
