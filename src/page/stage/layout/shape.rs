//! What a drawing must have room for.

use super::LogShape;

/// What a drawing must have room for, over a whole run.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Shape {
    /// Consumers, 0..=16.
    pub consumers: usize,
    /// Places in the broker.
    pub shelves: usize,
    /// Queues in each of those places, with the dead-letter queue; mostly one.
    pub lanes: usize,
    /// Its logs, where it keeps logs.
    pub logs: Option<LogShape>,
    /// Messages that the producer sends.
    pub messages: usize,
    /// The window, where there is one.
    pub window: Option<usize>,
    /// Deliveries that a consumer may hold, where that is limited.
    pub prefetch: Option<usize>,
    /// Whether consumers ever ack.
    pub acks: bool,
    /// The most copies that are in the broker at once.
    pub copies: usize,
    /// Effects in the end.
    pub effects: usize,
    /// Whether ids are marked in the outside world.
    pub marks: bool,
}

impl Shape {
    /// The most messages that are sent and unanswered at once.
    pub fn sent(&self) -> usize {
        self.window.unwrap_or(self.messages).min(self.messages)
    }

    /// The most messages that a consumer is likely to hold.
    pub fn held(&self) -> usize {
        self.prefetch.unwrap_or(self.messages).min(self.messages)
    }
}
