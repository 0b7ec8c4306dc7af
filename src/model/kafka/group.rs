//! The consumer group as its coordinator sees it: who owns which partition, and where the next owner would begin. The
//! coordinator and the stored offsets survive every fault.

use super::consumer::Status;
use super::rules::Rules;
use super::state::{State, Step};
use crate::model::{Consumer, Event, Listener, Partition, Stage};
use crate::setup::{AutoOffsetReset, Commit};

/// One partition in the group.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Claim {
    /// Who owns it (J14).
    pub owner: Option<Consumer>,
    /// The offset that the owner's next poll begins with (B32).
    pub position: u16,
    /// One more than the highest offset whose effect this owner has brought about; 0 if it has not yet.
    pub finished: u16,
    /// Where the next owner begins (B32); with `in_effect_transaction` it is stored beside the effects (B31).
    pub committed: Option<u16>,
}

impl Claim {
    /// When the run starts: the range assignor has dealt the partitions, first members get one more (B44).
    pub fn first(rules: &Rules, partition: Partition) -> Self {
        let owner = (0..rules.consumers).find(|consumer| range(rules, *consumer).contains(&partition.0));
        Self { owner: owner.map(Consumer), position: 0, finished: 0, committed: None }
    }

    /// The lowest offset that a next owner could begin with. `latest` skips whatever is there (B39); with `none` nobody
    /// begins before a person has said where, so nothing is skipped.
    pub fn restart(&self, rules: &Rules) -> Option<u16> {
        self.committed.or((rules.reset != AutoOffsetReset::Latest).then_some(0))
    }

    /// Whether something that this owner has applied would be read again by the next one.
    pub fn applied_uncommitted(&self) -> bool {
        self.finished > self.committed.unwrap_or(0)
    }
}

/// The partitions of one member when all members are there.
fn range(rules: &Rules, consumer: u8) -> std::ops::Range<u8> {
    let (each, more) = (rules.partitions / rules.consumers, rules.partitions % rules.consumers);
    let start = |consumer: u8| consumer * each + consumer.min(more);
    start(consumer)..start(consumer + 1)
}

/// What the consumer's policy would commit for a partition that it owns, if anything.
pub fn target(rules: &Rules, state: &State, consumer: Consumer, partition: Partition) -> Option<u16> {
    let claim = state.claim(partition);
    let first_unfinished = || {
        let hand = state.consumer(consumer).unapplied_of(partition);
        hand.map(|held| held.offset).min().unwrap_or(claim.position)
    };
    let finished = (claim.finished > 0).then_some(claim.finished);
    match rules.commit {
        Commit::AutoOnPoll => Some(claim.position),
        // Where reading has begun anew at a lower offset, no batch is done yet.
        Commit::SyncPerBatch => {
            let polled = claim.finished > 0 || claim.committed.is_none_or(|committed| claim.position > committed);
            polled.then_some(claim.position)
        }
        // B37: a record's offset is stored when the record is handed over. A loop is handed one at a time.
        Commit::AutoBackground => {
            let in_work = state.consumer(consumer).unapplied_of(partition).map(|held| held.offset).min();
            let handed_over = in_work.filter(|_| rules.hands_over_singly()).map(|offset| offset + 1);
            Some(handed_over.unwrap_or(claim.position))
        }
        // librdkafka's store ignores lower offsets (B33).
        Commit::AutoBackgroundStoredAfter | Commit::Maximum => finished,
        Commit::SyncPerRecord | Commit::OwnOffset => finished.filter(|_| rules.sequential()),
        Commit::Contiguous => Some(first_unfinished()),
        Commit::SyncBeforeProcessing | Commit::InEffectTransaction => None,
    }
}

/// Whether committing now would change what is stored. Nobody commits the start of a partition that nobody has read.
pub fn is_due(rules: &Rules, state: &State, consumer: Consumer, partition: Partition) -> bool {
    let committed = state.claim(partition).committed;
    target(rules, state, consumer, partition)
        .is_some_and(|target| committed != Some(target) && (target > 0 || committed.is_some()))
}

/// Whether any commit of the consumer is due.
pub fn any_due(rules: &Rules, state: &State, consumer: Consumer) -> bool {
    state.owned_by(consumer).any(|partition| is_due(rules, state, consumer, partition))
}

/// The member that takes over from this one: the next that is alive.
pub fn successor(state: &State, consumer: Consumer) -> Option<Consumer> {
    let count = state.consumers.len() as u8;
    let others = (1..count).map(|step| Consumer((consumer.0 + step) % count));
    others.into_iter().find(|other| state.consumer(*other).status == Status::Member)
}

impl<L: Listener> Step<'_, L> {
    /// Commits everything that is due of the partitions that the consumer owns.
    pub fn commit(&mut self, consumer: Consumer) {
        let owned: Vec<Partition> = self.state.owned_by(consumer).collect();
        for partition in owned {
            if is_due(self.rules, self.state, consumer, partition)
                && let Some(offset) = target(self.rules, self.state, consumer, partition)
            {
                self.store_offset(consumer, partition, offset);
            }
        }
    }

    /// B33: the last write wins, even if it is lower.
    pub fn store_offset(&mut self, consumer: Consumer, partition: Partition, offset: u16) {
        self.claim(partition).committed = Some(offset);
        self.tell(Event::OffsetCommitted { consumer, partition, offset });
    }

    /// Everything that the consumer owns goes to the next live member; nobody else's work is disturbed.
    pub fn hand_over(&mut self, consumer: Consumer) {
        let owned: Vec<Partition> = self.state.owned_by(consumer).collect();
        for partition in owned {
            // A member that failed to begin has given up its own on the way.
            if self.state.claim(partition).owner == Some(consumer) {
                self.revoke(consumer, partition);
                self.assign(partition, consumer);
            }
        }
    }

    /// What it still has in hand of the partition is nobody's: it will be worked on, and its commit will be refused.
    fn revoke(&mut self, consumer: Consumer, partition: Partition) {
        self.claim(partition).owner = None;
        self.tell(Event::Revoked { consumer, partition });
        let hand = &mut self.consumer(consumer).hand;
        let refused: Vec<_> =
            hand.extract_if(.., |held| held.partition == partition && held.stage == Stage::Applied).collect();
        let orphans = hand.iter_mut().filter(|held| held.partition == partition);
        let orphans: Vec<_> = orphans.map(|held| (held.message, held.stage = Stage::Orphan).0).collect();
        for held in refused {
            self.tell(Event::CommitRefused { consumer, partition, offset: held.offset + 1 });
        }
        if self.consumer(consumer).status != Status::Gone {
            orphans.into_iter().for_each(|message| self.tell(Event::Orphaned { consumer, message }));
        }
    }

    /// The next live member after this one takes the partition and begins at the committed offset (B32). Where there is
    /// none and nothing says where to begin, it fails, and the one after it tries (B39).
    fn assign(&mut self, partition: Partition, after: Consumer) {
        let Some(consumer) = successor(self.state, after) else { return };
        let begin = match (self.state.claim(partition).committed, self.rules.reset) {
            (Some(committed), _) => Some(committed),
            (None, AutoOffsetReset::Earliest) => Some(0),
            (None, AutoOffsetReset::Latest) => Some(self.state.cluster.high_watermarks[partition.index()]),
            (None, AutoOffsetReset::None) => None,
        };
        let Some(position) = begin else {
            self.tell(Event::NoOffset { consumer, partition });
            self.consumer(consumer).status = Status::Gone;
            self.leave(consumer);
            return self.assign(partition, consumer);
        };
        let claim = self.claim(partition);
        *claim = Claim { owner: Some(consumer), position, finished: 0, committed: claim.committed };
        self.tell(Event::Assigned { consumer, partition, offset: position });
        if self.state.claim(partition).committed.is_none() {
            self.tell(Event::OffsetReset { consumer, partition, offset: position });
        }
    }

    /// The log ends before the owner's position: it begins anew as `auto.offset.reset` says (B11, B39).
    pub fn reset_position(&mut self, consumer: Consumer, partition: Partition) {
        let offset = match self.rules.reset {
            AutoOffsetReset::Earliest => 0,
            AutoOffsetReset::Latest => self.state.cluster.high_watermarks[partition.index()],
            AutoOffsetReset::None => {
                self.tell(Event::NoOffset { consumer, partition });
                return self.kill(consumer);
            }
        };
        let claim = self.claim(partition);
        claim.position = offset;
        claim.finished = 0;
        self.tell(Event::OffsetReset { consumer, partition, offset });
    }
}
