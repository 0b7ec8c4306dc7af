//! Why a promise broke: the few steps of a run that led to a flag, each with a sentence about its part in it. Every
//! chain is read from the run's own events, whatever was played, plucked or found; nothing knows the stories.
//!
//! | file | subject |
//! |---|---|
//! | `trail` | the way of one message through a run: its publishes, its copies, the hands it came into |
//! | `lost`, `twice`, `order`, `failure` | the links of the chain, by flag |
//! | `known` | what the strategy against repeats had to do with it |
//! | `resend` | why the producer sent a message again, or never will |
//! | `link`, `what`, `words` | what a link says |
//! | `table`, `choice` | how links are written down, and which of them are told |
//! | `kafka` | all of that for Kafka |
//! | `what_if` | which setting would have changed the outcome, in words |

mod choice;
mod failure;
mod kafka;
mod known;
mod link;
mod lost;
mod order;
mod resend;
mod table;
mod trail;
mod twice;
mod what;
mod what_if;
mod words;

use self::choice::{LINKS_MAX, chosen, with_a_beginning};
use self::link::{Link, What};
use self::trail::Trail;
use super::Lang;
use super::piece::Piece;
use crate::model::{Event, Flag, Message};
use crate::play::Run;
use crate::setup::Broker;

pub use what_if::what_if;

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
    why_briefly(run, flag, message, lang, LINKS_MAX)
}

/// The same with this many reasons at most, 2 or more.
pub fn why_briefly(run: &Run, flag: Flag, message: Message, lang: Lang, most: usize) -> Vec<Reason> {
    if run.setup().broker == Broker::Kafka {
        return kafka::why(run, flag, message, lang, most);
    }
    let mut reasons: Vec<Reason> = Vec::new();
    let links = chain(run, flag, message, most);
    for same in links.chunk_by(|one, next| one.step == next.step) {
        reasons.push(Reason { step: same[0].step, words: words::tell(run, message, same, lang) });
    }
    reasons
}

/// The steps of [`why`] alone, for marks on the timeline.
pub fn why_steps(run: &Run, flag: Flag, message: Message) -> Vec<usize> {
    let mut steps: Vec<usize> = match run.setup().broker {
        Broker::Rabbitmq => chain(run, flag, message, LINKS_MAX).iter().map(|link| link.step).collect(),
        Broker::Kafka => kafka::steps(run, flag, message),
    };
    steps.dedup();
    steps
}

/// The links that are told, in the order of their steps.
fn chain(run: &Run, flag: Flag, message: Message, most: usize) -> Vec<Link> {
    let Some(end) = raised_at(run, flag, message) else { return Vec::new() };
    let trail = Trail { run, message, end };
    let links = match flag {
        Flag::Lost => lost::links(&trail),
        Flag::ReportedFailure => failure::links(&trail),
        Flag::DeliveredTwice => twice::deliveries(&trail),
        Flag::EffectTwice => twice::effects(&trail),
        Flag::Reordered | Flag::StaleReplay => order::links(&trail, flag),
    };
    let began = trail.publishes().next().map(|first| Link::new(first.sent, What::Published));
    with_a_beginning(chosen(links, most), end, began, most)
}

/// The step that raised the flag for the message.
fn raised_at(run: &Run, flag: Flag, message: Message) -> Option<usize> {
    let raised = |(_, event): &(usize, &Event)| **event == Event::Raised { flag, message };
    run.all_events().find(raised).map(|(step, _)| step)
}
