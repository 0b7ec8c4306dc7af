//! Why a promise broke under Kafka, read from the run's events.
//!
//! | file | subject |
//! |---|---|
//! | `trail` | the way of one message: its requests, its records in the logs, the hands it came into |
//! | `lost`, `twice`, `order`, `failure` | the links of the chain, by flag |
//! | `resend` | why the producer sent a message again, or never will |
//! | `replica` | which logs got and gave up a record, and who led without it |
//! | `group` | who took a partition over, and why it began where it did |
//! | `link`, `what` | what a link says |

mod failure;
mod group;
mod link;
mod lost;
mod order;
mod replica;
mod resend;
mod trail;
mod twice;
mod what;

use self::link::Link;
use self::trail::Trail;
use self::what::What;
use super::choice::{LINKS_MAX, chosen, with_a_beginning};
use super::{Reason, raised_at};
use crate::model::{Flag, Message};
use crate::play::Run;
use crate::tell::Lang;

/// The steps that led to the flag for this message, with their sentences.
pub fn why(run: &Run, flag: Flag, message: Message, lang: Lang, most: usize) -> Vec<Reason> {
    let links = chain(run, flag, message, most);
    let same_step = links.chunk_by(|one, next| one.step == next.step);
    same_step.map(|links| Reason { step: links[0].step, words: link::tell(run, message, links, lang) }).collect()
}

/// Those steps alone, in their order, one for each link.
pub fn steps(run: &Run, flag: Flag, message: Message) -> Vec<usize> {
    chain(run, flag, message, LINKS_MAX).iter().map(|link| link.step).collect()
}

fn chain(run: &Run, flag: Flag, message: Message, most: usize) -> Vec<Link> {
    let Some(end) = raised_at(run, flag, message) else { return Vec::new() };
    let trail = Trail { run, message, end };
    let links = match (flag, run.setup().kafka.consumers) {
        (Flag::Lost, _) => lost::links(&trail),
        (Flag::ReportedFailure, _) => failure::links(&trail),
        (Flag::DeliveredTwice, 0) => twice::in_log(&trail),
        (Flag::DeliveredTwice, _) => twice::deliveries(&trail),
        (Flag::EffectTwice, _) => twice::effects(&trail),
        (Flag::Reordered | Flag::StaleReplay, 0) => order::in_log(&trail, flag),
        (Flag::Reordered | Flag::StaleReplay, _) => order::effects(&trail, flag),
    };
    let began = trail.requests().next().map(|first| Link::new(first.sent, What::Sent));
    with_a_beginning(chosen(links, most), end, began, most)
}
