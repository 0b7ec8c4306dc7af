//! Node and the npm packages: wasm-opt and terser for the page, and what drives the browser in tests.

use crate::places::Places;
use crate::program::{answer, major_minor, on_path, run, say, version_in};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// The oldest Node that the packages run on.
const OLDEST: u32 = 20;
/// Where Node comes from.
pub const WHERE: &str = "Node 20 or newer with npm, from https://nodejs.org/ or the system's packages";

/// Node with npm beside it.
pub struct Node {
    /// The program `node`.
    pub program: PathBuf,
    npm: PathBuf,
    version: String,
}

impl Node {
    /// Node as found on the search path, or in one sentence what is wrong with it.
    pub fn find() -> Result<Self, String> {
        let program = on_path("node").ok_or("Node is missing")?;
        let version = answer(&program, &["--version"]).ok_or("Node does not run")?;
        let version = version_in(&version).ok_or("Node does not tell its version")?.to_string();
        if major_minor(&version).is_none_or(|(major, _)| major < OLDEST) {
            return Err(format!("Node {version} is too old"));
        }
        let npm = on_path("npm").ok_or("npm is missing")?;
        Ok(Self { program, npm, version })
    }

    /// One line for people.
    pub fn describe(&self) -> String {
        format!("{} at {}", self.version, self.program.display())
    }

    /// Installs the npm packages where they are not there as the lock file names them.
    pub fn set_up_packages(&self, places: &Places) -> Result<(), String> {
        if packages_are_there(places) {
            return Ok(());
        }
        say("installing binaryen, terser, playwright-core and axe-core with npm, up to a minute");
        fs::create_dir_all(&places.node).map_err(|error| format!("{}: {error}.", places.node.display()))?;
        for name in ["package.json", "package-lock.json"] {
            let from = places.browser_tests.join(name);
            fs::copy(&from, places.node.join(name)).map_err(|error| format!("{}: {error}.", from.display()))?;
        }
        let mut command = Command::new(&self.npm);
        command.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"]);
        run(command.current_dir(&places.node))?;
        fs::write(stamp(places), wanted(places)).map_err(|error| format!("{}: {error}.", stamp(places).display()))
    }
}

/// Whether the npm packages are installed as the lock file names them.
pub fn packages_are_there(places: &Places) -> bool {
    let wanted = wanted(places);
    !wanted.is_empty() && fs::read(stamp(places)).is_ok_and(|installed| installed == wanted)
}

/// The folder of wasm-opt and terser.
pub fn programs(places: &Places) -> PathBuf {
    places.node.join("node_modules").join(".bin")
}

/// A copy of the lock file, written once all of it is installed.
fn stamp(places: &Places) -> PathBuf {
    places.node.join("installed")
}

fn wanted(places: &Places) -> Vec<u8> {
    fs::read(places.browser_tests.join("package-lock.json")).unwrap_or_default()
}
