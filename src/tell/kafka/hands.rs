//! The records that consumers had in hand: which poll brought each, at which offset, and what became of it.

use std::ops::Range;

use super::logs;
use crate::model::{Action, Consumer, CopyId, Event, Message, Partition};
use crate::play::Run;
use crate::setup::{Commit, Processing, Setup};

/// One record that came into a consumer's hand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Hand {
    pub consumer: Consumer,
    pub partition: Partition,
    pub offset: u16,
    pub message: Message,
    pub copy: Option<CopyId>,
    /// The step whose poll returned it.
    pub took: usize,
    /// The step of its effect, if that came.
    pub applied: Option<usize>,
    /// The step in which it was left out: its transaction was rolled back, or it was recognised as a repeat.
    pub skipped: Option<usize>,
    /// The step that dropped it without an effect.
    pub dropped: Option<usize>,
    /// The step in which the partition went to somebody else while it was in hand.
    pub orphaned: Option<usize>,
}

impl Hand {
    /// Whether its effect is still to come.
    pub const fn is_open(&self) -> bool {
        self.applied.is_none() && self.skipped.is_none() && self.dropped.is_none()
    }
}

/// Every record that came into a hand up to a step, in the order of the polls.
pub fn hands(run: &Run, until: usize) -> Vec<Hand> {
    let marks_last = run.setup().effects.dedup.marks_last();
    let mut hands = Hands { all: Vec::new(), open: Vec::new(), keeps: keeps_applied(run.setup()), marks_last };
    for step in 1..=until.min(run.steps()) {
        hands.follow(run, step);
    }
    hands.all
}

/// Whether what is applied stays in hand until its thread has committed it.
const fn keeps_applied(setup: &Setup) -> bool {
    matches!(setup.kafka.commit, Commit::SyncPerRecord | Commit::OwnOffset)
        && matches!(setup.kafka.processing, Processing::ThreadPool | Processing::PerKeyQueues)
}

struct Hands {
    all: Vec<Hand>,
    /// Places in `all` of what is in hand, in the order of the polls.
    open: Vec<usize>,
    keeps: bool,
    /// Whether what is applied stays in hand until it is marked.
    marks_last: bool,
}

impl Hands {
    fn follow(&mut self, run: &Run, step: usize) {
        let place = match run.moment(step).action {
            Some(Action::Effect(consumer)) => self.at(consumer, 0),
            Some(Action::EffectOf { consumer, place } | Action::CommitOf { consumer, place }) => {
                self.at(consumer, place.into())
            }
            _ => None,
        };
        let mut polled: Vec<(Partition, u16, Option<CopyId>)> = Vec::new();
        for event in run.events(step) {
            match *event {
                Event::Polled { partition, offset, count, .. } => {
                    polled = returned(run, step, partition, offset..offset + count)
                }
                Event::Took { consumer, message, .. } if !polled.is_empty() => {
                    self.take(step, consumer, message, polled.remove(0));
                }
                Event::Applied { .. } if self.marks_last => self.note(place, |hand| hand.applied = Some(step)),
                Event::Applied { .. } | Event::Rewritten { .. } => self.done(place, |hand| hand.applied = Some(step)),
                Event::Marked { .. } if self.marks_last => self.done(place, |_| {}),
                Event::Skipped { .. } | Event::Repeat { .. } | Event::Outdated { .. } => {
                    self.done(place, |hand| hand.skipped = Some(step))
                }
                Event::Revoked { consumer, partition } => self.revoke(step, consumer, partition),
                Event::ConsumerDown { consumer } => self.drop_all(step, consumer),
                _ => {}
            }
        }
        if matches!(run.moment(step).action, Some(Action::CommitOf { .. })) {
            self.open.retain(|open| Some(*open) != place);
        }
    }

    fn at(&self, consumer: Consumer, place: usize) -> Option<usize> {
        self.open.iter().copied().filter(|open| self.all[*open].consumer == consumer).nth(place)
    }

    fn take(&mut self, took: usize, consumer: Consumer, message: Message, at: (Partition, u16, Option<CopyId>)) {
        let (partition, offset, copy) = at;
        let (applied, skipped, dropped, orphaned) = (None, None, None, None);
        self.open.push(self.all.len());
        let hand = Hand { consumer, partition, offset, message, copy, took, applied, skipped, dropped, orphaned };
        self.all.push(hand);
    }

    fn note(&mut self, place: Option<usize>, note: impl FnOnce(&mut Hand)) {
        if let Some(place) = place {
            note(&mut self.all[place]);
        }
    }

    fn done(&mut self, place: Option<usize>, note: impl FnOnce(&mut Hand)) {
        let Some(place) = place else { return };
        note(&mut self.all[place]);
        let hand = self.all[place];
        if !self.keeps || hand.orphaned.is_some() {
            self.open.retain(|open| *open != place);
        }
    }

    fn revoke(&mut self, step: usize, consumer: Consumer, partition: Partition) {
        let all = &mut self.all;
        self.open.retain(|open| {
            let hand = &mut all[*open];
            let mine = (hand.consumer, hand.partition) == (consumer, partition);
            if mine && hand.is_open() {
                hand.orphaned.get_or_insert(step);
            }
            !mine || hand.is_open()
        });
    }

    fn drop_all(&mut self, step: usize, consumer: Consumer) {
        let all = &mut self.all;
        self.open.retain(|open| {
            let hand = &mut all[*open];
            if hand.consumer == consumer && hand.is_open() {
                hand.dropped = Some(step);
            }
            hand.consumer != consumer
        });
    }
}

/// What stood at these offsets of the leader's log when a poll returned it. Markers take an offset and are not handed to
/// anybody (B29).
fn returned(
    run: &Run,
    step: usize,
    partition: Partition,
    offsets: Range<u16>,
) -> Vec<(Partition, u16, Option<CopyId>)> {
    let scene = run.scene(step);
    let record = |offset: u16| logs::leading(&scene, partition).and_then(|log| log.records.get(usize::from(offset)));
    let handed = offsets.filter(|offset| record(*offset).is_none_or(|record| record.message.is_some()));
    handed.map(|offset| (partition, offset, record(offset).map(|record| record.copy))).collect()
}
