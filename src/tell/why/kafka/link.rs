//! One link of a chain, and its sentence: the clause of its line in the table with the gaps filled.

use super::super::choice::Choosable;
use super::super::known::Note;
use super::what::What;
use crate::model::{Action, Consumer, Fault, Member, Message, ProduceError};
use crate::play::Run;
use crate::setup::FaultKind;
use crate::tell::piece::{Part, Piece, Tale};
use crate::tell::{Lang, several_consumers};

/// One link of a chain.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Link {
    pub step: usize,
    pub what: What,
    /// Who did it, or to whom.
    pub consumer: Consumer,
    /// The other message that it is about.
    pub other: Message,
    /// The node that it is about, if the same may be said of several.
    pub node: Option<Member>,
    pub offset: u16,
    pub error: ProduceError,
}

impl Link {
    pub const fn new(step: usize, what: What) -> Self {
        let (consumer, other, error) = (Consumer(0), Message(1), ProduceError::Passing);
        Self { step, what, consumer, other, node: None, offset: 0, error }
    }

    pub const fn of(note: Note) -> Self {
        Self::new(note.step, What::Known(note.known)).by(note.consumer).about(note.other)
    }

    pub const fn by(self, consumer: Consumer) -> Self {
        Self { consumer, ..self }
    }

    pub const fn about(self, other: Message) -> Self {
        Self { other, ..self }
    }

    pub const fn on(self, node: Member) -> Self {
        Self { node: Some(node), ..self }
    }

    pub const fn at(self, offset: u16) -> Self {
        Self { offset, ..self }
    }

    pub const fn with(self, error: ProduceError) -> Self {
        Self { error, ..self }
    }
}

impl Choosable for Link {
    /// The same may be said of each node.
    type Said = (What, Option<Member>);
    type Place = What;

    fn step(&self) -> usize {
        self.step
    }

    fn rank(&self) -> u8 {
        self.what.row().rank
    }

    fn said(&self) -> Self::Said {
        (self.what, self.node)
    }

    fn place(&self) -> What {
        self.what
    }
}

/// The sentences of the links of one step.
pub fn tell(run: &Run, message: Message, links: &[Link], lang: Lang) -> Vec<Piece> {
    let mut tale = Tale::new(lang, several_consumers(run.setup()));
    let mut named = false;
    for link in links {
        let row = link.what.row();
        let strike = if named { lang.pick("That", "同时，") } else { strike(run, link.step, lang) };
        let told = matches!(link.what, What::AllLostPower | What::LostPower | What::DiskLost);
        named |= told || row.english.starts_with("{s}");
        fill(&mut tale, lang.pick(row.english, row.chinese), message, link, strike);
        lang.pick(".", "。").add_to(&mut tale);
    }
    tale.finish()
}

fn fill(tale: &mut Tale, clause: &'static str, message: Message, link: &Link, strike: &'static str) {
    for (place, part) in clause.split(['{', '}']).enumerate() {
        match part {
            "" => {}
            _ if place % 2 == 0 => part.add_to(tale),
            "m" => message.add_to(tale),
            "n" => link.other.add_to(tale),
            "c" => link.consumer.add_to(tale),
            "k" => link.node.unwrap_or(Member(0)).add_to(tale),
            "o" => link.offset.add_to(tale),
            "e" => error(link.error, tale.lang).add_to(tale),
            _ => strike.add_to(tale),
        }
    }
}

const fn error(error: ProduceError, lang: Lang) -> &'static str {
    match error {
        ProduceError::Passing => lang.pick("a passing error", "一个临时错误"),
        ProduceError::NotEnoughReplicas => "NOT_ENOUGH_REPLICAS",
        ProduceError::NotEnoughReplicasAfterAppend => "NOT_ENOUGH_REPLICAS_AFTER_APPEND",
        ProduceError::OutOfOrderSequence => "OUT_OF_ORDER_SEQUENCE_NUMBER",
    }
}

/// What struck in the step, to begin a sentence with.
fn strike(run: &Run, step: usize, lang: Lang) -> &'static str {
    let Some(Action::Fault(Fault { kind, .. })) = run.moment(step).action else {
        return lang.pick("The cut", "连接断开，");
    };
    match kind {
        FaultKind::ProcessCrash => lang.pick("The leader's crash", "主副本崩溃，"),
        FaultKind::PowerLoss => lang.pick("The leader's power loss", "主副本掉电，"),
        FaultKind::DiskLoss => lang.pick("The loss of the leader and its disk", "主副本连同磁盘损坏，"),
        FaultKind::ClusterPowerLoss => lang.pick("The power loss of all nodes", "所有节点掉电，"),
        _ => lang.pick("The cut", "连接断开，"),
    }
}
