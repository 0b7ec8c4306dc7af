//! Where the logs of a broker's replicas are: for each partition a ruler of offsets, a row a replica, and under them
//! how far the consumer group is.

use super::{Grid, Label, Point, Rect};

/// How many logs there are.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct LogShape {
    /// Partitions of the topic.
    pub partitions: usize,
    /// Replicas of each.
    pub replicas: usize,
}

/// One partition: the logs of its replicas and the marks of its reader.
#[derive(Clone, PartialEq, Debug)]
pub struct PartitionPlace {
    /// All of it.
    pub rect: Rect,
    /// What the ruler counts, or which partition this is.
    pub name: Label,
    /// The baseline of the offsets.
    pub ruler: f64,
    /// One row a replica.
    pub rows: Vec<LogPlace>,
    /// Where the in-sync rows' bracket is, from left to right.
    pub bracket: f64,
    /// The baseline of the names of bracket and high watermark, under the rows.
    pub foot: f64,
    /// The right end of the log end offsets.
    pub ends: f64,
    /// The captions of the two marks: where the next poll begins, and where the next owner would.
    pub captions: [Label; 2],
    /// The heights of the two marks.
    pub marks: [f64; 2],
}

/// One replica's log.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct LogPlace {
    /// All of it.
    pub rect: Rect,
    /// The node's name.
    pub name: Label,
    /// Its part in the group, where there is room.
    pub about: Option<Label>,
    /// Where its records are.
    pub grid: Grid,
}

impl PartitionPlace {
    /// How many records stand side by side.
    pub fn columns(&self) -> usize {
        self.rows.first().map_or(1, |row| row.grid.columns)
    }

    /// The middle of an offset's column; one that is not shown stands at the end where it would be.
    pub fn x(&self, offset: usize, first: usize) -> f64 {
        let Some(row) = self.rows.first() else { return self.rect.x };
        let column = (offset as f64 - first as f64).clamp(-0.75, row.grid.columns as f64 - 0.25);
        row.grid.first.x + row.grid.pitch.x * column
    }

    /// The line between the records below this offset and the others.
    pub fn boundary(&self, offset: usize, first: usize) -> f64 {
        let Some(row) = self.rows.first() else { return self.rect.x };
        let column = (offset as f64 - first as f64).clamp(0.0, row.grid.columns as f64) - 0.5;
        row.grid.first.x + row.grid.pitch.x * column
    }

    /// From above the first row to below the last one.
    pub fn across(&self) -> (f64, f64) {
        let (first, last) = (self.rows.first(), self.rows.last());
        first.zip(last).map_or((self.rect.y, self.rect.y), |(first, last)| (first.rect.y, last.rect.bottom()))
    }
}

/// How the logs are drawn: as large as the number of partitions allows.
#[derive(Clone, Copy)]
pub struct Size {
    ruler: f64,
    row: f64,
    foot: f64,
    mark: f64,
    radius: f64,
    pitch: f64,
    /// From the left border to the first record.
    records: f64,
}

/// From the left border to the names, and from the last record to the right border.
const NAMES: f64 = 15.0;
const ENDS: f64 = 34.0;

impl Size {
    /// For so many partitions.
    pub const fn of(shape: LogShape) -> Self {
        match shape.partitions {
            0 | 1 => Self { ruler: 21.0, row: 42.0, foot: 14.0, mark: 19.0, radius: 10.5, pitch: 24.0, records: 73.0 },
            2 => Self { ruler: 19.0, row: 26.0, foot: 13.0, mark: 18.0, radius: 9.5, pitch: 23.0, records: 80.0 },
            _ => Self { ruler: 19.0, row: 22.0, foot: 13.0, mark: 18.0, radius: 8.5, pitch: 21.0, records: 80.0 },
        }
    }

    /// The height of one partition.
    const fn partition(self, replicas: usize) -> f64 {
        self.ruler + self.row * replicas as f64 + self.foot + 2.0 * self.mark + 5.0
    }

    /// The height of all partitions.
    pub const fn height(self, shape: LogShape) -> f64 {
        self.partition(shape.replicas) * shape.partitions as f64
    }
}

/// The places of all partitions in the broker's box, in its middle where they need less than all of it.
#[inline(never)]
pub fn partitions(shape: LogShape, border: &Rect) -> Vec<PartitionPlace> {
    let size = Size::of(shape);
    let top = border.y + (border.h - size.height(shape)) / 2.0;
    let height = size.partition(shape.replicas);
    let rect = |index: usize| Rect::new(border.x, top + height * index as f64, border.w, height);
    (0..shape.partitions).map(|index| partition(shape, size, rect(index))).collect()
}

fn partition(shape: LogShape, size: Size, rect: Rect) -> PartitionPlace {
    let row = |index: usize| Rect::new(rect.x, rect.y + size.ruler + size.row * index as f64, rect.w, size.row);
    let rows: Vec<LogPlace> = (0..shape.replicas).map(|index| log(size, row(index))).collect();
    let below = rect.y + size.ruler + size.row * shape.replicas as f64;
    let mark = |line: f64| below + size.foot + size.mark * (line + 0.5);
    PartitionPlace {
        rect,
        name: Label::start(rect.x + NAMES, rect.y + size.ruler - 5.0),
        ruler: rect.y + size.ruler - 5.0,
        rows,
        bracket: rect.x + 8.5,
        foot: below + 10.5,
        ends: rect.right() - 10.0,
        captions: [0.0, 1.0].map(|line| Label::start(rect.x + NAMES - 1.0, mark(line) + 4.0)),
        marks: [mark(0.0), mark(1.0)],
    }
}

fn log(size: Size, rect: Rect) -> LogPlace {
    let middle = rect.y + rect.h / 2.0;
    let roomy = size.row > 30.0;
    let room = rect.w - size.records - ENDS;
    let columns = ((room - 2.0 * size.radius) / size.pitch) as usize + 1;
    // What is left over goes between the records.
    let pitch = (room - 2.0 * size.radius) / (columns - 1).max(1) as f64;
    LogPlace {
        rect,
        name: Label::start(rect.x + NAMES, if roomy { middle - 2.0 } else { middle + 4.0 }),
        about: roomy.then(|| Label::start(rect.x + NAMES, middle + 12.0)),
        grid: Grid {
            first: Point::new(rect.x + size.records + size.radius, middle),
            pitch: Point::new(pitch, 0.0),
            columns,
            lines: 1,
            radius: size.radius,
        },
    }
}
