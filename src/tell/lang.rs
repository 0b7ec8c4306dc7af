//! The languages in which everything is told.

use crate::setup::Language;

/// A language of the page, the live region and the exports.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// 简体中文.
    Zh,
}

impl Lang {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::En, Self::Zh];

    /// The tag for `lang` attributes and links.
    pub const fn tag(self) -> &'static str {
        self.pick("en", "zh-CN")
    }

    /// The language's own name.
    pub const fn name(self) -> &'static str {
        self.pick("English", "中文")
    }

    /// The language for a browser's tag such as `zh-Hans-CN`: Chinese for every Chinese, English for the rest.
    pub fn of_tag(tag: &str) -> Self {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        if primary.eq_ignore_ascii_case("zh") { Self::Zh } else { Self::En }
    }

    /// The one to switch to.
    pub const fn other(self) -> Self {
        self.pick(Self::Zh, Self::En)
    }

    /// The text of this language. Every text is given in both, so none can be missing.
    pub const fn pick<T: Copy>(self, english: T, chinese: T) -> T {
        match self {
            Self::En => english,
            Self::Zh => chinese,
        }
    }
}

impl From<Language> for Lang {
    fn from(language: Language) -> Self {
        match language {
            Language::English => Self::En,
            Language::Chinese => Self::Zh,
        }
    }
}

impl From<Lang> for Language {
    fn from(lang: Lang) -> Self {
        lang.pick(Self::English, Self::Chinese)
    }
}

#[cfg(test)]
mod tests {
    use super::Lang;

    #[test]
    fn a_browser_s_tag_decides_the_language() {
        for tag in ["zh", "zh-CN", "ZH-Hant-TW", "zh_CN"] {
            assert_eq!(Lang::of_tag(tag), Lang::Zh, "{tag}");
        }
        for tag in ["en", "en-GB", "de", "", "zha", "-zh"] {
            assert_eq!(Lang::of_tag(tag), Lang::En, "{tag}");
        }
    }
}
