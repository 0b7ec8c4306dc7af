//! What the drawing must know of a whole run: how much room it needs, where each copy stands, when each effect
//! happened, what was destroyed. Worked out once a run.

use super::layout::{LogShape, Shape};
use super::terms::Terms;
use crate::model::{
    Cause, Consumer, CopyId, EnvelopeKind, Event, Line, Message, Messages, Partition, Scene, ShelfKind, Way,
};
use crate::play::Run;

/// A run, seen as a drawing.
#[derive(Clone, PartialEq, Debug)]
pub struct Story {
    /// What the drawing must have room for.
    pub shape: Shape,
    /// For each effect, oldest first, the step in which it happened.
    pub effect_steps: Vec<usize>,
    /// What was destroyed or vanished, oldest first.
    pub losses: Vec<Loss>,
    columns: Vec<Column>,
    /// For each position and partition, the first offset that is shown.
    firsts: Vec<Vec<usize>>,
}

/// Something that was destroyed or vanished: one entry of the tray.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Loss {
    /// In which step.
    pub step: usize,
    /// What and where.
    pub what: Lost,
    /// The messages it carried or was about.
    pub messages: Messages,
    /// How many things of this kind went at once.
    pub count: usize,
}

/// What was lost, and where.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lost {
    /// Destroyed on a wire by a cut.
    OnWire {
        /// Which connection.
        line: Line,
        /// In which direction.
        way: Way,
        /// What it was.
        kind: EnvelopeKind,
    },
    /// A copy that vanished from the broker.
    Copy(Cause),
    /// A message that a consumer had in hand.
    InHand {
        /// Which consumer.
        consumer: Consumer,
        /// Why.
        cause: Cause,
    },
    /// A message that found no queue, and nobody was told.
    Unroutable,
    /// A message that the broker refused, and nobody was told.
    Refused,
}

impl Lost {
    /// Whether it was a message, or a copy of one, rather than an answer about one.
    pub const fn is_message(self) -> bool {
        match self {
            Self::OnWire { kind, .. } => kind.carries_message(),
            Self::Copy(_) | Self::InHand { .. } | Self::Unroutable | Self::Refused => true,
        }
    }
}

/// Where a copy stands on every shelf, from the step on in which there was room for it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Column {
    copy: CopyId,
    from: usize,
    place: usize,
}

impl Story {
    /// What the drawing must know of this run. `room` tells, from the shape, how many copies stand side by side.
    pub fn new(run: &Run, room: impl Fn(&Shape) -> usize) -> Self {
        let terms = Terms::of(run.setup());
        let scenes: Vec<Scene> = (0..=run.steps()).map(|position| run.scene(position)).collect();
        let present: Vec<Vec<(CopyId, usize)>> = scenes.iter().map(copies).collect();
        let last = &scenes[run.steps()];
        let shape = Shape {
            consumers: last.consumers.len(),
            shelves: last.broker.shelves.len() + usize::from(terms.buffers),
            lanes: terms.lanes,
            logs: logs(last),
            messages: usize::from(run.setup().messages),
            window: last.producer.window.map(usize::from),
            prefetch: terms.holds,
            acks: terms.reports,
            copies: present.iter().map(Vec::len).max().unwrap_or(0),
            effects: last.effects.len(),
            marks: terms.marks,
        };
        let room = room(&shape);
        let mut columns = Vec::new();
        (0..terms.lanes).for_each(|lane| place_copies(&mut columns, &present, lane, room));
        Self { shape, effect_steps: effect_steps(run), losses: losses(run), columns, firsts: firsts(&scenes, room) }
    }

    /// The first offset of a partition that is shown after so many steps.
    pub fn first(&self, partition: Partition, position: usize) -> usize {
        self.firsts.get(position).and_then(|firsts| firsts.get(partition.index())).copied().unwrap_or(0)
    }

    /// The place of a copy on every shelf after so many steps, if there is room for it.
    pub fn column(&self, copy: CopyId, position: usize) -> Option<usize> {
        let known = |column: &&Column| column.copy == copy && column.from <= position;
        self.columns.iter().rfind(known).map(|column| column.place)
    }

    /// What was lost up to a position, oldest first.
    pub fn losses_until(&self, position: usize) -> &[Loss] {
        let count = self.losses.partition_point(|loss| loss.step <= position);
        &self.losses[..count]
    }
}

/// How many logs there are, if the broker keeps logs.
fn logs(scene: &Scene) -> Option<LogShape> {
    let (logs, partitions) = (scene.broker.logs.len(), scene.broker.readers.len());
    (logs > 0).then(|| LogShape { partitions, replicas: logs / partitions.max(1) })
}

/// Which offset each partition's picture begins with: its logs' ends and the place of the next record are shown. The
/// picture moves on by half its width at a time, so that it seldom does, and back only if the logs become so short.
fn firsts(scenes: &[Scene], room: usize) -> Vec<Vec<usize>> {
    let stride = (room / 2).max(1);
    let mut now = vec![0; scenes.first().map_or(0, |scene| scene.broker.readers.len())];
    let see = |scene: &Scene| {
        for (index, first) in now.iter_mut().enumerate() {
            let logs = scene.broker.logs.iter().filter(|log| log.partition.index() == index);
            let end = logs.map(|log| log.records.len()).max().unwrap_or(0);
            let least = (end + 1).saturating_sub(room).div_ceil(stride) * stride;
            *first = if end < *first { least } else { (*first).max(least) };
        }
        now.clone()
    };
    scenes.iter().map(see).collect()
}

/// Every copy in the broker, each once, in queue order, with the number of its queue.
fn copies(scene: &Scene) -> Vec<(CopyId, usize)> {
    let mut copies: Vec<(CopyId, usize)> = Vec::new();
    for copy in scene.broker.shelves.iter().flat_map(|shelf| &shelf.copies) {
        if copies.iter().all(|(known, _)| *known != copy.copy) {
            copies.push((copy.copy, copy.queue.index()));
        }
    }
    copies
}

/// Gives every copy of a queue a place that it keeps until it is gone from every shelf, so that copies only ever move
/// down. Each queue has as much room, one behind the other.
fn place_copies(columns: &mut Vec<Column>, present: &[Vec<(CopyId, usize)>], lane: usize, room: usize) {
    let mut taken: Vec<Option<CopyId>> = vec![None; room];
    let mut next = 0;
    for (from, present) in present.iter().enumerate() {
        let of_lane = present.iter().filter(|(_, queue)| *queue == lane);
        let present: Vec<CopyId> = of_lane.map(|(copy, _)| *copy).collect();
        for place in &mut taken {
            *place = place.filter(|copy| present.contains(copy));
        }
        for copy in present {
            if taken.contains(&Some(copy)) {
                continue;
            }
            let free = (0..room).map(|ahead| (next + ahead) % room).find(|place| taken[*place].is_none());
            let Some(place) = free else { continue };
            taken[place] = Some(copy);
            next = place + 1;
            columns.push(Column { copy, from, place: lane * room + place });
        }
    }
}

fn effect_steps(run: &Run) -> Vec<usize> {
    run.all_events()
        .filter(|(_, event)| matches!(event, Event::Applied { .. } | Event::Rewritten { .. }))
        .map(|(step, _)| step)
        .collect()
}

fn losses(run: &Run) -> Vec<Loss> {
    let dead_letters = Terms::of(run.setup()).dead_letters;
    let mut losses: Vec<Loss> = Vec::new();
    for (step, event) in run.all_events() {
        let Some((what, messages)) = lost(event, run.events(step), dead_letters) else { continue };
        match losses.iter_mut().find(|loss| (loss.step, loss.what) == (step, what)) {
            Some(loss) => {
                loss.messages = loss.messages.iter().chain(messages.iter()).collect();
                loss.count += 1;
            }
            None => losses.push(Loss { step, what, messages, count: 1 }),
        }
    }
    losses
}

/// What the event says was lost; `events` are those of its step. `dead_letters`: what a queue gives up goes to another.
fn lost(event: &Event, events: &[Event], dead_letters: bool) -> Option<(Lost, Messages)> {
    let returned = |message: Message| {
        let comes_back = |event: &Event| {
            matches!(event, Event::Sent { envelope, .. }
                if envelope.kind == EnvelopeKind::Return && envelope.messages.contains(message))
        };
        events.iter().any(comes_back)
    };
    match *event {
        Event::Destroyed { line, way, envelope } => {
            Some((Lost::OnWire { line, way, kind: envelope.kind }, envelope.messages))
        }
        Event::Removed { message, cause: cause @ Cause::Discarded(_), .. } if !dead_letters => {
            Some((Lost::Copy(cause), Messages::one(message)))
        }
        Event::Vanished { message, cause, .. } => Some((Lost::Copy(cause), Messages::one(message))),
        Event::Dropped { consumer, message, cause } => Some((Lost::InHand { consumer, cause }, Messages::one(message))),
        Event::Unroutable { message } if !returned(message) => Some((Lost::Unroutable, Messages::one(message))),
        Event::RefusedByBroker { message, told: false } if !moves_on(message, events) => {
            Some((Lost::Refused, Messages::one(message)))
        }
        _ => None,
    }
}

/// Whether what the queue gave up in this step went on to another queue.
pub fn moves_on(message: Message, events: &[Event]) -> bool {
    events.iter().any(|event| match *event {
        Event::DeadLettered { message: of, .. } | Event::CameBack { message: of, .. } => of == message,
        _ => false,
    })
}

/// Whether these are the logs of a replicated queue.
pub fn replicated(scene: &Scene) -> bool {
    matches!(scene.broker.shelves.first().map(|shelf| shelf.kind), Some(ShelfKind::Replica { .. }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::play::Chance;
    use crate::setup::{Broker, Field, Setup, Value};

    #[test]
    fn the_ends_of_long_logs_are_always_shown() {
        let kafka = Setup::default().with(Field::Broker, Value::Choice(Broker::Kafka.name())).expect("possible");
        let setup = Setup { messages: 64, ..kafka };
        let run = Run::free(&setup, Chance::Calm);
        let room = 7;
        let story = Story::new(&run, |_| room);
        let mut moves = 0;
        for position in 0..=run.steps() {
            let first = story.first(Partition(0), position);
            let logs = run.scene(position).broker.logs;
            let end = logs.iter().map(|log| log.records.len()).max().unwrap_or(0);
            assert!(first <= end && end < first + room, "{first} of {end} at {position}");
            moves += usize::from(position > 0 && story.first(Partition(0), position - 1) != first);
        }
        assert!(moves < 22, "{moves}");
    }
}
