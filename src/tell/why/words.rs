//! Puts the sentence of a step together: the clause of each link, with its gaps filled, and what followed.

use super::link::{Link, Then, What};
use crate::model::{Action, Fault, Message};
use crate::play::Run;
use crate::setup::{FaultKind, QueueType};
use crate::tell::Lang;
use crate::tell::piece::{Part, Piece, Tale};

/// The sentence of the links of one step.
pub fn tell(run: &Run, message: Message, links: &[Link], lang: Lang) -> Vec<Piece> {
    let mut tale = Tale::new(lang, run.setup().consumers() > 1);
    let mut named = false;
    for link in links {
        let row = link.what.row();
        let strike = if named { lang.pick("That", "同时，") } else { strike(run, link.step, lang) };
        named |= link.what <= What::NoMajority || row.english.starts_with("{s}");
        for clause in [lang.pick(row.english, row.chinese), then(link.then, lang)] {
            fill(&mut tale, clause, message, link, strike);
        }
    }
    tale.finish()
}

/// Adds a clause, with its gaps filled.
fn fill(tale: &mut Tale, clause: &'static str, message: Message, link: &Link, strike: &'static str) {
    for (place, part) in clause.split(['{', '}']).enumerate() {
        match part {
            "" => {}
            _ if place % 2 == 0 => part.add_to(tale),
            "m" => message.add_to(tale),
            "n" => link.other.add_to(tale),
            "c" => link.consumer.add_to(tale),
            "k" => link.node.add_to(tale),
            _ => strike.add_to(tale),
        }
    }
}

/// What struck in the step, to begin a sentence with.
fn strike(run: &Run, step: usize, lang: Lang) -> &'static str {
    let Some(Action::Fault(Fault { kind, .. })) = run.moment(step).action else {
        return lang.pick("The cut", "连接断开，");
    };
    let quorum = run.setup().rabbitmq.queue_type == QueueType::Quorum;
    match kind {
        FaultKind::ProcessCrash if quorum => lang.pick("The leader's crash", "主副本崩溃，"),
        FaultKind::ProcessCrash => lang.pick("The broker's crash", "消息代理崩溃，"),
        FaultKind::PowerLoss if quorum => lang.pick("The leader's power loss", "主副本掉电，"),
        FaultKind::PowerLoss => lang.pick("The power loss", "机器掉电，"),
        FaultKind::DiskLoss => lang.pick("The loss of the node and its disk", "节点连同磁盘损坏，"),
        FaultKind::ClusterPowerLoss => lang.pick("The power loss of all nodes", "所有节点掉电，"),
        FaultKind::ConsumerCrashBeforeEffect | FaultKind::ConsumerCrashAfterEffect => {
            lang.pick("The consumer's crash", "消费者崩溃，")
        }
        FaultKind::ZombieConsumer => lang.pick("The loss of the channel", "信道断开，"),
        FaultKind::PublishLost
        | FaultKind::ConfirmLost
        | FaultKind::ResendTimer
        | FaultKind::PublishRefused
        | FaultKind::DeliveryLost
        | FaultKind::AckLost
        | FaultKind::Rebalance
        | FaultKind::FollowerLag
        | FaultKind::ConsumerNack
        | FaultKind::ConsumerCancel
        | FaultKind::HandlerException => lang.pick("The cut", "连接断开，"),
    }
}

/// What followed, up to the full stop.
const fn then(then: Then, lang: Lang) -> &'static str {
    let (english, chinese) = match then {
        Then::Nothing => (".", "。"),
        Then::SendAgain => (", so the producer had to send {m} again.", "，生产者只好重发{m}。"),
        Then::NeverAgain => (", and this producer never sends anything again.", "，而这个生产者从不重发。"),
        Then::NobodyNoticed => (
            ", and the producer, which expected no answer, learnt nothing of it.",
            "；生产者本来就不等答复，无从得知。",
        ),
        Then::Untold => (", and without confirms it told nobody.", "；没有启用确认，它谁也没有告诉。"),
        Then::Returned => (", and as a mandatory message it was sent back.", "；它带有 mandatory 标志，于是被退回。"),
        Then::CountsAsDone => (
            ", yet to the broker that settled the matter, and it could say yes.",
            "；对消息代理来说事情却已了结，可以答复成功。",
        ),
        Then::PutBack => ("; the broker put {m} back into the queue.", "；消息代理把{m}放回队列。"),
        Then::PutBehind => ("; the broker put {m} back, behind {n}.", "；消息代理把{m}放回队列，排在{n}之后。"),
        Then::StillUnacked => (", so in the queue {m} still counted as unacked.", "，在队列里{m}仍算未确认。"),
        Then::YetStored => (", although the broker had stored it.", "，尽管消息代理其实存下过它。"),
    };
    lang.pick(english, chinese)
}
