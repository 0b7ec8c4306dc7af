//! Numbers in drawings: one digit after the point is enough. The library's own way of writing numbers is much larger.

/// Appends a number with one digit after the point at most.
#[inline(never)]
pub fn push(text: &mut String, number: f64) {
    let tenths = (number * 10.0).round() as i64;
    if tenths < 0 {
        text.push('-');
    }
    let tenths = tenths.unsigned_abs();
    text.push_str(&(tenths / 10).to_string());
    if !tenths.is_multiple_of(10) {
        text.push('.');
        text.push(char::from(b'0' + (tenths % 10) as u8));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_one_digit_after_the_point_at_most() {
        let written = |number: f64| {
            let mut text = String::new();
            push(&mut text, number);
            text
        };
        assert_eq!([0.0, 12.0, 0.25, -7.51, -0.04, -0.06].map(written), ["0", "12", "0.3", "-7.5", "0", "-0.1"]);
    }
}
