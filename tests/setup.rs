//! What a setup may be: every bound, every impossible combination.

mod support;

use ackscope::setup::*;
use support::{Rng, any_setup, random_value};

/// The setup of a file that holds these fields beside the version.
fn file(fields: &str) -> Result<Setup, String> {
    parse_setup(&format!("{{\"version\": 1, {fields}}}")).map_err(|error| error.to_string())
}

/// The setup of a file that holds these fields of RabbitMQ.
fn rabbitmq(fields: &str) -> Result<Setup, String> {
    file(&format!("\"rabbitmq\": {{{fields}}}"))
}

/// The setup of a file for Kafka that holds these fields of Kafka.
fn kafka(fields: &str) -> Result<Setup, String> {
    file(&format!("\"broker\": \"kafka\", \"kafka\": {{{fields}}}"))
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
    assert_eq!(file("\"rabbitmq\": {}, \"kafka\": {}, \"effects\": {}, \"faults\": {}"), Ok(Setup::default()));
    assert_eq!(link(""), Ok(Setup::default()));
    assert_eq!(link("#"), Ok(Setup::default()));
    assert_eq!(Setup::default().check(), Ok(()));
}

#[test]
fn the_defaults_are_those_of_the_format() {
    let brief = [("messages", "3"), ("keys", "1"), ("publish", "fire_and_forget"), ("window", "1")];
    let more = [("resend", "unconfirmed_first"), ("queue_type", "classic"), ("ack", "auto"), ("prefetch", "1")];
    let rest = [("consumers", "1"), ("dispatch", "by_key"), ("kind", "append_row"), ("budget", "1"), ("seed", "1")];
    let log = [("acks", "all"), ("retries", "true"), ("max_in_flight", "5"), ("enable_idempotence", "true")];
    let replicas = [("replication_factor", "3"), ("min_insync_replicas", "1"), ("in_sync", "3"), ("partitions", "1")];
    let off = [("unclean_leader_election", "false"), ("flush_every_message", "false"), ("drain_on_revoke", "false")];
    let group =
        [("client", "java"), ("commit", "auto_on_poll"), ("processing", "poll_loop"), ("max_poll_records", "2")];
    let more_of_it = [("auto_offset_reset", "earliest"), ("transactional", "false")];
    let of_kafka = log.into_iter().chain(replicas).chain(off).chain(group).chain(more_of_it);
    for (name, value) in brief.into_iter().chain(more).chain(rest).chain(of_kafka) {
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
            let possible = field != Field::DeliveryLimit;
            assert_eq!(setup.is_ok(), possible, "{} {inside}", field.name());
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
        ("max_in_flight", 1, 5),
        ("replication_factor", 1, 3),
        ("min_insync_replicas", 1, 3),
        ("in_sync", 1, 3),
        ("partitions", 1, 4),
        ("max_poll_records", 1, 16),
        ("budget", 0, 4),
        ("seed", 0, (1 << 53) - 1),
    ];
    for (name, min, max) in bounds {
        let field = Field::ALL.iter().find(|field| field.name() == name).expect(name);
        assert_eq!(field.kind(), FieldKind::Number { min, max }, "{name}");
    }
    assert_eq!(Field::Members.kind(), FieldKind::Number { min: 0, max: 4 });
}

#[test]
fn every_other_type_is_refused() {
    for field in Field::ALL.iter().copied() {
        let fits: fn(&str) -> bool = match field.kind() {
            FieldKind::Bool => |text| text == "true",
            FieldKind::Number { .. } => |text| text == "1",
            FieldKind::OptionalNumber { .. } => |text| text == "null" || text == "1",
            FieldKind::OptionalChoice(_) => |text| text == "null",
            FieldKind::Choice(_) if field == Field::Acks => |text| text == "\"1\"",
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
            let from_link = link(&format!("{}={name}", field.link_name(Broker::Rabbitmq)));
            match Setup::default().obstacle_to(field, Value::Choice(name)) {
                None => {
                    assert_eq!(field.get(&from_file.expect(name)), Value::Choice(name));
                    assert_eq!(field.get(&from_link.expect(name)), Value::Choice(name));
                }
                Some(obstacle) if !obstacle.forbids() => {
                    assert_eq!(field.get(&from_file.expect(name)), Value::Choice(name));
                    assert_eq!(field.get(&from_link.expect(name)), Value::Choice(name));
                }
                Some(_) => {
                    assert!(matches!(from_file.expect_err(name).problem, Problem::Impossible { .. }));
                    assert!(from_link.expect_err(name).contains("is impossible with"));
                }
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
        (rabbitmq("\"queues\": 9"), "rabbitmq.queues: 9 is not allowed; a whole number from 1 to 4 is"),
        (kafka("\"max_in_flight\": 6"), "kafka.max_in_flight: 6 is not allowed; a whole number from 1 to 5 is"),
        (kafka("\"acks\": 1"), "kafka.acks: 1 is not allowed; 0, 1 or all is"),
        (file("\"kafka\": []"), "kafka: [] is not allowed; an object with named fields is"),
        (link("kafka.acks=2"), "kafka.acks: 2 is not allowed; 0, 1 or all is"),
        (link("broker=kafka&acks=2"), "acks: 2 is not allowed; 0, 1 or all is"),
        (link("broker=kafka&rabbitmq.window=0"), "rabbitmq.window: 0 is not allowed; a whole number from 1 to 16 is"),
        (link("window=0"), "window: 0 is not allowed; a whole number from 1 to 16 is"),
        (link("ack="), "ack: an empty text is not allowed; auto, before_effect or after_effect is"),
    ];
    for (read, error) in cases {
        assert_eq!(read, Err(error.to_owned()));
    }
}

#[test]
fn transactions_imply_idempotence() {
    let librdkafka = link("broker=kafka&client=librdkafka&transactional=true").expect("possible");
    assert!(librdkafka.kafka.enable_idempotence);
    let cases = [
        ("broker=kafka&transactional=true&acks=1", "transactional: true is impossible with acks 1; false is possible"),
        (
            "broker=kafka&transactional=true&enable_idempotence=false",
            "enable_idempotence: false is impossible with transactional true; true is possible",
        ),
    ];
    for (text, error) in cases {
        assert_eq!(link(text), Err(error.to_owned()));
    }
    let without = librdkafka.with(Field::Acks, Value::Choice("1")).expect("transactions are switched off");
    assert!(!without.kafka.transactional && !without.kafka.enable_idempotence);
}

/// A41, A48, A50: what only one type of queue can do, and what keeping dead letters asks of a full queue.
#[test]
fn limits_are_refused_beside_what_they_can_not_stand() {
    let cases = [
        (
            rabbitmq("\"delivery_limit\": 2"),
            "rabbitmq.delivery_limit: 2 is impossible with queue_type classic; null is possible",
        ),
        (rabbitmq("\"dead_letter\": \"at_least_once\""), {
            "rabbitmq.dead_letter: \"at_least_once\" is impossible with queue_type classic; null, at_most_once is possible"
        }),
        (link("queue_type=quorum&overflow=reject_publish_dlx"), {
            "overflow: reject_publish_dlx is impossible with queue_type quorum; drop_head or reject_publish is possible"
        }),
        (link("queue_type=quorum&dead_letter=at_least_once&max_length=1&overflow=drop_head"), {
            "overflow: drop_head is impossible with dead_letter at_least_once; reject_publish is possible"
        }),
    ];
    for (read, error) in cases {
        assert_eq!(read, Err(error.to_owned()));
    }
    let kept = link("queue_type=quorum&dead_letter=at_least_once&max_length=1&delivery_limit=2").expect("possible");
    assert_eq!(kept.rabbitmq.overflow, Overflow::RejectPublish, "it follows");
    let classic = kept.with(Field::QueueType, Value::Choice("classic")).expect("what it can't do goes");
    let Rabbitmq { dead_letter, delivery_limit, overflow, max_length, .. } = classic.rabbitmq;
    assert_eq!((dead_letter, delivery_limit), (None, None));
    assert_eq!((overflow, max_length), (Overflow::DropHead, Some(1)));
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
fn only_a_replica_can_be_in_sync() {
    let refused = "is impossible with replication_factor 2; a whole number from 1 to 2 is possible";
    let error = kafka("\"replication_factor\": 2, \"in_sync\": 3");
    assert_eq!(error, Err(format!("kafka.in_sync: 3 {refused}")));
    assert_eq!(link("broker=kafka&in_sync=3&replication_factor=2"), Err(format!("in_sync: 3 {refused}")));
    let only = "kafka.in_sync: 2 is impossible with replication_factor 1; 1 is possible";
    assert_eq!(link("kafka.replication_factor=1&kafka.in_sync=2"), Err(only.to_owned()));
    let two = kafka("\"replication_factor\": 2").expect("possible");
    assert_eq!((two.kafka.in_sync, Field::InSync.default_in(&two)), (2, Value::Number(2)));
    assert_eq!(Link::from(two).to_fragment(&|_| None), "broker=kafka&replication_factor=2");
    let with =
        |setup: Setup, replicas| setup.with(Field::ReplicationFactor, Value::Number(replicas)).expect("possible");
    assert_eq!(with(two, 3).kafka.in_sync, 3);
    let short = two.with(Field::InSync, Value::Number(1)).expect("possible");
    assert_eq!(with(short, 3).kafka.in_sync, 1);
    let of_three = with(short, 3).with(Field::InSync, Value::Number(2)).expect("possible");
    assert_eq!(with(of_three, 1).kafka.in_sync, 1);
    assert_eq!(with(of_three, 2).kafka.in_sync, 2);
}

#[test]
fn a_client_commits_by_itself_in_its_own_way() {
    let java = "is impossible with client java; auto_on_poll, sync_before_processing, sync_per_batch, \
                sync_per_record, own_offset, maximum, contiguous or in_effect_transaction is possible";
    assert_eq!(link("broker=kafka&commit=auto_background"), Err(format!("commit: auto_background {java}")));
    assert!(kafka("\"commit\": \"auto_on_poll\", \"client\": \"librdkafka\"").is_err());
    assert!(kafka("\"commit\": \"auto_background_stored_after\"").is_err());
    let rdkafka = kafka("\"client\": \"librdkafka\"").expect("possible");
    assert_eq!((rdkafka.kafka.commit, rdkafka.kafka.enable_idempotence), (Commit::AutoBackground, false));
    let with = |setup: Setup, client| setup.with(Field::Client, Value::Choice(client)).expect("it follows").kafka;
    assert_eq!(with(rdkafka, "java"), Kafka::default());
    let stored = rdkafka.with(Field::Commit, Value::Choice("auto_background_stored_after")).expect("possible");
    assert_eq!(with(stored, "java").commit, Commit::AutoOnPoll);
    for commit in ["sync_per_batch", "contiguous", "in_effect_transaction"] {
        let setup = rdkafka.with(Field::Commit, Value::Choice(commit)).expect(commit);
        assert_eq!(with(setup, "java").commit.name(), commit);
    }
}

#[test]
fn idempotence_is_off_beside_what_it_can_not_stand() {
    for (fields, beside) in
        [("\"acks\": \"1\"", "acks 1"), ("\"acks\": \"0\"", "acks 0"), ("\"retries\": false", "retries false")]
    {
        let setup = kafka(fields).expect(fields);
        assert!(!setup.kafka.enable_idempotence, "silently disabled");
        let explicit = kafka(&format!("{fields}, \"enable_idempotence\": true"));
        let error = format!("kafka.enable_idempotence: true is impossible with {beside}; false is possible");
        assert_eq!(explicit, Err(error));
        assert!(setup.with(Field::EnableIdempotence, Value::Bool(true)).is_err());
    }
    let with = |setup: Setup, field, value| setup.with(field, value).expect("it follows");
    let (all, one) = (Value::Choice("all"), Value::Choice("1"));
    let start = kafka("").expect("possible");
    let off = with(start, Field::Acks, one);
    assert_eq!(with(off, Field::Acks, all), start);
    let without = with(with(start, Field::Retries, Value::Bool(false)), Field::Retries, Value::Bool(true));
    assert_eq!(without, start);
    let both = with(off, Field::Retries, Value::Bool(false));
    assert!(!with(both, Field::Acks, all).kafka.enable_idempotence);
    assert_eq!(with(with(both, Field::Acks, all), Field::Retries, Value::Bool(true)), start);
    let chosen = with(start, Field::EnableIdempotence, Value::Bool(false));
    assert!(!with(chosen, Field::MaxInFlight, Value::Number(1)).kafka.enable_idempotence);
    assert!(!with(chosen, Field::Client, Value::Choice("librdkafka")).kafka.enable_idempotence);
    let rdkafka = with(start, Field::Client, Value::Choice("librdkafka"));
    assert!(!rdkafka.kafka.enable_idempotence);
    assert!(!with(with(rdkafka, Field::Acks, one), Field::Acks, all).kafka.enable_idempotence);
    assert!(with(rdkafka, Field::EnableIdempotence, Value::Bool(true)).kafka.enable_idempotence);
}

#[test]
fn the_kinds_of_faults_follow_the_broker_both_ways() {
    let start = Setup::default();
    let with = |setup: Setup, broker| setup.with(Field::Broker, Value::Choice(broker)).expect("there");
    let kafka = with(start, "kafka");
    assert_eq!(kafka.faults.kinds, FaultKinds::all(Broker::Kafka));
    assert_eq!(with(kafka, "rabbitmq"), start);
    assert_eq!(file("\"broker\": \"kafka\""), Ok(kafka));
    assert_eq!(link("broker=kafka"), Ok(kafka));
    assert_eq!(to_json_brief(&kafka), "{\"version\": 1, \"broker\": \"kafka\"}");
    let both = link("faults=power_loss:2").expect("possible");
    assert_eq!(with(both, "kafka").faults, both.faults);
    let one = link("faults=power_loss,ack_lost:2").expect("possible");
    assert_eq!(with(one, "kafka").faults, Faults { budget: 2, ..kafka.faults });
    assert!(link("broker=kafka&faults=ack_lost").is_err() && link("faults=rebalance").is_err());
    assert!(link("broker=kafka&faults=rebalance").is_ok());
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
    assert_eq!(refuses(|setup| setup.broker = Broker::Kafka), "kinds");
    assert_eq!(refuses(|setup| setup.kafka.consumers = 5), "consumers");
    assert_eq!(refuses(|setup| setup.kafka.replication_factor = 2), "in_sync");
    assert_eq!(refuses(|setup| setup.kafka.client = Client::Librdkafka), "commit");
    assert_eq!(refuses(|setup| setup.kafka.acks = Acks::One), "enable_idempotence");
    assert_eq!(refuses(|setup| setup.rabbitmq.queue_type = QueueType::Quorum), "durable");
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
        ("", Field::Queues, Some(OneKeyOneQueue)),
        ("keys=2", Field::Queues, None),
        ("max_length=1", Field::Overflow, None),
        ("", Field::MessageTtl, None),
        ("", Field::DeadLetter, Some(NoDeadLetters)),
        ("max_length=1&overflow=reject_publish", Field::DeadLetter, Some(NoDeadLetters)),
        ("max_length=1", Field::DeadLetter, None),
        ("message_ttl=0", Field::DeadLetter, None),
        ("ack=after_effect", Field::DeadLetter, None),
        ("", Field::DeliveryLimit, Some(DeliveryLimitNeedsQuorum)),
        ("queue_type=quorum", Field::DeliveryLimit, Some(AutoAck)),
        ("queue_type=quorum&ack=before_effect", Field::DeliveryLimit, None),
        ("faults=none", Field::FaultKinds, Some(NoFaults)),
        ("", Field::Mandatory, None),
        ("", Field::Broker, None),
        ("broker=kafka&acks=0", Field::Retries, Some(NoAcks)),
        ("broker=kafka&acks=0", Field::MaxInFlight, Some(NoAcks)),
        ("broker=kafka&acks=1", Field::Retries, None),
        ("broker=kafka&acks=1", Field::EnableIdempotence, Some(IdempotenceNeedsAcks)),
        ("broker=kafka&retries=false", Field::EnableIdempotence, Some(IdempotenceNeedsRetries)),
        ("broker=kafka", Field::EnableIdempotence, None),
        ("broker=kafka&replication_factor=1", Field::MinInsyncReplicas, Some(OneReplica)),
        ("broker=kafka&replication_factor=1", Field::InSync, Some(OneReplica)),
        ("broker=kafka&replication_factor=1", Field::UncleanLeaderElection, Some(OneReplica)),
        ("broker=kafka&replication_factor=2", Field::UncleanLeaderElection, None),
        ("broker=kafka&acks=1&consumers=0", Field::MinInsyncReplicas, Some(OnlyAcksAll)),
        ("broker=kafka&acks=1", Field::MinInsyncReplicas, None),
        ("broker=kafka&consumers=0", Field::MinInsyncReplicas, None),
        ("broker=kafka", Field::Partitions, Some(OneKey)),
        ("broker=kafka&keys=2", Field::Partitions, None),
        ("broker=kafka&auto_offset_reset=none", Field::Partitions, None),
        ("broker=kafka&consumers=0", Field::Commit, Some(NoConsumers)),
        ("broker=kafka&consumers=0", Field::Processing, Some(NoConsumers)),
        ("broker=kafka&consumers=0", Field::DrainOnRevoke, Some(NoConsumers)),
        ("broker=kafka&consumers=0", Field::EffectKind, Some(NoConsumers)),
        ("broker=kafka&processing=hand_off", Field::DrainOnRevoke, Some(OneConsumer)),
        ("broker=kafka&consumers=2", Field::DrainOnRevoke, Some(LoopHoldsNothing)),
        ("broker=kafka&consumers=2&processing=hand_off", Field::DrainOnRevoke, None),
        ("broker=kafka&acks=0&consumers=0", Field::Client, Some(NoAcks)),
        ("broker=kafka&acks=0", Field::Client, None),
        ("broker=kafka", Field::Members, None),
        ("broker=kafka", Field::Transactional, None),
        ("broker=kafka&acks=1", Field::Transactional, Some(TransactionsNeedAcks)),
        ("broker=kafka&retries=false", Field::Transactional, Some(TransactionsNeedRetries)),
        ("broker=kafka&transactional=true", Field::EnableIdempotence, Some(TransactionsAreIdempotent)),
        ("broker=kafka", Field::IsolationLevel, Some(NoTransactions)),
        ("broker=kafka&transactional=true", Field::IsolationLevel, None),
        ("broker=kafka&transactional=true&consumers=0", Field::IsolationLevel, Some(NoConsumers)),
    ];
    for (text, field, obstacle) in cases {
        assert_eq!(link(text).expect(text).obstacle(field), obstacle, "{text} {}", field.name());
    }
    let quorum = link("queue_type=quorum").expect("possible");
    assert_eq!(quorum.obstacle_to(Field::Durable, Value::Bool(false)), Some(QuorumIsDurable));
    assert_eq!(quorum.obstacle_to(Field::Durable, Value::Bool(true)), None);
    let two = link("broker=kafka&replication_factor=2&consumers=2").expect("possible");
    let cases = [
        (Field::MinInsyncReplicas, Value::Number(2), None),
        (Field::MinInsyncReplicas, Value::Number(3), Some(CappedAtReplicas)),
        (Field::InSync, Value::Number(3), Some(MoreThanReplicas)),
        (Field::Commit, Value::Choice("auto_background"), Some(OnlyInLibrdkafka)),
        (Field::Commit, Value::Choice("auto_on_poll"), None),
        (Field::Transactional, Value::Bool(true), None),
    ];
    for (field, value, obstacle) in cases {
        assert_eq!(two.obstacle_to(field, value), obstacle, "{} {value}", field.name());
    }
    assert_eq!(quorum.obstacle_to(Field::Broker, Value::Choice("kafka")), None);
    assert_eq!(quorum.obstacle_to(Field::Broker, Value::Choice("rabbitmq")), None);
}

#[test]
fn recipes_are_possible_and_all_different() {
    for broker in Broker::ALL.iter().copied() {
        let recipes = recipes(broker);
        for (place, recipe) in recipes.iter().enumerate() {
            assert_eq!((recipe.setup.check(), recipe.setup.broker), (Ok(()), broker), "{}", recipe.name);
            for other in &recipes[place + 1..] {
                assert!(recipe.name != other.name && recipe.setup != other.setup, "{} {}", recipe.name, other.name);
            }
        }
    }
}

#[test]
fn the_chosen_broker_decides_what_is_counted() {
    let log = link("broker=kafka&consumers=3&rabbitmq.consumers=2").expect("possible");
    let queue = log.with(Field::Broker, Value::Choice("rabbitmq")).expect("possible");
    assert_eq!((log.section(), log.consumers(), log.has_answers()), (Section::Kafka, 3, true));
    assert_eq!((queue.section(), queue.consumers(), queue.has_answers()), (Section::Rabbitmq, 2, false));
    assert!(!link("broker=kafka&acks=0").expect("possible").has_answers());
}

#[test]
fn a_value_without_obstacle_can_be_chosen_and_one_with_a_forbidding_obstacle_cannot() {
    let mut rng = Rng::new(3);
    for _ in 0..2_000 {
        let setup = any_setup(&mut rng);
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
        let setup = any_setup(&mut rng);
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
