//! What one step does: take-offs and landings, copies that move down, effects, falls.

mod logs;

use super::{Mover, Plan, Scenery, Sprite, Timing, line_at, on_wire, track};
use crate::model::{
    Action, Belief, Cause, Consumer, CopyId, Envelope, EnvelopeKind, Event, Line, LogScene, Member, Message, Shelf,
    ShelfKind, Stage, Way,
};
use crate::page::stage::glyph::Style;
use crate::page::stage::layout::Point;
use crate::page::stage::picture::{Picture, Place};
use crate::page::stage::story::moves_on;
use crate::play::Flight;

/// The classic queue's places, by their number in a scene.
const MEMORY: usize = 0;
const PAGE_CACHE: usize = 1;
const DISK: usize = 2;

/// Adds what the events of the step move, other than what lands.
pub fn add(scenery: &Scenery, before: &Picture, after: &Picture, plan: &mut Plan) {
    let events = scenery.run.events(after.position);
    let landed = |event: &Event| matches!(event, Event::Received { .. });
    let timing = if events.iter().any(landed) { Timing::Follow } else { Timing::Act };
    let mut act = Act { scenery, before, after, plan, timing, effects: before.scene.effects.len() };
    events.iter().for_each(|event| act.event(event));
    if !before.scene.broker.logs.is_empty() {
        act.gone_from_logs();
    }
}

/// One step's acts being collected.
struct Act<'act, 'run> {
    scenery: &'act Scenery<'run>,
    before: &'act Picture,
    after: &'act Picture,
    plan: &'act mut Plan,
    timing: Timing,
    effects: usize,
}

impl Act<'_, '_> {
    fn from(&self, place: Place) -> Option<Point> {
        self.before.spot(self.scenery.story, self.scenery.layout, place)
    }

    fn to(&self, place: Place) -> Option<Point> {
        self.after.spot(self.scenery.story, self.scenery.layout, place)
    }

    /// What is drawn at this place begins to move, or to vanish.
    fn hide(&mut self, place: Place) {
        if self.from(place).is_some() {
            self.plan.hidden.push(place);
        }
    }

    fn event(&mut self, event: &Event) {
        if !self.before.scene.broker.logs.is_empty() {
            self.log_event(event);
        }
        match *event {
            Event::Sent { line, way, envelope } => self.take_off(line, way, envelope),
            Event::ToResend { message } => self.with_producer(message, Place::Waiting(message), Style::KEPT),
            Event::Believes { message, belief: Belief::Acked | Belief::Failed } => {
                self.with_producer(message, Place::Settled(message), Style::DONE);
            }
            Event::Stored { message, copy } => self.stored(message, copy),
            Event::Flushed { message, copy, to_disk } => self.flushed(message, copy, to_disk),
            Event::WrittenBack { message, copy } => self.down(message, copy, &[PAGE_CACHE, DISK]),
            Event::RemovalFlushed { message, copy, to_disk } => {
                self.fade(message, copy, PAGE_CACHE);
                if to_disk {
                    self.fade(message, copy, DISK);
                }
            }
            Event::RemovalWrittenBack { message, copy } => self.fade(message, copy, DISK),
            Event::Removed { copy, cause: Cause::AutoAck, .. } => {
                self.hide(Place::Copy(hand_out_shelf(self.before), copy));
            }
            Event::Removed { message, copy, cause: Cause::Discarded(_) } => self.given_up(message, copy),
            Event::Recovered { message, copy } => self.recovered(message, copy),
            Event::Replicated { member } => self.replicated(member),
            Event::Applied { consumer, message, .. } | Event::Rewritten { consumer, message } => {
                self.applied(consumer, message);
            }
            Event::Marked { consumer, message } => self.marked(consumer, message),
            Event::Vanished { message, copy, .. } => self.vanished(message, copy),
            Event::Dropped { consumer, message, .. } => {
                self.fall_from(self.next_held(consumer, message), message, Style::LIVE)
            }
            Event::Unroutable { message } => self.fall_from(Place::Buffered(message), message, Style::LIVE),
            Event::RefusedByBroker { message, told: false } => {
                self.fall_from(Place::Buffered(message), message, Style::LIVE);
            }
            _ => {}
        }
    }

    fn message(&mut self, message: Message, style: Style, stops: &[Point]) {
        let sprite = Sprite::message(message, self.before.keys, style, 11.0);
        self.plan.movers.push(Mover::new(sprite, self.timing, stops));
    }

    /// From where it was kept to the start of its wire.
    fn take_off(&mut self, line: Line, way: Way, envelope: Envelope) {
        let Some(start) = self.start(line, way, envelope) else { return };
        let first = envelope.messages.iter().next();
        let origin = match (line, way) {
            (Line::Producer, Way::ToBroker) => first.and_then(|message| self.leaves_producer(message, envelope.kind)),
            (Line::Producer, Way::ToClient) => {
                if self.after.scene.broker.owed.is_empty() {
                    self.hide(Place::Owed);
                }
                Some(self.scenery.layout.broker.owed)
            }
            (Line::Consumer(_), Way::ToClient) => first.and_then(|message| self.leaves_queue(message)),
            (Line::Consumer(consumer), Way::ToBroker) => {
                envelope.messages.iter().for_each(|message| self.hide(Place::Ack(consumer, message)));
                first.and_then(|message| self.from(Place::Ack(consumer, message)))
            }
        };
        let sprite = Sprite::of_envelope(envelope.kind, envelope.messages, self.before.keys);
        self.plan.movers.push(Mover::new(sprite, self.timing, &[origin.unwrap_or(start), start]));
    }

    /// Where on its wire the envelope stands at the end of the step that wrote it.
    fn start(&self, line: Line, way: Way, envelope: Envelope) -> Option<Point> {
        let layout = self.scenery.layout;
        let (_, wire) = layout.wires.iter().enumerate().find(|(index, _)| line_at(*index) == line)?;
        let track = track(wire, line, way);
        let run = self.scenery.run;
        let position = self.after.position;
        let all = on_wire(run.flights(), run.steps(), position, (line, way), track.length());
        let new = |flight: &Flight| flight.sent == position && flight.envelope == envelope;
        let here = all.iter().find(|here| new(&run.flights()[here.flight]))?;
        Some(track.at(here.travelled.unwrap_or(0.0)))
    }

    fn leaves_producer(&mut self, message: Message, kind: EnvelopeKind) -> Option<Point> {
        let waiting = self.from(Place::Waiting(message)).filter(|_| kind.carries_message());
        if waiting.is_some() {
            self.hide(Place::Waiting(message));
        }
        waiting.or_else(|| self.from(Place::Sent(message)))
    }

    fn leaves_queue(&self, message: Message) -> Option<Point> {
        let shelf = hand_out_shelf(self.before);
        let copies = self.before.scene.broker.shelves.get(shelf)?.copies.iter().filter(|copy| copy.message == message);
        let ready = copies.clone().find(|copy| copy.state == crate::model::CopyState::Ready);
        let copy = ready.or_else(|| copies.clone().next())?.copy;
        self.from(Place::Copy(shelf, copy))
    }

    fn with_producer(&mut self, message: Message, place: Place, style: Style) {
        let (Some(from), Some(to)) = (self.from(Place::Sent(message)), self.to(place)) else { return };
        self.hide(Place::Sent(message));
        self.message(message, style, &[from, to]);
    }

    /// A commit puts what it buffered into the queue. What comes straight from the wire is its landing's matter.
    fn stored(&mut self, message: Message, copy: CopyId) {
        let Some(from) = self.from(Place::Buffered(message)) else { return };
        let Some(to) = self.stored_at(copy) else { return };
        self.hide(Place::Buffered(message));
        self.message(message, Style::KEPT, &[from, to]);
    }

    /// The queue gave it up: it goes over to the other queue, or falls.
    fn given_up(&mut self, message: Message, copy: CopyId) {
        let place = Place::Copy(hand_out_shelf(self.before), copy);
        let events = self.scenery.run.events(self.after.position);
        let next = events.iter().find_map(|event| match *event {
            Event::DeadLettered { message: of, copy, .. } | Event::CameBack { message: of, copy } if of == message => {
                Some(copy)
            }
            _ => None,
        });
        let to = next.and_then(|next| self.stored_at(next));
        match (self.from(place), to) {
            (Some(from), Some(to)) => {
                self.hide(place);
                self.message(message, Style::KEPT, &[from, to]);
            }
            (Some(_), None) if !self.after.terms.dead_letters => self.fall_from(place, message, Style::KEPT),
            _ => self.hide(place),
        }
    }

    fn stored_at(&self, copy: CopyId) -> Option<Point> {
        let shelves = &self.after.scene.broker.shelves;
        let shelf = shelves.iter().position(|shelf| shelf.copies.iter().any(|there| there.copy == copy))?;
        self.to(Place::Copy(shelf, copy))
    }

    fn flushed(&mut self, message: Message, copy: CopyId, to_disk: bool) {
        let all = [MEMORY, PAGE_CACHE, DISK];
        self.down(message, copy, if to_disk { &all } else { &all[..2] });
    }

    /// A copy is made further down; the one above stays.
    fn down(&mut self, message: Message, copy: CopyId, shelves: &[usize]) {
        let Some((goal, from)) = shelves.split_last() else { return };
        let way: Vec<Point> = from.iter().filter_map(|shelf| self.from(Place::Copy(*shelf, copy))).collect();
        let Some(to) = self.to(Place::Copy(*goal, copy)) else { return };
        let style = self.style_at(&self.after.scene.broker.shelves, *goal, copy);
        let start = way.first().copied().unwrap_or(to);
        self.message(message, style, &[start, to]);
    }

    fn style_at(&self, shelves: &[Shelf], shelf: usize, copy: CopyId) -> Style {
        let found = shelves.get(shelf).and_then(|shelf| {
            let there = shelf.copies.iter().find(|there| there.copy == copy)?;
            Some(Style::stored(shelf.kind, there))
        });
        found.unwrap_or(Style::KEPT)
    }

    fn fade(&mut self, message: Message, copy: CopyId, shelf: usize) {
        let place = Place::Copy(shelf, copy);
        let Some(from) = self.from(place).filter(|_| self.to(place).is_none()) else { return };
        let style = self.style_at(&self.before.scene.broker.shelves, shelf, copy);
        self.hide(place);
        let sprite = Sprite::message(message, self.before.keys, style, 11.0);
        self.plan.movers.push(Mover::new(sprite, self.timing, &[from]).fading(true));
    }

    fn recovered(&mut self, message: Message, copy: CopyId) {
        let shelves = self.before.scene.broker.shelves.len();
        let from = (1..shelves).find_map(|shelf| self.from(Place::Copy(shelf, copy)));
        let (Some(from), Some(to)) = (from, self.to(Place::Copy(MEMORY, copy))) else { return };
        self.message(message, Style::KEPT, &[from, to]);
    }

    fn replicated(&mut self, member: Member) {
        let of = |shelf: &Shelf| matches!(shelf.kind, ShelfKind::Replica { member: its, .. } if its == member);
        let Some(goal) = self.after.scene.broker.shelves.iter().position(of) else { return };
        let leader = hand_out_shelf(self.before);
        let known = &self.before.scene.broker.shelves[goal].copies;
        let new: Vec<_> = self.after.scene.broker.shelves[goal]
            .copies
            .iter()
            .filter(|copy| known.iter().all(|old| old.copy != copy.copy))
            .copied()
            .collect();
        for copy in new {
            let (from, to) = (self.from(Place::Copy(leader, copy.copy)), self.to(Place::Copy(goal, copy.copy)));
            if let (Some(from), Some(to)) = (from, to) {
                let style = self.style_at(&self.after.scene.broker.shelves, goal, copy.copy);
                self.message(copy.message, style, &[from, to]);
            }
        }
    }

    fn applied(&mut self, consumer: Consumer, message: Message) {
        let effect = Place::Effect(self.effects);
        self.effects += 1;
        let held = self.worked_on(consumer, message);
        let (Some(from), Some(to)) = (self.from(held), self.to(effect)) else { return };
        let Some(place) = self.scenery.layout.consumers.get(consumer.0 as usize) else { return };
        if self.after.times_held(consumer, message) < self.before.times_held(consumer, message) {
            self.hide(held);
        }
        let way = self.scenery.layout.effect_way(place, to);
        let sprite = Sprite::message(message, self.before.keys, Style::LIVE, self.scenery.layout.world.grid.radius);
        self.plan.movers.push(Mover::new(sprite, self.timing, &[from, way[0], way[1], way[2], to]));
    }

    /// The id goes to the marks in the outside world; the message stays in hand, unless it is done.
    fn marked(&mut self, consumer: Consumer, message: Message) {
        let place = self.worked_on(consumer, message);
        if self.after.times_held(consumer, message) < self.before.times_held(consumer, message) {
            self.hide(place);
        }
        let (Some(from), Some(to)) = (self.from(place), self.to(Place::Mark(message))) else { return };
        let radius = self.scenery.layout.world.marks.map_or(7.0, |marks| marks.grid.radius);
        let sprite = Sprite::message(message, self.before.keys, Style::KEPT, radius);
        self.plan.movers.push(Mover::new(sprite, self.timing, &[from, to]));
    }

    /// The first copy in hand that has not left it in this step.
    fn next_held(&self, consumer: Consumer, message: Message) -> Place {
        let places = (0..self.before.times_held(consumer, message)).map(|which| Place::Held(consumer, message, which));
        let here = places.into_iter().find(|place| !self.plan.hidden.contains(place));
        here.unwrap_or(Place::Held(consumer, message, 0))
    }

    /// The copy in hand whose effect this step is: the one that the action names, or the first that is not processed.
    fn worked_on(&self, consumer: Consumer, message: Message) -> Place {
        let Some(scene) = self.before.consumer(consumer) else { return Place::Held(consumer, message, 0) };
        let named = match self.scenery.run.moment(self.after.position).action {
            Some(Action::EffectOf { place, .. }) => Some(usize::from(place)),
            _ => None,
        };
        let is_it = |index: &usize| scene.holding.get(*index).is_some_and(|held| held.message == message);
        let open = |index: &usize| is_it(index) && scene.holding[*index].stage != Stage::Applied;
        let index = named.filter(is_it).or_else(|| (0..scene.holding.len()).find(open));
        index.map_or(Place::Held(consumer, message, 0), |index| Place::in_hand(scene, index))
    }

    fn vanished(&mut self, message: Message, copy: CopyId) {
        let shelves = 0..self.before.scene.broker.shelves.len();
        let held: Vec<usize> = shelves.filter(|shelf| self.from(Place::Copy(*shelf, copy)).is_some()).collect();
        if let Some(shelf) = held.first() {
            let style = self.style_at(&self.before.scene.broker.shelves, *shelf, copy);
            self.fall_from(Place::Copy(*shelf, copy), message, style);
        }
        held.iter().for_each(|shelf| self.hide(Place::Copy(*shelf, copy)));
        if !self.before.scene.broker.logs.is_empty() {
            self.record_vanished(message, copy);
        }
    }

    fn fall_from(&mut self, place: Place, message: Message, style: Style) {
        let Some(from) = self.from(place) else { return };
        self.hide(place);
        let layout = self.scenery.layout;
        let sprite = Sprite::message(message, self.before.keys, style, 11.0);
        let fall = Mover::new(sprite, Timing::Fall, &[from, layout.falls_to(from)]);
        self.plan.movers.push(fall.fading(layout.tall));
    }
}

/// The place that the queue hands out from: memory, or the leader's log.
fn hand_out_shelf(picture: &Picture) -> usize {
    let leads = |shelf: &Shelf| matches!(shelf.kind, ShelfKind::Replica { leader: true, .. });
    picture.scene.broker.shelves.iter().position(leads).unwrap_or(MEMORY)
}

/// What arrives in this step: over the rest of its wire, and on to where it goes from there.
pub fn land(
    scenery: &Scenery,
    (before, after): (&Picture, &Picture),
    flight: &Flight,
    (from, end): (Point, Point),
) -> Mover {
    let envelope = flight.envelope;
    let sprite = Sprite::of_envelope(envelope.kind, envelope.messages, before.keys);
    let spot = |picture: &Picture, place: Place| picture.spot(scenery.story, scenery.layout, place);
    let events = scenery.run.events(after.position);
    let goal = envelope.messages.iter().next().and_then(|message| match (envelope.kind, flight.line) {
        (EnvelopeKind::Publish | EnvelopeKind::Produce, _) => published(scenery, after, events, message, end),
        (EnvelopeKind::Delivery, Line::Consumer(consumer)) => {
            // What has just come is behind what was there.
            let last = after.times_held(consumer, message).saturating_sub(1);
            spot(after, Place::Held(consumer, message, last))
        }
        (EnvelopeKind::Commit, _) if !after.scene.broker.logs.is_empty() => {
            logs::marker_to_come(scenery, after, message)
        }
        (EnvelopeKind::Return, _) => spot(after, Place::Settled(message)),
        (EnvelopeKind::Ack, _) => {
            let shelf = hand_out_shelf(before);
            removed(events, message).and_then(|copy| spot(before, Place::Copy(shelf, copy)))
        }
        _ => None,
    });
    let stops = [from, end, goal.unwrap_or(end)];
    let carries = envelope.kind.carries_message();
    let falls = carries && scenery.layout.tall && goal.is_some_and(|goal| goal == scenery.layout.falls_to(end));
    let stays = carries && goal.is_some() && !falls;
    Mover::new(sprite, Timing::Land, &stops).fading(!stays)
}

/// Where a publish goes from the end of its wire: into the queue, the transaction, or nowhere.
fn published(scenery: &Scenery, after: &Picture, events: &[Event], message: Message, end: Point) -> Option<Point> {
    events.iter().find_map(|event| match *event {
        Event::Stored { message: stored, copy } if stored == message => {
            let holds = |shelf: &Shelf| shelf.copies.iter().any(|there| there.copy == copy);
            let appended = |log: &LogScene| log.leader && log.records.iter().any(|record| record.copy == copy);
            let broker = &after.scene.broker;
            let shelf = broker.shelves.iter().position(holds).map(|shelf| Place::Copy(shelf, copy));
            let log = || broker.logs.iter().position(appended).map(|log| Place::Record(log, copy));
            after.spot(scenery.story, scenery.layout, shelf.or_else(log)?)
        }
        Event::DeadLettered { message: buried, copy, .. } if buried == message => {
            let holds = |shelf: &Shelf| shelf.copies.iter().any(|there| there.copy == copy);
            let shelf = after.scene.broker.shelves.iter().position(holds)?;
            after.spot(scenery.story, scenery.layout, Place::Copy(shelf, copy))
        }
        Event::Buffered { message: buffered } if buffered == message => {
            after.spot(scenery.story, scenery.layout, Place::Buffered(message))
        }
        Event::Unroutable { message: gone } if gone == message => Some(scenery.layout.falls_to(end)),
        Event::RefusedByBroker { message: gone, told: false } if gone == message && !moves_on(message, events) => {
            Some(scenery.layout.falls_to(end))
        }
        _ => None,
    })
}

fn removed(events: &[Event], message: Message) -> Option<CopyId> {
    events.iter().find_map(|event| match *event {
        Event::Removed { message: removed, copy, .. } if removed == message => Some(copy),
        _ => None,
    })
}
