//! The search itself: breadth first, in slices, within limits. Of each world it keeps what can still be told of it
//! ([`Machine::forget`]).

use super::visited::{Place, Visited};
use crate::model::{Action, Flag, Machine, World};
use crate::setup::Setup;

/// Where a search gives up.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// Worlds visited.
    pub states: usize,
    /// Memory taken, in bytes.
    pub memory: usize,
}

impl Limits {
    /// What a terminal may take.
    pub const TERMINAL: Self = Self { states: usize::MAX, memory: 3 << 30 };
}

/// How far a search is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Progress {
    /// There is more to visit.
    Going,
    /// It is over.
    Over(Ending),
}

/// How a search ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ending {
    /// Every world within the setup's bounds was visited: what was not found can't happen.
    Complete,
    /// What was asked for was found; the rest was not looked at.
    Answered,
    /// A limit stopped it: what was not found may still be possible.
    Limited,
}

/// A shortest run that raises a flag.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// The flag.
    pub flag: Flag,
    /// The run.
    pub actions: Vec<Action>,
}

/// A flag was raised by a step from the world at this place.
#[derive(Clone, Copy)]
struct Found {
    place: Place,
    depth: usize,
}

/// One search under one setup. It goes on where it stopped.
pub struct Search {
    machine: Machine,
    limits: Limits,
    /// The search ends once all of these are found; if empty, when there is nothing left to visit.
    asked: Vec<Flag>,
    /// One of them is enough.
    any: bool,
    visited: Visited,
    /// The world that is looked at next.
    next: Option<Place>,
    /// Steps to that world, and the last world as many steps away.
    depth: usize,
    last_of_depth: Place,
    last: Place,
    found: [Option<Found>; Flag::ALL.len()],
    ending: Option<Ending>,
    from: World,
    to: World,
    actions: Vec<Action>,
    bytes: Vec<u8>,
}

impl Search {
    /// A search that has not begun. `asked`: it may end as soon as it has found all of these.
    pub fn new(setup: &Setup, limits: Limits, asked: &[Flag]) -> Self {
        let machine = Machine::new(setup);
        let start = machine.start();
        let first = Visited::first();
        let mut search = Self {
            machine,
            limits,
            asked: asked.to_vec(),
            any: false,
            visited: Visited::default(),
            next: Some(first),
            depth: 0,
            last_of_depth: first,
            last: first,
            found: [None; Flag::ALL.len()],
            ending: None,
            from: start.clone(),
            to: start,
            actions: Vec::new(),
            bytes: Vec::new(),
        };
        search.machine.forget(&mut search.from);
        let length = search.machine.pack_over(&search.from, &mut search.bytes);
        search.visited.insert(first, &search.bytes[..length]);
        search
    }

    /// The same for another setup, in the memory that this search has, unless that is more than the new one may take.
    pub fn again(self, setup: &Setup, limits: Limits, asked: &[Flag]) -> Self {
        let mut visited = self.visited;
        if visited.memory() > limits.memory {
            visited = Visited::default();
        }
        visited.clear();
        let mut search = Self::new(setup, limits, asked);
        visited.insert(Visited::first(), search.visited.bytes(Visited::first()));
        search.visited = visited;
        search
    }

    /// A search that has not begun, in the memory of a spent one if there is one.
    pub fn in_memory_of(spent: Option<Self>, setup: &Setup, limits: Limits, asked: &[Flag]) -> Self {
        match spent {
            Some(spent) => spent.again(setup, limits, asked),
            None => Self::new(setup, limits, asked),
        }
    }

    /// The same search, which ends with the first of the flags that it was asked for, and not with the last.
    #[must_use]
    pub const fn for_any(mut self) -> Self {
        self.any = true;
        self
    }

    /// Looks at up to so many worlds more.
    pub fn run(&mut self, worlds: usize) -> Progress {
        for _ in 0..worlds {
            if let Some(ending) = self.ending {
                return Progress::Over(ending);
            }
            self.step();
        }
        self.ending.map_or(Progress::Going, Progress::Over)
    }

    /// Goes on after a limit has stopped it, up to these.
    pub fn allow(&mut self, limits: Limits) {
        self.limits = limits;
        self.ending = self.ending.filter(|ending| *ending != Ending::Limited);
    }

    /// Looks at all there is.
    pub fn finish(&mut self) -> Ending {
        loop {
            if let Progress::Over(ending) = self.run(1 << 16) {
                return ending;
            }
        }
    }

    fn step(&mut self) {
        let Some(place) = self.next else { return };
        if !self.expand(place) {
            self.ending = Some(Ending::Limited);
            return;
        }
        if self.is_answered() {
            self.ending = Some(Ending::Answered);
            return;
        }
        if place == self.last_of_depth {
            self.depth += 1;
            self.last_of_depth = self.last;
        }
        self.next = self.visited.after(place);
        if self.next.is_none() {
            self.ending = Some(Ending::Complete);
        }
    }

    fn is_answered(&self) -> bool {
        let mut found = self.asked.iter().map(|flag| self.found[*flag as usize].is_some());
        if self.any { found.any(|found| found) } else { found.len() > 0 && found.all(|found| found) }
    }

    /// Does everything that may happen in this world; answers whether that stayed within the limits.
    fn expand(&mut self, place: Place) -> bool {
        let Self { machine, visited, from, to, actions, bytes, .. } = self;
        machine.unpack(visited.bytes(place), from);
        actions.clear();
        machine.enabled(from, actions);
        for (index, action) in actions.iter().copied().enumerate() {
            let is_last = index + 1 == actions.len();
            // Nobody starts from that world again.
            let world = if is_last { &mut *from } else { &mut *to };
            if !is_last {
                machine.unpack(visited.bytes(place), world);
            }
            machine.act(world, action);
            for flag in machine.ledger(world).flags.iter() {
                self.found[flag as usize].get_or_insert(Found { place, depth: self.depth });
            }
            machine.forget(world);
            let length = machine.pack_over(world, bytes);
            let bytes = &bytes[..length];
            if !visited.has_room(bytes.len()) {
                return false;
            }
            if let Some(new) = visited.insert(place, bytes) {
                self.last = new;
                if visited.len() > self.limits.states {
                    return false;
                }
            }
        }
        visited.memory() <= self.limits.memory
    }

    /// Worlds found so far.
    pub fn states(&self) -> usize {
        self.visited.len()
    }

    /// Memory taken so far, in bytes.
    pub fn memory(&self) -> usize {
        self.visited.memory()
    }

    /// Steps to the worlds being looked at.
    pub const fn depth(&self) -> usize {
        self.depth
    }

    /// Steps of the shortest run that raises the flag, if one was found so far.
    pub fn steps(&self, flag: Flag) -> Option<usize> {
        self.found[flag as usize].map(|found| found.depth + 1)
    }

    /// The shortest run that raises the flag, if one was found so far.
    pub fn finding(&self, flag: Flag) -> Option<Finding> {
        let mut places = vec![self.found[flag as usize]?.place];
        while let Some(place) = places.last().copied().filter(|place| *place != Visited::first()) {
            places.push(self.visited.parent(place));
        }
        let (mut world, mut actions) = (self.machine.start(), Vec::new());
        for place in places.into_iter().rev().skip(1) {
            actions.push(self.step_to(&mut world, |_, bytes| bytes == self.visited.bytes(place))?);
        }
        actions.push(self.step_to(&mut world, |next, _| self.machine.ledger(next).flags.has(flag))?);
        Some(Finding { flag, actions })
    }

    /// The flags that were found so far.
    pub fn flags(&self) -> impl Iterator<Item = Flag> {
        Flag::ALL.iter().copied().filter(|flag| self.steps(*flag).is_some())
    }

    /// The shortest run to each flag that was found so far.
    pub fn findings(&self) -> Vec<Finding> {
        self.flags().filter_map(|flag| self.finding(flag)).collect()
    }

    /// Does the first action after which the world, or the bytes of what is left of it, are as wanted. Keeping the action
    /// that led to each world would cost more than looking again; and what is left of a world may have other names in it.
    fn step_to(&self, world: &mut World, wanted: impl Fn(&World, &[u8]) -> bool) -> Option<Action> {
        let (mut actions, mut bytes) = (Vec::new(), Vec::new());
        self.machine.enabled(world, &mut actions);
        actions.into_iter().find(|action| {
            let mut next = world.clone();
            self.machine.act(&mut next, *action);
            let mut left = next.clone();
            self.machine.forget(&mut left);
            let length = self.machine.pack_over(&left, &mut bytes);
            let found = wanted(&next, &bytes[..length]);
            if found {
                *world = next;
            }
            found
        })
    }
}
