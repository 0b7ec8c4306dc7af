//! The plainest possible search of every run: depth first, whole worlds in a hash set. It is the yardstick for claims
//! about all runs, and for the explorer itself.

// Each test file uses a part of this.
#![allow(dead_code)]

use std::collections::{BTreeSet, HashSet};

use ackscope::model::{Action, EnvelopeKind, Event, Flag, Machine};
use ackscope::setup::Setup;

/// The effects of every run that has come to its end, as the numbers of their messages.
pub fn final_effects(setup: &Setup) -> BTreeSet<Vec<u8>> {
    let machine = Machine::new(setup);
    let start = machine.start();
    let mut seen = HashSet::from([start.clone()]);
    let mut open = vec![start];
    let (mut logs, mut actions) = (BTreeSet::new(), Vec::new());
    while let Some(world) = open.pop() {
        actions.clear();
        machine.enabled(&world, &mut actions);
        if actions.is_empty() {
            logs.insert(machine.scene(&world).effects.iter().map(|effect| effect.message.0).collect());
        }
        for action in &actions {
            let mut next = world.clone();
            machine.apply(&mut next, *action, &mut ()).expect("enabled actions are possible");
            if seen.insert(next.clone()) {
                open.push(next);
            }
        }
    }
    logs
}

/// The redelivered marks of a run's deliveries, in the order of their sending.
pub fn redelivered_marks(setup: &Setup, actions: &[Action]) -> Vec<bool> {
    let machine = Machine::new(setup);
    let (mut world, mut events) = (machine.start(), Vec::new());
    for action in actions {
        machine.apply(&mut world, *action, &mut events).expect("a finding plays");
    }
    let mark = |event: &Event| match event {
        Event::Sent { envelope, .. } if envelope.kind == EnvelopeKind::Delivery => Some(envelope.again),
        _ => None,
    };
    events.iter().filter_map(mark).collect()
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
