//! Faults: which kinds may happen, and how many in one run. Their exact meaning is in the machines.

use super::choice::{Broker, choice};

choice! {
    /// A kind of fault. ARCHITECTURE.md tells what each does exactly.
    FaultKind, default PublishLost {
        /// F1: the producer's connection is cut while a publish is on the way.
        PublishLost = "publish_lost",
        /// F2: it is cut while an answer is owed or on the way.
        ConfirmLost = "confirm_lost",
        /// F2t: the producer's own timer sends again on a healthy connection.
        ResendTimer = "resend_timer",
        /// One publish is refused by the broker.
        PublishRefused = "publish_refused",
        /// F3: the broker's process dies; the page cache survives.
        ProcessCrash = "process_crash",
        /// F3p: the machine loses power; only the disk survives.
        PowerLoss = "power_loss",
        /// F4: the node comes back with an empty disk.
        DiskLoss = "disk_loss",
        /// Every node loses power at once.
        ClusterPowerLoss = "cluster_power_loss",
        /// F5a: a consumer dies before the effect.
        ConsumerCrashBeforeEffect = "consumer_crash_before_effect",
        /// F5b: a consumer dies after the effect, before the ack.
        ConsumerCrashAfterEffect = "consumer_crash_after_effect",
        /// F5c: a consumer's connection is cut while a delivery is on the way.
        DeliveryLost = "delivery_lost",
        /// F5d: it is cut while an ack is on the way.
        AckLost = "ack_lost",
        /// F6: the channel or membership is gone, the process works on.
        ZombieConsumer = "zombie_consumer",
        /// A planned rebalance of the consumer group.
        Rebalance = "rebalance",
        /// A follower falls out of the in-sync set.
        FollowerLag = "follower_lag",
        /// The consumer hands one message back.
        ConsumerNack = "consumer_nack",
        /// The consumer cancels its subscription with work in hand.
        ConsumerCancel = "consumer_cancel",
        /// An exception leaves the handler, then the consumer closes.
        HandlerException = "handler_exception",
    }
}

impl FaultKind {
    /// Whether it strikes one node of several.
    pub const fn strikes_a_member(self) -> bool {
        matches!(self, Self::FollowerLag)
    }

    /// Whether this broker can suffer it at all, under some setup.
    pub const fn known_to(self, broker: Broker) -> bool {
        use FaultKind::*;
        match self {
            ResendTimer | DeliveryLost | AckLost | ConsumerNack | ConsumerCancel => matches!(broker, Broker::Rabbitmq),
            Rebalance | FollowerLag | HandlerException => matches!(broker, Broker::Kafka),
            PublishLost
            | ConfirmLost
            | PublishRefused
            | ProcessCrash
            | PowerLoss
            | DiskLoss
            | ClusterPowerLoss
            | ConsumerCrashBeforeEffect
            | ConsumerCrashAfterEffect
            | ZombieConsumer => true,
        }
    }
}

/// A set of fault kinds.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct FaultKinds(u32);

impl FaultKinds {
    /// No kind at all.
    pub const NONE: Self = Self(0);

    /// Every kind that this broker knows.
    pub fn all(broker: Broker) -> Self {
        FaultKind::ALL.iter().filter(|kind| kind.known_to(broker)).copied().collect()
    }

    /// Whether the kind is in the set.
    pub const fn contains(self, kind: FaultKind) -> bool {
        self.0 & (1 << kind as u32) != 0
    }

    /// The set with the kind added or removed.
    #[must_use]
    pub const fn with(self, kind: FaultKind, present: bool) -> Self {
        let bit = 1 << kind as u32;
        Self(if present { self.0 | bit } else { self.0 & !bit })
    }

    /// Whether no kind is in the set.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The names of the kinds in the set, in the order of `FaultKind::ALL`.
    pub fn names(self) -> Vec<&'static str> {
        self.iter().map(FaultKind::name).collect()
    }

    /// The kinds in the set, in the order of `FaultKind::ALL`.
    pub fn iter(self) -> impl Iterator<Item = FaultKind> {
        FaultKind::ALL.iter().copied().filter(move |kind| self.contains(*kind))
    }
}

impl FromIterator<FaultKind> for FaultKinds {
    fn from_iter<I: IntoIterator<Item = FaultKind>>(kinds: I) -> Self {
        kinds.into_iter().fold(Self::NONE, |set, kind| set.with(kind, true))
    }
}

/// How many faults one run may have, and of which kinds.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Faults {
    /// Faults of all kinds together in one run, 0..=4.
    pub budget: u8,
    /// The kinds that may happen.
    pub kinds: FaultKinds,
}

impl Default for Faults {
    fn default() -> Self {
        Self { budget: 1, kinds: FaultKinds::all(Broker::default()) }
    }
}
