//! Which setups are possible.

use super::error::{Allowed, Problem, SetupError, shortened};
use super::faults::FaultKinds;
use super::{Acks, Client, Commit, DeadLetter, Field, FieldKind, Obstacle, Overflow, QueueType, Setup, Value};

impl Setup {
    /// Whether this setup is possible and everything in it is there.
    ///
    /// # Errors
    /// The first setting that is out of range, or impossible beside another.
    pub fn check(&self) -> Result<(), SetupError> {
        self.check_as(Field::name, |value| value.to_string())
    }

    /// The same, with fields and values as the reader knows them.
    pub(super) fn check_as(
        &self,
        name: impl Fn(Field) -> &'static str,
        show: impl Fn(Value) -> String,
    ) -> Result<(), SetupError> {
        match self.first_problem() {
            None => Ok(()),
            Some((field, problem)) => {
                Err(SetupError { field: name(field).to_owned(), value: shortened(&show(field.get(self))), problem })
            }
        }
    }

    fn first_problem(&self) -> Option<(Field, Problem)> {
        let first = |problem: &dyn Fn(Field) -> Option<Problem>| {
            Field::ALL.iter().find_map(|field| problem(*field).map(|problem| (*field, problem)))
        };
        first(&|field| self.out_of_range(field)).or_else(|| first(&|field| self.impossible(field)))
    }

    fn out_of_range(&self, field: Field) -> Option<Problem> {
        (!self.knows(field, field.get(self))).then(|| Problem::NotAllowed(self.allowed(field)))
    }

    fn impossible(&self, field: Field) -> Option<Problem> {
        let (_, beside) = self.conflict(field, field.get(self))?;
        Some(Problem::Impossible { beside, is: beside.get(self), allowed: self.possible(field) })
    }

    /// Whether the setting takes this value under this broker.
    fn knows(&self, field: Field, value: Value) -> bool {
        match value {
            Value::FaultKinds(kinds) => kinds.iter().all(|kind| kind.known_to(self.broker)),
            _ => field.kind().admits(value),
        }
    }

    /// What the setting takes under this broker.
    pub(super) fn allowed(&self, field: Field) -> Allowed {
        match field {
            Field::FaultKinds => Allowed::ListOf(FaultKinds::all(self.broker).names()),
            _ => field.allowed(),
        }
    }

    /// Whether the setting could have this value, all others being as they are.
    pub(super) fn could_have(&self, field: Field, value: Value) -> bool {
        self.knows(field, value) && self.conflict(field, value).is_none()
    }

    /// Why the setting can't have this value, and the other setting that stands against it.
    pub(super) fn conflict(&self, field: Field, value: Value) -> Option<(Obstacle, Field)> {
        let (queue, kafka) = (&self.rabbitmq, &self.kafka);
        let classic = queue.queue_type == QueueType::Classic;
        let conflict = match (field, value) {
            (Field::Durable, Value::Bool(false)) if !classic => (Obstacle::QuorumIsDurable, Field::QueueType),
            (Field::DeliveryLimit, Value::Number(_)) if classic => {
                (Obstacle::DeliveryLimitNeedsQuorum, Field::QueueType)
            }
            (Field::DeadLetter, Value::Choice(name)) if classic && name == DeadLetter::AtLeastOnce.name() => {
                (Obstacle::AtLeastOnceNeedsQuorum, Field::QueueType)
            }
            (Field::Overflow, Value::Choice(name)) if !classic && name == Overflow::RejectPublishDlx.name() => {
                (Obstacle::OnlyClassicBuriesRefused, Field::QueueType)
            }
            (Field::Overflow, Value::Choice(name))
                if self.may_only_refuse() && name != Overflow::RejectPublish.name() =>
            {
                (Obstacle::AtLeastOnceNeedsReject, Field::DeadLetter)
            }
            (Field::EnableIdempotence, Value::Bool(true)) if kafka.acks != Acks::All => {
                (Obstacle::IdempotenceNeedsAcks, Field::Acks)
            }
            (Field::EnableIdempotence, Value::Bool(true)) if !kafka.retries => {
                (Obstacle::IdempotenceNeedsRetries, Field::Retries)
            }
            // Where transactions are impossible themselves, that is what is wrong.
            (Field::EnableIdempotence, Value::Bool(false))
                if kafka.transactional && self.conflict(Field::Transactional, Value::Bool(true)).is_none() =>
            {
                (Obstacle::TransactionsAreIdempotent, Field::Transactional)
            }
            (Field::Transactional, Value::Bool(true)) if kafka.acks != Acks::All => {
                (Obstacle::TransactionsNeedAcks, Field::Acks)
            }
            (Field::Transactional, Value::Bool(true)) if !kafka.retries => {
                (Obstacle::TransactionsNeedRetries, Field::Retries)
            }
            (Field::InSync, Value::Number(number)) if number > u64::from(kafka.replication_factor) => {
                (Obstacle::MoreThanReplicas, Field::ReplicationFactor)
            }
            (Field::Commit, Value::Choice(name)) => {
                let other = Commit::named(name)?.client().filter(|client| *client != kafka.client);
                (other.map(Obstacle::of_client)?, Field::Client)
            }
            _ => return None,
        };
        Some(conflict)
    }

    /// Whether the queue's length is limited and it keeps dead letters until they are safe: then it may not drop (A50).
    pub(super) fn may_only_refuse(&self) -> bool {
        let queue = &self.rabbitmq;
        queue.max_length.is_some()
            && queue.dead_letter == Some(DeadLetter::AtLeastOnce)
            && queue.queue_type == QueueType::Quorum
    }

    /// What the setting can be beside the others.
    #[inline(never)]
    fn possible(&self, field: Field) -> Allowed {
        let could = |value: &Value| self.conflict(field, *value).is_none();
        let values: Vec<Value> = match field.kind() {
            FieldKind::Bool => [false, true].map(Value::Bool).into_iter().filter(could).collect(),
            FieldKind::Number { min, max } => (min..=max).map(Value::Number).filter(could).collect(),
            FieldKind::Choice(names) => names.iter().copied().map(Value::Choice).filter(could).collect(),
            FieldKind::OptionalNumber { min, .. } => {
                [Value::Null, Value::Number(min)].into_iter().filter(could).collect()
            }
            FieldKind::OptionalChoice(names) => {
                let named = names.iter().copied().map(Value::Choice);
                named.chain([Value::Null]).filter(could).collect()
            }
            FieldKind::FaultKinds => Vec::new(),
        };
        match (values.first(), values.last()) {
            (Some(Value::Number(min)), Some(Value::Number(max))) if min < max => {
                Allowed::Whole { min: *min, max: *max }
            }
            (Some(Value::Choice(_)), Some(Value::Null)) => {
                Allowed::NamesOrNull(values.iter().filter_map(Value::choice).collect())
            }
            (Some(Value::Choice(_)), _) => Allowed::Names(values.iter().filter_map(Value::choice).collect()),
            (Some(only), _) => Allowed::Only(*only),
            (None, _) => field.allowed(),
        }
    }
}

impl Commit {
    /// The client library that alone commits like this; nothing if both can.
    const fn client(self) -> Option<Client> {
        match self {
            Self::AutoOnPoll => Some(Client::Java),
            Self::AutoBackground | Self::AutoBackgroundStoredAfter => Some(Client::Librdkafka),
            Self::SyncBeforeProcessing
            | Self::SyncPerBatch
            | Self::SyncPerRecord
            | Self::OwnOffset
            | Self::Maximum
            | Self::Contiguous
            | Self::InEffectTransaction => None,
        }
    }
}
