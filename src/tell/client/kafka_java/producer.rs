//! The producer in kafka-clients.

use crate::setup::{Acks, Setup};
use crate::tell::Lang;
use crate::tell::client::text::write;

/// The file that sends.
pub fn code(setup: &Setup, lang: Lang) -> String {
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
