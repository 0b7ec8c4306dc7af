//! The challenge: the list of levels, and what is to be done in the one that is played.
//!
//! `standing` says how far a level is and is tested natively; the rest draws it.

pub mod standing;

#[cfg(target_arch = "wasm32")]
mod kept;
#[cfg(target_arch = "wasm32")]
mod view;
#[cfg(target_arch = "wasm32")]
mod words;

#[cfg(target_arch = "wasm32")]
pub use kept::Kept;
#[cfg(target_arch = "wasm32")]
pub use view::{Challenge, Played};
#[cfg(target_arch = "wasm32")]
pub use words::{all_fixed, fixed, not_here, others_fixed};

/// What a reader can ask for here.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wish {
    /// Open the list of levels, or close it.
    List,
    /// Play this level from its beginning.
    Open(&'static str),
    /// Back to what was shown before.
    Leave,
    /// Tell more.
    Hint,
    /// Begin this level anew.
    Again,
    /// Show the best that can be done in it.
    Best,
}
