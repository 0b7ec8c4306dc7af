//! Two setups beside each other: what is shown, and what another setup makes of the same schedule.

use super::{SharedRun, Show};
use crate::model::{Message, Messages};
use crate::play::{Run, Side, Twin, concerned, same_schedule};
use crate::setup::{Broker, Field, Second, Setup, SetupError, Value};

impl Second {
    /// These settings, where the run's faults wait for these messages.
    fn of(setup: Setup, run: &Run, watched: Messages) -> Self {
        let numbers = || watched.iter().map(|message| message.0).collect();
        Self { setup, watched: (watched != concerned(run)).then(numbers) }
    }
}

impl Show {
    /// The second run, if there are settings beside these.
    #[inline(never)]
    pub fn twin(&self) -> Option<Twin> {
        let second = self.second.as_ref()?;
        let numbers = |numbers: &Vec<u8>| numbers.iter().copied().map(Message).collect();
        let watched = second.watched.as_ref().map_or_else(|| concerned(&self.run), numbers);
        Some(Twin::of(&self.run, &second.setup, watched))
    }

    /// The second run by itself.
    pub fn of_twin(twin: &Twin) -> Self {
        let run = SharedRun::of(twin.run.clone());
        let setup = *run.setup();
        Self { setup, story: None, before: run.clone(), run, second: None, faults_named: false, recorded: true }
    }

    /// This, and these settings beside it. Both runs go to their end.
    pub fn beside(&self, setup: Setup) -> Self {
        let show = self.to_its_end();
        Self { second: Some(Second { setup, watched: None }), ..show }
    }

    /// The same, where it matters what becomes of these messages in a run that has gone to its end.
    pub fn beside_for(&self, setup: Setup, watched: impl Fn(&Run) -> Messages) -> Self {
        let show = self.to_its_end();
        Self { second: Some(Second::of(setup, &show.run, watched(&show.run))), ..show }
    }

    /// This without anything beside it.
    pub fn alone(&self) -> Self {
        Self { second: None, ..self.clone() }
    }

    /// A run that was found ends where it shows what was looked for; it goes on from there.
    fn to_its_end(&self) -> Self {
        let actions: Vec<_> = self.run.actions().collect();
        match Run::replay_and_go_on(&self.setup, &actions) {
            Ok(run) if run.steps() > self.run.steps() => {
                let (was, run) = (self.run.clone(), SharedRun::new(run));
                let before = if self.before == was { run.clone() } else { self.before.clone() };
                Self { run, before, recorded: true, ..self.clone() }
            }
            _ => self.clone(),
        }
    }

    /// The same with one setting of one of the two changed.
    ///
    /// # Errors
    /// The change is impossible.
    pub fn with_at(&self, side: Side, field: Field, value: Value) -> Result<Self, SetupError> {
        match (&self.second, side) {
            (None, _) => self.with(field, value),
            (Some(second), Side::First) => Ok(self.with_schedule(field, value)?.beside(second.setup)),
            (Some(second), Side::Second) => Ok(self.beside(second.setup.with(field, value)?)),
        }
    }

    /// With one setting changed. What was broken or found has no other run to begin anew with than its own schedule.
    fn with_schedule(&self, field: Field, value: Value) -> Result<Self, SetupError> {
        if !self.is_broken() && !self.recorded {
            return self.with(field, value);
        }
        let setup = self.setup.with(field, value)?;
        let run = same_schedule(&self.run, &setup, concerned(&self.run)).run;
        Ok(Self { recorded: true, ..Self::of_run(setup, None, false, run) })
    }

    /// With the other broker on one of the two sides, and the settings that correspond.
    pub fn with_broker_at(&self, side: Side, broker: Broker) -> Self {
        match (&self.second, side) {
            (Some(second), Side::Second) => self.beside(second.setup.carried_to(broker).setup),
            (Some(second), Side::First) => Self::of(self.setup.carried_to(broker).setup).beside(second.setup),
            (None, _) => Self::of(self.setup.carried_to(broker).setup),
        }
    }

    /// With the first one's value of this setting on the second side too.
    ///
    /// # Errors
    /// It is impossible beside the others that differ.
    pub fn like_first(&self, field: Field) -> Result<Self, SetupError> {
        let Some(second) = &self.second else { return Ok(self.clone()) };
        let start = self.setup.carried_to(second.setup.broker).setup;
        match field {
            Field::Broker => Ok(self.beside(self.setup)),
            _ => Ok(self.beside(second.setup.with(field, field.get(&start))?)),
        }
    }

    /// Another run with faults by chance, under both.
    pub fn with_chance_beside(&self) -> Self {
        let show = self.with_chance();
        let Some(second) = &self.second else { return show };
        let setup = second.setup.with(Field::Seed, Field::Seed.get(&show.setup));
        show.beside(setup.unwrap_or(second.setup))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Frame, Outcome};
    use super::*;
    use crate::model::Flag;
    use crate::play::watched;

    fn opened(link: &str) -> Show {
        let (show, _, outcome) = Show::open(link);
        assert!(matches!(outcome, Outcome::Plain | Outcome::Reproduced), "{link}: {outcome:?}");
        show
    }

    /// The link of two setups shows both runs again.
    fn link_of(show: &Show) -> String {
        let link = show.link(Frame::default());
        let again = opened(&link);
        let digests = |show: &Show| (show.run.digest(), show.twin().map(|twin| twin.run.digest()));
        assert_eq!((again.setup, digests(&again)), (show.setup, digests(show)), "{link}");
        assert_eq!((&again.second, again.link(Frame::default())), (&show.second, link.clone()));
        link
    }

    #[test]
    fn settings_beside_a_story_are_in_its_link() {
        let story = Show::story("lost_on_the_wire");
        let pair = story.beside(story.setup);
        assert_eq!(link_of(&pair), "scenario=lost_on_the_wire&twin.broker=rabbitmq");
        let publish = Value::Choice("confirm");
        let changed = pair.with_at(Side::Second, Field::Publish, publish).expect("possible");
        assert_eq!(link_of(&changed), "scenario=lost_on_the_wire&twin.publish=confirm");
        let both = changed.with_at(Side::First, Field::Durable, Value::Bool(true)).expect("possible");
        assert_eq!(link_of(&both), "scenario=lost_on_the_wire&durable=true&twin.publish=confirm&twin.durable=false");
        assert!(both.story.is_some(), "the story's fault strikes again");
        let back = both.like_first(Field::Durable).and_then(|show| show.like_first(Field::Publish)).expect("possible");
        assert_eq!(link_of(&back), "scenario=lost_on_the_wire&durable=true&twin.broker=rabbitmq");
        assert_eq!(link_of(&back.alone()), "scenario=lost_on_the_wire&durable=true");
        let kafka = changed.with_broker_at(Side::Second, Broker::Kafka);
        assert!(link_of(&kafka).starts_with("scenario=lost_on_the_wire&twin.broker=kafka"));
        assert_eq!(kafka.like_first(Field::Broker).expect("possible").second, pair.second);
        link_of(&changed.with_broker_at(Side::First, Broker::Kafka));
        link_of(&changed.with_chance_beside());
    }

    #[test]
    fn what_was_broken_or_found_keeps_its_schedule() {
        let story = Show::story("lost_on_the_wire");
        let broken = story.fork(3, story.run.possible_faults(3)[0]).expect("possible").beside(story.setup);
        link_of(&broken);
        let changed = broken.with_at(Side::First, Field::Durable, Value::Bool(true)).expect("possible");
        assert!(changed.is_recorded() && changed.second.is_some());
        link_of(&changed);
        let mended = broken.mended();
        assert!(!mended.is_broken() && mended.second.is_some());
    }

    #[test]
    fn a_run_that_was_found_goes_to_its_end_beside_another() {
        let story = Show::story("lost_on_the_wire");
        let actions: Vec<_> = story.run.actions().take(6).collect();
        let found = Show::replay(&story.setup, &actions).expect("it begins like the story");
        let lost = |run: &Run| run.ledger(run.steps()).flags.of(Flag::Lost).iter().next();
        let about = |run: &Run| lost(run).map_or(Messages::NONE, |message| watched(run, Flag::Lost, message));
        let pair = found.beside_for(story.setup, about);
        assert_eq!(pair.run.digest(), story.run.digest());
        assert_eq!(pair.second, Some(Second { setup: story.setup, watched: None }));
        let other = found.beside_for(story.setup, |_| Messages::NONE);
        assert!(link_of(&other).contains("&twin.watch=none&run="), "{}", link_of(&other));
    }
}
