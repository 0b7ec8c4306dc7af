//! The machines. Pure: no clock, no chance, no words, no browser. Everything that can happen is an
//! [`Action`]; [`Machine::enabled`] lists what may happen next and [`Machine::apply`] does it and tells
//! about it in [`Event`]s. Only `apply` changes a [`World`].

mod action;
mod connection;
mod event;
mod ledger;
mod name;
mod pack;
mod rabbitmq;
mod scene;

pub use action::{Action, Fault, Pace};
pub use event::{Cause, Envelope, EnvelopeKind, Event, Listener};
pub use ledger::{Belief, Fate, Flag, Flags, Ledger, Record};
pub use name::{Consumer, CopyId, Key, Line, Member, Members, Message, Messages, Way};
pub use scene::{
    BrokerScene, ConsumerScene, ConsumerStatus, CopyScene, CopyState, EffectScene, HeldScene, LineScene, ProducerScene,
    Scene, Shelf, ShelfKind, Stage,
};

use crate::setup::Setup;

/// Version of the machines' rules. It changes whenever a recorded run could play differently.
pub const VERSION: u32 = 2;

/// The action cannot happen in this world.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Impossible(pub Action);

/// The rules under one setup.
#[derive(Clone, Debug)]
pub struct Machine {
    rules: rabbitmq::Rules,
}

/// The state of everything at one moment. Changed by [`Machine::apply`] alone.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct World {
    state: rabbitmq::State,
}

impl Machine {
    /// The rules under this setup, which must have passed [`Setup::check`](crate::setup::Setup::check).
    pub fn new(setup: &Setup) -> Self {
        Self { rules: rabbitmq::Rules::new(setup) }
    }

    /// The world before anything has happened.
    pub fn start(&self) -> World {
        World { state: rabbitmq::State::new(&self.rules) }
    }

    /// Appends every action that may happen next: what the parts do by themselves, and the setup's faults while
    /// their budget lasts.
    pub fn enabled(&self, world: &World, actions: &mut Vec<Action>) {
        rabbitmq::enabled(&self.rules, &world.state, actions);
    }

    /// Appends every fault of every kind that could strike now, whatever the setup's budget and kinds: what a person
    /// may do.
    pub fn faults(&self, world: &World, actions: &mut Vec<Action>) {
        rabbitmq::faults(&self.rules, &world.state, actions);
    }

    /// Does one action and tells about it.
    ///
    /// # Errors
    /// [`Impossible`], with the world unchanged, if the action can't happen here. A fault beyond the budget can.
    pub fn apply(&self, world: &mut World, action: Action, listener: &mut impl Listener) -> Result<(), Impossible> {
        if !rabbitmq::is_possible(&self.rules, &world.state, action) {
            return Err(Impossible(action));
        }
        rabbitmq::apply(&self.rules, &mut world.state, action, listener);
        Ok(())
    }

    /// Does an action that [`Machine::enabled`] listed for this world, without looking again whether it is possible.
    pub(crate) fn act(&self, world: &mut World, action: Action) {
        debug_assert!(rabbitmq::is_possible(&self.rules, &world.state, action), "what is enabled is possible");
        rabbitmq::apply(&self.rules, &mut world.state, action, &mut ());
    }

    /// Appends the world as bytes. Worlds with the same bytes allow the same actions, which break the same promises and
    /// lead to worlds with the same bytes again.
    pub fn pack(&self, world: &World, bytes: &mut Vec<u8>) {
        let mut buffer = Vec::new();
        let length = self.pack_over(world, &mut buffer);
        bytes.extend_from_slice(&buffer[..length]);
    }

    /// Writes those bytes over the front of a buffer, which grows if it must, and answers how many they are.
    pub(crate) fn pack_over(&self, world: &World, buffer: &mut Vec<u8>) -> usize {
        let length = rabbitmq::pack(&self.rules, &world.state, buffer);
        if length > buffer.len() {
            buffer.resize(2 * length, 0);
            rabbitmq::pack(&self.rules, &world.state, buffer);
        }
        length
    }

    /// Makes `world` one that has these bytes, which came from [`Machine::pack`] of the same machine. Nobody's flag is
    /// raised there, so the flags after the next action are those that it raised. What only a picture needs is gone.
    pub fn unpack(&self, bytes: &[u8], world: &mut World) {
        rabbitmq::unpack(&self.rules, bytes, &mut world.state);
    }

    /// What can be seen.
    pub fn scene(&self, world: &World) -> Scene {
        rabbitmq::scene(&self.rules, &world.state)
    }

    /// Belief, truth and flags.
    pub fn ledger<'world>(&self, world: &'world World) -> &'world Ledger {
        &world.state.ledger
    }
}
