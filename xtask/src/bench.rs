//! The command `bench`: how fast the explorer is, and how fast the machine steps, natively and in wasm.

use crate::node::Node;
use crate::page;
use crate::places::Places;
use crate::program::{Stream, print_line, read_along, say};
use crate::wasm::active_cargo;
use crate::{chromium, node};
use std::path::Path;
use std::process::Command;

/// Runs the benchmarks and prints figures and their ratio.
pub fn bench(places: &Places) -> Result<(), String> {
    let node = Node::find().map_err(|problem| format!("{problem}. What helps: {}.", node::WHERE))?;
    let chromium = chromium::set_up()?;
    let kit = page::set_up(places)?;
    let dist = page::build_for_bench(places, &kit)?;
    let in_browser = |script: &str| last_number(&mut browser_bench(places, &node, &chromium, &dist, script));
    say("the explorer against stateright, natively");
    let native = last_number(&mut cargo_bench(places, "explorer"))?;
    say("the explorer in the page");
    print_ratio("worlds", native, in_browser("verdict-bench.mjs")?);
    say("steps of the machine a second, natively");
    let native = last_number(&mut cargo_bench(places, "steps"))?;
    say("steps of the machine a second, in wasm, and frames");
    print_ratio("steps", native, in_browser("bench.mjs")?);
    Ok(())
}

fn print_ratio(what: &str, native: f64, wasm: f64) {
    print_line(&format!("native {native:.0} {what} a second, wasm {wasm:.0}: ratio {:.2}", wasm / native));
}

fn cargo_bench(places: &Places, name: &str) -> Command {
    let mut command = Command::new(active_cargo());
    command.current_dir(&places.root).env("CARGO_TARGET_DIR", &places.target);
    command.args(["bench", "--bench", name]);
    command
}

/// A script that measures the page in `dist` in Chromium. Its last line is a number.
fn browser_bench(places: &Places, node: &Node, chromium: &Path, dist: &Path, script: &str) -> Command {
    let mut command = Command::new(&node.program);
    command.current_dir(&places.root).arg(Path::new("tests").join("browser").join(script));
    command.env("ACKSCOPE_PACKAGES", &places.node).env("ACKSCOPE_CHROMIUM", chromium).env("ACKSCOPE_DIST", dist);
    command
}

fn last_number(command: &mut Command) -> Result<f64, String> {
    let mut last = None;
    let done = read_along(command, Stream::Out, &mut |line| last = line.trim().parse().ok().or(last))?;
    if !done {
        return Err("The benchmark failed.".into());
    }
    last.ok_or_else(|| "The benchmark gave no figure.".into())
}
