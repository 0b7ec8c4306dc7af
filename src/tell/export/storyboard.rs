//! The moments that matter as a storyboard: a small picture and a sentence each, as one SVG file or as Markdown.

use super::figure::{about, is_bad};
use super::ink::{Anchor, Area, Ink};
use super::lettering::{sign, signed, width, wrap};
use super::moments::{gravest, moments};
use super::picture::{self, Layout, Picture};
use super::{Export, exact_link};
use crate::play::Run;
use crate::tell::look::Point;
use crate::tell::{self, Reason, interface};

const WIDTH: f64 = 720.0;
const MARGIN: f64 = 16.0;
/// Between two panels.
const GAP: f64 = 22.0;
const TEXT: f64 = 13.0;
const TEXT_ROW: f64 = 18.0;

/// The picture, and where words and signs are in it.
pub fn draw(run: &Run, export: &Export) -> (String, Vec<(String, Area)>) {
    let moments = moments(run, export.lang);
    let mut ink = Ink::new(run, export);
    let mut y = MARGIN;
    if !export.title.is_empty() {
        ink.words("ink serif b", Point::new(MARGIN, y + 15.0), 17.0, Anchor::Start, &export.title);
        y += 34.0;
    }
    for moment in &moments {
        y += panel(run, export, moment, &moments, y, &mut ink) + GAP;
    }
    let areas = ink.areas.clone();
    (ink.finish(&about(run, export, &moments), WIDTH, y - GAP + MARGIN), areas)
}

/// One panel, and how high it is: the picture at the left, the step and its sentence at the right.
fn panel(run: &Run, export: &Export, moment: &Reason, moments: &[Reason], y: f64, ink: &mut Ink) -> f64 {
    let layout = Layout::new(run, moments.iter().map(|moment| moment.step));
    let high = layout.height;
    let picture = Picture { run, layout, lang: export.lang, at: Point::new(MARGIN, y) };
    picture.draw_frame(ink);
    picture.draw_boxes(ink, moment.step);
    picture.draw_wires(ink, moment.step);
    let left = MARGIN + picture::WIDTH + 24.0;
    let words = interface::step(moment.step, export.lang);
    let wide = width(&words, 11.0) + 14.0;
    let bad = is_bad(run, moment.step);
    ink.rect(if bad { "bad" } else { "ink" }, Area { x: left, y, w: wide, h: 17.0 }, 8.5);
    ink.words("paper b num", Point::new(left + wide / 2.0, y + 12.5), 11.0, Anchor::Middle, &words);
    let mut baseline = y + 36.0;
    for row in wrap(&moment.words, run.setup().keys, TEXT, WIDTH - MARGIN - left) {
        ink.row(Point::new(left, baseline), TEXT, &row);
        baseline += TEXT_ROW;
    }
    high.max(baseline - TEXT_ROW + 6.0 - y)
}

/// The same in words, as Markdown: a heading, a numbered moment each, and the link that plays the run.
pub fn write(run: &Run, export: &Export) -> String {
    let (lang, keys) = (export.lang, run.setup().keys);
    let mut text = String::new();
    if !export.title.is_empty() {
        text += &format!("## {}\n\n", marked_down(&export.title));
    }
    if let Some((flag, message)) = gravest(run) {
        let words = format!("{} {}", tell::flag(flag, lang), sign(message, keys));
        text += &format!("**{}**\n\n", marked_down(&words));
    }
    for (index, moment) in moments(run, lang).iter().enumerate() {
        let step = interface::step(moment.step, lang);
        let colon = lang.pick(": ", "：");
        text += &format!("{}. **{step}**{colon}{}\n", index + 1, marked_down(signed(&moment.words, keys).trim_end()));
    }
    text + &format!("\n[AckScope]({})\n", exact_link(run))
}

/// Text in which nothing is taken for Markdown.
fn marked_down(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        if "\\`*_[]<>#|~".contains(character) {
            safe.push('\\');
        }
        safe.push(if character == '\n' { ' ' } else { character });
    }
    safe
}
