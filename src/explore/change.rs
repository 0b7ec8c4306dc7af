//! The sets of settings that could be changed, smallest sets first.

use crate::setup::{Field, FieldKind, Section, Setup, Value};

/// Settings and their new values, in the order in which settings are written. Made one by one in that order
/// ([`Setup::with`]) they lead from the setup to the changed one.
pub type Changes = Vec<(Field, Value)>;

/// Every set of changes to a setup that is possible and of which each change makes a difference: smaller sets first,
/// and sets of one size in the order of their settings. No two of them lead to setups that behave the same by the
/// settings' own account ([`Setup::obstacle`]).
pub struct Candidates {
    start: Setup,
    /// Every single change, in the order of settings and of their values.
    single: Changes,
    /// The places in `single` of the next set.
    next: Option<Vec<usize>>,
}

impl Candidates {
    /// Those of this setup; the first is the empty set.
    pub fn new(start: &Setup) -> Self {
        let fields = Field::ALL.iter().copied().filter(|field| can_repair(*field));
        let changes = fields.flat_map(|field| values(field).into_iter().map(move |value| (field, value)));
        let single = changes.filter(|(field, value)| field.get(start) != *value).collect();
        Self { start: *start, single, next: Some(Vec::new()) }
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

    /// The setup with these changes, if it is possible and each of them makes a difference there. One that makes none
    /// could be left out, and the smaller set has had its turn.
    fn changed(&self, changes: &[(Field, Value)]) -> Option<Setup> {
        let step = |setup: Setup, (field, value): &(Field, Value)| setup.with(*field, *value).ok();
        let setup = changes.iter().try_fold(self.start, step)?;
        changes.iter().all(|(field, _)| setup.obstacle(*field).is_none()).then_some(setup)
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
/// what a message does and what may break are the question, and not the answer.
fn can_repair(field: Field) -> bool {
    let open = field.section() == Section::Rabbitmq || matches!(field, Field::Dedup | Field::VersionGuard);
    open && !field.is_not_there_yet()
}

/// The values worth trying. Of a number that is 1: it leaves the least room, with one consumer, one message unanswered
/// and one in hand. That is a choice, not a proof: a larger number can keep a promise too (strict turns between two
/// consumers with room for all keep each of two keys at one of them), but no setup is known that only a larger number
/// would repair. Of a limit it is none at all, for what a limit does is to drop.
fn values(field: Field) -> Vec<Value> {
    let named = |names: &[&'static str]| names.iter().copied().map(Value::Choice).collect();
    match field.kind() {
        FieldKind::Bool => vec![Value::Bool(false), Value::Bool(true)],
        FieldKind::Choice(names) => named(names),
        FieldKind::OptionalChoice(names) => [vec![Value::Null], named(names)].concat(),
        FieldKind::Number { .. } => vec![Value::Number(1)],
        FieldKind::OptionalNumber { .. } => vec![Value::Null],
        FieldKind::FaultKinds => Vec::new(),
    }
}
