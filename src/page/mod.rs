//! The page: the only room that touches the browser.
//!
//! `show` says what is shown and which link says so, `clock` how it moves on, `app` holds both and everything a reader
//! can ask for; the panels are functions of what they are given. What needs no browser is tested natively.

pub mod challenge;
pub mod clock;
pub mod library;
mod playhead;
pub mod show;
pub mod stage;
pub mod tales;
pub mod thoughts;
pub mod timeline;
pub mod verdict;

#[cfg(target_arch = "wasm32")]
pub(crate) mod app;
#[cfg(target_arch = "wasm32")]
mod banner;
#[cfg(target_arch = "wasm32")]
mod bar;
#[cfg(target_arch = "wasm32")]
pub(crate) mod browser;
#[cfg(target_arch = "wasm32")]
mod check;
#[cfg(target_arch = "wasm32")]
mod client;
#[cfg(target_arch = "wasm32")]
pub(crate) mod element;
#[cfg(target_arch = "wasm32")]
mod embed;
#[cfg(target_arch = "wasm32")]
mod grid;
#[cfg(target_arch = "wasm32")]
mod home;
#[cfg(target_arch = "wasm32")]
pub(crate) mod icon;
#[cfg(target_arch = "wasm32")]
mod intro;
#[cfg(target_arch = "wasm32")]
mod ledger;
#[cfg(target_arch = "wasm32")]
mod legend;
#[cfg(target_arch = "wasm32")]
mod number;
#[cfg(target_arch = "wasm32")]
pub(crate) mod panel;
#[cfg(target_arch = "wasm32")]
mod race;
#[cfg(target_arch = "wasm32")]
mod repair;
#[cfg(target_arch = "wasm32")]
mod rest;
#[cfg(target_arch = "wasm32")]
mod seen;
#[cfg(target_arch = "wasm32")]
pub(crate) mod sentence;
#[cfg(target_arch = "wasm32")]
mod settings;
#[cfg(target_arch = "wasm32")]
pub(crate) mod strip;
#[cfg(target_arch = "wasm32")]
pub mod svg;
#[cfg(target_arch = "wasm32")]
mod thinker;
#[cfg(target_arch = "wasm32")]
pub(crate) mod transport;
#[cfg(target_arch = "wasm32")]
mod twin;
#[cfg(target_arch = "wasm32")]
mod why;
#[cfg(target_arch = "wasm32")]
pub(crate) mod width;
#[cfg(target_arch = "wasm32")]
pub(crate) mod words;

pub use playhead::{Playhead, Watch};

/// How many things move in each frame of the benchmark.
#[cfg(feature = "bench")]
pub const CROWD: usize = 500;

/// Shows the page in the element that index.html keeps for it.
#[cfg(target_arch = "wasm32")]
pub fn start() {
    let place = web_sys::window().and_then(|window| window.document()).and_then(|page| page.get_element_by_id("app"));
    let Some(place) = place else { return };
    let show = || drop(yew::Renderer::<app::App>::with_root(place).render());
    if !rest::is_missing() || show::opens_at_once(&browser::fragment()) {
        return show();
    }
    // It is waited for as long as it takes: the text of index.html stays meanwhile.
    if let Some(listener) = rest::fetch(show) {
        listener.forget();
    }
}

/// For tests: the fingerprint of a link's run, with faults placed by its seed, or what is wrong with the link.
#[cfg(target_arch = "wasm32")]
pub fn digest(link: &str) -> String {
    use crate::play::{Chance, Run};
    match show::parse(link) {
        Ok(link) => Run::free(&link.setup, Chance::Faults).digest().to_string(),
        Err(error) => error.to_string(),
    }
}
