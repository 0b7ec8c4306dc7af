pub fn what_if() {}
