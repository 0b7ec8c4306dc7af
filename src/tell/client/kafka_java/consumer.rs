//! The consumers in kafka-clients.

use crate::setup::{Commit, Kafka, Processing, Setup};
use crate::tell::Lang;
use crate::tell::client::rabbit::when;
use crate::tell::client::text::write;
use crate::tell::client::topic;

/// The file that receives.
pub fn code(setup: &Setup, lang: Lang) -> String {
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
            ("$how_many", &topic::how_many(kafka)),
            ("$steps", &topic::effect(setup)),
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
