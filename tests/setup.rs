//! What a setup may be: every bound, every impossible combination, everything that is not there yet.

mod support;

use ackscope::setup::*;
use support::{Rng, random_setup, random_value};

/// The setup of a file that holds these fields beside the version.
fn file(fields: &str) -> Result<Setup, String> {
    parse_setup(&format!("{{\"version\": 1, {fields}}}")).map_err(|error| error.to_string())
}

/// The setup of a file that holds these fields of RabbitMQ.
fn rabbitmq(fields: &str) -> Result<Setup, String> {
    file(&format!("\"rabbitmq\": {{{fields}}}"))
}

fn link(text: &str) -> Result<Setup, String> {
    Link::parse(text, &|_| None).map(|link| link.setup).map_err(|error| error.to_string())
}

/// A JSON file that gives this one field this text as its value.
fn with_text(field: Field, value: &str) -> String {
    let entry = format!("\"{}\": {value}", field.name());
    match field.section().name() {
        "" => format!("{{\"version\": 1, {entry}}}"),
        object => format!("{{\"version\": 1, \"{object}\": {{{entry}}}}}"),
    }
}

#[test]
fn an_empty_file_is_the_default() {
    assert_eq!(parse_setup("{\"version\": 1}"), Ok(Setup::default()));
    assert_eq!(file("\"rabbitmq\": {}, \"effects\": {}, \"faults\": {}"), Ok(Setup::default()));
    assert_eq!(link(""), Ok(Setup::default()));
    assert_eq!(link("#"), Ok(Setup::default()));
    assert_eq!(Setup::default().check(), Ok(()));
}

#[test]
fn the_defaults_are_those_of_the_format() {
    let brief = [("messages", "3"), ("keys", "1"), ("publish", "fire_and_forget"), ("window", "1")];
    let more = [("resend", "unconfirmed_first"), ("queue_type", "classic"), ("ack", "auto"), ("prefetch", "1")];
    let rest = [("consumers", "1"), ("dispatch", "by_key"), ("kind", "append_row"), ("budget", "1"), ("seed", "1")];
    for (name, value) in brief.into_iter().chain(more).chain(rest) {
        let field = Field::ALL.iter().find(|field| field.name() == name).expect(name);
        assert_eq!(field.get(&Setup::default()).to_string(), value, "{name}");
        assert_eq!(field.default_in(&Setup::default()).to_string(), value, "{name}");
    }
}

#[test]
fn numbers_are_taken_to_their_bounds_and_no_further() {
    for field in Field::ALL.iter().copied() {
        let FieldKind::Number { min, max } = field.kind() else { continue };
        for inside in [min, max] {
            let setup = parse_setup(&with_text(field, &inside.to_string()));
            let is_there = !field.is_not_there_yet() || inside == min;
            assert_eq!(setup.is_ok(), is_there, "{} {inside}", field.name());
        }
        let below = if min == 0 { "-1".to_owned() } else { (min - 1).to_string() };
        let above = (max + 1).to_string();
        for outside in [below, above, "1.5".into(), "1.0".into(), "1e0".into(), "18446744073709551616".into()] {
            let error = parse_setup(&with_text(field, &outside)).expect_err(&outside);
            assert_eq!(error.field, field.path());
            assert!(matches!(error.problem, Problem::NotAllowed(_)), "{error}");
        }
    }
}

#[test]
fn the_bounds_are_those_of_the_format() {
    let bounds = [
        ("messages", 1, 64),
        ("keys", 1, 8),
        ("window", 1, 16),
        ("queues", 1, 4),
        ("consumers", 1, 4),
        ("prefetch", 0, 16),
        ("workers", 1, 4),
        ("budget", 0, 4),
        ("seed", 0, (1 << 53) - 1),
    ];
    for (name, min, max) in bounds {
        let field = Field::ALL.iter().find(|field| field.name() == name).expect(name);
        assert_eq!(field.kind(), FieldKind::Number { min, max }, "{name}");
    }
}

#[test]
fn every_other_type_is_refused() {
    for field in Field::ALL.iter().copied() {
        let fits: fn(&str) -> bool = match field.kind() {
            FieldKind::Bool => |text| text == "true",
            FieldKind::Number { .. } => |text| text == "1",
            FieldKind::OptionalNumber { .. } => |text| text == "null" || text == "1",
            FieldKind::OptionalChoice(_) => |text| text == "null",
            FieldKind::Choice(_) => |_| false,
            FieldKind::FaultKinds => |text| text == "[]",
        };
        for text in ["true", "1", "null", "[]", "{}", "\"\"", "\"1\"", "\"true\"", "[1]", "\"Confirm\"", "-0"] {
            if fits(text) {
                continue;
            }
            let error = parse_setup(&with_text(field, text)).expect_err(text);
            assert_eq!(error.field, field.path());
            assert!(matches!(error.problem, Problem::NotAllowed(_)), "{error}");
        }
    }
}

#[test]
fn every_named_value_is_read_from_files_and_links() {
    for field in Field::ALL.iter().copied() {
        let (FieldKind::Choice(names) | FieldKind::OptionalChoice(names)) = field.kind() else { continue };
        for name in names {
            let from_file = parse_setup(&with_text(field, &format!("\"{name}\"")));
            let from_link = link(&format!("{}={name}", field.link_name()));
            if Setup::default().obstacle_to(field, Value::Choice(name)).is_none() {
                assert_eq!(field.get(&from_file.expect(name)), Value::Choice(name));
                assert_eq!(field.get(&from_link.expect(name)), Value::Choice(name));
            } else {
                assert!(matches!(from_file.expect_err(name).problem, Problem::NotYet(_)));
                assert!(from_link.expect_err(name).contains("not there yet"));
            }
        }
    }
}

#[test]
fn errors_name_field_value_and_what_is_allowed() {
    let cases = [
        (rabbitmq("\"window\": 0"), "rabbitmq.window: 0 is not allowed; a whole number from 1 to 16 is"),
        (rabbitmq("\"window\": \"5\""), "rabbitmq.window: \"5\" is not allowed; a whole number from 1 to 16 is"),
        (rabbitmq("\"durable\": 1"), "rabbitmq.durable: 1 is not allowed; true or false is"),
        (rabbitmq("\"publish\": \"confirms\""), {
            "rabbitmq.publish: \"confirms\" is not allowed; fire_and_forget, tx or confirm is"
        }),
        (file("\"seed\": 9007199254740992"), {
            "seed: 9007199254740992 is not allowed; a whole number from 0 to 9007199254740991 is"
        }),
        (file("\"rabbitmq\": null"), "rabbitmq: null is not allowed; an object with named fields is"),
        (rabbitmq("\"queues\": 9"), "rabbitmq.queues: 9 is not allowed; 1 is"),
        (link("window=0"), "window: 0 is not allowed; a whole number from 1 to 16 is"),
        (link("ack="), "ack: an empty text is not allowed; auto, before_effect or after_effect is"),
    ];
    for (read, error) in cases {
        assert_eq!(read, Err(error.to_owned()));
    }
}

#[test]
fn what_is_not_there_yet_is_refused_by_name() {
    let cases = [
        (file("\"broker\": \"kafka\""), "broker: \"kafka\" is not there yet; rabbitmq is"),
        (file("\"kafka\": {}, \"broker\": \"kafka\""), "broker: \"kafka\" is not there yet; rabbitmq is"),
        (file("\"kafka\": {}"), "kafka: {} is not there yet; broker rabbitmq and its settings are"),
        (rabbitmq("\"queues\": 2"), "rabbitmq.queues: 2 is not there yet; 1 is"),
        (rabbitmq("\"workers\": 2"), "rabbitmq.workers: 2 is not there yet; 1 is"),
        (rabbitmq("\"max_length\": 1"), "rabbitmq.max_length: 1 is not there yet; null is"),
        (rabbitmq("\"message_ttl\": 0"), "rabbitmq.message_ttl: 0 is not there yet; null is"),
        (rabbitmq("\"delivery_limit\": 1"), "rabbitmq.delivery_limit: 1 is not there yet; null is"),
        (rabbitmq("\"dead_letter\": \"at_most_once\""), {
            "rabbitmq.dead_letter: \"at_most_once\" is not there yet; null is"
        }),
        (rabbitmq("\"overflow\": \"reject_publish\""), {
            "rabbitmq.overflow: \"reject_publish\" is not there yet; drop_head is"
        }),
        (file("\"effects\": {\"dedup\": \"inbox\"}"), "effects.dedup: \"inbox\" is not there yet; none is"),
        (file("\"effects\": {\"version_guard\": true}"), "effects.version_guard: true is not there yet; false is"),
        (link("broker=kafka&acks=all"), "broker: kafka is not there yet; rabbitmq is"),
        (link("acks=all"), "acks: all is not there yet; broker rabbitmq and its settings are"),
        (link("dedup=inbox"), "dedup: inbox is not there yet; none is"),
    ];
    for (read, error) in cases {
        assert_eq!(read, Err(error.to_owned()));
    }
    let defaults = "\"queues\": 1, \"workers\": 1, \"max_length\": null, \"overflow\": \"drop_head\", \
                    \"message_ttl\": null, \"dead_letter\": null, \"delivery_limit\": null, \"dispatch\": \"any\"";
    assert!(rabbitmq(defaults).is_ok());
}

#[test]
fn a_quorum_queue_is_durable() {
    let refused = "is impossible with queue_type quorum; true is possible";
    let error = rabbitmq("\"durable\": false, \"queue_type\": \"quorum\"");
    assert_eq!(error, Err(format!("rabbitmq.durable: false {refused}")));
    assert_eq!(link("queue_type=quorum&durable=false"), Err(format!("durable: false {refused}")));
    for fields in ["\"queue_type\": \"quorum\"", "\"durable\": true, \"queue_type\": \"quorum\""] {
        let setup = rabbitmq(fields).expect(fields);
        assert!(setup.rabbitmq.durable);
        assert_eq!(Field::Durable.default_in(&setup), Value::Bool(true));
        assert_eq!(to_json_brief(&setup), "{\"version\": 1, \"rabbitmq\": {\"queue_type\": \"quorum\"}}");
    }
    assert!(rabbitmq("\"queue_type\": \"quorum\", \"persistent\": false").is_ok());
}

#[test]
fn changing_one_setting_changes_only_what_must_follow() {
    let quorum = Setup::default().with(Field::QueueType, Value::Choice("quorum")).expect("it follows");
    assert!(quorum.rabbitmq.durable);
    let back = quorum.with(Field::QueueType, Value::Choice("classic")).expect("both are possible");
    assert!(back.rabbitmq.durable);
    assert!(quorum.with(Field::Durable, Value::Bool(false)).is_err());
    assert!(Setup::default().with(Field::Window, Value::Number(17)).is_err());
    assert!(Setup::default().with(Field::Window, Value::Bool(true)).is_err());
    let mut setup = Setup::default();
    assert!(Field::Publish.set(&mut setup, Value::Choice("auto")).is_err());
    assert_eq!(setup, Setup::default());
}

#[test]
fn a_setup_made_by_hand_is_checked_too() {
    let refuses = |change: fn(&mut Setup)| {
        let mut setup = Setup::default();
        change(&mut setup);
        setup.check().expect_err("it is impossible").field
    };
    assert_eq!(refuses(|setup| setup.messages = 0), "messages");
    assert_eq!(refuses(|setup| setup.seed = 1 << 53), "seed");
    assert_eq!(refuses(|setup| setup.rabbitmq.prefetch = 17), "prefetch");
    assert_eq!(refuses(|setup| setup.broker = Broker::Kafka), "broker");
    assert_eq!(refuses(|setup| setup.rabbitmq.queue_type = QueueType::Quorum), "durable");
    assert_eq!(refuses(|setup| setup.effects.version_guard = true), "version_guard");
    let foreign = |setup: &mut Setup| setup.faults.kinds = FaultKinds::all(Broker::Kafka);
    assert_eq!(refuses(foreign), "kinds");
}

#[test]
fn faults_are_read_strictly() {
    let faults = |text: &str| file(&format!("\"faults\": {text}")).map(|setup| setup.faults);
    let all = FaultKinds::all(Broker::Rabbitmq);
    assert_eq!(faults("{\"budget\": 4}"), Ok(Faults { budget: 4, kinds: all }));
    assert_eq!(faults("{\"kinds\": []}"), Ok(Faults { budget: 1, kinds: FaultKinds::NONE }));
    let one = FaultKinds::NONE.with(FaultKind::ClusterPowerLoss, true);
    assert_eq!(faults("{\"kinds\": [\"cluster_power_loss\"], \"budget\": 0}"), Ok(Faults { budget: 0, kinds: one }));
    let twice = faults("{\"kinds\": [\"ack_lost\", \"ack_lost\"]}");
    assert_eq!(twice, Err("faults.kinds: \"ack_lost\" is listed twice; once is allowed".to_owned()));
    for wrong in ["[\"rebalance\"]", "[\"nonsense\"]", "[1]", "[[]]", "\"ack_lost\"", "null", "[null]", "{}"] {
        let error = faults(&format!("{{\"kinds\": {wrong}}}")).expect_err(wrong);
        assert!(error.starts_with("faults.kinds: ") && error.contains("publish_lost, "), "{error}");
        assert!(!error.contains("handler_exception"), "{error}");
    }
    for wrong in ["1", "[]", "null", "{\"budget\": 5}", "{\"budget\": -1}"] {
        assert!(faults(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn every_fault_kind_of_the_broker_is_accepted_under_any_setup() {
    for kind in FaultKind::ALL.iter().copied() {
        let read = link(&format!("faults={}:1", kind.name()));
        assert_eq!(read.is_ok(), kind.known_to(Broker::Rabbitmq), "{}", kind.name());
    }
}

#[test]
fn an_obstacle_says_why_a_control_is_greyed() {
    use Obstacle::*;
    let cases = [
        ("", Field::Window, Some(NoAnswersToWaitFor)),
        ("", Field::Resend, Some(NothingToResend)),
        ("publish=tx", Field::Window, None),
        ("publish=confirm", Field::Resend, None),
        ("", Field::Persistent, Some(QueueIsNotDurable)),
        ("durable=true", Field::Persistent, None),
        ("durable=true", Field::FsyncBeforeConfirm, Some(NothingWaitsForDisk)),
        ("durable=true&persistent=true", Field::FsyncBeforeConfirm, None),
        ("queue_type=quorum", Field::Durable, Some(QuorumIsDurable)),
        ("queue_type=quorum", Field::Persistent, Some(QuorumIgnoresPersistent)),
        ("queue_type=quorum", Field::FsyncBeforeConfirm, Some(QuorumAlwaysSyncs)),
        ("", Field::Prefetch, Some(AutoAck)),
        ("", Field::MultipleAck, Some(AutoAck)),
        ("ack=after_effect", Field::Prefetch, None),
        ("ack=after_effect", Field::MultipleAck, Some(HoldsOne)),
        ("ack=after_effect&prefetch=2", Field::MultipleAck, None),
        ("", Field::SingleActiveConsumer, Some(OneConsumer)),
        ("consumers=2", Field::SingleActiveConsumer, None),
        ("", Field::Dispatch, Some(OneWorker)),
        ("", Field::Overflow, Some(NoLimit)),
        ("", Field::VersionGuard, Some(NeedsUpsert)),
        ("", Field::Queues, Some(NotThereYet)),
        ("faults=none", Field::FaultKinds, Some(NoFaults)),
        ("", Field::Mandatory, None),
        ("", Field::Broker, None),
    ];
    for (text, field, obstacle) in cases {
        assert_eq!(link(text).expect(text).obstacle(field), obstacle, "{text} {}", field.name());
    }
    let quorum = link("queue_type=quorum").expect("possible");
    assert_eq!(quorum.obstacle_to(Field::Durable, Value::Bool(false)), Some(QuorumIsDurable));
    assert_eq!(quorum.obstacle_to(Field::Durable, Value::Bool(true)), None);
    assert_eq!(quorum.obstacle_to(Field::Broker, Value::Choice("kafka")), Some(NotThereYet));
    assert_eq!(quorum.obstacle_to(Field::Broker, Value::Choice("rabbitmq")), None);
}

#[test]
fn a_value_without_obstacle_can_be_chosen_and_one_with_a_forbidding_obstacle_cannot() {
    let mut rng = Rng::new(3);
    for _ in 0..2_000 {
        let setup = random_setup(&mut rng);
        for field in Field::ALL.iter().copied() {
            let value = random_value(&mut rng, field, &setup);
            let forbidden = setup.obstacle_to(field, value).is_some_and(Obstacle::forbids);
            assert_eq!(setup.with(field, value).is_err(), forbidden, "{} {value} in {setup:?}", field.name());
        }
    }
}

#[test]
fn what_is_written_is_read_back() {
    let mut rng = Rng::new(4);
    for _ in 0..2_000 {
        let setup = random_setup(&mut rng);
        for json in [to_json(&setup), to_json_brief(&setup)] {
            assert_eq!(parse_setup(&json), Ok(setup), "{json}");
        }
    }
}

#[test]
fn every_field_is_in_a_full_file_and_only_changes_are_in_a_brief_one() {
    let json = to_json(&Setup::default());
    for field in Field::ALL {
        assert!(json.contains(&format!("\"{}\": ", field.name())), "{json}");
    }
    assert_eq!(to_json_brief(&Setup::default()), "{\"version\": 1}");
    let setup = link("messages=2&ack=after_effect&seed=7").expect("possible");
    let brief = "{\"version\": 1, \"messages\": 2, \"rabbitmq\": {\"ack\": \"after_effect\"}, \"seed\": 7}";
    assert_eq!(to_json_brief(&setup), brief);
}
