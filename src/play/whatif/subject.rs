//! What a step did, and to which message: by this a step is known again in another run.

use crate::model::{Action, Consumer, EnvelopeKind, Event, Messages};

/// What a step did, whoever did it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Subject {
    action: Action,
    kind: Option<EnvelopeKind>,
    messages: Messages,
}

impl Subject {
    /// Of an action, with what it told.
    pub fn of(action: Action, events: &[Event]) -> Self {
        let (kind, messages) = events.iter().find_map(|event| about(action, event)).unwrap_or_default();
        Self { action: by_anyone(action), kind, messages }
    }

    /// Whether it takes one of these messages a step on its way.
    pub fn moves(self, messages: Messages) -> bool {
        let about_answers = matches!(self.action, Action::Answer | Action::ProducerReads);
        !about_answers && self.messages.iter().any(|message| messages.contains(message))
    }
}

/// Any consumer may do to a message what one did.
const fn by_anyone(action: Action) -> Action {
    let anyone = Consumer(0);
    match action {
        Action::BrokerReadsFrom(_) => Action::BrokerReadsFrom(anyone),
        Action::ConsumerReads(_) => Action::ConsumerReads(anyone),
        Action::Effect(_) => Action::Effect(anyone),
        Action::Acknowledge(_) => Action::Acknowledge(anyone),
        Action::Poll(_) => Action::Poll(anyone),
        Action::Commit(_) => Action::Commit(anyone),
        Action::EffectOf { .. } => Action::Effect(anyone),
        Action::CommitOf { .. } => Action::Commit(anyone),
        Action::AcknowledgeOf { .. } => Action::Acknowledge(anyone),
        Action::Publish
        | Action::ProducerReads
        | Action::BrokerReads
        | Action::ApplyCommit(_)
        | Action::Answer
        | Action::Flush(_)
        | Action::WriteBack(_)
        | Action::Dispatch(_)
        | Action::Expire(_)
        | Action::Retry
        | Action::Forget(_)
        | Action::ConsumerStarts(_)
        | Action::NodeStarts(_)
        | Action::Replicate(_)
        | Action::Elect(_)
        | Action::TailLost { .. }
        | Action::Fault(_)
        | Action::Pluck { .. } => action,
    }
}

/// The messages that the action is about. A flush and the like is about whatever there is.
const fn about(action: Action, event: &Event) -> Option<(Option<EnvelopeKind>, Messages)> {
    match (action, *event) {
        (
            Action::Publish
            | Action::Answer
            | Action::Dispatch(_)
            | Action::Acknowledge(_)
            | Action::AcknowledgeOf { .. },
            Event::Sent { envelope, .. },
        )
        | (
            Action::ProducerReads | Action::BrokerReads | Action::BrokerReadsFrom(_) | Action::ConsumerReads(_),
            Event::Received { envelope, .. },
        ) => Some((Some(at_either_broker(envelope.kind)), envelope.messages)),
        (
            Action::Effect(_) | Action::EffectOf { .. },
            Event::Applied { message, .. }
            | Event::NotKnown { message, .. }
            | Event::Marked { message, .. }
            | Event::Repeat { message, .. }
            | Event::TotalRead { message, .. }
            | Event::Rewritten { message, .. }
            | Event::Outdated { message, .. },
        )
        | (Action::ApplyCommit(_), Event::Stored { message, .. } | Event::Unroutable { message }) => {
            Some((None, Messages::one(message)))
        }
        _ => None,
    }
}

/// What Kafka calls otherwise is the same thing to the same message.
const fn at_either_broker(kind: EnvelopeKind) -> EnvelopeKind {
    match kind {
        EnvelopeKind::Produce => EnvelopeKind::Publish,
        EnvelopeKind::Produced => EnvelopeKind::Confirm,
        EnvelopeKind::ProduceError => EnvelopeKind::Refusal,
        // What a consumer hands back goes to the dead-letter queue, where there is one.
        EnvelopeKind::Reject => EnvelopeKind::Nack,
        EnvelopeKind::Publish
        | EnvelopeKind::Commit
        | EnvelopeKind::Confirm
        | EnvelopeKind::Refusal
        | EnvelopeKind::Return
        | EnvelopeKind::CommitOk
        | EnvelopeKind::CommitFailed
        | EnvelopeKind::Delivery
        | EnvelopeKind::Ack
        | EnvelopeKind::Nack
        | EnvelopeKind::Cancel => kind,
    }
}
