//! A connection: a first-in-first-out stream each way. Only a cut harms it (N1).

use std::collections::VecDeque;

use super::event::{Envelope, Event, Listener};
use super::name::{Line, Way};

/// What is on its way between a client and the broker.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Connection {
    to_broker: VecDeque<Envelope>,
    to_client: VecDeque<Envelope>,
}

impl Connection {
    /// What is on its way in this direction, next to arrive first.
    pub const fn stream(&self, way: Way) -> &VecDeque<Envelope> {
        match way {
            Way::ToBroker => &self.to_broker,
            Way::ToClient => &self.to_client,
        }
    }

    const fn stream_mut(&mut self, way: Way) -> &mut VecDeque<Envelope> {
        match way {
            Way::ToBroker => &mut self.to_broker,
            Way::ToClient => &mut self.to_client,
        }
    }

    /// Whether anything is on its way in this direction.
    pub fn has(&self, way: Way) -> bool {
        !self.stream(way).is_empty()
    }

    /// Writes to the stream.
    pub fn send(&mut self, line: Line, way: Way, envelope: Envelope, listener: &mut impl Listener) {
        self.stream_mut(way).push_back(envelope);
        listener.hear(Event::Sent { line, way, envelope });
    }

    /// Reads what arrives next, if anything is on its way.
    pub fn read(&mut self, line: Line, way: Way, listener: &mut impl Listener) -> Option<Envelope> {
        let envelope = self.stream_mut(way).pop_front()?;
        listener.hear(Event::Received { line, way, envelope });
        Some(envelope)
    }

    /// Empties one direction without a word: a packed world is about to take its place.
    pub fn clear(&mut self, way: Way) {
        self.stream_mut(way).clear();
    }

    /// Puts an envelope behind what is on its way, without a word.
    pub fn put(&mut self, way: Way, envelope: Envelope) {
        self.stream_mut(way).push_back(envelope);
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
