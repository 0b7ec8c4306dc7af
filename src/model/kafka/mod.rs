//! Kafka: one producer, one topic whose partitions have up to three replicas, one consumer group.
//!
//! | file | subject |
//! |---|---|
//! | `rules` | the settings that the machine obeys |
//! | `state` | everything that can change |
//! | `loss` | when a message can't come any more, and what the log itself has broken |
//! | `enabled` | what may happen next |
//! | `apply` | one action, by calling the part it belongs to |
//! | `producer` | the producing client |
//! | `leader` | the leader's side: produce requests, the high watermark, answers |
//! | `transaction` | how the producer ends one, and its markers in the logs |
//! | `replica` | logs, followers that fetch, elections, nodes that stop and start |
//! | `group` | who owns which partition, and the offsets |
//! | `consumer` | polls, effects and commits of one consumer |
//! | `fault` | what breaks, and when it can |
//! | `scene` | the picture |
//! | `pack` | a world as bytes, for those who must keep many |
//! | `calm` | what no run can tell any more once the last fault has struck |

// What is called from outside is never inlined: the page fetches this room apart from its callers.
mod apply;
#[cfg(not(feature = "figure"))]
mod calm;
mod consumer;
mod enabled;
mod fault;
mod group;
mod leader;
mod loss;
mod pack;
mod producer;
mod replica;
mod rules;
mod scene;
mod state;
mod transaction;

pub use apply::apply;
#[cfg(not(feature = "figure"))]
pub use calm::forget;
pub use enabled::{enabled, faults, is_possible};
pub use pack::{pack, unpack};
pub use rules::Rules;
pub use scene::scene;
pub use state::State;
