//! What is on a wire at one moment, and how it keeps its distance. Order is never changed: a connection is first in,
//! first out.

use crate::model::{Line, Way};
use crate::play::Flight;

/// The distance that things on a wire keep where there is room, and the least one.
const DISTANCE: f64 = 38.0;
const LEAST: f64 = 18.0;

/// One envelope on a wire at a whole position.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct OnWire {
    /// Which flight of the run it is.
    pub flight: usize,
    /// Its place in its stream: 0 for the one that arrives next.
    pub place: usize,
    /// How far it has come, in the drawing's units; none where there is room for the count only.
    pub travelled: Option<f64>,
}

/// Whether the flight is on its wire after so many steps.
pub fn is_flying(flight: &Flight, position: usize) -> bool {
    flight.sent <= position && flight.landing.step().is_none_or(|landing| landing > position)
}

/// How much of its way the flight has behind it. One that never ends stays short of its goal.
fn part(flight: &Flight, position: usize, steps: usize) -> f64 {
    let end = flight.landing.step().unwrap_or(steps + 1).max(flight.sent + 1);
    (position - flight.sent) as f64 / (end - flight.sent) as f64
}

/// Everything on one stream after so many steps, next to arrive first.
pub fn on_wire(flights: &[Flight], steps: usize, position: usize, stream: (Line, Way), length: f64) -> Vec<OnWire> {
    let here = flights.iter().enumerate().filter(|(_, flight)| (flight.line, flight.way) == stream);
    let flying: Vec<(usize, f64)> = here
        .filter(|(_, flight)| is_flying(flight, position))
        .map(|(index, flight)| (index, part(flight, position, steps) * length))
        .collect();
    let wanted: Vec<f64> = flying.iter().map(|(_, travelled)| *travelled).collect();
    let spread = spread(&wanted, length);
    let place =
        |(place, (flight, _)): (usize, (usize, f64))| OnWire { flight, place, travelled: spread.get(place).copied() };
    flying.into_iter().enumerate().map(place).collect()
}

/// Moves things apart that would cover each other, the foremost first. There may be room for fewer than there are.
pub fn spread(wanted: &[f64], length: f64) -> Vec<f64> {
    let room = 1 + (length / LEAST) as usize;
    let count = wanted.len().min(room);
    if count == 0 {
        return Vec::new();
    }
    let distance = if count == 1 { 0.0 } else { DISTANCE.min(length / (count - 1) as f64) };
    let mut places: Vec<f64> = Vec::with_capacity(count);
    for wish in &wanted[..count] {
        let limit = places.last().map_or(length, |ahead| ahead - distance);
        places.push(wish.min(limit));
    }
    // What was pushed back beyond the start pushes the ones ahead of it forward again.
    let mut least = 0.0;
    for place in places.iter_mut().rev() {
        *place = place.max(least);
        least = *place + distance;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_where_it_wants_to_be() {
        assert_eq!(spread(&[31.5], 80.0), [31.5]);
    }

    #[test]
    fn order_distance_and_wire_are_kept() {
        for count in 1..40_usize {
            for length in [40.0, 76.0, 88.0, 200.0] {
                for slope in [0.0, 0.3, 1.0] {
                    let wanted: Vec<f64> =
                        (0..count).map(|index| length * (1.0 - slope * index as f64 / 40.0)).collect();
                    let places = spread(&wanted, length);
                    assert!(!places.is_empty() && places.len() <= count);
                    assert!(places.iter().all(|place| (-1e-9..=length + 1e-9).contains(place)), "{places:?}");
                    assert!(places.windows(2).all(|pair| pair[0] - pair[1] >= LEAST.min(length) - 1e-9), "{places:?}");
                }
            }
        }
    }

    #[test]
    fn what_has_no_room_is_left_out_at_the_start_of_the_wire() {
        let places = spread(&[0.0; 20], 76.0);
        assert_eq!(places.len(), 5);
        assert!((places[4]).abs() < 1e-9);
    }
}
