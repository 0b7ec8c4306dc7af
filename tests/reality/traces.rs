//! A recorded order of hand-outs and effects, message by message at its full length, and whether some run shows it.

use ackscope::model::{Action, Cause, Consumer, Envelope, EnvelopeKind, Event, Line, Scene, Way};
use ackscope::setup::{FaultKind, Rabbitmq};

use crate::reach::reaches;
use crate::terms::{copies, setup};

/// What a consumer did with a message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Deed {
    Finished,
    HandedBack,
}

/// The one fault of a trace.
#[derive(Clone, Copy, Debug)]
pub struct Strike {
    pub kind: FaultKind,
    pub consumer: u8,
    /// It strikes when the consumer was handed out this many messages ...
    pub handed_out: usize,
    /// ... and this many acks of all consumers were read; where the recording doesn't say, whenever it can.
    pub acked: Option<usize>,
    /// A crashed consumer stays away; otherwise it comes back as its own successor.
    pub for_good: bool,
}

/// What a recording shows of its consumers.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// For each consumer, what it was handed out: the message, and the redelivered flag.
    pub handed_out: Vec<Vec<(u8, bool)>>,
    /// Who finished what, across all consumers; where the recording doesn't say, anything.
    pub deeds: Vec<(u8, u8, Deed)>,
    /// The fault, where it is one of the consumers' side.
    pub strike: Option<Strike>,
    /// The broker has read a `basic.cancel` before the strike.
    pub cancelled: bool,
    /// Nobody finishes anything.
    pub idle: bool,
    /// The tag of the first delivery after the strike, where the recording says it.
    pub first_tag: Option<u64>,
}

/// How much of a trace has happened.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Progress {
    handed_out: Vec<usize>,
    deeds: usize,
    acked: usize,
    cancelled: bool,
    struck: bool,
}

impl Trace {
    /// Messages that it speaks of.
    pub fn messages(&self) -> u8 {
        self.handed_out.iter().flatten().map(|(message, _)| *message).max().unwrap_or(1)
    }

    /// Whether some run shows it, with these faults beside the strike, and leaves nothing in the queue or on its way.
    pub fn is_shown(&self, messages: u8, rabbitmq: Rabbitmq, beside: &[FaultKind]) -> bool {
        let nothing_on_its_way =
            |scene: &Scene| scene.producer.unsent.is_empty() && scene.lines[0].to_broker.is_empty();
        self.is_reached(messages, rabbitmq, beside, |scene| nothing_on_its_way(scene) && copies(scene).next().is_none())
    }

    /// Whether some run shows it, with these faults beside the strike, and ends in a scene like that.
    pub fn is_reached(
        &self,
        messages: u8,
        rabbitmq: Rabbitmq,
        beside: &[FaultKind],
        end: impl Fn(&Scene) -> bool,
    ) -> bool {
        let consumers = self.handed_out.len() as u8;
        let kinds: Vec<FaultKind> = self.strike.map(|strike| strike.kind).into_iter().chain(beside.to_vec()).collect();
        let setup = setup(messages, Rabbitmq { consumers, ..rabbitmq }, kinds.len() as u8, &kinds);
        let start =
            Progress { handed_out: vec![0; consumers as usize], deeds: 0, acked: 0, cancelled: false, struck: false };
        let see = |progress: &mut Progress, action: Action, events: &[Event]| {
            self.allows(progress, action) && events.iter().all(|event| self.fits(progress, event))
        };
        reaches(&setup, start, see, |moment| self.is_done(moment.seen) && end(&moment.scene()))
    }

    fn allows(&self, progress: &Progress, action: Action) -> bool {
        match action {
            Action::Effect(_) => !self.idle,
            Action::ConsumerStarts(Consumer(consumer)) => {
                !self.strike.is_some_and(|strike| strike.for_good && strike.consumer == consumer && progress.struck)
            }
            // A majority of three is two; the third member changes nothing that these traces show.
            Action::Replicate(member) => member.0 < 2,
            _ => true,
        }
    }

    fn fits(&self, progress: &mut Progress, event: &Event) -> bool {
        match *event {
            Event::Sent { line: Line::Consumer(Consumer(to)), way: Way::ToClient, envelope } => {
                self.fits_hand_out(progress, to, &envelope)
            }
            Event::Sent { line: Line::Consumer(Consumer(by)), way: Way::ToBroker, envelope } => {
                envelope.kind != EnvelopeKind::Nack || self.fits_deed(progress, by, &envelope, Deed::HandedBack)
            }
            Event::Applied { consumer, message, .. } => {
                self.fits_next(progress, (consumer.0, message.0, Deed::Finished))
            }
            Event::Removed { cause: Cause::Acked, .. } => {
                progress.acked += 1;
                let limit = self.strike.filter(|_| !progress.struck).and_then(|strike| strike.acked);
                limit.is_none_or(|limit| progress.acked <= limit)
            }
            Event::Cancelled { .. } => {
                progress.cancelled = true;
                true
            }
            Event::Fault { kind, .. } => self.fits_fault(progress, kind),
            _ => true,
        }
    }

    fn fits_hand_out(&self, progress: &mut Progress, to: u8, envelope: &Envelope) -> bool {
        let place = progress.handed_out[to as usize];
        progress.handed_out[to as usize] += 1;
        let mut message = envelope.messages.iter();
        let next = self.handed_out[to as usize].get(place);
        let strike = self.strike.filter(|strike| strike.consumer == to);
        let too_early = strike.is_some_and(|strike| !progress.struck && place >= strike.handed_out);
        let first_after = strike.is_some_and(|strike| place == strike.handed_out);
        let tag_fits = !first_after || self.first_tag.is_none_or(|tag| tag == u64::from(envelope.number));
        next.copied() == message.next().map(|message| (message.0, envelope.again)) && !too_early && tag_fits
    }

    fn fits_deed(&self, progress: &mut Progress, by: u8, envelope: &Envelope, deed: Deed) -> bool {
        envelope.messages.iter().all(|message| self.fits_next(progress, (by, message.0, deed)))
    }

    fn fits_next(&self, progress: &mut Progress, deed: (u8, u8, Deed)) -> bool {
        if self.deeds.is_empty() {
            return true;
        }
        progress.deeds += 1;
        self.deeds.get(progress.deeds - 1) == Some(&deed)
    }

    fn fits_fault(&self, progress: &mut Progress, kind: FaultKind) -> bool {
        let Some(strike) = self.strike.filter(|strike| strike.kind == kind) else { return true };
        let now = progress.handed_out[strike.consumer as usize] == strike.handed_out
            && progress.cancelled == self.cancelled
            && strike.acked.is_none_or(|acked| acked == progress.acked);
        let fits = now && !progress.struck;
        progress.struck = true;
        fits
    }

    fn is_done(&self, progress: &Progress) -> bool {
        let all_out = self.handed_out.iter().zip(&progress.handed_out).all(|(wanted, done)| wanted.len() == *done);
        all_out && progress.deeds == self.deeds.len() && progress.struck == self.strike.is_some()
    }
}
