//! The command `test`: every check of the project, each with its time, and one line that counts them all.

use crate::native;
use crate::node::{self, Node};
use crate::page::{self, Kit};
use crate::places::Places;
use crate::program::{Stream, answer, on_path, print_line, read_along, run, say};
use crate::wasm::{self, TARGET, active_cargo};
use crate::{chromium, debian};
use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// Which part of the tests is wanted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Parts {
    /// Everything.
    All,
    /// What runs without a browser.
    Native,
    /// The page, built and opened in a browser.
    Browser,
}

/// How many tests passed, failed and were skipped.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Count {
    passed: u32,
    failed: u32,
    skipped: u32,
}

impl Count {
    const PASS: Self = Self { passed: 1, failed: 0, skipped: 0 };
    const FAIL: Self = Self { passed: 0, failed: 1, skipped: 0 };

    fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }

    /// A program that failed without naming a test still counts as a failure.
    fn of(counted: Self, succeeded: bool) -> Self {
        let silent = u32::from(!succeeded && counted.failed == 0);
        Self { failed: counted.failed + silent, ..counted }
    }
}

impl std::fmt::Display for Count {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 { write!(f, ", {} skipped", self.skipped) } else { Ok(()) }
    }
}

/// The parts that ran, each with its time.
#[derive(Default)]
struct Report {
    parts: Vec<(&'static str, Count, Duration)>,
}

impl Report {
    fn part(&mut self, name: &'static str, work: impl FnOnce() -> Result<Count, String>) {
        say(name);
        let start = Instant::now();
        let count = work().unwrap_or_else(|problem| {
            say(&problem);
            Count::FAIL
        });
        self.parts.push((name, count, start.elapsed()));
    }

    /// Prints all parts and, last, the line that counts everything. The answer is whether nothing failed.
    fn close(&self) -> bool {
        let mut all = Count::default();
        print_line("");
        for (name, count, time) in &self.parts {
            print_line(&format!("{:>7.1} s  {name}: {count}", time.as_secs_f64()));
            all.add(*count);
        }
        print_line(&format!("{all}"));
        all.failed == 0
    }
}

/// Runs the tests. The answer is whether all of them passed.
pub fn test(places: &Places, parts: Parts) -> Result<bool, String> {
    let (native, browser) = (parts != Parts::Browser, parts != Parts::Native);
    let start = Instant::now();
    // All that can be missing is looked for before anything takes minutes.
    if native {
        set_up_cargo_parts()?;
    }
    let kit = if browser { Some(set_up_browser(places)?) } else { None };
    say(&format!("everything needed is there, after {} s", start.elapsed().as_secs()));

    let mut report = Report::default();
    if native {
        native_parts(places, &mut report);
    }
    if let Some((kit, browser)) = &kit {
        if native {
            report.part("lints of the page", || lint_page(places, kit));
        }
        browser_parts(places, kit, browser, &mut report);
    }
    Ok(report.close())
}

/// What drives the browser, and the browser.
struct Browser {
    node: Node,
    chromium: PathBuf,
}

fn set_up_browser(places: &Places) -> Result<(Kit, Browser), String> {
    let node = Node::find()
        .map_err(|problem| format!("{problem}, and the browser tests need it. What helps: {}.", node::WHERE))?;
    let chromium = chromium::set_up()?;
    chromium::set_up_letters();
    let kit = page::set_up(places)?;
    wasm::set_up_clippy(&kit.toolchain, places);
    Ok((kit, Browser { node, chromium }))
}

fn set_up_cargo_parts() -> Result<(), String> {
    for (command, component) in [("fmt", "rustfmt"), ("clippy", "clippy")] {
        let there = || answer(active_cargo(), &[command, "--version"]).is_some();
        if there() {
            continue;
        }
        let may_download = env::var("RUSTUP_AUTO_INSTALL").as_deref() != Ok("0");
        if let Some(rustup) = on_path("rustup").filter(|_| may_download) {
            say(&format!("adding {component} with rustup, some seconds"));
            run(Command::new(rustup).args(["component", "add", component]))?;
        } else if debian::can_install() {
            debian::install(&[debian_name(component)])?;
        }
        if !there() {
            return Err(format!("cargo {command} is missing. {}", how_to_get(component)));
        }
    }
    Ok(())
}

/// What installs a part of cargo by hand.
pub fn how_to_get(component: &str) -> String {
    format!("rustup component add {component}, or {}", debian::by_hand(&[debian_name(component)]))
}

fn debian_name(component: &str) -> &'static str {
    if component == "rustfmt" { "rustfmt-web" } else { "rust-web-clippy" }
}

fn cargo(places: &Places) -> Command {
    let mut command = Command::new(active_cargo());
    command.current_dir(&places.root).env("CARGO_TARGET_DIR", &places.target);
    command
}

/// A command that passes or fails as a whole.
fn whole(command: &mut Command) -> Result<Count, String> {
    run(command).map(|()| Count::PASS)
}

fn native_parts(places: &Places, report: &mut Report) {
    report.part("format", || whole(cargo(places).args(["fmt", "--all", "--check"])));
    report.part("lints", || {
        whole(cargo(places).args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))
    });
    report.part("documentation", || {
        whole(cargo(places).args(["doc", "--workspace", "--no-deps"]).env("RUSTDOCFLAGS", "-D warnings"))
    });
    report.part("native tests", || {
        let mut count = Count::default();
        let mut command = cargo(places);
        command.args(["test", "--workspace", "--no-fail-fast"]);
        let done = read_along(&mut command, Stream::Out, &mut |line| count.add(cargo_count(line).unwrap_or_default()))?;
        Ok(Count::of(count, done))
    });
}

/// The page's own code is compiled for wasm32 only, so its lints need that compiler's clippy. Where there is none, a
/// warning of the compiler itself fails the part.
fn lint_page(places: &Places, kit: &Kit) -> Result<Count, String> {
    let same =
        ["--release", "--target", TARGET, "--package", "ackscope", "--lib", "--bins", "--features", "explorer,figure"];
    let mut command = kit.toolchain.cargo(places);
    if kit.toolchain.has_clippy(places) {
        return whole(command.arg("clippy").args(same).args(["--", "-D", "warnings"]));
    }
    say("the page's compiler has no clippy, so only its own warnings are looked at");
    let mut warned = false;
    let done = read_along(command.arg("build").args(same), Stream::Err, &mut |line| {
        warned |= line.starts_with("warning: ") && line.contains(" generated ");
    })?;
    Ok(if done && !warned { Count::PASS } else { Count::FAIL })
}

fn browser_parts(places: &Places, kit: &Kit, browser: &Browser, report: &mut Report) {
    let mut built = Err("The page was not built.".to_string());
    report.part("building the page", || {
        built = page::build(places, kit);
        built.clone().map(|()| Count::PASS)
    });
    report.part("browser tests", || {
        built?;
        say("building the command line, whose digests are compared with the page's");
        run_in_browser(places, kit, browser, &native::build(places)?)
    });
}

fn run_in_browser(places: &Places, kit: &Kit, browser: &Browser, program: &Path) -> Result<Count, String> {
    let mut command = Command::new(&browser.node.program);
    command.current_dir(&places.root).args(["--test-reporter=spec", "--test-reporter-destination=stdout"]);
    command.arg(Path::new("tests").join("browser").join("run.mjs"));
    command.env("ACKSCOPE_PACKAGES", &places.node).env("ACKSCOPE_CHROMIUM", &browser.chromium);
    command.env("ACKSCOPE_DIST", &places.dist).env("ACKSCOPE_COMMAND", program);
    command.env("ACKSCOPE_TRIMMED", kit.toolchain.is_trimmed().to_string());
    let mut count = Count::default();
    let done = read_along(&mut command, Stream::Out, &mut |line| count.add(node_count(line).unwrap_or_default()))?;
    Ok(Count::of(count, done))
}

/// Reads `test result: ok. 3 passed; 0 failed; 1 ignored; …`.
fn cargo_count(line: &str) -> Option<Count> {
    let rest = line.strip_prefix("test result: ")?;
    let number =
        |what: &str| rest.split([';', '.']).find_map(|part| part.trim().strip_suffix(what)?.trim().parse().ok());
    Some(Count { passed: number("passed")?, failed: number("failed")?, skipped: number("ignored")? })
}

/// Reads one of the closing lines of Node's test runner: `ℹ pass 12`.
fn node_count(line: &str) -> Option<Count> {
    let (what, number) = line.strip_prefix("ℹ ")?.split_once(' ')?;
    let number = number.parse().ok()?;
    match what {
        "pass" => Some(Count { passed: number, ..Count::default() }),
        "fail" | "cancelled" => Some(Count { failed: number, ..Count::default() }),
        "skipped" | "todo" => Some(Count { skipped: number, ..Count::default() }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_lines_are_counted() {
        let line = "test result: FAILED. 3 passed; 2 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s";
        assert_eq!(cargo_count(line), Some(Count { passed: 3, failed: 2, skipped: 1 }));
        assert_eq!(cargo_count("running 3 tests"), None);
        assert_eq!(node_count("ℹ pass 12"), Some(Count { passed: 12, ..Count::default() }));
        assert_eq!(node_count("ℹ cancelled 1"), Some(Count::FAIL));
        assert_eq!(node_count("ℹ duration_ms 12.5"), None);
    }

    #[test]
    fn a_failure_without_a_count_is_one_failure() {
        assert_eq!(Count::of(Count::PASS, false), Count { passed: 1, failed: 1, skipped: 0 });
        assert_eq!(Count::of(Count::FAIL, false), Count::FAIL);
        assert_eq!(Count::of(Count::PASS, true).to_string(), "1 passed, 0 failed");
    }
}
