//! The wide drawing: lanes from left to right, 896 units wide.

use super::logs::{self, Size};
use super::{
    BrokerPlace, ConsumerPlace, Dimension, Grid, Label, Layout, Point, ProducerPlace, Rect, Row, Shape, ShelfPlace,
    Track, WirePlace, WorldPlace,
};

const WIDTH: f64 = 896.0;
/// Lane titles stand on this line; boxes begin at `TOP`.
const TITLE: f64 = 13.0;
const TOP: f64 = 26.5;
/// The height of the boxes where nothing asks for more.
const BODY: f64 = 203.0;
/// Left and right sides of the boxes.
const PRODUCER: (f64, f64) = (0.5, 119.5);
const BROKER: (f64, f64) = (232.5, 507.5);
const CONSUMER: (f64, f64) = (632.5, 743.5);
const WORLD: (f64, f64) = (790.5, 895.5);
/// From a box's top to the wires of a part that has the whole height.
const FORWARD: f64 = 52.0;
const BACK: f64 = 148.0;
/// Several consumers: height of a box, the space between two, and their wires.
const COMPACT: f64 = 98.0;
const COMPACT_GAP: f64 = 8.0;
const COMPACT_FORWARD: f64 = 32.0;
const COMPACT_BACK: f64 = 79.0;
/// The least height of a place in the broker.
const SHELF: f64 = 54.0;
/// The height of one of several queues there.
const LANE: f64 = 22.0;
/// From the drawing's lower edge to the middle of the tray, before anybody has measured it.
const TRAY: f64 = 92.0;

pub fn layout(shape: &Shape) -> Layout {
    let count = shape.consumers as f64;
    let column = if shape.consumers < 2 { BODY } else { count * COMPACT + (count - 1.0) * COMPACT_GAP };
    let logs = shape.logs.map_or(0.0, |logs| Size::of(logs).height(logs));
    let shelf = SHELF.max(shape.lanes as f64 * LANE + 6.0);
    let body = BODY.max(column).max(shape.shelves as f64 * shelf).max(logs);
    let consumers: Vec<ConsumerPlace> = match shape.consumers {
        0 => Vec::new(),
        1 => vec![alone(shape, body)],
        several => (0..several).map(compact).collect(),
    };
    let height = TOP + body + 0.5;
    Layout {
        tall: false,
        width: WIDTH,
        height,
        producer: producer(shape, body),
        broker: broker(shape, body),
        wires: wires(&consumers),
        world: world(shape, body),
        consumers,
        tray: height + TRAY,
    }
}

fn column((left, right): (f64, f64), body: f64) -> Rect {
    Rect::new(left, TOP, right - left, body)
}

/// Room below the smallest box that further lines of small messages can take.
fn extra_lines(body: f64, part: f64, pitch: f64) -> usize {
    ((body - BODY) * part / pitch) as usize
}

fn producer(shape: &Shape, body: f64) -> ProducerPlace {
    let rect = column(PRODUCER, body);
    let (left, top) = (rect.x + 13.5, rect.y);
    let small = |y: f64, lines: usize| Grid {
        first: Point::new(left + 10.0, y),
        pitch: Point::new(24.0, 24.0),
        columns: 4,
        lines,
        radius: 9.5,
    };
    let first_lines = 1 + extra_lines(body, 0.3, 24.0);
    let sent_y = top + 84.0 + (first_lines - 1) as f64 * 24.0;
    let (radius, pitch, columns) = if shape.sent() <= 2 { (13.0, 40.0, 2) } else { (12.0, 31.0, 3) };
    let lines = shape.sent().div_ceil(3).clamp(1, 1 + extra_lines(body, 0.4, 29.0));
    let sent =
        Grid { first: Point::new(left + radius, sent_y), pitch: Point::new(pitch, 29.0), columns, lines, radius };
    let sent_end = sent_y + (lines - 1) as f64 * 29.0;
    let settled_y = sent_end + 78.0;
    let last_lines = 1 + ((rect.bottom() - 30.0 - settled_y) / 24.0) as usize;
    ProducerPlace {
        rect,
        title: Label::start(0.0, TITLE),
        setting: Some(Label::start(left, rect.bottom() - 10.0)),
        waiting: Row {
            caption: Some(Label::start(left, top + 20.0)),
            grid: small(top + 37.0, first_lines),
            dimension: None,
        },
        sent: Row {
            caption: Some(Label::start(left, sent_y - 19.0)),
            grid: sent,
            dimension: Some(Dimension {
                y: sent_end + 22.0,
                tick: 4.0,
                text: Some(Label::start(left, sent_end + 38.0)),
            }),
        },
        settled: Row {
            caption: Some(Label::start(left, settled_y - 17.0)),
            grid: small(settled_y, last_lines),
            dimension: None,
        },
    }
}

fn broker(shape: &Shape, body: f64) -> BrokerPlace {
    let rect = column(BROKER, body);
    let height = body / shape.shelves.max(1) as f64;
    let shelf = |index: usize| shelf(shape, Rect::new(rect.x, rect.y + height * index as f64, rect.w, height));
    let owed = Point::new(rect.x - 22.5, TOP + BACK + 28.0);
    BrokerPlace {
        rect,
        title: Label::start(rect.x - 0.5, TITLE),
        setting: Some(Label::end(rect.right(), TITLE)),
        spine: None,
        shelves: (0..shape.shelves).map(shelf).collect(),
        partitions: shape.logs.map(|logs| logs::partitions(logs, &rect)).unwrap_or_default(),
        owed,
        owed_label: Label::end(rect.x - 5.5, owed.y + 24.0),
    }
}

fn shelf(shape: &Shape, rect: Rect) -> ShelfPlace {
    let text = |y: f64| Label::start(rect.x + 13.5, rect.y + y);
    // Three lines of text around the middle, of which the last is rarely there.
    let middle = rect.h / 2.0;
    let grid = if shape.lanes > 1 {
        Grid {
            first: Point::new(rect.x + 140.0, rect.y + middle - (shape.lanes - 1) as f64 * LANE / 2.0),
            pitch: Point::new(23.0, LANE),
            columns: 5,
            lines: shape.lanes,
            radius: 9.5,
        }
    } else if shape.copies <= 5 {
        Grid {
            first: Point::new(rect.x + 144.0, rect.y + middle),
            pitch: Point::new(28.5, 0.0),
            columns: 5,
            lines: 1,
            radius: 12.0,
        }
    } else {
        let lines = shape.copies.div_ceil(6).min(((rect.h - 4.0) / 25.0) as usize).max(1);
        let first = middle - (lines - 1) as f64 * 12.5;
        Grid {
            first: Point::new(rect.x + 140.0, rect.y + first),
            pitch: Point::new(24.5, 25.0),
            columns: 6,
            lines,
            radius: 10.0,
        }
    };
    let lift = if rect.h < 60.0 { 6.0 } else { 3.0 };
    ShelfPlace {
        rect,
        name: text(middle - lift),
        about: text(middle + 14.0 - lift / 3.0),
        more: text(middle + 27.0 - lift / 2.0),
        grid,
        lanes: shape.lanes,
        lane_names: rect.right() - 4.0,
    }
}

fn alone(shape: &Shape, body: f64) -> ConsumerPlace {
    let rect = column(CONSUMER, body);
    let (left, top) = (rect.x + 13.5, rect.y);
    let few = shape.held() <= 2;
    let (radius, pitch, columns) = if few { (13.0, 46.0, 2) } else { (11.5, 30.0, 3) };
    let holding = Grid {
        first: Point::new(left + 17.0 - (13.0 - radius), top + FORWARD),
        pitch: Point::new(pitch, 0.0),
        columns,
        lines: 1,
        radius,
    };
    let (half, apart, columns) = if few { (17.0, 42.0, 2) } else { (13.0, 30.0, 3) };
    let acks = Grid {
        first: Point::new(left + half, top + BACK),
        pitch: Point::new(apart, 0.0),
        columns,
        lines: 1,
        radius: half,
    };
    ConsumerPlace {
        rect,
        name: Label::start(rect.x - 0.5, TITLE),
        alone: true,
        status: Label::end(WORLD.0 - 26.0, TITLE),
        setting: Some(Label::start(left, rect.bottom() - 10.0)),
        holding: Row {
            caption: Some(Label::start(left, top + 20.0)),
            grid: holding,
            dimension: Some(Dimension { y: top + 79.0, tick: 4.0, text: Some(Label::start(left, top + 98.0)) }),
        },
        acks: Row { caption: Some(Label::start(left, top + 126.0)), grid: acks, dimension: None },
        leaves: Point::new(rect.right() + 0.5, top + FORWARD),
    }
}

fn compact(index: usize) -> ConsumerPlace {
    let top = TOP + (COMPACT + COMPACT_GAP) * index as f64;
    let rect = Rect::new(CONSUMER.0, top, CONSUMER.1 - CONSUMER.0, COMPACT);
    let left = rect.x + 11.5;
    let holding = Grid {
        first: Point::new(left + 15.0, top + COMPACT_FORWARD + 1.0),
        pitch: Point::new(28.0, 0.0),
        columns: 3,
        lines: 1,
        radius: 10.5,
    };
    let acks = Grid {
        first: Point::new(left + 13.0, top + COMPACT_BACK + 1.0),
        pitch: Point::new(30.0, 0.0),
        columns: 3,
        lines: 1,
        radius: 13.0,
    };
    ConsumerPlace {
        rect,
        name: Label::start(left, top + 15.0),
        alone: false,
        status: Label::end(rect.right() - 8.0, top + 15.0),
        setting: None,
        holding: Row {
            caption: None,
            grid: holding,
            dimension: Some(Dimension { y: top + 50.5, tick: 3.0, text: Some(Label::start(left, top + 64.0)) }),
        },
        acks: Row { caption: None, grid: acks, dimension: None },
        leaves: Point::new(rect.right() + 0.5, top + COMPACT_FORWARD),
    }
}

fn world(shape: &Shape, body: f64) -> WorldPlace {
    let rect = column(WORLD, body);
    // At the foot: the setting, the sum, and over them what is marked.
    let foot = if shape.marks { 90.0 } else { 54.0 };
    let room = body - foot;
    let few = FORWARD + 34.0 * (shape.effects.max(1) - 1) as f64 <= room;
    let (first, pitch) = if few { (FORWARD, 34.0) } else { (42.0, 26.0) };
    let lines = 1 + ((room - first) / pitch) as usize;
    let radius = if few { 11.0 } else { 10.0 };
    WorldPlace {
        rect,
        title: Label::start(rect.x - 0.5, TITLE),
        caption: Label::start(rect.x + 11.5, TOP + 20.0),
        setting: Some(Label::start(rect.x + 11.5, rect.bottom() - 10.0)),
        sum: Label::start(rect.x + 10.5, rect.bottom() - 27.0),
        marks: shape.marks.then(|| Row {
            caption: Some(Label::start(rect.x + 11.5, rect.bottom() - 64.0)),
            grid: Grid {
                first: Point::new(rect.x + 19.5, rect.bottom() - 50.0),
                pitch: Point::new(17.0, 0.0),
                columns: 5,
                lines: 1,
                radius: 6.5,
            },
            dimension: None,
        }),
        grid: Grid {
            first: Point::new(rect.x + 24.5, TOP + first),
            pitch: Point::new(0.0, pitch),
            columns: 1,
            lines,
            radius,
        },
        text: Point::new(19.0, 4.0),
        badge: if few { Point::new(61.0, -15.0) } else { Point::new(12.0, -9.0) },
        tint: Rect::new(-19.0, -pitch / 2.0, 94.0, pitch),
    }
}

fn wires(consumers: &[ConsumerPlace]) -> Vec<WirePlace> {
    let between = |left: f64, right: f64, forward: f64, back: f64, labelled: bool| WirePlace {
        forward: Track { from: Point::new(left, forward), to: Point::new(right, forward) },
        back: Track { from: Point::new(right, back), to: Point::new(left, back) },
        forward_label: labelled.then(|| Label::start(left + 6.5, forward - 18.0)),
        back_label: labelled.then(|| Label::start(left + 6.5, back + 26.0)),
    };
    let producer = between(PRODUCER.1, BROKER.0, TOP + FORWARD, TOP + BACK, true);
    let several = consumers.len() > 1;
    let (forward, back) = if several { (COMPACT_FORWARD, COMPACT_BACK) } else { (FORWARD, BACK) };
    let of_consumer = |(index, place): (usize, &ConsumerPlace)| {
        let top = place.rect.y;
        between(BROKER.1, CONSUMER.0, top + forward, top + back, index == 0)
    };
    std::iter::once(producer).chain(consumers.iter().enumerate().map(of_consumer)).collect()
}
