//! A page of three functions: one that is exported, one in a panel, and a small one that both call.

use super::{Rule, split, with_short_imports};
use crate::binary::{Reader, list, number, section, sections, sized};

const SHOWN: &str = "<ackscope[1]::page::app::App>::shown";
const PANEL: &str = "ackscope[1]::page::why::panel";
const BOTH: &str = "core[2]::both";
/// So long that it is worth moving.
const LONG: [u8; 30] = [0x01; 30];

fn text(text: &str) -> Vec<u8> {
    sized(text.as_bytes())
}

fn part(number: u8, content: &[u8]) -> Vec<u8> {
    [&[number], &sized(content)[..]].concat()
}

/// Function 0 is imported, 1 is shown and calls 2 and 3, 2 is the panel and calls 3.
fn page() -> Vec<u8> {
    let import = [text("browser"), text("__wbg_fetchRest_12ab"), vec![0, 0]].concat();
    let export = [text("shown"), vec![0, 1]].concat();
    let shown = [&[0, 0x10, 2, 0x10, 3], &[0x0b][..]].concat();
    let panel = [&[0][..], &LONG, &[0x10, 3, 0x0b]].concat();
    let name = |(place, name): (usize, &&str)| [number(place), text(name)].concat();
    let names = list(&["fetch", SHOWN, PANEL, BOTH].iter().enumerate().map(name).collect::<Vec<_>>());
    [
        b"\0asm\x01\0\0\0".to_vec(),
        part(1, &list(&[b"\x60\x01\x7f\0".to_vec(), b"\x60\0\0".to_vec()])),
        part(2, &list(&[import])),
        part(3, &[3, 1, 1, 1]),
        part(4, &[1, 0x70, 0, 2]),
        part(5, &[1, 0, 1]),
        part(6, &[1, 0x7f, 1, 0x41, 0, 0x0b]),
        part(7, &list(&[export])),
        part(9, &[1, 0, 0x41, 1, 0x0b, 1, 1]),
        part(10, &list(&[sized(&shown), sized(&panel), sized(&[0, 0x0b])])),
        part(0, &[text("name"), vec![1], sized(&names)].concat()),
    ]
    .concat()
}

/// The code of the functions in a half.
fn bodies(half: &[u8]) -> Vec<Vec<u8>> {
    let all = sections(half).unwrap();
    let (_, code) = all.iter().find(|(number, _)| *number == section::CODE).unwrap();
    Reader::new(code).list(|reader| Ok(reader.sized()?.to_vec())).unwrap()
}

#[test]
fn a_function_of_the_other_half_is_called_through_the_table() {
    let halves = split(&page(), &Rule::read("page::why")).unwrap();
    assert_eq!(halves.renamed, [("__wbg_fetchRest_12ab".to_string(), "i0".to_string())]);
    let first = bodies(&halves.first);
    // Function 4 waits for the rest; the panel has the first place of the table that was free.
    assert_eq!(first[1], [0, 0x10, 4, 0x41, 2, 0x11, 1, 0, 0x0b]);
    assert_eq!(first[2], [0, 0x0b]);
    assert_eq!(first.len(), 4);
}

#[test]
fn a_path_that_no_function_has_is_noticed() {
    let halves = split(&page(), &Rule::read("page::why\npage::grid")).unwrap();
    assert_eq!(halves.unknown, ["page::grid"]);
}

#[test]
fn a_short_function_stays() {
    let halves = split(&page(), &Rule::read("page::app")).unwrap();
    assert_eq!(bodies(&halves.first)[0], [0, 0x10, 2, 0x10, 3, 0x0b]);
}

#[test]
fn a_whole_file_can_have_short_names_for_what_it_imports() {
    let (short, renamed) = with_short_imports(&page()).unwrap();
    assert_eq!(renamed, [("__wbg_fetchRest_12ab".to_string(), "i0".to_string())]);
    let imports = |file: &[u8]| {
        let all = sections(file).unwrap();
        let (_, content) = all.iter().find(|(number, _)| *number == section::IMPORT).unwrap();
        content.to_vec()
    };
    assert!(imports(&short).len() < imports(&page()).len());
    assert_eq!(bodies(&short), bodies(&page()));
}
