//! How wide words are in a picture, and where their lines break. Nobody can measure text here, so widths are estimates on
//! the safe side: what fits by them fits in the fonts that browsers use.

use crate::model::Message;
use crate::tell::Piece;
use crate::tell::look::Look;

/// How wide a character is, in parts of its size.
fn advance(character: char) -> f64 {
    match character {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | 'I' => 0.3,
        ' ' | 'f' | 't' | 'r' | '(' | ')' | '-' => 0.4,
        'm' | 'w' | 'M' | 'W' => 0.92,
        'A'..='Z' => 0.71,
        'a'..='z' | '0'..='9' => 0.59,
        _ if character.is_ascii() => 0.6,
        _ => 1.0,
    }
}

/// How wide a text is at this size.
pub fn width(text: &str, size: f64) -> f64 {
    text.chars().map(advance).sum::<f64>() * size
}

/// Words in one look: a message's sign, or plain.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Run {
    pub text: String,
    pub look: Option<Look>,
}

/// One line of words.
pub type Row = Vec<Run>;

/// The words of a line, without their looks.
pub fn plain(row: &Row) -> String {
    row.iter().map(|run| run.text.as_str()).collect()
}

/// A message in words: its key's shape, and its number.
pub fn sign(message: Message, keys: u8) -> String {
    format!("{}{}", Look::of(message, keys).sign(), message.0)
}

/// A told sentence as text, each message with its key's shape.
pub fn signed(pieces: &[Piece], keys: u8) -> String {
    let mut text = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(words) | Piece::Step(_, words) => text += words,
            Piece::Message(message) => text += &sign(*message, keys),
        }
    }
    text
}

/// A told sentence in lines that are no wider than that at this size.
pub fn wrap(pieces: &[Piece], keys: u8, size: f64, widest: f64) -> Vec<Row> {
    let (mut rows, mut room) = (vec![Row::new()], widest);
    for atom in atoms(pieces, keys) {
        let needs = atom.iter().map(|run| width(run.text.trim_end(), size)).sum::<f64>();
        if needs > room && room < widest {
            rows.push(Row::new());
            room = widest;
        }
        room -= atom.iter().map(|run| width(&run.text, size)).sum::<f64>();
        if let Some(row) = rows.last_mut() {
            atom.into_iter().for_each(|run| join(row, run));
        }
    }
    rows.into_iter().filter(|row| !row.is_empty()).collect()
}

fn join(row: &mut Row, run: Run) {
    match row.last_mut() {
        Some(last) if last.look == run.look => last.text += &run.text,
        _ => row.push(run),
    }
}

/// What is never divided, in order.
fn atoms(pieces: &[Piece], keys: u8) -> Vec<Row> {
    let (mut atoms, mut before) = (Vec::<Row>::new(), None);
    let mut add = |character: char, text: String, look: Option<Look>| {
        let run = Run { text, look };
        match atoms.last_mut() {
            Some(atom) if !may_break(before, character) => join(atom, run),
            _ => atoms.push(vec![run]),
        }
        before = Some(character);
    };
    for piece in pieces {
        match piece {
            Piece::Text(words) | Piece::Step(_, words) => {
                words.chars().for_each(|character| add(character, character.to_string(), None));
            }
            // A sign breaks like a word.
            Piece::Message(message) => add('0', sign(*message, keys), Some(Look::of(*message, keys))),
        }
    }
    atoms
}

/// Whether a line may end between these two.
fn may_break(before: Option<char>, after: char) -> bool {
    let Some(before) = before else { return true };
    if "，。；：、）”！？》,.;:)!? ".contains(after) || "（“《(".contains(before) {
        return false;
    }
    before == ' ' || is_wide(before) || is_wide(after)
}

const fn is_wide(character: char) -> bool {
    matches!(character, '\u{3000}'..='\u{303f}' | '\u{4e00}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &'static str, widest: f64) -> Vec<String> {
        wrap(&[Piece::Text(text.into()), Piece::Message(Message(2)), Piece::Text(".".into())], 2, 10.0, widest)
            .iter()
            .map(plain)
            .collect()
    }

    #[test]
    fn lines_are_no_wider_than_asked_and_nothing_is_lost() {
        let text = "The consumer finishes what it holds, and only then asks for ";
        for widest in [60.0, 90.0, 140.0, 1000.0] {
            let lines = lines(text, widest);
            assert_eq!(lines.concat(), format!("{text}■2."));
            assert!(lines.iter().all(|line| width(line.trim_end(), 10.0) <= widest), "{lines:?}");
        }
    }

    #[test]
    fn a_chinese_line_does_not_begin_with_a_full_stop() {
        for widest in 20..200 {
            let lines = lines("消费者处理完手中的消息，才确认。然后是（括号）", f64::from(widest));
            assert!(lines.iter().all(|line| !line.starts_with(['，', '。', '）', '.'])), "{lines:?}");
        }
    }
}
