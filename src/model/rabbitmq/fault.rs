//! What breaks, and when it can. The readings are those of ARCHITECTURE.md, "Faults, exactly".

use super::channel::next_is_refusable;
use super::consumer::{Consuming, Held};
use super::delivery::Subscriptions;
use super::queue::{Memory, Slot};
use super::quorum::Cluster;
use super::rules::Rules;
use super::state::{NODE, State, Step};
use crate::model::{Action, Consumer, EnvelopeKind, Event, Fault, Line, Listener, Way};
use crate::setup::{Ack, FaultKind, Publish};

/// Whether the fault could strike now, whatever the budget.
pub fn can_strike(rules: &Rules, state: &State, fault: Fault) -> bool {
    match (fault.kind, fault.consumer) {
        (FaultKind::PublishLost, None) => publish_in_flight(state) && !answer_pending(state),
        (FaultKind::ConfirmLost, None) => answer_pending(state) && !publish_in_flight(state),
        (FaultKind::ResendTimer, None) => {
            rules.publish == Publish::Confirm && state.serving() && state.producer.timer_message(state).is_some()
        }
        (FaultKind::PublishRefused, None) => match rules.publish {
            Publish::Tx => !state.queues.gone && state.channel.is_applying(),
            Publish::FireAndForget | Publish::Confirm => next_is_refusable(state),
        },
        (FaultKind::ProcessCrash, None) => state.serving(),
        // The machine can lose power, or its disk, while its broker is still starting.
        (FaultKind::PowerLoss | FaultKind::DiskLoss, None) => !rules.quorum() || state.serving(),
        (FaultKind::ClusterPowerLoss, None) => {
            state.cluster.as_ref().is_some_and(|cluster| Cluster::member_ids().any(|member| cluster.replica(member).up))
        }
        (kind, Some(consumer)) if (consumer.0 as usize) < state.consumers.len() => {
            can_strike_consumer(rules, state, kind, consumer)
        }
        _ => false,
    }
}

fn can_strike_consumer(rules: &Rules, state: &State, kind: FaultKind, consumer: Consumer) -> bool {
    let consuming = state.consumer(consumer);
    let manual = rules.ack != Ack::Auto;
    let connected = state.serving() && consuming.running;
    match kind {
        FaultKind::ConsumerCrashBeforeEffect => {
            let orphaned = consuming.orphans.iter().any(|orphan| !orphan.work.has_acted());
            let holds = consuming.unapplied().next().is_some() || orphaned;
            consuming.running && holds && !applied_is_unacked(state, consumer)
        }
        FaultKind::ConsumerCrashAfterEffect => {
            rules.ack == Ack::AfterEffect && consuming.held.iter().any(Held::is_applied)
        }
        FaultKind::DeliveryLost => consuming.line.has(Way::ToClient) && !ack_in_flight(state, consumer),
        FaultKind::AckLost => ack_in_flight(state, consumer),
        FaultKind::ZombieConsumer => manual && connected && consuming.is_working(),
        FaultKind::ConsumerNack => rules.ack == Ack::AfterEffect && connected && consuming.next_effect(rules).is_some(),
        FaultKind::ConsumerCancel => connected && !consuming.cancelled && consuming.is_working(),
        FaultKind::PublishLost
        | FaultKind::ConfirmLost
        | FaultKind::ResendTimer
        | FaultKind::PublishRefused
        | FaultKind::ProcessCrash
        | FaultKind::PowerLoss
        | FaultKind::DiskLoss
        | FaultKind::ClusterPowerLoss
        | FaultKind::Rebalance
        | FaultKind::FollowerLag
        | FaultKind::HandlerException => false,
    }
}

fn publish_in_flight(state: &State) -> bool {
    state.producer_line.has(Way::ToBroker)
}

/// An answer is on its way, or the broker has taken a publish and owes one.
fn answer_pending(state: &State) -> bool {
    state.producer_line.has(Way::ToClient) || state.channel.owes()
}

fn ack_in_flight(state: &State, consumer: Consumer) -> bool {
    state.consumer(consumer).line.stream(Way::ToBroker).iter().any(|envelope| envelope.kind == EnvelopeKind::Ack)
}

/// Something that the consumer has applied is still unacked at the broker: its ack was not written, or is on its way.
/// With `before_effect` a message whose ack is on its way may still be in hand, unapplied.
fn applied_is_unacked(state: &State, consumer: Consumer) -> bool {
    let consuming = state.consumer(consumer);
    let on_its_way = |kind: EnvelopeKind, tag: u32| {
        let stream = consuming.line.stream(Way::ToBroker).iter();
        stream.filter(|envelope| envelope.kind == kind).any(|envelope| envelope.covers(tag))
    };
    let given_back = |tag: u32| on_its_way(EnvelopeKind::Nack, tag) || on_its_way(EnvelopeKind::Reject, tag);
    let acked_and_applied = |tag: u32| {
        let in_hand = consuming.unapplied().any(|held| held.tag == tag);
        on_its_way(EnvelopeKind::Ack, tag) && !given_back(tag) && !in_hand
    };
    let unacked = state.queues.slots.iter().filter_map(|slot| match slot.memory {
        Memory::Unacked { consumer: holder, tag } if holder == consumer => Some(tag),
        _ => None,
    });
    consuming.held.iter().any(Held::is_applied) || unacked.into_iter().any(acked_and_applied)
}

/// Every fault that could strike now, of every kind.
pub fn faults(rules: &Rules, state: &State, actions: &mut Vec<Action>) {
    for kind in FaultKind::ALL.iter().copied() {
        faults_of(rules, state, kind, actions);
    }
}

/// Every fault of this kind that could strike now.
pub fn faults_of(rules: &Rules, state: &State, kind: FaultKind, actions: &mut Vec<Action>) {
    let consumers = state.consumer_ids().map(Some);
    let places = std::iter::once(None).chain(consumers).map(|consumer| Fault { kind, consumer, member: None });
    actions.extend(places.filter(|fault| can_strike(rules, state, *fault)).map(Action::Fault));
}

impl<L: Listener> Step<'_, L> {
    pub fn strike(&mut self, fault: Fault) {
        let Fault { kind, consumer, .. } = fault;
        self.state.faults_left = self.state.faults_left.saturating_sub(1);
        self.tell(Event::Fault { kind, consumer, member: None });
        match consumer {
            Some(consumer) => self.strike_consumer(kind, consumer),
            None => self.strike_producer_or_broker(kind),
        }
    }

    fn strike_producer_or_broker(&mut self, kind: FaultKind) {
        match kind {
            FaultKind::PublishLost | FaultKind::ConfirmLost => self.cut_producer(),
            FaultKind::ResendTimer => {
                if let Some(message) = self.state.producer.timer_message(self.state) {
                    self.write_publish(message, true);
                }
            }
            FaultKind::PublishRefused if self.rules.publish == Publish::Tx => self.refuse_in_commit(),
            FaultKind::PublishRefused => self.broker_reads_publish(true),
            FaultKind::ProcessCrash | FaultKind::PowerLoss | FaultKind::DiskLoss => self.stop_leading_node(kind),
            FaultKind::ClusterPowerLoss => self.stop_every_node(),
            _ => {}
        }
    }

    fn strike_consumer(&mut self, kind: FaultKind, consumer: Consumer) {
        match kind {
            FaultKind::ConsumerCrashBeforeEffect | FaultKind::ConsumerCrashAfterEffect => {
                self.cut_line(consumer);
                self.kill_consumer(consumer);
                self.channel_of_consumer_gone(consumer);
            }
            FaultKind::DeliveryLost | FaultKind::AckLost | FaultKind::ZombieConsumer => self.cut_consumer(consumer),
            FaultKind::ConsumerNack => self.nack(consumer),
            FaultKind::ConsumerCancel => self.cancel(consumer),
            _ => {}
        }
    }

    /// Destroys what is in flight both ways; the producer learns of it, connects again and gets a new channel.
    pub fn cut_producer(&mut self) {
        self.finish_commit();
        self.producer_line_lost();
    }

    fn producer_line_lost(&mut self) {
        self.state.producer_line.cut(Line::Producer, self.listener);
        self.channel_gone();
        self.producer_disconnected();
        if self.state.serving() {
            self.tell(Event::Connected { line: Line::Producer });
        }
    }

    /// Destroys what is in flight both ways; the unacked is requeued, the process connects again at once and keeps what
    /// it had received (N5). A single active consumer loses its place.
    pub fn cut_consumer(&mut self, consumer: Consumer) {
        self.cut_line(consumer);
        self.orphan(consumer);
        // What a consumer may forget it forgets at the broker's fault; after a cut of its own it finishes everything.
        self.consumer(consumer).may_forget = false;
        self.channel_of_consumer_gone(consumer);
        self.tell(Event::Connected { line: Line::Consumer(consumer) });
        if !self.state.consumer(consumer).cancelled {
            self.subscribe(consumer);
        }
    }

    fn cut_line(&mut self, consumer: Consumer) {
        self.state.consumers[consumer.0 as usize].line.cut(Line::Consumer(consumer), self.listener);
    }

    fn channel_of_consumer_gone(&mut self, consumer: Consumer) {
        self.consumer(consumer).tagged = 0;
        self.requeue_unacked(consumer);
        self.unsubscribe(consumer);
        self.after_requeue(self.rules.queue_of_consumer(consumer));
    }

    /// Every connection is cut with the node; each consumer may finish or forget what it holds.
    fn cut_everything(&mut self) {
        self.producer_line_lost();
        for consumer in self.state.consumer_ids() {
            if self.state.consumer(consumer).running {
                self.cut_line(consumer);
            }
            self.orphan(consumer);
            let consuming = self.consumer(consumer);
            consuming.tagged = 0;
            consuming.may_forget = !consuming.orphans.is_empty();
        }
    }

    fn stop_leading_node(&mut self, kind: FaultKind) {
        if let Some(leader) = self.state.cluster.as_ref().and_then(Cluster::leader) {
            self.leader_lost();
            return self.stop_member(leader, kind == FaultKind::DiskLoss);
        }
        if self.state.node_up {
            self.state.node_up = false;
            self.tell(Event::NodeDown { member: NODE });
            self.cut_everything();
        }
        match kind {
            FaultKind::DiskLoss => self.lose_disk(),
            _ => self.lose_places(kind == FaultKind::PowerLoss),
        }
    }

    #[inline(never)]
    fn stop_every_node(&mut self) {
        if self.state.serving() {
            self.leader_lost();
        }
        for member in Cluster::member_ids() {
            if self.state.cluster.as_ref().is_some_and(|cluster| cluster.replica(member).up) {
                self.stop_member(member, false);
            }
        }
    }

    /// The leader's memory of hand-outs ends with it; what the queue holds is now what the members' logs say.
    #[inline(never)]
    fn leader_lost(&mut self) {
        self.count_failures();
        self.state.queues = Default::default();
        self.cut_everything();
    }

    /// A41: with its leader a queue loses every channel, and every delivery that was not settled has failed. A nack that
    /// waits for the majority was counted when it came.
    fn count_failures(&mut self) {
        for Slot { copy, message, memory, .. } in self.state.queues.slots.clone() {
            let settling = self.state.cluster.as_ref().is_some_and(|cluster| cluster.is_settling(copy));
            match memory {
                Memory::Unacked { .. } => drop(self.delivery_failed(message, copy)),
                Memory::Settling(Some(_)) if settling => drop(self.delivery_failed(message, copy)),
                Memory::Settling(_)
                | Memory::Ready
                | Memory::Returned
                | Memory::Leaving
                | Memory::Forgotten
                | Memory::Died => {}
            }
        }
    }

    /// The classic queues' node comes back.
    pub fn start_node(&mut self) {
        self.state.node_up = true;
        self.tell(Event::NodeUp { member: NODE });
        if self.state.queues.gone {
            self.state.subscriptions.fill(Subscriptions::default());
        } else {
            self.recover_queues();
            self.rules.queues().for_each(|queue| self.after_requeue(queue));
        }
        self.reconnect_clients();
    }

    /// Everybody connects again; the active consumer stays active.
    pub fn reconnect_clients(&mut self) {
        self.tell(Event::Connected { line: Line::Producer });
        for consumer in self.state.consumer_ids() {
            let Consuming { running, cancelled, .. } = *self.state.consumer(consumer);
            if running {
                self.tell(Event::Connected { line: Line::Consumer(consumer) });
            }
            if cancelled {
                // Its basic.cancel may have died with the connection; it does not subscribe again all the same.
                self.unsubscribe(consumer);
            } else if running && !self.is_subscribed(consumer) {
                self.subscribe(consumer);
            }
        }
    }

    /// A dead consumer comes back, with nothing in its memory.
    pub fn start_consumer(&mut self, consumer: Consumer) {
        let consuming = self.consumer(consumer);
        (consuming.running, consuming.cancelled) = (true, false);
        self.tell(Event::ConsumerUp { consumer });
        self.subscribe(consumer);
    }

    /// A person cuts a connection at one envelope: those ahead of it arrive, it and what is behind it do not (N1).
    pub fn pluck(&mut self, line: Line, way: Way, place: u8) {
        self.tell(Event::Plucked { line });
        for _ in 0..place {
            match (line, way) {
                (Line::Producer, Way::ToBroker) => self.broker_reads(),
                (Line::Producer, Way::ToClient) => self.producer_reads(),
                (Line::Consumer(consumer), Way::ToBroker) => self.broker_reads_from(consumer),
                (Line::Consumer(consumer), Way::ToClient) => self.consumer_reads(consumer),
            }
        }
        match line {
            Line::Producer => self.cut_producer(),
            Line::Consumer(consumer) => self.cut_consumer(consumer),
        }
    }
}
