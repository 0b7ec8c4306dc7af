//! Stored copies. A classic queue keeps each in up to three places: memory, page cache, disk (A15–A20). In a
//! replicated queue a copy is here once a majority has it; the places are then the members' logs.

use super::rules::{Rules, TimeToLive};
use super::state::Step;
use crate::model::{Cause, Consumer, CopyId, Death, Event, Listener, Message, Queue};

/// The copies of all queues, and behind them those of the dead-letter queue. Within a queue they are in publication
/// order, which a requeue keeps (A39).
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Queues {
    /// The queues do not exist any more; nobody redeclares them (A22). They share node and durability, so they go
    /// together.
    pub gone: bool,
    pub slots: Vec<Slot>,
}

/// One stored copy and the places that have it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Slot {
    pub copy: CopyId,
    pub message: Message,
    /// The queue that it is in.
    pub queue: Queue,
    /// In the dead-letter queue: why it is there.
    pub death: Option<Death>,
    /// Handed out before (A36), or back after an unclean restart (A19).
    pub redelivered: bool,
    /// It may be as old as its time to live when it becomes ready: a requeue keeps the expiry, and the clock runs while
    /// the broker is down (A47). A fresh one goes to a consumer that has room before it can expire.
    pub aged: bool,
    /// What the broker's memory says of it.
    pub memory: Memory,
    /// The page cache has it.
    pub page_cache: bool,
    /// The disk has it.
    pub disk: bool,
}

/// A copy as the broker's memory knows it (A30).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Memory {
    /// Ready to be handed out.
    Ready,
    /// Quorum: given back when its consumer's channel died; goes out before everything that is ready (A40).
    Returned,
    /// Handed out on this consumer's channel under this tag.
    Unacked { consumer: Consumer, tag: u32 },
    /// Quorum: a settlement waits for the majority; while its channel lives it counts as unacked (A63).
    Settling(Option<Consumer>),
    /// Quorum: given up, and kept until the queue that it goes to has it on a majority (A50).
    Leaving,
    /// Consumed. Other places may have it until the removal reaches them (A18).
    Forgotten,
    /// Memory died with the node; what the page cache has comes back.
    Died,
}

impl Memory {
    /// The consumer that counts it as unacked.
    pub const fn held_by(self) -> Option<Consumer> {
        match self {
            Self::Unacked { consumer, .. } | Self::Settling(Some(consumer)) => Some(consumer),
            Self::Ready | Self::Returned | Self::Settling(None) | Self::Leaving | Self::Forgotten | Self::Died => None,
        }
    }

    /// Whether it could be handed out.
    pub const fn is_ready(self) -> bool {
        matches!(self, Self::Ready | Self::Returned)
    }
}

impl Slot {
    /// A copy that has just been enqueued.
    pub const fn fresh(message: Message, copy: CopyId, queue: Queue) -> Self {
        Self {
            copy,
            message,
            queue,
            death: None,
            redelivered: false,
            aged: false,
            memory: Memory::Ready,
            page_cache: false,
            disk: false,
        }
    }

    /// Whether no place has it any more.
    const fn is_nowhere(&self) -> bool {
        matches!(self.memory, Memory::Forgotten | Memory::Died) && !self.page_cache && !self.disk
    }

    /// Whether a flush would change something for it.
    fn unflushed(&self, rules: &Rules) -> bool {
        let wanted = rules.stored() && self.memory != Memory::Forgotten;
        self.page_cache != wanted || rules.fsync && self.disk != wanted
    }
}

impl Queues {
    /// Whether any copy of the message could still come from here, or is kept here for a person.
    pub fn holds(&self, message: Message) -> bool {
        self.slots.iter().any(|slot| slot.message == message)
    }

    pub fn position(&self, copy: CopyId) -> Option<usize> {
        self.slots.iter().position(|slot| slot.copy == copy)
    }

    /// The copies of one queue.
    pub fn of(&self, queue: Queue) -> impl Iterator<Item = &Slot> {
        self.slots.iter().filter(move |slot| slot.queue == queue)
    }

    /// The copy of the queue that is handed out next: returned ones first, then the oldest ready one.
    pub fn head(&self, queue: Queue) -> Option<usize> {
        let first = |wanted: Memory| self.slots.iter().position(|slot| slot.queue == queue && slot.memory == wanted);
        first(Memory::Returned).or_else(|| first(Memory::Ready))
    }

    /// How many copies of the queue are ready.
    pub fn ready(&self, queue: Queue) -> usize {
        self.of(queue).filter(|slot| slot.memory.is_ready()).count()
    }

    /// Deliveries that the broker counts as unacked for this consumer.
    pub fn unacked_by(&self, consumer: Consumer) -> usize {
        self.slots.iter().filter(|slot| slot.memory.held_by() == Some(consumer)).count()
    }

    /// Whether a flush of the queue would change something.
    pub fn has_unflushed(&self, rules: &Rules, queue: Queue) -> bool {
        self.of(queue).any(|slot| slot.unflushed(rules))
    }

    /// Whether the page cache holds changes of the queue that the disk lacks.
    pub fn has_unwritten(&self, queue: Queue) -> bool {
        self.of(queue).any(|slot| slot.page_cache != slot.disk)
    }

    /// Puts a copy at the end of its queue. In the dead-letter queue those that come back are in front, for the others
    /// stay for good.
    pub fn push(&mut self, slot: Slot) {
        let rank = |slot: &Slot| (slot.queue, slot.death.is_some_and(|death| !death.comes_back()));
        let end = self.slots.iter().rposition(|other| rank(other) <= rank(&slot)).map_or(0, |last| last + 1);
        self.slots.insert(end, slot);
    }

    fn tidy(&mut self) {
        self.slots.retain(|slot| !slot.is_nowhere());
    }
}

impl<L: Listener> Step<'_, L> {
    /// A routed publish becomes a copy: in memory at once, or in the leader's log.
    pub fn store(&mut self, message: Message) -> CopyId {
        let copy = self.new_copy();
        self.tell(Event::Stored { message, copy });
        self.put(message, copy, None);
        copy
    }

    /// Puts a copy at the end of the message's queue, or of the dead-letter queue.
    pub fn put(&mut self, message: Message, copy: CopyId, death: Option<Death>) {
        let queue = self.rules.home_of(message, death);
        match &mut self.state.cluster {
            Some(cluster) => cluster.append_enqueue(copy, message, death),
            None => self.state.queues.push(Slot { death, ..Slot::fresh(message, copy, queue) }),
        }
    }

    /// One flush for a queue's publishes and removals together (A15, A18); with fsync it goes through to the disk.
    pub fn flush(&mut self, queue: Queue) {
        let (stored, to_disk) = (self.rules.stored(), self.rules.fsync);
        for index in 0..self.state.queues.slots.len() {
            let slot = &mut self.state.queues.slots[index];
            if slot.queue != queue || !slot.unflushed(self.rules) {
                continue;
            }
            let Slot { message, copy, .. } = *slot;
            let wanted = stored && slot.memory != Memory::Forgotten;
            slot.page_cache = wanted;
            slot.disk = if to_disk { wanted } else { slot.disk };
            if wanted {
                self.tell(Event::Flushed { message, copy, to_disk });
                self.confirm_due(message, copy, false);
            } else {
                self.tell(Event::RemovalFlushed { message, copy, to_disk });
            }
        }
        self.state.queues.tidy();
    }

    /// The operating system writes what the page cache has of the queue to the disk, as of this moment.
    pub fn write_back(&mut self, queue: Queue) {
        for index in 0..self.state.queues.slots.len() {
            let slot = &mut self.state.queues.slots[index];
            if slot.queue != queue || slot.page_cache == slot.disk {
                continue;
            }
            let Slot { message, copy, page_cache, .. } = *slot;
            slot.disk = page_cache;
            self.tell(if page_cache {
                Event::WrittenBack { message, copy }
            } else {
                Event::RemovalWrittenBack { message, copy }
            });
        }
        self.state.queues.tidy();
    }

    /// Memory forgets a copy that was consumed. That also answers its publish (A8); other places keep it until the
    /// next flush (A18).
    pub fn consume(&mut self, index: usize, cause: Cause) {
        let Slot { message, copy, .. } = self.state.queues.slots[index];
        self.state.queues.slots[index].memory = Memory::Forgotten;
        self.tell(Event::Removed { message, copy, cause });
        self.confirm_due(message, copy, true);
        self.state.queues.tidy();
    }

    /// The node stops: memory is gone, with power loss the page cache too. What no place has any more is gone for good;
    /// of what was consumed that is no news.
    pub fn lose_places(&mut self, power: bool) {
        let cause = match (self.rules.durable, self.rules.persistent) {
            (false, _) => Cause::QueueNotDurable,
            (true, false) => Cause::Transient,
            (true, true) if power => Cause::NotOnDisk,
            (true, true) => Cause::NotFlushed,
        };
        for index in 0..self.state.queues.slots.len() {
            let slot = &mut self.state.queues.slots[index];
            if power {
                slot.page_cache = slot.disk;
            }
            if slot.memory == Memory::Forgotten {
                continue;
            }
            slot.memory = Memory::Died;
            let Slot { message, copy, page_cache, disk, .. } = *slot;
            if !page_cache && !disk {
                self.tell(Event::Vanished { message, copy, cause });
            }
        }
        self.state.queues.tidy();
        if !self.rules.durable {
            self.lose_queues();
        }
    }

    /// The queues do not come back (A20, A22).
    pub fn lose_queues(&mut self) {
        if !self.state.queues.gone {
            self.state.queues.gone = true;
            self.tell(Event::QueueGone);
        }
    }

    /// The disk is lost, and the queues with it.
    pub fn lose_disk(&mut self) {
        let slots = std::mem::take(&mut self.state.queues.slots);
        for Slot { message, copy, .. } in slots.into_iter().filter(|slot| slot.memory != Memory::Forgotten) {
            self.tell(Event::Vanished { message, copy, cause: Cause::DiskGone });
        }
        self.lose_queues();
    }

    /// After an unclean stop: everything that the page cache has is ready again, and marked redelivered (A19).
    pub fn recover_queues(&mut self) {
        for index in 0..self.state.queues.slots.len() {
            let slot = &mut self.state.queues.slots[index];
            if !slot.page_cache {
                continue;
            }
            slot.memory = Memory::Ready;
            slot.redelivered = true;
            slot.aged = self.rules.time_to_live != TimeToLive::NoEnd;
            let Slot { message, copy, .. } = *slot;
            self.tell(Event::Recovered { message, copy });
        }
    }
}
