//! What a drawing of a whole run must know beside its flights: who was there when, and where each message was.

use super::run::Run;
use crate::model::{ConsumerStatus, CopyState, Event, Message, Scene, ShelfKind};

/// A stretch of a run: from the step in which something became so to the one in which it ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stretch<T> {
    /// What was so.
    pub what: T,
    /// Since this step; 0 for the start.
    pub from: usize,
    /// Until this step; the number of steps if it never ended.
    pub to: usize,
}

/// How safe the safest copy of a message in the broker is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Kept {
    /// In memory only, or on one node of three.
    Memory,
    /// In the page cache.
    PageCache,
    /// On a disk, or on a majority of disks.
    Disk,
}

/// Where one message was.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Life {
    /// The producer kept it: to send it again, or until an answer comes.
    pub waiting: Vec<Stretch<()>>,
    /// The broker stored it.
    pub kept: Vec<Stretch<Kept>>,
    /// A consumer had it in hand.
    pub held: Vec<Stretch<()>>,
    /// The steps in which its effect happened.
    pub effects: Vec<usize>,
}

/// Everything of a run that is drawn as stretches.
#[derive(Clone, PartialEq, Debug)]
pub struct Lives {
    /// When the broker did not serve.
    pub broker_down: Vec<Stretch<()>>,
    /// When each consumer was not there.
    pub consumer_down: Vec<Vec<Stretch<()>>>,
    /// One life a message, message 1 first.
    pub messages: Vec<Life>,
}

/// Follows one thing through a run and notes its stretches.
struct Follower<T> {
    now: Option<(T, usize)>,
    past: Vec<Stretch<T>>,
}

impl<T: Copy + PartialEq> Follower<T> {
    const fn new() -> Self {
        Self { now: None, past: Vec::new() }
    }

    fn see(&mut self, what: Option<T>, step: usize) {
        if self.now.map(|(now, _)| now) != what {
            self.end(step);
            self.now = what.map(|what| (what, step));
        }
    }

    fn end(&mut self, step: usize) {
        if let Some((what, from)) = self.now.take() {
            self.past.push(Stretch { what, from, to: step });
        }
    }

    fn finish(mut self, steps: usize) -> Vec<Stretch<T>> {
        self.end(steps);
        self.past
    }
}

fn followers<T: Copy + PartialEq>(count: usize) -> Vec<Follower<T>> {
    (0..count).map(|_| Follower::new()).collect()
}

impl Lives {
    /// Reads a run.
    pub fn of(run: &Run) -> Self {
        let (messages, consumers) = (usize::from(run.setup().messages), usize::from(run.setup().consumers()));
        let mut broker = Follower::new();
        let mut consumer = followers(consumers);
        let (mut waiting, mut kept, mut held) = (followers(messages), followers(messages), followers(messages));
        for step in 0..=run.steps() {
            let scene = run.scene(step);
            broker.see((!scene.broker.up).then_some(()), step);
            for (follower, seen) in consumer.iter_mut().zip(&scene.consumers) {
                follower.see((seen.status == ConsumerStatus::Down).then_some(()), step);
            }
            for index in 0..messages {
                let message = Message::at(index);
                waiting[index].see(is_waited_for(&scene, message).then_some(()), step);
                kept[index].see(how_kept(&scene, message), step);
                held[index].see(is_held(&scene, message).then_some(()), step);
            }
        }
        let steps = run.steps();
        let lives = waiting.into_iter().zip(kept).zip(held).enumerate().map(|(index, ((waiting, kept), held))| Life {
            waiting: waiting.finish(steps),
            kept: kept.finish(steps),
            held: held.finish(steps),
            effects: effects(run, Message::at(index)),
        });
        Self {
            messages: lives.collect(),
            broker_down: broker.finish(steps),
            consumer_down: consumer.into_iter().map(|follower| follower.finish(steps)).collect(),
        }
    }
}

fn is_waited_for(scene: &Scene, message: Message) -> bool {
    scene.producer.unanswered.contains(&message) || scene.producer.to_resend.contains(&message)
}

fn is_held(scene: &Scene, message: Message) -> bool {
    let mut held = scene.consumers.iter().flat_map(|consumer| &consumer.holding);
    held.any(|held| held.message == message)
}

fn how_kept(scene: &Scene, message: Message) -> Option<Kept> {
    let records =
        scene.broker.logs.iter().flat_map(|log| &log.records).filter(|record| record.message == Some(message));
    let in_a_log = records.map(|record| match (record.committed, record.on_disk) {
        (false, _) => Kept::Memory,
        (true, false) => Kept::PageCache,
        (true, true) => Kept::Disk,
    });
    in_a_log.max().or_else(|| how_shelved(scene, message))
}

fn how_shelved(scene: &Scene, message: Message) -> Option<Kept> {
    let copies = scene.broker.shelves.iter().flat_map(|shelf| shelf.copies.iter().map(move |copy| (shelf.kind, copy)));
    let here = copies.filter(|(_, copy)| copy.message == message && copy.state != CopyState::Leftover);
    here.map(|(shelf, copy)| match (shelf, copy.state) {
        (ShelfKind::Memory, _) | (ShelfKind::Replica { .. }, CopyState::Uncommitted) => Kept::Memory,
        (ShelfKind::PageCache, _) => Kept::PageCache,
        (ShelfKind::Disk | ShelfKind::Replica { .. }, _) => Kept::Disk,
    })
    .max()
}

fn effects(run: &Run, message: Message) -> Vec<usize> {
    let applied = |event: &Event| matches!(*event, Event::Applied { message: of, .. } | Event::Rewritten { message: of, .. } if of == message);
    run.all_events().filter(|(_, event)| applied(event)).map(|(step, _)| step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::play::Chance;
    use crate::setup::Setup;

    #[test]
    fn a_calm_life_goes_through_broker_and_hand_to_one_effect() {
        let run = Run::free(&Setup::default(), Chance::Calm);
        let lives = Lives::of(&run);
        assert_eq!(lives.messages.len(), 3);
        assert!(lives.broker_down.is_empty() && lives.consumer_down == [vec![]]);
        for life in &lives.messages {
            assert_eq!((life.kept.len(), life.held.len(), life.effects.len()), (1, 1, 1));
            assert!(life.kept[0].from < life.held[0].from && life.held[0].from < life.effects[0]);
        }
    }
}
