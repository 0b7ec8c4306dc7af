//! The verdict in words: what can happen, within which bounds, and how far the search is.

use super::Lang;
use crate::model::Flag;
use crate::setup::{Broker, FaultKind, FaultKinds, Faults, Setup};

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

/// The same under this setup: where nobody reads, it is a question about the log.
pub const fn question_under(setup: &Setup, flag: Flag, lang: Lang) -> &'static str {
    match (is_about_the_log(setup), flag) {
        (true, Flag::DeliveredTwice) => lang.pick("Can the log have it twice?", "日志里会有两份吗？"),
        (true, Flag::Reordered) => lang.pick("Can the log be out of order?", "日志会乱序吗？"),
        (true, Flag::StaleReplay) => {
            lang.pick("Can an old one stand behind a newer one?", "旧消息会排到新消息后面吗？")
        }
        _ => question(flag, lang),
    }
}

/// Whether flags describe Kafka's log, because nobody reads it.
const fn is_about_the_log(setup: &Setup) -> bool {
    matches!(setup.broker, Broker::Kafka) && setup.kafka.consumers == 0
}

/// Whether a fault may end the only consumer, so that what would follow is in no run: in Kafka none comes back.
pub fn nobody_would_follow(setup: &Setup) -> bool {
    use FaultKind::{ConsumerCrashAfterEffect, ConsumerCrashBeforeEffect, HandlerException, ZombieConsumer};
    let Faults { budget, kinds } = setup.faults;
    let ends = [ConsumerCrashBeforeEffect, ConsumerCrashAfterEffect, HandlerException, ZombieConsumer];
    let may_end = budget > 0 && ends.iter().any(|kind| kinds.contains(*kind));
    setup.broker == Broker::Kafka && setup.kafka.consumers == 1 && may_end
}

/// What the verdict leaves out where nobody would follow the only consumer, and what to do about it.
pub const fn add_a_second(lang: Lang) -> (&'static str, &'static str) {
    lang.pick(
        ("The only consumer does not come back:", "add a second to see what follows"),
        ("唯一的消费者不会回来：", "再加一个，才看得到后续"),
    )
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

/// The heading of the reasons, before and after the message's glyph.
pub const fn why_heading(flag: Flag, lang: Lang) -> (&'static str, &'static str) {
    match (flag, lang) {
        (Flag::Lost, Lang::En) => ("Why ", " was lost"),
        (Flag::Lost, Lang::Zh) => ("", " 为什么丢失"),
        (Flag::ReportedFailure, Lang::En) => ("Why ", " was reported as failed"),
        (Flag::ReportedFailure, Lang::Zh) => ("", " 为什么报告失败"),
        (Flag::DeliveredTwice, Lang::En) => ("Why ", " was delivered twice"),
        (Flag::DeliveredTwice, Lang::Zh) => ("", " 为什么重复投递"),
        (Flag::EffectTwice, Lang::En) => ("Why ", " took effect twice"),
        (Flag::EffectTwice, Lang::Zh) => ("", " 为什么重复生效"),
        (Flag::Reordered, Lang::En) => ("Why ", " came out of order"),
        (Flag::Reordered, Lang::Zh) => ("", " 为什么乱序"),
        (Flag::StaleReplay, Lang::En) => ("Why ", " came after a newer message"),
        (Flag::StaleReplay, Lang::Zh) => ("", " 为什么落在较新的消息之后"),
    }
}

/// The same under this setup.
pub const fn why_heading_under(setup: &Setup, flag: Flag, lang: Lang) -> (&'static str, &'static str) {
    match (is_about_the_log(setup), flag) {
        (true, Flag::DeliveredTwice) => lang.pick(("Why ", " is in the log twice"), ("", " 为什么在日志里有两份")),
        (true, Flag::StaleReplay) => {
            lang.pick(("Why ", " stands behind a newer message"), ("", " 为什么排在较新的消息后面"))
        }
        _ => why_heading(flag, lang),
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
    lang.pick("Undecided", "未定")
}

/// The same beside a quiet flag's name.
pub const fn quiet_not_found(lang: Lang) -> &'static str {
    lang.pick("undecided", "未定")
}

/// It can happen, in a narrow window.
pub fn short_yes(steps: usize, lang: Lang) -> String {
    match lang {
        Lang::En => format!("Yes, in {steps}"),
        Lang::Zh => format!("会，{steps} 步"),
    }
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

/// How many messages, of how many keys, and what may break.
pub fn bounds(setup: &Setup, lang: Lang) -> String {
    let comma = lang.pick(", ", "，");
    let mut text = messages(setup, lang);
    if effective_budget(setup) > 0 {
        text.push_str(comma);
        text.push_str(&kinds(setup, lang));
    }
    text
}

fn messages(setup: &Setup, lang: Lang) -> String {
    let (messages, keys) = (setup.messages, setup.keys);
    match lang {
        Lang::En if messages == 1 => "1 message".to_owned(),
        Lang::En if keys == 1 => format!("{messages} messages"),
        Lang::En => format!("{messages} messages, {keys} keys"),
        Lang::Zh if keys == 1 => format!("{messages} 条消息"),
        Lang::Zh => format!("{messages} 条消息，{keys} 个键"),
    }
}

/// Up to so many kinds are named.
const NAMED: usize = 2;

fn kinds(setup: &Setup, lang: Lang) -> String {
    let kinds: Vec<&str> = setup.faults.kinds.iter().map(|kind| super::fault_label(kind, setup.broker, lang)).collect();
    let all = setup.faults.kinds == FaultKinds::all(setup.broker);
    match lang {
        _ if kinds.len() <= NAMED => kinds.join(lang.pick(" or ", "或")),
        Lang::En if all => "any kind of fault".to_owned(),
        Lang::En => format!("{} kinds of fault", kinds.len()),
        Lang::Zh if all => "任意种类的故障".to_owned(),
        Lang::Zh => format!("{} 种故障", kinds.len()),
    }
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
        Lang::Zh => format!("{states} 个状态之内没有定论"),
    }
}

/// The promise that a flag breaks.
pub const fn promise(flag: Flag, lang: Lang) -> &'static str {
    match flag {
        Flag::Lost => lang.pick("nothing is lost", "不丢失"),
        Flag::ReportedFailure => lang.pick("no failure is reported", "不报失败"),
        Flag::DeliveredTwice => lang.pick("nothing is delivered twice", "不重复投递"),
        Flag::EffectTwice => lang.pick("nothing takes effect twice", "不重复生效"),
        Flag::Reordered => lang.pick("the order is kept", "不乱序"),
        Flag::StaleReplay => lang.pick("no old one comes after a newer", "不重放旧消息"),
    }
}

/// A flag in a cell of the table.
pub const fn mark(flag: Flag, lang: Lang) -> &'static str {
    match flag {
        Flag::Lost => lang.pick("L", "丢"),
        Flag::ReportedFailure => lang.pick("F", "败"),
        Flag::DeliveredTwice => lang.pick("D", "投"),
        Flag::EffectTwice => lang.pick("E", "重"),
        Flag::Reordered => lang.pick("R", "乱"),
        Flag::StaleReplay => lang.pick("r", "旧"),
    }
}

/// A flag and the steps of the shortest run to it.
pub fn in_steps(flag: Flag, steps: usize, lang: Lang) -> String {
    let name = super::flag(flag, lang);
    match lang {
        Lang::En => format!("{name} in {steps} steps"),
        Lang::Zh => format!("{name}，{steps} 步"),
    }
}

/// What is known about the smallest changes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Repaired {
    /// Sets of this many changes are being tried.
    Trying {
        /// Changes in a set.
        size: usize,
        /// Sets tried so far.
        tried: usize,
        /// Worlds visited so far.
        states: usize,
    },
    /// The promises hold as it is.
    Nothing,
    /// One of so many sets is enough, and nothing smaller is.
    OneOf(usize),
    /// One of so many sets is enough; whether less would do is open.
    Perhaps(usize),
    /// No settings of this broker can.
    Never {
        /// Sets tried.
        tried: usize,
        /// Whether whoever receives the messages could keep the promises, by recognising repeats.
        by_dedup: bool,
    },
    /// None was found, but some are open.
    Unknown {
        /// Sets tried.
        tried: usize,
    },
}

/// That in words.
pub fn repairs(repaired: Repaired, lang: Lang) -> String {
    let fixed = |english: &str, chinese: &str| lang.pick(english, chinese).to_owned();
    match (repaired, lang) {
        (Repaired::Trying { size, tried, states }, Lang::En) => {
            let (tried, states) = (grouped(tried), grouped(states));
            format!("Trying {size} at once: {tried} combinations, {states} states so far")
        }
        (Repaired::Trying { size, tried, states }, Lang::Zh) => {
            let (tried, states) = (grouped(tried), grouped(states));
            format!("正在尝试同时改 {size} 项：已试 {tried} 种组合，{states} 个状态")
        }
        (Repaired::Nothing, _) => fixed("Nothing to change: these settings keep it.", "不必改：现有设置已能做到。"),
        (Repaired::OneOf(1), _) => fixed("This is enough, and nothing smaller is:", "这样改就够了，再少不行："),
        (Repaired::OneOf(sets), Lang::En) => format!("Any one of these {sets} is enough, and nothing smaller is:"),
        (Repaired::OneOf(sets), Lang::Zh) => format!("下面 {sets} 种改法任选一种就够了，再少不行："),
        (Repaired::Perhaps(_), _) => {
            fixed("This is enough; whether less would do is not decided:", "这样改就够了；再少行不行，尚未判定：")
        }
        (Repaired::Never { tried, by_dedup }, Lang::En) => {
            let dedup = if by_dedup { " Only what receives the messages could, by recognising repeats." } else { "" };
            format!("No setting of this broker can: none of {} combinations keeps it.{dedup}", grouped(tried))
        }
        (Repaired::Never { tried, by_dedup }, Lang::Zh) => {
            let dedup = if by_dedup { "只能靠接收一方识别重复。" } else { "" };
            format!("这个消息代理的任何设置都做不到：{} 种组合没有一种可行。{dedup}", grouped(tried))
        }
        (Repaired::Unknown { tried }, Lang::En) => {
            format!("Not decided. Of {} combinations some are too large to explore here:", grouped(tried))
        }
        (Repaired::Unknown { tried }, Lang::Zh) => {
            format!("尚未判定。{} 种组合中，有些太大，在这里无法查完：", grouped(tried))
        }
    }
}

/// What to do about sets that are open.
pub const fn try_fewer(lang: Lang) -> &'static str {
    lang.pick("With fewer messages or faults they can be decided.", "减少消息或故障的数目，就能判定。")
}

/// What can happen with a set of changes made.
pub fn price(flags: &[Flag], lang: Lang) -> String {
    let names: Vec<&str> = flags.iter().map(|flag| super::flag(*flag, lang)).collect();
    let names = names.join(lang.pick(", ", "、"));
    match lang {
        Lang::En if flags.is_empty() => "Then nothing else was found to break.".to_owned(),
        Lang::En => format!("Then still possible: {names}."),
        Lang::Zh if flags.is_empty() => "改后没有发现别的问题。".to_owned(),
        Lang::Zh => format!("改后仍可能：{names}。"),
    }
}

/// Before the bounds within which a repair holds.
pub fn within(setup: &Setup, lang: Lang) -> String {
    format!("{}{}{}", bounds_heading(setup, lang), lang.pick(": ", "："), bounds(setup, lang))
}

/// What other runs under a changed setting come to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Elsewhere {
    /// None of them does it, within the bounds.
    Never,
    /// One still does, in so many steps.
    Possible(usize),
    /// They are too many.
    Unknown,
}

/// That in words, after a sentence.
pub fn elsewhere(elsewhere: Elsewhere, lang: Lang) -> String {
    match (elsewhere, lang) {
        (Elsewhere::Never, Lang::En) => " Nor would any other run, within these bounds.".to_owned(),
        (Elsewhere::Never, Lang::Zh) => "在这个范围内，其他运行也不会。".to_owned(),
        (Elsewhere::Possible(steps), Lang::En) => format!(" But another run still can, in {steps} steps."),
        (Elsewhere::Possible(steps), Lang::Zh) => format!("但另一次运行仍然会，{steps} 步就够。"),
        (Elsewhere::Unknown, Lang::En) => {
            " Its other runs are too many to check beside it: try it, and the verdict looks at them all.".to_owned()
        }
        (Elsewhere::Unknown, Lang::Zh) => "它的其他运行太多，这里不逐一检查：试一试，结论会全部看过。".to_owned(),
    }
}

/// A number with a mark at each thousand.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
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
