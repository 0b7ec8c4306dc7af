//! The machines. Pure: no clock, no chance, no words, no browser. Everything that can happen is an
//! [`Action`]; [`Machine::enabled`] lists what may happen next and [`Machine::apply`] does it and tells
//! about it in [`Event`]s. Only `apply` changes a [`World`].

mod action;
mod connection;
mod effects;
mod event;
mod kafka;
mod ledger;
mod name;
#[cfg(not(feature = "figure"))]
mod order;
mod outcome;
mod pack;
mod rabbitmq;
mod scene;

pub use action::{Action, Fault, Pace, from_code_of};
pub use effects::{Reading, Work};
pub use event::{Cause, Death, Envelope, EnvelopeKind, Event, Listener, ProduceError};
pub use ledger::{Belief, Fate, Flag, Flags, Ledger, Record};
pub use name::{Consumer, CopyId, Key, Line, Member, Members, Message, Messages, Partition, Queue, Way};
pub use scene::{
    BrokerScene, ConsumerScene, ConsumerStatus, CopyScene, CopyState, EffectScene, HeldScene, LineScene, LogScene,
    ProducerScene, ReaderScene, RecordScene, Scene, Shelf, ShelfKind, Stage,
};

use crate::setup::{Broker, Setup};

/// Version of the machines' rules. It changes whenever a recorded run could play differently.
pub const VERSION: u32 = 4;

/// The action cannot happen in this world.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Impossible(pub Action);

/// The rules under one setup.
#[derive(Clone, Debug)]
pub struct Machine(Rules);

#[derive(Clone, Debug)]
enum Rules {
    Rabbitmq(rabbitmq::Rules),
    Kafka(kafka::Rules),
}

/// The state of everything at one moment. Changed by [`Machine::apply`] alone.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct World(State);

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
enum State {
    Rabbitmq(rabbitmq::State),
    Kafka(kafka::State),
}

/// Calls a function of the broker's room with its rules and its state. A machine meets only worlds that it started.
macro_rules! of_broker {
    ($machine:expr, $world:expr, $function:ident $(, $argument:expr)*) => {
        match (&$machine.0, $world) {
            (Rules::Rabbitmq(rules), State::Rabbitmq(state)) => rabbitmq::$function(rules, state $(, $argument)*),
            (Rules::Kafka(rules), State::Kafka(state)) => kafka::$function(rules, state $(, $argument)*),
            _ => unreachable!("a machine meets only worlds that it started"),
        }
    };
}

impl Machine {
    /// The rules under this setup, which must have passed [`Setup::check`](crate::setup::Setup::check); or it has more
    /// messages and larger windows than that allows, up to [`Messages::MAX`], and its worlds are never packed.
    pub fn new(setup: &Setup) -> Self {
        Self(match setup.broker {
            Broker::Rabbitmq => Rules::Rabbitmq(rabbitmq::Rules::new(setup)),
            Broker::Kafka => Rules::Kafka(kafka::Rules::new(setup)),
        })
    }

    /// The world before anything has happened.
    pub fn start(&self) -> World {
        World(match &self.0 {
            Rules::Rabbitmq(rules) => State::Rabbitmq(rabbitmq::State::new(rules)),
            Rules::Kafka(rules) => State::Kafka(kafka::State::new(rules)),
        })
    }

    /// Appends every action that may happen next: what the parts do by themselves, and the setup's faults while
    /// their budget lasts.
    pub fn enabled(&self, world: &World, actions: &mut Vec<Action>) {
        of_broker!(self, &world.0, enabled, actions);
    }

    /// Appends every fault of every kind that could strike now, whatever the setup's budget and kinds: what a person
    /// may do.
    pub fn faults(&self, world: &World, actions: &mut Vec<Action>) {
        of_broker!(self, &world.0, faults, actions);
    }

    fn is_possible(&self, world: &World, action: Action) -> bool {
        of_broker!(self, &world.0, is_possible, action)
    }

    /// Does one action and tells about it.
    ///
    /// # Errors
    /// [`Impossible`], with the world unchanged, if the action can't happen here. A fault beyond the budget can.
    pub fn apply(&self, world: &mut World, action: Action, listener: &mut impl Listener) -> Result<(), Impossible> {
        if !self.is_possible(world, action) {
            return Err(Impossible(action));
        }
        of_broker!(self, &mut world.0, apply, action, listener);
        Ok(())
    }

    /// Does an action that [`Machine::enabled`] listed for this world, without looking again whether it is possible.
    pub(crate) fn act(&self, world: &mut World, action: Action) {
        debug_assert!(self.is_possible(world, action), "what is enabled is possible");
        // A figure is downloaded before it runs, so it has the machines once: who does not listen throws a list away.
        #[cfg(feature = "figure")]
        let mut nobody = Vec::new();
        #[cfg(not(feature = "figure"))]
        let mut nobody = ();
        of_broker!(self, &mut world.0, apply, action, &mut nobody);
    }

    /// Forgets what no run can tell any more once the last fault of the setup's budget has struck; the budget is then the
    /// bound of all that comes. What is left allows the same flags in as few steps, but names may have changed in it, and
    /// what only a picture needs is gone.
    ///
    /// A figure is downloaded before it runs, so it does without this and explores whole worlds: the same flags in as many
    /// steps.
    #[cfg_attr(feature = "figure", allow(unused_variables))]
    pub fn forget(&self, world: &mut World) {
        #[cfg(not(feature = "figure"))]
        of_broker!(self, &mut world.0, forget);
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
        let length = of_broker!(self, &world.0, pack, buffer);
        if length > buffer.len() {
            buffer.resize(2 * length, 0);
            of_broker!(self, &world.0, pack, buffer);
        }
        length
    }

    /// Makes `world` one that has these bytes, which came from [`Machine::pack`] of the same machine. Nobody's flag is
    /// raised there, so the flags after the next action are those that it raised. What only a picture needs is gone.
    pub fn unpack(&self, bytes: &[u8], world: &mut World) {
        match (&self.0, &mut world.0) {
            (Rules::Rabbitmq(rules), State::Rabbitmq(state)) => rabbitmq::unpack(rules, bytes, state),
            (Rules::Kafka(rules), State::Kafka(state)) => kafka::unpack(rules, bytes, state),
            _ => unreachable!("a machine meets only worlds that it started"),
        }
    }

    /// Whether a run can go round for ever: only a producer that is refused by a rule, and tries again, makes one do so.
    pub fn can_go_round(&self) -> bool {
        match &self.0 {
            Rules::Rabbitmq(rules) => rules.can_refuse_for_ever(),
            Rules::Kafka(_) => true,
        }
    }

    /// The copy whose time to live ends in [`Action::Expire`] of this queue, if it could be over now.
    pub fn expiring(&self, world: &World, queue: Queue) -> Option<CopyId> {
        match (&self.0, &world.0) {
            (Rules::Rabbitmq(rules), State::Rabbitmq(state)) => rabbitmq::expiring(rules, state, queue),
            _ => None,
        }
    }

    /// What can be seen.
    pub fn scene(&self, world: &World) -> Scene {
        of_broker!(self, &world.0, scene)
    }

    /// Belief, truth and flags.
    pub const fn ledger<'world>(&self, world: &'world World) -> &'world Ledger {
        match &world.0 {
            State::Rabbitmq(state) => &state.outcome.ledger,
            State::Kafka(state) => &state.outcome.ledger,
        }
    }
}
