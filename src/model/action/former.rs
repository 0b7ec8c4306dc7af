//! Codes of former versions of the model, so that their links keep their actions.

use super::{Action, CONSUMERS, EFFECTS, FAULT_PLACES, FAULTS, PLACES, PLUCKS};

/// The first version with the present codes.
const PRESENT: u32 = 4;
/// Before, consumers had four codes each time, one fewer than faults had places.
const FORMER_CONSUMERS: u32 = 4;
const FORMER_FAULT_PLACES: u32 = FORMER_CONSUMERS + 1;
const FORMER_EFFECTS: u32 = 4096;

/// The action that this number stood for in that version of the model, if there was one.
pub fn from_code_of(version: u32, code: u32) -> Option<Action> {
    if version >= PRESENT {
        return Action::from_code(code);
    }
    let within = FORMER_CONSUMERS * PLACES;
    Action::from_code(match code {
        FORMER_EFFECTS.. => {
            let code = code - FORMER_EFFECTS;
            EFFECTS + code / within * (CONSUMERS * PLACES) + code % within
        }
        PLUCKS.. => code,
        FAULTS.. => {
            let code = code - FAULTS;
            FAULTS + code / FORMER_FAULT_PLACES * FAULT_PLACES + code % FORMER_FAULT_PLACES
        }
        _ => code,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Consumer, Fault, Line, Way};
    use crate::setup::FaultKind;

    #[test]
    fn former_codes_keep_their_actions() {
        let confirm_lost = Action::Fault(Fault::of(FaultKind::ConfirmLost));
        let crash = Action::Fault(Fault::at(FaultKind::ConsumerCrashBeforeEffect, Consumer(3)));
        let pluck = Action::Pluck { line: Line::Producer, way: Way::ToClient, place: 1 };
        let former = [
            (0, Action::Publish),
            (FAULTS + 5, confirm_lost),
            (FAULTS + 8 * 5 + 4, crash),
            (PLUCKS + PLACES + 1, pluck),
            (FORMER_EFFECTS + PLACES + 2, Action::EffectOf { consumer: Consumer(1), place: 2 }),
            (FORMER_EFFECTS + 4 * PLACES, Action::CommitOf { consumer: Consumer(0), place: 0 }),
            (FORMER_EFFECTS + 11 * PLACES + 1, Action::AcknowledgeOf { consumer: Consumer(3), place: 1 }),
        ];
        for (code, action) in former {
            assert_eq!(from_code_of(3, code), Some(action), "{code}");
        }
        assert_eq!(from_code_of(PRESENT, confirm_lost.code()), Some(confirm_lost));
    }
}
