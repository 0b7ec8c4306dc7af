//! What a consumer in rdkafka knows of its own work.

use crate::setup::{Commit, Kafka};
use crate::tell::Lang;
use crate::tell::client::rabbit::when;
use crate::tell::client::text::write;
use crate::tell::client::topic;

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
pub fn context(kafka: &Kafka, threads: bool, tracks: bool, drains: bool, stored: bool, lang: Lang) -> String {
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
