//! The page's colours, for the canvas.

use web_sys::{CssStyleDeclaration, Element};

use crate::page::stage::glyph::LOOKS;

/// The page's colours, read once for each theme.
pub struct Palette {
    pub keys: [String; LOOKS],
    pub tints: [String; LOOKS],
    pub on_key: String,
    pub sheet: String,
    pub ink: String,
    pub ink2: String,
    pub bad: String,
    pub sans: String,
}

impl Palette {
    /// Reads the style sheet's tokens, as they hold for this element.
    pub fn read(element: &Element) -> Self {
        let style = style(element);
        let token = |name: &str| {
            let value = style.as_ref().and_then(|style| style.get_property_value(name).ok()).unwrap_or_default();
            value.trim().to_owned()
        };
        Self {
            keys: std::array::from_fn(|look| token(&format!("--key{look}"))),
            tints: std::array::from_fn(|look| token(&format!("--key{look}t"))),
            on_key: token("--onkey"),
            sheet: token("--sheet"),
            ink: token("--ink"),
            ink2: token("--ink2"),
            bad: token("--bad"),
            sans: token("--sans"),
        }
    }
}

fn style(element: &Element) -> Option<CssStyleDeclaration> {
    web_sys::window()?.get_computed_style(element).ok().flatten()
}
