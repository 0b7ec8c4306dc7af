//! Runs that go round for ever end where they have shown one round, and only those.

use ackscope::model::{Action, Consumer, Fault, Member};
use ackscope::play::{Chance, Run};
use ackscope::setup::{Acks, Broker, FaultKind, Kafka, Link, Setup, presets};

fn of(kafka: Kafka) -> Setup {
    let setup = Setup { broker: Broker::Kafka, kafka, ..Setup::default() };
    Setup { faults: ackscope::setup::Faults { kinds: kinds(), ..setup.faults }, ..setup }
}

fn kinds() -> ackscope::setup::FaultKinds {
    ackscope::setup::FaultKinds::all(Broker::Kafka)
}

/// Too few replicas are in sync, and nothing brings the others back.
fn refused_for_ever() -> Setup {
    of(Kafka { in_sync: 1, min_insync_replicas: 2, ..Kafka::default() })
}

#[test]
fn a_producer_that_is_refused_for_ever_ends_with_one_round() {
    let run = Run::free(&refused_for_ever(), Chance::Calm);
    let first = run.goes_round().expect("nothing else can come");
    assert!(0 < first && first <= run.steps() && run.steps() < 100, "{first} of {}", run.steps());
    assert_eq!(run.moment(run.steps()).action.map(|action| action.pace() == ackscope::model::Pace::Fault), Some(false));
}

#[test]
fn a_recorded_round_is_known_again_and_goes_no_further() {
    let run = Run::free(&refused_for_ever(), Chance::Calm);
    let actions: Vec<Action> = run.actions().collect();
    let again = Run::replay(run.setup(), &actions).expect("it happened");
    assert_eq!(again.goes_round(), run.goes_round());
    let went_on = Run::replay_and_go_on(run.setup(), &actions).expect("it happened");
    assert_eq!(went_on.steps(), run.steps());
}

#[test]
fn a_fault_leads_out_of_a_round() {
    // Something has broken, so the followers catch up.
    let mut run = Run::free(&refused_for_ever(), Chance::Calm);
    let crash = Action::Fault(Fault::of(FaultKind::ProcessCrash));
    run.fork(1, crash).expect("the leader can crash");
    assert_eq!(run.goes_round(), None);
}

#[test]
fn a_follower_that_may_catch_up_is_no_round() {
    let mut run = Run::free(&of(Kafka { min_insync_replicas: 3, ..Kafka::default() }), Chance::Calm);
    run.fork(1, Action::Fault(Fault::on(FaultKind::FollowerLag, Member(1)))).expect("it is in sync");
    assert_eq!(run.goes_round(), None);
}

/// A48: a full queue that nobody empties refuses for ever, and a producer that resends tries for ever.
#[test]
fn a_full_queue_without_a_reader_is_a_round() {
    for buried in ["", "&dead_letter=at_most_once"] {
        let overflow = if buried.is_empty() { "reject_publish" } else { "reject_publish_dlx" };
        let link = format!("publish=confirm&max_length=1&overflow={overflow}{buried}&ack=after_effect");
        let setup = Link::parse(&link, &|_| None).expect("it is possible").setup;
        let calm = Run::free(&setup, Chance::Calm);
        assert_eq!(calm.goes_round(), None, "a consumer empties it");
        let cancel = Action::Fault(Fault::at(FaultKind::ConsumerCancel, Consumer(0)));
        let position = (0..calm.steps()).find(|position| calm.possible_faults(*position).contains(&cancel));
        let mut run = calm.clone();
        run.fork(position.expect("it holds something once"), cancel).expect("it can cancel");
        assert!(run.goes_round().is_some() && run.steps() < 200, "{} steps", run.steps());
    }
}

#[test]
fn no_story_goes_round() {
    for preset in presets() {
        assert_eq!(Run::staged(&preset.setup, preset.strikes).goes_round(), None, "{}", preset.name);
    }
}

#[test]
fn faults_of_the_seed_that_are_still_to_come_are_waited_for() {
    for seed in 0..200 {
        let setup =
            Setup { seed, ..of(Kafka { acks: Acks::All, in_sync: 1, min_insync_replicas: 2, ..Kafka::default() }) };
        let run = Run::free(&setup, Chance::Faults);
        assert!(run.steps() < 500, "{seed}: {} steps", run.steps());
    }
}
