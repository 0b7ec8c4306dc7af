//! Before the first step: what this run is about.

use crate::setup::{Acks, Client, Commit, Kafka, Processing};
use crate::tell::kafka::logs;
use crate::tell::piece::say;
use crate::tell::sentence::Teller;

impl Teller<'_> {
    pub(in crate::tell::sentence) fn kafka_start(&mut self) {
        say!(self, ["Nothing has happened yet."], ["一切尚未开始。"]);
        self.producing();
        self.transactions();
        self.topic();
        self.group();
    }

    fn producing(&mut self) {
        match self.run.setup().messages {
            1 => say!(self, ["The producer will send one message with "], ["生产者要发一条消息，"]),
            count => {
                let count = u16::from(count);
                say!(self, ["The producer will send ", count, " messages with "], ["生产者要发", count, "条消息，"]);
            }
        }
        match self.kafka().acks {
            Acks::Zero => say!(self, ["acks=0: it waits for no response."], ["acks=0：不等任何响应。"]),
            Acks::One => say!(
                self,
                ["acks=1: the leader answers once its own log has a record"],
                ["acks=1：主副本自己的日志里有了就答复"]
            ),
            Acks::All => say!(
                self,
                ["acks=all: the leader answers once every in-sync replica has a record"],
                ["acks=all：所有同步副本都有了才答复"]
            ),
        }
        match (self.kafka().acks, self.idempotent(), self.kafka().retries) {
            (Acks::Zero, ..) => {}
            (_, _, false) => say!(self, [". What fails is not retried."], ["，失败了不重试。"]),
            (_, true, _) => say!(self, [". Its batches carry sequence numbers."], ["，批次带有序列号。"]),
            (_, false, _) => say!(self, [". Its batches carry no sequence numbers."], ["，批次不带序列号。"]),
        }
    }

    fn transactions(&mut self) {
        match (self.kafka().transactional, self.kafka().max_in_flight) {
            (false, _) => {}
            (true, 1) => {
                say!(self, ["Each message is written in a transaction of its own."], ["每条消息各用一个事务写入。"],)
            }
            (true, most) => {
                let most = u16::from(most);
                say!(
                    self,
                    ["It writes in transactions of up to ", most, " messages."],
                    ["消息在事务中写入，一个事务最多", most, "条。"]
                );
            }
        }
    }

    fn topic(&mut self) {
        let Kafka { partitions, replication_factor, min_insync_replicas, acks, .. } = *self.kafka();
        match partitions {
            1 => say!(self, ["The topic has one partition, "], ["主题有一个分区，"]),
            count => {
                let count = u16::from(count);
                say!(self, ["The topic has ", count, " partitions, "], ["主题有", count, "个分区，"]);
            }
        }
        let in_sync = logs::in_sync(&self.after());
        match replication_factor {
            1 => say!(self, ["on one node"], ["只在一个节点上"]),
            count if in_sync.len() == usize::from(count) => {
                let count = u16::from(count);
                say!(self, ["on ", count, " nodes, all in sync"], ["在", count, "个节点上，全部同步"]);
            }
            count => {
                let (count, is) = (u16::from(count), if in_sync.len() == 1 { " is in sync" } else { " are in sync" });
                say!(
                    self,
                    ["on ", count, " nodes, of which only ", in_sync.clone(), is],
                    ["在", count, "个节点上，其中只有", in_sync, "同步"]
                );
            }
        }
        if acks == Acks::All && min_insync_replicas > 1 && replication_factor > 1 {
            let least = u16::from(min_insync_replicas);
            say!(
                self,
                ["; with fewer than ", least, " in sync nothing is written"],
                ["；少于", least, "个同步就拒绝写入"]
            );
        }
        say!(self, ["."], ["。"]);
    }

    fn group(&mut self) {
        match self.kafka().consumers {
            0 => return say!(self, ["Nobody reads it: what counts is the log."], ["没有人消费：只看日志本身。"]),
            1 => say!(self, ["One consumer reads it and "], ["一个消费者读它，"]),
            count => {
                let count = u16::from(count);
                say!(
                    self,
                    ["A group of ", count, " consumers reads it and "],
                    ["由", count, "个消费者组成的消费者组读它，"]
                );
            }
        }
        self.policy();
        if self.waits_for_the_end() {
            say!(
                self,
                ["It reads no record before its transaction has ended."],
                ["事务结束之前，其中的记录不会被读到。"],
            );
        }
        self.threads();
        if self.kafka().client == Client::Librdkafka {
            say!(self, ["The client is librdkafka."], ["客户端是 librdkafka。"]);
        }
    }

    fn threads(&mut self) {
        match self.kafka().processing {
            Processing::PollLoop => {}
            Processing::HandOff => say!(
                self,
                ["Another thread does the work, in order, while the loop polls on."],
                ["另一个线程按顺序处理，循环继续拉取。"],
            ),
            Processing::ThreadPool => {
                say!(self, ["Threads of a pool do the work, in any order."], ["由线程池处理，不保证顺序。"]);
            }
            Processing::PerKeyQueues => {
                say!(self, ["One thread for each key does the work."], ["每个键由一个线程处理。"]);
            }
        }
    }

    fn policy(&mut self) {
        match self.kafka().commit {
            Commit::AutoOnPoll => say!(
                self,
                ["commits automatically: inside poll(), before a rebalance and in close()."],
                ["自动提交位移：在 poll() 中、再均衡前和 close() 时。"],
            ),
            Commit::AutoBackground => say!(
                self,
                ["commits in the background what was handed to the code."],
                ["后台自动提交已经交给代码的记录。"],
            ),
            Commit::AutoBackgroundStoredAfter => {
                say!(self, ["commits in the background what is done."], ["后台自动提交已经处理完的记录。"]);
            }
            Commit::SyncBeforeProcessing => {
                say!(self, ["commits right after each poll, before the work."], ["每次拉取后先提交位移，再处理。"]);
            }
            Commit::SyncPerBatch if self.kafka().processing != Processing::PollLoop => say!(
                self,
                ["commits when all that a poll returned is handed to its threads."],
                ["把一次拉取的全部记录交给线程，就提交位移。"],
            ),
            Commit::SyncPerBatch => {
                say!(
                    self,
                    ["commits when all that a poll returned is done."],
                    ["处理完一次拉取的全部记录再提交位移。"]
                );
            }
            Commit::SyncPerRecord => say!(self, ["commits after each record."], ["每处理完一条就提交位移。"]),
            Commit::OwnOffset => say!(
                self,
                ["lets each thread commit the offset after the record that it has finished."],
                ["每个线程处理完一条，就提交它的下一个位移。"],
            ),
            Commit::Maximum => {
                say!(self, ["commits the offset after the highest finished one."], ["提交已完成的最大位移的下一个。"]);
            }
            Commit::Contiguous => {
                say!(self, ["commits up to the first unfinished record."], ["只提交到第一条未完成的记录。"]);
            }
            Commit::InEffectTransaction => say!(
                self,
                ["stores its offset together with each effect, in one transaction."],
                ["把位移和效果放在同一个事务里保存。"],
            ),
        }
    }
}
