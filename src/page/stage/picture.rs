//! One moment of a run as the drawing shows it: what is in which row, and where that is.

use super::layout::{Grid, Layout, Point};
use super::story::Story;
use super::terms::{Terms, Threads};
use crate::model::{
    Belief, Consumer, ConsumerScene, CopyId, Event, HeldScene, LogScene, Message, Messages, Partition, ReaderScene,
    Scene, Stage,
};
use crate::play::Run;
use crate::setup::FaultKind;

/// One moment of a run.
#[derive(Clone, PartialEq, Debug)]
pub struct Picture {
    /// After how many steps.
    pub position: usize,
    /// How many keys there are.
    pub keys: u8,
    /// What can be seen.
    pub scene: Scene,
    /// What the producer will send: messages it sends again, then those it has not sent yet.
    pub waiting: Vec<Waiting>,
    /// Sent and not answered.
    pub sent: Vec<Message>,
    /// What has an outcome.
    pub settled: Vec<(Message, Belief)>,
    /// For each consumer, messages that it has still to report: acks owed, or offsets to commit.
    pub acks: Vec<Vec<Message>>,
    /// How often each message has been received by a consumer's code.
    pub taken: Vec<u8>,
    /// Messages that are lost for good.
    pub lost: Messages,
    /// The fault of the last step.
    pub fault: Option<(FaultKind, Option<Consumer>)>,
    /// How things are called.
    pub terms: Terms,
}

/// A message that the producer will send.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Waiting {
    /// Which one.
    pub message: Message,
    /// Whether it was sent before.
    pub again: bool,
}

/// A place of the drawing that can hold one thing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// With the producer, to be sent.
    Waiting(Message),
    /// With the producer, sent and not answered.
    Sent(Message),
    /// With the producer, settled.
    Settled(Message),
    /// With the broker, until the commit.
    Buffered(Message),
    /// A copy on the shelf of this number.
    Copy(usize, CopyId),
    /// A record in the log of this number.
    Record(usize, CopyId),
    /// The mark of a partition's committed offset.
    Committed(Partition),
    /// The answers that the broker owes.
    Owed,
    /// In a consumer's hand; of several copies of a message there, which one, counted from 0.
    Held(Consumer, Message, usize),
    /// The ack that a consumer owes.
    Ack(Consumer, Message),
    /// An effect in the outside world, counted from 0.
    Effect(usize),
    /// The mark of a message in the outside world.
    Mark(Message),
}

impl Place {
    /// What a consumer has at this index in its hand.
    pub fn in_hand(consumer: &ConsumerScene, index: usize) -> Self {
        let message = consumer.holding[index].message;
        let before = consumer.holding[..index].iter().filter(|held| held.message == message);
        Self::Held(consumer.consumer, message, before.count())
    }
}

impl Picture {
    /// The moment after so many steps.
    pub fn new(run: &Run, position: usize) -> Self {
        let scene = run.scene(position);
        let setup = run.setup();
        let ledger = run.ledger(position);
        let terms = Terms::of(setup);
        let sent = if terms.answers { scene.producer.unanswered.clone() } else { scene.producer.unknown.clone() };
        let fault = run.events(position).first().and_then(|event| match *event {
            Event::Fault { kind, consumer, .. } => Some((kind, consumer)),
            _ => None,
        });
        Self {
            position,
            keys: setup.keys,
            waiting: waiting(&scene, terms.new_first),
            settled: settled(&scene, setup.messages, terms.answers),
            acks: scene.consumers.iter().map(|consumer| reports(&scene, consumer, &terms)).collect(),
            taken: ledger.records.iter().map(|record| record.taken).collect(),
            lost: ledger.flags.of(crate::model::Flag::Lost),
            terms,
            fault,
            sent,
            scene,
        }
    }

    /// How often a consumer's code has received the message.
    pub fn times_taken(&self, message: Message) -> u8 {
        self.taken.get(message.index()).copied().unwrap_or(0)
    }

    /// The middle of a place; of the mark that counts what does not fit, if it is behind that.
    pub fn spot(&self, story: &Story, layout: &Layout, place: Place) -> Option<Point> {
        match place {
            Place::Waiting(message) => {
                let index = self.waiting.iter().position(|waiting| waiting.message == message)?;
                Some(layout.producer.waiting.grid.first_of(index, self.waiting.len()))
            }
            Place::Sent(message) => {
                let index = self.sent.iter().position(|sent| *sent == message)?;
                Some(self.sent_spot(&layout.producer.sent.grid, index))
            }
            Place::Settled(message) => {
                let index = self.settled.iter().position(|(settled, _)| *settled == message)?;
                Some(layout.producer.settled.grid.last_of(index, self.settled.len()))
            }
            Place::Buffered(message) => {
                let index = self.scene.broker.buffered.iter().position(|buffered| *buffered == message)?;
                let shelf = layout.broker.shelves.first()?;
                Some(shelf.grid.first_of(index, self.scene.broker.buffered.len()))
            }
            Place::Copy(shelf, copy) => self.copy_spot(story, layout, shelf, copy),
            Place::Record(log, copy) => self.record_spot(story, layout, log, copy),
            Place::Committed(partition) => {
                let offset = self.scene.broker.readers.get(partition.index())?.committed?;
                let place = layout.broker.partitions.get(partition.index())?;
                let x = place.x(usize::from(offset), story.first(partition, self.position));
                Some(Point::new(x, place.marks[1]))
            }
            Place::Owed => Some(layout.broker.owed),
            Place::Held(consumer, message, which) => {
                let scene = self.consumer(consumer)?;
                let mut held = scene.holding.iter().enumerate().filter(|(_, held)| held.message == message);
                let (index, _) = held.nth(which)?;
                let place = layout.consumers.get(consumer.0 as usize)?;
                Some(place.holding.grid.first_of(index, scene.holding.len()))
            }
            Place::Ack(consumer, message) => {
                let acks = self.acks.get(consumer.0 as usize)?;
                let index = acks.iter().position(|owed| *owed == message)?;
                let place = layout.consumers.get(consumer.0 as usize)?;
                Some(place.acks.grid.first_of(index, acks.len()))
            }
            Place::Mark(message) => {
                let index = self.scene.marks.iter().position(|marked| *marked == message)?;
                let marks = layout.world.marks.as_ref()?;
                Some(marks.grid.last_of(index, self.scene.marks.len()))
            }
            Place::Effect(index) => {
                let count = self.scene.effects.len();
                (index < count).then(|| layout.world.grid.last_of(index, count))
            }
        }
    }

    /// Without answers the newest are shown, with them the oldest: those that are answered next.
    pub fn sent_spot(&self, grid: &Grid, index: usize) -> Point {
        if self.scene.producer.window.is_some() {
            grid.first_of(index, self.sent.len())
        } else {
            grid.last_of(index, self.sent.len())
        }
    }

    /// Which of the broker's places in the drawing this shelf of the scene is.
    pub const fn shelf_place(&self, shelf: usize) -> usize {
        shelf + self.terms.buffers as usize
    }

    fn copy_spot(&self, story: &Story, layout: &Layout, shelf: usize, copy: CopyId) -> Option<Point> {
        let copies = &self.scene.broker.shelves.get(shelf)?.copies;
        copies.iter().find(|there| there.copy == copy)?;
        let place = layout.broker.shelves.get(self.shelf_place(shelf))?;
        Some(match story.column(copy, self.position) {
            Some(column) => place.grid.at(column),
            None => place.more.at,
        })
    }

    fn record_spot(&self, story: &Story, layout: &Layout, log: usize, copy: CopyId) -> Option<Point> {
        let scene = self.scene.broker.logs.get(log)?;
        let offset = scene.records.iter().position(|record| record.copy == copy)?;
        let place = layout.broker.partitions.get(scene.partition.index())?;
        let row = place.rows.get(usize::from(scene.member.0))?;
        let x = place.x(offset, story.first(scene.partition, self.position));
        Some(Point::new(x, row.grid.first.y))
    }

    /// The log that leads a partition; while none does, the longest.
    pub fn leading_log(&self, partition: Partition) -> Option<(usize, &LogScene)> {
        leading_log(&self.scene, partition)
    }

    /// How often a consumer has the message in hand.
    pub fn times_held(&self, consumer: Consumer, message: Message) -> usize {
        let held = self.consumer(consumer).into_iter().flat_map(|consumer| &consumer.holding);
        held.filter(|held| held.message == message).count()
    }

    /// A consumer, if there is one of that number.
    pub fn consumer(&self, consumer: Consumer) -> Option<&ConsumerScene> {
        self.scene.consumers.get(consumer.0 as usize)
    }

    /// Whether a consumer works on the message at this place in its hand.
    pub fn works_on(&self, consumer: &ConsumerScene, index: usize) -> bool {
        let open = |held: &HeldScene| held.stage != Stage::Applied;
        let (earlier, this) = (&consumer.holding[..index], &consumer.holding[index]);
        let same_key = |held: &&HeldScene| held.message.key(self.keys) == this.message.key(self.keys);
        open(this)
            && match self.terms.threads {
                Threads::One => !earlier.iter().any(open),
                Threads::PerKey => !earlier.iter().filter(same_key).any(open),
                Threads::Each => true,
                Threads::Free(threads) => earlier.iter().filter(|held| open(held)).count() < usize::from(threads),
                Threads::ByKey(threads) => {
                    let thread = |held: &HeldScene| held.message.key(self.keys).0 % threads;
                    !earlier.iter().filter(|held| thread(held) == thread(this)).any(open)
                }
            }
    }
}

fn leading_log(scene: &Scene, partition: Partition) -> Option<(usize, &LogScene)> {
    let of = scene.broker.logs.iter().enumerate().filter(|(_, log)| log.partition == partition);
    of.max_by_key(|(index, log)| (log.leader, log.records.len(), std::cmp::Reverse(*index)))
}

/// What the producer will send, in its order.
fn waiting(scene: &Scene, new_first: bool) -> Vec<Waiting> {
    let again = scene.producer.to_resend.iter().map(|message| Waiting { message: *message, again: true });
    let new = scene.producer.unsent.iter().map(|message| Waiting { message: *message, again: false });
    if new_first { new.chain(again).collect() } else { again.chain(new).collect() }
}

/// What has an outcome, in the order of messages.
fn settled(scene: &Scene, messages: u8, answers: bool) -> Vec<(Message, Belief)> {
    let producer = &scene.producer;
    let belief = |message: Message| match message {
        _ if producer.acked.contains(&message) => Some(Belief::Acked),
        _ if producer.failed.contains(&message) => Some(Belief::Failed),
        _ if answers && producer.unknown.contains(&message) => Some(Belief::Unknown),
        _ => None,
    };
    (1..=messages).map(Message).filter_map(|message| belief(message).map(|belief| (message, belief))).collect()
}

/// What a consumer has still to report: acks that it owes, or records that it has done since the committed offset.
fn reports(scene: &Scene, consumer: &ConsumerScene, terms: &Terms) -> Vec<Message> {
    if !terms.reports {
        return Vec::new();
    }
    if !scene.broker.readers.is_empty() {
        let owns = |reader: &&ReaderScene| reader.owner == Some(consumer.consumer);
        return scene.broker.readers.iter().filter(owns).flat_map(|reader| done(scene, consumer, reader)).collect();
    }
    let owed = |held: &&HeldScene| matches!(held.stage, Stage::Received | Stage::Applied);
    consumer.holding.iter().filter(owed).map(|held| held.message).collect()
}

/// The records of a partition between the committed offset and the position that are not in work any more.
fn done(scene: &Scene, consumer: &ConsumerScene, reader: &ReaderScene) -> Vec<Message> {
    let in_work =
        |message: Message| consumer.holding.iter().any(|held| held.message == message && held.stage == Stage::Received);
    let (from, to) = (usize::from(reader.committed.unwrap_or(0)), usize::from(reader.position));
    let Some((_, log)) = leading_log(scene, reader.partition) else { return Vec::new() };
    let records = log.records.iter().take(to).skip(from);
    records.filter_map(|record| record.message).filter(|message| !in_work(*message)).collect()
}
