//! One run: the schedule that picks actions by virtual time, its history, forks, records and digests.

mod change;
mod digest;
mod drill;
mod flight;
mod lives;
pub mod race;
mod random;
mod record;
mod round;
mod run;
mod schedule;
mod struck;
mod twin;
mod whatif;

pub use change::{Change, Verdict};
pub use digest::Digest;
pub use drill::drill;
pub use flight::{Flight, Landing};
pub use lives::{Kept, Life, Lives, Stretch};
pub use record::{Outcome, Raised, Record, RecordError, actions_from_text, actions_to_text, raised};
pub use run::{Chance, Moment, Run};
pub use struck::Struck;
pub use twin::{Side, Twin};
pub use whatif::{Repeat, WhatIf, concerned, same_schedule, watched, what_if};
