//! The library: all stories of both brokers, to be searched by words, by topic and by broker. It is always in the page, as a
//! dialog that is opened: the browser keeps the keyboard in it, closes it by Escape and gives the focus back.

mod search;
#[cfg(target_arch = "wasm32")]
mod shelf;

pub use search::Search;
#[cfg(target_arch = "wasm32")]
pub use shelf::{FOUND, Library, NAME, TALE};
