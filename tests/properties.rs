//! The invariants J1–J9 and a few more, over random setups and random schedules.

mod support;

use std::collections::{BTreeMap, BTreeSet};

use ackscope::model::{
    Action, Belief, Cause, CopyId, CopyScene, CopyState, Death, EnvelopeKind, Event, Flag, Line, Machine, Message,
    Queue, Scene, ShelfKind, Way, World,
};
use ackscope::play::{Chance, Record, Run, Verdict};
use ackscope::setup::{Ack, Dedup, Dispatch, FaultKind, Overflow, Publish, QueueType, Setup};
use support::walk::{Stride, walk};
use support::{Rng, random_setup};

const WALKS: u64 = 1_500;

/// Walks under random setups that `wanted` accepts, small enough to be quick.
fn walks(salt: u64, wanted: impl Fn(&mut Setup) -> bool, check: impl Fn(&Setup, &[Stride])) {
    let mut checked = 0;
    for seed in 0..WALKS {
        let mut rng = Rng::new(salt << 32 | seed);
        let mut setup = random_setup(&mut rng);
        setup.messages = setup.messages.min(8);
        if wanted(&mut setup) {
            check(&setup, &walk(&setup, &mut rng));
            checked += 1;
        }
    }
    assert!(checked > WALKS / 40, "only {checked} walks were of that kind");
}

fn any(_: &mut Setup) -> bool {
    true
}

fn scene(setup: &Setup, world: &World) -> Scene {
    Machine::new(setup).scene(world)
}

fn events(strides: &[Stride]) -> impl Iterator<Item = &Event> {
    strides.iter().flat_map(|stride| &stride.events)
}

#[test]
fn every_walk_ends_and_every_message_has_a_fate() {
    walks(1, any, |setup, strides| {
        let machine = Machine::new(setup);
        let end = strides.last().map_or_else(|| machine.start(), |stride| stride.world.clone());
        let quiet = scene(setup, &end);
        assert!(quiet.lines.iter().all(|line| line.to_broker.is_empty() && line.to_client.is_empty()));
        assert!(quiet.producer.unsent.is_empty() || !quiet.broker.up, "{setup:?}");
        assert!(quiet.producer.to_resend.is_empty() || !quiet.broker.up, "{setup:?}");
    });
}

/// J1: every publish number gets at most one answer, and exactly one if its channel lives to the end.
#[test]
fn j1_every_publish_number_is_answered_at_most_once() {
    walks(
        2,
        |setup| setup.rabbitmq.publish == Publish::Confirm,
        |setup, strides| {
            let (mut open, mut closed) = (BTreeSet::new(), BTreeSet::new());
            for event in events(strides) {
                match event {
                    Event::Sent { line: Line::Producer, way: Way::ToBroker, envelope } => {
                        assert!(open.insert(envelope.number) && !closed.contains(&envelope.number));
                    }
                    Event::Cut { line: Line::Producer } => {
                        open.clear();
                        closed.clear();
                    }
                    Event::Sent { line: Line::Producer, way: Way::ToClient, envelope } => {
                        if envelope.kind == EnvelopeKind::Return {
                            continue;
                        }
                        let covered =
                            |number: &u32| *number == envelope.number || envelope.multiple && *number < envelope.number;
                        assert!(open.contains(&envelope.number), "number {} is not open: {setup:?}", envelope.number);
                        let answered: Vec<u32> = open.iter().copied().filter(covered).collect();
                        // Two numbers may stand for one message that was sent twice.
                        assert!(answered.len() >= envelope.messages.len(), "{setup:?}");
                        for number in answered {
                            open.remove(&number);
                            closed.insert(number);
                        }
                    }
                    _ => {}
                }
            }
            assert!(open.is_empty(), "numbers {open:?} were never answered: {setup:?}");
        },
    );
}

/// J2: a return precedes the ack of its publish.
#[test]
fn j2_a_return_comes_before_the_answer() {
    let wanted = |setup: &mut Setup| {
        setup.rabbitmq.mandatory = true;
        setup.rabbitmq.durable = setup.rabbitmq.queue_type == QueueType::Quorum;
        setup.rabbitmq.publish != Publish::FireAndForget
    };
    walks(3, wanted, |_, strides| {
        let mut unroutable: BTreeSet<Message> = BTreeSet::new();
        for event in events(strides) {
            match event {
                Event::Cut { line: Line::Producer } => unroutable.clear(),
                Event::Unroutable { message } => {
                    unroutable.insert(*message);
                }
                Event::Sent { line: Line::Producer, way: Way::ToClient, envelope } => match envelope.kind {
                    EnvelopeKind::Return => envelope.messages.iter().for_each(|message| {
                        unroutable.remove(&message);
                    }),
                    _ => assert!(envelope.messages.iter().all(|message| !unroutable.contains(&message))),
                },
                _ => {}
            }
        }
    });
}

/// J3: one publish makes at most one stored copy.
#[test]
fn j3_a_publish_is_stored_at_most_once() {
    walks(4, any, |_, strides| {
        let (mut read, mut stored) = (BTreeMap::new(), BTreeMap::new());
        for event in events(strides) {
            match event {
                Event::Received { line: Line::Producer, way: Way::ToBroker, envelope } => {
                    let publish = (envelope.kind == EnvelopeKind::Publish).then_some(envelope.messages);
                    for message in publish.unwrap_or_default().iter() {
                        *read.entry(message).or_insert(0) += 1;
                    }
                }
                Event::Stored { message, .. } => *stored.entry(*message).or_insert(0) += 1,
                _ => {}
            }
        }
        assert!(stored.iter().all(|(message, copies)| *copies <= read.get(message).copied().unwrap_or(0)));
    });
}

/// J3 with several queues: each publish is stored in the one queue of its key, and its consumers alone receive it.
#[test]
fn j3_a_message_stays_with_its_queue() {
    let several = |setup: &mut Setup| setup.rabbitmq.queues > 1 && setup.keys > 1;
    walks(19, several, |setup, strides| {
        let queue_of = |message: Message| message.key(setup.keys).0 % setup.rabbitmq.queues;
        for stride in strides {
            for event in &stride.events {
                if let Event::Took { consumer, message, .. } = *event {
                    assert_eq!(consumer.0 / setup.rabbitmq.consumers, queue_of(message), "{setup:?}");
                }
            }
            let shelves = scene(setup, &stride.world).broker.shelves;
            let copies = shelves.iter().flat_map(|shelf| &shelf.copies);
            let mut alive = copies.filter(|copy| copy.death.is_none());
            assert!(alive.all(|copy| copy.queue.0 == queue_of(copy.message)), "{setup:?}");
        }
    });
}

/// A48: once it has dropped what it must, no queue that drops is longer than its limit.
#[test]
fn a48_a_queue_that_drops_is_never_too_long() {
    let drops = |setup: &mut Setup| {
        setup.rabbitmq.overflow = Overflow::DropHead;
        setup.rabbitmq.dead_letter = None;
        setup.rabbitmq.max_length.is_some_and(|limit| limit < 8)
    };
    walks(20, drops, |setup, strides| {
        let limit = setup.rabbitmq.max_length.map_or(0, |limit| limit as usize);
        for stride in strides {
            let shelves = scene(setup, &stride.world).broker.shelves;
            for shelf in shelves.iter().filter(|shelf| shelf.up && serves(shelf.kind)) {
                for queue in (0..setup.rabbitmq.queues).map(Queue) {
                    let ready = |copy: &&CopyScene| copy.queue == queue && copy.state == CopyState::Ready;
                    assert!(shelf.copies.iter().filter(ready).count() <= limit, "{setup:?}");
                }
            }
        }
    });
}

const fn serves(kind: ShelfKind) -> bool {
    matches!(kind, ShelfKind::Memory | ShelfKind::Replica { leader: true, .. })
}

/// What a consumer rejected is tried again, and nothing else leaves the dead-letter queue (A51).
#[test]
fn a51_only_what_was_rejected_comes_back() {
    let buries = |setup: &mut Setup| setup.rabbitmq.dead_letter.is_some();
    walks(21, buries, |setup, strides| {
        let mut rejected = BTreeSet::new();
        for event in events(strides) {
            match *event {
                Event::DeadLettered { message, death: Death::Rejected, .. } => {
                    rejected.insert(message);
                }
                Event::CameBack { message, .. } => assert!(rejected.contains(&message), "{setup:?}"),
                _ => {}
            }
        }
    });
}

/// J4: a consumer never holds more unacked deliveries than its prefetch.
#[test]
fn j4_prefetch_is_kept() {
    walks(
        5,
        |setup| setup.rabbitmq.ack != Ack::Auto,
        |setup, strides| {
            for stride in strides {
                for consumer in scene(setup, &stride.world).consumers {
                    assert!(consumer.prefetch.is_none_or(|limit| consumer.unacked <= limit), "{setup:?}");
                }
            }
        },
    );
}

/// J5: what is ready in a classic queue is in publication order; a requeued copy keeps its place.
#[test]
fn j5_a_classic_queue_stays_in_publication_order() {
    walks(
        6,
        |setup| setup.rabbitmq.queue_type == QueueType::Classic,
        |setup, strides| {
            for stride in strides {
                for shelf in scene(setup, &stride.world).broker.shelves {
                    // In the dead-letter queue those that come back are in front of those that stay.
                    let place = |copy: &CopyScene| (copy.queue, copy.death.map(|death| !death.comes_back()), copy.copy);
                    assert!(shelf.copies.is_sorted_by_key(place), "{setup:?}");
                }
            }
        },
    );
}

/// J6: a copy is ready, unacked or gone; auto-ack never leaves anything unacked; no place has a copy twice.
#[test]
fn j6_a_copy_is_in_one_state() {
    walks(7, any, |setup, strides| {
        for stride in strides {
            for shelf in scene(setup, &stride.world).broker.shelves {
                let copies: BTreeSet<CopyId> = shelf.copies.iter().map(|copy| copy.copy).collect();
                assert_eq!(copies.len(), shelf.copies.len(), "{setup:?}");
                let unacked = shelf.copies.iter().any(|copy| matches!(copy.state, CopyState::Unacked(_)));
                assert!(setup.rabbitmq.ack != Ack::Auto || !unacked, "{setup:?}");
            }
        }
    });
}

/// J7: after a restart a queue or message that is not durable has left nothing, and a durable pair no more than what
/// was written.
#[test]
fn j7_what_comes_back_after_a_restart() {
    walks(
        8,
        |setup| setup.rabbitmq.queue_type == QueueType::Classic,
        |setup, strides| {
            let rules = &setup.rabbitmq;
            let mut written = BTreeSet::new();
            for event in events(strides) {
                match event {
                    Event::Flushed { copy, .. } => {
                        written.insert(*copy);
                    }
                    Event::Recovered { copy, .. } => {
                        assert!(rules.durable && rules.persistent, "{setup:?}");
                        assert!(written.contains(copy), "{copy:?} was never written: {setup:?}");
                    }
                    _ => {}
                }
            }
        },
    );
}

/// J7 for quorum queues: while at most one node is struck, nothing that was confirmed is ever lost at the broker.
#[test]
fn j7_a_quorum_queue_keeps_what_it_confirmed() {
    let wanted = |setup: &mut Setup| {
        setup.faults.budget = 1;
        setup.rabbitmq.queue_type == QueueType::Quorum && setup.rabbitmq.publish == Publish::Confirm
    };
    walks(9, wanted, |setup, strides| {
        let mut confirmed = BTreeSet::new();
        for event in events(strides) {
            match event {
                Event::Committed { copy, .. } => {
                    confirmed.insert(*copy);
                }
                Event::Vanished { copy, .. } => assert!(!confirmed.contains(copy), "{setup:?}"),
                _ => {}
            }
        }
    });
}

/// J8: what was confirmed, durable and persistent, is still there after a process crash, or was consumed.
#[test]
fn j8_a_confirmed_persistent_message_survives_a_process_crash() {
    let wanted = |setup: &mut Setup| {
        setup.rabbitmq.publish = Publish::Confirm;
        (setup.rabbitmq.durable, setup.rabbitmq.persistent) = (true, true);
        setup.faults.kinds = [FaultKind::ProcessCrash].into_iter().collect();
        setup.faults.budget = setup.faults.budget.max(1);
        setup.rabbitmq.queue_type == QueueType::Classic
    };
    walks(10, wanted, |setup, strides| {
        let (mut copies, mut acked, mut consumed) = (BTreeMap::new(), BTreeSet::new(), BTreeSet::new());
        for event in events(strides) {
            match event {
                Event::Stored { message, copy }
                | Event::DeadLettered { message, copy, .. }
                | Event::CameBack { message, copy } => {
                    copies.insert(*copy, *message);
                }
                Event::Removed { message, .. } => {
                    consumed.insert(*message);
                }
                Event::Believes { message, belief: Belief::Acked } => {
                    acked.insert(*message);
                }
                Event::Vanished { copy, cause, .. } => {
                    let message = copies[copy];
                    let safe = !acked.contains(&message) || consumed.contains(&message);
                    assert!(safe || *cause != Cause::NotFlushed, "{setup:?}");
                }
                _ => {}
            }
        }
    });
}

/// J9: redelivered=false means that this copy was never handed out.
#[test]
fn j9_a_first_delivery_is_one() {
    // A queue that counts what is ready hands out in other steps too, several at once.
    let plain = |setup: &mut Setup| setup.rabbitmq.max_length.is_none() && setup.rabbitmq.message_ttl != Some(0);
    walks(11, plain, |setup, strides| {
        let mut before = Machine::new(setup).start();
        let mut handed_out = BTreeSet::new();
        for stride in strides {
            let head = dispatched(setup, &before, &stride.world);
            for event in &stride.events {
                let Event::Sent { way: Way::ToClient, line: Line::Consumer(_), envelope } = event else { continue };
                let copy = head.expect("a hand-out takes a copy");
                assert!(envelope.again || !handed_out.contains(&copy), "{setup:?}");
                handed_out.insert(copy);
            }
            before = stride.world.clone();
        }
    });
}

/// The copy that was ready before and is not any more.
fn dispatched(setup: &Setup, before: &World, after: &World) -> Option<CopyId> {
    let ready = |world: &World| -> BTreeSet<CopyId> {
        let shelves = scene(setup, world).broker.shelves;
        let first = shelves.iter().find(|shelf| !matches!(shelf.kind, ShelfKind::Replica { leader: false, .. }));
        let copies = first.map(|shelf| shelf.copies.clone()).unwrap_or_default();
        copies.iter().filter(|copy| copy.state == CopyState::Ready).map(|copy| copy.copy).collect()
    };
    ready(before).difference(&ready(after)).next().copied()
}

/// `lost` is final: no effect follows, and the producer is not told afterwards.
#[test]
fn what_is_lost_stays_lost() {
    walks(12, any, |setup, strides| {
        let mut lost: BTreeSet<Message> = BTreeSet::new();
        for event in events(strides) {
            match event {
                Event::Raised { flag: Flag::Lost, message } => {
                    lost.insert(*message);
                }
                Event::Applied { message, .. } | Event::Believes { message, belief: Belief::Failed } => {
                    assert!(!lost.contains(message), "{message:?}: {setup:?}");
                }
                _ => {}
            }
        }
    });
}

/// `lost` is not raised while an answer that would report the failure could still come, though nothing is sent again.
#[test]
fn an_awaited_message_is_not_lost_yet() {
    let never = |setup: &mut Setup| {
        setup.rabbitmq.resend = ackscope::setup::Resend::Never;
        (setup.faults.budget, setup.messages) = (4, setup.messages.min(3));
        setup.rabbitmq.publish != Publish::FireAndForget
    };
    walks(18, never, |setup, strides| {
        let waits = |world: &World, message: &Message| scene(setup, world).producer.unanswered.contains(message);
        for Stride { events, world, .. } in strides {
            for event in events {
                let Event::Raised { flag: Flag::Lost, message } = event else { continue };
                let acked = Machine::new(setup).ledger(world).record(*message).belief == Belief::Acked;
                assert!(acked || !waits(world, message), "{message:?}: {setup:?}");
            }
        }
    });
}

/// At the end, a message without an effect is lost, reported, or still in a queue that nobody serves.
#[test]
fn nothing_gets_lost_unseen() {
    walks(13, any, |setup, strides| {
        let machine = Machine::new(setup);
        let Some(Stride { world, .. }) = strides.last() else { return };
        let (ledger, quiet) = (machine.ledger(world), scene(setup, world));
        for index in 0..setup.messages as usize {
            let message = Message::at(index);
            let record = ledger.record(message);
            let kept = quiet.broker.shelves.iter().any(|shelf| shelf.copies.iter().any(|copy| copy.message == message));
            let waiting = record.belief == Belief::Unsent || quiet.producer.to_resend.contains(&message);
            let lost = ledger.flags.of(Flag::Lost).contains(message);
            let seen =
                record.applied > 0 || record.outdated || lost || record.belief == Belief::Failed || kept || waiting;
            assert!(seen, "{message:?} {record:?}: {setup:?}");
        }
    });
}

/// A connection is first in, first out, and only a cut destroys.
#[test]
fn n1_connections_are_streams() {
    walks(14, any, |setup, strides| {
        let mut streams: BTreeMap<(Line, Way), Vec<_>> = BTreeMap::new();
        for stride in strides {
            let cut = stride.events.iter().any(|event| matches!(event, Event::Cut { .. }));
            for event in &stride.events {
                match event {
                    Event::Sent { line, way, envelope } => streams.entry((*line, *way)).or_default().push(*envelope),
                    Event::Received { line, way, envelope } | Event::Destroyed { line, way, envelope } => {
                        let stream = streams.get_mut(&(*line, *way)).expect("something was sent");
                        assert_eq!(stream.remove(0), *envelope, "{setup:?}");
                        assert!(cut || matches!(event, Event::Received { .. }), "{setup:?}");
                    }
                    _ => {}
                }
            }
        }
    });
}

/// Without any fault and limit nothing is lost or repeated, and the order breaks only where consumers or threads compete.
/// Where they read and write a total, they lose what they overwrite (C5).
#[test]
fn without_faults_all_is_well() {
    let calm = |setup: &mut Setup| {
        setup.faults.budget = 0;
        (setup.rabbitmq.max_length, setup.rabbitmq.message_ttl) = (None, None);
        true
    };
    walks(15, calm, |setup, strides| {
        let machine = Machine::new(setup);
        let flags = strides.last().map(|stride| machine.ledger(&stride.world).flags).unwrap_or_default();
        let consumers = setup.rabbitmq.consumers > 1 && !setup.rabbitmq.single_active_consumer;
        let threads = setup.rabbitmq.workers > 1;
        let queues = setup.rabbitmq.queues > 1;
        let allowed = |flag: Flag| match flag {
            Flag::Reordered | Flag::StaleReplay => consumers || threads && setup.rabbitmq.dispatch == Dispatch::Any,
            Flag::Lost => setup.effects.dedup == Dedup::RedisGetSet && (consumers || threads || queues),
            Flag::ReportedFailure | Flag::DeliveredTwice | Flag::EffectTwice => false,
        };
        assert!(flags.iter().all(allowed), "{setup:?}: {flags:?}");
    });
}

/// What `enabled` and `faults` offer can be done, and what they don't offer can't (faults: whatever the budget).
#[test]
fn enabled_is_exactly_what_is_possible() {
    let near =
        |action: &Action| !matches!(action, Action::EffectOf { place: 8.., .. } | Action::CommitOf { place: 8.., .. });
    let all: Vec<Action> = (0..16_384).filter_map(Action::from_code).filter(near).collect();
    walks(16, any, |setup, strides| {
        let machine = Machine::new(setup);
        for stride in strides.iter().step_by(7) {
            let mut offered = Vec::new();
            let calm = Setup { faults: ackscope::setup::Faults { budget: 0, ..setup.faults }, ..*setup };
            Machine::new(&calm).enabled(&stride.world, &mut offered);
            offered.retain(|action| !matches!(action, Action::Fault(_)));
            machine.faults(&stride.world, &mut offered);
            for action in all.iter().filter(|action| !matches!(action, Action::Pluck { .. })) {
                let possible = machine.apply(&mut stride.world.clone(), *action, &mut ()).is_ok();
                assert_eq!(possible, offered.contains(action), "{action}: {setup:?}");
            }
        }
    });
}

/// A person may pluck any envelope from any wire: what is ahead of it arrives, it and what is behind it do not.
#[test]
fn plucking_cuts_right_there() {
    walks(17, any, |setup, strides| {
        let machine = Machine::new(setup);
        for stride in strides.iter().step_by(5) {
            for line in scene(setup, &stride.world).lines {
                for (way, stream) in [(Way::ToBroker, &line.to_broker), (Way::ToClient, &line.to_client)] {
                    for place in 0..=stream.len() {
                        let mut events = Vec::new();
                        let action = Action::Pluck { line: line.line, way, place: place as u8 };
                        let done = machine.apply(&mut stride.world.clone(), action, &mut events);
                        assert_eq!(done.is_ok(), place < stream.len());
                        let destroyed = |event: &&Event| matches!(event, Event::Destroyed { line: l, way: w, .. } if (*l, *w) == (line.line, way));
                        let count = events.iter().filter(destroyed).count();
                        assert!(done.is_err() || count >= stream.len() - place, "{setup:?}");
                    }
                }
            }
        }
    });
}

/// A recorded run plays again with the same outcome.
#[test]
fn a_replay_equals_its_run() {
    for seed in 0..300 {
        let mut setup = random_setup(&mut Rng::new(seed));
        setup.messages = setup.messages.min(16);
        let run = Run::free(&setup, Chance::Faults);
        let text = Record::of(&run).to_string();
        let record = Record::parse(&text).expect("a record that was just written can be read");
        assert!(matches!(record.play(&setup), Verdict::Reproduced(_)), "{setup:?}");
        let again = record.play(&setup).into_run();
        assert!((0..=run.steps()).all(|step| again.moment(step).time == run.moment(step).time), "{setup:?}");
        assert_eq!(Run::free(&setup, Chance::Faults).digest(), run.digest());
    }
}

/// A fork keeps the past and replaces the future; an impossible one changes nothing.
#[test]
fn a_fork_keeps_the_past() {
    for seed in 0..200 {
        let mut rng = Rng::new(seed);
        let mut setup = random_setup(&mut rng);
        setup.messages = setup.messages.min(8);
        let run = Run::free(&setup, Chance::Calm);
        let position = rng.below(run.steps() + 1);
        let Some(fault) = run.possible_faults(position).first().copied() else { continue };
        let mut forked = run.clone();
        forked.fork(position, fault).expect("a possible fault can strike");
        assert_eq!(
            forked.actions().take(position).collect::<Vec<_>>(),
            run.actions().take(position).collect::<Vec<_>>()
        );
        assert_eq!(forked.actions().nth(position), Some(fault));
        let mut same = run.clone();
        let nowhere = Action::Pluck { line: Line::Producer, way: Way::ToBroker, place: 100 };
        assert!(same.fork(position, nowhere).is_err());
        assert_eq!(same.digest(), run.digest());
    }
}
