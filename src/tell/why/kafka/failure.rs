//! Why the producer reported a message as failed, although it may be stored.

use super::link::Link;
use super::trail::Trail;
use super::what::What;
use crate::model::{Action, Event, Line};

pub fn links(trail: &Trail) -> Vec<Link> {
    let cut = trail.told(trail.end, |event| *event == Event::Cut { line: Line::Producer });
    let reads = trail.run.moment(trail.end).action == Some(Action::ProducerReads);
    let mut links: Vec<Link> = Vec::new();
    let stored = trail.last_copy(trail.end + 1).and_then(|copy| trail.stored(copy));
    links.extend(stored.map(|(step, offset)| Link::new(step, What::Appended).at(offset)));
    if cut && !reads {
        links.push(trail.cut(trail.end));
        links.push(Link::new(trail.end, What::FailedByCut));
    } else {
        links.extend(trail.rejection(trail.end));
        links.push(Link::new(trail.end, What::FailedByError));
    }
    links.extend(trail.requests().next().map(|first| Link::new(first.sent, What::Sent)));
    links
}
