//! Everything that can happen, one value a thing. A run is a list of these.

mod former;

pub use former::from_code_of;

use super::name::{Consumer, Line, Member, Partition, Queue, Way};
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
    /// tx: the broker applies the commit's next publish for this queue. Kafka: markers are written.
    ApplyCommit(Queue),
    /// The broker writes every answer that is due. Kafka: the wait for replicas that have left ends in an error (B16).
    Answer,
    /// The broker flushes the queue's publishes and removals from memory to the page cache (A15).
    Flush(Queue),
    /// The operating system writes what the page cache has of the queue to the disk.
    WriteBack(Queue),
    /// The queue hands its next message to a consumer (A43).
    Dispatch(Queue),
    /// The time to live of the queue's next message is over (A47).
    Expire(Queue),
    /// The oldest rejected message leaves the dead-letter queue for the end of its own (A51).
    Retry,
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
        /// A message's time to live.
        Expiry = "expiry",
        /// The pause before a rejected message is tried again.
        Retry = "retry",
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
            Self::Answer | Self::Dispatch(_) | Self::TailLost { .. } => Pace::Broker,
            Self::ApplyCommit(_) => Pace::Commit,
            Self::Flush(_) => Pace::Flush,
            Self::WriteBack(_) => Pace::WriteBack,
            Self::Expire(_) => Pace::Expiry,
            Self::Retry => Pace::Retry,
            Self::Replicate(_) => Pace::Replication,
            Self::Effect(_) | Self::EffectOf { .. } | Self::Forget(_) => Pace::Work,
            Self::ConsumerStarts(_) | Self::NodeStarts(_) | Self::Elect(_) => Pace::Restart,
            Self::Fault(_) | Self::Pluck { .. } => Pace::Fault,
        }
    }

    /// Whether it is something that a consumer does.
    pub const fn is_a_consumers(self) -> bool {
        matches!(
            self,
            Self::ConsumerReads(_)
                | Self::Effect(_)
                | Self::Acknowledge(_)
                | Self::Forget(_)
                | Self::ConsumerStarts(_)
                | Self::Poll(_)
                | Self::Commit(_)
                | Self::EffectOf { .. }
                | Self::CommitOf { .. }
                | Self::AcknowledgeOf { .. }
        )
    }

    /// Whether the broker does something that no client sees.
    pub const fn is_inner_work(self) -> bool {
        matches!(
            self,
            Self::Flush(_)
                | Self::WriteBack(_)
                | Self::ApplyCommit(_)
                | Self::Replicate(_)
                | Self::Elect(_)
                | Self::NodeStarts(_)
                | Self::TailLost { .. }
        )
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

/// How many low codes each kind of action may take: enough for members, and for most consumers.
const ARGUMENTS: u32 = 8;
/// First codes of faults and plucks.
const FAULTS: u32 = 20 * ARGUMENTS;
const FAULT_PLACES: u32 = CONSUMERS + 1;
const PLUCKS: u32 = 1024;
const PLACES: u32 = Action::PLACES_MAX as u32;
/// First codes of losses of a tail, and of what concerns one queue.
const TAILS: u32 = 12 * ARGUMENTS;
const QUEUES: u32 = 14 * ARGUMENTS;
const PARTITIONS: u32 = 4;
/// First codes of effects and of commits by place, and of what concerns consumers beyond the low codes.
const EFFECTS: u32 = 8192;
const COMMITS: u32 = EFFECTS + CONSUMERS * PLACES;
const ACKS: u32 = COMMITS + CONSUMERS * PLACES;
const MORE_CONSUMERS: u32 = ACKS + CONSUMERS * PLACES;
const CONSUMERS: u32 = 16;

impl Action {
    /// Places on a wire that can be plucked, or in a hand that can be worked on; their codes go no further.
    pub const PLACES_MAX: u8 = 128;

    /// A number for records. Frozen within a model version; numbers below 128 take one byte of a link.
    pub const fn code(self) -> u32 {
        let (kind, argument) = match self {
            Self::Publish => (0, 0),
            Self::ProducerReads => (0, 1),
            Self::BrokerReads => (0, 2),
            Self::ApplyCommit(Queue::FIRST) => (0, 3),
            Self::Answer => (0, 4),
            Self::Flush(Queue::FIRST) => (0, 5),
            Self::WriteBack(Queue::FIRST) => (0, 6),
            Self::Dispatch(Queue::FIRST) => (0, 7),
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
            Self::ApplyCommit(queue) => return code_of_queue(queue, 0),
            Self::Flush(queue) => return code_of_queue(queue, 1),
            Self::WriteBack(queue) => return code_of_queue(queue, 2),
            Self::Dispatch(queue) => return code_of_queue(queue, 3),
            Self::Expire(queue) => return code_of_queue(queue, 4),
            Self::Retry => return code_of_queue(Queue::FIRST, 5),
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
        let argument = argument as u32;
        if argument < ARGUMENTS {
            kind * ARGUMENTS + argument
        } else {
            MORE_CONSUMERS + kind * ARGUMENTS + argument - ARGUMENTS
        }
    }

    /// The action of that number, if there is one.
    pub fn from_code(code: u32) -> Option<Self> {
        match code {
            MORE_CONSUMERS.. => more_consumers_of(code - MORE_CONSUMERS),
            EFFECTS.. => work_of(code),
            PLUCKS.. => pluck_of(code - PLUCKS),
            FAULTS.. => fault_of(code - FAULTS),
            QUEUES.. => queue_action_of(code - QUEUES),
            TAILS.. => tail_of(code - TAILS),
            ..ARGUMENTS => Some(SINGLE[code as usize]),
            _ => numbered(code / ARGUMENTS, (code % ARGUMENTS) as u8),
        }
    }
}

/// The action of this kind that concerns a consumer or a node.
const fn numbered(kind: u32, number: u8) -> Option<Action> {
    let (consumer, member) = (Consumer(number), Member(number));
    Some(match kind {
        1 => Action::BrokerReadsFrom(consumer),
        2 => Action::ConsumerReads(consumer),
        3 => Action::Effect(consumer),
        4 => Action::Acknowledge(consumer),
        5 => Action::Forget(consumer),
        6 => Action::ConsumerStarts(consumer),
        7 => Action::NodeStarts(member),
        8 => Action::Replicate(member),
        9 => Action::Elect(member),
        10 => Action::Poll(consumer),
        11 => Action::Commit(consumer),
        _ => return None,
    })
}

const SINGLE: [Action; ARGUMENTS as usize] = [
    Action::Publish,
    Action::ProducerReads,
    Action::BrokerReads,
    Action::ApplyCommit(Queue::FIRST),
    Action::Answer,
    Action::Flush(Queue::FIRST),
    Action::WriteBack(Queue::FIRST),
    Action::Dispatch(Queue::FIRST),
];

/// Queues and, behind them, the dead-letter queue.
const QUEUES_MAX: u32 = 5;

const fn code_of_queue(queue: Queue, what: u32) -> u32 {
    QUEUES + queue.0 as u32 * ARGUMENTS + what
}

/// The first queue has most of its actions among the single ones.
fn queue_action_of(code: u32) -> Option<Action> {
    let queue = Queue((code / ARGUMENTS) as u8);
    let action = match code % ARGUMENTS {
        0 => Action::ApplyCommit(queue),
        1 => Action::Flush(queue),
        2 => Action::WriteBack(queue),
        3 => Action::Dispatch(queue),
        4 => Action::Expire(queue),
        5 => Action::Retry,
        _ => return None,
    };
    (code < QUEUES_MAX * ARGUMENTS && action.code() == QUEUES + code).then_some(action)
}

/// Consumers that the low codes have no room for.
fn more_consumers_of(code: u32) -> Option<Action> {
    let (kind, number) = (code / ARGUMENTS, (ARGUMENTS + code % ARGUMENTS) as u8);
    let is_of_a_consumer = !matches!(kind, 0 | 7..=9);
    if is_of_a_consumer { numbered(kind, number) } else { None }
}

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
    /// The name in JSON: `publish`, `consumer_reads:0`, `flush:1`, `fault:ack_lost:0`, `pluck:producer:to_client:1`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match *self {
            Self::Publish => write!(f, "publish"),
            Self::ProducerReads => write!(f, "producer_reads"),
            Self::BrokerReads => write!(f, "broker_reads"),
            Self::ApplyCommit(queue) => of_queue(f, "apply_commit", queue),
            Self::Answer => write!(f, "answer"),
            Self::Flush(queue) => of_queue(f, "flush", queue),
            Self::WriteBack(queue) => of_queue(f, "write_back", queue),
            Self::Dispatch(queue) => of_queue(f, "dispatch", queue),
            Self::Expire(queue) => of_queue(f, "expire", queue),
            Self::Retry => write!(f, "retry"),
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

/// What happens at the first queue needs no number.
fn of_queue(f: &mut std::fmt::Formatter<'_>, what: &str, queue: Queue) -> std::fmt::Result {
    match queue {
        Queue::FIRST => write!(f, "{what}"),
        Queue(number) => write!(f, "{what}:{number}"),
    }
}

#[cfg(test)]
mod tests {
    use super::Action;

    #[test]
    fn a_code_that_stands_for_an_action_is_its_code() {
        let actions: Vec<Action> = (0..16384).filter_map(Action::from_code).collect();
        assert!(actions.len() > 1000);
        assert!((0..16384).all(|code| Action::from_code(code).is_none_or(|action| action.code() == code)));
    }
}
