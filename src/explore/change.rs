//! The sets of settings that could be changed, smallest sets first.

use crate::model::Flag;
use crate::setup::{Dedup, Field, FieldKind, Setup, Value};

/// Settings and their new values, in the order in which settings are written. Made one by one in that order
/// ([`Setup::with`]) they lead from the setup to the changed one.
pub type Changes = Vec<(Field, Value)>;

/// Every set of changes to a setup that is possible and of which each change makes a difference: smaller sets first,
/// and sets of one size in the order of their settings. No two of them lead to setups that behave the same by the
/// settings' own account ([`Setup::obstacle`], [`Setup::obstacle_to`]).
pub struct Candidates {
    start: Setup,
    /// Every single change, in the order of settings and of their values.
    single: Changes,
    /// The places in `single` of the next set.
    next: Option<Vec<usize>>,
}

impl Candidates {
    /// Those of this setup that can matter to these flags; the first is the empty set.
    pub fn new(start: &Setup, flags: &[Flag]) -> Self {
        let fields = Field::ALL.iter().copied().filter(|field| can_repair(*field, start, flags));
        let changes = fields.flat_map(|field| values(field, start).into_iter().map(move |value| (field, value)));
        let single = changes.filter(|(field, value)| is_worth_trying(*field, *value, start)).collect();
        Self { start: *start, single, next: Some(Vec::new()) }
    }

    /// Those among them that change nothing but these settings.
    pub fn only(mut self, fields: &[Field]) -> Self {
        self.single.retain(|(field, _)| fields.contains(field));
        self
    }

    /// The places of the set after this one: as large with the last place that can move moved on, or the first that is
    /// larger.
    fn after(&self, places: &[usize]) -> Option<Vec<usize>> {
        let moved =
            (0..places.len()).rev().find_map(|last| self.filled(&places[..last], places[last] + 1, places.len()));
        moved.or_else(|| self.filled(&[], 0, places.len() + 1))
    }

    /// A set of this size that begins with `kept` and the place `next`, and goes on with the nearest other settings.
    fn filled(&self, kept: &[usize], mut next: usize, size: usize) -> Option<Vec<usize>> {
        let mut places = kept.to_vec();
        while places.len() < size {
            let (field, _) = self.single.get(next)?;
            places.push(next);
            next += self.single[next..].iter().take_while(|(other, _)| other == field).count();
        }
        Some(places)
    }

    /// The setup with these changes, if it is possible, none of them follows from those before it, and each makes a
    /// difference there. One that makes none
    /// could be left out, and the smaller set has had its turn.
    fn changed(&self, changes: &[(Field, Value)]) -> Option<Setup> {
        let step = |setup: Setup, (field, value): &(Field, Value)| {
            setup.with(*field, *value).ok().filter(|_| field.get(&setup) != *value)
        };
        let setup = changes.iter().try_fold(self.start, step)?;
        let differs = |(field, value): &(Field, Value)| {
            setup.obstacle(*field).is_none() && setup.obstacle_to(*field, *value).is_none()
        };
        changes.iter().all(differs).then_some(setup)
    }
}

impl Iterator for Candidates {
    type Item = (Changes, Setup);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let places = self.next.take()?;
            self.next = self.after(&places);
            let changes: Changes = places.into_iter().map(|place| self.single[place]).collect();
            if let Some(setup) = self.changed(&changes) {
                return Some((changes, setup));
            }
        }
    }
}

/// Whether a repair may change it: the broker's and its clients' settings, and what recognises a repeat. What is sent,
/// what a message does, what may break and the circumstances are the question, and not the answer.
fn can_repair(field: Field, start: &Setup, flags: &[Flag]) -> bool {
    let limits = &start.rabbitmq;
    let open = match field {
        // Recognising repeats changes effects, not deliveries; a strategy that is there may itself be what loses.
        Field::Dedup | Field::VersionGuard => {
            let of_effects = [Flag::EffectTwice, Flag::Reordered, Flag::StaleReplay];
            start.effects.dedup != Dedup::None || flags.iter().any(|flag| of_effects.contains(flag))
        }
        // Where no queue gives anything up by itself, a dead-letter queue keeps nothing that is not kept.
        Field::DeadLetter => {
            let gives_up = [limits.max_length, limits.message_ttl, limits.delivery_limit] != [None; 3];
            field.section() == start.section() && (limits.dead_letter.is_some() || gives_up)
        }
        _ => field.section() == start.section(),
    };
    open && !field.is_circumstance()
}

/// Whether it is a change, and none that only takes away what makes it safe.
fn is_worth_trying(field: Field, value: Value, start: &Setup) -> bool {
    field.get(start) != value && !field.is_weakened_by(start, value)
}

/// The values that a setting may be changed to. Of a number that is 1: it leaves the least room, with one consumer, one message unanswered
/// and one in hand. That is a choice, not a proof: a larger number can keep a promise too (strict turns between two
/// consumers with room for all keep each of two keys at one of them), but no setup is known that only a larger number
/// would repair. Where more is safer, as with replicas, it is every larger number. Of a limit it is none at all, for what a
/// limit does is to drop. Of the strategies against repeats it is those that fit the effect.
fn values(field: Field, start: &Setup) -> Vec<Value> {
    let named = |names: &[&'static str]| names.iter().copied().map(Value::Choice).collect();
    let strategies = start.effects.kind.strategies().iter().map(|dedup| Value::Choice(dedup.name()));
    match field.kind() {
        _ if field == Field::Dedup => strategies.collect(),
        FieldKind::Bool => vec![Value::Bool(false), Value::Bool(true)],
        FieldKind::Choice(names) => named(names),
        FieldKind::OptionalChoice(names) => [vec![Value::Null], named(names)].concat(),
        FieldKind::Number { min, max } if field.is_safer_with_more() => (min..=max).map(Value::Number).collect(),
        FieldKind::Number { .. } => vec![Value::Number(1)],
        FieldKind::OptionalNumber { .. } => vec![Value::Null],
        FieldKind::FaultKinds => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::setup::{Acks, Broker, Kafka};

    fn of_kafka(kafka: Kafka) -> Setup {
        let start = Setup::default().with(Field::Broker, Value::Choice(Broker::Kafka.name())).expect("it is there");
        Setup { kafka, ..start }
    }

    fn of_size(setup: &Setup, size: usize) -> Vec<Changes> {
        let sets = Candidates::new(setup, Flag::ALL).map(|(changes, _)| changes);
        sets.take_while(|changes| changes.len() <= size).filter(|changes| changes.len() == size).collect()
    }

    #[test]
    fn circumstances_are_no_repairs_and_of_what_is_safer_with_more_only_more_is_tried() {
        let setup = of_kafka(Kafka { replication_factor: 2, in_sync: 1, consumers: 2, ..Kafka::default() });
        let singles = of_size(&setup, 1).concat();
        let of_effects = [Field::Dedup, Field::VersionGuard];
        let is_open = |field: Field| field.section() == setup.section() || of_effects.contains(&field);
        assert!(singles.iter().all(|(field, _)| is_open(*field) && !field.is_circumstance()));
        let tried = |field| -> Vec<Value> {
            singles.iter().filter(|change| change.0 == field).map(|change| change.1).collect()
        };
        assert_eq!(tried(Field::ReplicationFactor), [Value::Number(3)]);
        assert_eq!(tried(Field::MinInsyncReplicas), [Value::Number(2)], "three of two replicas are two");
        assert_eq!(tried(Field::MaxInFlight), [Value::Number(1)]);
        assert_eq!(tried(Field::Commit).len(), 7, "those of the other client are impossible");
    }

    #[test]
    fn what_follows_from_a_change_is_no_change_of_its_own() {
        let setup = of_kafka(Kafka { acks: Acks::One, enable_idempotence: false, ..Kafka::default() });
        assert!(of_size(&setup, 1).contains(&vec![(Field::Acks, Value::Choice("all"))]));
        let both = vec![(Field::Acks, Value::Choice("all")), (Field::EnableIdempotence, Value::Bool(true))];
        assert!(!of_size(&setup, 2).contains(&both));
    }
}
