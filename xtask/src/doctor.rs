//! The command `doctor`: what is found, and what is missing.

use crate::node::{self, Node};
use crate::places::Places;
use crate::program::{answer, print_line};
use crate::tools::{TRUNK, Tool, WASM_BINDGEN};
use crate::wasm::{self, active_cargo};
use crate::{chromium, test};

/// A thing that is needed: where it is, or what installs it.
type Finding = (String, Result<String, String>);

/// Says what is found and what is missing. The answer is whether all is found.
pub fn doctor(places: &Places) -> bool {
    let findings = [
        cargo(),
        cargo_part("fmt", "rustfmt"),
        cargo_part("clippy", "clippy"),
        compiler_for_the_page(),
        tool(&TRUNK, places),
        tool(&WASM_BINDGEN, places),
        node_itself(),
        npm_packages(places),
        browser(),
        letters(),
    ];
    let missing = findings.iter().filter(|(_, result)| result.is_err()).count();
    for (what, result) in &findings {
        match result {
            Ok(found) => print_line(&format!("found    {what:<26} {found}")),
            Err(fix) => print_line(&format!("missing  {what:<26} {}", fix.replace('\n', &format!("\n{:36}", "")))),
        }
    }
    match missing {
        0 => print_line("\nNothing is missing."),
        1 => print_line("\nOne thing is missing."),
        many => print_line(&format!("\n{many} things are missing.")),
    }
    missing == 0
}

fn cargo() -> Finding {
    let found =
        answer(active_cargo(), &["--version"]).map(|version| format!("{version} at {}", active_cargo().display()));
    ("cargo".into(), found.ok_or_else(|| "https://rustup.rs/ installs it".into()))
}

fn cargo_part(command: &str, component: &str) -> Finding {
    let found = answer(active_cargo(), &[command, "--version"]);
    (component.into(), found.ok_or_else(|| test::how_to_get(component)))
}

fn compiler_for_the_page() -> Finding {
    let found = wasm::find().map(|toolchain| toolchain.describe());
    let fix = || format!("cargo xtask build installs it where it may. {}", wasm::fixes());
    ("compiler for the page".into(), found.ok_or_else(fix))
}

fn tool(tool: &Tool, places: &Places) -> Finding {
    let found = tool.find(places).map(|file| file.display().to_string());
    (format!("{} {}", tool.name, tool.version), found.ok_or_else(|| "cargo xtask build builds it, some minutes".into()))
}

fn node_itself() -> Finding {
    (
        "Node and npm".into(),
        Node::find().map(|node| node.describe()).map_err(|problem| format!("{problem}. {}", node::WHERE)),
    )
}

fn npm_packages(places: &Places) -> Finding {
    let result = match node::packages_are_there(places) {
        true => Ok(places.node.display().to_string()),
        false => Err("cargo xtask build installs them, up to a minute".into()),
    };
    ("npm packages".into(), result)
}

fn browser() -> Finding {
    let found = chromium::find().map(|program| chromium::describe(&program));
    (
        "Chromium (tests)".into(),
        found.ok_or_else(|| format!("cargo xtask test installs it where it may. {}", chromium::fix())),
    )
}

fn letters() -> Finding {
    let result = match chromium::has_chinese_letters() {
        true => Ok("a font has them".into()),
        false => Err(chromium::letters_fix()),
    };
    ("Chinese letters (tests)".into(), result)
}
