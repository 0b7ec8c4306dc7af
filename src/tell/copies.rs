//! Stored copies at one moment of a run: which there are, how safe each is, and what became of them.

use crate::model::{Cause, CopyId, CopyState, Death, Event, Message, Scene, ShelfKind};
use crate::play::Run;

/// One stored copy.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Copy {
    pub copy: CopyId,
    pub message: Message,
    /// In the dead-letter queue: why it is there.
    pub death: Option<Death>,
    pub state: CopyState,
    pub safety: Safety,
}

/// What a stored copy survives, least first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Safety {
    /// Nothing.
    Memory,
    /// A crash of the process.
    PageCache,
    /// Power loss.
    Disk,
    /// On the disks of so many nodes.
    Nodes(usize),
}

/// Every stored copy, in queue order.
pub fn copies(scene: &Scene) -> Vec<Copy> {
    let mut copies: Vec<Copy> = Vec::new();
    for shelf in &scene.broker.shelves {
        for stored in &shelf.copies {
            let known = copies.iter_mut().find(|copy| copy.copy == stored.copy);
            match (known, shelf.kind) {
                (Some(copy), kind) => copy.safety = safer(copy.safety, kind),
                (None, kind) => copies.push(Copy {
                    copy: stored.copy,
                    message: stored.message,
                    death: stored.death,
                    state: stored.state,
                    safety: safer(Safety::Memory, kind),
                }),
            }
        }
    }
    copies
}

fn safer(safety: Safety, place: ShelfKind) -> Safety {
    match (safety, place) {
        (Safety::Nodes(nodes), _) => Safety::Nodes(nodes + 1),
        (_, ShelfKind::Memory) => safety,
        (_, ShelfKind::PageCache) => safety.max(Safety::PageCache),
        (_, ShelfKind::Disk) => safety.max(Safety::Disk),
        (_, ShelfKind::Replica { .. }) => Safety::Nodes(1),
    }
}

/// Every stored copy that was not consumed: what is left of a consumed one only waits for its removal.
pub fn live(run: &Run, position: usize) -> Vec<Copy> {
    let stored = copies(&run.scene(position)).into_iter();
    stored.filter(|copy| consumed(run, position, copy.copy).is_none()).collect()
}

/// The live copies of one message.
pub fn live_of(run: &Run, position: usize, message: Message) -> Vec<Copy> {
    live_in(&run.scene(position), run, position, message)
}

/// The same, where the scene is at hand.
pub fn live_in(scene: &Scene, run: &Run, position: usize, message: Message) -> Vec<Copy> {
    let stored = copies(scene).into_iter().filter(|copy| copy.message == message);
    stored.filter(|copy| consumed(run, position, copy.copy).is_none()).collect()
}

/// The step that removed a copy from memory because it was consumed, and how; nothing if it has come back since.
pub fn consumed(run: &Run, position: usize, copy: CopyId) -> Option<(usize, Cause)> {
    for step in (1..=position).rev() {
        for event in run.events(step).iter().rev() {
            match *event {
                Event::Removed { copy: removed, cause, .. } if removed == copy => return Some((step, cause)),
                Event::Recovered { copy: back, .. }
                | Event::Committed { copy: back, .. }
                | Event::Stored { copy: back, .. }
                | Event::DeadLettered { copy: back, .. }
                | Event::CameBack { copy: back, .. }
                    if back == copy =>
                {
                    return None;
                }
                _ => {}
            }
        }
    }
    None
}

/// The copy of the message that the broker handed out in a step.
pub fn handed_out(run: &Run, step: usize, message: Message) -> Option<CopyId> {
    let told = run.events(step).iter().find_map(|event| match *event {
        Event::HandedOut { message: of, copy, .. } if of == message => Some(copy),
        _ => None,
    });
    told.or_else(|| dispatched(run, step))
}

/// The one that was ready before and is not any more.
fn dispatched(run: &Run, step: usize) -> Option<CopyId> {
    let ready = |position: usize| {
        let copies = copies(&run.scene(position)).into_iter();
        copies.filter(|copy| copy.state == CopyState::Ready).map(|copy| copy.copy).collect::<Vec<_>>()
    };
    let after = ready(step);
    ready(step.saturating_sub(1)).into_iter().find(|copy| !after.contains(copy))
}
