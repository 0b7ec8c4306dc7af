//! What each recorded case asks of the model, or why it can't ask anything.

use Verdict::{Beyond, Held, Once};

use crate::recordings::{Record, files, records};
use crate::{answers, consuming, limits, quorum, storage, transactions};

/// What a case is for.
#[derive(Clone, Copy)]
pub enum Verdict {
    /// The model is held to it: the check gets all records of the row.
    Held(fn(&[&Record])),
    /// The setup can't express it, for this reason.
    Beyond(&'static str),
    /// It was seen once, and is no rule, for this reason.
    Once(&'static str),
}

/// A file, a case in it or all (`*`), a part of the variant's text, and the verdict. The first row that fits is the one.
struct Row(&'static str, &'static str, &'static str, Verdict);

impl Row {
    fn fits(&self, record: &Record) -> bool {
        self.0 == record.file && (self.1 == "*" || self.1 == record.case) && record.variant.contains(self.2)
    }
}

const CLEAN_STOP: Verdict = Beyond("a clean stop is none of the faults: it flushes, and keeps the flags exact (R47)");
const FAILED: Verdict = Beyond("the broker did not boot, so nothing was observed");
const TIMES: Verdict = Beyond("times and rates: the model has no clock");
const TWO_PUBLISHERS: Verdict = Beyond("more than one publisher or publishing channel");
const MIXED: Verdict = Beyond("persistent and transient, or routable and unroutable, on one channel");
const OUT_OF_ORDER: Verdict = Beyond("acks out of order: the model's consumer is one thread");
const CONSUMER_TX: Verdict = Beyond("acks in transactions: the setup's are for publishes");
const LATE: Verdict = Beyond("consumers that come after the backlog: the setup's are there from the start");
const PULL: Verdict = Beyond("basic.get, basic.recover, purge and deletion of a queue");
const PRIORITY: Verdict = Beyond("priorities and exclusive consumers");
const EXCHANGE: Verdict = Beyond("exchanges: the setup has none of its own");
const OWN_TTL: Verdict = Beyond("a time to live of each message: the setup has one for all");
const DEAD_LETTER_ROUTE: Verdict = Beyond("dead letters that go elsewhere, or to a queue with limits of its own");
const PROTOCOL: Verdict = Beyond("a client that breaks the protocol; the model's clients keep to it");
const ARGUMENT: Verdict = Beyond("an argument that is no setting");
const CANCEL_BUG: Verdict = Beyond("a crash of 3.10.8's classic queue (R43, rabbitmq-server #5460), not a rule");
const ARTEFACT: Verdict = Once("the recording's own note: the queue was deleted and redeclared just before (R57)");

const ROWS: &[Row] = &[
    Row("s01_fire_and_forget_crash", "a run that failed", "", FAILED),
    Row("s01_fire_and_forget_crash", "*", "mode=graceful", CLEAN_STOP),
    Row("s01_fire_and_forget_crash", "ff_dur_dm2", "", Held(storage::stopped_under_load)),
    Row("s01_fire_and_forget_crash", "ff_dur_dm2_5k", "", Held(storage::stopped_under_load)),
    Row("s01_fire_and_forget_crash", "ff_dur_dm1", "", Held(storage::stopped_under_load)),
    Row(
        "s01c_unflushed_window",
        "consumer acks at full speed, multiple=true",
        "",
        Held(storage::stopped_at_full_speed),
    ),
    Row(
        "s01c_unflushed_window",
        "fire-and-forget persistent 100 B to a durable queue, about 8000/s, never idle",
        "",
        Held(storage::never_idle),
    ),
    Row(
        "s01c_unflushed_window",
        "fire-and-forget publisher + a confirming publisher on the same queue",
        "",
        TWO_PUBLISHERS,
    ),
    Row("s02_confirm_crash", "a run that failed", "", FAILED),
    Row("s02_confirm_crash", "*", "mode=graceful", CLEAN_STOP),
    Row("s02_confirm_crash", "cf_dur_dm2", "", Held(storage::stopped_under_load)),
    Row("s02_confirm_crash", "cf_dur_dm2_5k", "", Held(storage::stopped_under_load)),
    Row("s02_confirm_crash", "cf_dur_dm1", "", Held(storage::stopped_under_load)),
    Row("s02_confirm_crash", "cf_nondur_dm2", "", Held(storage::stopped_under_load)),
    Row("s02_confirm_crash", "cf_v2_dm2", "", Held(storage::stopped_under_load)),
    Row("s02_confirm_crash", "cf_lazy_dm1", "", Held(storage::stopped_under_load)),
    Row("s02_confirm_latency", "mixed_persistent_odd_transient_even_ack_order", "", MIXED),
    Row("s02_confirm_latency", "durable dm2 100B (index-embedded)", "", Held(answers::confirms)),
    Row("s02_confirm_latency", "durable dm2 5kB (message store)", "", Held(answers::confirms)),
    Row("s02_confirm_latency", "durable dm1 100B", "", Held(answers::confirms)),
    Row("s02_confirm_latency", "non-durable queue dm2", "", Held(answers::confirms)),
    Row("s02_confirm_latency", "non-durable dm1", "", Held(answers::confirms)),
    Row("s02_confirm_latency", "durable v2 dm2 100B", "", Held(answers::confirms)),
    Row("s02_confirm_latency", "durable v2 dm2 5kB", "", Held(answers::confirms)),
    Row("s02_confirm_latency", "lazy dm2 100B", "", Held(answers::confirms)),
    Row("s02_confirm_latency", "quorum dm1 100B", "", Held(answers::confirms)),
    Row("s02_confirm_latency", "unroutable", "", Held(answers::confirms)),
    Row("s03_durability_matrix", "*", "mode=graceful", CLEAN_STOP),
    Row("s03_durability_matrix", "exchange_after_restart", "", EXCHANGE),
    Row("s03_durability_matrix", "server_close_frame", "", CLEAN_STOP),
    Row("s03_durability_matrix", "q3_dur_dm2", "", Held(storage::restarted)),
    Row("s03_durability_matrix", "q3_dur_dm1", "", Held(storage::restarted)),
    Row("s03_durability_matrix", "q3_non_dm2", "", Held(storage::restarted)),
    Row("s03_durability_matrix", "q3_non_dm1", "", Held(storage::restarted)),
    Row("s03_durability_matrix", "q3_lazy_dm1", "", Held(storage::restarted)),
    Row("s03_durability_matrix", "q3_v2_dm1", "", Held(storage::restarted)),
    Row("s03_durability_matrix", "q3_v2_dm2", "", Held(storage::restarted)),
    Row("s03_durability_matrix", "q3_nodmprop", "", Held(storage::restarted)),
    Row("s03_durability_matrix", "q3_held", "", Held(storage::restarted_with_messages_in_hand)),
    Row("s03_durability_matrix", "q3_quorum_dm1", "mode=powerloss survived=0/10", ARTEFACT),
    Row("s03_durability_matrix", "q3_quorum_dm1", "", Held(storage::restarted_quorum)),
    Row("s04_throughput", "results", "", TIMES),
    Row("s04_tx_atomicity_big", "a run without a name", "", Held(transactions::one_big_transaction)),
    Row("s04_tx_atomicity_window", "a run without a name", "", Held(transactions::one_big_transaction)),
    Row("s04_tx_crash", "a run that failed", "", FAILED),
    Row("s04_tx_crash", "*", "mode=graceful", CLEAN_STOP),
    Row("s04_tx_crash", "tx20_dur_dm2", "", Held(transactions::batches_under_load)),
    Row("s04_tx_crash", "tx20_dur_dm1", "", Held(transactions::batches_under_load)),
    Row("s04_tx_crash", "tx20_two_queues", "", Held(transactions::batches_under_load)),
    Row("s05_consumer_crash", "a auto_ack (qos 10 set, ignored)", "", Held(consuming::auto_ack)),
    Row(
        "s05_consumer_crash",
        "b auto_ack, client never reads, SO_RCVBUF 4096, msg 1000 B",
        "",
        Held(consuming::auto_ack_unread),
    ),
    Row("s05_consumer_crash", "c manual ack", "acked_tags=[2,4,6]", OUT_OF_ORDER),
    Row("s05_consumer_crash", "c manual ack", "acked_tags=[5]", OUT_OF_ORDER),
    Row("s05_consumer_crash", "c manual ack", "", Held(consuming::manual_ack)),
    Row(
        "s05_consumer_crash",
        "d two consumers, A dies holding messages, B acks on",
        "",
        Held(consuming::one_of_two_dies),
    ),
    Row("s05_consumer_crash", "f basic.get 2 unacked, FIN", "", PULL),
    Row("s05_consumer_crash", "g same message delivered 4 times (classic)", "", Held(consuming::again_and_again)),
    Row("s06_acks_and_broker_crash", "a run that failed", "", FAILED),
    Row("s06_acks_and_broker_crash", "*", "mode=graceful", CLEAN_STOP),
    Row("s06_acks_and_broker_crash", "ack_dur_dm2", "", Held(storage::stopped_while_acking)),
    Row("s06_acks_and_broker_crash", "txack_dur_dm2", "", CONSUMER_TX),
    Row("s07_two_consumers", "round robin, nobody acks, consumers attached first", "", Held(consuming::round_robin)),
    Row("s07_two_consumers", "backlog first, then A then B attach", "", LATE),
    Row("s07_two_consumers", "A slow 40ms, B fast 2ms", "", Held(consuming::completion)),
    Row("s07_two_consumers", "A slow, B fast", "", Held(consuming::completion)),
    Row("s07_two_consumers", "both 5ms +/- jitter", "", Held(consuming::completion)),
    Row("s07_two_consumers", "ONE consumer, nack-requeue of 5 once", "prefetch=10", Held(consuming::completion)),
    Row(
        "s07_two_consumers",
        "ONE consumer, nack-requeue of 5 once",
        "prefetch=1",
        Held(consuming::completion_in_order),
    ),
    Row("s07_two_consumers", "ONE consumer, nack-requeue of 5 once", "", Held(consuming::completion)),
    Row("s07_two_consumers", "TWO consumers equal, nack-requeue of 5 once", "", Held(consuming::completion)),
    Row("s07_two_consumers", "single active consumer, A slow B fast", "", Held(consuming::completion_in_order)),
    Row("s07_two_consumers", "single active consumer, nack 5", "prefetch=10", Held(consuming::completion)),
    Row("s07_two_consumers", "single active consumer, nack 5", "", Held(consuming::completion_in_order)),
    Row("s07_two_consumers", "SAC failover by crash", "", Held(consuming::failover)),
    Row("s07_two_consumers", "SAC failover by channel close", "", Held(consuming::failover)),
    Row("s07_two_consumers", "SAC failover by cancel", "", CANCEL_BUG),
    Row("s07_two_consumers", "exclusive consumer present, second consume", "", PRIORITY),
    Row("s07_two_consumers", "consumer x-priority: B=10, A=0, prefetch 3", "", PRIORITY),
    Row("s08_mandatory", "unroutable, mandatory", "", Held(answers::unroutable)),
    Row("s08_mandatory", "unroutable, NOT mandatory", "", Held(answers::unroutable)),
    Row("s08_mandatory", "routable persistent(1), unroutable mandatory(2), routable transient(3)", "", MIXED),
    Row("s08_mandatory", "5 alternating in one TCP write: persistent/unroutable mandatory", "", MIXED),
    Row("s08_mandatory", "immediate=true", "", PROTOCOL),
    Row("s08_mandatory", "publish to non-existing exchange, one good publish before and after", "", EXCHANGE),
    Row("s08_mandatory", "mandatory + alternate exchange with a queue", "", EXCHANGE),
    Row("s08_mandatory", "404 channel error mid-stream: stored vs confirmed", "", EXCHANGE),
    Row("s09_overflow_ttl_dlx", "classic max-length 3 reject-publish", "", Held(limits::four_refused)),
    Row("s09_overflow_ttl_dlx", "quorum max-length 3 reject-publish", "", Held(limits::four_refused)),
    Row("s09_overflow_ttl_dlx", "classic max-length 3 drop-head", "", Held(limits::seven_for_three)),
    Row("s09_overflow_ttl_dlx", "quorum max-length 3 drop-head", "", Held(limits::seven_for_three)),
    Row(
        "s09_overflow_ttl_dlx",
        "max-length 3 drop-head with consumer holding 5 unacked, 8 published",
        "",
        Held(limits::holder_of_five),
    ),
    Row("s09_overflow_ttl_dlx", "fanout to full reject-publish queue + free queue", "", EXCHANGE),
    Row("s09_overflow_ttl_dlx", "per-message TTL: head blocks: m1 ttl 3000, m2 ttl 100, m3 no ttl", "", OWN_TTL),
    Row("s09_overflow_ttl_dlx", "per-message TTL: m1 ttl 100, m2 ttl 3000", "", OWN_TTL),
    Row("s09_overflow_ttl_dlx", "m2 (ttl 50, expired, behind m1) when a consumer attaches at 300ms", "", OWN_TTL),
    Row("s09_overflow_ttl_dlx", "ttl 0: without consumer / with waiting consumer", "", Held(limits::no_time_to_live)),
    Row(
        "s09_overflow_ttl_dlx",
        "held unacked past its ttl (300ms) for 800ms, then nack requeue",
        "",
        Held(limits::held_past_its_time),
    ),
    Row("s09_overflow_ttl_dlx", "DLX nack requeue=false", "", Held(limits::dead_letters)),
    Row("s09_overflow_ttl_dlx", "DLX reject requeue=false", "", Held(limits::dead_letters)),
    Row("s09_overflow_ttl_dlx", "DLX expired (message ttl)", "", Held(limits::dead_letters)),
    Row("s09_overflow_ttl_dlx", "DLX expired (queue ttl)", "", Held(limits::dead_letters)),
    Row("s09_overflow_ttl_dlx", "DLX maxlen drop-head", "", Held(limits::dead_letters)),
    Row("s09_overflow_ttl_dlx", "DLX reject-publish-dlx", "", Held(limits::dead_letters)),
    Row("s09_overflow_ttl_dlx", "retry cycle reject -> ttl queue -> back", "", Held(limits::tried_again)),
    Row("s09_overflow_ttl_dlx", "DLX exchange does not exist, nack requeue=false", "", DEAD_LETTER_ROUTE),
    Row(
        "s09_overflow_ttl_dlx",
        "queue dead-letters expired messages to itself (pure ttl cycle)",
        "",
        DEAD_LETTER_ROUTE,
    ),
    Row("s09_overflow_ttl_dlx", "dead-letter target is full with reject-publish: 3 rejected", "", DEAD_LETTER_ROUTE),
    Row("s11_errors", "ack unknown delivery tag 99", "", PROTOCOL),
    Row("s11_errors", "double ack of tag 1", "", PROTOCOL),
    Row("s11_errors", "ack tag 0 not multiple", "", PROTOCOL),
    Row("s11_errors", "ack tag 0 multiple with unacked", "", PROTOCOL),
    Row("s11_errors", "ack tag 0 multiple with NOTHING unacked", "", PROTOCOL),
    Row("s11_errors", "ack multiple=true for tag already acked (5 multiple, then 3 multiple)", "", PROTOCOL),
    Row("s11_errors", "ack multiple 3 then single 2", "", PROTOCOL),
    Row("s11_errors", "ack multiple tag 99 (beyond last)", "", PROTOCOL),
    Row("s11_errors", "ack on another channel (deliver on 1, ack on 2)", "", PROTOCOL),
    Row("s11_errors", "ack for auto-ack delivery", "", PROTOCOL),
    Row("s11_errors", "nack requeue unknown tag", "", PROTOCOL),
    Row("s11_errors", "confirm.select on tx channel", "", PROTOCOL),
    Row("s11_errors", "tx.select on confirm channel", "", PROTOCOL),
    Row("s11_errors", "tx.commit on non-tx channel", "", PROTOCOL),
    Row("s11_errors", "tx.rollback on non-tx channel", "", PROTOCOL),
    Row("s11_errors", "confirm.select twice (counter restarts?)", "", PROTOCOL),
    Row("s11_errors", "redeclare durable queue as transient", "", PROTOCOL),
    Row("s11_errors", "consume from missing queue", "", PROTOCOL),
    Row("s11_errors", "basic.recover requeue=true", "", PULL),
    Row("s11_errors", "basic.recover requeue=false", "", PULL),
    Row("s11_errors", "transaction: ack twice in tx", "", CONSUMER_TX),
    Row("s11_errors", "queue deleted while consuming with unacked", "", PULL),
    Row("s11_errors", "purge while 2 unacked (prefetch 2)", "", PULL),
    Row(
        "s11_errors",
        "channel error: ack(1) ok then ack(77): other channel alive, acked stays acked, rest requeued",
        "",
        Held(consuming::channel_closed),
    ),
    Row("s13_quorum", "nack-requeue of message 1 once, then ack all", "x-delivery-limit", Held(quorum::handed_back)),
    Row("s13_quorum", "consumer holding crashed: successor sees", "x-delivery-limit", Held(quorum::holder_dies)),
    Row("s13_quorum", "x-delivery-limit 2, message 1 always nacked, prefetch 1", "", Held(limits::delivery_limit)),
    Row(
        "s13_quorum",
        "x-delivery-limit 2, consumer CRASHES each time holding 1 message",
        "",
        Held(limits::delivery_limit),
    ),
    Row("s13_quorum", "nack-requeue of message 1 once, then ack all", "", Held(quorum::handed_back)),
    Row("s13_quorum", "consumer holding crashed: successor sees", "", Held(quorum::holder_dies)),
    Row("s13_quorum", "basic.cancel holding 3 unacked, then channel.close", "", Held(quorum::cancelled)),
    Row("s13_quorum", "tx publish to quorum queue", "", Held(quorum::transaction)),
    Row("s13_quorum", "declare quorum queue durable=false", "", Held(quorum::declared)),
    Row("s13_quorum", "declare quorum with {'x-single-active-consumer': True}", "", Held(quorum::declared)),
    Row("s13_quorum", "declare quorum with {'x-message-ttl': 100}", "", Held(limits::quorum_with_a_ttl)),
    Row("s13_quorum", "declare quorum with {'x-max-priority': 5}", "", ARGUMENT),
    Row("s13_quorum", "declare quorum with {'x-queue-mode': 'lazy'}", "", ARGUMENT),
    Row("s13_quorum", "consume from quorum queue with global qos", "", ARGUMENT),
    Row("s14_fifo", "one channel, persistent 100B", "", Held(consuming::in_order)),
    Row("s14_fifo", "quorum", "", Held(consuming::in_order)),
    Row("s14_fifo", "lazy", "", Held(consuming::in_order)),
    Row("s14_fifo", "mixed persistent/transient, 100B/5kB, confirm", "", MIXED),
    Row("s14_fifo", "two channels, one connection, alternate", "", TWO_PUBLISHERS),
    Row("s14_fifo", "two connections, alternate", "", TWO_PUBLISHERS),
    Row("s14_fifo", "x-max-priority 5, publish with priorities then drain", "", PRIORITY),
    Row("s14_fifo", "x-max-priority, consumer already waiting with prefetch 0", "", PRIORITY),
    Row("s14_fifo", "priority: 2 held then crash, then drain", "", PRIORITY),
    Row("s15_timeouts", "a run without a name", "", Held(consuming::channel_closed)),
    Row("s15_timeouts", "one old message kept unacked while newer ones are acked", "", TIMES),
    Row("s15_timeouts", "heartbeat", "", TIMES),
];

/// Holds the model to everything in one recording.
pub fn hold(file: &str) {
    let records = records(file);
    for (place, row) in ROWS.iter().enumerate() {
        let rows: Vec<&Record> = records.iter().filter(|record| row_of(record) == Some(place)).collect();
        match row.3 {
            Held(check) if !rows.is_empty() => check(&rows),
            _ => {}
        }
    }
}

fn row_of(record: &Record) -> Option<usize> {
    ROWS.iter().position(|row| row.fits(record))
}

/// Every record has its row, every row its record.
pub fn is_complete() {
    let mut seen = vec![0; ROWS.len()];
    for record in files().iter().flat_map(|file| records(file)) {
        let row = row_of(&record);
        seen[row.unwrap_or_else(|| panic!("nobody says what {record} is for"))] += 1;
    }
    for (row, seen) in ROWS.iter().zip(seen) {
        let name = format!("{}: {} ({})", row.0, row.1, row.2);
        match row.3 {
            Held(_) => assert_ne!(seen, 0, "no recording has {name}"),
            Beyond(reason) => assert_ne!(seen, 0, "no recording has {name}, which is left out: {reason}"),
            Once(reason) => assert_eq!(seen, 1, "{name} was to be seen once: {reason}"),
        }
    }
}
