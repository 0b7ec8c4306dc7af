//! All runs within stated bounds. Breadth first over the same machine that the player uses, so the first run that breaks
//! a promise is a shortest one, and exact: worlds are told apart by all their bytes, never by a hash alone.

mod change;
mod par;
mod repair;
mod search;
pub mod table;
mod visited;

pub use change::Changes;
pub use par::{Best, Par, flags};
pub use repair::{Answer, Repair};
pub use search::{Ending, Finding, Limits, Progress, Search};
