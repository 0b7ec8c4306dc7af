//! The tall drawing: the same lanes from top to bottom, 358 units wide.

use super::listed;
use super::logs::{self, Size};
use super::{
    BrokerPlace, ConsumerPlace, Dimension, Grid, Label, Layout, Point, ProducerPlace, Rect, Row, Shape, ShelfPlace,
    Track, WirePlace, WorldPlace,
};

const WIDTH: f64 = 358.0;
const LEFT: f64 = 0.5;
const INNER: f64 = 357.0;
/// The height of a box with one row in it.
const BOX: f64 = 74.0;
/// The length of the wires.
const WIRE: f64 = 78.0;
/// The height of a place in the broker.
const SHELF: f64 = 57.0;
/// The height of one of several queues there.
const LANE: f64 = 22.0;
/// Where the wires of a part that has the whole width are.
const FORWARD: f64 = 116.0;
const BACK: f64 = 214.0;
/// Several consumers: the space between two boxes, and their height.
const COMPACT_GAP: f64 = 7.0;
const COMPACT: f64 = 101.0;
/// So many have room side by side; more stand one below the other, so far from the broker.
const SIDE_BY_SIDE: usize = 4;
const LISTED: f64 = 14.0;
/// The way of effects.
const EFFECT: f64 = 46.0;
/// The line at the foot of the outside world: its sum, and what is marked.
const FOOT: f64 = 20.0;
/// The most lines of effects.
const EFFECT_LINES: usize = 3;

pub fn layout(shape: &Shape) -> Layout {
    let producer = producer(shape);
    let mut broker = broker(shape, producer.rect.bottom() + WIRE);
    let bottom = broker.rect.bottom();
    let top = bottom + WIRE;
    let consumers: Vec<ConsumerPlace> = match shape.consumers {
        0 => Vec::new(),
        1 => vec![alone(shape, top)],
        several if several <= SIDE_BY_SIDE => (0..several).map(|index| compact(several, index, top)).collect(),
        several => (0..several).map(|index| listed::consumer(index, bottom + LISTED)).collect(),
    };
    let last = consumers.last().filter(|_| shape.consumers > SIDE_BY_SIDE);
    broker.spine = last.map(|last| Rect::new(LEFT, bottom, listed::SPINE, last.rect.bottom() - bottom));
    // Where nobody reads, nothing is drawn between the broker and the outside world.
    let world_top = consumers.last().map_or(broker.rect.bottom() + 24.0, |last| last.rect.bottom() + EFFECT);
    let world = world(shape, world_top);
    let height = world.rect.bottom() + 0.5;
    let wires = wires(&producer, &broker, &consumers);
    Layout { tall: true, width: WIDTH, height, producer, broker, consumers, world, wires, tray: height }
}

fn line(first: Point, pitch: f64, columns: usize, radius: f64) -> Grid {
    Grid { first, pitch: Point::new(pitch, 0.0), columns, lines: 1, radius }
}

fn producer(shape: &Shape) -> ProducerPlace {
    let rect = Rect::new(LEFT, 22.5, INNER, BOX);
    let caption = |x: f64| Some(Label::start(x, rect.y + 20.0));
    let middle = rect.y + 45.0;
    let (radius, pitch, columns) = if shape.sent() <= 2 { (12.0, 36.0, 2) } else { (10.5, 26.0, 4) };
    let dimension = Dimension { y: rect.y + 65.0, tick: 3.5, text: None };
    let small = |x: f64| line(Point::new(x + 10.0, middle), 24.0, 4, 9.5);
    ProducerPlace {
        rect,
        title: Label::start(0.0, 13.0),
        setting: None,
        waiting: Row { caption: caption(14.0), grid: small(14.0), dimension: None },
        sent: Row {
            caption: caption(130.0),
            grid: line(Point::new(130.0 + radius, middle), pitch, columns, radius),
            dimension: Some(dimension),
        },
        settled: Row { caption: caption(248.0), grid: small(248.0), dimension: None },
    }
}

fn broker(shape: &Shape, top: f64) -> BrokerPlace {
    let height = match shape.logs {
        Some(logs) => Size::of(logs).height(logs),
        None => shelf_height(shape) * shape.shelves.max(1) as f64,
    };
    let rect = Rect::new(LEFT, top, INNER, height);
    let each = shelf_height(shape);
    let shelf = |index: usize| shelf(shape, Rect::new(rect.x, top + each * index as f64, rect.w, each));
    BrokerPlace {
        rect,
        title: Label::start(0.0, top - 8.0),
        setting: None,
        spine: None,
        shelves: (0..shape.shelves).map(shelf).collect(),
        partitions: shape.logs.map(|logs| logs::partitions(logs, &rect)).unwrap_or_default(),
        owed: Point::new(BACK + 38.0, top - 38.0),
        owed_label: Label::start(BACK + 60.0, top - 34.0),
    }
}

fn shelf_height(shape: &Shape) -> f64 {
    SHELF.max(shape.lanes as f64 * LANE + 6.0)
}

fn shelf(shape: &Shape, rect: Rect) -> ShelfPlace {
    let text = |y: f64| Label::start(rect.x + 13.5, rect.y + y);
    let middle = rect.y + rect.h / 2.0;
    let grid = if shape.lanes > 1 {
        let first = middle - (shape.lanes - 1) as f64 * LANE / 2.0;
        Grid {
            first: Point::new(157.0, first),
            pitch: Point::new(25.0, LANE),
            columns: 7,
            lines: shape.lanes,
            radius: 9.5,
        }
    } else if shape.copies <= 5 {
        line(Point::new(180.0, middle), 38.0, 5, 13.0)
    } else {
        let lines = shape.copies.div_ceil(8).min(2);
        let first = middle - (lines - 1) as f64 * 13.0;
        Grid { first: Point::new(157.0, first), pitch: Point::new(26.0, 26.0), columns: 8, lines, radius: 10.5 }
    };
    ShelfPlace {
        rect,
        name: text(22.0),
        about: text(37.0),
        more: text(50.5),
        grid,
        lanes: shape.lanes,
        lane_names: rect.right() - 5.0,
    }
}

fn alone(shape: &Shape, top: f64) -> ConsumerPlace {
    let rect = Rect::new(LEFT, top, INNER, BOX);
    let caption = |x: f64| Some(Label::start(x, top + 20.0));
    let middle = top + 46.0;
    let (radius, pitch, columns) = if shape.held() <= 2 { (13.0, 44.0, 2) } else { (11.0, 29.0, 5) };
    let (half, apart, columns_of_acks) = if shape.held() <= 2 { (17.0, 42.0, 2) } else { (13.0, 30.0, 5) };
    ConsumerPlace {
        rect,
        name: Label::start(0.0, top - 8.0),
        alone: true,
        status: Label::end(rect.right(), top - 8.0),
        setting: None,
        holding: Row {
            caption: caption(14.0),
            grid: line(Point::new(31.0, middle), pitch, columns, radius),
            dimension: Some(Dimension { y: top + 67.0, tick: 3.5, text: None }),
        },
        acks: Row {
            caption: caption(196.0),
            grid: line(Point::new(196.0 + half, middle), apart, columns_of_acks, half),
            dimension: None,
        },
        leaves: Point::new(rect.centre().x, rect.bottom() + 0.5),
    }
}

fn compact(several: usize, index: usize, top: f64) -> ConsumerPlace {
    let width = (INNER - COMPACT_GAP * (several - 1) as f64) / several as f64;
    let rect = Rect::new(LEFT + (width + COMPACT_GAP) * index as f64, top, width, COMPACT);
    let left = rect.x + 8.0;
    let columns = |pitch: f64, first: f64| 1 + ((width - 8.0 - first) / pitch) as usize;
    ConsumerPlace {
        rect,
        name: Label::start(left, top + 14.5),
        alone: false,
        status: Label::start(left, top + 29.5),
        setting: None,
        holding: Row {
            caption: None,
            grid: line(Point::new(left + 11.0, top + 47.0), 24.0, columns(24.0, 29.0), 10.0),
            dimension: Some(Dimension { y: top + 64.0, tick: 3.0, text: None }),
        },
        acks: Row {
            caption: None,
            grid: line(Point::new(left + 13.0, top + 84.0), 29.0, columns(29.0, 34.0), 13.0),
            dimension: None,
        },
        leaves: Point::new(rect.centre().x, rect.bottom() + 0.5),
    }
}

fn world(shape: &Shape, top: f64) -> WorldPlace {
    let lines = shape.effects.div_ceil(4).clamp(1, EFFECT_LINES);
    let rect = Rect::new(LEFT, top, INNER, BOX + FOOT + 30.0 * (lines - 1) as f64);
    let foot = rect.bottom() - 10.0;
    WorldPlace {
        rect,
        title: Label::start(rect.x + 13.5, top + 20.0),
        caption: Label::end(rect.right() - 13.5, top + 20.0),
        setting: None,
        sum: Label::start(rect.x + 13.5, foot),
        marks: shape.marks.then(|| Row {
            caption: Some(Label::end(rect.centre().x + 30.0, foot)),
            grid: Grid {
                first: Point::new(rect.centre().x + 44.0, foot - 4.0),
                pitch: Point::new(19.0, 0.0),
                columns: 7,
                lines: 1,
                radius: 7.0,
            },
            dimension: None,
        }),
        grid: Grid {
            first: Point::new(28.0, top + 48.0),
            pitch: Point::new(84.0, 30.0),
            columns: 4,
            lines,
            radius: 11.0,
        },
        text: Point::new(17.0, 4.0),
        badge: Point::new(57.0, -14.0),
        tint: Rect::new(-15.0, -15.0, 81.0, 30.0),
    }
}

fn wires(producer: &ProducerPlace, broker: &BrokerPlace, consumers: &[ConsumerPlace]) -> Vec<WirePlace> {
    let between = |top: f64, bottom: f64, forward: f64, back: f64, labelled: bool| WirePlace {
        forward: Track { from: Point::new(forward, top), to: Point::new(forward, bottom) },
        back: Track { from: Point::new(back, bottom), to: Point::new(back, top) },
        forward_label: labelled.then(|| Label::end(forward - 19.0, top.midpoint(bottom) - 4.0)),
        back_label: labelled.then(|| Label::start(back + 21.0, top + 20.0)),
    };
    let first = between(producer.rect.bottom(), broker.rect.y, FORWARD, BACK, true);
    let of_consumer = |place: &ConsumerPlace| {
        if let Some(spine) = &broker.spine {
            return listed::wire(spine, place);
        }
        let (forward, back) = match consumers.len() {
            0 | 1 => (FORWARD, BACK),
            2 => (52.0, 125.0),
            _ => (22.0, 60.0),
        };
        let left = if consumers.len() == 1 { 0.0 } else { place.rect.x };
        between(broker.rect.bottom(), place.rect.y, left + forward, left + back, consumers.len() == 1)
    };
    std::iter::once(first).chain(consumers.iter().map(of_consumer)).collect()
}
