//! What follows from what: the value of a setting that nobody names, and what a change takes along.

use super::faults::FaultKinds;
use super::{Acks, Client, Commit, Field, Overflow, QueueType, Setup, SetupError, Value};

/// Every setting whose value may follow from others. What follows from one of them stands behind it.
const FOLLOWING: [Field; 9] = [
    Field::Durable,
    Field::DeadLetter,
    Field::DeliveryLimit,
    Field::Overflow,
    Field::Transactional,
    Field::EnableIdempotence,
    Field::InSync,
    Field::Commit,
    Field::FaultKinds,
];

impl Setup {
    /// The setup with one setting changed. What follows from it follows: a queue that becomes a quorum queue becomes
    /// durable, one that becomes a classic queue counts no failed deliveries any more, without `acks=all` a producer is not
    /// idempotent. Everything else stays.
    ///
    /// # Errors
    /// The value is not one that the setting takes, or the result is impossible.
    pub fn with(&self, field: Field, value: Value) -> Result<Self, SetupError> {
        let mut changed = *self;
        field.set(&mut changed, value)?;
        changed.settle(self, &[field]);
        changed.check()?;
        Ok(changed)
    }

    /// Gives every setting outside `named` the value that follows from the others, all having started from `start`.
    pub(super) fn settle(&mut self, start: &Self, named: &[Field]) {
        for field in FOLLOWING {
            if !named.contains(&field) {
                let implied = field.implied(start, self);
                // An implied value is always one that the setting takes.
                let _ = field.set(self, implied);
            }
        }
    }

    /// Whether the producer is idempotent where nobody says so (B26, B27). Transactions imply it.
    const fn is_idempotent_by_default(&self) -> bool {
        let kafka = &self.kafka;
        let wanted = kafka.transactional || matches!(kafka.client, Client::Java);
        wanted && matches!(kafka.acks, Acks::All) && kafka.retries
    }
}

impl Client {
    /// When it commits by itself if nobody says otherwise (B34, B37).
    const fn usual_commit(self) -> Commit {
        match self {
            Self::Java => Commit::AutoOnPoll,
            Self::Librdkafka => Commit::AutoBackground,
        }
    }
}

impl Field {
    /// The value it has where a setup file or link does not name it. It may depend on other settings: a quorum queue
    /// is durable.
    pub fn default_in(self, setup: &Setup) -> Value {
        self.implied(&Setup::default(), setup)
    }

    /// The value that `setup` has here where nobody names it and everything else started from `start`. One that was the
    /// default there is the default again; one that was chosen stays where it is possible. A queue stays durable.
    pub(super) fn implied(self, start: &Setup, setup: &Setup) -> Value {
        let kept = self.get(start);
        let was_default = self != Self::Durable && kept == self.usual(start);
        if was_default || !setup.could_have(self, kept) { self.usual(setup) } else { kept }
    }

    /// Its default beside the other settings.
    fn usual(self, setup: &Setup) -> Value {
        match self {
            Self::Durable => Value::Bool(setup.rabbitmq.queue_type == QueueType::Quorum),
            Self::Overflow if setup.may_only_refuse() => Value::Choice(Overflow::RejectPublish.name()),
            Self::EnableIdempotence => Value::Bool(setup.is_idempotent_by_default()),
            Self::InSync => Self::ReplicationFactor.get(setup),
            Self::Commit => Value::Choice(setup.kafka.client.usual_commit().name()),
            Self::FaultKinds => Value::FaultKinds(FaultKinds::all(setup.broker)),
            _ => self.get(&Setup::default()),
        }
    }
}
