//! Words about two setups beside each other.

use crate::play::Side;
use crate::tell::Lang;

/// What a side is called.
pub const fn tag(side: Side) -> &'static str {
    match side {
        Side::First => "A",
        Side::Second => "B",
    }
}

/// The heading.
pub const fn heading(lang: Lang) -> &'static str {
    lang.pick("A and B: the same timing, the same faults, other settings", "A 与 B：时序相同，故障相同，设置不同")
}

/// The settings are the same so far.
pub const fn nothing_changed(lang: Lang) -> &'static str {
    lang.pick(
        "So far A and B have the same settings. Change one, and see where B goes another way.",
        "A 与 B 的设置目前相同。改动一项，看 B 从哪一步起不同。",
    )
}

/// The settings differ, the runs don't.
pub const fn no_difference(lang: Lang) -> &'static str {
    lang.pick("Step by step, B does just what A does.", "B 的每一步都与 A 相同。")
}

/// How long the runs are the same.
pub fn same_until(steps: usize, lang: Lang) -> String {
    match (steps, lang) {
        (0, Lang::En) => "They differ from the first step on.".to_owned(),
        (0, Lang::Zh) => "从第一步起就不同。".to_owned(),
        (1, Lang::En) => "For one step they do the same, then they part.".to_owned(),
        (_, Lang::En) => format!("For {steps} steps they do the same, then they part."),
        (_, Lang::Zh) => format!("前 {steps} 步相同，之后就不同了。"),
    }
}

/// How many of A's faults struck in B.
pub fn struck(struck: usize, faults: usize, lang: Lang) -> String {
    match (faults - struck, faults, lang) {
        (0, ..) => String::new(),
        (_, 1, Lang::En) => " The fault of A finds nothing to strike in B.".to_owned(),
        (_, 1, Lang::Zh) => "A 的故障在 B 里无从发生。".to_owned(),
        (missed, _, Lang::En) => format!(" Of A's {faults} faults, {missed} can't strike in B."),
        (missed, _, Lang::Zh) => format!("A 的 {faults} 次故障中，有 {missed} 次在 B 里无从发生。"),
    }
}

/// Leads to the first difference.
pub const fn to_difference(lang: Lang) -> &'static str {
    lang.pick("Go to the first difference", "跳到第一处不同")
}

/// At the first difference.
pub const fn here(lang: Lang) -> &'static str {
    lang.pick("first difference", "第一处不同")
}

/// This side does nothing in this moment.
pub const fn waits(lang: Lang) -> &'static str {
    lang.pick("nothing new", "没有动作")
}

/// Before the choice of the side whose settings, verdict and panels are shown.
pub const fn detail(lang: Lang) -> &'static str {
    lang.pick("Settings and answers of", "设置与答案")
}

/// Over the buttons that break a part.
pub const fn breaks(lang: Lang) -> &'static str {
    lang.pick(
        "What you break in A strikes B too, once B has come as far.",
        "你在 A 里制造的故障，B 走到同样的地方时也会发生。",
    )
}

/// Over the settings.
pub const fn settings_of(side: Side, lang: Lang) -> &'static str {
    match side {
        Side::First => lang.pick("Settings of A", "A 的设置"),
        Side::Second => lang.pick("Settings of B", "B 的设置"),
    }
}

/// Ends the comparison with this side.
pub const fn keep(side: Side, lang: Lang) -> &'static str {
    match side {
        Side::First => lang.pick("Keep only A", "只留 A"),
        Side::Second => lang.pick("Keep only B", "只留 B"),
    }
}

/// Gives B the value of A again.
pub fn like_a(setting: &str, lang: Lang) -> String {
    match lang {
        Lang::En => format!("{setting}: as in A"),
        Lang::Zh => format!("{setting}：与 A 相同"),
    }
}

/// Gives B all of A's settings.
pub const fn all_like_a(lang: Lang) -> &'static str {
    lang.pick("Back to the settings of A", "恢复为 A 的设置")
}

/// Lays a changed setting beside the run as it was.
pub const fn side_by_side(lang: Lang) -> &'static str {
    lang.pick("Side by side", "并排看")
}
