//! Which setting would have changed the outcome, in words.

use crate::model::{Fate, Flag, Message};
use crate::play::{Run, WhatIf};
use crate::tell::piece::{Part, Piece, Tale, say};
use crate::tell::{Lang, explain};

/// That with one setting changed the flag would not have been raised, whether the same faults struck, and what there
/// would have been instead.
pub fn what_if(what_if: &WhatIf, flag: Flag, lang: Lang) -> Vec<Piece> {
    let mut words = Words { tale: Tale::new(lang, false) };
    words.change(what_if);
    words.faults(what_if);
    let spared = spared(flag, lang);
    say!(words, [spared, "."], [spared, "。"]);
    words.instead(what_if);
    words.unread(what_if);
    words.tale.finish()
}

struct Words {
    tale: Tale,
}

impl Words {
    /// The setting, as setup files write it.
    fn change(&mut self, what_if: &WhatIf) {
        let change = format!("{} = {}", what_if.field.name(), what_if.value);
        say!(self, ["With ", change.clone(), ", "], ["若 ", change, "，"]);
    }

    fn faults(&mut self, what_if: &WhatIf) {
        let (struck, faults) = (what_if.struck.to_string(), what_if.faults.to_string());
        match (what_if.struck, what_if.faults) {
            (_, 0) => {}
            (0, 1) => say!(self, ["the fault would have found nothing to strike, and "], ["这次故障就无从发生，"]),
            (0, _) => say!(self, ["the faults would have found nothing to strike, and "], ["这些故障就都无从发生，"]),
            (1, 1) => say!(self, ["the same fault would have struck, but "], ["同样的故障照样发生，但"]),
            (some, all) if some < all => say!(
                self,
                [
                    "only ",
                    struck.clone(),
                    " of the ",
                    faults.clone(),
                    " faults would have found something to strike, and "
                ],
                [faults, "次故障中只有", struck, "次能够发生，"]
            ),
            _ => say!(self, ["the same faults would have struck, but "], ["同样的故障照样发生，但"]),
        }
    }

    /// A promise may only be kept because the reading has ended.
    fn unread(&mut self, what_if: &WhatIf) {
        if what_if.unread {
            let waiting = waiting(&what_if.run);
            match waiting {
                1 => say!(
                    self,
                    ["But then nobody would have read on, and one message would still be waiting."],
                    ["但这样就没有人接着读，还有 1 条消息没处理。"]
                ),
                _ => say!(
                    self,
                    [
                        "But then nobody would have read on, and ",
                        waiting.to_string(),
                        " messages would still be waiting."
                    ],
                    ["但这样就没有人接着读，还有 ", waiting.to_string(), " 条消息没处理。"]
                ),
            }
        }
    }

    /// A change may only trade one broken promise for another.
    fn instead(&mut self, what_if: &WhatIf) {
        let lang = self.tale.lang;
        for (place, flag) in what_if.instead.iter().enumerate() {
            match place {
                0 => say!(self, ["The price would have been: "], ["代价是："]),
                _ => say!(self, [", "], ["、"]),
            }
            // As a price it is an event, not a state.
            let name = match (*flag, lang) {
                (Flag::ReportedFailure, Lang::Zh) => "报告失败",
                _ => explain::flag(*flag, lang),
            };
            name.add_to(&mut self.tale);
        }
        if !what_if.instead.is_empty() {
            say!(self, ["."], ["。"]);
        }
    }
}

/// How many messages are not settled at the end of a run.
fn waiting(run: &Run) -> usize {
    let ledger = run.ledger(run.steps());
    (0..ledger.records.len()).filter(|index| ledger.fate(Message::at(*index)) == Fate::Waiting).count()
}

/// The promise that would have been kept.
const fn spared(flag: Flag, lang: Lang) -> &'static str {
    match flag {
        Flag::Lost => lang.pick("nothing would have been lost", "什么都不会丢失"),
        Flag::ReportedFailure => lang.pick("no failure would have been reported", "不会报告失败"),
        Flag::DeliveredTwice => lang.pick("nothing would have been delivered twice", "不会有重复投递"),
        Flag::EffectTwice => lang.pick("nothing would have taken effect twice", "不会有重复生效"),
        Flag::Reordered => lang.pick("everything would have kept its order", "顺序不会乱"),
        Flag::StaleReplay => {
            lang.pick("no older message would have landed on a newer one", "不会有旧消息落在新消息之后")
        }
    }
}
