//! What the members of a replicated queue do.

use super::{Teller, number};
use crate::model::{Cause, CopyId, Event, Flag, Member, Message, Messages, ShelfKind};
use crate::setup::{Ack, Publish};
use crate::tell::piece::say;

impl Teller<'_> {
    pub(super) fn member_starts(&mut self, member: Member) {
        let empty = self.after().broker.shelves.iter().any(|shelf| {
            matches!(shelf.kind, ShelfKind::Replica { member: of, .. } if of == member) && shelf.copies.is_empty()
        });
        let lost_disk = self.lost_its_disk(member);
        match (lost_disk, empty) {
            (true, _) => say!(
                self,
                [member, " is back with an empty disk. It has no say before it has the leader's log."],
                [member, "回来了，磁盘是空的；拿到主副本的日志之前，它没有发言权。"],
            ),
            (false, true) => {
                say!(self, [member, " is back; its log holds nothing."], [member, "回来了，日志里什么都没有。"])
            }
            (false, false) => say!(self, [member, " is back with its log."], [member, "带着自己的日志回来了。"]),
        }
    }

    fn lost_its_disk(&self, member: Member) -> bool {
        let down = self.last(|event| matches!(event, Event::NodeDown { member: of } if *of == member));
        let lost = |event: &Event| matches!(event, Event::Fault { kind: crate::setup::FaultKind::DiskLoss, .. });
        down.is_some_and(|step| self.run.events(step).iter().any(lost))
    }

    pub(super) fn replicate(&mut self, member: Member) {
        let removed: Vec<CopyId> = self.events().iter().filter_map(removed).map(|(_, copy)| copy).collect();
        let kept = |(_, copy): &(Message, CopyId)| !removed.contains(copy);
        let committed: Vec<(Message, CopyId)> = self.events().iter().filter_map(committed).filter(kept).collect();
        let was_there = |(_, copy): &&(Message, CopyId)| {
            self.last(|event| matches!(event, Event::Committed { copy: of, .. } if of == copy)).is_some()
        };
        let again: Messages = committed.iter().filter(was_there).map(|(message, _)| *message).collect();
        let fresh: Messages = committed.iter().filter(|copy| !was_there(copy)).map(|(message, _)| *message).collect();
        let erased = self.messages(|event| match event {
            Event::Raised { flag: Flag::Lost, message } => Some(*message),
            _ => None,
        });
        if self.events().len() == 1 {
            return say!(
                self,
                [member, " brings its log in line with the leader's."],
                [member, "让自己的日志与主副本一致。"],
            );
        }
        say!(self, [member, " copies the leader's log to its disk."], [member, "把主副本的日志抄到自己的磁盘上。"],);
        if !erased.is_empty() && self.vanished().is_empty() {
            say!(
                self,
                [
                    "That erases ",
                    erased,
                    number(erased, " from the last log that still had it.", " from the last logs that still had them.")
                ],
                ["最后一份还留有", erased, "的日志也就此抹去。"],
            );
        }
        self.on_a_majority(fresh, again);
        self.settled();
        self.requeued_at_back();
        self.discarded();
    }

    fn on_a_majority(&mut self, fresh: Messages, again: Messages) {
        if !fresh.is_empty() {
            let due = self.messages(|event| match event {
                Event::ConfirmDue { message, .. } => Some(*message),
                _ => None,
            });
            let (they, confirms) = (number(fresh, "it", "they"), self.rabbitmq().publish == Publish::Confirm);
            match confirms && due == fresh {
                true => say!(
                    self,
                    ["With ", fresh, " on two of three nodes, ", they, " can be handed out and confirmed."],
                    ["三个节点中有两个存有", fresh, "，可以投递，也可以确认了。"],
                ),
                false => {
                    say!(
                        self,
                        ["With ", fresh, " on two of three nodes, ", they, " can be handed out."],
                        ["三个节点中有两个存有", fresh, "，可以投递了。"],
                    );
                    self.confirms_due(fresh);
                }
            }
        }
        if !again.is_empty() {
            let is = number(again, " is in the queue again", " are in the queue again");
            say!(
                self,
                ["With that ", again, is, ", under the new leader."],
                ["这样，在新的主副本之下，", again, "又回到了队列。"],
            );
        }
    }

    /// Settlements that are on a majority now, of copies that were in the queue before.
    fn settled(&mut self) {
        let new: Vec<CopyId> = self.events().iter().filter_map(committed).map(|(_, copy)| copy).collect();
        // What the queue gave up is told with the limits.
        let settled = |event: &&Event| !matches!(event, Event::Removed { cause: Cause::Discarded(_), .. });
        let gone = self.events().iter().filter(settled).filter_map(removed).filter(|(_, copy)| !new.contains(copy));
        let gone: Messages = gone.map(|(message, _)| message).collect();
        if gone.is_empty() {
            return;
        }
        match self.rabbitmq().ack {
            Ack::Auto => {
                let were = number(
                    gone,
                    " was handed out, so the queue forgets it.",
                    " were handed out, so the queue forgets them.",
                );
                say!(
                    self,
                    ["Two nodes now know that ", gone, were],
                    ["两个节点都知道", gone, "已经投递，队列于是忘掉它。"],
                );
            }
            Ack::BeforeEffect | Ack::AfterEffect => {
                let them = number(gone, ", so the queue removes it.", ", so the queue removes them.");
                say!(
                    self,
                    ["Two nodes now have the ack for ", gone, them],
                    ["两个节点都有了对", gone, "的确认，队列于是将它移除。"],
                );
            }
        }
    }

    fn requeued_at_back(&mut self) {
        let back = self.messages(|event| match event {
            Event::Requeued { message, .. } => Some(*message),
            _ => None,
        });
        let first = self.has(|event| matches!(event, Event::Requeued { to_back: false, .. }));
        if first {
            say!(
                self,
                ["What was handed back, ", back, ", comes before everything that waits."],
                ["被退回的", back, "排在所有等待的消息之前。"],
            );
        } else if !back.is_empty() {
            say!(
                self,
                ["What was handed back, ", back, ", goes to the back of the queue."],
                ["被退回的", back, "排到队尾。"],
            );
        }
    }

    fn discarded(&mut self) {
        let lost = self.messages(|event| match event {
            Event::Vanished { message, cause: Cause::NoMajority, .. } => Some(*message),
            _ => None,
        });
        if !lost.is_empty() {
            say!(
                self,
                ["What only this node had of ", lost, " is discarded: no majority ever had it."],
                ["只有这个节点存有的", lost, "被丢弃：它从未得到多数。"],
            );
        }
    }

    pub(super) fn elect(&mut self, member: Member) {
        say!(
            self,
            [member, " becomes the leader, and all clients connect to it."],
            [member, "成为主副本，所有客户端都连到它。"],
        );
        let holds = self
            .after()
            .broker
            .shelves
            .iter()
            .any(|shelf| matches!(shelf.kind, ShelfKind::Replica { leader: true, .. }) && !shelf.copies.is_empty());
        if holds {
            say!(
                self,
                ["It hands nothing out before a second node has its log."],
                ["在第二个节点抄到它的日志之前，它什么都不投递。"],
            );
        }
        self.activated();
    }
}

fn committed(event: &Event) -> Option<(Message, CopyId)> {
    match event {
        Event::Committed { message, copy } => Some((*message, *copy)),
        _ => None,
    }
}

fn removed(event: &Event) -> Option<(Message, CopyId)> {
    match event {
        Event::Removed { message, copy, .. } => Some((*message, *copy)),
        _ => None,
    }
}
