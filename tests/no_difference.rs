//! A setting that is said to make no difference beside the others makes none: every run breaks the same promises.

mod support;

use ackscope::explore::{Ending, Limits, Search};
use ackscope::model::Flag;
use ackscope::setup::{Broker, Field, Setup};
use support::{Rng, random_value, small_setup_of};

const SETUPS: u64 = 250;
/// What can be explored in a moment.
const LIMITS: Limits = Limits { states: 4_000, ..Limits::TERMINAL };

/// The flags of all runs, if they are few enough.
fn flags(setup: &Setup) -> Option<Vec<Flag>> {
    let mut search = Search::new(setup, LIMITS, &[]);
    (search.finish() == Ending::Complete).then(|| search.flags().collect())
}

/// The setup with another value of a setting that is said to make no difference, if that is possible.
fn changed(setup: &Setup, field: Field, rng: &mut Rng) -> Option<Setup> {
    let obstacle = setup.obstacle(field)?;
    let mut other = *setup;
    field.set(&mut other, random_value(rng, field, setup)).ok()?;
    (!obstacle.forbids() && other != *setup && other.check().is_ok()).then_some(other)
}

#[test]
fn what_is_said_to_make_no_difference_makes_none() {
    let mut compared = 0;
    for (seed, broker) in (0..SETUPS).zip(Broker::ALL.iter().copied().cycle()) {
        let mut rng = Rng::new(93 << 32 | seed);
        let setup = small_setup_of(broker, &mut rng, 1);
        let Some(expected) = flags(&setup) else { continue };
        for field in setup.section().fields() {
            let Some(other) = changed(&setup, field, &mut rng) else { continue };
            if let Some(found) = flags(&other) {
                assert_eq!(found, expected, "{} under {setup:?}", field.name());
                compared += 1;
            }
        }
    }
    assert!(compared > 200, "only {compared} pairs were small enough");
}
