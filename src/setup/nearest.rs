//! The known name that a mistyped one may have meant.

/// Longer names are not compared: nobody mistypes one that long, and the work stays small.
const LENGTH_MAX: usize = 40;

/// The name nearest to `word`, if one is near enough to be a slip of the keyboard.
pub(crate) fn nearest(word: &str, names: &[&'static str]) -> Option<&'static str> {
    if word.len() > LENGTH_MAX {
        return None;
    }
    let near = |name: &&str| distance(word.as_bytes(), name.as_bytes());
    let found = names.iter().copied().min_by_key(near)?;
    (near(&found) <= (found.len() / 3).max(1)).then_some(found)
}

/// How many letters must be added, removed or replaced to turn one into the other.
fn distance(left: &[u8], right: &[u8]) -> usize {
    let mut costs: Vec<usize> = (0..=right.len()).collect();
    for (row, a) in left.iter().enumerate() {
        let mut diagonal = row;
        let mut last = row + 1;
        for (cost, b) in costs.iter_mut().skip(1).zip(right) {
            let replaced = diagonal + usize::from(a != b);
            diagonal = *cost;
            last = replaced.min(last + 1).min(diagonal + 1);
            *cost = last;
        }
        costs[0] = row + 1;
    }
    costs[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_count_single_letters() {
        assert_eq!(distance(b"", b"abc"), 3);
        assert_eq!(distance(b"window", b"window"), 0);
        assert_eq!(distance(b"windw", b"window"), 1);
        assert_eq!(distance(b"kitten", b"sitting"), 3);
        assert_eq!(distance(b"abc", b""), 3);
    }

    #[test]
    fn a_slip_finds_its_name_and_nonsense_finds_none() {
        let names = ["window", "resend", "ack"];
        assert_eq!(nearest("windw", &names), Some("window"));
        assert_eq!(nearest("acks", &names), Some("ack"));
        assert_eq!(nearest("frobnicate", &names), None);
        assert_eq!(nearest(&"w".repeat(1_000_000), &names), None);
        assert_eq!(nearest("window", &[]), None);
    }
}
