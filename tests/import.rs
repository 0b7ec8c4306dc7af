//! Check my settings: what settings files mean, with the client's own defaults for what they leave open.

mod support;

use ackscope::setup::import::{Import, Origin, Remark, import};
use ackscope::setup::{Ack, Broker, Client, Commit, Field, Link, Publish, Section, Setup, Value};
use ackscope::tell::Lang;
use ackscope::tell::check::{Checked, Sort, check, import_error};
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

/// What is assumed of a setting, and why.
fn assumed(import: &Import, field: Field) -> Option<(Value, Remark)> {
    import.assumed.iter().find_map(|one| match one.becomes {
        Some((own, value)) if own == field => Some((value, one.why)),
        _ => None,
    })
}

/// The lines that matter outside of the model, with what is said of them.
fn unseen(import: &Import) -> Vec<(usize, Remark)> {
    import.unseen.iter().map(|one| (one.entry.line, one.why)).collect()
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
            "publish=confirm&window=16&resend=never&mandatory=true&durable=true&persistent=true&consumers=4\
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
        read(text).known.into_iter().map(|one| (one.entry.line, one.remarks.first().copied())).collect()
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
    assert_eq!(assumed(&import, Field::EnableIdempotence), Some((Value::Bool(false), Remark::SilentlyOff)));
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

/// Only what holds without a profile, and under those that the file itself makes active, is merged.
#[test]
fn documents_of_a_profile_are_set_aside() {
    let yaml = "spring:\n  rabbitmq:\n    listener:\n      simple:\n        acknowledge-mode: manual\n---\nspring:\n  config:\n    \
                activate:\n      on-profile: test\n  rabbitmq:\n    listener:\n      simple:\n        acknowledge-mode: none\n";
    let old = yaml.replace("  config:\n    activate:\n      on-profile: test", "  profiles: test");
    let properties = "spring.rabbitmq.listener.simple.acknowledge-mode=manual\n#---\nspring.config.activate.on-profile=test\n\
                      spring.rabbitmq.listener.simple.acknowledge-mode=none\n";
    for text in [yaml, &old, properties] {
        let import = read(text);
        assert_eq!(import.setup.rabbitmq.ack, Ack::AfterEffect, "{text}");
        assert_eq!(
            import.known.iter().map(|one| one.remarks.first().copied()).collect::<Vec<_>>(),
            [Some(Remark::ProgramAcks)],
            "{text}"
        );
        assert_eq!(import.elsewhere.len(), 2, "{text}");
        let [english, chinese] = Lang::ALL.map(|lang| check(text, None, lang));
        let words = |checked: &Checked| -> Vec<String> {
            checked.rows.iter().filter(|row| row.sort == Sort::Elsewhere).map(|row| row.words.clone()).collect()
        };
        assert_eq!(words(&english), ["only under profile test", "only under profile test"]);
        assert_eq!(words(&chinese)[0], "只在 profile 下生效：test");
    }
    // Without a condition the later document holds.
    let later = yaml.replace("on-profile: test", "other: test");
    let import = read(&later);
    assert_eq!(import.setup.rabbitmq.ack, Ack::Auto);
    assert_eq!(import.known[0].remarks.first().copied(), Some(Remark::Overridden(14)));
    for (condition, head, holds) in [
        ("test", "spring.profiles.active: test\n", true),
        ("test", "spring.profiles.active: ${PROFILE:test}\n", true),
        ("test", "spring.profiles.active: dev, test\n", true),
        ("test", "spring.profiles.active: dev\n", false),
        ("default", "", true),
        ("\"!test\"", "", true),
        ("\"!test\"", "spring.profiles.active: test\n", false),
        ("[dev, default]", "", true),
        ("\"dev | default\"", "", true),
        ("\"dev & default\"", "", false),
        ("\"(default)\"", "", false),
    ] {
        let text = head.to_owned() + &yaml.replace("on-profile: test", &format!("on-profile: {condition}"));
        let import = read(&text);
        assert_eq!(import.setup.rabbitmq.ack == Ack::Auto, holds, "{text}");
        assert_eq!(import.elsewhere.is_empty(), holds, "{text}");
        assert_eq!(
            import.known.iter().any(|one| one.remarks.first().copied() == Some(Remark::Chooses)),
            holds || !head.is_empty()
        );
    }
    let text = "spring.kafka.client-id: a\n---\nspring.config.activate.on-cloud-platform: kubernetes\nspring.kafka.producer.acks: 1\n";
    let checked = check(text, None, Lang::En);
    assert!(checked.rows.iter().any(|row| row.line == 4 && row.words == "only on cloud platform kubernetes"));
    // A comment beside the mark makes it a comment.
    for text in [
        properties.replace("#---", "#---\n# x"),
        properties.replace("#---", "# x\n#---"),
        properties.replace("#---", " #---"),
    ] {
        assert!(refused(&text).contains("only under test"), "{text}");
    }
}

/// The review's cases: a key that changes outcomes is never among those that change nothing.
#[test]
fn what_matters_outside_of_the_model_is_said() {
    const SIMPLE: &str = "spring.rabbitmq.listener.simple";
    for (text, remark) in [
        (format!("{SIMPLE}.default-requeue-rejected=false"), Remark::NotRequeued),
        (format!("{SIMPLE}.defaultRequeueRejected=${{X:false}}"), Remark::NotRequeued),
        (format!("{SIMPLE}.retry.enabled=true"), Remark::RetriedInPlace),
        ("partitioner.class=com.example.Mine".to_owned(), Remark::Partitioner),
        ("partitioner.ignore.keys=true".to_owned(), Remark::Partitioner),
        ("spring.kafka.producer.properties[partitioner.ignore.keys]=true".to_owned(), Remark::Partitioner),
        ("statistics.interval.ms=1\npartitioner=random".to_owned(), Remark::Partitioner),
        ("spring.kafka.retry.topic.enabled=on".to_owned(), Remark::RetryTopic),
        ("num.partitions=1\nlog.cleanup.policy=compact".to_owned(), Remark::Compacted),
    ] {
        let line = text.lines().count();
        let import = read(&text);
        assert_eq!(unseen(&import), [(line, remark)], "{text}");
        assert!(import.ignored.iter().all(|entry| entry.line != line));
        for lang in Lang::ALL {
            let checked = check(&text, None, lang);
            let row = checked.rows.iter().find(|row| row.sort == Sort::Unseen).expect("a row");
            assert!(row.line == line && !row.words.is_empty());
        }
    }
    for text in [
        format!("{SIMPLE}.default-requeue-rejected=true"),
        format!("{SIMPLE}.retry.enabled=false"),
        "partitioner.ignore.keys=false".to_owned(),
        "cleanup.policy=delete".to_owned(),
        "statistics.interval.ms=1\npartitioner=murmur2_random".to_owned(),
    ] {
        assert_eq!(unseen(&read(&text)), [], "{text}");
    }
    let streams = read("spring.rabbitmq.listener.type=stream");
    assert_eq!(streams.known[0].remarks.first().copied(), Some(Remark::Streams));
}

/// Spring's container starts more consumers when there is work, and two compete (D1).
#[test]
fn the_most_consumers_count() {
    let consumers = |text: &str| {
        let text = text.replace('~', "spring.rabbitmq.listener.simple.");
        let import = read(&text);
        (
            import.setup.rabbitmq.consumers,
            import.known.iter().map(|one| one.remarks.first().copied()).collect::<Vec<_>>(),
        )
    };
    assert_eq!(consumers("~max-concurrency=8\n~prefetch=1"), (4, vec![Some(Remark::Capped(4)), None]));
    assert_eq!(consumers("~maxConcurrency=3"), (3, vec![Some(Remark::Grows)]));
    assert_eq!(
        consumers("~concurrency=2\n~max-concurrency=3"),
        (3, vec![Some(Remark::GrowsIn(2)), Some(Remark::Grows)])
    );
    assert_eq!(consumers("~max-concurrency=2\n~concurrency=2"), (2, vec![None, None]));
    assert_eq!(consumers("~max-concurrency=1"), (1, vec![None]));
}

#[test]
fn a_record_that_never_works_is_given_up_by_spring_and_that_is_said() {
    let gives_up =
        |text: &str| read(text).assumed.iter().any(|one| one.why == Remark::GivesUp && one.becomes.is_none());
    assert!(gives_up("spring.kafka.consumer.group-id=a"));
    assert!(!gives_up("spring.kafka.consumer.group-id=a\nspring.kafka.retry.topic.enabled=true"));
    assert!(!gives_up("spring.kafka.producer.acks=all"));
    assert!(!gives_up("group.id=a"));
}

/// Spring Boot's `KafkaProperties`: what is common, over it the own keys, over those the own properties.
#[test]
fn spring_s_properties_are_read_in_every_form_and_in_boot_s_order() {
    for text in [
        "spring.kafka.producer.properties[enable.idempotence]=false",
        "spring.kafka.producer.properties.enable.idempotence=false",
        "spring.kafka.properties[enable.idempotence]=false",
        "spring.kafka.producer:\n  properties:\n    \"[enable.idempotence]\": false",
        "spring.kafka.producer:\n  \"properties[enable.idempotence]\": false",
        "Spring.Kafka.Pro-ducer.properties[enable.idempotence]=false",
    ] {
        let import = read(text);
        assert!(import.unknown.is_empty() && !import.setup.kafka.enable_idempotence, "{text} {:?}", import.unknown);
    }
    let consumer = read("spring.kafka.consumer.properties[isolation.level]=read_committed");
    assert_eq!(link(&consumer.setup).matches("isolation_level=read_committed").count(), 1);
    let [common, own, passed] = [
        "spring.kafka.properties.acks=1",
        "spring.kafka.producer.acks=all",
        "spring.kafka.producer.properties[acks]=0",
    ];
    for (text, acks, remarks) in [
        ([own, common], "all", [None, Some(Remark::Overridden(1))]),
        ([common, own], "all", [Some(Remark::Overridden(2)), None]),
        ([passed, own], "0", [None, Some(Remark::Overridden(1))]),
        ([own, passed], "0", [Some(Remark::Overridden(2)), None]),
        ([passed, common], "0", [None, Some(Remark::Overridden(1))]),
    ] {
        let import = read(&text.join("\n"));
        assert_eq!(import.setup.kafka.acks.name(), acks, "{text:?}");
        assert_eq!(
            import.known.iter().map(|one| one.remarks.first().copied()).collect::<Vec<_>>(),
            remarks,
            "{text:?}"
        );
    }
    // Handed to a client that does not know it, it does nothing.
    let other = read("spring.kafka.consumer.properties.acks=0\nspring.kafka.producer.client-id=a");
    assert_eq!((other.setup.kafka.acks.name(), other.ignored.len()), ("all", 2));
}

#[test]
fn every_value_that_the_library_takes_is_read() {
    let idempotent = |text: &str| read(text).setup.kafka.enable_idempotence;
    for (word, is) in
        [("yes", true), ("On", true), ("1", true), ("TRUE", true), ("no", false), ("off", false), ("0", false)]
    {
        let text = format!("spring.rabbitmq.template.mandatory={word}");
        assert_eq!(read(&text).setup.rabbitmq.mandatory, is, "{text}");
        let text = format!("spring.kafka.consumer.enable-auto-commit: {word}");
        assert_eq!(read(&text).setup.kafka.commit == Commit::AutoOnPoll, is, "{text}");
    }
    for (word, is) in [("1", true), ("t", true), ("T", true), ("0", false), ("f", false), ("False", false)] {
        assert_eq!(idempotent(&format!("statistics.interval.ms=1\nenable.idempotence={word}")), is, "{word}");
    }
    assert!(refused("statistics.interval.ms=1\nenable.idempotence=yes").contains("true or false"));
    assert!(refused("acks=all\nenable.idempotence=1").contains("true or false"));
    let import = read("group.id=a\nauto.offset.reset=by_duration:PT1H");
    assert_eq!(
        import.known.iter().filter_map(|one| one.remarks.first().copied()).collect::<Vec<_>>(),
        [Remark::ByDuration]
    );
    assert_eq!(assumed(&import, Field::AutoOffsetReset), None);
    assert!(!link(&import.setup).contains("auto_offset_reset"), "earliest is the nearest");
    assert!(refused("group.id=a\nauto.offset.reset=by_duration:soon").contains("earliest"));
    let one = read("debug=all\nrequest.required.acks=1\nacks=0");
    assert_eq!(
        (one.setup.kafka.acks.name(), one.known[0].remarks.first().copied()),
        ("0", Some(Remark::Overridden(3)))
    );
}

/// B26: a default is one of a version.
#[test]
fn java_s_defaults_say_since_when() {
    let import = read("linger.ms=1");
    assert_eq!(assumed(&import, Field::EnableIdempotence), Some((Value::Bool(true), Remark::IdempotenceSince)));
    for lang in Lang::ALL {
        let rows = check("linger.ms=1", None, lang).rows;
        let words = |name: &str| rows.iter().find(|row| row.becomes.starts_with(name)).map(|row| row.words.clone());
        assert!(words("acks").is_some_and(|words| words.contains("3.0")));
        let idempotence = words("enable_idempotence").expect("a row");
        assert!(["3.0.1", "3.1.1", "3.2", "KAFKA-13598"].iter().all(|one| idempotence.contains(one)), "{idempotence}");
    }
    let c = import_as("linger.ms=1", Client::Librdkafka);
    assert_eq!(assumed(&c, Field::Acks).map(|(_, why)| why), Some(Remark::ClientDefault));
}

/// Files as they stand in real programs: what each is about is found, and its lines are shown as they are written.
#[test]
fn real_files_with_all_that_is_around_them_are_read() {
    let yaml = "x-defaults: &defaults\n  max-poll-records: 10\n  enable-auto-commit: false\nspring:\n  kafka:\n    \
                bootstrap-servers: [a:9092,\n      b:9092]\n    properties:\n      sasl.jaas.config: >-\n        \
                org.apache.kafka.common.security.plain.PlainLoginModule required\n        password=\"${SECRET}\";\n      \
                \"[isolation.level]\": read_committed\n    consumer:\n      <<: *defaults\n      group-id: a\n      \
                properties: { \"[auto.offset.reset]\": earliest, \"[max.poll.interval.ms]\": 600000 }\n    listener:\n      \
                ack-mode: record\ninfo:\n  version: @project.version@\n  about: |\n    any: text\n     'goes\n";
    let import = read(yaml);
    assert_eq!(
        link(&import.setup),
        "broker=kafka&commit=sync_per_record&max_poll_records=10&isolation_level=read_committed"
    );
    assert_eq!(import.unknown, []);

    let serializers = "spring.kafka.consumer.properties.spring.json.trusted.packages=*\n\
                       spring.kafka.producer.properties[schema.registry.url]=http://x";
    assert_eq!(read(serializers).unknown, []);

    // A direct container's lines keep their own names.
    let direct = "spring.rabbitmq.listener.type=direct\nspring.rabbitmq.listener.direct.acknowledge-mode=none";
    let import = read(direct);
    assert_eq!(import.known[1].entry.key, "spring.rabbitmq.listener.direct.acknowledge-mode");
    assert_eq!(import.setup.rabbitmq.ack, Ack::Auto);

    // A broker's keys are like librdkafka's here and there.
    let server = "process.roles=broker,controller\nmessage.max.bytes=1000000\nlistener.security.protocol.map=A:B\n\
                  auto.leader.rebalance.enable=true\nzookeeper.connection.timeout.ms=1\nbroker.rack=a\nmin.insync.replicas=2";
    let import = read(server);
    assert_eq!((import.origin, import.unknown.len()), (Origin::KafkaJava, 0));
    assert_eq!(assumed(&import, Field::ReplicationFactor), Some((Value::Number(1), Remark::BrokerDefault)));
    let topic =
        read("cleanup.policy=delete\nmin.cleanable.dirty.ratio=0.5\ndelete.retention.ms=1\nmin.insync.replicas=2");
    assert_eq!(topic.unknown, []);

    // librdkafka is known by its security keys too: its defaults differ.
    for text in [
        "bootstrap.servers=a\nsasl.mechanisms=PLAIN\nsasl.username=k\ntopic.acks=1",
        "bootstrap.servers=a\ntopic.acks=1",
        "{\"group.id\": \"g\", \"default.topic.config\": {\"auto.offset.reset\": \"smallest\", \"acks\": 1}}",
    ] {
        let import = read(text);
        assert_eq!((import.origin, import.setup.kafka.acks.name()), (Origin::Librdkafka, "1"), "{text}");
        assert_eq!(import.unknown, [], "{text}");
        assert!(!import.setup.kafka.enable_idempotence);
    }
    assert_eq!(read("acks=all\nsasl.mechanism=PLAIN\nsasl.jaas.config=x").origin, Origin::KafkaJava);

    // Variables of the environment.
    let rabbitmq = read("SPRING_RABBITMQ_LISTENER_SIMPLE_ACKNOWLEDGEMODE=none\nSPRING_RABBITMQ_HOST=x");
    assert_eq!((rabbitmq.origin, rabbitmq.setup.rabbitmq.ack), (Origin::SpringRabbitmq, Ack::Auto));
    let kafka = read("SPRING_KAFKA_PRODUCER_ACKS=1\nSPRING_KAFKA_PROPERTIES_ENABLE_IDEMPOTENCE=false");
    assert_eq!((kafka.setup.kafka.acks.name(), kafka.setup.kafka.enable_idempotence), ("1", false));
    assert_eq!(kafka.unknown, []);
}

/// A default behind a placeholder hides nothing that is to be said of the value.
#[test]
fn a_placeholder_s_default_has_the_value_s_remarks_too() {
    let remarks = |text: &str| read(&text.replace('~', "spring.rabbitmq.listener.simple.")).known[0].remarks.clone();
    let default = Remark::PlaceholderDefault;
    assert_eq!(remarks("~acknowledge-mode=${A:manual}"), [default, Remark::ProgramAcks]);
    assert_eq!(remarks("~prefetch=${P:250}"), [default, Remark::Capped(16)]);
    assert_eq!(remarks("~max-concurrency=${P:8}\n~concurrency=${P:2}"), [default, Remark::Capped(4)]);
    let [english, chinese] =
        Lang::ALL.map(|lang| check("retries=1\nmax.poll.records=${P:99}", None, lang).rows[1].words.clone());
    assert_eq!(english, "a placeholder: its default is taken; the most that is explored here is 16");
    assert_eq!(chinese, "占位符：取其中的默认值；这里最多推演到 16");
}

fn import_as(text: &str, client: Client) -> Import {
    import(text, Some(client)).unwrap_or_else(|error| panic!("{text}\n{error}"))
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
        let Import { known, ignored, unseen, unknown, elsewhere, .. } = &read;
        let lines = known.len() + ignored.len() + unseen.len() + unknown.len() + elsewhere.len();
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
