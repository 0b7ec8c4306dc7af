//! RabbitMQ, AMQP 0-9-1: one producer, its queues (classic or quorum) and perhaps a dead-letter queue, their consumers.
//!
//! | file | subject |
//! |---|---|
//! | `rules` | the settings that the machine obeys |
//! | `state` | everything that can change, and the six flags |
//! | `enabled` | what may happen next |
//! | `apply` | one action, by calling the part it belongs to |
//! | `producer`, `channel` | the publishing client, and the broker's side of its channel |
//! | `queue`, `quorum` | stored copies: in three places of one node, or in the logs of three |
//! | `limits` | what makes a queue give messages up, and where they go then |
//! | `delivery`, `consumer` | hand-out and settlement at the broker, and the consuming client |
//! | `fault` | what breaks, and when it can |
//! | `scene` | the picture |
//! | `pack` | a world as bytes, for those who must keep many |
//! | `calm` | what no run can tell any more once the last fault has struck |

mod apply;
#[cfg(not(feature = "figure"))]
mod calm;
mod channel;
mod consumer;
mod delivery;
mod enabled;
mod fault;
mod limits;
mod pack;
mod producer;
mod queue;
mod quorum;
mod rules;
mod scene;
mod state;

pub use apply::apply;
#[cfg(not(feature = "figure"))]
pub use calm::forget;
pub use enabled::{enabled, faults, is_possible};
pub use limits::expiring;
pub use pack::{pack, unpack};
pub use rules::Rules;
pub use scene::scene;
pub use state::State;
