//! librdkafka, and rdkafka, its Rust wrapper. The properties are the same in C, Python, Go and .NET.

use super::dedup::steps;
use super::rabbit::when;
use super::text::{comment, write};
use super::{InClient, Warning, topic};
use crate::setup::{Acks, Client, Commit, Kafka, Processing, Setup};
use crate::tell::Lang;

/// The setup in librdkafka.
pub fn code(setup: &Setup, lang: Lang) -> InClient {
    let own = &topic::with_client(setup, Client::Librdkafka);
    let kafka = &own.kafka;
    let mut all = InClient::default();
    all.file("topic.sh", topic::commands(own, lang));
    all.file("producer.properties", topic::producer(own, "max.in.flight", lang, "
        # ⟦CRC32 where you say nothing: a Java producer puts the same key into another partition‖不写时用 CRC32：Java 生产者会把同一个键放进另一个分区⟧
        partitioner=murmur2_random
        "));
    all.file("producer.rs", producing(own, lang));
    if kafka.consumers > 0 {
        let stores = match kafka.commit {
            Commit::AutoBackgroundStoredAfter => "
                # ⟦the application stores an offset once the work is done; the background thread commits what is stored‖做完之后由应用保存位移；后台线程提交已保存的⟧
                enable.auto.offset.store=false
                ",
            Commit::AutoBackground => "
                # ⟦the default: stored when it is handed over, before any work‖默认值：交给应用时就保存，那时还没处理⟧
                enable.auto.offset.store=true
                ",
            _ => "",
        };
        all.file("consumer.properties", topic::consumer(own, lang, stores));
        all.file("consumer.rs", consuming(own, lang));
    }
    topic::warn_of_client(&mut all, setup, own, lang);
    warn(&mut all, own, lang);
    topic::warn(&mut all, own, lang);
    all
}

fn producing(setup: &Setup, lang: Lang) -> String {
    let kafka = &setup.kafka;
    let answer = match (kafka.acks, kafka.retries) {
        (Acks::Zero, _) => {
            "// ⟦acks=0: no answer comes; no error here says nothing about the broker‖acks=0：没有答复；没有报错也说明不了什么⟧"
        }
        (_, true) => {
            "// ⟦answered, or given up after delivery.timeout.ms; till then librdkafka has sent it again itself‖得到答复，或过了 delivery.timeout.ms 放弃；在那之前 librdkafka 自己会重发⟧"
        }
        (_, false) => {
            "// ⟦retries=0: an error is final; the record may be stored all the same‖retries=0：出错就不管了；记录仍可能已经存下⟧"
        }
    };
    let template = if kafka.transactional { TRANSACTIONS } else { SEND };
    write(lang, template, &[("$answer", answer), ("$batch", &kafka.max_in_flight.to_string()), ("$head", HEAD)])
}

const HEAD: &str = "
/// ⟦key=value lines; # begins a comment‖每行 key=value；# 开头是注释⟧
pub fn config(text: &str) -> ClientConfig {
    let mut config = ClientConfig::new();
    for (key, value) in text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('=')) {
        config.set(key, value);
    }
    config
}

pub struct Order {
    pub id: String, // ⟦yours: an offset does not recognise what a producer sent twice‖你自己的 id：生产者发了两次，位移认不出来⟧
    pub key: String,
    pub value: Vec<u8>,
}

fn record(order: &Order) -> FutureRecord<'_, String, Vec<u8>> {
    let id = OwnedHeaders::new().insert(Header { key: \"id\", value: Some(&order.id) });
    // ⟦one key, one partition: that is where order holds‖同一个键进同一个分区：顺序只在那里成立⟧
    FutureRecord::to(\"orders\").key(&order.key).payload(&order.value).headers(id)
}
";

const SEND: &str = "
use rdkafka::ClientConfig;
use rdkafka::error::KafkaResult;
use rdkafka::message::{Header, OwnedHeaders};
use rdkafka::producer::{FutureProducer, FutureRecord};

$head

pub async fn send_all(orders: &[Order]) -> KafkaResult<()> {
    let producer: FutureProducer = config(include_str!(\"producer.properties\")).create()?;
    // ⟦handed over first, awaited after: to await each send would leave one in flight‖先全部交出去，再等：逐个 await 就只有一条在途⟧
    let sent: Vec<_> = orders.iter().map(|order| (order, producer.send_result(record(order)))).collect();
    for (order, handed) in sent {
        let failure = match handed {
            Ok(answer) => match answer.await {
                $answer
                Ok(Ok(_)) => None,
                Ok(Err((error, _))) => Some(error.to_string()),
                Err(_) => Some(\"⟦no answer‖没有答复⟧\".to_owned()),
            },
            Err((error, _)) => Some(error.to_string()), // ⟦the queue is full, for one‖例如队列已满⟧
        };
        if let Some(failure) = failure {
            eprintln!(\"failed: {} {failure}\", order.id);
        }
    }
    Ok(())
}
";

const TRANSACTIONS: &str = "
use rdkafka::ClientConfig;
use rdkafka::error::{KafkaError, KafkaResult, RDKafkaErrorCode};
use rdkafka::message::{Header, OwnedHeaders};
use rdkafka::producer::{FutureProducer, FutureRecord, Producer};
use rdkafka::util::Timeout;

const BATCH: usize = $batch;

$head

pub fn send_all(orders: &[Order]) -> KafkaResult<()> {
    let producer: FutureProducer = config(include_str!(\"producer.properties\")).create()?;
    resumed(|| producer.init_transactions(Timeout::Never))?; // ⟦ends what an earlier producer with this id left open‖结束同一 id 的前一个生产者没做完的事务⟧
    for batch in orders.chunks(BATCH) {
        while let Err(error) = send(&producer, batch) {
            if !must_abort(&error) {
                return Err(error); // ⟦another producer has this id, or nothing can go on‖有别的生产者用了这个 id，或无法继续⟧
            }
            resumed(|| producer.abort_transaction(Timeout::Never))?; // ⟦then the whole batch again‖然后整批重来⟧
        }
    }
    Ok(())
}

fn send(producer: &FutureProducer, batch: &[Order]) -> KafkaResult<()> {
    producer.begin_transaction()?;
    for order in batch {
        if let Err((error, _)) = producer.send_result(record(order)) {
            return Err(error);
        }
    }
    resumed(|| producer.commit_transaction(Timeout::Never)) // ⟦waits for every answer‖等到全部答复⟧
}

/// ⟦A retriable error means that it may go on in the background: the same call again. To abort then could undo what is being committed.‖可重试的错误表示它可能还在后台进行：再调用一次。这时中止，可能撤掉正在提交的。⟧
fn resumed(call: impl Fn() -> KafkaResult<()>) -> KafkaResult<()> {
    loop {
        match call() {
            Err(KafkaError::Transaction(error)) if error.is_retriable() => {}
            ended => return ended,
        }
    }
}

fn must_abort(error: &KafkaError) -> bool {
    match error {
        KafkaError::Transaction(error) => error.txn_requires_abort(),
        // ⟦an earlier record failed, so the transaction takes no more‖前面有记录失败，事务不再接受⟧
        KafkaError::MessageProduction(code) => *code == RDKafkaErrorCode::State,
        _ => false,
    }
}
";

fn consuming(setup: &Setup, lang: Lang) -> String {
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
            ("$how_many", &how_many(kafka)),
            ("$steps", &effect(setup)),
            ("$batch_size", &kafka.max_poll_records.to_string()),
            ("$owned", when(kafka.max_poll_records > 1, OWNED, "")),
            ("$before", before),
            ("$work", &work),
            ("$after", after),
            ("$imports", &imports(kafka, threads, tracks)),
            ("$context", &context(kafka, threads, tracks, drains, stored, lang)),
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

fn how_many(kafka: &Kafka) -> String {
    match kafka.consumers {
        1 => String::new(),
        several => format!(
            "// ⟦start {several} of these: they share the partitions of the group‖启动 {several} 个：它们分担这个组的分区⟧"
        ),
    }
}

fn effect(setup: &Setup) -> String {
    let offset = when(
        setup.kafka.commit == Commit::InEffectTransaction,
        "
        BEGIN; ⟦the work‖业务⟧;
          UPDATE offsets SET next = :offset + 1 WHERE topic = 'orders' AND part = :partition AND next = :offset;
        ⟦1 row:‖1 行：⟧ COMMIT; ⟦0 rows: somebody was here before,‖0 行：已有人处理过，⟧ ROLLBACK;
        ",
        "",
    );
    [comment("//", offset), comment("//", steps(setup))].join("\n").trim_start().to_owned()
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

const REVOKE: &str = "
fn pre_rebalance(&self, $consumer: &BaseConsumer<Self>, rebalance: &rdkafka::consumer::Rebalance<'_>) {
    if let rdkafka::consumer::Rebalance::Revoke($partitions) = rebalance {
        $drain
        $commit_now
        $forget
    }
}
";

const FINISH: &str = "
// ⟦what was revoked since does not count: another member has it now‖其间被收回的不算：已归别的成员⟧
if open.get_mut(&message.partition()).is_some_and(|open| open.remove(&message.offset())) {
    self.finished.lock().unwrap().push((message.partition(), message.offset()));
}
";

/// A commit of a revoked partition would move the group away from where its new owner is (B33).
const FORGET: &str = "
fn forget(&self, partition: i32) {
    self.open.lock().unwrap().remove(&partition);
    $lower
    self.finished.lock().unwrap().retain(|(finished, _)| *finished != partition);
}
";

/// What the consumer knows of its own work, and does when a partition comes or goes.
fn context(kafka: &Kafka, threads: bool, tracks: bool, drains: bool, stored: bool, lang: Lang) -> String {
    let put = match kafka.commit {
        Commit::AutoBackgroundStoredAfter => "
            // ⟦The work is done: the background thread may commit it.‖做完了：后台线程可以提交它。⟧
            for (partition, offset) in finished {
                consumer.store_offset(\"orders\", partition, offset)?;
            }
            ",
        Commit::Maximum => "
            // ⟦The highest finished offset + 1, though earlier ones may not be finished: those are lost after a crash.‖已处理的最大位移 + 1，前面的可能没处理完：崩溃后它们就丢了。⟧
            let mut highest = HashMap::new();
            for (partition, offset) in finished {
                let known = highest.entry(partition).or_insert(offset);
                *known = offset.max(*known);
            }
            for (partition, offset) in highest {
                let next = self.highest.lock().unwrap().entry(partition).and_modify(|next| *next = (*next).max(offset + 1)).or_insert(offset + 1).to_owned();
                commit_next(consumer, partition, next)?;
            }
            ",
        Commit::Contiguous => "
            // ⟦Up to the first offset that is not finished: nothing that is open is skipped.‖提交到第一个没处理完的位移为止：不会跳过没做完的。⟧
            for (partition, offset) in finished {
                let open = self.open.lock().unwrap();
                let next = open.get(&partition).and_then(BTreeSet::first).copied();
                let last = self.highest.lock().unwrap().get(&partition).copied().unwrap_or(offset + 1);
                drop(open);
                commit_next(consumer, partition, next.unwrap_or(last))?;
            }
            ",
        _ => "
            // ⟦Each finished record's own offset + 1, in the order in which they finish: the last one wins.‖谁处理完就提交谁的位移 + 1，按完成的先后：最后一个说了算。⟧
            for (partition, offset) in finished {
                commit_next(consumer, partition, offset + 1)?;
            }
            ",
    };
    let commit_next = when(
        tracks && topic::commits_what_is_finished(kafka),
        "
        fn commit_next(consumer: &BaseConsumer<Group>, partition: i32, next: i64) -> KafkaResult<()> {
            let mut list = TopicPartitionList::new();
            list.add_partition_offset(\"orders\", partition, Offset::Offset(next))?;
            consumer.commit(&list, CommitMode::Sync)
        }
        ",
        "",
    );
    let lower = matches!(kafka.commit, Commit::Maximum | Commit::Contiguous);
    let body = if threads {
        "
        /// ⟦What was handed to threads and is not done, and what is done and not committed.‖已交给线程还没做完的，以及做完还没提交的。⟧
        #[derive(Default)]
        struct Group {
            open: Mutex<HashMap<i32, BTreeSet<i64>>>,
            $fields
        }

        impl Group {
            fn take(&self, message: &OwnedMessage) {
                self.open.lock().unwrap().entry(message.partition()).or_default().insert(message.offset());
                $highest
            }

            fn finish(&self, message: &OwnedMessage) {
                let mut open = self.open.lock().unwrap();
                $finish
            }

            $forget

            $commit
        }

        $next
        "
    } else {
        "struct Group;"
    };
    let commit = if tracks {
        write(
            lang,
            "
            fn commit(&self, consumer: &BaseConsumer<Self>) -> KafkaResult<()> {
                let finished = std::mem::take(&mut *self.finished.lock().unwrap());
                $put
                Ok(())
            }
            ",
            &[("$put", put)],
        )
    } else {
        String::new()
    };
    let drain = when(
        drains,
        "
        // ⟦Finish what is held before the partition goes to another member; inside poll(), so not longer than max.poll.interval.ms.‖分区交给别的成员之前先做完手中的；这里在 poll() 之内，不能超过 max.poll.interval.ms。⟧
        while self.open.lock().unwrap().values().any(|open| !open.is_empty()) {
            std::thread::sleep(Duration::from_millis(1));
        }
        ",
        "",
    );
    let commit_now = match (drains, tracks, kafka.commit) {
        (true, true, _) => "let _ = self.commit(consumer);",
        (true, _, Commit::SyncPerBatch) => "let _ = commit_position(consumer);",
        _ => "",
    };
    let revoke = write(
        lang,
        when(drains || tracks, REVOKE, ""),
        &[
            ("$drain", drain),
            ("$commit_now", commit_now),
            ("$consumer", when(commit_now.is_empty(), "_", "consumer")),
            ("$partitions", when(tracks, "partitions", "_")),
            ("$forget", when(tracks, "partitions.elements().iter().for_each(|one| self.forget(one.partition()));", "")),
        ],
    );
    let assign = when(
        stored,
        "
        fn rebalance(
            &self,
            consumer: &BaseConsumer<Self>,
            event: rdkafka::types::RDKafkaRespErr,
            partitions: &mut TopicPartitionList,
        ) {
            use rdkafka::types::RDKafkaRespErr::RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS as ASSIGN;
            if event == ASSIGN {
                for number in partitions.elements().iter().map(|one| one.partition()).collect::<Vec<_>>() {
                    // ⟦where the database says, whatever Kafka thinks‖以数据库为准，不管 Kafka 怎么想⟧
                    let _ = partitions.set_partition_offset(\"orders\", number, Offset::Offset(next_offset(number)));
                }
                let _ = consumer.assign(partitions);
            } else {
                $first
                let _ = consumer.unassign();
            }
        }
        ",
        "",
    );
    let first = when(
        drains,
        "self.pre_rebalance(consumer, &rdkafka::consumer::Rebalance::Revoke(partitions)); // ⟦only the rebalance() that this one replaces would call it‖只有被这里取代的 rebalance() 才会调用它⟧",
        "",
    );
    let next_offset = when(
        stored,
        "
        fn next_offset(_partition: i32) -> i64 {
            // SELECT next FROM offsets WHERE topic = 'orders' AND part = :partition
            0
        }
        ",
        "",
    );
    let body = write(
        lang,
        body,
        &[
            ("$commit", &commit),
            ("$next", commit_next),
            ("$fields", when(tracks, when(lower, "$numbers\n$list", "$list"), "")),
            ("$numbers", "highest: Mutex<HashMap<i32, i64>>,"),
            ("$list", "finished: Mutex<Vec<(i32, i64)>>,"),
            (
                "$finish",
                when(tracks, FINISH, "open.entry(message.partition()).or_default().remove(&message.offset());"),
            ),
            ("$forget", when(tracks, FORGET, "")),
            ("$lower", when(lower, "self.highest.lock().unwrap().remove(&partition);", "")),
            (
                "$highest",
                when(
                    kafka.commit == Commit::Contiguous,
                    "self.highest.lock().unwrap().insert(message.partition(), message.offset() + 1);",
                    "",
                ),
            ),
        ],
    );
    write(
        lang,
        "
        $body

        impl ClientContext for Group {}

        impl ConsumerContext for Group {
            $revoke

            $assign
        }

        $next_offset
        ",
        &[
            ("$body", &body),
            ("$revoke", &revoke),
            ("$assign", assign),
            ("$first", first),
            ("$next_offset", next_offset),
        ],
    )
}

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

fn warn(all: &mut InClient, setup: &Setup, lang: Lang) {
    use Warning::{Cannot, Trap};
    let kafka = &setup.kafka;
    let reads = kafka.consumers > 0;
    all.warn(
        kafka.enable_idempotence,
        Trap,
        "enable.idempotence: ⟦false where you say nothing, unlike Java. It needs acks=all and at most 5 in flight, or the client refuses to start.‖不写时为 false，与 Java 不同。它要求 acks=all、在途不超过 5，否则客户端拒绝启动。⟧",
        lang,
    );
    all.warn(
        kafka.acks != Acks::Zero,
        Trap,
        "max.in.flight: ⟦a million where you say nothing: with retries and without idempotence a later record overtakes one that is sent again.‖不写时为一百万：有重试而没有幂等时，后面的记录会超过重发的那条。⟧",
        lang,
    );
    all.warn(
        kafka.retries && kafka.acks != Acks::Zero,
        Trap,
        "delivery.timeout.ms: ⟦after five minutes (message.timeout.ms) a record is given up whatever retries says; it may be stored all the same.‖五分钟（message.timeout.ms）后就放弃这条记录，不管 retries 写多少；它仍可能已经存下。⟧",
        lang,
    );
    all.warn(
        reads && kafka.commit == Commit::AutoBackground,
        Trap,
        "enable.auto.offset.store: ⟦true where you say nothing: an offset is stored when the record is handed over, and a background thread commits it, whether the work is done or not.‖不写时为 true：交出记录时就保存位移，后台线程就提交它，不管做完没有。⟧",
        lang,
    );
    all.warn(
        reads && kafka.commit == Commit::AutoBackgroundStoredAfter,
        Trap,
        "enable.auto.offset.store: ⟦true where you say nothing; then store_offset only repeats what is stored already.‖不写时为 true；那样 store_offset 只是重复已经保存的。⟧",
        lang,
    );
    all.warn(
        reads && kafka.auto_offset_reset != crate::setup::AutoOffsetReset::Latest,
        Trap,
        "auto.offset.reset: ⟦largest (latest) where you say nothing: a new group skips what is there. Java's none is error here.‖不写时为 largest（即 latest）：新的组会跳过已有的。Java 的 none 在这里写作 error。⟧",
        lang,
    );
    all.warn(
        reads && kafka.isolation_level == crate::setup::IsolationLevel::ReadUncommitted,
        Trap,
        "isolation.level: ⟦read_committed where you say nothing, unlike Java.‖不写时为 read_committed，与 Java 不同。⟧",
        lang,
    );
    all.warn(
        reads,
        Cannot,
        "max.poll.records: ⟦librdkafka has no such property: it hands over one record at a time. The code gathers as many.‖librdkafka 没有这个配置：每次只交出一条。代码里自己凑够这么多条。⟧",
        lang,
    );
}
