//! Where everything in the drawing is. One function places the wide drawing and the tall one, from the same
//! description; it knows nothing of a moment, so nothing jumps while a run plays.

mod geometry;
mod listed;
mod logs;
mod shape;
mod tall;
#[cfg(test)]
mod tests;
mod wide;

pub use geometry::{Grid, Point, Rect, Track};
pub use logs::{LogPlace, LogShape, PartitionPlace};
pub use shape::Shape;

/// The drawing's places, in its own units.
#[derive(Clone, PartialEq, Debug)]
pub struct Layout {
    /// From top to bottom, for a phone, rather than from left to right.
    pub tall: bool,
    /// How wide it is.
    pub width: f64,
    /// How high it is.
    pub height: f64,
    /// The producer.
    pub producer: ProducerPlace,
    /// The broker.
    pub broker: BrokerPlace,
    /// The consumers.
    pub consumers: Vec<ConsumerPlace>,
    /// The outside world.
    pub world: WorldPlace,
    /// The producer's connection, then one for each consumer.
    pub wires: Vec<WirePlace>,
    /// How far down what is lost falls, in the wide drawing: the middle of the tray.
    pub tray: f64,
}

/// A text and where it is anchored.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Label {
    /// The end of its baseline that is fixed.
    pub at: Point,
    /// Which end that is.
    pub anchor: Anchor,
}

/// Which point of a text is fixed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Anchor {
    /// Its left end.
    Start,
    /// Its middle.
    Middle,
    /// Its right end.
    End,
}

impl Label {
    /// A text that begins here.
    pub const fn start(x: f64, y: f64) -> Self {
        Self { at: Point { x, y }, anchor: Anchor::Start }
    }

    /// A text around this point.
    pub const fn middle(x: f64, y: f64) -> Self {
        Self { at: Point { x, y }, anchor: Anchor::Middle }
    }

    /// A text that ends here.
    pub const fn end(x: f64, y: f64) -> Self {
        Self { at: Point { x, y }, anchor: Anchor::End }
    }
}

/// Messages or envelopes in a row, under a caption.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Row {
    /// What they are; none where it can be told from the place.
    pub caption: Option<Label>,
    /// Where they are.
    pub grid: Grid,
    /// The limit's dimension line.
    pub dimension: Option<Dimension>,
}

/// A dimension line: how much of a limit is used.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Dimension {
    /// Its height in the drawing.
    pub y: f64,
    /// How far its ends reach up and down.
    pub tick: f64,
    /// Its text; where there is none, the caption says it.
    pub text: Option<Label>,
}

/// The producer's box.
#[derive(Clone, PartialEq, Debug)]
pub struct ProducerPlace {
    /// Its border.
    pub rect: Rect,
    /// The lane's name.
    pub title: Label,
    /// The setting that decides most here.
    pub setting: Option<Label>,
    /// What is to be sent.
    pub waiting: Row,
    /// What is sent and not answered.
    pub sent: Row,
    /// What became of the rest.
    pub settled: Row,
}

/// The broker's box.
#[derive(Clone, PartialEq, Debug)]
pub struct BrokerPlace {
    /// Its border.
    pub rect: Rect,
    /// The lane's name.
    pub title: Label,
    /// The settings that decide most here.
    pub setting: Option<Label>,
    /// The part of it that reaches down beside consumers that stand one below the other.
    pub spine: Option<Rect>,
    /// Its places, least safe first.
    pub shelves: Vec<ShelfPlace>,
    /// The logs of its replicas, where it keeps logs: one group a partition.
    pub partitions: Vec<PartitionPlace>,
    /// The answers that it owes the producer, as one envelope.
    pub owed: Point,
    /// What that envelope is.
    pub owed_label: Label,
}

impl BrokerPlace {
    /// How many copies of a queue stand side by side.
    pub fn room(&self) -> usize {
        let shelf = self.shelves.first().map(|shelf| shelf.grid.fits() / shelf.lanes.max(1));
        shelf.or_else(|| self.partitions.first().map(PartitionPlace::columns)).unwrap_or(1)
    }
}

/// One place in the broker.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct ShelfPlace {
    /// All of it.
    pub rect: Rect,
    /// Its name.
    pub name: Label,
    /// What it survives.
    pub about: Label,
    /// How many copies there is no room for.
    pub more: Label,
    /// Where the copies are.
    pub grid: Grid,
    /// Queues in it: each has a line of the grid, where there are several.
    pub lanes: usize,
    /// Where the queues' names end.
    pub lane_names: f64,
}

impl ShelfPlace {
    /// The name of one of several queues.
    pub fn lane_name(&self, lane: usize) -> Label {
        Label::end(self.lane_names, self.grid.at(lane * self.grid.columns).y + 3.5)
    }
}

/// A consumer's box.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct ConsumerPlace {
    /// Its border.
    pub rect: Rect,
    /// Its name: the lane's, where it is the only one.
    pub name: Label,
    /// Whether the name is the lane's.
    pub alone: bool,
    /// How it stands.
    pub status: Label,
    /// The setting that decides most here.
    pub setting: Option<Label>,
    /// What it has in hand.
    pub holding: Row,
    /// The acks that it owes.
    pub acks: Row,
    /// Where its effects leave it for the outside world.
    pub leaves: Point,
}

/// The outside world's box.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct WorldPlace {
    /// Its border.
    pub rect: Rect,
    /// The lane's name.
    pub title: Label,
    /// What an effect leaves here.
    pub caption: Label,
    /// The setting that decides most here.
    pub setting: Option<Label>,
    /// What it holds beside what it should hold.
    pub sum: Label,
    /// The ids that are marked, where the strategy against repeats marks any.
    pub marks: Option<Row>,
    /// The effects, oldest first.
    pub grid: Grid,
    /// From an effect's centre to the text beside it.
    pub text: Point,
    /// From an effect's centre to the badge of a repeated one.
    pub badge: Point,
    /// The tint behind a repeated effect, around its centre.
    pub tint: Rect,
}

/// A connection.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct WirePlace {
    /// Towards the consumers: publishes, deliveries.
    pub forward: Track,
    /// Back towards the producer: confirms, acks.
    pub back: Track,
    /// The name of the way forward.
    pub forward_label: Option<Label>,
    /// The name of the way back.
    pub back_label: Option<Label>,
}

impl Layout {
    /// The drawing that has room for all of this.
    pub fn new(shape: &Shape, tall: bool) -> Self {
        if tall { tall::layout(shape) } else { wide::layout(shape) }
    }

    /// Where something ends up that is lost here: it falls straight down into the tray, and in the tall drawing, whose
    /// wires go down, out of it to the right. From wires that are level there it is the left, where nothing is in the way.
    pub fn falls_to(&self, from: Point) -> Point {
        match (self.tall, self.is_on_level_wire(from)) {
            (false, _) => Point { x: from.x, y: self.tray },
            (true, true) => Point { x: 4.0, y: from.y },
            (true, false) => Point { x: self.width - 12.0, y: from.y },
        }
    }

    /// Whether this place of a wire belongs to one from left to right.
    pub fn is_on_level_wire(&self, at: Point) -> bool {
        let beside = |spine: Rect| at.y > spine.y && self.consumers.first().is_some_and(|place| at.x < place.rect.x);
        !self.tall || self.broker.spine.is_some_and(beside)
    }

    /// The way of an effect from a consumer to the place of its row: two borders, and two bends between them.
    pub fn effect_way(&self, consumer: &ConsumerPlace, row: Point) -> [Point; 4] {
        let (from, world) = (consumer.leaves, &self.world.rect);
        if self.tall {
            let last = self.consumers.last().unwrap_or(consumer).rect;
            let middle = last.bottom().midpoint(world.y);
            [from, Point::new(from.x, middle), Point::new(row.x, middle), Point::new(row.x, world.y)]
        } else {
            let middle = from.x.midpoint(world.x);
            [from, Point::new(middle, from.y), Point::new(middle, row.y), Point::new(world.x, row.y)]
        }
    }

    /// The lane title of the consumers, if no box carries it.
    pub fn consumers_title(&self) -> Option<Label> {
        let x = match self.consumers.first() {
            Some(first) if first.alone => return None,
            Some(first) => first.rect.x,
            // Where nobody reads, the lane is empty.
            None => self.broker.rect.right() + 124.5,
        };
        (!self.tall).then(|| Label::start(x, 13.0))
    }
}
