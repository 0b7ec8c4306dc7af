//! Links: everything after the `#` of the page's address, readable and editable by hand. Only what differs from the
//! default is written; every value is checked as strictly as in a setup file.
//!
//! ```text
//! link   = [ part { "&" part } ]
//! part   = setting "=" value | "faults=" faults | "scenario=" name | "challenge=" level | "run=" packed
//!        | "steps=" first "-" last
//!        | "twin." ( setting "=" value | "faults=" faults | "watch=" ( message { "," message } | "none" ) )
//!        | "race=" costs | "embed=1" | "lang=" ( "en" | "zh-CN" ) | "theme=" ( "light" | "dark" | "auto" )
//! faults = kinds [ ":" budget ] | "none"          a missing budget is 1
//! kinds  = kind { "," kind } | "all" | nothing    "all" is every kind that the broker knows
//! costs  = cost ":" figure { "," cost ":" figure } | "usual"
//! ```
//!
//! A challenge names its level, whose settings are the start; a link may change what the level leaves open, and lays
//! nothing beside it.
//!
//! The keys of the other broker's settings have its name in front: `kafka.acks=1` in a link for RabbitMQ.
//!
//! `none` means the same as `all:0`, and `:1` is a budget that no kind may use. A number is written in plain digits, a
//! limit that is not set as `null`. The parts in `twin.` are a second setup, which `twin` is about.

mod faults;
mod parts;
mod twin;
mod write;

use super::choice::choice;
use super::error::{Allowed, Problem, SetupError, shortened};
use super::nearest::nearest;
use super::value::whole_of;
use super::{Broker, Costs, Field, Level, Section, Setup, level, level_names};
use parts::Part;
pub use twin::Second;

choice! {
    /// A language of the page.
    Language, default English {
        /// English.
        English = "en",
        /// 简体中文.
        Chinese = "zh-CN",
    }
}
choice! {
    /// Colours of the page.
    Theme, default Auto {
        /// Dark on light.
        Light = "light",
        /// Light on dark.
        Dark = "dark",
        /// As the reader's system says.
        Auto = "auto",
    }
}

/// Finds the setup of a scenario by its name.
pub type Scenarios<'s> = &'s dyn Fn(&str) -> Option<Setup>;

/// What a link says.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Link {
    /// The setup: the scenario's or the default one, with what the link changes.
    pub setup: Setup,
    /// Whether the link itself says which faults may happen.
    pub faults_named: bool,
    /// The name of the scenario that the setup started from.
    pub scenario: Option<String>,
    /// The name of the challenge's level that it started from, in place of a scenario.
    pub challenge: Option<String>,
    /// A second setup that plays the same schedule.
    pub second: Option<Second>,
    /// The actions of an exact run, packed: letters, digits and `-._~`.
    pub run: Option<String>,
    /// The first and the last step to show; steps count from 1.
    pub steps: Option<(u32, u32)>,
    /// What things cost in the race, where it is open.
    pub race: Option<Costs>,
    /// Whether the page shows the figure alone.
    pub embed: bool,
    /// The language, where the link decides it.
    pub lang: Option<Language>,
    /// The colours, where the link decides them.
    pub theme: Option<Theme>,
}

/// Keys of the page that are no settings.
const PAGE_KEYS: [&str; 7] = ["scenario", "run", "steps", "race", "embed", "lang", "theme"];
/// The same in a link to a level of the challenge.
const LEVEL_KEYS: [&str; 7] = [CHALLENGE, "run", "steps", "race", "embed", "lang", "theme"];
const FAULTS: &str = Section::Faults.name();
const CHALLENGE: &str = "challenge";

impl Link {
    /// Reads a link: a fragment with or without its `#`, or a whole address with one.
    ///
    /// ```
    /// use ackscope::setup::{Ack, Link};
    /// let link = Link::parse("#publish=confirm&ack=after_effect&faults=ack_lost:2", &|_| None)?;
    /// assert_eq!(link.setup.rabbitmq.ack, Ack::AfterEffect);
    /// assert_eq!(link.to_fragment(&|_| None), "publish=confirm&ack=after_effect&faults=ack_lost:2");
    /// # Ok::<(), ackscope::setup::SetupError>(())
    /// ```
    ///
    /// # Errors
    /// The first part that is malformed, unknown, repeated or out of range, or the first setting that is
    /// or impossible beside another.
    pub fn parse(text: &str, scenarios: Scenarios<'_>) -> Result<Self, SetupError> {
        Self::read(parts::split(parts::fragment_of(text))?, scenarios)
    }

    /// The link with these keys and values, none of them encoded.
    ///
    /// # Errors
    /// As [`Link::parse`].
    pub fn of_parts(parts: Vec<(String, String)>, scenarios: Scenarios<'_>) -> Result<Self, SetupError> {
        Self::read(parts.into_iter().map(|(key, value)| Part { key, value }).collect(), scenarios)
    }

    fn read(parts: Vec<Part>, scenarios: Scenarios<'_>) -> Result<Self, SetupError> {
        let (seconds, parts): (Vec<_>, Vec<_>) = parts.into_iter().partition(twin::is_of);
        let find = |key: &str| parts.iter().find(|part| part.key == key);
        let challenge = find(CHALLENGE);
        let level = challenge.map(level_of).transpose()?;
        let before = level.map_or_else(|| start(find("scenario"), scenarios), |level| Ok(level.setup))?;
        let mut link = Self { setup: before, ..Self::default() };
        read_broker(&mut link.setup, find(Field::Broker.name()))?;
        check_keys(&parts, link.setup.broker, if level.is_some() { &LEVEL_KEYS } else { &PAGE_KEYS })?;
        link.faults_named = read_setup(&mut link.setup, &before, &parts)?;
        if let Some(level) = &level {
            check_level(level, &link.setup, seconds.first())?;
        } else if !seconds.is_empty() {
            link.second = Some(twin::read(&link.setup, seconds)?);
        }
        for part in &parts {
            link.read_page_key(part)?;
        }
        Ok(link)
    }

    fn read_page_key(&mut self, part: &Part) -> Result<(), SetupError> {
        let value = part.value.as_str();
        match part.key.as_str() {
            "scenario" => self.scenario = Some(value.to_owned()),
            CHALLENGE => self.challenge = Some(value.to_owned()),
            "run" => self.run = Some(packed_run(value).ok_or_else(|| part.refused(Allowed::PackedRun))?),
            "steps" => self.steps = Some(steps(value).ok_or_else(|| part.refused(Allowed::Steps))?),
            "race" => self.race = Some(Costs::parse(value)?),
            "embed" if value == "1" => self.embed = true,
            "embed" => return Err(part.refused(Allowed::Names(vec!["1"]))),
            "lang" => self.lang = Some(chosen(part, Language::named, Language::NAMES)?),
            "theme" => self.theme = Some(chosen(part, Theme::named, Theme::NAMES)?),
            _ => {}
        }
        Ok(())
    }
}

/// The setting with this key; `faults` is two settings in one and is read apart.
fn setting(key: &str, broker: Broker) -> Option<Field> {
    Field::ALL.iter().copied().find(|field| field.link_name(broker) == key && key != FAULTS)
}

fn check(setup: &Setup) -> Result<(), SetupError> {
    setup.check_as(|field| field.link_name(setup.broker), |value| value.to_string())
}

/// Reads the broker before anything else, wherever it stands: it decides which keys the settings have.
fn read_broker(setup: &mut Setup, part: Option<&Part>) -> Result<(), SetupError> {
    part.map_or(Ok(()), |part| read_setting(setup, Field::Broker, part))
}

fn check_keys(parts: &[Part], broker: Broker, others: &[&'static str]) -> Result<(), SetupError> {
    for (place, part) in parts.iter().enumerate() {
        let key = part.key.as_str();
        if setting(key, broker).is_none() && key != FAULTS && !others.contains(&key) {
            return Err(unknown(part, broker, others));
        }
        if parts[..place].iter().any(|earlier| earlier.key == key) {
            return Err(part.error(Problem::Repeated));
        }
    }
    Ok(())
}

/// The keys that belong here are the short ones; a slip in a longer one is found all the same.
fn unknown(part: &Part, broker: Broker, others: &[&'static str]) -> SetupError {
    let mut keys: Vec<_> = Field::ALL.iter().map(|field| field.link_name(broker)).collect();
    keys.dedup();
    keys.extend(others);
    let elsewhere = Field::known_as(&part.key, broker).map(|field| field.link_name(broker));
    let nearest = elsewhere.or_else(|| nearest(&part.key, &keys)).map(str::to_owned);
    let names = keys.into_iter().filter(|key| !key.contains('.')).collect();
    part.error(Problem::NoSuchField { nearest, names })
}

fn start(scenario: Option<&Part>, scenarios: Scenarios<'_>) -> Result<Setup, SetupError> {
    let Some(part) = scenario else { return Ok(Setup::default()) };
    scenarios(&part.value).ok_or_else(|| part.refused(Allowed::Scenario))
}

#[inline(never)]
fn level_of(part: &Part) -> Result<Level, SetupError> {
    level(&part.value).ok_or_else(|| part.refused(Allowed::Names(level_names())))
}

/// A level's other settings are the question, and nothing stands beside it.
#[inline(never)]
fn check_level(level: &Level, setup: &Setup, second: Option<&Part>) -> Result<(), SetupError> {
    if let Some(part) = second {
        return Err(part.error(Problem::NoSuchField { nearest: None, names: LEVEL_KEYS.to_vec() }));
    }
    let Some(field) = level.departs(setup) else { return Ok(()) };
    let (name, value) = (field.link_name(setup.broker), field.get(setup).to_string());
    let allowed = Allowed::Only(field.get(&level.setup));
    Err(SetupError { field: name.to_owned(), value: shortened(&value), problem: Problem::NotAllowed(allowed) })
}

/// Reads all parts that are settings into a setup that started from `before`; says whether they name faults.
fn read_setup(setup: &mut Setup, before: &Setup, parts: &[Part]) -> Result<bool, SetupError> {
    let named = read_settings(setup, parts)?;
    setup.settle(before, &named);
    let faults = parts.iter().find(|part| part.key == FAULTS);
    if let Some(part) = faults {
        setup.faults = faults::read(&part.value, setup.broker)?;
    }
    check(setup)?;
    Ok(faults.is_some())
}

/// Reads the settings into the setup and says which they were.
fn read_settings(setup: &mut Setup, parts: &[Part]) -> Result<Vec<Field>, SetupError> {
    let mut named = Vec::new();
    for part in parts {
        if let Some(field) = setting(&part.key, setup.broker) {
            read_setting(setup, field, part)?;
            named.push(field);
        }
    }
    Ok(named)
}

fn read_setting(setup: &mut Setup, field: Field, part: &Part) -> Result<(), SetupError> {
    let value = field.kind().read(&part.value);
    field.set(setup, value.ok_or_else(|| part.refused(field.allowed()))?)
}

fn chosen<T>(part: &Part, named: fn(&str) -> Option<T>, names: &[&'static str]) -> Result<T, SetupError> {
    named(&part.value).ok_or_else(|| part.refused(Allowed::Names(names.to_vec())))
}

fn packed_run(text: &str) -> Option<String> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    (!text.is_empty() && text.bytes().all(is_plain)).then(|| text.to_owned())
}

/// Two step numbers such as `3-9`, from 1 and in order.
pub fn steps(text: &str) -> Option<(u32, u32)> {
    let step = |digits: &str| whole_of(digits).and_then(|number| u32::try_from(number).ok());
    let (first, last) = text.split_once('-')?;
    let range = (step(first)?, step(last)?);
    (1 <= range.0 && range.0 <= range.1).then_some(range)
}

impl Part {
    fn error(&self, problem: Problem) -> SetupError {
        SetupError { field: shortened(&self.key), value: shortened(&self.value), problem }
    }

    fn refused(&self, allowed: Allowed) -> SetupError {
        SetupError::not_allowed(&self.key, &self.value, allowed)
    }
}
