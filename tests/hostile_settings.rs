//! Settings files in which anything can be wrong: each is read or refused with one line that names the trouble.

mod support;

use ackscope::setup::import::import;
use ackscope::tell::Lang;
use ackscope::tell::check::{Sort, check, import_error};
use support::{Rng, damaged};

const FILES: [&str; 4] = [
    include_str!("data/settings/rabbitmq.yml"),
    include_str!("data/settings/kafka.yml"),
    include_str!("data/settings/kafka.properties"),
    include_str!("data/settings/librdkafka.json"),
];

const SCRAPS: [&str; 24] = [
    "\n",
    "\t",
    ":",
    ": ",
    "=",
    "- ",
    "---\n",
    "${",
    "}",
    "[",
    "]",
    "{",
    "\"",
    "'",
    "\\",
    "\\u12",
    "#",
    "&a",
    "|",
    "true",
    "-1",
    "99999999999999999999",
    "spring.kafka.",
    "  ",
];

/// A file of lines of several, in any order and indented anyhow.
fn mixed(rng: &mut Rng) -> String {
    let lines: Vec<&str> = FILES.iter().flat_map(|file| file.lines()).collect();
    let mut text = String::new();
    for _ in 0..rng.below(12) {
        text.push_str(&" ".repeat(rng.below(7)));
        text.push_str(rng.pick(&lines).trim_start());
        text.push('\n');
    }
    text
}

#[test]
fn a_hundred_thousand_damaged_files_are_read_or_refused() {
    let mut rng = Rng::new(11);
    let mut read = 0;
    for count in 0..100_000 {
        let whole = if count % 4 == 0 { mixed(&mut rng) } else { rng.pick(&FILES).to_owned() };
        let text = damaged(&mut rng, &whole, &SCRAPS);
        match import(&text, None) {
            Ok(import) => {
                read += 1;
                assert_eq!(import.setup.check(), Ok(()), "{text}");
                let lines = text.lines().count();
                let entries = import.known.iter().map(|one| &one.entry).chain(&import.ignored);
                let entries = entries.chain(import.unseen.iter().map(|one| &one.entry));
                let entries = entries.chain(import.elsewhere.iter().map(|one| &one.entry));
                for entry in entries.chain(import.unknown.iter().map(|one| &one.entry)) {
                    assert!((1..=lines).contains(&entry.line), "{text}");
                }
            }
            Err(error) => {
                assert!(error.line <= text.lines().count().max(1), "{text}");
                for lang in Lang::ALL {
                    let line = import_error(&error, lang);
                    assert!(!line.contains(char::is_control) && line.len() < 1_000, "{line}");
                }
            }
        }
        if count % 16 == 0 {
            let checked = check(&text, None, Lang::Zh);
            assert!(checked.rows.iter().all(|row| !row.written.contains(char::is_control)), "{text}");
            assert!(checked.setup.is_none() || checked.rows.iter().any(|row| row.sort != Sort::Unknown), "{text}");
        }
    }
    assert!((10_000..95_000).contains(&read), "{read} of the damaged files were still good");
}

#[test]
fn what_is_very_long_deep_or_strange_is_no_trouble() {
    let deep = (0..5_000).map(|depth| format!("{}a:\n", " ".repeat(depth % 300))).collect::<String>();
    let lists = "- ".repeat(50_000);
    let braces = "{\"a\":".repeat(50_000);
    for text in [
        deep.as_str(),
        &lists,
        &format!("a:\n  {lists}"),
        &braces,
        &"\\".repeat(100_000),
        &"a=\\\n".repeat(50_000),
        "acks=\u{0}",
        "\u{feff}acks=1",
        "acks=\u{202e}1",
        "{",
        "[",
        "---",
        "a: [",
        "a: {",
        "'",
        "\"",
        ": a",
        "=",
        "\r",
        "acks=1\r\nretries=0\r\n",
    ] {
        let _ = import(text, None).map_err(|error| assert!(!error.to_string().contains(char::is_control)));
    }
    assert!(import("\u{feff}acks=1\r\nretries=0\r\n", None).is_ok());
}
