//! Whatever a drawing must have room for: everything lies inside it, nothing covers anything else.

use super::*;
use crate::model::{Member, ShelfKind};
use crate::page::stage::terms::Terms;
use crate::page::stage::words;
use crate::setup::{Broker, EffectKind, Setup};
use crate::tell::{self, Lang, interface};

/// A named area of the drawing.
type Area = (String, Rect);

fn shapes() -> impl Iterator<Item = Shape> {
    let sizes = [1, 2, 3, 5, 6, 7, 12, 16, 40, 64];
    [1, 2, 3, 4, 5, 8, 16].into_iter().flat_map(move |consumers| {
        [(3, 1), (4, 1), (3, 2), (4, 5)].into_iter().flat_map(move |(shelves, lanes)| {
            sizes.into_iter().flat_map(move |size| {
                [None, Some(1), Some(2), Some(16)].into_iter().map(move |limit| Shape {
                    consumers,
                    shelves,
                    lanes,
                    logs: None,
                    messages: size,
                    window: limit,
                    prefetch: limit,
                    acks: limit.is_some(),
                    copies: size,
                    effects: size + size / 3,
                    marks: size % 2 == 0,
                })
            })
        })
    })
}

/// Shapes of a broker that keeps logs.
fn log_shapes() -> impl Iterator<Item = Shape> {
    let few = |index: usize| [1, 3, 12, 64][index % 4];
    (0..=4).flat_map(move |consumers| {
        (1..=4).flat_map(move |partitions| {
            (1..=3).map(move |replicas| Shape {
                consumers,
                shelves: 0,
                lanes: 1,
                logs: Some(LogShape { partitions, replicas }),
                messages: few(consumers + partitions),
                window: [None, Some(1), Some(5)][replicas - 1],
                prefetch: [None, Some(2), Some(16)][(replicas + partitions) % 3],
                acks: replicas != 2,
                copies: 0,
                effects: few(replicas + consumers),
                marks: consumers % 2 == 0,
            })
        })
    })
}

fn layouts() -> impl Iterator<Item = (Shape, Layout)> {
    shapes().chain(log_shapes()).flat_map(|shape| [false, true].map(|tall| (shape, Layout::new(&shape, tall))))
}

/// How wide a text is at most, in this size.
fn width(text: &str, size: f64) -> f64 {
    let of = |character: char| match character {
        ' ' | 'i' | 'l' | 'j' | 't' | 'f' | 'r' | ',' | '.' | ':' | '/' => 0.36,
        'm' | 'w' | 'A'..='Z' => 0.86,
        ' '..='~' => 0.58,
        _ => 1.0,
    };
    text.chars().map(of).sum::<f64>() * size
}

fn text(label: Label, text: &str, size: f64) -> Area {
    let width = width(text, size);
    let x = match label.anchor {
        Anchor::Start => label.at.x,
        Anchor::Middle => label.at.x - width / 2.0,
        Anchor::End => label.at.x - width,
    };
    (text.to_owned(), Rect::new(x, label.at.y - size * 0.8, width, size * 0.95))
}

/// The longest word for how a consumer stands.
fn longest_status(lang: Lang) -> &'static str {
    let down = Broker::ALL.iter().map(|broker| Terms::of(&Setup { broker: *broker, ..Setup::default() }).down);
    let others = [interface::cancelled(lang), interface::active(lang), interface::waiting(lang), words::kicked(lang)];
    let all = down.map(|word| word.in_lang(lang)).chain(others);
    all.max_by(|one, other| width(one, 1.0).total_cmp(&width(other, 1.0))).unwrap_or_default()
}

/// The name of a setting.
fn mono(label: Label, name: &str) -> Area {
    text(label, &"n".repeat(name.len() + 1), 11.0)
}

fn nothing_overlaps(areas: &[Area], shape: &Shape) {
    for (index, (name, area)) in areas.iter().enumerate() {
        for (other_name, other) in &areas[..index] {
            assert!(!area.overlaps(other), "{name} {area:?} covers {other_name} {other:?} in {shape:?}");
        }
    }
}

fn inside(areas: &[Area], border: &Rect, shape: &Shape) {
    for (name, area) in areas {
        assert!(border.contains(area), "{name} {area:?} leaves {border:?} in {shape:?}");
    }
}

fn row(name: &str, row: &Row, caption: &str, dimension: &str) -> Vec<Area> {
    let mut areas = vec![(name.to_owned(), row.grid.bounds())];
    areas.extend(row.caption.map(|label| text(label, caption, 11.5)));
    areas.extend(row.dimension.and_then(|dimension| dimension.text).map(|label| text(label, dimension, 11.5)));
    areas.extend(row.dimension.map(|line| {
        let bounds = row.grid.bounds();
        (format!("{name}: dimension"), Rect::new(bounds.x, line.y - line.tick, bounds.w, 2.0 * line.tick))
    }));
    areas
}

fn producer(layout: &Layout, lang: Lang) -> Vec<Area> {
    let place = &layout.producer;
    let limit = interface::filled("window", 16, 16, lang);
    let sent = interface::unanswered(lang);
    let sent = if layout.tall { format!("{sent} 16 / 16") } else { sent.to_owned() };
    let mut areas = row("waiting", &place.waiting, interface::to_resend(lang), "");
    areas.extend(row("sent", &place.sent, &sent, &limit));
    areas.extend(row("settled", &place.settled, interface::confirmed(lang), ""));
    areas.extend(place.setting.map(|label| mono(label, "fire_and_forget")));
    areas
}

fn consumer(layout: &Layout, place: &ConsumerPlace, shape: &Shape, lang: Lang) -> Vec<Area> {
    let limit = interface::filled("prefetch", 16, 16, lang);
    let holding = interface::holding(lang);
    let holding = if layout.tall { format!("{holding} 16 / 16") } else { holding.to_owned() };
    let mut areas = row("holding", &place.holding, &holding, &limit);
    if shape.acks {
        areas.extend(row("acks", &place.acks, interface::acks_owed(lang), ""));
    }
    areas.extend(place.setting.map(|label| mono(label, "before_effect")));
    if !place.alone {
        let name = if layout.tall { interface::consumer_numbered(3, lang) } else { "4".to_owned() };
        areas.push(text(place.name, &name, 12.0));
        areas.push(text(place.status, longest_status(lang), 11.5));
    }
    areas
}

fn shelf(place: &ShelfPlace, lang: Lang) -> Vec<Area> {
    let replica = ShelfKind::Replica { member: Member(0), leader: false };
    let about = [ShelfKind::Memory, ShelfKind::PageCache, ShelfKind::Disk, replica]
        .map(|kind| super::super::words::shelf_about(kind, true, lang))
        .into_iter()
        .max_by_key(|text| text.len())
        .unwrap_or_default();
    let mut areas = vec![
        text(place.name, &tell::shelf(ShelfKind::PageCache, lang), 12.5),
        text(place.about, about, 11.5),
        text(place.more, &super::super::words::more(59, lang), 11.5),
        ("copies".to_owned(), place.grid.bounds()),
    ];
    if place.lanes > 1 {
        let name = super::super::words::lane(4, 5, true, lang);
        areas.extend((0..place.lanes).map(|lane| text(place.lane_name(lane), &name, 11.5)));
    }
    areas
}

fn world(layout: &Layout, lang: Lang) -> Vec<Area> {
    let place = &layout.world;
    let mut areas: Vec<Area> = (0..place.grid.fits())
        .map(|index| {
            let at = place.grid.at(index);
            let step = text(Label::start(at.x + place.text.x, at.y + place.text.y), &interface::step(123, lang), 11.5);
            (
                format!("row {index}"),
                Rect::new(at.x - place.grid.radius, at.y - 10.0, step.1.right() - at.x + place.grid.radius, 20.0),
            )
        })
        .collect();
    areas.push(text(place.caption, tell::effects_heading(EffectKind::AppendRow, lang), 11.5));
    areas.extend(place.setting.map(|label| mono(label, "external_call")));
    areas.push(text(place.sum, lang.pick("64, should be 63", "64，应为 63"), 11.5));
    if let Some(marks) = &place.marks {
        areas.extend(row("marks", marks, interface::marked(lang), ""));
    }
    areas
}

#[test]
fn what_is_in_a_box_stays_there_and_covers_nothing() {
    for (shape, layout) in layouts() {
        for lang in Lang::ALL {
            let areas = producer(&layout, lang);
            inside(&areas, &layout.producer.rect, &shape);
            nothing_overlaps(&areas, &shape);
            for place in &layout.broker.shelves {
                let areas = shelf(place, lang);
                inside(&areas, &place.rect, &shape);
                nothing_overlaps(&areas, &shape);
            }
            for place in &layout.consumers {
                let areas = consumer(&layout, place, &shape, lang);
                let titles = place.alone.then_some(place.rect);
                inside(&areas, &titles.unwrap_or(place.rect), &shape);
                nothing_overlaps(&areas, &shape);
            }
            let areas = world(&layout, lang);
            inside(&areas, &layout.world.rect, &shape);
            nothing_overlaps(&areas, &shape);
        }
    }
}

/// Everything in a partition's place that has a place of its own.
fn partition(place: &PartitionPlace, first: usize, lang: Lang) -> Vec<Area> {
    let log = crate::page::stage::words::log::offset;
    let columns = place.columns();
    let mut areas = vec![
        text(place.name, log(lang), 11.5),
        text(Label::end(place.ends, place.ruler), "LEO", 9.5),
        text(Label::start(place.bracket - 3.0, place.foot), "ISR", 9.5),
    ];
    let numbers = (first..first + columns)
        .map(|offset| text(Label::middle(place.x(offset, first), place.ruler), &offset.to_string(), 9.5));
    areas.extend(numbers);
    for row in &place.rows {
        areas.push(text(row.name, &tell::shelf(ShelfKind::Replica { member: Member(0), leader: false }, lang), 12.5));
        areas.extend(row.about.map(|about| text(about, lang.pick("follower", "从副本"), 11.5)));
        areas.push(("records".to_owned(), row.grid.bounds()));
        areas.push(text(Label::end(place.ends, row.grid.first.y + 4.0), "64", 11.5));
    }
    areas
}

#[test]
fn logs_stay_in_the_broker_and_cover_nothing() {
    for (shape, layout) in log_shapes().flat_map(|shape| [false, true].map(|tall| (shape, Layout::new(&shape, tall)))) {
        let places = &layout.broker.partitions;
        assert_eq!(Some(places.len()), shape.logs.map(|logs| logs.partitions));
        for (place, lang) in places.iter().flat_map(|place| Lang::ALL.map(|lang| (place, lang))) {
            for first in [0, 60] {
                let areas = partition(place, first, lang);
                inside(&areas, &layout.broker.rect, &shape);
                nothing_overlaps(&areas, &shape);
            }
            assert!(place.columns() >= 6, "{shape:?}");
        }
        let rects: Vec<Area> = places.iter().map(|place| ("partition".to_owned(), place.rect)).collect();
        inside(&rects, &layout.broker.rect, &shape);
        nothing_overlaps(&rects, &shape);
    }
}

#[test]
fn marks_stay_beside_the_offsets_that_are_shown() {
    let logs = LogShape { partitions: 2, replicas: 3 };
    let shape = Shape { logs: Some(logs), ..log_shapes().next().expect("there is one") };
    for place in &Layout::new(&shape, false).broker.partitions {
        let (left, right) = (place.rows[0].grid.at(0).x, place.rows[0].grid.at(place.columns() - 1).x);
        assert_eq!((place.x(20, 20), place.x(20 + place.columns() - 1, 20)), (left, right));
        assert!(place.x(0, 20) < left && place.x(0, 20) > left - 25.0);
        assert!(place.x(64, 20) > right && place.x(64, 20) < right + 25.0);
        assert!(place.boundary(0, 20) < left && place.boundary(64, 20) > right);
    }
}

#[test]
fn shelves_fill_the_broker() {
    for (shape, layout) in layouts().filter(|(shape, _)| shape.logs.is_none()) {
        let shelves = &layout.broker.shelves;
        assert_eq!(shelves.len(), shape.shelves);
        assert!(shelves.windows(2).all(|pair| (pair[0].rect.bottom() - pair[1].rect.y).abs() < 1e-6));
        let last = shelves[shelves.len() - 1].rect.bottom();
        assert!((last - layout.broker.rect.bottom()).abs() < 1e-6, "{shape:?}");
    }
}

/// Boxes, titles, wires with what travels on them, labels: everything outside of boxes.
fn outside(layout: &Layout, lang: Lang) -> Vec<Area> {
    let mut areas = vec![
        ("spine".to_owned(), layout.broker.spine.unwrap_or_default()),
        ("producer".to_owned(), layout.producer.rect),
        ("broker".to_owned(), layout.broker.rect),
        ("world".to_owned(), layout.world.rect),
        text(layout.producer.title, interface::producer(lang), 13.5),
        text(layout.broker.title, interface::broker(lang), 13.5),
    ];
    areas.extend(layout.broker.setting.map(|label| mono(label, "durable, persistent")));
    if layout.world.title.at.y < layout.world.rect.y {
        areas.push(text(layout.world.title, interface::outside_world(lang), 13.5));
    }
    for place in &layout.consumers {
        areas.push(("consumer".to_owned(), place.rect));
        areas.push(("way of effects".to_owned(), Rect::around(place.leaves, 0.4, 0.4)));
        if place.alone {
            areas.push(text(place.name, interface::consumer(lang), 13.5));
            areas.push(text(place.status, longest_status(lang), 11.5));
        }
    }
    areas.extend(layout.consumers_title().map(|label| text(label, interface::consumers(lang), 13.5)));
    for wire in &layout.wires {
        for (name, track, half) in [("forward", wire.forward, 13.0), ("back", wire.back, 12.0)] {
            let (a, b) = (track.start(), track.end());
            let (x, y) = (a.x.min(b.x), a.y.min(b.y));
            let (across, along) =
                if track.from.x == track.to.x { (if half < 13.0 { 17.0 } else { half }, 12.0) } else { (17.0, half) };
            let area =
                Rect::new(x - across, y - along, (a.x - b.x).abs() + 2.0 * across, (a.y - b.y).abs() + 2.0 * along);
            areas.push((name.to_owned(), area));
        }
        areas.extend(wire.forward_label.map(|label| text(label, interface::wire_publish(lang), 11.5)));
        areas.extend(wire.back_label.map(|label| text(label, interface::wire_commit_ok(lang), 11.5)));
    }
    areas.push(("owed".to_owned(), Rect::around(layout.broker.owed, 17.0, 12.0)));
    areas.push(text(layout.broker.owed_label, &super::super::words::owed(16, lang), 11.5));
    areas
}

#[test]
fn boxes_wires_and_labels_cover_nothing() {
    for (shape, layout) in layouts() {
        let border = Rect::new(-0.01, -0.01, layout.width + 0.02, layout.height + 0.02);
        for lang in Lang::ALL {
            let areas = outside(&layout, lang);
            inside(&areas, &border, &shape);
            nothing_overlaps(&areas, &shape);
        }
    }
}

#[test]
fn effects_go_from_a_border_to_a_border() {
    for (_, layout) in layouts() {
        for place in &layout.consumers {
            let way = layout.effect_way(place, layout.world.grid.at(0));
            assert!(way.windows(2).all(|pair| pair[0].x == pair[1].x || pair[0].y == pair[1].y), "{way:?}");
        }
    }
}

#[test]
fn a_grid_never_shows_more_than_it_has_places_for() {
    let grid = Grid { first: Point::new(0.0, 0.0), pitch: Point::new(10.0, 10.0), columns: 3, lines: 2, radius: 4.0 };
    for count in 0..20 {
        let shown = grid.shown(count);
        assert!(shown == count || shown == 5);
        for index in 0..count {
            let places: Vec<Point> = (0..grid.fits()).map(|place| grid.at(place)).collect();
            assert!(places.contains(&grid.first_of(index, count)));
            assert!(places.contains(&grid.last_of(index, count)));
        }
    }
    assert_eq!(grid.last_of(9, 10), grid.at(5));
    assert_eq!(grid.first_of(9, 10), grid.at(5));
    assert_eq!(grid.last_of(0, 10), grid.at(0));
}
