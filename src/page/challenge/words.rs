//! The challenge's own words; what is said about a level comes from the worker.

use crate::tell::Lang;

macro_rules! words {
    ($($(#[$about:meta])+ $name:ident $english:literal $chinese:literal;)+) => {
        $($(#[$about])+ pub const fn $name(lang: Lang) -> &'static str { lang.pick($english, $chinese) })+
    };
}

words! {
    /// What the list is.
    about "Break it: place the faults yourself. Make it safe: change settings until no run breaks the promise. The best that can be done is searched for here and now."
        "动手弄坏：自己制造故障。设法守住：改设置，直到没有一次运行破坏承诺。最优结果由搜索当场得出。";
    /// The first sort of level.
    to_break "Break it" "动手弄坏";
    /// The second.
    to_protect "Make it safe" "设法守住";
    /// Opens the list.
    all_levels "All levels" "全部关卡";
    /// Closes the list.
    close "Close the list" "收起列表";
    /// Leaves the challenge.
    leave "Leave the challenge" "退出挑战";
    /// Asks for a hint.
    hint "Hint" "提示";
    /// Begins anew.
    again "Start again" "重新开始";
    /// Plays the shortest run.
    show_run "Show the shortest" "播放最短的一次";
    /// Makes the smallest changes.
    show_changes "Show a smallest repair" "看最小的改法";
    /// Opens the next level.
    next "Next level" "下一关";
    /// Before the faults that were placed.
    faults "Faults placed" "已制造故障";
    /// Before the settings that were changed.
    changes "Settings changed" "已改设置";
    /// Before the par.
    fewest "Fewest possible" "最少需要";
    /// Before the best so far.
    best_so_far "Your best" "你的最好成绩";
    /// The level is done.
    done "Done" "完成";
    /// As few as possible.
    par "Done, with as few as possible" "完成，而且不能更少";
    /// A run that was not the reader's own.
    shown "This one was shown to you. Start again and find your own." "这是演示给你看的。重新开始，自己找一个。";
    /// That run again, once the level is done.
    shown_after "This is the best there is." "没有比这更好的了。";
    /// The faults did not do it.
    missed "The promise held in this run. Undo the fault, or start again, and strike elsewhere or at another moment."
        "这次运行守住了承诺。撤销故障或重新开始，换个地方、换个时机再试。";
    /// The search goes on.
    searching "Searching every run…" "正在搜索所有运行…";
    /// The search has stopped.
    undecided "Undecided: the search stopped before it had seen every run. Let it search on." "尚无定论：搜索没有查完就停了。请继续搜索。";
    /// Under a fault button that the level does not allow.
    not_here "Not among this challenge's faults, or none is left. Undo one to place it elsewhere."
        "不在本关可用的故障之内，或次数已用完；撤销后可以另放。";
    /// Over the settings where the level leaves none open.
    all_fixed "All settings are fixed in this level: break a part." "本关的设置都不能改：去制造故障。";
    /// Over the settings where it leaves some open.
    others_fixed "The marked settings may be changed in this level." "本关可以改带标记的设置。";
    /// At a setting that the level does not leave open.
    fixed "fixed in this challenge" "本关固定";
}

/// The level's place.
pub fn place(place: usize, count: usize, lang: Lang) -> String {
    match lang {
        Lang::En => format!("Level {place} of {count}"),
        Lang::Zh => format!("第 {place} 关，共 {count} 关"),
    }
}

/// Steps of a run.
pub fn in_steps(steps: usize, lang: Lang) -> String {
    match lang {
        Lang::En => format!("{steps} steps"),
        Lang::Zh => format!("{steps} 步"),
    }
}

/// So many of all are done.
pub fn done_of(done: usize, count: usize, lang: Lang) -> String {
    match lang {
        Lang::En => format!("{done} of {count} done"),
        Lang::Zh => format!("已完成 {done} / {count}"),
    }
}
