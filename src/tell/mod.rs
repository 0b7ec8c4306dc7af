//! Words: an event as a sentence, the ledger's phrases, settings, faults, tooltips and the page's labels, in English and
//! 简体中文. Everything is read from a run or a setup; nothing here knows of a browser.

mod challenge;
mod change;
pub mod check;
pub mod client;
mod copies;
pub mod embed;
mod explain;
pub mod export;
mod faults;
mod grammar;
pub mod interface;
mod kafka;
mod lang;
mod ledger;
pub mod look;
pub mod number;
mod outside;
mod piece;
mod presets;
pub mod race;
mod recipes;
mod refusal;
mod sentence;
mod settings;
pub mod trace;
pub mod verdict;
mod why;

pub use challenge::{LevelWords, hints, level_words};
pub use change::{change, outcome};
pub use explain::{
    death, envelope, explain_committed_offset, explain_consumer, explain_copy, explain_dead, explain_envelope,
    explain_epoch, explain_flag, explain_flag_under, explain_held, explain_high_watermark, explain_in_sync,
    explain_log, explain_log_end, explain_member, explain_position, explain_record, explain_shelf, explain_stage,
    explain_work, flag, log_about, shelf, shelf_about,
};
pub use faults::{fault_about, fault_label};
pub use grammar::grammar;
pub use lang::Lang;
pub use ledger::{belief, belief_under, effects_heading, fate, outside_world, truth};
pub use outside::{Outside, Standing, outside, standings, written};
pub use piece::{Piece, plain};
pub use presets::{PresetWords, first_story};
#[cfg(not(target_arch = "wasm32"))]
pub use presets::{StoryTopic, preset, story_topics};
pub use recipes::recipe;
pub use refusal::{obstacle, record_error, setup_error};
pub use sentence::sentence;
pub use settings::{Hop, choice_about, field_about, property};
pub use why::{Reason, what_if, why, why_briefly, why_steps};

use crate::setup::{Broker, Setup};

/// Whether consumers need numbers.
const fn several_consumers(setup: &Setup) -> bool {
    match setup.broker {
        Broker::Rabbitmq => setup.rabbitmq.consumers > 1,
        Broker::Kafka => setup.kafka.consumers > 1,
    }
}
