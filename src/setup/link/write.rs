//! Links written: only what differs from where the setup started, in the table's order.

use super::{CHALLENGE, FAULTS, Link, Scenarios, faults, parts};
use crate::setup::{Field, Section, Setup, level};

impl From<Setup> for Link {
    /// A link that says this setup and nothing else.
    fn from(setup: Setup) -> Self {
        Self { setup, ..Self::default() }
    }
}

impl Link {
    /// The link as a fragment without its `#`; reading it gives this link back. A scenario that does not exist is left
    /// out and its settings written. Faults that differ from the start are written whether `faults_named` or not.
    pub fn to_fragment(&self, scenarios: Scenarios<'_>) -> String {
        let scenario = self.scenario.as_deref().and_then(|name| Some(("scenario", name, scenarios(name)?)));
        let level = self.challenge.as_deref().and_then(|name| Some((CHALLENGE, name, level(name)?.setup)));
        let from = level.or(scenario);
        let start = from.map_or_else(Setup::default, |(_, _, setup)| setup);
        let mut written = Vec::new();
        if let Some((key, name, _)) = from {
            written.push(format!("{key}={}", parts::encoded(name)));
        }
        let named = if self.faults_named { FaultsNamed::Always } else { FaultsNamed::WhereTheyDiffer };
        write_settings(&self.setup, &start, named, &mut written);
        if let Some(second) = &self.second {
            second.write(&self.setup, &mut written);
        }
        self.write_page_keys(&mut written);
        written.join("&")
    }

    /// The same as keys and values, none of them encoded.
    pub fn to_parts(&self, scenarios: Scenarios<'_>) -> Vec<(String, String)> {
        let parts = parts::split(&self.to_fragment(scenarios)).unwrap_or_default();
        parts.into_iter().map(|part| (part.key, part.value)).collect()
    }

    fn write_page_keys(&self, written: &mut Vec<String>) {
        if let Some(run) = &self.run {
            written.push(format!("run={}", parts::encoded(run)));
        }
        if let Some((first, last)) = self.steps {
            written.push(format!("steps={first}-{last}"));
        }
        if let Some(costs) = &self.race {
            written.push(format!("race={}", costs.to_text()));
        }
        if self.embed {
            written.push("embed=1".to_owned());
        }
        if let Some(lang) = self.lang {
            written.push(format!("lang={}", lang.name()));
        }
        if let Some(theme) = self.theme {
            written.push(format!("theme={}", theme.name()));
        }
    }
}

/// When faults are written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum FaultsNamed {
    Always,
    WhereTheyDiffer,
}

/// What differs from where the setup started.
pub(super) fn write_settings(setup: &Setup, start: &Setup, faults: FaultsNamed, written: &mut Vec<String>) {
    for field in Field::ALL.iter().copied() {
        let value = field.get(setup);
        if field == Field::Budget && (faults == FaultsNamed::Always || faults_differ(setup, start)) {
            written.push(format!("{FAULTS}={}", faults::write(&setup.faults, setup.broker)));
        }
        if field.section() != Section::Faults && value != field.implied(start, setup) {
            written.push(format!("{}={value}", field.link_name(setup.broker)));
        }
    }
}

fn faults_differ(setup: &Setup, start: &Setup) -> bool {
    [Field::Budget, Field::FaultKinds].into_iter().any(|field| field.get(setup) != field.implied(start, setup))
}
