//! Numbers in styles.

pub use crate::tell::number::push;

/// A length for a style.
pub fn pixels(number: f64) -> String {
    let mut text = String::new();
    push(&mut text, number);
    text + "px"
}
