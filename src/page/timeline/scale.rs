//! Where a step stands on the timeline, and which part of a long run is in the window.

use std::rc::Rc;

use crate::play::{Side, Twin};

/// The widest column of a step, in pixels.
const WIDEST: f64 = 60.0;
/// The narrowest one, for step numbers of so many digits.
const NARROWEST: [(usize, f64); 2] = [(100, 16.0), (usize::MAX, 24.0)];
/// Where in the window the playhead stays while a long run pans under it.
const HOLD: f64 = 0.8;
/// Steps beyond either end of the window that are drawn all the same, so that panning never shows an edge.
const MARGIN: usize = 3;

/// A timeline's horizontal scale: a column a step, or a column a moment where two runs stand beside each other.
#[derive(Clone, Debug)]
pub struct Scale {
    /// How many steps the run has.
    pub steps: usize,
    /// How many columns there are.
    pub columns: usize,
    /// How wide the window is, in pixels.
    pub window: f64,
    /// How wide a column is, in pixels.
    pub column: f64,
    /// Which of two runs it is for, if there are two.
    beside: Option<(Rc<Twin>, Side)>,
}

impl Scale {
    /// The scale of a run in a window of this width.
    pub fn new(steps: usize, window: f64) -> Self {
        let narrowest = NARROWEST.iter().find(|(below, _)| steps < *below).map_or(WIDEST, |(_, column)| *column);
        let column = (window / steps.max(1) as f64).clamp(narrowest, WIDEST);
        Self { steps, columns: steps, window, column, beside: None }
    }

    /// The scale of one of two runs: what both do together stands in one column.
    pub fn of_side(twin: &Rc<Twin>, side: Side, window: f64) -> Self {
        let whole = Self::new(twin.moments(), window);
        Self { steps: twin.step(side, twin.moments()), beside: Some((Rc::clone(twin), side)), ..whole }
    }

    /// The column of a step; 0 before the first one.
    fn column_of(&self, step: usize) -> usize {
        self.beside.as_ref().map_or(step, |(twin, side)| twin.moment(*side, step))
    }

    /// How many steps are done at the end of a column.
    fn steps_until(&self, column: usize) -> usize {
        self.beside.as_ref().map_or(column, |(twin, side)| twin.step(*side, column)).min(self.steps)
    }

    /// The middle of a step's column.
    pub fn middle(&self, step: usize) -> f64 {
        tenths(self.column * (self.column_of(step) as f64 - 0.5))
    }

    /// Where so many columns end: there the playhead stands when what is in them is done.
    pub fn end(&self, columns: f64) -> f64 {
        tenths(self.column * columns)
    }

    /// How wide the whole run is.
    pub fn total(&self) -> f64 {
        self.column * self.columns as f64
    }

    /// How far the run has panned to the left when so many columns are done.
    pub fn pan(&self, columns: f64) -> f64 {
        let most = (self.total() - self.window).max(0.0);
        tenths((self.column * columns - HOLD * self.window).clamp(0.0, most))
    }

    /// The first and the last step that are drawn when the run has panned so far.
    pub fn drawn(&self, pan: f64) -> (usize, usize) {
        let first = (pan / self.column) as usize;
        let count = (self.window / self.column).ceil() as usize;
        (self.steps_until(first.saturating_sub(MARGIN + 1)) + 1, self.steps_until(first + count + MARGIN))
    }

    /// The column under a point of the window, where the run has panned so far.
    pub fn column_at(&self, x: f64, pan: f64) -> usize {
        ((x + pan) / self.column).ceil().clamp(0.0, self.columns as f64) as usize
    }
}

fn tenths(pixels: f64) -> f64 {
    (pixels * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::Scale;

    #[test]
    fn a_short_run_does_not_pan() {
        let scale = Scale::new(20, 800.0);
        assert_eq!(scale.column, 40.0);
        assert!((0..=20).all(|step| scale.pan(step as f64) == 0.0));
        assert_eq!(scale.drawn(0.0), (1, 20));
    }

    #[test]
    fn a_long_run_keeps_the_playhead_in_the_window() {
        let scale = Scale::new(600, 300.0);
        for step in 0..=600 {
            let x = scale.end(step as f64) - scale.pan(step as f64);
            assert!((0.0..=300.0).contains(&x), "{step} at {x}");
            let (first, last) = scale.drawn(scale.pan(step as f64));
            assert!(first <= step.max(1) && step <= last && last - first < 24);
        }
    }

    #[test]
    fn a_click_finds_the_column_under_it() {
        let scale = Scale::new(600, 300.0);
        assert_eq!(scale.column_at(scale.middle(5), 0.0), 5);
        assert_eq!(scale.column_at(-5.0, 0.0), 0);
        assert_eq!(scale.column_at(scale.middle(400) - scale.pan(390.0), scale.pan(390.0)), 400);
        assert_eq!(scale.column_at(1e9, 0.0), 600);
    }
}
