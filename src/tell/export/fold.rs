//! Which steps of a run have a column of their own, and which quiet stretches are folded: a long run, too, is as wide as a
//! page of text.

use super::lettering::width;

/// The widest column of a step.
const WIDEST: f64 = 60.0;
/// The narrowest one, for step numbers of so many digits.
const NARROWEST: [f64; 4] = [17.0, 17.0, 23.0, 29.0];
/// The size of the numbers below a folded stretch.
pub const FOLD_SIZE: f64 = 10.0;
/// After so many steps that found no room nothing else is tried.
const TRIES: usize = 40;

/// How much a step matters, most first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Rank {
    /// Something broke, or it is one of the moments that matter.
    Loud,
    /// It is about the message that is followed.
    Followed,
    /// An effect, or something destroyed.
    Telling,
    /// Anything else.
    Quiet,
}

/// What has a column.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cell {
    /// One step.
    Step(usize),
    /// From this step to that one.
    Fold(usize, usize),
}

impl Cell {
    /// The label below it.
    pub fn label(self) -> String {
        match self {
            Self::Step(step) => step.to_string(),
            Self::Fold(first, last) => format!("{first}–{last}"),
        }
    }

    const fn has(self, step: usize) -> bool {
        match self {
            Self::Step(own) => own == step,
            Self::Fold(first, last) => first <= step && step <= last,
        }
    }
}

/// The columns of a drawing.
pub struct Columns {
    /// What is in each, and where it begins and ends.
    pub cells: Vec<(Cell, f64, f64)>,
}

impl Columns {
    /// The columns of a run whose steps, from 1 on, have these ranks, in so much room.
    pub fn new(ranks: &[Rank], left: f64, room: f64) -> Self {
        let cells = cells(&kept(ranks, room));
        let folds: f64 = cells.iter().filter(|cell| matches!(cell, Cell::Fold(..))).map(|cell| fold_width(*cell)).sum();
        let steps = cells.iter().filter(|cell| matches!(cell, Cell::Step(_))).count();
        let column = ((room - folds) / steps.max(1) as f64).clamp(narrowest(ranks.len()), WIDEST);
        let mut x = left;
        let placed = cells.into_iter().map(|cell| {
            let wide = if matches!(cell, Cell::Fold(..)) { fold_width(cell) } else { column };
            x += wide;
            (cell, x - wide, x)
        });
        Self { cells: placed.collect() }
    }

    /// The middle of the column of a step, and whether the step is folded.
    pub fn place(&self, step: usize) -> (f64, bool) {
        let cell = self.cells.iter().find(|(cell, ..)| cell.has(step));
        cell.map_or((self.right(), true), |(cell, left, right)| ((left + right) / 2.0, matches!(cell, Cell::Fold(..))))
    }

    /// Where the last column ends.
    pub fn right(&self) -> f64 {
        self.cells.last().map_or(0.0, |(_, _, right)| *right)
    }
}

fn narrowest(steps: usize) -> f64 {
    let digits = steps.to_string().len();
    NARROWEST[(digits - 1).min(NARROWEST.len() - 1)]
}

fn fold_width(cell: Cell) -> f64 {
    width(&cell.label(), FOLD_SIZE) + 10.0
}

/// Which steps are kept: the ones that matter most, then their neighbours, as long as there is room.
fn kept(ranks: &[Rank], room: f64) -> Vec<bool> {
    let loud: Vec<usize> = (0..ranks.len()).filter(|step| ranks[*step] == Rank::Loud).collect();
    let far = |step: usize| loud.iter().map(|other| other.abs_diff(step)).min().unwrap_or(step);
    let mut order: Vec<usize> = (0..ranks.len()).collect();
    order.sort_by_key(|step| (ranks[*step], far(*step), *step));
    let (mut kept, mut failed) = (vec![false; ranks.len()], 0);
    for step in order {
        kept[step] = true;
        if needed(&kept) > room {
            kept[step] = false;
            failed += 1;
        }
        if failed == TRIES {
            break;
        }
    }
    kept
}

fn needed(kept: &[bool]) -> f64 {
    let narrow = narrowest(kept.len());
    let wide = |cell: Cell| if matches!(cell, Cell::Step(_)) { narrow } else { fold_width(cell) };
    cells(kept).into_iter().map(wide).sum()
}

/// A single step is not folded: that would save nothing.
fn cells(kept: &[bool]) -> Vec<Cell> {
    let mut cells = Vec::new();
    let mut step = 0;
    for same in kept.chunk_by(|one, next| one == next) {
        let (first, last) = (step + 1, step + same.len());
        step = last;
        match same {
            [false, _, ..] => cells.push(Cell::Fold(first, last)),
            _ => cells.extend((first..=last).map(Cell::Step)),
        }
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(steps: usize, loud: &[usize]) -> Columns {
        let rank = |step: usize| if loud.contains(&step) { Rank::Loud } else { Rank::Quiet };
        Columns::new(&(1..=steps).map(rank).collect::<Vec<_>>(), 100.0, 600.0)
    }

    #[test]
    fn a_short_run_is_not_folded() {
        let columns = columns(20, &[7]);
        assert_eq!(columns.cells.len(), 20);
        assert_eq!(columns.place(1), (115.0, false));
    }

    #[test]
    fn a_long_run_keeps_what_is_loud_and_its_neighbours() {
        for steps in [40, 99, 100, 400, 5000] {
            let columns = columns(steps, &[30, 31, steps]);
            assert!(columns.right() <= 700.1, "{steps} steps end at {}", columns.right());
            assert!(columns.cells.len() < steps);
            for step in [29, 30, 31, 32, steps] {
                assert!(!columns.place(step).1, "step {step} of {steps} is folded");
            }
            let told: usize = columns
                .cells
                .iter()
                .map(|(cell, ..)| if let Cell::Fold(first, last) = cell { last - first + 1 } else { 1 })
                .sum();
            assert_eq!(told, steps);
        }
    }
}
