//! The stories: a setup each, and where what breaks. They are the files below `stories/`, which the build reads
//! (`build/library.rs`); their words are in `tell`. A test plays every story and holds it to its flags.

use super::{FaultKind, Link, Setup};

/// A story that ends in what its name says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Preset {
    /// Its name in links and in the page.
    pub name: &'static str,
    /// The settings it is about.
    pub setup: Setup,
    /// What breaks: after so many steps, this kind, at this consumer if it strikes one. In the order of steps.
    pub strikes: &'static [Strike],
}

/// One thing that breaks in a story.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Strike {
    /// After how many steps of the run so far.
    pub after: usize,
    /// What kind of fault.
    pub kind: FaultKind,
    /// Which consumer, for kinds that strike one.
    pub consumer: Option<u8>,
}

/// A story as its file has it.
struct Story {
    name: &'static str,
    link: &'static str,
    strikes: &'static [Strike],
}

include!(concat!(env!("OUT_DIR"), "/stories.rs"));

impl Story {
    /// A test holds every link to being one.
    fn opened(&self) -> Option<Preset> {
        let Self { name, link, strikes } = *self;
        let setup = Link::parse(link, &|_| None).ok()?.setup;
        Some(Preset { name, setup, strikes })
    }
}

/// Every story, in the order in which they are offered.
pub fn presets() -> Vec<Preset> {
    STORIES.iter().filter_map(Story::opened).collect()
}

/// The story of that name.
pub fn preset(name: &str) -> Option<Preset> {
    STORIES.iter().find(|story| story.name == name)?.opened()
}
