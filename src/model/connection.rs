//! A connection: a first-in-first-out stream each way. Only a cut harms it (N1).

use super::event::{Envelope, EnvelopeKind, Event, Listener};
use super::name::{Line, Message, Way};

/// What is on its way between a client and the broker. A stream is short and looked at far more often than read from, so
/// it begins where its memory does.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Connection {
    to_broker: Vec<Envelope>,
    to_client: Vec<Envelope>,
}

impl Connection {
    /// What is on its way in this direction, next to arrive first.
    pub const fn stream(&self, way: Way) -> &[Envelope] {
        match way {
            Way::ToBroker => self.to_broker.as_slice(),
            Way::ToClient => self.to_client.as_slice(),
        }
    }

    /// The same, to be changed without a word: only where a packed world takes its place.
    pub const fn stream_mut(&mut self, way: Way) -> &mut Vec<Envelope> {
        match way {
            Way::ToBroker => &mut self.to_broker,
            Way::ToClient => &mut self.to_client,
        }
    }

    /// Whether anything is on its way in this direction.
    pub fn has(&self, way: Way) -> bool {
        !self.stream(way).is_empty()
    }

    /// Whether something of this kind about the message is on its way in this direction.
    pub fn has_of(&self, way: Way, kind: EnvelopeKind, message: Message) -> bool {
        self.stream(way).iter().any(|envelope| envelope.kind == kind && envelope.messages.contains(message))
    }

    /// Writes to the stream.
    pub fn send(&mut self, line: Line, way: Way, envelope: Envelope, listener: &mut impl Listener) {
        self.stream_mut(way).push(envelope);
        listener.hear(Event::Sent { line, way, envelope });
    }

    /// Reads what arrives next, if anything is on its way.
    pub fn read(&mut self, line: Line, way: Way, listener: &mut impl Listener) -> Option<Envelope> {
        let stream = self.stream_mut(way);
        if stream.is_empty() {
            return None;
        }
        let envelope = stream.remove(0);
        listener.hear(Event::Received { line, way, envelope });
        Some(envelope)
    }

    /// Destroys everything on its way. A shorter suffix needs no action of its own: what survives a cut could as well
    /// have been read before it.
    pub fn cut(&mut self, line: Line, listener: &mut impl Listener) {
        listener.hear(Event::Cut { line });
        for way in [Way::ToBroker, Way::ToClient] {
            for envelope in self.stream_mut(way).drain(..) {
                listener.hear(Event::Destroyed { line, way, envelope });
            }
        }
    }
}
