//! Where a wire was cut: above what fell into the tray.

use super::{Scenery, line_at, on_wire, track};
use crate::page::stage::layout::Point;
use crate::page::stage::story::{Loss, Lost};

/// Where a wire was cut.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Scar {
    /// The place on the wire.
    pub at: Point,
    /// In which step.
    pub step: usize,
}

/// The cuts whose losses are among the last `shown` entries of the tray.
pub fn scars(scenery: &Scenery, position: usize, shown: usize) -> Vec<Scar> {
    let losses = scenery.story.losses_until(position);
    let last = &losses[losses.len().saturating_sub(shown)..];
    last.iter().filter_map(|loss| scar(scenery, loss)).collect()
}

/// Where the foremost of what was destroyed had come to.
pub fn scar(scenery: &Scenery, loss: &Loss) -> Option<Scar> {
    let Lost::OnWire { line, way, .. } = loss.what else { return None };
    let (_, wire) = scenery.layout.wires.iter().enumerate().find(|(index, _)| line_at(*index) == line)?;
    let track = track(wire, line, way);
    let (run, before) = (scenery.run, loss.step.checked_sub(1)?);
    let all = on_wire(run.flights(), run.steps(), before, (line, way), track.length());
    let destroyed =
        all.iter().find(|here| run.flights()[here.flight].landing == crate::play::Landing::Destroyed(loss.step))?;
    Some(Scar { at: track.at(destroyed.travelled.unwrap_or(0.0)), step: loss.step })
}
