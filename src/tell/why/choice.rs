//! Which links of a chain are told.

use std::cmp::Reverse;

/// The most links of a chain that are told: what is left out mattered least.
pub const LINKS_MAX: usize = 6;

/// A link, as far as the choice looks at it.
pub trait Choosable: Copy {
    /// What it says, as far as that may be said only once in a chain.
    type Said: PartialEq;
    /// Its place within its step.
    type Place: Ord;

    fn step(&self) -> usize;
    /// How much it matters, 0 most.
    fn rank(&self) -> u8;
    fn said(&self) -> Self::Said;
    fn place(&self) -> Self::Place;
}

/// The links that matter most, at most so many, in the order of their steps; among equals the later ones, which are nearer to the flag.
/// What happened several times is told once, as the list has it first.
pub fn chosen<L: Choosable>(mut links: Vec<L>, most: usize) -> Vec<L> {
    let mut known: Vec<L::Said> = Vec::new();
    links.retain(|link| {
        let new = !known.contains(&link.said());
        known.push(link.said());
        new
    });
    links.sort_by_key(|link| (link.rank(), Reverse(link.step())));
    links.truncate(most);
    links.sort_by_key(|link| (link.step(), link.place()));
    links
}

/// A step that explains itself still needs the one in which the story began.
pub fn with_a_beginning<L: Choosable>(mut links: Vec<L>, end: usize, first: Option<L>, most: usize) -> Vec<L> {
    let alone = links.iter().all(|link| link.step() == end);
    if let Some(first) = first.filter(|_| alone) {
        links.truncate(most - 1);
        links.insert(0, first);
    }
    links
}
