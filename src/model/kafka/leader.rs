//! The leader's side: produce requests, the high watermark, and the answers.

use super::producer::request;
use super::replica::LogRecord;
use super::state::Step;
use crate::model::{
    CopyId, Envelope, EnvelopeKind, Event, Line, Listener, Member, Message, Partition, ProduceError, Way,
};
use crate::setup::Acks;

/// How many batches the leader remembers of a producer (B22).
const REMEMBERED: usize = 5;

/// A request that is appended and waits until every in-sync replica has it (B15).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Waiting {
    pub message: Message,
    pub partition: Partition,
    pub offset: u16,
}

/// What the leader makes of a batch's sequence number (B22).
enum Sequence {
    /// It is the next one.
    Next,
    /// It is in the log, at this offset.
    Known(u16),
    /// Something before it is missing, or it is too old to be remembered.
    OutOfOrder,
}

impl<L: Listener> Step<'_, L> {
    /// The leader reads the next request.
    pub fn broker_reads(&mut self) {
        let Some(Envelope { kind, messages, .. }) = self.state.line.read(Line::Producer, Way::ToBroker, self.listener)
        else {
            return;
        };
        match kind {
            EnvelopeKind::Commit => self.take_commit(messages),
            _ => messages.iter().for_each(|message| self.take_request(message)),
        }
    }

    /// The leader reads the next request and answers it with a passing error; nothing is stored.
    pub fn refuse_request(&mut self) {
        let Some(Envelope { messages, .. }) = self.state.line.read(Line::Producer, Way::ToBroker, self.listener) else {
            return;
        };
        messages.iter().for_each(|message| self.reject(message, ProduceError::Passing));
    }

    fn take_request(&mut self, message: Message) {
        // B16: only acks=all asks how many are in sync.
        if self.rules.acks == Acks::All && self.too_few_in_sync() {
            return self.reject(message, ProduceError::NotEnoughReplicas);
        }
        let partition = self.rules.partition(message);
        match self.sequence_of(message, partition) {
            Sequence::Next => self.append(message, partition),
            Sequence::Known(offset) => {
                self.tell(Event::Recognised { message });
                self.answer_or_wait(Waiting { message, partition, offset });
            }
            Sequence::OutOfOrder => self.reject(message, ProduceError::OutOfOrderSequence),
        }
    }

    pub fn too_few_in_sync(&self) -> bool {
        self.state.cluster.in_sync.len() < self.rules.min_in_sync
    }

    /// With sequence numbers the log of a partition holds batch 0, 1, 2, … without gaps, so their number is the next one
    /// expected. A leader that has nothing of this producer takes only sequence 0 (B22).
    fn sequence_of(&self, message: Message, partition: Partition) -> Sequence {
        if !self.rules.idempotent {
            return Sequence::Next;
        }
        let log = self.state.leader_log(partition);
        let expected = log.map_or(0, |log| log.records.iter().filter(|record| record.message.is_some()).count());
        let sequence = self.rules.sequence(message);
        if sequence == expected {
            return Sequence::Next;
        }
        let remembered = sequence < expected && sequence + REMEMBERED >= expected;
        let known = log.and_then(|log| log.position(message)).filter(|_| remembered);
        known.map_or(Sequence::OutOfOrder, Sequence::Known)
    }

    fn append(&mut self, message: Message, partition: Partition) {
        let Some(leader) = self.state.cluster.leader else { return };
        let (copy, offset) = self.write(leader, partition, Some(message));
        self.tell(Event::Stored { message, copy });
        match self.rules.acks {
            Acks::Zero => {}
            Acks::One => self.answer(message, EnvelopeKind::Produced),
            Acks::All => self.state.waiting = Some(Waiting { message, partition, offset }),
        }
        self.advance_high_watermark();
    }

    /// Appends one record to the leader's log.
    pub fn write(&mut self, leader: Member, partition: Partition, message: Option<Message>) -> (CopyId, u16) {
        let (copy, epoch, flush) = (self.new_copy(), self.state.cluster.epoch, self.rules.flush);
        let log = self.state.cluster.log_mut(leader, partition);
        let offset = log.end();
        log.records.push(LogRecord { message, copy, epoch });
        if flush {
            log.flushed = log.end();
        }
        (copy, offset)
    }

    fn answer_or_wait(&mut self, waiting: Waiting) {
        self.state.waiting = Some(waiting);
        self.answer_if_committed();
    }

    fn answer(&mut self, message: Message, kind: EnvelopeKind) {
        self.write_to_producer(request(self.rules, kind, message, false));
    }

    pub fn write_to_producer(&mut self, envelope: Envelope) {
        self.state.line.send(Line::Producer, Way::ToClient, envelope, self.listener);
    }

    /// Nobody is told where nobody waits for an answer (B13).
    fn reject(&mut self, message: Message, error: ProduceError) {
        self.tell(Event::Rejected { message, error });
        if self.rules.acks != Acks::Zero {
            self.answer(message, EnvelopeKind::ProduceError);
        }
    }

    /// B16: the in-sync set shrank while the request waited. The record stays in the log.
    pub fn give_up_waiting(&mut self) {
        if let Some(Waiting { message, .. }) = self.state.waiting.take() {
            self.reject(message, ProduceError::NotEnoughReplicasAfterAppend);
        }
    }

    /// The high watermark moves up to what every in-sync replica has (B3), but not while there are too few of them
    /// (B4).
    pub fn advance_high_watermark(&mut self) {
        if !self.too_few_in_sync() {
            self.rules.partition_ids().for_each(|partition| self.advance_in(partition));
        }
        self.answer_if_committed();
    }

    fn advance_in(&mut self, partition: Partition) {
        let cluster = &mut self.state.cluster;
        let old = cluster.high_watermarks[partition.index()];
        let new = cluster.replicated_to(partition).unwrap_or(old);
        for offset in old..new {
            let record = self.state.leader_log(partition).and_then(|log| log.records.get(offset as usize));
            if let Some(LogRecord { message: Some(message), copy, .. }) = record.copied() {
                self.tell(Event::Committed { message, copy });
            }
        }
        self.state.cluster.high_watermarks[partition.index()] = new.max(old);
        self.end_transaction_in(partition);
    }

    fn answer_if_committed(&mut self) {
        let Some(Waiting { message, partition, offset }) = self.state.waiting else { return };
        if self.state.cluster.high_watermarks[partition.index()] > offset {
            self.state.waiting = None;
            self.answer(message, EnvelopeKind::Produced);
        }
    }
}
