//! A world as a picture: which place holds what. Says nothing about pixels or words; the page draws it,
//! the ledger and the exports read it.

use super::effects::Work;
use super::event::{Death, Envelope};
use super::name::{Consumer, CopyId, Line, Member, Message, Partition, Queue};

/// Everything that can be seen at one moment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Scene {
    /// The producer and what it keeps.
    pub producer: ProducerScene,
    /// Connections: the producer's first, then one for each consumer.
    pub lines: Vec<LineScene>,
    /// The broker and its places.
    pub broker: BrokerScene,
    /// The consumers.
    pub consumers: Vec<ConsumerScene>,
    /// The outside world: every effect, oldest first.
    pub effects: Vec<EffectScene>,
    /// Ids that are marked in the outside world, where the strategy marks any.
    pub marks: Vec<Message>,
}

/// The producer's side.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ProducerScene {
    /// Not sent yet.
    pub unsent: Vec<Message>,
    /// Waiting to be sent again.
    pub to_resend: Vec<Message>,
    /// Sent on this channel and not answered yet, in order.
    pub unanswered: Vec<Message>,
    /// Sent without any answer to come.
    pub unknown: Vec<Message>,
    /// Confirmed or committed.
    pub acked: Vec<Message>,
    /// Reported as failed.
    pub failed: Vec<Message>,
    /// The window, where the publish mode has one.
    pub window: Option<u8>,
}

/// One connection.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LineScene {
    /// Which connection.
    pub line: Line,
    /// Whether both ends are there.
    pub up: bool,
    /// On the way to the broker, next to arrive first.
    pub to_broker: Vec<Envelope>,
    /// On the way to the client, next to arrive first.
    pub to_client: Vec<Envelope>,
}

/// The broker.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BrokerScene {
    /// Whether anybody serves clients.
    pub up: bool,
    /// Whether the queue exists.
    pub queue_exists: bool,
    /// Places that can hold copies, least safe first.
    pub shelves: Vec<Shelf>,
    /// tx: publishes that wait for their commit, in order.
    pub buffered: Vec<Message>,
    /// Messages whose answer the producer still waits for and the broker owes.
    pub owed: Vec<Message>,
    /// Logs of replicas: those of the first partition, node by node, then those of the next. None where there are
    /// shelves.
    pub logs: Vec<LogScene>,
    /// How far the consumer group is in each partition that has logs.
    pub readers: Vec<ReaderScene>,
    /// Which leader this is, counted from 0, where there are logs.
    pub epoch: u32,
}

/// One replica's log of one partition.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LogScene {
    /// Of which partition.
    pub partition: Partition,
    /// On which node.
    pub member: Member,
    /// Whether the node runs.
    pub up: bool,
    /// Whether it leads.
    pub leader: bool,
    /// Whether it is in the in-sync set.
    pub in_sync: bool,
    /// Its records, from offset 0 on; their number is the log end offset.
    pub records: Vec<RecordScene>,
    /// Records below this offset are committed, as far as the leader knows.
    pub high_watermark: u16,
}

/// One record in a log.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RecordScene {
    /// Which copy.
    pub copy: CopyId,
    /// Of which message; none where a marker ends a transaction.
    pub message: Option<Message>,
    /// The epoch of the leader that wrote it.
    pub epoch: u32,
    /// Whether it is below the high watermark.
    pub committed: bool,
    /// Whether it is certain to survive a power loss.
    pub on_disk: bool,
}

/// How far the consumer group is in one partition.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ReaderScene {
    /// Which partition.
    pub partition: Partition,
    /// Who reads it.
    pub owner: Option<Consumer>,
    /// The offset that the owner's next poll begins with.
    pub position: u16,
    /// The offset that the next owner would begin with, if one is stored.
    pub committed: Option<u16>,
}

/// One place in the broker that can hold copies.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shelf {
    /// What place it is.
    pub kind: ShelfKind,
    /// Whether the node behind it runs.
    pub up: bool,
    /// The copies there: queue by queue, in queue order.
    pub copies: Vec<CopyScene>,
}

/// What kind of place a shelf is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ShelfKind {
    /// The broker process's memory.
    Memory,
    /// The operating system's page cache.
    PageCache,
    /// The disk.
    Disk,
    /// One member of a replicated queue.
    Replica {
        /// Which node.
        member: Member,
        /// Whether it leads.
        leader: bool,
    },
}

/// A copy in one place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CopyScene {
    /// Which copy.
    pub copy: CopyId,
    /// Of which message.
    pub message: Message,
    /// In which queue.
    pub queue: Queue,
    /// In the dead-letter queue: why it is there.
    pub death: Option<Death>,
    /// How it stands here.
    pub state: CopyState,
    /// Whether this copy was handed out before, or came back after an unclean restart.
    pub redelivered: bool,
}

/// How a copy stands in one place.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum CopyState {
    /// Ready to be handed out.
    Ready,
    /// Handed out and not acked yet.
    Unacked(Consumer),
    /// A settlement waits for the majority.
    Settling,
    /// Memory has forgotten it; only this place still has it.
    Leftover,
    /// Written, but not on a majority.
    Uncommitted,
}

/// One consumer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ConsumerScene {
    /// Which one.
    pub consumer: Consumer,
    /// How it stands.
    pub status: ConsumerStatus,
    /// With single active consumer: whether it is the one.
    pub active: Option<bool>,
    /// What it has in hand, oldest first.
    pub holding: Vec<HeldScene>,
    /// Ids that the process remembers, where the strategy remembers any.
    pub remembers: Vec<Message>,
    /// Deliveries without an ack that it may hold; none where there is no limit.
    pub prefetch: Option<u8>,
    /// Deliveries of this channel that the broker counts as unacked.
    pub unacked: u8,
}

/// How a consumer stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ConsumerStatus {
    /// It runs and is subscribed, or will be as soon as the broker is up.
    Running,
    /// Its process is dead.
    Down,
    /// It runs, but has cancelled its subscription.
    Cancelled,
    /// It runs, but the group has taken it for dead.
    Kicked,
}

/// One message in a consumer's hand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct HeldScene {
    /// Which message.
    pub message: Message,
    /// What the consumer has done with it so far.
    pub stage: Stage,
    /// How far the work on it has come, where that takes several steps.
    pub work: Work,
    /// Whether the delivery said that this copy was handed out before.
    pub redelivered: bool,
}

/// What a consumer has done with a message in hand.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Stage {
    /// Received; nothing done.
    Received,
    /// Acked, and the effect is still to come.
    AckedFirst,
    /// Applied, and the ack is still to come.
    Applied,
    /// Its channel is gone; the effect is still to come and will not be acked.
    Orphan,
}

/// One effect in the outside world.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct EffectScene {
    /// Of which message.
    pub message: Message,
    /// By which consumer.
    pub consumer: Consumer,
    /// Which effect of this message it is, from 1.
    pub times: u8,
    /// Whether a total that did not have it was written over it (C5).
    pub undone: bool,
}
