//! Check my settings: what settings files mean, with the client's own defaults for what they leave open.

mod support;

use ackscope::setup::import::{Import, Origin, Remark, import};
use ackscope::setup::{Ack, Broker, Client, Commit, Field, Link, Publish, Section, Setup, Value};
use ackscope::tell::Lang;
use ackscope::tell::check::{check, import_error};
use ackscope::tell::client::{InClient, Library, in_client};
use support::{Rng, random_setup_of};

fn read(text: &str) -> Import {
    import(text, None).unwrap_or_else(|error| panic!("{text}\n{error}"))
}

fn link(setup: &Setup) -> String {
    Link::from(*setup).to_fragment(&|_| None)
}

fn refused(text: &str) -> String {
    import(text, None).expect_err(text).to_string()
}

#[test]
fn files_as_people_have_them_become_setups() {
    let rabbitmq = include_str!("data/settings/rabbitmq.yml");
    let kafka = include_str!("data/settings/kafka.yml");
    let properties = include_str!("data/settings/kafka.properties");
    let librdkafka = include_str!("data/settings/librdkafka.json");
    for (text, origin, setup) in [
        (
            rabbitmq,
            Origin::SpringRabbitmq,
            "publish=confirm&window=16&resend=never&mandatory=true&durable=true&persistent=true&consumers=2\
             &ack=after_effect&prefetch=10",
        ),
        (
            kafka,
            Origin::SpringKafka,
            "broker=kafka&consumers=3&commit=sync_per_record&max_poll_records=5&transactional=true\
             &isolation_level=read_committed",
        ),
        (
            properties,
            Origin::KafkaJava,
            "broker=kafka&acks=1&max_in_flight=1&min_insync_replicas=2&max_poll_records=16",
        ),
        (
            librdkafka,
            Origin::Librdkafka,
            "broker=kafka&enable_idempotence=true&client=librdkafka&commit=auto_background_stored_after\
             &max_poll_records=1&isolation_level=read_committed",
        ),
    ] {
        let import = read(text);
        assert_eq!((import.origin, link(&import.setup)), (origin, setup.to_owned()));
        assert!(import.unknown.is_empty(), "{:?}", import.unknown);
    }
}

#[test]
fn what_is_not_said_has_the_client_s_own_default() {
    for (text, setup) in [
        // Spring's AUTO acks after the listener, with prefetch 250.
        (
            "spring.rabbitmq.host=x\nspring.rabbitmq.listener.simple.prefetch=250",
            "durable=true&persistent=true&ack=after_effect&prefetch=16",
        ),
        (
            "spring.rabbitmq.host: x\nspring.rabbitmq.port: 1",
            "durable=true&persistent=true&ack=after_effect&prefetch=16",
        ),
        ("spring.rabbitmq.listener.simple.acknowledge-mode=none", "durable=true&persistent=true"),
        (
            "spring.rabbitmq.listener.type=direct\nspring.rabbitmq.listener.direct.prefetch=3\nspring.rabbitmq.listener.simple.prefetch=9\nspring.rabbitmq.listener.direct.consumers-per-queue=2",
            "durable=true&persistent=true&consumers=2&ack=after_effect&prefetch=3",
        ),
        (
            "spring.rabbitmq.publisher-returns=true",
            "mandatory=true&durable=true&persistent=true&ack=after_effect&prefetch=16",
        ),
        // A producer alone is judged by its log.
        ("acks=all", "broker=kafka&consumers=0"),
        ("acks=1\nkey.serializer=x", "broker=kafka&acks=1&consumers=0"),
        ("max.in.flight.requests.per.connection=50", "broker=kafka&enable_idempotence=false&consumers=0"),
        ("max.in.flight=3", "broker=kafka&max_in_flight=3&consumers=0&client=librdkafka"),
        // A consumer alone.
        ("group.id=a", "broker=kafka&max_poll_records=16&auto_offset_reset=latest"),
        (
            "group.id=a\nenable.auto.commit=false",
            "broker=kafka&commit=sync_per_batch&max_poll_records=16&auto_offset_reset=latest",
        ),
        (
            "group.id=a\nstatistics.interval.ms=1",
            "broker=kafka&enable_idempotence=true&client=librdkafka&max_poll_records=1&auto_offset_reset=latest&isolation_level=read_committed",
        ),
        // Spring Kafka turns auto-commit off.
        (
            "spring.kafka.consumer.group-id=a",
            "broker=kafka&commit=sync_per_batch&max_poll_records=16&auto_offset_reset=latest",
        ),
        ("spring.kafka.consumer.enableAutoCommit=true", "broker=kafka&max_poll_records=16&auto_offset_reset=latest"),
        (
            "spring.kafka.listener.ack_mode=MANUAL_IMMEDIATE",
            "broker=kafka&commit=sync_per_record&max_poll_records=16&auto_offset_reset=latest",
        ),
        // A broker's own file.
        (
            "node.id=1\nnum.partitions=2",
            "broker=kafka&replication_factor=1&partitions=2&max_poll_records=16&auto_offset_reset=latest",
        ),
        (
            "min.insync.replicas=2\nflush.messages=1",
            "broker=kafka&min_insync_replicas=2&flush_every_message=true&max_poll_records=16&auto_offset_reset=latest",
        ),
    ] {
        assert_eq!(link(&read(text).setup), setup, "{text}");
    }
}

#[test]
fn what_is_cut_overridden_or_a_placeholder_is_said() {
    let remarks = |text: &str| -> Vec<(usize, Option<Remark>)> {
        read(text).known.into_iter().map(|one| (one.entry.line, one.remark)).collect()
    };
    assert_eq!(remarks("group.id=a\nmax.poll.records=500"), [(2, Some(Remark::Capped(16)))]);
    assert_eq!(remarks("acks=0\nacks=1"), [(1, Some(Remark::Overridden(2))), (2, None)]);
    assert_eq!(
        remarks("acks=${A:1}\nretries=${R}"),
        [(1, Some(Remark::PlaceholderDefault)), (2, Some(Remark::Placeholder))]
    );
    assert_eq!(remarks("flush.messages=100"), [(1, Some(Remark::OnlyEach))]);
    assert_eq!(remarks("spring.rabbitmq.listener.simple.acknowledge-mode: AUTO"), [(1, Some(Remark::ContainerAcks))]);
    let import = read("acks=1");
    let off = import.assumed.iter().find(|one| one.field == Field::EnableIdempotence).expect("it is said");
    assert_eq!((off.value, off.why), (Value::Bool(false), Remark::SilentlyOff));
}

#[test]
fn what_is_not_known_is_listed_with_its_line_and_what_may_have_been_meant() {
    let import = read("spring:\n  rabbitmq:\n    publisher-confirms-type: simple\n    host: x\n  mail:\n    host: y\n");
    let unknown: Vec<_> = import.unknown.iter().map(|one| (one.entry.line, one.nearest)).collect();
    assert_eq!(unknown, [(3, Some("spring.rabbitmq.publisher-confirm-type"))]);
    assert_eq!(import.ignored.iter().map(|entry| entry.line).collect::<Vec<_>>(), [4, 6]);
    let import = read("acks=1\nenable.idempotance=true\nmy.own=1");
    let unknown: Vec<_> = import.unknown.iter().map(|one| (one.entry.line, one.nearest)).collect();
    assert_eq!(unknown, [(2, Some("enable.idempotence")), (3, None)]);
}

#[test]
fn what_can_t_be_is_refused_by_name_value_and_what_is_allowed() {
    for (text, words) in [
        ("", "there is no setting in it"),
        ("# only a comment\n", "there is no setting in it"),
        ("a=1", "no key in it is about RabbitMQ or Kafka"),
        ("acks=2", "line 1: acks: 2 is not allowed; all, -1, 1 or 0 is"),
        ("group.id=a\nenable.auto.commit=yes", "line 2: enable.auto.commit: yes is not allowed; true or false is"),
        ("max.poll.records=0", "line 1: max.poll.records: 0 is not allowed; a whole number from 1 to 2147483647 is"),
        ("retries=-1", "line 1: retries: -1 is not allowed; a whole number from 0"),
        (
            "enable.idempotence=true\nacks=1",
            "line 2: acks: 1 is impossible with enable.idempotence true; all is possible",
        ),
        ("enable.idempotence=true\nretries=0", "line 2: retries: 0 is impossible with enable.idempotence true"),
        (
            "enable.idempotence=true\nmax.in.flight.requests.per.connection=6",
            "line 2: max.in.flight.requests.per.connection: 6 is impossible with enable.idempotence true; a whole number from 1 to 5 is possible",
        ),
        ("transactional.id=x\nacks=0", "line 2: acks: 0 is impossible with transactional.id x"),
        (
            "transactional.id=x\nenable.idempotence=false",
            "line 2: enable.idempotence: false is impossible with transactional.id x; true is possible",
        ),
        (
            "spring.rabbitmq.listener.simple.acknowledge-mode=later",
            "acknowledge-mode: later is not allowed; none, auto or manual is",
        ),
        (
            "spring:\n  rabbitmq:\n    host: x\n  kafka:\n    client-id: y\n",
            "line 5: spring.kafka.client-id: spring.rabbitmq and spring.kafka are both in it",
        ),
        ("spring:\n\trabbitmq:\n", "line 2: rabbitmq: can't be read: YAML is indented with spaces"),
        ("{\"acks\": 1", "can't be read: JSON has something else there"),
        ("{\"acks\": [1]}", "no key in it is about"),
    ] {
        let error = refused(text);
        assert!(error.contains(words), "{text}: {error}");
        let chinese = import_error(&import(text, None).expect_err(text), Lang::Zh);
        assert!(!chinese.contains(" is ") && chinese.lines().count() == 1, "{chinese}");
    }
    let long = format!("acks=1\n{}", "# x\n".repeat(100_000));
    assert!(refused(&long).contains("longer than"));
}

#[test]
fn the_library_can_be_said_where_keys_do_not_show_it() {
    let text = "group.id=a\nacks=all";
    assert_eq!(read(text).origin, Origin::KafkaJava);
    let import = import(text, Some(Client::Librdkafka)).expect("it is read");
    assert_eq!((import.origin, import.setup.kafka.commit), (Origin::Librdkafka, Commit::AutoBackground));
    assert!(!import.setup.kafka.enable_idempotence);
}

/// The text of a client's files that hold properties.
fn files(code: &InClient, names: &[&str]) -> String {
    code.files.iter().filter(|file| names.contains(&file.name.as_str())).map(|file| file.text.as_str()).collect()
}

/// What the commands for the topic set, as properties.
fn topic(code: &InClient) -> String {
    let text = files(code, &["topic.sh"]);
    let settings = text.split("--config ").skip(1).filter_map(|rest| rest.split_whitespace().next());
    settings.fold(String::new(), |text, setting| text + setting + "\n")
}

#[test]
fn what_in_your_client_writes_is_read_back_for_kafka() {
    let mut rng = Rng::new(5);
    for library in [Library::KafkaJava, Library::Librdkafka] {
        let client = if library == Library::KafkaJava { Client::Java } else { Client::Librdkafka };
        for round in 0..500 {
            let mut setup = random_setup_of(Broker::Kafka, &mut rng);
            // Another client's way to commit would not be written.
            setup = setup.with(Field::Client, Value::Choice(client.name())).unwrap_or(setup);
            if setup.kafka.client != client {
                continue;
            }
            let code = in_client(&setup, library, rng.pick(&Lang::ALL)).expect("a client of Kafka");
            let text = topic(&code) + &files(&code, &["producer.properties", "consumer.properties"]);
            let context = || format!("{} {round}: {text}\n{}", library.name(), link(&setup));
            let read = import(&text, Some(client)).unwrap_or_else(|error| panic!("{error}\n{}", context()));
            assert!(read.unknown.is_empty(), "{:?}\n{}", read.unknown, context());
            let producer = [
                Field::Acks,
                Field::Retries,
                Field::MaxInFlight,
                Field::EnableIdempotence,
                Field::Transactional,
                Field::MinInsyncReplicas,
                Field::UncleanLeaderElection,
                Field::FlushEveryMessage,
            ];
            let mut same = producer.to_vec();
            if setup.kafka.consumers > 0 {
                same.extend([Field::AutoOffsetReset, Field::IsolationLevel]);
                if client == Client::Java {
                    same.push(Field::MaxPollRecords);
                }
                let by_itself = |commit| {
                    matches!(commit, Commit::AutoOnPoll | Commit::AutoBackground | Commit::AutoBackgroundStoredAfter)
                };
                let (written, read) = (setup.kafka.commit, read.setup.kafka.commit);
                assert!(written == read || !by_itself(written) && !by_itself(read), "{}", context());
            } else {
                assert_eq!(read.setup.kafka.consumers, 0, "{}", context());
            }
            for field in same {
                assert_eq!(field.get(&read.setup), field.get(&setup), "{} {}", field.name(), context());
            }
        }
    }
}

#[test]
fn what_in_your_client_writes_is_read_back_for_spring() {
    let mut rng = Rng::new(7);
    for round in 0..500 {
        let setup = random_setup_of(Broker::Rabbitmq, &mut rng);
        let code = in_client(&setup, Library::Spring, rng.pick(&Lang::ALL)).expect("a client of RabbitMQ");
        let text = files(&code, &["application.yml"]);
        let context = || format!("{round}: {text}\n{}", link(&setup));
        let read = import(&text, None).unwrap_or_else(|error| panic!("{error}\n{}", context()));
        assert!(read.unknown.is_empty(), "{:?}\n{}", read.unknown, context());
        let (wrote, got) = (&setup.rabbitmq, &read.setup.rabbitmq);
        assert_eq!(got.publish == Publish::Confirm, wrote.publish == Publish::Confirm, "{}", context());
        assert_eq!(got.mandatory, wrote.mandatory, "{}", context());
        assert_eq!(got.consumers, wrote.consumers, "{}", context());
        assert_eq!(got.ack == Ack::Auto, wrote.ack == Ack::Auto, "{}", context());
        if wrote.ack != Ack::Auto {
            assert_eq!(got.prefetch, wrote.prefetch, "{}", context());
        }
        if wrote.ack == Ack::AfterEffect && wrote.workers == 1 && wrote.prefetch != 1 {
            assert_eq!(got.multiple_ack, wrote.multiple_ack, "{}", context());
        }
    }
}

/// Every line of a file is somewhere: recognised, ignored or not known. And both languages have the same rows.
#[test]
fn no_line_is_left_out_and_both_languages_list_the_same() {
    for text in [
        include_str!("data/settings/rabbitmq.yml"),
        include_str!("data/settings/kafka.yml"),
        include_str!("data/settings/kafka.properties"),
        include_str!("data/settings/librdkafka.json"),
    ] {
        let read = read(text);
        let lines = read.known.len() + read.ignored.len() + read.unknown.len();
        let [english, chinese] = Lang::ALL.map(|lang| check(text, None, lang));
        assert_eq!(english.rows.len(), lines + read.assumed.len());
        assert_eq!(english.setup, Some(read.setup));
        let shape = |rows: &[ackscope::tell::check::Row]| {
            rows.iter().map(|row| (row.sort, row.line, row.written.clone(), row.becomes.clone())).collect::<Vec<_>>()
        };
        assert_eq!(shape(&english.rows), shape(&chinese.rows));
        assert!(
            english.rows.iter().zip(&chinese.rows).all(|(one, other)| one.words.is_empty() == other.words.is_empty())
        );
    }
}

/// A setting that is recognised is one of the broker's own.
#[test]
fn only_the_broker_s_settings_are_touched() {
    let sections = |text: &str| -> Vec<Section> {
        let read = read(text);
        read.known.iter().filter_map(|one| one.becomes).map(|(field, _)| field.section()).collect()
    };
    assert!(sections(include_str!("data/settings/rabbitmq.yml")).iter().all(|one| *one == Section::Rabbitmq));
    assert!(sections(include_str!("data/settings/kafka.yml")).iter().all(|one| *one == Section::Kafka));
}
