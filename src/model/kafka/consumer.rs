//! One consumer: what it polls, works on and commits.

use super::group::{any_due, is_due};
use super::rules::Rules;
use super::state::{State, Step};
use crate::model::effects::{Work, Worker};
use crate::model::{Cause, Consumer, CopyId, Event, Listener, Message, Partition, Stage};
use crate::setup::{Commit, Processing};

/// A consumer process.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Consuming {
    pub status: Status,
    /// What it has polled and is not done with, in the order of the polls.
    pub hand: Vec<Held>,
}

/// How a consumer stands to its group.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Status {
    /// It is a member.
    #[default]
    Member,
    /// The group has taken it for dead, and it will not come back; it works on what it holds (B41).
    Kicked,
    /// Its process has ended, and it will not come back.
    Gone,
}

/// One record in a consumer's hand.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Held {
    pub partition: Partition,
    pub offset: u16,
    pub message: Message,
    pub copy: CopyId,
    /// Received; or applied, with its own commit still to come; or an orphan, whose partition has another owner.
    pub stage: Stage,
    /// How far the work on it has come.
    pub work: Work,
}

impl Held {
    /// Whether its effect is still to come.
    pub fn is_unapplied(&self) -> bool {
        self.is_unfinished() && !self.work.has_acted()
    }

    /// Whether its effect, or the mark after it, is still to come.
    pub fn is_unfinished(&self) -> bool {
        self.stage != Stage::Applied
    }
}

impl Consuming {
    /// What of this partition it works on for the group.
    pub fn unapplied_of(&self, partition: Partition) -> impl Iterator<Item = &Held> {
        self.hand.iter().filter(move |held| held.partition == partition && held.stage == Stage::Received)
    }

    /// Whether it holds anything whose effect is still to come.
    pub fn holds_work(&self) -> bool {
        self.hand.iter().any(Held::is_unapplied)
    }

    /// Whether anything that it holds is not done.
    pub fn is_working(&self) -> bool {
        self.hand.iter().any(Held::is_unfinished)
    }

    /// Whether its loop is still busy with what the last poll returned.
    pub fn loop_is_busy(&self, rules: &Rules) -> bool {
        rules.processing == Processing::PollLoop && !self.hand.is_empty()
    }
}

impl Rules {
    /// Whether the client library hands records over one at a time: to a loop that works on each before it asks for the
    /// next.
    pub fn hands_over_singly(&self) -> bool {
        self.processing == Processing::PollLoop
    }
}

/// Whether the owner must begin anew in this partition: the log has ended before its position (B11). It notices even
/// where the log has grown again, for records and offsets carry the leader's epoch.
fn must_reset(state: &State, partition: Partition) -> bool {
    state.claim(partition).position_is_stale
}

/// How many offsets the owner may read and has not: below the high watermark (B3), and with read_committed below the
/// first record of a transaction that has not ended, the last stable offset (B29).
fn readable(rules: &Rules, state: &State, partition: Partition) -> u16 {
    let mark = state.cluster.high_watermarks[partition.index()];
    let stable = state.leader_log(partition).filter(|_| rules.transactional && rules.read_committed);
    let end = stable.map_or(mark, |log| log.ended_below(mark) as u16);
    end.saturating_sub(state.claim(partition).position)
}

/// Whether a poll would bring anything now.
pub fn can_poll(rules: &Rules, state: &State, consumer: Consumer) -> bool {
    may_poll(rules, state, consumer)
        && state.serving()
        && state
            .owned_by(consumer)
            .any(|partition| must_reset(state, partition) || readable(rules, state, partition) > 0)
}

/// Whether the consumer's loop is free to poll: it has done, and committed, what it does between two polls.
pub fn may_poll(rules: &Rules, state: &State, consumer: Consumer) -> bool {
    let consuming = state.consumer(consumer);
    let must_commit = match rules.commit {
        Commit::SyncPerBatch => true,
        Commit::SyncPerRecord | Commit::OwnOffset => rules.processing == Processing::PollLoop,
        _ => false,
    };
    consuming.status == Status::Member
        && !consuming.loop_is_busy(rules)
        && !(must_commit && any_due(rules, state, consumer))
}

/// Whether the consumer may commit now.
pub fn can_commit(rules: &Rules, state: &State, consumer: Consumer) -> bool {
    let consuming = state.consumer(consumer);
    // B34: Java's auto-commit happens inside poll; commitSync comes when the loop is done with a batch.
    let inside_poll = matches!(rules.commit, Commit::AutoOnPoll | Commit::SyncPerBatch);
    consuming.status == Status::Member
        && !(inside_poll && consuming.loop_is_busy(rules))
        && any_due(rules, state, consumer)
}

/// Whether the record at this place in the hand may be worked on now.
pub fn can_apply(rules: &Rules, state: &State, consumer: Consumer, place: usize) -> bool {
    let hand = &state.consumer(consumer).hand;
    let Some(held) = hand.get(place).filter(|held| held.is_unfinished()) else { return false };
    if waits_for_its_offset(rules, state, held) {
        return false;
    }
    match rules.processing {
        Processing::PollLoop | Processing::HandOff => place == 0 && !commit_first(rules, state, consumer, held),
        Processing::ThreadPool => true,
        // One thread a key: what it has finished must be committed before it goes on, if it commits each.
        Processing::PerKeyQueues => {
            let key = held.message.key(rules.keys);
            hand[..place].iter().all(|earlier| earlier.message.key(rules.keys) != key)
        }
    }
}

/// A thread whose transaction would find an earlier offset stored waits until the threads before it are done.
fn waits_for_its_offset(rules: &Rules, state: &State, held: &Held) -> bool {
    let stored = state.claim(held.partition).committed.unwrap_or(0);
    rules.commit == Commit::InEffectTransaction && held.stage == Stage::Received && stored < held.offset
}

/// A thread that commits each record does so before it takes the next.
fn commit_first(rules: &Rules, state: &State, consumer: Consumer, next: &Held) -> bool {
    rules.commits_each() && next.stage == Stage::Received && is_due(rules, state, consumer, next.partition)
}

/// Whether an effect comes next at this place.
pub fn can_act(rules: &Rules, state: &State, consumer: Consumer, place: usize) -> bool {
    let held = state.consumer(consumer).hand.get(place);
    held.is_some_and(|held| rules.strategy.acts_next(held.work)) && can_apply(rules, state, consumer, place)
}

/// Whether the thread that has finished the record at this place has its offset still to commit.
pub fn can_commit_of(state: &State, consumer: Consumer, place: usize) -> bool {
    state.consumer(consumer).hand.get(place).is_some_and(|held| held.stage == Stage::Applied)
}

impl<L: Listener> Step<'_, L> {
    /// A poll: up to `max.poll.records` records of the partitions that the consumer owns.
    pub fn poll(&mut self, consumer: Consumer) {
        let owned: Vec<Partition> = self.state.owned_by(consumer).collect();
        if let Some(partition) = owned.iter().copied().find(|partition| must_reset(self.state, *partition)) {
            return self.reset_position(consumer, partition);
        }
        let mut room = self.rules.max_poll as u16;
        for partition in owned {
            let count = readable(self.rules, self.state, partition).min(room);
            if count > 0 {
                self.receive(consumer, partition, count);
            }
            room -= count;
        }
    }

    fn receive(&mut self, consumer: Consumer, partition: Partition, count: u16) {
        let offset = self.state.claim(partition).position;
        self.tell(Event::Polled { consumer, partition, offset, count });
        for offset in offset..offset + count {
            let log = self.state.leader_log(partition);
            let Some(record) = log.and_then(|log| log.records.get(offset as usize)).copied() else { continue };
            // A marker takes an offset and is nobody's work (B29).
            let (Some(message), copy) = (record.message, record.copy) else { continue };
            let (stage, work) = (Stage::Received, Work::Untouched);
            self.consumer(consumer).hand.push(Held { partition, offset, message, copy, stage, work });
            self.take(consumer, message);
        }
        self.claim(partition).position = offset + count;
        if self.rules.commit == Commit::SyncBeforeProcessing {
            self.store_offset(consumer, partition, offset + count);
        }
    }

    /// The next step of the work on the record at this place in the hand.
    pub fn work_on(&mut self, consumer: Consumer, place: usize) {
        let held = self.state.consumer(consumer).hand[place];
        if self.rules.commit == Commit::InEffectTransaction && !held.work.has_acted() {
            return self.work_in_transaction(consumer, place, held);
        }
        let worker = Worker { consumer, orphan: held.stage == Stage::Orphan };
        if let Some(work) = self.work(worker, held.message, held.work) {
            self.consumer(consumer).hand[place].work = work;
            return;
        }
        if self.rules.commit == Commit::InEffectTransaction {
            self.consumer(consumer).hand.remove(place);
            return;
        }
        self.finish(consumer, place, held);
    }

    /// The record is done: what it means for the offset.
    fn finish(&mut self, consumer: Consumer, place: usize, held: Held) {
        if held.stage == Stage::Orphan {
            self.consumer(consumer).hand.remove(place);
            if !self.rules.commits_by_itself() && self.rules.commit != Commit::SyncBeforeProcessing {
                let (partition, offset) = (held.partition, held.offset + 1);
                self.tell(Event::CommitRefused { consumer, partition, offset });
            }
            return;
        }
        let claim = self.claim(held.partition);
        claim.finished = claim.finished.max(held.offset + 1);
        if self.rules.commits_each() && !self.rules.sequential() {
            let held = &mut self.consumer(consumer).hand[place];
            (held.stage, held.work) = (Stage::Applied, Work::Untouched);
        } else {
            self.consumer(consumer).hand.remove(place);
        }
    }

    /// Effect and offset in one transaction outside Kafka: it holds only where the stored offset is the record's (B31).
    /// Steps before the effect are outside of it; a repeat that they recognise moves the offset all the same.
    fn work_in_transaction(&mut self, consumer: Consumer, place: usize, held: Held) {
        let Held { partition, offset, message, work, stage, .. } = held;
        let stored = self.state.claim(partition).committed.unwrap_or(0) == offset;
        let acts = self.rules.strategy.acts_next(work);
        if acts && !stored {
            self.consumer(consumer).hand.remove(place);
            self.state.outcome.abandon(work);
            self.tell(Event::Skipped { consumer, message });
            return;
        }
        let more = self.work(Worker { consumer, orphan: stage == Stage::Orphan }, message, work);
        match more {
            Some(work) => self.consumer(consumer).hand[place].work = work,
            None => drop(self.consumer(consumer).hand.remove(place)),
        }
        if !stored || more.is_some() && !acts {
            return;
        }
        self.store_offset(consumer, partition, offset + 1);
        let claim = self.claim(partition);
        if claim.owner == Some(consumer) && stage == Stage::Received {
            claim.finished = claim.finished.max(offset + 1);
        }
    }

    /// One thread commits the offset of the record that it has finished (B33).
    pub fn commit_of(&mut self, consumer: Consumer, place: usize) {
        let Held { partition, offset, .. } = self.consumer(consumer).hand.remove(place);
        self.store_offset(consumer, partition, offset + 1);
    }

    /// The process ends for good: what it holds is gone, and another member takes over.
    pub fn kill(&mut self, consumer: Consumer) {
        self.consumer(consumer).status = Status::Gone;
        self.tell(Event::ConsumerDown { consumer });
        self.state.outcome.forget_process(consumer);
        for held in std::mem::take(&mut self.consumer(consumer).hand) {
            self.state.outcome.abandon(held.work);
            if held.is_unapplied() {
                self.tell(Event::Dropped { consumer, message: held.message, cause: Cause::ProcessDied });
            }
        }
        self.hand_over(consumer);
    }

    /// It has no partition that it could begin with, and ends.
    pub fn leave(&mut self, consumer: Consumer) {
        self.tell(Event::LeftGroup { consumer });
        self.kill(consumer);
    }

    /// The group takes the consumer for dead; its process works on with what it holds (B41).
    pub fn kick(&mut self, consumer: Consumer) {
        self.consumer(consumer).status = Status::Kicked;
        self.tell(Event::Kicked { consumer });
        self.hand_over(consumer);
    }
}
