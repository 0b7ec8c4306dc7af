//! How a setup in a client is written between worker and page: a line for each line of its files and for each note.

use super::line::{Fields, Line};
use crate::tell::client::{File, InClient, Note, Warning};

/// `file` and a name begin a file, `=` is a line of it; a note has its kind in front.
pub fn to_lines(code: &InClient) -> impl Iterator<Item = String> {
    let files = code.files.iter().flat_map(|file| {
        let head = Line::default().put("file").put(&file.name).done();
        let lines = file.text.lines().map(|line| Line::default().put("=").put(line).done());
        std::iter::once(head).chain(lines)
    });
    let notes = code.notes.iter().map(|note| Line::default().put(note.warning.name()).put(&note.words).done());
    files.chain(notes)
}

/// Reads those lines; nothing if they are none.
pub fn of_lines<'text>(lines: impl Iterator<Item = &'text str>) -> Option<InClient> {
    let mut code = InClient::default();
    for line in lines {
        let mut fields = Fields::of(line);
        let (kind, words) = (fields.word()?, fields.word()?);
        match kind {
            "file" => code.files.push(File { name: words.to_owned(), text: String::new() }),
            "=" => {
                let file = code.files.last_mut()?;
                file.text.push_str(words);
                file.text.push('\n');
            }
            _ => code.notes.push(Note { warning: Warning::named(kind)?, words: words.to_owned() }),
        }
    }
    Some(code)
}
