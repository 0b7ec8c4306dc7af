//! The order of a few things. The library's sort is made for many, and many times as large.

use std::cmp::Ordering;

/// Puts so many things in this order by exchanging neighbours; equal ones stay as they are.
pub fn put_in_order<T>(
    all: &mut T,
    count: u8,
    compare: impl Fn(&T, u8, u8) -> Ordering,
    exchange: impl Fn(&mut T, u8, u8),
) {
    for new in 1..count {
        let mut place = new;
        while place > 0 && compare(all, place - 1, place) == Ordering::Greater {
            exchange(all, place - 1, place);
            place -= 1;
        }
    }
}

/// The name that a thing has once these two have exchanged theirs.
pub fn exchanged<N: PartialEq>(name: N, one: N, other: N) -> N {
    if name == one {
        other
    } else if name == other {
        one
    } else {
        name
    }
}

#[cfg(test)]
mod tests {
    use super::put_in_order;

    #[test]
    fn equal_ones_stay_as_they_are() {
        let mut cards = [(3, 'a'), (1, 'b'), (2, 'c'), (1, 'd'), (3, 'e'), (0, 'f')];
        put_in_order(
            &mut cards,
            6,
            |cards, one, other| cards[one as usize].0.cmp(&cards[other as usize].0),
            |cards, one, other| cards.swap(one.into(), other.into()),
        );
        assert_eq!(cards, [(0, 'f'), (1, 'b'), (1, 'd'), (2, 'c'), (3, 'a'), (3, 'e')]);
    }
}
