//! The terminal program, and the files beside the page that it works out from runs.

use crate::places::Places;
use crate::program::{run, say};
use crate::wasm::active_cargo;
use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Cargo's profile that builds it: fast enough to explore with, and built in a fraction of a release's time.
const PROFILE: &str = "quick";

/// Builds the program.
pub fn build(places: &Places) -> Result<PathBuf, String> {
    let mut command = Command::new(active_cargo());
    command.current_dir(&places.root).env("CARGO_TARGET_DIR", &places.target);
    run(command.args(["build", "--profile", PROFILE, "--bin", "ackscope"]))?;
    Ok(places.target.join(PROFILE).join(format!("ackscope{}", env::consts::EXE_SUFFIX)))
}

/// Adds to the page in `dist` what is worked out natively: the guide, and the figures of all stories for pages without
/// scripts.
pub fn add(places: &Places, dist: &Path) -> Result<(), String> {
    say("building the command line, which writes the guide and the figures");
    let program = build(places)?;
    run(Command::new(&program).arg("guide").arg(dist.join("guide")))?;
    run(Command::new(program).args(["export", "--all"]).arg(dist.join("figures")))
}
