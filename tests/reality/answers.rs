//! What the broker answers to a publisher, in which order: s02 (confirms), s08 (returns), s09 (refusals).

use ackscope::model::{Action, EnvelopeKind, Event, Line, Message, Queue, Way};
use ackscope::setup::{FaultKind, Rabbitmq, Setup};
use serde_json::Value;

use crate::reach::reaches;
use crate::recordings::Record;
use crate::terms::{classic, confirming, quorum, setup, stored};

/// An answer on the wire: its kind, its number, and whether it answers for all up to that number.
type Frame = (EnvelopeKind, u32, bool);

/// What has been seen of the answers.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
struct Answers {
    /// How many came.
    count: usize,
    /// The number of the last one.
    last: u32,
    /// An answer came that is not the expected one.
    other: bool,
    /// An answer's number was smaller than that of an earlier one.
    backwards: bool,
    /// A queue that did not survive a restart is gone: the setup's only way to an unroutable message.
    queue_gone: bool,
}

impl Answers {
    fn see(&mut self, expected: &[Frame], events: &[Event]) {
        for event in events {
            match event {
                Event::Sent { line: Line::Producer, way: Way::ToClient, envelope } => {
                    let frame = (envelope.kind, envelope.number, envelope.multiple);
                    self.other |= expected.get(self.count) != Some(&frame);
                    self.count += 1;
                    self.backwards |= envelope.number < self.last;
                    self.last = envelope.number;
                }
                Event::QueueGone => self.queue_gone = true,
                _ => {}
            }
        }
    }
}

/// How the publisher's channel is used: to a queue, or to none.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Route {
    Queue,
    Nowhere,
}

impl Route {
    fn setup(self, messages: u8, rabbitmq: Rabbitmq) -> Setup {
        match self {
            Self::Queue => setup(messages, rabbitmq, 0, &[]),
            Self::Nowhere => setup(messages, rabbitmq, 1, &[FaultKind::ProcessCrash]),
        }
    }

    /// Nothing is published before its queue is gone, and nobody consumes.
    fn allows(self, answers: &Answers, action: Action) -> bool {
        let too_early = self == Self::Nowhere && action == Action::Publish && !answers.queue_gone;
        !too_early && action != Action::Dispatch(Queue::FIRST)
    }
}

/// Whether some run begins with these answers.
fn begins(setup: &Setup, route: Route, expected: &[Frame]) -> bool {
    let see = |answers: &mut Answers, action: Action, events: &[Event]| {
        let allowed = route.allows(answers, action);
        answers.see(expected, events);
        allowed && !answers.other
    };
    reaches(setup, Answers::default(), see, |moment| moment.seen.count == expected.len())
}

/// Whether in some run an answer is followed by one with a smaller number, or is not the expected one.
fn strays(setup: &Setup, route: Route, expected: Option<&[Frame]>) -> bool {
    let see = |answers: &mut Answers, action: Action, events: &[Event]| {
        let allowed = route.allows(answers, action);
        answers.see(expected.unwrap_or_default(), events);
        allowed
    };
    let stray = |answers: &Answers| if expected.is_some() { answers.other } else { answers.backwards };
    reaches(setup, Answers::default(), see, |moment| stray(moment.seen))
}

/// s02: the first ack frames of a stream at 500 a second, and of 1000 publishes in one write. Scaled down: a frame that
/// answers for several answers for two.
pub fn confirms(records: &[&Record]) {
    for record in records {
        let (paced, burst) = (record.get("paced_500_per_s"), record.get("burst_1000"));
        let (route, rabbitmq) = published_to(&record.case);
        let lists = [&paced["first_frames(tag,multiple,covers)"], &burst["first_frames(tag,multiple)"]];
        for frames in lists.map(frames) {
            let messages = frames.last().expect("there are answers").1 as u8;
            let setup = route.setup(messages, confirming(messages, rabbitmq));
            assert!(begins(&setup, route, &frames), "{record}: never {frames:?}");
        }
        // R12: between messages of one kind on one queue the numbers never went backwards.
        assert_eq!(paced["non_monotonic_tags"], 0, "{record}");
        assert!(!strays(&route.setup(3, confirming(3, rabbitmq)), route, None), "{record}: numbers go backwards");
    }
}

fn published_to(case: &str) -> (Route, Rabbitmq) {
    let durable = !case.starts_with("non-durable") && case != "unroutable";
    let version = if case.contains(" v2 ") { 2 } else { 1 };
    let queue = if case.starts_with("quorum") { quorum() } else { classic(durable, case.contains("dm2"), version) };
    (if case == "unroutable" { Route::Nowhere } else { Route::Queue }, queue)
}

fn frames(list: &Value) -> Vec<Frame> {
    let (mut last, mut scaled) = (0, 0);
    let list = list.as_array().expect("a list of frames");
    let frame = |frame: &Value| {
        let (tag, multiple) = (frame[0].as_u64().expect("a tag"), frame[1].as_bool().expect("multiple"));
        assert_eq!(tag - last > 1, multiple, "the frames answer in order for all before them");
        last = tag;
        scaled += if multiple { 2 } else { 1 };
        (EnvelopeKind::Confirm, scaled, multiple)
    };
    list.iter().map(frame).collect()
}

/// s08: one message that nobody takes. A return comes before its ack, and a nack never comes (R13, A9).
pub fn unroutable(records: &[&Record]) {
    for record in records {
        let mandatory = !record.case.contains("NOT mandatory");
        let frames: Vec<Frame> = record.always("server_frames_seen").split(" ; ").map(frame).collect();
        let setup = Route::Nowhere.setup(1, Rabbitmq { mandatory, ..confirming(1, classic(false, true, 1)) });
        assert!(begins(&setup, Route::Nowhere, &frames), "{record}: never {frames:?}");
        assert!(!strays(&setup, Route::Nowhere, Some(&frames)), "{record}: not always {frames:?}");
    }
}

/// A frame as s08 and s09 write it: `Basic.Ack(1)`, `basic.Ack(delivery_tag=3, multiple=True)`.
fn frame(text: &str) -> Frame {
    let (method, arguments) = text.split_once('(').expect("a method with arguments");
    let kind = match method.to_lowercase().as_str() {
        "basic.return" => return (EnvelopeKind::Return, 0, false),
        "basic.ack" => EnvelopeKind::Confirm,
        "basic.nack" => EnvelopeKind::Refusal,
        _ => panic!("{text} is not an answer to a publish"),
    };
    let digits = |c: char| c.is_ascii_digit();
    let number = arguments.trim_start_matches(|c: char| !digits(c)).split(|c: char| !digits(c)).next();
    let number = number.and_then(|number| number.parse().ok()).expect("a tag");
    (kind, number, arguments.contains("multiple"))
}

/// s09: seven publishes to a queue that takes fewer. To a publisher the limit is no other than the fault
/// `publish_refused`, once for each publish that it refuses (A13, R16).
pub fn refusals(records: &[&Record]) {
    for record in records {
        let rabbitmq = if record.case.starts_with("quorum") { quorum() } else { classic(true, true, 1) };
        pipelined(record, rabbitmq);
        one_by_one(record, rabbitmq);
    }
}

fn pipelined(record: &Record, rabbitmq: Rabbitmq) {
    let confirms = record.always("pipelined_confirms");
    let (acked, nacked) = confirms.split_once(" nacked ").expect("acked, then nacked");
    let (acked, nacked) = (numbers(acked.trim_start_matches("acked ")), numbers(nacked));
    let frames = record.list("server_frames_example").iter().map(|line| frame_of_line(line.as_str().expect("a line")));
    let frames: Vec<Frame> = frames.collect();
    let left = numbers(record.always("pipelined_left"));
    let window = (acked.len() + nacked.len()) as u8;
    assert!(refuses(rabbitmq, window, &acked, &nacked, &frames, &left), "{record}: never {confirms}, {frames:?}");
}

fn one_by_one(record: &Record, rabbitmq: Rabbitmq) {
    let answers: Vec<&str> = record.always("sync_confirms").split(' ').collect();
    let numbered = (1..).zip(answers.iter().map(|answer| *answer == "Ack"));
    let frame = |(number, ack)| (if ack { EnvelopeKind::Confirm } else { EnvelopeKind::Refusal }, number, false);
    let frames: Vec<Frame> = numbered.clone().map(frame).collect();
    let of =
        |wanted: bool| numbered.clone().filter(|(_, ack)| *ack == wanted).map(|(number, _)| number as u8).collect();
    let (acked, nacked): (Vec<u8>, Vec<u8>) = (of(true), of(false));
    let left = numbers(record.always("sync_left"));
    assert!(refuses(rabbitmq, 1, &acked, &nacked, &frames, &left), "{record}: never {answers:?}");
}

fn numbers(text: &str) -> Vec<u8> {
    let words = text.split(|c: char| !c.is_ascii_digit()).filter(|word| !word.is_empty());
    words.map(|word| word.parse().expect("a number")).collect()
}

/// `+1.7ms p S>C ch1 basic.Nack(delivery_tag=4, requeue=True)`.
fn frame_of_line(line: &str) -> Frame {
    frame(&line[line.find("basic.").expect("a method")..])
}

/// Whether some run refuses exactly these publishes, with exactly these answers, and keeps the rest.
fn refuses(rabbitmq: Rabbitmq, window: u8, acked: &[u8], nacked: &[u8], frames: &[Frame], left: &[u8]) -> bool {
    let messages = (acked.len() + nacked.len()) as u8;
    let setup = setup(messages, confirming(window, rabbitmq), nacked.len() as u8, &[FaultKind::PublishRefused]);
    let see = |answers: &mut Answers, action: Action, events: &[Event]| {
        answers.see(frames, events);
        let as_recorded = |event: &Event| match event {
            Event::Stored { message, .. } => acked.contains(&message.0),
            Event::RefusedByBroker { message, .. } => nacked.contains(&message.0),
            _ => true,
        };
        Route::Queue.allows(answers, action) && !answers.other && events.iter().all(as_recorded)
    };
    reaches(&setup, Answers::default(), see, |moment| {
        let scene = moment.scene();
        let believed = |messages: &[Message]| messages.iter().map(|message| message.0).collect::<Vec<_>>();
        let told =
            (believed(&scene.producer.acked), believed(&scene.producer.failed)) == (acked.to_vec(), nacked.to_vec());
        let kept = stored(&scene).iter().map(|(message, _)| *message).eq(left.iter().copied());
        moment.seen.count == frames.len() && told && kept
    })
}
