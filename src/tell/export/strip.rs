//! A strip of labels along a drawing, in as many rows as it takes. A label stands beside the line that leads to it; no label
//! covers another one, nor the line that leads to another one.

use super::lettering::width;

/// A label that belongs to a column.
#[derive(Clone, PartialEq, Debug)]
pub struct Label {
    pub text: String,
    /// The middle of its column.
    pub at: f64,
    /// Where its words begin, and how wide they are.
    pub left: f64,
    pub wide: f64,
    /// Its row: 0 is next to the lanes.
    pub row: usize,
}

/// The size of the words.
pub const SIZE: f64 = 11.5;
/// The height of a row.
pub const ROW: f64 = 16.0;
/// Between a line and its words, and between words of one row.
const GAP: f64 = 4.0;

impl Label {
    fn covers(&self, x: f64) -> bool {
        self.left - 2.0 < x && x < self.left + self.wide + 2.0
    }

    fn meets(&self, other: &Self) -> bool {
        self.left < other.left + other.wide + 2.0 * GAP && other.left < self.left + self.wide + 2.0 * GAP
    }
}

/// The labels in their rows between these borders. They come in the order of their columns, one a column.
pub fn arrange(labels: &[(f64, String)], left: f64, right: f64) -> Vec<Label> {
    // Words stand at the right of their lines, those near the right border at the left.
    for turn in (0..=labels.len()).rev() {
        let beside = |(index, label): (usize, &(f64, String))| beside(label, index >= turn);
        let placed: Vec<Label> = labels.iter().enumerate().map(beside).collect();
        let fits = placed.iter().all(|label| left <= label.left && label.left + label.wide <= right);
        if let Some(arranged) = fits.then(|| in_rows(placed)).flatten() {
            return arranged;
        }
    }
    one_each(labels, left, right)
}

/// How many rows there are.
pub fn rows(labels: &[Label]) -> usize {
    labels.iter().map(|label| label.row + 1).max().unwrap_or_default()
}

fn beside((at, text): &(f64, String), at_left: bool) -> Label {
    let wide = width(text, SIZE);
    let left = if at_left { at - GAP - wide } else { at + GAP };
    Label { text: text.clone(), at: *at, left, wide, row: 0 }
}

/// Finds a row for each. The line to a label leads through the rows before its own, so whoever covers another one's line
/// needs a later row.
fn in_rows(mut labels: Vec<Label>) -> Option<Vec<Label>> {
    let count = labels.len();
    let mut changed = true;
    while changed {
        changed = false;
        for (one, other) in (0..count).flat_map(|one| (0..count).map(move |other| (one, other))) {
            if one == other {
                continue;
            }
            let (here, there) = (&labels[one], &labels[other]);
            let behind = here.covers(there.at) && here.row <= there.row;
            let beside = one < other && here.row == there.row && here.meets(there) && !there.covers(here.at);
            if behind || beside {
                labels[one].row = labels[other].row + 1;
                changed = true;
            }
            if labels[one].row > 2 * count {
                return None;
            }
        }
    }
    Some(labels)
}

/// A row for each, where nothing else is possible: two lines lead through words then.
fn one_each(labels: &[(f64, String)], left: f64, right: f64) -> Vec<Label> {
    let each = labels.iter().enumerate().map(|(row, label)| {
        let plain = beside(label, false);
        Label { left: plain.left.min(right - plain.wide).max(left), row, ..plain }
    });
    each.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_that_meet_take_further_rows_and_cover_no_line() {
        for first in [20.0, 100.0, 200.0, 320.0, 400.0] {
            for apart in [10.0, 17.0, 60.0, 100.0] {
                let places: Vec<f64> =
                    (0..6).map(|place| first + apart * f64::from(place)).filter(|x| *x < 500.0).collect();
                let labels: Vec<(f64, String)> = places.iter().map(|at| (*at, "connection cut".into())).collect();
                let arranged = arrange(&labels, 0.0, 520.0);
                for (place, one) in arranged.iter().enumerate() {
                    assert!(one.left >= 0.0 && one.left + one.wide <= 520.0);
                    for other in &arranged[..place] {
                        assert!(!(one.row == other.row && one.meets(other)), "{one:?} meets {other:?}");
                        let (before, behind) = if one.row < other.row { (one, other) } else { (other, one) };
                        assert!(!before.covers(behind.at), "{before:?} covers the line to {behind:?}");
                    }
                }
            }
        }
    }
}
