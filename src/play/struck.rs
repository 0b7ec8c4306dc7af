//! Where in a drawing a fault strikes.

use crate::model::{Consumer, Event, Line};
use crate::setup::FaultKind;

/// Where a fault strikes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Struck {
    /// Nothing but a connection is cut.
    Wire(Line),
    /// A client.
    Client(Line),
    /// The broker.
    Broker,
}

impl Struck {
    /// Where a fault of this kind strikes, at this consumer if it strikes one.
    pub const fn by(kind: FaultKind, consumer: Option<Consumer>) -> Self {
        match (kind, consumer) {
            (FaultKind::PublishLost | FaultKind::ConfirmLost, _) => Self::Wire(Line::Producer),
            (FaultKind::DeliveryLost | FaultKind::AckLost, Some(consumer)) => Self::Wire(Line::Consumer(consumer)),
            (FaultKind::ResendTimer, _) => Self::Client(Line::Producer),
            (_, Some(consumer)) => Self::Client(Line::Consumer(consumer)),
            (_, None) => Self::Broker,
        }
    }

    /// What broke in a step: the kind of fault, none where a person cut a connection, and where it struck.
    pub fn in_step(events: &[Event]) -> Option<(Option<FaultKind>, Self)> {
        events.iter().find_map(|event| match *event {
            Event::Fault { kind, consumer, .. } => Some((Some(kind), Self::by(kind, consumer))),
            Event::Plucked { line } => Some((None, Self::Wire(line))),
            _ => None,
        })
    }
}
