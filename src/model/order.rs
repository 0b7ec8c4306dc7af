//! The order of a few things. The library's sort is made for many, and many times as large.

use std::cmp::Ordering;

/// The numbers below `count` in this order, equal ones as they are.
pub fn ordered(count: u8, compare: &dyn Fn(u8, u8) -> Ordering) -> Vec<u8> {
    let mut order = Vec::with_capacity(count.into());
    for next in 0..count {
        let behind = |placed: &u8| compare(*placed, next) == Ordering::Greater;
        let place = order.iter().position(behind).unwrap_or(order.len());
        order.insert(place, next);
    }
    order
}

#[cfg(test)]
mod tests {
    use super::ordered;

    #[test]
    fn equal_ones_stay_as_they_are() {
        let keys = [3, 1, 2, 1, 3, 0];
        let compare = |one: u8, other: u8| keys[one as usize].cmp(&keys[other as usize]);
        assert_eq!(ordered(6, &compare), [5, 1, 3, 2, 0, 4]);
        assert!(ordered(0, &compare).is_empty());
    }
}
