//! The least to change so that promises hold: what the rules say of well-known setups, and every answer against a plain
//! trial of all small sets of changes.

mod support;

use std::collections::HashMap;

use ackscope::explore::{Answer, Changes, Ending, Limits, Progress, Repair, Search};
use ackscope::model::Flag;
use ackscope::setup::{FaultKinds, Field, FieldKind, Link, Rabbitmq, Section, Setup, Value};
use support::{Rng, random_setup};

const NO_LIMITS: Limits = Limits::TERMINAL;
/// What can be explored many times over.
const SMALL: Limits = Limits { states: 12_000, ..NO_LIMITS };
/// R5 of the answer sheet: confirms one by one, stored messages, manual acks one by one.
const R5: &str = "publish=confirm&durable=true&persistent=true&ack=after_effect";
const R10: &str = "publish=confirm&queue_type=quorum&ack=after_effect";

fn setup(link: &str) -> Setup {
    let setup = Link::parse(link, &|_| None).expect(link).setup;
    Setup { messages: 2, ..setup }
}

fn answer(setup: &Setup, flags: &[Flag]) -> Answer {
    Repair::new(setup, flags, NO_LIMITS).finish().clone()
}

fn told(changes: &Changes) -> String {
    let told: Vec<String> = changes.iter().map(|(field, value)| format!("{}={value}", field.name())).collect();
    told.join("&")
}

/// The repairs of a link's setup, each as a part of a link.
fn repairs(link: &str, flags: &[Flag]) -> Vec<String> {
    let answer = answer(&setup(link), flags);
    assert!(answer.complete, "{link}");
    answer.repairs.iter().map(told).collect()
}

#[test]
fn what_keeps_the_promises_need_not_change() {
    assert_eq!(repairs(R10, &[Flag::Lost, Flag::ReportedFailure]), [""]);
    assert_eq!(repairs("", &[Flag::EffectTwice, Flag::DeliveredTwice, Flag::Reordered]), [""]);
}

/// E.7, no loss under any single fault: a quorum queue, confirms (or commits) with resending, acks after the effect.
#[test]
fn nothing_is_lost_with_a_quorum_queue_answers_and_late_acks() {
    let from_nothing =
        ["publish=tx&queue_type=quorum&ack=after_effect", "publish=confirm&queue_type=quorum&ack=after_effect"];
    assert_eq!(repairs("", &[Flag::Lost]), from_nothing);
    // Durable and persistent do not help: a disk can be lost.
    assert_eq!(repairs("durable=true&persistent=true", &[Flag::Lost]), from_nothing);
    assert_eq!(repairs(R5, &[Flag::Lost]), ["queue_type=quorum"]);
    // Each condition taken away is what comes back.
    assert_eq!(repairs(&R10.replace("after_effect", "auto"), &[Flag::Lost]), ["ack=after_effect"]);
    assert_eq!(repairs(&R10.replace("confirm", "fire_and_forget"), &[Flag::Lost]), ["publish=tx", "publish=confirm"]);
    let never = format!("{R10}&resend=never");
    assert_eq!(repairs(&never, &[Flag::Lost]), ["resend=unconfirmed_first", "resend=new_first"]);
}

#[test]
fn one_fault_needs_its_own_remedy() {
    let lost = |link: &str, fault: &str| repairs(&format!("{link}&faults={fault}"), &[Flag::Lost]);
    assert_eq!(lost(R5, "power_loss"), ["queue_type=quorum", "fsync_before_confirm=true"]); // A16
    assert_eq!(lost(R5, "disk_loss"), ["queue_type=quorum"]);
    let not_durable = R5.replace("durable=true", "durable=false");
    assert_eq!(lost(&not_durable, "process_crash"), ["queue_type=quorum", "durable=true"]); // A20
    assert_eq!(lost("resend=new_first", "publish_lost"), ["publish=tx", "publish=confirm"]);
    assert_eq!(lost("ack=auto", "consumer_crash_before_effect"), ["ack=after_effect"]);
}

/// D and E from the consumer's side are the price of late acks. Nothing at the broker takes them away and keeps the rest;
/// what recognises a repeat takes E away and leaves D (E.7).
#[test]
fn repeats_end_where_losses_begin() {
    let crash = format!("{R5}&faults=consumer_crash_after_effect");
    let remedies = ["dedup=unique_constraint", "dedup=inbox"];
    assert_eq!(repairs(&crash, &[Flag::EffectTwice]), ["ack=auto", "ack=before_effect", remedies[0], remedies[1]]);
    let crashes = format!("{R5}&faults=consumer_crash_after_effect,consumer_crash_before_effect");
    assert_eq!(repairs(&crashes, &[Flag::EffectTwice, Flag::Lost]), remedies);
    for link in ["", R5, R10] {
        assert_eq!(repairs(link, &[Flag::Lost, Flag::DeliveredTwice]), [""; 0]);
    }
    assert_eq!(repairs(R10, &[Flag::Lost, Flag::EffectTwice]), remedies);
    // What no database holds can't be marked in the same step: the order of mark and effect decides (C-R6).
    let calls = format!("{crashes}&effect=external_call");
    assert_eq!(repairs(&calls, &[Flag::EffectTwice, Flag::Lost]), [""; 0]);
    assert!(repairs(&calls, &[Flag::EffectTwice]).contains(&"dedup=redis_mark_act".to_owned()));
    // Whoever may lose can: nobody sends, and no broker hands out, a second time.
    let loose = ["publish=fire_and_forget&durable=false&ack=auto", "publish=fire_and_forget&persistent=false&ack=auto"];
    assert_eq!(repairs(R5, &[Flag::DeliveredTwice]), loose);
}

#[test]
fn order_needs_one_consumer_at_a_time() {
    let competing = format!("{R5}&consumers=2");
    assert_eq!(repairs(&competing, &[Flag::Reordered]), ["consumers=1"]);
    // A cancelled active consumer with work in hand is what a single active one does not survive.
    let without_cancel = format!("{competing}&faults=publish_lost,confirm_lost,ack_lost,delivery_lost");
    let either = ["consumers=1", "single_active_consumer=true"];
    assert_eq!(repairs(&without_cancel, &[Flag::Reordered]), either);
    assert_eq!(repairs(&format!("{competing}&faults=:0"), &[Flag::Reordered, Flag::StaleReplay]), either);
    // R4n, and a nack of one of two outstanding publishes.
    let new_first = format!("{R5}&window=2&resend=new_first&faults=publish_lost");
    let in_order = ["publish=fire_and_forget", "resend=unconfirmed_first", "resend=never"];
    assert_eq!(repairs(&new_first, &[Flag::Reordered]), in_order);
    let nacked = repairs(&format!("{R5}&window=2&faults=publish_refused"), &[Flag::Reordered]);
    assert_eq!(nacked, ["publish=fire_and_forget", "publish=tx", "window=1", "resend=never"]);
    let two_in_hand = format!("{R5}&prefetch=2&faults=delivery_lost");
    let remedies = ["ack=auto", "prefetch=1", "dedup=unique_constraint", "dedup=inbox"];
    assert_eq!(repairs(&two_in_hand, &[Flag::EffectTwice]), remedies);
}

/// Without other replicas no leader changes, so nothing is lost by a change of leader: true, and no advice.
#[test]
fn fewer_replicas_are_no_repair() {
    let acks = "broker=kafka&acks=1&consumers=0&faults=process_crash";
    assert_eq!(repairs(acks, &[Flag::Lost]), ["acks=all"]); // B14
    assert_eq!(repairs(&format!("{acks}&replication_factor=1"), &[Flag::Lost]), [""]);
    // Two replicas must be in sync and one lags: whoever asked for two is not told to ask for one.
    let short = "broker=kafka&retries=false&min_insync_replicas=2&in_sync=1&consumers=0&faults=:0";
    assert_eq!(repairs(short, &[Flag::ReportedFailure]), ["acks=0", "acks=1", "retries=true"]);
}

#[test]
fn slices_change_nothing() {
    let setup = setup("");
    let whole = answer(&setup, &[Flag::Lost]);
    let mut sliced = Repair::new(&setup, &[Flag::Lost], NO_LIMITS);
    let mut slices = 0;
    while sliced.run(100) == Progress::Going {
        slices += 1;
        assert!(!sliced.answer().complete);
    }
    assert!(slices > 50);
    assert_eq!(sliced.answer(), &whole);
    assert_eq!(sliced.run(100), Progress::Over(Ending::Complete));
}

#[test]
fn what_a_limit_leaves_open_is_neither_a_repair_nor_refuted() {
    let mut repair = Repair::new(&setup(""), &[Flag::Lost], Limits { states: 1000, ..NO_LIMITS });
    let answer = repair.finish();
    assert!(answer.repairs.is_empty() && !answer.complete && answer.open.len() >= 2, "{answer:?}");
    assert_eq!(repair.run(1), Progress::Over(Ending::Limited));
}

/// No setting at all: every setup that can be reached, each explored by itself.
#[test]
fn that_no_setting_can_is_true_of_every_setting() {
    let start =
        Setup { messages: 1, ..setup("prefetch=2&faults=consumer_crash_before_effect,consumer_crash_after_effect") };
    let flags = [Flag::Lost, Flag::DeliveredTwice];
    let answer = answer(&start, &flags);
    assert!(answer.complete && answer.repairs.is_empty());
    let reached = single_changes(&start, 2).into_iter().fold(vec![start], |mut reached, (field, value)| {
        let changed: Vec<Setup> = reached.iter().filter_map(|setup| setup.with(field, value).ok()).collect();
        reached.extend(changed);
        reached.sort_by_key(|setup| format!("{setup:?}"));
        reached.dedup();
        reached
    });
    assert!(reached.len() > answer.tried);
    let mut trial = Trial::new(&flags);
    assert!(reached.iter().all(|setup| !trial.keeps(setup)));
}

/// Explores each setup from scratch, once.
struct Trial<'f> {
    flags: &'f [Flag],
    known: HashMap<Setup, bool>,
}

impl<'f> Trial<'f> {
    fn new(flags: &'f [Flag]) -> Self {
        Self { flags, known: HashMap::new() }
    }

    fn keeps(&mut self, setup: &Setup) -> bool {
        *self.known.entry(*setup).or_insert_with(|| {
            let mut search = Search::new(setup, NO_LIMITS, self.flags).for_any();
            match search.finish() {
                Ending::Answered => false,
                ending => {
                    assert_eq!(ending, Ending::Complete);
                    true
                }
            }
        })
    }
}

/// Every change of one of the broker's settings, whether or not it makes a difference; numbers up to `most`.
fn single_changes(setup: &Setup, most: u64) -> Changes {
    let values = |field: Field| match field.kind() {
        FieldKind::Bool => vec![Value::Bool(false), Value::Bool(true)],
        FieldKind::Choice(names) => names.iter().copied().map(Value::Choice).collect(),
        FieldKind::Number { .. } => (1..=most).map(Value::Number).collect(),
        FieldKind::OptionalNumber { .. } => vec![Value::Null],
        FieldKind::OptionalChoice(names) => names.iter().copied().map(Value::Choice).chain([Value::Null]).collect(),
        FieldKind::FaultKinds => Vec::new(),
    };
    let strategies = setup.effects.kind.strategies().iter().map(|dedup| Value::Choice(dedup.name()));
    let multiply = [Field::Queues, Field::Overflow, Field::DeadLetter, Field::Workers, Field::Dispatch];
    let fields = Section::Rabbitmq.fields().filter(move |field| !multiply.contains(field));
    let fields = fields.chain([Field::Dedup, Field::VersionGuard]);
    let changes = fields.flat_map(|field| match field {
        Field::Dedup => strategies.clone().map(|value| (field, value)).collect::<Vec<_>>(),
        _ => values(field).into_iter().map(|value| (field, value)).collect(),
    });
    changes.filter(|(field, value)| field.get(setup) != *value).collect()
}

fn changed(setup: &Setup, changes: &[(Field, Value)]) -> Option<Setup> {
    changes.iter().try_fold(*setup, |setup, (field, value)| setup.with(*field, *value).ok())
}

/// Every set of up to two of these changes that keeps the promises, if none of fewer does.
fn smallest_up_to_two(setup: &Setup, single: &Changes, trial: &mut Trial) -> Option<Vec<Changes>> {
    let mut keeps = |changes: &Changes| changed(setup, changes).is_some_and(|setup| trial.keeps(&setup));
    let ones = single.iter().map(|change| vec![*change]);
    let pairs = single.iter().enumerate().flat_map(|(place, first)| {
        let others = single[place..].iter().filter(|(field, _)| *field != first.0);
        others.map(|second| vec![*first, *second])
    });
    let sizes: [Vec<Changes>; 3] = [vec![Vec::new()], ones.collect(), pairs.collect()];
    sizes.into_iter().map(|sets| sets.into_iter().filter(&mut keeps).collect::<Vec<_>>()).find(|kept| !kept.is_empty())
}

fn small_setup(rng: &mut Rng) -> Setup {
    let mut setup = random_setup(rng);
    (setup.messages, setup.keys) = (1 + rng.below(2) as u8, 1);
    (setup.rabbitmq.queues, setup.rabbitmq.consumers) = (1, setup.rabbitmq.consumers.min(2));
    setup.rabbitmq.window = setup.rabbitmq.window.min(2);
    setup.rabbitmq.prefetch = setup.rabbitmq.prefetch.min(2);
    // Every setup that can be reached is explored below, so those that multiply are left at their defaults.
    let plain = Rabbitmq::default();
    let rabbitmq = &mut setup.rabbitmq;
    (rabbitmq.max_length, rabbitmq.message_ttl, rabbitmq.overflow) = (None, None, plain.overflow);
    (rabbitmq.dead_letter, rabbitmq.delivery_limit) = (None, None);
    (rabbitmq.queues, rabbitmq.workers, rabbitmq.dispatch) = (1, 1, plain.dispatch);
    setup.faults.budget = setup.faults.budget.min(1);
    let kinds: Vec<_> = setup.faults.kinds.iter().collect();
    if !kinds.is_empty() {
        setup.faults.kinds = (0..2).map(|_| rng.pick(&kinds)).collect::<FaultKinds>();
    }
    setup
}

#[test]
fn every_repair_keeps_its_promises_none_of_it_can_be_left_out_and_none_is_missed() {
    // How many answers have so many changes; the last place counts those without any answer.
    let mut sizes = [0; 6];
    for seed in 0..60 {
        let rng = &mut Rng::new(71 << 32 | seed);
        let setup = small_setup(rng);
        let flags: Vec<Flag> =
            if rng.coin() { vec![rng.pick(Flag::ALL)] } else { Flag::ALL[..2 + rng.below(3)].to_vec() };
        let Answer { repairs, complete, .. } = Repair::new(&setup, &flags, SMALL).finish().clone();
        if !complete {
            continue;
        }
        sizes[repairs.first().map_or(5, Vec::len).min(5)] += 1;
        let mut trial = Trial::new(&flags);
        for repair in &repairs {
            assert_sound(&setup, repair, &mut trial);
        }
        let large = repairs.first().is_none_or(|repair| repair.len() > 2);
        let found = smallest_up_to_two(&setup, &single_changes(&setup, 1), &mut trial);
        assert_eq!(found, (!large).then_some(repairs), "{flags:?} under {setup:?}");
        if large && setup.messages == 1 {
            // Nor does a larger number help.
            assert_eq!(smallest_up_to_two(&setup, &single_changes(&setup, 2), &mut trial), None, "{setup:?}");
        }
    }
    assert!(sizes.iter().sum::<usize>() > 45, "few were small enough: {sizes:?}");
    assert!([0, 1, 2, 3, 5].iter().all(|size| sizes[*size] > 0), "too much of the same: {sizes:?}");
}

fn assert_sound(setup: &Setup, repair: &Changes, trial: &mut Trial) {
    let after = changed(setup, repair).expect("a repair is possible");
    assert!(trial.keeps(&after), "{}: {setup:?}", told(repair));
    assert_eq!((after.messages, after.keys, after.seed), (setup.messages, setup.keys, setup.seed));
    assert_eq!((after.effects.kind, after.faults), (setup.effects.kind, setup.faults));
    for subset in 0..(1_usize << repair.len()) - 1 {
        let chosen = repair.iter().enumerate().filter(|(place, _)| subset & 1 << place != 0);
        let part: Changes = chosen.map(|(_, change)| *change).collect();
        let kept = changed(setup, &part).is_some_and(|setup| trial.keeps(&setup));
        assert!(!kept, "{} does without the rest of {}: {setup:?}", told(&part), told(repair));
    }
}
