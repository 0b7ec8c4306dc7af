//! The producer in rdkafka.

use crate::setup::{Acks, Setup};
use crate::tell::Lang;
use crate::tell::client::text::write;

/// The file that sends.
pub fn code(setup: &Setup, lang: Lang) -> String {
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
