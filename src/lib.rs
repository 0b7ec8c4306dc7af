//! AckScope shows whether a message can be lost, repeated or reordered between two programs that
//! talk through a broker, and how. ARCHITECTURE.md is the map of these rooms.
//!
//! Imports run downwards only: `figure` → `page`, `command` → `worker` → `tell` → `explore`, `play` → `model` → `setup`.

#[cfg(not(target_arch = "wasm32"))]
pub mod command;
pub mod explore;
pub mod figure;
pub mod model;
pub mod page;
pub mod play;
pub mod setup;
pub mod tell;
pub mod worker;
