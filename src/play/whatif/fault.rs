//! A fault of the base, and whether it finds in another run what it found there.

use super::Run;
use crate::model::{Action, Belief, Consumer, Envelope, Event, Fault, Line, LineScene, Message, Messages, Stage, Way};
use crate::play::Landing;
use crate::setup::FaultKind;

/// An envelope, and the connection and direction on which a cut destroyed it.
type Destroyed = (Line, Way, Envelope);

/// A fault of the base: what it did there.
pub struct Blow {
    action: Action,
    /// A cut: what it destroyed.
    destroyed: Vec<Destroyed>,
    /// A refusal, a timer, a nack: its message.
    about: Option<Message>,
    /// How far each watched message had come.
    progress: Vec<(Message, Progress)>,
    /// What of these the consumer that it struck had in hand.
    in_hand: Messages,
}

impl Blow {
    /// The fault of that step.
    pub fn of(base: &Run, step: usize, action: Action, watched: Messages) -> Self {
        let events = base.events(step);
        // What the cut itself had the broker write it could not wait for.
        let destroyed = base
            .flights()
            .iter()
            .filter(|flight| cuts(action) && flight.landing == Landing::Destroyed(step) && flight.sent < step);
        let struck = consumer_of(action);
        Self {
            action,
            destroyed: destroyed.map(|flight| (flight.line, flight.way, flight.envelope)).collect(),
            about: about(action, events),
            progress: watched.iter().map(|message| (message, progress(base, step - 1, message))).collect(),
            in_hand: struck.map_or(Messages::NONE, |consumer| in_hand(base, step - 1, consumer, watched)),
        }
    }

    /// The action by which it strikes after the last step of this run, if it finds there what it found.
    pub fn ready(&self, run: &Run, watched: Messages) -> Option<Action> {
        if self.destroyed.is_empty() { self.strike(run) } else { self.cut(run, watched) }
    }

    /// As the fault that it was, at the consumer that has what its consumer had.
    fn strike(&self, run: &Run) -> Option<Action> {
        let position = run.steps();
        let behind = |(message, then): &(Message, Progress)| !progress(run, position, *message).reaches(*then, run);
        if self.about.is_none() && self.progress.iter().any(behind) {
            return None;
        }
        let fits = |action: &Action| {
            let there = run.foretell(position, *action);
            let hand = consumer_of(*action).map(|consumer| in_hand(run, position, consumer, self.in_hand));
            there.is_some_and(|events| about(*action, &events) == self.about)
                && (self.about.is_some() || hand.is_none_or(|hand| hand == self.in_hand))
        };
        self.candidates(run).into_iter().find(fits)
    }

    /// The same fault, and where its consumer mattered for what it had, the same at the others.
    fn candidates(&self, run: &Run) -> Vec<Action> {
        let mut candidates = vec![self.action];
        if let Action::Fault(Fault { kind, consumer: Some(_), .. }) = self.action
            && (!self.in_hand.is_empty() || self.about.is_some())
        {
            let others = (0..run.setup().consumers()).map(Consumer);
            candidates.extend(others.map(|consumer| Action::Fault(Fault::at(kind, consumer))));
        }
        candidates
    }

    /// A cut that destroys the same: a watched message if it destroyed one, else the first thing of it that is on its way.
    fn cut(&self, run: &Run, watched: Messages) -> Option<Action> {
        let of_message =
            |(_, _, envelope): &&Destroyed| envelope.messages.iter().any(|message| watched.contains(message));
        let mine: Vec<_> = self.destroyed.iter().filter(of_message).collect();
        let wanted = if mine.is_empty() { self.destroyed.iter().collect() } else { mine };
        let (line, way, place) = wanted.into_iter().find_map(|destroyed| find(run, &self.destroyed, destroyed))?;
        // A pluck is made in its own direction, as far as what it destroyed there is there.
        let towards = if let Action::Pluck { way, .. } = self.action { way } else { way };
        let found = self.destroyed.iter().filter_map(|destroyed| find(run, &self.destroyed, destroyed));
        let first = found.filter(|(on, to, _)| (*on, *to) == (line, towards)).map(|(_, _, place)| place).min();
        let literal = match (self.action, line) {
            (Action::Fault(Fault { kind, consumer: Some(_), .. }), Line::Consumer(consumer)) => {
                Action::Fault(Fault::at(kind, consumer))
            }
            _ => self.action,
        };
        let is_fault = matches!(self.action, Action::Fault(_));
        if is_fault && run.foretell(run.steps(), literal).is_some() {
            return Some(literal);
        }
        // Under other settings the fault's name may not fit, as when an answer is on its way too; the cut is the same.
        let (way, place) = first.map_or((way, place), |first| (towards, first));
        Some(Action::Pluck { line, way, place })
    }
}

/// Where something like that is on its way now: the very same on the very same connection; else the same message, to or
/// from the same kind of client, as the message itself or as a word about it.
fn find(run: &Run, destroyed: &[Destroyed], wanted: &Destroyed) -> Option<(Line, Way, u8)> {
    let scene = run.scene(run.steps());
    let (line, way, envelope) = *wanted;
    let stream =
        |scene: &LineScene| if way == Way::ToBroker { scene.to_broker.clone() } else { scene.to_client.clone() };
    let found = |line: Line, place: usize| Some((line, way, u8::try_from(place).ok()?));
    if let Some(same) = scene.lines.iter().find(|other| other.line == line) {
        // A cut destroys a suffix (N1): of several that are alike, as many of the last as were destroyed.
        let alike = destroyed.iter().filter(|other| *other == wanted).count();
        let stream = stream(same);
        let places = (0..stream.len()).rev().filter(|place| stream[*place] == envelope).take(alike);
        if let Some(place) = places.last() {
            return found(line, place);
        }
    }
    let same_kind = |other: &&LineScene| matches!(other.line, Line::Producer) == matches!(line, Line::Producer);
    scene.lines.iter().filter(same_kind).find_map(|other| {
        let alike = |flying: &Envelope| {
            flying.kind.carries_message() == envelope.kind.carries_message()
                && flying.messages.iter().any(|message| envelope.messages.contains(message))
        };
        found(other.line, stream(other).iter().position(alike)?)
    })
}

const fn consumer_of(action: Action) -> Option<Consumer> {
    match action {
        Action::Fault(Fault { consumer, .. }) => consumer,
        _ => None,
    }
}

/// Whether it is a cut of one connection, for what is on its way there.
const fn cuts(action: Action) -> bool {
    match action {
        Action::Fault(Fault { kind, .. }) => matches!(
            kind,
            FaultKind::PublishLost | FaultKind::ConfirmLost | FaultKind::DeliveryLost | FaultKind::AckLost
        ),
        _ => true,
    }
}

/// The one message that a refusal, a timer or a nack is about.
fn about(action: Action, events: &[Event]) -> Option<Message> {
    let Action::Fault(Fault { kind, .. }) = action else { return None };
    match kind {
        FaultKind::PublishRefused | FaultKind::ResendTimer | FaultKind::ConsumerNack => {
            events.iter().find_map(|event| match event {
                Event::RefusedByBroker { message, .. } => Some(*message),
                Event::Sent { envelope, .. } => envelope.messages.iter().next(),
                _ => None,
            })
        }
        FaultKind::PublishLost
        | FaultKind::ConfirmLost
        | FaultKind::ProcessCrash
        | FaultKind::PowerLoss
        | FaultKind::DiskLoss
        | FaultKind::ClusterPowerLoss
        | FaultKind::ConsumerCrashBeforeEffect
        | FaultKind::ConsumerCrashAfterEffect
        | FaultKind::DeliveryLost
        | FaultKind::AckLost
        | FaultKind::ZombieConsumer
        | FaultKind::Rebalance
        | FaultKind::FollowerLag
        | FaultKind::ConsumerCancel
        | FaultKind::HandlerException => None,
    }
}

/// Which of these messages the consumer has in hand after that many steps.
fn in_hand(run: &Run, position: usize, consumer: Consumer, messages: Messages) -> Messages {
    let scene = run.scene(position);
    let hands = scene.consumers.iter().filter(|hand| hand.consumer == consumer);
    let held = hands.flat_map(|hand| hand.holding.iter()).map(|held| held.message);
    held.filter(|message| messages.contains(*message)).collect()
}

/// How far a message has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Progress {
    /// 1 on its way to the broker, 2 there, 3 on its way to a consumer, 4 in a hand, 5 done.
    place: u8,
    /// Whether the producer has its answer.
    answered: bool,
}

impl Progress {
    /// Whether this is as far as that, for a producer that may not be one that gets answers.
    fn reaches(self, then: Self, run: &Run) -> bool {
        self.place >= then.place && (self.answered || !then.answered || !run.setup().has_answers())
    }
}

fn progress(run: &Run, position: usize, message: Message) -> Progress {
    let belief = run.ledger(position).record(message).belief;
    Progress { place: place(run, position, message), answered: matches!(belief, Belief::Acked | Belief::Failed) }
}

fn place(run: &Run, position: usize, message: Message) -> u8 {
    let scene = run.scene(position);
    let flies = |stream: &[Envelope]| {
        stream.iter().any(|envelope| envelope.kind.carries_message() && envelope.messages.contains(message))
    };
    let (to_consumer, to_broker) = (
        scene.lines.iter().skip(1).any(|line| flies(&line.to_client)),
        scene.lines.iter().any(|line| flies(&line.to_broker)),
    );
    let mut shelves = scene.broker.shelves.iter().flat_map(|shelf| &shelf.copies);
    let stored = shelves.any(|copy| copy.message == message) || scene.broker.buffered.contains(&message);
    let held = scene.consumers.iter().flat_map(|hand| &hand.holding).find(|held| held.message == message);
    let done = scene.effects.iter().any(|effect| effect.message == message);
    match held.map(|held| held.stage) {
        _ if done => 5,
        Some(Stage::Applied) => 5,
        Some(Stage::Received | Stage::AckedFirst | Stage::Orphan) => 4,
        None if to_consumer => 3,
        None if stored => 2,
        None => to_broker as u8,
    }
}
