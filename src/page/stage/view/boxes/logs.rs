//! The logs of a partition's replicas, and how far the consumer group is in it.

use yew::Html;

use super::slot;
use crate::model::{Event, LogScene, Member, Message, Partition, ReaderScene, RecordScene, ShelfKind};
use crate::page::stage::glyph::{MARKER, Style};
use crate::page::stage::layout::{Label, LogPlace, PartitionPlace, Point, Rect};
use crate::page::stage::picture::Place;
use crate::page::stage::view::part::{Part, circle, explained, group, moved, or_nothing, rect, text};
use crate::page::stage::view::shapes;
use crate::page::stage::words::{self, log};
use crate::page::svg::{Way, nothing, path};
use crate::tell;

/// One partition.
#[inline(never)]
pub fn partition(part: &Part, index: usize, place: &PartitionPlace) -> Html {
    let of = Partition(index as u8);
    let first = part.story.first(of, part.picture.position);
    let logs = part.picture.scene.broker.logs.iter().enumerate().filter(|(_, log)| log.partition == of);
    let rows = logs.zip(&place.rows).map(|((number, log), row)| replica(part, number, log, (place, row), first));
    let mut all = vec![if index > 0 { path("rule", line(place, place.rect.y)) } else { nothing() }];
    all.extend([ruler(part, of, place, first), group(rows.collect())]);
    all.extend([bracket(part, of, place), high_watermark(part, of, place, first), marks(part, of, place, first)]);
    group(all)
}

fn line(place: &PartitionPlace, y: f64) -> Way {
    Way::from((place.rect.x + 0.5, y)).across(place.rect.right() - 0.5)
}

/// The offsets over the rows, and what stands at their ends.
fn ruler(part: &Part, of: Partition, place: &PartitionPlace, first: usize) -> Html {
    let lang = part.lang;
    let name = match part.layout.broker.partitions.len() {
        1 => log::offset(lang).to_owned(),
        _ => log::partition(of, lang),
    };
    let number = |offset: usize| text(Label::middle(place.x(offset, first), place.ruler), "tick", offset.to_string());
    let mut all = vec![
        text(place.name, "cap", name),
        explained(
            tell::explain_log_end(lang).to_owned(),
            "",
            vec![text(Label::end(place.ends, place.ruler), "tick", "LEO")],
        ),
    ];
    all.extend((first..first + place.columns()).map(number));
    group(all)
}

/// One replica: its name, its records at their offsets, and where its log ends.
fn replica(
    part: &Part,
    number: usize,
    scene: &LogScene,
    (_, place): (&PartitionPlace, &LogPlace),
    first: usize,
) -> Html {
    let lang = part.lang;
    let name = tell::shelf(ShelfKind::Replica { member: scene.member, leader: scene.leader }, lang);
    let messages: Vec<Message> = scene.records.iter().filter_map(|record| record.message).collect();
    let mut holds = log::end(scene, lang);
    if !messages.is_empty() {
        holds = format!("{holds}{}{}", lang.pick("; ", "；"), words::numbers(&messages, lang));
    }
    let tip = words::about(&name, &holds, tell::explain_log(scene.leader, scene.in_sync, scene.up, lang), lang);
    let cells = (0..place.grid.columns).map(|column| {
        let offset = first + column;
        match scene.records.get(offset) {
            Some(record) => record_at(part, number, (offset, record), place, place.grid.at(column)),
            None => slot(&place.grid, column),
        }
    });
    let middle = place.rect.y + place.rect.h / 2.0;
    let content = vec![
        rect(&place.rect, "area", 0.0),
        rect(&Rect { w: if scene.leader { 4.0 } else { 0.0 }, ..place.rect }, "leads", 0.0),
        text(place.name, "shn", name),
        or_nothing(place.about.map(|label| text(label, "cap", log::part(scene, lang)))),
        group(cells.collect()),
        text(Label::end(place.rect.right() - 10.0, middle + 4.0), "end", scene.records.len().to_string()),
    ];
    let class = match (scene.up, is_struck(part, scene.member)) {
        (true, false) => "shelf",
        (false, false) => "shelf off",
        (true, true) => "shelf struck",
        (false, true) => "shelf off struck",
    };
    explained(tip, class, content)
}

/// Whether the last step's fault struck this node.
fn is_struck(part: &Part, member: Member) -> bool {
    let hit = |event: &Event| matches!(*event, Event::NodeDown { member: hit } | Event::LeftIsr { member: hit } if hit == member);
    part.picture.fault.is_some() && part.run.events(part.picture.position).iter().any(hit)
}

fn record_at(part: &Part, number: usize, (offset, record): (usize, &RecordScene), place: &LogPlace, at: Point) -> Html {
    let lang = part.lang;
    let explained = tell::explain_record(record.committed, record.on_disk, lang);
    let (style, radius, keys) = (Style::record(record), place.grid.radius, part.picture.keys);
    let drawn = part.resting(Place::Record(number, record.copy), || match record.message {
        Some(message) => {
            let tip = words::about(&words::message(message, lang), &log::record(offset, record, lang), explained, lang);
            let below = radius + 3.0;
            let disk = if record.on_disk { path("ondisk", Way::from((-5.0, below)).across(5.0)) } else { nothing() };
            group(vec![shapes::message(message, keys, style, radius, Some(tip)), disk])
        }
        None => {
            let tip = words::about(log::marker(lang), &log::record(offset, record, lang), explained, lang);
            let border = if record.committed { "marker" } else { "marker open" };
            let border = rect(&Rect::around(Point::default(), MARKER, radius), border, 2.0);
            crate::page::svg::Shape::new("g").text("data-tip", tip).with(border).done()
        }
    });
    moved(at, drawn)
}

/// Around the replicas in sync.
fn bracket(part: &Part, of: Partition, place: &PartitionPlace) -> Html {
    let logs = part.picture.scene.broker.logs.iter().filter(|log| log.partition == of);
    let rows: Vec<&LogPlace> = logs.zip(&place.rows).filter(|(log, _)| log.in_sync).map(|(_, row)| row).collect();
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return nothing() };
    let (x, top, bottom) = (place.bracket, first.rect.y + 3.0, last.rect.bottom() - 3.0);
    let mut way = Way::from((x + 3.5, top)).across(x).down(bottom).across(x + 3.5);
    for row in &rows {
        let middle = row.rect.y + row.rect.h / 2.0;
        way = way.jump((x, middle)).across(x + 3.5);
    }
    let label = Label::start(x - 3.0, place.foot);
    explained(tell::explain_in_sync(part.lang).to_owned(), "isr", vec![path("", way), text(label, "tick", "ISR")])
}

/// The line between what is committed and what is not.
fn high_watermark(part: &Part, of: Partition, place: &PartitionPlace, first: usize) -> Html {
    let Some((_, leading)) = part.picture.leading_log(of) else { return nothing() };
    let x = place.boundary(usize::from(leading.high_watermark), first);
    let (top, bottom) = place.across();
    let way = || Way::from((x, top - 1.0)).down(bottom + 1.0);
    let label = text(Label::middle(x, place.foot), "tick", "HW");
    let about = tell::explain_high_watermark(part.lang).to_owned();
    explained(about, "hw", vec![path("reach", way()), path("line", way()), label])
}

/// Where the next poll begins, and where the next owner would begin.
fn marks(part: &Part, of: Partition, place: &PartitionPlace, first: usize) -> Html {
    let Some(reader) = part.picture.scene.broker.readers.get(of.index()) else { return nothing() };
    if part.picture.scene.consumers.is_empty() {
        return nothing();
    }
    let lang = part.lang;
    let [position, committed] = place.captions;
    let none = Label::start(place.x(first, first) - 6.0, place.marks[1] + 4.0);
    let stored = match reader.committed {
        Some(offset) => mark(reader, place.x(usize::from(offset), first), place.marks[1], "mark stored"),
        None => text(none, "cap", log::none_stored(lang)),
    };
    let content = vec![
        rect(
            &Rect::new(place.rect.x, place.marks[0] - 8.0, place.rect.w, place.marks[1] - place.marks[0] + 16.0),
            "area",
            0.0,
        ),
        text(position, "cap", log::position(lang)),
        text(committed, "cap", log::committed(lang)),
        mark(reader, place.x(usize::from(reader.position), first), place.marks[0], "mark"),
        stored,
    ];
    let stop = lang.pick(" ", "");
    let about = format!("{}{stop}{}", tell::explain_position(lang), tell::explain_committed_offset(lang));
    let name = log::partition(of, lang);
    explained(words::about(&name, &log::reader(reader, lang), &about, lang), "reader", content)
}

/// A mark with the number of the partition's owner; it points up at the offset that comes next.
fn mark(reader: &ReaderScene, x: f64, y: f64, class: &'static str) -> Html {
    let owner = reader.owner.map_or(String::new(), |owner| (owner.0 + 1).to_string());
    let point = Way::from((x - 4.0, y - 5.0)).to((x, y - 9.5)).to((x + 4.0, y - 5.0));
    let content =
        vec![path("", point), circle(Point::new(x, y), 6.8, ""), text(Label::middle(x, y + 3.5), "owner", owner)];
    crate::page::svg::Shape::of("g", class).all(content).done()
}
