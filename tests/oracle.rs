//! An independent model checker, stateright, finds as many worlds as the explorer, and runs of the same length. The runs it
//! looks for in whole worlds, with all that the explorer forgets.
//!
//! Stateright tells worlds apart by 64 bits of hash. Among the few ten thousand here, two would share one by chance less
//! than once in a thousand million tries, so its counts are as good as exact.

use ackscope::explore::{Ending, Limits, Search};
use ackscope::model::{Action, Flag, Machine, World};
use ackscope::setup::Link;
use stateright::{Checker, Model, Property};

/// What is kept of a world.
#[derive(Clone, Copy, PartialEq)]
enum Kept {
    /// All that is packed.
    Whole,
    /// What the explorer keeps.
    Left,
}

/// Worlds as packed bytes, and whether a flag that was asked for has been raised on the way there: the bytes don't say.
struct Packed {
    machine: Machine,
    kept: Kept,
    asked: Vec<Flag>,
}

impl Packed {
    fn pack(&self, mut world: World) -> Vec<u8> {
        if self.kept == Kept::Left {
            self.machine.forget(&mut world);
        }
        let mut bytes = Vec::new();
        self.machine.pack(&world, &mut bytes);
        bytes
    }
}

type State = (Vec<u8>, bool);

impl Model for Packed {
    type State = State;
    type Action = Action;

    fn init_states(&self) -> Vec<State> {
        vec![(self.pack(self.machine.start()), false)]
    }

    fn actions(&self, (bytes, _): &State, actions: &mut Vec<Action>) {
        let mut world = self.machine.start();
        self.machine.unpack(bytes, &mut world);
        self.machine.enabled(&world, actions);
    }

    fn next_state(&self, (bytes, raised): &State, action: Action) -> Option<State> {
        let mut world = self.machine.start();
        self.machine.unpack(bytes, &mut world);
        self.machine.apply(&mut world, action, &mut ()).expect("enabled actions are possible");
        let raised = *raised || self.machine.ledger(&world).flags.iter().any(|flag| self.asked.contains(&flag));
        Some((self.pack(world), raised))
    }

    /// One property only: with more of them, stateright's later findings would replace the first, which is shortest.
    fn properties(&self) -> Vec<Property<Self>> {
        vec![Property::sometimes("raised", |_, (_, raised)| *raised)]
    }
}

/// How many worlds stateright visits, and the steps of a shortest run that raises one of these flags. It stops there.
fn checked(machine: &Machine, kept: Kept, asked: Vec<Flag>) -> (usize, Option<usize>) {
    let model = Packed { machine: machine.clone(), kept, asked };
    let checker = model.checker().threads(1).spawn_bfs().join();
    let steps = checker.discovery("raised").map(|path| path.into_actions().len());
    (checker.unique_state_count(), steps)
}

fn agree(link: &str) {
    let setup = Link::parse(link, &|_| None).expect("a link of this file").setup;
    let mut search = Search::new(&setup, Limits::TERMINAL, &[]);
    assert_eq!(search.finish(), Ending::Complete);
    let machine = Machine::new(&setup);
    let (raised, never): (Vec<Flag>, Vec<Flag>) = Flag::ALL.iter().partition(|flag| search.steps(**flag).is_some());
    assert_eq!(checked(&machine, Kept::Left, never.clone()), (search.states(), None), "{link}");
    assert_eq!(checked(&machine, Kept::Whole, never).1, None, "{link}");
    for flag in raised {
        assert_eq!(checked(&machine, Kept::Whole, vec![flag]).1, search.steps(flag), "{flag:?} under {link}");
    }
}

#[test]
fn fire_and_forget() {
    agree("durable=true&persistent=true");
}

#[test]
fn a_transient_queue_with_three_messages_and_two_faults() {
    agree("faults=all:2");
}

#[test]
fn a_confirm_window_of_two() {
    agree("messages=2&publish=confirm&window=2&durable=true&persistent=true&ack=after_effect");
}

#[test]
fn a_batch_of_two_in_a_transaction() {
    agree("messages=2&publish=tx&window=2&durable=true&persistent=true&ack=after_effect");
}

#[test]
fn three_messages() {
    agree("publish=confirm&durable=true&persistent=true&ack=after_effect");
}

#[test]
fn two_in_hand_and_one_ack_for_both() {
    agree(
        "messages=2&publish=confirm&window=2&durable=true&persistent=true&ack=after_effect&prefetch=2&multiple_ack=true",
    );
}

#[test]
fn a_quorum_queue() {
    agree("messages=2&publish=confirm&queue_type=quorum&ack=after_effect");
}

#[test]
fn two_consumers() {
    agree("messages=2&publish=confirm&durable=true&persistent=true&ack=after_effect&consumers=2");
}

#[test]
fn a_single_active_consumer() {
    agree(
        "messages=2&publish=confirm&durable=true&persistent=true&ack=after_effect&consumers=2&single_active_consumer=true",
    );
}

#[test]
fn two_faults() {
    agree("messages=1&publish=confirm&durable=true&persistent=true&ack=after_effect&faults=all:2");
}

#[test]
fn three_messages_and_a_flush_to_the_disk() {
    agree("publish=confirm&durable=true&persistent=true&fsync_before_confirm=true&ack=after_effect");
}

#[test]
fn an_ack_before_the_effect_and_no_prefetch() {
    agree("publish=confirm&ack=before_effect&prefetch=0");
}

#[test]
fn no_resends_and_returned_messages() {
    agree("messages=2&publish=confirm&window=2&resend=never&mandatory=true&ack=after_effect");
}

#[test]
fn two_queues_and_a_dead_letter_queue() {
    agree(
        "messages=2&keys=2&queues=2&publish=confirm&durable=true&persistent=true&ack=after_effect&max_length=1\
         &dead_letter=at_most_once&faults=consumer_nack,process_crash:1",
    );
}

#[test]
fn a_quorum_queue_with_every_limit() {
    agree(
        "messages=1&publish=confirm&queue_type=quorum&ack=after_effect&max_length=1&message_ttl=100&delivery_limit=1\
         &dead_letter=at_least_once&faults=consumer_nack,zombie_consumer:1",
    );
}

#[test]
fn kafka_without_consumers() {
    agree("broker=kafka&messages=2&consumers=0");
}

#[test]
fn kafka_without_idempotence() {
    agree("broker=kafka&messages=2&consumers=0&enable_idempotence=false&min_insync_replicas=2&in_sync=2");
}

#[test]
fn kafka_with_two_replicas_and_two_consumers() {
    agree("broker=kafka&messages=2&consumers=2&replication_factor=2&max_in_flight=1");
}

#[test]
fn kafka_with_threads_that_commit_their_own() {
    agree("broker=kafka&messages=2&consumers=2&replication_factor=1&processing=thread_pool&commit=own_offset");
}

#[test]
fn kafka_in_transactions() {
    agree(
        "broker=kafka&messages=2&replication_factor=1&transactional=true&isolation_level=read_committed&max_in_flight=1",
    );
}
