//! The levels of the challenge, in the order in which they are played: where each starts, and what is to be done there.
//! They are the files in `challenge/`, which the build reads (`build/levels.rs`); their words are in `tell`. What each takes
//! at least is computed in `explore`, and a test holds every level to it.

use super::choice::choice;
use super::{Field, Link, Setup};

choice! {
    /// What may become of a message that should not.
    Harm, default Lost {
        /// It is gone, and nobody was told.
        Lost = "lost",
        /// It takes effect twice.
        Twice = "effect_twice",
        /// It takes effect after a later one of its key.
        OutOfOrder = "reordered",
    }
}

/// What is to be done in a level.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Goal {
    /// Place faults, of the kinds that the setup allows and no more than it allows, so that this happens.
    Break(Harm),
    /// Change settings so that none of this can happen.
    Protect {
        /// What must not happen.
        from: &'static [Harm],
        /// The settings that may be changed.
        by: &'static [Field],
    },
}

/// A level of the challenge.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Level {
    /// Its name in links.
    pub name: &'static str,
    /// The settings it starts with, and what may break.
    pub setup: Setup,
    /// What is to be done.
    pub goal: Goal,
}

/// A level as its file has it.
struct Row {
    name: &'static str,
    link: &'static str,
    goal: Goal,
}

include!(concat!(env!("OUT_DIR"), "/levels.rs"));

/// Every level. A figure in somebody else's page has none: nobody plays there, and it is to be small.
const fn rows() -> &'static [Row] {
    if cfg!(feature = "figure") { &[] } else { LEVELS }
}

/// The levels' names, in the order in which they are played.
pub fn level_names() -> Vec<&'static str> {
    rows().iter().map(|row| row.name).collect()
}

/// The level of that name.
#[inline(never)]
pub fn level(name: &str) -> Option<Level> {
    let row = rows().iter().find(|row| row.name == name)?;
    // A test holds every link to being one.
    let link = Link::parse(row.link, &|_| None).ok()?;
    Some(Level { name: row.name, setup: link.setup, goal: row.goal })
}

impl Level {
    /// The settings that may be changed.
    pub const fn free(&self) -> &'static [Field] {
        match self.goal {
            Goal::Break(_) => &[],
            Goal::Protect { by, .. } => by,
        }
    }

    /// What it is about.
    pub const fn harms(&self) -> &[Harm] {
        match &self.goal {
            Goal::Break(harm) => std::slice::from_ref(harm),
            Goal::Protect { from, .. } => from,
        }
    }

    /// The first setting of this setup that the level does not leave open. What follows from an open one is none.
    pub fn departs(&self, setup: &Setup) -> Option<Field> {
        let fixed = Field::ALL.iter().copied().filter(|field| !self.free().contains(field));
        self.differing(fixed, setup).next()
    }

    /// The settings that are changed in this setup.
    pub fn changes(&self, setup: &Setup) -> Vec<Field> {
        self.differing(self.free().iter().copied(), setup).collect()
    }

    fn differing(&self, fields: impl Iterator<Item = Field>, setup: &Setup) -> impl Iterator<Item = Field> {
        fields.filter(|field| field.get(setup) != field.implied(&self.setup, setup))
    }
}
