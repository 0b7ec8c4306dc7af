//! Shapes differ, fit, and can be read in both themes.

use super::*;
use crate::model::{CopyId, Queue};

#[test]
fn message_1_has_the_first_look_and_keys_differ() {
    for keys in 1..=8 {
        assert_eq!(Look::of(Message(1), keys).index(), 0);
        for first in 1..=64 {
            for second in 1..=64 {
                let same_key = Message(first).key(keys) == Message(second).key(keys);
                assert_eq!(Look::of(Message(first), keys) == Look::of(Message(second), keys), same_key);
            }
        }
    }
}

#[test]
fn outlines_stay_close_to_their_radius_and_differ() {
    let mut outlines: Vec<String> = Vec::new();
    for look in Look::all() {
        for piece in look.pieces(10.0) {
            let points = match piece {
                Outline::Circle => vec![],
                Outline::Start(point) | Outline::Line(point) => vec![point],
                Outline::Bend(over, to) => vec![over, to],
            };
            assert!(points.iter().all(|point| point.x.abs() <= 12.0 && point.y.abs() <= 12.0));
        }
        outlines.push(look.outline(10.0));
    }
    outlines.sort();
    outlines.dedup();
    assert_eq!(outlines.len(), LOOKS);
}

#[test]
fn path_data_is_plain_numbers() {
    let mut outlines = Look::all().map(|look| look.outline(10.0));
    let circle = "M -10 0a 10 10 0 1 1 20 0a 10 10 0 1 1 -20 0Z";
    assert_eq!(outlines.next().as_deref(), Some(circle));
    let square = outlines.next().unwrap_or_default();
    assert!(square.starts_with("M -9.5 -7.5Q -9.5 -9.5 -7.5 -9.5L 7.5 -9.5"), "{square}");
}

#[test]
fn the_border_closes_as_safety_grows() {
    let copy = |state| CopyScene {
        copy: CopyId(0),
        message: Message(1),
        queue: Queue::FIRST,
        death: None,
        state,
        redelivered: false,
    };
    let border = |shelf| Style::stored(shelf, &copy(CopyState::Ready)).border;
    assert_eq!(border(ShelfKind::Memory), Border::Short);
    assert_eq!(border(ShelfKind::PageCache), Border::Long);
    assert_eq!(border(ShelfKind::Disk), Border::Solid);
    let unacked = copy(CopyState::Unacked(crate::model::Consumer(0)));
    assert_eq!(Style::stored(ShelfKind::Disk, &unacked).fill, Fill::Sheet);
}

#[test]
fn dashes_close_around_the_outline() {
    for look in Look::all() {
        for border in [Border::Short, Border::Long] {
            let perimeter = look.perimeter(12.0);
            let Some((dash, gap)) = border.dashes(perimeter) else { panic!("{border:?} has dashes") };
            let count = perimeter / (dash + gap);
            assert!((count - count.round()).abs() < 1e-6 && count >= 3.0, "{count}");
        }
    }
}

#[test]
fn seals_name_up_to_three_messages_then_the_ends() {
    let of = |numbers: &[u8]| Seals::of(numbers.iter().copied().map(Message).collect());
    assert_eq!(of(&[]), Seals::None);
    assert_eq!(of(&[2, 3]), Seals::Each(vec![Message(2), Message(3)]));
    assert_eq!(of(&[1, 2, 3, 9]), Seals::Range(Message(1), Message(9)));
}

const STYLE: &str = include_str!("../../../../static/page.css");

/// The tokens of a theme: the block that begins with this line.
fn tokens(block: &str) -> Vec<(&'static str, [f64; 3])> {
    let from = STYLE.find(block).map(|at| &STYLE[at..]).unwrap_or_default();
    let block = from.split('}').next().unwrap_or_default();
    block
        .lines()
        .filter_map(|line| line.trim().strip_prefix("--")?.trim_end_matches(';').split_once(": #"))
        .filter_map(token)
        .collect()
}

fn token((name, hex): (&'static str, &'static str)) -> Option<(&'static str, [f64; 3])> {
    let part = |at: usize| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok();
    Some((name, [part(0)?, part(2)?, part(4)?].map(|value| f64::from(value) / 255.0)))
}

fn luminance(colour: [f64; 3]) -> f64 {
    let [red, green, blue] =
        colour.map(|part| if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn numbers_can_be_read_in_both_themes() {
    for block in [":root {", ":root[data-theme=\"dark\"] {", ":root:not([data-theme=\"light\"]) {"] {
        let tokens = tokens(block);
        let colour = |name: &str| tokens.iter().find(|(its, _)| *its == name).map(|(_, colour)| *colour);
        let Some(on_key) = colour("onkey") else { panic!("{block} has no --onkey") };
        let Some(sheet) = colour("sheet") else { panic!("{block} has no --sheet") };
        for look in 0..LOOKS {
            let (Some(key), Some(tint)) = (colour(&format!("key{look}")), colour(&format!("key{look}t"))) else {
                panic!("{block} lacks the colours of key {look}")
            };
            for (name, ground, ink) in [("full", key, on_key), ("tint", tint, key), ("hollow", sheet, key)] {
                let contrast = contrast(ground, ink);
                assert!(contrast >= 4.5, "{block} key {look} {name}: {contrast:.2}");
            }
        }
    }
}
