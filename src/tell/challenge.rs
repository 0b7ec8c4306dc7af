//! The challenge: what is to be done in each level, what it leaves behind, and hints that are read from its best answer.
//! A level's own words are in its file in `challenge/`; the page has them from the worker.

use super::piece::Piece;
use super::{Hop, Lang, fault_label, interface, verdict};
use crate::explore::Best;
use crate::model::{Action, Flag, Pace};
use crate::play::Run;
use crate::setup::{FaultKind, Goal, Harm, Level};

/// The words around one level.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LevelWords {
    /// What the list calls it.
    pub title: String,
    /// What is to be done, in one sentence.
    pub goal: String,
    /// What may break there, or be broken.
    pub faults: String,
    /// What to notice at the beginning.
    pub look: String,
    /// What to take away.
    pub remember: String,
}

/// A level's own words in English and Chinese.
struct Told {
    name: &'static str,
    title: [&'static str; 2],
    look: [&'static str; 2],
    remember: [&'static str; 2],
}

include!(concat!(env!("OUT_DIR"), "/level_words.rs"));

/// The words around a level.
pub fn level_words(level: &Level, lang: Lang) -> LevelWords {
    let told = LEVELS.iter().find(|told| told.name == level.name);
    let of = |words: fn(&Told) -> [&'static str; 2]| {
        told.map_or("", |told| {
            let [english, chinese] = words(told);
            lang.pick(english, chinese)
        })
    };
    LevelWords {
        title: of(|told| told.title).to_owned(),
        goal: goal(level, lang),
        faults: faults(level, lang),
        look: of(|told| told.look).to_owned(),
        remember: of(|told| told.remember).to_owned(),
    }
}

fn goal(level: &Level, lang: Lang) -> String {
    let budget = level.setup.faults.budget;
    match (level.goal, lang) {
        (Goal::Break(harm), Lang::En) => {
            let faults = if budget == 1 { "one fault".to_owned() } else { format!("at most {budget} faults") };
            format!("{} with {faults}.", done(harm, lang))
        }
        (Goal::Break(harm), Lang::Zh) if budget == 1 => format!("只用一处故障，{}。", done(harm, lang)),
        (Goal::Break(harm), Lang::Zh) => format!("最多用 {budget} 处故障，{}。", done(harm, lang)),
        (Goal::Protect { from, .. }, _) => {
            let kept: Vec<&str> = from.iter().map(|harm| verdict::promise(Flag::from(*harm), lang)).collect();
            match lang {
                Lang::En => format!("Change the settings so that {}, in every run.", all(&kept, lang)),
                Lang::Zh => format!("改设置，使每一次运行都{}。", all(&kept, lang)),
            }
        }
    }
}

/// The harm as something to do.
const fn done(harm: Harm, lang: Lang) -> &'static str {
    match harm {
        Harm::Lost => lang.pick("Lose a message", "弄丢一条消息"),
        Harm::Twice => lang.pick("Make a message take effect twice", "让一条消息重复生效"),
        Harm::OutOfOrder => lang.pick("Get messages of one key out of order", "让同一个键的消息乱序"),
    }
}

/// A list that ends with this word; Chinese needs none.
fn listed(words: &[&str], word: &str, lang: Lang) -> String {
    match (words, lang) {
        ([most @ .., last], Lang::En) if !most.is_empty() => format!("{} {word} {last}", most.join(", ")),
        _ => words.join("、"),
    }
}

fn all(words: &[&str], lang: Lang) -> String {
    listed(words, "and", lang)
}

fn faults(level: &Level, lang: Lang) -> String {
    let setup = &level.setup;
    let kinds: Vec<&str> = setup.faults.kinds.iter().map(|kind| fault_label(kind, setup.broker, lang)).collect();
    let kinds = listed(&kinds, "or", lang);
    match (level.goal, setup.faults.budget, lang) {
        (Goal::Break(_), _, Lang::En) => format!("To break: {kinds}."),
        (Goal::Break(_), _, Lang::Zh) => format!("可以制造：{kinds}。"),
        (Goal::Protect { .. }, 0, _) => lang.pick("Nothing breaks here.", "这里不出任何故障。").to_owned(),
        (Goal::Protect { .. }, 1, Lang::En) => format!("One fault may strike: {kinds}."),
        (Goal::Protect { .. }, budget, Lang::En) => format!("Up to {budget} faults may strike: {kinds}."),
        (Goal::Protect { .. }, 1, Lang::Zh) => format!("可能出一处故障：{kinds}。"),
        (Goal::Protect { .. }, budget, Lang::Zh) => format!("最多出 {budget} 处故障：{kinds}。"),
    }
}

/// Which part to look at, and then which moment, or which setting: read from the level's best answer.
pub fn hints(level: &Level, best: &Best, lang: Lang) -> Vec<Vec<Piece>> {
    match best {
        Best::Run { actions, .. } => match Run::replay(&level.setup, actions) {
            Ok(run) => vec![parts(&run, lang), moments(&run, lang)],
            Err(_) => Vec::new(),
        },
        Best::Changes(changes) => {
            let mut hops: Vec<&str> =
                changes.iter().map(|(field, _)| Hop::of(*field).heading(level.setup.broker, lang)).collect();
            hops.dedup();
            let fields: Vec<&str> = changes.iter().map(|(field, _)| field.name()).collect();
            let (hops, fields) = (all(&hops, lang), all(&fields, lang));
            vec![
                vec![text(match lang {
                    Lang::En => format!("Look at these settings: {hops}."),
                    Lang::Zh => format!("看看这些设置：{hops}。"),
                })],
                vec![text(match lang {
                    Lang::En => format!("One of the smallest repairs changes {fields}."),
                    Lang::Zh => format!("最小的改法之一，改的是 {fields}。"),
                })],
            ]
        }
    }
}

fn text(words: String) -> Piece {
    Piece::Text(words.into())
}

/// The faults of a run, each with its step.
fn struck(run: &Run) -> impl Iterator<Item = (usize, FaultKind)> {
    (1..).zip(run.actions()).filter_map(|(step, action)| match action {
        Action::Fault(fault) => Some((step, fault.kind)),
        other => {
            debug_assert!(other.pace() != Pace::Fault, "the explorer plucks nothing");
            None
        }
    })
}

/// Which parts are struck, in order.
fn parts(run: &Run, lang: Lang) -> Vec<Piece> {
    let mut parts: Vec<&str> = struck(run).map(|(_, kind)| part(kind, lang)).collect();
    parts.dedup();
    let parts = parts.join(lang.pick(", then ", "，然后是"));
    vec![text(match lang {
        Lang::En => format!("In the shortest run it strikes here: {parts}."),
        Lang::Zh => format!("最短的一次运行里，故障出在：{parts}。"),
    })]
}

/// The part of the page's fault buttons under which a kind stands.
fn part(kind: FaultKind, lang: Lang) -> &'static str {
    match kind {
        FaultKind::PublishLost | FaultKind::ConfirmLost | FaultKind::ResendTimer | FaultKind::PublishRefused => {
            interface::producer(lang)
        }
        FaultKind::ProcessCrash
        | FaultKind::PowerLoss
        | FaultKind::DiskLoss
        | FaultKind::ClusterPowerLoss
        | FaultKind::FollowerLag => interface::broker(lang),
        FaultKind::DeliveryLost | FaultKind::AckLost => lang.pick("connection to the consumer", "与消费者的连接"),
        FaultKind::ConsumerCrashBeforeEffect
        | FaultKind::ConsumerCrashAfterEffect
        | FaultKind::ZombieConsumer
        | FaultKind::Rebalance
        | FaultKind::HandlerException
        | FaultKind::ConsumerNack
        | FaultKind::ConsumerCancel => interface::consumer(lang),
    }
}

/// After what each of the faults strikes. Steps of that run are no steps of the one on the page, so none is a link.
fn moments(run: &Run, lang: Lang) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (step, kind) in struck(run) {
        if !pieces.is_empty() {
            pieces.push(Piece::Text(lang.pick(" ", "").into()));
        }
        let label = fault_label(kind, run.setup().broker, lang);
        pieces.push(text(match (step, lang) {
            (1, Lang::En) => format!("\"{label}\" comes before anything else."),
            (1, Lang::Zh) => format!("一开始就是“{label}”。"),
            (_, Lang::En) => format!("\"{label}\" comes right after this: "),
            (_, Lang::Zh) => format!("“{label}”紧接在这一步之后："),
        }));
        if step > 1 {
            pieces.extend(super::sentence(run, step - 1, lang).into_iter().map(|piece| match piece {
                Piece::Step(_, words) => Piece::Text(words),
                other => other,
            }));
        }
    }
    pieces
}
