//! Random walks: from the start, one of the actions that may happen, until nothing may. A harsher scheduler than the
//! player's, for it knows no latencies.

use ackscope::model::{Action, Event, Machine, World};
use ackscope::setup::Setup;

use super::Rng;

/// One step of a walk.
pub struct Stride {
    pub action: Action,
    pub events: Vec<Event>,
    pub world: World,
}

/// No walk of a checked setup is longer; reaching it means that something goes round in circles.
pub const STRIDES_MAX: usize = 20_000;

/// Walks to the end.
pub fn walk(setup: &Setup, rng: &mut Rng) -> Vec<Stride> {
    let strides = walk_up_to(setup, rng, STRIDES_MAX);
    assert!(strides.len() < STRIDES_MAX, "no end in sight: {setup:?}");
    strides
}

/// Walks to the end, or as far as this: a producer that tries again for ever has none.
pub fn walk_up_to(setup: &Setup, rng: &mut Rng, most: usize) -> Vec<Stride> {
    let machine = Machine::new(setup);
    let mut strides: Vec<Stride> = Vec::new();
    let mut world = machine.start();
    let mut actions = Vec::new();
    loop {
        actions.clear();
        machine.enabled(&world, &mut actions);
        if actions.is_empty() || strides.len() == most {
            return strides;
        }
        let action = rng.pick(&actions);
        let mut events = Vec::new();
        machine.apply(&mut world, action, &mut events).expect("enabled actions are possible");
        strides.push(Stride { action, events, world: world.clone() });
    }
}
