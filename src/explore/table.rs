//! The table: what each recipe can break under each kind of fault. Its bounds are fixed and small, so that every cell is
//! explored in a moment.

use crate::setup::{Broker, FaultKind, FaultKinds, Faults, Setup, recipes};

/// Messages in each cell.
pub const MESSAGES: u8 = 2;

/// The columns: nothing breaks, then one fault of each kind that the broker knows.
pub fn columns(broker: Broker) -> Vec<Option<FaultKind>> {
    let known = FaultKind::ALL.iter().copied().filter(|kind| kind.known_to(broker));
    std::iter::once(None).chain(known.map(Some)).collect()
}

/// The first row: the settings at hand without what the table itself decides.
pub fn own_row(setup: &Setup) -> Setup {
    let Setup { seed, .. } = Setup::default();
    let faults = Faults { kinds: FaultKinds::all(setup.broker), ..Faults::default() };
    Setup { messages: MESSAGES, keys: 1, seed, faults, ..*setup }
}

/// The rows: the settings at hand, then every recipe of that broker.
pub fn rows(own: &Setup) -> Vec<Setup> {
    let of_recipe = |setup: Setup| Setup { messages: MESSAGES, ..setup };
    let recipes = recipes(own.broker).into_iter().map(|recipe| of_recipe(recipe.setup));
    std::iter::once(own_row(own)).chain(recipes).collect()
}

/// What is explored for a cell: one fault of that kind, or none.
pub fn cell(row: &Setup, column: Option<FaultKind>) -> Setup {
    let faults = Faults { budget: u8::from(column.is_some()), kinds: column.into_iter().collect::<FaultKinds>() };
    Setup { faults, ..*row }
}
