//! Who takes part in a race, and under which setup.

use crate::setup::{Ack, Acks, Broker, Cost, Costs, FaultKind, Faults, Kafka, Publish, Rabbitmq, Setup, choice};

choice! {
    /// A way to send messages.
    Contestant, default FireAndForget {
        /// RabbitMQ: nothing is ever answered.
        FireAndForget = "fire_and_forget",
        /// RabbitMQ: a transaction for each message.
        TxPerMessage = "tx_per_message",
        /// RabbitMQ: a transaction for each batch.
        TxPerBatch = "tx_per_batch",
        /// RabbitMQ: the next message waits for the confirm of the last.
        ConfirmEach = "confirm_each",
        /// RabbitMQ: so many may be without a confirm.
        ConfirmWindow = "confirm_window",
        /// Kafka: nothing is ever answered.
        AcksZero = "acks_0",
        /// Kafka: answered once the leader has it.
        AcksOne = "acks_1",
        /// Kafka: answered once every in-sync replica has it.
        AcksAll = "acks_all",
    }
}

/// Messages that are explored.
const EXPLORED: u8 = 2;
/// What may strike then: the connection is cut on the way there or back, the broker's process dies, its machine loses
/// power.
const STRIKES: [FaultKind; 4] =
    [FaultKind::PublishLost, FaultKind::ConfirmLost, FaultKind::ProcessCrash, FaultKind::PowerLoss];

impl Contestant {
    /// What it sends under: persistent messages to a durable queue that reaches the disk before it confirms (A16), or a
    /// topic with three replicas in sync. Nothing breaks.
    ///
    /// More messages and larger windows than a setup file may have: those limits are the explorer's, and nobody explores
    /// a race.
    pub fn setup(self, costs: &Costs) -> Setup {
        let batch = costs.get(Cost::Batch) as u8;
        let setup = Setup { messages: Costs::MESSAGES, ..Setup::of(self.broker()) };
        let faults = Faults { budget: 0, ..setup.faults };
        Setup { rabbitmq: self.rabbitmq(batch), kafka: self.kafka(), faults, ..setup }
    }

    /// The same way to send within bounds that are explored in a moment: two messages, and one fault of those that strike
    /// on the way into the broker. What a consumer does with a message is not the sender's business, so it acks late (A35).
    pub fn explored(self) -> Setup {
        let setup = self.setup(&Costs::default().with(Cost::Batch, EXPLORED.into()));
        let rabbitmq = Rabbitmq { ack: Ack::AfterEffect, ..setup.rabbitmq };
        let faults = Faults { budget: 1, kinds: STRIKES.into_iter().collect() };
        Setup { messages: EXPLORED, rabbitmq, faults, ..setup }
    }

    /// The broker that it sends to.
    pub const fn broker(self) -> Broker {
        match self {
            Self::FireAndForget | Self::TxPerMessage | Self::TxPerBatch | Self::ConfirmEach | Self::ConfirmWindow => {
                Broker::Rabbitmq
            }
            Self::AcksZero | Self::AcksOne | Self::AcksAll => Broker::Kafka,
        }
    }

    fn rabbitmq(self, batch: u8) -> Rabbitmq {
        let stored = Rabbitmq { durable: true, persistent: true, fsync_before_confirm: true, ..Rabbitmq::default() };
        let (publish, window) = match self {
            Self::TxPerMessage => (Publish::Tx, 1),
            Self::TxPerBatch => (Publish::Tx, batch),
            Self::ConfirmEach => (Publish::Confirm, 1),
            Self::ConfirmWindow => (Publish::Confirm, batch),
            Self::FireAndForget | Self::AcksZero | Self::AcksOne | Self::AcksAll => (Publish::FireAndForget, 1),
        };
        Rabbitmq { publish, window, ..stored }
    }

    /// As many requests in flight as the client sends by itself. Only acks=all may be idempotent (B26).
    fn kafka(self) -> Kafka {
        let usual = Kafka { consumers: 0, ..Kafka::default() };
        let acks = match self {
            Self::AcksZero => Acks::Zero,
            Self::AcksOne => Acks::One,
            Self::AcksAll
            | Self::FireAndForget
            | Self::TxPerMessage
            | Self::TxPerBatch
            | Self::ConfirmEach
            | Self::ConfirmWindow => return usual,
        };
        Kafka { acks, enable_idempotence: false, ..usual }
    }
}
