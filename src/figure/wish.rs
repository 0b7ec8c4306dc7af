//! What the host of a figure wants to be shown: its attributes, read as strictly as a link.

use crate::page::show;
use crate::setup::{Allowed, Language, Link, Problem, SetupError, Theme, steps};
use crate::tell::embed::Control;
use crate::tell::{self, Lang};

/// The attributes that are read. Whatever else stands on the element is the host's own business.
pub const ATTRIBUTES: [&str; 7] = ["story", "link", "lang", "steps", "controls", "theme", "caption"];

/// What is to be shown, and how.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Wish {
    /// The link behind the `#` of the whole page that shows the same.
    pub fragment: String,
    /// What it says; nothing where it can't be read, for then nothing can be shown.
    pub link: Option<Link>,
    /// The language, where the host chose one.
    pub lang: Option<Lang>,
    /// The first and the last step that play, from 1.
    pub steps: Option<(u32, u32)>,
    /// What a reader can act on.
    pub controls: Vec<Control>,
    /// The colours.
    pub theme: Theme,
    /// The words below.
    pub caption: String,
    /// What is wrong with the attributes: of which, and what.
    pub troubles: Vec<Trouble>,
}

/// What is wrong with an attribute.
#[derive(Clone, PartialEq, Debug)]
pub struct Trouble {
    /// Which attribute.
    pub attribute: &'static str,
    /// What it says.
    pub value: String,
    /// What is wrong with that.
    pub error: SetupError,
}

impl Trouble {
    /// One line that names the attribute, the value and what is allowed.
    pub fn words(&self, lang: Lang) -> String {
        let said = tell::setup_error(&self.error, lang);
        // Of a link, the error names the part.
        if self.error.field == self.attribute {
            said
        } else {
            format!("{}{}{said}", self.attribute, lang.pick(": ", "："))
        }
    }
}

impl Wish {
    /// Reads the attributes; `value` gives what one of them says, where it is there.
    pub fn read(value: impl Fn(&'static str) -> Option<String>) -> Self {
        let mut wish = Self { caption: value("caption").unwrap_or_default(), ..Self::default() };
        wish.read_what(value("story"), value("link"));
        let link = wish.link.as_ref();
        let (mut lang, mut steps) = (link.and_then(|link| link.lang).map(Lang::from), link.and_then(|link| link.steps));
        let mut theme = link.and_then(|link| link.theme).unwrap_or_default();
        let mut troubles = Vec::new();
        let mut set = |name: &'static str, read: &mut dyn FnMut(&str) -> Result<(), Allowed>| {
            let Some(value) = value(name) else { return };
            if let Err(allowed) = read(value.trim()) {
                let error = SetupError::not_allowed(name, &value, allowed);
                troubles.push(Trouble { attribute: name, value, error });
            }
        };
        set("lang", &mut |tag| known(language(tag), Language::NAMES).map(|known| lang = Some(known)));
        set("steps", &mut |text| self::steps(text).ok_or(Allowed::Steps).map(|known| steps = Some(known)));
        set("theme", &mut |name| known(Theme::named(name), Theme::NAMES).map(|known| theme = known));
        let mut controls = Control::USUAL.to_vec();
        set("controls", &mut |names| read_controls(names).map(|known| controls = known));
        (wish.lang, wish.steps, wish.theme, wish.controls) = (lang, steps, theme, controls);
        wish.troubles.extend(troubles);
        wish
    }

    /// Reads what is to be shown: a story, a link, or a story with what a link changes in it.
    fn read_what(&mut self, story: Option<String>, link: Option<String>) {
        let story = story.map(|name| name.trim().to_owned());
        let link = link.map(|link| link.trim().trim_start_matches('#').to_owned()).unwrap_or_default();
        let name = story.as_deref().map(in_repository);
        self.fragment = match &name {
            Some(name) if link.is_empty() => format!("scenario={name}"),
            Some(name) => format!("scenario={name}&{link}"),
            None => link.clone(),
        };
        let wrong = match &name {
            Some(name) if show::parse(&format!("scenario={name}")).is_err() => {
                let value = story.unwrap_or_default();
                Some(("story", value.clone(), SetupError::not_allowed("story", &value, Allowed::Scenario)))
            }
            None if link.is_empty() => {
                let problem = Problem::Missing(Allowed::Scenario);
                Some(("story", String::new(), SetupError { field: "story".into(), value: String::new(), problem }))
            }
            _ => match show::parse(&self.fragment) {
                Ok(link) => {
                    self.link = Some(link);
                    None
                }
                Err(error) => Some(("link", link, error)),
            },
        };
        self.troubles.extend(wrong.map(|(attribute, value, error)| Trouble { attribute, value, error }));
    }

    /// Whether a reader is given this.
    pub fn has(&self, control: Control) -> bool {
        self.controls.contains(&control)
    }

    /// Whether the other wish shows the same run.
    pub fn shows_like(&self, other: &Self) -> bool {
        (&self.link, &self.fragment) == (&other.link, &other.fragment)
    }
}

/// A story's name as links have it: in an article a hyphen is easier to write.
fn in_repository(name: &str) -> String {
    // What could end the name in a link is no name.
    name.chars()
        .map(|letter| if letter == '-' { '_' } else { letter })
        .filter(|letter| !"&#%=+".contains(*letter))
        .collect()
}

fn known<T>(found: Option<T>, names: &[&'static str]) -> Result<T, Allowed> {
    found.ok_or_else(|| Allowed::Names(names.to_vec()))
}

/// Any English and any Chinese.
fn language(tag: &str) -> Option<Lang> {
    let primary = tag.split(['-', '_']).next().unwrap_or_default();
    ["en", "zh"].iter().any(|known| primary.eq_ignore_ascii_case(known)).then(|| Lang::of_tag(tag))
}

fn read_controls(names: &str) -> Result<Vec<Control>, Allowed> {
    let name = |name| Control::named(name).ok_or_else(|| Allowed::ListOf(Control::NAMES.to_vec()));
    names.split_ascii_whitespace().map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(attributes: &[(&'static str, &str)]) -> Wish {
        Wish::read(|name| attributes.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned()))
    }

    fn words(wish: &Wish) -> Vec<String> {
        wish.troubles.iter().map(|trouble| trouble.words(Lang::En)).collect()
    }

    #[test]
    fn a_story_may_be_written_with_hyphens() {
        for name in ["manual_ack_and_a_repeat", "manual-ack-and-a-repeat", " manual-ack-and-a-repeat "] {
            let wish = read(&[("story", name)]);
            assert_eq!(words(&wish), [""; 0]);
            assert_eq!(wish.fragment, "scenario=manual_ack_and_a_repeat");
            assert_eq!(wish.controls, Control::USUAL);
        }
    }

    #[test]
    fn a_link_changes_a_story_or_stands_alone() {
        let wish = read(&[("story", "auto-ack-and-a-crash"), ("link", "#messages=2&steps=2-4&lang=zh-CN&theme=dark")]);
        assert_eq!(words(&wish), [""; 0]);
        assert_eq!(wish.link.as_ref().map(|link| link.setup.messages), Some(2));
        assert_eq!((wish.steps, wish.lang, wish.theme), (Some((2, 4)), Some(Lang::Zh), Theme::Dark));
        let wish = read(&[("link", "broker=kafka&steps=2-4"), ("steps", "1-3"), ("lang", "en-GB"), ("theme", "light")]);
        assert_eq!((wish.steps, wish.lang, wish.theme), (Some((1, 3)), Some(Lang::En), Theme::Light));
        assert_eq!(wish.fragment, "broker=kafka&steps=2-4");
    }

    #[test]
    fn what_is_refused_is_named_with_its_value_and_what_is_allowed() {
        let good = ("story", "manual-ack-and-a-repeat");
        for (bad, said) in [
            (("lang", "fr"), "lang: fr is not allowed; en or zh-CN is"),
            (("steps", "9-3"), "steps: 9-3 is not allowed; two step numbers such as 3-9, from 1 and in order, are"),
            (("theme", "Dark"), "theme: Dark is not allowed; light, dark or auto is"),
            (
                ("controls", "play swim"),
                "controls: play swim is not allowed; a list of play, step, scrub, speed, faults and verdict is",
            ),
            (("link", "window=0"), "link: window: 0 is not allowed; a whole number from 1 to 16 is"),
        ] {
            let wish = read(&[good, bad]);
            assert_eq!(words(&wish), [said]);
            assert_eq!((wish.troubles[0].attribute, wish.troubles[0].value.as_str()), bad);
            assert_eq!(wish.link.is_some(), bad.0 != "link");
        }
        for (name, said) in [
            ("nothing-like-it", "story: nothing-like-it is not allowed; the name of a scenario that exists is"),
            ("a&b=c", "story: a&b=c is not allowed; the name of a scenario that exists is"),
        ] {
            let wish = read(&[("story", name)]);
            assert_eq!((words(&wish), wish.link), (vec![said.to_owned()], None));
        }
        assert_eq!(words(&read(&[])), ["story: it is missing; the name of a scenario that exists is"]);
    }

    #[test]
    fn hostile_attributes_are_refused_by_name_and_never_panic() {
        let mut random = 7_u64;
        let mut next = move || {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (random >> 33) as usize
        };
        let pieces = [
            "&",
            "=",
            "%",
            "%zz",
            "#",
            "scenario=",
            "run=",
            "steps=",
            "-",
            "9",
            "18446744073709551616",
            "\0",
            "\u{202e}",
            "消息",
            "publish=confirm",
            "play",
            " ",
            "zh",
            "twin.",
            "faults=all:9",
            "race=usual",
            "manual-ack-and-a-repeat",
        ];
        let mut refused = 0;
        for _ in 0..100_000 {
            let mut text = || (0..next() % 6).map(|_| pieces[next() % pieces.len()]).collect::<String>();
            let values: [Option<String>; 7] = std::array::from_fn(|_| Some(text()).filter(|text| !text.ends_with('9')));
            let of = |name| ATTRIBUTES.iter().position(|known| *known == name).and_then(|place| values[place].clone());
            let wish = Wish::read(of);
            for trouble in &wish.troubles {
                assert!(trouble.words(Lang::En).starts_with(trouble.attribute));
                assert!(trouble.words(Lang::Zh).starts_with(trouble.attribute));
            }
            refused += usize::from(wish.link.is_none());
            assert!(wish.link.is_some() || !wish.troubles.is_empty());
        }
        assert!(refused > 5000, "{refused}");
    }
}
