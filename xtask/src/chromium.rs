//! The browser of the tests, and its letters.

use crate::debian;
use crate::program::{answer, on_path, say, version_in};
use std::env;
use std::path::{Path, PathBuf};

/// Names under which the browser may be installed.
const NAMES: [&str; 5] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
/// Where it stands on a Mac.
const ON_A_MAC: &str = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
/// Debian's package with Chinese letters.
const FONTS: &str = "fonts-noto-cjk";

/// Where the browser stands: `$CHROME` decides if it is set.
pub fn find() -> Option<PathBuf> {
    if let Some(given) = env::var_os("CHROME") {
        return Some(PathBuf::from(given)).filter(|file| file.is_file());
    }
    let on_a_mac = Some(PathBuf::from(ON_A_MAC)).filter(|file| file.is_file());
    NAMES.iter().find_map(|name| on_path(name)).or(on_a_mac)
}

/// One line for people.
pub fn describe(program: &Path) -> String {
    let printed = answer(program, &["--version"]).unwrap_or_default();
    format!("{} at {}", version_in(&printed).unwrap_or("of unknown version"), program.display())
}

/// Finds the browser or installs it.
pub fn set_up() -> Result<PathBuf, String> {
    if let Some(found) = find() {
        return Ok(found);
    }
    if env::var_os("CHROME").is_none() && debian::can_install() {
        debian::install(&["chromium", FONTS])?;
        return find().ok_or_else(|| "The package chromium is installed, but the program is not found.".to_string());
    }
    Err(format!("The browser tests need Chromium or Chrome. {}", fix()))
}

/// What installs the browser.
pub fn fix() -> String {
    format!("Set CHROME to its program, or:\n  {}", debian::by_hand(&["chromium", FONTS]))
}

/// Whether Chinese text has letters to be drawn with. A system without fontconfig brings its own.
pub fn has_chinese_letters() -> bool {
    on_path("fc-list")
        .is_none_or(|program| answer(program, &[":lang=zh", "family"]).is_some_and(|list| !list.is_empty()))
}

/// Installs Chinese letters where they are missing; without them the tests still run, over boxes.
pub fn set_up_letters() {
    if has_chinese_letters() {
        return;
    }
    let installed = debian::can_install() && debian::install(&[FONTS]).is_ok();
    if !installed {
        say(&format!("no font has Chinese letters, so the tests see boxes in their place; {}", letters_fix()));
    }
}

/// What installs Chinese letters.
pub fn letters_fix() -> String {
    debian::by_hand(&[FONTS])
}
