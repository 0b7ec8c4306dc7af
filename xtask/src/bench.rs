//! The command `bench`: how fast the explorer is, and how fast the machine steps, natively and in wasm.

use crate::against;
use crate::node::Node;
use crate::page;
use crate::places::Places;
use crate::program::{Stream, print_line, read_along, run, say};
use crate::wasm::active_cargo;
use crate::{chromium, node};
use std::path::Path;
use std::process::Command;

/// Runs the benchmarks and prints figures and their ratios.
pub fn bench(places: &Places) -> Result<(), String> {
    let node = Node::find().map_err(|problem| format!("{problem}. What helps: {}.", node::WHERE))?;
    let chromium = chromium::set_up()?;
    let kit = page::set_up(places)?;
    // The one for steps and frames has a crowd in every frame, which nobody's page has while it thinks.
    page::build(places, &kit)?;
    let crowded = page::build_for_bench(places, &kit)?;
    let in_browser = |script: &str, dist: &Path| browser_bench(places, &node, &chromium, dist, script);
    say("the explorer against stateright, natively");
    run(&mut cargo_bench(places, "explorer"))?;
    let searches = against::build(&places.root, &places.target)?;
    say("the explorer in the page, and in turns with a native one");
    run(in_browser("verdict-bench.mjs", &places.dist).env("ACKSCOPE_SEARCHES", searches))?;
    say("steps of the machine a second, natively");
    let native = last_number(&mut cargo_bench(places, "steps"))?;
    say("steps of the machine a second, in wasm, and frames");
    let wasm = last_number(&mut in_browser("bench.mjs", &crowded))?;
    print_line(&format!("native {native:.0} steps a second, wasm {wasm:.0}: ratio {:.2}", wasm / native));
    Ok(())
}

fn cargo_bench(places: &Places, name: &str) -> Command {
    let mut command = Command::new(active_cargo());
    command.current_dir(&places.root).env("CARGO_TARGET_DIR", &places.target);
    command.args(["bench", "--bench", name]);
    command
}

/// A script that measures the page in `dist` in Chromium.
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
