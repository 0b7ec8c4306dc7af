//! What the outside world holds beside what it should hold: what every message that has been worked on, or is lost, would
//! have left there if it had taken effect just once and in order.

use super::Lang;
use crate::model::{EffectScene, Flag, Ledger, Message, Messages};
use crate::setup::{Dedup, EffectKind, Effects};

/// What it holds beside what it should hold.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Outside {
    /// In a few words; none while nothing has happened.
    pub words: String,
    /// Whether the two differ.
    pub wrong: bool,
}

/// How one entry of the list of effects stands now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// It is there.
    There,
    /// It is there, and another of the same message is too.
    Again,
    /// A later write has taken its place.
    Past,
    /// A total without it was written over it.
    Undone,
    /// It is the value now, though a newer message was to have the last word.
    Stale,
}

/// What kind of thing the effects leave behind: some strategies are themselves the way in which it is written.
pub const fn written(effects: &Effects) -> EffectKind {
    match effects.dedup {
        Dedup::Upsert => EffectKind::SetValue,
        Dedup::RedisGetSet | Dedup::RedisIncr => EffectKind::Increment,
        Dedup::UniqueConstraint => EffectKind::InsertKeyedRow,
        Dedup::None
        | Dedup::MemorySet
        | Dedup::QueryThenInsert
        | Dedup::RedisCheckActMark
        | Dedup::RedisMarkAct
        | Dedup::MarkerRowFirst
        | Dedup::Inbox => effects.kind,
    }
}

/// What these effects amount to, beside what should be there.
pub fn outside(effects: &[EffectScene], kind: EffectKind, ledger: &Ledger, keys: u8, lang: Lang) -> Outside {
    let due = due(effects, ledger);
    if due.is_empty() {
        return Outside::default();
    }
    let applied = ledger.records.iter().map(|record| usize::from(record.applied));
    match kind {
        EffectKind::SetValue => values(effects, due, keys, lang),
        EffectKind::InsertKeyedRow => counts(applied.filter(|times| *times > 0).count(), due.len(), lang),
        EffectKind::AppendRow | EffectKind::Increment | EffectKind::ExternalCall => {
            counts(applied.sum(), due.len(), lang)
        }
    }
}

/// How each entry of the list of effects stands.
pub fn standings(effects: &[EffectScene], kind: EffectKind, ledger: &Ledger, keys: u8) -> Vec<Standing> {
    let due = due(effects, ledger);
    let standing = |(index, effect): (usize, &EffectScene)| match kind {
        _ if effect.undone => Standing::Undone,
        EffectKind::SetValue if !is_last(effects, index, keys) => Standing::Past,
        EffectKind::SetValue if newest(due, effect.message, keys) != effect.message => Standing::Stale,
        EffectKind::SetValue => Standing::There,
        _ if effect.times > 1 => Standing::Again,
        _ => Standing::There,
    };
    effects.iter().enumerate().map(standing).collect()
}

/// The messages that should have left something by now.
fn due(effects: &[EffectScene], ledger: &Ledger) -> Messages {
    let records = ledger.records.iter().enumerate();
    let left_out = records.filter(|(_, record)| record.outdated).map(|(index, _)| Message::at(index));
    let happened = effects.iter().map(|effect| effect.message);
    happened.chain(left_out).chain(ledger.flags.of(Flag::Lost).iter()).collect()
}

/// Whether nothing of the same key was written after it.
fn is_last(effects: &[EffectScene], index: usize, keys: u8) -> bool {
    let key = effects[index].message.key(keys);
    effects[index + 1..].iter().all(|later| later.message.key(keys) != key)
}

/// The newest of these messages that has the same key.
fn newest(messages: Messages, of: Message, keys: u8) -> Message {
    messages.iter().filter(|message| message.key(keys) == of.key(keys)).last().unwrap_or(of)
}

fn counts(holds: usize, due: usize, lang: Lang) -> Outside {
    let words = match (holds == due, lang) {
        (true, Lang::En) => format!("{holds}, all right"),
        (true, Lang::Zh) => format!("{holds}，正确"),
        (false, Lang::En) => format!("{holds}, should be {due}"),
        (false, Lang::Zh) => format!("{holds}，应为 {due}"),
    };
    Outside { words, wrong: holds != due }
}

/// Of each key only the last write counts.
fn values(effects: &[EffectScene], due: Messages, keys: u8, lang: Lang) -> Outside {
    let newest_of_keys = || due.iter().filter(|message| newest(due, *message, keys) == *message);
    let holds = |key: Message| effects.iter().rfind(|effect| effect.message.key(keys) == key.key(keys));
    let is_wrong = |newest: &Message| holds(*newest).is_none_or(|effect| effect.message != *newest);
    let wrong: Vec<Message> = newest_of_keys().filter(is_wrong).collect();
    let all = newest_of_keys().count();
    let words = match (wrong.as_slice(), lang) {
        ([], Lang::En) => "all right".to_owned(),
        ([], Lang::Zh) => "正确".to_owned(),
        ([newest], _) if all == 1 => value(holds(*newest).map(|effect| effect.message), *newest, lang),
        (wrong, Lang::En) => format!("{} of {all} wrong", wrong.len()),
        (wrong, Lang::Zh) => format!("{all} 个中 {} 个不对", wrong.len()),
    };
    Outside { words, wrong: !wrong.is_empty() }
}

fn value(holds: Option<Message>, due: Message, lang: Lang) -> String {
    let holds = holds.map_or_else(|| lang.pick("nothing", "空").to_owned(), |message| message.0.to_string());
    match lang {
        Lang::En => format!("{holds}, should be {}", due.0),
        Lang::Zh => format!("{holds}，应为 {}", due.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Consumer;

    fn effect(message: u8, times: u8) -> EffectScene {
        EffectScene { message: Message(message), consumer: Consumer(0), times, undone: false }
    }

    fn ledger(messages: u8, effects: &[EffectScene]) -> Ledger {
        let mut ledger = Ledger::new(messages);
        effects.iter().for_each(|effect| ledger.records[effect.message.index()].applied += 1);
        ledger
    }

    #[test]
    fn of_a_value_the_last_write_counts() {
        let effects = [effect(1, 1), effect(2, 1), effect(1, 2)];
        let standings = standings(&effects, EffectKind::SetValue, &ledger(2, &effects), 1);
        assert_eq!(standings, [Standing::Past, Standing::Past, Standing::Stale]);
        let due = due(&effects, &ledger(2, &effects));
        assert_eq!(values(&effects, due, 1, Lang::En).words, "1, should be 2");
        assert_eq!(values(&effects, due, 2, Lang::En), Outside { words: "all right".into(), wrong: false });
    }

    #[test]
    fn of_rows_each_counts() {
        let effects = [effect(1, 1), effect(1, 2)];
        let standings = standings(&effects, EffectKind::AppendRow, &ledger(1, &effects), 1);
        assert_eq!(standings, [Standing::There, Standing::Again]);
        assert_eq!(counts(2, 1, Lang::En), Outside { words: "2, should be 1".into(), wrong: true });
    }
}
