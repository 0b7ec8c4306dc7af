//! Links written: only what differs from where the setup started, in the table's order.

use super::{FAULTS, Link, Scenarios, faults, parts};
use crate::setup::{Field, Section, Setup};

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
        let scenario = self.scenario.as_deref().and_then(|name| Some((name, scenarios(name)?)));
        let start = scenario.map_or_else(Setup::default, |(_, setup)| setup);
        let mut written = Vec::new();
        if let Some((name, _)) = scenario {
            written.push(format!("scenario={}", parts::encoded(name)));
        }
        self.write_settings(&start, &mut written);
        self.write_page_keys(&mut written);
        written.join("&")
    }

    fn write_settings(&self, start: &Setup, written: &mut Vec<String>) {
        for field in Field::ALL.iter().copied() {
            let value = field.get(&self.setup);
            if field == Field::Budget && (self.faults_named || self.faults_differ(start)) {
                written.push(format!("{FAULTS}={}", faults::write(&self.setup.faults, self.setup.broker)));
            }
            if field.section() != Section::Faults && value != field.implied(start, &self.setup) {
                written.push(format!("{}={value}", field.link_name(self.setup.broker)));
            }
        }
    }

    fn faults_differ(&self, start: &Setup) -> bool {
        [Field::Budget, Field::FaultKinds]
            .into_iter()
            .any(|field| field.get(&self.setup) != field.implied(start, &self.setup))
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
