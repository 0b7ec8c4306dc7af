//! What the explorer, the repairs and the race say, worked out once for each question.

use std::collections::BTreeMap;

use crate::command::scenario;
use crate::explore::{Changes, Ending, Limits, Repair, Search};
use crate::model::{Action, Flag};
use crate::play::race::{Contestant, Race};
use crate::play::{Record, Run};
use crate::setup::{Costs, Link, Setup};

/// The setups that the text speaks of.
const SETUPS: &str = include_str!("../../../guide/setups.txt");

/// Answers by question.
pub struct Answers {
    explored: BTreeMap<&'static str, Explored>,
    race: Option<Race>,
}

/// Every run of a setup.
pub struct Explored {
    /// What was explored.
    pub setup: Setup,
    /// Worlds visited.
    pub states: usize,
    /// A shortest run to each flag that can be raised.
    found: [Option<Vec<Action>>; Flag::ALL.len()],
}

impl Answers {
    /// Explores every setup of the guide.
    ///
    /// # Errors
    /// The first setup that is malformed, too large, or of which something else is so than its line says; with its line.
    pub fn new() -> Result<Self, (usize, String)> {
        let mut explored = BTreeMap::new();
        for (index, line) in SETUPS.lines().enumerate() {
            let wrong = |what: String| (index + 1, what);
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let (name, answer) = named(line).map_err(wrong)?;
            if explored.insert(name, answer).is_some() {
                return Err(wrong(format!("{name} stands there twice")));
            }
        }
        Ok(Self { explored, race: None })
    }

    /// Every run of the setup of this name.
    ///
    /// # Errors
    /// There is no such setup.
    pub fn explored(&self, name: &str) -> Result<&Explored, String> {
        self.explored.get(name).ok_or_else(|| format!("guide/setups.txt has no setup {name:?}"))
    }

    /// How many times as long as fire and forget this way to send takes.
    pub fn times_as_long(&mut self, contestant: Contestant) -> f64 {
        self.race.get_or_insert_with(|| Race::run(&Costs::default())).times_as_long(contestant)
    }
}

/// A line of the list: a name, a link, and perhaps what is so.
fn named(line: &'static str) -> Result<(&'static str, Explored), String> {
    let (name, link, claims) = match line.split(' ').collect::<Vec<_>>()[..] {
        [name, link] => (name, link, ""),
        [name, link, claims] => (name, link, claims),
        _ => return Err(format!("{line:?} is not allowed; NAME LINK FLAG,!FLAG is")),
    };
    let setup = Link::parse(link, &scenario).map_err(|error| format!("{name}: {error}"))?.setup;
    let explored = Explored::of(setup).ok_or_else(|| format!("{name}: more worlds than the memory holds"))?;
    for claim in claims.split(',').filter(|claim| !claim.is_empty()) {
        let (flag, claimed) = claim.strip_prefix('!').map_or((claim, true), |flag| (flag, false));
        if explored.run_to(flag_named(flag)?).is_some() != claimed {
            return Err(format!("{name}: {claim} is claimed, and it is not so"));
        }
    }
    Ok((name, explored))
}

/// A flag by its name.
///
/// # Errors
/// Which names there are.
pub fn flag_named(name: &str) -> Result<Flag, String> {
    let names = Flag::ALL.iter().map(|flag| flag.name()).collect::<Vec<_>>().join(", ");
    Flag::named(name).ok_or_else(|| format!("flag {name:?} is not allowed; {names} are"))
}

/// The smallest sets of changes under which none of these flags can be raised, each with the setup that it makes.
///
/// # Errors
/// A limit left the answer open.
pub fn repairs(setup: &Setup, flags: &[Flag]) -> Result<Vec<(Changes, Setup)>, String> {
    let mut repair = Repair::new(setup, flags, Limits::TERMINAL);
    let answer = repair.finish();
    if !answer.complete {
        return Err("a limit left the repairs open; they need smaller bounds".to_owned());
    }
    answer.repairs.iter().map(|changes| Ok((changes.clone(), changed(*setup, changes)?))).collect()
}

fn changed(mut setup: Setup, changes: &Changes) -> Result<Setup, String> {
    for (field, value) in changes {
        field.set(&mut setup, *value).map_err(|error| error.to_string())?;
    }
    Ok(setup)
}

impl Explored {
    /// Nothing if a limit stops the search.
    fn of(setup: Setup) -> Option<Self> {
        let mut search = Search::new(&setup, Limits::TERMINAL, &[]);
        if search.finish() != Ending::Complete {
            return None;
        }
        let mut found = [const { None }; Flag::ALL.len()];
        for flag in Flag::ALL {
            found[*flag as usize] = search.finding(*flag).map(|finding| finding.actions);
        }
        Some(Self { setup, states: search.states(), found })
    }

    /// A shortest run to the flag.
    pub fn run_to(&self, flag: Flag) -> Option<&[Action]> {
        self.found[flag as usize].as_deref()
    }

    /// The link to the page that plays this run.
    pub fn link_to(&self, actions: &[Action]) -> String {
        let run = Run::replay(&self.setup, actions).ok().map(|run| Record::of(&run).to_string());
        Link { run, ..Link::from(self.setup) }.to_fragment(&scenario)
    }
}
