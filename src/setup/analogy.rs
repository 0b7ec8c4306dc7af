//! What corresponds to what at the two brokers, as data, and a setup carried over from one to the other.

use super::{Broker, FaultKinds, Field, Setup, Value};

/// A setting of RabbitMQ and its counterpart in Kafka.
struct Pair {
    rabbitmq: Field,
    kafka: Field,
    values: Values,
}

/// Which of their values correspond.
enum Values {
    /// These, RabbitMQ's first; where a value stands in several lines, the first one counts.
    Table(&'static [(Value, Value, Likeness)]),
    /// The same ones, or the nearest that the other setting takes. Where nothing limits the one, the other has its
    /// largest value.
    Same,
}

/// How well two values correspond.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Likeness {
    /// They do the same.
    Same,
    /// There is nothing nearer.
    Nearest,
}

use Likeness::{Nearest, Same};

const fn name(name: &'static str) -> Value {
    Value::Choice(name)
}

const PAIRS: [Pair; 9] = [
    Pair {
        rabbitmq: Field::Publish,
        kafka: Field::Acks,
        values: Values::Table(&[
            (name("fire_and_forget"), name("0"), Same),
            (name("confirm"), name("all"), Nearest),
            (name("confirm"), name("1"), Nearest),
            (name("tx"), name("all"), Same),
        ]),
    },
    Pair {
        rabbitmq: Field::Publish,
        kafka: Field::Transactional,
        values: Values::Table(&[(name("tx"), Value::Bool(true), Nearest)]),
    },
    Pair {
        rabbitmq: Field::Resend,
        kafka: Field::Retries,
        values: Values::Table(&[
            (name("unconfirmed_first"), Value::Bool(true), Same),
            (name("never"), Value::Bool(false), Same),
            (name("new_first"), Value::Bool(true), Nearest),
        ]),
    },
    Pair { rabbitmq: Field::Window, kafka: Field::MaxInFlight, values: Values::Same },
    Pair {
        rabbitmq: Field::QueueType,
        kafka: Field::ReplicationFactor,
        values: Values::Table(&[
            (name("classic"), Value::Number(1), Same),
            (name("quorum"), Value::Number(3), Same),
            (name("quorum"), Value::Number(2), Nearest),
        ]),
    },
    Pair { rabbitmq: Field::FsyncBeforeConfirm, kafka: Field::FlushEveryMessage, values: Values::Same },
    Pair { rabbitmq: Field::Consumers, kafka: Field::Members, values: Values::Same },
    Pair {
        rabbitmq: Field::Ack,
        kafka: Field::Commit,
        values: Values::Table(&[
            (name("before_effect"), name("sync_before_processing"), Same),
            (name("after_effect"), name("sync_per_record"), Same),
            (name("auto"), name("auto_on_poll"), Nearest),
            (name("auto"), name("auto_background"), Nearest),
            (name("after_effect"), name("sync_per_batch"), Nearest),
            (name("after_effect"), name("auto_background_stored_after"), Nearest),
            (name("after_effect"), name("own_offset"), Nearest),
            (name("after_effect"), name("maximum"), Nearest),
            (name("after_effect"), name("contiguous"), Nearest),
        ]),
    },
    Pair { rabbitmq: Field::Prefetch, kafka: Field::MaxPollRecords, values: Values::Same },
];

/// A setup carried over to the other broker.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Carried {
    /// The setup there.
    pub setup: Setup,
    /// What was carried over, as far as it is not the default at both and means the same.
    pub pairs: Vec<Counterpart>,
    /// Settings that differ from their defaults and have no counterpart there.
    pub left: Vec<(Field, Value)>,
}

/// A setting and what corresponds to it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Counterpart {
    /// The setting as it was.
    pub from: (Field, Value),
    /// Its counterpart as it is now.
    pub to: (Field, Value),
    /// How well they correspond.
    pub likeness: Likeness,
}

impl Setup {
    /// The setup of this broker that corresponds to this one: messages, keys, effects and faults stay, settings with a
    /// counterpart are carried over, and the others have their defaults.
    #[inline(never)]
    pub fn carried_to(&self, broker: Broker) -> Carried {
        let mut carried = Carried { setup: self.at(broker), pairs: Vec::new(), left: Vec::new() };
        if broker == self.broker {
            return carried;
        }
        let own = |field: &Field| field.section().broker() == Some(self.broker);
        for field in Field::ALL.iter().copied().filter(own) {
            self.carry(field, &mut carried);
        }
        carried
    }

    /// The same frame around the default settings of this broker.
    fn at(&self, broker: Broker) -> Self {
        let (rabbitmq, kafka) = if broker == self.broker { (self.rabbitmq, self.kafka) } else { Default::default() };
        let mut setup = Self { broker, rabbitmq, kafka, ..*self };
        let all = FaultKinds::all(broker);
        let known: FaultKinds = self.faults.kinds.iter().filter(|kind| all.contains(*kind)).collect();
        let chosen = self.faults.kinds != FaultKinds::all(self.broker);
        setup.faults.kinds = if chosen && !known.is_empty() { known } else { all };
        setup
    }

    fn carry(&self, field: Field, carried: &mut Carried) {
        let value = field.get(self);
        let is_default = value == field.default_in(self);
        let mut found = false;
        for (to, other, likeness) in PAIRS.iter().filter_map(|pair| pair.counterpart(field, value)) {
            let Ok(setup) = carried.setup.with(to, other) else { continue };
            (carried.setup, found) = (setup, true);
            let matters = self.obstacle(field).is_none() && setup.obstacle(to).is_none();
            let differs = !is_default || other != to.get(&Self::default());
            if matters && (differs || likeness == Nearest) {
                carried.pairs.retain(|pair| pair.to.0 != to);
                carried.pairs.push(Counterpart { from: (field, value), to: (to, other), likeness });
            }
        }
        if !found && !is_default {
            carried.left.push((field, value));
        }
    }
}

impl Pair {
    /// The counterpart of a setting with this value, if this pair is about it.
    fn counterpart(&self, field: Field, value: Value) -> Option<(Field, Value, Likeness)> {
        let forth = field == self.rabbitmq;
        let to = match forth {
            true => self.kafka,
            false => (field == self.kafka).then_some(self.rabbitmq)?,
        };
        let (other, likeness) = match &self.values {
            Values::Table(lines) => lines.iter().find_map(|(rabbitmq, kafka, likeness)| {
                let (from, to) = if forth { (rabbitmq, kafka) } else { (kafka, rabbitmq) };
                (*from == value).then_some((*to, *likeness))
            })?,
            Values::Same => same(value, field, to)?,
        };
        Some((to, other, likeness))
    }
}

/// The same value, or the nearest that the other setting takes.
fn same(value: Value, field: Field, to: Field) -> Option<(Value, Likeness)> {
    if to.kind().admits(value) {
        return Some((value, Same));
    }
    let (Value::Number(number), super::FieldKind::Number { min, max }) = (value, to.kind()) else { return None };
    // A prefetch of 0 is no limit.
    let unlimited = field == Field::Prefetch && number == 0;
    Some((Value::Number(if unlimited { max } else { number.clamp(min, max) }), Nearest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn other(broker: Broker) -> Broker {
        if broker == Broker::Rabbitmq { Broker::Kafka } else { Broker::Rabbitmq }
    }

    /// Setups that differ from a broker's defaults in one setting each.
    fn setups() -> Vec<Setup> {
        let mut setups = Vec::new();
        for broker in Broker::ALL.iter().copied() {
            let start = Setup::default().with(Field::Broker, name(broker.name())).expect("any broker can be chosen");
            for field in Field::ALL.iter().copied().filter(|field| field.is_there_for(broker)) {
                let values: Vec<Value> = match field.kind() {
                    super::super::FieldKind::Bool => vec![Value::Bool(false), Value::Bool(true)],
                    super::super::FieldKind::Choice(names) => names.iter().copied().map(Value::Choice).collect(),
                    super::super::FieldKind::Number { min, max } => (min..=max.min(16)).map(Value::Number).collect(),
                    _ => Vec::new(),
                };
                let values = values.into_iter().filter(|_| field != Field::Broker);
                setups.extend(values.filter_map(|value| start.with(field, value).ok()));
            }
        }
        setups
    }

    #[test]
    fn what_is_carried_over_is_possible_and_keeps_the_frame() {
        for setup in setups() {
            let Carried { setup: there, .. } = setup.carried_to(other(setup.broker));
            assert_eq!(there.check(), Ok(()), "{setup:?}");
            assert_ne!(there.broker, setup.broker);
            assert_eq!((there.messages, there.keys, there.effects), (setup.messages, setup.keys, setup.effects));
            assert_eq!((there.seed, there.faults.budget), (setup.seed, setup.faults.budget));
        }
    }

    #[test]
    fn what_corresponds_exactly_comes_back_as_it_was() {
        for setup in setups() {
            let there = setup.carried_to(other(setup.broker));
            let back = there.setup.carried_to(setup.broker).setup;
            for pair in there.pairs.iter().filter(|pair| pair.likeness == Same) {
                assert_eq!(pair.from.0.get(&back), pair.from.1, "{} of {setup:?}", pair.from.0.name());
            }
            let again = back.carried_to(there.setup.broker).setup;
            assert_eq!(again.carried_to(setup.broker).setup, back, "{setup:?}");
        }
    }

    #[test]
    fn every_setting_that_is_not_the_default_is_told() {
        for setup in setups() {
            let carried = setup.carried_to(other(setup.broker));
            let own = |field: &Field| field.section().broker() == Some(setup.broker);
            for field in Field::ALL.iter().copied().filter(own) {
                let changed = field.get(&setup) != field.default_in(&setup) && setup.obstacle(field).is_none();
                let told = carried.pairs.iter().any(|pair| pair.from.0 == field)
                    || carried.left.iter().any(|(left, _)| *left == field);
                let silent = carried.pairs.is_empty() && carried.left.is_empty();
                assert!(told || !changed || !silent, "{} of {setup:?}", field.name());
            }
        }
    }

    #[test]
    fn the_same_broker_changes_nothing() {
        for setup in setups() {
            assert_eq!(setup.carried_to(setup.broker).setup, setup);
        }
    }
}
