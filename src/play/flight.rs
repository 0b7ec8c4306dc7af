//! Every envelope's way over a connection, from the step that wrote it to the step that ended it.

use crate::model::{Envelope, Event, Line, Way};

/// One envelope's way over a connection.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Flight {
    /// On which connection.
    pub line: Line,
    /// In which direction.
    pub way: Way,
    /// What flew.
    pub envelope: Envelope,
    /// The step that wrote it, from 1.
    pub sent: usize,
    /// How it ended.
    pub landing: Landing,
}

/// How a flight ended, and in which step.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Landing {
    /// Still on its way when the run ends.
    Flying,
    /// Read by the far end.
    Read(usize),
    /// Destroyed by a cut.
    Destroyed(usize),
}

impl Landing {
    /// The step that ended the flight.
    pub const fn step(self) -> Option<usize> {
        match self {
            Self::Flying => None,
            Self::Read(step) | Self::Destroyed(step) => Some(step),
        }
    }
}

/// The flights of a run, in the order in which they were sent. `steps` yields the events of step 1, 2, …
pub fn flights<'run>(steps: impl Iterator<Item = &'run [Event]>) -> Vec<Flight> {
    let mut flights: Vec<Flight> = Vec::new();
    for (index, events) in steps.enumerate() {
        let step = index + 1;
        for event in events {
            match *event {
                Event::Sent { line, way, envelope } => {
                    flights.push(Flight { line, way, envelope, sent: step, landing: Landing::Flying });
                }
                Event::Received { line, way, envelope } => {
                    land(&mut flights, line, way, envelope, Landing::Read(step));
                }
                Event::Destroyed { line, way, envelope } => {
                    land(&mut flights, line, way, envelope, Landing::Destroyed(step));
                }
                _ => {}
            }
        }
    }
    flights
}

/// Ends the oldest flight of that envelope that is still in the air: a connection is first in, first out.
fn land(flights: &mut [Flight], line: Line, way: Way, envelope: Envelope, landing: Landing) {
    let flying = flights.iter_mut().find(|flight| {
        (flight.line, flight.way, flight.envelope, flight.landing) == (line, way, envelope, Landing::Flying)
    });
    if let Some(flight) = flying {
        flight.landing = landing;
    }
}
