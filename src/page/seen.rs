//! Small questions about a run that several panels ask.

use crate::model::{Belief, Event, Flag, Message, Messages};
use crate::play::Run;

/// The messages that an event is about.
pub fn messages_of(event: &Event) -> Messages {
    match *event {
        Event::Sent { envelope, .. } | Event::Received { envelope, .. } | Event::Destroyed { envelope, .. } => {
            envelope.messages
        }
        Event::ToResend { message }
        | Event::Believes { message, .. }
        | Event::Buffered { message }
        | Event::Unbuffered { message }
        | Event::Unroutable { message }
        | Event::RefusedByBroker { message, .. }
        | Event::Stored { message, .. }
        | Event::ConfirmDue { message, .. }
        | Event::Flushed { message, .. }
        | Event::RemovalFlushed { message, .. }
        | Event::WrittenBack { message, .. }
        | Event::RemovalWrittenBack { message, .. }
        | Event::Removed { message, .. }
        | Event::Requeued { message, .. }
        | Event::Vanished { message, .. }
        | Event::Recovered { message, .. }
        | Event::Committed { message, .. }
        | Event::SettlementCommitted { message, .. }
        | Event::Took { message, .. }
        | Event::Applied { message, .. }
        | Event::Orphaned { message, .. }
        | Event::Dropped { message, .. }
        | Event::Recognised { message }
        | Event::Rejected { message, .. }
        | Event::Truncated { message, .. }
        | Event::TailLost { message, .. }
        | Event::Skipped { message, .. }
        | Event::NotKnown { message, .. }
        | Event::Marked { message, .. }
        | Event::Repeat { message, .. }
        | Event::TotalRead { message, .. }
        | Event::Undone { message }
        | Event::Restored { message, .. }
        | Event::Rewritten { message, .. }
        | Event::Outdated { message, .. }
        | Event::Discarding { message, .. }
        | Event::DeadLettered { message, .. }
        | Event::CameBack { message, .. }
        | Event::HandedOut { message, .. }
        | Event::DeliveryFailed { message, .. }
        | Event::Raised { message, .. } => Messages::one(message),
        Event::Fault { .. }
        | Event::Plucked { .. }
        | Event::Cut { .. }
        | Event::Connected { .. }
        | Event::NodeDown { .. }
        | Event::NodeUp { .. }
        | Event::QueueGone
        | Event::Replicated { .. }
        | Event::Elected { .. }
        | Event::ConsumerDown { .. }
        | Event::ConsumerUp { .. }
        | Event::Cancelled { .. }
        | Event::Activated { .. }
        | Event::Leads { .. }
        | Event::Offline
        | Event::LeftIsr { .. }
        | Event::JoinedIsr { .. }
        | Event::Assigned { .. }
        | Event::Revoked { .. }
        | Event::Kicked { .. }
        | Event::LeftGroup { .. }
        | Event::Polled { .. }
        | Event::OffsetCommitted { .. }
        | Event::CommitRefused { .. }
        | Event::OffsetReset { .. }
        | Event::NoOffset { .. }
        | Event::MarkerWritten { .. }
        | Event::TransactionEnded { .. } => Messages::NONE,
        Event::TransactionDecided { messages } => messages,
    }
}

/// The message that the run is at: that of the last step which is about one.
pub fn message_at(run: &Run, step: usize) -> Option<Message> {
    (1..=step.min(run.steps())).rev().find_map(|step| message_in(run, step))
}

/// The message that a step is about; a broken promise first.
fn message_in(run: &Run, step: usize) -> Option<Message> {
    let events = run.events(step);
    let raised = events.iter().find_map(|event| match *event {
        Event::Raised { message, .. } => Some(message),
        _ => None,
    });
    raised.or_else(|| events.iter().find_map(|event| messages_of(event).iter().next()))
}

/// The step, up to `position`, in which the producer came to believe what it believes of the message.
pub fn learnt(run: &Run, position: usize, message: Message) -> Option<usize> {
    let now = run.ledger(position).record(message).belief;
    if matches!(now, Belief::Unsent | Belief::Unknown) {
        return None;
    }
    let about =
        |event: &Event| matches!(*event, Event::Believes { message: of, belief } if of == message && belief == now);
    (1..=position.min(run.steps())).rev().find(|step| run.events(*step).iter().any(about))
}

/// The step, up to `position`, in which a promise was broken: for this message, or for any.
pub fn raised(run: &Run, position: usize, flag: Flag, message: Option<Message>) -> Option<usize> {
    let about = |event: &Event| match *event {
        Event::Raised { flag: which, message: of } => which == flag && message.is_none_or(|message| message == of),
        _ => false,
    };
    (1..=position.min(run.steps())).find(|step| run.events(*step).iter().any(about))
}
