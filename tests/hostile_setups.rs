//! Setup files that are wrong in every way: each is refused with one line that names the trouble, and none panics.

mod support;

use ackscope::setup::*;
use support::hostile::{assert_names_the_trouble, wrong_values};
use support::{Rng, any_setup, damaged};

fn refused(text: &str) -> String {
    parse_setup(text).expect_err(text).to_string()
}

#[test]
fn the_version_is_required_and_is_1() {
    assert_eq!(refused("{}"), "version: it is missing; 1 is");
    for version in ["0", "2", "\"1\"", "1.0", "null", "[1]"] {
        let error = refused(&format!("{{\"version\": {version}}}"));
        assert!(error.starts_with("version: ") && error.ends_with(" is not allowed; 1 is"), "{error}");
    }
}

#[test]
fn unknown_fields_are_refused_at_every_level() {
    let cases = [
        ("{\"version\": 1, \"mesages\": 3}", "mesages: 3 is not allowed", "did you mean messages?"),
        ("{\"version\": 1, \"window\": 3}", "window: 3 is not allowed", "did you mean rabbitmq.window?"),
        ("{\"version\": 1, \"rabbitmq\": {\"windw\": []}}", "rabbitmq.windw: [] is", "did you mean window?"),
        ("{\"version\": 1, \"rabbitmq\": {\"version\": 1}}", "rabbitmq.version: 1 is", "the fields here are publish,"),
        ("{\"version\": 1, \"acks\": 3}", "acks: 3 is not allowed", "did you mean kafka.acks?"),
        ("{\"version\": 1, \"consumers\": 3}", "consumers: 3 is", "did you mean rabbitmq.consumers?"),
        ("{\"broker\": \"kafka\", \"version\": 1, \"consumers\": 3}", "consumers: 3 is", "mean kafka.consumers?"),
        ("{\"version\": 1, \"kafka\": {\"window\": 1}}", "kafka.window: 1 is", "did you mean rabbitmq.window?"),
        ("{\"version\": 1, \"kafka\": {\"comit\": 1}}", "kafka.comit: 1 is", "did you mean commit?"),
        ("{\"version\": 1, \"kafk\": {}}", "kafk: {} is not allowed", "did you mean kafka?"),
        ("{\"version\": 1, \"effects\": {\"effect\": 1}}", "effects.effect: 1 is", "did you mean effects.kind?"),
        ("{\"version\": 1, \"faults\": {\"kind\": 1}}", "faults.kind: 1 is", "the fields here are budget and kinds"),
        ("{\"version\": 1, \"\": 1}", "a field without a name: 1 is not allowed", "the fields here are version,"),
    ];
    for (text, start, part) in cases {
        let error = refused(text);
        assert!(error.starts_with(start) && error.contains(part), "{error}");
    }
}

#[test]
fn a_field_given_twice_is_refused_at_every_level() {
    let twice = "is a second value for it; one is allowed";
    let cases = [
        ("{\"version\": 1, \"version\": 1}", "version: 1"),
        ("{\"version\": 1, \"seed\": 1, \"seed\": 2}", "seed: 2"),
        ("{\"version\": 1, \"broker\": \"rabbitmq\", \"broker\": \"kafka\"}", "broker: \"kafka\""),
        ("{\"version\": 1, \"rabbitmq\": {}, \"rabbitmq\": {}}", "rabbitmq: {}"),
        ("{\"version\": 1, \"kafka\": {}, \"kafka\": {}}", "kafka: {}"),
        ("{\"version\": 1, \"kafka\": {\"acks\": \"1\", \"acks\": \"1\"}}", "kafka.acks: \"1\""),
        ("{\"version\": 1, \"rabbitmq\": {\"ack\": \"auto\", \"\\u0061ck\": \"auto\"}}", "rabbitmq.ack: \"auto\""),
        ("{\"version\": 1, \"effects\": {\"dedup\": \"none\", \"dedup\": \"none\"}}", "effects.dedup: \"none\""),
        ("{\"version\": 1, \"faults\": {\"budget\": 1, \"budget\": 1}}", "faults.budget: 1"),
    ];
    for (text, start) in cases {
        assert_eq!(refused(text), format!("{start} {twice}"));
    }
}

#[test]
fn a_text_that_is_not_one_json_object_is_refused() {
    let broken = ["", " ", "{", "{\"version\": 1", "{\"version\": 1}}", "{\"version\": 1} x", "{\"version\": 1,}"];
    let wrong = ["{'version': 1}", "{version: 1}", "{\"version\": 01}", "{\"version\": +1}", "{\"version\": 1} // x"];
    let strange = ["{\"version\": NaN}", "{\"version\": 1e999}", "{\"a\": \"\\ud800\"}", "{\"a\": \"\t\"}", "\u{feff}"];
    for text in broken.into_iter().chain(wrong).chain(strange) {
        let error = parse_setup(text).expect_err(text);
        assert!(matches!(error.problem, Problem::NotJson { .. }), "{text}: {error}");
    }
    for text in ["null", "[]", "1", "\"version\"", "true", "[{\"version\": 1}]"] {
        assert!(refused(text).starts_with("setup: "), "{text}");
    }
    assert!(parse_setup("\u{feff}{\"version\": 1}").is_ok());
    assert!(parse_setup(" \r\n\t{\"version\": 1}\n").is_ok());
}

#[test]
fn bytes_that_are_not_utf8_are_refused() {
    assert_eq!(parse_setup_bytes(b"{\"version\": 1}"), Ok(Setup::default()));
    let error = parse_setup_bytes(b"{\"version\": 1, \"\xff\": 1}").expect_err("a stray byte");
    assert_eq!(error.to_string(), "setup: the text is not UTF-8; only UTF-8 is allowed");
}

#[test]
fn deep_long_and_huge_texts_are_refused_in_one_short_line() {
    let nested = format!("{{\"version\": 1, \"messages\": {}", "[".repeat(100_000));
    let objects = "{\"version\":".repeat(100_000);
    let digits = format!("{{\"version\": 1, \"messages\": {}}}", "9".repeat(100_000));
    let long_value = format!("{{\"version\": 1, \"broker\": \"{}\"}}", "k".repeat(100_000));
    let long_name = format!("{{\"version\": 1, \"{}\": 1}}", "n\\n".repeat(100_000));
    let many = format!("{{\"version\": 1, \"faults\": {{\"kinds\": [{}0]}}}}", "\"ack_lost\",".repeat(100_000));
    for text in [nested, objects, digits, long_value, long_name, many] {
        let error = parse_setup(&text).expect_err("hostile").to_string();
        assert!(error.len() < 800 && !error.contains(char::is_control), "{error}");
    }
}

#[test]
fn a_hundred_thousand_damaged_files_are_read_or_refused() {
    let scraps = [
        "\"",
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "null",
        "-1",
        "1e999",
        "0.5",
        "99999999999999999999",
        "\\u0000",
        "\\ud800",
        "\"version\": 1, ",
        "\"rabbitmq\": {",
        "\"kafka\": {",
        "\"broker\": \"kafka\", ",
        "\"librdkafka\"",
        "\"acks\": \"0\"",
        "\"durable\": false",
        "\"quorum\"",
        "\u{feff}",
        "65",
    ];
    let mut rng = Rng::new(1);
    let (mut accepted, mut file) = (0, String::new());
    for count in 0..100_000 {
        if count % 50 == 0 {
            let setup = any_setup(&mut rng);
            file = if rng.coin() { to_json(&setup) } else { to_json_brief(&setup) };
        }
        match parse_setup(&damaged(&mut rng, &file, &scraps)) {
            Ok(setup) => {
                accepted += 1;
                assert_eq!(parse_setup(&to_json_brief(&setup)), Ok(setup));
            }
            Err(error) => assert_names_the_trouble(&error),
        }
    }
    assert!((1..50_000).contains(&accepted), "{accepted} of the damaged files were still good");
}

#[test]
fn a_wrong_value_of_any_setting_is_named_in_any_file() {
    let mut rng = Rng::new(8);
    let mut count = 0;
    for field in Field::ALL.iter().copied().filter(|field| field.section() != Section::Faults) {
        let path = match field.section() {
            Section::Setup => field.name().to_owned(),
            section => format!("{}.{}", section.name(), field.name()),
        };
        for value in wrong_values(field) {
            let file = to_json(&any_setup(&mut rng));
            let value = format!("\"{value}\"");
            let text = with_value(&file, field, &value);
            let error = parse_setup(&text).expect_err(&text);
            assert_eq!((error.field.as_str(), error.value.as_str()), (path.as_str(), value.as_str()), "{text}");
            assert_names_the_trouble(&error);
            count += 1;
        }
    }
    assert!(count > 500, "{count}");
}

/// The file with another value of this field.
fn with_value(file: &str, field: Field, value: &str) -> String {
    let section = file.find(&format!("\"{}\":", field.section().name())).unwrap_or_default();
    let key = format!("\"{}\":", field.name());
    let at = file[section..].find(&key).expect("the field is written") + section + key.len();
    let end = file[at..].find([',', '}']).expect("the value ends") + at;
    format!("{}{value}{}", &file[..at], &file[end..])
}
