//! Setups written as JSON, on one line. Every name in it is plain, so nothing needs escaping.

use super::VERSION;
use crate::setup::{Field, Section, Setup, Value};

/// The setup as JSON with every setting in it.
pub fn to_json(setup: &Setup) -> String {
    write(setup, |_| true)
}

/// The setup as JSON with only those settings that differ from what they are where nobody names them.
pub fn to_json_brief(setup: &Setup) -> String {
    write(setup, |field| field.get(setup) != field.default_in(setup))
}

fn write(setup: &Setup, is_written: impl Fn(Field) -> bool) -> String {
    let mut entries = vec![entry("version", &VERSION.to_string())];
    let mut open = Section::Setup;
    let mut inner = Vec::new();
    for field in Field::ALL.iter().copied().filter(|field| is_written(*field)) {
        if field.section() != open {
            close(open, &mut inner, &mut entries);
            open = field.section();
        }
        inner.push(entry(field.name(), &value(field.get(setup))));
    }
    close(open, &mut inner, &mut entries);
    object(&entries)
}

/// Moves the fields of one section to where they belong: into an object of its own, or to the top.
fn close(section: Section, inner: &mut Vec<String>, entries: &mut Vec<String>) {
    let fields = std::mem::take(inner);
    match section.name() {
        "" => entries.extend(fields),
        _ if fields.is_empty() => {}
        name => entries.push(entry(name, &object(&fields))),
    }
}

fn entry(name: &str, value: &str) -> String {
    format!("\"{name}\": {value}")
}

fn object(entries: &[String]) -> String {
    format!("{{{}}}", entries.join(", "))
}

/// The value as JSON.
pub(super) fn value(value: Value) -> String {
    match value {
        Value::Choice(name) => format!("\"{name}\""),
        Value::FaultKinds(kinds) => {
            let names: Vec<_> = kinds.names().iter().map(|name| format!("\"{name}\"")).collect();
            format!("[{}]", names.join(", "))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}
