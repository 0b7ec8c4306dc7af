//! A record from elsewhere may hold any action in any order. In every world of both brokers each of them is either done,
//! or refused with the world unchanged; nothing panics, and what was done can be packed.

mod support;

use ackscope::model::{Action, Machine, World};
use ackscope::setup::{Broker, Setup};
use support::{Rng, random_setup_of};

const WALKS: u64 = 150;
const STRIDES: usize = 60;

/// What could be done here, of everything that can be written down.
fn possible(machine: &Machine, world: &World, all: &[Action]) -> Vec<(Action, World)> {
    let mut done = Vec::new();
    for action in all {
        let mut next = world.clone();
        match machine.apply(&mut next, *action, &mut ()) {
            Ok(()) => done.push((*action, next)),
            Err(impossible) => assert_eq!((impossible.0, &next), (*action, world)),
        }
    }
    done
}

fn packs(machine: &Machine, world: &World) {
    let (mut bytes, mut again, mut other) = (Vec::new(), Vec::new(), machine.start());
    machine.pack(world, &mut bytes);
    machine.unpack(&bytes, &mut other);
    machine.pack(&other, &mut again);
    assert_eq!(bytes, again, "{world:?}");
}

fn wander(setup: &Setup, rng: &mut Rng, all: &[Action]) {
    let machine = Machine::new(setup);
    let mut world = machine.start();
    for _ in 0..STRIDES {
        let done = possible(&machine, &world, all);
        if done.is_empty() {
            return;
        }
        done.iter().for_each(|(_, next)| packs(&machine, next));
        world = done[rng.below(done.len())].1.clone();
        let _ = machine.scene(&world);
    }
}

/// Beyond the places that wires and hands have here, one more is as good as all of them.
const fn is_near(action: Action) -> bool {
    match action {
        Action::EffectOf { place, .. } | Action::CommitOf { place, .. } | Action::Pluck { place, .. } => {
            place < 16 || place == Action::PLACES_MAX - 1
        }
        _ => true,
    }
}

#[test]
fn every_action_is_done_or_refused_in_every_world() {
    let all: Vec<Action> = (0..16_384).filter_map(Action::from_code).filter(|action| is_near(*action)).collect();
    for seed in 0..WALKS {
        let mut rng = Rng::new(91 << 32 | seed);
        let mut setup = random_setup_of(rng.pick(Broker::ALL), &mut rng);
        setup.messages = setup.messages.min(if seed % 16 == 0 { 64 } else { 6 });
        wander(&setup, &mut rng, &all);
    }
}
