//! Everything that can happen, one value a thing. A run is a list of these.

use super::name::{Consumer, Line, Member, Partition, Way};
use crate::setup::{FaultKind, choice};

/// One thing that can happen.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Action {
    /// The producer writes its next publish, or the commit that is due.
    Publish,
    /// The producer reads the next answer.
    ProducerReads,
    /// The broker reads the next thing from the producer.
    BrokerReads,
    /// tx: the broker applies the next publish of the commit.
    ApplyCommit,
    /// The broker writes every answer that is due. Kafka: the wait for replicas that have left ends in an error (B16).
    Answer,
    /// The broker flushes publishes and removals from memory to the page cache (A15).
    Flush,
    /// The operating system writes its page cache to the disk.
    WriteBack,
    /// The queue hands its next message to a consumer (A43).
    Dispatch,
    /// The broker reads the next thing from this consumer.
    BrokerReadsFrom(Consumer),
    /// The consumer reads its next delivery.
    ConsumerReads(Consumer),
    /// The effect of the oldest message in the consumer's hand happens.
    Effect(Consumer),
    /// The consumer writes the ack that is due.
    Acknowledge(Consumer),
    /// After a broker fault the consumer drops what it still has in hand.
    Forget(Consumer),
    /// A dead consumer comes back.
    ConsumerStarts(Consumer),
    /// A stopped node comes back.
    NodeStarts(Member),
    /// Replicated queue: a follower takes over the leader's log and writes it to its disk.
    Replicate(Member),
    /// Replicated queue: this member becomes the leader.
    Elect(Member),
    /// The consumer polls: it gets records of its partitions, or begins anew where the log has ended (B32, B39).
    Poll(Consumer),
    /// The consumer commits what its policy says is due (B32).
    Commit(Consumer),
    /// The effect of one record in the consumer's hand happens, wherever it stands there: one of several threads is done.
    EffectOf {
        /// Which consumer.
        consumer: Consumer,
        /// Which of the records in its hand, counted from 0.
        place: u8,
    },
    /// One of the consumer's threads commits the offset of the record that it has finished (B33).
    CommitOf {
        /// Which consumer.
        consumer: Consumer,
        /// Which of the records in its hand, counted from 0.
        place: u8,
    },
    /// One of the consumer's threads writes the ack of its message (D4).
    AcknowledgeOf {
        /// Which consumer.
        consumer: Consumer,
        /// Which of the messages in its hand, counted from 0.
        place: u8,
    },
    /// After a power loss: the last record of this log had not reached the disk (B7).
    TailLost {
        /// On which node.
        member: Member,
        /// Of which partition.
        partition: Partition,
    },
    /// Something breaks.
    Fault(Fault),
    /// A person cuts the connection at the envelope of this place, counted from the one that arrives next. It and what
    /// is behind it are destroyed, those ahead of it arrive first (N1).
    Pluck {
        /// Which connection.
        line: Line,
        /// In which direction.
        way: Way,
        /// Which envelope, 0 for the one that arrives next.
        place: u8,
    },
}

/// A fault and where it strikes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Fault {
    /// What kind.
    pub kind: FaultKind,
    /// Which consumer, for kinds that strike one.
    pub consumer: Option<Consumer>,
    /// Which node, for kinds that strike one of several.
    pub member: Option<Member>,
}

impl Fault {
    /// One that strikes the producer, its connection or the broker.
    pub const fn of(kind: FaultKind) -> Self {
        Self { kind, consumer: None, member: None }
    }

    /// One that strikes a consumer.
    pub const fn at(kind: FaultKind, consumer: Consumer) -> Self {
        Self { kind, consumer: Some(consumer), member: None }
    }

    /// One that strikes a node of several.
    pub const fn on(kind: FaultKind, member: Member) -> Self {
        Self { kind, consumer: None, member: Some(member) }
    }
}

choice! {
    /// How long a thing takes, roughly; the player turns it into virtual time.
    Pace, default Wire {
        /// A program decides to write.
        Write = "write",
        /// A flight over the network.
        Wire = "wire",
        /// Work inside the broker.
        Broker = "broker",
        /// The broker carries out one part of a commit.
        Commit = "commit",
        /// A flush to the page cache.
        Flush = "flush",
        /// The system's write-back to the disk.
        WriteBack = "write_back",
        /// Replication to another node and its disk.
        Replication = "replication",
        /// The consumer's work on one message.
        Work = "work",
        /// A process or node starts again.
        Restart = "restart",
        /// A fault: it comes when a person, a seed or a record says so.
        Fault = "fault",
    }
}

impl Action {
    /// How long it takes.
    pub const fn pace(self) -> Pace {
        match self {
            Self::Publish
            | Self::Acknowledge(_)
            | Self::AcknowledgeOf { .. }
            | Self::Commit(_)
            | Self::CommitOf { .. } => Pace::Write,
            Self::ProducerReads
            | Self::BrokerReads
            | Self::BrokerReadsFrom(_)
            | Self::ConsumerReads(_)
            | Self::Poll(_) => Pace::Wire,
            Self::Answer | Self::Dispatch | Self::TailLost { .. } => Pace::Broker,
            Self::ApplyCommit => Pace::Commit,
            Self::Flush => Pace::Flush,
            Self::WriteBack => Pace::WriteBack,
            Self::Replicate(_) => Pace::Replication,
            Self::Effect(_) | Self::EffectOf { .. } | Self::Forget(_) => Pace::Work,
            Self::ConsumerStarts(_) | Self::NodeStarts(_) | Self::Elect(_) => Pace::Restart,
            Self::Fault(_) | Self::Pluck { .. } => Pace::Fault,
        }
    }

    /// The connection and direction whose next envelope this action reads, if it reads one.
    pub const fn reads(self) -> Option<(Line, Way)> {
        match self {
            Self::ProducerReads => Some((Line::Producer, Way::ToClient)),
            Self::BrokerReads => Some((Line::Producer, Way::ToBroker)),
            Self::BrokerReadsFrom(consumer) => Some((Line::Consumer(consumer), Way::ToBroker)),
            Self::ConsumerReads(consumer) => Some((Line::Consumer(consumer), Way::ToClient)),
            _ => None,
        }
    }
}

/// How many codes each kind of action may take: enough for every consumer, member and place.
const ARGUMENTS: u32 = 8;
/// First codes of faults and plucks.
const FAULTS: u32 = 20 * ARGUMENTS;
const FAULT_PLACES: u32 = 5;
const PLUCKS: u32 = 1024;
const PLACES: u32 = Action::PLACES_MAX as u32;
/// First codes of losses of a tail, of effects and of commits by place.
const TAILS: u32 = 12 * ARGUMENTS;
const PARTITIONS: u32 = 4;
const EFFECTS: u32 = 4096;
const COMMITS: u32 = EFFECTS + CONSUMERS * PLACES;
const ACKS: u32 = COMMITS + CONSUMERS * PLACES;
const CONSUMERS: u32 = 4;

impl Action {
    /// Places on a wire that can be plucked, or in a hand that can be worked on; their codes go no further.
    pub const PLACES_MAX: u8 = 128;

    /// A number for records. Frozen within a model version; numbers below 128 take one byte of a link.
    pub const fn code(self) -> u32 {
        let (kind, argument) = match self {
            Self::Publish => (0, 0),
            Self::ProducerReads => (0, 1),
            Self::BrokerReads => (0, 2),
            Self::ApplyCommit => (0, 3),
            Self::Answer => (0, 4),
            Self::Flush => (0, 5),
            Self::WriteBack => (0, 6),
            Self::Dispatch => (0, 7),
            Self::BrokerReadsFrom(consumer) => (1, consumer.0),
            Self::ConsumerReads(consumer) => (2, consumer.0),
            Self::Effect(consumer) => (3, consumer.0),
            Self::Acknowledge(consumer) => (4, consumer.0),
            Self::Forget(consumer) => (5, consumer.0),
            Self::ConsumerStarts(consumer) => (6, consumer.0),
            Self::NodeStarts(member) => (7, member.0),
            Self::Replicate(member) => (8, member.0),
            Self::Elect(member) => (9, member.0),
            Self::Poll(consumer) => (10, consumer.0),
            Self::Commit(consumer) => (11, consumer.0),
            Self::TailLost { member, partition } => {
                return TAILS + member.0 as u32 * PARTITIONS + partition.0 as u32;
            }
            Self::EffectOf { consumer, place } => return EFFECTS + consumer.0 as u32 * PLACES + place as u32,
            Self::CommitOf { consumer, place } => return COMMITS + consumer.0 as u32 * PLACES + place as u32,
            Self::AcknowledgeOf { consumer, place } => return ACKS + consumer.0 as u32 * PLACES + place as u32,
            Self::Fault(Fault { kind, consumer, member }) => {
                return FAULTS + kind as u32 * FAULT_PLACES + place_number_of(consumer, member);
            }
            Self::Pluck { line, way, place } => {
                let consumer = match line {
                    Line::Producer => None,
                    Line::Consumer(consumer) => Some(consumer),
                };
                return PLUCKS + (line_number_of(consumer) * 2 + way as u32) * PLACES + place as u32;
            }
        };
        kind * ARGUMENTS + argument as u32
    }

    /// The action of that number, if there is one.
    pub fn from_code(code: u32) -> Option<Self> {
        if code >= EFFECTS {
            return work_of(code);
        }
        if code >= PLUCKS {
            return pluck_of(code - PLUCKS);
        }
        if code >= FAULTS {
            return fault_of(code - FAULTS);
        }
        let argument = (code % ARGUMENTS) as u8;
        Some(match code / ARGUMENTS {
            0 => SINGLE[argument as usize],
            1 => Self::BrokerReadsFrom(Consumer(argument)),
            2 => Self::ConsumerReads(Consumer(argument)),
            3 => Self::Effect(Consumer(argument)),
            4 => Self::Acknowledge(Consumer(argument)),
            5 => Self::Forget(Consumer(argument)),
            6 => Self::ConsumerStarts(Consumer(argument)),
            7 => Self::NodeStarts(Member(argument)),
            8 => Self::Replicate(Member(argument)),
            9 => Self::Elect(Member(argument)),
            10 => Self::Poll(Consumer(argument)),
            11 => Self::Commit(Consumer(argument)),
            12 | 13 => return tail_of(code - TAILS),
            _ => return None,
        })
    }
}

const SINGLE: [Action; ARGUMENTS as usize] = [
    Action::Publish,
    Action::ProducerReads,
    Action::BrokerReads,
    Action::ApplyCommit,
    Action::Answer,
    Action::Flush,
    Action::WriteBack,
    Action::Dispatch,
];

/// 0 for the producer or the broker, n for consumer n - 1.
const fn line_number_of(consumer: Option<Consumer>) -> u32 {
    match consumer {
        None => 0,
        Some(Consumer(number)) => number as u32 + 1,
    }
}

fn consumer_of(number: u32) -> Option<Consumer> {
    number.checked_sub(1).map(|number| Consumer(number as u8))
}

/// Where a fault strikes: 0 for the producer or the broker, n for consumer or node n - 1. A kind strikes only one sort.
const fn place_number_of(consumer: Option<Consumer>, member: Option<Member>) -> u32 {
    match member {
        Some(Member(number)) => number as u32 + 1,
        None => line_number_of(consumer),
    }
}

fn fault_of(code: u32) -> Option<Action> {
    let kind = *FaultKind::ALL.get((code / FAULT_PLACES) as usize)?;
    let place = consumer_of(code % FAULT_PLACES);
    Some(Action::Fault(match place {
        Some(Consumer(number)) if kind.strikes_a_member() => Fault::on(kind, Member(number)),
        Some(consumer) => Fault::at(kind, consumer),
        None => Fault::of(kind),
    }))
}

fn tail_of(code: u32) -> Option<Action> {
    let (member, partition) = (Member((code / PARTITIONS) as u8), Partition((code % PARTITIONS) as u8));
    (code < 3 * PARTITIONS).then_some(Action::TailLost { member, partition })
}

fn work_of(code: u32) -> Option<Action> {
    let first = [ACKS, COMMITS, EFFECTS].into_iter().find(|first| code >= *first)?;
    let (consumer, place) = ((code - first) / PLACES, ((code - first) % PLACES) as u8);
    let consumer = (consumer < CONSUMERS).then_some(Consumer(consumer as u8))?;
    Some(match first {
        EFFECTS => Action::EffectOf { consumer, place },
        ACKS => Action::AcknowledgeOf { consumer, place },
        _ => Action::CommitOf { consumer, place },
    })
}

fn pluck_of(code: u32) -> Option<Action> {
    let (stream, place) = (code / PLACES, (code % PLACES) as u8);
    let way = if stream % 2 == 0 { Way::ToBroker } else { Way::ToClient };
    let line = consumer_of(stream / 2).map_or(Line::Producer, Line::Consumer);
    (stream / 2 < FAULT_PLACES).then_some(Action::Pluck { line, way, place })
}

impl std::fmt::Display for Action {
    /// The name in JSON: `publish`, `consumer_reads:0`, `fault:ack_lost:0`, `pluck:producer:to_client:1`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match *self {
            Self::Publish => write!(f, "publish"),
            Self::ProducerReads => write!(f, "producer_reads"),
            Self::BrokerReads => write!(f, "broker_reads"),
            Self::ApplyCommit => write!(f, "apply_commit"),
            Self::Answer => write!(f, "answer"),
            Self::Flush => write!(f, "flush"),
            Self::WriteBack => write!(f, "write_back"),
            Self::Dispatch => write!(f, "dispatch"),
            Self::BrokerReadsFrom(consumer) => write!(f, "broker_reads_from:{}", consumer.0),
            Self::ConsumerReads(consumer) => write!(f, "consumer_reads:{}", consumer.0),
            Self::Effect(consumer) => write!(f, "effect:{}", consumer.0),
            Self::Acknowledge(consumer) => write!(f, "acknowledge:{}", consumer.0),
            Self::Forget(consumer) => write!(f, "forget:{}", consumer.0),
            Self::ConsumerStarts(consumer) => write!(f, "consumer_starts:{}", consumer.0),
            Self::NodeStarts(member) => write!(f, "node_starts:{}", member.0),
            Self::Replicate(member) => write!(f, "replicate:{}", member.0),
            Self::Elect(member) => write!(f, "elect:{}", member.0),
            Self::Poll(consumer) => write!(f, "poll:{}", consumer.0),
            Self::Commit(consumer) => write!(f, "commit:{}", consumer.0),
            Self::EffectOf { consumer, place } => write!(f, "effect_of:{}:{place}", consumer.0),
            Self::CommitOf { consumer, place } => write!(f, "commit_of:{}:{place}", consumer.0),
            Self::AcknowledgeOf { consumer, place } => write!(f, "acknowledge_of:{}:{place}", consumer.0),
            Self::TailLost { member, partition } => write!(f, "tail_lost:{}:{}", member.0, partition.0),
            Self::Fault(Fault { kind, consumer, member }) => {
                write!(f, "fault:{}", kind.name())?;
                let place = consumer.map(|consumer| consumer.0).or(member.map(|member| member.0));
                place.map_or(Ok(()), |place| write!(f, ":{place}"))
            }
            Self::Pluck { line, way, place } => write!(f, "pluck:{line}:{}:{place}", way.name()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Action;

    #[test]
    fn a_code_that_stands_for_an_action_is_its_code() {
        let actions: Vec<Action> = (0..8192).filter_map(Action::from_code).collect();
        assert!(actions.len() > 1000);
        assert!((0..8192).all(|code| Action::from_code(code).is_none_or(|action| action.code() == code)));
    }
}
