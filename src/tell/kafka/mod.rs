//! What the words about Kafka read out of a run: where records lie in the logs, in whose hand they were, and why one was
//! read again.

pub mod hands;
pub mod logs;
pub mod reread;
