//! A run as JSON for other programs: one event a line, then the ledger, the flags and the digest.

use crate::model::{Belief, Cause, Consumer, CopyId, Death, Envelope, EnvelopeKind, Event, Flag, Member, Message};
use crate::model::{Messages, Partition, ProduceError};
use crate::play::Run;

/// One object being written. Every name and text in it is plain, so nothing needs escaping.
#[derive(Default)]
struct Object(String);

impl Object {
    fn raw(mut self, name: &str, value: impl std::fmt::Display) -> Self {
        let comma = if self.0.is_empty() { "" } else { ", " };
        self.0 += &format!("{comma}\"{name}\": {value}");
        self
    }

    fn text(self, name: &str, value: impl std::fmt::Display) -> Self {
        self.raw(name, format_args!("\"{value}\""))
    }

    fn message(self, message: Message) -> Self {
        self.raw("message", message.0)
    }

    fn copy(self, message: Message, copy: CopyId) -> Self {
        self.message(message).raw("copy", copy.0)
    }

    fn consumer(self, consumer: Consumer) -> Self {
        self.raw("consumer", consumer.0)
    }

    fn node(self, member: Member) -> Self {
        self.raw("node", member.0)
    }

    fn offset(self, consumer: Consumer, partition: Partition, offset: u16) -> Self {
        self.consumer(consumer).raw("partition", partition.0).raw("offset", offset)
    }

    fn done(self) -> String {
        format!("{{{}}}", self.0)
    }
}

fn list(items: impl IntoIterator<Item = String>) -> String {
    format!("[{}]", items.into_iter().collect::<Vec<_>>().join(", "))
}

fn numbers(messages: Messages) -> String {
    list(messages.iter().map(|message| message.0.to_string()))
}

/// Every event of the run as one JSON object, in order. Steps count from 1; times are virtual milliseconds.
pub fn event_lines(run: &Run) -> impl Iterator<Item = String> {
    run.all_events().map(|(step, event)| {
        let moment = run.moment(step);
        let action = moment.action.map(|action| action.to_string()).unwrap_or_default();
        let object = Object::default().raw("step", step).raw("time", moment.time).text("action", action);
        fields(object.text("event", name(event)), event).done()
    })
}

/// The outcome after the last step: `{"ledger": […], "flags": […], "digest": "…"}`, and the link that plays it again.
pub fn outcome(run: &Run, link: &str) -> String {
    let ledger = run.ledger(run.steps());
    let rows = (0..ledger.records.len()).map(|index| {
        let message = Message::at(index);
        let record = ledger.record(message);
        Object::default()
            .message(message)
            .text("believes", belief(record.belief))
            .text("fate", ledger.fate(message).name())
            .raw("delivered", record.taken)
            .raw("effects", record.applied)
            .done()
    });
    Object::default()
        .raw("ledger", list(rows))
        .raw("flags", list(ledger.flags.iter().map(|flag| format!("\"{}\"", flag.name()))))
        .text("digest", run.digest())
        .text("link", link)
        .done()
}

const fn belief(belief: Belief) -> &'static str {
    match belief {
        Belief::Unsent => "unsent",
        Belief::Unknown => "unknown",
        Belief::Acked => "acked",
        Belief::Failed => "failed",
    }
}

const fn envelope_kind(kind: EnvelopeKind) -> &'static str {
    match kind {
        EnvelopeKind::Publish => "publish",
        EnvelopeKind::Commit => "commit",
        EnvelopeKind::Confirm => "confirm",
        EnvelopeKind::Refusal => "nack_by_broker",
        EnvelopeKind::Return => "return",
        EnvelopeKind::CommitOk => "commit_ok",
        EnvelopeKind::CommitFailed => "commit_failed",
        EnvelopeKind::Delivery => "delivery",
        EnvelopeKind::Ack => "ack",
        EnvelopeKind::Nack => "nack_by_consumer",
        EnvelopeKind::Cancel => "cancel",
        EnvelopeKind::Produce => "produce",
        EnvelopeKind::Produced => "produced",
        EnvelopeKind::ProduceError => "produce_error",
        EnvelopeKind::Reject => "reject",
    }
}

const fn cause(cause: Cause) -> &'static str {
    match cause {
        Cause::AutoAck => "auto_ack",
        Cause::Acked => "acked",
        Cause::NotFlushed => "not_flushed",
        Cause::NotOnDisk => "not_on_disk",
        Cause::DiskGone => "disk_gone",
        Cause::QueueNotDurable => "queue_not_durable",
        Cause::Transient => "transient",
        Cause::Unroutable => "unroutable",
        Cause::Refused => "refused",
        Cause::ProcessDied => "process_died",
        Cause::Forgotten => "forgotten",
        Cause::NoMajority => "no_majority",
        Cause::Truncated => "truncated",
        Cause::Discarded(why) => death(why),
    }
}

const fn death(death: Death) -> &'static str {
    match death {
        Death::Rejected => "rejected",
        Death::Expired => "expired",
        Death::TooLong => "too_long",
        Death::TooOften => "too_often",
    }
}

const fn produce_error(error: ProduceError) -> &'static str {
    match error {
        ProduceError::Passing => "passing",
        ProduceError::NotEnoughReplicas => "not_enough_replicas",
        ProduceError::NotEnoughReplicasAfterAppend => "not_enough_replicas_after_append",
        ProduceError::OutOfOrderSequence => "out_of_order_sequence",
    }
}

const fn name(event: &Event) -> &'static str {
    match event {
        Event::Fault { .. } => "fault",
        Event::Plucked { .. } => "plucked",
        Event::Sent { .. } => "sent",
        Event::Received { .. } => "received",
        Event::Destroyed { .. } => "destroyed",
        Event::Cut { .. } => "cut",
        Event::Connected { .. } => "connected",
        Event::ToResend { .. } => "to_resend",
        Event::Believes { .. } => "believes",
        Event::Buffered { .. } => "buffered",
        Event::Unbuffered { .. } => "unbuffered",
        Event::Unroutable { .. } => "unroutable",
        Event::RefusedByBroker { .. } => "refused_by_broker",
        Event::Stored { .. } => "stored",
        Event::ConfirmDue { .. } => "confirm_due",
        Event::Flushed { .. } => "flushed",
        Event::RemovalFlushed { .. } => "removal_flushed",
        Event::WrittenBack { .. } => "written_back",
        Event::RemovalWrittenBack { .. } => "removal_written_back",
        Event::Removed { .. } => "removed",
        Event::Requeued { .. } => "requeued",
        Event::Vanished { .. } => "vanished",
        Event::NodeDown { .. } => "node_down",
        Event::NodeUp { .. } => "node_up",
        Event::QueueGone => "queue_gone",
        Event::Recovered { .. } => "recovered",
        Event::Replicated { .. } => "replicated",
        Event::Committed { .. } => "committed",
        Event::SettlementCommitted { .. } => "settlement_committed",
        Event::Elected { .. } => "elected",
        Event::Took { .. } => "took",
        Event::Applied { .. } => "applied",
        Event::Orphaned { .. } => "orphaned",
        Event::Dropped { .. } => "dropped",
        Event::ConsumerDown { .. } => "consumer_down",
        Event::ConsumerUp { .. } => "consumer_up",
        Event::Cancelled { .. } => "cancelled",
        Event::Activated { .. } => "activated",
        Event::Recognised { .. } => "recognised",
        Event::Rejected { .. } => "rejected",
        Event::Leads { .. } => "leads",
        Event::Offline => "offline",
        Event::TransactionDecided { .. } => "transaction_decided",
        Event::MarkerWritten { .. } => "marker_written",
        Event::TransactionEnded { .. } => "transaction_ended",
        Event::LeftIsr { .. } => "left_isr",
        Event::JoinedIsr { .. } => "joined_isr",
        Event::Truncated { .. } => "truncated",
        Event::TailLost { .. } => "tail_lost",
        Event::Assigned { .. } => "assigned",
        Event::Revoked { .. } => "revoked",
        Event::Kicked { .. } => "kicked",
        Event::LeftGroup { .. } => "left_group",
        Event::Polled { .. } => "polled",
        Event::OffsetCommitted { .. } => "offset_committed",
        Event::CommitRefused { .. } => "commit_refused",
        Event::OffsetReset { .. } => "offset_reset",
        Event::NoOffset { .. } => "no_offset",
        Event::Skipped { .. } => "skipped",
        Event::NotKnown { .. } => "not_known",
        Event::Marked { .. } => "marked",
        Event::Repeat { .. } => "repeat",
        Event::TotalRead { .. } => "total_read",
        Event::Undone { .. } => "undone",
        Event::Restored { .. } => "restored",
        Event::Rewritten { .. } => "rewritten",
        Event::Outdated { .. } => "outdated",
        Event::Raised { .. } => "raised",
        Event::Discarding { .. } => "discarding",
        Event::DeadLettered { .. } => "dead_lettered",
        Event::CameBack { .. } => "came_back",
        Event::HandedOut { .. } => "handed_out",
        Event::DeliveryFailed { .. } => "delivery_failed",
    }
}

fn envelope(object: Object, envelope: &Envelope) -> Object {
    object
        .text("envelope", envelope_kind(envelope.kind))
        .raw("messages", numbers(envelope.messages))
        .raw("number", envelope.number)
        .raw("multiple", envelope.multiple)
        .raw("again", envelope.again)
}

fn fields(object: Object, event: &Event) -> Object {
    match *event {
        Event::Fault { kind, consumer: None, member: None } => object.text("kind", kind.name()),
        Event::Fault { kind, consumer: Some(consumer), .. } => object.text("kind", kind.name()).consumer(consumer),
        Event::Fault { kind, member: Some(member), .. } => object.text("kind", kind.name()).node(member),
        Event::Sent { line, way, envelope: ref sent }
        | Event::Received { line, way, envelope: ref sent }
        | Event::Destroyed { line, way, envelope: ref sent } => {
            envelope(object.text("line", line).text("way", way.name()), sent)
        }
        Event::Plucked { line } | Event::Cut { line } | Event::Connected { line } => object.text("line", line),
        Event::ToResend { message }
        | Event::Buffered { message }
        | Event::Unbuffered { message }
        | Event::Unroutable { message }
        | Event::Recognised { message } => object.message(message),
        Event::Rejected { message, error } => object.message(message).text("error", produce_error(error)),
        Event::Leads { member, epoch, clean } => object.node(member).raw("epoch", epoch).raw("clean", clean),
        Event::Truncated { member, message, copy } | Event::TailLost { member, message, copy } => {
            object.node(member).copy(message, copy)
        }
        Event::Believes { message, belief: new } => object.message(message).text("belief", belief(new)),
        Event::RefusedByBroker { message, told } => object.message(message).raw("told", told),
        Event::Stored { message, copy }
        | Event::WrittenBack { message, copy }
        | Event::RemovalWrittenBack { message, copy }
        | Event::Recovered { message, copy }
        | Event::CameBack { message, copy }
        | Event::Committed { message, copy }
        | Event::SettlementCommitted { message, copy } => object.copy(message, copy),
        Event::ConfirmDue { message, consumed } => object.message(message).raw("consumed", consumed),
        Event::Flushed { message, copy, to_disk } | Event::RemovalFlushed { message, copy, to_disk } => {
            object.copy(message, copy).raw("to_disk", to_disk)
        }
        Event::Removed { message, copy, cause: why } | Event::Vanished { message, copy, cause: why } => {
            object.copy(message, copy).text("cause", cause(why))
        }
        Event::Discarding { message, copy, death: why } | Event::DeadLettered { message, copy, death: why } => {
            object.copy(message, copy).text("cause", death(why))
        }
        Event::HandedOut { consumer, message, copy } => object.consumer(consumer).copy(message, copy),
        Event::DeliveryFailed { message, copy, times } => object.copy(message, copy).raw("times", times),
        Event::Requeued { message, copy, to_back } => object.copy(message, copy).raw("to_back", to_back),
        Event::NodeDown { member }
        | Event::NodeUp { member }
        | Event::Replicated { member }
        | Event::Elected { member }
        | Event::LeftIsr { member }
        | Event::JoinedIsr { member } => object.node(member),
        Event::QueueGone | Event::Offline => object,
        Event::Took { consumer, message, times } => object.consumer(consumer).message(message).raw("times", times),
        Event::Applied { consumer, message, times, orphan } => {
            object.consumer(consumer).message(message).raw("times", times).raw("orphan", orphan)
        }
        Event::Orphaned { consumer, message }
        | Event::Skipped { consumer, message }
        | Event::NotKnown { consumer, message }
        | Event::Marked { consumer, message }
        | Event::Repeat { consumer, message }
        | Event::TotalRead { consumer, message }
        | Event::Rewritten { consumer, message }
        | Event::Outdated { consumer, message } => object.consumer(consumer).message(message),
        Event::Undone { message } => object.message(message),
        Event::Restored { message, times } => object.message(message).raw("times", times),
        Event::Dropped { consumer, message, cause: why } => {
            object.consumer(consumer).message(message).text("cause", cause(why))
        }
        Event::ConsumerDown { consumer }
        | Event::ConsumerUp { consumer }
        | Event::Cancelled { consumer }
        | Event::Activated { consumer }
        | Event::Kicked { consumer }
        | Event::LeftGroup { consumer } => object.consumer(consumer),
        Event::TransactionDecided { messages } => object.raw("messages", numbers(messages)),
        Event::MarkerWritten { partition } | Event::TransactionEnded { partition } => {
            object.raw("partition", partition.0)
        }
        Event::Polled { consumer, partition, offset, count } => {
            object.offset(consumer, partition, offset).raw("count", count)
        }
        Event::Assigned { consumer, partition, offset }
        | Event::OffsetCommitted { consumer, partition, offset }
        | Event::CommitRefused { consumer, partition, offset }
        | Event::OffsetReset { consumer, partition, offset } => object.offset(consumer, partition, offset),
        Event::Revoked { consumer, partition } | Event::NoOffset { consumer, partition } => {
            object.consumer(consumer).raw("partition", partition.0)
        }
        Event::Raised { flag, message } => raised(object, flag, message),
    }
}

fn raised(object: Object, flag: Flag, message: Message) -> Object {
    object.text("flag", flag.name()).message(message)
}
