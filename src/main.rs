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

/// For the benchmark: how many steps so many runs of a link take.
#[cfg(all(target_arch = "wasm32", feature = "bench"))]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn drill(link: &str, rounds: u32) -> u32 {
    ackscope::setup::Link::parse(link, &|_| None).map_or(0, |link| ackscope::play::drill(&link.setup, rounds))
}

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    ackscope::command::main(&arguments)
}
