//! Where things stand: the folders of the repository, and cargo's home.

use std::env;
use std::path::{Path, PathBuf};

/// The folders that the commands read and write.
pub struct Places {
    /// The root of the repository.
    pub root: PathBuf,
    /// Cargo's output of native builds; everything else that is made stands below it too.
    pub target: PathBuf,
    /// Cargo's output of the page: its own folder, so that two compilers do not throw each other's work away.
    pub wasm_target: PathBuf,
    /// The page, ready to be hosted.
    pub dist: PathBuf,
    /// Where the npm packages are installed.
    pub node: PathBuf,
    /// Where the browser tests and their package list stand.
    pub browser_tests: PathBuf,
    /// Where built tools are kept, outside any one checkout.
    pub tools: PathBuf,
}

impl Places {
    /// The places of the repository that this program was built from.
    pub fn here() -> Result<Self, String> {
        let manifest = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let root = Path::new(&manifest).parent().ok_or("The xtask folder has no parent folder.")?.to_path_buf();
        if !root.join("Cargo.toml").is_file() {
            return Err(format!("There is no Cargo.toml in {}.", root.display()));
        }
        let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |given| root.join(given));
        Ok(Self {
            wasm_target: target.join("wasm-build"),
            dist: root.join("dist"),
            node: target.join("node"),
            browser_tests: root.join("tests").join("browser"),
            tools: cargo_home()?.join("ackscope-tools"),
            target,
            root,
        })
    }
}

fn cargo_home() -> Result<PathBuf, String> {
    if let Some(home) = env::var_os("CARGO_HOME") {
        return Ok(home.into());
    }
    let home = env::home_dir().ok_or("Neither CARGO_HOME nor a home folder is set.")?;
    Ok(home.join(".cargo"))
}
