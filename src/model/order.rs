//! The order of a few things. The library's sort is made for many, and many times as large.

use std::cmp::Ordering;

/// The numbers below `count` in this order, equal ones as they are; nothing if they are in order already.
pub fn reordered(count: u8, compare: &dyn Fn(u8, u8) -> Ordering) -> Option<Vec<u8>> {
    if (1..count).all(|next| compare(next - 1, next) != Ordering::Greater) {
        return None;
    }
    let mut order = Vec::with_capacity(count.into());
    for next in 0..count {
        let behind = |placed: &u8| compare(*placed, next) == Ordering::Greater;
        let place = order.iter().position(behind).unwrap_or(order.len());
        order.insert(place, next);
    }
    Some(order)
}

#[cfg(test)]
mod tests {
    use super::reordered;

    #[test]
    fn equal_ones_stay_as_they_are() {
        let keys = [3, 1, 2, 1, 3, 0];
        let compare = |one: u8, other: u8| keys[one as usize].cmp(&keys[other as usize]);
        assert_eq!(reordered(6, &compare), Some(vec![5, 1, 3, 2, 0, 4]));
        assert_eq!(reordered(0, &compare), None);
        assert_eq!(reordered(1, &compare), None);
        assert_eq!(reordered(6, &|_, _| std::cmp::Ordering::Equal), None);
    }
}
