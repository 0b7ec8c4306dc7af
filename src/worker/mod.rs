//! The thinking beside the page. The page asks, a worker answers in slices, so that neither ever waits for the other.
//!
//! | file | subject |
//! |---|---|
//! | `question`, `report` | what they say to each other |
//! | `line`, `in_client` | how that is written |
//! | `desk` | what is being worked on |
//! | `jobs`, `alternatives` | the searches behind the answers |
//! | `main` | the worker's program |

mod alternatives;
mod desk;
mod in_client;
mod jobs;
mod line;
mod question;
mod report;

pub use desk::Desk;
pub use jobs::VerdictJob;
pub use question::{Case, Parcel, Question, Task};
pub use report::{Alternative, Cell, Found, News, Par, Repairs, Report, State};
