//! Whether some run leads somewhere: every run, depth first, each world together with what was seen on the way to it.

use std::collections::HashSet;
use std::hash::Hash;

use ackscope::model::{Action, Event, Ledger, Machine, Scene, World};
use ackscope::setup::Setup;

/// A world that some run reaches, and what was seen on the way.
pub struct Moment<'run, S> {
    pub seen: &'run S,
    machine: &'run Machine,
    world: &'run World,
}

impl<S> Moment<'_, S> {
    pub fn scene(&self) -> Scene {
        self.machine.scene(self.world)
    }

    pub fn ledger(&self) -> &Ledger {
        self.machine.ledger(self.world)
    }
}

/// A question that needs more worlds than this is too large to be asked: neither yes nor no is worth the wait.
const WORLDS_MAX: usize = 50_000;

/// Whether some run leads to the goal. `see` is told of every action and its events; what it keeps of them in `S` is
/// part of the state, so it should keep little. Where it answers `false` the search turns back: such a run is no longer
/// the one in question.
pub fn reaches<S: Clone + Eq + Hash>(
    setup: &Setup,
    start: S,
    see: impl Fn(&mut S, Action, &[Event]) -> bool,
    goal: impl Fn(&Moment<S>) -> bool,
) -> bool {
    setup.check().expect("the question's setup is possible");
    let machine = Machine::new(setup);
    let start = (machine.start(), start);
    let mut visited = HashSet::from([start.clone()]);
    let mut open = vec![start];
    while let Some((world, seen)) = open.pop() {
        assert!(visited.len() < WORLDS_MAX, "no answer within {WORLDS_MAX} worlds: {setup:?}");
        if goal(&Moment { seen: &seen, machine: &machine, world: &world }) {
            return true;
        }
        let mut actions = Vec::new();
        machine.enabled(&world, &mut actions);
        // The last one pushed is tried first. So faults, which stand last in the list, come when all else is done.
        for action in actions.into_iter().rev() {
            let mut next = (world.clone(), seen.clone());
            let mut events = Vec::new();
            machine.apply(&mut next.0, action, &mut events).expect("enabled actions are possible");
            if see(&mut next.1, action, &events) && visited.insert(next.clone()) {
                open.push(next);
            }
        }
    }
    false
}
