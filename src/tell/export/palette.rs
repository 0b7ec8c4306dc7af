//! The colours of exported pictures: the page's own, light and dark. A test holds them to the page's style sheet.

use crate::setup::Theme;
use crate::tell::look::{LOOKS, Look};

/// What a colour is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tone {
    Paper,
    Sheet,
    Inset,
    Ink,
    Ink2,
    Ink3,
    Line,
    Rail,
    OnKey,
    Bad,
}

impl Tone {
    pub const ALL: [Self; 10] = [
        Self::Paper,
        Self::Sheet,
        Self::Inset,
        Self::Ink,
        Self::Ink2,
        Self::Ink3,
        Self::Line,
        Self::Rail,
        Self::OnKey,
        Self::Bad,
    ];

    /// Its name in the page's style sheet; its class here is the same.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Paper => "paper",
            Self::Sheet => "sheet",
            Self::Inset => "inset",
            Self::Ink => "ink",
            Self::Ink2 => "ink2",
            Self::Ink3 => "ink3",
            Self::Line => "line",
            Self::Rail => "rail",
            Self::OnKey => "onkey",
            Self::Bad => "bad",
        }
    }
}

/// Every colour, as six hexadecimal digits: the tones, then the keys, then the keys' tints.
pub struct Palette {
    tones: [&'static str; 10],
    keys: [&'static str; LOOKS],
    tints: [&'static str; LOOKS],
}

/// Dark on light.
pub const LIGHT: Palette = Palette {
    tones: ["fbfaf6", "fffffe", "f3f0e8", "1a2230", "4b5667", "5d6777", "d6d1c4", "7a8494", "ffffff", "b02f17"],
    keys: ["1e5aa8", "8e5600", "17654a", "7a3e9d", "00687a", "9a3068", "5c6300", "4a4fb5"],
    tints: ["dfeaf8", "fbeacb", "dcefe6", "f0e3f7", "d9eff3", "fae2ee", "eff0cf", "e5e6fa"],
};

/// Light on dark.
pub const DARK: Palette = Palette {
    tones: ["10141b", "161b24", "0c0f15", "eceae3", "b4bcc8", "939dab", "333c49", "6f7a89", "10141b", "ff8a6c"],
    keys: ["85b6f2", "e6b655", "6fd0a4", "cfa3ea", "6cc9da", "f09ac4", "c6cd6a", "a9aef7"],
    tints: ["1b2e49", "3a2d12", "16352a", "35234a", "12343b", "43203a", "30331a", "272b52"],
};

impl Palette {
    pub const fn tone(&self, tone: Tone) -> &'static str {
        self.tones[tone as usize]
    }

    pub const fn key(&self, look: Look) -> &'static str {
        self.keys[look.index()]
    }

    pub const fn tint(&self, look: Look) -> &'static str {
        self.tints[look.index()]
    }

    /// The rules for a picture with this class. Plain colours: not every program that shows pictures knows variables.
    fn rules(&self, scope: &str) -> String {
        let mut rules = String::new();
        for tone in Tone::ALL {
            let (name, colour) = (tone.name(), self.tone(tone));
            rules += &format!("{scope} .{name}{{fill:#{colour}}}{scope} .{name}-s{{stroke:#{colour}}}");
        }
        for look in Look::all() {
            let (class, colour, tint) = (look.class(), self.key(look), self.tint(look));
            rules += &format!("{scope} .{class}{{fill:#{colour}}}{scope} .{class}-s{{stroke:#{colour}}}");
            rules += &format!("{scope} .{class}t{{fill:#{tint}}}");
        }
        rules
    }
}

/// The class of a picture with these colours, so that several pictures in one document do not mix.
pub const fn scope(theme: Theme) -> &'static str {
    match theme {
        Theme::Light => "ackscope-light",
        Theme::Dark => "ackscope-dark",
        Theme::Auto => "ackscope-auto",
    }
}

/// The rules of the colours; by the reader's system, if the theme is not forced.
pub fn style(theme: Theme) -> String {
    let scope = format!(".{}", scope(theme));
    match theme {
        Theme::Light => LIGHT.rules(&scope),
        Theme::Dark => DARK.rules(&scope),
        Theme::Auto => {
            let (light, dark) = (LIGHT.rules(&scope), DARK.rules(&scope));
            format!("{light}@media (prefers-color-scheme:dark){{{dark}}}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_colours_are_the_page_s() {
        let page = include_str!("../../../static/page.css");
        let (light, dark) = page.split_once("[data-theme=\"dark\"] {").expect("the dark colours have a rule");
        let dark = dark.split_once('}').expect("the rule ends").0;
        for (palette, rule) in [(&LIGHT, light), (&DARK, dark)] {
            let says = |name: String, colour: &str| {
                assert!(rule.contains(&format!("--{name}: #{colour};")), "{name} is not {colour} in the page");
            };
            Tone::ALL.iter().for_each(|tone| says(tone.name().into(), palette.tone(*tone)));
            for look in Look::all() {
                says(look.class().into(), palette.key(look));
                says(format!("{}t", look.class()), palette.tint(look));
            }
        }
    }
}
