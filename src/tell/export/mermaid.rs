//! A run as a Mermaid sequence diagram: an arrow for everything that arrives or is lost, notes for what broke, for the
//! promises that broke, and for the moments that matter.

use std::fmt::Write;

use super::Export;
use super::lettering::{plain, sign, wrap};
use super::moments::moments;
use crate::model::{EnvelopeKind, Event, Line, Message, Messages, Way};
use crate::play::{Flight, Landing, Run, Struck};
use crate::tell::{self, Lang, Reason, interface};

/// How wide a note is, in letters.
const NOTE: f64 = 46.0;

/// The diagram.
pub fn write(run: &Run, export: &Export) -> String {
    let mut diagram = Diagram { run, lang: export.lang, text: String::from("sequenceDiagram\n") };
    if !export.title.is_empty() {
        diagram.line(&format!("title {}", escaped(&export.title)));
    }
    diagram.actors();
    let moments = moments(run, export.lang);
    for step in 1..=run.steps() {
        diagram.step(step);
        moments.iter().filter(|moment| moment.step == step).for_each(|moment| diagram.moment(moment));
    }
    let flying = run.flights().iter().filter(|flight| flight.landing == Landing::Flying);
    flying.for_each(|flight| diagram.flight(flight));
    diagram.text
}

/// Text for a label: a line end, a semicolon and a number sign would end it, and angle brackets begin HTML.
pub fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '#' => safe += "#35;",
            ';' => safe += "#59;",
            '<' => safe += "#lt;",
            '>' => safe += "#gt;",
            '"' => safe += "#quot;",
            _ if character.is_control() => safe.push(' '),
            _ => safe.push(character),
        }
    }
    safe
}

struct Diagram<'run> {
    run: &'run Run,
    lang: Lang,
    text: String,
}

impl Diagram<'_> {
    fn line(&mut self, text: &str) {
        // Writing to a string can't fail.
        let _ = writeln!(self.text, "    {text}");
    }

    /// The actors, in the order of the stage.
    fn actors(&mut self) {
        let lang = self.lang;
        let consumers = usize::from(self.run.setup().consumers());
        let mut actors = vec![("P".into(), interface::producer(lang).to_owned())];
        actors.push(("B".into(), interface::broker(lang).to_owned()));
        for index in 0..consumers {
            let name = match consumers {
                1 => interface::consumer(lang).to_owned(),
                _ => interface::consumer_numbered(index, lang),
            };
            actors.push((format!("C{}", index + 1), name));
        }
        actors.push(("W".into(), interface::outside_world(lang).to_owned()));
        for (id, name) in actors {
            self.line(&format!("participant {id} as {name}"));
        }
    }

    fn step(&mut self, step: usize) {
        let run = self.run;
        if let Some((kind, struck)) = Struck::in_step(run.events(step)) {
            let (place, text) = match (kind, struck) {
                (Some(kind), Struck::Client(line)) => {
                    (id(line), tell::fault_label(kind, run.setup().broker, self.lang))
                }
                (Some(kind), Struck::Broker) => ("B".into(), tell::fault_label(kind, run.setup().broker, self.lang)),
                (None, Struck::Client(line)) | (_, Struck::Wire(line)) => {
                    (between(&id(line), "B"), interface::connection_cut(self.lang))
                }
                (None, Struck::Broker) => ("B".into(), interface::connection_cut(self.lang)),
            };
            let place = place.as_str();
            self.line(&format!("Note over {place}: {}", escaped(text)));
        }
        let landed = run.flights().iter().filter(|flight| flight.landing.step() == Some(step));
        landed.for_each(|flight| self.flight(flight));
        for event in run.events(step) {
            self.event(step, event);
        }
        self.promises(step);
    }

    fn flight(&mut self, flight: &Flight) {
        let (from, to) = match flight.way {
            Way::ToBroker => (id(flight.line), "B".to_owned()),
            Way::ToClient => ("B".to_owned(), id(flight.line)),
        };
        let solid =
            matches!(flight.envelope.kind, EnvelopeKind::Publish | EnvelopeKind::Produce | EnvelopeKind::Delivery);
        let arrow = match (flight.landing, solid) {
            (Landing::Read(_), true) => "->>",
            (Landing::Read(_), false) => "-->>",
            (Landing::Destroyed(_), true) => "-x",
            (Landing::Destroyed(_), false) => "--x",
            (Landing::Flying, true) => "-)",
            (Landing::Flying, false) => "--)",
        };
        let words =
            format!("{} {}", tell::envelope(flight.envelope.kind, self.lang), self.signs(flight.envelope.messages));
        self.arrow(&from, arrow, &to, words.trim_end());
    }

    fn arrow(&mut self, from: &str, arrow: &str, to: &str, words: &str) {
        self.line(&format!("{from}{arrow}{to}: {}", escaped(words)));
    }

    fn signs(&self, messages: Messages) -> String {
        let signs: Vec<String> = messages.iter().map(|message| self.sign(message)).collect();
        signs.join(" ")
    }

    fn sign(&self, message: Message) -> String {
        sign(message, self.run.setup().keys)
    }

    /// What goes from one actor to another within a step.
    fn event(&mut self, step: usize, event: &Event) {
        let (run, lang) = (self.run, self.lang);
        let of = |consumer| id(Line::Consumer(consumer));
        match *event {
            Event::Polled { consumer, .. } => {
                let taken = |event: &Event| match *event {
                    Event::Took { message, .. } => Some(message),
                    _ => None,
                };
                let got = self.signs(run.events(step).iter().filter_map(taken).collect());
                self.arrow("B", "->>", &of(consumer), format!("{} {got}", lang.pick("poll", "拉取")).trim_end());
            }
            Event::OffsetCommitted { consumer, offset, .. } => {
                let words = format!("{} {offset}", lang.pick("commit offset", "提交位移"));
                self.arrow(&of(consumer), "-->>", "B", &words);
            }
            Event::CommitRefused { consumer, offset, .. } => {
                let words = format!("{} {offset}", lang.pick("commit offset", "提交位移"));
                self.arrow(&of(consumer), "--x", "B", &words);
            }
            Event::Applied { consumer, message, times, .. } => {
                let words = format!("{} {}", lang.pick("effect", "生效"), self.sign(message));
                let words = if times > 1 { format!("{words} {}", interface::times(times.into())) } else { words };
                self.arrow(&of(consumer), "->>", "W", &words);
            }
            Event::Rewritten { consumer, message } => {
                let words = format!("{} {}", lang.pick("written again", "再次写入"), self.sign(message));
                self.arrow(&of(consumer), "->>", "W", &words);
            }
            _ => {}
        }
    }

    /// The promises that broke in a step.
    fn promises(&mut self, step: usize) {
        let raised = self.run.events(step).iter().filter_map(|event| match *event {
            Event::Raised { flag, message } => Some((flag, message)),
            _ => None,
        });
        let words: Vec<String> =
            raised.map(|(flag, message)| format!("{} {}", tell::flag(flag, self.lang), self.sign(message))).collect();
        if !words.is_empty() {
            self.line(&format!("Note over P,W: {}", escaped(&words.join(" · "))));
        }
    }

    /// A moment that matters, in words.
    fn moment(&mut self, moment: &Reason) {
        let rows = wrap(&moment.words, self.run.setup().keys, 1.0, NOTE);
        let rows: Vec<String> = rows.iter().map(|row| escaped(plain(row).trim_end())).collect();
        let step = interface::step(moment.step, self.lang);
        self.line(&format!("Note over P,W: {step}<br/>{}", rows.join("<br/>")));
    }
}

/// What the diagram calls the client of a connection.
fn id(line: Line) -> String {
    match line {
        Line::Producer => "P".into(),
        Line::Consumer(consumer) => format!("C{}", consumer.0 + 1),
    }
}

fn between(client: &str, broker: &str) -> String {
    if client == "P" { format!("P,{broker}") } else { format!("{broker},{client}") }
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn nothing_in_a_label_ends_it() {
        assert_eq!(escaped("a; b #1 <c> \"d\"\ne -->> f"), "a#59; b #35;1 #lt;c#gt; #quot;d#quot; e --#gt;#gt; f");
    }
}
