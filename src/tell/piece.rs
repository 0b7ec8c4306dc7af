//! A told sentence: words, messages that the page draws as glyphs, and links to other steps.

use std::borrow::Cow;

use super::Lang;
use crate::model::{Consumer, Member, Message, Messages, Partition};

/// A part of a sentence.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Piece {
    /// Words.
    Text(Cow<'static, str>),
    /// A message, drawn as its glyph.
    Message(Message),
    /// A link to that step, with its words.
    Step(usize, Cow<'static, str>),
}

/// The sentence as plain text: for the live region and the terminal.
pub fn plain(pieces: &[Piece]) -> String {
    let mut text = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(words) | Piece::Step(_, words) => text.push_str(words),
            Piece::Message(message) => text.push_str(&message.0.to_string()),
        }
    }
    text
}

/// What a sentence is put together from. Each part adds itself, so that a sentence costs the page one small call a part.
pub(super) trait Part: Sized {
    /// Adds itself to the sentence.
    fn add_to(self, tale: &mut Tale);

    /// Fills the gap that comes next, and lets the words after it follow.
    #[inline(never)]
    fn fill(self, tale: &mut Tale) {
        self.add_to(tale);
        tale.go_on();
    }
}

/// A step as a part of a sentence: a link.
#[derive(Clone, Copy)]
pub(super) struct At(pub usize);

impl Part for &'static str {
    fn add_to(self, tale: &mut Tale) {
        tale.text(Cow::Borrowed(self));
    }
}

impl Part for String {
    fn add_to(self, tale: &mut Tale) {
        tale.text(Cow::Owned(self));
    }
}

impl Part for Message {
    fn add_to(self, tale: &mut Tale) {
        tale.message(self);
    }
}

/// All of them, as a list.
impl Part for Messages {
    fn add_to(self, tale: &mut Tale) {
        tale.messages(self);
    }
}

impl Part for At {
    fn add_to(self, tale: &mut Tale) {
        tale.step(self.0);
    }
}

impl Part for Consumer {
    fn add_to(self, tale: &mut Tale) {
        tale.consumer(self);
    }
}

impl Part for Member {
    fn add_to(self, tale: &mut Tale) {
        tale.node(self);
    }
}

/// Each of them, in this order.
impl Part for Vec<Message> {
    fn add_to(self, tale: &mut Tale) {
        let last = self.len().saturating_sub(1);
        for (place, message) in self.into_iter().enumerate() {
            tale.separate(place, last);
            tale.message(message);
        }
    }
}

/// Each of them: `node 1 and node 3`.
impl Part for Vec<Member> {
    fn add_to(self, tale: &mut Tale) {
        let last = self.len().saturating_sub(1);
        for (place, member) in self.into_iter().enumerate() {
            tale.separate(place, last);
            tale.node(member);
        }
    }
}

/// An offset, or how many there are of something.
impl Part for u16 {
    fn add_to(self, tale: &mut Tale) {
        tale.text(Cow::Owned(self.to_string()));
    }
}

/// A partition, by its number where there are several.
#[derive(Clone, Copy)]
pub(super) struct Which(pub Option<Partition>);

impl Part for Which {
    fn add_to(self, tale: &mut Tale) {
        let name = match (tale.lang, self.0) {
            (Lang::En, None) => "the partition".into(),
            (Lang::En, Some(Partition(number))) => format!("partition {number}").into(),
            (Lang::Zh, None) => "分区".into(),
            (Lang::Zh, Some(Partition(number))) => format!("分区 {number}").into(),
        };
        tale.text(name);
    }
}

/// A place in a log: its offset, and the partition where there are several.
#[derive(Clone, Copy)]
pub(super) struct Spot {
    pub partition: Option<Partition>,
    pub offset: u16,
}

impl Part for Spot {
    fn add_to(self, tale: &mut Tale) {
        let offset = self.offset;
        tale.text(match (tale.lang, self.partition) {
            (Lang::En, None) => format!("offset {offset}").into(),
            (Lang::En, Some(Partition(number))) => format!("offset {offset} of partition {number}").into(),
            (Lang::Zh, None) => format!("位移 {offset}").into(),
            (Lang::Zh, Some(Partition(number))) => format!("分区 {number} 的位移 {offset}").into(),
        });
    }
}

/// A sentence being put together. It cares for what depends on neighbours: the space between Chinese and other
/// characters, the capital letter and the space at an English sentence's start.
pub(super) struct Tale {
    pub lang: Lang,
    /// Whether consumers need numbers.
    several: bool,
    pieces: Vec<Piece>,
    /// The words still to come, with a gap for each part between them.
    words: &'static str,
}

/// The gap in a text where a part belongs, as the macro `text` writes it.
const GAP: char = '\u{1}';

/// What stands at an end of a text, as far as spacing goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Edge {
    /// A Chinese character.
    Han,
    /// A letter, a digit or a glyph.
    Narrow,
    /// The full stop of an English sentence.
    Stop,
    /// Punctuation, a space, or nothing at all.
    Open,
}

fn edge(character: Option<char>) -> Edge {
    match character {
        Some('.') => Edge::Stop,
        Some(character) if character.is_ascii_alphanumeric() => Edge::Narrow,
        Some('\u{4e00}'..='\u{9fff}') => Edge::Han,
        _ => Edge::Open,
    }
}

impl Tale {
    pub const fn new(lang: Lang, several: bool) -> Self {
        Self { lang, several, pieces: Vec::new(), words: "" }
    }

    /// Begins a text: its words up to the first gap.
    #[inline(never)]
    pub fn begin(&mut self, words: &'static str) {
        self.words = words;
        self.go_on();
    }

    /// The words up to the next gap.
    fn go_on(&mut self) {
        let (words, rest) = self.words.split_once(GAP).unwrap_or((self.words, ""));
        self.words = rest;
        if !words.is_empty() {
            self.text(Cow::Borrowed(words));
        }
    }

    pub fn finish(self) -> Vec<Piece> {
        self.pieces
    }

    fn step(&mut self, step: usize) {
        let text = super::interface::step(step, self.lang);
        self.space_before(text.chars().next());
        self.pieces.push(Piece::Step(step, Cow::Owned(text)));
    }

    fn node(&mut self, Member(number): Member) {
        let name = self.lang.pick(if self.begins() { "Node" } else { "node" }, "节点");
        self.text(Cow::Owned(format!("{name} {}", number + 1)));
    }

    fn consumer(&mut self, Consumer(number): Consumer) {
        let begins = self.begins();
        let name = match (self.lang, self.several) {
            (Lang::En, true) => format!("{} {}", if begins { "Consumer" } else { "consumer" }, number + 1),
            (Lang::En, false) => if begins { "The consumer" } else { "the consumer" }.to_owned(),
            (Lang::Zh, true) => format!("消费者 {}", number + 1),
            (Lang::Zh, false) => "消费者".to_owned(),
        };
        self.text(Cow::Owned(name));
    }

    /// `1, 2 and 5 to 9`: four or more in a row are told by their ends.
    fn messages(&mut self, messages: Messages) {
        let spans = spans(messages);
        for (place, (first, last)) in spans.iter().copied().enumerate() {
            self.separate(place, spans.len() - 1);
            self.message(first);
            if last != first {
                self.text(self.lang.pick(" to ", "至").into());
                self.message(last);
            }
        }
    }

    /// What stands before the item at this place of a list whose last place this is.
    fn separate(&mut self, place: usize, last: usize) {
        match place {
            0 => {}
            _ if place == last => self.text(self.lang.pick(" and ", "和").into()),
            _ => self.text(self.lang.pick(", ", "、").into()),
        }
    }

    fn message(&mut self, message: Message) {
        self.space_before(Some('0'));
        self.pieces.push(Piece::Message(message));
    }

    fn text(&mut self, text: Cow<'static, str>) {
        self.space_before(text.chars().next());
        match self.pieces.last_mut() {
            Some(Piece::Text(before)) => before.to_mut().push_str(&text),
            _ => self.pieces.push(Piece::Text(text)),
        }
    }

    fn space_before(&mut self, next: Option<char>) {
        let space = match (self.lang, self.edge(), edge(next)) {
            (Lang::En, Edge::Stop, _) => next != Some(' '),
            (Lang::Zh, Edge::Han, Edge::Narrow) | (Lang::Zh, Edge::Narrow, Edge::Han) => true,
            _ => false,
        };
        if !space {
            return;
        }
        match self.pieces.last_mut() {
            Some(Piece::Text(before)) => before.to_mut().push(' '),
            _ => self.pieces.push(Piece::Text(Cow::Borrowed(" "))),
        }
    }

    fn edge(&self) -> Edge {
        match self.pieces.last() {
            None => Edge::Open,
            Some(Piece::Text(text) | Piece::Step(_, text)) => edge(text.chars().last()),
            Some(Piece::Message(_)) => Edge::Narrow,
        }
    }

    /// Whether a sentence begins here.
    fn begins(&self) -> bool {
        self.pieces.is_empty() || self.edge() == Edge::Stop
    }
}

/// The messages as spans: a span of two or more ends stands for at least four.
fn spans(messages: Messages) -> Vec<(Message, Message)> {
    let mut spans: Vec<(Message, Message)> = Vec::new();
    for message in messages.iter() {
        match spans.last_mut() {
            Some((_, last)) if last.0 + 1 == message.0 => *last = message,
            _ => spans.push((message, message)),
        }
    }
    let alone = |(first, last): (Message, Message)| {
        let count = last.0 - first.0 + 1;
        if count < 4 {
            (first.0..=last.0).map(|number| (Message(number), Message(number))).collect()
        } else {
            vec![(first, last)]
        }
    };
    spans.into_iter().flat_map(alone).collect()
}

/// `say!(teller, ["English ", message, "."], ["中文", message, "。"])`: one text in both languages.
macro_rules! say {
    ($teller:expr, [$($english:tt)+], [$($chinese:tt)+] $(,)?) => {
        match $teller.tale.lang {
            $crate::tell::Lang::En => $crate::tell::piece::text!($teller.tale; (); (); $($english)+),
            $crate::tell::Lang::Zh => $crate::tell::piece::text!($teller.tale; (); (); $($chinese)+),
        }
    };
}

/// Gathers a text's words in one string with a gap for each of its other parts. So a text costs the page one call, and
/// one more for each gap.
macro_rules! text {
    ($tale:expr; ($($text:literal)*); ($($part:expr;)*); $word:literal $(, $($rest:tt)*)?) => {
        $crate::tell::piece::text!($tale; ($($text)* $word); ($($part;)*); $($($rest)*)?)
    };
    ($tale:expr; ($($text:literal)*); ($($part:expr;)*); $next:expr $(, $($rest:tt)*)?) => {
        $crate::tell::piece::text!($tale; ($($text)* "\u{1}"); ($($part;)* $next;); $($($rest)*)?)
    };
    ($tale:expr; ($($text:literal)*); ($($part:expr;)*);) => {{
        $tale.begin(concat!($($text),*));
        $($crate::tell::piece::Part::fill($part, &mut $tale);)*
    }};
}

pub(super) use {say, text};

#[cfg(test)]
mod tests {
    use super::*;

    struct Told {
        tale: Tale,
    }

    fn told(lang: Lang, several: bool) -> Told {
        Told { tale: Tale::new(lang, several) }
    }

    #[test]
    fn chinese_and_other_characters_keep_a_distance() {
        let mut teller = told(Lang::Zh, true);
        say!(teller, ["x"], ["把", Message(2), "交给", Consumer(0), "，", At(8), "处理", Message(3), "。"]);
        assert_eq!(plain(&teller.tale.finish()), "把 2 交给消费者 1，第 8 步处理 3。");
    }

    #[test]
    fn english_sentences_begin_with_a_space_and_a_capital() {
        let mut teller = told(Lang::En, false);
        say!(teller, [Consumer(0), " is here."], ["x"]);
        say!(teller, [Consumer(0), " and ", Consumer(0), "."], ["x"]);
        assert_eq!(plain(&teller.tale.finish()), "The consumer is here. The consumer and the consumer.");
    }

    #[test]
    fn a_list_names_each_and_a_long_row_by_its_ends() {
        let messages: Messages = [1, 2, 3, 5, 7, 8, 9, 10].map(Message).into_iter().collect();
        let mut teller = told(Lang::En, false);
        say!(teller, [messages], [messages]);
        assert_eq!(plain(&teller.tale.finish()), "1, 2, 3, 5 and 7 to 10");
        let mut teller = told(Lang::Zh, false);
        say!(teller, [messages], [messages]);
        assert_eq!(plain(&teller.tale.finish()), "1、2、3、5 和 7 至 10");
    }
}
