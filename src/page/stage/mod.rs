//! The stage: a technical drawing of where every message is, with what moves painted over it.
//!
//! `layout` places everything, `story` knows the whole run, `picture` one moment of it, `motion` what happens between
//! two moments, `glyph` the shapes. These know nothing of a browser and are tested natively; `view` makes elements of
//! them, `brush` paints what moves.

pub mod glyph;
pub mod layout;
pub mod motion;
pub mod picture;
pub mod story;
pub mod terms;
pub mod words;

#[cfg(target_arch = "wasm32")]
mod brush;
#[cfg(target_arch = "wasm32")]
mod view;

#[cfg(target_arch = "wasm32")]
pub use brush::Brush;
#[cfg(target_arch = "wasm32")]
pub use view::{Faults, Role, Stage, badge, envelope, faults, glyph, message_sign};
