//! The machine at full speed: many runs without a schedule, for the benchmark of steps a second.

use super::random::Random;
use crate::model::Machine;
use crate::setup::Setup;

/// Plays `rounds` runs of random schedules, faults included, and answers how many steps that took.
pub fn drill(setup: &Setup, rounds: u32) -> u32 {
    let machine = Machine::new(setup);
    let mut random = Random::new(setup.seed);
    let mut actions = Vec::new();
    let mut steps = 0;
    for _ in 0..rounds {
        let mut world = machine.start();
        loop {
            actions.clear();
            machine.enabled(&world, &mut actions);
            let Some(count) = u32::try_from(actions.len()).ok().filter(|count| *count > 0) else { break };
            let action = actions[random.below(count) as usize];
            if machine.apply(&mut world, action, &mut ()).is_err() {
                break;
            }
            steps += 1;
        }
    }
    steps
}
