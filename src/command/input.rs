//! Where setups come from: a file, or standard input.

use std::fs;
use std::io::{self, Read};

use super::Bad;
use crate::setup::{Setup, parse_setup_bytes};

/// The longest input that is read, in bytes: no setup and no link comes near.
const BYTES_MAX: u64 = 1 << 20;

/// The setup in this file, or on standard input for `-`.
pub fn setup(source: &str) -> Result<Setup, Bad> {
    Ok(parse_setup_bytes(&bytes(source)?)?)
}

/// The text of this file.
pub fn text(path: &str) -> Result<String, Bad> {
    String::from_utf8(bytes(path)?).map_err(|_| Bad(format!("{path}: not UTF-8 text")))
}

fn bytes(source: &str) -> Result<Vec<u8>, Bad> {
    let read = match source {
        "-" => limited(io::stdin()),
        path => fs::File::open(path).and_then(limited),
    };
    let bytes = read.map_err(|error| Bad(format!("{source}: {error}")))?;
    if bytes.len() as u64 > BYTES_MAX {
        return Err(Bad(format!("{source}: longer than {BYTES_MAX} bytes")));
    }
    Ok(bytes)
}

fn limited(reader: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(BYTES_MAX + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
