//! Recipes: settings worth comparing, by name. Their words are in `tell`; what each can break is computed, never written.

use super::{Ack, Publish, QueueType, Rabbitmq, Resend};

/// Settings with a name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Recipe {
    /// Its name.
    pub name: &'static str,
    /// The settings.
    pub rabbitmq: Rabbitmq,
}

/// Every recipe, from the careless to the careful, then those about order.
pub fn recipes() -> Vec<Recipe> {
    let careless = Rabbitmq::default();
    let stored = Rabbitmq { durable: true, persistent: true, ..careless };
    let manual = Rabbitmq { ack: Ack::AfterEffect, ..stored };
    let confirm = Rabbitmq { publish: Publish::Confirm, ..manual };
    let window = Rabbitmq { window: 2, ..confirm };
    let quorum = Rabbitmq { queue_type: QueueType::Quorum, persistent: false, ..confirm };
    let recipe = |name, rabbitmq| Recipe { name, rabbitmq };
    vec![
        recipe("careless", careless),
        recipe("stored", stored),
        recipe("manual_ack", manual),
        recipe("at_most_once", Rabbitmq { ack: Ack::BeforeEffect, ..careless }),
        recipe("queue_not_durable", Rabbitmq { durable: false, ..confirm }),
        recipe("confirm", confirm),
        recipe("confirm_fsync", Rabbitmq { fsync_before_confirm: true, ..confirm }),
        recipe("transaction", Rabbitmq { publish: Publish::Tx, window: 2, ..manual }),
        recipe("quorum", quorum),
        recipe("confirm_window", window),
        recipe("new_first", Rabbitmq { resend: Resend::NewFirst, ..window }),
        recipe("prefetch", Rabbitmq { prefetch: 2, ..confirm }),
        recipe("two_consumers", Rabbitmq { consumers: 2, ..confirm }),
        recipe("single_active", Rabbitmq { consumers: 2, single_active_consumer: true, ..confirm }),
    ]
}
