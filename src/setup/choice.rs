//! Settings that take one of a few named values. The names are those of setup files, links and the page.

/// Declares an enumeration whose values have fixed names.
macro_rules! choice {
    ($(#[$about:meta])* $name:ident, default $default:ident { $($(#[$doc:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$about])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum $name { $($(#[$doc])* $variant,)+ }

        impl $name {
            /// Every value, in the order in which they are offered.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];
            /// The names of `ALL`, in the same order.
            pub const NAMES: &'static [&'static str] = &[$($text,)+];

            /// The name in setup files, links and the page.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }

            /// The value of that name, if there is one.
            pub fn named(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.name() == name)
            }
        }

        impl Default for $name {
            fn default() -> Self { Self::$default }
        }
    };
}
pub(crate) use choice;

choice! {
    /// The broker between the two programs.
    Broker, default Rabbitmq {
        /// RabbitMQ, AMQP 0-9-1.
        Rabbitmq = "rabbitmq",
        /// Apache Kafka.
        Kafka = "kafka",
    }
}
choice! {
    /// How the producer learns what became of a publish (A1).
    Publish, default FireAndForget {
        /// It never learns.
        FireAndForget = "fire_and_forget",
        /// Publishes are buffered and committed in batches (A25).
        Tx = "tx",
        /// Every publish is answered with an ack or a nack (A2).
        Confirm = "confirm",
    }
}
choice! {
    /// What the producer sends first after a cut or a nack (A56, A57).
    Resend, default UnconfirmedFirst {
        /// Everything unanswered, in order, before anything new.
        UnconfirmedFirst = "unconfirmed_first",
        /// New messages, then what was unanswered.
        NewFirst = "new_first",
        /// Nothing is sent again.
        Never = "never",
    }
}
choice! {
    /// What kind of queue stores the messages.
    QueueType, default Classic {
        /// One node, one copy.
        Classic = "classic",
        /// Three members, a majority decides (A62).
        Quorum = "quorum",
    }
}
choice! {
    /// What happens to a publish beyond `max_length` (A48).
    Overflow, default DropHead {
        /// The oldest ready message is removed.
        DropHead = "drop_head",
        /// The publish is refused.
        RejectPublish = "reject_publish",
        /// The publish is refused and dead-lettered.
        RejectPublishDlx = "reject_publish_dlx",
    }
}
choice! {
    /// How safely rejected and expired messages move to the dead-letter queue (A50).
    DeadLetter, default AtMostOnce {
        /// Removed at the source, then published without confirms.
        AtMostOnce = "at_most_once",
        /// Kept at the source until the target has confirmed.
        AtLeastOnce = "at_least_once",
    }
}
choice! {
    /// When the consumer acknowledges (A30).
    Ack, default Auto {
        /// Never: the broker forgets the message when it writes the delivery.
        Auto = "auto",
        /// On receipt, before the effect.
        BeforeEffect = "before_effect",
        /// When the effect has happened.
        AfterEffect = "after_effect",
    }
}
choice! {
    /// How threads inside one consumer share the work.
    Dispatch, default ByKey {
        /// Any free thread takes the next message.
        Any = "any",
        /// A key always goes to the same thread.
        ByKey = "by_key",
    }
}
choice! {
    /// What one message does to the outside world.
    EffectKind, default AppendRow {
        /// Adds a row without a key.
        AppendRow = "append_row",
        /// Adds a row under the message's id.
        InsertKeyedRow = "insert_keyed_row",
        /// Adds to a balance.
        Increment = "increment",
        /// Sets a state to an absolute value.
        SetValue = "set_value",
        /// Sends an e-mail, calls a service.
        ExternalCall = "external_call",
    }
}
impl EffectKind {
    /// The strategies worth offering for such an effect, the safest that fit it. What can't share a transaction with its
    /// mark has no safe one: the order of mark and effect decides what can go wrong (C-R6, C-R9).
    pub const fn strategies(self) -> &'static [Dedup] {
        match self {
            Self::AppendRow | Self::InsertKeyedRow => &[Dedup::None, Dedup::UniqueConstraint, Dedup::Inbox],
            Self::Increment => &[Dedup::None, Dedup::Inbox],
            Self::SetValue => &[Dedup::None, Dedup::Upsert, Dedup::Inbox],
            Self::ExternalCall => &[Dedup::None, Dedup::RedisCheckActMark, Dedup::RedisMarkAct],
        }
    }
}

choice! {
    /// What recognises a repeated message (C0–C10).
    Dedup, default None {
        /// Nothing (C0).
        None = "none",
        /// A set in the process's memory (C1).
        MemorySet = "memory_set",
        /// A query, then an insert (C2).
        QueryThenInsert = "query_then_insert",
        /// A unique key in the database (C3).
        UniqueConstraint = "unique_constraint",
        /// An absolute write (C4).
        Upsert = "upsert",
        /// Redis GET, then SET of the sum (C5).
        RedisGetSet = "redis_get_set",
        /// Redis INCR (C6).
        RedisIncr = "redis_incr",
        /// The id in Redis: check, act, mark (C7).
        RedisCheckActMark = "redis_check_act_mark",
        /// The id in Redis: mark, act (C8).
        RedisMarkAct = "redis_mark_act",
        /// A marker row in its own transaction, then the effect (C9).
        MarkerRowFirst = "marker_row_first",
        /// Marker and effect in one transaction (C10).
        Inbox = "inbox",
    }
}

impl Dedup {
    /// Whether a message is marked before its effect (C8, C9).
    pub const fn marks_first(self) -> bool {
        matches!(self, Self::RedisMarkAct | Self::MarkerRowFirst)
    }

    /// Whether a message is marked, or remembered, after its effect (C1, C7).
    pub const fn marks_last(self) -> bool {
        matches!(self, Self::MemorySet | Self::RedisCheckActMark)
    }

    /// Whether marks stand in a store that all consumers share (C7–C9).
    pub const fn marks_in_store(self) -> bool {
        self.marks_first() || matches!(self, Self::RedisCheckActMark)
    }
}
