//! Writes an SVG file, element by element, and remembers where words and signs are, so that a test can see that nothing
//! covers anything.

use std::collections::BTreeMap;

use super::lettering::{Row, width};
use super::{Export, palette};
use crate::model::{Message, Messages};
use crate::play::Run;
use crate::setup::Theme;
use crate::tell::look::{Look, Point};
use crate::tell::number::push;
use crate::tell::{Lang, interface};

const FONTS: &str = "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,'Noto Sans','Noto Sans CJK SC','PingFang SC',\
'Microsoft YaHei',sans-serif";
const SERIFS: &str = "'Iowan Old Style','Palatino Linotype',Palatino,Georgia,'Noto Serif','Noto Serif CJK SC',\
'Songti SC',serif";

/// What is not to be covered.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Area {
    pub x: f64,
    pub y: f64,
    pub w: f64,
    pub h: f64,
}

impl Area {
    /// Around a point.
    pub const fn around(at: Point, half_width: f64, half_height: f64) -> Self {
        Self { x: at.x - half_width, y: at.y - half_height, w: 2.0 * half_width, h: 2.0 * half_height }
    }

    /// Whether the two share more than a border.
    #[cfg(test)]
    pub fn meets(&self, other: &Self) -> bool {
        let apart = 0.2;
        self.x + self.w > other.x + apart
            && other.x + other.w > self.x + apart
            && self.y + self.h > other.y + apart
            && other.y + other.h > self.y + apart
    }
}

/// Where words are anchored.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Anchor {
    Start,
    Middle,
}

/// How a message is drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Filled: on its way, in hand, or in the outside world.
    Live,
    /// Outlined: kept.
    Stored,
    /// Not filled: handed out, not settled yet.
    Handed,
}

/// A picture being drawn.
pub struct Ink {
    /// A name that no other picture in the same document has.
    id: String,
    theme: Theme,
    body: String,
    /// What is drawn again and again.
    definitions: BTreeMap<String, String>,
    /// Rules of its own.
    style: String,
    given: usize,
    /// Where words and signs are.
    pub areas: Vec<(String, Area)>,
}

/// Text for an element's content or an attribute.
pub fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe += "&amp;",
            '<' => safe += "&lt;",
            '>' => safe += "&gt;",
            '"' => safe += "&quot;",
            '\'' => safe += "&#39;",
            // What XML does not allow at all.
            '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' => safe.push('\u{fffd}'),
            _ => safe.push(character),
        }
    }
    safe
}

/// A number as the drawings write it.
fn plain(number: f64) -> String {
    let mut text = String::new();
    push(&mut text, number);
    text
}

impl Ink {
    /// An empty picture of a run.
    pub fn new(run: &Run, export: &Export) -> Self {
        let (form, tag, theme) = (export.form.name(), export.lang.tag(), export.theme.name());
        let id = format!("a{}-{form}-{tag}-{theme}", run.digest());
        Self {
            id,
            theme: export.theme,
            body: String::new(),
            definitions: BTreeMap::new(),
            style: String::new(),
            given: 0,
            areas: Vec::new(),
        }
    }

    /// The picture's name.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// A number that it gives once.
    pub fn next(&mut self) -> usize {
        self.given += 1;
        self.given
    }

    /// Adds rules of its own.
    pub fn rule(&mut self, rule: &str) {
        self.style += rule;
    }

    /// Begins a group.
    pub fn open(&mut self, attributes: &[(&str, &str)]) {
        self.element("g", attributes);
        self.body.truncate(self.body.len() - 2);
        self.body.push('>');
    }

    /// Ends it.
    pub fn close(&mut self) {
        self.body += "</g>";
    }

    /// A message that may be drawn often.
    pub fn thing(&mut self, message: Message, keys: u8, at: Point, radius: f64, kind: Kind) {
        let (look, text) = (Look::of(message, keys), message.0.to_string());
        let class = look.class();
        let (letter, outline, number) = match kind {
            Kind::Live => ('l', class.to_owned(), "onkey"),
            Kind::Stored => ('s', format!("{class}t {class}-s lined"), class),
            Kind::Handed => ('h', format!("sheet {class}-s lined"), class),
        };
        let name = format!("{}-{letter}{text}", self.id);
        let drawn = if kind == Kind::Live { radius } else { radius - 0.6 };
        let [down, font] = [look.baseline(drawn, text.len()), look.font_size(drawn, text.len())].map(plain);
        let path = look.outline(drawn);
        // A copy sees its own elements alone, so the class of the whole picture stands here too.
        let scope = palette::scope(self.theme);
        self.definitions.entry(name.clone()).or_insert_with(|| {
            format!(
                "<g id=\"{name}\" class=\"{scope}\"><path class=\"{outline}\" d=\"{path}\"/><text class=\"n {number}\" y=\"{down}\" \
                 font-size=\"{font}\">{text}</text></g>"
            )
        });
        let [x, y] = [at.x, at.y].map(plain);
        let name = format!("#{name}");
        self.element("use", &[("href", &name), ("x", &x), ("y", &y)]);
        self.areas.push((format!("message {text}"), Area::around(at, radius, radius)));
    }

    /// What is there was destroyed.
    pub fn struck_out(&mut self, at: Point) {
        self.cross(at);
        self.areas.pop();
    }

    fn element(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.body += &format!("<{name}");
        for (attribute, value) in attributes {
            self.body += &format!(" {attribute}=\"{value}\"");
        }
        self.body += "/>";
    }

    /// A line or an outline of these classes.
    pub fn path(&mut self, class: &str, data: &str) {
        self.element("path", &[("class", class), ("d", data)]);
    }

    /// A straight line.
    pub fn line(&mut self, class: &str, from: Point, to: Point) {
        let data = format!("M{} {}L{} {}", plain(from.x), plain(from.y), plain(to.x), plain(to.y));
        self.path(class, &data);
    }

    /// A filled box.
    pub fn rect(&mut self, class: &str, area: Area, radius: f64) {
        let [x, y, w, h, r] = [area.x, area.y, area.w, area.h, radius].map(plain);
        self.element("rect", &[("class", class), ("x", &x), ("y", &y), ("width", &w), ("height", &h), ("rx", &r)]);
    }

    /// Something arrives, or is done.
    pub fn dot(&mut self, at: Point) {
        let [x, y] = [at.x, at.y].map(plain);
        self.element("circle", &[("class", "rail"), ("cx", &x), ("cy", &y), ("r", "2.4")]);
    }

    /// Something ends badly.
    pub fn cross(&mut self, at: Point) {
        let [left, right, top, bottom] = [at.x - 4.5, at.x + 4.5, at.y - 4.5, at.y + 4.5].map(plain);
        self.path("bad-s cut", &format!("M{left} {top}L{right} {bottom}M{right} {top}L{left} {bottom}"));
        self.areas.push(("cross".into(), Area::around(at, 5.0, 5.0)));
    }

    /// A message, filled: on its way, in hand, or in the outside world.
    pub fn message(&mut self, message: Message, keys: u8, at: Point, radius: f64) {
        let look = Look::of(message, keys);
        let text = message.0.to_string();
        let (size, baseline) = (look.font_size(radius, text.len()), look.baseline(radius, text.len()));
        let [x, y, down, font] = [at.x, at.y, baseline, size].map(plain);
        let (class, path) = (look.class(), look.outline(radius));
        self.body += &format!(
            "<g transform=\"translate({x} {y})\"><path class=\"{class}\" d=\"{path}\"/><text class=\"n onkey\" \
             y=\"{down}\" font-size=\"{font}\">{text}</text></g>"
        );
        self.areas.push((format!("message {text}"), Area::around(at, radius, radius)));
    }

    /// An answer: an envelope with the number of its message, if it answers for one.
    pub fn envelope(&mut self, about: Messages, keys: u8, at: Point) {
        let [x, y] = [at.x, at.y].map(plain);
        self.body += &format!(
            "<g transform=\"translate({x} {y})\"><path class=\"paper rail-s\" d=\"M-7.5 -5.5H7.5V5.5H-7.5Z\"/>"
        );
        match (about.len(), about.iter().next()) {
            (1, Some(message)) => {
                let (class, number) = (Look::of(message, keys).class(), message.0);
                self.body += &format!("<text class=\"n {class}\" y=\"3.3\" font-size=\"9\">{number}</text></g>");
            }
            _ => self.body += "<path class=\"rail-s thin\" d=\"M-7.5 -5.5L0 .8L7.5 -5.5\"/></g>",
        }
        self.areas.push(("envelope".into(), Area::around(at, 7.6, 5.6)));
    }

    /// Words in one line.
    pub fn words(&mut self, class: &str, at: Point, size: f64, anchor: Anchor, text: &str) {
        let (anchored, left) = match anchor {
            Anchor::Start => ("", at.x),
            Anchor::Middle => (" text-anchor=\"middle\"", at.x - width(text, size) / 2.0),
        };
        let [x, y, font] = [at.x, at.y, size].map(plain);
        let safe = escaped(text);
        self.body +=
            &format!("<text class=\"{class}\" x=\"{x}\" y=\"{y}\" font-size=\"{font}\"{anchored}>{safe}</text>");
        self.areas.push((text.into(), lettered(Point::new(left, at.y), size, width(text, size))));
    }

    /// A line of a sentence; messages in it have their key's colour.
    pub fn row(&mut self, at: Point, size: f64, row: &Row) {
        let [x, y, font] = [at.x, at.y, size].map(plain);
        self.body += &format!("<text class=\"ink\" x=\"{x}\" y=\"{y}\" font-size=\"{font}\">");
        let mut all = String::new();
        for run in row {
            let safe = escaped(&run.text);
            match run.look {
                Some(look) => self.body += &format!("<tspan class=\"{} b\">{safe}</tspan>", look.class()),
                None => self.body += &safe,
            }
            all += &run.text;
        }
        self.body += "</text>";
        let wide = width(all.trim_end(), size);
        self.areas.push((all, lettered(at, size, wide)));
    }

    /// The whole file.
    pub fn finish(self, about: &About, width: f64, height: f64) -> String {
        let About { title, description, lang, theme } = about;
        let (id, own) = (&self.id, &self.style);
        let definitions: String = self.definitions.values().map(String::as_str).collect();
        let definitions = if definitions.is_empty() { definitions } else { format!("<defs>{definitions}</defs>\n") };
        let [w, h] = [width, height].map(plain);
        let (scope, colours, tag) = (palette::scope(*theme), palette::style(*theme), lang.tag());
        let (title, description) = (escaped(title), escaped(description));
        let paper = format!("<rect class=\"paper\" width=\"{w}\" height=\"{h}\"/>");
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{w}\" height=\"{h}\" viewBox=\"0 0 {w} {h}\" \
             class=\"{scope}\" lang=\"{tag}\" xml:lang=\"{tag}\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\">\n\
             <title id=\"{id}-t\">{title}</title>\n<desc id=\"{id}-d\">{description}</desc>\n\
             <style>{}{colours}{own}</style>\n{definitions}{paper}\n{}\n</svg>\n",
            rules(scope),
            self.body,
        )
    }
}

/// Where the words of a line are whose baseline starts here.
const fn lettered(at: Point, size: f64, width: f64) -> Area {
    Area { x: at.x, y: at.y - 0.8 * size, w: width, h: size }
}

/// What a file says about itself.
pub struct About {
    /// What it is, in a few words.
    pub title: String,
    /// What it shows, in sentences.
    pub description: String,
    /// The language of both.
    pub lang: Lang,
    /// Its colours.
    pub theme: Theme,
}

/// Lines and letters; colours are apart.
fn rules(scope: &str) -> String {
    [
        format!("text{{font-family:{FONTS}}}"),
        format!(".serif{{font-family:{SERIFS}}}"),
        ".n{text-anchor:middle;font-weight:650}".into(),
        ".b{font-weight:650}".into(),
        ".num{font-variant-numeric:tabular-nums}".into(),
        ".cut{fill:none;stroke-width:2.2;stroke-linecap:round}".into(),
        ".lined{stroke-width:1.6}".into(),
        ".w{fill:none;stroke-width:1.3}".into(),
        ".w.hot{stroke-width:2.6}".into(),
        ".thin{fill:none;stroke-width:1}".into(),
        ".lane{fill:none;stroke-width:1.2}".into(),
        ".away{stroke-dasharray:3 3}".into(),
        ".dash{stroke-dasharray:1.5 4;stroke-linecap:round}".into(),
    ]
    .map(|rule| format!(".{scope} {rule}"))
    .concat()
}

/// The badge on what happened several times.
pub fn times(count: u8) -> String {
    interface::times(count.into())
}
