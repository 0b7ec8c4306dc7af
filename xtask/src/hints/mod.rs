//! Tells browsers which way the explorer's branches mostly go, in the section that WebAssembly has for that.
//!
//! A browser that is told keeps the usual way together and its values in registers; one that does not know the section
//! passes over it. No instruction changes. Which way that is comes from counting: the explorer works through the setups of
//! `runs.txt` in Node, with a counter before each branch.

mod branches;
mod count;
#[cfg(test)]
mod tests;

use crate::halves::{read, text, write};
use crate::node::Node;
use crate::places::Places;
use crate::program::run;
use branches::Branches;
use std::path::Path;
use std::process::Command;

/// The setups whose exploring tells what is usual.
const RUNS: &str = include_str!("runs.txt");
/// Runs the explorer where its branches are counted.
const RUN: &str = include_str!("run.mjs");

/// Adds the hints to the explorer in `dist`.
pub fn add(places: &Places, dist: &Path) -> Result<(), String> {
    let file = dist.join("explorer_bg.wasm");
    let wasm = read(&file)?;
    let branches = Branches::read(&wasm)?;
    let counting = count::with_counters(&branches)?;

    let work = places.wasm_target.join("hints");
    std::fs::create_dir_all(&work).map_err(|error| format!("{}: {error}.", work.display()))?;
    // Node takes what it imports for a module by this ending.
    write(&work.join("explorer.mjs"), text(&dist.join("explorer.js"))?.as_bytes())?;
    write(&work.join("explorer.wasm"), &counting.wasm)?;
    write(&work.join("run.mjs"), RUN.as_bytes())?;
    let mut command = Command::new(Node::find()?.program);
    command.current_dir(&work).arg("run.mjs").arg(counting.first.to_string()).arg(branches.len().to_string());
    run(command.args(RUNS.lines().filter(|line| !line.starts_with('#'))))?;

    let counts = count::read(&read(&work.join("counts"))?);
    write(&file, &branches.hinted(&counts)?)
}
