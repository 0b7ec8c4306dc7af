//! How the page can be compiled here.
//!
//! In this order: a compiler that has the wasm32 standard library; a compiler with the library's source and a linker as
//! new as its LLVM, which then builds the library first; else one of the two is installed.

use crate::program::{
    all_on_path, answer, answer_of, in_folder, major_minor, on_path, path_after, run, say, version_in,
};
use crate::{debian, places::Places};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The target that the page is compiled for.
pub const TARGET: &str = "wasm32-unknown-unknown";
/// The oldest compiler that knows what the project's code uses.
const OLDEST: (u32, u32) = (1, 88);
/// The oldest compiler that is known to build without the texts of panics.
const TRIMS: (u32, u32) = (1, 96);
/// Nobody sees those texts: a page that fails shows a trap, and the native tests show where.
const TRIMMED: &str = "-Zlocation-detail=none -Zfmt-debug=none";
/// Names of functions that tell the types they were made for: by those the page is cut in two. Compilers that trim
/// name them so anyway.
const NAMED: &str = "-Csymbol-mangling-version=v0";
/// Debian's compiler, its cargo and the source of its standard library.
const DEBIAN: [&str; 3] = ["rustc-web", "cargo-web", "rust-web-src"];
/// Debian's lints for that compiler.
const DEBIAN_CLIPPY: &str = "rust-web-clippy";

/// A compiler that can build the page, and how.
pub struct Toolchain {
    rustc: PathBuf,
    /// Where its cargo stands, when it is not the one that is used anyway.
    folder: Option<PathBuf>,
    version: String,
    way: Way,
}

#[derive(Clone, PartialEq, Debug)]
enum Way {
    /// The standard library for wasm32 is there.
    Ready,
    /// The standard library is built from its source, and linked with this program if the compiler brings none.
    BuildStd { linker: Option<String> },
}

impl Toolchain {
    /// One line for people.
    pub fn describe(&self) -> String {
        let how = match &self.way {
            Way::Ready => "has the wasm32 library".to_string(),
            Way::BuildStd { linker: None } => "builds the wasm32 library from its source".to_string(),
            Way::BuildStd { linker: Some(linker) } => format!("builds the wasm32 library from its source, {linker}"),
        };
        format!("rustc {} at {}, {how}", self.version, self.rustc.display())
    }

    /// Prepares a command that compiles for wasm32; `front` goes before all else on its search path.
    pub fn prepare(&self, places: &Places, command: &mut Command, front: &[PathBuf]) {
        let mut front = front.to_vec();
        if let Some(folder) = &self.folder {
            front.push(folder.clone());
            // Cargo has put the folders of the compiler that built this program here.
            command.env_remove("LD_LIBRARY_PATH");
            command.env("RUSTC", &self.rustc).env("CARGO", folder.join("cargo"));
        }
        command.current_dir(&places.root).env("CARGO_TARGET_DIR", &places.wasm_target).env("PATH", path_after(&front));
        // A page is downloaded before it runs: its build is for size, the native one for speed.
        command.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "z");
        let flags = if self.is_trimmed() { TRIMMED } else { NAMED };
        command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", flags);
        if let Way::BuildStd { linker } = &self.way {
            command.env("RUSTC_BOOTSTRAP", "1").env("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size");
            if self.is_trimmed() {
                command.env("CARGO_UNSTABLE_BUILD_STD", "std").env("CARGO_UNSTABLE_PANIC_IMMEDIATE_ABORT", "true");
                command.env("CARGO_PROFILE_RELEASE_PANIC", "immediate-abort");
            } else {
                command.env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort");
            }
            if let Some(linker) = linker {
                command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
            }
        }
    }

    /// Whether the page is built as small as it gets: this compiler builds the standard library for it too.
    pub fn is_trimmed(&self) -> bool {
        self.way != Way::Ready && major_minor(&self.version).is_some_and(|version| version >= TRIMS)
    }

    /// The cargo that goes with this compiler.
    pub fn cargo(&self, places: &Places) -> Command {
        let own = self.folder.as_ref().map(|folder| folder.join("cargo"));
        let mut command = Command::new(own.unwrap_or_else(active_cargo));
        self.prepare(places, &mut command, &[]);
        command
    }

    /// Whether this compiler's lints are there.
    pub fn has_clippy(&self, places: &Places) -> bool {
        match &self.folder {
            Some(folder) => in_folder(folder, "cargo-clippy").is_some(),
            None => answer_of(self.cargo(places).args(["clippy", "--version"])).is_some(),
        }
    }
}

/// The cargo that runs this program.
pub fn active_cargo() -> PathBuf {
    env::var_os("CARGO").map_or_else(|| "cargo".into(), PathBuf::from)
}

/// The first compiler here that can build the page.
pub fn find() -> Option<Toolchain> {
    let compilers = compilers();
    compilers.iter().find_map(Compiler::ready).or_else(|| compilers.iter().find_map(Compiler::build_std))
}

/// Finds a compiler for the page, or installs what is missing for it.
pub fn set_up() -> Result<Toolchain, String> {
    if let Some(toolchain) = find() {
        return Ok(toolchain);
    }
    if let Some(rustup) = rustup_may_download() {
        say("adding the wasm32 standard library with rustup, up to a minute");
        match run(Command::new(rustup).args(["target", "add", TARGET])) {
            Ok(()) => return find().ok_or_else(|| "rustup added the target, but rustc does not see it.".to_string()),
            Err(problem) => say(&problem),
        }
    }
    if debian::can_install() {
        if let Err(problem) = install_debians() {
            say(&problem);
        } else if let Some(toolchain) = find() {
            return Ok(toolchain);
        }
    }
    Err(format!("The page cannot be compiled here: {}.\n{}", lacking(), fixes()))
}

/// Debian's compiler first: its LLVM decides which linker fits.
fn install_debians() -> Result<(), String> {
    debian::install(&DEBIAN)?;
    if find().is_some() { Ok(()) } else { debian::install(&[debian_linker().as_str()]) }
}

/// Installs the lints of Debian's compiler where they are missing and can be installed.
pub fn set_up_clippy(toolchain: &Toolchain, places: &Places) {
    let debians = toolchain.folder.as_deref() == Some(Path::new("/usr/bin"));
    if debians && !toolchain.has_clippy(places) && debian::can_install() {
        // Without them the page is still built with its warnings refused.
        if let Err(problem) = debian::install(&[DEBIAN_CLIPPY]) {
            say(&problem);
        }
    }
}

/// What a user can do by hand; either is enough.
pub fn fixes() -> String {
    let linker = debian_linker();
    let packages: Vec<&str> = DEBIAN.iter().copied().chain([linker.as_str()]).collect();
    format!("Either of these is enough:\n  rustup target add {TARGET}\n  {}", debian::by_hand(&packages))
}

fn lacking() -> String {
    format!("no rustc of at least {}.{} has the {TARGET} library, or its source and a linker", OLDEST.0, OLDEST.1)
}

/// The package of the linker that fits Debian's compiler.
fn debian_linker() -> String {
    let llvm = Compiler::at(Path::new("/usr/bin/rustc"), false).map_or(22, |compiler| compiler.llvm);
    format!("lld-{llvm}")
}

/// rustup, if it manages the active compiler and nobody has told it not to download by itself.
fn rustup_may_download() -> Option<PathBuf> {
    let forbidden = env::var("RUSTUP_AUTO_INSTALL").is_ok_and(|value| value == "0");
    let rustup = on_path("rustup").filter(|_| !forbidden)?;
    answer(&rustup, &["which", "rustc"]).map(|_| rustup)
}

/// A compiler as it was found.
struct Compiler {
    rustc: PathBuf,
    active: bool,
    version: String,
    host: String,
    llvm: u32,
    sysroot: PathBuf,
}

/// The active compiler first, then every other one on the search path, without the ones that are too old.
fn compilers() -> Vec<Compiler> {
    let active = env::var_os("RUSTC").map(PathBuf::from).or_else(|| on_path("rustc"));
    let mut seen = Vec::new();
    let mut compilers = Vec::new();
    for (rank, rustc) in active.into_iter().chain(all_on_path("rustc")).enumerate() {
        let real = fs::canonicalize(&rustc).unwrap_or_else(|_| rustc.clone());
        if !seen.contains(&real) {
            seen.push(real);
            compilers.extend(Compiler::at(&rustc, rank == 0));
        }
    }
    compilers.retain(|compiler| major_minor(&compiler.version).is_some_and(|version| version >= OLDEST));
    compilers
}

impl Compiler {
    fn at(rustc: &Path, active: bool) -> Option<Self> {
        let about = answer(rustc, &["-vV"])?;
        let field =
            |name: &str| about.lines().find_map(|line| line.strip_prefix(name)).map(|rest| rest.trim().to_string());
        Some(Self {
            version: version_in(&about)?.to_string(),
            host: field("host:")?,
            llvm: major_minor(&field("LLVM version:")?)?.0,
            sysroot: answer(rustc, &["--print", "sysroot"])?.into(),
            rustc: rustc.to_path_buf(),
            active,
        })
    }

    fn library(&self) -> PathBuf {
        self.sysroot.join("lib").join("rustlib")
    }

    /// This compiler with the standard library it brings.
    fn ready(&self) -> Option<Toolchain> {
        let files = fs::read_dir(self.library().join(TARGET).join("lib")).ok()?;
        let mut names = files.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
        names.any(|name| name.starts_with("libstd-") && name.ends_with(".rlib")).then_some(())?;
        self.toolchain(Way::Ready)
    }

    /// This compiler with the standard library's source and a linker.
    fn build_std(&self) -> Option<Toolchain> {
        if !self.library().join("src/rust/library/std").is_dir() {
            return None;
        }
        let own_linker = in_folder(&self.library().join(&self.host).join("bin"), "rust-lld");
        let linker = match own_linker {
            Some(_) => None,
            None => Some(linker_for(self.llvm)?),
        };
        self.toolchain(Way::BuildStd { linker })
    }

    fn toolchain(&self, way: Way) -> Option<Toolchain> {
        // Another compiler than the active one needs the cargo that stands beside it.
        let folder = match self.rustc.parent() {
            _ if self.active => None,
            Some(folder) => Some(in_folder(folder, "cargo").map(|_| folder.to_path_buf())?),
            None => return None,
        };
        Some(Toolchain { rustc: self.rustc.clone(), folder, version: self.version.clone(), way })
    }
}

/// The oldest linker on the search path that is as new as this LLVM.
fn linker_for(llvm: u32) -> Option<String> {
    let path = env::var_os("PATH").unwrap_or_default();
    let files = env::split_paths(&path).filter_map(|folder| fs::read_dir(folder).ok()).flatten().flatten();
    let names = files.map(|entry| entry.file_name().to_string_lossy().into_owned());
    let numbered = names.filter_map(|name| name.strip_prefix("wasm-ld-").and_then(|number| number.parse().ok()));
    if let Some(number) = numbered.filter(|number: &u32| *number >= llvm).min() {
        return Some(format!("wasm-ld-{number}"));
    }
    let plain = answer(on_path("wasm-ld")?, &["--version"])?;
    let new_enough = major_minor(version_in(&plain)?)?.0 >= llvm;
    new_enough.then(|| "wasm-ld".to_string())
}
