//! A packed world can do what the world could, and nothing else: the explorer stands on that.

mod support;

use ackscope::model::{Action, Flag, Machine, Message, World};
use ackscope::setup::{Broker, Field, Setup, Value};
use support::walk::{walk, walk_up_to};
use support::{Rng, random_setup_of};

const WALKS: u64 = 10_000;
/// Beyond the end of nearly every walk that has one.
const STRIDES: usize = 200;

fn packed(machine: &Machine, world: &World) -> Vec<u8> {
    let mut bytes = Vec::new();
    machine.pack(world, &mut bytes);
    bytes
}

fn enabled(machine: &Machine, world: &World) -> Vec<Action> {
    let mut actions = Vec::new();
    machine.enabled(world, &mut actions);
    actions
}

/// The flags that the action raised, as flag and message.
fn news(machine: &Machine, before: &World, after: &World) -> Vec<(Flag, Message)> {
    let (old, new) = (machine.ledger(before).flags, machine.ledger(after).flags);
    let raised = |flag: Flag| new.of(flag).iter().filter(move |message| !old.of(flag).contains(*message));
    Flag::ALL.iter().flat_map(|flag| raised(*flag).map(|message| (*flag, message))).collect()
}

/// Both worlds allow the same actions; each raises the same flags in both and leads to the same bytes.
fn behave_alike(machine: &Machine, world: &World, other: &World) {
    let actions = enabled(machine, world);
    assert_eq!(actions, enabled(machine, other));
    for action in actions {
        let (mut next, mut other_next) = (world.clone(), other.clone());
        assert_eq!(machine.apply(&mut next, action, &mut ()), Ok(()));
        assert_eq!(machine.apply(&mut other_next, action, &mut ()), Ok(()));
        assert_eq!(packed(machine, &next), packed(machine, &other_next), "{action} of {world:?}\nand {other:?}");
        let mut flags = news(machine, other, &other_next);
        // A packed world has forgotten which promises were broken already, so it may find them broken again.
        flags.retain(|(flag, message)| !machine.ledger(world).flags.of(*flag).contains(*message));
        assert_eq!(news(machine, world, &next), flags, "{action} of {world:?}");
    }
}

#[test]
fn a_packed_world_behaves_like_the_world() {
    for seed in 0..WALKS {
        let mut rng = Rng::new(77 << 32 | seed);
        let mut setup = random_setup_of(rng.pick(Broker::ALL), &mut rng);
        setup.messages = setup.messages.min(if seed % 16 == 0 { 64 } else { 5 });
        let machine = Machine::new(&setup);
        for stride in walk_up_to(&setup, &mut rng, STRIDES) {
            let bytes = packed(&machine, &stride.world);
            let mut other = machine.start();
            machine.unpack(&bytes, &mut other);
            assert_eq!(packed(&machine, &other), bytes, "{:?}", stride.world);
            behave_alike(&machine, &stride.world, &other);
        }
    }
}

/// The same where queues are short, messages die and come back: what random setups seldom are.
#[test]
fn a_packed_world_of_limited_queues_behaves_like_the_world() {
    for seed in 0..WALKS / 4 {
        let mut rng = Rng::new(78 << 32 | seed);
        let mut setup = random_setup_of(Broker::Rabbitmq, &mut rng);
        setup.messages = setup.messages.min(5);
        let limits = [
            (Field::MaxLength, Value::Number(1 + rng.next() % 2)),
            (Field::MessageTtl, rng.pick(&[Value::Null, Value::Number(0), Value::Number(100)])),
            (Field::DeadLetter, Value::Choice(rng.pick(&["at_most_once", "at_least_once"]))),
            (Field::DeliveryLimit, Value::Number(1)),
        ];
        for (field, value) in limits {
            setup = setup.with(field, value).unwrap_or(setup);
        }
        let machine = Machine::new(&setup);
        for stride in walk_up_to(&setup, &mut rng, STRIDES) {
            let bytes = packed(&machine, &stride.world);
            let mut other = machine.start();
            machine.unpack(&bytes, &mut other);
            assert_eq!(packed(&machine, &other), bytes, "{:?}", stride.world);
            behave_alike(&machine, &stride.world, &other);
        }
    }
}

#[test]
fn a_packed_world_takes_the_place_of_any_other() {
    let setup = Setup::default();
    let machine = Machine::new(&setup);
    let strides = walk(&setup, &mut Rng::new(3));
    let start = packed(&machine, &machine.start());
    let mut used = strides.last().map_or_else(|| machine.start(), |stride| stride.world.clone());
    machine.unpack(&start, &mut used);
    assert_eq!(used, machine.start());
}
