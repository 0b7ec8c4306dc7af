//! What happened, in the field's terms. Sentences, the ledger's steps, the timeline, digests and tests all read these.

use super::name::{Consumer, CopyId, Line, Member, Message, Messages, Partition, Way};
use super::{Belief, Flag};
use crate::setup::FaultKind;

/// What travels on a connection.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum EnvelopeKind {
    /// basic.publish.
    Publish,
    /// tx.commit.
    Commit,
    /// basic.ack from the broker: a publisher confirm.
    Confirm,
    /// basic.nack from the broker: the publish was refused.
    Refusal,
    /// basic.return: an unroutable mandatory message comes back.
    Return,
    /// tx.commit-ok.
    CommitOk,
    /// The channel is closed because the commit failed (A27).
    CommitFailed,
    /// basic.deliver.
    Delivery,
    /// basic.ack from a consumer.
    Ack,
    /// basic.nack from a consumer, with requeue.
    Nack,
    /// basic.cancel.
    Cancel,
    /// A produce request with one batch (B13–B15).
    Produce,
    /// The answer to it: the batch is stored as far as `acks` asks.
    Produced,
    /// The answer to it: a retriable error (B18).
    ProduceError,
    /// basic.nack from a consumer, without requeue (A37).
    Reject,
}

impl EnvelopeKind {
    /// Every kind, in the order of its declaration.
    pub const ALL: [Self; 15] = [
        Self::Publish,
        Self::Commit,
        Self::Confirm,
        Self::Refusal,
        Self::Return,
        Self::CommitOk,
        Self::CommitFailed,
        Self::Delivery,
        Self::Ack,
        Self::Nack,
        Self::Cancel,
        Self::Produce,
        Self::Produced,
        Self::ProduceError,
        Self::Reject,
    ];

    /// Whether it carries a message's body (a glyph on the wire) rather than an answer about one (an envelope).
    pub const fn carries_message(self) -> bool {
        matches!(self, Self::Publish | Self::Delivery | Self::Return | Self::Produce)
    }
}

/// One thing on a connection.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Envelope {
    /// What it is.
    pub kind: EnvelopeKind,
    /// The messages it carries or answers; empty for a cancel.
    pub messages: Messages,
    /// Publish number (A2) or delivery tag (A32), 0 where there is none.
    pub number: u32,
    /// Whether it answers for every unanswered number up to `number` (A4, A34).
    pub multiple: bool,
    /// Whether it is a delivery of a copy that was handed out before (A36), or a publish that is sent again.
    pub again: bool,
}

impl Envelope {
    /// Whether it carries the body of this message.
    pub const fn carries(&self, message: Message) -> bool {
        self.kind.carries_message() && self.messages.contains(message)
    }

    /// Whether this answer is for the number, or for all up to its own (A4, A34).
    pub const fn covers(&self, number: u32) -> bool {
        number == self.number || self.multiple && number < self.number
    }
}

/// Why a copy left a place or a message went nowhere.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Cause {
    /// Written to a consumer that acknowledges automatically (A30).
    AutoAck,
    /// Acknowledged by a consumer.
    Acked,
    /// It was only in the broker's memory.
    NotFlushed,
    /// It was in the page cache only.
    NotOnDisk,
    /// The disk is gone.
    DiskGone,
    /// The queue does not survive a restart (A20).
    QueueNotDurable,
    /// The message does not survive a restart (A20).
    Transient,
    /// No queue to route to (A9).
    Unroutable,
    /// The broker refused it (A13).
    Refused,
    /// The process that held it died.
    ProcessDied,
    /// The process forgot it after its channel was gone.
    Forgotten,
    /// A majority never had it (A62).
    NoMajority,
    /// The leader's log does not have it (B9).
    Truncated,
    /// The queue gave it up.
    Discarded(Death),
}

/// Why a queue gives a message up: to the dead-letter queue, if there is one (A49).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Death {
    /// A consumer rejected it, without requeue (A37).
    Rejected,
    /// Its time to live was over (A47).
    Expired,
    /// The queue was too long (A48).
    TooLong,
    /// Too many deliveries of it failed (A41).
    TooOften,
}

impl Death {
    /// Whether it comes back from the dead-letter queue by and by. Without a rejection it would go round by itself, and
    /// the broker drops what does that (A51), so nobody routes it back.
    pub const fn comes_back(self) -> bool {
        matches!(self, Self::Rejected)
    }
}

/// Why the leader answers a produce request with an error. Each can be tried again (B16, B18, B22).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ProduceError {
    /// Any passing one, such as NOT_LEADER_OR_FOLLOWER.
    Passing,
    /// NOT_ENOUGH_REPLICAS: too few are in sync, and nothing was written.
    NotEnoughReplicas,
    /// NOT_ENOUGH_REPLICAS_AFTER_APPEND: the record is in the leader's log all the same.
    NotEnoughReplicasAfterAppend,
    /// OUT_OF_ORDER_SEQUENCE_NUMBER: an earlier batch is missing.
    OutOfOrderSequence,
}

/// One thing that happened. Several may belong to one action.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[expect(missing_docs, reason = "each variant's sentence names its fields")]
pub enum Event {
    /// A fault of this kind struck (first event of its action). `consumer` where it struck one.
    Fault { kind: FaultKind, consumer: Option<Consumer>, member: Option<Member> },
    /// A person cut the connection at one envelope (first event of its action).
    Plucked { line: Line },
    /// Written to a connection.
    Sent { line: Line, way: Way, envelope: Envelope },
    /// Read from a connection by its far end.
    Received { line: Line, way: Way, envelope: Envelope },
    /// Destroyed on a connection by a cut (N1).
    Destroyed { line: Line, way: Way, envelope: Envelope },
    /// The connection was cut. Both ends learn of it and the client connects again as soon as the broker is up.
    Cut { line: Line },
    /// The client is connected again.
    Connected { line: Line },

    /// The producer puts the message back among those it must send again (A3, A56).
    ToResend { message: Message },
    /// What the producer believes of the message has changed.
    Believes { message: Message, belief: Belief },

    /// tx: the broker keeps the publish until the commit (A25).
    Buffered { message: Message },
    /// tx: the buffered publish is dropped with its channel.
    Unbuffered { message: Message },
    /// The broker found no queue for the message (A9).
    Unroutable { message: Message },
    /// The broker refused the message and stores nothing (A13). `told` is false where no answer goes out (A48).
    RefusedByBroker { message: Message, told: bool },
    /// A copy is stored: in memory (classic), or in the leader's log, not committed yet (quorum).
    Stored { message: Message, copy: CopyId },
    /// The confirm for the message may go out now; `consumed` when that is because it was consumed before it was
    /// written (A8).
    ConfirmDue { message: Message, consumed: bool },
    /// A flush wrote the copy from memory to the page cache; `to_disk` when it went through to the disk (A16).
    Flushed { message: Message, copy: CopyId, to_disk: bool },
    /// A flush wrote the removal of the copy (A18).
    RemovalFlushed { message: Message, copy: CopyId, to_disk: bool },
    /// The system wrote the copy from the page cache to the disk.
    WrittenBack { message: Message, copy: CopyId },
    /// The system wrote the removal of the copy to the disk.
    RemovalWrittenBack { message: Message, copy: CopyId },
    /// Memory has forgotten the copy.
    Removed { message: Message, copy: CopyId, cause: Cause },
    /// The copy is ready to be handed out again, in its place (A39) or at the back (A40).
    Requeued { message: Message, copy: CopyId, to_back: bool },
    /// A copy vanished from the broker for good.
    Vanished { message: Message, copy: CopyId, cause: Cause },

    /// A node stopped.
    NodeDown { member: Member },
    /// A node is back.
    NodeUp { member: Member },
    /// The queue does not exist any more; nobody redeclares it (A22).
    QueueGone,
    /// The copy is back after a restart, marked as redelivered (A19).
    Recovered { message: Message, copy: CopyId },
    /// A follower's log now equals the leader's and is on its disk.
    Replicated { member: Member },
    /// An enqueue is on a majority (A62).
    Committed { message: Message, copy: CopyId },
    /// A settlement (ack or requeue) of the copy is on a majority (A63).
    SettlementCommitted { message: Message, copy: CopyId },
    /// A member leads from now on.
    Elected { member: Member },

    /// A consumer's code now has the message; `times` counts every reception of it, by any consumer.
    Took { consumer: Consumer, message: Message, times: u8 },
    /// The effect happened; `times` counts every effect of the message. `orphan`: on behalf of a channel that is gone.
    Applied { consumer: Consumer, message: Message, times: u8, orphan: bool },
    /// The consumer still has the message in hand, but the channel it came by is gone (N5).
    Orphaned { consumer: Consumer, message: Message },
    /// The consumer dropped a message it held.
    Dropped { consumer: Consumer, message: Message, cause: Cause },
    /// A consumer's process died.
    ConsumerDown { consumer: Consumer },
    /// Its process runs again.
    ConsumerUp { consumer: Consumer },
    /// Its subscription is cancelled; what it holds stays with its channel (A35).
    Cancelled { consumer: Consumer },
    /// It is the single active consumer from now on (A44).
    Activated { consumer: Consumer },

    /// The leader has this batch already, answers as if it had just come, and stores nothing (B22).
    Recognised { message: Message },
    /// The leader answers the request with an error.
    Rejected { message: Message, error: ProduceError },
    /// A node leads from now on, with a new epoch. `clean`: it was in sync (B8).
    Leads { member: Member, epoch: u32, clean: bool },
    /// Nobody leads: no in-sync replica is alive (B8).
    Offline,
    /// The coordinator has decided that the transaction is committed; its markers follow (B29).
    TransactionDecided { messages: Messages },
    /// The marker that ends the transaction is in the leader's log of this partition.
    MarkerWritten { partition: Partition },
    /// It is on every in-sync replica: the transaction has ended in this partition.
    TransactionEnded { partition: Partition },
    /// A replica has left the in-sync set (B5).
    LeftIsr { member: Member },
    /// A replica has joined it.
    JoinedIsr { member: Member },
    /// A replica cut this record off its log, for the leader's log goes another way (B9).
    Truncated { member: Member, message: Message, copy: CopyId },
    /// The record was in this node's page cache only and is gone (B7).
    TailLost { member: Member, message: Message, copy: CopyId },
    /// The consumer owns the partition from now on and reads from this offset.
    Assigned { consumer: Consumer, partition: Partition, offset: u16 },
    /// It does not own the partition any more.
    Revoked { consumer: Consumer, partition: Partition },
    /// The group has taken the consumer for dead; its process works on (B41).
    Kicked { consumer: Consumer },
    /// It has left the group for good.
    LeftGroup { consumer: Consumer },
    /// A poll returned so many records of the partition from this offset on (B32).
    Polled { consumer: Consumer, partition: Partition, offset: u16, count: u16 },
    /// The offset to begin with next time is stored (B32).
    OffsetCommitted { consumer: Consumer, partition: Partition, offset: u16 },
    /// The commit of a consumer that does not own the partition any more is refused (B38).
    CommitRefused { consumer: Consumer, partition: Partition, offset: u16 },
    /// There was no usable offset: reading goes on here (B39).
    OffsetReset { consumer: Consumer, partition: Partition, offset: u16 },
    /// There was no usable offset, and `auto.offset.reset` is `none`.
    NoOffset { consumer: Consumer, partition: Partition },
    /// The stored offset is another one, so the transaction of the effect was rolled back.
    Skipped { consumer: Consumer, message: Message },

    /// A promise is broken from now on.
    Raised { flag: Flag, message: Message },

    /// Replicated queue: the leader has written that the copy leaves the queue for this reason; that waits for the
    /// majority.
    Discarding { message: Message, copy: CopyId, death: Death },
    /// The message is stored as a new copy in the dead-letter queue (A51).
    DeadLettered { message: Message, copy: CopyId, death: Death },
    /// The message is back from the dead-letter queue, as a new copy at the end of its queue (A51).
    CameBack { message: Message, copy: CopyId },
    /// The queue handed the copy out in a step that was about something else: it counts only what no consumer takes at
    /// once (A48).
    HandedOut { consumer: Consumer, message: Message, copy: CopyId },
    /// Replicated queue with a delivery limit: so many deliveries of the copy have failed (A41).
    DeliveryFailed { message: Message, copy: CopyId, times: u8 },

    /// The consumer looked whether the message is done, and it is not known.
    NotKnown { consumer: Consumer, message: Message },
    /// The consumer has marked the message: in its own memory, or in the shared store.
    Marked { consumer: Consumer, message: Message },
    /// The message was recognised as a repeat: its effect is left out.
    Repeat { consumer: Consumer, message: Message },
    /// The consumer has read the total to which the message will be added (C5).
    TotalRead { consumer: Consumer, message: Message },
    /// One effect of the message is gone: a total that had been read before it was written back (C5).
    Undone { message: Message },
    /// One effect that was gone is back: a total that had it was written back (C5).
    Restored { message: Message, times: u8 },
    /// An absolute value was written once more (C4).
    Rewritten { consumer: Consumer, message: Message },
    /// The message was left out: the row has its version already, or a newer one (C4).
    Outdated { consumer: Consumer, message: Message },
}

impl Event {
    /// The consumer that looked for a message, marked it, or left it out: what happens in its work beside the effect.
    pub const fn work_of(&self) -> Option<Consumer> {
        match *self {
            Self::NotKnown { consumer, .. }
            | Self::Marked { consumer, .. }
            | Self::Repeat { consumer, .. }
            | Self::TotalRead { consumer, .. }
            | Self::Outdated { consumer, .. } => Some(consumer),
            _ => None,
        }
    }
}

/// Who is told about events. The explorer listens to nothing and pays nothing.
pub trait Listener {
    /// One more event.
    fn hear(&mut self, event: Event);
}

impl Listener for () {
    #[inline]
    fn hear(&mut self, _event: Event) {}
}

impl Listener for Vec<Event> {
    fn hear(&mut self, event: Event) {
        self.push(event);
    }
}
