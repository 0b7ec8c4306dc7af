//! The explorer at work beside the page. The page asks, a worker answers in slices, so that neither ever waits for the
//! other: `talk` is what they say, `desk` what is being worked on, `main` the worker's program.

mod desk;
mod talk;

pub use desk::Desk;
pub use talk::{Question, Report, State, Task};
