//! One thing that moves during one step.

use crate::model::{EnvelopeKind, Line, Message, Messages, Way};
use crate::page::stage::glyph::{Look, Paper, Seals, Style, is_refusal};
use crate::page::stage::layout::Point;

/// The part of a step that one motion takes: about 320 of 520 milliseconds.
const MOTION: f64 = 0.62;
/// The part of a step after which what lands has reached the end of its wire.
const LANDED: f64 = 0.45;

/// What moves.
#[derive(Clone, PartialEq, Debug)]
pub enum Sprite {
    /// A message.
    Message {
        /// Which one.
        message: Message,
        /// The look of its key.
        look: Look,
        /// How it is drawn.
        style: Style,
        /// How large.
        radius: f64,
    },
    /// The marker that ends a transaction in a log, of this half-height.
    Marker(f64),
    /// An envelope.
    Envelope {
        /// The messages that it answers, each with the look of its key.
        seals: Seals,
        /// How it is drawn.
        paper: Paper,
        /// Whether it says no.
        refusal: bool,
        /// Keys, for the looks of its seals.
        keys: u8,
    },
}

impl Sprite {
    /// A message on the way or in hand.
    pub fn live(message: Message, keys: u8) -> Self {
        Self::message(message, keys, Style::LIVE, 13.0)
    }

    /// A message.
    pub fn message(message: Message, keys: u8, style: Style, radius: f64) -> Self {
        Self::Message { message, look: Look::of(message, keys), style, radius }
    }

    /// What travels on a wire: a message, or an envelope about some.
    pub fn of_envelope(kind: EnvelopeKind, messages: Messages, keys: u8) -> Self {
        match messages.iter().next() {
            Some(message) if kind.carries_message() => Self::live(message, keys),
            _ => Self::Envelope { seals: Seals::of(messages), paper: Paper::Sent, refusal: is_refusal(kind), keys },
        }
    }

    /// A number that two sprites share only if they look the same.
    pub fn key(&self) -> u64 {
        match self {
            Self::Message { message, look, style, radius } => {
                let style = (style.fill as u64) << 3 | (style.border as u64) << 1 | u64::from(style.faint);
                (radius * 10.0) as u64
                    | style << 16
                    | (look.index() as u64) << 24
                    | u64::from(message.0) << 32
                    | 1 << 40
            }
            Self::Marker(radius) => (radius * 10.0) as u64 | 1 << 41,
            Self::Envelope { seals, paper, refusal, keys } => {
                let bytes = match seals {
                    Seals::None => [0; 3],
                    Seals::Each(messages) => {
                        std::array::from_fn(|index| messages.get(index).map_or(0, |message| message.0))
                    }
                    Seals::Range(first, last) => [first.0, last.0, u8::MAX],
                };
                let seals = bytes.iter().fold(0, |sum: u64, byte| sum << 8 | u64::from(*byte));
                seals | (*paper as u64) << 24 | u64::from(*refusal) << 26 | u64::from(*keys) << 32
            }
        }
    }

    /// The same, destroyed.
    #[must_use]
    pub fn torn(self) -> Self {
        match self {
            Self::Envelope { seals, refusal, keys, .. } => Self::Envelope { seals, paper: Paper::Torn, refusal, keys },
            whole @ (Self::Message { .. } | Self::Marker(_)) => whole,
        }
    }
}

/// When in its step something moves.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Timing {
    /// All the time, evenly: it is on a wire.
    Through,
    /// At once: what happens in this step.
    Act,
    /// To the first stop in the first part of the step, then on.
    Land,
    /// After what lands has landed.
    Follow,
    /// At once, faster and faster.
    Fall,
}

/// One thing that moves during one step.
#[derive(Clone, PartialEq, Debug)]
pub struct Mover {
    /// What it looks like.
    pub sprite: Sprite,
    /// When it moves.
    pub timing: Timing,
    /// Whether it fades towards the end of its way.
    pub fades: bool,
    /// Where it draws a trail from, if it draws one.
    pub trail: Option<Point>,
    /// If it was on a wire when the step began: in which stream, and its place in it.
    pub stream: Option<(Line, Way, usize)>,
    /// The part of the step that was done when it began.
    begins: f64,
    path: [Point; 5],
    stops: usize,
}

impl Mover {
    /// Something on its way from stop to stop; the way has one stop to five.
    pub fn new(sprite: Sprite, timing: Timing, stops: &[Point]) -> Self {
        let mut path = [stops.first().copied().unwrap_or_default(); 5];
        let count = stops.len().min(path.len());
        path[..count].copy_from_slice(&stops[..count]);
        Self { sprite, timing, fades: false, trail: None, stream: None, begins: 0.0, path, stops: count.max(1) }
    }

    /// The same, but it fades.
    #[must_use]
    pub const fn fading(mut self, fades: bool) -> Self {
        self.fades = fades;
        self
    }

    /// The same, with a trail that reaches back to this place at most.
    #[must_use]
    pub const fn trailing(mut self, start: Option<Point>) -> Self {
        self.trail = start;
        self
    }

    /// The same, on a wire when the step began.
    #[must_use]
    pub const fn on(mut self, line: Line, way: Way, place: usize) -> Self {
        self.stream = Some((line, way, place));
        self
    }

    /// Begins in the middle of the step, from where it was by then.
    pub const fn begin_at(&mut self, origin: Point, part: f64) {
        self.path[0] = origin;
        self.begins = part;
    }

    /// Where it ends is further down.
    pub fn lower(&mut self, from: f64, by: f64) {
        for stop in &mut self.path {
            if (stop.y - from).abs() < 0.5 {
                stop.y += by;
            }
        }
    }

    /// Where it begins.
    pub const fn origin(&self) -> Point {
        self.path[0]
    }

    /// Where it ends.
    pub const fn goal(&self) -> Point {
        self.path[self.stops - 1]
    }

    /// Its stops.
    pub fn stops(&self) -> &[Point] {
        &self.path[..self.stops]
    }

    /// Whether it still is on a wire after so much of the step, where a person could pluck it.
    pub fn is_on_wire(&self, part: f64) -> bool {
        self.stream.is_some()
            && match self.timing {
                Timing::Through => true,
                Timing::Land => part < LANDED,
                Timing::Act | Timing::Follow | Timing::Fall => false,
            }
    }

    /// Where it is after so much of the step.
    pub fn at(&self, part: f64) -> Point {
        match self.timing {
            Timing::Through => self.along(0, part),
            Timing::Act => self.along(0, eased(part / MOTION)),
            Timing::Fall => self.along(0, fallen((part - self.begins) / MOTION.min(1.0 - self.begins))),
            Timing::Follow => self.along(0, eased((part - LANDED) / (1.0 - LANDED))),
            Timing::Land if part < LANDED && self.stops > 1 => self.path[0].towards(self.path[1], part / LANDED),
            Timing::Land => self.along(1.min(self.stops - 1), eased((part - LANDED) / (1.0 - LANDED))),
        }
    }

    /// How much of it can be seen after so much of the step.
    pub fn opacity(&self, part: f64) -> f64 {
        if !self.fades {
            return 1.0;
        }
        let gone = match self.timing {
            Timing::Through => part,
            Timing::Act | Timing::Fall => part / MOTION,
            Timing::Land | Timing::Follow => (part - LANDED) / (1.0 - LANDED),
        };
        1.0 - gone.clamp(0.0, 1.0)
    }

    /// The place after a part of the way that begins at a stop, measured by length.
    fn along(&self, first: usize, part: f64) -> Point {
        let stops = &self.path[first..self.stops];
        let whole: f64 = stops.windows(2).map(|pair| pair[0].distance(pair[1])).sum();
        let mut left = whole * part.clamp(0.0, 1.0);
        for pair in stops.windows(2) {
            let length = pair[0].distance(pair[1]);
            if left <= length && length > 0.0 {
                return pair[0].towards(pair[1], left / length);
            }
            left -= length;
        }
        self.goal()
    }
}

/// Slow, fast, slow.
fn eased(part: f64) -> f64 {
    let part = part.clamp(0.0, 1.0);
    part * part * (3.0 - 2.0 * part)
}

/// Faster and faster.
fn fallen(part: f64) -> f64 {
    let part = part.clamp(0.0, 1.0);
    part * part
}
