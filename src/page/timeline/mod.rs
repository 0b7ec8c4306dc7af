//! The timeline: a space-time diagram of the whole run, by actor or by message, with the playhead on it. Of two runs
//! beside each other both are drawn, one below the other, what they do together in the same column.
//!
//! The drawing changes only with the step; the playhead, and the panning of a long run, are two numbers in the style
//! of the box, so a frame costs next to nothing.

pub mod scale;

#[cfg(target_arch = "wasm32")]
mod actors;
#[cfg(target_arch = "wasm32")]
mod faults;
#[cfg(target_arch = "wasm32")]
mod lanes;
#[cfg(target_arch = "wasm32")]
mod log;
#[cfg(target_arch = "wasm32")]
mod marks;
#[cfg(target_arch = "wasm32")]
mod polls;
#[cfg(target_arch = "wasm32")]
mod rails;
#[cfg(target_arch = "wasm32")]
mod view;

#[cfg(target_arch = "wasm32")]
pub use view::{Beside, Course, Timeline};
