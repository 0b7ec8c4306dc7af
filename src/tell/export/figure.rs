//! The space-time diagram as one SVG file: a lane an actor, time to the right, what travels as slanted lines, what broke
//! above the lanes, the promises that broke below them, and the moments that matter in words.

use std::collections::BTreeMap;

use super::Export;
use super::fold::{Cell, Columns, FOLD_SIZE, Rank};
use super::ink::{About, Anchor, Area, Ink, times};
use super::lanes::{CROSSES_APART, Lanes, STACKED};
use super::lettering::{sign, signed, width, wrap};
use super::moments::{moments, subject};
use super::signs::{End, Lane, Signs, Stroke, What};
use super::strip::{self, Label};
use crate::model::{Action, Event, Flag, Line, Message, Messages, Pace};
use crate::play::{Lives, Run, Struck};
use crate::tell::look::{Look, Point};
use crate::tell::{self, Reason, interface};

/// How wide the picture is: a column of text.
const WIDTH: f64 = 720.0;
const MARGIN: f64 = 16.0;
const RADIUS: f64 = 7.8;
const NAME: f64 = 12.5;
const TEXT: f64 = 13.0;
const TEXT_ROW: f64 = 18.0;

/// The picture, and where words and signs are in it.
pub fn draw(run: &Run, export: &Export) -> (String, Vec<(String, Area)>) {
    let moments = moments(run, export.lang);
    let followed = subject(run).map_or(Messages::NONE, Messages::one);
    let names = names(run, export.lang);
    let left = MARGIN + names.iter().map(|name| width(name, NAME)).fold(0.0, f64::max) + 12.0;
    let columns = Columns::new(&ranks(run, &moments, followed), left, WIDTH - MARGIN - left);
    let signs = Signs::of(run, &columns);
    let mut top = MARGIN;
    if !export.title.is_empty() {
        top += 26.0;
    }
    let broke = strip::arrange(&broken(run, export, &columns), MARGIN, WIDTH - MARGIN);
    let lanes_top = top + strip::ROW * strip::rows(&broke) as f64 + 14.0;
    let lanes = Lanes::new(run, &signs, lanes_top);
    let mut figure =
        Figure { run, export, columns, lanes, signs, followed, ink: Ink::new(run, export), taken: BTreeMap::new() };
    figure.title();
    figure.lanes(&names);
    figure.strokes();
    figure.signs();
    figure.faults(&broke, lanes_top - 14.0);
    let bottom = figure.promises();
    let bottom = figure.ticks(&moments, bottom);
    let height = figure.told(&moments, bottom);
    let about = about(run, export, &moments);
    let areas = figure.ink.areas.clone();
    (figure.ink.finish(&about, WIDTH, height), areas)
}

/// What a file says about itself: the moments that matter, in words.
pub fn about(run: &Run, export: &Export, moments: &[Reason]) -> About {
    let lang = export.lang;
    let sentences: Vec<String> = moments
        .iter()
        .map(|moment| {
            let words = signed(&moment.words, run.setup().keys);
            format!("{}{}{words}", interface::step(moment.step, lang), lang.pick(": ", "："))
        })
        .collect();
    let title = if export.title.is_empty() { interface::timeline(lang).to_owned() } else { export.title.clone() };
    About { title, description: sentences.join("\n"), lang, theme: export.theme }
}

/// The names of the lanes, from the top.
fn names(run: &Run, lang: tell::Lang) -> Vec<String> {
    let consumers = usize::from(run.setup().consumers());
    let numbered = |index| match consumers {
        1 => interface::consumer(lang).to_owned(),
        _ => interface::consumer_numbered(index, lang),
    };
    let first = [interface::producer(lang).to_owned(), interface::broker(lang).to_owned()];
    first.into_iter().chain((0..consumers).map(numbered)).chain([interface::world(lang).to_owned()]).collect()
}

/// Whether something broke in a step.
pub fn is_bad(run: &Run, step: usize) -> bool {
    let raises = |event: &Event| matches!(event, Event::Raised { .. });
    run.moment(step).action.is_some_and(|action| action.pace() == Pace::Fault) || run.events(step).iter().any(raises)
}

/// How much each step matters.
fn ranks(run: &Run, moments: &[Reason], followed: Messages) -> Vec<Rank> {
    let mut ranks: Vec<Rank> = (1..=run.steps()).map(|step| rank(run, step, moments)).collect();
    let mut about = |step: usize, rank: Rank| ranks[step - 1] = ranks[step - 1].min(rank);
    for flight in run.flights() {
        let messages = flight.envelope.messages;
        if messages.iter().any(|message| followed.contains(message)) {
            about(flight.sent, Rank::Followed);
            flight.landing.step().into_iter().for_each(|step| about(step, Rank::Followed));
        }
    }
    ranks
}

fn rank(run: &Run, step: usize, moments: &[Reason]) -> Rank {
    let is_loud = is_bad(run, step) || moments.iter().any(|moment| moment.step == step);
    let tells = |event: &Event| matches!(event, Event::Applied { .. } | Event::Destroyed { .. });
    match is_loud {
        true => Rank::Loud,
        false if run.events(step).iter().any(tells) => Rank::Telling,
        false => Rank::Quiet,
    }
}

/// What broke, by column.
fn broken(run: &Run, export: &Export, columns: &Columns) -> Vec<(f64, String)> {
    let labels = (1..=run.steps()).filter_map(|step| {
        let (kind, struck) = Struck::in_step(run.events(step))?;
        let text = match (kind, struck) {
            (Some(kind), Struck::Client(_) | Struck::Broker) => {
                tell::fault_label(kind, run.setup().broker, export.lang)
            }
            _ => interface::connection_cut(export.lang),
        };
        Some((columns.place(step).0, text.to_owned()))
    });
    merged(labels)
}

/// One label a column.
fn merged(labels: impl Iterator<Item = (f64, String)>) -> Vec<(f64, String)> {
    let mut all: Vec<(f64, String)> = Vec::new();
    for (at, text) in labels {
        match all.last_mut() {
            Some((before, words)) if *before == at && !words.contains(&text) => *words += &format!(" · {text}"),
            Some((before, _)) if *before == at => {}
            _ => all.push((at, text)),
        }
    }
    all
}

struct Figure<'run> {
    run: &'run Run,
    export: &'run Export,
    columns: Columns,
    lanes: Lanes,
    signs: Signs,
    /// The messages whose story is bold.
    followed: Messages,
    ink: Ink,
    /// Heights in a step's column that are taken.
    taken: BTreeMap<usize, Vec<f64>>,
}

impl Figure<'_> {
    fn keys(&self) -> u8 {
        self.run.setup().keys
    }

    fn title(&mut self) {
        let title = &self.export.title;
        if !title.is_empty() {
            self.ink.words("ink serif b", Point::new(MARGIN, MARGIN + 15.0), 17.0, Anchor::Start, title);
        }
    }

    /// The lanes with their names, dotted while their actor is not there, and a ground under what is folded.
    fn lanes(&mut self, names: &[String]) {
        let (top, bottom) = (self.lanes.y(Lane::Client(Line::Producer)) - 12.0, self.bottom());
        for (cell, left, right) in &self.columns.cells {
            if matches!(cell, Cell::Fold(..)) {
                let ground = Area { x: left + 2.0, y: top, w: right - left - 4.0, h: bottom - top };
                self.ink.rect("inset", ground, 3.0);
            }
        }
        let lives = Lives::of(self.run);
        for (lane, name) in self.lanes.all().zip(names) {
            let y = self.lanes.y(lane);
            self.ink.words("ink", Point::new(MARGIN, y + 4.0), NAME, Anchor::Start, name);
            let down = match lane {
                Lane::Broker => lives.broker_down.as_slice(),
                Lane::Client(Line::Consumer(consumer)) => {
                    lives.consumer_down.get(usize::from(consumer.0)).map_or(&[][..], Vec::as_slice)
                }
                Lane::Client(Line::Producer) | Lane::World => &[],
            };
            let mut x = self.columns.cells.first().map_or(MARGIN, |(_, left, _)| *left);
            for stretch in down {
                let (from, to) = (self.columns.place(stretch.from).0.max(x), self.columns.place(stretch.to).0.max(x));
                self.ink.line("line-s lane", Point::new(x, y), Point::new(from, y));
                self.ink.line("rail-s lane dash", Point::new(from, y), Point::new(to, y));
                x = to;
            }
            self.ink.line("line-s lane", Point::new(x, y), Point::new(self.columns.right(), y));
        }
    }

    /// Where the lanes end.
    fn bottom(&self) -> f64 {
        let deepest = STACKED * self.signs.highest(Lane::World).saturating_sub(1) as f64;
        self.lanes.y(Lane::World) + deepest + 14.0
    }

    fn strokes(&mut self) {
        for sign in &self.signs.signs {
            let at = self.lanes.sign(sign.lane, 0.0, sign.slot);
            self.taken.entry(sign.step).or_default().push(at.y);
        }
        let mut strokes = self.signs.strokes.clone();
        // The story that is followed lies over the others.
        strokes.sort_by_key(|stroke| self.is_hot(stroke.about));
        // Envelopes that were sent earlier had come further, so they find their places first.
        for stroke in strokes {
            self.stroke(&stroke);
        }
        for step in 1..=self.run.steps() {
            self.inner_work(step);
        }
    }

    fn is_hot(&self, about: Messages) -> bool {
        about.iter().any(|message| self.followed.contains(message))
    }

    fn stroke(&mut self, stroke: &Stroke) {
        let at = |(lane, step, slot)| self.lanes.sign(lane, self.columns.place(step).0, slot);
        let (from, mut to) = (at(stroke.from), at(stroke.to));
        match stroke.end {
            End::There | End::Refused => {}
            End::Destroyed => to.y = self.free_height(stroke.to.1, from.y, to.y),
            End::Open => to = Point::new(self.columns.right(), from.y + (to.y - from.y) * 0.7),
        }
        let hot = if self.is_hot(stroke.about) { " hot" } else { "" };
        let colour = match stroke.of {
            Some(message) => format!("{}-s", Look::of(message, self.keys()).class()),
            None if hot.is_empty() => "rail-s".into(),
            None => "ink-s".into(),
        };
        self.ink.line(&format!("w {colour}{hot}"), from, to);
        match stroke.end {
            End::Destroyed => {
                self.ink.line("w bad-s dash", Point::new(to.x, to.y + 8.0), Point::new(to.x, self.bottom()));
                self.ink.cross(to);
            }
            End::Refused => self.ink.cross(to),
            End::There if self.is_bare(stroke.to) => self.ink.dot(to),
            End::There | End::Open => {}
        }
    }

    /// Whether no sign stands there that would hide a dot.
    fn is_bare(&self, (lane, step, _): (Lane, usize, usize)) -> bool {
        !self.columns.place(step).1 && self.signs.signs.iter().all(|sign| (sign.lane, sign.step) != (lane, step))
    }

    /// A height between two lanes at which nothing else stands in the column.
    fn free_height(&mut self, step: usize, from: f64, to: f64) -> f64 {
        let taken = self.taken.entry(step).or_default();
        let (low, high) = (from.min(to) + 9.0, from.max(to) - 9.0);
        let middle = (low + high) / 2.0;
        let is_free = |y: &f64| low <= *y && *y <= high && taken.iter().all(|other| (other - y).abs() >= CROSSES_APART);
        let mut tries = (0..200).flat_map(|away| [middle - f64::from(away), middle + f64::from(away)]);
        let y = tries.find(is_free).unwrap_or(middle);
        taken.push(y);
        y
    }

    /// The broker's own work, so that no step is empty, and a consumer's beside the effect.
    fn inner_work(&mut self, step: usize) {
        let (x, folded) = self.columns.place(step);
        if folded {
            return;
        }
        let inner = self.run.moment(step).action.is_some_and(Action::is_inner_work);
        let workers = self.run.events(step).iter().filter_map(Event::work_of).map(Line::Consumer);
        let mut lanes: Vec<Lane> = workers.map(Lane::Client).chain(inner.then_some(Lane::Broker)).collect();
        lanes.retain(|lane| self.is_bare((*lane, step, 0)));
        for lane in lanes {
            let at = Point::new(x, self.lanes.y(lane));
            self.ink.dot(at);
        }
    }

    fn signs(&mut self) {
        let keys = self.keys();
        for sign in &self.signs.signs {
            let at = self.lanes.sign(sign.lane, self.columns.place(sign.step).0, sign.slot);
            match sign.what {
                What::Message(message) => self.ink.message(message, keys, at, RADIUS),
                What::Answer(about) => self.ink.envelope(about, keys, at),
            }
        }
        let below = self.bottom() + 8.0;
        for (step, count) in &self.signs.repeats {
            let x = self.columns.place(*step).0;
            self.ink.words("bad n num", Point::new(x, below), 10.5, Anchor::Middle, &times(*count));
        }
    }

    /// What broke: its name above the lanes, a line down to where it struck, and a cross there.
    fn faults(&mut self, labels: &[Label], bottom: f64) {
        for step in 1..=self.run.steps() {
            let Some((_, struck)) = Struck::in_step(self.run.events(step)) else { continue };
            let (x, folded) = self.columns.place(step);
            let y = match struck {
                Struck::Wire(line) => (self.lanes.y(Lane::Client(line)) + self.lanes.y(Lane::Broker)) / 2.0,
                Struck::Client(line) => self.lanes.y(Lane::Client(line)),
                Struck::Broker => self.lanes.y(Lane::Broker),
            };
            // What it destroyed, or what it made its client say, is marked already.
            let taken = self.taken.get(&step).map_or(&[][..], Vec::as_slice);
            let is_marked = match struck {
                Struck::Wire(_) => !taken.is_empty(),
                Struck::Client(_) | Struck::Broker => taken.iter().any(|other| (other - y).abs() < CROSSES_APART),
            };
            if !folded && !is_marked {
                self.ink.cross(Point::new(x, y));
            }
            let first = taken.iter().copied().fold(y, f64::min);
            let end = if folded { self.lanes.y(Lane::Client(Line::Producer)) } else { first };
            let label = labels.iter().find(|label| label.at == x);
            let from = label.map_or(bottom, |label| bottom - strip::ROW * label.row as f64 - 12.0);
            self.ink.line("w bad-s", Point::new(x, from), Point::new(x, end - 8.0));
        }
        for label in labels {
            let at = Point::new(label.left, bottom - strip::ROW * label.row as f64 - 3.0);
            self.ink.words("bad", at, strip::SIZE, Anchor::Start, &label.text);
        }
    }

    /// The promises that broke, each below the step that broke it. Answers where the next part begins.
    fn promises(&mut self) -> f64 {
        let top = self.bottom() + if self.signs.repeats.is_empty() { 0.0 } else { 12.0 };
        let labels = strip::arrange(&self.raised(), MARGIN, WIDTH - MARGIN);
        for label in &labels {
            let baseline = top + strip::ROW * (label.row + 1) as f64;
            self.ink.line("w bad-s", Point::new(label.at, top + 2.0), Point::new(label.at, baseline + 1.0));
            self.ink.words("bad", Point::new(label.left, baseline), strip::SIZE, Anchor::Start, &label.text);
        }
        top + strip::ROW * strip::rows(&labels) as f64 + 4.0
    }

    /// The flags, by column: each with the messages that raised it there.
    fn raised(&self) -> Vec<(f64, String)> {
        let mut labels: Vec<(f64, Flag, Vec<Message>)> = Vec::new();
        for (step, event) in self.run.all_events() {
            let Event::Raised { flag, message } = *event else { continue };
            let at = self.columns.place(step).0;
            match labels.iter_mut().find(|(before, of, _)| *before == at && *of == flag) {
                Some((_, _, messages)) => messages.push(message),
                None => labels.push((at, flag, vec![message])),
            }
        }
        let text = |(at, flag, messages): (f64, Flag, Vec<Message>)| {
            let signs: Vec<String> = messages.iter().map(|message| sign(*message, self.keys())).collect();
            (at, format!("{} {}", tell::flag(flag, self.export.lang), signs.join(" ")))
        };
        merged(labels.into_iter().map(text))
    }

    /// The numbers of the steps; those of the moments that matter stand out.
    fn ticks(&mut self, moments: &[Reason], top: f64) -> f64 {
        let baseline = top + 14.0;
        for (cell, left, right) in self.columns.cells.clone() {
            let middle = (left + right) / 2.0;
            let at = Point::new(middle, baseline);
            match cell {
                Cell::Fold(..) => self.ink.words("ink3 num", at, FOLD_SIZE, Anchor::Middle, &cell.label()),
                Cell::Step(step) => {
                    let marked = moments.iter().any(|moment| moment.step == step);
                    let bad = is_bad(self.run, step);
                    if marked {
                        self.pill(at, (right - left - 1.0).min(24.0), bad);
                    }
                    let class = match (marked, bad) {
                        (true, _) => "paper b num",
                        (false, true) => "bad b num",
                        (false, false) => "ink2 num",
                    };
                    self.ink.words(class, at, 11.0, Anchor::Middle, &step.to_string());
                }
            }
        }
        baseline + 12.0
    }

    fn pill(&mut self, at: Point, wide: f64, bad: bool) {
        let area = Area { x: at.x - wide / 2.0, y: at.y - 12.0, w: wide, h: 16.0 };
        self.ink.rect(if bad { "bad" } else { "ink" }, area, 8.0);
    }

    /// The moments that matter in words. Answers how high the picture is.
    fn told(&mut self, moments: &[Reason], top: f64) -> f64 {
        let mut y = top + 14.0;
        let numbers = moments.iter().map(|moment| width(&moment.step.to_string(), 11.0) + 12.0).fold(20.0, f64::max);
        let left = MARGIN + numbers + 10.0;
        for moment in moments {
            let at = Point::new(MARGIN + numbers / 2.0, y);
            self.pill(at, numbers, is_bad(self.run, moment.step));
            self.ink.words("paper b num", at, 11.0, Anchor::Middle, &moment.step.to_string());
            for row in wrap(&moment.words, self.keys(), TEXT, WIDTH - MARGIN - left) {
                self.ink.row(Point::new(left, y), TEXT, &row);
                y += TEXT_ROW;
            }
            y += 6.0;
        }
        y + MARGIN - 12.0
    }
}

#[cfg(test)]
mod tests {
    use super::super::storyboard;
    use super::*;
    use crate::play::Chance;
    use crate::setup::{FaultKind, Setup, Theme, presets};
    use crate::tell::Lang;

    /// The figures and storyboards of every story in both languages, and where everything is in them.
    fn all() -> Vec<(String, Vec<(String, Area)>)> {
        let mut pictures = Vec::new();
        for story in presets() {
            let run = Run::staged(&story.setup, story.strikes);
            for lang in Lang::ALL {
                let title = tell::preset(story.name, lang).map_or_else(String::new, |words| words.title.to_owned());
                let export = Export { lang, title, theme: Theme::Light, ..Export::default() };
                let name = format!("{} {}", story.name, lang.tag());
                pictures.push((format!("figure {name}"), draw(&run, &export).1));
                pictures.push((format!("storyboard {name}"), storyboard::draw(&run, &export).1));
            }
        }
        pictures
    }

    /// The same of runs in which the seed breaks things.
    fn by_chance() -> Vec<(String, Vec<(String, Area)>)> {
        let mut pictures = Vec::new();
        for (seed, story) in presets().into_iter().enumerate() {
            let mut setup = Setup { seed: seed as u64, ..story.setup };
            setup.faults.budget = 3;
            setup.faults.kinds = FaultKind::ALL.iter().copied().collect();
            let run = Run::free(&setup, Chance::Faults);
            let export = Export { lang: Lang::ALL[seed % 2], ..Export::default() };
            pictures.push((format!("figure by chance {}", story.name), draw(&run, &export).1));
            pictures.push((format!("storyboard by chance {}", story.name), storyboard::draw(&run, &export).1));
        }
        pictures
    }

    #[test]
    fn nothing_covers_anything_and_all_is_inside() {
        let mut wrong = Vec::new();
        for (name, areas) in all().into_iter().chain(by_chance()) {
            for (index, (what, area)) in areas.iter().enumerate() {
                if area.x < 0.0 || area.x + area.w > WIDTH || area.y < 0.0 {
                    wrong.push(format!("{name}: {what} is outside"));
                }
                for (other, its) in &areas[..index] {
                    if area.meets(its) {
                        wrong.push(format!("{name}: {what} and {other} at {:.0} {:.0}", area.x, area.y));
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "{} overlaps:\n{}", wrong.len(), wrong.join("\n"));
    }
}
