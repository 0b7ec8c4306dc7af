//! The verdict in words: what can happen, within which bounds, and how far the search is.

use super::Lang;
use crate::model::Flag;
use crate::setup::{FaultKinds, Setup};

/// The question of a flag that stands large.
pub const fn question(flag: Flag, lang: Lang) -> &'static str {
    match flag {
        Flag::Lost => lang.pick("Can a message be lost?", "消息会丢失吗？"),
        Flag::ReportedFailure => lang.pick("Can a publish be reported as failed?", "会报告发布失败吗？"),
        Flag::DeliveredTwice => lang.pick("Can a message be delivered twice?", "消息会重复投递吗？"),
        Flag::EffectTwice => lang.pick("Can it take effect twice?", "会重复生效吗？"),
        Flag::Reordered => lang.pick("Can the order break?", "会乱序吗？"),
        Flag::StaleReplay => lang.pick("Can an old one come after a newer one?", "旧消息会在新消息之后重放吗？"),
    }
}

/// The same in a word or two, for narrow windows and for the quiet flags.
pub const fn short(flag: Flag, lang: Lang) -> &'static str {
    match flag {
        Flag::Lost => lang.pick("Lost?", "丢失？"),
        Flag::ReportedFailure => lang.pick("reported as failed", "已报失败"),
        Flag::DeliveredTwice => lang.pick("delivered twice", "重复投递"),
        Flag::EffectTwice => lang.pick("Twice?", "重复？"),
        Flag::Reordered => lang.pick("Out of order?", "乱序？"),
        Flag::StaleReplay => lang.pick("old one after newer", "旧消息重放"),
    }
}

/// It can happen; the shortest run to it has so many steps.
pub fn yes(steps: usize, lang: Lang) -> String {
    match lang {
        Lang::En => format!("Yes, in {steps} steps"),
        Lang::Zh => format!("会，{steps} 步"),
    }
}

/// The same beside a quiet flag's name.
pub fn quiet_yes(steps: usize, lang: Lang) -> String {
    match lang {
        Lang::En => format!("yes, in {steps}"),
        Lang::Zh => format!("会，{steps} 步"),
    }
}

/// It can't happen within the bounds.
pub const fn no(lang: Lang) -> &'static str {
    lang.pick("No", "不会")
}

/// The same beside a quiet flag's name.
pub const fn quiet_no(lang: Lang) -> &'static str {
    lang.pick("no", "不会")
}

/// Nothing was found before a limit stopped the search.
pub const fn not_found(lang: Lang) -> &'static str {
    lang.pick("Not found", "未找到")
}

/// The same beside a quiet flag's name.
pub const fn quiet_not_found(lang: Lang) -> &'static str {
    lang.pick("not found", "未找到")
}

/// The search goes on.
pub const fn searching(lang: Lang) -> &'static str {
    lang.pick("Searching…", "搜索中…")
}

/// The heading of the bounds: how many faults.
pub fn bounds_heading(setup: &Setup, lang: Lang) -> String {
    match (effective_budget(setup), lang) {
        (0, _) => lang.pick("If nothing breaks", "不出任何故障时").to_owned(),
        (1, _) => lang.pick("If one thing breaks", "出一处故障时").to_owned(),
        (budget, Lang::En) => format!("If up to {budget} things break"),
        (budget, Lang::Zh) => format!("最多出 {budget} 处故障时"),
    }
}

/// How many messages, and what may break.
pub fn bounds(setup: &Setup, lang: Lang) -> String {
    let messages = setup.messages;
    let messages = match lang {
        Lang::En if messages == 1 => "1 message".to_owned(),
        Lang::En => format!("{messages} messages"),
        Lang::Zh => format!("{messages} 条消息"),
    };
    let kinds = setup.faults.kinds.iter().count();
    let all = setup.faults.kinds == FaultKinds::all(setup.broker);
    let kinds = match lang {
        _ if effective_budget(setup) == 0 => return messages,
        Lang::En if all => "any kind of fault".to_owned(),
        Lang::En if kinds == 1 => "one kind of fault".to_owned(),
        Lang::En => format!("{kinds} kinds of fault"),
        Lang::Zh if all => "任意一种故障".to_owned(),
        Lang::Zh => format!("{kinds} 种故障"),
    };
    format!("{messages}{}{kinds}", lang.pick(", ", "，"))
}

/// A budget that no kind may use is none.
const fn effective_budget(setup: &Setup) -> u8 {
    if setup.faults.kinds.is_empty() { 0 } else { setup.faults.budget }
}

/// The search goes on; so many states were visited.
pub fn going(states: usize, lang: Lang) -> String {
    let states = grouped(states);
    match lang {
        Lang::En => format!("{states} states so far"),
        Lang::Zh => format!("已搜索 {states} 个状态"),
    }
}

/// Every state within the bounds was visited.
pub fn complete(states: usize, lang: Lang) -> String {
    let states = grouped(states);
    match lang {
        Lang::En => format!("{states} states, all visited"),
        Lang::Zh => format!("{states} 个状态，全部查过"),
    }
}

/// A limit, or a person, stopped the search.
pub fn bounded(states: usize, lang: Lang) -> String {
    let states = grouped(states);
    match lang {
        Lang::En => format!("not within {states} states"),
        Lang::Zh => format!("{states} 个状态之内没有"),
    }
}

/// A number with a mark at each thousand.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_marked() {
        let texts: Vec<String> = [0, 999, 1_000, 27_571, 1_151_785].into_iter().map(grouped).collect();
        assert_eq!(texts, ["0", "999", "1,000", "27,571", "1,151,785"]);
    }

    #[test]
    fn a_budget_that_no_kind_may_use_is_none() {
        let mut setup = Setup::default();
        assert_eq!(bounds(&setup, Lang::En), "3 messages, any kind of fault");
        setup.faults.kinds = FaultKinds::NONE;
        assert_eq!(bounds(&setup, Lang::En), "3 messages");
        assert_eq!(bounds_heading(&setup, Lang::En), "If nothing breaks");
    }
}
