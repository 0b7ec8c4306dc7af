//! What the explorer forgets of a world is never missed: every world that random setups can reach is held beside what is
//! left of it. Whatever one of them can do next, the other can do too, in one step or, if that changes nothing, in none:
//! with the same flags, and to a world of which the same is left.
//!
//! `CALM_SETUPS=20000 cargo test --release --test calm` looks at so many setups of each broker.

mod support;

use std::collections::HashSet;
use std::env;

use ackscope::model::{Action, Flag, Machine, Messages, World};
use ackscope::setup::{Broker, FaultKind, Setup};
use support::{Rng, random_setup_of};

const SETUPS: u64 = 300;
/// Of each setup at most so many worlds are looked at.
const WORLDS: usize = 2_500;

/// The flags that a step raised, and what is left of the world that it led to.
type Outcome = (Vec<(Flag, Messages)>, Vec<u8>);

/// A machine, and flags that a world can have by itself: those it raises again with each step.
struct Beside {
    machine: Machine,
    standing: Vec<Flag>,
}

impl Beside {
    fn new(setup: &Setup) -> Self {
        let reads_the_log = setup.broker == Broker::Kafka && setup.kafka.consumers == 0;
        let is_standing = |flag: &Flag| *flag == Flag::Lost || reads_the_log && *flag != Flag::ReportedFailure;
        Self { machine: Machine::new(setup), standing: Flag::ALL.iter().copied().filter(is_standing).collect() }
    }

    fn packed(&self, world: &World) -> Vec<u8> {
        let mut bytes = Vec::new();
        self.machine.pack(world, &mut bytes);
        bytes
    }

    fn unpacked(&self, bytes: &[u8]) -> World {
        let mut world = self.machine.start();
        self.machine.unpack(bytes, &mut world);
        world
    }

    /// What is left of the world.
    fn left(&self, world: &World) -> Vec<u8> {
        let mut world = world.clone();
        self.machine.forget(&mut world);
        self.packed(&world)
    }

    /// The worlds after one step, and the flags that it raised.
    fn next(&self, bytes: &[u8]) -> Vec<(World, Vec<(Flag, Messages)>)> {
        let world = self.unpacked(bytes);
        let mut actions: Vec<Action> = Vec::new();
        self.machine.enabled(&world, &mut actions);
        let step = |action| {
            let mut next = world.clone();
            assert_eq!(self.machine.apply(&mut next, action, &mut ()), Ok(()));
            let flags = self.machine.ledger(&next).flags;
            (next, flags.iter().map(|flag| (flag, flags.of(flag))).collect())
        };
        actions.into_iter().map(step).collect()
    }

    /// The outcomes that differ from staying, without the flags that stood before.
    fn outcomes(&self, bytes: &[u8], left: &[u8], stood: &[(Flag, Messages)]) -> Vec<Outcome> {
        let is_news = |(flag, messages): &(Flag, Messages)| {
            !stood.iter().any(|(old, of)| old == flag && messages.iter().all(|message| of.contains(message)))
        };
        let outcome = |(next, flags): (World, Vec<(Flag, Messages)>)| {
            (flags.into_iter().filter(is_news).collect::<Vec<_>>(), self.left(&next))
        };
        let mut outcomes: Vec<Outcome> = self.next(bytes).into_iter().map(outcome).collect();
        outcomes.retain(|(flags, next)| !flags.is_empty() || next != left);
        outcomes
    }

    /// Looks at worlds in any order. Answers how many there were, and of how many less is left.
    fn check(&self, setup: &Setup, rng: &mut Rng) -> (usize, usize) {
        let start = self.packed(&self.machine.start());
        let (mut known, mut found) = (HashSet::from([start.clone()]), vec![(start, Vec::new())]);
        let (mut looked_at, mut less) = (0, 0);
        while looked_at < WORLDS && !found.is_empty() {
            let (bytes, stood) = found.swap_remove(rng.below(found.len()));
            looked_at += 1;
            for (next, mut flags) in self.next(&bytes) {
                flags.retain(|(flag, _)| self.standing.contains(flag));
                let next = self.packed(&next);
                if known.insert(next.clone()) {
                    found.push((next, flags));
                }
            }
            let left = self.left(&self.unpacked(&bytes));
            if left != bytes {
                less += 1;
                assert_eq!(self.left(&self.unpacked(&left)), left, "what is left stays: {setup:?}");
                let (ours, theirs) = (self.outcomes(&bytes, &left, &stood), self.outcomes(&left, &left, &stood));
                let world = self.unpacked(&bytes);
                assert!(ours.iter().all(|outcome| theirs.contains(outcome)), "forgotten: {setup:?} {world:?}");
                assert!(theirs.iter().all(|outcome| ours.contains(outcome)), "made up: {setup:?} {world:?}");
            }
        }
        (looked_at, less)
    }
}

fn nothing_is_missed(broker: Broker) {
    let (mut worlds, mut less) = (0, 0);
    let setups = env::var("CALM_SETUPS").map_or(SETUPS, |setups| setups.parse().expect("CALM_SETUPS is a number"));
    for seed in 0..setups {
        let mut rng = Rng::new(101 << 32 | seed);
        let mut setup = random_setup_of(broker, &mut rng);
        // Of queues with limits little is forgotten.
        if seed % 4 > 0 {
            let limits = &mut setup.rabbitmq;
            (limits.max_length, limits.message_ttl, limits.dead_letter, limits.delivery_limit) =
                (None, None, None, None);
        }
        setup.messages = 1 + rng.below(3) as u8;
        setup.faults.budget = rng.below(7).div_ceil(3) as u8;
        setup.faults.kinds = FaultKind::ALL.iter().copied().filter(|_| rng.below(4) > 0).collect();
        let (looked_at, with_less) = Beside::new(&setup).check(&setup, &mut rng);
        (worlds, less) = (worlds + looked_at, less + with_less);
    }
    assert!(less * 5 > worlds, "only of {less} of {worlds} worlds is anything forgotten");
}

#[test]
fn nothing_that_is_forgotten_of_rabbitmq_is_missed() {
    nothing_is_missed(Broker::Rabbitmq);
}

#[test]
fn nothing_that_is_forgotten_of_kafka_is_missed() {
    nothing_is_missed(Broker::Kafka);
}
