//! A record played again: the same as then, or what differs.

use super::record::{Raised, Record, raised, stride, trail};
use super::run::{Chance, Run};
use crate::model::{Impossible, VERSION};
use crate::setup::Setup;

/// What playing a record again showed.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// The same actions with the same outcome.
    Reproduced(Run),
    /// Something differs; the run goes as far as its actions can still happen.
    Changed(Run, Change),
}

impl Verdict {
    /// The run, as far as it could be played.
    pub fn into_run(self) -> Run {
        match self {
            Self::Reproduced(run) | Self::Changed(run, _) => run,
        }
    }
}

/// What differs between a run as it was recorded and as it is now.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    /// The model's version that played it then.
    pub version: u32,
    /// The first of the steps done, from 1, that tells something else than then. Of a long run it is known to be one of
    /// several, from the first to the last; nothing if none does, or if the record does not say.
    pub differs: Option<(usize, usize)>,
    /// The step that can't happen any more, and its action.
    pub stops: Option<(usize, Impossible)>,
    /// What was raised then; nothing if the record does not say.
    pub then: Option<Vec<Raised>>,
    /// What is raised now.
    pub now: Vec<Raised>,
}

impl Change {
    fn of(record: &Record, run: &Run, stops: Option<Impossible>) -> Self {
        let then = record.outcome.as_ref();
        Self {
            version: record.version,
            differs: then.and_then(|then| first_difference(&then.trail, run, record.actions.len())),
            stops: stops.map(|impossible| (run.steps() + 1, impossible)),
            then: then.map(|then| then.raised.clone()),
            now: raised(run),
        }
    }

    /// Whether another version of the model played it.
    pub const fn is_of_another_model(&self) -> bool {
        self.version != VERSION
    }

    /// What was raised and is not any more. A run that stops early has not come to all of it.
    pub fn gone(&self) -> Vec<Raised> {
        without(self.then.as_deref().unwrap_or_default(), &self.now)
    }

    /// What is raised and was not.
    pub fn came(&self) -> Vec<Raised> {
        self.then.as_ref().map_or_else(Vec::new, |then| without(&self.now, then))
    }
}

fn without(some: &[Raised], others: &[Raised]) -> Vec<Raised> {
    some.iter().copied().filter(|raised| !others.contains(raised)).collect()
}

/// The steps among which is the first with another trail. A run that stopped may end within a stride.
fn first_difference(then: &[u8], run: &Run, recorded: usize) -> Option<(usize, usize)> {
    let stride = stride(recorded);
    let whole = if run.steps() < recorded { run.steps() / stride } else { then.len() };
    let place = trail(run, stride).iter().zip(then).take(whole).position(|(now, then)| now != then)?;
    Some((place * stride + 1, ((place + 1) * stride).min(run.steps())))
}

impl Record {
    /// Plays it again.
    pub fn play(&self, setup: &Setup) -> Verdict {
        let (run, stops) = match Run::replay(setup, &self.actions) {
            Ok(run) if run.digest() == self.digest => return Verdict::Reproduced(run),
            Ok(run) => (run, None),
            Err((steps, impossible)) => {
                let possible = Run::replay(setup, &self.actions[..steps]);
                (possible.unwrap_or_else(|_| Run::free(setup, Chance::Calm)), Some(impossible))
            }
        };
        let change = Change::of(self, &run, stops);
        Verdict::Changed(run, change)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Action, Flag, Message};
    use crate::play::record::Outcome;

    /// A run by chance in which messages get lost, and its record.
    fn recorded() -> (Setup, Run, Record) {
        let lossy = |seed| {
            let setup = Setup { seed, ..Setup::default() };
            let run = Run::free(&setup, Chance::Faults);
            (!raised(&run).is_empty()).then_some((setup, run))
        };
        let (setup, run) = (0..).find_map(lossy).expect("some seed");
        let record = Record::of(&run);
        (setup, run, record)
    }

    fn changed(record: &Record, setup: &Setup) -> Change {
        match record.play(setup) {
            Verdict::Changed(_, change) => change,
            Verdict::Reproduced(_) => panic!("nothing changed"),
        }
    }

    #[test]
    fn the_first_step_that_tells_something_else_is_found() {
        let (setup, run, record) = recorded();
        for step in 1..=run.steps() {
            let mut other = record.clone();
            let Some(Outcome { trail, .. }) = &mut other.outcome else { panic!("a trail") };
            trail[step - 1] ^= 1;
            other.digest = "0123456789abcdef".parse().expect("a digest");
            assert_eq!(changed(&other, &setup).differs, Some((step, step)));
        }
    }

    #[test]
    fn flags_that_came_and_went_are_named() {
        let (setup, run, mut record) = recorded();
        record.digest = "0123456789abcdef".parse().expect("a digest");
        let same = changed(&record, &setup);
        assert_eq!((same.gone(), same.came(), same.differs), (vec![], vec![], None));
        let Some(Outcome { raised: then, .. }) = &mut record.outcome else { panic!("an outcome") };
        *then = vec![(Flag::Reordered, Message(3))];
        let change = changed(&record, &setup);
        assert_eq!((change.gone(), change.came()), (vec![(Flag::Reordered, Message(3))], raised(&run)));
        record.outcome = None;
        let old = changed(&record, &setup);
        assert_eq!((old.then.clone(), old.gone(), old.came(), old.now), (None, vec![], vec![], raised(&run)));
    }

    #[test]
    fn the_step_that_can_not_happen_is_named_and_the_run_stops_before_it() {
        let (setup, run, mut record) = recorded();
        let place = run.steps() / 2;
        record.actions[place] = Action::Elect(crate::model::Member(0));
        let change = changed(&record, &setup);
        assert_eq!(change.stops, Some((place + 1, Impossible(record.actions[place]))));
        assert_eq!((change.differs, change.then), (None, Some(raised(&run))));
    }
}
