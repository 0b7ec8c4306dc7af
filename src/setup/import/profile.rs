//! Spring's documents in one file: each holds always, or only under a profile or on a platform. The later one holds over the
//! earlier ones.

use std::collections::BTreeMap;

use super::entry::{Entry, ImportError, ImportProblem};
use super::keys::plain;
use crate::setup::error::shortened;

/// When a document holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Only {
    /// Under these profiles; shortened, one line.
    Profile(String),
    /// On this cloud platform; shortened, one line.
    Platform(String),
}

/// An entry of a document that does not hold.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Elsewhere {
    /// The entry.
    pub entry: Entry,
    /// When it would.
    pub only: Only,
}

/// The entries of a file by whether they hold.
pub struct Documents {
    /// Those that hold, in the order of the file.
    pub hold: Vec<Entry>,
    /// Those that say which documents hold, where one has a condition.
    pub conditions: Vec<Entry>,
    /// Those that do not hold.
    pub elsewhere: Vec<Elsewhere>,
}

impl Documents {
    /// The refusal of a file in which all that is known stands in documents that don't hold.
    pub fn only_elsewhere(&self) -> Option<ImportError> {
        let is_ours = |one: &&Elsewhere| {
            let name = plain(&one.entry.key);
            name.starts_with("spring.rabbitmq.") || name.starts_with("spring.kafka.")
        };
        let mut all: Vec<&str> = Vec::new();
        for one in self.elsewhere.iter().filter(is_ours) {
            let (Only::Profile(name) | Only::Platform(name)) = &one.only;
            if !all.contains(&name.as_str()) {
                all.push(name);
            }
        }
        let names = shortened(&all.join(", "));
        (!all.is_empty()).then(|| ImportError::whole(ImportProblem::OnlyElsewhere(names)))
    }
}

/// What a document asks for.
#[derive(Default)]
struct Condition {
    profiles: Vec<String>,
    platform: Option<String>,
}

/// Sorts the entries by whether their documents hold. Profiles are those that the file itself makes active, else `default`.
pub fn documents(entries: Vec<Entry>) -> Documents {
    let mut conditions: BTreeMap<usize, Condition> = BTreeMap::new();
    for entry in &entries {
        match name_of(entry).as_str() {
            "spring.config.activate.onprofile" | "spring.profiles" => {
                conditions.entry(entry.document).or_default().profiles.extend(parts(&entry.value));
            }
            "spring.config.activate.oncloudplatform" => {
                conditions.entry(entry.document).or_default().platform = Some(entry.value.clone());
            }
            _ => {}
        }
    }
    let active = active(entries.iter().filter(|entry| !conditions.contains_key(&entry.document)));
    let mut all = Documents { hold: Vec::new(), conditions: Vec::new(), elsewhere: Vec::new() };
    for entry in entries {
        match conditions.get(&entry.document).and_then(|condition| condition.against(&active)) {
            Some(only) => all.elsewhere.push(Elsewhere { entry, only }),
            None if !conditions.is_empty() && is_about_profiles(&entry) => all.conditions.push(entry),
            None => all.hold.push(entry),
        }
    }
    all
}

impl Condition {
    /// What stands against the document; nothing if it holds.
    fn against(&self, active: &[String]) -> Option<Only> {
        if let Some(platform) = &self.platform {
            return Some(Only::Platform(shortened(platform)));
        }
        let holds = self.profiles.is_empty() || self.profiles.iter().any(|one| is_true(one, active));
        (!holds).then(|| Only::Profile(shortened(&self.profiles.join(", "))))
    }
}

/// The key in Spring's plain way, without a place in a list.
fn name_of(entry: &Entry) -> String {
    let name = plain(&entry.key);
    let end = if name.ends_with(']') { name.rfind('[') } else { None };
    name[..end.unwrap_or(name.len())].to_owned()
}

fn is_about_profiles(entry: &Entry) -> bool {
    matches!(
        name_of(entry).as_str(),
        "spring.config.activate.onprofile"
            | "spring.profiles"
            | "spring.profiles.active"
            | "spring.profiles.include"
            | "spring.profiles.default"
    )
}

/// The profiles that the file makes active.
fn active<'file>(entries: impl Iterator<Item = &'file Entry>) -> Vec<String> {
    let (mut active, mut default) = (Vec::new(), Vec::new());
    for entry in entries {
        match name_of(entry).as_str() {
            "spring.profiles.active" | "spring.profiles.include" => active.extend(parts(&entry.value)),
            "spring.profiles.default" => default.extend(parts(&entry.value)),
            _ => {}
        }
    }
    match (active.is_empty(), default.is_empty()) {
        (false, _) => active,
        (true, false) => default,
        (true, true) => vec!["default".to_owned()],
    }
}

/// What stands between commas; a placeholder counts as its default.
fn parts(value: &str) -> Vec<String> {
    let value = value.trim();
    let inner = value.strip_prefix("${").and_then(|rest| rest.strip_suffix('}'));
    let value = inner.map_or(value, |inner| inner.split_once(':').map_or("", |(_, default)| default));
    value.split(',').map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

/// Whether a condition is true: a profile, `!a`, `a & b`, `a | b`. One with brackets is taken as false.
fn is_true(condition: &str, active: &[String]) -> bool {
    let holds = |one: &str| {
        let one = one.trim();
        match one.strip_prefix('!') {
            Some(not) => !active.iter().any(|name| name == not.trim()),
            None => active.iter().any(|name| name == one),
        }
    };
    !condition.contains(['(', ')']) && condition.split('|').any(|any| any.split('&').all(holds))
}
