//! The two tools from crates that build the page, each in one fixed version.

use crate::places::Places;
use crate::program::{answer, in_folder, on_path, run, say, version_in};
use crate::wasm::active_cargo;
use std::path::PathBuf;
use std::process::Command;

/// A tool that cargo can install.
pub struct Tool {
    /// The name of the program.
    pub name: &'static str,
    package: &'static str,
    /// The one version that is used.
    pub version: &'static str,
    /// Whether the versions in the package's own lock file are taken.
    locked: bool,
    /// How long the first build takes on two cores.
    minutes: u32,
}

/// Puts the page together.
pub const TRUNK: Tool = Tool { name: "trunk", package: "trunk", version: "0.21.14", locked: true, minutes: 7 };

/// Writes the bridge between the compiled code and the browser. Its version is that of the crate in Cargo.lock.
/// Not locked: its lock file names a version of a crate that has been withdrawn.
pub const WASM_BINDGEN: Tool =
    Tool { name: "wasm-bindgen", package: "wasm-bindgen-cli", version: "0.2.130", locked: false, minutes: 4 };

impl Tool {
    /// Where the tool stands in the right version.
    pub fn find(&self, places: &Places) -> Option<PathBuf> {
        let own = in_folder(&self.root(places).join("bin"), self.name);
        own.into_iter().chain(on_path(self.name)).find(|file| {
            let printed = answer(file, &["--version"]).unwrap_or_default();
            version_in(&printed) == Some(self.version)
        })
    }

    /// Finds the tool or builds it.
    pub fn set_up(&self, places: &Places) -> Result<PathBuf, String> {
        if let Some(found) = self.find(places) {
            return Ok(found);
        }
        let Self { name, version, minutes, .. } = self;
        say(&format!("building {name} {version} with cargo, about {minutes} minutes, this first time only"));
        let mut command = Command::new(active_cargo());
        command.args(["install", self.package, "--version", version, "--root"]).arg(self.root(places));
        if self.locked {
            command.arg("--locked");
        }
        run(&mut command)?;
        self.find(places).ok_or_else(|| format!("{name} {version} was built, but does not run."))
    }

    fn root(&self, places: &Places) -> PathBuf {
        places.tools.join(format!("{}-{}", self.name, self.version))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wasm_bindgen_is_the_version_of_the_crate() {
        let lock = std::fs::read_to_string(Places::here().unwrap().root.join("Cargo.lock")).unwrap();
        let crate_ = lock.split("[[package]]").find(|part| part.contains("name = \"wasm-bindgen\"\n")).unwrap();
        assert!(crate_.contains(&format!("version = \"{}\"", WASM_BINDGEN.version)), "{crate_}");
    }
}
