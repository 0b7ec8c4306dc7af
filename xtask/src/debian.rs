//! Installing packages where the system is Debian or its kin and the user is root.

use crate::program::{answer, on_path, run, say};
use std::fs;
use std::process::Command;

/// Whether packages can be installed here.
pub fn can_install() -> bool {
    on_path("apt-get").is_some() && answer("id", &["-u"]).as_deref() == Some("0")
}

/// How a user would install these by hand.
pub fn by_hand(packages: &[&str]) -> String {
    format!("apt-get install --no-install-recommends {}   (as root)", packages.join(" "))
}

/// Installs packages. Where that fails with the lists at hand, they are fetched afresh and it is tried once more.
pub fn install(packages: &[&str]) -> Result<(), String> {
    say(&format!("installing {} with apt-get, up to 2 minutes", packages.join(", ")));
    let fresh = !have_lists();
    if fresh {
        update()?;
    }
    match get(packages) {
        Err(_) if !fresh => {
            update()?;
            get(packages)
        }
        done => done,
    }
}

fn have_lists() -> bool {
    let Ok(folder) = fs::read_dir("/var/lib/apt/lists") else { return false };
    folder.flatten().any(|entry| entry.file_name().to_string_lossy().contains("_Packages"))
}

fn update() -> Result<(), String> {
    say("fetching Debian's package lists, some seconds");
    run(apt_get().args(["update", "-q"]))
}

fn get(packages: &[&str]) -> Result<(), String> {
    run(apt_get().args(["install", "-y", "-q", "--no-install-recommends"]).args(packages))
}

fn apt_get() -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive").args(["-o", "DPkg::Lock::Timeout=300"]);
    command
}
