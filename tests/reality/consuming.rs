//! Consumers that die, hand back, share a queue: s05, s07, s11 and s15, and s14 where nothing goes wrong.

use std::collections::BTreeSet;

use ackscope::model::{Action, CopyState, Event, Flag, Ledger, Line, Queue, Way};
use ackscope::setup::{FaultKind, Rabbitmq};

use crate::reach::reaches;
use crate::recordings::Record;
use crate::terms::{classic, copies, deliveries, delivery, is_run, manual, quorum, scaled, setup, stored};
use crate::traces::{Deed, Strike, Trace};

/// A queue whose messages are in memory only: what these recordings show doesn't depend on the disk.
fn queue() -> Rabbitmq {
    classic(false, false, 1)
}

/// s05 a: all is pushed to a consumer that acks automatically; it dies with some of it done (R36).
pub fn auto_ack(records: &[&Record]) {
    let counts = records.iter().map(|record| {
        let (published, done, left) =
            (record.count("published"), record.count("app_processed"), record.count("left_in_queue"));
        assert_eq!(record.count("lost"), published - done - left, "{record}: lost is what was pushed and not done");
        scaled([published, done, left])
    });
    for [published, done, left] in counts.collect::<BTreeSet<_>>() {
        let setup = setup(published, queue(), 1, &[FaultKind::ConsumerCrashBeforeEffect]);
        let see = |seen: &mut (u8, bool), _: Action, events: &[Event]| {
            let (handed_out, died) = seen;
            *handed_out += events.iter().filter(|event| is_hand_out(event)).count() as u8;
            *died |= events.iter().any(|event| matches!(event, Event::ConsumerDown { .. }));
            !*died || *handed_out == published
        };
        let alike = reaches(&setup, (0, false), see, |moment| {
            let scene = moment.scene();
            let lost = moment.ledger().flags.of(Flag::Lost).len();
            moment.seen.1
                && is_run(scene.effects.iter().map(|effect| effect.message.0), 1, done)
                && stored(&scene).len() == left as usize
                && lost == (published - done - left) as usize
        });
        assert!(alike, "{}: never {done} of {published} done and the rest lost", records[0]);
    }
    let setup = setup(2, queue(), 1, &[FaultKind::ConsumerCrashBeforeEffect]);
    let twice = |ledger: &Ledger| ledger.flags.has(Flag::DeliveredTwice);
    assert!(!reaches(&setup, (), |_, _, _| true, |moment| twice(moment.ledger())), "what was pushed comes back");
}

fn is_hand_out(event: &Event) -> bool {
    matches!(event, Event::Sent { line: Line::Consumer(_), way: Way::ToClient, .. })
}

/// s05 b: a client that never reads dies; what the sockets had taken is lost, the rest is safe (R37). How much the
/// sockets take is no setting; a process that has read nothing dies like a connection with deliveries in flight.
pub fn auto_ack_unread(records: &[&Record]) {
    for record in records {
        let (published, lost) = (record.count("published"), record.count("lost"));
        assert_eq!(record.count("left_in_queue_after_crash"), published - lost, "{record}");
        let [lost, published] = scaled([lost, published]);
        let setup = setup(published, queue(), 1, &[FaultKind::DeliveryLost]);
        let see = |pushed: &mut u8, action: Action, _: &[Event]| {
            *pushed += u8::from(action == Action::Dispatch(Queue::FIRST));
            *pushed <= lost && !matches!(action, Action::ConsumerReads(_))
        };
        let alike = reaches(&setup, 0, see, |moment| {
            let gone = moment.ledger().flags.of(Flag::Lost).iter().map(|message| message.0);
            let left = stored(&moment.scene()).into_iter().map(|(message, _)| message);
            is_run(gone, 1, lost) && is_run(left, lost + 1, published)
        });
        assert!(alike, "{record}: never {lost} lost of {published}");
    }
}

/// s05 c: a consumer with manual acks dies and a successor reads the queue (R38).
pub fn manual_ack(records: &[&Record]) {
    for record in records {
        let before = deliveries(record.text("pushed_before_crash"));
        let acked = record.list("acked_tags");
        // The consumer of the model is one thread; it acks in order.
        assert!((1..).zip(acked).all(|(place, tag)| *tag == place), "{record}: acks out of order");
        let after = deliveries(record.text("successor_sees"));
        let again = after.iter().filter(|(_, redelivered)| *redelivered).count();
        let counts = [record.count("ready_after_crash"), record.count("unacked_at_crash")];
        assert_eq!(
            counts,
            [after.len() as u64, again as u64],
            "{record}: all is ready again, what was unacked is marked"
        );
        let strike = Strike { acked: Some(acked.len()), ..crash_of(0, before.len(), false) };
        let first_tag = Some(record.count("first_tag"));
        let trace = Trace { strike: Some(strike), first_tag, ..hand_outs([[before, after].concat()]) };
        assert!(trace.is_shown(trace.messages(), manual(record.count("prefetch"), queue()), &[]), "{record}");
    }
}

fn hand_outs<const N: usize>(handed_out: [Vec<(u8, bool)>; N]) -> Trace {
    Trace { handed_out: handed_out.to_vec(), ..Trace::default() }
}

fn crash_of(consumer: u8, handed_out: usize, for_good: bool) -> Strike {
    Strike { kind: FaultKind::ConsumerCrashBeforeEffect, consumer, handed_out, acked: None, for_good }
}

/// s05 d: of two consumers the first dies; the other gets its messages once it has room (R41).
pub fn one_of_two_dies(records: &[&Record]) {
    for record in records {
        let (first, second) = (deliveries(record.text("A_held")), deliveries(record.text("B_sees_in_order")));
        let strike = Some(crash_of(0, first.len(), true));
        let trace = Trace { strike, ..hand_outs([first, second]) };
        assert!(trace.is_shown(trace.messages(), manual(record.count("prefetch"), queue()), &[]), "{record}");
    }
}

/// s05 g: crash after crash; the flag stays, the tag starts again, nothing is counted (R40).
pub fn again_and_again(records: &[&Record]) {
    for record in records {
        let seen: Vec<(u8, bool)> =
            record.list("deliveries").iter().map(|seen| (1, seen["redelivered"] == true)).collect();
        assert!(record.list("deliveries").iter().all(|seen| seen["tag"] == 1 && seen["headers"].is_null()), "{record}");
        let crashes = vec![FaultKind::ConsumerCrashBeforeEffect; seen.len() - 1];
        assert!(hand_outs([seen]).is_shown(1, manual(1, queue()), &crashes), "{record}");
    }
}

/// s07: two consumers were there first, and nobody acks: round robin over messages, as far as prefetch lets it (R41).
pub fn round_robin(records: &[&Record]) {
    for record in records {
        let (first, second) = (deliveries(record.text("A_got")), deliveries(record.text("B_got")));
        let left = record.count("left_ready");
        let messages = (first.len() + second.len()) as u8 + left as u8;
        let trace = Trace { idle: true, ..hand_outs([first, second]) };
        let reached = trace.is_reached(messages, manual(record.count("prefetch"), queue()), &[], |scene| {
            let ready = copies(scene).filter(|copy| copy.state == CopyState::Ready).count();
            scene.producer.unsent.is_empty() && scene.lines[0].to_broker.is_empty() && ready as u64 == left
        });
        assert!(reached, "{record}");
        never_out_of_turn(&trace, manual(record.count("prefetch"), queue()));
    }
}

/// R41, A43: while nobody acks, who gets what is settled.
fn never_out_of_turn(trace: &Trace, rabbitmq: Rabbitmq) {
    let setup = setup(4, Rabbitmq { consumers: 2, ..rabbitmq }, 0, &[]);
    let see = |handed_out: &mut [Vec<(u8, bool)>; 2], action: Action, events: &[Event]| {
        for event in events {
            if let Event::Sent { line: Line::Consumer(to), way: Way::ToClient, envelope } = event {
                let messages = envelope.messages.iter().map(|message| (message.0, envelope.again));
                handed_out[to.0 as usize].extend(messages);
            }
        }
        !matches!(action, Action::Effect(_))
    };
    let out_of_turn = reaches(&setup, Default::default(), see, |moment| {
        !trace.handed_out.iter().zip(moment.seen).all(|(wanted, seen)| wanted.starts_with(seen))
    });
    assert!(!out_of_turn, "{trace:?} can be broken");
}

/// s07: who finished what, in which order, with nack-requeues (R42, R43).
pub fn completion(records: &[&Record]) {
    for record in records {
        let deeds: Vec<_> = record.text("completion_order").split(' ').map(deed).collect();
        let consumers = if record.case.starts_with("ONE") { 1 } else { 2 };
        let mut handed_out = vec![Vec::new(); consumers];
        // A consumer finishes in the order in which it was handed out; so these are its hand-outs, too.
        deeds.iter().for_each(|(who, delivery, _)| handed_out[*who as usize].push(*delivery));
        let done = deeds.iter().map(|(who, (message, _), deed)| (*who, *message, *deed)).collect();
        let trace = Trace { handed_out, deeds: done, ..Trace::default() };
        let handed_back = deeds.iter().filter(|(_, _, deed)| *deed == Deed::HandedBack).count();
        let rabbitmq = manual(record.count("prefetch"), queue());
        let single_active_consumer = record.get("queue_args")["x-single-active-consumer"] == true;
        let rabbitmq = Rabbitmq { single_active_consumer, ..rabbitmq };
        let nacks = vec![FaultKind::ConsumerNack; handed_back];
        assert!(trace.is_shown(trace.messages(), rabbitmq, &nacks), "{record}");
    }
}

/// The same, where a rule says that one after the other keeps the order (R42, R43): one consumer, or one that is
/// active, with a prefetch of 1.
pub fn completion_in_order(records: &[&Record]) {
    completion(records);
    for record in records {
        assert_eq!((record.count("prefetch"), record.count("adjacent_inversions")), (1, 0), "{record}");
        let single_active_consumer = record.get("queue_args")["x-single-active-consumer"] == true;
        let consumers = if single_active_consumer { 2 } else { 1 };
        let rabbitmq = Rabbitmq { consumers, single_active_consumer, ..manual(1, queue()) };
        let setup = setup(3, rabbitmq, 1, &[FaultKind::ConsumerNack]);
        let reordered = |ledger: &Ledger| ledger.flags.has(Flag::Reordered);
        assert!(!reaches(&setup, (), |_, _, _| true, |moment| reordered(moment.ledger())), "{record}: order can break");
    }
}

/// `A5R` or `A5(nack-requeue)`: who, the delivery, and what became of it.
fn deed(token: &str) -> (u8, (u8, bool), Deed) {
    let handed_back = token.strip_suffix("(nack-requeue)");
    let deed = if handed_back.is_some() { Deed::HandedBack } else { Deed::Finished };
    let token = handed_back.unwrap_or(token);
    (token.as_bytes()[0] - b'A', delivery(&token[1..]), deed)
}

/// s07: the single active consumer dies, or its channel is closed; the other takes over at its first message (R43).
pub fn failover(records: &[&Record]) {
    for record in records {
        let first = deliveries(record.text("A_got"));
        let second = deliveries(&format!("{} {}", record.text("B_before"), record.text("B_after")));
        assert_eq!(record.text("B_before"), "", "{record}: the other waits");
        let kind = match record.case.as_str() {
            "SAC failover by crash" => FaultKind::ConsumerCrashBeforeEffect,
            "SAC failover by channel close" => FaultKind::ZombieConsumer,
            case => panic!("{case} is not a fault of the setup"),
        };
        let strike = Some(Strike { kind, ..crash_of(0, first.len(), true) });
        let trace = Trace { strike, ..hand_outs([first, second]) };
        let rabbitmq = Rabbitmq { single_active_consumer: true, ..manual(record.count("prefetch"), queue()) };
        assert!(trace.is_shown(trace.messages(), rabbitmq, &[]), "{record}");
    }
}

/// s11: a wrong ack closes the channel: what was acked before stays acked, the rest is requeued (R49). s15: so it is when
/// the broker has waited too long for an ack (R50). Both are a channel that is gone while its process works on.
pub fn channel_closed(records: &[&Record]) {
    for record in records {
        let then = if record.has("then") { record.text("then") } else { record.text("ready_afterwards") };
        let after = deliveries(then);
        let last = after.iter().map(|(message, _)| *message).max().expect("something is left");
        let acked = after[0].0 - 1;
        let held = after.iter().filter(|(_, redelivered)| *redelivered).map(|(message, _)| *message).max();
        let held = held.expect("something was held");
        let before = (1..=held).map(|message| (message, false)).collect::<Vec<_>>();
        let in_quorum = record.has("queue") && record.get("queue")["x-queue-type"] == "quorum";
        let rabbitmq = manual(held as u64, if in_quorum { quorum() } else { queue() });
        let strike = crash_of(0, held as usize, false);
        let strike = Strike { kind: FaultKind::ZombieConsumer, acked: Some(acked as usize), ..strike };
        let trace = Trace { strike: Some(strike), ..hand_outs([[before, after].concat()]) };
        assert!(trace.is_shown(last, rabbitmq, &[]), "{record}");
    }
}

/// s14: one channel, one queue, one consumer, and nothing goes wrong: all arrives once, in order, unmarked (R52, A52, A53).
pub fn in_order(records: &[&Record]) {
    for record in records {
        let clean = (record.flag("in_order"), record.count("dups"), record.count("redelivered")) == (true, 0, 0);
        assert!(clean && record.count("received") == record.count("published"), "{record}: the recording breaks R52");
        let rabbitmq = if record.case == "quorum" { quorum() } else { classic(true, true, 1) };
        let setup = setup(3, manual(0, rabbitmq), 0, &[]);
        let see = |seen: &mut Vec<(u8, bool)>, _: Action, events: &[Event]| {
            for event in events {
                if let Event::Received { line: Line::Consumer(_), way: Way::ToClient, envelope } = event {
                    seen.extend(envelope.messages.iter().map(|message| (message.0, envelope.again)));
                }
            }
            true
        };
        let whole = [(1, false), (2, false), (3, false)];
        assert!(reaches(&setup, Vec::new(), see, |moment| *moment.seen == whole), "{record}");
        assert!(
            !reaches(&setup, Vec::new(), see, |moment| !whole.starts_with(moment.seen)),
            "{record}: order can break"
        );
    }
}
