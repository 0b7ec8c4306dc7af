//! The command `bench`: how fast the explorer is, and how fast the machine steps, natively and in wasm.

use crate::node::Node;
use crate::page::{self, Kit};
use crate::places::Places;
use crate::program::{Stream, print_line, read_along, run, say};
use crate::wasm::active_cargo;
use crate::{chromium, node};
use std::path::Path;
use std::process::Command;

/// Runs the benchmarks and prints figures and their ratio.
pub fn bench(places: &Places) -> Result<(), String> {
    let node = Node::find().map_err(|problem| format!("{problem}. What helps: {}.", node::WHERE))?;
    let chromium = chromium::set_up()?;
    let kit = page::set_up(places)?;
    say("the explorer against stateright");
    run(&mut cargo_bench(places, "explorer"))?;
    let native = native_rate(places)?;
    let wasm = in_browser(places, &kit, &node, &chromium)?;
    print_line(&format!("native {native:.0} steps a second, wasm {wasm:.0}: ratio {:.2}", wasm / native));
    Ok(())
}

fn native_rate(places: &Places) -> Result<f64, String> {
    say("steps of the machine a second, natively");
    last_number(&mut cargo_bench(places, "steps"))
}

fn cargo_bench(places: &Places, name: &str) -> Command {
    let mut command = Command::new(active_cargo());
    command.current_dir(&places.root).env("CARGO_TARGET_DIR", &places.target);
    command.args(["bench", "--bench", name]);
    command
}

/// Builds the page with its benchmarks in it and runs them in Chromium. The last line is the rate in wasm.
fn in_browser(places: &Places, kit: &Kit, node: &Node, chromium: &Path) -> Result<f64, String> {
    let dist = page::build_for_bench(places, kit)?;
    say("steps of the machine a second, in wasm");
    let mut command = Command::new(&node.program);
    command.current_dir(&places.root).arg(Path::new("tests").join("browser").join("bench.mjs"));
    command.env("ACKSCOPE_PACKAGES", &places.node).env("ACKSCOPE_CHROMIUM", chromium).env("ACKSCOPE_DIST", dist);
    last_number(&mut command)
}

fn last_number(command: &mut Command) -> Result<f64, String> {
    let mut last = None;
    let done = read_along(command, Stream::Out, &mut |line| last = line.trim().parse().ok().or(last))?;
    if !done {
        return Err("The benchmark failed.".into());
    }
    last.ok_or_else(|| "The benchmark gave no figure.".into())
}
