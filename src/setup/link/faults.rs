//! The `faults` part of a link: kinds and budget in one.

use super::FAULTS;
use crate::setup::error::{Allowed, Problem, SetupError, shortened};
use crate::setup::value::whole_of;
use crate::setup::{Broker, FaultKind, FaultKinds, Faults, Field, Value};

const ALL: &str = "all";
const NONE: &str = "none";
const BUDGET_IF_MISSING: u8 = 1;

/// Reads `kind,kind:budget`.
pub(super) fn read(text: &str, broker: Broker) -> Result<Faults, SetupError> {
    if text == NONE {
        return Ok(Faults { budget: 0, kinds: FaultKinds::all(broker) });
    }
    let (kinds, budget) = match text.split_once(':') {
        Some((kinds, budget)) => (kinds, read_budget(budget)?),
        None if text.is_empty() => return Err(unknown_kind(text, broker)),
        None => (text, BUDGET_IF_MISSING),
    };
    Ok(Faults { budget, kinds: read_kinds(kinds, broker)? })
}

fn read_budget(text: &str) -> Result<u8, SetupError> {
    let number = whole_of(text).filter(|number| Field::Budget.kind().admits(Value::Number(*number)));
    let budget = number.and_then(|number| u8::try_from(number).ok());
    budget.ok_or_else(|| refused(text, Problem::NotAllowed(Field::Budget.allowed())))
}

fn read_kinds(text: &str, broker: Broker) -> Result<FaultKinds, SetupError> {
    match text {
        ALL => return Ok(FaultKinds::all(broker)),
        "" => return Ok(FaultKinds::NONE),
        _ => {}
    }
    let mut kinds = FaultKinds::NONE;
    for name in text.split(',') {
        let kind = FaultKind::named(name).filter(|kind| kind.known_to(broker));
        let kind = kind.ok_or_else(|| unknown_kind(name, broker))?;
        if kinds.contains(kind) {
            return Err(refused(name, Problem::RepeatedInList));
        }
        kinds = kinds.with(kind, true);
    }
    Ok(kinds)
}

fn unknown_kind(name: &str, broker: Broker) -> SetupError {
    let mut names = FaultKinds::all(broker).names();
    names.extend([ALL, NONE]);
    refused(name, Problem::NotAllowed(Allowed::Names(names)))
}

fn refused(value: &str, problem: Problem) -> SetupError {
    SetupError { field: FAULTS.to_owned(), value: shortened(value), problem }
}

/// Writes what [`read`] reads.
pub(super) fn write(faults: &Faults, broker: Broker) -> String {
    let budget = faults.budget;
    if faults.kinds != FaultKinds::all(broker) {
        return format!("{}:{budget}", Value::FaultKinds(faults.kinds));
    }
    if budget == 0 { NONE.to_owned() } else { format!("{ALL}:{budget}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Faults, String> {
        super::read(text, Broker::Rabbitmq).map_err(|error| error.to_string())
    }

    #[test]
    fn every_form_is_read() {
        let all = FaultKinds::all(Broker::Rabbitmq);
        let two: FaultKinds = [FaultKind::AckLost, FaultKind::PowerLoss].into_iter().collect();
        assert_eq!(read("all"), Ok(Faults { budget: 1, kinds: all }));
        assert_eq!(read("all:0"), Ok(Faults { budget: 0, kinds: all }));
        assert_eq!(read("none"), Ok(Faults { budget: 0, kinds: all }));
        assert_eq!(read(":2"), Ok(Faults { budget: 2, kinds: FaultKinds::NONE }));
        assert_eq!(read("ack_lost,power_loss"), Ok(Faults { budget: 1, kinds: two }));
        assert_eq!(read("power_loss,ack_lost:4"), Ok(Faults { budget: 4, kinds: two }));
    }

    #[test]
    fn every_other_form_is_refused() {
        let wrong =
            ["", "1", ",", "ack_lost,", "ack_lost:", "ack_lost:5", "ack_lost:01", "ack_lost:-1", "ack_lost:1:1"];
        for text in wrong.into_iter().chain(["rebalance", "none:1", "none,ack_lost", "all,ack_lost", "ALL", " all"]) {
            assert!(read(text).is_err(), "{text}");
        }
        let twice = read("ack_lost,ack_lost:1");
        assert_eq!(twice, Err("faults: ack_lost is listed twice; once is allowed".to_owned()));
    }

    #[test]
    fn what_is_written_is_read_back() {
        let all = FaultKinds::all(Broker::Rabbitmq);
        for budget in 0..=4 {
            for kinds in [all, FaultKinds::NONE, all.with(FaultKind::AckLost, false)] {
                let faults = Faults { budget, kinds };
                assert_eq!(read(&write(&faults, Broker::Rabbitmq)), Ok(faults));
            }
        }
    }
}
