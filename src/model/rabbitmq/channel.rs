//! The broker's side of the publishing channel: publish numbers, what is owed for them, transactions.

use super::rules::Rules;
use super::state::{State, Step};
use crate::model::{CopyId, Envelope, EnvelopeKind, Event, Line, Listener, Message, Messages, Queue, Way};
use crate::setup::Publish;

/// The broker's side of the publishing channel. A new connection gets a new one.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Channel {
    /// confirm: publishes read so far; both sides count (A2).
    pub numbered: u32,
    /// confirm: numbers read and not answered, in order.
    pub owed: Vec<Owed>,
    /// tx: publishes read and waiting for their commit (A25).
    pub buffered: Vec<Message>,
    /// tx: the commit being applied.
    pub commit: Option<Commit>,
}

/// A publish number that must be answered once (A4).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Owed {
    pub number: u32,
    pub message: Message,
    pub answer: Answer,
}

/// When and how a publish number will be answered.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Answer {
    /// With an ack, once this copy is safe or consumed (A8).
    When(CopyId),
    /// With an ack, now.
    Ack,
    /// With a nack, now (A13).
    Nack,
}

/// tx: a commit being applied, publish by publish. It is not atomic (A26).
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Commit {
    /// The whole batch; what is still buffered of it is not applied yet.
    pub batch: Messages,
    /// Copies that must be safe or consumed before commit-ok.
    pub waiting: Vec<CopyId>,
    /// A publish was refused, so the commit will fail (A27).
    pub refused: bool,
}

impl Channel {
    /// A new channel on the same connection.
    pub fn reopen(&mut self) {
        // Their memory is kept for what comes next.
        let Self { numbered, owed, buffered, commit } = self;
        (*numbered, *commit) = (0, None);
        owed.clear();
        buffered.clear();
    }

    /// Whether the broker keeps the message for a commit.
    pub fn holds(&self, message: Message) -> bool {
        self.buffered.contains(&message)
    }

    /// Whether a refusal that was not written yet will report the message as failed.
    pub fn will_report(&self, message: Message) -> bool {
        self.owed.iter().any(|owed| owed.message == message && owed.answer == Answer::Nack)
            || self.commit.as_ref().is_some_and(|commit| commit.refused && commit.batch.contains(message))
    }

    /// Whether the broker has read something that it has not answered.
    pub fn owes(&self) -> bool {
        !self.owed.is_empty() || self.commit.is_some()
    }

    /// Whether an answer could be written now.
    pub fn answer_due(&self) -> bool {
        let commit_done = |commit: &Commit| self.buffered.is_empty() && commit.waiting.is_empty();
        self.owed.iter().any(|owed| !matches!(owed.answer, Answer::When(_)))
            || self.commit.as_ref().is_some_and(commit_done)
    }

    /// The first publish for this queue that the commit still has to apply. Each queue gets its publishes in order, and
    /// none waits for another (A26).
    pub fn next_to_apply(&self, rules: &Rules, queue: Queue) -> Option<usize> {
        self.commit.as_ref()?;
        self.buffered.iter().position(|message| rules.queue_of(*message) == queue)
    }

    /// Whether the commit still has something to apply.
    pub fn is_applying(&self) -> bool {
        self.commit.is_some() && !self.buffered.is_empty()
    }
}

/// What became of a publish at the queue.
enum Taken {
    /// Stored; the answer waits for this copy, or not at all.
    Stored { copy: CopyId, wait: bool },
    /// No queue (A9).
    Unroutable,
    /// The queue is full (A48).
    Refused,
}

impl<L: Listener> Step<'_, L> {
    pub fn broker_reads(&mut self) {
        self.broker_reads_publish(false);
    }

    /// Reads the next thing from the producer. `refuse`: a publish is answered with an error and not stored (A13).
    pub fn broker_reads_publish(&mut self, refuse: bool) {
        let Some(envelope) = self.state.producer_line.read(Line::Producer, Way::ToBroker, self.listener) else {
            return;
        };
        if envelope.kind == EnvelopeKind::Commit {
            let batch = self.state.channel.buffered.iter().copied().collect();
            self.state.channel.commit = Some(Commit { batch, waiting: Vec::new(), refused: false });
            return;
        }
        for message in envelope.messages.iter() {
            self.read_publish(message, refuse);
        }
    }

    fn read_publish(&mut self, message: Message, refuse: bool) {
        match self.rules.publish {
            Publish::Tx => {
                self.state.channel.buffered.push(message);
                self.tell(Event::Buffered { message });
            }
            Publish::FireAndForget if refuse => {
                // A48: without confirms nobody is told.
                self.tell(Event::RefusedByBroker { message, told: false });
            }
            Publish::FireAndForget => {
                self.take_publish(message);
                self.after_enqueue_of(message);
            }
            Publish::Confirm => {
                self.state.channel.numbered += 1;
                let number = self.state.channel.numbered;
                let answer = if refuse { self.refuse(message) } else { self.answer_for(message) };
                self.state.channel.owed.push(Owed { number, message, answer });
                self.after_enqueue_of(message);
            }
        }
    }

    fn refuse(&mut self, message: Message) -> Answer {
        self.tell(Event::RefusedByBroker { message, told: true });
        Answer::Nack
    }

    fn answer_for(&mut self, message: Message) -> Answer {
        match self.take_publish(message) {
            Taken::Stored { copy, wait: true } => Answer::When(copy),
            // A7: a message that need not survive is confirmed from memory; A9: so is one that goes nowhere.
            Taken::Stored { wait: false, .. } | Taken::Unroutable => {
                self.tell(Event::ConfirmDue { message, consumed: false });
                Answer::Ack
            }
            Taken::Refused => Answer::Nack,
        }
    }

    /// Routes a publish to the queue.
    fn take_publish(&mut self, message: Message) -> Taken {
        if self.state.queues.gone {
            self.tell(Event::Unroutable { message });
            if self.rules.mandatory {
                self.write_to_producer(EnvelopeKind::Return, Messages::one(message), 0, false);
            }
            return Taken::Unroutable;
        }
        let told = self.rules.publish != Publish::FireAndForget;
        if self.rules.max_length.is_some() && self.refuses(message, told) {
            return Taken::Refused;
        }
        let copy = self.store(message);
        Taken::Stored { copy, wait: self.rules.stored() || self.rules.quorum() }
    }

    /// The limits count once the publish has its answer to wait for: what they remove at once answers it.
    fn after_enqueue_of(&mut self, message: Message) {
        if !self.rules.quorum() {
            self.after_enqueue(self.rules.queue_of(message));
        }
    }

    /// tx: applies the commit's next publish for this queue.
    pub fn apply_commit(&mut self, queue: Queue) {
        if let Some(place) = self.state.channel.next_to_apply(self.rules, queue) {
            self.apply(place, false);
        }
    }

    /// tx: the queue refuses the first publish that is not applied yet, and the commit will fail.
    pub fn refuse_in_commit(&mut self) {
        if self.state.channel.is_applying() {
            self.apply(0, true);
        }
    }

    fn apply(&mut self, place: usize, refuse: bool) {
        let message = self.state.channel.buffered.remove(place);
        let taken = if refuse {
            self.tell(Event::RefusedByBroker { message, told: true });
            Taken::Refused
        } else {
            self.take_publish(message)
        };
        let Some(commit) = &mut self.state.channel.commit else { return };
        match taken {
            Taken::Stored { copy, wait: true } => commit.waiting.push(copy),
            Taken::Stored { wait: false, .. } | Taken::Unroutable => {}
            // A27: the channel will be closed; the rest of the batch is applied all the same (ground truth R29).
            Taken::Refused => commit.refused = true,
        }
        self.after_enqueue_of(message);
    }

    /// tx: a commit that the broker has read is applied whole, whatever becomes of the connection (ground truth R31); only
    /// a crash of the broker leaves a part (A26).
    pub fn finish_commit(&mut self) {
        while self.state.channel.is_applying() {
            self.apply(0, false);
        }
    }

    /// The copy is safe, or was consumed before it was written (A8): its publish may be answered.
    pub fn confirm_due(&mut self, message: Message, copy: CopyId, consumed: bool) {
        let channel = &mut self.state.channel;
        let mut due = false;
        for owed in &mut channel.owed {
            if owed.answer == Answer::When(copy) {
                owed.answer = Answer::Ack;
                due = true;
            }
        }
        if let Some(commit) = &mut channel.commit {
            let before = commit.waiting.len();
            commit.waiting.retain(|waiting| *waiting != copy);
            due |= commit.waiting.len() < before;
        }
        if due {
            self.tell(Event::ConfirmDue { message, consumed });
        }
    }

    /// Writes every answer that is due, coalesced as the broker does it (A5).
    pub fn answer(&mut self) {
        if let Some(commit) = &self.state.channel.commit {
            let kind = if commit.refused { EnvelopeKind::CommitFailed } else { EnvelopeKind::CommitOk };
            let batch = commit.batch;
            self.state.channel.reopen();
            return self.write_to_producer(kind, batch, 0, false);
        }
        self.write_acks();
        self.write_nacks();
    }

    /// One ack for all numbers below the smallest that is still open, single acks above it (A5).
    fn write_acks(&mut self) {
        let mut owed = std::mem::take(&mut self.state.channel.owed);
        let is_open = |owed: &Owed| owed.answer != Answer::Ack;
        let (together, others) = owed.split_at(owed.iter().position(is_open).unwrap_or(owed.len()));
        if let Some(last) = together.last() {
            let messages = together.iter().map(|owed| owed.message).collect();
            self.write_to_producer(EnvelopeKind::Confirm, messages, last.number, together.len() > 1);
        }
        for single in others.iter().filter(|owed| !is_open(owed)) {
            self.write_to_producer(EnvelopeKind::Confirm, Messages::one(single.message), single.number, false);
        }
        owed.retain(is_open);
        self.state.channel.owed = owed;
    }

    fn write_nacks(&mut self) {
        let mut owed = std::mem::take(&mut self.state.channel.owed);
        let is_due = |owed: &Owed| owed.answer == Answer::Nack;
        for due in owed.iter().filter(|owed| is_due(owed)) {
            self.write_to_producer(EnvelopeKind::Refusal, Messages::one(due.message), due.number, false);
        }
        owed.retain(|owed| !is_due(owed));
        self.state.channel.owed = owed;
    }

    fn write_to_producer(&mut self, kind: EnvelopeKind, messages: Messages, number: u32, multiple: bool) {
        let envelope = Envelope { kind, messages, number, multiple, again: false };
        self.state.producer_line.send(Line::Producer, Way::ToClient, envelope, self.listener);
    }

    /// The channel is gone: what it owed is owed to nobody (A4), and buffered publishes are dropped (A25).
    pub fn channel_gone(&mut self) {
        let buffered = std::mem::take(&mut self.state.channel).buffered;
        for message in buffered {
            self.tell(Event::Unbuffered { message });
        }
    }
}

/// Whether a publish that the broker reads next could be refused: there is a queue to refuse it.
pub fn next_is_refusable(state: &State) -> bool {
    let next = state.producer_line.stream(Way::ToBroker).first();
    !state.queues.gone && next.is_some_and(|envelope| envelope.kind == EnvelopeKind::Publish)
}
