//! The lines that put a live figure into somebody's page. `docs/embedding.md` says what they mean.

use std::fmt::Write as _;

use super::Lang;
use super::export::escaped;
use crate::setup::{Theme, choice};

choice! {
    /// What a reader of a figure is given to act on.
    Control, default Play {
        /// Play, pause and again.
        Play = "play",
        /// One step on or back, to the start, to the end.
        Step = "step",
        /// A line to drag the run along.
        Scrub = "scrub",
        /// How fast it plays.
        Speed = "speed",
        /// Buttons that break a part, and envelopes that can be plucked from a wire.
        Faults = "faults",
        /// What can happen under these settings: every run is looked at.
        Verdict = "verdict",
    }
}

impl Control {
    /// What a figure has where nobody chose.
    pub const USUAL: [Self; 3] = [Self::Play, Self::Step, Self::Scrub];
}

choice! {
    /// How a figure stands in a page.
    Way, default Element {
        /// As an element, which a script makes live.
        Element = "element",
        /// As a page in a frame.
        Frame = "frame",
    }
}

/// A figure, as its author wants it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wanted {
    /// How it stands in the page.
    pub way: Way,
    /// What readers can act on.
    pub controls: Vec<Control>,
    /// The first and the last step that play, from 1.
    pub steps: Option<(u32, u32)>,
    /// The language, unless it is that of the page around.
    pub lang: Option<Lang>,
    /// The colours.
    pub theme: Theme,
    /// Whether there are words below it.
    pub caption: bool,
}

impl Default for Wanted {
    fn default() -> Self {
        let controls = Control::USUAL.to_vec();
        Self { way: Way::default(), controls, steps: None, lang: None, theme: Theme::default(), caption: true }
    }
}

/// What the figure is of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Subject<'page> {
    /// The address of the folder with the page, with a `/` at its end.
    pub folder: &'page str,
    /// The link that shows it: what stands behind the `#`, without how it is shown.
    pub link: &'page str,
    /// What it is called.
    pub title: &'page str,
    /// The words below it, and beside its picture.
    pub words: &'page str,
    /// The language in which those are.
    pub lang: Lang,
}

impl Subject<'_> {
    /// The parts of the link: the name of the story and what differs from it.
    fn parts(&self) -> (Option<&str>, String) {
        let (mut story, mut rest) = (None, Vec::new());
        for part in self.link.split('&').filter(|part| !part.is_empty()) {
            match part.strip_prefix("scenario=") {
                Some(name) => story = Some(name),
                None => rest.push(part),
            }
        }
        (story, rest.join("&"))
    }

    /// Whether two runs stand beside each other, which no figure but the whole page can show.
    pub fn is_pair(&self) -> bool {
        self.link.split('&').any(|part| part.starts_with("twin."))
    }

    /// Whether nobody but this machine can reach the folder.
    pub fn is_local(&self) -> bool {
        const HERE: [&str; 4] = ["file:", "http://localhost", "http://127.", "http://[::1]"];
        HERE.iter().any(|start| self.folder.starts_with(start))
    }

    /// The story whose picture was made with the page, if it shows just that.
    pub fn told(&self) -> Option<&str> {
        let (story, rest) = self.parts();
        story.filter(|_| rest.is_empty())
    }

    /// The name of the picture for who can't run the figure, in the folder or beside the author's page.
    pub fn picture(&self, lang: Lang) -> String {
        match self.told() {
            Some(story) => format!("{}figures/{story}.{}.svg", self.folder, lang.tag()),
            None => format!("{}.{}.svg", self.parts().0.unwrap_or("ackscope-run"), self.lang.tag()),
        }
    }

    /// The attributes of the element, as an author writes them.
    pub fn attributes(&self, wanted: &Wanted) -> Vec<(&'static str, String)> {
        let (story, rest) = self.parts();
        let mut all = Vec::new();
        all.extend(story.map(|name| ("story", name.replace('_', "-"))));
        if !rest.is_empty() {
            all.push(("link", rest));
        }
        all.extend(wanted.steps.map(|(first, last)| ("steps", format!("{first}-{last}"))));
        if wanted.controls != Control::USUAL {
            let names: Vec<&str> = wanted.controls.iter().map(|control| control.name()).collect();
            all.push(("controls", names.join(" ")));
        }
        all.extend(wanted.lang.map(|lang| ("lang", lang.tag().to_owned())));
        if wanted.theme != Theme::default() {
            all.push(("theme", wanted.theme.name().to_owned()));
        }
        if wanted.caption && !self.words.is_empty() {
            all.push(("caption", self.words.to_owned()));
        }
        all
    }

    /// The lines to copy.
    pub fn lines(&self, wanted: &Wanted) -> String {
        match wanted.way {
            Way::Element if !self.is_pair() => self.element(wanted),
            Way::Element | Way::Frame => self.frame(wanted),
        }
    }

    fn element(&self, wanted: &Wanted) -> String {
        let script = escaped(&format!("{}embed.js", self.folder));
        let mut lines = format!("<script type=\"module\" src=\"{script}\"></script>\n\n<ack-scope");
        for (name, value) in self.attributes(wanted) {
            let _ = write!(lines, " {name}=\"{}\"", escaped(&value));
        }
        let (picture, title) = (self.picture(wanted.lang.unwrap_or(self.lang)), self.title);
        let _ = write!(lines, ">\n  <img src=\"{}\" alt=\"{}\">\n", escaped(&picture), escaped(title));
        if !self.words.is_empty() {
            let _ = writeln!(lines, "  <p>{}</p>", escaped(self.words));
        }
        lines + "</ack-scope>\n"
    }

    fn frame(&self, wanted: &Wanted) -> String {
        let mut parts: Vec<String> = if self.link.is_empty() { Vec::new() } else { vec![self.link.to_owned()] };
        let file = if self.is_pair() { "index.html" } else { "embed.html" };
        for (name, value) in self.attributes(wanted) {
            match name {
                "story" | "link" => {}
                // The whole page has controls of its own, and no words below it.
                "controls" | "caption" if self.is_pair() => {}
                _ => parts.push(format!("{name}={}", encoded(&value))),
            }
        }
        if self.is_pair() {
            parts.push("embed=1".to_owned());
        }
        let address = escaped(&format!("{}{file}#{}", self.folder, parts.join("&")));
        let title = escaped(self.title);
        let height = if self.is_pair() { 900 } else { 620 };
        format!(
            "<iframe src=\"{address}\"\n        title=\"{title}\" width=\"100%\" height=\"{height}\" loading=\"lazy\"></iframe>\n"
        )
    }
}

/// A value as it stands behind a `#`: what would end it is encoded, and a space is a `+`.
fn encoded(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    for letter in value.chars() {
        match letter {
            ' ' => text.push('+'),
            '%' | '&' | '#' | '+' | '"' | '<' | '>' | '\n' | '\r' | '\t' => {
                let _ = write!(text, "%{:02X}", letter as u32);
            }
            _ => text.push(letter),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subject(link: &str) -> Subject<'_> {
        let (folder, title) = ("https://example.org/a/", "Automatic acks and a \"crash\"");
        Subject { folder, link, title, words: "50% & more", lang: Lang::En }
    }

    #[test]
    fn a_story_is_one_element_with_its_picture() {
        let lines = subject("scenario=auto_ack_and_a_crash").lines(&Wanted::default());
        let expected = r#"<script type="module" src="https://example.org/a/embed.js"></script>

<ack-scope story="auto-ack-and-a-crash" caption="50% &amp; more">
  <img src="https://example.org/a/figures/auto_ack_and_a_crash.en.svg" alt="Automatic acks and a &quot;crash&quot;">
  <p>50% &amp; more</p>
</ack-scope>
"#;
        assert_eq!(lines, expected);
    }

    #[test]
    fn what_the_author_chose_is_written_and_nothing_else() {
        let wanted = Wanted {
            controls: vec![Control::Play, Control::Verdict],
            steps: Some((3, 9)),
            lang: Some(Lang::Zh),
            theme: Theme::Dark,
            caption: false,
            ..Wanted::default()
        };
        let lines = subject("scenario=auto_ack_and_a_crash&messages=2").lines(&wanted);
        let element = "<ack-scope story=\"auto-ack-and-a-crash\" link=\"messages=2\" steps=\"3-9\" \
                       controls=\"play verdict\" lang=\"zh-CN\" theme=\"dark\">";
        assert!(lines.contains(element), "{lines}");
        assert!(
            lines.contains("<img src=\"auto_ack_and_a_crash.en.svg\""),
            "its own picture, beside the article: {lines}"
        );
        let bare = Wanted { controls: Vec::new(), ..wanted };
        assert!(
            subject("broker=kafka")
                .lines(&bare)
                .contains("<ack-scope link=\"broker=kafka\" steps=\"3-9\" controls=\"\"")
        );
    }

    #[test]
    fn a_frame_says_the_same_in_its_address() {
        let wanted = Wanted { way: Way::Frame, controls: vec![Control::Play, Control::Step], ..Wanted::default() };
        let lines = subject("scenario=auto_ack_and_a_crash&messages=2").lines(&wanted);
        let address = "embed.html#scenario=auto_ack_and_a_crash&amp;messages=2&amp;controls=play+step&amp;caption=50%25+%26+more\"";
        assert!(lines.contains(address), "{lines}");
        assert!(lines.contains("title=\"Automatic acks and a &quot;crash&quot;\""), "{lines}");
    }

    #[test]
    fn two_runs_beside_each_other_are_the_whole_page_in_a_frame() {
        let pair = subject("publish=confirm&twin.durable=true");
        for way in [Way::Element, Way::Frame] {
            let lines = pair.lines(&Wanted { way, ..Wanted::default() });
            assert!(lines.contains("index.html#publish=confirm&amp;twin.durable=true&amp;embed=1\""), "{lines}");
        }
    }

    #[test]
    fn what_a_frame_reads_back_is_what_was_written() {
        // As frame.js does.
        let decoded = |text: &str| {
            let mut bytes = Vec::new();
            let text = text.replace('+', " ");
            let mut rest = text.as_bytes();
            while let [first, after @ ..] = rest {
                let hex = after.get(..2).and_then(|two| std::str::from_utf8(two).ok());
                match (first, hex.and_then(|two| u8::from_str_radix(two, 16).ok())) {
                    (b'%', Some(byte)) => (bytes.push(byte), rest = &after[2..]).1,
                    _ => (bytes.push(*first), rest = after).1,
                }
            }
            String::from_utf8(bytes)
        };
        for text in ["50% & more + #1", "消息 <丢失>", "a\nb\t\"c\"", "%25"] {
            assert_eq!(decoded(&encoded(text)).as_deref(), Ok(text));
            assert!(!encoded(text).contains(['&', '#', ' ']));
        }
    }
}
