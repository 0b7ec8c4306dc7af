//! Java's kafka-clients.

use super::dedup::steps;
use super::rabbit::when;
use super::text::{comment, write};
use super::{InClient, Warning, topic};
use crate::setup::{Acks, AutoOffsetReset, Client, Commit, Kafka, Processing, Setup};
use crate::tell::Lang;

/// The setup in Java.
pub fn code(setup: &Setup, lang: Lang) -> InClient {
    let own = &topic::with_client(setup, Client::Java);
    let mut all = InClient::default();
    all.file("topic.sh", topic::commands(own, lang));
    all.file(
        "producer.properties",
        topic::producer(
            own,
            "max.in.flight.requests.per.connection",
            lang,
            "
            key.serializer=org.apache.kafka.common.serialization.StringSerializer
            value.serializer=org.apache.kafka.common.serialization.ByteArraySerializer
            ",
        ),
    );
    all.file("Producing.java", producing(own, lang));
    if own.kafka.consumers > 0 {
        let more = format!(
            "max.poll.records={}\n\
             key.deserializer=org.apache.kafka.common.serialization.StringDeserializer\n\
             value.deserializer=org.apache.kafka.common.serialization.ByteArrayDeserializer",
            own.kafka.max_poll_records
        );
        all.file("consumer.properties", topic::consumer(own, lang, &more));
        all.file("Consuming.java", consuming(own, lang));
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
            "// ⟦acks=0: no answer will come; no error here says nothing about the broker‖acks=0：不会有答复；没有报错也说明不了什么⟧"
        }
        (_, true) => {
            "// ⟦called once it is answered, or given up after delivery.timeout.ms; the client has sent it again itself till then‖得到答复、或过了 delivery.timeout.ms 放弃时调用；在那之前客户端自己会重发⟧"
        }
        (_, false) => {
            "// ⟦retries=0: an error is final for the client; the record may be stored all the same‖retries=0：出错客户端就不管了；记录仍可能已经存下⟧"
        }
    };
    let template = if kafka.transactional { TRANSACTIONS } else { SEND };
    write(lang, template, &[("$answer", answer), ("$batch", &kafka.max_in_flight.to_string())])
}

const SEND: &str = "
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.Properties;
import org.apache.kafka.clients.producer.*;

final class Producing {
    record Order(String id, String key, byte[] value) {}

    static ProducerRecord<String, byte[]> record(Order order) {
        // ⟦one key, one partition: that is where order holds‖同一个键进同一个分区：顺序只在那里成立⟧
        var record = new ProducerRecord<>(\"orders\", order.key(), order.value());
        record.headers().add(\"id\", order.id().getBytes(StandardCharsets.UTF_8)); // ⟦yours: an offset does not recognise what a producer sent twice‖你自己的 id：生产者发了两次，位移认不出来⟧
        return record;
    }

    static Properties properties(String file) throws IOException {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(Path.of(file))) {
            properties.load(reader);
        }
        return properties;
    }

    static void sendAll(Iterable<Order> orders) throws IOException {
        try (var producer = new KafkaProducer<String, byte[]>(properties(\"producer.properties\"))) {
            for (Order order : orders) {
                $answer
                producer.send(record(order), (where, error) -> {
                    if (error != null) {
                        System.err.println(\"failed: \" + order.id() + \" \" + error);
                    }
                });
            }
        } // ⟦close() waits for what is on its way‖close() 会等在途的⟧
    }
}
";

const TRANSACTIONS: &str = "
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.*;
import org.apache.kafka.clients.producer.*;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.*;

final class Producing {
    static final int BATCH = $batch;

    record Order(String id, String key, byte[] value) {}

    static ProducerRecord<String, byte[]> record(Order order) {
        // ⟦one key, one partition: that is where order holds‖同一个键进同一个分区：顺序只在那里成立⟧
        var record = new ProducerRecord<>(\"orders\", order.key(), order.value());
        record.headers().add(\"id\", order.id().getBytes(StandardCharsets.UTF_8)); // ⟦yours, kept when it is sent again‖你自己的 id，重发时不变⟧
        return record;
    }

    static Properties properties(String file) throws IOException {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(Path.of(file))) {
            properties.load(reader);
        }
        return properties;
    }

    /** ⟦After a timeout it may still go on: the same call again. Nothing else is allowed then, no abort either.‖超时后它可能还在进行：再调用一次。那时不允许做别的，中止也不行。⟧ */
    static void resumed(Runnable call) {
        while (true) {
            try {
                call.run();
                return;
            } catch (TimeoutException goesOn) {
                System.err.println(goesOn.getMessage());
            }
        }
    }

    static void sendAll(Deque<Order> todo) throws IOException {
        try (var producer = new KafkaProducer<String, byte[]>(properties(\"producer.properties\"))) {
            producer.initTransactions(); // ⟦ends what an earlier producer with this id left open‖结束同一 id 的前一个生产者没做完的事务⟧
            while (!todo.isEmpty()) {
                List<Order> batch = todo.stream().limit(BATCH).toList();
                try {
                    producer.beginTransaction();
                    batch.forEach(order -> producer.send(record(order)));
                    resumed(producer::commitTransaction); // ⟦waits for every answer‖等到全部答复⟧
                    batch.forEach(order -> todo.poll());
                } catch (ProducerFencedException | OutOfOrderSequenceException | AuthorizationException fatal) {
                    throw fatal; // ⟦another producer has this id, or nothing can go on‖有别的生产者用了这个 id，或无法继续⟧
                } catch (KafkaException failed) {
                    resumed(producer::abortTransaction); // ⟦then the whole batch again‖然后整批重来⟧
                }
            }
        }
    }
}
";

fn consuming(setup: &Setup, lang: Lang) -> String {
    let kafka = &setup.kafka;
    let threads = kafka.processing != Processing::PollLoop;
    let tracks = threads && topic::commits_what_is_finished(kafka);
    let listens = (threads && kafka.drain_on_revoke) || tracks || kafka.commit == Commit::InEffectTransaction;
    let before = when(
        kafka.commit == Commit::SyncBeforeProcessing,
        "consumer.commitSync(); // ⟦before the work: after a crash it is not read again‖在处理之前：崩溃后不会再读⟧",
        "",
    );
    let batch = match (kafka.commit, threads) {
        (Commit::SyncPerBatch, false) => {
            "consumer.commitSync(); // ⟦all that this poll returned is done‖这次拉取的都处理完了⟧"
        }
        (Commit::SyncPerBatch, true) => {
            "consumer.commitSync(); // ⟦the position, though the threads are not done‖提交的是消费位置，而线程还没处理完⟧"
        }
        (Commit::AutoOnPoll, _) => {
            "// ⟦poll() commits the position by itself, every auto.commit.interval.ms; so do a rebalance and close()‖poll() 每隔 auto.commit.interval.ms 自己提交消费位置；再均衡和 close() 时也会⟧"
        }
        _ if tracks => "commit(consumer);",
        _ => "",
    };
    let each = match kafka.commit {
        Commit::SyncPerRecord | Commit::OwnOffset | Commit::Maximum | Commit::Contiguous => {
            "consumer.commitSync(Map.of(partition(record), new OffsetAndMetadata(record.offset() + 1))); // ⟦+ 1: where to go on‖+ 1：下次从这里开始⟧"
        }
        _ => "",
    };
    let finished = when(tracks, "FINISHED.add(record);", "");
    let work = if threads {
        "
        for (var record : records) {
            $seen
            HELD.add(worker(record).submit(() -> {
                apply(record);
                $finished
            }));
        }
        HELD.removeIf(Future::isDone);
        "
    } else {
        "
        for (var record : records) {
            apply(record);
            $each
        }
        "
    };
    let work = write(
        lang,
        work,
        &[
            ("$finished", finished),
            ("$each", each),
            (
                "$seen",
                when(
                    tracks,
                    "
                    OPEN.computeIfAbsent(partition(record), any -> new TreeSet<>()).add(record.offset());
                    $next
                    ",
                    "",
                ),
            ),
            (
                "$next",
                when(kafka.commit == Commit::Contiguous, "NEXT.put(partition(record), record.offset() + 1);", ""),
            ),
        ],
    );
    write(
        lang,
        CONSUMING,
        &[
            ("$how_many", &how_many(kafka)),
            ("$steps", &effect(setup)),
            ("$workers", workers(kafka)),
            ("$tracking", when(tracks, TRACKING, "")),
            ("$committing", committing(kafka)),
            (
                "$numbers",
                match kafka.commit {
                    Commit::Maximum => "static final Map<TopicPartition, Long> HIGHEST = new HashMap<>();",
                    Commit::Contiguous => {
                        "static final Map<TopicPartition, Long> NEXT = new HashMap<>(); // ⟦behind the last that was handed out‖最后交出的那条之后⟧"
                    }
                    _ => "",
                },
            ),
            ("$partition", when(tracks || !each.is_empty() && !threads, PARTITION, "")),
            (
                "$subscribe",
                when(
                    listens,
                    "consumer.subscribe(List.of(\"orders\"), new Partitions(consumer));",
                    "consumer.subscribe(List.of(\"orders\"));",
                ),
            ),
            ("$listener", &if listens { listener(kafka, tracks, lang) } else { String::new() }),
            ("$before", before),
            ("$work", &work),
            ("$batch", batch),
        ],
    )
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

const fn workers(kafka: &Kafka) -> &'static str {
    match kafka.processing {
        Processing::PollLoop => "",
        Processing::HandOff => {
            "
            static final ExecutorService WORKER = Executors.newSingleThreadExecutor();
            static final List<Future<?>> HELD = new ArrayList<>();

            static ExecutorService worker(ConsumerRecord<String, byte[]> record) {
                return WORKER; // ⟦one thread, in order, while the loop polls on‖一个线程，按顺序，循环继续拉取⟧
            }
            "
        }
        Processing::ThreadPool => {
            "
            static final ExecutorService WORKER = Executors.newFixedThreadPool(4);
            static final List<Future<?>> HELD = new ArrayList<>();

            static ExecutorService worker(ConsumerRecord<String, byte[]> record) {
                return WORKER; // ⟦any free thread: order is gone‖哪个空闲就用哪个：顺序就没了⟧
            }
            "
        }
        Processing::PerKeyQueues => {
            "
            static final List<ExecutorService> WORKERS =
                Stream.generate(Executors::newSingleThreadExecutor).limit(4).toList();
            static final List<Future<?>> HELD = new ArrayList<>();

            static ExecutorService worker(ConsumerRecord<String, byte[]> record) {
                // ⟦a key always meets the same thread‖同一个键总由同一个线程处理⟧
                return WORKERS.get(Math.floorMod(record.key().hashCode(), WORKERS.size()));
            }
            "
        }
    }
}

const PARTITION: &str = "
static TopicPartition partition(ConsumerRecord<String, byte[]> record) {
    return new TopicPartition(record.topic(), record.partition());
}
";

/// What the threads hold and have finished. A revoked partition is forgotten: a commit of it would move the group away from
/// where its new owner is (B33).
const TRACKING: &str = "
static final Queue<ConsumerRecord<String, byte[]>> FINISHED = new ConcurrentLinkedQueue<>();
static final Map<TopicPartition, TreeSet<Long>> OPEN = new HashMap<>(); // ⟦handed to threads, not finished‖已交给线程、还没处理完⟧
$numbers

/** ⟦What threads have finished; without what was revoked since, for another member has it now.‖线程处理完的；其间被收回的不算，它们已归别的成员。⟧ */
static List<ConsumerRecord<String, byte[]>> finished() {
    List<ConsumerRecord<String, byte[]>> finished = new ArrayList<>();
    for (ConsumerRecord<String, byte[]> record; (record = FINISHED.poll()) != null; ) {
        var open = OPEN.get(partition(record));
        if (open != null && open.remove(record.offset())) finished.add(record);
    }
    return finished;
}

$committing
";

/// How the loop commits what its threads have finished: only the thread that polls may use the consumer.
const fn committing(kafka: &Kafka) -> &'static str {
    match kafka.commit {
        Commit::Maximum => "
            /** ⟦The highest finished offset + 1, though earlier ones may not be finished: those are lost after a crash.‖已处理的最大位移 + 1，前面的可能没处理完：崩溃后它们就丢了。⟧ */
            static void commit(KafkaConsumer<String, byte[]> consumer) {
                Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
                for (var record : finished()) {
                    long next = HIGHEST.merge(partition(record), record.offset() + 1, Math::max);
                    offsets.put(partition(record), new OffsetAndMetadata(next));
                }
                consumer.commitSync(offsets);
            }
            ",
        Commit::Contiguous => "
            /** ⟦Up to the first offset that is not finished: nothing that is open is skipped.‖提交到第一个没处理完的位移为止：不会跳过没做完的。⟧ */
            static void commit(KafkaConsumer<String, byte[]> consumer) {
                Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
                for (var record : finished()) {
                    var open = OPEN.get(partition(record));
                    long next = open.isEmpty() ? NEXT.get(partition(record)) : open.first();
                    offsets.put(partition(record), new OffsetAndMetadata(next));
                }
                consumer.commitSync(offsets);
            }
            ",
        _ => "
            /** ⟦Each finished record's own offset + 1, in the order in which they finish: the last one wins, even if it is lower or skips one.‖谁处理完就提交谁的位移 + 1，按完成的先后：最后一个说了算，哪怕更小，或跳过了别的。⟧ */
            static void commit(KafkaConsumer<String, byte[]> consumer) {
                for (var record : finished()) {
                    consumer.commitSync(Map.of(partition(record), new OffsetAndMetadata(record.offset() + 1)));
                }
            }
            ",
    }
}

fn listener(kafka: &Kafka, tracks: bool, lang: Lang) -> String {
    let drain = if kafka.drain_on_revoke && kafka.processing != Processing::PollLoop {
        format!(
            "
            // ⟦Finish what is held before the partition goes to another member; inside poll(), so not longer than max.poll.interval.ms.‖分区交给别的成员之前先做完手中的；这里在 poll() 之内，不能超过 max.poll.interval.ms。⟧
            for (Future<?> held : HELD) {{
                try {{
                    held.get();
                }} catch (InterruptedException | ExecutionException failure) {{
                    throw new IllegalStateException(failure);
                }}
            }}
            {}
            ",
            when(tracks, "commit(consumer);", when(kafka.commit == Commit::SyncPerBatch, "consumer.commitSync();", ""))
        )
    } else {
        String::new()
    };
    let seek = when(
        kafka.commit == Commit::InEffectTransaction,
        "
        for (TopicPartition where : partitions) {
            consumer.seek(where, nextOffset(where)); // ⟦where the database says, whatever Kafka thinks‖以数据库为准，不管 Kafka 怎么想⟧
        }
        ",
        "",
    );
    let next = when(
        kafka.commit == Commit::InEffectTransaction,
        "
        static long nextOffset(TopicPartition where) {
            // SELECT next FROM offsets WHERE topic = 'orders' AND part = :partition
            return 0;
        }
        ",
        "",
    );
    write(
        lang,
        "
        record Partitions(KafkaConsumer<String, byte[]> consumer) implements ConsumerRebalanceListener {
            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                $drain
                $forget
                $lower
            }

            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                $seek
            }

            $next
        }
        ",
        &[
            ("$forget", when(tracks, "OPEN.keySet().removeAll(partitions);", "")),
            ("$lower", when(tracks && kafka.commit == Commit::Maximum, "HIGHEST.keySet().removeAll(partitions);", "")),
            ("$drain", &drain),
            ("$seek", seek),
            ("$next", next),
        ],
    )
}

const CONSUMING: &str = "
import java.time.Duration;
import java.util.*;
import java.util.concurrent.*;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.*;
import org.apache.kafka.common.TopicPartition;

$how_many
final class Consuming {
    $workers

    static void apply(ConsumerRecord<String, byte[]> record) {
        $steps
        System.out.println(record.key() + \" \" + record.offset());
    }

    $partition

    $tracking

    $listener

    public static void main(String[] arguments) throws Exception {
        try (var consumer = new KafkaConsumer<String, byte[]>(Producing.properties(\"consumer.properties\"))) {
            $subscribe
            while (true) {
                var records = consumer.poll(Duration.ofMillis(200));
                $before
                $work
                $batch
            }
        }
    }
}
";

fn warn(all: &mut InClient, setup: &Setup, lang: Lang) {
    use Warning::Trap;
    let kafka = &setup.kafka;
    let reads = kafka.consumers > 0;
    all.warn(
        !kafka.enable_idempotence,
        Trap,
        "enable.idempotence: ⟦true where you say nothing, but acks other than all, retries=0 or more than 5 in flight turn it off silently; said aloud beside them it is a ConfigException.‖不写时为 true，但 acks 不是 all、retries=0 或在途多于 5 会悄悄关掉它；若同时明写 true，则报 ConfigException。⟧",
        lang,
    );
    all.warn(
        reads && kafka.auto_offset_reset != AutoOffsetReset::Latest,
        Trap,
        "auto.offset.reset: ⟦latest where you say nothing: a new group skips what is there, and so does a partition found late.‖不写时为 latest：新的组会跳过已有的，晚发现的分区也一样。⟧",
        lang,
    );
    all.warn(
        reads && kafka.commit == Commit::AutoOnPoll,
        Trap,
        "close(): ⟦with auto-commit it commits the position, also after an exception: the records of that poll which were not done are not read again.‖自动提交时它会提交消费位置，抛异常后也一样：那次拉取里没做完的不会再读。⟧",
        lang,
    );
    all.warn(
        reads && kafka.commit == Commit::AutoOnPoll && kafka.processing != Processing::PollLoop,
        Trap,
        "enable.auto.commit: ⟦true where you say nothing. poll() takes it that all it returned before is done, which other threads have not.‖不写时为 true。poll() 认为之前返回的都已处理完，而别的线程还没有。⟧",
        lang,
    );
    all.warn(
        reads,
        Trap,
        "max.poll.records: ⟦500 where you say nothing; all of them must be done within max.poll.interval.ms (5 minutes), or the group goes on without this member while it still works.‖不写时为 500；必须在 max.poll.interval.ms（5 分钟）内全部做完，否则组会撇开这个成员继续，而它还在处理。⟧",
        lang,
    );
    all.warn(
        reads && !matches!(kafka.commit, Commit::AutoOnPoll),
        Trap,
        "commitAsync: ⟦not used here: it is not retried, and only its callback tells of a failure.‖这里不用：它不重试，失败只有回调知道。⟧",
        lang,
    );
    all.warn(
        kafka.retries && kafka.acks != Acks::Zero,
        Trap,
        "delivery.timeout.ms: ⟦after two minutes the client gives a record up whatever retries says; the callback tells, and the record may be stored.‖两分钟后客户端就放弃这条记录，不管 retries 写多少；回调会告知，而记录可能已经存下。⟧",
        lang,
    );
}
