//! What every error about a setup or a link must say, whatever was wrong.

use ackscope::setup::{Allowed, Field, FieldKind, Problem, SetupError};

/// One readable line that names the field, the value, and what is allowed in its place.
pub fn assert_names_the_trouble(error: &SetupError) {
    let line = error.to_string();
    assert!(!line.contains(char::is_control) && line.len() < 1_000, "{line}");
    assert!(error.value.chars().count() < 60 && error.field.chars().count() < 100, "{line}");
    let field = match error.field.as_str() {
        "" if matches!(error.problem, Problem::NotJson { .. }) => "setup",
        "" => "a field without a name",
        named => named,
    };
    assert!(line.starts_with(&format!("{field}: ")), "the field is not named: {line}");
    assert!(names_the_value(error, &line), "the value is not named: {line}");
    let says = allowed(&error.problem);
    assert!(says.iter().all(|word| line.contains(word)), "what is allowed is not said: {line}");
}

/// A text that can't be read at all, and what is not there, have no value.
fn names_the_value(error: &SetupError, line: &str) -> bool {
    match error.problem {
        Problem::Missing(_) | Problem::NotUtf8 => true,
        Problem::NotJson { .. } if error.value.is_empty() => true,
        _ if error.value.is_empty() => line.contains("an empty text"),
        _ => line.contains(&error.value),
    }
}

/// The words without which nobody would know what to write.
fn allowed(problem: &Problem) -> Vec<String> {
    match problem {
        Problem::NotAllowed(wanted) | Problem::Missing(wanted) => words_of(wanted),
        Problem::Impossible { beside, is, allowed } => {
            [vec![beside.name().to_owned(), is.to_string()], words_of(allowed)].concat()
        }
        Problem::Repeated | Problem::RepeatedInList => vec!["is allowed".to_owned()],
        Problem::NoSuchField { nearest, names } => {
            assert!(!names.is_empty());
            names.iter().map(|name| (*name).to_owned()).chain(nearest.clone()).collect()
        }
        Problem::NotJson { line, column, reason } => vec![format!("line {line}, column {column}"), reason.clone()],
        Problem::NotUtf8 => vec!["UTF-8".to_owned()],
    }
}

fn words_of(wanted: &Allowed) -> Vec<String> {
    let own = |words: &[&'static str]| words.iter().map(|word| (*word).to_owned()).collect();
    match wanted {
        Allowed::Bool => own(&["true", "false"]),
        Allowed::Whole { min, max } => vec![min.to_string(), max.to_string()],
        Allowed::WholeOrNull { min, max } => vec!["null".to_owned(), min.to_string(), max.to_string()],
        Allowed::Names(names) | Allowed::ListOf(names) => own(names),
        Allowed::NamesOrNull(names) => [own(names), own(&["null"])].concat(),
        Allowed::Only(value) => vec![value.to_string()],
        Allowed::Messages(last) => vec!["none".to_owned(), last.to_string()],
        Allowed::Milliseconds { .. } => own(&["milliseconds"]),
        Allowed::Costs => own(&["usual", "flush"]),
        Allowed::Object => own(&["object"]),
        Allowed::Parts => own(&["key=value"]),
        Allowed::Encoding => own(&["UTF-8", "%"]),
        Allowed::Scenario => own(&["scenario"]),
        Allowed::PackedRun => own(&["letters, digits"]),
        Allowed::Steps => own(&["3-9"]),
    }
}

/// Texts that no setting of this kind takes.
pub fn wrong_values(field: Field) -> Vec<String> {
    let mut wrong: Vec<String> = ["perhaps", "TRUE", "-1", "1.5", "01", "1e1", "[]", "99999999999999999999", " "]
        .into_iter()
        .map(str::to_owned)
        .collect();
    match field.kind() {
        FieldKind::Number { min, max } | FieldKind::OptionalNumber { min, max } => {
            wrong.push((max + 1).to_string());
            wrong.extend(min.checked_sub(1).map(|less| less.to_string()));
        }
        FieldKind::Choice(names) | FieldKind::OptionalChoice(names) => {
            wrong.extend(names.iter().flat_map(|name| [name.to_uppercase(), format!("{name}s"), name[1..].to_owned()]));
        }
        FieldKind::Bool | FieldKind::FaultKinds => wrong.push("1".to_owned()),
    }
    wrong.retain(|text| field.read(text).is_err());
    wrong
}
