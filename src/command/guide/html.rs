//! Markdown to HTML, with what it asks for in its place.

use std::fmt::Write as _;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

use super::answers::{Answers, Explored, repairs};
use super::directive::{self, Block, Figure, Inline};
use crate::command::export::picture;
use crate::command::scenario;
use crate::explore::Changes;
use crate::model::Flag;
use crate::setup::{Cost, Costs, Link, Setup, Unit, preset};
use crate::tell::export::escaped;
use crate::tell::race::{time, times};
use crate::tell::{Lang, flag, verdict};

/// The page beside which the guide's folder stands.
const PAGE: &str = "../";

/// A text, read.
#[derive(Default)]
pub struct Read {
    /// The first heading, and the first paragraph.
    pub title: String,
    pub summary: String,
    /// Links to the chapters.
    pub contents: String,
    pub body: String,
    /// What it asked for, in order.
    pub asked: Vec<String>,
}

/// Something wrong, and in which line.
type Wrong = (usize, String);

/// The text as HTML.
///
/// # Errors
/// The first thing that can't be read or is not so, with its line.
pub fn render(text: &str, lang: Lang, answers: &mut Answers) -> Result<Read, Wrong> {
    let mut reader = Reader { lang, answers, read: Read::default(), chapters: 0, place: Place::Text };
    let mut events = Vec::new();
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        let line = text[..range.start].matches('\n').count() + 1;
        if let Some(event) = reader.event(event, text, &range).map_err(|what| (line, what))? {
            events.push(event);
        }
    }
    let mut read = reader.read;
    html::push_html(&mut read.body, events.into_iter());
    Ok(read)
}

/// Where in the text the reader is.
enum Place {
    Text,
    /// In a block of code of this name, with its text so far.
    Block(String, String),
}

struct Reader<'a> {
    lang: Lang,
    answers: &'a mut Answers,
    read: Read,
    chapters: usize,
    place: Place,
}

impl Reader<'_> {
    /// What the event becomes; nothing while a block is being read.
    fn event<'t>(
        &mut self,
        event: Event<'t>,
        text: &'t str,
        range: &Range<usize>,
    ) -> Result<Option<Event<'t>>, String> {
        if let Place::Block(name, block) = &mut self.place {
            match event {
                Event::Text(part) => block.push_str(&part),
                Event::End(TagEnd::CodeBlock) => {
                    let (name, block) = (std::mem::take(name), std::mem::take(block));
                    self.place = Place::Text;
                    return Ok(Some(Event::Html(self.block(&name, &block)?.into())));
                }
                _ => {}
            }
            return Ok(None);
        }
        Ok(Some(match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(name))) => {
                self.place = Place::Block(name.to_string(), String::new());
                return Ok(None);
            }
            Event::Code(code) => match directive::inline(&code) {
                Some(asked) => Event::InlineHtml(self.inline(&asked?)?.into()),
                None => Event::Code(code),
            },
            Event::Start(Tag::Heading { level, .. }) => self.heading(level, &text[range.clone()]),
            Event::Start(Tag::Paragraph) => {
                if self.read.summary.is_empty() {
                    self.read.summary = escaped(&plain(&text[range.clone()]));
                }
                event
            }
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                let dest_url = self.target(&dest_url)?.into();
                Event::Start(Tag::Link { link_type, dest_url, title, id })
            }
            // Chinese is written without blanks between words, and lines of the source end anywhere.
            Event::SoftBreak if self.lang == Lang::Zh && !parted(text, range) => return Ok(None),
            event => event,
        }))
    }

    /// A heading: the title, or a chapter with a name to link to.
    fn heading<'t>(&mut self, level: HeadingLevel, source: &str) -> Event<'t> {
        let name = escaped(&plain(source.trim_start_matches('#')));
        if level == HeadingLevel::H1 {
            self.read.title.clone_from(&name);
        }
        let id = (level == HeadingLevel::H2).then(|| {
            self.chapters += 1;
            let id = format!("chapter-{}", self.chapters);
            let _ = write!(self.read.contents, "<li><a href=\"#{id}\">{name}</a></li>");
            CowStr::from(id)
        });
        Event::Start(Tag::Heading { level, id, classes: Vec::new(), attrs: Vec::new() })
    }

    /// Where a link leads: `story:NAME`, `named:SETUP` and `setup:LINK` are in the page.
    fn target(&mut self, to: &str) -> Result<String, String> {
        if let Some(name) = to.strip_prefix("story:") {
            preset(name).ok_or_else(|| format!("there is no story {name:?}"))?;
            return Ok(self.page(&format!("scenario={name}")));
        }
        if let Some(name) = to.strip_prefix("named:") {
            self.read.asked.push(to.to_owned());
            return Ok(self.page(&Link::from(self.answers.explored(name)?.setup).to_fragment(&scenario)));
        }
        match to.strip_prefix("setup:") {
            Some(link) => {
                let link = Link::parse(link, &scenario).map_err(|error| format!("{link}: {error}"))?;
                Ok(self.page(&link.to_fragment(&scenario)))
            }
            None => Ok(to.to_owned()),
        }
    }

    /// The page with this fragment, in the reader's language.
    fn page(&self, fragment: &str) -> String {
        let gap = if fragment.is_empty() { "" } else { "&" };
        format!("{PAGE}#{fragment}{gap}lang={}", self.lang.tag())
    }

    fn inline(&mut self, asked: &Inline) -> Result<String, String> {
        self.read.asked.push(format!("{asked:?}"));
        match asked {
            Inline::Worlds(setup) => Ok(verdict::grouped(self.answers.explored(setup)?.states)),
            Inline::Times(contestant) => Ok(times(self.answers.times_as_long(*contestant))),
            Inline::Cost(cost) => Ok(self.cost(*cost)),
            Inline::Steps(flag, setup) => {
                let run = self.answers.explored(setup)?.run_to(*flag);
                Ok(run.ok_or_else(|| format!("{setup}: no run raises {}", flag.name()))?.len().to_string())
            }
            Inline::Verdict(flag, setup) => Ok(verdict_of(self.answers.explored(setup)?, *flag, self.lang)),
        }
    }

    fn cost(&self, cost: Cost) -> String {
        let figure = Costs::default().get(cost);
        match cost.unit() {
            Unit::Milliseconds => time(figure, self.lang),
            Unit::Messages => figure.to_string(),
        }
    }

    fn block(&mut self, name: &str, text: &str) -> Result<String, String> {
        let Some(block) = directive::block(name, text) else {
            return Ok(format!("<pre><code>{}</code></pre>", escaped(text)));
        };
        let block = block?;
        match block {
            Block::Figure(figure) => self.figure(&figure),
            Block::Verdicts { flags, rows } => self.verdicts(&flags, &rows),
            Block::Repairs { setup, flags } => self.repairs(&setup, &flags),
        }
    }

    fn figure(&mut self, figure: &Figure) -> Result<String, String> {
        let Figure { story, controls, steps, caption } = figure;
        let preset = preset(story).ok_or_else(|| format!("there is no story {story:?}"))?;
        self.read.asked.push(format!("figure {story} {controls:?} {steps:?}"));
        let tag = self.lang.tag();
        let attribute = |name: &str, value: &Option<String>| match value {
            Some(value) => format!(" {name}=\"{}\"", escaped(value)),
            None => String::new(),
        };
        let more = attribute("controls", controls) + &attribute("steps", steps);
        let (caption, page) = (escaped(caption), self.page(&format!("scenario={story}")));
        let size = size(&picture(&preset, self.lang));
        let open = self.lang.pick("Open in the page", "在主页面打开");
        Ok(format!(
            "<figure><ack-scope story=\"{story}\" lang=\"{tag}\"{more}>\
             <img src=\"{PAGE}figures/{story}.{tag}.svg\" alt=\"{caption}\"{size} loading=\"lazy\"></ack-scope>\
             <figcaption>{caption} <a href=\"{page}\">{open}</a></figcaption></figure>\n"
        ))
    }

    fn verdicts(&mut self, flags: &[Flag], rows: &[(String, String)]) -> Result<String, String> {
        let mut table = String::from("<div class=\"wide\"><table><thead><tr><td></td>");
        for asked in flags {
            let _ = write!(table, "<th scope=\"col\">{}</th>", flag(*asked, self.lang));
        }
        table.push_str("</tr></thead><tbody>");
        for (label, name) in rows {
            self.read.asked.push(format!("row {flags:?} {name}"));
            let explored = self.answers.explored(name)?;
            let page = self.page(&Link::from(explored.setup).to_fragment(&scenario));
            let _ = write!(table, "<tr><th scope=\"row\"><a href=\"{}\">{}</a></th>", escaped(&page), escaped(label));
            for flag in flags {
                let _ = write!(table, "<td>{}</td>", verdict_of(explored, *flag, self.lang));
            }
            table.push_str("</tr>");
        }
        Ok(table + "</tbody></table></div>\n")
    }

    fn repairs(&mut self, setup: &str, flags: &[Flag]) -> Result<String, String> {
        self.read.asked.push(format!("repairs {flags:?} {setup}"));
        let found = repairs(&self.answers.explored(setup)?.setup, flags)?;
        if found.is_empty() {
            let nothing = self.lang.pick("No setting of this broker does.", "这个代理没有哪项设置能做到。");
            return Ok(format!("<p>{nothing}</p>\n"));
        }
        let items: String = found.iter().map(|(changes, setup)| self.repair(changes, setup)).collect();
        Ok(format!("<ul class=\"repairs\">{items}</ul>\n"))
    }

    fn repair(&self, changes: &Changes, setup: &Setup) -> String {
        let codes: Vec<String> = changes
            .iter()
            .map(|(field, value)| format!("<code>{}={value}</code>", field.link_name(setup.broker)))
            .collect();
        let page = self.page(&Link::from(*setup).to_fragment(&scenario));
        format!("<li><a href=\"{}\">{}</a></li>", escaped(&page), codes.join(self.lang.pick(" and ", " 加 ")))
    }
}

/// Whether a blank belongs where the source breaks a line: beside a number, a name or a piece of code, unless the other
/// side is punctuation.
fn parted(text: &str, range: &Range<usize>) -> bool {
    let before = text[..range.start].chars().next_back().unwrap_or(' ');
    let after = text[range.end..].chars().next().unwrap_or(' ');
    let foreign = |letter: char| letter.is_ascii_alphanumeric() || letter == '`';
    let part = |letter: char| foreign(letter) || letter.is_alphanumeric();
    (foreign(before) || foreign(after)) && part(before) && part(after)
}

/// The width and height of a picture as its first tag has them: a page that has them too keeps the place free until the
/// picture comes, so a jump to a chapter lands there.
fn size(picture: &str) -> String {
    let head = picture.split_once('>').map_or("", |(head, _)| head);
    let has = |name: &str| Some(head.split_once(&format!(" {name}=\""))?.1.split_once('"')?.0);
    let attribute = |name| has(name).map_or_else(String::new, |value| format!(" {name}=\"{value}\""));
    attribute("width") + &attribute("height")
}

/// "Yes, in 7 steps", with the run behind it, or "No".
fn verdict_of(explored: &Explored, flag: Flag, lang: Lang) -> String {
    let Some(run) = explored.run_to(flag) else {
        return format!("<span class=\"no\">{}</span>", verdict::no(lang));
    };
    let link = format!("{PAGE}#{}&lang={}", explored.link_to(run), lang.tag());
    format!("<a class=\"yes\" href=\"{}\">{}</a>", escaped(&link), verdict::yes(run.len(), lang))
}

/// Markdown without its marks.
fn plain(source: &str) -> String {
    let text: String = Parser::new(source)
        .filter_map(|event| match event {
            Event::Text(text) | Event::Code(text) => Some(text.to_string()),
            Event::SoftBreak | Event::HardBreak => Some(" ".to_owned()),
            _ => None,
        })
        .collect();
    text.trim().to_owned()
}
