//! Building the page into dist/.

use crate::figure;
use crate::halves::halve;
use crate::hints;
use crate::host;
use crate::library;
use crate::native;
use crate::node::{self, Node};
use crate::places::Places;
use crate::program::{print_line, run, say};
use crate::tools::{TRUNK, WASM_BINDGEN};
use crate::wasm::{self, Toolchain};
use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// Folders that the page is not made of.
const APART: [&str; 9] = ["target", "dist", "node_modules", "tests", "benches", "xtask", "docs", ".git", ".ci"];

/// All that is needed to build the page.
pub struct Kit {
    /// The compiler.
    pub toolchain: Toolchain,
    trunk: PathBuf,
    wasm_bindgen: PathBuf,
    wasm_opt: bool,
}

/// Finds or installs what builds the page. Without Node the page is built all the same, only larger.
pub fn set_up(places: &Places) -> Result<Kit, String> {
    let toolchain = wasm::set_up()?;
    let wasm_bindgen = WASM_BINDGEN.set_up(places)?;
    let trunk = TRUNK.set_up(places)?;
    let wasm_opt = match Node::find() {
        Ok(node) => node.set_up_packages(places).map(|()| true)?,
        Err(problem) => {
            say(&format!(
                "{problem}, so the page's code is neither made small nor split, and the page opens later. What helps: {}.",
                node::WHERE
            ));
            false
        }
    };
    Ok(Kit { toolchain, trunk, wasm_bindgen, wasm_opt })
}

/// The command `build`.
pub fn set_up_and_build(places: &Places) -> Result<Kit, String> {
    let kit = set_up(places)?;
    build(places, &kit)?;
    print_sizes(&places.dist)?;
    Ok(kit)
}

/// Builds dist/ unless it is there and nothing has changed since.
pub fn build(places: &Places, kit: &Kit) -> Result<(), String> {
    let stamp = places.wasm_target.join("page.stamp");
    let before = digest_of_sources(places)?;
    let how = digest_of(&places.root.join("xtask"), &[])?;
    let made_of = format!("{before:016x} {how:016x} {} {}", kit.toolchain.describe(), kit.wasm_opt);
    if let (Ok(written), Ok(made)) = (fs::read_to_string(&stamp), digest(&places.dist, &[]))
        && written == format!("{made_of} {made:016x}")
    {
        say("dist/ is up to date");
        return Ok(());
    }
    let first = !places.wasm_target.exists();
    say(match first {
        true => "building the page, 2 to 4 minutes this first time",
        false => "building the page, up to a minute after a change",
    });
    let start = Instant::now();
    let number = format!("{before:016x}");
    run(trunk(places, kit).env("ACKSCOPE_BUILD", &number))?;
    finish(places, kit, &places.dist, &number)?;
    native::add(places, &places.dist)?;
    // Whatever comes into dist/ must be there before this.
    host::finish(places, &places.dist, &number, kit.wasm_opt)?;
    say(&format!("built the page in {} s", start.elapsed().as_secs()));
    let made = digest_of(&places.dist, &[])?;
    fs::write(&stamp, format!("{made_of} {made:016x}")).map_err(|error| format!("{}: {error}.", stamp.display()))
}

/// Builds the page once more, with its benchmarks in it, into a folder of its own.
pub fn build_for_bench(places: &Places, kit: &Kit) -> Result<PathBuf, String> {
    let dist = places.wasm_target.join("bench-dist");
    say("building the page with its benchmarks, up to a minute");
    run(trunk(places, kit).args(["--features", "bench", "--dist"]).arg(&dist))?;
    finish(places, kit, &dist, "bench")?;
    host::finish(places, &dist, "bench", false)?;
    Ok(dist)
}

/// What Trunk leaves to do.
fn finish(places: &Places, kit: &Kit, dist: &Path, number: &str) -> Result<(), String> {
    if kit.wasm_opt {
        halve(places, dist)?;
        hints::add(places, dist)?;
    }
    figure::finish(places, dist, number, kit.wasm_opt)?;
    let library = library::read(&places.root.join("stories"), None)?;
    for (place, language) in library::LANGUAGES.iter().enumerate() {
        let file = dist.join(format!("stories.{language}.txt"));
        fs::write(&file, library.words(place)).map_err(|error| format!("{}: {error}.", file.display()))?;
    }
    Ok(())
}

fn trunk(places: &Places, kit: &Kit) -> Command {
    let mut front: Vec<PathBuf> =
        [&kit.trunk, &kit.wasm_bindgen].iter().filter_map(|file| Some(file.parent()?.into())).collect();
    front.push(node::programs(places));
    let mut command = Command::new(&kit.trunk);
    kit.toolchain.prepare(places, &mut command, &front);
    command.arg("build").env("TRUNK_SKIP_VERSION_CHECK", "true");
    // A failed build is explained by the compiler; where in Trunk it was noticed helps nobody.
    command.env("RUST_LIB_BACKTRACE", "0");
    // Trunk takes this variable only as a truth value, but everyone else sets it to 1.
    if std::env::var_os("NO_COLOR").is_some() {
        command.env("NO_COLOR", "true");
    }
    if !kit.wasm_opt {
        // The same compilation; but Trunk asks for wasm-opt only when it is told "release".
        command.args(["--release=false", "--cargo-profile=release"]);
    }
    command
}

/// A number that changes when the page's sources do.
pub fn digest_of_sources(places: &Places) -> Result<u64, String> {
    digest_of(&places.root, &APART)
}

fn digest_of(folder: &Path, apart: &[&str]) -> Result<u64, String> {
    digest(folder, apart).map_err(|error| format!("{}: {error}.", folder.display()))
}

fn digest(folder: &Path, apart: &[&str]) -> io::Result<u64> {
    let mut hasher = DefaultHasher::new();
    for file in files_below(folder, apart)? {
        file.strip_prefix(folder).unwrap_or(&file).hash(&mut hasher);
        fs::read(&file)?.hash(&mut hasher);
    }
    Ok(hasher.finish())
}

/// The files below a folder in a fixed order, without the named entries at its top.
pub fn files_below(folder: &Path, apart: &[&str]) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut entries = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        if apart.iter().any(|name| entry.file_name() == *name) {
            continue;
        }
        match entry.file_type()? {
            kind if kind.is_dir() => files.extend(files_below(&entry.path(), &[])?),
            kind if kind.is_file() => files.push(entry.path()),
            _ => (),
        }
    }
    Ok(files)
}

/// Prints the size of each file of the page, as it is and as it travels.
fn print_sizes(dist: &Path) -> Result<(), String> {
    let files = files_below(dist, &[]).map_err(|error| format!("{}: {error}.", dist.display()))?;
    let size = |file: &Path| fs::metadata(file).ok().map(|about| about.len());
    let pressed = |file: &Path, ending: &str| size(Path::new(&format!("{}.{ending}", file.display())));
    let mut total = [0; 3];
    for file in files.iter().filter(|file| file.extension().is_none_or(|ending| ending != "gz" && ending != "br")) {
        let raw = size(file).unwrap_or_default();
        let sizes = [raw, pressed(file, "gz").unwrap_or(raw), pressed(file, "br").unwrap_or(raw)];
        total = [0, 1, 2].map(|place| total[place] + sizes[place]);
        print_size(sizes, &file.strip_prefix(dist).unwrap_or(file).to_string_lossy());
    }
    print_size(total, "dist/ in all");
    Ok(())
}

fn print_size(sizes: [u64; 3], name: &str) {
    let [raw, gzip, brotli] = sizes.map(|bytes| format!("{:.1} kB", bytes as f64 / 1000.0));
    print_line(&format!("{raw:>11}{gzip:>10} gzip{brotli:>10} brotli   {name}"));
}
