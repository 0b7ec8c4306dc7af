//! What a step does to the logs of replicas and to the offsets of a consumer group.

use super::{Act, line_at};
use crate::model::{Consumer, CopyId, Event, Line, LogScene, Member, Message, Messages, Partition};
use crate::page::stage::glyph::{Paper, Seals, Style};
use crate::page::stage::layout::{Point, WirePlace};
use crate::page::stage::motion::{Mover, Scenery, Sprite};
use crate::page::stage::picture::{Picture, Place};

impl Act<'_, '_> {
    #[inline(never)]
    pub(super) fn log_event(&mut self, event: &Event) {
        match *event {
            Event::Replicated { member } => self.fetched(member),
            Event::Polled { consumer, partition, offset, count } => self.polled(consumer, partition, offset, count),
            Event::OffsetCommitted { consumer, partition, offset } => self.stored_offset(consumer, partition, offset),
            Event::CommitRefused { consumer, partition, offset } => self.refused_offset(consumer, partition, offset),
            Event::MarkerWritten { partition } => self.marker_written(partition),
            _ => {}
        }
    }

    /// A follower copies what it lacks from the leader's row.
    fn fetched(&mut self, member: Member) {
        let after = self.after;
        for (log, scene) in after.scene.broker.logs.iter().enumerate().filter(|(_, log)| log.member == member) {
            let Some((leader, _)) = after.leading_log(scene.partition) else { continue };
            for record in &scene.records {
                let here = Place::Record(log, record.copy);
                let new = self.from(here).is_none();
                let ways = (self.from(Place::Record(leader, record.copy)), self.to(here));
                let (true, (Some(from), Some(to))) = (new, ways) else { continue };
                match record.message {
                    Some(message) => self.message(message, Style::record(record), &[from, to]),
                    None => self.marker(scene.partition, &[from, to]),
                }
            }
        }
    }

    fn marker(&mut self, partition: Partition, stops: &[Point]) {
        let rows = self.scenery.layout.broker.partitions.get(partition.index()).map(|place| &place.rows);
        let Some(radius) = rows.and_then(|rows| rows.first()).map(|row| row.grid.radius) else { return };
        self.plan.movers.push(Mover::new(Sprite::Marker(radius), self.timing, stops));
    }

    /// What the coordinator has decided comes down into the leader's row.
    fn marker_written(&mut self, partition: Partition) {
        let Some((leader, log)) = self.after.leading_log(partition) else { return };
        let Some(record) = log.records.last() else { return };
        let Some(place) = self.scenery.layout.broker.partitions.get(partition.index()) else { return };
        if let Some(to) = self.to(Place::Record(leader, record.copy)) {
            self.marker(partition, &[Point::new(to.x, place.ruler), to]);
        }
    }

    /// Records go from the leader's row over the consumer's wire into its hand.
    fn polled(&mut self, consumer: Consumer, partition: Partition, offset: u16, count: u16) {
        let (Some((leader, log)), Some(wire)) = (self.before.leading_log(partition), self.wire_of(consumer)) else {
            return;
        };
        let mut taken: Vec<Message> = Vec::new();
        for record in log.records.iter().skip(usize::from(offset)).take(usize::from(count)) {
            let Some(message) = record.message else { continue };
            let from = self.from(Place::Record(leader, record.copy));
            let earlier = taken.iter().filter(|other| **other == message).count();
            taken.push(message);
            let which = self.before.times_held(consumer, message) + earlier;
            let to = self.to(Place::Held(consumer, message, which));
            let goal = to.unwrap_or(wire.forward.to);
            if let Some(from) = from {
                self.message(message, Style::LIVE, &[from, wire.forward.from, wire.forward.to, goal]);
            }
        }
    }

    /// A commit goes over the wire to the mark under the logs; its seals are the records that it is about.
    fn stored_offset(&mut self, consumer: Consumer, partition: Partition, offset: u16) {
        if !self.before.terms.reports {
            return;
        }
        let old = self.before.scene.broker.readers.get(partition.index()).and_then(|reader| reader.committed);
        let (low, high) = (old.unwrap_or(0).min(offset), old.unwrap_or(0).max(offset));
        let messages = between(self.after, partition, low, high);
        let goal = self.to(Place::Committed(partition));
        self.commit_flies(consumer, messages, goal, false);
    }

    fn refused_offset(&mut self, consumer: Consumer, partition: Partition, offset: u16) {
        let messages = between(self.after, partition, offset.saturating_sub(1), offset);
        self.commit_flies(consumer, messages, None, true);
    }

    fn commit_flies(&mut self, consumer: Consumer, messages: Messages, goal: Option<Point>, refusal: bool) {
        let Some(wire) = self.wire_of(consumer) else { return };
        let owed = messages.iter().find_map(|message| self.from(Place::Ack(consumer, message)));
        messages.iter().for_each(|message| self.hide(Place::Ack(consumer, message)));
        let sprite =
            Sprite::Envelope { seals: Seals::of(messages), paper: Paper::Sent, refusal, keys: self.before.keys };
        let stops = [owed.unwrap_or(wire.back.from), wire.back.from, wire.back.to, goal.unwrap_or(wire.back.to)];
        self.plan.movers.push(Mover::new(sprite, self.timing, &stops).fading(true));
    }

    /// What a log has given up, or lost with its disk, fades where it stood. Was it the last one anywhere, it has fallen.
    #[inline(never)]
    pub(super) fn gone_from_logs(&mut self) {
        let before = self.before;
        for (log, scene) in before.scene.broker.logs.iter().enumerate() {
            for record in &scene.records {
                let place = Place::Record(log, record.copy);
                let stays = self.to(place).is_some() || self.plan.hidden.contains(&place);
                let Some(from) = self.from(place).filter(|_| !stays) else { continue };
                self.hide(place);
                let sprite = match record.message {
                    Some(message) => Sprite::message(message, self.before.keys, Style::record(record), 10.0),
                    None => Sprite::Marker(10.0),
                };
                self.plan.movers.push(Mover::new(sprite, self.timing, &[from]).fading(true));
            }
        }
    }

    /// The last copy of a record falls from where it was.
    #[inline(never)]
    pub(super) fn record_vanished(&mut self, message: Message, copy: CopyId) {
        let before = self.before;
        let mut fallen = false;
        for (log, scene) in before.scene.broker.logs.iter().enumerate() {
            let place = Place::Record(log, copy);
            match scene.records.iter().find(|record| record.copy == copy) {
                Some(record) if !fallen => {
                    self.fall_from(place, message, Style::record(record));
                    fallen = true;
                }
                Some(_) => self.hide(place),
                None => {}
            }
        }
    }

    fn wire_of(&self, consumer: Consumer) -> Option<WirePlace> {
        let wires = self.scenery.layout.wires.iter().enumerate();
        wires
            .map(|(index, wire)| (line_at(index), *wire))
            .find(|(line, _)| *line == Line::Consumer(consumer))
            .map(|(_, wire)| wire)
    }
}

/// Where the marker of the message's partition will stand: at the end of the leader's log.
#[inline(never)]
pub(super) fn marker_to_come(scenery: &Scenery, after: &Picture, message: Message) -> Option<Point> {
    let holds = |log: &&LogScene| log.leader && log.records.iter().any(|record| record.message == Some(message));
    let log = after.scene.broker.logs.iter().find(holds)?;
    let place = scenery.layout.broker.partitions.get(log.partition.index())?;
    let row = place.rows.get(usize::from(log.member.0))?;
    let x = place.x(log.records.len(), scenery.story.first(log.partition, after.position));
    Some(Point::new(x, row.grid.first.y))
}

/// The messages at these offsets of a partition.
fn between(picture: &Picture, partition: Partition, from: u16, to: u16) -> Messages {
    let records = picture.leading_log(partition).map_or(&[][..], |(_, log)| &log.records);
    records.iter().take(usize::from(to)).skip(usize::from(from)).filter_map(|record| record.message).collect()
}
