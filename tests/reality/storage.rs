//! A broker that is killed, or loses its power, with messages in its queue: s01, s01c, s02, s03, s06.

use std::collections::BTreeSet;

use ackscope::model::{Action, Belief, Cause, Event, Message, Messages, Queue, Scene};
use ackscope::setup::{FaultKind, Rabbitmq, Setup};

use crate::reach::{Moment, reaches};
use crate::recordings::Record;
use crate::terms::{classic, configured, confirming, deliveries, fault_of, manual, quorum, scaled, setup, stored};

/// How a run under load ended, scaled down: how many were sent, how many confirmed, how many came back, how many of
/// those marked as redelivered.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Outcome {
    sent: u8,
    confirmed: u8,
    survived: u8,
    marked: u8,
    refused: bool,
    confirmed_lost: bool,
    unconfirmed_survived: bool,
    prefix: bool,
    queue_exists: bool,
}

impl Outcome {
    fn recorded(record: &Record) -> Self {
        let optional = |key: &str| if record.has(key) { record.count(key) } else { 0 };
        let counts = ["sent", "confirmed", "survived", "redelivered_flags"].map(optional);
        assert_eq!(counts[0] - counts[2], record.count("lost"), "{record}");
        assert_eq!(
            optional("unconfirmed"),
            if record.has("confirmed") { counts[0] - counts[1] } else { 0 },
            "{record}"
        );
        let [sent, confirmed, survived, marked] = scaled(counts);
        // Where nothing survived the recording has no word on its order.
        let in_order = |key: &str| !record.has(key) || record.flag(key);
        Self {
            sent,
            confirmed,
            survived,
            marked,
            refused: optional("nacked") > 0,
            confirmed_lost: optional("confirmed_but_lost") > 0,
            unconfirmed_survived: optional("unconfirmed_but_survived") > 0,
            prefix: in_order("survivors_are_prefix") && in_order("in_order") && optional("dups") == 0,
            queue_exists: !record.has("queue_exists") || record.flag("queue_exists"),
        }
    }

    fn seen(sent: u8, scene: &Scene) -> Self {
        let stored = stored(scene);
        let acked: Vec<u8> = scene.producer.acked.iter().map(|message| message.0).collect();
        let survivor = |message: &u8| stored.iter().any(|(survivor, _)| survivor == message);
        Self {
            sent,
            confirmed: acked.len() as u8,
            survived: stored.len() as u8,
            marked: stored.iter().filter(|(_, redelivered)| *redelivered).count() as u8,
            refused: !scene.producer.failed.is_empty(),
            confirmed_lost: !acked.iter().all(survivor),
            unconfirmed_survived: stored.iter().any(|(message, _)| !acked.contains(message)),
            prefix: (1..).zip(&stored).all(|(place, (message, _))| place == *message),
            queue_exists: scene.broker.queue_exists,
        }
    }
}

/// Turns back from what these recordings don't have: nobody consumes, and once the node is back everything is looked at.
pub fn until_back(back: &mut bool, action: Action, events: &[Event]) -> bool {
    if *back || action == Action::Dispatch(Queue::FIRST) {
        return false;
    }
    *back = events.iter().any(|event| matches!(event, Event::NodeUp { .. }));
    true
}

/// Whether some run ends like that: all is sent, the node stops, the node is back.
fn ends(setup: &Setup, wanted: impl Fn(&Outcome) -> bool) -> bool {
    let sent = setup.messages;
    reaches(setup, false, until_back, |moment| {
        let scene = moment.scene();
        *moment.seen && scene.producer.unsent.is_empty() && wanted(&Outcome::seen(sent, &scene))
    })
}

fn publishing(record: &Record, messages: u8) -> Rabbitmq {
    let queue = configured(record);
    let confirms = record.get("config")["kind"] == "cf";
    if confirms { confirming(messages, queue) } else { queue }
}

/// s01, s02: a publisher under load, the broker stopped at a random time.
pub fn stopped_under_load(records: &[&Record]) {
    let outcomes: BTreeSet<_> = records.iter().map(|record| (fault_of(record), Outcome::recorded(record))).collect();
    for (kind, outcome) in outcomes {
        let setup = setup(outcome.sent, publishing(records[0], outcome.sent), 1, &[kind]);
        assert!(ends(&setup, |seen| *seen == outcome), "{}: {kind:?} never ends as {outcome:?}", records[0]);
    }
    for kind in [FaultKind::ProcessCrash, FaultKind::PowerLoss] {
        let runs: Vec<&Record> = records.iter().copied().filter(|record| fault_of(record) == kind).collect();
        if !runs.is_empty() {
            never_under_load(&runs, kind);
        }
    }
}

/// What no run showed and a rule forbids.
fn never_under_load(runs: &[&Record], kind: FaultKind) {
    let rabbitmq = publishing(runs[0], 3);
    let setup = setup(3, rabbitmq, 1, &[kind]);
    let none = |holds: fn(&Outcome) -> bool| !runs.iter().any(|run| holds(&Outcome::recorded(run)));
    let forbids = |rule: &str, holds: fn(&Outcome) -> bool| {
        assert!(none(holds), "{}: the recording itself breaks {rule}", runs[0]);
        assert!(!ends(&setup, holds), "{}: {rule} can be broken", runs[0]);
    };
    // R4 and R47 speak of all recoveries of a classic queue.
    forbids("R4: survivors are a prefix in publish order", |seen| !seen.prefix);
    forbids("R47: after an unclean restart every survivor is marked", |seen| seen.marked != seen.survived);
    if !rabbitmq.durable || !rabbitmq.persistent {
        forbids("R1: both must be set", |seen| seen.survived > 0);
    } else if rabbitmq.fsync_before_confirm || kind == FaultKind::ProcessCrash {
        forbids("R4, R21: what is confirmed survives", |seen| seen.confirmed_lost);
    }
    if rabbitmq.durable {
        forbids("R1: a durable queue comes back", |seen| !seen.queue_exists);
    } else {
        forbids("R1: a queue that is not durable is gone", |seen| seen.queue_exists);
    }
}

/// s01c: a stream without confirms that never pauses; a prefix of it had been flushed.
pub fn never_idle(records: &[&Record]) {
    for record in records {
        let [survived, sent] = scaled([record.count("survived"), record.count("sent")]);
        let setup = setup(sent, classic(true, true, 1), 1, &[FaultKind::ProcessCrash]);
        let prefix = record.flag("prefix");
        assert!(ends(&setup, |seen| (seen.survived, seen.prefix) == (survived, prefix)), "{record}");
    }
}

/// s03: a queue with ten confirmed messages and a moment of quiet, then the restart.
pub fn restarted(records: &[&Record]) {
    all_confirmed(records);
    let outcomes: BTreeSet<_> = records.iter().map(|record| (fault_of(record), record.text("survived"))).collect();
    for (kind, survived) in outcomes {
        let (queue, version) = named_queue(&records[0].case);
        let setup = setup(2, confirming(2, queue), 1, &[kind]);
        let alike = |seen: &Outcome| seen.confirmed == 2 && is_as_recorded(survived, seen.queue_exists, seen.survived);
        assert!(ends(&setup, alike), "{}: never {survived} after {kind:?}", records[0]);
        // R1 is exact, but a system may write a page cache back at any time: version 2 may keep what it confirmed (R21).
        if version == 1 || kind == FaultKind::ProcessCrash {
            assert!(!ends(&setup, |seen| seen.confirmed == 2 && !alike(seen)), "{}: not always {survived}", records[0]);
        }
    }
}

fn is_as_recorded(recorded: &str, queue_exists: bool, survived: u8) -> bool {
    let Some((kept, of)) = recorded.split_once('/') else {
        assert_eq!(recorded, "queue gone");
        return !queue_exists;
    };
    let numbers = [kept, of].map(|number| number.parse().expect("a count"));
    let [kept, all] = scaled(numbers);
    assert_eq!(all, 2, "all is what the search publishes");
    queue_exists && survived == kept
}

/// Each run of s03 published ten messages to each of ten queues, and waited for all confirms.
fn all_confirmed(records: &[&Record]) {
    assert!(records.iter().all(|record| record.count("confirmed_of_100") == 100), "{}", records[0]);
}

/// Queue and messages as s03 names them, and the queue's version. A message without a delivery mode is transient (A21).
fn named_queue(case: &str) -> (Rabbitmq, u8) {
    let version = if case.contains("v2") { 2 } else { 1 };
    let persistent = case.contains("dm2") || case == "q3_held";
    (classic(!case.contains("non_"), persistent, version), version)
}

/// s03: one consumer holds the first four of ten during the restart.
pub fn restarted_with_messages_in_hand(records: &[&Record]) {
    // The recording's own note: of 10 messages a prefetch-4 consumer holds 1-4 unacked.
    const PUBLISHED: u8 = 10;
    const HELD: usize = 4;
    all_confirmed(records);
    for (kind, text) in
        records.iter().map(|record| (fault_of(record), record.text("survived"))).collect::<BTreeSet<_>>()
    {
        let survivors = deliveries(text);
        let queue = named_queue(&records[0].case).0;
        let setup = setup(PUBLISHED, manual(HELD as u64, confirming(PUBLISHED, queue)), 1, &[kind]);
        let see = |seen: &mut (bool, usize), action: Action, events: &[Event]| {
            let (back, handed) = seen;
            let over = *back || matches!(action, Action::Effect(_));
            *handed += usize::from(action == Action::Dispatch(Queue::FIRST));
            *back = events.iter().any(|event| matches!(event, Event::NodeUp { .. }));
            !over
        };
        let alike =
            |moment: &Moment<(bool, usize)>| *moment.seen == (true, HELD) && stored(&moment.scene()) == survivors;
        assert!(reaches(&setup, (false, 0), see, alike), "{}: never {text} after {kind:?}", records[0]);
    }
}

/// s03: a quorum queue keeps even transient messages (R56).
pub fn restarted_quorum(records: &[&Record]) {
    all_confirmed(records);
    for survived in records.iter().map(|record| record.text("survived")).collect::<BTreeSet<_>>() {
        let setup = setup(2, confirming(2, quorum()), 1, &[FaultKind::ClusterPowerLoss]);
        let ends = |wanted: bool| {
            reaches(&setup, Recovery::Running, until_recovered, |moment| {
                let scene = moment.scene();
                let confirmed = *moment.seen == Recovery::Recovered && scene.producer.acked.len() == 2;
                confirmed && is_as_recorded(survived, true, stored(&scene).len() as u8) == wanted
            })
        };
        assert!(ends(true), "{}: never {survived}", records[0]);
        assert!(!ends(false), "{}: not always {survived}", records[0]);
    }
}

/// A quorum queue is back when its new leader's log is on a majority.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Recovery {
    Running,
    Elected,
    Recovered,
}

fn until_recovered(recovery: &mut Recovery, action: Action, events: &[Event]) -> bool {
    if *recovery == Recovery::Recovered || action == Action::Dispatch(Queue::FIRST) {
        return false;
    }
    if events.iter().any(|event| matches!(event, Event::Elected { .. })) {
        *recovery = Recovery::Elected;
    }
    if *recovery == Recovery::Elected && events.iter().any(|event| matches!(event, Event::Replicated { .. })) {
        *recovery = Recovery::Recovered;
    }
    true
}

/// A broker that was stopped while a consumer acked, scaled down.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Acking {
    /// Confirmed before anybody consumed.
    prefilled: u8,
    /// Handed out; where the recording doesn't say, whatever it takes.
    handed_out: Option<u8>,
    /// Acked, the oldest ones.
    acked: u8,
    /// Acked and gone after the restart, the oldest ones: their removal had been flushed.
    removed: u8,
}

/// What has happened so far of that.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
struct Progress {
    confirmed: Messages,
    handed_out: u8,
    acked: Messages,
    back: bool,
}

impl Progress {
    fn see(&mut self, prefilled: u8, action: Action, events: &[Event]) -> bool {
        if self.back || action == Action::Dispatch(Queue::FIRST) && self.confirmed.len() < prefilled as usize {
            return false;
        }
        self.handed_out += u8::from(action == Action::Dispatch(Queue::FIRST));
        for event in events {
            match event {
                Event::Believes { message, belief: Belief::Acked } => self.confirmed.insert(*message),
                Event::Removed { message, cause: Cause::Acked, .. } => self.acked.insert(*message),
                Event::NodeUp { .. } => self.back = true,
                _ => {}
            }
        }
        true
    }

    /// Nothing is handed out or acked beyond what the recording has, and the node stops only when all of that is done.
    fn keeps_to(&self, acking: &Acking, events: &[Event]) -> bool {
        let stops = events.iter().any(|event| matches!(event, Event::NodeDown { .. }));
        let enough = self.acked.len() == acking.acked as usize
            && acking.handed_out.is_none_or(|handed_out| self.handed_out == handed_out);
        self.acked.len() <= acking.acked as usize
            && acking.handed_out.is_none_or(|handed_out| self.handed_out <= handed_out)
            && (enough || !stops)
    }
}

/// s06: a consumer acks a few of many confirmed messages; then the broker stops.
pub fn stopped_while_acking(records: &[&Record]) {
    let recorded = |record: &&Record| {
        let acked = record.count("acked");
        let removed = acked - record.count("acked_but_came_back");
        assert_eq!(record.count("left"), record.count("prefilled") - removed, "{record}");
        assert_eq!(record.count("redelivered_flag_true"), record.count("left"), "{record}: R47");
        let handed_out = acked + record.count("delivered_unacked");
        let marked = ["redelivered_true_on_delivered_ones", "redelivered_true_on_never_delivered"];
        let left_of_handed_out = handed_out - removed;
        assert_eq!(
            marked.map(|key| record.count(key)),
            [left_of_handed_out, record.count("left") - left_of_handed_out]
        );
        let [removed, acked, handed_out, prefilled] = scaled([removed, acked, handed_out, record.count("prefilled")]);
        (fault_of(record), Acking { prefilled, handed_out: Some(handed_out), acked, removed })
    };
    for (kind, acking) in records.iter().map(recorded).collect::<BTreeSet<_>>() {
        let queue = manual(0, configured(records[0]));
        assert!(can_stop_while_acking(queue, kind, acking), "{}: {kind:?} never ends as {acking:?}", records[0]);
    }
    let none_gone = records.iter().all(|record| record.count("not_acked_but_gone") == 0 && record.flag("order_kept"));
    assert!(none_gone, "{}: the recording itself breaks R46", records[0]);
    never_gone_unacked(manual(0, configured(records[0])));
}

/// s01c: acks at full speed, the broker killed. Those that were flushed stay: a prefix of the acks.
pub fn stopped_at_full_speed(records: &[&Record]) {
    for record in records {
        let [first, last] = [0, 1].map(|end| record.list("came_back_range")[end].as_u64().expect("a message"));
        let (acked, prefilled) = (record.count("acked"), record.count("prefilled"));
        assert_eq!((last, last - first + 1), (acked, record.count("acked_but_came_back")), "{record}");
        let [removed, acked, prefilled] = scaled([first - 1, acked, prefilled]);
        let acking = Acking { prefilled, handed_out: None, acked, removed };
        let queue = Rabbitmq { multiple_ack: true, ..manual(0, classic(true, true, 1)) };
        assert!(can_stop_while_acking(queue, FaultKind::ProcessCrash, acking), "{record}: never {acking:?}");
        assert_eq!(record.count("never_acked_lost"), 0, "{record}");
        never_gone_unacked(queue);
    }
}

fn can_stop_while_acking(queue: Rabbitmq, kind: FaultKind, acking: Acking) -> bool {
    let setup = setup(acking.prefilled, confirming(acking.prefilled, queue), 1, &[kind]);
    let see = |progress: &mut Progress, action: Action, events: &[Event]| {
        progress.see(acking.prefilled, action, events) && progress.keeps_to(&acking, events)
    };
    let left: Vec<_> = (acking.removed + 1..=acking.prefilled).map(|message| (message, true)).collect();
    reaches(&setup, Progress::default(), see, |moment| moment.seen.back && stored(&moment.scene()) == left)
}

/// R4, R46: acks may be undone, but what was confirmed and not acked is never gone.
fn never_gone_unacked(queue: Rabbitmq) {
    for kind in [FaultKind::ProcessCrash, FaultKind::PowerLoss] {
        let setup = setup(2, confirming(2, queue), 1, &[kind]);
        let see = |progress: &mut Progress, action: Action, events: &[Event]| progress.see(2, action, events);
        let unacked = |progress: &Progress, scene: &Scene, still_there: bool| {
            let stored = stored(scene);
            let is_there = |message: Message| stored.iter().any(|(stored, _)| *stored == message.0);
            let mut unacked = progress.confirmed.iter().filter(|message| !progress.acked.contains(*message));
            progress.back && unacked.any(|message| is_there(message) == still_there)
        };
        let after_restart = |still_there: bool| {
            reaches(&setup, Progress::default(), see, |moment| unacked(moment.seen, &moment.scene(), still_there))
        };
        assert!(after_restart(true), "{kind:?}: nothing that was confirmed and not acked is ever there");
        assert!(!after_restart(false), "{kind:?}: confirmed, not acked, and gone");
    }
}
