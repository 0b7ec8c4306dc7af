//! The plainest possible search of every run: depth first, whole worlds in a hash set. It is the yardstick for claims
//! about all runs, and for the explorer itself.

// Each test file uses a part of this.
#![allow(dead_code)]

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

/// For each flag, the steps of a shortest run that raises it: breadth first, whole worlds.
pub fn shortest_lengths(setup: &Setup) -> [Option<usize>; Flag::ALL.len()] {
    let machine = Machine::new(setup);
    let mut lengths = [None; Flag::ALL.len()];
    let mut level = vec![machine.start()];
    let mut seen: HashSet<_> = level.iter().cloned().collect();
    let mut actions = Vec::new();
    for steps in 1.. {
        let mut next = Vec::new();
        for world in &level {
            actions.clear();
            machine.enabled(world, &mut actions);
            for action in &actions {
                let mut after = world.clone();
                machine.apply(&mut after, *action, &mut ()).expect("enabled actions are possible");
                for flag in machine.ledger(&after).flags.iter() {
                    lengths[flag as usize].get_or_insert(steps);
                }
                if seen.insert(after.clone()) {
                    next.push(after);
                }
            }
        }
        if next.is_empty() {
            break;
        }
        level = next;
    }
    lengths
}
