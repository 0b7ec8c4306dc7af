//! The consumers in rdkafka.

use crate::setup::{Commit, Kafka, Processing, Setup};
use crate::tell::Lang;
use crate::tell::client::rabbit::when;
use crate::tell::client::text::write;
use crate::tell::client::topic;

/// The file that receives.
pub fn code(setup: &Setup, lang: Lang) -> String {
    let kafka = &setup.kafka;
    let threads = kafka.processing != Processing::PollLoop;
    let tracks =
        threads && (topic::commits_what_is_finished(kafka) || kafka.commit == Commit::AutoBackgroundStoredAfter);
    let by_offset = "
        // ⟦+ 1: where to go on‖+ 1：下次从这里开始⟧
        let mut next = TopicPartitionList::new();
        next.add_partition_offset(\"orders\", message.partition(), Offset::Offset(message.offset() + 1))?;
        consumer.commit(&next, CommitMode::Sync)?;
        ";
    let after_each = match (threads, kafka.commit) {
        (true, _) => "",
        (_, Commit::SyncPerRecord | Commit::OwnOffset | Commit::Maximum | Commit::Contiguous) => by_offset,
        (_, Commit::AutoBackgroundStoredAfter) => {
            "consumer.store_offset(message.topic(), message.partition(), message.offset())?; // ⟦done: the background thread may commit it; store_offset_from_message does the same to a borrowed message‖做完了：后台线程可以提交它；对借用的消息，store_offset_from_message 效果相同⟧"
        }
        _ => "",
    };
    let before = match kafka.commit {
        Commit::SyncBeforeProcessing => {
            "commit_position(&consumer)?; // ⟦before the work: after a crash it is not read again‖在处理之前：崩溃后不会再读⟧"
        }
        _ => "",
    };
    let after = match (kafka.commit, tracks) {
        (Commit::SyncPerBatch, _) => when(
            threads,
            "commit_position(&consumer)?; // ⟦the position, though the threads are not done‖提交的是消费位置，而线程还没处理完⟧",
            "commit_position(&consumer)?; // ⟦all of this batch is done‖这一批都处理完了⟧",
        ),
        (_, true) => "consumer.context().commit(&consumer)?;",
        _ => "",
    };
    let work = if threads {
        "
        for message in batch {
            consumer.context().take(&message);
            let lane = lane(&message);
            if lanes[lane].send(message).is_err() {
                return Ok(());
            }
        }
        "
    } else {
        "
        for message in batch {
            apply(&message);
            $after_each
        }
        "
    };
    let work = write(lang, work, &[("$after_each", after_each)]);
    let drains = threads && kafka.drain_on_revoke;
    let stored = kafka.commit == Commit::InEffectTransaction;
    write(
        lang,
        CONSUMING,
        &[
            ("$how_many", &topic::how_many(kafka)),
            ("$steps", &topic::effect(setup)),
            ("$batch_size", &kafka.max_poll_records.to_string()),
            ("$owned", when(kafka.max_poll_records > 1, OWNED, "")),
            ("$before", before),
            ("$work", &work),
            ("$after", after),
            ("$imports", &imports(kafka, threads, tracks)),
            ("$context", &super::group::context(kafka, threads, tracks, drains, stored, lang)),
            ("$lanes", when(threads, LANES, "")),
            (
                "$new",
                when(
                    threads,
                    "
                let consumer: BaseConsumer<Group> =
                    config(include_str!(\"consumer.properties\")).create_with_context(Group::default())?;
                let consumer = Arc::new(consumer);
                ",
                    "
                let consumer: BaseConsumer<Group> =
                    config(include_str!(\"consumer.properties\")).create_with_context(Group)?;
                ",
                ),
            ),
            ("$lane_of", lane(kafka)),
            (
                "$position",
                when(matches!(kafka.commit, Commit::SyncBeforeProcessing | Commit::SyncPerBatch), POSITION, ""),
            ),
        ],
    )
}

fn imports(kafka: &Kafka, threads: bool, tracks: bool) -> String {
    let mut lines = vec!["use std::time::Duration;", "", "use rdkafka::ClientContext;"];
    let commits = topic::commits_what_is_finished(kafka);
    let position = matches!(kafka.commit, Commit::SyncBeforeProcessing | Commit::SyncPerBatch);
    if threads {
        lines.splice(
            0..1,
            [
                "use std::collections::{BTreeSet, HashMap};",
                "use std::sync::{Arc, Mutex, mpsc};",
                "use std::time::Duration;",
            ],
        );
    }
    lines.push(if commits || position {
        "use rdkafka::consumer::{BaseConsumer, CommitMode, Consumer, ConsumerContext};"
    } else {
        "use rdkafka::consumer::{BaseConsumer, Consumer, ConsumerContext};"
    });
    lines.push(if position {
        "use rdkafka::error::{KafkaError, KafkaResult, RDKafkaErrorCode};"
    } else {
        "use rdkafka::error::KafkaResult;"
    });
    lines.push("use rdkafka::message::{Message, OwnedMessage};");
    let lists = (commits && (tracks || !threads)) || kafka.commit == Commit::InEffectTransaction;
    if lists {
        lines.push("use rdkafka::topic_partition_list::{Offset, TopicPartitionList};");
    }
    lines.join("\n")
}

const POSITION: &str = "
/// ⟦What was handed over last + 1; there may be nothing yet.‖最后交出的 + 1；可能还没有。⟧
fn commit_position(consumer: &BaseConsumer<Group>) -> KafkaResult<()> {
    match consumer.commit_consumer_state(CommitMode::Sync) {
        Err(KafkaError::ConsumerCommit(RDKafkaErrorCode::NoOffset)) => Ok(()),
        other => other,
    }
}
";

const fn lane(kafka: &Kafka) -> &'static str {
    match kafka.processing {
        Processing::PollLoop => "",
        Processing::HandOff => {
            "
            const LANES: usize = 1;

            fn lane(_: &OwnedMessage) -> usize {
                0 // ⟦one thread, in order, while the loop polls on‖一个线程，按顺序，循环继续拉取⟧
            }
            "
        }
        Processing::ThreadPool => {
            "
            const LANES: usize = 4;

            fn lane(message: &OwnedMessage) -> usize {
                message.offset() as usize % LANES // ⟦any thread: order is gone‖任意线程：顺序就没了⟧
            }
            "
        }
        Processing::PerKeyQueues => {
            "
            const LANES: usize = 4;

            fn lane(message: &OwnedMessage) -> usize {
                // ⟦a key always meets the same thread‖同一个键总由同一个线程处理⟧
                let hash = |hash: usize, byte: &u8| hash.wrapping_mul(31).wrapping_add((*byte).into());
                message.key().unwrap_or_default().iter().fold(0, hash) % LANES
            }
            "
        }
    }
}

const LANES: &str = "
let lanes: Vec<mpsc::Sender<OwnedMessage>> = (0..LANES)
    .map(|_| {
        let (to, from) = mpsc::channel::<OwnedMessage>();
        let consumer = Arc::clone(&consumer);
        std::thread::spawn(move || {
            for message in from {
                apply(&message);
                consumer.context().finish(&message);
            }
        });
        to
    })
    .collect();
";

const OWNED: &str = "
// ⟦a later poll() may have taken a partition away: another member reads it now‖后面的 poll() 可能收回了分区：那些已归别的成员读⟧
let assigned = consumer.assignment()?;
batch.retain(|message| assigned.find_partition(\"orders\", message.partition()).is_some());
";

const CONSUMING: &str = "
$imports

use crate::producer::config;

/// ⟦The most that is worked on before the next commit. librdkafka hands over one at a time.‖下次提交之前最多处理这么多条。librdkafka 每次只交出一条。⟧
const BATCH: usize = $batch_size;

$lane_of

fn apply(message: &OwnedMessage) {
    $steps
    println!(\"{:?} {}\", message.key(), message.offset());
}

$context

$position

fn next_batch(consumer: &BaseConsumer<Group>) -> KafkaResult<Vec<OwnedMessage>> {
    let mut batch = Vec::new();
    while batch.len() < BATCH {
        let Some(message) = consumer.poll(Duration::from_millis(200)) else { break };
        batch.push(message?.detach());
    }
    $owned
    Ok(batch)
}

$how_many
pub fn consume() -> KafkaResult<()> {
    $new
    consumer.subscribe(&[\"orders\"])?;
    $lanes
    loop {
        let batch = next_batch(&consumer)?;
        $before
        $work
        $after
    }
}
";
