//! Why a record is read or processed once more.

use crate::model::{Consumer, Message, Messages};
use crate::tell::kafka::hands::Hand;
use crate::tell::kafka::reread::{self, Reread};
use crate::tell::piece::{At, say};
use crate::tell::sentence::Teller;

impl Teller<'_> {
    /// What the poll of this step returned that had been in a hand before, and why it came again.
    pub(super) fn came_before(&mut self, consumer: Consumer) {
        let hands = self.hands();
        let now = hands.iter().filter(|hand| hand.took == self.step);
        let mut told: Vec<(Hand, Option<Reread>, Messages)> = Vec::new();
        for hand in now {
            let same =
                |other: &&Hand| other.message == hand.message && (other.took, other.offset) < (hand.took, hand.offset);
            let Some(earlier) = hands.iter().rev().find(same) else { continue };
            let why = reread::why(self.run, earlier, hand);
            let alike = |other: &Hand| (other.consumer, other.took) == (earlier.consumer, earlier.took);
            match told.iter_mut().find(|(other, known, _)| alike(other) && *known == why) {
                Some((_, _, messages)) => messages.insert(hand.message),
                None => told.push((*earlier, why, Messages::one(hand.message))),
            }
        }
        for (earlier, why, messages) in told {
            self.had_before(consumer, &earlier, messages);
            self.why_reread(why, consumer);
        }
    }

    fn had_before(&mut self, consumer: Consumer, earlier: &Hand, messages: Messages) {
        let step = earlier.took;
        if step == self.step {
            return say!(self, ["It gets ", messages, " twice"], [messages, "来了两次"]);
        }
        match earlier.consumer == consumer {
            true => {
                say!(self, ["It had ", messages, " before, at ", At(step)], ["它在", At(step), "已经收到过", messages])
            }
            false => {
                let other = earlier.consumer;
                say!(
                    self,
                    [other, " had ", messages, " before, at ", At(step)],
                    [other, "在", At(step), "已经收到过", messages],
                );
            }
        }
    }

    /// The clause that ends such a sentence.
    pub(super) fn why_reread(&mut self, why: Option<Reread>, reader: Consumer) {
        match why {
            None => say!(self, ["."], ["。"]),
            Some(Reread::StoredTwice(step)) => say!(
                self,
                [", and the log has it a second time since ", At(step), "."],
                ["，而日志里从", At(step), "起有第二份。"],
            ),
            Some(Reread::FromNothing { step, .. }) => say!(
                self,
                [", but no offset was stored when ", reader, " took over at ", At(step), "."],
                ["，但", At(step), reader, "接手时还没有任何已提交的位移。"],
            ),
            Some(Reread::FromStored { step, offset, lowered: Some(commit), .. }) => say!(
                self,
                [
                    ", but a late commit had set the stored offset back to ",
                    offset,
                    " at ",
                    At(commit),
                    ", and ",
                    reader,
                    " began there at ",
                    At(step),
                    "."
                ],
                ["，但", At(commit), "迟到的提交把位移退回到", offset, "，", reader, "在", At(step), "从那里读起。"],
            ),
            Some(Reread::FromStored { step, offset, lowered: None, .. }) => say!(
                self,
                [", but the stored offset was still ", offset, " when ", reader, " took over at ", At(step), "."],
                ["，但", At(step), reader, "接手时，已提交的位移还是", offset, "。"],
            ),
            Some(Reread::Reset(step)) => say!(
                self,
                [", but the log had ended before its position, and it began anew at ", At(step), "."],
                ["，但日志比它的消费位置还短，它在", At(step), "从头读起。"],
            ),
        }
    }

    /// A second effect: who had it before, and why there is another.
    pub(super) fn processes_once_more(&mut self, consumer: Consumer, message: Message) {
        let hands = self.hands();
        let mine = |hand: &&Hand| hand.message == message;
        let Some(now) = hands.iter().filter(mine).find(|hand| hand.applied == Some(self.step)) else {
            return self.nothing();
        };
        let earlier = hands.iter().filter(mine).filter(|hand| hand.applied.is_some_and(|step| step < self.step));
        let Some(earlier) = earlier.max_by_key(|hand| hand.applied) else { return self.nothing() };
        let own = hands.iter().filter(mine).filter(|hand| hand.consumer == consumer && hand.applied.is_some()).count();
        match own {
            0 | 1 => say!(self, [consumer, " processes ", message, " as well."], [consumer, "也处理了", message, "。"]),
            _ => say!(self, [consumer, " processes ", message, " again."], [consumer, "又处理了一遍", message, "。"]),
        }
        let (who, step) = (earlier.consumer, earlier.applied.unwrap_or(0));
        match who == consumer {
            true => say!(self, ["It had finished it at ", At(step)], ["它在", At(step), "已经处理完"]),
            false => say!(self, [who, " had finished it at ", At(step)], [who, "在", At(step), "已经处理完"]),
        }
        let (first, second) =
            if (earlier.took, earlier.offset) < (now.took, now.offset) { (earlier, now) } else { (now, earlier) };
        self.why_reread(reread::why(self.run, first, second), second.consumer);
    }
}
