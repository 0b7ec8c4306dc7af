//! What breaks, and when it can. The readings are those of ARCHITECTURE.md, "Faults, exactly".

use super::consumer::{Held, Status, can_act, may_poll};
use super::group::{any_due, successor};
use super::replica::Stop;
use super::rules::Rules;
use super::state::{State, Step};
use crate::model::{Action, Consumer, EnvelopeKind, Event, Fault, Line, Listener, Member, Partition, Stage, Way};
use crate::setup::{Commit, FaultKind, Processing};

/// Whether the fault could strike now, whatever the budget.
pub fn can_strike(rules: &Rules, state: &State, fault: Fault) -> bool {
    match fault {
        Fault { kind, consumer: None, member: None } => can_strike_producer_or_leader(state, kind),
        Fault { kind, consumer: Some(consumer), member: None } => {
            (consumer.0 as usize) < state.consumers.len() && can_strike_consumer(rules, state, kind, consumer)
        }
        Fault { kind: FaultKind::FollowerLag, consumer: None, member: Some(member) } => can_fall_behind(state, member),
        Fault { .. } => false,
    }
}

fn can_strike_producer_or_leader(state: &State, kind: FaultKind) -> bool {
    let request = state.line.has(Way::ToBroker);
    let answer = state.line.has(Way::ToClient) || state.waiting.is_some();
    match kind {
        FaultKind::PublishLost => request && !answer,
        FaultKind::ConfirmLost => answer && !request,
        FaultKind::PublishRefused => can_read_request(state) && next_is(state, EnvelopeKind::Produce),
        FaultKind::ProcessCrash | FaultKind::PowerLoss | FaultKind::DiskLoss => state.serving(),
        FaultKind::ClusterPowerLoss => state.cluster.nodes.iter().any(|node| node.up),
        _ => false,
    }
}

/// Whether the leader would read a request now: it reads no other while one waits for its answer, and none of the next
/// transaction before the last one has ended (CONCURRENT_TRANSACTIONS).
pub fn can_read_request(state: &State) -> bool {
    let next = state.line.stream(Way::ToBroker).first();
    let may_come = next.is_some_and(|envelope| state.ending.is_none() || envelope.kind == EnvelopeKind::Commit);
    state.serving() && state.waiting.is_none() && may_come
}

fn next_is(state: &State, kind: EnvelopeKind) -> bool {
    state.line.stream(Way::ToBroker).first().is_some_and(|envelope| envelope.kind == kind)
}

fn can_fall_behind(state: &State, member: Member) -> bool {
    let cluster = &state.cluster;
    state.serving() && cluster.exists(member) && cluster.leader != Some(member) && cluster.in_sync.contains(member)
}

fn can_strike_consumer(rules: &Rules, state: &State, kind: FaultKind, consumer: Consumer) -> bool {
    let consuming = state.consumer(consumer);
    let uncommitted = || state.owned_by(consumer).any(|partition| state.claim(partition).applied_uncommitted());
    let applied = || uncommitted() || acted_uncommitted(state, consumer);
    let transacted = || state.owned_by(consumer).any(|partition| state.claim(partition).finished > 0);
    let member = consuming.status == Status::Member;
    match kind {
        FaultKind::ConsumerCrashBeforeEffect => consuming.holds_work() && !applied(),
        FaultKind::ConsumerCrashAfterEffect => match rules.commit {
            Commit::InEffectTransaction => member && transacted(),
            _ => member && applied(),
        },
        FaultKind::ZombieConsumer => member && consuming.is_working(),
        // It comes in place of an effect.
        FaultKind::HandlerException => {
            member && (0..consuming.hand.len()).any(|at| can_act(rules, state, consumer, at))
        }
        FaultKind::Rebalance => can_rebalance(rules, state, consumer),
        _ => false,
    }
}

/// Whether the effect of a record has happened, its mark has not, and the next owner would read it again.
fn acted_uncommitted(state: &State, consumer: Consumer) -> bool {
    let again = |held: &Held| held.offset >= state.claim(held.partition).committed.unwrap_or(0);
    state
        .consumer(consumer)
        .hand
        .iter()
        .any(|held| held.work.has_acted() && held.stage == Stage::Received && again(held))
}

/// A planned rebalance happens in the owner's poll (B46): a loop then holds nothing and, but for what is committed on
/// the way, has nothing uncommitted. With `drain_on_revoke` nobody holds anything.
fn can_rebalance(rules: &Rules, state: &State, consumer: Consumer) -> bool {
    let owns = state.owned_by(consumer).next().is_some();
    let in_poll = may_poll(rules, state, consumer);
    let settled = match rules.processing {
        Processing::PollLoop => rules.commits_by_itself() || !any_due(rules, state, consumer),
        _ => !rules.drain || state.consumer(consumer).hand.is_empty(),
    };
    owns && in_poll && settled && successor(state, consumer).is_some()
}

/// Every fault that could strike now, of every kind.
pub fn faults(rules: &Rules, state: &State, actions: &mut Vec<Action>) {
    for kind in FaultKind::ALL.iter().copied() {
        faults_of(rules, state, kind, actions);
    }
}

/// Every fault of this kind that could strike now.
pub fn faults_of(rules: &Rules, state: &State, kind: FaultKind, actions: &mut Vec<Action>) {
    let mut offer = |fault: Fault| {
        if can_strike(rules, state, fault) {
            actions.push(Action::Fault(fault));
        }
    };
    if kind.strikes_a_member() {
        state.cluster.member_ids().for_each(|member| offer(Fault::on(kind, member)));
        return;
    }
    offer(Fault::of(kind));
    state.consumer_ids().for_each(|consumer| offer(Fault::at(kind, consumer)));
}

impl<L: Listener> Step<'_, L> {
    pub fn strike(&mut self, fault: Fault) {
        let Fault { kind, consumer, member } = fault;
        self.state.faults_left = self.state.faults_left.saturating_sub(1);
        self.state.disturbed = true;
        self.tell(Event::Fault { kind, consumer, member });
        match (consumer, member) {
            (Some(consumer), _) => self.strike_consumer(kind, consumer),
            (None, Some(member)) => self.fall_behind(member),
            (None, None) => self.strike_producer_or_leader(kind),
        }
    }

    fn strike_producer_or_leader(&mut self, kind: FaultKind) {
        match kind {
            FaultKind::PublishLost | FaultKind::ConfirmLost => self.cut_producer(),
            FaultKind::PublishRefused => self.refuse_request(),
            FaultKind::ProcessCrash => self.stop_leader(Stop::Crash),
            FaultKind::PowerLoss => self.stop_leader(Stop::PowerLoss),
            FaultKind::DiskLoss => self.stop_leader(Stop::DiskLoss),
            FaultKind::ClusterPowerLoss => self.stop_every_node(),
            _ => {}
        }
    }

    fn stop_leader(&mut self, stop: Stop) {
        let Some(leader) = self.state.cluster.leader else { return };
        self.stop_node(leader, stop);
        self.leader_gone();
    }

    fn stop_every_node(&mut self) {
        let up: Vec<Member> = self.state.cluster.member_ids().collect();
        for member in up {
            if self.state.cluster.node(member).up {
                self.stop_node(member, Stop::PowerLoss);
            }
        }
        if self.state.serving() {
            self.leader_gone();
        }
    }

    fn fall_behind(&mut self, member: Member) {
        self.state.cluster.in_sync.remove(member);
        self.tell(Event::LeftIsr { member });
        // B3, B4: fewer have to have a record now, or too few are left.
        self.advance_high_watermark();
    }

    fn strike_consumer(&mut self, kind: FaultKind, consumer: Consumer) {
        match kind {
            FaultKind::ConsumerCrashBeforeEffect | FaultKind::ConsumerCrashAfterEffect => self.kill(consumer),
            FaultKind::ZombieConsumer => self.kick(consumer),
            FaultKind::HandlerException => self.fail(consumer),
            FaultKind::Rebalance => self.rebalance(consumer),
            _ => {}
        }
    }

    /// An exception leaves the handler, and the consumer closes: only a library that commits by itself does so once
    /// more (B34, B35).
    fn fail(&mut self, consumer: Consumer) {
        if self.rules.commits_by_itself() {
            self.commit(consumer);
        }
        self.leave(consumer);
    }

    /// What is committed before the partitions go: what a library commits by itself (B34), or, once everything in hand
    /// is done, all of it.
    fn rebalance(&mut self, consumer: Consumer) {
        if self.rules.commits_by_itself() {
            self.commit(consumer);
        } else if self.rules.drain && self.rules.commit != Commit::InEffectTransaction {
            self.commit_positions(consumer);
        }
        self.hand_over(consumer);
    }

    fn commit_positions(&mut self, consumer: Consumer) {
        let owned: Vec<Partition> = self.state.owned_by(consumer).collect();
        for partition in owned {
            let (position, committed) = (self.state.claim(partition).position, self.state.claim(partition).committed);
            if position > 0 && committed != Some(position) {
                self.store_offset(consumer, partition, position);
            }
        }
    }

    /// A person cut the connection at this place: those ahead of it arrive first, as far as the leader reads them.
    pub fn pluck(&mut self, way: Way, place: u8) {
        let line = Line::Producer;
        self.state.disturbed = true;
        self.tell(Event::Plucked { line });
        for _ in 0..place {
            match way {
                Way::ToBroker if can_read_request(self.state) => self.broker_reads(),
                Way::ToBroker => break,
                Way::ToClient => self.producer_reads(),
            }
        }
        self.cut_producer();
    }
}
