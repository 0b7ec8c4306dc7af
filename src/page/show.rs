//! What is shown: a setup, the run under it, and the link that says so.

mod twin;

use std::ops::Deref;
use std::rc::Rc;

use crate::model::{Action, Impossible, Pace};
use crate::play::{Chance, Change, Record, RecordError, Run, Verdict};
use crate::setup::{
    Broker, Costs, FIRST_STORY, Field, Language, Link, Preset, QueueType, Rabbitmq, Second, Setup, SetupError, Theme,
    Value, level, preset,
};

/// A run that components share; equal to itself alone.
#[derive(Clone)]
pub struct SharedRun(Rc<Run>);

impl SharedRun {
    fn new(run: Run) -> Self {
        Self(Rc::new(run))
    }

    /// The run that somebody else shares too.
    pub const fn of(run: Rc<Run>) -> Self {
        Self(run)
    }

    /// The run itself.
    pub fn inner(&self) -> Rc<Run> {
        Rc::clone(&self.0)
    }
}

impl PartialEq for SharedRun {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Deref for SharedRun {
    type Target = Run;

    fn deref(&self) -> &Run {
        &self.0
    }
}

/// What is shown.
#[derive(Clone)]
pub struct Show {
    /// The settings.
    pub setup: Setup,
    /// The story that the run stages, under these settings.
    pub story: Option<Preset>,
    /// The run.
    pub run: SharedRun,
    /// The run before a person broke anything in it.
    before: SharedRun,
    /// The settings beside it, which play the same schedule.
    pub second: Option<Second>,
    faults_named: bool,
    /// Whether the run was recorded or found, and is not what the settings alone give.
    recorded: bool,
}

/// What a link says beside the show itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Frame {
    /// The first and the last step to show, from 1.
    pub steps: Option<(u32, u32)>,
    /// What things cost in the race, if it is open.
    pub race: Option<Costs>,
    /// The level of the challenge that is played.
    pub level: Option<&'static str>,
    /// Whether the figure stands alone.
    pub embed: bool,
    /// The language, where somebody chose it.
    pub lang: Option<Language>,
    /// The colours, where somebody chose them.
    pub theme: Option<Theme>,
}

/// How opening a link went.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// As the link says.
    Plain,
    /// The link can't be read; something else is shown.
    Refused(SetupError),
    /// The settings are as the link says, but its run can't be read.
    Unreadable(RecordError),
    /// The run went exactly as recorded.
    Reproduced,
    /// The run went otherwise than recorded.
    Changed(Change),
}

fn scenario(name: &str) -> Option<Setup> {
    preset(name).map(|preset| preset.setup)
}

/// Reads a link's text.
///
/// # Errors
/// What is wrong with it.
pub fn parse(fragment: &str) -> Result<Link, SetupError> {
    Link::parse(fragment, &scenario)
}

/// Whether the half of the code that comes first can show the link: it knows the broker of the first story alone, without
/// other nodes and limits, reads no recorded runs and no figures of a race, and lays nothing beside a run.
pub fn opens_at_once(fragment: &str) -> bool {
    // Even to read about a second setup, a race or a level takes the rest.
    const LATE: [&str; 3] = ["twin.", "race=", "challenge="];
    !fragment.split('&').any(|part| LATE.iter().any(|late| part.starts_with(late)))
        && parse(fragment).is_ok_and(|link| link.run.is_none() && is_plain(&link.setup))
}

/// Whether a queue of this setup has neither other nodes nor anything that makes it give messages up by itself.
fn is_plain(setup: &Setup) -> bool {
    let Rabbitmq { queue_type, max_length, message_ttl, dead_letter, delivery_limit, .. } = setup.rabbitmq;
    let limits = [max_length, message_ttl, delivery_limit];
    let plain = queue_type == QueueType::Classic && dead_letter.is_none() && limits == [None; 3];
    setup.broker == Broker::Rabbitmq && plain
}

/// Whether a link says nothing about what is shown, only how.
fn says_nothing(fragment: &str) -> bool {
    const HOW: [&str; 5] = ["steps=", "race=", "embed=", "lang=", "theme="];
    fragment.split('&').all(|part| part.is_empty() || HOW.iter().any(|how| part.starts_with(how)))
}

impl Show {
    fn new(setup: Setup, story: Option<Preset>, faults_named: bool) -> Self {
        Self::of_run(setup, story, faults_named, Run::plain(&setup, story.as_ref(), faults_named))
    }

    fn of_run(setup: Setup, story: Option<Preset>, faults_named: bool, run: Run) -> Self {
        let run = SharedRun::new(run);
        Self { setup, story, before: run.clone(), run, second: None, faults_named, recorded: false }
    }

    /// A setup of one's own, calmly.
    pub fn of(setup: Setup) -> Self {
        Self::new(setup, None, false)
    }

    /// The story of that name as it is meant; without one, the first.
    pub fn story(name: &str) -> Self {
        match preset(name).or_else(|| preset(FIRST_STORY)) {
            Some(story) => Self::new(story.setup, Some(story), false),
            None => Self::new(Setup::default(), None, false),
        }
    }

    /// What the text after the `#` asks for. A link that can't be read shows the first story.
    pub fn open(fragment: &str) -> (Self, Frame, Outcome) {
        match parse(fragment) {
            Ok(link) => {
                let level = link.challenge.as_deref().and_then(level).map(|level| level.name);
                let Link { steps, race, embed, lang, theme, .. } = link;
                let frame = Frame { steps, race, level, embed, lang, theme };
                if says_nothing(fragment) {
                    return (Self::story(FIRST_STORY), frame, Outcome::Plain);
                }
                let (show, outcome) = Self::of_link(&link);
                (show, frame, outcome)
            }
            Err(error) => (Self::story(FIRST_STORY), Frame::default(), Outcome::Refused(error)),
        }
    }

    /// What the link shows.
    pub fn of_link(link: &Link) -> (Self, Outcome) {
        let story = link.scenario.as_deref().and_then(preset);
        let mut show = Self { second: link.second.clone(), ..Self::new(link.setup, story, link.faults_named) };
        let Some(text) = &link.run else { return (show, Outcome::Plain) };
        let (run, outcome) = match Record::parse(text).map(|record| record.play(&link.setup)) {
            Err(error) => return (show, Outcome::Unreadable(error)),
            Ok(Verdict::Reproduced(run)) => (run, Outcome::Reproduced),
            Ok(Verdict::Changed(run, change)) => (run, Outcome::Changed(change)),
        };
        (show.run, show.recorded) = (SharedRun::new(run), true);
        (show, outcome)
    }

    /// The link that shows this.
    pub fn link(&self, frame: Frame) -> String {
        let Frame { steps, race, level, embed, lang, theme } = frame;
        let scenario = self.story.map(|story| story.name.to_owned());
        let (setup, second) = (self.setup, self.second.clone());
        let challenge = level.map(str::to_owned);
        let mut link = Link { setup, second, faults_named: self.faults_named, scenario, challenge, ..Link::default() };
        if !self.is_plain(&link) {
            link.run = Some(Record::of(&self.run).to_string());
        }
        (link.steps, link.race, link.embed) = (steps, race, embed);
        (link.lang, link.theme) = (lang, theme);
        let fragment = link.to_fragment(&self::scenario);
        match says_nothing(&fragment) {
            false => fragment,
            // The defaults need no word, but a link that says nothing shows the first story.
            true if fragment.is_empty() => ALL_DEFAULTS.to_owned(),
            true => format!("{ALL_DEFAULTS}&{fragment}"),
        }
    }

    /// Whether the link alone gives this run.
    fn is_plain(&self, link: &Link) -> bool {
        // Read as whoever gets the link will read it: faults that are written count as named.
        let Ok(read) = parse(&link.to_fragment(&scenario)) else { return false };
        Run::plain(&self.setup, self.story.as_ref(), read.faults_named).digest() == self.run.digest()
    }

    /// The same with one setting changed: a new run with the story's strikes, where they can still happen. After a
    /// person broke something it is a calm one. Which faults may happen is a bound of the verdict; it leaves the run as it
    /// is, unless the seed places them.
    ///
    /// # Errors
    /// The change is impossible.
    pub fn with(&self, field: Field, value: Value) -> Result<Self, SetupError> {
        let setup = self.setup.with(field, value)?;
        if matches!(field, Field::Budget | Field::FaultKinds) && !self.is_by_chance() {
            return Ok(self.within_bounds(setup));
        }
        if self.is_broken() {
            return Ok(Self::of_run(setup, None, false, Run::free(&setup, Chance::Calm)));
        }
        Ok(Self::new(setup, self.story, self.faults_named))
    }

    /// Whether it was recorded or found, and is not what the settings alone give.
    pub const fn is_recorded(&self) -> bool {
        self.recorded
    }

    /// Whether the seed places the faults of this run.
    const fn is_by_chance(&self) -> bool {
        self.faults_named && self.story.is_none() && !self.recorded
    }

    /// The same run under a setup that differs in the faults that may happen. Whoever broke something needed no budget.
    fn within_bounds(&self, setup: Setup) -> Self {
        let again = |run: &Run| Run::replay(&setup, &run.actions().collect::<Vec<_>>()).map(SharedRun::new);
        match (again(&self.run), again(&self.before)) {
            (Ok(run), Ok(before)) => {
                let before = if self.is_broken() { before } else { run.clone() };
                Self { setup, run, before, ..self.clone() }
            }
            _ => Self::new(setup, self.story, self.faults_named),
        }
    }

    /// Another run of these settings, with faults by chance: the next seed places them.
    pub fn with_chance(&self) -> Self {
        let seed = Value::Number((self.setup.seed + 1) % (1 << 32));
        let setup = self.setup.with(Field::Seed, seed).unwrap_or(self.setup);
        Self::new(setup, None, true)
    }

    /// Exactly this run, if it is one of this setup.
    pub fn replay(setup: &Setup, actions: &[Action]) -> Option<Self> {
        let run = Run::replay(setup, actions).ok()?;
        Some(Self { recorded: true, ..Self::of_run(*setup, None, false, run) })
    }

    /// The same settings without the story.
    pub fn without_story(&self) -> Self {
        Self::of_run(self.setup, None, false, Run::free(&self.setup, Chance::Calm))
    }

    /// The story with its own settings again.
    pub fn with_own_settings(&self) -> Self {
        self.story.map_or_else(|| Self::of(self.start()), |story| Self::story(story.name))
    }

    /// Whether the settings are not those that the story, or an empty setup, starts with.
    pub fn has_changed_settings(&self) -> bool {
        self.setup != self.start()
    }

    /// The settings that the story, or an empty setup, starts with.
    pub fn start(&self) -> Setup {
        let default = Setup::default();
        let of_broker = || default.with(Field::Broker, Field::Broker.get(&self.setup)).unwrap_or(default);
        self.story.map_or_else(of_broker, |story| story.setup)
    }

    /// The same up to `position`; then this happens, and what follows by itself.
    ///
    /// # Errors
    /// It can't happen there.
    pub fn fork(&self, position: usize, action: Action) -> Result<Self, Impossible> {
        let mut run = Run::clone(&self.run);
        run.fork(position, action)?;
        Ok(Self { run: SharedRun::new(run), ..self.clone() })
    }

    /// The same before a person broke anything.
    pub fn mended(&self) -> Self {
        Self { run: self.before.clone(), ..self.clone() }
    }

    /// Whether a person broke something.
    pub fn is_broken(&self) -> bool {
        self.run != self.before
    }

    /// Whether all faults in it are a person's: it began as one in which nothing breaks.
    pub fn is_own(&self) -> bool {
        self.before.actions().all(|action| action.pace() != Pace::Fault) && (!self.recorded || self.is_broken())
    }

    /// The steps in which a person broke something: faults from where the run leaves the plain one.
    pub fn broken_steps(&self) -> Vec<usize> {
        if !self.is_broken() {
            return Vec::new();
        }
        let mut before = self.before.actions();
        let same = self.run.actions().take_while(|action| before.next() == Some(*action)).count();
        let actions = self.run.actions().enumerate().skip(same);
        actions.filter(|(_, action)| action.pace() == Pace::Fault).map(|(index, _)| index + 1).collect()
    }
}

const ALL_DEFAULTS: &str = "broker=rabbitmq";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::setup::FaultKinds;

    fn opened(fragment: &str) -> Show {
        let (show, _, outcome) = Show::open(fragment);
        assert!(matches!(outcome, Outcome::Plain | Outcome::Reproduced), "{fragment}: {outcome:?}");
        show
    }

    /// The link of what is shown shows the same.
    fn link_of(show: &Show) -> String {
        let link = show.link(Frame::default());
        let again = opened(&link);
        assert_eq!((again.setup, again.run.digest()), (show.setup, show.run.digest()), "{link}");
        assert_eq!(again.story.map(|story| story.name), show.story.map(|story| story.name));
        assert_eq!(again.link(Frame::default()), link);
        link
    }

    fn forked(show: &Show, position: usize) -> Show {
        let fault = show.run.possible_faults(position)[0];
        show.fork(position, fault).expect("a possible fault strikes")
    }

    #[test]
    fn a_link_for_kafka_shows_kafka() {
        for link in ["broker=kafka", "broker=kafka&acks=1", "broker=kafka&consumers=0"] {
            let show = opened(link);
            assert_eq!((show.setup.broker, show.story), (Broker::Kafka, None));
            assert_eq!(link_of(&show), link);
        }
    }

    #[test]
    fn a_link_that_says_nothing_shows_the_first_story() {
        for link in ["", "lang=zh-CN", "theme=dark&embed=1"] {
            assert_eq!(opened(link).story.map(|story| story.name), Some(FIRST_STORY), "{link}");
        }
        assert_eq!(link_of(&opened("")), format!("scenario={FIRST_STORY}"));
    }

    #[test]
    fn the_defaults_have_a_link_of_their_own() {
        let plain = Show::new(Setup::default(), None, false);
        assert_eq!(link_of(&plain), ALL_DEFAULTS);
        assert_eq!(plain.link(Frame { embed: true, ..Frame::default() }), format!("{ALL_DEFAULTS}&embed=1"));
    }

    #[test]
    fn every_change_of_a_setting_is_in_the_link() {
        for start in [Show::story(FIRST_STORY), Show::story(FIRST_STORY).without_story(), opened("faults=ack_lost:2")] {
            let durable = start.with(Field::Durable, Value::Bool(false)).expect("possible");
            assert_eq!(link_of(&durable).contains("durable=false"), start.story.is_some());
            link_of(&start.with(Field::Seed, Value::Number(77)).expect("possible"));
            let kinds = Value::FaultKinds(FaultKinds::NONE);
            link_of(&start.with(Field::FaultKinds, kinds).expect("possible"));
            link_of(&start.with(Field::Budget, Value::Number(3)).expect("possible"));
        }
    }

    #[test]
    fn what_a_person_broke_is_in_the_link_and_known_again() {
        let broken = forked(&forked(&Show::story(FIRST_STORY), 5), 9);
        assert_eq!(broken.broken_steps(), [6, 10]);
        let again = opened(&link_of(&broken));
        assert_eq!(again.broken_steps(), [6, 10]);
        assert_eq!(again.mended().run.digest(), Show::story(FIRST_STORY).run.digest());
    }

    #[test]
    fn after_a_break_a_changed_setting_gives_a_calm_run() {
        let start = Show::story(FIRST_STORY).with(Field::Budget, Value::Number(2)).expect("possible");
        let changed = forked(&start, 5).with(Field::Durable, Value::Bool(false)).expect("possible");
        assert_eq!((changed.story, changed.is_broken()), (None, false));
        assert!(changed.run.actions().all(|action| action.pace() != Pace::Fault));
        link_of(&changed);
    }

    #[test]
    fn a_link_that_cannot_be_read_shows_the_first_story_and_says_why() {
        let long = "x".repeat(20_000);
        for link in ["durable=perhaps", "no_such_field=1", "&&&===", "run=%00%ff", "scenario=nothing", long.as_str()] {
            let (show, frame, outcome) = Show::open(link);
            assert_eq!(show.story.map(|story| story.name), Some(FIRST_STORY));
            assert!(frame == Frame::default() && matches!(outcome, Outcome::Refused(_)), "{link}");
        }
    }

    #[test]
    fn a_record_that_does_not_fit_is_shown_as_far_as_possible() {
        assert!(matches!(Show::open("run=nonsense").2, Outcome::Unreadable(_)));
        let link = forked(&Show::story(FIRST_STORY), 5).link(Frame::default());
        let (_, _, outcome) = Show::open(&format!("{link}&publish=tx"));
        assert!(matches!(outcome, Outcome::Changed(_)));
    }
}
