//! Over whole runs: what moves begins and ends where it rests, and never leaves the drawing.

use super::*;
use crate::model::Event;
use crate::page::stage::layout::{Point, Rect, Shape};
use crate::play::Chance;
use crate::setup::{
    Ack, Acks, Broker, Commit, FaultKinds, Faults, Kafka, Processing, Publish, QueueType, Rabbitmq, Setup, preset,
};

/// Setups of every kind, and what a seed breaks in them.
fn runs() -> impl Iterator<Item = Run> {
    let faults = Faults { budget: 4, kinds: FaultKinds::all(Default::default()) };
    let kinds = [Publish::FireAndForget, Publish::Confirm, Publish::Tx].into_iter().flat_map(|publish| {
        [QueueType::Classic, QueueType::Quorum].into_iter().flat_map(move |queue_type| {
            [Ack::Auto, Ack::BeforeEffect, Ack::AfterEffect].map(|ack| (publish, queue_type, ack))
        })
    });
    let setups = kinds.enumerate().map(move |(index, (publish, queue_type, ack))| Setup {
        messages: [3, 9, 24][index % 3],
        keys: 1 + (index % 8) as u8,
        seed: index as u64,
        faults,
        rabbitmq: Rabbitmq {
            publish,
            queue_type,
            ack,
            durable: true,
            persistent: index % 2 == 0,
            window: 1 + (index % 5) as u8,
            prefetch: (index % 4) as u8,
            consumers: 1 + (index % 4) as u8,
            single_active_consumer: index % 3 == 0,
            multiple_ack: index % 2 == 1,
            mandatory: index % 2 == 0,
            ..Rabbitmq::default()
        },
        ..Setup::default()
    });
    setups.chain(kafka_setups()).chain(kafka_setups().map(transactional)).map(|setup| Run::free(&setup, Chance::Faults))
}

/// The same for the other broker.
fn kafka_setups() -> impl Iterator<Item = Setup> {
    let faults = Faults { budget: 4, kinds: FaultKinds::all(Broker::Kafka) };
    Processing::ALL.iter().copied().enumerate().flat_map(move |(index, processing)| {
        let commits = [Commit::AutoOnPoll, Commit::SyncPerBatch, Commit::OwnOffset, Commit::InEffectTransaction];
        commits.into_iter().enumerate().map(move |(other, commit)| Setup {
            broker: Broker::Kafka,
            messages: [4, 11, 40][(index + other) % 3],
            keys: 1 + other as u8,
            seed: (4 * index + other) as u64,
            faults,
            kafka: Kafka {
                processing,
                commit,
                acks: Acks::ALL[(index + other) % 3],
                enable_idempotence: false,
                replication_factor: 1 + (index + other) as u8 % 3,
                in_sync: 1,
                unclean_leader_election: other % 2 == 0,
                partitions: 1 + other as u8,
                consumers: (index + 2 * other) as u8 % 5,
                max_poll_records: 1 + index as u8,
                ..Kafka::default()
            },
            ..Setup::default()
        })
    })
}

fn transactional(setup: Setup) -> Setup {
    let producing = Kafka { acks: Acks::All, enable_idempotence: true, transactional: true, ..setup.kafka };
    Setup { messages: setup.messages.min(11), kafka: producing, ..setup }
}

fn room(shape: &Shape, tall: bool) -> usize {
    Layout::new(shape, tall).broker.room()
}

#[test]
fn what_flies_begins_and_ends_where_it_rests() {
    for run in runs() {
        for tall in [false, true] {
            let story = Story::new(&run, |shape| room(shape, tall));
            let layout = Layout::new(&story.shape, tall);
            let scenery = Scenery { run: &run, story: &story, layout: &layout };
            for position in 0..run.steps() {
                let plan = Plan::new(&scenery, &Picture::new(&run, position), &Picture::new(&run, position + 1));
                for mover in plan.movers.iter().filter(|mover| mover.timing == Timing::Through) {
                    let rests = |position: usize, at: Point| {
                        lines(&scenery).any(|(line, wire)| {
                            [Way::ToBroker, Way::ToClient].into_iter().any(|way| {
                                let track = track(wire, line, way);
                                let all = on_wire(run.flights(), run.steps(), position, (line, way), track.length());
                                all.iter().any(|here| track.at(here.travelled.unwrap_or(0.0)).distance(at) < 1e-6)
                            })
                        })
                    };
                    assert!(rests(position, mover.at(0.0)));
                    assert!(rests(position + 1, mover.at(1.0)));
                }
            }
        }
    }
}

#[test]
fn nothing_leaves_the_drawing_and_what_rests_again_is_there() {
    for run in runs() {
        let story = Story::new(&run, |shape| room(shape, false));
        let layout = Layout::new(&story.shape, false);
        let scenery = Scenery { run: &run, story: &story, layout: &layout };
        let border = Rect::new(0.0, 0.0, layout.width, layout.tray + 10.0);
        for position in 0..run.steps() {
            let before = Picture::new(&run, position);
            let plan = Plan::new(&scenery, &before, &Picture::new(&run, position + 1));
            for mover in &plan.movers {
                for part in [0.0, 0.2, 0.45, 0.7, 1.0] {
                    assert!(border.contains(&Rect::around(mover.at(part), 4.0, 4.0)), "{mover:?} in step {position}");
                    assert!((0.0..=1.0).contains(&mover.opacity(part)));
                }
                assert_eq!(mover.at(0.0), mover.origin());
                assert!(mover.at(1.0).distance(mover.goal()) < 1e-6);
            }
            for place in &plan.hidden {
                assert!(before.spot(&story, &layout, *place).is_some(), "{place:?} was nowhere in step {position}");
            }
        }
    }
}

#[test]
fn places_in_a_wire_s_stream_are_those_of_the_scene() {
    for run in runs() {
        for position in 0..=run.steps() {
            for line in &run.scene(position).lines {
                for (way, stream) in [(Way::ToBroker, &line.to_broker), (Way::ToClient, &line.to_client)] {
                    let here = on_wire(run.flights(), run.steps(), position, (line.line, way), 80.0);
                    assert_eq!(here.len(), stream.len());
                    for (here, envelope) in here.iter().zip(stream) {
                        assert_eq!(run.flights()[here.flight].envelope, *envelope);
                    }
                }
            }
        }
    }
}

#[test]
fn a_copy_keeps_its_place_on_every_shelf() {
    for run in runs() {
        let story = Story::new(&run, |shape| room(shape, false));
        for position in 0..=run.steps() {
            let scene = run.scene(position);
            for shelf in &scene.broker.shelves {
                let mut places: Vec<usize> =
                    shelf.copies.iter().filter_map(|copy| story.column(copy.copy, position)).collect();
                let count = places.len();
                places.sort_unstable();
                places.dedup();
                assert_eq!(places.len(), count, "two copies share a place at {position}");
            }
        }
    }
}

#[test]
fn the_tray_of_a_story_tells_its_loss() {
    let Some(preset) = preset("lost_on_the_wire") else { panic!("no such story") };
    let run = Run::staged(&preset.setup, preset.strikes);
    let story = Story::new(&run, |shape| room(shape, false));
    assert_eq!(story.losses.len(), 1);
    assert!(story.losses_until(story.losses[0].step - 1).is_empty());
    assert_eq!(story.losses_until(run.steps()).len(), 1);
}

#[test]
fn a_sprite_s_number_tells_it_from_every_other() {
    let mut sprites: Vec<Sprite> = Vec::new();
    for run in runs() {
        let story = Story::new(&run, |shape| room(shape, false));
        let layout = Layout::new(&story.shape, false);
        let scenery = Scenery { run: &run, story: &story, layout: &layout };
        for position in 0..run.steps() {
            let plan = Plan::new(&scenery, &Picture::new(&run, position), &Picture::new(&run, position + 1));
            for mover in plan.movers {
                if !sprites.contains(&mover.sprite) {
                    sprites.push(mover.sprite);
                }
            }
        }
    }
    let mut keys: Vec<u64> = sprites.iter().map(Sprite::key).collect();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), sprites.len());
}

#[test]
fn what_is_plucked_in_mid_air_falls_from_where_it_hangs() {
    let mut seen = 0;
    for run in runs().take(6) {
        let story = Story::new(&run, |shape| room(shape, false));
        let layout = Layout::new(&story.shape, false);
        for position in 0..run.steps() {
            let picture = Picture::new(&run, position);
            let scenery = Scenery { run: &run, story: &story, layout: &layout };
            let old = Plan::new(&scenery, &picture, &Picture::new(&run, position + 1));
            let Some((line, way, place)) =
                old.movers.iter().find(|mover| mover.is_on_wire(0.3)).and_then(|mover| mover.stream)
            else {
                continue;
            };
            let mut forked = run.clone();
            let pluck = crate::model::Action::Pluck { line, way, place: place as u8 };
            assert!(forked.fork(position, pluck).is_ok());
            let scenery = Scenery { run: &forked, ..scenery };
            let mut new = Plan::new(&scenery, &Picture::new(&forked, position), &Picture::new(&forked, position + 1));
            new.hang(&old, 0.3);
            let of = |plan: &Plan| {
                let here = |mover: &&Mover| mover.stream == Some((line, way, place));
                plan.movers.iter().find(here).map(|mover| mover.at(0.3))
            };
            let (before, after) = (of(&old), of(&new));
            assert!(
                before.zip(after).is_none_or(|(before, after)| before.distance(after) < 1e-6),
                "{before:?} {after:?}"
            );
            seen += usize::from(after.is_some());
        }
    }
    assert!(seen > 20, "{seen}");
}

#[test]
fn what_leaves_a_log_is_seen_to_go_and_a_marker_to_come() {
    let (mut gone, mut written, mut decided) = (0, 0, 0);
    for run in runs() {
        let story = Story::new(&run, |shape| room(shape, false));
        let layout = Layout::new(&story.shape, false);
        let scenery = Scenery { run: &run, story: &story, layout: &layout };
        for position in 0..run.steps() {
            let (before, after) = (Picture::new(&run, position), Picture::new(&run, position + 1));
            let plan = Plan::new(&scenery, &before, &after);
            for (log, scene) in before.scene.broker.logs.iter().enumerate() {
                for place in scene.records.iter().map(|record| Place::Record(log, record.copy)) {
                    let leaves = after.spot(&story, &layout, place).is_none();
                    assert!(!leaves || plan.hidden.contains(&place), "{place:?} in step {position}");
                    gone += usize::from(leaves);
                }
            }
            let markers = plan.movers.iter().filter(|mover| matches!(mover.sprite, Sprite::Marker(_))).count();
            for event in run.events(position + 1) {
                written += usize::from(matches!(event, Event::MarkerWritten { .. }) && markers > 0);
                decided += usize::from(matches!(event, Event::TransactionDecided { .. }));
                assert!(markers > 0 || !matches!(event, Event::MarkerWritten { .. }), "in step {position}");
            }
        }
    }
    assert!(gone > 20 && written > 5 && decided > 5, "{gone} {written} {decided}");
}

#[test]
fn several_copies_of_a_message_in_one_hand_have_a_place_each() {
    let mut several = 0;
    for run in runs() {
        let story = Story::new(&run, |shape| room(shape, false));
        let layout = Layout::new(&story.shape, false);
        for position in 0..=run.steps() {
            let picture = Picture::new(&run, position);
            for consumer in &picture.scene.consumers {
                let places: Vec<Place> =
                    (0..consumer.holding.len()).map(|index| Place::in_hand(consumer, index)).collect();
                let copies = |place: &&Place| matches!(place, Place::Held(.., which) if *which > 0);
                several += places.iter().filter(copies).count();
                for (index, place) in places.iter().enumerate() {
                    assert!(!places[..index].contains(place), "{place:?} at {position}");
                    assert!(picture.spot(&story, &layout, *place).is_some());
                }
            }
        }
    }
    assert!(several > 0, "no hand had a message twice");
}
