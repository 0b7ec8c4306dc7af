//! The plainest possible search of every run: depth first, whole worlds in a hash set. It is the yardstick for claims
//! about all runs, and later for the explorer itself.

use std::collections::HashSet;

use ackscope::model::{Flag, Machine};
use ackscope::setup::Setup;

/// Which flags some run raises.
pub fn reachable_flags(setup: &Setup) -> Vec<Flag> {
    let machine = Machine::new(setup);
    let start = machine.start();
    let mut seen = HashSet::from([start.clone()]);
    let mut open = vec![start];
    let mut found: Vec<Flag> = Vec::new();
    while let Some(world) = open.pop() {
        for flag in machine.ledger(&world).flags.iter() {
            if !found.contains(&flag) {
                found.push(flag);
            }
        }
        let mut actions = Vec::new();
        machine.enabled(&world, &mut actions);
        for action in actions {
            let mut next = world.clone();
            machine.apply(&mut next, action, &mut ()).expect("enabled actions are possible");
            if seen.insert(next.clone()) {
                open.push(next);
            }
        }
    }
    found.sort();
    found
}
