//! Chance for property tests: a small generator that never changes, random setups and damaged texts.

// Each test file uses a part of this.
#![allow(dead_code)]

pub mod hostile;
pub mod kafka;
pub mod stage;
pub mod toggle;
pub mod walk;

use ackscope::model::{Action, Event, Message, Way};
use ackscope::play::Run;
use ackscope::setup::{Broker, FaultKinds, Field, FieldKind, Setup, Value};

/// SplitMix64: the same seed gives the same numbers for ever.
pub struct Rng(u64);

impl Rng {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to `end - 1`.
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end.max(1) as u64).unwrap_or_default()
    }

    pub fn coin(&mut self) -> bool {
        self.next() & 1 == 0
    }

    pub fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())]
    }
}

/// Any setup of RabbitMQ that is possible and there. Numbers are small half of the time, for small ones are more telling.
pub fn random_setup(rng: &mut Rng) -> Setup {
    // In place of the broker, which is given: the tests' seeds were chosen with a number drawn for it.
    rng.next();
    random_setup_of(Broker::Rabbitmq, rng)
}

/// Any setup of this broker that is possible and there.
pub fn random_setup_of(broker: Broker, rng: &mut Rng) -> Setup {
    random_settings(rng, Setup::of(broker), |field| field != Field::Broker && field.is_there_for(broker))
}

/// Any setup of any broker, with settings of the other one too.
pub fn any_setup(rng: &mut Rng) -> Setup {
    random_settings(rng, Setup::default(), |_| true)
}

fn random_settings(rng: &mut Rng, start: Setup, is_drawn: impl Fn(Field) -> bool) -> Setup {
    let mut setup = start;
    for field in Field::ALL.iter().copied().filter(|field| is_drawn(*field)) {
        let value = random_value(rng, field, &setup);
        setup = setup.with(field, value).unwrap_or(setup);
    }
    setup.check().expect("a setup built step by step is possible");
    setup
}

/// Any setup of RabbitMQ.
pub fn random_rabbitmq(rng: &mut Rng) -> Setup {
    std::iter::repeat_with(|| random_setup(rng))
        .find(|setup| setup.broker == Broker::Rabbitmq)
        .expect("half of them are")
}

/// Often small enough to look at every run: one or two messages, few faults of up to three kinds.
pub fn small_setup(rng: &mut Rng, budget: u8) -> Setup {
    let setup = random_setup(rng);
    made_small(setup, rng, budget)
}

/// The same of this broker.
pub fn small_setup_of(broker: Broker, rng: &mut Rng, budget: u8) -> Setup {
    let setup = random_setup_of(broker, rng);
    made_small(setup, rng, budget)
}

fn made_small(mut setup: Setup, rng: &mut Rng, budget: u8) -> Setup {
    setup.messages = 1 + rng.below(2) as u8;
    setup.keys = setup.keys.min(2);
    setup.rabbitmq.queues = setup.rabbitmq.queues.min(2);
    setup.rabbitmq.consumers = setup.rabbitmq.consumers.min(2);
    setup.kafka.consumers = setup.kafka.consumers.min(2);
    setup.faults.budget = setup.faults.budget.min(budget);
    let kinds: Vec<_> = setup.faults.kinds.iter().collect();
    if kinds.len() > 3 {
        setup.faults.kinds = (0..3).map(|_| rng.pick(&kinds)).collect();
    }
    setup
}

/// A value that the field takes, whether or not it is there yet.
pub fn random_value(rng: &mut Rng, field: Field, setup: &Setup) -> Value {
    match field.kind() {
        FieldKind::Bool => Value::Bool(rng.coin()),
        FieldKind::Choice(names) => Value::Choice(rng.pick(names)),
        FieldKind::Number { min, max } => random_number(rng, min, max),
        FieldKind::OptionalChoice(_) | FieldKind::OptionalNumber { .. } if rng.coin() => Value::Null,
        FieldKind::OptionalChoice(names) => Value::Choice(rng.pick(names)),
        FieldKind::OptionalNumber { min, max } => random_number(rng, min, max),
        FieldKind::FaultKinds => Value::FaultKinds(random_kinds(rng, setup.broker)),
    }
}

fn random_number(rng: &mut Rng, min: u64, max: u64) -> Value {
    let max = if rng.coin() { max.min(min + 3) } else { max };
    Value::Number(min + rng.next() % (max - min + 1))
}

fn random_kinds(rng: &mut Rng, broker: Broker) -> FaultKinds {
    let all = FaultKinds::all(broker);
    if rng.coin() { all } else { all.iter().filter(|_| rng.coin()).collect() }
}

/// Plucks an envelope from a wire of the run, if one is on its way at some random moment of it.
pub fn pluck(run: &mut Run, rng: &mut Rng) {
    let position = rng.below(run.steps() + 1);
    let scene = run.scene(position);
    let line = &scene.lines[rng.below(scene.lines.len())];
    let (way, length) = match rng.coin() {
        true => (Way::ToBroker, line.to_broker.len()),
        false => (Way::ToClient, line.to_client.len()),
    };
    if length > 0 {
        let place = u8::try_from(rng.below(length)).expect("windows are short");
        run.fork(position, Action::Pluck { line: line.line, way, place }).expect("an envelope is there");
    }
}

/// Whether the event tells of the message.
pub fn is_about(event: &Event, message: Message) -> bool {
    match event {
        Event::Sent { envelope, .. } | Event::Received { envelope, .. } | Event::Destroyed { envelope, .. } => {
            envelope.messages.contains(message)
        }
        _ => format!("{event:?}").contains(&format!("message: {message:?}")),
    }
}

/// A text with one to four things wrong with it.
pub fn damaged(rng: &mut Rng, text: &str, scraps: &[&str]) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    for _ in 0..=rng.below(4) {
        damage(rng, &mut characters, scraps);
    }
    characters.into_iter().collect()
}

fn damage(rng: &mut Rng, characters: &mut Vec<char>, scraps: &[&str]) {
    let at = rng.below(characters.len() + 1);
    let end = (at + rng.below(12)).min(characters.len());
    match rng.below(6) {
        0 => characters.truncate(at),
        1 => drop(characters.drain(at..end)),
        2 => {
            let copy = characters[at..end].to_vec();
            characters.splice(at..at, copy);
        }
        3 => {
            let foreign = char::from_u32(u32::try_from(rng.below(0x11_0000)).unwrap_or_default());
            characters.insert(at, foreign.unwrap_or('\0'));
        }
        4 => characters[at..end].reverse(),
        _ => {
            characters.splice(at..end, rng.pick(scraps).chars());
        }
    }
}
