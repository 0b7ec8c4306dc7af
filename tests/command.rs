//! The command line as a shell sees it: exit codes, standard output, standard error.

use std::io::Write;
use std::process::{Command, Output, Stdio};

struct Answer {
    code: i32,
    out: String,
    err: String,
}

fn ackscope(arguments: &[&str], input: &str) -> Answer {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ackscope"));
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the command starts");
    // A command that refuses its arguments may be gone before it reads.
    let _ = child.stdin.take().expect("a pipe").write_all(input.as_bytes());
    let Output { status, stdout, stderr } = child.wait_with_output().expect("the command ends");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    Answer { code: status.code().expect("an exit code"), out: text(stdout), err: text(stderr) }
}

fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

const SETUP: &str = r#"{"version": 1, "rabbitmq": {"publish": "confirm", "ack": "after_effect", "durable": true}}"#;

#[test]
fn run_writes_an_event_a_line_and_then_the_outcome() {
    let Answer { code, out, err } = ackscope(&["run", "-", "--seed", "7"], SETUP);
    assert_eq!((code, err.as_str()), (0, ""));
    let lines: Vec<serde_json::Value> = out.lines().map(json).collect();
    let (outcome, events) = lines.split_last().expect("lines");
    assert!(!events.is_empty() && events.iter().all(|event| event["step"].is_u64() && event["event"].is_string()));
    assert_eq!(outcome["ledger"].as_array().map(Vec::len), Some(3));
    assert!(outcome["flags"].is_array());
    assert_eq!(outcome["digest"].as_str().map(str::len), Some(16));
}

#[test]
fn the_same_seed_gives_the_same_run_and_another_one_another() {
    let outcome = |seed: &str| ackscope(&["run", "-", "--seed", seed], SETUP).out;
    assert_eq!(outcome("7"), outcome("7"));
    assert_ne!(outcome("7"), outcome("8"));
}

#[test]
fn replay_reproduces_a_run_or_says_what_changed() {
    let run = ackscope(&["run", "-"], SETUP);
    let link = json(run.out.lines().last().expect("an outcome"))["link"].as_str().expect("a link").to_owned();
    let again = ackscope(&["replay", &link], "");
    assert_eq!((again.code, json(&again.out)["replay"].as_str()), (0, Some("reproduced")));

    let path = std::env::temp_dir().join(format!("ackscope-replay-{}", std::process::id()));
    std::fs::write(&path, &link).expect("a file");
    assert_eq!(ackscope(&["replay", path.to_str().expect("a path")], "").code, 0);
    std::fs::remove_file(&path).expect("the file is there");

    let start = format!("run={}.", ackscope::model::VERSION);
    let (head, tail) = link.split_once(&start).expect("a record");
    let other = format!("{head}{start}{}{}", "0000000000000000", &tail[16..]);
    let changed = ackscope(&["replay", &other], "");
    assert_eq!((changed.code, json(&changed.out)["replay"].as_str()), (1, Some("changed")));
    let what = json(&changed.out);
    assert_eq!(
        (&what["recorded"]["flags"], &what["first_difference"]),
        (&what["now"]["flags"], &serde_json::Value::Null)
    );
    // The same actions under other settings can't all happen.
    let other = format!("{head}{start}{tail}&ack=auto").replace("ack=after_effect&", "");
    let changed = ackscope(&["replay", &other], "");
    assert_eq!(changed.code, 1, "{}", changed.err);
    let what = json(&changed.out);
    assert!(what["what"].as_str().is_some_and(|what| what.contains("can't happen")), "{}", changed.out);
    assert_eq!(what["impossible"]["step"].as_u64(), what["now"]["steps"].as_u64().map(|steps| steps + 1));
    assert!(what["impossible"]["action"].is_string() && what["recorded"]["model"] == ackscope::model::VERSION);
}

#[test]
fn of_two_setups_the_first_is_opened_and_the_second_is_named() {
    let Answer { code, out, err } = ackscope(&["open", "#publish=confirm&twin.durable=true"], "");
    assert_eq!((code, json(&out)["rabbitmq"]["durable"].as_bool()), (0, Some(false)));
    assert_eq!(
        err,
        "ackscope: this is the first of two setups; the second one alone is #publish=confirm&durable=true\n"
    );
    let refused = ackscope(&["open", "#twin.window=0"], "");
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("twin.window: 0 is not allowed"), "{}", refused.err);
}

#[test]
fn link_and_open_are_each_others_inverse() {
    let link = ackscope(&["link", "-"], SETUP);
    let fragment = json(&link.out).as_str().expect("a text").to_owned();
    assert_eq!((link.code, fragment.as_str()), (0, "#publish=confirm&durable=true&ack=after_effect"));
    let opened = ackscope(&["open", &fragment], "");
    assert_eq!(opened.code, 0);
    assert_eq!(json(&ackscope(&["link", "-"], &opened.out).out).as_str(), Some(fragment.as_str()));
}

#[test]
fn a_link_is_put_together_from_a_story_and_single_keys() {
    let link = |words: &[&str]| {
        let Answer { code, out, err } = ackscope(&[&["link"], words].concat(), SETUP);
        assert_eq!((code, err.as_str()), (0, ""), "{words:?}");
        json(&out).as_str().expect("a text").to_owned()
    };
    let story = ["--story", "restart_without_persistence", "--set", "publish=confirm", "--twin", "durable=true"];
    let rest = ["--steps", "3-9", "--lang", "zh-CN", "--embed", "--base", "https://example.org/ackscope/"];
    assert_eq!(
        link(&[&story[..], &rest].concat()),
        "https://example.org/ackscope/#scenario=restart_without_persistence&twin.durable=true&steps=3-9&embed=1&lang=zh-CN"
    );
    assert_eq!(
        link(&["--set", "publish=confirm", "--faults", "ack_lost:2", "--theme", "dark"]),
        "#publish=confirm&faults=ack_lost:2&theme=dark"
    );
    assert_eq!(link(&["-", "--set", "ack=auto", "--race", "usual"]), "#publish=confirm&durable=true&race=usual");
    assert_eq!(link(&["--twin", "broker=kafka", "--base", "./"]), "./#twin.broker=kafka");
}

#[test]
fn what_is_wrong_with_a_link_is_named() {
    for (words, start) in [
        (&[][..], "link: the words after it are missing"),
        (&["--set", "windw=3"], "windw: 3 is not allowed, for there is no such field; did you mean window?"),
        (&["--set", "window=0"], "window: 0 is not allowed; a whole number from 1 to 16 is"),
        (&["--set", "window"], "link: --set \"window\" is not of the form key=value"),
        (&["--set", "window=2", "--set", "window=3"], "window: 3 is a second value for it"),
        (&["--twin", "window=0"], "twin.window: 0 is not allowed"),
        (
            &["--story", "restart_without_persistance"],
            "story: \"restart_without_persistance\" is not there; did you mean restart_without_persistence?",
        ),
        (&["--story", "nothing", "-"], "story: \"nothing\" is not there; the stories are "),
        (&["-", "--story", "restart_without_persistence"], "link: a setup file and --story are two starts"),
        (&["-", "-"], "link: \"-\" is a second setup; one is allowed"),
        (&["--steps", "3-9999"], "steps: 3-9999 goes beyond the run, which has "),
        (&["--steps", "9-3"], "steps: 9-3 is not allowed; two step numbers such as 3-9"),
        (&["--lang", "zh"], "lang: zh is not allowed; en or zh-CN is"),
        (&["--langue", "zh"], "link: --langue is not known; did you mean --lang?"),
        (&["--lang"], "link: --lang needs a value after it"),
        (&["--embed", "--base", "example.org"], "base: \"example.org\" is not allowed; an address"),
        (&["--embed", "--base", "https://example.org/#x"], "base: \"https://example.org/#x\" is not allowed"),
    ] {
        let Answer { code, out, err } = ackscope(&[&["link"], words].concat(), SETUP);
        assert_eq!((code, out.as_str(), err.lines().count()), (2, "", 1), "{words:?}: {err}");
        assert!(err.starts_with(&format!("ackscope: {start}")), "{words:?}: {err}");
    }
}

/// `UPDATE_GOLDEN=1 cargo test --test command` writes the pages anew.
#[test]
fn the_documented_grammar_is_the_one_that_is_read() {
    for (lang, page) in [("en", "links.md"), ("zh-CN", "links.zh-CN.md")] {
        let Answer { code, out, err } = ackscope(&["link", "--grammar", "--lang", lang], "");
        assert_eq!((code, err.as_str()), (0, ""));
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(page);
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::write(&path, &out).expect("a file");
        }
        let written = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            written == out,
            "docs/{page} is not what `ackscope link --grammar --lang {lang}` prints; UPDATE_GOLDEN=1 writes it"
        );
    }
}

/// What the grammar names is read: each key with its default, and each value that it lists.
#[test]
fn what_the_grammar_names_is_read() {
    let grammar = ackscope(&["link", "--grammar"], "").out;
    let mut broker = "";
    let mut count = 0;
    for line in grammar.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            broker = if heading.starts_with("Kafka") { "kafka" } else { "rabbitmq" };
        }
        let cells: Vec<&str> = line.split(" | ").collect();
        let [key, values, default, _] = cells[..] else { continue };
        let Some(key) = key.strip_prefix("| `").and_then(|key| key.strip_suffix('`')) else { continue };
        if grammar[..grammar.find(line).unwrap_or_default()].contains("## Faults") {
            break;
        }
        for value in values.split(", ").chain([default]) {
            let Some(value) = value.strip_prefix('`').and_then(|value| value.strip_suffix('`')) else { continue };
            let broker =
                if key == "broker" { Vec::new() } else { vec!["--set".to_owned(), format!("broker={broker}")] };
            let mut words = vec!["link".to_owned(), "--set".to_owned(), format!("{key}={value}")];
            words.extend(broker);
            let answer = ackscope(&words.iter().map(String::as_str).collect::<Vec<_>>(), "");
            // Some values need others beside them; they are known all the same.
            assert!(answer.code == 0 || answer.err.contains(" is impossible with "), "{key}={value}: {}", answer.err);
            count += 1;
        }
    }
    assert!(count > 100, "{count}");
}

#[test]
fn repair_names_every_smallest_set_of_changes() {
    let bounds = r#"{"version": 1, "messages": 1, "faults": {"kinds": ["consumer_crash_after_effect"]}, "rabbitmq":"#;
    let repair = |settings: &str, promises: &str| {
        let Answer { code, out, err } =
            ackscope(&["repair", "-", "--promise", promises], &format!("{bounds}{settings}}}"));
        assert_eq!((code, err.as_str()), (0, ""));
        let answer = json(&out);
        assert_eq!(answer["complete"], true);
        assert_eq!(answer["setup"]["messages"], 1);
        (answer["promise"].to_string(), answer["repairs"].to_string())
    };
    let both = r#"[[{"field":"ack","value":"auto"}],[{"field":"ack","value":"before_effect"}],"#.to_owned()
        + r#"[{"field":"dedup","value":"unique_constraint"}],[{"field":"dedup","value":"inbox"}]]"#;
    let manual = r#"{"ack": "after_effect"}"#;
    assert_eq!(repair(manual, "not_effect_twice"), (r#"["not_effect_twice"]"#.into(), both));
    let nothing = (r#"["not_lost","not_reordered"]"#.into(), "[[]]".into());
    assert_eq!(repair(manual, "not_lost,not_reordered"), nothing);
    let ruin = r#"{"version": 1, "messages": 1, "faults": {"budget": 2, "kinds": ["disk_loss"]}}"#;
    let answer = json(&ackscope(&["repair", "--promise", "not_lost", "-"], ruin).out);
    assert_eq!((&answer["complete"], answer["repairs"].to_string().as_str()), (&true.into(), "[]"));
}

#[test]
fn a_setup_of_kafka_becomes_a_link_and_back() {
    let setup = r##"{"version": 1, "broker": "kafka", "rabbitmq": {"ack": "auto", "window": 2}, "kafka": {"acks": "1", "consumers": 2}}"##;
    let link = ackscope(&["link", "-"], setup).out;
    assert_eq!(link.trim(), "\"#broker=kafka&rabbitmq.window=2&acks=1&consumers=2\"");
    let opened = json(&ackscope(&["open", link.trim().trim_matches('"')], "").out);
    assert_eq!((&opened["broker"], &opened["rabbitmq"]["window"]), (&"kafka".into(), &2.into()));
    assert_eq!((&opened["kafka"]["acks"], &opened["kafka"]["consumers"]), (&"1".into(), &2.into()));
    assert_eq!(opened["kafka"]["enable_idempotence"], false);
}

#[test]
fn bad_input_is_one_line_on_standard_error_and_exit_2() {
    let cases: &[(&[&str], &str, &str)] = &[
        (&[], "", "command"),
        (&["dance"], "", "dance"),
        (&["run"], "", "run"),
        (&["run", "-"], "", "JSON"),
        (&["run", "-"], r#"{"version": 1, "messages": 0}"#, "messages"),
        (&["run", "-"], r#"{"version": 1, "broker": "kafak"}"#, "kafka"),
        (&["run", "-"], r#"{"version": 1, "broker": "kafka", "kafka": {"in_sync": 4}}"#, "kafka.in_sync"),
        (&["run", "-", "--seed", "x"], SETUP, "seed"),
        (&["run", "-", "--seed", "9007199254740992"], SETUP, "seed"),
        (&["run", "/nowhere/at/all.json"], "", "/nowhere/at/all.json"),
        (&["explore"], "", "explore: the words"),
        (&["repair", "-"], SETUP, "repair: the words"),
        (&["repair", "-", "--promise", "not_late"], SETUP, "not_late"),
        (&["repair", "-", "--promise", "lost"], SETUP, "not_stale_replay"),
        (&["repair", "-", "--promise", ""], SETUP, "not_lost"),
        (&["repair", "-", "--promise", "not_lost,"], SETUP, "not_lost"),
        (&["repair", "-", "--promise", "not_lost,not_lost"], SETUP, "twice"),
        (&["repair", "-", "--promise", "not_lost"], r#"{"version": 1, "messages": 0}"#, "messages"),
        (&["link", "-"], r#"{"version": 2}"#, "version"),
        (&["open", "#acks=all"], "", "kafka.acks"),
        (&["open", "#publish=confirm&publish=tx"], "", "publish"),
        (&["replay", "#ack=auto"], "", "run"),
        (&["replay", "#run=1.2.3"], "", "run"),
        (&["client", "-"], SETUP, "--client is missing"),
        (&["client", "--client", "pika"], "", "a setup or a link is missing"),
        (&["client", "#ack=auto", "--client", "kafka-java"], "", "pika, java, spring, lapin"),
        (&["client", "#ack=auto", "--client", "jms"], "", "librdkafka"),
        (&["client", "#ack=auto", "--client", "pika", "--lang", "de"], "", "zh-CN"),
        (&["client", "#ack=never", "--client", "pika"], "", "ack"),
        (&["check"], "", "a settings file is missing"),
        (&["check", "-"], "acks=2", "line 1: acks: 2 is not allowed"),
        (&["check", "-", "--as", "python"], "acks=1", "java and librdkafka"),
    ];
    for (arguments, input, names) in cases {
        let Answer { code, out, err } = ackscope(arguments, input);
        assert_eq!((code, out.as_str(), err.lines().count()), (2, "", 1), "{arguments:?}: {err}");
        assert!(err.contains(names), "{arguments:?}: {err}");
    }
}

#[test]
fn client_writes_files_and_notes() {
    let Answer { code, out, err } =
        ackscope(&["client", "#ack=after_effect&queue_type=quorum", "--client", "spring"], "");
    assert_eq!((code, err.as_str()), (0, ""));
    let answer = json(&out);
    let files: Vec<_> = answer["files"].as_array().expect("files").iter().map(|file| file["name"].clone()).collect();
    assert_eq!(files, ["broker.sh", "application.yml", "Topology.java", "Publishing.java", "Consuming.java"]);
    assert!(answer["files"][1]["text"].as_str().is_some_and(|text| text.contains("acknowledge-mode: auto")));
    assert!(answer["notes"][0]["kind"] == "trap");
    let chinese = ackscope(&["client", "-", "--client", "pika", "--lang", "zh-CN"], SETUP);
    assert!(chinese.code == 0 && chinese.out.contains("确认"), "{}", chinese.err);
}

#[test]
fn check_writes_what_became_of_each_line_and_the_findings_if_asked() {
    let file = "spring.rabbitmq.publisher-confirm-type=simple\nspring.rabbitmq.host=x\nspring.rabbitmq.hots=y\n";
    let Answer { code, out, err } = ackscope(&["check", "-"], file);
    assert_eq!((code, err.as_str()), (0, ""));
    let answer = json(&out);
    assert_eq!((answer["client"].as_str(), &answer["complete"]), (Some("spring-rabbitmq"), &serde_json::Value::Null));
    assert_eq!(answer["recognised"][0]["field"], "rabbitmq.publish");
    assert_eq!((&answer["ignored"][0]["line"], &answer["unknown"][0]["line"]), (&2.into(), &3.into()));
    assert_eq!(answer["setup"]["rabbitmq"]["publish"], "confirm");
    let explored = json(&ackscope(&["check", "--explore", "-"], "acks=0\n").out);
    assert_eq!(explored["complete"], true);
    assert!(explored["findings"]["lost"]["steps"].is_u64());
}

#[test]
fn race_writes_the_costs_and_a_lane_for_each_way_to_send() {
    let Answer { code, out, err } = ackscope(&["race", "--network", "2", "--batch", "20"], "");
    assert_eq!((code, err.as_str()), (0, ""));
    let race = json(&out);
    assert_eq!((race["costs"]["network_ms"].as_f64(), race["costs"]["batch"].as_u64()), (Some(2.0), Some(20)));
    let lanes = race["lanes"].as_array().expect("lanes");
    assert_eq!(lanes.len(), 8);
    let free = &lanes[0];
    assert_eq!((free["contestant"].as_str(), free["times_as_long"].as_f64()), (Some("fire_and_forget"), Some(1.0)));
    assert!(free["median_wait_ms"].is_null() && lanes[7]["measured_times_as_long"].is_null());
    assert!(lanes.iter().all(|lane| lane["times_as_long"].as_f64() >= Some(1.0)));
    assert_eq!(out, ackscope(&["race", "--batch", "20", "--network", "2.0"], "").out);
}

#[test]
fn race_refuses_a_cost_by_its_name() {
    for (words, start) in [
        (&["race", "--network", "-1"][..], "ackscope: network: -1 is not allowed; a number of milliseconds from 0"),
        (&["race", "--batch", "101"], "ackscope: batch: 101 is not allowed; a whole number from 1 to 100 is"),
        (&["race", "--wind", "1"], "ackscope: race: \"--wind\" is not allowed there; --network, --flush"),
        (&["race", "--flush"], "ackscope: race: \"--flush\" is not allowed there"),
        (&["race", "--flush", "1", "--flush", "1"], "ackscope: race: --flush is given twice"),
    ] {
        let Answer { code, out, err } = ackscope(words, "");
        assert_eq!((code, out.as_str()), (2, ""), "{words:?}");
        assert!(err.starts_with(start) && err.lines().count() == 1, "{words:?}: {err}");
    }
}

#[test]
fn export_writes_a_story_a_link_or_a_setup_in_the_form_that_is_asked_for() {
    let story = ackscope(&["export", "lost_on_the_wire"], "");
    assert_eq!((story.code, story.err.as_str()), (0, ""));
    assert!(story.out.starts_with("<svg ") && story.out.contains("Lost on the wire"));
    let link = ackscope(&["export", "--format", "mermaid", "#scenario=lost_on_the_wire", "--lang", "zh-CN"], "");
    assert!(link.code == 0 && link.out.starts_with("sequenceDiagram\n") && link.out.contains("丢在途中"));
    let data = ackscope(&["export", "#publish=confirm", "--format", "json"], "");
    assert!(json(&data.out)["events"].is_array());
    let dark = ackscope(&["export", "lost_on_the_wire", "--format", "storyboard", "--theme", "dark"], "");
    assert!(dark.code == 0 && dark.out.contains("ackscope-dark"));
}

#[test]
fn export_names_what_it_does_not_understand() {
    for (words, told) in [
        (&["export"][..], "a story, a link or a file is missing"),
        (&["export", "lost_on_the_wire", "--format", "gif"], "\"gif\" is not allowed; svg, storyboard"),
        (&["export", "lost_on_the_wire", "--lang", "de"], "\"de\" is not allowed; en, zh-CN are"),
        (&["export", "lost_on_the_wire", "--theme"], "light, dark, auto are"),
        (&["export", "lost_on_the_wire", "two_consumers"], "one word too many"),
        (&["export", "lost_on_the_wire", "--lang", "en", "--lang", "en"], "given twice"),
        (&["export", "lost_on_the_wire", "--colour", "red"], "--format, --lang, --theme and --all are"),
        (&["export", "no_such_story"], "no_such_story"),
    ] {
        let answer = ackscope(words, "");
        assert_eq!((answer.code, answer.out.as_str()), (2, ""), "{words:?}");
        assert!(answer.err.contains(told), "{words:?}: {}", answer.err);
    }
}
