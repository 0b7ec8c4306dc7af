//! Why a promise broke: the few steps of a run that led to a flag, each with a sentence about its part in it. Every
//! chain is read from the run's own events, whatever was played, plucked or found; nothing knows the stories.
//!
//! | file | subject |
//! |---|---|
//! | `trail` | the way of one message through a run: its publishes, its copies, the hands it came into |
//! | `lost`, `twice`, `order`, `failure` | the links of the chain, by flag |
//! | `resend` | why the producer sent a message again, or never will |
//! | `link`, `what`, `words` | what a link says |
//! | `what_if` | which setting would have changed the outcome, in words |

mod failure;
mod link;
mod lost;
mod order;
mod resend;
mod trail;
mod twice;
mod what;
mod what_if;
mod words;

use std::cmp::Reverse;

use self::link::{Link, What};
use self::trail::Trail;
use super::Lang;
use super::piece::Piece;
use crate::model::{Event, Flag, Message};
use crate::play::Run;

pub use what_if::what_if;

/// The most links of a chain that are told: what is left out mattered least.
const LINKS_MAX: usize = 6;

/// One step's part in a broken promise.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reason {
    /// The step, counted from 1.
    pub step: usize,
    /// What it did to the message, and what followed.
    pub words: Vec<Piece>,
}

/// The two to six steps that led to the flag for this message, in their order; the last one raised it. Nothing if the
/// run never raises it.
pub fn why(run: &Run, flag: Flag, message: Message, lang: Lang) -> Vec<Reason> {
    let mut reasons: Vec<Reason> = Vec::new();
    let links = chain(run, flag, message);
    for same in links.chunk_by(|one, next| one.step == next.step) {
        reasons.push(Reason { step: same[0].step, words: words::tell(run, message, same, lang) });
    }
    reasons
}

/// The steps of [`why`] alone, for marks on the timeline.
pub fn why_steps(run: &Run, flag: Flag, message: Message) -> Vec<usize> {
    let mut steps: Vec<usize> = chain(run, flag, message).iter().map(|link| link.step).collect();
    steps.dedup();
    steps
}

/// The links that are told, in the order of their steps.
fn chain(run: &Run, flag: Flag, message: Message) -> Vec<Link> {
    let raised = |(_, event): &(usize, &Event)| **event == Event::Raised { flag, message };
    let Some((end, _)) = run.all_events().find(raised) else { return Vec::new() };
    let trail = Trail { run, message, end };
    let links = match flag {
        Flag::Lost => lost::links(&trail),
        Flag::ReportedFailure => failure::links(&trail),
        Flag::DeliveredTwice => twice::deliveries(&trail),
        Flag::EffectTwice => twice::effects(&trail),
        Flag::Reordered | Flag::StaleReplay => order::links(&trail, flag),
    };
    with_a_beginning(&trail, chosen(links))
}

/// The links that matter most; among equals the later ones, which are nearer to the flag. What happened several times is
/// told once, as each flag's list has it first.
fn chosen(mut links: Vec<Link>) -> Vec<Link> {
    let mut known: Vec<What> = Vec::new();
    links.retain(|link| {
        let new = !known.contains(&link.what);
        known.push(link.what);
        new
    });
    links.sort_by_key(|link| (link.what.row().rank, Reverse(link.step)));
    links.truncate(LINKS_MAX);
    links.sort_by_key(|link| (link.step, link.what));
    links
}

/// A step that explains itself still needs the one in which the story began.
fn with_a_beginning(trail: &Trail, mut links: Vec<Link>) -> Vec<Link> {
    let alone = links.iter().all(|link| link.step == trail.end);
    if let Some(first) = trail.publishes().next().filter(|_| alone) {
        links.truncate(LINKS_MAX - 1);
        links.insert(0, Link::new(first.sent, What::Published));
    }
    links
}
