//! In your client: what a setup is in code and configuration, for every client and in both languages.
//!
//! `UPDATE_GOLDEN=1 cargo test --test client` writes tests/golden/client_*.txt anew: look at what changed before you keep it.

mod support;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::PathBuf;
use std::{env, fs};

use ackscope::setup::{Broker, Field, Link, Section, Setup};
use ackscope::tell::Lang;
use ackscope::tell::client::{InClient, Library, Warning, in_client};
use support::{Rng, random_setup_of, random_value};

fn setup(link: &str) -> Setup {
    Link::parse(link, &|_| None).unwrap_or_else(|error| panic!("{link}: {error}")).setup
}

fn code(setup: &Setup, library: Library, lang: Lang) -> InClient {
    in_client(setup, library, lang).expect("a client of this broker")
}

fn all_text(code: &InClient) -> String {
    let files = code.files.iter().map(|file| format!("== {}\n{}", file.name, file.text));
    let notes = code.notes.iter().map(|note| format!("* {}: {}\n", note.warning.name(), note.words));
    files.chain(notes).collect()
}

fn is_chinese(character: char) -> bool {
    ('\u{3000}'..='\u{9fff}').contains(&character) || ('\u{ff00}'..='\u{ffef}').contains(&character)
}

/// A gap that nothing filled: a dollar with a name behind it.
fn has_gap(text: &str) -> bool {
    text.split('$').skip(1).any(|rest| rest.starts_with(|first: char| first.is_ascii_lowercase()))
}

#[test]
fn every_setup_is_written_whole_in_every_client_and_language() {
    let mut rng = Rng::new(6);
    for round in 0..150 {
        for library in Library::ALL.iter().copied() {
            let setup = random_setup_of(library.broker(), &mut rng);
            for lang in Lang::ALL {
                let code = code(&setup, library, lang);
                let context = || format!("round {round}: {} {setup:?}", library.name());
                assert!(!code.files.is_empty(), "{}", context());
                for file in &code.files {
                    assert!(file.text.ends_with('\n') && !file.text.ends_with("\n\n"), "{} {}", file.name, context());
                    let untidy = |line: &str| line.ends_with(' ') || line.contains('\t');
                    assert_eq!(file.text.lines().find(|line| untidy(line)), None, "{}: {}", file.name, context());
                }
                let text = all_text(&code);
                assert!(!text.contains(['⟦', '‖', '⟧']) && !has_gap(&text), "{}\n{text}", context());
                if lang == Lang::En {
                    assert!(!text.contains(is_chinese), "{}\n{text}", context());
                }
            }
        }
    }
}

#[test]
fn a_client_of_the_other_broker_has_nothing_to_say() {
    for library in Library::ALL.iter().copied() {
        for broker in Broker::ALL.iter().copied() {
            let answer = in_client(&Setup::of(broker), library, Lang::En);
            assert_eq!(answer.is_some(), library.broker() == broker, "{}", library.name());
        }
    }
}

/// Both languages are the same code: only comments and notes differ.
#[test]
fn both_languages_have_the_same_code() {
    let mut rng = Rng::new(8);
    for _ in 0..60 {
        for library in Library::ALL.iter().copied() {
            let setup = random_setup_of(library.broker(), &mut rng);
            let [english, chinese] = Lang::ALL.map(|lang| code(&setup, library, lang));
            assert_eq!(english.notes.len(), chinese.notes.len());
            for (one, other) in english.files.iter().zip(&chinese.files) {
                assert_eq!(one.text.lines().count(), other.text.lines().count(), "{}", one.name);
                for (one, other) in one.text.lines().zip(other.text.lines()) {
                    // Words stand in comments, in a docstring and in two texts that are printed.
                    let is_code =
                        |line: &str| !line.contains(['#', '"']) && !line.contains("//") && !line.contains("/*");
                    assert!(one == other || !is_code(one) || one.trim_start().starts_with('*'), "{one}\n{other}");
                }
            }
        }
    }
}

/// No setting is left out: for each there is a setup in which another value is other code, or another note.
#[test]
fn every_setting_makes_a_difference() {
    for library in Library::ALL.iter().copied() {
        let broker = library.broker();
        let told = |setup: &Setup| all_text(&code(setup, library, Lang::En));
        for field in Field::ALL.iter().copied() {
            let about = field.section().broker() == Some(broker) || field.section() == Section::Effects;
            if !about {
                continue;
            }
            let mut rng = Rng::new(field as u64);
            let differs = (0..2000).any(|_| {
                let setup = random_setup_of(broker, &mut rng);
                let value = random_value(&mut rng, field, &setup);
                setup.with(field, value).is_ok_and(|other| other != setup && told(&other) != told(&setup))
            });
            assert!(differs, "{} says nothing of {}", library.name(), field.path());
        }
    }
}

/// What is only about a run, or about what may break, is no setting of a client.
#[test]
fn faults_and_the_size_of_a_run_make_none() {
    let mut rng = Rng::new(3);
    for library in Library::ALL.iter().copied() {
        for _ in 0..50 {
            let setup = random_setup_of(library.broker(), &mut rng);
            for field in [Field::Messages, Field::Budget, Field::FaultKinds, Field::Seed] {
                let other = setup.with(field, random_value(&mut rng, field, &setup)).expect("possible");
                assert_eq!(code(&setup, library, Lang::En), code(&other, library, Lang::En));
            }
        }
    }
}

#[test]
fn settings_have_the_client_s_own_names() {
    for (library, link, names) in [
        (
            Library::Pika,
            "publish=confirm&durable=true&persistent=true&ack=after_effect&prefetch=3",
            &[
                "channel.confirm_delivery()",
                "durable=True",
                "delivery_mode=pika.DeliveryMode.Persistent",
                "auto_ack=False",
                "channel.basic_ack(method.delivery_tag)",
                "channel.basic_qos(prefetch_count=3)",
            ][..],
        ),
        (
            Library::Pika,
            "publish=tx&mandatory=true&ack=auto",
            &["tx_select()", "tx_commit()", "mandatory=True", "auto_ack=True"],
        ),
        (
            Library::Pika,
            "queue_type=quorum&single_active_consumer=true&consumers=2&delivery_limit=5",
            &[
                "\"x-queue-type\": \"quorum\"",
                "\"x-single-active-consumer\": True",
                "rabbitmqctl set_policy",
                "\"delivery-limit\": 5",
            ],
        ),
        (
            Library::Java,
            "publish=confirm&window=4&persistent=true&ack=after_effect",
            &[
                "channel.confirmSelect()",
                "channel.getNextPublishSeqNo()",
                "channel.addConfirmListener(",
                "WINDOW = 4",
                ".deliveryMode(2)",
                "channel.basicAck(tag, false)",
            ],
        ),
        (
            Library::Spring,
            "publish=confirm&mandatory=true&ack=auto",
            &["publisher-confirm-type: correlated", "publisher-returns: true", "acknowledge-mode: none"],
        ),
        (
            Library::Spring,
            "ack=after_effect&prefetch=2&consumers=3",
            &["acknowledge-mode: auto", "prefetch: 2", "concurrency: 3"],
        ),
        (
            Library::Lapin,
            "publish=confirm&durable=true&ack=after_effect&persistent=true",
            &[
                "confirm_select(ConfirmSelectOptions::default())",
                "Confirmation::Nack(_)",
                "with_delivery_mode(2)",
                "BasicAckOptions::default()",
            ],
        ),
        (
            Library::KafkaJava,
            "broker=kafka&acks=1&retries=false&min_insync_replicas=2&unclean_leader_election=true",
            &[
                "acks=1",
                "retries=0",
                "enable.idempotence=false",
                "--config min.insync.replicas=2",
                "--config unclean.leader.election.enable=true",
            ],
        ),
        (
            Library::KafkaJava,
            "broker=kafka&transactional=true&isolation_level=read_committed&commit=sync_per_batch",
            &[
                "transactional.id=",
                "resumed(producer::commitTransaction)",
                "isolation.level=read_committed",
                "enable.auto.commit=false",
                "consumer.commitSync()",
            ],
        ),
        (
            Library::Librdkafka,
            "broker=kafka&client=librdkafka&commit=auto_background_stored_after&max_in_flight=2",
            &["max.in.flight=2", "enable.auto.offset.store=false", "consumer.store_offset(message.topic(), "],
        ),
    ] {
        let text = all_text(&code(&setup(link), library, Lang::En));
        for name in names {
            assert!(text.contains(name), "{} {link}: {name} is missing\n{text}", library.name());
        }
    }
}

#[test]
fn what_surprises_is_flagged_where_it_bites_and_nowhere_else() {
    for (library, warning, name, with, without) in [
        (Library::Spring, Warning::Trap, "AUTO is not the broker's auto-ack", "ack=after_effect", "ack=auto"),
        (Library::Spring, Warning::Trap, "250", "ack=after_effect", "ack=auto"),
        (Library::Pika, Warning::Trap, "transient", "persistent=true", "persistent=false"),
        (Library::Pika, Warning::Trap, "requeue=True", "ack=after_effect", "ack=auto"),
        (Library::Pika, Warning::Cannot, "window is 1", "publish=confirm&window=2", "publish=confirm"),
        (Library::Lapin, Warning::Trap, "BasicRejectOptions", "ack=after_effect", "ack=before_effect"),
        (Library::Librdkafka, Warning::Trap, "false where you say nothing", "broker=kafka", "broker=kafka&acks=1"),
        (Library::Librdkafka, Warning::Cannot, "auto_on_poll", "broker=kafka", "broker=kafka&client=librdkafka"),
        (Library::KafkaJava, Warning::Cannot, "auto_background", "broker=kafka&client=librdkafka", "broker=kafka"),
        (Library::KafkaJava, Warning::Trap, "latest where", "broker=kafka", "broker=kafka&auto_offset_reset=latest"),
        (Library::KafkaJava, Warning::Trap, "turn it off silently", "broker=kafka&acks=1", "broker=kafka"),
    ] {
        let flags = |link: &str| {
            let code = code(&setup(link), library, Lang::En);
            code.notes.iter().any(|note| note.warning == warning && note.words.contains(name))
        };
        assert!(flags(with), "{}: {with} should be flagged: {name}", library.name());
        assert!(!flags(without), "{}: {without} should not be flagged: {name}", library.name());
    }
}

/// Of a template's source: the gaps that are filled, and those that stand in a text.
fn gaps(source: &str) -> (BTreeSet<&str>, BTreeSet<&str>) {
    let (mut filled, mut standing) = (BTreeSet::new(), BTreeSet::new());
    for (at, _) in source.match_indices('$') {
        let (before, after) = (&source[..at], &source[at + 1..]);
        let end = after.find(|next: char| !next.is_ascii_lowercase() && next != '_').unwrap_or(after.len());
        let fills = before.strip_suffix('"').is_some_and(|before| before.trim_end().ends_with('('))
            && after[end..].starts_with("\",");
        let kind = if fills { &mut filled } else { &mut standing };
        kind.insert(&after[..end]);
    }
    (filled, standing)
}

/// What a gap says is told to nobody where no template has it.
#[test]
fn every_gap_that_is_filled_stands_in_a_text() {
    let sources = sources();
    assert!(sources.len() >= Library::ALL.len());
    for (path, source) in &sources {
        let (filled, standing) = gaps(source);
        let lost: Vec<_> = filled.difference(&standing).collect();
        assert!(lost.is_empty(), "{}: {lost:?}", path.display());
    }
}

/// The sources that have templates.
fn sources() -> Vec<(PathBuf, String)> {
    let mut folders = vec![PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/src/tell/client"))];
    let mut sources = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("the folder of the clients") {
            let path = entry.expect("its entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if !path.ends_with("text.rs") {
                sources.push((path.clone(), fs::read_to_string(path).expect("a source")));
            }
        }
    }
    sources
}

/// Whether there are lines that begin so, in this order.
fn has_in_order(text: &str, lines: &[&str]) -> bool {
    let mut wanted = lines.iter().peekable();
    for line in text.lines() {
        wanted.next_if(|wanted| line.trim_start().starts_with(**wanted));
    }
    wanted.peek().is_none()
}

/// A returned message is heard of only where the program still listens: behind the answer that it came before.
#[test]
fn what_no_queue_took_is_told_in_each_way_to_publish() {
    for (library, publish, lines) in [
        (
            Library::Pika,
            "fire_and_forget",
            &[
                "channel.add_on_return_callback(",
                "channel.basic_publish(",
                "declare(",
                "channel.connection.process_data",
            ][..],
        ),
        (Library::Pika, "tx", &["channel.tx_commit()", "batch = []", "channel.connection.process_data_events()"]),
        (Library::Pika, "confirm", &["except UnroutableError:", "report("]),
        (
            Library::Java,
            "fire_and_forget",
            &["channel.addReturnListener(", "channel.basicPublish(", "Topology.declare("],
        ),
        (Library::Java, "tx", &["channel.addReturnListener(", "channel.txCommit()"]),
        (Library::Java, "confirm", &["channel.addReturnListener(", "channel.basicPublish("]),
        (Library::Spring, "fire_and_forget", &["mandatory: true", "template.setReturnsCallback("]),
        (Library::Spring, "tx", &["template.setMandatory(true)", "template.setReturnsCallback("]),
        (Library::Spring, "confirm", &["publisher-returns: true", "} else if (correlation.getReturned() != null) {"]),
        (
            Library::Lapin,
            "fire_and_forget",
            &[
                "drop(channel.basic_publish(",
                "declare(",
                "for returned in channel.wait_for_confirms()",
                "channel.close(",
            ],
        ),
        (Library::Lapin, "tx", &["channel.tx_commit()", "for returned in channel.wait_for_confirms()"]),
        (Library::Lapin, "confirm", &["Confirmation::Ack(Some(returned)) => {", "failed(&message.id)"]),
    ] {
        let told = |mandatory: bool| {
            let setup = setup(&format!("publish={publish}&mandatory={mandatory}"));
            has_in_order(&all_text(&code(&setup, library, Lang::En)), lines)
        };
        assert!(told(true), "{} {publish}", library.name());
        assert!(!told(false), "{} {publish} listens for nothing", library.name());
    }
}

/// B33: what another member owns now is neither committed nor remembered.
#[test]
fn a_revoked_partition_is_forgotten() {
    for commit in ["sync_per_record", "own_offset", "maximum", "contiguous"] {
        for processing in ["hand_off", "thread_pool", "per_key_queues"] {
            for drain in [true, false] {
                let link = format!(
                    "broker=kafka&consumers=2&partitions=2&commit={commit}&processing={processing}&drain_on_revoke={drain}"
                );
                let in_order = |library: Library, lines: &[&str]| {
                    let text = all_text(&code(&setup(&link), library, Lang::En));
                    assert!(has_in_order(&text, lines), "{} {link}: {lines:?}\n{text}", library.name());
                };
                in_order(
                    Library::KafkaJava,
                    &[
                        "if (open != null && open.remove(record.offset())) finished.add(record);",
                        "static void commit(",
                        "for (var record : finished()) {",
                        "public void onPartitionsRevoked(",
                        "OPEN.keySet().removeAll(partitions);",
                        "consumer.subscribe(List.of(\"orders\"), new Partitions(consumer));",
                    ],
                );
                in_order(
                    Library::Librdkafka,
                    &[
                        "if open.get_mut(&message.partition()).is_some_and(|open| open.remove(&message.offset())) {",
                        "self.finished.lock().unwrap().push(",
                        "self.open.lock().unwrap().remove(&partition);",
                        "fn pre_rebalance(",
                        "partitions.elements().iter().for_each(|one| self.forget(one.partition()));",
                    ],
                );
            }
        }
    }
    let maximum = setup("broker=kafka&consumers=2&partitions=2&commit=maximum&processing=thread_pool");
    for (library, line) in [
        (Library::KafkaJava, "HIGHEST.keySet().removeAll(partitions);"),
        (Library::Librdkafka, "self.highest.lock().unwrap().remove(&partition);"),
    ] {
        assert!(has_in_order(&all_text(&code(&maximum, library, Lang::En)), &[line]), "{}", library.name());
    }
}

/// A loop that gathers a batch polls several times: a partition may be taken away in between.
#[test]
fn what_was_gathered_of_a_revoked_partition_is_dropped() {
    for (records, drops) in [(1, false), (2, true)] {
        let setup = setup(&format!("broker=kafka&client=librdkafka&max_poll_records={records}"));
        let text = all_text(&code(&setup, Library::Librdkafka, Lang::En));
        assert_eq!(text.contains("let assigned = consumer.assignment()?;"), drops, "{records}");
    }
}

/// A58: on a healthy channel a late confirm is no reason to send again. A consumer comes back after a cut, or ends.
#[test]
fn no_timer_resends_and_a_consumer_does_not_stand_still() {
    let mut rng = Rng::new(9);
    for _ in 0..60 {
        let setup = random_setup_of(Broker::Rabbitmq, &mut rng);
        let spring = all_text(&code(&setup, Library::Spring, Lang::En));
        assert!(!spring.contains("TimeUnit") && !spring.contains("TimeoutException"), "{setup:?}\n{spring}");
        let java = all_text(&code(&setup, Library::Java, Lang::En));
        let comes_back =
            ["Topology.connect(false)", "Connection connection = Topology.connect(true);", "System.exit(1)"];
        assert!(comes_back.iter().all(|line| java.contains(line)), "{setup:?}\n{java}");
    }
}

/// A commit that timed out may still go on: only the same call may follow.
#[test]
fn a_transaction_is_aborted_only_where_the_client_asks_for_it() {
    for (library, lines) in [
        (
            Library::Librdkafka,
            &[
                "if !must_abort(&error) {",
                "resumed(|| producer.commit_transaction(Timeout::Never))",
                "Err(KafkaError::Transaction(error)) if error.is_retriable() => {}",
                "KafkaError::Transaction(error) => error.txn_requires_abort(),",
            ][..],
        ),
        (
            Library::KafkaJava,
            &[
                "static void resumed(Runnable call) {",
                "} catch (TimeoutException goesOn) {",
                "resumed(producer::commitTransaction);",
                "resumed(producer::abortTransaction);",
            ],
        ),
    ] {
        let text = all_text(&code(&setup("broker=kafka&transactional=true"), library, Lang::En));
        assert!(has_in_order(&text, lines), "{} {text}", library.name());
    }
}

/// Rust of edition 2021 takes it: a chain of `let` and other conditions is of 2024.
#[test]
fn rust_needs_no_new_edition() {
    let mut rng = Rng::new(10);
    for _ in 0..100 {
        for library in [Library::Lapin, Library::Librdkafka] {
            let setup = random_setup_of(library.broker(), &mut rng);
            let text = all_text(&code(&setup, library, Lang::En));
            assert!(!text.contains("&& let "), "{} {setup:?}\n{text}", library.name());
        }
    }
}

#[test]
fn the_recorded_clients_are_as_they_were() {
    let rabbitmq = "publish=confirm&window=3&mandatory=true&queue_type=quorum&dead_letter=at_most_once\
        &ack=after_effect&prefetch=4&multiple_ack=true&dedup=inbox";
    let kafka = "broker=kafka&min_insync_replicas=2&partitions=2&consumers=2&commit=contiguous\
        &processing=per_key_queues&drain_on_revoke=true&dedup=unique_constraint&keys=2";
    for library in Library::ALL.iter().copied() {
        let mut setup = setup(if library.broker() == Broker::Rabbitmq { rabbitmq } else { kafka });
        if library == Library::Librdkafka {
            setup.kafka.client = ackscope::setup::Client::Librdkafka;
        }
        let mut text = String::new();
        for lang in Lang::ALL {
            writeln!(text, "==== {}\n{}", lang.tag(), all_text(&code(&setup, library, lang))).expect("a text grows");
        }
        let path = format!("{}/tests/golden/client_{}.txt", env!("CARGO_MANIFEST_DIR"), library.name());
        if env::var_os("UPDATE_GOLDEN").is_some() {
            fs::write(&path, &text).expect("the recording can be written");
        }
        let recorded = fs::read_to_string(&path).expect("the recording exists");
        assert!(recorded == text, "{} is written otherwise now; see the head of this file", library.name());
    }
}
