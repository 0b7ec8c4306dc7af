//! Fields between tabs: what the page and its worker write to each other. No word or link has a tab in it.

use crate::explore::Finding;
use crate::model::{Action, Flag, Message};
use crate::play::{actions_from_text, actions_to_text};
use crate::setup::{Link, Setup};
use crate::tell::Piece;

/// A line being written.
#[derive(Default)]
pub struct Line(String);

impl Line {
    /// One more field.
    pub fn put(mut self, field: impl std::fmt::Display) -> Self {
        if !self.0.is_empty() {
            self.0.push('\t');
        }
        self.0.push_str(&field.to_string());
        self
    }

    pub fn setup(self, setup: &Setup) -> Self {
        self.put(Link::from(*setup).to_fragment(&|_| None))
    }

    pub fn actions(self, actions: &[Action]) -> Self {
        self.put(actions_to_text(actions))
    }

    pub fn findings(self, findings: &[Finding]) -> Self {
        findings.iter().fold(self, |line, finding| line.put(finding.flag.name()).actions(&finding.actions))
    }

    pub fn pieces(self, pieces: &[Piece]) -> Self {
        pieces.iter().fold(self, |line, piece| match piece {
            Piece::Text(words) => line.put(format_args!("t{words}")),
            Piece::Message(message) => line.put(format_args!("m{}", message.0)),
            Piece::Step(step, words) => line.put(format_args!("s{step}:{words}")),
        })
    }

    pub fn done(self) -> String {
        self.0
    }
}

/// A line being read. Whatever is not as it should be ends the reading.
pub struct Fields<'text>(std::str::Split<'text, char>);

impl<'text> Fields<'text> {
    pub fn of(line: &'text str) -> Self {
        Self(line.split('\t'))
    }

    pub fn word(&mut self) -> Option<&'text str> {
        self.0.next()
    }

    pub fn number<N: std::str::FromStr>(&mut self) -> Option<N> {
        self.word()?.parse().ok()
    }

    pub fn setup(&mut self) -> Option<Setup> {
        Some(Link::parse(self.word()?, &|_| None).ok()?.setup)
    }

    pub fn actions(&mut self) -> Option<Vec<Action>> {
        actions_from_text(self.word()?).ok()
    }

    pub fn flag(&mut self) -> Option<Flag> {
        Flag::named(self.word()?)
    }

    pub fn message(&mut self) -> Option<Message> {
        self.number().filter(|number| (1..=64).contains(number)).map(Message)
    }

    /// Every finding up to the end of the line.
    pub fn findings(mut self) -> Option<Vec<Finding>> {
        let mut findings = Vec::new();
        while let Some(name) = self.word() {
            findings.push(Finding { flag: Flag::named(name)?, actions: self.actions()? });
        }
        Some(findings)
    }

    /// Every piece up to the end of the line.
    pub fn pieces(self) -> Option<Vec<Piece>> {
        self.0.map(piece).collect()
    }
}

/// A text without tabs and line ends.
pub fn folded(text: &str) -> String {
    text.replace('\\', "\\\\").replace('\t', "\\t").replace('\n', "\\n")
}

/// The text that was folded.
pub fn unfolded(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text.chars();
    while let Some(character) = rest.next() {
        match character {
            '\\' => match rest.next() {
                Some('t') => out.push('\t'),
                Some('n') => out.push('\n'),
                other => out.extend(other),
            },
            _ => out.push(character),
        }
    }
    out
}

fn piece(field: &str) -> Option<Piece> {
    let rest = field.get(1..)?;
    match field.as_bytes()[0] {
        b't' => Some(Piece::Text(rest.to_owned().into())),
        b'm' => Some(Piece::Message(Message(rest.parse().ok()?))),
        b's' => {
            let (step, words) = rest.split_once(':')?;
            Some(Piece::Step(step.parse().ok()?, words.to_owned().into()))
        }
        _ => None,
    }
}
