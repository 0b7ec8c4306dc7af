//! The queue's copies. A classic queue keeps each in up to three places: memory, page cache, disk (A15–A20). In a
//! replicated queue a copy is here once a majority has it; the places are then the members' logs.

use super::rules::Rules;
use super::state::Step;
use crate::model::{Cause, Consumer, CopyId, Event, Listener, Message};

/// The queue. Slots are in publication order, which a requeue keeps (A39).
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Queue {
    /// The queue does not exist any more; nobody redeclares it (A22).
    pub gone: bool,
    pub slots: Vec<Slot>,
}

/// One stored copy and the places that have it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Slot {
    pub copy: CopyId,
    pub message: Message,
    /// Handed out before (A36), or back after an unclean restart (A19).
    pub redelivered: bool,
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
            Self::Ready | Self::Returned | Self::Settling(None) | Self::Forgotten | Self::Died => None,
        }
    }
}

impl Slot {
    /// A copy that has just been enqueued.
    pub const fn fresh(message: Message, copy: CopyId) -> Self {
        Self { copy, message, redelivered: false, memory: Memory::Ready, page_cache: false, disk: false }
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

impl Queue {
    /// Whether any copy of the message could still come from here.
    pub fn holds(&self, message: Message) -> bool {
        self.slots.iter().any(|slot| slot.message == message)
    }

    pub fn position(&self, copy: CopyId) -> Option<usize> {
        self.slots.iter().position(|slot| slot.copy == copy)
    }

    /// The copy that is handed out next: returned ones first, then the oldest ready one.
    pub fn head(&self) -> Option<usize> {
        let first = |wanted: Memory| self.slots.iter().position(|slot| slot.memory == wanted);
        first(Memory::Returned).or_else(|| first(Memory::Ready))
    }

    /// Deliveries that the broker counts as unacked for this consumer.
    pub fn unacked_by(&self, consumer: Consumer) -> usize {
        self.slots.iter().filter(|slot| slot.memory.held_by() == Some(consumer)).count()
    }

    /// Whether a flush would change something.
    pub fn has_unflushed(&self, rules: &Rules) -> bool {
        self.slots.iter().any(|slot| slot.unflushed(rules))
    }

    /// Whether the page cache holds changes that the disk lacks.
    pub fn has_unwritten(&self) -> bool {
        self.slots.iter().any(|slot| slot.page_cache != slot.disk)
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
        match &mut self.state.cluster {
            Some(cluster) => cluster.append_enqueue(copy, message),
            None => self.state.queue.slots.push(Slot::fresh(message, copy)),
        }
        copy
    }

    /// One flush for the queue's publishes and removals together (A15, A18); with fsync it goes through to the disk.
    pub fn flush(&mut self) {
        let (stored, to_disk) = (self.rules.stored(), self.rules.fsync);
        for index in 0..self.state.queue.slots.len() {
            let slot = &mut self.state.queue.slots[index];
            if !slot.unflushed(self.rules) {
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
        self.state.queue.tidy();
    }

    /// The operating system writes the page cache to the disk, as of this moment.
    pub fn write_back(&mut self) {
        for index in 0..self.state.queue.slots.len() {
            let slot = &mut self.state.queue.slots[index];
            if slot.page_cache == slot.disk {
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
        self.state.queue.tidy();
    }

    /// Memory forgets a copy that was consumed. That also answers its publish (A8); other places keep it until the
    /// next flush (A18).
    pub fn consume(&mut self, index: usize, cause: Cause) {
        let Slot { message, copy, .. } = self.state.queue.slots[index];
        self.state.queue.slots[index].memory = Memory::Forgotten;
        self.tell(Event::Removed { message, copy, cause });
        self.confirm_due(message, copy, true);
        self.state.queue.tidy();
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
        for index in 0..self.state.queue.slots.len() {
            let slot = &mut self.state.queue.slots[index];
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
        self.state.queue.tidy();
        if !self.rules.durable {
            self.lose_queue();
        }
    }

    /// The queue does not come back (A20, A22).
    pub fn lose_queue(&mut self) {
        if !self.state.queue.gone {
            self.state.queue.gone = true;
            self.tell(Event::QueueGone);
        }
    }

    /// The disk is lost, and the queue with it.
    pub fn lose_disk(&mut self) {
        let slots = std::mem::take(&mut self.state.queue.slots);
        for Slot { message, copy, .. } in slots.into_iter().filter(|slot| slot.memory != Memory::Forgotten) {
            self.tell(Event::Vanished { message, copy, cause: Cause::DiskGone });
        }
        self.lose_queue();
    }

    /// After an unclean stop: everything that the page cache has is ready again, and marked redelivered (A19).
    pub fn recover_queue(&mut self) {
        for index in 0..self.state.queue.slots.len() {
            let slot = &mut self.state.queue.slots[index];
            if !slot.page_cache {
                continue;
            }
            slot.memory = Memory::Ready;
            slot.redelivered = true;
            let Slot { message, copy, .. } = *slot;
            self.tell(Event::Recovered { message, copy });
        }
    }
}
