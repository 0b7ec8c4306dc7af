//! A figure: one story's drawing with its player, inside somebody else's page.
//!
//! Many figures share one copy of this code. What makes an element of each, loads the code when the first is near and
//! says when one can be seen is `static/embed.js`; docs/embedding.md is its manual.
//!
//! | file | subject |
//! |---|---|
//! | `wish` | what the host wants to be shown, and what it may want |
//! | `news` | what the host is told |
//! | `look` | the figure itself |
//! | `search` | the verdict's search, in slices |
//! | `main` | the same for a script: the program that Trunk builds |

#[cfg(target_arch = "wasm32")]
mod look;
#[cfg(target_arch = "wasm32")]
mod news;
mod search;
mod wish;

#[cfg(target_arch = "wasm32")]
pub use look::{Drive, Event, Look, Props};
#[cfg(target_arch = "wasm32")]
pub use news::News;
pub use search::Search;
pub use wish::{ATTRIBUTES, Wish};
