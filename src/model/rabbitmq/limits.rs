//! What makes a queue give messages up, and where they go then: length limit, time to live, delivery limit, dead
//! letters (A37, A41, A47–A51).

use super::delivery::next_consumer;
use super::queue::{Memory, Slot};
use super::rules::{Rules, TimeToLive};
use super::state::{State, Step};
use crate::model::{Cause, CopyId, Death, Event, Listener, Message, Queue};
use crate::setup::{Overflow, Publish};

impl Rules {
    /// The queue that a copy is put in: its message's, or the dead-letter queue.
    pub const fn home_of(&self, message: Message, death: Option<Death>) -> Queue {
        match death {
            None => self.queue_of(message),
            Some(_) => Queue(self.queues),
        }
    }

    /// Whether a queue that is too long drops its oldest message, rather than refusing the newest.
    const fn drops_head(&self) -> bool {
        matches!(self.overflow, Overflow::DropHead)
    }

    /// Whether handing out and dropping belong to the step that makes a message ready: the queue counts only what no
    /// consumer takes at once.
    pub const fn counts_at_once(&self) -> bool {
        self.max_length.is_some() || matches!(self.time_to_live, TimeToLive::Nothing)
    }

    /// Whether a message may be refused for ever and sent again for ever.
    pub fn can_refuse_for_ever(&self) -> bool {
        self.max_length.is_some() && !self.drops_head() && self.publish == Publish::Confirm && self.resends()
    }
}

/// Whether the queue refuses the next publish (A48). Only ready messages count. A quorum queue starts to refuse once it
/// is beyond its limit, and does not see what is not on a majority yet: it overshoots.
fn is_full(rules: &Rules, state: &State, queue: Queue) -> bool {
    let Some(limit) = rules.max_length.filter(|_| !rules.drops_head()) else { return false };
    let limit = if rules.quorum() { limit.saturating_add(1) } else { limit };
    state.queues.ready(queue) >= limit as usize
}

/// The copy whose time to live could be over now: the queue's head, if no consumer takes it at once or it is older than
/// this moment (A47).
#[inline(never)]
pub fn next_to_expire(rules: &Rules, state: &State, queue: Queue) -> Option<usize> {
    if rules.time_to_live != TimeToLive::Limited || !state.serving() || queue.0 >= rules.queues {
        return None;
    }
    let head = state.queues.head(queue)?;
    (state.queues.slots[head].aged || next_consumer(rules, state, queue).is_none()).then_some(head)
}

/// The same as a copy's number.
pub fn expiring(rules: &Rules, state: &State, queue: Queue) -> Option<CopyId> {
    next_to_expire(rules, state, queue).map(|index| state.queues.slots[index].copy)
}

/// The copy that leaves the dead-letter queue next: the oldest that was rejected. One that its own queue must have
/// before it leaves waits while that queue is full.
#[inline(never)]
pub fn next_to_retry(rules: &Rules, state: &State) -> Option<usize> {
    let dead_letters = rules.dead_letter_queue()?;
    let comes_back = |slot: &Slot| slot.queue == dead_letters && slot.death.is_some_and(Death::comes_back);
    let next = state.queues.slots.iter().position(|slot| comes_back(slot) && slot.memory == Memory::Ready)?;
    let waits = rules.keeps_dead_letters() && is_full(rules, state, rules.queue_of(state.queues.slots[next].message));
    (state.serving() && !waits).then_some(next)
}

impl<L: Listener> Step<'_, L> {
    /// The head's time to live is over.
    #[inline(never)]
    pub fn expire(&mut self, queue: Queue) {
        if let Some(index) = next_to_expire(self.rules, self.state, queue) {
            self.discard(index, Death::Expired);
        }
    }

    /// A rejected message is tried again.
    #[inline(never)]
    pub fn retry(&mut self) {
        if let Some(index) = next_to_retry(self.rules, self.state) {
            self.discard(index, Death::Expired);
        }
    }

    /// A copy leaves its queue. In a replicated queue that is an entry of the log, and happens once a majority has it.
    #[inline(never)]
    pub fn discard(&mut self, index: usize, death: Death) {
        let Slot { message, copy, memory, death: place, .. } = self.state.queues.slots[index];
        let goes_on = self.goes_on(place);
        let Some(cluster) = &mut self.state.cluster else {
            self.consume(index, Cause::Discarded(death));
            return self.forward(message, place, death);
        };
        self.state.queues.slots[index].memory = Memory::Settling(memory.held_by());
        if cluster.append_discard(copy, death, goes_on) {
            self.tell(Event::Discarding { message, copy, death });
        }
    }

    /// Whether what leaves this place goes to another queue: from the dead-letter queue always.
    const fn goes_on(&self, place: Option<Death>) -> bool {
        place.is_some() || self.rules.dead_letter.is_some()
    }

    /// What left its queue becomes a new copy in the dead-letter queue, and what left that, one in its own (A51). Nobody
    /// waits for a confirm of it (A50).
    pub fn forward(&mut self, message: Message, place: Option<Death>, death: Death) {
        if place.is_some() {
            self.come_back(message);
        } else if self.rules.dead_letter.is_some() {
            let copy = self.new_copy();
            self.tell(Event::DeadLettered { message, copy, death });
            self.put(message, copy, Some(death));
        }
    }

    fn come_back(&mut self, message: Message) {
        let queue = self.rules.queue_of(message);
        if !self.rules.quorum() {
            self.hand_out_first(queue);
        }
        // One that stays until its queue has it is published again until it is taken, so it may overshoot.
        if !self.rules.keeps_dead_letters() && is_full(self.rules, self.state, queue) {
            self.refuse_for_length(message);
            return;
        }
        let copy = self.new_copy();
        self.tell(Event::CameBack { message, copy });
        self.put(message, copy, None);
        if !self.rules.quorum() {
            self.after_enqueue(queue);
        }
    }

    /// Whether the queue is too long for a publish, and refuses it. What consumers take at once does not count.
    #[inline(never)]
    pub fn refuses(&mut self, message: Message, told: bool) -> bool {
        let queue = self.rules.queue_of(message);
        self.hand_out_first(queue);
        let full = is_full(self.rules, self.state, queue);
        if full {
            self.tell(Event::RefusedByBroker { message, told });
            self.bury_refused(message);
        }
        full
    }

    /// The queue refuses a message because of its length, and says so to nobody but, perhaps, the dead-letter queue.
    fn refuse_for_length(&mut self, message: Message) {
        self.tell(Event::RefusedByBroker { message, told: false });
        self.bury_refused(message);
    }

    /// A48: with `reject_publish_dlx` what is refused is also dead-lettered.
    fn bury_refused(&mut self, message: Message) {
        if self.rules.overflow == Overflow::RejectPublishDlx {
            self.forward(message, None, Death::TooLong);
        }
    }

    /// Before the length counts: what a consumer takes at once is not ready.
    fn hand_out_first(&mut self, queue: Queue) {
        while self.rules.counts_at_once() && self.state.serving() {
            let next = next_consumer(self.rules, self.state, queue);
            let (Some(consumer), Some(head)) = (next, self.state.queues.head(queue)) else { return };
            let Slot { message, copy, .. } = self.state.queues.slots[head];
            self.tell(Event::HandedOut { consumer, message, copy });
            self.dispatch(queue);
        }
    }

    /// A fresh copy is ready: consumers come first, then the limits.
    pub fn after_enqueue(&mut self, queue: Queue) {
        if self.rules.counts_at_once() {
            self.keep_limits(queue);
        }
    }

    #[inline(never)]
    fn keep_limits(&mut self, queue: Queue) {
        self.expire_at_once(queue, |slot| slot.aged);
        self.hand_out_first(queue);
        self.drop_heads(queue);
        self.expire_at_once(queue, |_| true);
    }

    /// A copy is ready again: it is as old as it was. A classic queue looks at its length before it hands out, so the
    /// old ones are dropped (ground truth R18); a quorum queue hands out first.
    pub fn after_requeue(&mut self, queue: Queue) {
        if self.rules.counts_at_once() {
            self.keep_limits_of_old(queue);
        }
    }

    #[inline(never)]
    fn keep_limits_of_old(&mut self, queue: Queue) {
        self.expire_at_once(queue, |_| true);
        if self.rules.quorum() {
            self.hand_out_first(queue);
        }
        self.drop_heads(queue);
    }

    /// A48: the oldest ready message goes while there are too many.
    fn drop_heads(&mut self, queue: Queue) {
        let Some(limit) = self.rules.max_length.filter(|_| self.rules.drops_head()) else { return };
        while self.state.queues.ready(queue) > limit as usize {
            let Some(head) = self.state.queues.head(queue) else { return };
            self.discard(head, Death::TooLong);
        }
    }

    /// A47: without any time to live what no consumer took is too old.
    fn expire_at_once(&mut self, queue: Queue, is_old: fn(&Slot) -> bool) {
        if self.rules.time_to_live != TimeToLive::Nothing {
            return;
        }
        let expires = |slot: &Slot| slot.queue == queue && slot.memory.is_ready() && is_old(slot);
        while let Some(index) = self.state.queues.slots.iter().position(expires) {
            self.discard(index, Death::Expired);
        }
    }

    /// A41: one more delivery of the copy has failed; answers whether that was one too many.
    #[inline(never)]
    pub fn delivery_failed(&mut self, message: Message, copy: CopyId) -> bool {
        let (Some(limit), Some(cluster)) = (self.rules.delivery_limit, &mut self.state.cluster) else { return false };
        let times = cluster.count_failure(copy, limit);
        self.tell(Event::DeliveryFailed { message, copy, times });
        u32::from(times) > limit
    }
}
