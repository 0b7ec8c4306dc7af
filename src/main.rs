//! The page in a browser, the command line in a terminal.

#[cfg(target_arch = "wasm32")]
fn main() {
    ackscope::page::start();
}

/// For tests: the fingerprint of a link's run, as the command line gives it.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn digest(link: &str) -> String {
    ackscope::page::digest(link)
}

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    ackscope::command::main(&arguments)
}
