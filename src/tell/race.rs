//! The race's words: who takes part, what each waits for, what things cost, and what a real broker did.

use super::Lang;
use crate::play::race::{Contestant, Measured, Race};
use crate::setup::{Broker, Cost, Costs, Unit, milliseconds};

/// What a way to send is called.
pub fn contestant(contestant: Contestant, costs: &Costs, lang: Lang) -> String {
    let batch = costs.get(Cost::Batch);
    let name = match (contestant, lang) {
        (Contestant::FireAndForget, _) => lang.pick("fire and forget", "发后不管"),
        (Contestant::TxPerMessage, _) => lang.pick("a transaction per message", "每条一个事务"),
        (Contestant::TxPerBatch, Lang::En) => return format!("a transaction per {batch}"),
        (Contestant::TxPerBatch, Lang::Zh) => return format!("每 {batch} 条一个事务"),
        (Contestant::ConfirmEach, _) => lang.pick("confirms, one by one", "逐条等确认"),
        (Contestant::ConfirmWindow, Lang::En) => return format!("confirms, window of {batch}"),
        (Contestant::ConfirmWindow, Lang::Zh) => return format!("确认，窗口为 {batch}"),
        (Contestant::AcksZero, _) => "acks=0",
        (Contestant::AcksOne, _) => "acks=1",
        (Contestant::AcksAll, _) => "acks=all",
    };
    name.to_owned()
}

/// What it waits for.
pub const fn waits_for(contestant: Contestant, lang: Lang) -> &'static str {
    match contestant {
        Contestant::FireAndForget | Contestant::AcksZero => {
            lang.pick("waits for nothing and learns nothing", "什么都不等，什么也不知道")
        }
        Contestant::TxPerMessage => lang.pick("waits for commit-ok after each", "每条都等 commit-ok"),
        Contestant::TxPerBatch => lang.pick("waits for commit-ok after each batch", "每批等一次 commit-ok"),
        Contestant::ConfirmEach => lang.pick("the next waits for the last one's confirm", "上一条确认了才发下一条"),
        Contestant::ConfirmWindow => lang.pick("waits only when the window is full", "窗口满了才等"),
        Contestant::AcksOne => lang.pick("answered once the leader has it", "主副本写入后就答复"),
        Contestant::AcksAll => lang.pick("answered once all three in sync have it", "三个同步副本都有了才答复"),
    }
}

/// Above the ways to send to this broker: under which conditions.
pub const fn conditions(broker: Broker, lang: Lang) -> &'static str {
    match broker {
        Broker::Rabbitmq => lang.pick(
            "persistent messages, a durable classic queue, written through to the disk before the answer",
            "持久化消息，持久化的经典队列，先落盘再答复",
        ),
        Broker::Kafka => lang.pick(
            "three replicas in sync, up to five requests in flight, one record each; no answer waits for a disk",
            "三个同步副本，最多五个在途请求，每个请求一条记录；答复不等落盘",
        ),
    }
}

/// What a figure is.
pub const fn cost(cost: Cost, lang: Lang) -> &'static str {
    match cost {
        Cost::Network => lang.pick("Network, one way", "网络单程"),
        Cost::Flush => lang.pick("Flush to the disk", "刷盘"),
        Cost::Commit => lang.pick("tx.commit, each message", "tx.commit，每条"),
        Cost::Replication => lang.pick("A follower's fetch", "从副本拉取一次"),
        Cost::Write => lang.pick("Writing a message", "写出一条"),
        Cost::Batch => lang.pick("Transaction, window", "事务与窗口"),
    }
}

/// What it counts.
pub const fn unit(unit: Unit, lang: Lang) -> &'static str {
    match unit {
        Unit::Milliseconds => lang.pick("ms", "毫秒"),
        Unit::Messages => lang.pick("messages", "条"),
    }
}

/// What came out, in a sentence.
pub fn outcome(race: &Race, lang: Lang) -> String {
    let times = |contestant| thousandths(race.times_as_long(contestant));
    let batch = race.costs.get(Cost::Batch);
    let (confirm, tx) = (times(Contestant::ConfirmEach), times(Contestant::TxPerMessage));
    let (window, per_batch) = (times(Contestant::ConfirmWindow), times(Contestant::TxPerBatch));
    match lang {
        Lang::En => format!(
            "Waiting for each confirm takes {confirm} times as long as fire and forget, a transaction per message {tx} \
             times. With {batch} at a time it is {window} and {per_batch} times."
        ),
        Lang::Zh => format!(
            "逐条等确认，用时是发后不管的 {confirm} 倍，每条一个事务是 {tx} 倍；{batch} 条一起，则是 {window} 倍和 {per_batch} 倍。"
        ),
    }
}

/// How many times as long.
pub fn times(ratio: f64) -> String {
    thousandths(ratio) + "×"
}

fn thousandths(ratio: f64) -> String {
    figure((ratio * 1000.0).round() as u64)
}

/// A time of so many microseconds.
pub fn time(microseconds: u32, lang: Lang) -> String {
    format!("{} {}", figure(microseconds.into()), unit(Unit::Milliseconds, lang))
}

/// So many messages a second.
pub fn rate(rate: f64, lang: Lang) -> String {
    format!("{} {}", rate.round() as u64, lang.pick("a second", "条/秒"))
}

/// It can be lost.
pub fn lost_in(steps: usize, lang: Lang) -> String {
    match lang {
        Lang::En => format!("yes, in {steps} steps"),
        Lang::Zh => format!("会，{steps} 步"),
    }
}

/// What the real broker did, and under which conditions.
pub fn measured(measured: &Measured, lang: Lang) -> String {
    let (times, rate, batch) = (times(measured.times_as_long()), rate(measured.rate, lang), measured.batch);
    match (batch, lang) {
        (1, Lang::En) => format!("measured: {times}, {rate}"),
        (1, Lang::Zh) => format!("实测：{times}，{rate}"),
        (_, Lang::En) => format!("measured with {batch} at a time: {times}, {rate}"),
        (_, Lang::Zh) => format!("实测，{batch} 条一起：{times}，{rate}"),
    }
}

/// Where the measured figures come from. `batch` and `window` are how many messages went at once there.
pub fn origin(batch: u32, window: u32, lang: Lang) -> String {
    match lang {
        Lang::En => format!(
            "Measured on a real RabbitMQ 3.10.8: one node on the client's own machine, two shared cores, classic queue \
             version 1, persistent messages of 100 bytes, no consumer; transactions of {batch}, a window of {window}; \
             medians of five rounds of 1.2 seconds. Another machine has other times; compare ratios. Kafka was not measured."
        ),
        Lang::Zh => format!(
            "实测取自真实的 RabbitMQ 3.10.8：单节点，与客户端同在一台机器，共用两个核，经典队列第 1 版，100 字节的持久化消息，\
             没有消费者；每个事务 {batch} 条，窗口 {window} 条；五轮、每轮 1.2 秒，取中位数。换一台机器时间就不同，请只比较倍数。Kafka 没有实测。"
        ),
    }
}

/// A number of thousandths with three digits that count.
fn figure(thousandths: u64) -> String {
    let step = match thousandths {
        0..=9_994 => 10,
        9_995..=99_949 => 100,
        _ => 1000,
    };
    // Below a hundredth every digit counts.
    let step = if thousandths < 100 { 1 } else { step };
    let rounded = (thousandths + step / 2) / step * step;
    u32::try_from(rounded).map_or_else(|_| (rounded / 1000).to_string(), milliseconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_has_three_digits_that_count() {
        let written = [0, 8, 99, 100, 593, 1_000, 5_916, 9_994, 9_995, 17_310, 99_949, 99_950, 174_286, 1_000_400];
        let read =
            ["0", "0.008", "0.099", "0.1", "0.59", "1", "5.92", "9.99", "10", "17.3", "99.9", "100", "174", "1000"];
        assert_eq!(written.map(figure), read);
        assert_eq!(figure(5_000_000_000_000), "5000000000");
    }
}
